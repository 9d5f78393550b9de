//! What the floor reported: operations that ended and that run, with their breaks; lots; and how far reports lag.
//!
//! An operation of which nobody reported begin and end says nothing about times, only that its machine was busy. What
//! was made is read newest first, up to a number of operations that bounds the memory that learning takes.

use super::Desk;
use super::past::worked;
use super::reasons::{Why, why};
use super::spans::{Break, Span};
use crate::domain::progress::{Flag, Kind};
use crate::domain::value::Amount;
use crate::planning::numbers::quantity;
use crate::planning::outlook::instant;
use crate::store::master::history::ProductionRow;
use crate::store::record::{self, Told};
use crate::store::{Db, Failure};
use holdfast_engine::learn::{Report, YieldRecord};
use holdfast_engine::model::{Code, Operation, OperationStatus, RunTime};
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::Instant;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// Most operations that are learned from: the newest.
const MOST: usize = 200_000;
/// Work orders whose reports are read at once.
const ORDERS: usize = 500;

/// What is known of the operations of some work orders.
#[derive(Default)]
struct Known {
    reports: BTreeMap<(String, String), Vec<Told>>,
    doubtful: BTreeSet<(String, String)>,
}

/// What makes an operation's times no measurement: nobody saw them, or they can't be true.
const DOUBTFUL: [Flag; 3] = [Flag::Inferred, Flag::StartInferred, Flag::ImplausibleTime];

impl Known {
    fn read(db: &mut Db, plant_id: i64, orders: &BTreeSet<&str>) -> Result<Self, Failure> {
        let mut known = Self::default();
        let orders: Vec<String> = orders.iter().map(|order| (*order).to_owned()).collect();
        for orders in orders.chunks(ORDERS) {
            for told in record::reports_about(db, plant_id, orders)? {
                let key = (told.work_order.clone(), told.operation.clone());
                known.reports.entry(key).or_default().push(told);
            }
            for (order, operation, flags) in record::flags_of(db, plant_id, orders)? {
                if flags.iter().any(|flag| DOUBTFUL.contains(flag)) {
                    known.doubtful.insert((order, operation));
                }
            }
        }
        Ok(known)
    }
}

/// What went into a work order's first operation and came out of its last.
struct Lot {
    item: Code,
    first: (u32, Qty),
    last: (u32, Qty),
    at: i64,
}

