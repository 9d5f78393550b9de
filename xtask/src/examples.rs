//! `cargo xtask examples`: makes the example shops again.
//!
//! The generator owns what is in them; this only calls it.

use crate::process;
use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
Makes the example shops in examples/ again, from a fixed seed: the same files each time.

Usage: cargo xtask examples [--check]

  --check   change nothing; fail if a file is not what the generator makes
";

/// Runs the generator.
///
/// Errors: an unknown argument, or the generator could not be started.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let mut arguments = vec!["run", "--quiet", "-p", "example-generator", "--", "shops"];
    for word in words {
        match word.as_str() {
            "--help" | "-h" => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            "--check" => arguments.push("--check"),
            other => bail!("examples does not know '{other}'; see `cargo xtask examples --help`"),
        }
    }
    let status = process::run(&mut process::cargo(&arguments))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
