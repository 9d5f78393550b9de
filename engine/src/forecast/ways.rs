//! What every operation can have waited for, laid out for walks in every future: read where the network would be
//! searched.

use super::lines::Comes;
use crate::explain::Kind;
use crate::network::{Mode, Network, OpNode, SupplySource};
use crate::scenario::Field;
use crate::simulate::Step;

/// The ways back from the end of any job.
#[derive(Debug)]
pub(super) struct Ways<'a> {
    pub(super) network: &'a Network,
    pub(super) steps: &'a [Step],
    /// By operation: what its own time is spent on.
    pub(super) kinds: Vec<Kind>,
    /// By supply: what waiting for it is.
    pub(super) supplied: Vec<Kind>,
    /// First and last operation of each job; of one without any, nothing is asked.
    pub(super) jobs: Vec<(u32, u32)>,
    comes: Vec<Comes>,
    comes_of: Vec<u32>,
}

impl<'a> Ways<'a> {
    pub(super) fn of(field: &'a Field<'_>) -> Ways<'a> {
        let network = field.network();
        let (mut comes, mut comes_of) = (Vec::new(), Vec::with_capacity(network.ops.len() + 1));
        let mut components = network.components.iter().peekable();
        for op in 0..network.ops.len() as u32 {
            comes_of.push(comes.len() as u32);
            while let Some(&&(_, demand)) = components.peek().filter(|&&&(waiting, _)| waiting <= op) {
                components.next();
                let pegs = network.pegs_of(demand).iter().filter(|peg| peg.quantity.is_some());
                comes.extend(pegs.map(|peg| Comes::from(network, peg.supply)));
            }
        }
        comes_of.push(comes.len() as u32);
        let span = |first: u32, count: u32| (first, (first + count).saturating_sub(1));
        Ways {
            network,
            steps: &field.steps.all,
            kinds: network.ops.iter().map(kind_of).collect(),
            supplied: network.supplies.iter().map(|supply| waiting_for(&supply.source)).collect(),
            jobs: network.jobs.iter().map(|job| span(job.first, job.count)).collect(),
            comes,
            comes_of,
        }
    }

    /// Where the components of an operation come from.
    pub(super) fn comes(&self, op: u32) -> &[Comes] {
        &self.comes[self.comes_of[op as usize] as usize..self.comes_of[op as usize + 1] as usize]
    }
}

fn kind_of(op: &OpNode) -> Kind {
    match (op.mode, op.flags.rework, op.flags.inspection) {
        (Mode::Outside { .. }, ..) => Kind::Outside,
        (_, true, _) => Kind::Rework,
        (_, _, true) => Kind::Inspection,
        _ => Kind::Processing,
    }
}

fn waiting_for(source: &SupplySource) -> Kind {
    match source {
        SupplySource::Customer { .. } => Kind::Customer,
        SupplySource::Stock(_) => Kind::Inspection,
        _ => Kind::Material,
    }
}
