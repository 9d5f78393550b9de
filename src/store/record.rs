//! The shop's record as learning reads it: long lists in portions, the newest first where there may be too many.

use super::schema::learning::choices;
use super::schema::master::{production_history, shipment_history};
use super::schema::sales::{holds, sales_lines, sales_orders};
use super::schema::supply::{purchase_dates, purchase_lines};
use super::schema::work::{operations, progress_reports, work_orders};
use super::types::Held;
use super::{Columns, Db, Failure, Json};
use crate::document::HoldKind;
use crate::domain::progress::{Flag, Kind};
use crate::domain::sales::LineStatus;
use crate::domain::value::{Amount, Day, Moment};
use crate::store::master::history::{ProductionRow, ShipmentRow};
use crate::store::purchasing::PurchaseLine;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Rows of one portion.
const PORTION: i64 = 1_000;

/// Up to a thousand operations that were done, begun since `since`, recorded before the one with the key `before`:
/// the last recorded first, each with its key.
///
/// # Errors
///
/// What the database says.
pub fn production_before(
    db: &mut Db,
    plant_id: i64,
    before: i64,
    since: Moment,
) -> Result<Vec<(i64, ProductionRow)>, Failure> {
    use production_history as t;
    let some =
        t::table.filter(t::plant_id.eq(plant_id)).filter(t::id.lt(before)).filter(t::started.ge(since));
    Ok(db.all(some.order(t::id.desc()).limit(PORTION).select((t::id, ProductionRow::columns())))?)
}

/// A report that stands, as far as time is concerned.
#[derive(Clone, Debug, Queryable)]
pub struct Told {
    /// The work order.
    pub work_order: String,
    /// The operation.
    pub operation: String,
    /// What happened.
    pub kind: Kind,
    /// When it happened.
    pub at: Moment,
    /// When we heard of it.
    pub received_at: Moment,
    /// Where it really runs, if somebody said.
    pub work_centre: Option<String>,
    /// Why it rests or is blocked.
    pub reason: Option<String>,
}

/// The reports on work orders that nothing corrects, by order and time.
///
/// # Errors
///
/// What the database says.
pub fn reports_about(db: &mut Db, plant_id: i64, orders: &[String]) -> Result<Vec<Told>, Failure> {
    use progress_reports as t;
    let some = t::table
        .filter(t::plant_id.eq(plant_id))
        .filter(t::work_order.eq_any(orders.to_vec()))
        .filter(t::corrected_by.is_null());
    let columns = (t::work_order, t::operation, t::kind, t::at, t::received_at, t::work_centre, t::reason);
    Ok(db.all(some.order((t::work_order, t::at, t::id)).select(columns))?)
}

/// What is odd about operations of work orders: `(work order, operation, flags)`.
///
/// # Errors
///
/// What the database says.
pub fn flags_of(
    db: &mut Db,
    plant_id: i64,
    orders: &[String],
) -> Result<Vec<(String, String, BTreeSet<Flag>)>, Failure> {
    use operations as t;
    let some = t::table.filter(t::plant_id.eq(plant_id)).filter(t::work_order.eq_any(orders.to_vec()));
    let rows: Vec<(String, String, Held<BTreeSet<Flag>>)> =
        db.all(some.select((t::work_order, t::operation, t::flags)))?;
    Ok(rows.into_iter().map(|(order, operation, flags)| (order, operation, flags.0)).collect())
}

/// What a dispatch list had when an operation was reported to begin.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = choices)]
pub struct ChoiceRow {
    /// The plant.
    pub plant_id: i64,
    /// The work order of the operation.
    pub work_order: String,
    /// The operation.
    pub operation: String,
    /// Where it was begun.
    pub work_centre: String,
    /// When.
    pub at: Moment,
    /// Machines of the work centre that stood.
    pub free: i32,
    /// What could have been started, in the order of the list: a table of work order and operation.
    pub ready: Json,
}

