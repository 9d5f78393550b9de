//! Nothing starts before now, before its holds end, before its material is there, or out of a block.

use super::Violation;
use super::facts::Facts;
use super::supplies::available;
use super::tasks::Task;
use crate::model::{Blocks, Code, Hold, HoldKind, HoldTarget};
use crate::time::Instant;

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (op, task) in facts.planned().filter(|(op, _)| facts.start(*op).is_reached()) {
        let (operation, start) = (facts.key(op), facts.start(op));
        if start < facts.shop.now {
            found.push(Violation::BeforeNow { operation: operation.clone(), start });
        }
        for (hold, until) in holds_on(facts, op, task) {
            if start < until {
                found.push(Violation::Held { operation: operation.clone(), hold, start, until });
            }
        }
        for (supply, available) in material(facts, op) {
            if start < available {
                let (operation, supply) = (operation.clone(), facts.net.supply_key(supply));
                found.push(Violation::MaterialTooLate { operation, supply, start, available });
            }
        }
    }
    for job in (0..facts.net.jobs.len() as u32).filter(|&j| facts.net.jobs[j as usize].count > 0) {
        let (planned, ends) = (Instant(facts.plan.timeline.done[job as usize]), facts.job_ends(job));
        if planned != ends {
            found.push(Violation::WrongDone { job: facts.job_key(job), planned, ends });
        }
    }
    protected(facts, found);
}

/// From when on nothing but the operation before and a machine is missing.
pub(super) fn released(facts: &Facts<'_>, op: u32, task: &Task) -> Instant {
    let holds = holds_on(facts, op, task).into_iter().map(|(_, until)| until);
    let material = material(facts, op).into_iter().map(|(_, at)| at);
    holds.chain(material).max().map_or(facts.shop.now, |at| at.max(facts.shop.now))
}

/// The pegged supplies of an operation and when they can be used.
fn material(facts: &Facts<'_>, op: u32) -> Vec<(u32, Instant)> {
    let pegs = facts.net.components_of(op).flat_map(|demand| facts.net.pegs_of(demand));
    let used = pegs.filter(|p| p.quantity.is_some()).map(|p| p.supply);
    used.map(|supply| (supply, available(facts, supply))).collect()
}

/// What keeps an operation from starting, and until when. Work that has begun goes on.
fn holds_on(facts: &Facts<'_>, op: u32, task: &Task) -> Vec<(Option<Code>, Instant)> {
    let mut holds: Vec<_> = task.blocked.map(|until| (None, until)).into_iter().collect();
    if task.started || task.running || task.back.is_some() {
        return holds;
    }
    let job = facts.net.ops[op as usize].job;
    let line = facts.line_of(job).map(|l| &l.key);
    let number = facts.order_of(job).map(|(number, _)| number);
    for (key, hold) in &facts.shop.holds {
        let on_start = hold.blocks == Blocks::Start;
        let stands = match &hold.target {
            HoldTarget::Order(order) => on_start && line.is_some_and(|l| l.order == *order),
            HoldTarget::Line(order, nr) => {
                on_start && line.is_some_and(|l| l.order == *order && l.line == *nr)
            }
            HoldTarget::WorkOrder(order, operation) => {
                on_start && number == Some(order) && operation.is_none_or(|n| n == task.step.number)
            }
        };
        if stands {
            holds.push((Some(key.clone()), hold_ends(facts, hold)));
        }
    }
    holds
}

/// When a hold is taken to end.
pub(super) fn hold_ends(facts: &Facts<'_>, hold: &Hold) -> Instant {
    let usual = facts.shop.settings.hold_days;
    let days = match hold.kind {
        HoldKind::Credit => usual.credit,
        HoldKind::Drawing => usual.drawing,
        HoldKind::Quality => usual.quality,
        HoldKind::Customer => usual.customer,
    };
    let now = facts.shop.now;
    hold.expected.filter(|&at| at >= now).unwrap_or_else(|| facts.clocks.plant_days(now, days))
}

/// What a promise protects stays as it was when it was made.
fn protected(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (op, _) in facts.planned() {
        let node = &facts.net.ops[op as usize];
        let line = facts.line_of(node.job).and_then(|l| facts.shop.lines.get(&l.key));
        let Some(promise) = line.and_then(|l| l.promise.as_ref()) else { continue };
        let operation = facts.key(op);
        let Some(&kept) = promise.protected.get(&operation) else { continue };
        let planned = Instant(node.protected);
        if planned != kept {
            found.push(Violation::ProtectedMoved { operation, kept, planned });
        }
    }
}
