//! Learning: from the shop's record to the distributions of every source of chance.
//!
//! Pure functions of [`Records`] and a [`Setting`]: no clock, no storage. [`learn`] starts from the wide assumption and
//! replaces what the record has something to say of, as far as it has; [`Overrides`] of a person come last and win.
//! Every entry says how many observations stand behind it, and [`Learned`] how much they still weigh. Methods and
//! their sources are in `docs/engine.md`.

mod calibration;
mod change;
mod coming;
mod delays;
mod numbers;
mod overlaps;
mod overrides;
mod pool;
mod rates;
mod records;
mod times;
mod weeks;

pub use overlaps::{Claim, Shares, shared_out};
pub use overrides::{Overrides, Set};
pub use records::{
    Arrival, Choice, Dirt, OpenTime, OperationRecord, OrderRecord, Outcome, Records, Report, Stop, Watched,
    Week, YieldRecord,
};
pub use times::TimesEvidence;
pub use weeks::Hours;

use crate::chance::{ByCode, Chance, Chances};
use crate::model::Code;
use crate::quantity::Ratio;
use crate::time::{DAY, Instant};
use delays::{Assumed, Delay};
use std::collections::BTreeMap;

/// How far values may lie from the middle without being taken for a slip: days, seconds of a report, yields.
const REACH: (f64, f64, f64) = (30.0, 144_000.0, 1.0);

/// How to learn, and what the plan knows already.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// As of when.
    pub now: Instant,
    /// The plant's seed.
    pub seed: u64,
    /// Days after which an observation counts half.
    pub half_life_days: f64,
    /// The factor of [`crate::model::Operation::learned`] that the plan's times have in them today, by item and work
    /// centre. Chances are relative to the plan's times, so it is taken out of them.
    pub in_plan: BTreeMap<(Code, Code), Ratio>,
    /// The group of each item that has one.
    pub groups: BTreeMap<Code, Code>,
    /// The yield by which the plan raises what is started, by item.
    pub expected_yields: BTreeMap<Code, Ratio>,
    /// Clock days with which an order to come would be promised, where no record says.
    pub lead_days: f64,
}

impl Setting {
    /// What is usual: a half-life of 90 days, lead times of 30 days, nothing in the plan yet.
    pub fn at(now: Instant) -> Setting {
        Setting {
            now,
            seed: 1,
            half_life_days: 90.0,
            in_plan: BTreeMap::new(),
            groups: BTreeMap::new(),
            expected_yields: BTreeMap::new(),
            lead_days: 30.0,
        }
    }

    fn factor_in_plan(&self, key: &(Code, Code)) -> f64 {
        let factor = self.in_plan.get(key).map_or(1.0, |ratio| f64::from(ratio.0) / 1e6);
        if factor > 0.0 { factor } else { 1.0 }
    }
}

/// What stands behind an entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Observations, finished or not.
    pub observations: u32,
    /// Those of them that are not over: they say *longer than this*.
    pub unfinished: u32,
    /// What they weigh today, in new finished observations.
    pub weight: f64,
    /// Share of the entry that is its own record's, from 0 to 1; the rest is that of the level above.
    pub own: f64,
    /// Since when it runs otherwise than before, where the record shows a change.
    pub changed: Option<Instant>,
}

impl Evidence {
    fn count(&mut self, finished: bool, weight: f64) {
        self.observations += 1;
        self.unfinished += u32::from(!finished);
        self.weight += weight;
    }

    fn add(&mut self, other: &Evidence) {
        self.observations += other.observations;
        self.unfinished += other.unfinished;
        self.weight += other.weight;
    }
}

/// What the record says.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The distributions, with a person's entries where there are any.
    pub chances: Chances,
    /// What stands behind operation times.
    pub times: TimesEvidence,
    /// What stands behind the lateness of suppliers.
    pub suppliers: ByCode<Evidence>,
    /// What stands behind the lateness of customers.
    pub customers: ByCode<Evidence>,
    /// What stands behind yields.
    pub yields: ByCode<Evidence>,
    /// What stands behind breakdowns.
    pub breakdowns: ByCode<Evidence>,
    /// What stands behind absence.
    pub absence: ByCode<Evidence>,
    /// What stands behind adherence.
    pub adherence: ByCode<Evidence>,
    /// What stands behind reporting delays.
    pub reporting: ByCode<Evidence>,
    /// What stands behind the correction of odds, by group of what is sold.
    pub calibration: ByCode<Evidence>,
    /// Real weekly hours by work centre, and whether the calendar should be corrected.
    pub hours: Vec<Hours>,
    /// What was dropped or cut.
    pub dirt: Dirt,
}

