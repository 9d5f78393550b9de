//! What a message says, as it is read from the facts that come with it. Read tolerantly: what is missing is left out of
//! the mail, because a warning with a hole in it is better than none.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A sentence in both languages.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    pub(super) en: String,
    pub(super) zh: String,
}

/// What a message is about.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AlertFacts {
    pub(super) rule: String,
    pub(super) title: Option<Said>,
    pub(super) text: Option<Said>,
    pub(super) opened: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "plain")]
    pub(super) order: String,
    #[serde(deserialize_with = "plain")]
    pub(super) customer: String,
    #[serde(deserialize_with = "plain")]
    pub(super) customer_po: String,
    pub(super) lines: Vec<LineFacts>,
    pub(super) remedies: Vec<RemedyFacts>,
    /// Of a storm and a digest: what is about each order.
    pub(super) orders: Vec<AlertFacts>,
    /// The customer's language.
    #[serde(deserialize_with = "plain")]
    pub(super) sentence_lang: String,
    #[serde(deserialize_with = "plain")]
    pub(super) link: String,
    /// Which step of an alert it is: `0`, `1`, `recovered`, …
    #[serde(deserialize_with = "plain")]
    pub(super) step: String,
    /// Who looks after it, where that is somebody else than the reader.
    #[serde(deserialize_with = "plain")]
    pub(super) owner: String,
    /// Whether the reader looks after it; absent where nobody says.
    pub(super) own: Option<bool>,
    /// Of a storm: whether it is over.
    pub(super) over: bool,
}

/// A line of an order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LineFacts {
    #[serde(deserialize_with = "plain")]
    pub(super) order: String,
    #[serde(deserialize_with = "plain")]
    pub(super) customer: String,
    #[serde(deserialize_with = "plain")]
    pub(super) customer_po: String,
    #[serde(deserialize_with = "plain")]
    pub(super) line: String,
    #[serde(deserialize_with = "plain")]
    pub(super) item: String,
    #[serde(deserialize_with = "plain")]
    pub(super) item_name: String,
    #[serde(deserialize_with = "plain")]
    pub(super) quantity: String,
    #[serde(deserialize_with = "plain")]
    pub(super) unit: String,
    pub(super) promise: Option<NaiveDate>,
    pub(super) p80: Option<NaiveDate>,
    pub(super) on_time_probability: Option<f64>,
    /// Days after the promise as planned, where there are no odds.
    pub(super) late_days: Option<i64>,
    pub(super) before: Option<BeforeFacts>,
    pub(super) causes: Vec<CauseFacts>,
    pub(super) remedies: Vec<RemedyFacts>,
}

impl LineFacts {
    /// The day that is told: the one kept with 80 %; as planned where there are no odds.
    pub(super) fn forecast(&self) -> Option<NaiveDate> {
        let planned = || self.promise?.checked_add_signed(TimeDelta::try_days(self.late_days?)?);
        self.p80.or_else(planned)
    }
}

/// What was told last.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BeforeFacts {
    pub(super) p80: Option<NaiveDate>,
    pub(super) on_time_probability: Option<f64>,
    /// A day, or an instant of it.
    #[serde(deserialize_with = "plain")]
    pub(super) since: String,
}

/// Why, and how many days of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CauseFacts {
    pub(super) days: Option<f64>,
    pub(super) text: Said,
}

/// What would help, and whom it would cost.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RemedyFacts {
    pub(super) text: Said,
    pub(super) saves_days: Option<f64>,
    /// How likely the promise would be kept.
    pub(super) on_time_probability: Option<f64>,
    pub(super) victims: Vec<VictimFacts>,
}

/// A promise that a remedy would put at risk.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct VictimFacts {
    #[serde(deserialize_with = "plain")]
    pub(super) order: String,
    #[serde(deserialize_with = "plain")]
    pub(super) line: String,
    pub(super) days: Option<f64>,
    pub(super) on_time_before: Option<f64>,
    pub(super) on_time_after: Option<f64>,
}

/// A text, or a number as one; nothing for anything else. Nothing in it breaks a line.
fn plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    Ok(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
}
