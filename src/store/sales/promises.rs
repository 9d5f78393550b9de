//! Promises: rows that are added and never changed; a trigger holds that too.

use crate::domain::promise::{CausedBy, NotedDate, PromiseKind};
use crate::domain::sales::{LineId, LineStatus};
use crate::domain::value::{Day, Moment};
use crate::store::schema::sales::{promises, sales_lines};
use crate::store::{Columns, Db, Failure, Json};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A promise, a move or a withdrawal, as it was said.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = promises)]
pub struct Promise {
    /// Its number.
    pub id: i64,
    /// The line's number.
    #[serde(skip)]
    pub line: String,
    /// The schedule line's number.
    #[serde(skip)]
    pub schedule: String,
    /// The day promised; none for a withdrawal.
    pub date: Option<Day>,
    /// What happened.
    pub kind: PromiseKind,
    /// Which percentile of the forecast it was; none until there are odds.
    pub percentile: Option<i64>,
    /// Why it was moved or withdrawn.
    pub reason_code: Option<String>,
    /// The reason in words.
    pub note: Option<String>,
    /// Who caused it.
    pub caused_by: Option<CausedBy>,
    /// When.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
    /// Whose promises it hurt.
    #[schema(value_type = Object)]
    pub consequences: Json,
    /// What it was computed on.
    #[schema(value_type = Object)]
    pub snapshot: Json,
    /// The date that we would have given, where sales give their own.
    #[schema(value_type = Option<NotedDate>)]
    pub ours: Json,
}

/// A promise to be stored.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = promises)]
pub struct NewPromise {
    /// The plant.
    pub plant_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// The day promised; none for a withdrawal.
    pub date: Option<Day>,
    /// What happened.
    pub kind: PromiseKind,
    /// Which percentile of the forecast it is.
    pub percentile: Option<i64>,
    /// Why it is moved.
    pub reason_code: Option<String>,
    /// The reason in words.
    pub note: Option<String>,
    /// Who caused it.
    pub caused_by: Option<CausedBy>,
    /// When.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
    /// [`crate::domain::promise::ProtectedStart`]s.
    pub protected: Json,
    /// [`crate::domain::promise::KeptPeg`]s.
    pub pegs: Json,
    /// [`crate::domain::promise::HurtPromise`]s.
    pub consequences: Json,
    /// A [`crate::domain::promise::Snapshot`], or `null`.
    pub snapshot: Json,
    /// A [`NotedDate`], or `null`.
    pub ours: Json,
}

/// What a line's promise keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseKeeps {
    /// The line; a held quote's lines are keyed by the quote's number.
    pub line: LineId,
    /// [`crate::domain::promise::ProtectedStart`]s.
    pub protected: Json,
    /// [`crate::domain::promise::KeptPeg`]s.
    pub pegs: Json,
}

/// Adds a promise, copies its date to the line, and says its number.
///
/// # Errors
///
/// What the database says.
pub fn insert_promise(db: &mut Db, promise: &NewPromise) -> Result<i64, Failure> {
    let id: i64 = db.one(diesel::insert_into(promises::table).values(promise).returning(promises::id))?;
    let key = (promise.plant_id, promise.order_no.as_str(), promise.line.as_str(), promise.schedule.as_str());
    let current = (sales_lines::promise_date.eq(promise.date), sales_lines::promise_id.eq(Some(id)));
    db.run(diesel::update(sales_lines::table.find(key)).set(current))?;
    Ok(id)
}

/// Order, line and schedule line, and what its promise was computed on: a [`crate::domain::promise::Snapshot`].
pub type RecordedOdds = (String, String, String, Json);

/// What the promises with odds that stand were computed on, of lines that are open.
///
/// # Errors
///
/// What the database says.
pub fn recorded_odds(db: &mut Db, plant_id: i64) -> Result<Vec<RecordedOdds>, Failure> {
    let standing = sales_lines::table
        .inner_join(promises::table.on(sales_lines::promise_id.eq(promises::id.nullable())));
    let open = sales_lines::plant_id.eq(plant_id).and(sales_lines::status.eq(LineStatus::Open));
    let of_line = (sales_lines::order_no, sales_lines::line, sales_lines::schedule, promises::snapshot);
    Ok(db.all(standing.filter(open.and(promises::percentile.is_not_null())).select(of_line))?)
}

/// The promises of all lines of an order, first to last.
///
/// # Errors
///
/// What the database says.
pub fn promises_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Promise>, Failure> {
    let of_order = promises::plant_id.eq(plant_id).and(promises::order_no.eq(order));
    Ok(db.all(promises::table.filter(of_order).order(promises::id.asc()).select(Promise::columns()))?)
}

/// The days that were promised of several orders' lines, first to last, by the order's number.
///
/// # Errors
///
/// What the database says.
pub fn promised_days(
    db: &mut Db,
    plant_id: i64,
    orders: &[String],
) -> Result<BTreeMap<String, Vec<Day>>, Failure> {
    let mut days: BTreeMap<String, Vec<Day>> = BTreeMap::new();
    for some in orders.chunks(500) {
        let of_orders = promises::plant_id.eq(plant_id).and(promises::order_no.eq_any(some.iter().cloned()));
        let told = promises::table.filter(of_orders).order(promises::id.asc());
        let rows: Vec<(String, Option<Day>)> = db.all(told.select((promises::order_no, promises::date)))?;
        for (order, day) in rows {
            days.entry(order).or_default().extend(day);
        }
    }
    Ok(days)
}

type KeepsRow = (String, String, String, Json, Json);

/// What the current promises of open lines keep, and what held quotes keep: for the planner.
///
/// # Errors
///
/// What the database says.
pub fn promise_keeps(db: &mut Db, plant_id: i64) -> Result<Vec<PromiseKeeps>, Failure> {
    use crate::domain::sales::{LineStatus, QuoteStatus};
    use crate::store::schema::sales::{quote_lines, quotes};
    let joined = sales_lines::table
        .inner_join(promises::table.on(sales_lines::promise_id.eq(promises::id.nullable())));
    let open = sales_lines::plant_id
        .eq(plant_id)
        .and(sales_lines::status.eq(LineStatus::Open))
        .and(sales_lines::promise_date.is_not_null());
    let columns = (
        sales_lines::order_no,
        sales_lines::line,
        sales_lines::schedule,
        promises::protected,
        promises::pegs,
    );
    let mut rows: Vec<KeepsRow> = db.all(joined.filter(open).select(columns))?;
    let held = quotes::table.inner_join(
        quote_lines::table
            .on(quote_lines::quote.eq(quotes::number).and(quote_lines::plant_id.eq(quotes::plant_id))),
    );
    let standing = quotes::plant_id.eq(plant_id).and(quotes::status.eq(QuoteStatus::Held));
    let columns = (quotes::number, quote_lines::line, quote_lines::protected, quote_lines::pegs);
    let quoted: Vec<(String, String, Json, Json)> = db.all(held.filter(standing).select(columns))?;
    rows.extend(
        quoted
            .into_iter()
            .map(|(number, line, protected, pegs)| (number, line, String::new(), protected, pegs)),
    );
    rows.sort_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)));
    Ok(rows
        .into_iter()
        .map(|(order, line, schedule, protected, pegs)| PromiseKeeps {
            line: LineId { order, line, schedule },
            protected,
            pegs,
        })
        .collect())
}
