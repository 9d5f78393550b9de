//! Fitting a request: level by level down its bills of materials, then up along each routing.

use super::ranked::{Ranked, rank};
use crate::model::{Code, Shop};
use crate::netting::templates::{Step, Template};
use crate::netting::work::run_seconds;
use crate::network::{Class, Mode, NONE, Network, SupplySource};
use crate::plan::Plan;
use crate::problem::Grade;
use crate::quantity::Qty;
use crate::time::{DAY, Instant, WorkSeconds};
use std::collections::BTreeMap;

/// Where an operation of a request fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The item.
    pub item: Code,
    /// The operation's number.
    pub operation: u32,
    /// Its work centre, if it needs one.
    pub work_center: Option<Code>,
    /// When it starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
}

/// What has to be bought for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToBuy {
    /// The item.
    pub item: Code,
    /// How much.
    pub quantity: Qty,
    /// When it is there if ordered now.
    pub available: Instant,
}

/// Where a request already runs: machine, start and end in worked seconds.
pub(super) type OwnSlot = (u32, u32, u32);

/// One pass of fitting.
pub(super) struct Fit<'a> {
    shop: &'a Shop,
    network: &'a Network,
    ranked: &'a Ranked,
    customer: &'a Code,
    /// Where this request already runs.
    own: Vec<OwnSlot>,
    operations: Vec<Fitted>,
    purchases: Vec<ToBuy>,
    grade: Grade,
}

/// So much of an item that has to be made or bought for the request, and what of it is there.
pub(super) struct Lot<'a> {
    pub(super) item: u32,
    /// When what comes from free supply is there.
    there: i64,
    /// The free supplies that it takes.
    pub(super) taken: Vec<u32>,
    /// What has to be made or bought.
    pub(super) missing: Qty,
    /// The operations that make it.
    pub(super) steps: Vec<Wanted<'a>>,
}

/// An operation of the request with its durations and protected start.
pub(super) struct Wanted<'a> {
    pub(super) step: &'a Step,
    pub(super) run: i64,
    pub(super) protected: i64,
}

