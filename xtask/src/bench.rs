//! `cargo xtask bench`: measures, and writes `docs/benchmarks.md`, `docs/benchmarks-service.md`, `docs/benchmarks-floor.md`,
//! `docs/benchmarks-rules.md` and `docs/benchmarks-mail.md`.
//!
//! The package `holdfast-bench` owns what is measured and how it is written down; this only builds it the
//! way it must be measured (release) and hands over whatever follows.

use crate::{browse, clients, process};
use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
Measures speed, memory and tardiness on models of several sizes, the service on both databases, the tablet in a browser,
rules over many lines and how soon a report is mail, and writes docs/benchmarks.md, docs/benchmarks-service.md,
docs/benchmarks-floor.md, docs/benchmarks-rules.md and docs/benchmarks-mail.md with each figure beside its target, the command
and the machine.

Usage: cargo xtask bench [ARGUMENTS]

  ARGUMENTS go to the bench itself: `cargo xtask bench -- --help` shows its own.
  `--only` with `planner`, `service`, `floor`, `rules`, `mail`, `portal` or `portal-paint` measures one of them and leaves the
  other files as they are.
  A quiet machine gives steadier figures.
";

/// Builds and runs the benches.
///
/// Errors: the bench package is not in this checkout, or could not be started.
pub fn run(words: &[String]) -> Result<ExitCode> {
    if words.first().is_some_and(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    if !process::root().join("bench/Cargo.toml").is_file() {
        bail!("this checkout has no bench/ package to run");
    }
    if in_a_browser(words) && !(clients::build()? && browse::ready()?) {
        return Ok(ExitCode::FAILURE);
    }
    let status = process::run(&mut process::cargo(&arguments(words)))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether something is measured in a browser: then one must be on the machine, and the tablet's app in the program.
fn in_a_browser(words: &[String]) -> bool {
    let only = words.iter().find_map(|word| match word.strip_prefix("--only") {
        Some("") => words.iter().skip_while(|other| *other != word).nth(1).map(String::as_str),
        Some(part) => part.strip_prefix('='),
        None => None,
    });
    only.is_none_or(|part| matches!(part, "floor" | "portal-paint"))
        && !words.iter().any(|word| word == "--help" || word == "-h")
}

fn arguments(words: &[String]) -> Vec<&str> {
    let mut arguments = vec!["run", "--release", "-p", "holdfast-bench", "--"];
    arguments.extend(["--write", "docs"]);
    arguments.extend(words.iter().map(String::as_str).filter(|word| *word != "--"));
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bench_is_built_for_release_and_told_where_to_write() {
        let line = arguments(&["--".to_owned(), "--quick".to_owned()]).join(" ");
        assert_eq!(line, "run --release -p holdfast-bench -- --write docs --quick");
    }

    #[test]
    fn only_the_tablet_and_the_phone_need_a_browser() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for line in
            ["--", "-- --quick", "-- --only floor", "-- --only=floor --quick", "-- --only portal-paint"]
        {
            assert!(in_a_browser(&words(line)), "{line}");
        }
        for line in ["-- --only service", "-- --only=planner", "-- --help"] {
            assert!(!in_a_browser(&words(line)), "{line}");
        }
    }
}
