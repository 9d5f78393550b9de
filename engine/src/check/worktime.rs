//! Operations take the time that they need: open time on machines, clock time for waits, days for suppliers.

use super::Violation;
use super::clock::Clock;
use super::facts::Facts;
use super::precedence::{last_pieces, last_pieces_moved};
use super::steps::Place;
use super::tasks::Task;
use crate::network::days_mask;
use crate::time::Instant;
use chrono::Datelike;

/// Seconds by which rounding of factors may differ.
const ROUNDING: i64 = 1;

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (op, task) in facts.planned().filter(|(op, _)| facts.start(*op).is_reached()) {
        match &task.step.place {
            Place::Center(_) => on_machine(facts, op, task, found),
            Place::Plant | Place::Wait => {
                work(facts, op, &clock_of(facts, op, task), task.setup() + task.run, found);
            }
            Place::Outside { supplier, days } => {
                let back = task.back.map_or_else(
                    || facts.clocks.supplier_days(supplier.as_ref(), facts.start(op), *days),
                    |back| back.max(facts.shop.now).max(freed(facts, op)),
                );
                returns(facts, op, back, found);
                if task.back.is_none() {
                    leaves(facts, op, supplier.as_ref(), found);
                }
            }
            Place::Estimate { days } => {
                let plant = facts.clocks.plant();
                let back = plant.calendar.days_after(facts.start(op), *days).unwrap_or(Instant::NEVER);
                returns(facts, op, back, found);
            }
        }
    }
}

/// The clock on which an operation takes its time.
pub(super) fn clock_of<'f>(facts: &'f Facts<'_>, op: u32, task: &Task) -> Clock<'f> {
    match (&task.step.place, facts.machine(op)) {
        (Place::Center(_), Some((center, place))) => facts.clocks.machine(center, place),
        (Place::Wait, _) => facts.clocks.always(),
        _ => facts.clocks.plant(),
    }
}

/// When the operation before lets go of the last pieces.
fn freed(facts: &Facts<'_>, op: u32) -> Instant {
    facts.before(op).map_or(facts.shop.now, |before| facts.end(before) + super::precedence::moved(facts, op))
}

/// Setup seconds on its machine: none if the machine did the same family before.
pub(super) fn setup_on_machine(facts: &Facts<'_>, op: u32, task: &Task) -> i64 {
    let list = &facts.lists[facts.plan.timeline.machine[op as usize] as usize];
    let place = list.iter().position(|&o| o == op).unwrap_or(0);
    let family = |op: u32| facts.tasks[op as usize].as_ref().and_then(|t| t.step.family.clone());
    let same = place > 0 && task.step.family.is_some() && family(list[place - 1]) == task.step.family;
    if same { 0 } else { task.setup() }
}

/// Work that is taken to have been done in the silence since the last report: at most nine tenths.
pub(super) fn assumed_done(facts: &Facts<'_>, op: u32, task: &Task, needed: i64) -> i64 {
    let Some((code, _)) = facts.machine(op) else { return 0 };
    let Some(center) = facts.shop.work_centers.get(code) else { return 0 };
    let machine = facts.plan.timeline.machine[op as usize] as usize;
    let first = facts.lists[machine].first() == Some(&op);
    let now = facts.shop.now;
    let Some(last) = center.last_report.filter(|&at| at < now) else { return 0 };
    // What the plan only proposes was on nobody's list.
    let exists = facts.net.jobs[facts.net.ops[op as usize].job as usize].work_order.is_some();
    if task.running || !first || !exists || facts.start(op) != now {
        return 0;
    }
    let silent = facts.clocks.center_seconds(code, last, now);
    silent.min(center.reporting_delay.max(0)).min(needed * 9 / 10)
}

fn on_machine(facts: &Facts<'_>, op: u32, task: &Task, found: &mut Vec<Violation>) {
    let Some((center, place)) = facts.machine(op) else { return };
    let Some(run) = task.run_at(center) else { return };
    let needed = setup_on_machine(facts, op, task) + run;
    let clock = facts.clocks.machine(center, place);
    let start = facts.start(op);
    if !task.running && clock.open(start, start + 1).is_empty() {
        found.push(Violation::StartsClosed { operation: facts.key(op), start });
    }
    let assumed = assumed_done(facts, op, task, needed);
    let needed = needed - assumed;
    work(facts, op, &clock, needed, found);
    let end = facts.end(op);
    let began = task.running || assumed > 0;
    let unbroken = task.step.unbroken && !began && end.is_reached();
    if unbroken && clock.open(start, end).len() > 1 && clock.has_room(start, needed) {
        found.push(Violation::Interrupted { operation: facts.key(op), start, end });
    }
}

/// Open time between start and end is `needed`, or lasts until the last pieces from before are through.
fn work(facts: &Facts<'_>, op: u32, clock: &Clock<'_>, needed: i64, found: &mut Vec<Violation>) {
    let (start, end) = (facts.start(op), facts.end(op));
    let operation = || facts.key(op);
    let fed = last_pieces(facts, op);
    if !end.is_reached() {
        let fed = fed.is_none_or(Instant::is_reached);
        if fed && clock.after(start, needed).is_reached() {
            found.push(Violation::EndsAfterAll { operation: operation(), needed });
        }
        return;
    }
    let open = clock.seconds(start, end);
    let fits = (open - needed).abs() <= ROUNDING && ends_working(clock, start, end, needed);
    let at_end = |fed: Option<Instant>| fed.is_some_and(|fed| (end - fed).abs() <= ROUNDING);
    let waits = open >= needed - ROUNDING && (at_end(fed) || at_end(last_pieces_moved(facts, op)));
    if !fits && !waits {
        found.push(Violation::WrongWorkTime { operation: operation(), open, needed });
    }
}

/// Work ends with its last open second, not after a pause.
fn ends_working(clock: &Clock<'_>, start: Instant, end: Instant, needed: i64) -> bool {
    if needed <= ROUNDING {
        end - start <= needed.max(0) + ROUNDING || end > start
    } else {
        !clock.open(end + -1, end).is_empty() || end == start
    }
}

fn returns(facts: &Facts<'_>, op: u32, expected: Instant, found: &mut Vec<Violation>) {
    let planned = facts.end(op);
    if planned != expected {
        found.push(Violation::WrongReturn { operation: facts.key(op), planned, expected });
    }
}

/// Work leaves in the plant's open time, on a weekday on which it leaves for that supplier.
fn leaves(facts: &Facts<'_>, op: u32, supplier: Option<&crate::model::Code>, found: &mut Vec<Violation>) {
    let start = facts.start(op);
    let days = supplier.and_then(|s| facts.shop.suppliers.get(s)).map_or(&[][..], |s| &s.send_days);
    let today = start.date(facts.clocks.zone()).weekday();
    let sends = days.is_empty() || days_mask(days) & days_mask(&[today]) != 0;
    if !sends || facts.clocks.plant().open(start, start + 1).is_empty() {
        found.push(Violation::NoSendDay { operation: facts.key(op), start });
    }
}
