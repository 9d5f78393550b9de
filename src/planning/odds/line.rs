//! What the futures say of one line: percentiles of its dates, the odds of a day, what they hang on.

use super::{Chance, Odds, Standing, rounded};
use crate::domain::value::{Day, Moment};
use crate::planning::outlook::{AsOf, Outlook, moment};
use crate::text::Lang;
use crate::text::plan::{hold, kind, kind_code, supply};
use holdfast_engine::forecast::{About, Cost, LineForecast};
use holdfast_engine::model::{Basis, LineKey, SalesLine};
use holdfast_engine::ship::Shipment;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Days that a table of odds has at most: the first and the last future are rarely farther apart.
const MOST_DAYS: usize = 366;
/// Percentiles that are told unasked.
const USUAL: [f64; 3] = [50.0, 80.0, 95.0];

/// What the futures say of a line, in short. Days are in the line's basis: on which it ships, or arrives.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LineOdds {
    /// Plant time of the plan whose futures were played.
    pub as_of: Moment,
    /// The probability, from 0 to 1, with which its promise is kept; nothing without a promise.
    pub on_time: Option<f64>,
    /// The probability that its customer's tier asks for; below it the promise is at risk.
    pub enough: Option<f64>,
    /// What that makes of the promise.
    pub standing: Option<Standing>,
    /// The probability, from 0 to 1, with which the day that the customer asked for is met; nothing if none was named.
    pub requested: Option<f64>,
    /// The day by which it is met with a probability of 50 %; nothing if so many futures have no date.
    pub p50: Option<Day>,
    /// The same with 80 %.
    pub p80: Option<Day>,
    /// The same with 95 %.
    pub p95: Option<Day>,
}

impl LineOdds {
    pub(super) fn of(
        outlook: &Outlook,
        futures: &LineForecast<'_>,
        sold: Option<&SalesLine>,
        promise: Option<Chance>,
    ) -> Self {
        let basis = sold.map_or_else(Basis::default, |sold| sold.basis);
        let requested = sold.and_then(|sold| sold.requested);
        let day = |share| outlook.day(met(futures.shipment(share), basis));
        Self {
            as_of: outlook.now,
            on_time: promise.map(|chance| rounded(chance.on_time)),
            enough: promise.map(|chance| rounded(chance.enough)),
            standing: promise.map(|chance| chance.standing),
            requested: requested.map(|at| rounded(futures.chance_by(at))),
            p50: day(0.5),
            p80: day(0.8),
            p95: day(0.95),
        }
    }
}

/// What is asked of a line's futures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// A percentile besides the usual ones, above 0 and below 100.
    pub percent: Option<f64>,
    /// A day whose odds are wanted.
    pub by: Option<Day>,
}

/// All that the futures say of a line.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OddsView {
    /// As of when.
    pub as_of: AsOf,
    /// How many futures were played.
    pub futures: u32,
    /// What its days mean: `ship` or `arrival`.
    pub basis: String,
    /// What we promised.
    pub promise_date: Option<Day>,
    /// The probability, from 0 to 1, with which that is kept.
    pub on_time: Option<f64>,
    /// The day that the customer asked for.
    pub requested_date: Option<Day>,
    /// The probability, from 0 to 1, with which that is met.
    pub requested: Option<f64>,
    /// The day that was asked about.
    pub by: Option<Day>,
    /// The probability, from 0 to 1, with which it is met by that day.
    pub by_then: Option<f64>,
    /// By when it is met with which probability.
    pub percentiles: Vec<PercentileView>,
    /// The probability day by day, from the first future to the last; at most 366 days.
    pub days: Vec<DayChance>,
    /// What it waits for from now on, dearest first. The means add up to the mean time until it leaves.
    pub causes: Vec<CauseOdds>,
}

/// By when a line is met with one probability.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PercentileView {
    /// The probability, in percent.
    pub percent: f64,
    /// When it may be packed, unrounded; nothing if fewer futures have a date.
    pub ready: Option<Moment>,
    /// The day on which it ships then.
    pub ship_day: Option<Day>,
    /// The day on which it arrives then.
    pub arrival_day: Option<Day>,
}