impl<'a> Fit<'a> {
    pub(super) fn new(shop: &'a Shop, plan: &'a Plan, ranked: &'a Ranked, customer: &'a Code) -> Fit<'a> {
        Fit {
            shop,
            network: &plan.network,
            ranked,
            customer,
            own: Vec::new(),
            operations: Vec::new(),
            purchases: Vec::new(),
            grade: Grade::Known,
        }
    }

    pub(super) fn result(self) -> (Vec<Fitted>, Vec<ToBuy>, Grade) {
        (self.operations, self.purchases, self.grade)
    }

    /// When `quantity` of an item is there, if wanted by `need`: from free supply, bought, or made.
    ///
    /// Needs go down the bills of materials item by item, so that what several parts need is made together;
    /// then dates come up.
    pub(super) fn supply(&mut self, item: u32, quantity: Qty, need: i64) -> i64 {
        let lots = self.lots(item, quantity, need);
        let mut ready: BTreeMap<u32, i64> = BTreeMap::new();
        for lot in lots.iter().rev() {
            let at = self.ready(lot, &ready);
            ready.insert(lot.item, at);
        }
        ready.get(&item).copied().unwrap_or(Instant::NEVER.0)
    }

    /// What has to be there, from the top down.
    pub(super) fn lots(&self, item: u32, quantity: Qty, need: i64) -> Vec<Lot<'a>> {
        let network = self.network;
        let level = |item: u32| network.level[item as usize];
        let mut open: BTreeMap<u32, (u32, Qty, i64)> = BTreeMap::new();
        open.insert(level(item), (item, quantity, need));
        let mut lots = Vec::new();
        while let Some((_, (item, quantity, need))) = open.pop_first() {
            let mut taken = Vec::new();
            let (there, missing) = self.take_free(item, quantity, &mut taken);
            let template = &network.templates[item as usize];
            let mut steps = Vec::new();
            if missing.is_some() && template.made {
                let started = started(template, missing);
                steps = self.count_back(&template.steps, started, need);
                for component in &template.bom {
                    let mut quantity = started.times(component.per);
                    if network.templates[component.item as usize].counted {
                        quantity = quantity.round_up_to(Qty::of(1));
                    }
                    let need = steps.get(component.step as usize).map_or(need, |w| w.protected);
                    let sum = open.entry(level(component.item)).or_insert((component.item, Qty::ZERO, need));
                    sum.1 += quantity;
                    sum.2 = sum.2.min(need);
                }
            }
            lots.push(Lot { item, there, taken, missing, steps });
        }
        lots
    }

    /// Takes free supply of an item: when that is there, and what of it is missing under the lot rule.
    fn take_free(&self, item: u32, quantity: Qty, taken: &mut Vec<u32>) -> (i64, Qty) {
        let template = &self.network.templates[item as usize];
        let bought_at = if template.made { i64::MAX } else { self.bought_at(item) };
        let (mut open, mut there) = (quantity, self.network.now);
        for (at, supply, free) in self.ranked.free(item) {
            if open.is_zero() || at > bought_at {
                break;
            }
            if self.may_take(supply) {
                open = open.less(free);
                taken.push(supply);
                there = there.max(at);
            }
        }
        if open.is_zero() {
            return (there, Qty::ZERO);
        }
        (there, open.max(template.lot.minimum).round_up_to(template.lot.multiple))
    }

    /// Whether stock is not kept for another customer or a better tier.
    fn may_take(&self, supply: u32) -> bool {
        let SupplySource::Stock(lot) = &self.network.supplies[supply as usize].source else { return true };
        let Some(stock) = self.shop.stock.get(lot) else { return false };
        let tier = self.shop.customers.get(self.customer).map_or_else(Default::default, |c| c.tier);
        stock.owner.as_ref().is_none_or(|owner| owner == self.customer)
            && stock.reserved.is_none_or(|reserved| tier <= reserved)
    }

    /// When a purchase made now could be used.
    fn bought_at(&self, item: u32) -> i64 {
        self.network.bought_at(item).1
    }

    /// When a lot is there, given when its components are.
    fn ready(&mut self, lot: &Lot<'_>, components: &BTreeMap<u32, i64>) -> i64 {
        if lot.missing.is_zero() {
            return lot.there;
        }
        let network = self.network;
        let template = &network.templates[lot.item as usize];
        self.grade = self.grade.max(template.grade);
        if !template.made {
            let available = self.bought_at(lot.item);
            self.purchases.push(ToBuy {
                item: network.items[lot.item as usize].clone(),
                quantity: lot.missing,
                available: Instant(available),
            });
            return lot.there.max(available);
        }
        let mut available = vec![network.now; lot.steps.len()];
        for component in &template.bom {
            if let Some(slot) = available.get_mut(component.step as usize) {
                *slot = components.get(&component.item).copied().unwrap_or(network.now).max(*slot);
            }
        }
        let mut ready = network.now;
        let mut before: Option<&Step> = None;
        for (wanted, available) in lot.steps.iter().zip(available) {
            let moved = before.map_or(0, |b| move_between(b, wanted.step));
            let from = (ready + moved).max(available);
            if from >= Instant::NEVER.0 {
                return Instant::NEVER.0;
            }
            ready = self.run(lot.item, wanted, from);
            before = Some(wanted.step);
        }
        ready.max(lot.there)
    }

    /// Durations and protected starts, counted back from `need`.
    fn count_back<'s>(&self, steps: &'s [Step], quantity: Qty, need: i64) -> Vec<Wanted<'s>> {
        let mut end = need;
        let mut wanted: Vec<Wanted<'s>> = Vec::with_capacity(steps.len());
        for (place, step) in steps.iter().enumerate().rev() {
            let run = i64::from(run_seconds(step, quantity));
            let machine = self.network.centers.get(step.center as usize).map_or(NONE, |c| c.calendar);
            let start =
                self.network.calendars.latest_start(step.mode, machine, WorkSeconds(step.setup + run), end);
            wanted.push(Wanted { step, run, protected: start });
            end = start - place.checked_sub(1).map_or(0, |p| move_between(&steps[p], step));
        }
        wanted.reverse();
        wanted
    }

    /// Runs an operation of the request from `from` on, and says when it ends.
    fn run(&mut self, item: u32, wanted: &Wanted<'_>, from: i64) -> i64 {
        let network = self.network;
        let step = wanted.step;
        let (start, end, center) = match step.mode {
            Mode::Machine => self.on_machine(wanted, from),
            Mode::Flow { calendar } => {
                let calendar = &network.calendars.list[calendar as usize];
                let start = calendar.next_open(Instant(from)).unwrap_or(Instant::NEVER);
                let end = calendar.finish(start, WorkSeconds(step.setup + wanted.run));
                (start.0, end.unwrap_or(Instant::NEVER).0, NONE)
            }
            Mode::Outside { calendar, days, sends } => {
                let leaves = network.send_out_after(Instant(from), sends);
                (leaves.0, network.lead_after(leaves, days, calendar).0, NONE)
            }
            Mode::Estimate { days } => {
                (from, network.lead_after(Instant(from), days, network.calendars.plant).0, NONE)
            }
        };
        self.operations.push(Fitted {
            item: network.items[item as usize].clone(),
            operation: step.number,
            work_center: network.centers.get(center as usize).map(|c| c.code.clone()),
            start: Instant(start),
            end: Instant(end),
        });
        end
    }

    /// The machine of the work centre or its alternates on which the operation ends first.
    fn on_machine(&mut self, wanted: &Wanted<'_>, from: i64) -> (i64, i64, u32) {
        let network = self.network;
        let step = wanted.step;
        let rank = rank(network, Class::Promised as u8, wanted.protected);
        let mut best: Option<(i64, i64, u32, OwnSlot)> = None;
        let places = std::iter::once((step.center, wanted.run))
            .chain(step.alternates.iter().map(|&(c, f)| (c, f.scale(wanted.run))));
        for (center, run) in places {
            let node = &network.centers[center as usize];
            let work = (step.setup + run).min(i64::from(u32::MAX / 4)) as u32;
            for machine in node.first..node.first + node.count {
                let calendar = network.machines[machine as usize].calendar;
                let calendar = &network.calendars.list[calendar as usize];
                let (at, start) = self.place(machine, Instant(from), work, rank, step.unbroken);
                let end = calendar.finish(start, WorkSeconds(i64::from(work))).unwrap_or(Instant::NEVER);
                if best.is_none_or(|b| end.0 < b.1) {
                    best = Some((start.0, end.0, center, (machine, at, at.saturating_add(work))));
                }
            }
        }
        let Some((start, end, center, own)) = best else { return (from, Instant::NEVER.0, step.center) };
        self.own.push(own);
        (start, end, center)
    }

    /// The earliest place on a machine: worked second and start. Work that must not be interrupted moves on to
    /// an interval that is long enough, unless there is none.
    fn place(&self, machine: u32, from: Instant, work: u32, rank: u32, unbroken: bool) -> (u32, Instant) {
        let calendar = self.network.machines[machine as usize].calendar;
        let calendar = &self.network.calendars.list[calendar as usize];
        let mut from = from;
        loop {
            let at = self.fit_beside_own(machine, calendar.worked_at(from).0 as u32, work, rank);
            let start = calendar.start_at(WorkSeconds(i64::from(at))).unwrap_or(Instant::NEVER).max(from);
            match calendar.fit(start, WorkSeconds(i64::from(work))) {
                Some(whole) if unbroken && whole > start => from = whole,
                _ => return (at, start),
            }
        }
    }

    /// Like [`Ranked::fit`], clear of what this request already runs on the machine.
    fn fit_beside_own(&self, machine: u32, from: u32, work: u32, rank: u32) -> u32 {
        let mut at = self.ranked.fit(machine, from, work, rank);
        loop {
            let end = at.saturating_add(work);
            let clash =
                self.own.iter().filter(|o| o.0 == machine && o.1 < end && at < o.2).map(|o| o.2).max();
            match clash {
                Some(later) => at = self.ranked.fit(machine, later, work, rank),
                None => return at,
            }
        }
    }
}

