//! The project's own files.
use std::path::{Path, PathBuf};

/// A source file with its address from the top of the project.
pub struct Source {
    /// `app/src/pages/home.rs`
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The top of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the project").to_owned()
}

/// All files below the folders (or files) named, with one of the endings.
pub fn files(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), endings, &mut found);
    }
    assert!(!found.is_empty(), "nothing found below {folders:?}");
    let tests = test_modules(&found);
    found.retain(|f| !tests.iter().any(|t| f.path == format!("{t}.rs") || f.path.starts_with(&format!("{t}/"))));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(path: &Path, endings: &[&str], found: &mut Vec<Source>) {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for entry in entries.flatten() {
            if entry.file_name() != "target" && !entry.file_name().to_string_lossy().starts_with('.') {
                walk(&entry.path(), endings, found);
            }
        }
    } else if path.extension().is_some_and(|e| endings.iter().any(|wanted| e == *wanted)) {
        let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let path = path.strip_prefix(root()).unwrap_or(path).display().to_string();
        found.push(Source { path, text });
    }
}

/// Modules that exist in tests only (`#[cfg(test)] mod name;`), as paths without ending.
fn test_modules(all: &[Source]) -> Vec<String> {
    let declared = regex::Regex::new(r"#\[cfg\(test\)\]\s*(?:pub )?mod (\w+);").expect("a pattern");
    let within = |f: &Source| match f.path.trim_end_matches(".rs").rsplit_once('/') {
        Some((folder, "mod" | "lib" | "main")) => folder.to_owned(),
        _ => f.path.trim_end_matches(".rs").to_owned(),
    };
    all.iter().flat_map(|f| declared.captures_iter(&f.text).map(|c| format!("{}/{}", within(f), &c[1]))).collect()
}

impl Source {
    /// Lines of code with their numbers: comment lines and everything from `#[cfg(test)]` on left out.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
        lines.enumerate().map(|(n, line)| (n + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// `path:line` for each line of code the predicate is true of.
    pub fn lines_where(&self, bad: impl Fn(&str) -> bool) -> Vec<String> {
        let hits = self.code().filter(|(_, line)| bad(line));
        hits.map(|(n, line)| format!("{}:{n}: {}", self.path, line.trim())).collect()
    }
}

/// Fails with every place, one a line.
#[track_caller]
pub fn none(places: Vec<String>, why: &str) {
    assert!(places.is_empty(), "{why}:\n{}\n", places.join("\n"));
}
