//! Command line of the benches: measures, and writes or prints the document.

use anyhow::{Context, Result};
use clap::Parser;
use holdfast_bench::{Effort, measure, read_here};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures speed, memory, promise quality, quotes and reading, each beside its target, the peer's figure and
/// the bound. Fails if a plan that was measured does not hold against its model.
#[derive(Parser)]
#[command(name = "holdfast-bench")]
struct Arguments {
    /// Writes the document to this file instead of printing it.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// A smoke run on small models: all tables, figures that mean nothing.
    #[arg(long)]
    quick: bool,
    /// Imports this file, says what it took as JSON, and does nothing else.
    #[arg(long, hide = true, value_name = "FILE")]
    import: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(path) = &arguments.import {
        println!("{}", serde_json::to_string(&read_here(path)?)?);
        return Ok(ExitCode::SUCCESS);
    }
    let effort = if arguments.quick { Effort::quick() } else { Effort::full() };
    let report = measure(&effort, |stage| eprintln!("{stage}"))?;
    match &arguments.write {
        Some(path) => fs::write(path, &report.text).with_context(|| path.display().to_string())?,
        None => print!("{}", report.text),
    }
    for violation in &report.violations {
        eprintln!("violation: {violation}");
    }
    Ok(if report.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
