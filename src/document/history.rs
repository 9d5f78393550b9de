//! What happened: the record from which times, suppliers and promises are judged.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Origin;

/// A row of the shipments sheet. A line shipped in parts has several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// Where the row stood.
    pub origin: Origin,
    /// Number of the order.
    pub order: String,
    /// Number of its line, in plain form.
    pub line: String,
    /// Who received it.
    pub customer: Option<String>,
    /// What it was.
    pub item: Option<String>,
    /// How much.
    pub quantity: Option<Decimal>,
    /// When it was ordered.
    pub order_date: Option<NaiveDate>,
    /// When the customer wanted it.
    pub requested_date: Option<NaiveDate>,
    /// When it was promised.
    pub promise_date: Option<NaiveDate>,
    /// When it left.
    pub shipped_date: NaiveDate,
}

/// A row of the production sheet: one operation done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductionRecord {
    /// Where the row stood.
    pub origin: Origin,
    /// The work order.
    pub work_order: String,
    /// What was made.
    pub item: String,
    /// The operation, in plain form.
    pub operation: String,
    /// Where it was done.
    pub work_centre: Option<String>,
    /// Good pieces.
    pub good: Option<Decimal>,
    /// Scrapped pieces.
    pub scrap: Option<Decimal>,
    /// When it began.
    pub started: NaiveDateTime,
    /// When it ended.
    pub finished: NaiveDateTime,
    /// What had been planned, in minutes.
    pub planned_minutes: Option<Decimal>,
}
