//! Quotes and their lines.

use crate::document::DateBasis;
use crate::domain::sales::QuoteStatus;
use crate::domain::value::{Amount, Day, Moment, by_number};
use crate::store::schema::sales::{quote_lines, quotes};
use crate::store::{Columns, Db, Failure, Json};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A quote without its lines.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = quotes, treat_none_as_null = true)]
pub struct Quote {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Its number.
    pub number: String,
    /// Who asked, by code.
    pub customer: String,
    /// What it has become.
    pub status: QuoteStatus,
    /// The snapshot that it was computed on.
    pub as_of: Moment,
    /// The promises that the snapshot knew.
    #[serde(skip)]
    pub promise_version: i64,
    /// Until when it stands.
    pub expires_at: Moment,
    /// The sales order that it became.
    pub order_no: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Grows with every change.
    pub version: i64,
    /// When it was made.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
    /// Whether all lines leave together, on one day.
    pub ship_complete: bool,
    /// What the futures say of all lines together; null where none were played, or not all were tried.
    #[schema(value_type = Object)]
    pub odds: Json,
}

/// A line of a quote.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = quote_lines, treat_none_as_null = true)]
pub struct QuoteLine {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Number of the quote.
    #[serde(skip)]
    pub quote: String,
    /// Number of the line.
    pub line: String,
    /// What was asked for.
    pub item: String,
    /// The customer's own part number.
    pub customer_part: Option<String>,
    /// How much.
    pub quantity: Amount,
    /// When the customer wants it.
    pub requested_date: Option<Day>,
    /// What the dates mean.
    pub date_basis: DateBasis,
    /// The date to promise.
    pub offered_date: Day,
    /// The day on which it would leave, without buffer.
    pub ship_date: Day,
    /// Whether the wanted date is kept; nothing if none was named.
    pub keeps_requested: Option<bool>,
    /// How well the times behind it are known.
    pub grade: String,
    /// Price of one unit; only for those who may read prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Amount>,
    /// What has to be bought, and where its operations fit.
    #[schema(value_type = Object)]
    pub explanation: Json,
    /// What a held quote keeps.
    #[serde(skip)]
    pub protected: Json,
    /// What a held quote keeps.
    #[serde(skip)]
    pub pegs: Json,
    /// What the futures say of the offered date; null where none were played.
    #[schema(value_type = Object)]
    pub odds: Json,
    /// The number under which its random numbers are drawn; empty for the quote's own.
    #[serde(skip)]
    pub luck: String,
    /// The minutes that were typed for a part without a routing; null where it has times of its own.
    #[schema(value_type = Option<Vec<crate::domain::estimate::EstimatedStep>>)]
    pub estimate: Json,
}

/// One quote.
///
/// # Errors
///
/// What the database says.
pub fn quote(db: &mut Db, plant_id: i64, number: &str) -> Result<Option<Quote>, Failure> {
    Ok(db.maybe(quotes::table.find((plant_id, number)).select(Quote::columns()))?)
}

/// The lines of a quote, as people count them.
///
/// # Errors
///
/// What the database says.
pub fn quote_lines_of(db: &mut Db, plant_id: i64, number: &str) -> Result<Vec<QuoteLine>, Failure> {
    let of_quote = quote_lines::plant_id.eq(plant_id).and(quote_lines::quote.eq(number));
    let mut lines: Vec<QuoteLine> =
        db.all(quote_lines::table.filter(of_quote).select(QuoteLine::columns()))?;
    lines.sort_by(|a, b| by_number(&a.line, &b.line));
    Ok(lines)
}

/// Quotes with these numbers' order after `after`, of `customer` and `status` if said.
///
/// # Errors
///
/// What the database says.
pub fn quotes(
    db: &mut Db,
    plant_id: i64,
    customer: Option<&str>,
    status: Option<QuoteStatus>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Quote>, Failure> {
    crate::on!(db, connection => {
        let mut query = quotes::table
            .filter(quotes::plant_id.eq(plant_id))
            .order(quotes::number.asc())
            .limit(limit)
            .select(Quote::columns())
            .into_boxed();
        if let Some(customer) = customer {
            query = query.filter(quotes::customer.eq(customer));
        }
        if let Some(status) = status {
            query = query.filter(quotes::status.eq(status));
        }
        if let Some(after) = after {
            query = query.filter(quotes::number.gt(after));
        }
        Ok(query.load(connection)?)
    })
}

/// Adds a quote with its lines.
///
/// # Errors
///
/// What the database says.
pub fn insert_quote(db: &mut Db, quote: &Quote, lines: &[QuoteLine]) -> Result<(), Failure> {
    db.run(diesel::insert_into(quotes::table).values(quote))?;
    for line in lines {
        db.run(diesel::insert_into(quote_lines::table).values(line))?;
    }
    Ok(())
}

/// Stores a quote as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_quote(db: &mut Db, quote: &Quote) -> Result<(), Failure> {
    let row = quotes::table.find((quote.plant_id, quote.number.as_str()));
    db.run(diesel::update(row).set(quote))?;
    Ok(())
}

/// Stores a quote's line as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_quote_line(db: &mut Db, line: &QuoteLine) -> Result<(), Failure> {
    let row = quote_lines::table.find((line.plant_id, line.quote.as_str(), line.line.as_str()));
    db.run(diesel::update(row).set(line))?;
    Ok(())
}

/// Open quotes that expire by `at`, first to expire first; with their lines' customer in them.
///
/// # Errors
///
/// What the database says.
pub fn quotes_expiring(db: &mut Db, plant_id: i64, at: Moment) -> Result<Vec<Quote>, Failure> {
    let standing = [QuoteStatus::Offered, QuoteStatus::Held, QuoteStatus::Released];
    let due =
        quotes::plant_id.eq(plant_id).and(quotes::status.eq_any(standing)).and(quotes::expires_at.le(at));
    let order = (quotes::expires_at.asc(), quotes::number.asc());
    Ok(db.all(quotes::table.filter(due).order(order).select(Quote::columns()))?)
}

/// When the next open quote expires, for the clock.
///
/// # Errors
///
/// What the database says.
pub fn next_expiry(db: &mut Db, plant_id: i64) -> Result<Option<Moment>, Failure> {
    let standing = [QuoteStatus::Offered, QuoteStatus::Held, QuoteStatus::Released];
    let open = quotes::plant_id.eq(plant_id).and(quotes::status.eq_any(standing));
    Ok(db.maybe(
        quotes::table.filter(open).order(quotes::expires_at.asc()).select(quotes::expires_at).limit(1),
    )?)
}
