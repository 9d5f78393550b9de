//! What a change would do to its own line and to every promise, as it is told and stored.

use super::promise::HurtPromise;
use super::value::{Day, Moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a line stands: days in its basis, on which it ships or arrives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Standing {
    /// By the plan; nothing without a date.
    pub planned: Option<Day>,
    /// The day by which it is met with a probability of 50 %; nothing if so many futures have no date, or where none
    /// are played.
    pub p50: Option<Day>,
    /// The same with 80 %.
    pub p80: Option<Day>,
    /// The same with 95 %.
    pub p95: Option<Day>,
    /// How likely it is met by its promise, or else by the customer's wish, from 0 to 1; nothing where there is
    /// neither, or where no futures are played.
    pub chance: Option<f64>,
}

/// A promise whose odds fall or rise by more than chance in dispatching explains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Shifted {
    /// Whose, with its odds and days before and after.
    #[serde(flatten)]
    pub promise: HurtPromise,
    /// Whether it loses more than is allowed.
    pub hurt: bool,
}

/// What a change would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Effect {
    /// Plant time of the plan that it was tried on.
    pub as_of: Moment,
    /// How many futures were played; nothing where none are, and plans are compared.
    pub futures: Option<u32>,
    /// Its line as it is.
    pub before: Option<Standing>,
    /// Its line as it would be; nothing if it would be gone.
    pub after: Option<Standing>,
    /// What would leave later, where the line is cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Standing>,
    /// Promises whose odds fall, most first.
    pub falls: Vec<Shifted>,
    /// Promises whose odds rise, most first.
    pub gains: Vec<Shifted>,
}

impl Effect {
    /// The promises that lose more than is allowed.
    pub fn hurt(&self) -> Vec<HurtPromise> {
        self.falls.iter().filter(|fall| fall.hurt).map(|fall| fall.promise.clone()).collect()
    }
}
