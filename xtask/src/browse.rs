//! The stage `e2e`: the plain page and the tablet in a real browser, against the real program.
//!
//! What is looked at is written in `tests/e2e`; this brings what it needs and says where the program is. The
//! program is the one that the stage `tests` has built: the planner in it is optimised in every profile, so the
//! stories gain nothing from another build, and another build takes minutes.

use crate::{clients, process, setup};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// The same packages and features as `cargo test --workspace`, or Cargo would build it all once more. The test
/// is named because features of tests count only where a test is built.
const BUILD: &[&str] = &[
    "build",
    "--workspace",
    "--bin",
    "holdfast",
    "--test",
    "cli",
    "--message-format=json-render-diagnostics",
];

/// What the stage runs, as a user could type it.
pub const ABOUT: &str = "npm ci, npm run build; in tests/e2e: npm ci, npm run check, npm test";

const PICTURES_HELP: &str = "\
Makes a picture of every screen in the example shop, in both languages, on a tablet or laptop and on a phone, into
docs/pictures, with a page that shows them.

Usage: cargo xtask pictures

  It tells those stories of the stage e2e that come by every screen: one that is out of order fails here too.
";

/// Makes a picture of every screen that the stories come by.
///
/// Errors: an argument; those of [`run`].
pub fn pictures(words: &[String]) -> Result<ExitCode> {
    match words.first().map(String::as_str) {
        None => {}
        Some("--help" | "-h") => {
            print!("{PICTURES_HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        Some(other) => bail!("pictures does not know '{other}'; see `cargo xtask pictures --help`"),
    }
    let folder = process::root().join("docs/pictures");
    let told = tell(Some(&folder))?;
    println!("The pictures are in {}.", folder.display());
    Ok(if told { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Tells the stories in the browser. `Ok(false)` if one of them fails.
///
/// Errors: a machine that cannot be set up, a program that cannot be built or started.
pub fn run() -> Result<bool> {
    tell(None)
}

/// Tells the stories, and keeps the pictures of the screens where somebody wants them.
fn tell(pictures: Option<&Path>) -> Result<bool> {
    setup::to_browse()?;
    if !clients::build()? {
        return Ok(false);
    }
    let Some(program) = build()? else { return Ok(false) };
    let stories: &[&str] = if pictures.is_some() { &["run", "pictures"] } else { &["test"] };
    for words in [&["ci"][..], &["run", "check"], stories] {
        let mut npm = npm(words);
        npm.env("HOLDFAST_PROGRAM", &program);
        if let Some(folder) = pictures {
            npm.env("HOLDFAST_PICTURES", folder);
        }
        if !process::run(&mut npm)?.success() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Brings the browser and what drives it. `Ok(false)` if that fails.
///
/// Errors: those of [`run`].
pub fn ready() -> Result<bool> {
    setup::to_browse()?;
    Ok(process::run(&mut npm(&["ci"]))?.success())
}

fn npm(words: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(words).current_dir(process::root().join("tests/e2e"));
    npm
}

/// Where the program is; nothing if it could not be built, which Cargo has told.
fn build() -> Result<Option<PathBuf>> {
    let mut cargo = process::cargo(BUILD);
    let output = cargo.stdout(Stdio::piped()).stderr(Stdio::inherit()).output();
    let output = output.context("could not start cargo build")?;
    if !output.status.success() {
        return Ok(None);
    }
    let found = built_program(&String::from_utf8_lossy(&output.stdout));
    Ok(Some(found.context("cargo build did not say where holdfast is")?))
}

/// The path of the program in Cargo's build messages, one JSON object a line: the library and the tests have
/// the same name, or are programs too.
pub fn built_program(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "holdfast" && message["profile"]["test"] == false)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_says_where_the_program_is() {
        let message = |name: &str, test: bool, path: &str| {
            format!(
                "{{\"target\":{{\"name\":\"{name}\"}},\"profile\":{{\"test\":{test}}},\"executable\":{path}}}\n"
            )
        };
        let messages = [
            message("serde", false, "null"),
            "not json\n".to_owned(),
            message("holdfast", false, "null"),
            message("holdfast", true, "\"/x/deps/holdfast-1\""),
            message("holdfast", false, "\"/x/holdfast\""),
        ];
        assert_eq!(built_program(&messages.concat()), Some(PathBuf::from("/x/holdfast")));
    }

    #[test]
    fn the_stories_lie_in_their_folder() {
        assert_eq!(process::shown(&npm(&["test"])), "npm test");
        assert!(process::root().join("tests/e2e/package-lock.json").is_file());
    }
}
