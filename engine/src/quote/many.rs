//! Fitting a request into every future: what it takes is decided once, when it fits is drawn.
//!
//! Machines are taken as on the floor: a free machine takes the first of those that are there, and does not wait
//! for what may come. (To fit only into gaps that are long enough keeps a date more often than it says.)
//!
//! What the request takes from free supply, makes and buys follows from the plan, as it will when the order is
//! in. Its luck is keyed by the line that it will become, so the order has the luck of the quote.

use super::Ranked;
use super::fit::{Fit, Lot, OwnSlot, Wanted, move_between, started};
use super::ranked::rank;
use crate::forecast::{Forecast, Future};
use crate::model::{Code, LineKey, Shop};
use crate::netting::templates::Step;
use crate::network::{Class, Mode, Network};
use crate::plan::Plan;
use crate::quantity::Qty;
use crate::scenario::random::{Key, Luck};
use crate::scenario::{AskedOperation, Cover, Delivery, Kind, asked_again, luck_key, proposal_key};
use crate::time::{Instant, WorkSeconds};

/// A request that is fitted into many futures.
pub(super) struct ManyFits<'a> {
    shop: &'a Shop,
    plan: &'a Plan,
    forecast: &'a Forecast,
    customer: &'a Code,
    key: LineKey,
    item: u32,
    quantity: Qty,
}

/// What a request makes and takes, and its luck, for one candidate date.
struct Prepared<'a> {
    lots: Vec<LotChance<'a>>,
}

/// A lot with its luck.
struct LotChance<'a> {
    lot: Lot<'a>,
    /// Places of the free supplies that it takes.
    taken: Vec<usize>,
    /// Components: place of the step that needs it, and place of its lot.
    components: Vec<(usize, usize)>,
    /// When it is bought, if it is.
    bought: Option<Bought<'a>>,
    operations: Vec<AskedOperation<'a>>,
    key: u64,
    cover: Cover,
    ranks: Vec<u32>,
}

/// A purchase that would be made now.
enum Bought<'a> {
    /// It comes when the plan says.
    Planned(i64),
    /// Its instant is drawn.
    Drawn(Delivery<'a>),
}

/// Memory of fitting, kept from future to future.
#[derive(Default)]
struct Desk {
    own: Vec<OwnSlot>,
    ready: Vec<i64>,
}

impl<'a> ManyFits<'a> {
    pub(super) fn new(
        shop: &'a Shop,
        plan: &'a Plan,
        forecast: &'a Forecast,
        key: &LineKey,
        asked: (&'a Code, u32, Qty),
    ) -> ManyFits<'a> {
        let (customer, item, quantity) = asked;
        ManyFits { shop, plan, forecast, customer, key: key.clone(), item, quantity }
    }

    /// When the request is there in each future if it is wanted by `need`, in order of the scenarios.
    pub(super) fn fits(&self, need: i64) -> Vec<i64> {
        let prepared = self.prepare(need);
        let mut desk = Desk::default();
        let futures = (0..).zip(&self.forecast.futures);
        futures
            .map(|(scenario, future)| {
                let luck = Luck::of(self.shop.chances.seed, scenario);
                self.fit(&prepared, future, luck, &mut desk)
            })
            .collect()
    }