/// Learns everything that `records` have something to say of.
pub fn learn(records: &Records, setting: &Setting, overrides: &Overrides) -> Learned {
    let mut chances = Chances { seed: setting.seed, ..Chances::default() };
    let mut dirt = Dirt::default();
    let times = times::learn(&records.operations, setting, &mut chances);
    dirt.add(times.dirt);
    let days = |rows: &[Arrival], entries: &mut ByCode<Chance>, dirt: &mut Dirt| {
        let rows = arrivals(rows, setting, dirt);
        spreads(rows, REACH.0, setting, entries, dirt)
    };
    let suppliers = days(&records.receipts, &mut chances.suppliers, &mut dirt);
    let customers = days(&records.milestones, &mut chances.customers, &mut dirt);
    let lots = lots(&records.yields, setting, &mut dirt);
    let yields = spreads(lots, REACH.2, setting, &mut chances.yields, &mut dirt);
    let lags = lags(&records.reports, &mut dirt);
    let reporting = spreads(lags, REACH.1, setting, &mut chances.reporting, &mut dirt);
    let mut stops = |watched: &[Watched], stops: &[Stop], entries: &mut ByCode<_>| {
        let prior = &entries.others;
        let found = rates::stoppages(watched, stops, prior, setting, &mut dirt);
        taken(found, entries)
    };
    let breakdowns = stops(&records.watched, &records.stops, &mut chances.breakdowns);
    let absence = stops(&records.attended, &records.absences, &mut chances.absence);
    let found = rates::adherence(&records.choices, chances.adherence.others, setting, &mut dirt);
    let adherence = taken(found, &mut chances.adherence);
    let hours = weeks::learn(&records.weeks, setting, &mut dirt);
    chances.coming = {
        let busy = weeks::busy(&records.weeks, setting);
        coming::learn(&records.orders, &records.open, busy, setting, &mut dirt)
    };
    let found = calibration::learn(&records.outcomes, setting, &mut dirt);
    let calibration = taken(found, &mut chances.calibration);
    overrides.apply(&mut chances, |item| setting.groups.get(item).cloned());
    Learned {
        chances,
        times,
        suppliers,
        customers,
        yields,
        breakdowns,
        absence,
        adherence,
        reporting,
        calibration,
        hours,
        dirt,
    }
}

/// Puts what was found in the place of what was assumed.
fn taken<T>(found: Option<(ByCode<T>, ByCode<Evidence>)>, entries: &mut ByCode<T>) -> ByCode<Evidence> {
    let Some((chances, evidence)) = found else { return ByCode::default() };
    *entries = chances;
    evidence
}

/// Learns one kind of number by code.
fn spreads(
    rows: Vec<Delay>,
    reach: f64,
    setting: &Setting,
    entries: &mut ByCode<Chance>,
    dirt: &mut Dirt,
) -> ByCode<Evidence> {
    let assumed = Assumed { prior: &entries.others.spread, reach };
    let found = delays::learn(rows, assumed, setting, dirt);
    taken(found, entries)
}

/// Days after the expected instant; what is open is later than now.
fn arrivals(rows: &[Arrival], setting: &Setting, dirt: &mut Dirt) -> Vec<Delay> {
    let mut rows = records::sorted(rows, dirt);
    let before = rows.len();
    rows.retain(|row| row.came.is_none_or(|came| came <= setting.now));
    dirt.impossible += (before - rows.len()) as u32;
    let delay = |row: Arrival| {
        let value = (row.came.unwrap_or(setting.now) - row.expected) as f64 / DAY as f64;
        Delay { who: row.who, value, whole: row.came.is_some(), at: row.expected.min(setting.now) }
    };
    rows.into_iter().map(delay).collect()
}

/// Good pieces over those that the plan expects, lot by lot.
fn lots(rows: &[YieldRecord], setting: &Setting, dirt: &mut Dirt) -> Vec<Delay> {
    let mut rows = records::sorted(rows, dirt);
    let before = rows.len();
    rows.retain(|lot| lot.started.is_some());
    dirt.empty += (before - rows.len()) as u32;
    let before = rows.len();
    rows.retain(|lot| lot.good <= lot.started && lot.good.millionths() >= 0);
    dirt.impossible += (before - rows.len()) as u32;
    let delay = |lot: YieldRecord| {
        let expected = setting.expected_yields.get(&lot.item).map_or(1.0, |ratio| f64::from(ratio.0) / 1e6);
        let share = lot.good.millionths() as f64 / lot.started.millionths() as f64;
        let value = if expected > 0.0 { share / expected } else { share };
        Delay { who: lot.item, value, whole: true, at: lot.at }
    };
    rows.into_iter().map(delay).collect()
}

/// Working seconds by which reports lag; one that comes before its work is impossible.
fn lags(rows: &[Report], dirt: &mut Dirt) -> Vec<Delay> {
    let mut rows = records::sorted(rows, dirt);
    let before = rows.len();
    rows.retain(|report| report.lag >= 0);
    dirt.impossible += (before - rows.len()) as u32;
    let delay = |row: Report| Delay { who: row.center, value: row.lag as f64, whole: true, at: row.at };
    rows.into_iter().map(delay).collect()
}
