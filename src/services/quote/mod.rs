//! Quotes: a date offered at once, capacity held for it, and the order that it becomes.
//!
//! An offer is an answer about one snapshot and keeps nothing. Holding and accepting try the dates on the
//! planner's snapshot again and store them only if no other promise came between.

mod accept;
mod chance;
mod dates;
mod estimate;
mod fit;
mod offer;
mod quantities;

pub use accept::{Accepted, accept, hold};
pub use chance::{DateOdds, DateQuery, LineChance, odds_of};
pub use offer::{NewQuote, NewQuoteLine, offer};
pub use quantities::{Delivery, Quantities, QuantitiesBody, QuantityBy, Schedule, quantities};

use super::sales::{page_size, said, unknown};
use super::{Ask, Tx};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::role::{Actor, Right};
use crate::domain::sales::QuoteStatus;
use crate::domain::value::Moment;
use crate::store::sales::{self, Quote, QuoteLine};
use crate::store::{self, Db, Failure, Subject};
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

/// A quote with its lines.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuoteView {
    /// The quote.
    #[serde(flatten)]
    pub quote: Quote,
    /// Its lines.
    pub lines: Vec<QuoteLine>,
}

/// Which quotes a list shows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct QuotesQuery {
    /// Only this customer.
    pub customer: Option<String>,
    /// Only this status.
    #[param(inline)]
    pub status: Option<QuoteStatus>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// How many; 50 unless said, at most 200.
    pub limit: Option<i64>,
}

/// A page of quotes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuotesPage {
    /// The quotes, by number.
    pub items: Vec<Quote>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A page of quotes.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &QuotesQuery) -> Result<QuotesPage, Failure> {
    let limit = page_size(query.limit);
    let (customer, after) = (query.customer.as_deref(), query.cursor.as_deref());
    let mut items = sales::quotes(ask.db, ask.plant.id, customer, query.status, after, limit + 1)?;
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| last.number.clone());
    Ok(QuotesPage { items, next })
}

/// A quote as `actor` may see it.
///
/// # Errors
///
/// There is none of that number.
pub fn view(db: &mut Db, plant_id: i64, actor: &Actor, number: &str) -> Result<QuoteView, Failure> {
    let quote = named(db, plant_id, number)?;
    let mut lines = sales::quote_lines_of(db, plant_id, number)?;
    if !actor.may(Right::ReadPrices) {
        lines.iter_mut().for_each(|line| line.unit_price = None);
    }
    Ok(QuoteView { quote, lines })
}

fn named(db: &mut Db, plant_id: i64, number: &str) -> Result<Quote, Failure> {
    sales::quote(db, plant_id, number)?.ok_or_else(|| unknown("quote", "number", number, &[]).into())
}

/// Refuses what is based on another version of a quote than the stored one; whoever names none means whatever is there.
///
/// # Errors
///
/// It changed meanwhile, or there is none.
pub fn expect_version(db: &mut Db, plant_id: i64, number: &str, version: Option<i64>) -> Result<(), Failure> {
    if version.is_none() {
        return Ok(());
    }
    let quote = named(db, plant_id, number)?;
    Tx::expect_version("quote", number, version, quote.version)
}

/// A quote that can still be held or accepted at `now`.
///
/// # Errors
///
/// There is none, it has expired, or it is over.
fn open(db: &mut Db, plant_id: i64, number: &str, now: Moment) -> Result<Quote, Failure> {
    let quote = named(db, plant_id, number)?;
    if quote.status == QuoteStatus::Expired || (quote.status.is_open() && quote.expires_at <= now) {
        let refusal = Refusal::at(codes::QUOTE_EXPIRED, "number", number);
        return Err(refusal.with("at", quote.expires_at).into());
    }
    if !quote.status.is_open() {
        let words = Bilingual { en: "accepted already", zh: "被接受" };
        return Err(said(Refusal::at(codes::QUOTE_OVER, "number", number), "status", words).into());
    }
    Ok(quote)
}

/// Gives back what a quote holds. The offer itself stands until it expires.
///
/// # Errors
///
/// There is none, it is over, or it holds nothing.
pub fn release(tx: &mut Tx<'_>, number: &str) -> Result<QuoteView, Failure> {
    let mut quote = named(tx.db, tx.plant.id, number)?;
    if quote.status != QuoteStatus::Held {
        return Err(Refusal::at(codes::QUOTE_NOT_HELD, "number", number).into());
    }
    quote.status = QuoteStatus::Released;
    stored(tx, quote, "quote.released")?;
    view(tx.db, tx.plant.id, tx.actor, number)
}

/// Ends every quote whose time is over; what they held is free again. Says how many there were.
///
/// # Errors
///
/// What the database says.
pub fn expire_due(tx: &mut Tx<'_>) -> Result<usize, Failure> {
    let due = sales::quotes_expiring(tx.db, tx.plant.id, tx.now)?;
    let count = due.len();
    for mut quote in due {
        quote.status = QuoteStatus::Expired;
        stored(tx, quote, "quote.expired")?;
    }
    Ok(count)
}

/// Stores a quote that holds more or less than before, and tells the journal.
fn stored(tx: &mut Tx<'_>, mut quote: Quote, what: &str) -> Result<(), Failure> {
    quote.version += 1;
    sales::update_quote(tx.db, &quote)?;
    store::bump_promise_version(tx.db, tx.plant.id)?;
    let mut subjects = vec![Subject::Quote(quote.number.clone())];
    subjects.extend(quote.order_no.clone().map(Subject::SalesOrder));
    let body = json!({ "quote": quote.number, "status": quote.status, "order": quote.order_no });
    tx.journal(what, &subjects, &body)?;
    Ok(())
}
