//! How a promise stands by its odds: what the board counts, filters and orders by, and the words of it for programs.

use super::{LineOdds, Odds, rounded, tier};
use crate::domain::value::Day;
use crate::planning::outlook::{AsOf, Outlook};
use holdfast_engine::model::{LineKey, Tier};
use holdfast_engine::plan::LineDate;
use holdfast_engine::time::Instant;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Below this it is likelier that a promise is missed than that it is kept.
const EVEN: f64 = 0.5;

/// How a promise stands, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The promised day is over, and the line is still open.
    Missed,
    /// It is kept with a probability below one half.
    Unlikely,
    /// It is kept with one half or more, and below its tier's probability.
    AtRisk,
    /// It is kept with its tier's probability or a higher one.
    Likely,
}

/// How likely a promise is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// The probability, from 0 to 1.
    pub on_time: f64,
    /// The probability that its customer's tier asks for.
    pub enough: f64,
    /// What that makes of it.
    pub standing: Standing,
}

/// How likely the promises are kept.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OddsSummary {
    /// As of when: the board's own dates may be newer by a moment.
    pub as_of: AsOf,
    /// How many futures were played.
    pub futures: u32,
    /// Promises that have odds.
    pub promised: usize,
    /// Of these, missed already: the promised day is over.
    pub missed: usize,
    /// Of these, kept with a probability below one half: they will probably be missed.
    pub unlikely: usize,
    /// Of these, kept with one half or more, and below their tier's probability.
    pub at_risk: usize,
    /// How many promises are missed in the mean over all futures: what their odds add up to.
    pub expected_misses: f64,
    /// By tier, the probability below which a promise is at risk.
    pub thresholds: BTreeMap<String, f64>,
}

impl Standing {
    /// How a promise stands by the plan alone, of which no futures were played; nothing without a promise.
    pub(in crate::planning) fn planned(line: &LineDate, now: Instant) -> Option<Self> {
        let due = line.due?;
        Some(match line.is_late() {
            _ if due < now => Self::Missed,
            true => Self::Unlikely,
            false => Self::Likely,
        })
    }
}

impl Chance {
    fn of(on_time: f64, enough: f64, is_over: bool) -> Self {
        let standing = match on_time {
            _ if is_over => Standing::Missed,
            share if share < EVEN => Standing::Unlikely,
            share if share < enough => Standing::AtRisk,
            _ => Standing::Likely,
        };
        Self { on_time, enough, standing }
    }
}

impl Odds {
    /// How likely the promise of a line of `outlook` is kept; nothing without one, or where the futures do not know the
    /// line.
    pub(in crate::planning) fn promise(&self, outlook: &Outlook, line: &LineDate) -> Option<Chance> {
        let due = line.due?;
        let on_time = match self.on_time.get(&line.key) {
            Some((known, share)) if *known == due => *share,
            // It was promised for another day meanwhile.
            _ => self.line(&line.key)?.chance_by(due),
        };
        Some(Chance::of(on_time, self.enough(&line.key), due < outlook.shop.now))
    }

    /// How likely the promises of `outlook` are kept, all together.
    pub(in crate::planning) fn summary_of(&self, outlook: &Outlook) -> OddsSummary {
        let chances = outlook.plan.lines.iter().filter_map(|line| self.promise(outlook, line));
        let chances: Vec<Chance> = chances.collect();
        let count = |stands: Standing| chances.iter().filter(|chance| chance.standing == stands).count();
        let missed =
            |chance: &Chance| if chance.standing == Standing::Missed { 1.0 } else { 1.0 - chance.on_time };
        let name = |(tier, share): (&Tier, &f64)| (format!("{tier:?}"), *share);
        OddsSummary {
            as_of: self.outlook.as_of(),
            futures: self.forecast.scenarios(),
            promised: chances.len(),
            missed: count(Standing::Missed),
            unlikely: count(Standing::Unlikely),
            at_risk: count(Standing::AtRisk),
            expected_misses: rounded(chances.iter().map(missed).sum()),
            thresholds: self.thresholds.iter().map(name).collect(),
        }
    }

    /// What the futures say of a line that is promised for `promise`, in short; nothing if they don't know it.
    pub fn of(&self, key: &LineKey, promise: Option<Day>) -> Option<LineOdds> {
        let (futures, sold) = (self.line(key)?, self.outlook.shop.lines.get(key));
        let chance = promise.map(|day| {
            let due = self.end(day);
            Chance::of(futures.chance_by(due), self.enough(key), due < self.outlook.shop.now)
        });
        Some(LineOdds::of(&self.outlook, &futures, sold, chance))
    }

    /// The probability that a promise to the line's customer must be kept with.
    fn enough(&self, key: &LineKey) -> f64 {
        self.thresholds.get(&tier(&self.outlook, key)).copied().unwrap_or(0.0)
    }
}
