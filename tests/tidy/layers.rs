//! Which part may know which: the arrows of ARCHITECTURE.md and the purity of the engine.

use crate::rust::{code_only, is_word, paths};
use crate::tree::File;

/// What the engine may depend on, and why each keeps it pure.
const ENGINE_DEPENDENCIES: &[(&str, &str)] = &[
    ("chrono", "calendar arithmetic on values; its clock is refused below"),
    ("chrono-tz", "time zone rules as data"),
    ("thiserror", "derives error texts; no code at run time"),
];

/// Paths that would give the engine a clock, the outside world, or an order that changes from run to run.
const ENGINE_NEVER: &[&str] = &[
    "std::time",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "chrono::Local",
    "HashMap",
    "HashSet",
    "holdfast",
];

/// What only the command line may do: say as of when, read the environment, end the process.
const ONLY_COMMAND_LINE: &[&str] =
    &["std::env", "std::process", "SystemTime", "Instant::now", "Utc::now", "Local::now", "chrono::Local"];

const PRINTING: &[&str] = &["print!", "println!", "eprint!", "eprintln!"];

/// The arrows of the `holdfast` package: files under the first never name the modules of the second.
const ARROWS: &[(&str, &[&str])] = &[
    ("src/document", &["cli", "import", "planning"]),
    ("src/import", &["cli", "planning"]),
    ("src/planning", &["cli"]),
    ("src/text", &["cli"]),
];

/// Impure code in the engine.
pub fn impure_engine(file: &File) -> Vec<String> {
    if !file.path.starts_with("engine/src/") {
        return Vec::new();
    }
    let code = code_only(&file.text);
    let mut faults = forbidden_paths(file, &code, ENGINE_NEVER);
    faults.extend(forbidden_macros(file, &code, PRINTING));
    faults.extend(forbidden_macros(file, &code, &["thread_local!"]));
    faults
}

/// Parts of the `holdfast` package that act as if they were the command line.
pub fn speaks_out_of_turn(file: &File) -> Vec<String> {
    let may = ["src/cli/", "src/cli.rs", "src/main.rs"].iter().any(|path| file.path.starts_with(path));
    if may || !file.path.starts_with("src/") {
        return Vec::new();
    }
    let code = code_only(&file.text);
    let mut faults = forbidden_paths(file, &code, ONLY_COMMAND_LINE);
    faults.extend(forbidden_macros(file, &code, PRINTING));
    faults
}

/// Arrows that point the wrong way.
pub fn wrong_arrows(file: &File) -> Vec<String> {
    let code = code_only(&file.text);
    let mut faults = Vec::new();
    for (layer, never) in ARROWS {
        if file.path.starts_with(&format!("{layer}/")) || file.path == format!("{layer}.rs") {
            faults.extend(forbidden_modules(file, &code, never));
        }
    }
    faults
}

/// Dependencies of the engine that are not on the list, from its manifest.
pub fn engine_dependencies(manifest: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut in_dependencies = false;
    for line in manifest.lines().map(str::trim) {
        let name = if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            // `dev-dependencies` are the tests' own; targets, build scripts and long forms all count.
            let (_, after) = table.rsplit_once("dependencies").unwrap_or(("", table));
            in_dependencies = table.ends_with("dependencies") && !table.ends_with("dev-dependencies");
            let long_form = !table.contains("dev-dependencies") && table.contains("dependencies");
            if long_form { after.trim_start_matches('.') } else { "" }
        } else if in_dependencies && !line.starts_with('#') {
            line.split(['=', '.', ' ']).next().unwrap_or_default()
        } else {
            ""
        };
        let name = name.trim_matches(['"', ' ']);
        if !name.is_empty() && !ENGINE_DEPENDENCIES.iter().any(|(allowed, _)| *allowed == name) {
            faults.push(format!("engine/Cargo.toml: depends on `{name}`"));
        }
    }
    faults
}

fn forbidden_macros(file: &File, code: &str, never: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for needle in never {
        let own = code.match_indices(needle).filter(|(at, _)| !code[..*at].ends_with(is_word));
        faults.extend(own.map(|_| format!("{}: uses `{needle}`", file.path)));
    }
    faults
}

