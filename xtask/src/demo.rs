//! `cargo xtask demo`: the product, running, with the example shop in it.
//!
//! Everything shown is what `holdfast demo` prints; this builds it the way users run it and hands over
//! whatever follows.

use crate::{browse, clients, process, setup};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

const WORKBOOK: &str = "examples/precision-shop.xlsx";

const HELP: &str = "\
Builds holdfast and opens it with a living example shop, on an embedded database of its own.

Usage: cargo xtask demo [ARGUMENTS]

  ARGUMENTS go to `holdfast demo`; `cargo xtask demo -- --help` shows its own: language, address, speed.
  It runs until you stop it with Ctrl-C. Nothing stays behind but target/.
";

/// Builds the clients and the program that carries them, and runs its demo.
///
/// Errors: a machine that cannot be set up, a build that fails, an example that is missing.
pub fn run(words: &[String]) -> Result<ExitCode> {
    if words.first().is_some_and(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    setup::to_build()?;
    make_workbook_if_missing()?;
    if !clients::build()? {
        bail!("the clients could not be built; npm said why");
    }
    let program = build()?;
    let status = process::run(&mut demo(&program, words))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn demo(program: &PathBuf, words: &[String]) -> Command {
    let mut command = Command::new(program);
    let own = words.iter().filter(|word| *word != "--");
    command.args(["demo", "--workbook", WORKBOOK]).args(own).current_dir(process::root());
    command
}

fn make_workbook_if_missing() -> Result<()> {
    if process::root().join(WORKBOOK).is_file() {
        return Ok(());
    }
    let made =
        process::run(&mut process::cargo(&["run", "--quiet", "-p", "example-generator", "--", "shops"]))?;
    if !made.success() || !process::root().join(WORKBOOK).is_file() {
        bail!("{WORKBOOK} is missing and `cargo xtask examples` could not make it");
    }
    Ok(())
}

/// Builds the program and returns where Cargo put it, whatever the target folder is called.
fn build() -> Result<PathBuf> {
    println!("Building holdfast; the first time takes several minutes.");
    let mut command = process::cargo(&["build", "--release", "--package", "holdfast", "--bin", "holdfast"]);
    command.arg("--message-format=json-render-diagnostics").stdout(Stdio::piped()).stderr(Stdio::inherit());
    let output = command.output().context("could not start cargo build")?;
    if !output.status.success() {
        bail!("holdfast could not be built: see above");
    }
    browse::built_program(&String::from_utf8_lossy(&output.stdout))
        .context("cargo build did not say where holdfast is")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_go_to_the_demo_itself() {
        let words = ["--", "--lang", "zh"].map(str::to_owned);
        let shown = process::shown(&demo(&PathBuf::from("/x/holdfast"), &words));
        assert_eq!(shown, "holdfast demo --workbook examples/precision-shop.xlsx --lang zh");
    }
}
