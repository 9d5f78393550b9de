//! When a job's operations may start, and by when they should: releases, holds, transfer batches, and
//! protected starts counted back from the need.

use super::Netting;
use super::work::LONGEST;
use crate::model::{Blocks, HoldTarget, OpKey};
use crate::network::{Mode, NONE, OpNode};
use crate::quantity::Qty;
use crate::time::{DAY, Instant, WorkSeconds};

/// Seconds of work that are looked at for whether they end at all: less ends on any calendar that is open at times.
const MONTHS: i64 = 60 * DAY;

impl Netting<'_> {
    /// Order, transfer batches, releases and protected starts of a job's operations.
    pub(super) fn close_job(&mut self, job: u32, first: u32) {
        let count = self.ops.len() as u32 - first;
        self.jobs[job as usize].count = count;
        if count == 0 {
            return;
        }
        let line = self.jobs[job as usize].line;
        let class = self.jobs[job as usize].class;
        let weight = self.jobs[job as usize].weight;
        let now = self.shop.now.0;
        let holds = self.holds_on(job, line);
        let mut transfer = Qty::ZERO;
        for index in first..first + count {
            let op = &mut self.ops[index as usize];
            op.flags.first = index == first;
            op.flags.last = index + 1 == first + count;
            op.pending = u32::from(index > first);
            op.band = class as u8;
            op.weight = weight;
            if !op.flags.sent {
                op.available = op.available.max(now);
            }
            self.floors.push(op.available);
            if transfer.is_some() {
                op.last_batch = batch_seconds(op, transfer);
            }
            let waits = self.ops.get(index as usize + 1).is_none_or(|next| next.flags.whole);
            let op = &mut self.ops[index as usize];
            transfer = if waits || op.batch >= op.quantity { Qty::ZERO } else { op.batch };
            op.transfer = if transfer.is_some() { batch_seconds(op, transfer) } else { 0 };
            if !op.flags.started && !op.flags.running && !op.flags.sent {
                for &(hold, number) in &holds {
                    if number.is_none_or(|n| n == op.number) {
                        op.available = op.available.max(self.holds[hold as usize].until);
                        self.holds[hold as usize].ops.push(index);
                        let hole = self.hold_holes[hold as usize];
                        self.job_holes.extend(hole.map(|hole| (job, hole)));
                    }
                }
            }
        }
        for index in first..first + count {
            if self.never_ends(&self.ops[index as usize]) {
                self.ops[index as usize].available = Instant::NEVER.0;
            }
        }
        self.protect(job, first, count);
    }

    /// Whether work would outlast the calendar of its machine if it began now. It would have no date, and whoever
    /// waited for its machine would have none either: so it does not begin, and the line it is for is named.
    fn never_ends(&self, op: &OpNode) -> bool {
        let work = i64::from(op.setup) + i64::from(op.run);
        if work < MONTHS || op.mode != Mode::Machine || op.alternates.1 > 0 || op.flags.running {
            return false;
        }
        let calendar = self.resolver.centers.get(op.center as usize).map_or(NONE, |center| center.calendar);
        let calendar = self.calendars.list.get(calendar as usize);
        calendar.is_some_and(|open| open.finish(self.shop.now, WorkSeconds(work)).is_err())
    }

    /// Holds that keep operations of a job from starting: `(hold, only that operation)`.
    fn holds_on(&self, job: u32, line: u32) -> Vec<(u32, Option<u32>)> {
        if self.holds.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u32, Option<u32>)> =
            self.start_holds.get(&line).into_iter().flatten().map(|&hold| (hold, None)).collect();
        let Some(number) = &self.jobs[job as usize].work_order else { return found };
        for (index, hold) in self.shop.holds.values().enumerate() {
            match &hold.target {
                HoldTarget::WorkOrder(order, operation)
                    if order == number && hold.blocks == Blocks::Start =>
                {
                    found.push((index as u32, *operation));
                }
                _ => {}
            }
        }
        found
    }

    /// Counts protected starts back from when the job is needed, or takes those of the promise.
    fn protect(&mut self, job: u32, first: u32, count: u32) {
        let node = &self.jobs[job as usize];
        let (line, need) = (node.line, node.need);
        let kept = self
            .lines
            .get(line as usize)
            .filter(|l| l.protected)
            .and_then(|l| self.shop.lines.get(&l.key)?.promise.as_ref());
        let target = self.lines.get(line as usize).map_or(need, |l| l.target).max(need);
        let mut end = need;
        for index in (first..first + count).rev() {
            let op = &self.ops[index as usize];
            let mut start = if need >= Instant::NEVER.0 { need } else { self.latest_start(op, end) };
            if let Some(promise) = kept {
                let key = OpKey { job: self.job_key(job), operation: op.number };
                // Any instant is one that a caller may have stored; beyond a century it says nothing.
                let century = 100 * 366 * DAY;
                let stored = promise.protected.get(&key).map(|at| at.0);
                start = stored.map_or(start, |at| at.clamp(self.shop.now.0 - century, Instant::NEVER.0));
            }
            let before = if index > first { self.moves_before(index) } else { 0 };
            let op = &mut self.ops[index as usize];
            op.protected = start;
            op.tail = (target - start).clamp(0, LONGEST) as u32;
            // What nobody asked for has no move to be in time for.
            end = if start >= Instant::NEVER.0 { start } else { start - i64::from(before) };
        }
    }

    /// Clock seconds of the move into an operation.
    fn moves_before(&self, index: u32) -> u32 {
        let (before, op) = (&self.ops[index as usize - 1], &self.ops[index as usize]);
        if before.center == op.center && op.center != NONE { 0 } else { before.move_after }
    }

    fn latest_start(&self, op: &OpNode, end: i64) -> i64 {
        let work = WorkSeconds(i64::from(op.setup) + i64::from(op.run));
        let machine = self.resolver.centers.get(op.center as usize).map_or(NONE, |c| c.calendar);
        self.calendars.latest_start(op.mode, machine, work, end)
    }
}

/// Run seconds of one transfer batch out of what an operation has left.
fn batch_seconds(op: &OpNode, batch: Qty) -> u32 {
    let all = op.quantity.millionths().max(1);
    let share = i128::from(op.run) * i128::from(batch.millionths()) / i128::from(all);
    (share.min(i128::from(op.run)) as u32).max(1)
}
