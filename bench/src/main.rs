//! Command line of the benches: measures, and writes or prints the document.

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use holdfast_bench::{
    Effort, Report, load, measure, measure_floor, measure_mail, measure_paint, measure_portal, measure_rules,
    measure_service, read_here,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Measures speed, memory, promise quality, quotes and reading, each beside its target, the peer's figure and
/// the bound, and the service, the tablet and rules in documents of their own. Fails if a plan that was measured does not hold against
/// its model.
#[derive(Parser)]
#[command(name = "holdfast-bench")]
struct Arguments {
    /// Writes the documents into this folder instead of printing them.
    #[arg(long, value_name = "FOLDER")]
    write: Option<PathBuf>,
    /// Measures one part only and leaves the others' documents as they are.
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// A smoke run on small models: all tables, figures that mean nothing.
    #[arg(long)]
    quick: bool,
    /// Imports this file, says what it took as JSON, and does nothing else.
    #[arg(long, hide = true, value_name = "FILE")]
    import: Option<PathBuf>,
    /// Sends what this file says to a server, says what came of it as JSON, and does nothing else.
    #[arg(long, hide = true, value_name = "FILE")]
    load: Option<PathBuf>,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Speed, memory, quality, quotes and reading: `benchmarks.md`.
    Planner,
    /// Reports, forecasts and starts of the server: `benchmarks-service.md`.
    Service,
    /// Loading, starts and taps of the tablet, in a browser: `benchmarks-floor.md`.
    Floor,
    /// Looks at many lines with many rules: `benchmarks-rules.md`.
    Rules,
    /// From a report to the mail about it: `benchmarks-mail.md`.
    Mail,
    /// Pages of orders as customers read them: `benchmarks-portal.md`.
    Portal,
    /// How soon the pages of customers are painted on a phone, in a browser: `benchmarks-portal-paint.md`.
    PortalPaint,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(path) = &arguments.import {
        println!("{}", serde_json::to_string(&read_here(path)?)?);
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(path) = &arguments.load {
        let load: load::Load = serde_json::from_slice(&fs::read(path)?)?;
        println!("{}", serde_json::to_string(&load::run(&load)?)?);
        return Ok(ExitCode::SUCCESS);
    }
    let effort = if arguments.quick { Effort::quick() } else { Effort::full() };
    let told = |stage: &str| eprintln!("{stage}");
    let mut sound = true;
    let all =
        [Part::Planner, Part::Service, Part::Floor, Part::Rules, Part::Mail, Part::Portal, Part::PortalPaint];
    for part in all {
        if arguments.only.is_some_and(|only| only != part) {
            continue;
        }
        let (name, report) = match part {
            Part::Planner => ("benchmarks.md", measure(&effort, told)?),
            Part::Service => ("benchmarks-service.md", measure_service(&effort, told)?),
            Part::Floor => ("benchmarks-floor.md", measure_floor(&effort, told)?),
            Part::Rules => ("benchmarks-rules.md", measure_rules(&effort, told)?),
            Part::Mail => ("benchmarks-mail.md", measure_mail(&effort, told)?),
            Part::Portal => ("benchmarks-portal.md", measure_portal(&effort, told)?),
            Part::PortalPaint => ("benchmarks-portal-paint.md", measure_paint(&effort, told)?),
        };
        sound &= report.violations.is_empty();
        keep(&report, arguments.write.as_deref(), name)?;
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn keep(report: &Report, folder: Option<&Path>, name: &str) -> Result<()> {
    match folder.map(|folder| folder.join(name)) {
        Some(path) => fs::write(&path, &report.text).with_context(|| path.display().to_string())?,
        None => print!("{}", report.text),
    }
    for violation in &report.violations {
        eprintln!("violation: {violation}");
    }
    Ok(())
}
