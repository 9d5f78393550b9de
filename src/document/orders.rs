//! Customers, what they ordered, and what holds it up.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Origin, Weekdays};
use crate::text::Lang;

/// How much a customer's promise is protected; `A` most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs)]
pub enum Tier {
    A,
    B,
    C,
}

/// A row of the customers sheet. Key: `customer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// Where the row stood.
    pub origin: Origin,
    /// The customer's number.
    pub customer: String,
    /// The customer's name.
    pub name: Option<String>,
    /// How much the customer's promises are protected.
    pub tier: Option<Tier>,
    /// The language in which the customer is written to.
    pub language: Option<Lang>,
    /// Whether a line may be shipped in parts.
    pub partial_shipments: Option<bool>,
    /// How much too little still counts as complete, in per cent of the line (5 is 5 %).
    pub short_tolerance_percent: Option<Decimal>,
    /// Days from dispatch to arrival, on the carrier's calendar if it has one.
    pub transit_days: Option<u32>,
    /// The carrier's working days.
    pub carrier_calendar: Option<String>,
    /// Working days between the internal target and the promise.
    pub buffer_days: Option<u32>,
    /// Weekdays on which goods leave for this customer.
    pub ship_days: Option<Weekdays>,
    /// Time of day by which they must be packed.
    pub ship_cutoff: Option<NaiveTime>,
}

/// What a customer's date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateBasis {
    /// The day the goods leave.
    Ship,
    /// The day they arrive.
    Arrival,
}

/// How sure an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Firmness {
    /// Ordered.
    Firm,
    /// Expected: planned for, never protected.
    Forecast,
}

/// A row of the sales orders sheet: a line, or one schedule line of it. Key: order, line, schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesOrderLine {
    /// Where the row stood.
    pub origin: Origin,
    /// Number of the order.
    pub order: String,
    /// Number of the line, in its plain form: `1`, `1.0`, `001` and `L1` are all `1`.
    pub line: String,
    /// Number of the schedule line, in the same form.
    pub schedule: Option<String>,
    /// Who ordered.
    pub customer: String,
    /// What was ordered.
    pub item: String,
    /// How much was ordered, in all.
    pub quantity: Decimal,
    /// How much of it has left already.
    pub shipped: Option<Decimal>,
    /// When it was ordered.
    pub order_date: Option<NaiveDate>,
    /// When the customer wants it.
    pub requested_date: Option<NaiveDate>,
    /// When it was promised.
    pub promise_date: Option<NaiveDate>,
    /// What the two dates above mean; shipping unless said.
    pub date_basis: Option<DateBasis>,
    /// Whether all lines of the order must leave together.
    pub ship_complete: Option<bool>,
    /// Whether the line may leave in parts; the customer's rule unless said.
    pub partial_shipments: Option<bool>,
    /// How sure the line is; firm unless said.
    pub firmness: Option<Firmness>,
    /// The customer's own order number.
    pub customer_order: Option<String>,
    /// The customer's own part number.
    pub customer_part: Option<String>,
    /// Price of one unit, without currency.
    pub unit_price: Option<Decimal>,
    /// The shop's own priority, smaller first.
    pub priority: Option<u32>,
}

/// Why something is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum HoldKind {
    Credit,
    Drawing,
    Quality,
    Customer,
}

/// What the customer has to do first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Milestone {
    DrawingApproval,
    Deposit,
    SampleSignOff,
}

/// What may not happen before the release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HoldBlocks {
    /// No work starts.
    Start,
    /// Work goes on, nothing leaves.
    Dispatch,
}

/// A row of the holds sheet. Names an order (and perhaps its line), or a work order (and perhaps its
/// operation); at least one of the two is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Where the row stood.
    pub origin: Origin,
    /// The order held.
    pub order: Option<String>,
    /// Its line; the whole order if empty.
    pub line: Option<String>,
    /// The work order held.
    pub work_order: Option<String>,
    /// Its operation; the whole work order if empty.
    pub operation: Option<String>,
    /// Why.
    pub kind: HoldKind,
    /// What the customer has to do first.
    pub milestone: Option<Milestone>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// When it is expected to end.
    pub expected_release: Option<NaiveDate>,
    /// When it ended.
    pub released: Option<NaiveDate>,
    /// What may not happen before; starting unless said.
    pub blocks: Option<HoldBlocks>,
}
