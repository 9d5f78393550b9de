//! What was bought and sold: receipts against every date that a supplier confirmed, what customers did against what
//! was expected of them, and which orders came.

use super::Desk;
use super::past::open;
use crate::document::HoldKind;
use crate::domain::sales::LineStatus;
use crate::domain::value::{Amount, Day};
use crate::planning::numbers::quantity;
use crate::planning::outlook::instant;
use crate::store::purchasing::PurchaseLine;
use crate::store::record::{self, Awaited};
use crate::store::{Db, Failure};
use chrono::{NaiveDate, NaiveTime};
use holdfast_engine::learn::{Arrival, OpenTime, OrderRecord};
use holdfast_engine::model::{Code, Source};
use holdfast_engine::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// When orders are entered, where only the day is known.
pub const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).unwrap();
/// Seconds in a week: how finely open hours are dated.
const WEEK: i64 = 7 * 86_400;
/// A line that was shipped: when it was ordered, what and how much it was, and the day promised.
type Shipped = (Day, String, Amount, Option<Day>);

/// A line of an order that came, as an imported record has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The day of the order.
    pub on: NaiveDate,
    /// Its number and line.
    pub document: String,
    /// What was ordered.
    pub item: String,
    /// How much.
    pub quantity: Amount,
    /// The day that was promised, if one was.
    pub promised: Option<Day>,
}

/// Most lines of orders that are learned from.
const MOST: usize = 200_000;