    fn prepare(&self, need: i64) -> Prepared<'a> {
        let network = &self.plan.network;
        let fit = Fit::new(self.shop, self.plan, &self.forecast.planned, self.customer);
        let lots = fit.lots(self.item, self.quantity, need);
        let places: Vec<u32> = lots.iter().map(|lot| lot.item).collect();
        let line = luck_key(self.shop, &self.key);
        let chance = |lot: Lot<'a>| {
            let template = &network.templates[lot.item as usize];
            let code = &network.items[lot.item as usize];
            let job = proposal_key(line, code, 0);
            let missing = lot.missing.is_some();
            let components = template.bom.iter().filter_map(|part| {
                Some((part.step as usize, places.iter().position(|&item| item == part.item)?))
            });
            let bought = (missing && !template.made).then(|| {
                let (received, usable) = network.bought_at(lot.item);
                Delivery::asked(self.shop, network, line, lot.item, received)
                    .map_or(Bought::Planned(usable), Bought::Drawn)
            });
            let asked = |wanted: &Wanted<'a>| self.asked(code, wanted, job);
            let expected = started(template, lot.missing).scaled(template.yield_factor);
            LotChance {
                taken: lot.taken.iter().filter_map(|s| self.forecast.free.binary_search(s).ok()).collect(),
                components: if missing { components.collect() } else { Vec::new() },
                bought,
                operations: lot.steps.iter().map(asked).collect(),
                key: job.value(),
                cover: Cover::of(expected, lot.missing, template.counted),
                ranks: lot.steps.iter().map(|w| rank(network, Class::Promised as u8, w.protected)).collect(),
                lot,
            }
        };
        Prepared { lots: lots.into_iter().map(chance).collect() }
    }

    fn asked(&self, item: &Code, wanted: &Wanted<'a>, job: Key) -> AskedOperation<'a> {
        let step = wanted.step;
        let kind = Kind { mode: step.mode, center: step.center, step: step.source };
        let work = (step.setup + wanted.run).clamp(0, i64::from(u32::MAX / 4)) as u32;
        AskedOperation::new(self.shop, &self.plan.network, item, kind, (job, step.number), work)
    }

    /// When the request is there in one future: from the deepest lots up.
    fn fit(&self, prepared: &Prepared<'a>, future: &Future, luck: Luck, desk: &mut Desk) -> i64 {
        desk.own.clear();
        desk.ready.clear();
        desk.ready.resize(prepared.lots.len(), self.plan.network.now);
        for (place, lot) in prepared.lots.iter().enumerate().rev() {
            let at = self.lot(lot, future, luck, desk);
            desk.ready[place] = at;
        }
        desk.ready.first().copied().unwrap_or(Instant::NEVER.0)
    }

    fn lot(&self, lot: &LotChance<'a>, future: &Future, luck: Luck, desk: &mut Desk) -> i64 {
        let network = &self.plan.network;
        let now = network.now;
        let free = lot.taken.iter().map(|&place| match future.free[place] {
            u32::MAX => Instant::NEVER.0,
            after => now + i64::from(after),
        });
        let there = free.max().unwrap_or(now);
        match &lot.bought {
            Some(Bought::Planned(at)) => return there.max(*at),
            Some(Bought::Drawn(delivery)) => return there.max(delivery.draw(luck, network)),
            None if lot.lot.missing.is_zero() => return there,
            None => {}
        }
        let code = &network.items[lot.lot.item as usize];
        let again = asked_again(self.shop, code, lot.key, luck, lot.cover);
        let mut ready = self.run_through(lot, future, luck, desk, (now, 1.0));
        if again > 0.0 && ready < Instant::NEVER.0 {
            ready = self.run_through(lot, future, luck, desk, (ready, f64::from(again)));
        }
        ready.max(there)
    }

    /// Runs a share of a lot through its operations from an instant on.
    fn run_through(
        &self,
        lot: &LotChance<'a>,
        future: &Future,
        luck: Luck,
        desk: &mut Desk,
        (from, share): (i64, f64),
    ) -> i64 {
        let mut ready = from;
        let mut before: Option<&Step> = None;
        for (place, wanted) in lot.lot.steps.iter().enumerate() {
            let moved = before.map_or(0, |b| move_between(b, wanted.step));
            let parts = lot.components.iter().filter(|part| part.0 == place).map(|part| desk.ready[part.1]);
            let start = parts.max().unwrap_or(i64::MIN).max(ready + moved);
            if start >= Instant::NEVER.0 {
                return Instant::NEVER.0;
            }
            let factor = f64::from(lot.operations[place].factor(luck));
            ready = self.run(wanted, future, start, (factor, share), lot.ranks[place], &mut desk.own);
            before = Some(wanted.step);
        }
        ready
    }

    /// Runs an operation from `from` on, and says when it ends.
    fn run(
        &self,
        wanted: &Wanted<'_>,
        future: &Future,
        from: i64,
        (factor, share): (f64, f64),
        rank: u32,
        own: &mut Vec<OwnSlot>,
    ) -> i64 {
        let network = &self.plan.network;
        let step = wanted.step;
        let stretched = |start: Instant, end: Instant| {
            if end.is_reached() { start.0 + ((end - start) as f64 * factor) as i64 } else { end.0 }
        };
        match step.mode {
            Mode::Machine => {
                let setup = (step.setup as f64 * factor) as i64;
                on_machine(network, &future.ranked, wanted, from, (setup, factor * share), rank, own)
            }
            Mode::Flow { calendar } => {
                let calendar = &network.calendars.list[calendar as usize];
                let start = calendar.next_open(Instant(from)).unwrap_or(Instant::NEVER);
                let work = WorkSeconds(((step.setup + wanted.run) as f64 * factor) as i64);
                calendar.finish(start, work).unwrap_or(Instant::NEVER).0
            }
            Mode::Outside { calendar, days, sends } => {
                let leaves = network.send_out_after(Instant(from), sends);
                stretched(leaves, network.lead_after(leaves, days, calendar))
            }
            Mode::Estimate { days } => {
                stretched(Instant(from), network.lead_after(Instant(from), days, network.calendars.plant))
            }
        }
    }
}

