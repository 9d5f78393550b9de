//! Operations of a job follow each other: after the whole lot or a transfer batch, and after the move.

use super::Violation;
use super::facts::Facts;
use super::steps::Place;
use super::tasks::Task;
use super::worktime::{assumed_done, clock_of, setup_on_machine};
use crate::model::RunTime;
use crate::time::Instant;

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (op, task) in facts.planned() {
        let Some(before) = facts.before(op).filter(|_| facts.start(op).is_reached()) else { continue };
        let (operation, after) = (facts.key(op), facts.key(before));
        let (start, end) = (facts.start(op), facts.end(op));
        let ready = let_go(facts, op, before);
        let goes_on = task.running && stays(facts, before);
        if !goes_on && task.back.is_none() && start < ready {
            found.push(Violation::TooEarly { operation, after, start, ready });
            continue;
        }
        if let Some(earliest) = last_pieces(facts, op).filter(|&earliest| end < earliest) {
            found.push(Violation::EndsTooEarly { operation, after, end, earliest });
        }
    }
}

/// Whether an operation goes on at now: it runs, and so does what still comes from before it.
fn stays(facts: &Facts<'_>, op: u32) -> bool {
    let runs = facts.tasks[op as usize].as_ref().is_some_and(|t| t.running);
    let now = facts.start(op) == facts.shop.now;
    runs && now && facts.before(op).is_none_or(|before| stays(facts, before))
}

/// Clock seconds of the move into an operation: none if it runs where the one before did.
pub(super) fn moved(facts: &Facts<'_>, op: u32) -> i64 {
    let Some(before) = facts.before(op) else { return 0 };
    let here = |op: u32| facts.machine(op).map(|(center, _)| center.clone());
    let stays = here(op).is_some() && here(op) == here(before);
    let takes = facts.tasks[before as usize].as_ref().map_or(0, |t| t.step.move_after);
    if stays { 0 } else { takes }
}

/// Whether pieces move on from `before` while it still runs: not into work that takes the lot as one.
fn passes_batches(facts: &Facts<'_>, before: u32, task: &Task) -> bool {
    let splits = facts.tasks[before as usize].as_ref().is_some_and(|t| t.batch.is_some());
    let whole = !matches!(task.step.place, Place::Center(_)) || matches!(task.step.run, RunTime::Lot(_));
    splits && !whole && !task.step.unbroken
}

/// From when on the operation before lets `op` start.
pub(super) fn let_go(facts: &Facts<'_>, op: u32, before: u32) -> Instant {
    let (Some(task), Some(first)) = (&facts.tasks[op as usize], &facts.tasks[before as usize]) else {
        return Instant(i64::MIN);
    };
    let at = match facts.machine(before) {
        Some((center, _)) if passes_batches(facts, before, task) && facts.start(before).is_reached() => {
            let run = first.run_at(center).unwrap_or(first.run);
            let setup = setup_on_machine(facts, before, first);
            let done = assumed_done(facts, before, first, setup + run);
            // Rounded down: the exact instant lies within a second.
            let work = setup + first.share(first.run.min(run), first.batch).max(1) - done - 1;
            clock_of(facts, before, first).after(facts.start(before), work.max(0))
        }
        _ => facts.end(before),
    };
    at + moved(facts, op)
}

/// When the last pieces from the operation before can be through, where they come while `op` runs.
pub(super) fn last_pieces(facts: &Facts<'_>, op: u32) -> Option<Instant> {
    fed_after(facts, op, moved(facts, op))
}

/// The same where the move had to be counted, as it was not yet known that both run at the same place.
pub(super) fn last_pieces_moved(facts: &Facts<'_>, op: u32) -> Option<Instant> {
    let before = facts.before(op).and_then(|before| facts.tasks[before as usize].as_ref());
    fed_after(facts, op, before.map_or(0, |t| t.step.move_after))
}

fn fed_after(facts: &Facts<'_>, op: u32, moved: i64) -> Option<Instant> {
    let before = facts.before(op)?;
    let (task, first) = (facts.tasks[op as usize].as_ref()?, facts.tasks[before as usize].as_ref()?);
    let freed = facts.end(before) + moved;
    let last = match passes_batches(facts, before, task) {
        true => task.share(task.run, first.batch).max(1),
        // Both run at once, and nobody said in which batches pieces move on: the rest comes together.
        false if task.running && stays(facts, before) => task.share(task.run, first.pieces.min(task.pieces)),
        false => return None,
    };
    Some(if freed.is_reached() { clock_of(facts, op, task).after(freed, last) } else { freed })
}
