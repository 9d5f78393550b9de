//! Which remedies are worth trying for a line: led by what it waits for in its futures. Proposes only; whether one helps
//! is weighed.

use super::Remedy;
use super::apply::others;
use super::chain::Chain;
use super::lots::arrivals;
use crate::calendar::CalendarSpec;
use crate::explain::Kind;
use crate::forecast::About;
use crate::model::{Code, LineKey, OpKey, Shop, SupplyKey, UnitKind};
use crate::plan::Plan;
use crate::quantity::Qty;
use crate::quote::Before;
use crate::time::{DAY, Instant};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use std::collections::BTreeSet;

/// Remedies that are proposed at most: each costs a whole forecast.
pub const MOST: usize = 8;
/// Causes that are looked at, dearest first.
const CAUSES: usize = 4;
/// Evenings of overtime, and days off that are worked, at most.
const EVENINGS: usize = 5;
const DAYS_OFF: usize = 2;
/// Days ahead within which overtime is looked for: beyond that there is time for other things.
const AHEAD: i64 = 21;
/// Hours of an evening's overtime, and the hour by which it ends.
const HOURS: i64 = 3;
const LATEST: u32 = 22;
/// Alternates that are proposed for one work centre.
const ALTERNATES: usize = 2;
/// Days that an express purchase saves at least.
const EXPRESS: i64 = 1;

/// Remedies for a line that are worth trying, those against its dearest causes first; none where nothing fits.
pub fn suggest(before: Before<'_>, key: &LineKey) -> Vec<Remedy> {
    let Some(chain) = Chain::of(before.plan, key) else { return Vec::new() };
    let Some(line) = before.forecast.line(before.plan, key) else { return Vec::new() };
    let seek = Seek { before, key, chain };
    let mut found = Vec::new();
    let costs = line.costs();
    let mut centers = BTreeSet::new();
    for cost in costs.iter().filter(|cost| !matches!(cost.about, About::Nothing)).take(CAUSES) {
        match (cost.kind, cost.about) {
            (Kind::Dispatch | Kind::Move | Kind::Outside, _) => {}
            (_, About::Center(center)) if centers.insert(center) => seek.at_center(center, &mut found),
            (Kind::Material, About::Supply(supply)) => seek.bought(supply, &mut found),
            _ => {}
        }
    }
    let mut others = Vec::new();
    if costs.iter().any(|cost| cost.kind == Kind::Queue) {
        others.push(Remedy::Expedite);
    }
    others.extend(seek.split());
    others.extend(seek.partial());
    found.truncate(MOST - others.len());
    found.extend(others);
    found
}

struct Seek<'a> {
    before: Before<'a>,
    key: &'a LineKey,
    chain: Chain<'a>,
}

