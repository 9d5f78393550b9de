//! The orders still to come, as jobs beside the real ones: made once, then let in at drawn instants.
//!
//! A pool of jobs that follows the mix is netted in a shop without stock and other orders, on the same machines.
//! Each future lets in a part of the pool in a drawn order: the gap to the next order is exponential in open time,
//! and its due date follows from the lead time with which it would be promised: as others before it were, and no sooner
//! than its work centres have done what is promised already. Bought parts are taken to be there, so its work asks for
//! machines rather early than late.

use super::backlog::{Backlog, backlogs, open_between};
use super::random::{Key, Luck, Source, ln};
use super::work::time_of;
use crate::chance::{Coming, Mix, Spread, Stoppages};
use crate::model::{
    Basis, Code, Customer, Firmness, LineKey, LotRule, Promise, SalesLine, Shop, Source as From, WorkOrder,
};
use crate::netting::net;
use crate::network::{NONE, Network, OpNode};
use crate::plan::Plan;
use crate::quantity::Qty;
use crate::time::{DAY, Instant, WorkSeconds};
use std::sync::Arc;

/// Largest pool: more orders within one horizon would be a horizon without use.
const MOST: usize = 200_000;
/// Share of open machine hours above which the work of orders to come is not believed.
const NEARLY_ALL: f64 = 0.95;

/// The pool of jobs that stand for orders still to come.
#[derive(Debug, Default)]
pub(super) struct ComingJobs {
    /// First job and operation of the pool in the network.
    first_job: usize,
    pub(super) first_op: usize,
    /// Operations of each order of the pool, relative to the first, and seconds of work from its start to its
    /// due date.
    slots: Vec<Slot>,
    /// By operation of the pool: its release after the order came, and seconds from its protected start to the
    /// due date.
    offsets: Vec<(i64, i64)>,
    /// Open seconds between orders in the mean.
    gap: f64,
    /// Open time of the plant at `now` and at the end of the horizon.
    open: (i64, i64),
    /// What each work centre has promised already.
    backlogs: Vec<Backlog>,
}

/// An order of the pool.
#[derive(Clone, Debug)]
struct Slot {
    ops: Vec<u32>,
    /// Work centres of its operations, each with the clock seconds from the latest start there to the due date.
    centers: Vec<(u32, i64)>,
    /// Clock seconds that its work takes without queueing.
    shortest: i64,
    /// Clock seconds after which it is promised, where that was seen.
    lead: Option<i64>,
}

/// The plan's network with the pool at its end, and the pool; nothing where no orders come.
pub(super) fn jobs(shop: &Shop, plan: &Plan) -> (Option<Network>, ComingJobs) {
    let none = (None, ComingJobs::default());
    let Some(coming) = shop.chances.coming.as_ref().filter(|c| c.per_open_hour > 0.0 && !c.mix.is_empty())
    else {
        return none;
    };
    let network = &plan.network;
    let plant = &network.calendars.list[network.calendars.plant as usize];
    let now = Instant(network.now);
    let open = (plant.worked_at(now).0, plant.worked_at(now + i64::from(coming.horizon_days) * DAY).0);
    let gap = 3_600.0 / coming.per_open_hour;
    let expected = (open.1 - open.0) as f64 / gap;
    // Room for four standard deviations more than expected, and a quarter so that no two futures are the same.
    let size = ((1.25 * (expected + 4.0 * expected.sqrt())) as usize + 8).min(MOST);
    let mut imagined = net(&imagine(shop, coming, size), &network.calendars);
    let horizon = (now, now + i64::from(coming.horizon_days) * DAY);
    let asked = relieve(shop, &mut imagined, coming, expected / size as f64, horizon);
    let mut pool = ComingJobs {
        first_job: network.jobs.len(),
        first_op: network.ops.len(),
        slots: leads(coming, size).map(Slot::promised_after).collect(),
        offsets: imagined.ops.iter().map(|op| (op.available - network.now, i64::from(op.tail))).collect(),
        gap,
        open,
        backlogs: backlogs(network, &asked),
    };
    for (index, op) in imagined.ops.iter().enumerate() {
        let slot = slot_of(&imagined, op);
        if let Some(slot) = slot.and_then(|slot| pool.slots.get_mut(slot)) {
            slot.ops.push(index as u32);
            slot.take(op);
        }
    }
    (Some(joined(network, imagined)), pool)
}

