//! `cargo xtask bench`: measures, and writes `docs/benchmarks.md` and `docs/benchmarks-service.md`.
//!
//! The package `holdfast-bench` owns what is measured and how it is written down; this only builds it the
//! way it must be measured (release) and hands over whatever follows.

use crate::process;
use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
Measures speed, memory and tardiness on models of several sizes, and the service on both databases, and writes
docs/benchmarks.md and docs/benchmarks-service.md with each figure beside its target, the command and the machine.

Usage: cargo xtask bench [ARGUMENTS]

  ARGUMENTS go to the bench itself: `cargo xtask bench -- --help` shows its own.
  `--only service` or `--only planner` measures one of the two and leaves the other file as it is.
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
    let status = process::run(&mut process::cargo(&arguments(words)))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
}
