//! No machine runs two things at once, and no work centre more than it has machines that are not down.

use super::Violation;
use super::facts::Facts;
use super::steps::Place;
use crate::time::Instant;
use std::collections::BTreeMap;

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (op, task) in facts.planned() {
        let needs = matches!(task.step.place, Place::Center(_)) && facts.start(op).is_reached();
        let right = match facts.machine(op) {
            Some((center, _)) => task.run_at(center).is_some(),
            None => !needs,
        };
        if !right {
            let work_center = facts.machine(op).map(|(center, _)| center.clone());
            found.push(Violation::WrongPlace { operation: facts.key(op), work_center });
        }
    }
    for (machine, list) in (0..).zip(&facts.lists) {
        for pair in list.windows(2) {
            if facts.start(pair[1]) < facts.end(pair[0]) {
                let (first, second) = (facts.key(pair[0]), facts.key(pair[1]));
                found.push(Violation::MachineTwice { machine, first, second });
            }
        }
    }
    per_center(facts, found);
}

/// Counts, at every start, what runs at the work centre against the machines that are up.
fn per_center(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let mut by_center: BTreeMap<_, Vec<(Instant, Instant, usize)>> = BTreeMap::new();
    for (op, _) in facts.planned() {
        if let Some((center, place)) = facts.machine(op) {
            by_center.entry(center.clone()).or_default().push((facts.start(op), facts.end(op), place));
        }
    }
    for (code, mut runs) in by_center {
        let Some(center) = facts.shop.work_centers.get(&code) else { continue };
        runs.sort_unstable();
        let mut active: Vec<(Instant, Instant, usize)> = Vec::new();
        for &run in &runs {
            let at = run.0;
            active.retain(|other| other.1 > at);
            if run.1 > at {
                active.push(run);
            }
            let down = |place: usize| {
                center.downtimes.iter().any(|d| place < d.machines as usize && d.from <= at && at < d.to)
            };
            let machines = (0..center.machines as usize).filter(|&place| !down(place)).count();
            let running = active.iter().filter(|other| !down(other.2)).count();
            if running > machines {
                found.push(Violation::Overloaded { work_center: code.clone(), at, running, machines });
            }
        }
    }
}
