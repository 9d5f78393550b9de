//! One plan: the network played through once, and the dates of the sales-order lines that follow from it.
//!
//! A [`Plan`] is one scenario among many: it keeps the [`Network`] that all scenarios share, the
//! [`Timeline`] of this one, and nothing that depends on a clock or on chance.

use crate::improve;
use crate::model::{Basis, Code, LineKey, Shop};
use crate::netting::net;
use crate::network::{Calendars, LineNode, NONE, Network, SupplySource};
use crate::problem::{Grade, Problem, ProblemKind};
use crate::quantity::Qty;
use crate::ship::Dispatch;
use crate::simulate::{Factors, Rule, Scratch, Timeline, simulate};
use crate::time::{DAY, Instant, WorkSeconds};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A plan of the whole shop.
#[derive(Debug)]
pub struct Plan {
    /// Jobs, operations, supplies, demands and how they hang together.
    pub network: Network,
    /// When everything happens.
    pub timeline: Timeline,
    /// The lines' dates, in order of [`Network::lines`].
    pub lines: Vec<LineDate>,
    /// The sequence that the improvement pass found, by operation; empty where the dispatch rule stood.
    pub sequence: Vec<u32>,
    /// Which rule of the improvement pass made it; none where the dispatch rule stood.
    urgency: Option<usize>,
    /// What could not be taken as told, worst first.
    pub problems: Vec<Problem>,
    /// The operations of each machine in running order, once somebody asked.
    by_machine: OnceLock<Vec<Vec<u32>>>,
}

/// When a line ships. [`Instant::NEVER`] where the plan found no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDate {
    /// The line.
    pub key: LineKey,
    /// When all of it is there.
    pub ready: Instant,
    /// When it may be packed: after what else the order waits for, and holds.
    pub released: Instant,
    /// When it is packed.
    pub packed: Instant,
    /// When the last of it leaves.
    pub ship: Instant,
    /// When the last of it arrives.
    pub arrival: Instant,
    /// What leaves when, if it leaves in parts.
    pub parts: Vec<Part>,
    /// The promise.
    pub due: Option<Instant>,
    /// Seconds after the promise; negative before it.
    pub late: Option<i64>,
    /// How well the times behind it are known.
    pub grade: Grade,
}

/// A part of a line that leaves on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How much.
    pub quantity: Qty,
    /// When it is there.
    pub ready: Instant,
    /// When it leaves.
    pub ship: Instant,
    /// When it arrives.
    pub arrival: Instant,
}

impl LineDate {
    /// Whether the promise is missed.
    pub fn is_late(&self) -> bool {
        self.late.is_some_and(|late| late > 0)
    }

    /// Whether there is a date.
    pub fn is_dated(&self) -> bool {
        self.ship.is_reached()
    }
}

/// Plans `shop`.
pub fn plan(shop: &Shop) -> Plan {
    plan_on(shop, &Arc::new(Calendars::compile(shop)))
}

/// Plans `shop` on calendars that were compiled before; they must be those of this shop and day.
pub fn plan_on(shop: &Shop, calendars: &Arc<Calendars>) -> Plan {
    let network = net(shop, calendars);
    let mut scratch = Scratch::default();
    let mut timeline = Timeline::default();
    let (wait, passes) = (shop.settings.wait, shop.settings.improve_passes);
    simulate(&network, Rule::Protected, Factors::default(), wait, &mut scratch, &mut timeline);
    let urgency = match passes {
        0 => None,
        _ => improve::improve(&network, passes, wait, &mut scratch, &mut timeline),
    };
    Plan::of(network, timeline, urgency)
}

/// Plans `shop` by the rule that made `like`, with no search for a better one: for whoever compares the two. A search
/// finds another rule for another shop, and what differs would be that and not what was changed.
pub fn plan_like(shop: &Shop, calendars: &Arc<Calendars>, like: &Plan) -> Plan {
    let network = net(shop, calendars);
    let mut scratch = Scratch::default();
    let mut timeline = Timeline::default();
    let wait = shop.settings.wait;
    match like.urgency {
        Some(rule) => improve::follow(&network, rule, wait, &mut scratch, &mut timeline),
        None => {
            simulate(&network, Rule::Protected, Factors::default(), wait, &mut scratch, &mut timeline);
        }
    }
    Plan::of(network, timeline, like.urgency)
}

impl Plan {
    /// The plan that a timeline makes of a network, played by the rule of that place in the improvement pass.
    fn of(network: Network, timeline: Timeline, urgency: Option<usize>) -> Plan {
        let sequence = urgency.map_or_else(Vec::new, |_| improve::places(&network, &timeline));
        let lines = dates(&network, &timeline);
        let mut problems = network.problems.clone();
        name_too_long(&network, &mut problems);
        for line in lines.iter().filter(|l| !l.is_dated()) {
            let kind = ProblemKind::HorizonExhausted { line: line.key.clone() };
            problems.push(Problem { kind, lines: [line.key.clone()].into() });
        }
        problems.sort_by(|a, b| {
            let rank = |p: &Problem| (p.kind.severity(), std::cmp::Reverse(p.lines.len()));
            rank(a).cmp(&rank(b)).then_with(|| a.kind.cmp(&b.kind))
        });
        Plan { network, timeline, lines, sequence, urgency, problems, by_machine: OnceLock::new() }
    }

    /// A line's date.
    pub fn line(&self, key: &LineKey) -> Option<&LineDate> {
        self.network.line_index(key).map(|index| &self.lines[index as usize])
    }