/// What must be started for a lot.
pub(super) fn started(template: &Template, lot: Qty) -> Qty {
    let started = lot.raised_by_yield(template.yield_factor);
    if template.counted { started.round_up_to(Qty::of(1)) } else { started }
}

/// Clock seconds of the move between two steps.
pub(super) fn move_between(before: &Step, step: &Step) -> i64 {
    let stays = before.center == step.center && step.center != NONE;
    if stays && before.alternates.is_empty() && step.alternates.is_empty() {
        return 0;
    }
    i64::from(before.move_after)
}

impl Network {
    /// When a purchase of an item that is made now would be received, and when it could be used.
    pub(super) fn bought_at(&self, item: u32) -> (i64, i64) {
        let template = &self.templates[item as usize];
        let received = self.lead_after(Instant(self.now), template.lead.days, template.lead.calendar);
        let received = self.calendars.list[self.calendars.plant as usize].on_open_day(received);
        (received.0, self.lead_after(received, template.inspection_days, self.calendars.plant).0)
    }

    /// `days` days after `from` on a calendar, or every day counted where there is none.
    pub(crate) fn lead_after(&self, from: Instant, days: u32, calendar: u32) -> Instant {
        let clock = from + i64::from(days) * DAY;
        match self.calendars.list.get(calendar as usize) {
            Some(calendar) => calendar.days_after(from, days).unwrap_or(Instant::NEVER),
            None => clock,
        }
    }
}
