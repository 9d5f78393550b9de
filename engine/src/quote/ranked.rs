//! What every machine does in one future, with the rank of each operation, in worked seconds.

use crate::network::{Class, Mode, NONE, Network, Owner, SupplySource};
use crate::quantity::Qty;
use crate::simulate::Timeline;

/// An operation on a machine: start and end in worked seconds of the machine's calendar, and its rank.
#[derive(Clone, Copy, Debug)]
struct Slot {
    start: u32,
    end: u32,
    rank: u32,
}

/// The machines' work in running order, and the supply that nobody has a promise on.
#[derive(Debug)]
pub struct Ranked {
    slots: Vec<Slot>,
    /// `of[m]..of[m + 1]` are the slots of machine `m`.
    of: Vec<u32>,
    /// `(item, available, supply, quantity)`, sorted.
    free: Vec<(u32, i64, u32, Qty)>,
}

/// A rank: hours of the protected start after `now`, better bands before all others.
pub(super) fn rank(network: &Network, band: u8, protected: i64) -> u32 {
    if band < 3 {
        return 0;
    }
    let hours = protected.saturating_sub(network.now).div_euclid(60).clamp(-(1 << 26), 1 << 26);
    let place = (hours + (1 << 26)) as u32;
    u32::from(band.min(6) - 3) << 28 | place | 1
}

impl Ranked {
    /// What `network` does in `timeline`.
    pub fn of(network: &Network, timeline: &Timeline) -> Ranked {
        let mut of = vec![0; network.machines.len() + 1];
        for &op in &timeline.order {
            let machine = timeline.machine[op as usize];
            if machine != NONE {
                of[machine as usize + 1] += 1;
            }
        }
        for i in 1..of.len() {
            of[i] += of[i - 1];
        }
        let mut next = of.clone();
        let total = of.last().copied().unwrap_or(0) as usize;
        let mut slots = vec![Slot { start: 0, end: 0, rank: 0 }; total];
        for &op in &timeline.order {
            let machine = timeline.machine[op as usize];
            if machine == NONE {
                continue;
            }
            let node = &network.ops[op as usize];
            debug_assert_eq!(node.mode, Mode::Machine);
            let (start, end) = timeline.worked[op as usize];
            let place = &mut next[machine as usize];
            slots[*place as usize] = Slot { start, end, rank: rank(network, node.band, node.protected) };
            *place += 1;
        }
        Ranked { slots, of, free: free(network, timeline) }
    }

    /// The earliest worked second from `from` on at which `work` fits on a machine before the next
    /// operation that ranks before `rank`. What runs is never stopped.
    pub(super) fn fit(&self, machine: u32, from: u32, work: u32, rank: u32) -> u32 {
        let (first, last) = (self.of[machine as usize], self.of[machine as usize + 1]);
        let slots = &self.slots[first as usize..last as usize];
        let mut next = slots.partition_point(|s| s.end <= from);
        let mut at = from;
        if slots.get(next).is_some_and(|s| s.start < from) {
            at = slots[next].end;
            next += 1;
        }
        for slot in &slots[next..] {
            if slot.rank <= rank {
                if slot.start >= at.saturating_add(work) {
                    break;
                }
                at = at.max(slot.end);
            }
        }
        at
    }

    /// Supplies of an item that serve no promise, earliest first: `(available, supply, quantity)`.
    pub(super) fn free(&self, item: u32) -> impl Iterator<Item = (i64, u32, Qty)> + '_ {
        let from = self.free.partition_point(|f| f.0 < item);
        self.free[from..].iter().take_while(move |f| f.0 == item).map(|&(_, at, supply, q)| (at, supply, q))
    }
}

/// What no promise has: free supply, and what unpromised demands and safety stocks hold without having
/// reserved it. What is only proposed for them is not there to be taken: a promise has its own made, and sooner.
fn free(network: &Network, timeline: &Timeline) -> Vec<(u32, i64, u32, Qty)> {
    let mut quantities: Vec<Qty> = network.supplies.iter().map(|s| s.free).collect();
    for peg in &network.pegs {
        let demand = &network.demands[peg.demand as usize];
        let promised = demand.class <= Class::Promised && demand.owner != Owner::SafetyStock;
        if !promised && !peg.kept && !is_proposed(network, peg.supply) {
            quantities[peg.supply as usize] += peg.quantity;
        }
    }
    let mut free = Vec::new();
    for (supply, quantity) in quantities.into_iter().enumerate() {
        if quantity.is_some() {
            let at = crate::plan::available(network, timeline, supply as u32);
            free.push((network.supplies[supply].item, at, supply as u32, quantity));
        }
    }
    free.sort_unstable();
    free
}

fn is_proposed(network: &Network, supply: u32) -> bool {
    match network.supplies[supply as usize].source {
        SupplySource::Job(job) => network.jobs[job as usize].work_order.is_none(),
        SupplySource::Proposed { .. } => true,
        SupplySource::Stock(_) | SupplySource::Purchase(_) | SupplySource::Customer { .. } => false,
    }
}
