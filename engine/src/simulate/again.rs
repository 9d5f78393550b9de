//! Making again what did not come out good: the lot's missing share runs through its operations once more.

use super::{Play, Ran, Timeline};
use crate::network::NONE;

/// An operation as it ran the first time, where it ran twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstPass {
    /// The operation.
    pub op: u32,
    /// On which machine, or [`crate::network::NONE`].
    pub machine: u32,
    /// When it joined its queue, started and ended.
    pub at: (i64, i64, i64),
    /// Start and end in worked seconds of the machine's calendar.
    pub worked: (u32, u32),
}

/// Work on a machine: every run of every operation that took one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub op: u32,
    pub machine: u32,
    pub ready: i64,
    pub start: i64,
    pub worked: (u32, u32),
}

impl Timeline {
    /// Every run on a machine, in the order in which machines took them.
    pub(crate) fn runs(&self) -> Vec<Run> {
        let mut firsts: Vec<(&FirstPass, bool)> =
            self.first_passes.iter().map(|first| (first, true)).collect();
        firsts.sort_unstable_by_key(|(first, _)| first.op);
        let mut runs = Vec::with_capacity(self.order.len());
        for &op in &self.order {
            let i = op as usize;
            let (ready, start, worked) = (self.ready[i], self.start[i], self.worked[i]);
            let mut run = Run { op, machine: self.machine[i], ready, start, worked };
            if let Ok(place) = firsts.binary_search_by_key(&op, |(first, _)| first.op)
                && std::mem::take(&mut firsts[place].1)
            {
                let FirstPass { machine, at: (ready, start, _), worked, .. } = *firsts[place].0;
                run = Run { op, machine, ready, start, worked };
            }
            runs.extend((run.machine != NONE).then_some(run));
        }
        runs
    }
}

impl Play<'_> {
    /// Whether an operation runs for the second time.
    pub(super) fn is_repeated(&self, op: u32) -> bool {
        !self.s.repeated.is_empty() && self.s.repeated[self.op(op).job as usize]
    }

    /// The share of the lot that an operation works on now: all of it, or what is made again.
    pub(super) fn share(&self, op: u32) -> f64 {
        if !self.is_repeated(op) {
            return 1.0;
        }
        f64::from(self.factors.again[self.op(op).job as usize])
    }

    /// Sends the missing pieces of a job that just ended through its operations again, once. Their material is
    /// taken to be there. Whether it did.
    pub(super) fn make_again(&mut self, job: u32, t: i64) -> bool {
        let missing = self.factors.again.get(job as usize).copied().unwrap_or(0.0);
        if missing <= 0.0 || self.s.repeated[job as usize] {
            return false;
        }
        self.s.repeated[job as usize] = true;
        let node = &self.net.jobs[job as usize];
        for op in node.first..node.first + node.count {
            let i = op as usize;
            let Ran { ready, start, end, worked, machine, .. } = self.t.ops[i];
            self.t.first_passes.push(FirstPass { op, machine, at: (ready, start, end), worked });
            self.s.pending[i] = u32::from(op > node.first);
            self.s.ready_at[i] = t;
            self.s.fed[i] = (i64::MIN, 0);
        }
        self.s.released.push(node.first);
        true
    }
}