/// Takes from the pool what no shop could have kept up with. Where its work would ask a work centre for nearly all open
/// hours of its machines or more, its bills, routings or quantities say more than is made, as when goods are sold from
/// stock or bought, or planned times are too long: the queue there would grow for ever, and nothing could be promised.
/// Then it asks for as much as the record shows to have been worked, or for nearly all hours. `part` of the pool comes.
/// Says which share of the open hours of each work centre it asks for then.
fn relieve(
    shop: &Shop,
    imagined: &mut Network,
    coming: &Coming,
    part: f64,
    (from, to): (Instant, Instant),
) -> Vec<f64> {
    let mut hours = vec![0.0; imagined.centers.len()];
    for machine in &imagined.machines {
        hours[machine.center as usize] += open_between(imagined, *machine, from, to) as f64;
    }
    let mut asked = vec![0.0; imagined.centers.len()];
    for op in imagined.ops.iter().filter(|op| op.center != NONE) {
        let planned = f64::from(op.setup) + f64::from(op.run);
        asked[op.center as usize] += planned * takes(shop, imagined, op) * part;
    }
    let shares: Vec<Option<f64>> = (imagined.centers.iter().zip(&hours).zip(&asked))
        .map(|((center, &hours), &asked)| {
            let known = coming.busy.get(&center.code).copied().unwrap_or(NEARLY_ALL).min(NEARLY_ALL);
            (hours > 0.0 && asked > NEARLY_ALL * hours).then(|| known * hours / asked)
        })
        .collect();
    for op in imagined.ops.iter_mut().filter(|op| op.center != NONE) {
        let Some(share) = shares[op.center as usize] else { continue };
        for seconds in [&mut op.setup, &mut op.run, &mut op.transfer, &mut op.last_batch] {
            *seconds = (f64::from(*seconds) * share).round() as u32;
        }
    }
    let left = |((asked, hours), share): ((&f64, &f64), &Option<f64>)| match *hours > 0.0 {
        true => asked * share.unwrap_or(1.0) / hours,
        false => 1.0,
    };
    asked.iter().zip(&hours).zip(&shares).map(left).collect()
}

/// What an operation of the pool takes in the mean, over its planned time: with what stops its machine.
fn takes(shop: &Shop, imagined: &Network, op: &OpNode) -> f64 {
    let item = &imagined.items[imagined.jobs[op.job as usize].item as usize];
    let factor = time_of(shop, imagined, item, op.into()).map_or(1.0, Spread::mean);
    let center = imagined.centers.get(op.center as usize).map(|center| &center.code);
    let stops = [shop.chances.breakdowns.of(center), shop.chances.absence.of(center)];
    let stopped = |stops: &Stoppages| match stops.length.is_none() {
        true => 0.0,
        false => stops.per_hour.max(0.0) * stops.length.mean() / 3_600.0,
    };
    factor * (1.0 + stops.into_iter().map(stopped).sum::<f64>())
}

/// How every order of the pool is promised, where that was seen.
fn leads(coming: &Coming, size: usize) -> impl Iterator<Item = Option<i64>> {
    places(coming, size).map(|mix| mix.and_then(|mix| mix.lead))
}

/// What every order of the pool is of: evenly over the mix.
fn places(coming: &Coming, size: usize) -> impl Iterator<Item = Option<&Mix>> {
    (0..size).map(move |slot| coming.at((slot as f64 + 0.5) / size as f64))
}

/// The order of the pool that an operation belongs to.
fn slot_of(imagined: &Network, op: &OpNode) -> Option<usize> {
    let line = imagined.lines.get(imagined.jobs[op.job as usize].line as usize)?;
    Some(line.key.line as usize)
}

/// A shop with nothing but the pool as orders, all wanted far enough from now.
fn imagine(shop: &Shop, coming: &Coming, size: usize) -> Shop {
    let mut imagined = Shop { settings: shop.settings.clone(), ..Shop::new(shop.now, shop.zone) };
    imagined.work_centers.clone_from(&shop.work_centers);
    imagined.suppliers.clone_from(&shop.suppliers);
    imagined.customers.insert(Code::from(""), Customer { buffer_days: Some(0), ..Customer::default() });
    for (code, item) in &shop.items {
        let mut item = item.clone();
        (item.lot, item.safety_stock, item.inspection_days) = (LotRule::default(), Qty::ZERO, 0);
        if item.source != From::Make {
            item.lead_days = Some(0);
        }
        imagined.items.insert(code.clone(), item);
    }
    // Setup families are numbered over items and the routings of work orders.
    for (number, order) in shop.work_orders.iter().filter(|(_, order)| order.routing.is_some()) {
        let routing = order.routing.clone();
        imagined
            .work_orders
            .insert(number.clone(), WorkOrder { closed: true, routing, ..WorkOrder::default() });
    }
    let due = shop.now + i64::from(coming.horizon_days.max(1)) * DAY;
    for (slot, mix) in places(coming, size).enumerate() {
        let Some(mix) = mix else { continue };
        let key = LineKey { order: Code::from("\u{2026}"), line: slot as u32, schedule: 0 };
        let line = SalesLine {
            customer: Code::from(""),
            item: mix.item.clone(),
            quantity: mix.quantity,
            shipped: Qty::ZERO,
            ordered_at: None,
            requested: None,
            promise: Some(Promise::by(due)),
            basis: Basis::Ship,
            firmness: Firmness::Firm,
            ship_complete: false,
            partial: Some(false),
            tier: None,
        };
        imagined.lines.insert(key, line);
    }
    imagined
}

