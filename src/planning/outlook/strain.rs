//! What strains the shop, by the plan: work centres with more to begin than they have hours for, released work whose
//! material comes too late, operations that take longer than they should, items kept in stock that ran out. Numbers only:
//! what is too much is for rules to say.

use super::{Outlook, moment};
use crate::domain::value::Moment;
use holdfast_engine::calendar::Calendar;
use holdfast_engine::model::{Code, JobKey, LineKey};
use holdfast_engine::network::{NONE, Owner, SupplySource};
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::{DAY, Instant};
use std::collections::{BTreeMap, BTreeSet};

/// How much a work centre has to begin within some days, and how long it is open in them.
#[derive(Clone, Debug)]
pub struct CenterStrain {
    /// The work centre.
    pub code: Code,
    /// Seconds of work that should begin by then if its dates are to be kept without any queue.
    pub due: i64,
    /// Seconds that its machines are open until then.
    pub open: i64,
    /// The promised lines that such work is for.
    pub promises: usize,
}

/// Released work whose material comes after it should begin.
#[derive(Clone, Debug)]
pub struct ShortWork {
    /// The work order.
    pub work_order: Code,
    /// What it makes.
    pub item: Code,
    /// The line that it is made for.
    pub line: Option<LineKey>,
    /// The operation that waits.
    pub operation: String,
    /// The item that is missing.
    pub short: Code,
    /// Whether all that it waits for is ordered or being made; else the plan proposes it.
    pub ordered: bool,
    /// When the last of it is there.
    pub there: Moment,
    /// Working seconds of the plant from when it should begin, now at the earliest, until then.
    pub late: i64,
}

/// An item that is kept in stock.
#[derive(Clone, Debug)]
pub struct Stocked {
    /// The item.
    pub code: Code,
    /// What lies there and nobody needs, what is kept for surprises included.
    pub free: Qty,
    /// What should be kept for surprises.
    pub safety: Qty,
    /// What it takes to make or buy it, in the item's own days, if that is known.
    pub lead_days: Option<u32>,
    /// When something is free again, by what is being made or bought.
    pub back: Option<Moment>,
}

impl Outlook {
    /// How much each work centre has to begin within so many days.
    pub fn strains(&self, days: i64) -> Vec<CenterStrain> {
        let (network, now) = (&self.plan.network, self.shop.now);
        let until = now + days * DAY;
        let mut due: BTreeMap<u32, (i64, BTreeSet<u32>)> = BTreeMap::new();
        for (op, node) in network.ops.iter().enumerate() {
            let machine = self.plan.timeline.machine[op];
            let center = network.machines.get(machine as usize).map_or(node.center, |found| found.center);
            if center == NONE || node.protected > until.0 {
                continue;
            }
            let entry = due.entry(center).or_default();
            entry.0 += i64::from(node.setup) + i64::from(node.run);
            entry.1.insert(network.jobs[node.job as usize].line);
        }
        let is_promised = |line: &&u32| {
            let key = network.lines.get(**line as usize).map(|line| &line.key);
            key.and_then(|key| self.shop.lines.get(key)).is_some_and(|sold| sold.promise.is_some())
        };
        let of = |(index, center): (usize, &holdfast_engine::network::Center)| {
            let machines = network.machines.iter().skip(center.first as usize).take(center.count as usize);
            let calendars = machines.map(|machine| &network.calendars.list[machine.calendar as usize]);
            let (due, lines) = due.get(&(index as u32)).cloned().unwrap_or_default();
            CenterStrain {
                code: center.code.clone(),
                due,
                open: calendars.map(|calendar| worked(calendar, now, until)).sum(),
                promises: lines.iter().filter(is_promised).count(),
            }
        };
        network.centers.iter().enumerate().map(of).collect()
    }

    /// Released work orders whose material comes after they should begin, each with what it waits for longest.
    pub fn short_work(&self) -> Vec<ShortWork> {
        let network = &self.plan.network;
        let released = |number: &Code| {
            let order = self.shop.work_orders.get(number);
            order.is_some_and(|order| order.released_at.is_none_or(|at| at <= self.shop.now))
        };
        let mut found = Vec::new();
        for job in network.jobs.iter().filter(|job| job.count > 0) {
            let Some(number) = job.work_order.as_ref().filter(|number| released(number)) else { continue };
            let ops = job.first..job.first + job.count;
            let short = ops.filter_map(|op| self.short_operation(op));
            let Some((op, late, at)) = short.max_by_key(|&(op, late, _)| (late, op)) else { continue };
            let (waits, ordered) = self.waits_longest(op);
            found.push(ShortWork {
                work_order: number.clone(),
                item: network.items[job.item as usize].clone(),
                line: network.lines.get(job.line as usize).map(|line| line.key.clone()),
                operation: self.numbers.text_of(network.ops[op as usize].number),
                short: waits,
                ordered,
                there: at,
                late,
            });
        }
        found
    }

