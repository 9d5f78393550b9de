//! Many futures of an outlook: how likely each date is kept, what it hangs on, and how full work centres get.
//!
//! [`Odds`] belong to one outlook and never change; newer ones take their place. They come a little later than the
//! outlook, so whatever is told from them says as of when it is. Nothing is promised or stored here.

mod line;
mod load;
mod run;

pub use line::{Ask, CauseOdds, DayChance, LineOdds, OddsView, PercentileView};
pub use load::Spread;
pub use run::{Rule, start};

use super::outlook::{AsOf, Board, Forecast, Load, Outlook};
use crate::domain::value::Day;
use holdfast_engine::forecast::{self, LineForecast};
use holdfast_engine::model::{LineKey, Tier};
use holdfast_engine::quote::HurtRule;
use holdfast_engine::time::Instant;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The futures of one outlook.
#[derive(Debug)]
pub struct Odds {
    /// What they are futures of.
    pub outlook: Arc<Outlook>,
    /// The futures.
    pub forecast: forecast::Forecast,
    /// How many promises are likelier to fail than their customers' tier allows.
    at_risk: usize,
}

/// How likely the promises are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OddsSummary {
    /// As of when: the board's own dates may be newer by a moment.
    pub as_of: AsOf,
    /// How many futures were played.
    pub futures: u32,
    /// Promises that are kept with a probability below their tier's: A 95 %, B 90 %, C 80 % unless set otherwise.
    pub at_risk: usize,
}

impl Odds {
    /// The futures of an outlook with those promises counted that are at risk.
    pub fn new(outlook: Arc<Outlook>, forecast: forecast::Forecast, rule: &HurtRule) -> Self {
        let enough = |tier: Tier| rule.thresholds.get(&tier).copied().unwrap_or(0.0);
        let on_time = forecast.on_time(&outlook.plan);
        let is_at_risk = |(key, share): (&LineKey, &f64)| *share < enough(tier(&outlook, key));
        let at_risk = on_time.iter().filter(|&line| is_at_risk(line)).count();
        Self { outlook, forecast, at_risk }
    }

    /// How likely the promises are kept, all together.
    pub fn summary(&self) -> OddsSummary {
        OddsSummary { as_of: self.outlook.as_of(), futures: self.forecast.scenarios(), at_risk: self.at_risk }
    }

    /// Adds to a page of the board how likely its lines' promises are kept, as far as the futures know the lines.
    pub fn add_to(&self, board: &mut Board) {
        board.odds = Some(self.summary());
        for row in &mut board.items {
            self.add_to_line(row);
        }
    }

    /// Adds to a line's dates how likely they are.
    pub fn add_to_line(&self, row: &mut Forecast) {
        let key = self.outlook.key(&row.name.order, &row.name.line, &row.name.schedule);
        row.odds = self.of(&key, row.promise_date);
    }

    /// Adds to a load how far it may be otherwise.
    pub fn add_to_load(&self, load: &mut Load) {
        for center in &mut load.items {
            self.add_spread(center);
        }
    }

    /// What the futures say of a line that is promised for `promise`, in short; nothing if they don't know it.
    pub fn of(&self, key: &LineKey, promise: Option<Day>) -> Option<LineOdds> {
        let futures = self.line(key)?;
        Some(LineOdds::of(&self.outlook, &futures, self.outlook.shop.lines.get(key), promise))
    }

    /// All that the futures say of a line.
    pub fn line(&self, key: &LineKey) -> Option<LineForecast<'_>> {
        self.forecast.line(&self.outlook.plan, key)
    }

    /// The end of a day, by which a promise for it must be met.
    fn end(&self, day: Day) -> Instant {
        Instant::end_of(day.date(), self.outlook.zone)
    }
}

/// The tier that counts for a line: its own, or its customer's.
fn tier(outlook: &Outlook, key: &LineKey) -> Tier {
    let line = outlook.plan.network.line_index(key);
    let line = line.and_then(|index| outlook.plan.network.lines.get(index as usize));
    line.map_or_else(Default::default, |line| line.tier)
}

/// A share of futures with three decimals: more are not in two hundred of them.
fn rounded(share: f64) -> f64 {
    (share * 1_000.0).round() / 1_000.0
}
