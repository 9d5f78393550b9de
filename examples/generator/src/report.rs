//! What the generator prints about a shop: its size, its stages, its load, and how the promises fare.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::clock::{DAY, Minute};
use crate::shipping;
use crate::story::Told;

const WEEKS: i64 = 6;

/// A readable report.
pub fn report(told: &Told) -> String {
    let mut out = String::new();
    let open = told.open_lines();
    let mut orders: Vec<&str> = open.iter().map(|&line| told.lines[line].order.as_str()).collect();
    orders.dedup();
    let _ = writeln!(out, "{} open lines of {} orders", open.len(), orders.len());
    let mut stages: BTreeMap<&str, usize> = BTreeMap::new();
    for &line in &open {
        *stages.entry(told.stage(line)).or_default() += 1;
    }
    for (stage, lines) in stages {
        let _ = writeln!(out, "  {stage:<18} {lines:>4}");
    }
    kept(told, &open, &mut out);
    causes(told, &open, &mut out);
    load(told, &mut out);
    out
}

/// Shares of promises kept: those of the past, and those a plain plan by due date would keep.
fn kept(told: &Told, open: &[usize], out: &mut String) {
    let last = |line: usize| {
        let of_line = told.deliveries.iter().filter(|delivery| delivery.line == line);
        of_line.map(|delivery| delivery.shipped).max()
    };
    let verdict = |line: usize| shipping::keeps(told.shop, &told.lines[line], last(line)?);
    let count = |verdicts: &[bool]| (verdicts.iter().filter(|kept| **kept).count(), verdicts.len());
    let ahead: Vec<bool> = open.iter().filter_map(|&line| verdict(line)).collect();
    let past: Vec<bool> = (0..told.lines.len())
        .filter(|&line| !told.open(line) && last(line).is_some_and(|at| told.in_history(at)))
        .filter_map(verdict)
        .collect();
    for (name, verdicts) in [("kept in the last six months", past), ("kept by a plain plan", ahead)] {
        let (kept, all) = count(&verdicts);
        let _ = writeln!(out, "{name}: {kept} of {all} = {} %", kept * 100 / all.max(1));
    }
}

/// What the late open lines wait for longest, over all their work orders.
fn causes(told: &Told, open: &[usize], out: &mut String) {
    let mut causes: BTreeMap<String, usize> = BTreeMap::new();
    for &line in open {
        let of_line = told.deliveries.iter().filter(|delivery| delivery.line == line);
        let last = of_line.map(|delivery| delivery.shipped).max();
        let late = last.and_then(|at| shipping::keeps(told.shop, &told.lines[line], at)) == Some(false);
        if late {
            *causes.entry(longest_wait(told, line)).or_default() += 1;
        }
    }
    let _ = writeln!(out, "late in a plain plan, by longest wait: {causes:?}");
}

fn longest_wait(told: &Told, line: usize) -> String {
    let mut waits: BTreeMap<&str, i64> = BTreeMap::new();
    for job in told.jobs.iter().filter(|job| job.line == line) {
        for material in &job.materials {
            let wait = waits.entry("material").or_default();
            *wait = (*wait).max(material.ready - job.release);
        }
        for (operation, run) in told.shop.items[job.item].operations.iter().zip(&job.runs) {
            let cause = match operation.centre {
                Some(centre) => told.shop.centres[centre].code.as_str(),
                None => operation.kind.as_str(),
            };
            let waited = if operation.kind == "outside" { run.finish } else { run.start } - run.ready;
            *waits.entry(cause).or_default() += waited;
        }
    }
    waits.into_iter().max_by_key(|&(_, wait)| wait).map_or("dispatch", |(cause, _)| cause).to_owned()
}

/// Planned work per work centre, in minutes.
#[derive(Default)]
struct Load {
    /// For lines due within the weeks ahead.
    due: f64,
    /// That a plain plan does within those weeks.
    ahead: f64,
    /// Left in the whole book.
    book: f64,
    /// Done in the history.
    past: f64,
}

/// Planned work per work centre against its open hours.
fn load(told: &Told, out: &mut String) {
    let horizon = told.now + WEEKS * 7 * DAY;
    let _ = writeln!(out, "load over {WEEKS} weeks (due by then, done by then, whole book); past use");
    for (index, centre) in told.shop.centres.iter().enumerate() {
        let work = work(told, index, horizon);
        let machines = centre.machines as f64;
        let hours = |from, to| told.shop.clock.worked(&centre.calendar, from, to) as f64 * machines;
        let (ahead, behind) = (hours(told.now, horizon), hours(told.now - 182 * DAY, told.now));
        let percent = |work: f64, open: f64| (work / open * 100.0).round();
        let _ = writeln!(
            out,
            "  {:<6} {:>4} % {:>4} % {:>4} % {:>6} %",
            centre.code,
            percent(work.due, ahead),
            percent(work.ahead, ahead),
            percent(work.book, ahead),
            percent(work.past, behind)
        );
    }
}

fn work(told: &Told, centre: usize, horizon: Minute) -> Load {
    let mut load = Load::default();
    for job in &told.jobs {
        let operations = &told.shop.items[job.item].operations;
        for (_, run) in operations.iter().zip(&job.runs).filter(|(o, _)| o.centre == Some(centre)) {
            let planned = run.planned as f64;
            let length = (run.finish - run.start).max(1) as f64;
            let share = |until: Minute| ((run.finish - until).max(0) as f64 / length).min(1.0);
            let left = planned * share(told.now);
            load.past += if told.in_history(run.finish) { planned } else { 0.0 };
            load.book += left;
            load.ahead += left - planned * share(horizon);
            load.due += if told.lines[job.line].due < horizon { left } else { 0.0 };
        }
    }
    load
}