/// Keeps what was chosen from, in the place of what was known of the same operation.
///
/// # Errors
///
/// What the database says.
pub fn put_choice(db: &mut Db, row: &ChoiceRow) -> Result<(), Failure> {
    use choices as t;
    let same = t::plant_id.eq(row.plant_id).and(t::work_order.eq(row.work_order.clone()));
    db.run(diesel::delete(t::table.filter(same.and(t::operation.eq(row.operation.clone())))))?;
    db.run(diesel::insert_into(t::table).values(row.clone()))?;
    Ok(())
}

/// Up to a thousand choices made since `since`, recorded before the one with the key `before`: the last recorded
/// first, each with its key.
///
/// # Errors
///
/// What the database says.
pub fn choices_before(
    db: &mut Db,
    plant_id: i64,
    before: i64,
    since: Moment,
) -> Result<Vec<(i64, ChoiceRow)>, Failure> {
    use choices as t;
    let some = t::table.filter(t::plant_id.eq(plant_id)).filter(t::id.lt(before)).filter(t::at.ge(since));
    Ok(db.all(some.order(t::id.desc()).limit(PORTION).select((t::id, ChoiceRow::columns())))?)
}

/// Operations of work orders that have begun, and when: `(work order, operation, when)`; nothing where that was only
/// concluded from a report on a later operation.
///
/// # Errors
///
/// What the database says.
pub fn begun_of(
    db: &mut Db,
    plant_id: i64,
    orders: &[String],
) -> Result<Vec<(String, String, Option<Moment>)>, Failure> {
    use operations as t;
    let some = t::table.filter(t::plant_id.eq(plant_id)).filter(t::work_order.eq_any(orders.to_vec()));
    let begun = some.filter(t::started.is_not_null().or(t::inferred_by.is_not_null()));
    Ok(db.all(begun.select((t::work_order, t::operation, t::started)))?)
}

/// Up to a thousand lines of purchase orders with a confirmed date, behind the one of `after`, in their order.
///
/// # Errors
///
/// What the database says.
pub fn confirmed_after(
    db: &mut Db,
    plant_id: i64,
    after: (&str, &str),
    since: Day,
) -> Result<Vec<PurchaseLine>, Failure> {
    use purchase_lines as t;
    let (order, line) = (after.0.to_owned(), after.1.to_owned());
    let behind = t::order_no.gt(order.clone()).or(t::order_no.eq(order).and(t::line.gt(line)));
    let some = t::table.filter(t::plant_id.eq(plant_id)).filter(behind).filter(t::confirmed_date.ge(since));
    Ok(db.all(some.order((t::order_no, t::line)).limit(PORTION).select(PurchaseLine::columns()))?)
}

/// The dates that suppliers confirmed for lines of these orders: `(order, line, date, when they said so)`.
///
/// # Errors
///
/// What the database says.
pub fn said_dates(
    db: &mut Db,
    plant_id: i64,
    orders: &[String],
) -> Result<Vec<(String, String, Day, Moment)>, Failure> {
    use purchase_dates as t;
    let some = t::table
        .filter(t::plant_id.eq(plant_id))
        .filter(t::order_no.eq_any(orders.to_vec()))
        .filter(t::confirmed_date.is_not_null());
    let columns = (t::order_no, t::line, t::confirmed_date, t::at);
    let rows: Vec<(String, String, Option<Day>, Moment)> = db.all(some.order(t::id).select(columns))?;
    Ok(rows.into_iter().filter_map(|(order, line, day, at)| Some((order, line, day?, at))).collect())
}

/// A hold that was to end by a day.
#[derive(Clone, Debug, Queryable)]
pub struct Awaited {
    /// Its number.
    pub id: i64,
    /// The order held.
    pub order_no: Option<String>,
    /// The work order held.
    pub work_order: Option<String>,
    /// Why.
    pub kind: HoldKind,
    /// When it was expected to end.
    pub expected_release: Option<Day>,
    /// The day from which it holds nothing any more.
    pub released: Option<Day>,
}