    /// By how much an operation's material comes after it should begin, and when; nothing where it does not.
    fn short_operation(&self, op: u32) -> Option<(u32, i64, Moment)> {
        let node = &self.plan.network.ops[op as usize];
        let begin = Instant(node.protected).max(self.shop.now);
        if node.flags.running || !begin.is_reached() {
            return None;
        }
        let there = self.material_of(op).map(|(at, _)| at).max()?;
        let at = moment(there).filter(|_| there > begin)?;
        let late = self.plant().map_or(there - begin, |plant| worked(plant, begin, there));
        (late > 0).then_some((op, late, at))
    }

    /// When each supply of an operation's material can be used.
    fn material_of(&self, op: u32) -> impl Iterator<Item = (Instant, u32)> {
        let network = &self.plan.network;
        let pegs = network.components_of(op).flat_map(|demand| network.pegs_of(demand));
        let used = pegs.filter(|peg| peg.quantity.is_some());
        used.map(|peg| (self.plan.available(peg.supply), peg.supply))
    }

    /// The item that an operation waits for longest, and whether all of its material is ordered or being made.
    fn waits_longest(&self, op: u32) -> (Code, bool) {
        let network = &self.plan.network;
        let longest = self.material_of(op).max();
        let item = longest.map(|(_, supply)| network.supplies[supply as usize].item);
        let proposed = |supply: u32| match &network.supplies[supply as usize].source {
            SupplySource::Proposed { .. } => true,
            SupplySource::Job(job) => network.jobs[*job as usize].work_order.is_none(),
            _ => false,
        };
        let late = self.material_of(op).filter(|(at, _)| *at > self.shop.now);
        let ordered = !late.map(|(_, supply)| supply).any(proposed);
        (item.map_or_else(|| "".into(), |item| network.items[item as usize].clone()), ordered)
    }

    /// Working seconds by which running operations have taken longer, since they were last reported on, than what was left
    /// of them should: below zero before that. By work order and operation.
    pub fn overruns(&self) -> BTreeMap<(String, String), i64> {
        let (network, now) = (&self.plan.network, self.shop.now);
        let of = |work: &holdfast_engine::network::UnderWay| {
            let key = network.op_key(work.op);
            let JobKey::WorkOrder(number) = &key.job else { return None };
            let progress = self.shop.work_orders.get(number)?.progress.get(&key.operation)?;
            let since = progress.last_report.or(progress.started_at)?;
            let center = network.centers.get(network.ops[work.op as usize].center as usize);
            let own = center.and_then(|center| network.calendars.list.get(center.calendar as usize));
            let taken = own.or(self.plant()).map_or(now - since, |open| worked(open, since, now));
            let name = (number.to_string(), self.numbers.text_of(key.operation));
            Some((name, taken - i64::from(work.run)))
        };
        network.under_way.iter().filter_map(of).collect()
    }

    /// The items of which some are kept for surprises, and how they stand.
    pub fn stocked(&self) -> Vec<Stocked> {
        let network = &self.plan.network;
        let kept = self.shop.items.iter().filter(|(_, item)| item.safety_stock.is_some());
        let mut found: BTreeMap<u32, Stocked> = BTreeMap::new();
        for (code, item) in kept {
            let (safety, lead_days) = (item.safety_stock, item.lead_days);
            let stocked = Stocked { code: code.clone(), free: Qty::ZERO, safety, lead_days, back: None };
            // What no plan knows of is not there.
            found.extend(network.item_index(code.as_str()).map(|index| (index, stocked)));
        }
        let mut spare: Vec<Qty> = network.supplies.iter().map(|supply| supply.free).collect();
        let for_stock = |demand: u32| network.demands[demand as usize].owner == Owner::SafetyStock;
        for peg in network.pegs.iter().filter(|peg| for_stock(peg.demand)) {
            spare[peg.supply as usize] += peg.quantity;
        }
        for (index, supply) in network.supplies.iter().enumerate() {
            let Some(stocked) = found.get_mut(&supply.item).filter(|_| spare[index].is_some()) else {
                continue;
            };
            let at = self.plan.available(index as u32);
            match &supply.source {
                SupplySource::Stock(_) if at <= self.shop.now => stocked.free += spare[index],
                SupplySource::Proposed { .. } | SupplySource::Customer { .. } => {}
                _ => stocked.back = [stocked.back, moment(at)].into_iter().flatten().min(),
            }
        }
        found.into_values().collect()
    }

    /// The plant's own calendar.
    fn plant(&self) -> Option<&Calendar> {
        let calendars = &self.plan.network.calendars;
        calendars.list.get(calendars.plant as usize)
    }
}

fn worked(calendar: &Calendar, from: Instant, to: Instant) -> i64 {
    (calendar.worked_at(to).0 - calendar.worked_at(from).0).max(0)
}