fn forbidden_paths(file: &File, code: &str, never: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for path in paths(code) {
        let inside = format!("::{}::", path.trim_matches(':'));
        for needle in never.iter().filter(|needle| inside.contains(&format!("::{needle}::"))) {
            faults.push(format!("{}: uses `{path}` (`{needle}`)", file.path));
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

/// Modules of this package, named from its root or from a parent.
fn forbidden_modules(file: &File, code: &str, never: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for path in paths(code) {
        let mut names = path.split("::").skip_while(|name| *name == "super").peekable();
        let from_parent = path.starts_with("super::");
        let from_root = names.next_if(|name| matches!(*name, "crate" | "holdfast")).is_some();
        if (from_parent || from_root) && names.peek().is_some_and(|name| never.contains(name)) {
            faults.push(format!("{}: uses `{path}`", file.path));
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impure_engine_is_found() {
        for bad in [
            "use std::time::Duration;",
            "use std::{collections::BTreeMap, fs};",
            "fn f() { std::env::var(\"A\"); }",
            "fn f() { let now = chrono::Utc::now(); }",
            "fn f() { let now = Instant::now(); }",
            "use holdfast::document::ShopDocument;",
            "use std::collections::{BTreeMap, HashMap};",
            "fn f() { eprint!(\"a\"); }",
            "fn f() { println!(\"{}\", 1); }",
        ] {
            assert!(!impure_engine(&File::sample("engine/src/a.rs", bad)).is_empty(), "{bad}");
        }
        let good =
            "// Utc::now\nuse chrono::{DateTime, Utc};\nuse crate::time::Instant;\nwrite!(f, \"std::fs\")";
        assert_eq!(impure_engine(&File::sample("engine/src/a.rs", good)), Vec::<String>::new());
        assert!(impure_engine(&File::sample("src/a.rs", "use std::fs;")).is_empty());
    }

    #[test]
    fn a_part_that_speaks_out_of_turn_is_found() {
        for bad in ["fn f() { eprintln!(); }", "let n = chrono::Utc::now();", "use std::{env, fs};"] {
            assert!(!speaks_out_of_turn(&File::sample("src/import/csv.rs", bad)).is_empty(), "{bad}");
            assert!(speaks_out_of_turn(&File::sample("src/cli/plan.rs", bad)).is_empty(), "{bad}");
        }
        let good = File::sample("src/import/csv.rs", "use std::fs::File; writeln!(out, \"println!\")");
        assert_eq!(speaks_out_of_turn(&good), Vec::<String>::new());
    }

    #[test]
    fn a_wrong_arrow_is_found() {
        for (path, bad) in [
            ("src/import/xlsx.rs", "use crate::cli::Arguments;"),
            ("src/planning/mod.rs", "use super::{cli, text};"),
            ("src/planning.rs", "fn f() { crate::cli::show(); }"),
            ("src/document/shop.rs", "use crate::{text, import::fault::Fault};"),
            ("src/import/csv.rs", "use super::super::planning;"),
        ] {
            assert_eq!(wrong_arrows(&File::sample(path, bad)).len(), 1, "{path}: {bad}");
        }
        for (path, good) in [
            ("src/cli/plan.rs", "use crate::planning::plan;"),
            ("src/import/xlsx.rs", "// crate::cli\nuse crate::document::ShopDocument; use clap::cli;"),
        ] {
            assert!(wrong_arrows(&File::sample(path, good)).is_empty(), "{path}: {good}");
        }
    }

    #[test]
    fn a_new_engine_dependency_is_found() {
        let good = "[package]\nname = \"e\"\n[dependencies]\nchrono = \"1\"\n# note\nchrono-tz.workspace = true\n\
                    [dev-dependencies]\ninsta = \"1\"\n[dev-dependencies.proptest]\nversion = \"1\"\n[lints]\na = 1\n";
        assert_eq!(engine_dependencies(good), Vec::<String>::new());
        for bad in [
            "[dependencies]\nserde.workspace = true\n",
            "[dependencies.serde]\nversion = \"1\"\n",
            "[target.'cfg(unix)'.dependencies]\nlibc = \"1\"\n",
            "[build-dependencies]\ncc = \"1\"\n",
        ] {
            assert_eq!(engine_dependencies(bad).len(), 1, "{bad}");
        }
    }
}