/// The end of an operation on the machine of its work centre or of its alternates where it ends first.
fn on_machine(
    network: &Network,
    ranked: &Ranked,
    wanted: &Wanted<'_>,
    from: i64,
    (setup, factor): (i64, f64),
    rank: u32,
    own: &mut Vec<OwnSlot>,
) -> i64 {
    let step = wanted.step;
    let mut best: Option<(i64, OwnSlot)> = None;
    let others = step.alternates.iter().map(|&(center, slower)| (center, slower.scale(wanted.run)));
    for (center, run) in std::iter::once((step.center, wanted.run)).chain(others) {
        let node = &network.centers[center as usize];
        let run = (run as f64 * factor) as i64;
        let work = (setup + run).min(i64::from(u32::MAX / 4)) as u32;
        for machine in node.first..node.first + node.count {
            let (at, start) =
                place((network, ranked, own), machine, Instant(from), work, rank, step.unbroken);
            let calendar = &network.calendars.list[network.machines[machine as usize].calendar as usize];
            let end = calendar.finish(start, WorkSeconds(i64::from(work))).unwrap_or(Instant::NEVER);
            if best.is_none_or(|b| end.0 < b.0) {
                best = Some((end.0, (machine, at, at.saturating_add(work))));
            }
        }
    }
    let Some((end, slot)) = best else { return Instant::NEVER.0 };
    own.push(slot);
    end
}

/// Where a machine takes an operation: worked second and start. Work that must not be interrupted moves on to an
/// interval that is long enough, unless there is none.
fn place(
    (network, ranked, own): (&Network, &Ranked, &[OwnSlot]),
    machine: u32,
    from: Instant,
    work: u32,
    rank: u32,
    unbroken: bool,
) -> (u32, Instant) {
    let calendar = &network.calendars.list[network.machines[machine as usize].calendar as usize];
    let mut from = from;
    loop {
        let mut at = ranked.join(machine, calendar.worked_at(from).0 as u32, rank);
        while let Some(clash) = own
            .iter()
            .filter(|o| o.0 == machine && o.1 < at.saturating_add(work) && at < o.2)
            .map(|o| o.2)
            .max()
        {
            at = ranked.join(machine, clash, rank);
        }
        let start = calendar.start_at(WorkSeconds(i64::from(at))).unwrap_or(Instant::NEVER).max(from);
        match calendar.fit(start, WorkSeconds(i64::from(work))) {
            Some(whole) if unbroken && whole > start => from = whole,
            _ => return (at, start),
        }
    }
}