/// `network` with the jobs of `imagined` at its end. Supplies and demands of the pool are left out: only its
/// work counts.
fn joined(network: &Network, imagined: Network) -> Network {
    let mut all = network.clone();
    let (jobs, ops, alternates) = (all.jobs.len() as u32, all.ops.len() as u32, all.alternates.len() as u32);
    all.jobs.extend(imagined.jobs.into_iter().map(|mut job| {
        job.first = job.first.saturating_add(ops);
        job.line = NONE;
        job
    }));
    all.ops.extend(imagined.ops.into_iter().map(|mut op| {
        op.job += jobs;
        op.alternates.0 += alternates;
        op
    }));
    all.alternates.extend(imagined.alternates);
    all.consumers.extend(imagined.consumers.into_iter().map(|(job, op)| (job + jobs, op + ops)));
    let consumers = network.consumers.len() as u32;
    all.consumers_of.extend(imagined.consumers_of.into_iter().skip(1).map(|at| at + consumers));
    Arc::clone_from(&mut all.calendars, &network.calendars);
    all
}

impl Slot {
    fn promised_after(lead: Option<i64>) -> Slot {
        Slot { ops: Vec::new(), centers: Vec::new(), shortest: 0, lead }
    }

    /// Counts an operation of it.
    fn take(&mut self, op: &OpNode) {
        let tail = i64::from(op.tail);
        self.shortest = self.shortest.max(tail);
        if op.center != NONE {
            match self.centers.iter_mut().find(|known| known.0 == op.center) {
                Some(known) => known.1 = known.1.max(tail),
                None => self.centers.push((op.center, tail)),
            }
        }
    }
}

impl ComingJobs {
    /// Clock seconds after which an order that comes so long after `now` is promised, if others like it were promised
    /// after `lead`: not before its work centres have done what is promised, and no sooner than its work takes.
    fn promised_after(&self, slot: &Slot, lead: i64, elapsed: i64) -> i64 {
        let behind = |&(center, tail): &(u32, i64)| {
            self.backlogs.get(center as usize).map_or(0, |backlog| match backlog.after(elapsed) {
                0 => 0,
                left => left + tail,
            })
        };
        slot.centers.iter().map(behind).fold(lead.max(slot.shortest), i64::max)
    }

    /// Names the jobs of the pool by their place in it.
    pub(super) fn name(&self, keys: &mut [Key]) {
        if self.slots.is_empty() {
            return;
        }
        let named = (0_u64..).map(|place| Key::new(9).number(place));
        keys.iter_mut().skip(self.first_job).zip(named).for_each(|(key, name)| *key = name);
    }

    /// How many operations the pool has.
    pub(super) fn operations(&self) -> usize {
        self.offsets.len()
    }

    /// Lets orders in: calls `enter` with every operation of the pool that is in this future, its release and
    /// its protected start.
    pub(super) fn draw(
        &self,
        luck: Luck,
        network: &Network,
        lead: Option<&Coming>,
        order: &mut Vec<u32>,
        mut enter: impl FnMut(usize, i64, i64),
    ) {
        let Some(coming) = lead.filter(|_| !self.slots.is_empty()) else { return };
        let plant = &network.calendars.list[network.calendars.plant as usize];
        order.clear();
        order.extend(0..self.slots.len() as u32);
        let mut worked = self.open.0 as f64;
        for nth in 0..self.slots.len() {
            worked -= ln(1.0 - luck.draw(Source::Gap, nth as u64)) * self.gap;
            if worked >= self.open.1 as f64 {
                break;
            }
            let left = self.slots.len() - nth;
            let pick = nth + (luck.draw(Source::Slot, nth as u64) * left as f64) as usize;
            order.swap(nth, pick.min(self.slots.len() - 1));
            let slot = &self.slots[order[nth] as usize];
            let Some(at) = plant.start_at(WorkSeconds(worked as i64)) else { break };
            let lead = slot.lead.unwrap_or_else(|| {
                (f64::from(coming.lead.at(luck.draw(Source::Lead, nth as u64))) * DAY as f64) as i64
            });
            let due = at.0 + self.promised_after(slot, lead, at.0 - network.now);
            for &op in &slot.ops {
                let (release, tail) = self.offsets[op as usize];
                enter(op as usize, at.0 + release, due - tail);
            }
        }
    }
}
