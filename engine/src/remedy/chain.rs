//! What a line hangs on in a plan: the jobs and supplies below it, each once. Only walks; changes nothing.

use crate::model::{JobKey, LineKey, OpKey, SupplyKey};
use crate::network::{LineNode, Mode, NONE, Network, OpNode, SupplySource};
use crate::plan::Plan;
use std::collections::BTreeSet;

/// The jobs and supplies below a line.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    network: &'a Network,
    /// The line, and those with which it leaves.
    pub lines: Vec<LineKey>,
    /// Jobs with work left, from the line downwards.
    pub jobs: Vec<u32>,
    /// What is bought or brought and not there yet.
    pub bought: Vec<u32>,
}

impl<'a> Chain<'a> {
    /// What the line hangs on, and what the lines hang on with which it leaves; nothing if the plan does not know it.
    pub(super) fn of(plan: &'a Plan, key: &LineKey) -> Option<Chain<'a>> {
        let network = &plan.network;
        let line = &network.lines[network.line_index(key)? as usize];
        let mut chain = Chain { network, lines: Vec::new(), jobs: Vec::new(), bought: Vec::new() };
        let together = |other: &&LineNode| {
            other.key == line.key || line.complete && other.complete && other.key.order == line.key.order
        };
        let all = || network.lines.iter().filter(together);
        chain.lines.extend(all().map(|line| line.key.clone()));
        let mut seen = BTreeSet::new();
        let mut open: Vec<u32> = all().map(|line| line.demand).collect();
        while let Some(demand) = open.pop() {
            for peg in network.pegs_of(demand).iter().filter(|peg| peg.quantity.is_some()) {
                if !seen.insert(peg.supply) {
                    continue;
                }
                match network.supplies[peg.supply as usize].source {
                    SupplySource::Job(job) if network.jobs[job as usize].count > 0 => {
                        chain.jobs.push(job);
                        for op in chain.ops_of(job) {
                            open.extend(network.components_of(op));
                        }
                    }
                    SupplySource::Purchase(_) | SupplySource::Proposed { .. } => {
                        chain.bought.push(peg.supply);
                    }
                    _ => {}
                }
            }
        }
        Some(chain)
    }

    fn ops_of(&self, job: u32) -> std::ops::Range<u32> {
        let job = &self.network.jobs[job as usize];
        job.first..job.first + job.count
    }

    /// Operations that have not begun and need a machine, job by job.
    pub(super) fn waiting(&self) -> impl Iterator<Item = u32> + '_ {
        self.jobs.iter().flat_map(|&job| self.ops_of(job)).filter(|&op| waits(&self.network.ops[op as usize]))
    }

    /// The waiting operation of that key.
    pub(super) fn operation(&self, key: &OpKey) -> Option<u32> {
        self.waiting().find(|&op| self.network.op_key(op) == *key)
    }

    /// The job of that key, if nothing of it has begun.
    pub(super) fn whole_job(&self, key: &JobKey) -> Option<u32> {
        self.jobs.iter().copied().find(|&job| self.is_whole(job) && self.network.job_key(job) == *key)
    }

    /// Whether nothing of a job has begun.
    pub(super) fn is_whole(&self, job: u32) -> bool {
        self.ops_of(job).all(|op| {
            let flags = &self.network.ops[op as usize].flags;
            !(flags.started || flags.running || flags.rework || flags.sent)
        })
    }

    /// What is bought under that key.
    pub(super) fn purchase(&self, key: &SupplyKey) -> Option<u32> {
        self.bought.iter().copied().find(|&supply| self.network.supply_key(supply) == *key)
    }

    /// Working seconds that a job still needs.
    pub(super) fn work(&self, job: u32) -> i64 {
        let work = |op: u32| {
            let node = &self.network.ops[op as usize];
            i64::from(node.setup) + i64::from(node.run)
        };
        self.ops_of(job).map(work).sum()
    }
}

fn waits(op: &OpNode) -> bool {
    let begun = op.flags.started || op.flags.running || op.flags.sent;
    op.mode == Mode::Machine && op.center != NONE && !begun
}
