//! Rules of single files: length, what they open with, and words that have no place in them.

use crate::rust::{code_only, functions, is_word};
use crate::tree::File;

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

/// Marks of unfinished work. Spelled in two parts so that this file may keep its own rule.
const MARKERS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];

/// Code that must not land.
const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!", "#[ignore"];

/// Places on somebody's machine, and hosts that packages come from: a checkout works anywhere.
const FOREIGN: &[&str] = &[
    concat!("../sha", "red"),
    concat!("/wo", "rk/"),
    concat!("crates", ".io"),
    concat!("npmjs", ".org"),
    concat!("npmjs", ".com"),
    concat!("pypi", ".org"),
    concat!("rsproxy", ".cn"),
    concat!("npmmirror", ".com"),
    concat!("proxy.golang", ".org"),
];

/// Files over [`FILE_LINES`], as faults.
pub fn long_file(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    if file.is_rust() && lines > FILE_LINES {
        return vec![format!("{}: {lines} lines, more than {FILE_LINES}", file.path)];
    }
    Vec::new()
}

/// Functions over [`FUNCTION_LINES`], as faults that name `path::function`.
pub fn long_functions(file: &File) -> Vec<String> {
    if !file.is_rust() {
        return Vec::new();
    }
    let code = code_only(&file.text);
    let long = functions(&code).into_iter().filter(|function| function.lines > FUNCTION_LINES);
    long.map(|f| {
        let at = format!("{}::{}", file.path, f.name);
        format!("{at}: {} lines at line {}, more than {FUNCTION_LINES}", f.lines, f.line)
    })
    .collect()
}

/// Rust files that do not open by saying what they own.
pub fn silent_opening(file: &File) -> Vec<String> {
    let opening = file.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if file.is_rust() && (!opening.starts_with("//!") || opening.trim() == "//!") {
        return vec![format!("{}: does not open with `//!` and what the module owns", file.path)];
    }
    Vec::new()
}

/// Unfinished work: markers anywhere, macros and switched-off tests in code.
pub fn unfinished(file: &File) -> Vec<String> {
    let mut faults = hits(file, &file.text, MARKERS, |text, at, needle| {
        !text[..at].ends_with(is_word) && !text[at + needle.len()..].starts_with(is_word)
    });
    if file.is_rust() {
        let code = code_only(&file.text);
        faults.extend(hits(file, &code, UNFINISHED, |code, at, _| !code[..at].ends_with(is_word)));
    }
    faults
}

/// Errors thrown away: a statement that ends in `.ok();` and keeps nothing.
pub fn swallowed_errors(file: &File) -> Vec<String> {
    if !file.is_rust() {
        return Vec::new();
    }
    let code = code_only(&file.text);
    hits(file, &code, &[".ok();"], |code, at, _| {
        let start = code[..at].rfind([';', '{', '}']).map_or(0, |end| end + 1);
        let statement = code[start..at].trim_start();
        !statement.contains('=') && !statement.starts_with("return ")
    })
}

/// Mentions of places and hosts that a checkout must not know.
pub fn foreign_places(file: &File) -> Vec<String> {
    hits(file, &file.text, FOREIGN, |text, at, needle| {
        // The second one inside a longer path or address, or after the `#` of one, is somebody's own word.
        let inside = |c: char| is_word(c) || matches!(c, '}' | '-' | '.' | '*' | '#');
        !needle.starts_with('/') || !text[..at].ends_with(inside)
    })
}

fn hits(
    file: &File,
    text: &str,
    needles: &[&str],
    counts: impl Fn(&str, usize, &str) -> bool,
) -> Vec<String> {
    let mut faults = Vec::new();
    for needle in needles {
        for (at, _) in text.match_indices(needle) {
            if counts(text, at, needle) {
                let line = 1 + text[..at].matches('\n').count();
                faults.push(format!("{}:{line}: `{needle}`", file.path));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(text: &str) -> File {
        File::sample("src/sample.rs", text)
    }

    #[test]
    fn a_long_file_is_found() {
        assert!(long_file(&rust(&"//\n".repeat(400))).is_empty());
        assert_eq!(long_file(&rust(&"//\n".repeat(401))).len(), 1);
        assert!(long_file(&File::sample("docs/a.md", &"a\n".repeat(401))).is_empty());
    }

    #[test]
    fn a_long_function_is_found_by_name() {
        let body = |lines: usize| rust(&format!("fn long() {{\n{}}}\n", "    // \"{\n".repeat(lines)));
        assert!(long_functions(&body(58)).is_empty());
        let faults = long_functions(&body(59));
        assert!(faults[0].starts_with("src/sample.rs::long: 61 lines"), "{faults:?}");
    }

    #[test]
    fn a_module_that_says_nothing_is_found() {
        assert!(silent_opening(&rust("\n//! What it owns.\n")).is_empty());
        for bad in ["", "use std::fmt;\n//! Late.\n", "//!\n//! Text.\n", "// Not a module comment\n"] {
            assert_eq!(silent_opening(&rust(bad)).len(), 1, "{bad:?}");
        }
    }

    #[test]
    fn unfinished_work_is_found() {
        for bad in [
            concat!("// TO", "DO: later"),
            concat!("# FIX", "ME"),
            "fn f() { todo!() }",
            "fn f() { unimplemented!(\"later\") }",
            "fn f() { dbg!(1); }",
            "#[ignore = \"slow\"]\nfn f() {}",
        ] {
            assert_eq!(unfinished(&rust(bad)).len(), 1, "{bad:?}");
        }
        for good in ["// do not call todo! here", "let s = \"dbg!\";", concat!("const TO", "DOS: u8 = 1;")] {
            assert!(unfinished(&rust(good)).is_empty(), "{good:?}");
        }
    }

    #[test]
    fn a_swallowed_error_is_found() {
        for bad in ["fn f() {\n    connection.execute(sql)\n        .ok();\n}", "a = b; run().ok();"] {
            assert_eq!(swallowed_errors(&rust(bad)).len(), 1, "{bad:?}");
        }
        for good in ["let number = text.parse::<i64>().ok();", "return x.ok();", "// run().ok();"] {
            assert!(swallowed_errors(&rust(good)).is_empty(), "{good:?}");
        }
    }

    #[test]
    fn a_foreign_place_is_found() {
        for bad in
            [concat!("see ../sha", "red/a.md"), concat!("`/wo", "rk/main`"), concat!("on crates", ".io")]
        {
            assert_eq!(foreign_places(&rust(bad)).len(), 1, "{bad:?}");
        }
        assert!(
            foreign_places(&rust(concat!("GET /api/v1/wo", "rk/5, ./wo", "rk/, #/wo", "rk/5"))).is_empty()
        );
    }
}
