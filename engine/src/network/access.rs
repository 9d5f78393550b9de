//! Reading a network: keys of its nodes, and what belongs to what.

use super::{Demand, Job, LineNode, Network, Owner, PegNode, SupplySource};
use crate::model::{Code, DemandKey, JobKey, LineKey, OpKey, SupplyKey};

impl Job {
    /// Its key, given all lines and items.
    pub(crate) fn key(&self, lines: &[LineNode], items: &[Code]) -> JobKey {
        match &self.work_order {
            Some(number) => JobKey::WorkOrder(number.clone()),
            None => JobKey::Proposed {
                line: lines.get(self.line as usize).map(|line| line.key.clone()),
                item: items[self.item as usize].clone(),
                nth: self.nth,
            },
        }
    }
}

impl Demand {
    /// Its key, given all lines and items and the job of an operation.
    pub(crate) fn key(
        &self,
        lines: &[LineNode],
        items: &[Code],
        job_of: impl Fn(u32) -> JobKey,
    ) -> DemandKey {
        let item = items[self.item as usize].clone();
        match self.owner {
            Owner::Line(line) => DemandKey::Line(lines[line as usize].key.clone()),
            Owner::Op(op) => DemandKey::Component { job: job_of(op), item },
            Owner::SafetyStock => DemandKey::SafetyStock(item),
        }
    }
}

impl Network {
    /// The key of a job.
    pub fn job_key(&self, job: u32) -> JobKey {
        self.jobs[job as usize].key(&self.lines, &self.items)
    }

    /// The key of an operation.
    pub fn op_key(&self, op: u32) -> OpKey {
        let node = &self.ops[op as usize];
        OpKey { job: self.job_key(node.job), operation: node.number }
    }

    /// The key of a supply.
    pub fn supply_key(&self, supply: u32) -> SupplyKey {
        let node = &self.supplies[supply as usize];
        match &node.source {
            SupplySource::Stock(lot) => SupplyKey::Stock(lot.clone()),
            SupplySource::Job(job) => SupplyKey::Job(self.job_key(*job)),
            SupplySource::Purchase(key) => SupplyKey::Purchase(key.clone()),
            SupplySource::Proposed { nth, .. } | SupplySource::Customer { nth } => {
                SupplyKey::ProposedPurchase(self.items[node.item as usize].clone(), *nth)
            }
        }
    }

    /// The key of a demand.
    pub fn demand_key(&self, demand: u32) -> DemandKey {
        let job_of = |op: u32| self.job_key(self.ops[op as usize].job);
        self.demands[demand as usize].key(&self.lines, &self.items, job_of)
    }

    /// The pegs of a demand.
    pub fn pegs_of(&self, demand: u32) -> &[PegNode] {
        let d = demand as usize;
        &self.pegs[self.pegs_of[d] as usize..self.pegs_of[d + 1] as usize]
    }

    /// The operations that wait for a job's output.
    pub fn consumers_of(&self, job: u32) -> &[(u32, u32)] {
        let j = job as usize;
        &self.consumers[self.consumers_of[j] as usize..self.consumers_of[j + 1] as usize]
    }

    /// The component demands of an operation.
    pub fn components_of(&self, op: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.components.partition_point(|&(o, _)| o < op);
        self.components[from..].iter().take_while(move |&&(o, _)| o == op).map(|&(_, d)| d)
    }

    /// The job that a supply comes out of, where that still has something to do.
    pub(crate) fn job_of(&self, supply: u32) -> Option<u32> {
        match self.supplies[supply as usize].source {
            SupplySource::Job(job) if self.jobs[job as usize].count > 0 => Some(job),
            _ => None,
        }
    }

    /// The index of an item.
    pub fn item_index(&self, code: &str) -> Option<u32> {
        self.items.binary_search_by(|c| c.as_str().cmp(code)).ok().map(|i| i as u32)
    }

    /// The index of a line.
    pub fn line_index(&self, key: &LineKey) -> Option<u32> {
        self.lines.binary_search_by(|l| l.key.cmp(key)).ok().map(|i| i as u32)
    }
}