impl Desk<'_> {
    pub(super) fn day(&self, day: Day) -> Instant {
        Instant::from_local(day.date().and_time(NaiveTime::MIN), self.shop.zone)
    }

    pub(super) fn first_day(&self) -> Day {
        self.since.day(self.shop.zone)
    }

    /// Purchases: one observation for every date that was confirmed before the goods came, also for one that the
    /// supplier moved later, because plans believed it.
    pub(super) fn read_receipts(&mut self, db: &mut Db) -> Result<(), Failure> {
        let (since, mut after) = (self.first_day(), (String::new(), String::new()));
        loop {
            let rows = record::confirmed_after(db, self.plant_id, (&after.0, &after.1), since)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = (last.order_no.clone(), last.line.clone());
            let orders: BTreeSet<&String> = rows.iter().map(|row| &row.order_no).collect();
            let orders: Vec<String> = orders.into_iter().cloned().collect();
            let mut said: BTreeMap<(String, String), BTreeSet<Day>> = BTreeMap::new();
            for (order, line, day, _) in record::said_dates(db, self.plant_id, &orders)? {
                said.entry((order, line)).or_default().insert(day);
            }
            let theirs: Vec<String> = rows.iter().filter_map(|row| row.sales_order.clone()).collect();
            let customers = customers(db, self.plant_id, theirs)?;
            for row in &rows {
                let said = said.get(&(row.order_no.clone(), row.line.clone()));
                self.add_receipt(row, said, &customers);
            }
        }
    }

    fn add_receipt(
        &mut self,
        row: &PurchaseLine,
        said: Option<&BTreeSet<Day>>,
        customers: &BTreeMap<String, String>,
    ) {
        let whole = row.received >= row.quantity;
        // What was closed without having come says nothing of when it would have.
        let came = match (whole, row.closed) {
            (true, _) => match row.received_date {
                Some(day) => Some(day),
                None => return,
            },
            (false, true) => return,
            (false, false) => None,
        };
        let item = self.code(&row.item);
        let by_customer = self.shop.items.get(&item).is_some_and(|item| item.source == Source::Customer);
        let sold_to = row.sales_order.as_ref().and_then(|order| customers.get(order));
        let who = if by_customer { sold_to.map(String::as_str) } else { row.supplier.as_deref() };
        let Some(who) = who.map(|text| self.code(text)) else { return };
        let dates: BTreeSet<Day> = said.into_iter().flatten().copied().chain(row.confirmed_date).collect();
        for (nth, date) in dates.into_iter().enumerate() {
            let arrival = Arrival {
                who: who.clone(),
                document: Code::from(format!("{}/{}#{nth}", row.order_no, row.line)),
                item: Some(item.clone()),
                expected: self.day(date),
                came: came.map(|day| self.day(day)).filter(|came| *came <= self.now()),
            };
            match by_customer {
                true => self.records.milestones.push(arrival),
                false => self.records.receipts.push(arrival),
            }
        }
    }

    /// Holds that end when the customer acts: all but quality's.
    pub(super) fn read_milestones(&mut self, db: &mut Db) -> Result<(), Failure> {
        let (since, mut after) = (self.first_day(), 0);
        loop {
            let rows = record::awaited_after(db, self.plant_id, after, since)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id;
            let works: Vec<String> = rows.iter().filter_map(|row| row.work_order.clone()).collect();
            let made: BTreeMap<String, String> =
                record::made_for(db, self.plant_id, &works)?.into_iter().collect();
            let order_of = |row: &Awaited| {
                let of_work = || made.get(row.work_order.as_ref()?).cloned();
                row.order_no.clone().or_else(of_work)
            };
            let customers = customers(db, self.plant_id, rows.iter().filter_map(order_of).collect())?;
            for row in rows.iter().filter(|row| row.kind != HoldKind::Quality) {
                let who = order_of(row).and_then(|order| customers.get(&order).cloned());
                let Some((who, expected)) = who.zip(row.expected_release) else { continue };
                let arrival = Arrival {
                    who: self.code(&who),
                    document: Code::from(format!("hold {}", row.id)),
                    item: None,
                    expected: self.day(expected),
                    came: row.released.map(|day| self.day(day)).filter(|came| *came <= self.now()),
                };
                self.records.milestones.push(arrival);
            }
        }
    }

    /// Orders that came, here and in the imported record of shipments; and for how long the plant was open since the
    /// first of them.
    pub(super) fn read_orders(&mut self, db: &mut Db) -> Result<(), Failure> {
        let mut known: BTreeSet<(String, String)> = BTreeSet::new();
        let mut after = (String::new(), String::new(), String::new());
        while self.records.orders.len() < MOST {
            let place = (after.0.as_str(), after.1.as_str(), after.2.as_str());
            let rows = record::ordered_after(db, self.plant_id, place, self.since)?;
            let Some(last) = rows.last() else { break };
            after = (last.order_no.clone(), last.line.clone(), last.schedule.clone());
            for row in rows {
                known.insert((row.order_no.clone(), row.line.clone()));
                if row.status == LineStatus::Cancelled || row.created_at > self.now {
                    continue;
                }
                let at = row.order_date.map_or(instant(row.created_at), |day| self.morning(day.date()));
                let document = Code::from(format!("{}/{}/{}", row.order_no, row.line, row.schedule));
                self.add_order(at, document, &row.item, row.quantity, row.promise_date);
            }
        }
        self.read_shipments(db, &known)?;
        self.add_open_time();
        Ok(())
    }

    /// Shipped lines of orders that this system never had: their parts together.
    fn read_shipments(&mut self, db: &mut Db, known: &BTreeSet<(String, String)>) -> Result<(), Failure> {
        let mut lines: BTreeMap<(String, String), Shipped> = BTreeMap::new();
        let (since, mut after) = (self.first_day(), 0);
        while self.records.orders.len() + lines.len() < MOST {
            let rows = record::shipped_after(db, self.plant_id, after, since)?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            for (_, row) in rows {
                let key = (row.order_no, row.line);
                let (Some(day), Some(item), Some(quantity)) = (row.order_date, row.item, row.quantity) else {
                    continue;
                };
                if known.contains(&key) || day < since {
                    continue;
                }
                let line = lines.entry(key).or_insert((day, item, Amount::ZERO, row.promise_date));
                line.2 += quantity;
            }
        }
        for ((order, line), (day, item, quantity, promised)) in lines {
            let at = self.morning(day.date());
            self.add_order(at, Code::from(format!("{order}/{line}")), &item, quantity, promised);
        }
        Ok(())
    }

    /// Takes orders of an imported record that had come by the desk's instant.
    pub(super) fn take_orders(&mut self, orders: &[Came]) {
        let (first, now) = (self.first_day().date(), self.now());
        for came in orders.iter().filter(|came| came.on >= first) {
            let at = self.morning(came.on);
            if at <= now {
                let document = Code::from(came.document.as_str());
                self.add_order(at, document, &came.item, came.quantity, came.promised);
            }
        }
        self.add_open_time();
    }

    fn morning(&self, date: NaiveDate) -> Instant {
        Instant::from_local(date.and_time(MORNING), self.shop.zone)
    }

    fn add_order(&mut self, at: Instant, document: Code, item: &str, pieces: Amount, promised: Option<Day>) {
        let row = OrderRecord {
            // An order of today counts, whatever the hour.
            at: at.min(self.now()),
            document,
            item: self.code(item),
            quantity: quantity(pieces.decimal()),
            promised: promised.map(|day| Instant::end_of(day.date(), self.shop.zone)),
        };
        self.records.orders.push(row);
    }

    fn add_open_time(&mut self) {
        let (Some(first), Some(calendar)) =
            (self.records.orders.iter().map(|order| order.at.0).min(), self.past.plant())
        else {
            return;
        };
        let now = self.now().0;
        let mut found = Vec::new();
        let mut to = now;
        while to > first {
            let from = (to - WEEK).max(first);
            found.push(OpenTime { at: Instant(to), open: open(calendar, from, to) });
            to = from;
        }
        found.retain(|stretch| stretch.open > 0);
        self.records.open = found;
    }
}

/// Whose orders these are.
fn customers(db: &mut Db, plant_id: i64, orders: Vec<String>) -> Result<BTreeMap<String, String>, Failure> {
    let orders: BTreeSet<String> = orders.into_iter().collect();
    let orders: Vec<String> = orders.into_iter().collect();
    Ok(record::customers_of(db, plant_id, &orders)?.into_iter().collect())
}
