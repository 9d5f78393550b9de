//! What a sales order and its lines are: how far they are accepted, and what may still be changed.

use super::value::Amount;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// How far an order is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OrderStatus {
    /// Written down; nobody looked at it yet.
    Entered,
    /// Waiting for the roles that review it.
    InReview,
    /// Ours to deliver.
    Confirmed,
    /// Given up.
    Cancelled,
    /// Delivered, or closed short.
    Closed,
}

impl OrderStatus {
    /// Whether the customer may count on it.
    pub fn is_confirmed(self) -> bool {
        matches!(self, Self::Confirmed | Self::Closed)
    }

    /// Whether nothing more happens to it.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Cancelled | Self::Closed)
    }
}

/// Whether a line is still to be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LineStatus {
    /// Something is still to ship.
    Open,
    /// Given up.
    Cancelled,
    /// All of it left, or it was closed short.
    Closed,
}

/// What an offer has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteStatus {
    /// Said; nothing is kept for it.
    Offered,
    /// Capacity is kept for it until it expires.
    Held,
    /// It became a sales order.
    Accepted,
    /// What was kept was given back.
    Released,
    /// Nobody accepted it in time.
    Expired,
}

impl QuoteStatus {
    /// Whether it can still be held or accepted.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Offered | Self::Held | Self::Released)
    }
}

/// A line of an order, or one schedule line of it, by the shop's own numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct LineId {
    /// Number of the order.
    pub order: String,
    /// Number of the line in plain form.
    pub line: String,
    /// Number of the schedule line; empty where the line has only one date.
    #[serde(default)]
    pub schedule: String,
}

impl LineId {
    /// The line `line` of `order`, or its schedule line.
    pub fn new(order: &str, line: &str, schedule: &str) -> Self {
        Self { order: order.to_owned(), line: line.to_owned(), schedule: schedule.to_owned() }
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.order, self.line)?;
        if self.schedule.is_empty() { Ok(()) } else { write!(f, ".{}", self.schedule) }
    }
}

/// Line and schedule number of a path segment such as `10` or `10.2`.
pub fn line_and_schedule(text: &str) -> (String, String) {
    match text.split_once('.') {
        Some((line, schedule)) => (line.to_owned(), schedule.to_owned()),
        None => (text.to_owned(), String::new()),
    }
}

/// Whether `shipped` of `quantity` counts as all of it, where the customer accepts `percent` per cent less.
pub fn within_tolerance(quantity: Amount, shipped: Amount, percent: Amount) -> bool {
    let share = Amount::rounded(percent.decimal() / rust_decimal::Decimal::ONE_HUNDRED);
    shipped >= quantity - quantity.times(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_that_sends_98_of_100_within_two_per_cent_is_done() {
        let (hundred, two) = (Amount::whole(100), Amount::whole(2));
        assert!(within_tolerance(hundred, Amount::whole(98), two));
        assert!(!within_tolerance(hundred, Amount::whole(97), two));
        assert!(within_tolerance(hundred, hundred, Amount::ZERO));
    }

    #[test]
    fn lines_are_named_as_people_do() {
        assert_eq!(LineId::new("SO-1", "10", "").to_string(), "SO-1/10");
        assert_eq!(LineId::new("SO-1", "10", "2").to_string(), "SO-1/10.2");
        assert_eq!(line_and_schedule("10.2"), ("10".to_owned(), "2".to_owned()));
    }
}
