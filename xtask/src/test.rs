//! `cargo xtask test`: everything that must hold before a change lands, in stages with their times.
//!
//! The continuous check runs this same command, so a user can always see what it saw.

use crate::stages::{self, Stage};
use crate::{browse, clients, process, setup};
use anyhow::{Result, bail};
use std::process::{Command, ExitCode};

const HELP: &str = "\
Checks everything, from set-up to documentation. Works from a bare checkout.

Usage: cargo xtask test [--only STAGE]...

  --only STAGE   run this stage only; may be given several times
  --help         this text

Stages, in order:
";

/// Runs the stages that were asked for.
///
/// Errors: an unknown argument or stage. A failed stage is an exit code of 1.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let all = stages();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        for stage in &all {
            println!("  {:<10} {}", stage.name, stage.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = choose(all, &wanted(words)?)?;
    let outcomes = stages::run_all(&chosen);
    println!("\n{}\n{}", stages::table(&outcomes), stages::summary(&outcomes));
    Ok(if stages::all_passed(&outcomes) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The stages named by `--only`; empty for all.
fn wanted(words: &[String]) -> Result<Vec<&str>> {
    let mut wanted = Vec::new();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match (word, word.strip_prefix("--only=")) {
            (_, Some(name)) => wanted.push(name),
            ("--only", _) => match words.next() {
                Some(name) => wanted.push(name),
                None => bail!("--only needs the name of a stage; `cargo xtask test --help` lists them"),
            },
            _ => bail!("test does not know '{word}'; see `cargo xtask test --help`"),
        }
    }
    Ok(wanted)
}

fn choose(all: Vec<Stage>, wanted: &[&str]) -> Result<Vec<Stage>> {
    let names: Vec<&str> = all.iter().map(|stage| stage.name).collect();
    if let Some(unknown) = wanted.iter().find(|name| !names.contains(name)) {
        bail!("there is no stage '{unknown}'; the stages are {}", names.join(", "));
    }
    Ok(all.into_iter().filter(|stage| wanted.is_empty() || wanted.contains(&stage.name)).collect())
}

fn stages() -> Vec<Stage> {
    vec![
        Stage {
            name: "setup",
            about: "what the machine must have, installed where that is allowed".to_owned(),
            ground: true,
            run: Box::new(|| setup::run().map(|()| true)),
        },
        cargo_stage("format", &["fmt", "--all", "--check"]),
        cargo_stage("lint", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        Stage {
            name: "clients",
            about: clients::ABOUT.to_owned(),
            ground: false,
            run: Box::new(clients::run),
        },
        cargo_stage("tests", &["test", "--workspace", "--no-fail-fast"]),
        Stage { name: "e2e", about: browse::ABOUT.to_owned(), ground: false, run: Box::new(browse::run) },
        cargo_stage("docs", &["doc", "--workspace", "--no-deps"]),
        cargo_stage("examples", &["run", "--quiet", "-p", "example-generator", "--", "shops", "--check"]),
    ]
}

fn cargo_stage(name: &'static str, arguments: &'static [&'static str]) -> Stage {
    Stage {
        name,
        about: format!("cargo {}", arguments.join(" ")),
        ground: false,
        run: Box::new(|| Ok(process::run(strict(&mut process::cargo(arguments)))?.success())),
    }
}

/// Documentation warnings count as errors, beside whatever flags the user already has.
fn strict(command: &mut Command) -> &mut Command {
    let own = std::env::var("RUSTDOCFLAGS").unwrap_or_default();
    command.env("RUSTDOCFLAGS", format!("{own} -D warnings").trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    fn chosen(line: &str) -> Result<Vec<&'static str>> {
        let words = words(line);
        let wanted = wanted(&words)?;
        Ok(choose(stages(), &wanted)?.iter().map(|stage| stage.name).collect())
    }

    #[test]
    fn all_stages_run_unless_some_are_asked_for() {
        let all = chosen("").expect("no arguments");
        assert_eq!(all, ["setup", "format", "lint", "clients", "tests", "e2e", "docs", "examples"]);
        assert_eq!(chosen("--only docs --only=format").expect("two stages"), ["format", "docs"]);
    }

    #[test]
    fn a_wrong_argument_is_refused_by_name() {
        for (line, named) in [("--only", "--only"), ("--only lnit", "'lnit'"), ("--fast", "'--fast'")] {
            let message = chosen(line).expect_err(line).to_string();
            assert!(message.contains(named), "{message}");
        }
    }

    #[test]
    fn users_see_the_commands_they_could_type() {
        let lint = stages().into_iter().find(|stage| stage.name == "lint").expect("a lint stage");
        assert_eq!(lint.about, "cargo clippy --workspace --all-targets -- -D warnings");
    }
}
