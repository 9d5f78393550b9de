//! Sales order lines with what was promised for them and when their goods left, in portions: for reports on the past,
//! which must not hold a large shop whole.

use super::master::history::ShipmentRow;
use super::schema::master::{customers, shipment_history};
use super::schema::sales::{promises, sales_lines, sales_orders};
use super::schema::supply::{dispatch_lines, dispatch_notes};
use super::{Columns, Db, Failure, Json};
use crate::document::DateBasis;
use crate::domain::promise::{CausedBy, PromiseKind};
use crate::domain::sales::{LineId, LineStatus};
use crate::domain::value::{Amount, Day, Moment};
use diesel::prelude::*;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Orders of one portion.
const PORTION: i64 = 500;

/// A line, as far as its delivery is judged.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = sales_lines)]
pub struct PastLine {
    /// Number of the order.
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// What was ordered.
    pub item: String,
    /// How much.
    pub quantity: Amount,
    /// How much of it has left.
    pub shipped: Amount,
    /// When it was ordered.
    pub order_date: Option<Day>,
    /// What its dates mean; shipping unless said.
    pub date_basis: Option<DateBasis>,
    /// Whether it is still to be delivered.
    pub status: LineStatus,
}

impl PastLine {
    /// Its name.
    pub fn id(&self) -> LineId {
        LineId::new(&self.order_no, &self.line, &self.schedule)
    }
}

/// A promise, a move or a withdrawal, as far as it is judged.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = promises)]
pub struct PastPromise {
    /// Its number.
    pub id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// What happened.
    pub kind: PromiseKind,
    /// The day promised; none for a withdrawal.
    pub date: Option<Day>,
    /// The chance with which it was promised, in percent.
    pub percentile: Option<i64>,
    /// Who caused it.
    pub caused_by: Option<CausedBy>,
    /// When.
    pub made_at: Moment,
    /// A [`crate::domain::promise::NotedDate`], or `null`.
    pub ours: Json,
}

/// Goods of a line that left on a dispatch note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// When it was packed, if somebody said so.
    pub packed_at: Option<Moment>,
    /// When the note left.
    pub dispatched_at: Moment,
    /// When it arrived, if somebody said so.
    pub delivered_at: Option<Moment>,
}

/// The lines of some orders with all that is known of them.
#[derive(Debug, Default)]
pub struct Portion {
    /// The lines that were not forgotten, each with its customer and when its order was entered.
    pub lines: Vec<(PastLine, String, Moment)>,
    /// Their promises, first to last.
    pub promises: BTreeMap<LineId, Vec<PastPromise>>,
    /// What left of them.
    pub left: BTreeMap<LineId, Vec<Left>>,
    /// The days on which something left by the imported record, by order and line: it knows no schedule lines.
    pub recorded: BTreeMap<(String, String), Day>,
    /// The last order.
    pub last: String,
}

/// Reads the orders of a plant whose numbers come after `after`; nothing behind the last one.
///
/// # Errors
///
/// What the database says.
pub fn portion_after(db: &mut Db, plant_id: i64, after: &str) -> Result<Option<Portion>, Failure> {
    let of_plant = sales_orders::table.filter(sales_orders::plant_id.eq(plant_id));
    let next = of_plant.filter(sales_orders::number.gt(after.to_owned())).order(sales_orders::number);
    let numbers: Vec<String> = db.all(next.limit(PORTION).select(sales_orders::number))?;
    let Some(last) = numbers.last().cloned() else { return Ok(None) };
    Ok(Some(Portion { last, ..portion_of(db, plant_id, &numbers)? }))
}

