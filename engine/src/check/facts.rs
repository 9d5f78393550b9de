//! What the checks ask for: calendars compiled from the shop alone, steps and tasks, and the plan's claims.

use super::clock::{Clock, Windows};
use super::steps::{Step, steps_of};
use super::supplies::receipt;
use super::tasks::Task;
use super::{Violation, jobs};
use crate::calendar::Calendar;
use crate::model::{Code, JobKey, OpKey, Shop};
use crate::network::{NONE, Network, Owner, SupplySource};
use crate::plan::Plan;
use crate::time::{DAY, Instant, WorkSeconds};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that opens and closes.
pub(super) struct Clocks {
    zone: Tz,
    by_code: BTreeMap<Code, Calendar>,
    always: Calendar,
    plant: Option<Code>,
    /// Calendar of each work centre that works, and the windows in which each of its machines is down.
    centers: BTreeMap<Code, (Option<Code>, Vec<Windows>)>,
    suppliers: BTreeMap<Code, Option<Code>>,
}

impl Clocks {
    fn new(shop: &Shop, (begin, horizon): (Instant, Instant)) -> Clocks {
        let first = begin.date(shop.zone);
        let last = Instant(horizon.0 - 1).date(shop.zone);
        let opens = |spec| Calendar::compile(spec, shop.zone, first, last).ok();
        let by_code: BTreeMap<Code, Calendar> =
            shop.calendars.iter().filter_map(|(code, spec)| Some((code.clone(), opens(spec)?))).collect();
        let plant = shop.settings.plant_calendar.clone().filter(|code| by_code.contains_key(code));
        let known = |code: &Code| by_code.contains_key(code).then(|| code.clone());
        let mut centers = BTreeMap::new();
        for (code, center) in &shop.work_centers {
            let calendar = known(&center.calendar);
            let never_opens = calendar.is_none() && shop.calendars.contains_key(&center.calendar);
            if never_opens || center.machines == 0 {
                continue;
            }
            let down = |machine: u32| {
                let hit = center.downtimes.iter().filter(|d| machine < d.machines && d.from < d.to);
                hit.map(|d| (d.from, d.to)).collect()
            };
            let windows = (0..center.machines).map(down).collect();
            centers.insert(code.clone(), (calendar.or(plant.clone()), windows));
        }
        let own = shop.suppliers.iter();
        let suppliers = own.map(|(code, s)| (code.clone(), s.calendar.as_ref().and_then(known))).collect();
        let always = Calendar::always(begin, horizon);
        Clocks { zone: shop.zone, by_code, always, plant, centers, suppliers }
    }

    /// Whether a work centre exists and ever works.
    pub fn works(&self, center: &Code) -> bool {
        self.centers.contains_key(center)
    }

    fn named(&self, code: Option<&Code>) -> &Calendar {
        code.and_then(|c| self.by_code.get(c)).unwrap_or(&self.always)
    }

    /// The calendar of that code, if it ever opens.
    pub fn calendar(&self, code: &Code) -> Option<&Calendar> {
        self.by_code.get(code)
    }

    /// The clock of one machine of a work centre.
    pub fn machine(&self, center: &Code, place: usize) -> Clock<'_> {
        let (calendar, windows) = &self.centers[center];
        let down = windows.get(place).cloned().unwrap_or_default();
        Clock { calendar: self.named(calendar.as_ref()), down }
    }

    /// The plant's clock.
    pub fn plant(&self) -> Clock<'_> {
        Clock { calendar: self.named(self.plant.as_ref()), down: Vec::new() }
    }

    /// The clock that never stops.
    pub fn always(&self) -> Clock<'_> {
        Clock { calendar: &self.always, down: Vec::new() }
    }

    /// Open seconds of a work centre, downtimes not counted out.
    pub fn center_seconds(&self, center: &Code, from: Instant, to: Instant) -> i64 {
        let (calendar, _) = &self.centers[center];
        Clock { calendar: self.named(calendar.as_ref()), down: Vec::new() }.seconds(from, to)
    }

    /// `days` working days of the plant after `from`; calendar days where its calendar ends.
    pub fn plant_days(&self, from: Instant, days: u32) -> Instant {
        self.plant().calendar.days_after(from, days).unwrap_or(from + i64::from(days) * DAY)
    }

    /// `days` days of a supplier after `from`; every day counts where it has no calendar.
    pub fn supplier_days(&self, supplier: Option<&Code>, from: Instant, days: u32) -> Instant {
        let own = supplier.and_then(|s| self.suppliers.get(s)?.as_ref());
        let every = from + i64::from(days) * DAY;
        own.map_or(every, |code| self.by_code[code].days_after(from, days).unwrap_or(every))
    }

    /// The plant's zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }
}

/// A plan, its shop, and what the shop says about each operation of the plan.
pub(super) struct Facts<'a> {
    pub shop: &'a Shop,
    pub plan: &'a Plan,
    pub net: &'a Network,
    pub clocks: Clocks,
    /// What is left to do, by operation of the plan; nothing where the plan's operation should not be.
    pub tasks: Vec<Option<Task>>,
    /// Operations by machine, in running order.
    pub lists: Vec<Vec<u32>>,
    steps: BTreeMap<Code, Vec<Step>>,
}

