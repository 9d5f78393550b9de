//! The frozen sequence inside the frozen zone, and the planner's own: nothing overtakes what was ready.

use super::Violation;
use super::facts::Facts;
use super::precedence::let_go;
use super::release::released;
use crate::model::{Code, OpKey};
use crate::network::Center;
use crate::time::Instant;
use std::collections::BTreeMap;

/// What people fixed for a work centre: rank by operation, frozen before planned.
struct Fixed<'a> {
    rank: BTreeMap<&'a OpKey, usize>,
    frozen: usize,
}

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (code, sequence) in &facts.shop.sequences {
        let Some(center) = facts.net.centers.iter().find(|c| c.code == *code) else { continue };
        let mut rank = BTreeMap::new();
        for (place, key) in sequence.frozen.iter().chain(&sequence.planned).enumerate() {
            rank.entry(key).or_insert(place);
        }
        let fixed = Fixed { rank, frozen: sequence.frozen.len() };
        hold(facts, center, &fixed, found);
    }
}

/// The operations that ran or run at a work centre, with key and rank.
fn at_center(facts: &Facts<'_>, code: &Code, fixed: &Fixed<'_>) -> Vec<(u32, OpKey, usize)> {
    let here = facts.planned().filter(|(op, _)| facts.machine(*op).is_some_and(|(c, _)| c == code));
    here.map(|(op, _)| {
        let key = facts.key(op);
        let rank = fixed.rank.get(&key).copied().unwrap_or(usize::MAX);
        (op, key, rank)
    })
    .collect()
}

fn hold(facts: &Facts<'_>, center: &Center, fixed: &Fixed<'_>, found: &mut Vec<Violation>) {
    let all = at_center(facts, &center.code, fixed);
    for (op, operation, rank) in all.iter().filter(|(.., rank)| *rank < usize::MAX) {
        let frozen = *rank < fixed.frozen;
        let ready = ready(facts, *op);
        let overtakes = |(other, key, other_rank): &&(u32, OpKey, usize)| {
            let at = facts.start(*other);
            let runs = facts.tasks[*other as usize].as_ref().is_some_and(|t| t.running);
            let named_elsewhere =
                facts.shop.sequences.iter().any(|(code, s)| {
                    *code != center.code && (s.frozen.contains(key) || s.planned.contains(key))
                });
            let in_zone = !frozen || at < Instant(center.frozen_until);
            let ranks_later = other_rank > rank && !named_elsewhere;
            ranks_later && !runs && in_zone && ready <= at && at < facts.start(*op)
        };
        for (other, by, _) in all.iter().filter(overtakes) {
            if !fills_a_gap(facts, *op, *other) {
                let (operation, by, at) = (operation.clone(), by.clone(), facts.start(*other));
                found.push(Violation::Overtaken { operation, by, at, frozen });
            }
        }
    }
}

/// Since when an operation could have started at its place, moves counted as they were known then.
fn ready(facts: &Facts<'_>, op: u32) -> Instant {
    let Some(task) = &facts.tasks[op as usize] else { return Instant::NEVER };
    let released = released(facts, op, task);
    let Some(before) = facts.before(op) else { return released };
    let Some(first) = &facts.tasks[before as usize] else { return Instant::NEVER };
    let certain = task.step.alternates.is_empty() && first.step.alternates.is_empty();
    let open_move = if certain { 0 } else { first.step.move_after };
    // Batches are counted in whole seconds from the start of the setup on.
    released.max(let_go(facts, op, before) + open_move + 2)
}

/// Whether `other` only used the time until an operation that must not be interrupted could begin, or for
/// which a machine stands for protected work about to arrive.
fn fills_a_gap(facts: &Facts<'_>, op: u32, other: u32) -> bool {
    if facts.shop.settings.wait > 0 && facts.end(other) <= facts.start(op) {
        return true;
    }
    let Some(task) = facts.tasks[op as usize].as_ref().filter(|t| t.step.unbroken) else { return false };
    let Some((center, place)) = facts.machine(op) else { return false };
    // With its setup: what went first may have left its own.
    let work = task.setup() + task.run_at(center).unwrap_or(task.run);
    let from = facts.start(other);
    let clock = facts.clocks.machine(center, place);
    let open = clock.open(from, clock.calendar.horizon());
    let fit = open.into_iter().find(|&(a, b)| b - a >= work).map(|(a, _)| a);
    // Where it fits into nothing it is split, and could have begun.
    fit.is_some_and(|fit| fit > from && (facts.start(op) <= fit || facts.end(other) <= facts.start(op)))
}
