//! Many futures of an outlook: how likely each date is kept, what it hangs on, and how full work centres get.
//!
//! [`Odds`] belong to one outlook and never change; newer ones take their place. They come a little later than the
//! outlook, so whatever is told from them says as of when it is. Nothing is promised or stored here.

mod line;
mod load;
mod promise;
mod run;

pub use line::{Ask, CauseOdds, DayChance, LineOdds, OddsView, PercentileView};
pub use load::Spread;
pub use promise::{Chance, OddsSummary, Standing};
pub use run::{Rule, start};

use super::outlook::{Forecast, Load, Outlook};
use crate::domain::value::Day;
use holdfast_engine::forecast::{self, LineForecast};
use holdfast_engine::model::{LineKey, Tier};
use holdfast_engine::quote::HurtRule;
use holdfast_engine::time::Instant;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The futures of one outlook.
#[derive(Debug)]
pub struct Odds {
    /// What they are futures of.
    pub outlook: Arc<Outlook>,
    /// The futures.
    pub forecast: forecast::Forecast,
    /// The probability that promises of each tier must be kept with.
    thresholds: BTreeMap<Tier, f64>,
    /// By line, what it is promised for and how likely that is kept.
    on_time: BTreeMap<LineKey, (Instant, f64)>,
    /// How likely they are kept, all together.
    told: OnceLock<OddsSummary>,
}

impl Odds {
    /// The futures of an outlook, with what `rule` asks of its promises.
    pub fn new(outlook: Arc<Outlook>, forecast: forecast::Forecast, rule: &HurtRule) -> Self {
        let promised = |(key, share)| {
            let due = outlook.plan.line(&key)?.due?;
            Some((key, (due, share)))
        };
        let on_time = forecast.on_time(&outlook.plan).into_iter().filter_map(promised).collect();
        Self { outlook, forecast, thresholds: rule.thresholds.clone(), on_time, told: OnceLock::new() }
    }

    /// How likely the promises are kept, all together.
    pub fn summary(&self) -> &OddsSummary {
        self.told.get_or_init(|| self.summary_of(&self.outlook))
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
