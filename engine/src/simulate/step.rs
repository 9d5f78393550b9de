//! What the simulation needs of an operation at every turn, in one cache line: a network's own record is three.
//!
//! Steps are made of a network and say nothing that it does not say.

use crate::network::{Flags, Mode, Network, OpNode};

/// An operation as the simulation looks at it. See [`OpNode`] for what the fields mean.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Step {
    pub protected: i64,
    pub center: u32,
    pub setup: u32,
    pub run: u32,
    pub tail: u32,
    pub weight: u32,
    pub sequence: u32,
    pub family: u32,
    pub transfer: u32,
    pub job: u32,
    /// Clock seconds of the move to the next operation of the job.
    pub moves_on: u32,
    pub band: u8,
    pub flags: Flags,
    /// Takes a machine.
    pub on_machine: bool,
    /// May run at another work centre.
    pub has_alternates: bool,
    /// The next operation of the job runs at `now`.
    pub next_runs: bool,
    /// Was on a list: what is only proposed was on nobody's, and what runs has been credited since its own last
    /// report.
    pub is_listed: bool,
    /// May get its pieces in batches, or while it runs.
    pub is_fed: bool,
}

/// The steps of all operations of a network.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    /// By operation.
    pub all: Vec<Step>,
    /// Predecessor and jobs that each waits for.
    pub pending: Vec<u32>,
}

impl Steps {
    /// Those of `network`.
    pub(crate) fn of(network: &Network) -> Steps {
        let mut steps = Steps::default();
        steps.fill(network);
        steps
    }

    /// Like [`Steps::of`], into memory that is there.
    pub(super) fn fill(&mut self, network: &Network) {
        self.all.clear();
        self.all.extend((0..).zip(&network.ops).map(|(index, op)| step(network, index, op)));
        self.pending.clear();
        self.pending.extend(network.ops.iter().map(|op| op.pending));
    }
}

fn step(network: &Network, index: u32, op: &OpNode) -> Step {
    let follows = !op.flags.last;
    let before = index.checked_sub(1).filter(|_| !op.flags.first).map(|before| &network.ops[before as usize]);
    Step {
        protected: op.protected,
        center: op.center,
        setup: op.setup,
        run: op.run,
        tail: op.tail,
        weight: op.weight,
        sequence: op.sequence,
        family: op.family,
        transfer: op.transfer,
        job: op.job,
        moves_on: if follows { network.move_into(index + 1) } else { 0 },
        band: op.band,
        flags: op.flags,
        on_machine: op.mode == Mode::Machine,
        has_alternates: op.alternates.1 > 0,
        next_runs: follows && network.ops[index as usize + 1].flags.running,
        is_listed: network.jobs[op.job as usize].work_order.is_some() && !op.flags.running,
        is_fed: before.is_some_and(|before| before.transfer > 0 || op.flags.running),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_step_is_one_cache_line() {
        assert_eq!(size_of::<super::Step>(), 64);
    }
}