/// Reads some orders of a plant, few enough for one question.
///
/// # Errors
///
/// What the database says.
pub fn portion_of(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Portion, Failure> {
    let mut portion = Portion { lines: lines(db, plant_id, numbers)?, ..Portion::default() };
    let of_them = promises::plant_id.eq(plant_id).and(promises::order_no.eq_any(numbers.to_vec()));
    let said = promises::table.filter(of_them).order(promises::id).select(PastPromise::columns());
    for one in db.all::<PastPromise, _>(said)? {
        let id = LineId::new(&one.order_no, &one.line, &one.schedule);
        portion.promises.entry(id).or_default().push(one);
    }
    portion.left = left(db, plant_id, numbers)?;
    portion.recorded = recorded(db, plant_id, numbers)?;
    Ok(portion)
}

/// The orders of which a line was promised with odds for a day from `from` to `to`, of at most `most` promises: those
/// with the newest days, the newest first.
///
/// # Errors
///
/// What the database says.
pub fn promised_with_odds(
    db: &mut Db,
    plant_id: i64,
    (from, to): (Day, Day),
    most: i64,
) -> Result<Vec<String>, Failure> {
    let asked = promises::plant_id.eq(plant_id).and(promises::percentile.is_not_null());
    let asked = promises::table.filter(asked.and(promises::date.between(from, to)));
    let newest = asked.order((promises::date.desc(), promises::id.desc())).limit(most);
    let rows: Vec<String> = db.all(newest.select(promises::order_no))?;
    let mut known = BTreeSet::new();
    Ok(rows.into_iter().filter(|number| known.insert(number.clone())).collect())
}

/// What some promises were computed on, by their numbers: [`crate::domain::promise::Snapshot`]s, or `null`.
///
/// # Errors
///
/// What the database says.
pub fn snapshots_of(db: &mut Db, ids: &[i64]) -> Result<BTreeMap<i64, Json>, Failure> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(PORTION as usize) {
        let asked = promises::table.filter(promises::id.eq_any(some.to_vec()));
        found.extend(db.all::<(i64, Json), _>(asked.select((promises::id, promises::snapshot)))?);
    }
    Ok(found)
}

