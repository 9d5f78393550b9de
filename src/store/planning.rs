//! What the planner reads besides documents, and what it keeps: everything the journal shows it, where lines
//! stand, what promises keep, and how planned dates changed.

use super::sales::PromiseKeeps;
use super::schema::foundation::plants;
use super::schema::planning::forecast_history;
use super::schema::sales::{promises, quote_lines, quotes, sales_lines};
use super::{Columns, Db, Failure, Json, Subject};
use crate::domain::sales::{LineId, LineStatus, QuoteStatus};
use crate::domain::value::{Day, Moment};
use crate::on;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A journal entry as the planner needs it: what to read again.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its number.
    pub seq: i64,
    /// Its transaction; 0 on SQLite.
    pub xid: i64,
    /// Whether everything before it can be seen too.
    pub settled: bool,
    /// What to read again.
    pub subjects: Vec<Subject>,
}

#[derive(QueryableByName)]
struct SeenRow {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = BigInt)]
    xid: i64,
    #[diesel(sql_type = Bool)]
    settled: bool,
    #[diesel(sql_type = super::types::sql::Doc)]
    subjects: Json,
}

const SQLITE_SEEN: &str = "SELECT seq, 0 AS xid, 1 AS settled, subjects FROM journal \
    WHERE 0 = 0 * $1 AND seq > $2 ORDER BY seq LIMIT $3";
const POSTGRES_SEEN: &str = "SELECT seq, xid::text::bigint AS xid, \
    xid < pg_snapshot_xmin(pg_current_snapshot()) AS settled, subjects \
    FROM journal WHERE (xid, seq) > ($1::text::xid8, $2) ORDER BY xid, seq LIMIT $3";

/// Everything of the journal behind `(xid, seq)` that this snapshot shows, at most `limit` entries. Unlike the
/// feed it also shows entries before which others may still appear: what is read in the same snapshot has them
/// in it, so the planner must know of them. It goes on from the last one that is settled.
///
/// # Errors
///
/// What the database says.
pub fn seen_after(db: &mut Db, (xid, seq): (i64, i64), limit: i64) -> Result<Vec<Seen>, Failure> {
    let text = if matches!(db, Db::Pg(_)) { POSTGRES_SEEN } else { SQLITE_SEEN };
    let query =
        diesel::sql_query(text).bind::<BigInt, _>(xid).bind::<BigInt, _>(seq).bind::<BigInt, _>(limit);
    let rows: Vec<SeenRow> = on!(db, c => query.load(c))?;
    rows.into_iter()
        .map(|row| {
            let SeenRow { seq, xid, settled, subjects } = row;
            Ok(Seen { seq, xid, settled, subjects: subjects.read()? })
        })
        .collect()
}

/// Where open lines stand: `(order, line, schedule, stage)`, of some orders or of all.
///
/// # Errors
///
/// What the database says.
pub fn stages(
    db: &mut Db,
    plant_id: i64,
    orders: Option<&[String]>,
) -> Result<Vec<(String, String, String, String)>, Failure> {
    let open = sales_lines::plant_id.eq(plant_id).and(sales_lines::status.eq(LineStatus::Open));
    let columns = (sales_lines::order_no, sales_lines::line, sales_lines::schedule, sales_lines::stage);
    let key = (sales_lines::order_no, sales_lines::line, sales_lines::schedule);
    match orders {
        None => Ok(db.all(sales_lines::table.filter(open).order(key).select(columns))?),
        Some(orders) => {
            let some = open.and(sales_lines::order_no.eq_any(orders.to_vec()));
            Ok(db.all(sales_lines::table.filter(some).order(key).select(columns))?)
        }
    }
}

