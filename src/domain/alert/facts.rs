//! What an alert says, as data: from it mails and messages are written, screens are drawn, and programs read. No prices.

use crate::domain::rule::{Severity, Words};
use crate::domain::value::{Amount, Day, Moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an alert says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlertFacts {
    /// Its number.
    pub alert: i64,
    /// The rule that raised it.
    pub rule: String,
    /// What the rule is called.
    pub title: Words,
    /// One sentence about what is wrong.
    pub text: Words,
    /// How grave it is.
    pub severity: Severity,
    /// When it was opened.
    pub opened: Moment,
    /// The sales order that it is about, if it is about one.
    pub order: Option<String>,
    /// The customer's name, or code.
    pub customer: Option<String>,
    /// The customer's own number for the order.
    pub customer_po: Option<String>,
    /// The lines that it is about.
    pub lines: Vec<LineTold>,
    /// The language in which the customer is written to: `en` or `zh`.
    pub sentence_lang: Option<String>,
    /// Where it is shown, below the server's address.
    pub link: String,
}

/// A line of an order, as an alert tells of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LineTold {
    /// The order's number.
    pub order: String,
    /// Whose order it is, by name or code.
    #[serde(default)]
    pub customer: Option<String>,
    /// The customer's own number for it.
    #[serde(default)]
    pub customer_po: Option<String>,
    /// The line's number, with the schedule line's where it has one: `10`, `10/2`.
    pub line: String,
    /// What was ordered.
    pub item: String,
    /// What that is called.
    pub item_name: Option<String>,
    /// How much is still to ship.
    pub quantity: Amount,
    /// In which unit.
    pub unit: Option<String>,
    /// The promised day.
    pub promise: Option<Day>,
    /// The day kept with 50 %.
    pub p50: Option<Day>,
    /// The day kept with 80 %.
    pub p80: Option<Day>,
    /// The day kept with 95 %.
    pub p95: Option<Day>,
    /// How likely the promise is kept, from 0 to 1.
    pub on_time_probability: Option<f64>,
    /// Days after the promise, as planned.
    pub late_days: Option<i64>,
    /// What was told last, or stood before.
    pub before: Option<Before>,
    /// What it waits for, dearest first.
    pub causes: Vec<CauseTold>,
    /// What could still be done, as of when the alert began or its main cause became another one.
    pub remedies: Vec<RemedyTold>,
}

/// How a line stood before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Before {
    /// The day kept with 80 %.
    pub p80: Option<Day>,
    /// How likely the promise was kept.
    pub on_time_probability: Option<f64>,
    /// When that was.
    pub since: Moment,
}

/// Something that a line waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CauseTold {
    /// The stable word: `material`, `queue`, `processing`, …
    pub cause: String,
    /// Where or for what, as an identifier: the same for the same thing.
    pub what: String,
    /// What it costs in days, in the mean.
    pub days: f64,
    /// In words.
    pub text: Words,
}

/// Something that could be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RemedyTold {
    /// The stable word: `overtime`, `alternate`, `split`, `partial`, `expedite`, `express` or `supplier`.
    pub kind: String,
    /// In words.
    pub text: Words,
    /// How many days the line would be there sooner: with 80 %, or as planned where no futures were played of it; nothing
    /// where it has no day without it.
    pub saves_days: Option<f64>,
    /// How likely the promise would be kept; nothing where no futures were played of it.
    #[serde(default)]
    pub on_time_probability: Option<f64>,
    /// Plant time of the plan that it was tried on.
    pub as_of: Moment,
    /// The promises that it costs.
    pub victims: Vec<VictimTold>,
}

/// A promise that a remedy costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VictimTold {
    /// The order.
    pub order: String,
    /// The line, with the schedule line's where it has one: `10`, `10.2`.
    pub line: String,
    /// By how many days it would be later, as planned.
    pub days: Option<f64>,
    /// How likely it is kept; nothing where no futures were played of the remedy.
    #[serde(default)]
    pub on_time_before: Option<f64>,
    /// How likely it would be kept.
    #[serde(default)]
    pub on_time_after: Option<f64>,
}
