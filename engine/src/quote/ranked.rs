//! What every machine does in one future, with the rank of each operation, in worked seconds.

use crate::network::{Class, Network, Owner, SupplySource};
use crate::quantity::Qty;
use crate::simulate::{Run, Timeline};

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
pub(crate) fn rank(network: &Network, band: u8, protected: i64) -> u32 {
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
        let free = free(network, timeline);
        let rank_of = |op: u32| {
            let node = &network.ops[op as usize];
            rank(network, node.band, node.protected)
        };
        Ranked { free, ..Ranked::busy(network, &timeline.runs(), rank_of) }
    }

    /// The machines' work alone, `runs` in their order, with the rank that each operation has in this future.
    pub(crate) fn busy(network: &Network, runs: &[Run], rank_of: impl Fn(u32) -> u32) -> Ranked {
        let mut of = vec![0; network.machines.len() + 1];
        runs.iter().for_each(|run| of[run.machine as usize + 1] += 1);
        for i in 1..of.len() {
            of[i] += of[i - 1];
        }
        let mut next = of.clone();
        let total = of.last().copied().unwrap_or(0) as usize;
        let mut slots = vec![Slot { start: 0, end: 0, rank: 0 }; total];
        for run in runs {
            let (start, end) = run.worked;
            let place = &mut next[run.machine as usize];
            slots[*place as usize] = Slot { start, end, rank: rank_of(run.op) };
            *place += 1;
        }
        Ranked { slots, of, free: Vec::new() }
    }

    /// Bytes that are kept of the machines' work.
    pub fn bytes(&self) -> usize {
        self.slots.len() * size_of::<Slot>() + self.of.len() * size_of::<u32>()
    }

    /// What a machine does from `from` on, and from when it is free of what runs then: that is never stopped.
    fn ahead(&self, machine: u32, from: u32) -> (&[Slot], u32) {
        let (first, last) = (self.of[machine as usize], self.of[machine as usize + 1]);
        let slots = &self.slots[first as usize..last as usize];
        let next = slots.partition_point(|s| s.end <= from);
        match slots.get(next).filter(|running| running.start < from) {
            Some(running) => (&slots[next + 1..], running.end),
            None => (&slots[next..], from),
        }
    }

    /// The earliest worked second from `from` on at which `work` fits on a machine before the next
    /// operation that ranks before `rank`. What runs is never stopped.
    pub(super) fn fit(&self, machine: u32, from: u32, work: u32, rank: u32) -> u32 {
        let (ahead, mut at) = self.ahead(machine, from);
        for slot in ahead {
            if slot.rank <= rank {
                if slot.start >= at.saturating_add(work) {
                    break;
                }
                at = at.max(slot.end);
            }
        }
        at
    }

    /// The worked second from `from` on at which a machine takes work with `rank` that waits for it. What runs is
    /// never stopped, and what is not there when the machine is free is not waited for: at every start in this
    /// future something else was there first, so whatever starts later has come later.
    pub(super) fn join(&self, machine: u32, from: u32, rank: u32) -> u32 {
        let (ahead, mut at) = self.ahead(machine, from);
        for slot in ahead {
            if slot.start > at {
                break;
            }
            if slot.rank <= rank {
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

/// What no promise has, with the instants of one future: see [`free_quantities`].
fn free(network: &Network, timeline: &Timeline) -> Vec<(u32, i64, u32, Qty)> {
    let at = |supply: u32| crate::plan::available(network, timeline, supply);
    let free = free_quantities(network);
    let mut free: Vec<_> = free
        .into_iter()
        .map(|(supply, q)| (network.supplies[supply as usize].item, at(supply), supply, q))
        .collect();
    free.sort_unstable();
    free
}

/// What no promise has: free supply, and what unpromised demands and safety stocks hold without having
/// reserved it. What is only proposed for them is not there to be taken: a promise has its own made, and sooner.
pub(crate) fn free_quantities(network: &Network) -> Vec<(u32, Qty)> {
    let mut quantities: Vec<Qty> = network.supplies.iter().map(|s| s.free).collect();
    for peg in &network.pegs {
        let demand = &network.demands[peg.demand as usize];
        let promised = demand.class <= Class::Promised && demand.owner != Owner::SafetyStock;
        if !promised && !peg.kept && !is_proposed(network, peg.supply) {
            quantities[peg.supply as usize] += peg.quantity;
        }
    }
    (0..).zip(quantities).filter(|(_, quantity)| quantity.is_some()).collect()
}

fn is_proposed(network: &Network, supply: u32) -> bool {
    match network.supplies[supply as usize].source {
        SupplySource::Job(job) => network.jobs[job as usize].work_order.is_none(),
        SupplySource::Proposed { .. } => true,
        SupplySource::Stock(_) | SupplySource::Purchase(_) | SupplySource::Customer { .. } => false,
    }
}
