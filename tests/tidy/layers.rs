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

/// Who besides the command line may ask what time it is or read the environment, which way, and why.
const MAY_KNOW_TIME: &[(&str, &[&str], &str)] = &[
    ("src/app.rs", &["Instant::now", "Utc::now"], "the plant's clock is made of the machine's"),
    ("src/config.rs", &["std::env"], "the only reader of settings"),
    ("src/store/", &["Instant::now"], "process time: how long to wait and retry"),
    (
        "src/planning/follow",
        &["Instant::now"],
        "process time: how long a refresh took and how often it may run",
    ),
    ("src/api/", &["Instant::now"], "process time: latencies, rate limits"),
    (
        "src/auth/",
        &["Instant::now", "Utc::now"],
        "process time: how long sessions and what was looked up last",
    ),
    ("src/tls/", &["SystemTime", "std::env"], "certificates live by the machine's time, for its name"),
    ("src/cli/tls.rs", &["SystemTime"], "certificates live by the machine's time"),
];

const PRINTING: &[&str] = &["print!", "println!", "eprint!", "eprintln!"];

/// The arrows of the `holdfast` package: files under the first never name the modules of the second.
const ARROWS: &[(&str, &[&str])] = &[
    ("src/text", &["api", "app", "auth", "cli", "config", "export", "rules", "services", "store"]),
    (
        "src/rules",
        &["api", "app", "auth", "cli", "config", "export", "import", "planning", "services", "store"],
    ),
    (
        "src/document",
        &["api", "app", "auth", "cli", "domain", "export", "import", "planning", "services", "store"],
    ),
    (
        "src/domain",
        &["api", "app", "auth", "cli", "config", "export", "import", "rules", "services", "store"],
    ),
    ("src/import", &["api", "app", "auth", "cli", "config", "export", "planning", "services", "store"]),
    ("src/export", &["api", "app", "auth", "cli", "config", "planning", "services", "store"]),
    (
        "src/store",
        &["api", "app", "auth", "cli", "config", "export", "import", "planning", "rules", "services"],
    ),
    ("src/planning", &["api", "auth", "cli", "config", "export", "rules", "services"]),
    ("src/auth", &["api", "app", "cli", "export", "import", "planning", "services"]),
    ("src/services", &["api", "cli"]),
    ("src/print", &["api", "app", "auth", "cli", "domain", "planning", "services", "store", "tls"]),
    (
        "src/notify",
        &["api", "app", "auth", "cli", "config", "export", "import", "planning", "services", "store", "tls"],
    ),
    ("src/tls", &["api", "app", "auth", "cli", "domain", "planning", "services", "store", "text"]),
    ("src/api", &["cli"]),
];

/// Libraries that only one part knows: the crate, the folders that may name it, and why.
const ONLY_HERE: &[(&str, &[&str], &str)] = &[
    ("diesel", &["src/store/"], "nothing but the store knows a database"),
    ("diesel_migrations", &["src/store/"], "nothing but the store knows a database"),
    ("rcgen", &["src/tls/"], "certificates are made in one place"),
    ("x509_parser", &["src/tls/"], "certificates are read in one place"),
    ("pdf_writer", &["src/print/"], "paper is laid out in one place"),
    ("lettre", &["src/notify/"], "mail is written and sent in one place"),
    (
        "minijinja",
        &["src/notify/", "src/api/portal/"],
        "messages and the portal's pages are laid out in one place each",
    ),
    ("ureq", &["src/notify/"], "requests leave in one place, which looks where they go"),
    ("libsqlite3_sys", &["src/store/"], "nothing but the store knows a database"),
    ("actix_web", &["src/api/"], "nothing but the API knows the web"),
    ("clap", &["src/cli/"], "nothing but the command line reads arguments"),
    ("cel", &["src/rules/"], "nothing but the rules knows the language of conditions"),
    ("calamine", &["src/import/"], "nothing but the readers know workbooks"),
    ("rust_xlsxwriter", &["src/export/"], "nothing but the writers know workbooks"),
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

/// Parts of the `holdfast` package that act as if they were the command line. Process time, for network
/// time-outs and the like, is the server's too; plant time comes from the one clock in `app.rs`.
pub fn speaks_out_of_turn(file: &File) -> Vec<String> {
    let may = ["src/cli/", "src/main.rs"].iter().any(|path| file.path.starts_with(path));
    if may || !file.path.starts_with("src/") {
        return Vec::new();
    }
    let excepted = |needle: &str| {
        let found = MAY_KNOW_TIME.iter().find(|(path, _, _)| file.path.starts_with(path));
        found.is_some_and(|(_, needles, _)| needles.contains(&needle))
    };
    let never: Vec<&str> = ONLY_COMMAND_LINE.iter().copied().filter(|needle| !excepted(needle)).collect();
    let code = code_only(&file.text);
    let mut faults = forbidden_paths(file, &code, &never);
    faults.extend(forbidden_macros(file, &code, PRINTING));
    faults
}

/// Code that names a library of another part.
pub fn knows_too_much(file: &File) -> Vec<String> {
    if !file.path.starts_with("src/") {
        return Vec::new();
    }
    let code = code_only(&file.text);
    let mut faults = Vec::new();
    for (library, homes, why) in ONLY_HERE {
        if homes.iter().any(|home| file.path.starts_with(home)) {
            continue;
        }
        let named = paths(&code)
            .into_iter()
            .any(|path| path.trim_matches(':').split("::").next().is_some_and(|first| first == *library));
        if named {
            faults.push(format!("{}: names `{library}`: {why}", file.path));
        }
    }
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
    fn a_part_that_knows_too_much_is_found() {
        for bad in ["use diesel::prelude::*;", "fn f() { actix_web::rt::spawn(a); }"] {
            assert_eq!(knows_too_much(&File::sample("src/services/a.rs", bad)).len(), 1, "{bad}");
        }
        assert!(knows_too_much(&File::sample("src/store/a.rs", "use diesel::prelude::*;")).is_empty());
        assert!(
            knows_too_much(&File::sample("src/services/a.rs", "// diesel\nuse crate::store;")).is_empty()
        );
    }

    #[test]
    fn process_time_is_known_where_it_is_needed() {
        let asks = "fn f() { let t = Instant::now(); }";
        assert!(speaks_out_of_turn(&File::sample("src/store/writer.rs", asks)).is_empty());
        assert_eq!(speaks_out_of_turn(&File::sample("src/services/a.rs", asks)).len(), 1);
        assert_eq!(speaks_out_of_turn(&File::sample("src/store/a.rs", "use std::env;")).len(), 1);
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