    /// When a supply can be used.
    pub fn available(&self, supply: u32) -> Instant {
        Instant(available(&self.network, &self.timeline, supply))
    }

    /// The work centre of an operation as planned, or nothing if it runs without a machine.
    pub fn center_of(&self, op: u32) -> Option<&Code> {
        let machine = self.timeline.machine[op as usize];
        let center = match machine {
            NONE => self.network.ops[op as usize].center,
            machine => self.network.machines[machine as usize].center,
        };
        (center != NONE).then(|| &self.network.centers[center as usize].code)
    }

    /// The operations of each machine in running order.
    pub fn by_machine(&self) -> &[Vec<u32>] {
        self.by_machine.get_or_init(|| {
            let mut lists = vec![Vec::new(); self.network.machines.len()];
            for &op in &self.timeline.order {
                let machine = self.timeline.machine[op as usize];
                if machine != NONE {
                    lists[machine as usize].push(op);
                }
            }
            lists
        })
    }
}

/// When a supply can be used in one future.
pub(crate) fn available(network: &Network, timeline: &Timeline, supply: u32) -> i64 {
    let node = &network.supplies[supply as usize];
    match node.source {
        SupplySource::Job(job) if network.jobs[job as usize].count > 0 => timeline.done[job as usize],
        _ => node.available,
    }
}

/// The dates of all lines in one future.
pub fn dates(network: &Network, timeline: &Timeline) -> Vec<LineDate> {
    let mut ready = Vec::new();
    let complete = complete_orders(network, timeline);
    let mut dates = Vec::with_capacity(network.lines.len());
    for line in &network.lines {
        arrivals(network, timeline, line.demand, &mut ready);
        let together = if line.complete { complete.get(&line.key.order).copied() } else { None };
        dates.push(date(network, line, &ready, together));
    }
    dates
}

/// When which amounts of a demand are there, in order.
fn arrivals(network: &Network, timeline: &Timeline, demand: u32, ready: &mut Vec<(Instant, Qty)>) {
    let pegs = network.pegs_of(demand).iter().filter(|p| p.quantity.is_some());
    ready.clear();
    ready.extend(pegs.map(|p| (Instant(available(network, timeline, p.supply)), p.quantity)));
    ready.sort_unstable();
}

/// When the orders that leave whole have all their lines.
fn complete_orders(network: &Network, timeline: &Timeline) -> BTreeMap<Code, Instant> {
    let mut complete = BTreeMap::new();
    let mut ready = Vec::new();
    for line in network.lines.iter().filter(|l| l.complete) {
        arrivals(network, timeline, line.demand, &mut ready);
        let mut last = ready.last().map_or(Instant::NEVER, |r| r.0);
        if let Some(hold) = network.holds.get(line.dispatch_hold as usize) {
            last = last.max(Instant(hold.until));
        }
        let joint = complete.entry(line.key.order.clone()).or_insert(last);
        *joint = last.max(*joint);
    }
    complete
}

fn date(network: &Network, line: &LineNode, ready: &[(Instant, Qty)], together: Option<Instant>) -> LineDate {
    let dispatch = Dispatch::to(network, line.customer);
    let hold = network.holds.get(line.dispatch_hold as usize).map_or(i64::MIN, |h| h.until);
    let all = ready.last().map_or(Instant::NEVER, |r| r.0);
    let released = all.max(Instant(hold)).max(together.unwrap_or(all));
    let last = dispatch.shipment(released);
    let parts = match line.partial && together.is_none() && ready.len() > 1 {
        true => parts(&dispatch, ready, Instant(hold)),
        false => Vec::new(),
    };
    let met = match line.basis {
        Basis::Ship => last.ship,
        Basis::Arrival => last.arrival,
    };
    LineDate {
        key: line.key.clone(),
        ready: all,
        released,
        packed: last.packed,
        ship: last.ship,
        arrival: last.arrival,
        parts: if parts.len() > 1 { parts } else { Vec::new() },
        due: line.due.map(Instant),
        late: line.due.map(|due| met.0.saturating_sub(due)),
        grade: line.grade,
    }
}

/// What leaves when: everything that is there for a ship window leaves in it.
fn parts(dispatch: &Dispatch<'_>, ready: &[(Instant, Qty)], hold: Instant) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for &(ready, quantity) in ready {
        let left = dispatch.shipment(ready.max(hold));
        match parts.last_mut() {
            Some(last) if last.ship == left.ship => {
                last.quantity += quantity;
                last.ready = ready;
            }
            _ => parts.push(Part { quantity, ready, ship: left.ship, arrival: left.arrival }),
        }
    }
    parts
}

/// Operations that must not be interrupted and fit into no shift were split; that is said by name.
fn name_too_long(network: &Network, problems: &mut Vec<Problem>) {
    for (index, op) in network.ops.iter().enumerate() {
        if !op.flags.unbroken || op.center == NONE {
            continue;
        }
        let calendar = &network.calendars.list[network.centers[op.center as usize].calendar as usize];
        let work = WorkSeconds(i64::from(op.setup) + i64::from(op.run));
        if work > calendar.longest_interval() {
            let kind = ProblemKind::TooLongForAnyShift { operation: network.op_key(index as u32) };
            let line = network.lines.get(network.jobs[op.job as usize].line as usize);
            problems.push(Problem { kind, lines: line.map(|l| l.key.clone()).into_iter().collect() });
        }
    }
}

/// Whole days of lateness, started days counted.
pub fn late_days(late: i64) -> i64 {
    (late + DAY - 1).div_euclid(DAY)
}