fn lines(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Vec<(PastLine, String, Moment)>, Failure> {
    let same_order = sales_orders::number.eq(sales_lines::order_no);
    let joined = sales_lines::table
        .inner_join(sales_orders::table.on(same_order.and(sales_orders::plant_id.eq(sales_lines::plant_id))));
    let of_them = sales_lines::plant_id.eq(plant_id).and(sales_lines::order_no.eq_any(numbers.to_vec()));
    let columns = (PastLine::columns(), sales_orders::customer, sales_orders::created_at);
    Ok(db.all(joined.filter(of_them).select(columns))?)
}

/// A row of a dispatch note: order, line, schedule, when it was packed, left and arrived.
type Gone = (String, String, String, Option<Moment>, Option<Moment>, Option<Moment>);

fn left(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<BTreeMap<LineId, Vec<Left>>, Failure> {
    let of_note = dispatch_notes::plant_id
        .eq(dispatch_lines::plant_id)
        .and(dispatch_notes::number.eq(dispatch_lines::note_no));
    let of_them =
        dispatch_lines::plant_id.eq(plant_id).and(dispatch_lines::order_no.eq_any(numbers.to_vec()));
    let gone = dispatch_lines::table
        .inner_join(dispatch_notes::table.on(of_note))
        .filter(of_them.and(dispatch_notes::dispatched_at.is_not_null()))
        .select((
            dispatch_lines::order_no,
            dispatch_lines::line,
            dispatch_lines::schedule,
            dispatch_notes::packed_at,
            dispatch_notes::dispatched_at,
            dispatch_notes::delivered_at,
        ));
    let mut found: BTreeMap<LineId, Vec<Left>> = BTreeMap::new();
    for (order, line, schedule, packed_at, dispatched_at, delivered_at) in db.all::<Gone, _>(gone)? {
        let Some(dispatched_at) = dispatched_at else { continue };
        let id = LineId { order, line, schedule };
        found.entry(id).or_default().push(Left { packed_at, dispatched_at, delivered_at });
    }
    Ok(found)
}

fn recorded(
    db: &mut Db,
    plant_id: i64,
    numbers: &[String],
) -> Result<BTreeMap<(String, String), Day>, Failure> {
    let of_them =
        shipment_history::plant_id.eq(plant_id).and(shipment_history::order_no.eq_any(numbers.to_vec()));
    let columns = (shipment_history::order_no, shipment_history::line, shipment_history::shipped_date);
    let rows: Vec<(String, String, Day)> = db.all(shipment_history::table.filter(of_them).select(columns))?;
    let mut found = BTreeMap::new();
    for (order, line, day) in rows {
        let latest = found.entry((order, line)).or_insert(day);
        *latest = day.max(*latest);
    }
    Ok(found)
}

/// Goods of an order that this system never had, promised for one day: what the imported record of shipments says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Number of the order.
    pub order_no: String,
    /// Number of its line.
    pub line: String,
    /// Who received them.
    pub customer: Option<String>,
    /// What they were.
    pub item: Option<String>,
    /// How much; nothing where no row says so.
    pub quantity: Amount,
    /// When they were ordered.
    pub ordered: Option<Day>,
    /// The day that was promised, as the record has it.
    pub promised: Day,
    /// The day on which the last of them left.
    pub shipped: Day,
}

/// The deliveries of some orders.
#[derive(Debug, Default)]
pub struct Deliveries {
    /// In the order of their keys: order, line and promised day.
    pub rows: Vec<Delivery>,
    /// The last order.
    pub last: String,
}

/// Reads imported deliveries that were promised from `from` to `to`, of orders whose numbers come after `after`;
/// nothing behind the last one.
///
/// # Errors
///
/// What the database says.
pub fn deliveries_after(
    db: &mut Db,
    plant_id: i64,
    after: &str,
    (from, to): (Day, Day),
) -> Result<Option<Deliveries>, Failure> {
    use shipment_history as t;
    let asked = t::plant_id.eq(plant_id).and(t::promise_date.between(from, to));
    let next = t::table.filter(asked).filter(t::order_no.gt(after.to_owned())).select(t::order_no).distinct();
    let numbers: Vec<String> = db.all(next.order(t::order_no).limit(PORTION))?;
    let Some(last) = numbers.into_iter().next_back() else { return Ok(None) };
    let of_them = t::order_no.gt(after.to_owned()).and(t::order_no.le(last.clone()));
    let rows = t::table.filter(asked).filter(of_them).order(t::id).select(ShipmentRow::columns());
    let ours = sales_lines::plant_id.eq(plant_id).and(sales_lines::order_no.gt(after.to_owned()));
    let ours = sales_lines::table.filter(ours.and(sales_lines::order_no.le(last.clone())));
    let ours: Vec<(String, String)> = db.all(ours.select((sales_lines::order_no, sales_lines::line)))?;
    let ours: BTreeSet<(String, String)> = ours.into_iter().collect();
    let mut found: BTreeMap<(String, String, Day), Delivery> = BTreeMap::new();
    for row in db.all::<ShipmentRow, _>(rows)? {
        let Some(promised) = row.promise_date else { continue };
        let line = (row.order_no, row.line);
        if ours.contains(&line) {
            continue;
        }
        let ShipmentRow { customer, item, order_date: ordered, shipped_date: shipped, .. } = row;
        let quantity = row.quantity.unwrap_or_default();
        let (order_no, number) = line.clone();
        let one = Delivery { order_no, line: number, customer, item, quantity, ordered, promised, shipped };
        match found.entry((line.0, line.1, promised)) {
            Entry::Vacant(place) => drop(place.insert(one)),
            Entry::Occupied(mut place) => place.get_mut().join(one),
        }
    }
    Ok(Some(Deliveries { rows: found.into_values().collect(), last }))
}

impl Delivery {
    /// Takes another part of it in.
    fn join(&mut self, part: Self) {
        self.quantity += part.quantity;
        self.shipped = self.shipped.max(part.shipped);
        self.ordered = [self.ordered, part.ordered].into_iter().flatten().min();
        self.customer = self.customer.take().or(part.customer);
        self.item = self.item.take().or(part.item);
    }
}

/// Days that goods are on their way, by customer; only of those for whom it is known.
///
/// # Errors
///
/// What the database says.
pub fn transit_days(db: &mut Db) -> Result<BTreeMap<String, i32>, Failure> {
    let known = customers::table.filter(customers::transit_days.is_not_null());
    let rows: Vec<(String, Option<i32>)> =
        db.all(known.select((customers::code, customers::transit_days)))?;
    Ok(rows.into_iter().filter_map(|(code, days)| Some((code, days?))).collect())
}