impl Desk<'_> {
    /// Reads all of it.
    pub(super) fn read_floor(&mut self, db: &mut Db) -> Result<(), Failure> {
        let mut spans = self.running(db)?;
        let mut lots = BTreeMap::new();
        let mut before = i64::MAX;
        while spans.len() < MOST {
            let rows = record::production_before(db, self.plant_id, before, self.since)?;
            let Some((last, _)) = rows.last() else { break };
            before = *last;
            let orders = rows.iter().map(|(_, row)| row.work_order.as_str()).collect();
            let known = Known::read(db, self.plant_id, &orders)?;
            let now = self.now;
            // What came later than the instant as of which is learned is for the next time.
            for (_, row) in rows.iter().filter(|(_, row)| row.finished <= now) {
                self.add_to_lot(&mut lots, row);
                spans.extend(self.done(row, &known));
            }
        }
        self.add_lots(lots);
        self.observe(&spans);
        self.add_weeks(&spans);
        Ok(())
    }

    /// Takes an imported record of what was made as far as it was known at the desk's instant: what had begun by then,
    /// and of that what had ended. How many pieces an operation was given is known when it begins.
    pub(super) fn take_floor(&mut self, rows: &[ProductionRow]) {
        let (since, now, known) = (self.since, self.now, Known::default());
        let (mut lots, mut spans) = (BTreeMap::new(), Vec::new());
        for row in rows.iter().filter(|row| (since..=now).contains(&row.started)) {
            let over = row.finished <= now;
            if over {
                self.add_to_lot(&mut lots, row);
            }
            let seen = ProductionRow { finished: row.finished.min(now), ..row.clone() };
            spans.extend(self.done(&seen, &known).map(|span| Span { finished: over, ..span }));
        }
        self.add_lots(lots);
        self.observe(&spans);
    }

    /// An operation that was done. Nothing where no work centre of ours did it.
    fn done(&mut self, row: &ProductionRow, known: &Known) -> Option<Span> {
        let (item, number) = (self.code(&row.item), self.numbers.of_text(&row.operation));
        let step = self.step(&item, None, number).cloned();
        let usual = step.as_ref().and_then(|step| step.work_center.clone());
        let center = row.work_centre.as_deref().map(|text| self.code(text)).or_else(|| usual.clone())?;
        let pieces = row.good.unwrap_or_default() + row.scrap.unwrap_or_default();
        let planned = match row.planned_minutes {
            Some(minutes) => (minutes.decimal().to_f64().unwrap_or(0.0) * 60.0).round() as i64,
            None => step.as_ref().map_or(0, |step| planned(step, quantity(pieces.decimal()))),
        };
        let planned = step.as_ref().map_or(planned, |step| elsewhere(step, &center, planned));
        let key = (row.work_order.clone(), row.operation.clone());
        let (from, to) = (instant(row.started).0, instant(row.finished).0);
        let reports = known.reports.get(&key).map_or(&[][..], Vec::as_slice);
        self.add_lags(&center, reports);
        Some(Span {
            order: self.code(&row.work_order),
            center,
            item,
            operation: number,
            planned,
            from,
            to,
            finished: true,
            trusted: !known.doubtful.contains(&key),
            breaks: breaks(reports, from, to, true),
        })
    }

    /// Operations that have begun and are not over.
    fn running(&mut self, db: &mut Db) -> Result<Vec<Span>, Failure> {
        let shop = self.shop;
        let begun = |status| !matches!(status, OperationStatus::Waiting | OperationStatus::Done);
        let mut found = Vec::new();
        for (order, made) in shop.work_orders.iter().filter(|(_, made)| !made.closed) {
            for (number, progress) in &made.progress {
                if progress.finished_at.is_none() && begun(progress.status) {
                    found.extend(progress.started_at.map(|at| (order, made, *number, progress, at)));
                }
            }
        }
        let orders = found.iter().map(|(order, ..)| order.as_str()).collect();
        let known = Known::read(db, self.plant_id, &orders)?;
        let by_number = |(order, text): &(String, String)| (order.clone(), self.numbers.of_text(text));
        let reports: BTreeMap<(String, u32), &Vec<Told>> =
            known.reports.iter().map(|(key, told)| (by_number(key), told)).collect();
        let doubtful: BTreeSet<(String, u32)> = known.doubtful.iter().map(by_number).collect();
        let now = self.now().0;
        let mut spans = Vec::new();
        for (order, made, number, progress, at) in found {
            let Some(item) = made.item.clone() else { continue };
            let Some(step) = self.step(&item, made.routing.as_deref(), number).cloned() else { continue };
            let Some(center) = progress.work_center.clone().or_else(|| step.work_center.clone()) else {
                continue;
            };
            let key = (order.as_str().to_owned(), number);
            let reports = reports.get(&key).map_or(&[][..], |told| told.as_slice());
            self.add_lags(&center, reports);
            let planned = planned(&step, made.started.unwrap_or(made.quantity));
            spans.push(Span {
                planned: elsewhere(&step, &center, planned),
                center,
                item,
                order: order.clone(),
                operation: number,
                from: at.0,
                to: now,
                finished: false,
                trusted: !doubtful.contains(&key),
                breaks: breaks(reports, at.0, now, progress.status == OperationStatus::Running),
            });
        }
        Ok(spans)
    }

    /// An operation of an item's routing, or of a work order's own.
    fn step<'s>(&'s self, item: &Code, own: Option<&'s [Operation]>, number: u32) -> Option<&'s Operation> {
        let routing = || self.shop.items.get(item).map_or(&[][..], |item| &item.routing[..]);
        own.unwrap_or_else(routing).iter().find(|step| step.number == number)
    }

    /// How far the reports on an operation lagged behind the work.
    fn add_lags(&mut self, center: &Code, reports: &[Told]) {
        let Some(calendar) = self.past.center(center) else { return };
        let now = self.now;
        let counts =
            |told: &&Told| !matches!(told.kind, Kind::Opening | Kind::Void) && told.received_at <= now;
        for told in reports.iter().filter(counts) {
            let (at, heard) = (instant(told.at).0, instant(told.received_at).0);
            // A device's clock may be ahead of ours a little.
            let lag = worked(calendar, at, heard.max(at));
            self.records.reports.push(Report {
                center: center.clone(),
                at: Instant(heard),
                order: Code::from(format!("{}/{}/{:?}", told.work_order, told.operation, told.kind)),
                lag,
            });
        }
    }

    fn add_to_lot(&mut self, lots: &mut BTreeMap<Code, Lot>, row: &ProductionRow) {
        let Some(good) = row.good else { return };
        let (order, number) = (self.code(&row.work_order), self.numbers.of_text(&row.operation));
        let into = quantity((good + row.scrap.unwrap_or(Amount::ZERO)).decimal());
        let (first, last) = ((number, into), (number, quantity(good.decimal())));
        let at = instant(row.finished).0;
        let item = self.code(&row.item);
        let lot = lots.entry(order).or_insert(Lot { item, first, last, at });
        if number < lot.first.0 {
            lot.first = first;
        }
        if number > lot.last.0 {
            lot.last = last;
        }
        lot.at = lot.at.max(at);
    }

    /// Lots of work orders that went through their last operation.
    fn add_lots(&mut self, lots: BTreeMap<Code, Lot>) {
        let shop = self.shop;
        let whole = |(order, lot): &(Code, Lot)| {
            let routing = shop.items.get(&lot.item).map_or(&[][..], |item| &item.routing[..]);
            let ends = routing.last().is_none_or(|step| step.number == lot.last.0);
            ends && shop.work_orders.get(order).is_none_or(|made| made.closed)
        };
        let told = lots.into_iter().filter(whole).map(|(order, lot)| YieldRecord {
            item: lot.item,
            order,
            started: lot.first.1,
            good: lot.last.1,
            at: Instant(lot.at),
        });
        self.records.yields.extend(told);
    }
}