/// What the current promises of some orders' open lines keep, and what these quotes keep while they are held.
///
/// # Errors
///
/// What the database says.
pub fn keeps_of(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Vec<PromiseKeeps>, Failure> {
    let joined = sales_lines::table
        .inner_join(promises::table.on(sales_lines::promise_id.eq(promises::id.nullable())));
    let open = sales_lines::plant_id
        .eq(plant_id)
        .and(sales_lines::status.eq(LineStatus::Open))
        .and(sales_lines::promise_date.is_not_null())
        .and(sales_lines::order_no.eq_any(numbers.to_vec()));
    let columns = (
        sales_lines::order_no,
        sales_lines::line,
        sales_lines::schedule,
        promises::protected,
        promises::pegs,
    );
    let mut rows: Vec<(String, String, String, Json, Json)> = db.all(joined.filter(open).select(columns))?;
    let held = quotes::table.inner_join(
        quote_lines::table
            .on(quote_lines::quote.eq(quotes::number).and(quote_lines::plant_id.eq(quotes::plant_id))),
    );
    let standing = quotes::plant_id
        .eq(plant_id)
        .and(quotes::status.eq(QuoteStatus::Held))
        .and(quotes::number.eq_any(numbers.to_vec()));
    let columns = (quotes::number, quote_lines::line, quote_lines::protected, quote_lines::pegs);
    let quoted: Vec<(String, String, Json, Json)> = db.all(held.filter(standing).select(columns))?;
    rows.extend(
        quoted.into_iter().map(|(number, line, starts, pegs)| (number, line, String::new(), starts, pegs)),
    );
    rows.sort_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)));
    let keeps = |(order, line, schedule, protected, pegs)| PromiseKeeps {
        line: LineId { order, line, schedule },
        protected,
        pegs,
    };
    Ok(rows.into_iter().map(keeps).collect())
}

/// What was planned for a line from an instant on.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = forecast_history)]
pub struct PastForecast {
    /// The schedule line's number; empty where the line has only one date.
    pub schedule: String,
    /// Plant time of the plan.
    pub at: Moment,
    /// The last journal entry that the plan knew.
    pub position: i64,
    /// When it would ship; nothing if no date was found.
    pub ship_day: Option<Day>,
    /// When it would arrive.
    pub arrival_day: Option<Day>,
    /// Days after the promise; negative before it.
    pub late_days: Option<i64>,
    /// What it waited for longest: a stable word.
    pub cause: Option<String>,
}

/// A change of what is planned for a line.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = forecast_history)]
pub struct NewForecast {
    /// The plant.
    pub plant_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// Plant time of the plan.
    pub at: Moment,
    /// The last journal entry that the plan knew.
    pub position: i64,
    /// When it ships.
    pub ship_day: Option<Day>,
    /// When it arrives.
    pub arrival_day: Option<Day>,
    /// Days after the promise.
    pub late_days: Option<i64>,
    /// What it waits for longest.
    pub cause: Option<String>,
}

/// Adds changes.
///
/// # Errors
///
/// What the database says.
pub fn add_forecasts(db: &mut Db, rows: &[NewForecast]) -> Result<(), Failure> {
    db.run(diesel::insert_into(forecast_history::table).values(rows))?;
    Ok(())
}

/// What was planned for a line, oldest first.
///
/// # Errors
///
/// What the database says.
pub fn forecasts_of(
    db: &mut Db,
    plant_id: i64,
    order: &str,
    line: &str,
) -> Result<Vec<PastForecast>, Failure> {
    let of_line = forecast_history::plant_id
        .eq(plant_id)
        .and(forecast_history::order_no.eq(order))
        .and(forecast_history::line.eq(line));
    let query = forecast_history::table.filter(of_line).order(forecast_history::id);
    Ok(db.all(query.select(PastForecast::columns()))?)
}

/// What was planned last for each open line.
///
/// # Errors
///
/// What the database says.
pub fn last_forecasts(db: &mut Db, plant_id: i64) -> Result<Vec<NewForecast>, Failure> {
    let of_open = forecast_history::order_no.eq_any(
        sales_lines::table
            .filter(sales_lines::plant_id.eq(plant_id).and(sales_lines::status.eq(LineStatus::Open)))
            .select(sales_lines::order_no),
    );
    let query = forecast_history::table
        .filter(forecast_history::plant_id.eq(plant_id).and(of_open))
        .order(forecast_history::id);
    let rows: Vec<NewForecast> = db.all(query.select(NewForecast::columns()))?;
    let mut last = BTreeMap::new();
    for row in rows {
        last.insert((row.order_no.clone(), row.line.clone(), row.schedule.clone()), row);
    }
    Ok(last.into_values().collect())
}

/// Sets the plant's own clock.
///
/// # Errors
///
/// What the database says.
pub fn set_clock(db: &mut Db, plant_id: i64, now: Moment) -> Result<(), Failure> {
    db.run(diesel::update(plants::table.find(plant_id)).set(plants::clock.eq(Some(now))))?;
    Ok(())
}

diesel::allow_tables_to_appear_in_same_query!(forecast_history, sales_lines);