/// Up to a thousand holds with an expected end, behind the one with the number `after`.
///
/// # Errors
///
/// What the database says.
pub fn awaited_after(db: &mut Db, plant_id: i64, after: i64, since: Day) -> Result<Vec<Awaited>, Failure> {
    use holds as t;
    let some = t::table
        .filter(t::plant_id.eq(plant_id))
        .filter(t::id.gt(after))
        .filter(t::expected_release.ge(since));
    let columns = (t::id, t::order_no, t::work_order, t::kind, t::expected_release, t::released);
    Ok(db.all(some.order(t::id).limit(PORTION).select(columns))?)
}

/// Whose orders these are: `(number, customer)`.
///
/// # Errors
///
/// What the database says.
pub fn customers_of(db: &mut Db, plant_id: i64, orders: &[String]) -> Result<Vec<(String, String)>, Failure> {
    use sales_orders as t;
    let some = t::table.filter(t::plant_id.eq(plant_id)).filter(t::number.eq_any(orders.to_vec()));
    Ok(db.all(some.select((t::number, t::customer)))?)
}

/// For which sales orders these work orders were made: `(work order, order)`.
///
/// # Errors
///
/// What the database says.
pub fn made_for(db: &mut Db, plant_id: i64, orders: &[String]) -> Result<Vec<(String, String)>, Failure> {
    use work_orders as t;
    let some = t::table.filter(t::plant_id.eq(plant_id)).filter(t::number.eq_any(orders.to_vec()));
    let rows: Vec<(String, Option<String>)> = db.all(some.select((t::number, t::order_no)))?;
    Ok(rows.into_iter().filter_map(|(number, order)| Some((number, order?))).collect())
}

/// A line that a customer ordered.
#[derive(Clone, Debug, Queryable)]
pub struct Ordered {
    /// Number of the order.
    pub order_no: String,
    /// Number of its line.
    pub line: String,
    /// Its schedule line; empty where there is only one.
    pub schedule: String,
    /// What was ordered.
    pub item: String,
    /// How much.
    pub quantity: Amount,
    /// When, if it is known.
    pub order_date: Option<Day>,
    /// By when it was promised.
    pub promise_date: Option<Day>,
    /// Where it stands.
    pub status: LineStatus,
    /// When the order was entered here.
    pub created_at: Moment,
}

/// Up to a thousand lines of sales orders, entered since `since`, behind the one of `after`, in their order.
///
/// # Errors
///
/// What the database says.
pub fn ordered_after(
    db: &mut Db,
    plant_id: i64,
    after: (&str, &str, &str),
    since: Moment,
) -> Result<Vec<Ordered>, Failure> {
    use sales_lines as t;
    let (order, line, schedule) = (after.0.to_owned(), after.1.to_owned(), after.2.to_owned());
    let same_order = t::order_no.eq(order.clone());
    let same_line = t::line.eq(line.clone()).and(t::schedule.gt(schedule));
    let behind = t::order_no.gt(order).or(same_order.and(t::line.gt(line).or(same_line)));
    let of_order = sales_orders::table
        .on(sales_orders::plant_id.eq(t::plant_id).and(sales_orders::number.eq(t::order_no)));
    let some = t::table
        .inner_join(of_order)
        .filter(t::plant_id.eq(plant_id))
        .filter(behind)
        .filter(sales_orders::created_at.ge(since));
    let columns = (
        t::order_no,
        t::line,
        t::schedule,
        t::item,
        t::quantity,
        t::order_date,
        t::promise_date,
        t::status,
        sales_orders::created_at,
    );
    Ok(db.all(some.order((t::order_no, t::line, t::schedule)).limit(PORTION).select(columns))?)
}

/// Up to a thousand shipments since `since`, behind the one with the key `after`, each with its key.
///
/// # Errors
///
/// What the database says.
pub fn shipped_after(
    db: &mut Db,
    plant_id: i64,
    after: i64,
    since: Day,
) -> Result<Vec<(i64, ShipmentRow)>, Failure> {
    use shipment_history as t;
    let some =
        t::table.filter(t::plant_id.eq(plant_id)).filter(t::id.gt(after)).filter(t::shipped_date.ge(since));
    Ok(db.all(some.order(t::id).limit(PORTION).select((t::id, ShipmentRow::columns())))?)
}