impl<'a> Facts<'a> {
    /// Works out what should be left to do; notes jobs and operations that should not be.
    pub fn new(shop: &'a Shop, plan: &'a Plan, found: &mut Vec<Violation>) -> Facts<'a> {
        let net = &plan.network;
        let always = &net.calendars.list[net.calendars.always as usize];
        let begin = always.end_at(WorkSeconds(0)).unwrap_or(shop.now);
        let clocks = Clocks::new(shop, (begin, always.horizon()));
        let steps = net.items.iter().map(|code| (code.clone(), steps_of(shop, &clocks, code))).collect();
        let mut lists = vec![Vec::new(); net.machines.len()];
        for &op in &plan.timeline.order {
            if let Some(list) = lists.get_mut(plan.timeline.machine[op as usize] as usize) {
                list.push(op);
            }
        }
        let mut facts = Facts { shop, plan, net, clocks, tasks: Vec::new(), lists, steps };
        facts.tasks = jobs::check(&facts, found);
        facts
    }

    /// The steps of an item.
    pub fn steps(&self, item: &Code) -> &[Step] {
        self.steps.get(item).map_or(&[], Vec::as_slice)
    }

    /// Operations of the plan with what is left of them.
    pub fn planned(&self) -> impl Iterator<Item = (u32, &Task)> {
        (0..).zip(&self.tasks).filter_map(|(op, task)| Some((op, task.as_ref()?)))
    }

    /// When an operation starts.
    pub fn start(&self, op: u32) -> Instant {
        Instant(self.plan.timeline.start[op as usize])
    }

    /// When an operation ends.
    pub fn end(&self, op: u32) -> Instant {
        Instant(self.plan.timeline.end[op as usize])
    }

    /// Its machine, if it runs on one: work centre, and place among the machines there.
    pub fn machine(&self, op: u32) -> Option<(&Code, usize)> {
        let machine = self.plan.timeline.machine[op as usize];
        let node = self.net.machines.get(machine as usize)?;
        let center = &self.net.centers[node.center as usize];
        Some((&center.code, (machine - center.first) as usize))
    }

    /// The operation before in the same job.
    pub fn before(&self, op: u32) -> Option<u32> {
        let job = &self.net.jobs[self.net.ops[op as usize].job as usize];
        (op > job.first).then(|| op - 1)
    }

    /// What people call an operation.
    pub fn key(&self, op: u32) -> OpKey {
        self.net.op_key(op)
    }

    /// The item of an index.
    pub fn item(&self, index: u32) -> &Code {
        &self.net.items[index as usize]
    }

    /// When the last operation of a job ends.
    pub fn job_ends(&self, job: u32) -> Instant {
        let node = &self.net.jobs[job as usize];
        let ends = (node.first..node.first.saturating_add(node.count)).map(|op| self.end(op));
        ends.max().unwrap_or(self.shop.now)
    }

    /// When outside work comes back, if its purchase order says.
    pub fn outside_purchase(&self, order: &Code, operation: u32) -> Option<Instant> {
        let of_step = |o: &(Code, u32)| o.0 == *order && o.1 == operation;
        let mut dated = self.shop.purchases.values().filter(|p| p.confirmed.is_some());
        let purchase = dated.find(|p| p.outside.as_ref().is_some_and(of_step))?;
        let received = receipt(self.shop, purchase, purchase.confirmed?);
        Some(self.clocks.plant().calendar.on_open_day(received))
    }

    /// The lines that an amount for `demand` ends up in.
    pub fn lines_served(&self, demand: u32) -> BTreeSet<u32> {
        let (mut lines, mut open, mut seen) = (BTreeSet::new(), vec![demand], BTreeSet::new());
        while let Some(demand) = open.pop() {
            let op = match self.net.demands[demand as usize].owner {
                Owner::Line(line) => {
                    lines.insert(line);
                    continue;
                }
                Owner::SafetyStock => continue,
                Owner::Op(op) => op,
            };
            let supply = self.net.jobs[self.net.ops[op as usize].job as usize].supply;
            if seen.insert(supply) {
                let pegs = self.net.pegs.iter().filter(|p| p.supply == supply && p.quantity.is_some());
                open.extend(pegs.map(|p| p.demand));
            }
        }
        lines
    }

    /// The key of the job that a supply is the output of, if it is one.
    pub fn job_of(&self, supply: u32) -> Option<u32> {
        match self.net.supplies[supply as usize].source {
            SupplySource::Job(job) => Some(job),
            _ => None,
        }
    }

    /// The work order of a job, if it is one.
    pub fn order_of(&self, job: u32) -> Option<(&'a Code, &'a crate::model::WorkOrder)> {
        let number = self.net.jobs[job as usize].work_order.as_ref()?;
        self.shop.work_orders.get_key_value(number)
    }

    /// What people call a job.
    pub fn job_key(&self, job: u32) -> JobKey {
        self.net.job_key(job)
    }

    /// The line at the root of a job.
    pub fn line_of(&self, job: u32) -> Option<&'a crate::network::LineNode> {
        let line = self.net.jobs[job as usize].line;
        (line != NONE).then(|| &self.net.lines[line as usize])
    }
}
