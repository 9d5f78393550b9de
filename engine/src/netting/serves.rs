//! Whom a job's output ends up with: owned and reserved stock goes only into what serves them alone.

use super::Netting;
use crate::model::{Stock, Tier};
use crate::network::{Demand, NONE, Owner};

/// Whom a job serves, over all levels above it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Serves {
    /// A line of the only customer; [`NONE`] if nobody is served yet.
    line: u32,
    /// Customers differ.
    mixed: bool,
    /// The lowest tier of all.
    lowest: Tier,
}

impl Serves {
    /// Nobody yet.
    pub(super) const NOBODY: Serves = Serves { line: NONE, mixed: false, lowest: Tier::A };
}

impl Netting<'_> {
    /// Notes that `job` also serves whom `demand` is for.
    pub(super) fn serve(&mut self, job: u32, demand: u32) {
        let more = self.served_by(&self.demands[demand as usize]);
        let so_far = self.serves[job as usize];
        self.serves[job as usize] = match (so_far.line, more.line) {
            (_, NONE) => so_far,
            (NONE, _) => more,
            (one, other) => Serves {
                line: one,
                mixed: so_far.mixed || more.mixed || !self.same_customer(one, other),
                lowest: so_far.lowest.max(more.lowest),
            },
        };
    }

    /// Whom a demand is for: its line, or all whom its job serves; the line it was made for if that is nobody.
    fn served_by(&self, demand: &Demand) -> Serves {
        if let Owner::Op(op) = demand.owner {
            let serves = self.serves[self.ops[op as usize].job as usize];
            if serves.line != NONE {
                return serves;
            }
        }
        match self.lines.get(demand.line as usize) {
            Some(line) => Serves { line: demand.line, mixed: false, lowest: line.tier },
            None => Serves::NOBODY,
        }
    }

    /// Whether stock with an owner or a reservation may go into a demand.
    pub(super) fn stock_may_serve(&self, stock: &Stock, demand: &Demand) -> bool {
        let serves = self.served_by(demand);
        let customer = self.lines.get(serves.line as usize).and_then(|l| self.shop.lines.get(&l.key));
        let Some(customer) = customer.map(|l| &l.customer) else { return false };
        stock.owner.as_ref().is_none_or(|owner| owner == customer && !serves.mixed)
            && stock.reserved.is_none_or(|tier| serves.lowest <= tier)
    }

    fn same_customer(&self, one: u32, other: u32) -> bool {
        let of = |line: u32| self.shop.lines.get(&self.lines[line as usize].key).map(|l| &l.customer);
        one == other || of(one) == of(other)
    }
}