impl Seek<'_> {
    fn shop(&self) -> &Shop {
        self.before.shop
    }

    fn plan(&self) -> &Plan {
        self.before.plan
    }

    /// Overtime at a work centre, and its operations elsewhere.
    fn at_center(&self, center: u32, found: &mut Vec<Remedy>) {
        let node = &self.plan().network.centers[center as usize];
        if let Some(calendar) = self.shop().work_centers.get(&node.code).map(|center| &center.calendar) {
            for overtime in self.overtime(calendar) {
                if !found.contains(&overtime) {
                    found.push(overtime);
                }
            }
        }
        let network = &self.plan().network;
        let mut here: Vec<(i64, OpKey, Code)> = Vec::new();
        for op in self.chain.waiting().filter(|&op| self.plan().center_of(op) == Some(&node.code)) {
            let ends = self.plan().timeline.end[op as usize];
            let all = std::iter::once(&network.centers[network.ops[op as usize].center as usize].code);
            for other in all.chain(others(network, op)).filter(|&other| *other != node.code) {
                here.push((ends, network.op_key(op), other.clone()));
            }
        }
        here.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2))));
        let elsewhere =
            here.into_iter().map(|(_, operation, work_center)| Remedy::Alternate { operation, work_center });
        found.extend(elsewhere.take(ALTERNATES));
    }

    /// Evenings, and days off, until the line is due or expected.
    fn overtime(&self, code: &Code) -> Vec<Remedy> {
        let (shop, network) = (self.shop(), &self.plan().network);
        let Some(spec) = shop.calendars.get(code) else { return Vec::new() };
        let Some(&index) = network.calendars.by_code.get(code) else { return Vec::new() };
        let Some(calendar) = network.calendars.list.get(index as usize) else { return Vec::new() };
        let last = self.last_day();
        let (mut evenings, mut off) = (Vec::new(), Vec::new());
        let today = shop.now.date(shop.zone);
        for day in today.iter_days().take_while(|day| *day <= last) {
            let (start, end) = (Instant::start_of(day, shop.zone), Instant::end_of(day, shop.zone));
            let open = calendar.intervals_between(start, end + 1).next().is_some();
            match open {
                true => evenings.extend(evening(spec, day).map(|hours| (day, hours))),
                false if day > today => off.extend(usual(spec).map(|hours| (day, hours))),
                false => {}
            }
        }
        let now = shop.now.local(shop.zone);
        evenings.retain(|(day, (_, to))| day.and_time(*to) > now + TimeDelta::hours(1));
        let group = |all: &[(NaiveDate, (NaiveTime, NaiveTime))], most: usize| {
            let &(_, hours) = all.first()?;
            let days = all.iter().filter(|one| one.1 == hours).map(|one| one.0).take(most).collect();
            Some(Remedy::Overtime { calendars: vec![code.clone()], days, from: hours.0, to: hours.1 })
        };
        group(&evenings, EVENINGS).into_iter().chain(group(&off, DAYS_OFF)).collect()
    }

    /// The last day on which overtime can still help: the day before the line is due, or is there with 80 % if that is
    /// later, within what is looked ahead.
    fn last_day(&self) -> NaiveDate {
        let shop = self.shop();
        let line = self.before.forecast.line(self.plan(), self.key);
        let ready = line.map(|line| line.percentile(0.8)).filter(|at| at.is_reached());
        let due =
            shop.lines.get(self.key).and_then(|line| line.promise.as_ref().map(|p| p.due).or(line.requested));
        let last = ready.max(due).unwrap_or(shop.now).min(shop.now + AHEAD * DAY);
        last.date(shop.zone)
    }

    /// What is bought, sooner; or from somebody who delivered the item before.
    fn bought(&self, supply: u32, found: &mut Vec<Remedy>) {
        let (shop, network) = (self.shop(), &self.plan().network);
        let node = &network.supplies[supply as usize];
        if !self.chain.bought.contains(&supply) {
            return;
        }
        let key = network.supply_key(supply);
        let days = (node.received - shop.now.0) / DAY / 2;
        if days >= EXPRESS {
            found.push(Remedy::Express { supply: key.clone(), days: days as u32 });
        }
        let item = &network.items[node.item as usize];
        let usual = match &key {
            SupplyKey::Purchase(number) => shop.purchases.get(number).and_then(|p| p.supplier.as_ref()),
            _ => shop.items.get(item).and_then(|item| item.supplier.as_ref()),
        };
        let of_item = shop.purchases.values().filter(|purchase| purchase.item.as_ref() == Some(item));
        let named = shop.items.get(item).and_then(|item| item.supplier.as_ref());
        let known: BTreeSet<&Code> = of_item.filter_map(|p| p.supplier.as_ref()).chain(named).collect();
        let sooner = |supplier: &&Code| {
            let lead = shop.suppliers.get(*supplier).and_then(|supplier| supplier.lead_days);
            lead.is_some_and(|lead| shop.now + i64::from(lead) * DAY < Instant(node.received))
        };
        let other = known.into_iter().filter(|supplier| Some(*supplier) != usual).find(sooner);
        found.extend(other.map(|supplier| Remedy::Supplier { supply: key, supplier: supplier.clone() }));
    }

    /// The longest job on which nothing has begun, in two halves.
    fn split(&self) -> Option<Remedy> {
        let network = &self.plan().network;
        let fits = |job: &u32| {
            let ours = network.lines.get(network.jobs[*job as usize].line as usize);
            self.chain.is_whole(*job) && ours.is_some_and(|line| self.chain.lines.contains(&line.key))
        };
        let job =
            self.chain.jobs.iter().copied().filter(fits).max_by_key(|&job| (self.chain.work(job), job))?;
        let node = &network.jobs[job as usize];
        let item = self.shop().items.get(&network.items[node.item as usize]);
        let counted = item.is_none_or(|item| item.unit == UnitKind::Counted);
        let half = Qty::from_millionths(node.output.millionths() / 2);
        let first = if counted { half.round_up_to(Qty::of(1)) } else { half };
        (first.is_some() && first < node.output).then(|| Remedy::Split { job: network.job_key(job), first })
    }

    /// What is there before the rest; all of it where the rest is another line of the order.
    fn partial(&self) -> Option<Remedy> {
        let network = &self.plan().network;
        let index = network.line_index(self.key)?;
        let line = &network.lines[index as usize];
        let arrivals = arrivals(self.plan(), line.demand);
        let last = arrivals.last()?.0;
        let date = |at: Instant| if at.is_reached() { Some(at.date(self.shop().zone)) } else { None };
        let before = arrivals.iter().filter(|one| date(one.0).is_some() && date(one.0) < date(last));
        let first: Qty = before.map(|one| one.2).sum();
        let released = self.plan().line(self.key)?.released;
        if line.complete && released > last {
            return Some(Remedy::Partial { first: line.open });
        }
        (first.is_some() && first < line.open).then_some(Remedy::Partial { first })
    }
}

/// The hours after the last shift that starts on a day, if they end on it.
fn evening(spec: &CalendarSpec, day: NaiveDate) -> Option<(NaiveTime, NaiveTime)> {
    let shifts = spec.shifts.iter().filter(|shift| shift.weekday == day.weekday());
    let last = shifts.max_by_key(|shift| if shift.to > shift.from { shift.to } else { NaiveTime::MIN })?;
    if spec.shifts.iter().any(|shift| shift.weekday == day.weekday() && shift.to <= shift.from) {
        return None;
    }
    let latest = NaiveTime::from_hms_opt(LATEST, 0, 0)?;
    let (to, over) = last.to.overflowing_add_signed(TimeDelta::hours(HOURS));
    let to = if over == 0 { to.min(latest) } else { latest };
    (last.to < to).then_some((last.to, to))
}

/// The hours of the week's first working day, from its first shift to its last that ends on it.
fn usual(spec: &CalendarSpec) -> Option<(NaiveTime, NaiveTime)> {
    let first = spec.shifts.iter().map(|shift| shift.weekday.num_days_from_monday()).min()?;
    let of_day = || {
        let day = spec.shifts.iter().filter(|shift| shift.weekday.num_days_from_monday() == first);
        day.filter(|shift| shift.to > shift.from)
    };
    Some((of_day().map(|shift| shift.from).min()?, of_day().map(|shift| shift.to).max()?))
}