/// The odds of one day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DayChance {
    /// The day, in the line's basis.
    pub day: Day,
    /// The probability, from 0 to 1, with which it is met by the end of that day.
    pub chance: f64,
}

/// What a line waits for in some of its futures.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CauseOdds {
    /// The stable word: `material`, `queue`, `processing`, …
    pub kind: String,
    /// That word in the reader's language.
    pub kind_words: String,
    /// Where, or for what.
    pub text: String,
    /// The probability, from 0 to 1, that the line would be sooner without it.
    pub critical: f64,
    /// What it costs in days of the clock, in the mean over all futures.
    pub mean_days: f64,
}

impl Odds {
    /// All that the futures say of a line that is promised for `promise`; nothing if they don't know it.
    pub fn view(&self, key: &LineKey, promise: Option<Day>, ask: &Ask, lang: Lang) -> Option<OddsView> {
        let (futures, sold) = (self.line(key)?, self.outlook.shop.lines.get(key)?);
        let mut percents: Vec<f64> = USUAL.into_iter().chain(ask.percent).collect();
        percents.sort_by(f64::total_cmp);
        percents.dedup();
        let chance = |day: Day| rounded(futures.chance_by(self.end(day)));
        Some(OddsView {
            as_of: self.outlook.as_of(),
            futures: futures.scenarios(),
            basis: crate::planning::outlook::basis_word(sold.basis).to_owned(),
            promise_date: promise,
            on_time: promise.map(chance),
            requested_date: sold.requested.and_then(|at| self.outlook.day(at)),
            requested: sold.requested.map(|at| rounded(futures.chance_by(at))),
            by: ask.by,
            by_then: ask.by.map(chance),
            percentiles: percents.into_iter().map(|percent| self.percentile(&futures, percent)).collect(),
            days: self.days(&futures, sold.basis),
            causes: futures.costs().iter().map(|cost| self.cause(cost, lang)).collect(),
        })
    }

    fn percentile(&self, futures: &LineForecast<'_>, percent: f64) -> PercentileView {
        let share = percent / 100.0;
        let shipment = futures.shipment(share);
        PercentileView {
            percent,
            ready: moment(futures.percentile(share)),
            ship_day: self.outlook.day(shipment.ship),
            arrival_day: self.outlook.day(shipment.arrival),
        }
    }

    /// The odds of every day on which something changes.
    fn days(&self, futures: &LineForecast<'_>, basis: Basis) -> Vec<DayChance> {
        let met_on: BTreeSet<Day> =
            futures.shipments().filter_map(|shipment| self.outlook.day(met(shipment, basis))).collect();
        let chance = |day: Day| DayChance { day, chance: rounded(futures.chance_by(self.end(day))) };
        met_on.into_iter().take(MOST_DAYS).map(chance).collect()
    }

    fn cause(&self, cost: &Cost, lang: Lang) -> CauseOdds {
        let all = self.forecast.scenarios();
        CauseOdds {
            kind: kind_code(cost.kind).to_owned(),
            kind_words: kind(cost.kind, lang).to_owned(),
            text: self.about(cost.about, lang),
            critical: rounded(f64::from(cost.times) / f64::from(all.max(1))),
            mean_days: rounded(cost.mean_days(all)),
        }
    }

    /// What a cause is about, as people name it; nothing where it is about nothing in particular.
    fn about(&self, about: About, lang: Lang) -> String {
        let network = &self.outlook.plan.network;
        let found = match about {
            About::Center(center) => {
                network.centers.get(center as usize).map(|center| center.code.to_string())
            }
            About::Supply(of) => network.supplies.get(of as usize).and_then(|node| {
                let item = network.items.get(node.item as usize)?;
                Some(supply(&network.supply_key(of), item, lang))
            }),
            About::Hold(of) => network.holds.get(of as usize).map(|node| {
                let held = self.outlook.shop.holds.get(&node.key).map(|held| hold(held, lang));
                held.unwrap_or_else(|| node.key.to_string())
            }),
            About::Nothing => None,
        };
        found.unwrap_or_default()
    }
}

/// When a shipment meets its line, in the line's basis.
fn met(shipment: Shipment, basis: Basis) -> holdfast_engine::time::Instant {
    if basis == Basis::Arrival { shipment.arrival } else { shipment.ship }
}
