//! A promise: a stored commitment with its whole history, what it keeps, and why it was moved.
//!
//! Promises are made, moved with a reason, inherited from the time before, or withdrawn; by people, and never
//! by planning.

mod reason;

pub use reason::{MoveReason, check_reason, usual_reasons};

use super::refusal::Refusal;
use super::refusal::sales as codes;
use super::sales::LineId;
use super::value::{Amount, Day, Moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What happened to a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseKind {
    /// The first promise of ours.
    Made,
    /// Another date.
    Moved,
    /// Promised before this system was there; imported.
    Inherited,
    /// No promise any more.
    Withdrawn,
}

/// Who caused a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CausedBy {
    /// We did. The first promise stays the one that is judged.
    Ours,
    /// The customer did.
    Customer,
}

/// A job as it is kept with a promise: a work order, or a proposal for a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeptJob {
    /// A work order by its number.
    WorkOrder(String),
    /// A proposal, named by the line it was first made for and by its item.
    Proposed {
        /// The line, if it is for one.
        line: Option<KeptLine>,
        /// The item to make.
        item: String,
        /// 0 for the first.
        nth: u32,
    },
}

/// A line by the numbers that planning gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct KeptLine {
    /// The order.
    pub order: String,
    /// The line's number.
    pub line: u32,
    /// The schedule line's number; 0 for none.
    pub schedule: u32,
}

/// The start of an operation that a promise protects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct ProtectedStart {
    /// The job.
    pub job: KeptJob,
    /// The operation's number.
    pub operation: u32,
    /// When it starts at the latest.
    pub at: Moment,
}

/// Where a kept amount comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeptSupply {
    /// A stock lot.
    Stock(String),
    /// A job.
    Job(KeptJob),
    /// A purchase order line.
    Purchase {
        /// The purchase order.
        order: String,
        /// Its line.
        line: u32,
    },
}

/// What a kept amount is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeptDemand {
    /// A line.
    Line(KeptLine),
    /// A component of a job.
    Component {
        /// The job.
        job: KeptJob,
        /// The component.
        item: String,
    },
}

/// A supply that a promise keeps for a demand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct KeptPeg {
    /// What it is for.
    pub demand: KeptDemand,
    /// Where it comes from.
    pub supply: KeptSupply,
    /// How much.
    pub quantity: Amount,
}

/// What a promise keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Keeps {
    /// Starts of its operations.
    pub protected: Vec<ProtectedStart>,
    /// Supplies that exist and serve it.
    pub pegs: Vec<KeptPeg>,
}

/// A promise that another one makes late, or later than it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HurtPromise {
    /// The line, as `SO-1/10`.
    pub line: String,
    /// Number of its order.
    pub order: String,
    /// The day that was promised.
    pub due: Day,
    /// The day on which it was met before.
    pub before: Day,
    /// The day on which it would be met; none if it would not be met at all.
    pub after: Option<Day>,
    /// How likely it is kept; nothing where no futures were played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odds: Option<HurtOdds>,
}

/// How likely a hurt promise is kept, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HurtOdds {
    /// Without the promise that hurts it.
    pub before: f64,
    /// With it.
    pub after: f64,
}

/// Those of `hurt` that `accepted` does not name.
pub fn not_accepted<'a>(hurt: &'a [HurtPromise], accepted: &[String]) -> Vec<&'a HurtPromise> {
    hurt.iter().filter(|h| !accepted.iter().any(|name| name.trim() == h.line)).collect()
}

/// What a promise was computed on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Snapshot {
    /// The snapshot's instant.
    pub as_of: Moment,
    /// Journal entries that it contains.
    pub position: i64,
    /// The day on which the promise is met by that plan; none without a date.
    pub forecast: Option<Day>,
    /// How well the times behind it are known.
    pub grade: String,
    /// What the policy of the customer's tier asked for; nothing with promises that were made before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<AskedFor>,
    /// What its futures say; nothing where none were played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odds: Option<SnapshotOdds>,
}

