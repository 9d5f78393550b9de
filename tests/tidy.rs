//! Rules of the code base, kept as tests: see ARCHITECTURE.md for why each is there.
//!
//! This file owns which rule is held against which files, and the exceptions. Each rule is a function from a
//! file to its faults, tried out on bad samples beside it, so that none can pass by never looking.

#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/papers.rs"]
mod papers;
#[path = "tidy/rust.rs"]
mod rust;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/tree.rs"]
mod tree;

use tree::File;

/// Rust files that may be longer than the rule says: path and reason. An entry that is no longer needed is a
/// fault too.
const LONG_FILES: &[(&str, &str)] = &[];

/// Functions that may be longer than the rule says: `path::function` and reason.
const LONG_FUNCTIONS: &[(&str, &str)] = &[];

#[track_caller]
/// Holds a rule against every text file of the checkout.
fn hold(rule: impl Fn(&File) -> Vec<String>) {
    report(&tree::files().iter().flat_map(rule).collect::<Vec<_>>());
}

/// Holds a rule with exceptions, each of which must have a reason and still be needed.
fn hold_except(exceptions: &[(&str, &str)], rule: impl Fn(&File) -> Vec<String>) {
    let faults = tree::files().iter().flat_map(rule).collect();
    report(&judge(exceptions, faults));
}

/// The faults without the excepted ones, and what is wrong with the exceptions.
fn judge(exceptions: &[(&str, &str)], faults: Vec<String>) -> Vec<String> {
    let concerns = |fault: &str, name: &str| fault.starts_with(&format!("{name}: "));
    let mut left = Vec::new();
    for (name, reason) in exceptions {
        if reason.trim().is_empty() {
            left.push(format!("{name}: an exception without a reason"));
        }
        if !faults.iter().any(|fault| concerns(fault, name)) {
            left.push(format!("{name}: an exception that is no longer needed"));
        }
    }
    let excepted = |fault: &String| exceptions.iter().any(|(name, _)| concerns(fault, name));
    left.extend(faults.into_iter().filter(|fault| !excepted(fault)));
    left
}

#[track_caller]
fn report(faults: &[String]) {
    assert!(faults.is_empty(), "{} fault(s):\n  {}\n", faults.len(), faults.join("\n  "));
}

#[test]
fn files_are_short() {
    hold_except(LONG_FILES, source::long_file);
}

#[test]
fn functions_are_short() {
    hold_except(LONG_FUNCTIONS, source::long_functions);
}

#[test]
fn modules_open_with_what_they_own() {
    hold(source::silent_opening);
}

#[test]
fn nothing_is_left_unfinished() {
    hold(source::unfinished);
}

#[test]
fn no_error_is_swallowed() {
    hold(source::swallowed_errors);
}

#[test]
fn a_checkout_works_anywhere() {
    hold(source::foreign_places);
}

#[test]
fn the_engine_is_pure() {
    hold(layers::impure_engine);
}

#[test]
fn the_engine_depends_on_little() {
    report(&layers::engine_dependencies(&tree::read("engine/Cargo.toml").text));
}

#[test]
fn arrows_run_one_way() {
    hold(layers::wrong_arrows);
}

#[test]
fn libraries_stay_where_they_belong() {
    hold(layers::knows_too_much);
}

#[test]
fn only_the_command_line_speaks() {
    hold(layers::speaks_out_of_turn);
}

#[test]
fn links_lead_somewhere() {
    hold(papers::dead_links);
}

#[test]
fn commands_in_the_papers_exist() {
    let xtask = tree::read("xtask/src/main.rs").text;
    hold(|file| {
        if file.is_markdown() || file.path == ".ci/run" {
            papers::unknown_chores(file, &xtask)
        } else {
            Vec::new()
        }
    });
}

#[test]
fn both_readmes_say_the_same() {
    report(&papers::unlike(&tree::read("README.md"), &tree::read("README.zh-CN.md")));
}

#[test]
fn changes_are_written_down() {
    report(&papers::no_unreleased(&tree::read("CHANGELOG.md")));
}

#[test]
fn the_code_map_is_complete() {
    report(&papers::unmapped(&tree::read("ARCHITECTURE.md"), &tree::code_folders()));
}

#[test]
fn exceptions_are_judged_too() {
    let faults = || vec!["src/a.rs: 500 lines".to_owned(), "src/b.rs: 600 lines".to_owned()];
    assert_eq!(judge(&[("src/a.rs", "one table")], faults()), ["src/b.rs: 600 lines"]);
    assert_eq!(judge(&[("src/a.rs", "")], faults()).len(), 2);
    assert_eq!(judge(&[("src/a.rs", "one table"), ("src/c.rs", "gone")], faults()).len(), 2);
}
