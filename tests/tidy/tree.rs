//! The files of the checkout as the rules see them: path, text, and for Rust the code without its comments.
//!
//! The tree is walked, not asked of version control, so that the rules hold in an unpacked archive too.

use std::fs;
use std::path::{Path, PathBuf};

/// Ends of names whose text the rules read. Data (CSV, workbooks) and lock files are not prose or code of
/// ours.
const TEXT: &[&str] =
    &["rs", "md", "toml", "json", "yml", "yaml", "sh", "sql", "ts", "js", "svelte", "css", "html"];

/// A text file of the checkout.
pub struct File {
    /// From the top of the checkout, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl File {
    /// A file for trying out a rule.
    pub fn sample(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.end() == "rs"
    }

    /// Whether it is Markdown.
    pub fn is_markdown(&self) -> bool {
        self.end() == "md"
    }

    fn end(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, end)| end)
    }
}

/// The top of the checkout.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file, sorted by path.
pub fn files() -> Vec<File> {
    let mut found = Vec::new();
    walk(&root(), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The text of one file that must be there.
pub fn read(path: &str) -> File {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    File { path: path.to_owned(), text }
}

/// Folders that hold code: the modules under `src/` and the packages of the workspace.
pub fn code_folders() -> Vec<String> {
    let mut folders = Vec::new();
    for file in files() {
        let mut parts = file.path.split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("src"), Some(module), Some(_)) => folders.push(format!("src/{module}")),
            _ => folders.extend(file.path.strip_suffix("/Cargo.toml").map(str::to_owned)),
        }
    }
    folders.sort();
    folders.dedup();
    folders
}

fn walk(folder: &Path, found: &mut Vec<File>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let entry = entry.expect("a readable folder entry");
        let path = entry.path();
        let kind = entry.file_type().expect("a file type");
        if kind.is_dir() && !is_foreign(&path) {
            walk(&path, found);
        } else if kind.is_file() && is_text(&path) {
            // An editor or a build may take a file away between the listing and the reading.
            let Ok(text) = fs::read_to_string(&path) else { continue };
            found.push(File { path: relative(&path), text });
        }
    }
}

/// Build output (Cargo tags its own, that of the clients is called `dist`), version control, and other people's packages.
fn is_foreign(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    matches!(&*name, "target" | ".git" | "node_modules" | "dist") || folder.join("CACHEDIR.TAG").is_file()
}

fn is_text(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default().to_string_lossy();
    TEXT.contains(&&*end) || relative(path) == ".ci/run"
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

#[test]
fn the_walk_finds_our_files_and_no_build_output() {
    let files = files();
    for expected in ["Cargo.toml", "engine/src/lib.rs", "tests/tidy/tree.rs", ".ci/run", "docs/workbook.md"] {
        assert!(files.iter().any(|file| file.path == expected), "{expected} was not found");
    }
    assert!(!files.iter().any(|file| file.path.starts_with("target/")));
}
