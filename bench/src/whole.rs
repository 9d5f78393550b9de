//! The whole process: what `holdfast plan MODEL.json --json` takes, from reading the file to writing the plan.

use crate::checker;
use crate::effort::Effort;
use crate::models::Case;
use crate::page::{Section, Table, at_most, number};
use crate::peers;
use crate::process::{self, Usage};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

const INTRO: &str = "\
The real program in a process of its own, reading the model's file and writing its plan as JSON; with the
improvement pass, which is its default, unless *rule alone* is said (`--improve 0`). *Equal* ignores priorities
(`--ignore-priorities`). CPU seconds are user and system together, the mean of the runs; memory is the peak
resident size, the greatest of the runs. The peer's CPU seconds are those of its plan run alone, without reading
and writing. The target is to need less than the peer.";

/// A way of calling the program.
struct Way {
    name: &'static str,
    arguments: &'static [&'static str],
    /// Whether the peer's figures with priorities are those to compare with.
    priorities: bool,
    /// Whether it searches for a better sequence, which takes several plans.
    improves: bool,
}

impl Way {
    /// The improvement of the largest model takes long: once is enough.
    fn is_measured(&self, orders: usize) -> bool {
        orders < 100_000 || self.priorities || !self.improves
    }
}

const WAYS: [Way; 4] = [
    Way { name: "weighted", arguments: &[], priorities: true, improves: true },
    Way { name: "weighted, rule alone", arguments: &["--improve", "0"], priorities: true, improves: false },
    Way { name: "equal", arguments: &["--ignore-priorities"], priorities: false, improves: true },
    Way {
        name: "equal, rule alone",
        arguments: &["--ignore-priorities", "--improve", "0"],
        priorities: false,
        improves: false,
    },
];

/// Exit codes of a plan: all in time, some late, some without a date.
const PLANNED: [i32; 3] = [0, 1, 3];

/// Measures all sizes with `program`, the real one; what the checker finds in the plans goes to `found`.
///
/// # Errors
///
/// The program can't be run, or its output is not a plan.
pub fn section(
    effort: &Effort,
    cases: &[Case],
    program: &Path,
    folder: &Path,
    found: &mut Vec<String>,
) -> Result<Section> {
    let mut table = Table::new(
        "`holdfast plan MODEL.json --json`",
        "orders, priorities | runs | CPU, s | peer's CPU, s | against the peer | peak, MiB | peer's peak, MiB | \
         against the peer's | wall, s",
    );
    for case in cases {
        let model = case.write(folder)?;
        for way in WAYS.iter().filter(|way| way.is_measured(case.orders)) {
            let out = folder.join("plan.json");
            let one = |_| {
                let mut command = Command::new(program);
                process::run(
                    command.arg("plan").arg(&model).arg("--json").args(way.arguments),
                    &PLANNED,
                    &out,
                )
            };
            let usages: Vec<Usage> =
                (0..effort.repeats_at(case.orders, way.improves)).map(one).collect::<Result<_>>()?;
            let name = format!("{}, {}", case.label(), way.name);
            let answer = fs::read(&out).context("the plan that was just written")?;
            for violation in checker::violations(&case.model, &answer)? {
                found.push(format!("`holdfast plan`, {name}: {violation}"));
            }
            table.row(row(&name, case.orders, way, &usages));
        }
        fs::remove_file(model)?;
    }
    let title = "2. The whole process".to_owned();
    Ok(Section { title, intro: INTRO.to_owned(), tables: vec![table] })
}

fn row(name: &str, orders: usize, way: &Way, usages: &[Usage]) -> Vec<String> {
    let count = usages.len() as f64;
    let cpu = usages.iter().map(|usage| usage.cpu).sum::<f64>() / count;
    let wall = usages.iter().map(|usage| usage.wall).sum::<f64>() / count;
    let peak = usages.iter().map(|usage| usage.peak).fold(f64::NAN, f64::max);
    let (peer_cpu, peer_peak) = if way.priorities {
        peers::with_priorities(orders).map_or((f64::NAN, f64::NAN), |peer| (peer.cpu, peer.peak))
    } else {
        (peers::equal(orders).map_or(f64::NAN, |peer| peer.cpu), f64::NAN)
    };
    vec![
        name.to_owned(),
        usages.len().to_string(),
        number(cpu, 3),
        number(peer_cpu, 2),
        against(cpu, peer_cpu),
        number(peak, 0),
        number(peer_peak, 0),
        against(peak, peer_peak),
        number(wall, 3),
    ]
}

fn against(value: f64, peer: f64) -> String {
    if peer.is_finite() { at_most(value, peer) } else { "–".to_owned() }
}
