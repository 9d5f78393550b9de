//! When lines may be packed in one future: their supplies, holds, and the other lines of their order.

use crate::model::{Code, Shop};
use crate::network::{NONE, Network};
use crate::scenario::{Drawn, holds_of_lines};
use crate::simulate::Course;
use crate::time::Instant;
use std::collections::BTreeMap;

/// Where an amount for a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comes {
    /// Out of a job.
    Job(u32),
    /// It is a supply of its own.
    Supply(u32),
}

impl Comes {
    /// Where what `supply` has comes from.
    pub(super) fn from(network: &Network, supply: u32) -> Comes {
        network.job_of(supply).map_or(Comes::Supply(supply), Comes::Job)
    }
}

/// What the release of every line follows from.
#[derive(Debug)]
pub(super) struct Lines {
    comes: Vec<Comes>,
    comes_of: Vec<u32>,
    holds: Vec<u32>,
    holds_of: Vec<u32>,
    /// By line: its group among the orders that leave whole, or [`NONE`].
    group: Vec<u32>,
    /// Lines by group.
    pub(super) groups: Vec<Vec<u32>>,
}

impl Lines {
    pub(super) fn of(shop: &Shop, network: &Network) -> Lines {
        let held = holds_of_lines(shop, network);
        let mut lines = Lines {
            comes: Vec::with_capacity(network.lines.len()),
            comes_of: vec![0],
            holds: held.iter().map(|&(_, hold)| hold).collect(),
            holds_of: vec![0],
            group: vec![NONE; network.lines.len()],
            groups: Vec::new(),
        };
        let mut orders: BTreeMap<&Code, u32> = BTreeMap::new();
        for (index, line) in network.lines.iter().enumerate() {
            for peg in network.pegs_of(line.demand).iter().filter(|peg| peg.quantity.is_some()) {
                lines.comes.push(Comes::from(network, peg.supply));
            }
            lines.comes_of.push(lines.comes.len() as u32);
            lines.holds_of.push(held.partition_point(|&(line, _)| line as usize <= index) as u32);
            if line.complete {
                let next = orders.len() as u32;
                let group = *orders.entry(&line.key.order).or_insert(next);
                lines.group[index] = group;
                lines.groups.resize_with(orders.len(), Vec::new);
                lines.groups[group as usize].push(index as u32);
            }
        }
        lines
    }

    pub(super) fn comes(&self, line: u32) -> &[Comes] {
        &self.comes[self.comes_of[line as usize] as usize..self.comes_of[line as usize + 1] as usize]
    }

    pub(super) fn holds(&self, line: u32) -> &[u32] {
        &self.holds[self.holds_of[line as usize] as usize..self.holds_of[line as usize + 1] as usize]
    }

    /// The lines that leave together with a line, itself among them.
    pub(super) fn together(&self, line: u32) -> &[u32] {
        self.groups.get(self.group[line as usize] as usize).map_or(&[], Vec::as_slice)
    }

    /// When a line's own goods are there and no hold keeps it.
    pub(super) fn own(&self, line: u32, course: &Course, drawn: &Drawn) -> i64 {
        let ready = self.comes(line).iter().map(|&from| there(from, course, drawn)).max();
        let held = self.holds(line).iter().map(|&hold| drawn.holds[hold as usize]).max();
        ready.unwrap_or(Instant::NEVER.0).max(held.unwrap_or(i64::MIN))
    }

    /// When every line may be packed.
    pub(super) fn release(&self, course: &Course, drawn: &Drawn, released: &mut Vec<i64>) {
        released.clear();
        released.extend((0..self.group.len() as u32).map(|line| self.own(line, course, drawn)));
        for group in &self.groups {
            let last = group.iter().map(|&line| released[line as usize]).max();
            group.iter().for_each(|&line| released[line as usize] = last.unwrap_or(Instant::NEVER.0));
        }
    }
}

/// When an amount is there.
pub(super) fn there(from: Comes, course: &Course, drawn: &Drawn) -> i64 {
    match from {
        Comes::Job(job) => course.done[job as usize],
        Comes::Supply(supply) => drawn.supplies[supply as usize],
    }
}
