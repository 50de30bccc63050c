//! Strings that occur nowhere else, looked for where they must not be.
use std::path::Path;
use std::process::Command;

use crate::postgres;

/// What it is, and the string.
pub type Canary<'a> = (&'a str, &'a str);

/// The data folder and everything below it.
#[track_caller]
pub fn in_no_folder(folder: &Path, canaries: &[Canary<'_>]) {
    for entry in std::fs::read_dir(folder).expect("the data folder").flatten() {
        if entry.path().is_dir() {
            in_no_folder(&entry.path(), canaries);
        } else if let Ok(bytes) = std::fs::read(entry.path()) {
            in_no_bytes(&entry.path().display().to_string(), &bytes, canaries);
        }
    }
}

#[track_caller]
fn in_no_bytes(place: &str, bytes: &[u8], canaries: &[Canary<'_>]) {
    for (what, canary) in canaries {
        let found = bytes.windows(canary.len()).any(|w| w == canary.as_bytes());
        assert!(!found, "{what} is readable in {place}");
    }
}

/// PostgreSQL's own dump of every row.
#[track_caller]
pub fn in_no_dump(url: &str, canaries: &[Canary<'_>]) {
    if !url.starts_with("postgres") {
        return;
    }
    let bin = postgres::binaries().expect("PostgreSQL was found a moment ago");
    let out = Command::new(bin.join("pg_dump")).arg("--inserts").arg(url).output().expect("pg_dump runs");
    assert!(out.status.success() && out.stdout.len() > 100_000, "pg_dump: {}", String::from_utf8_lossy(&out.stderr));
    in_no_bytes("the database", &out.stdout, canaries);
}
