//! Folders that go when the test does, or at the latest when the test process does, however it ends.
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A number no other caller in this process gets.
pub fn serial() -> u32 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A fresh folder under the system's temporary folder, removed on drop.
#[derive(Debug)]
pub struct TempDir(PathBuf);

impl TempDir {
    /// `what` makes the folder recognisable while it exists.
    pub fn new(what: &str) -> Self {
        let path = process_folder().join(format!("{what}-{}", serial()));
        std::fs::create_dir_all(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self(path)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        // A process still writing there may win the race; the broom comes at the end.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One folder a process, with a broom: a shell that reads from a pipe only this process holds, and removes the folder when the
/// pipe closes. What lives in a `static` is never dropped, and a killed process drops nothing; the broom sweeps both.
fn process_folder() -> &'static Path {
    static FOLDER: OnceLock<(PathBuf, Child)> = OnceLock::new();
    let (path, _) = FOLDER.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("zhaoshi-tests-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut broom = Command::new("sh");
        broom.args(["-c", "read -r _; sleep 1; rm -rf \"$1\"", "broom"]).arg(&path);
        broom.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = broom.spawn().unwrap_or_else(|e| panic!("sh: {e}"));
        (path, child)
    });
    path
}