/// What the policy of a customer's tier asked of a promise when it was made. Policies change, promises stay.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AskedFor {
    /// The probability, from 0 to 1, with which the goods should be there.
    pub share: f64,
    /// Working days added to it.
    pub buffer_days: u32,
    /// Whether the day was to be one on which goods leave for the customer.
    pub round_to_ship_days: bool,
}

/// What the futures said of a promise when it was made, with the promise in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SnapshotOdds {
    /// How many were played.
    pub futures: u32,
    /// The seed of their random numbers: with the snapshot it gives the same futures again.
    pub seed: u64,
    /// The probability, from 0 to 1, that the promise is kept.
    pub chance: f64,
    /// The share of futures that keep it, from 0 to 1, where the probability was corrected by what comes true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub futures_kept: Option<f64>,
    /// When it may be packed with a probability of 50 %, unrounded.
    pub p50: Option<Moment>,
    /// The same with 80 %.
    pub p80: Option<Moment>,
    /// The same with 95 %.
    pub p95: Option<Moment>,
    /// The days that they come to; none with promises that were made before they were recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<PercentileDay>,
}

/// The day of a percentile: what is held against what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PercentileDay {
    /// The probability, in percent.
    pub percent: u8,
    /// The share of futures, from 0 to 1, in which the line leaves, or arrives, by the end of that day: no less than that of
    /// which the percentile was read.
    pub futures_kept: f64,
    /// The day by which the line leaves, or arrives where that is what its dates mean, with that probability; nothing
    /// without one.
    pub day: Option<Day>,
}

/// The date that we would have given for a line, noted beside the one that sales gave by themselves. It is no promise:
/// nothing is kept for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NotedDate {
    /// The day that the policy of the customer's tier recommends; that of the customer's wish where it is later.
    pub date: Day,
    /// The percentile of that policy, as a probability from 0 to 1; nothing where no futures were played.
    pub share: Option<f64>,
    /// The snapshot's instant.
    pub as_of: Moment,
    /// Journal entries that it contains.
    pub position: i64,
    /// What its futures say of that day; nothing where none were played.
    pub odds: Option<SnapshotOdds>,
}

impl NotedDate {
    /// The probability of the day in percent, rounded down as that of a promise is.
    pub fn percent(&self) -> Option<i64> {
        self.odds.as_ref().map(SnapshotOdds::percent)
    }
}

impl SnapshotOdds {
    /// The share of futures that keep the promise, from 0 to 1, before any correction.
    pub fn kept_by(&self) -> f64 {
        self.futures_kept.unwrap_or(self.chance)
    }

    /// Whether nothing was left to chance: all futures were alike.
    pub fn is_certain(&self) -> bool {
        self.kept_by() >= 1.0 && self.p50.is_some() && self.p50 == self.p95
    }

    /// The probability in percent, rounded down, so that it never says more than the futures did.
    pub fn percent(&self) -> i64 {
        (self.chance * 100.0 + 1e-9).floor() as i64
    }
}

/// Whether a promise may be made for that day.
///
/// # Errors
///
/// The day is over.
pub fn check_day(line: &LineId, date: Day, today: Day) -> Result<(), Refusal> {
    if date < today {
        return Err(Refusal::at(codes::PROMISE_IN_THE_PAST, "date", date)
            .with("line", line)
            .with("today", today));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_recorded_before_they_were_corrected_are_read() {
        let old = serde_json::json!({ "futures": 200, "seed": 7, "chance": 0.93, "p50": "2026-03-04T08:00:00Z",
            "p80": "2026-03-05T08:00:00Z", "p95": null });
        let read: SnapshotOdds = serde_json::from_value(old).expect("an older form");
        assert!((read.kept_by() - 0.93).abs() < f64::EPSILON && read.days.is_empty() && !read.is_certain());
        let again = serde_json::to_value(&read).expect("plain");
        assert!(again.get("days").is_none() && again.get("futures_kept").is_none(), "{again}");
    }
}