/// Seconds that the routing takes for so many pieces, set-up included.
fn planned(step: &Operation, pieces: Qty) -> i64 {
    let whole = |millis: i64, times: i128| (i128::from(millis) * times / 1_000_000) as i64;
    let pieces = i128::from(pieces.millionths());
    let millis = match step.run {
        None => return 0,
        Some(RunTime::Piece(millis)) => whole(millis, pieces),
        Some(RunTime::Load { size, millis }) if size.is_some() => {
            let size = i128::from(size.millionths());
            whole(millis, (pieces + size - 1) / size * 1_000_000)
        }
        // A load of no size is taken to be the whole lot, as the plan does.
        Some(RunTime::Lot(millis) | RunTime::Load { millis, .. }) => millis,
    };
    step.setup + millis / 1_000
}

/// The same at the work centre where it really ran.
fn elsewhere(step: &Operation, center: &Code, planned: i64) -> i64 {
    let other = step.alternates.iter().find(|other| other.work_center == *center);
    match other.filter(|_| step.work_center.as_ref() != Some(center)) {
        Some(other) => other.factor.scale(planned),
        None => planned,
    }
}

/// The times between two instants in which work rested. `goes_on` says whether the last of them is over even if
/// nobody said so.
fn breaks(reports: &[Told], from: i64, to: i64, goes_on: bool) -> Vec<Break> {
    let mut found: Vec<Break> = Vec::new();
    let mut resting: Option<(i64, Why)> = None;
    let within = |at: i64| at.clamp(from, to);
    for told in reports {
        let at = within(instant(told.at).0);
        match told.kind {
            Kind::Pause | Kind::Block => {
                resting.get_or_insert((at, why(told.reason.as_deref())));
            }
            Kind::Resume | Kind::Unblock | Kind::Setup | Kind::Start | Kind::Finish => {
                if let Some((since, why)) = resting.take().filter(|(since, _)| *since < at) {
                    found.push(Break { from: since, to: at, over: true, why });
                }
            }
            _ => {}
        }
    }
    if let Some((since, why)) = resting.filter(|(since, _)| *since < to) {
        found.push(Break { from: since, to, over: goes_on, why });
    }
    found
}
