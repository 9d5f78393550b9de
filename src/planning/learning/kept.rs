//! What was learned, in the form in which it is stored: one entry for each number, with what stands behind it.
//!
//! A distribution of operation times has the shape of the plant's on the logarithmic scale, so two numbers say it;
//! all others are stored as they are, to six digits. A plan only ever sees what was stored, so a restart changes
//! nothing.

use crate::domain::learning::{About, Kind};
use crate::domain::value::Moment;
use holdfast_engine::chance::{
    Adherence, ByCode, Calibration, Chance, Chances, Coming, Mix, Origin, Spread, Stoppages, Times,
};
use holdfast_engine::learn::{Dirt, Records};
use holdfast_engine::model::Code;
use holdfast_engine::quantity::Qty;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A distribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Curve {
    /// The plant's operation times to this power, times this.
    Like { scale: f64, power: f64 },
    /// Values at equal steps of probability.
    Values(Vec<f32>),
}

/// A number that was learned, or is assumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What kind of number.
    pub kind: Kind,
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
    /// Its distribution; of a stoppage's length, in seconds.
    pub(super) curve: Curve,
    /// How often, where it is a rate or a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// For operation times of an item: true over planned time, in the middle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
    /// For corrections of odds: shift and slope between log-odds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<(f64, f64)>,
    /// How many observations stand behind it.
    pub observations: u32,
    /// How many of them are not over.
    pub unfinished: u32,
    /// What they weigh today, in new finished observations.
    pub weight: f64,
    /// Share of the entry that is its own record's.
    pub own: f64,
    /// Since when it runs otherwise than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Moment>,
    /// Whether the record says so; if not it is assumed.
    pub recorded: bool,
    /// The distribution itself, made of the curve.
    #[serde(skip)]
    pub spread: Spread,
}

/// Orders still to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct KeptComing {
    pub(super) mix: Vec<(String, i64, u32)>,
    /// By place in the mix: seconds after which it was promised.
    #[serde(default)]
    pub(super) leads: Vec<Option<i64>>,
    pub(super) horizon_days: u32,
    /// Share of its open machine hours that each work centre has worked.
    #[serde(default)]
    pub(super) busy: BTreeMap<String, f64>,
}

/// The weekly hours of a work centre against its calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct KeptHours {
    /// The work centre.
    pub work_centre: String,
    /// True hours over the calendar's.
    pub factor: f64,
    /// Standard error of the factor.
    pub error: f64,
    /// Hours a week that the calendar has open in the mean, of all machines together.
    pub open_hours: f64,
    /// Hours a week that the calendar lacks; below 0, that it has too many.
    pub missing_hours: f64,
    /// Weeks seen.
    pub weeks: u32,
    /// Weeks, each by how much it still counts.
    pub weight: f64,
    /// Whether the difference is sure and large enough to correct the calendar.
    pub proposed: bool,
}

/// How much of the record was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs)] // each is the number of rows of what it is called
pub struct Read {
    pub operations: u64,
    pub receipts: u64,
    pub milestones: u64,
    pub yields: u64,
    pub stops: u64,
    pub absences: u64,
    /// What was begun while something else could have been, by what its list had then.
    #[serde(default)]
    pub choices: u64,
    pub reports: u64,
    pub weeks: u64,
    pub orders: u64,
    /// Days that were told with odds and are over: promised ones and percentiles.
    #[serde(default)]
    pub outcomes: u64,
    /// Rows that count once although they stood there several times.
    pub duplicates: u64,
    /// Rows of no time or quantity.
    pub empty: u64,
    /// Rows that can't be, such as those later than now.
    pub impossible: u64,
    /// Values that count as the farthest that is believed.
    pub outliers: u64,
    /// Reports that claim a machine at the same time as others.
    pub overlaps: u64,
}

impl Read {
    pub(super) fn of(records: &Records, overlaps: u32) -> Self {
        Self {
            operations: records.operations.len() as u64,
            receipts: records.receipts.len() as u64,
            milestones: records.milestones.len() as u64,
            yields: records.yields.len() as u64,
            stops: records.stops.len() as u64,
            absences: records.absences.len() as u64,
            choices: records.choices.len() as u64,
            reports: records.reports.len() as u64,
            weeks: records.weeks.len() as u64,
            orders: records.orders.len() as u64,
            outcomes: records.outcomes.len() as u64,
            overlaps: u64::from(overlaps),
            ..Self::default()
        }
    }

    pub(super) fn with(self, dirt: &Dirt) -> Self {
        Self {
            duplicates: u64::from(dirt.duplicates),
            empty: u64::from(dirt.empty),
            impossible: u64::from(dirt.impossible),
            outliers: u64::from(dirt.outliers),
            overlaps: self.overlaps + u64::from(dirt.overlaps),
            ..self
        }
    }
}

/// What was learned, as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// As of when the record was read.
    pub as_of: Moment,
    /// Days after which an observation counts half.
    pub half_life_days: f64,
    /// How much of the record was read.
    pub read: Read,
    /// Every number.
    pub entries: Vec<Entry>,
    /// Real weekly hours.
    pub hours: Vec<KeptHours>,
    pub(super) coming: Option<KeptComing>,
}

/// Six digits: no chance is known better, and they are short to write.
fn short(value: f32) -> f32 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// The same of what is exact: the last digits of a logarithm differ from machine to machine.
pub(super) fn shorter(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

impl Curve {
    pub(super) fn of(spread: &Spread) -> Self {
        Self::Values(spread.values().iter().map(|value| short(*value)).collect())
    }

    /// In terms of the plant's operation times, where it has their shape.
    pub(super) fn like(plant: &Spread, spread: &Spread) -> Self {
        let (count, all) = (plant.values().len(), spread.values());
        if count != all.len() || count < 3 {
            return Self::of(spread);
        }
        let ends = (count / 10, count - 1 - count / 10);
        if plant.values()[ends.0] <= 0.0 || all[ends.0] <= 0.0 {
            return Self::of(spread);
        }
        let ln = |spread: &Spread, at: usize| f64::from(spread.values()[at]).ln();
        let width = ln(plant, ends.1) - ln(plant, ends.0);
        if width <= 0.0 {
            return Self::of(spread);
        }
        let power = (ln(spread, ends.1) - ln(spread, ends.0)) / width;
        let scale = (ln(spread, ends.0) - power * ln(plant, ends.0)).exp();
        let made = raised(plant, scale, power);
        let near = |(a, b): (&f32, &f32)| (a - b).abs() <= 1e-3 * b.abs().max(1e-6);
        if made.values().iter().zip(all).all(near) { Self::Like { scale, power } } else { Self::of(spread) }
    }

    pub(super) fn spread(&self, plant: &Spread) -> Spread {
        match self {
            Self::Values(values) => Spread::of(values.clone()),
            Self::Like { scale, power } => raised(plant, *scale, *power),
        }
    }
}

fn raised(plant: &Spread, scale: f64, power: f64) -> Spread {
    Spread::of(plant.values().iter().map(|value| (scale * f64::from(*value).powf(power)) as f32).collect())
}

impl Kept {
    /// With every distribution made of its curve: what was read from the store lacks them.
    #[must_use]
    pub fn unfolded(mut self) -> Self {
        let plant =
            self.entries.iter().find(|e| e.kind == Kind::OperationTime && e.about == About::default());
        let plant = plant.map_or_else(Spread::none, |entry| entry.curve.spread(&Spread::none()));
        for entry in &mut self.entries {
            entry.spread = entry.curve.spread(&plant);
        }
        self
    }

    /// What chance may do, as far as the record says; the rest is assumed.
    pub fn chances(&self) -> Chances {
        let mut chances = Chances::default();
        for entry in &self.entries {
            entry.put(&mut chances);
        }
        if let Some((entry, coming)) =
            self.entries.iter().find(|entry| entry.kind == Kind::OrdersToCome).zip(self.coming.as_ref())
        {
            chances.coming = Some(Coming {
                per_open_hour: entry.rate.unwrap_or(0.0),
                mix: coming.mix(),
                lead: entry.spread.clone(),
                horizon_days: coming.horizon_days,
                busy: coming.busy.iter().map(|(center, share)| (center.as_str().into(), *share)).collect(),
                observations: entry.observations,
                origin: entry.origin(),
            });
        }
        chances
    }

    /// True over planned time of items at work centres, by the record, each with its observations.
    pub fn factors(&self) -> BTreeMap<(&str, &str), (f64, u32)> {
        let factor = |entry: &'_ Entry| Some((entry.factor?, entry.observations));
        let key = |entry: &'_ Entry| entry.kind == Kind::OperationTime;
        let found = self.entries.iter().filter(|entry| key(entry)).filter_map(|entry| {
            let key = (entry.about.item.as_deref()?, entry.about.code.as_deref()?);
            Some((key, factor(entry)?))
        });
        found.collect()
    }
}

impl Entry {
    fn origin(&self) -> Origin {
        if self.recorded { Origin::Learned } else { Origin::Prior }
    }

    fn chance(&self) -> Chance {
        Chance { spread: self.spread.clone(), observations: self.observations, origin: self.origin() }
    }

    /// What is told against what comes true, by a correction of odds; none without one.
    pub fn calibration(&self) -> Option<Calibration> {
        let (shift, slope) = self.line?;
        Some(Calibration { shift, slope, observations: self.observations, origin: self.origin() })
    }

    fn put(&self, chances: &mut Chances) {
        let named = |text: &Option<String>| text.as_deref().map(Code::from);
        let who = named(&self.about.code);
        match self.kind {
            Kind::OperationTime => self.put_time(&mut chances.times),
            Kind::SupplierDelay => set(&mut chances.suppliers, who, self.chance()),
            Kind::CustomerDelay => set(&mut chances.customers, who, self.chance()),
            Kind::Yield => set(&mut chances.yields, named(&self.about.item), self.chance()),
            Kind::ReportingDelay => set(&mut chances.reporting, who, self.chance()),
            Kind::Breakdown => set(&mut chances.breakdowns, who, self.stoppages()),
            Kind::Absence => set(&mut chances.absence, who, self.stoppages()),
            Kind::Adherence => {
                let first = self.rate.unwrap_or(1.0);
                let said = Adherence { first, observations: self.observations, origin: self.origin() };
                set(&mut chances.adherence, who, said);
            }
            Kind::OddsKept => {
                let told = self.calibration().unwrap_or(Calibration::NONE);
                set(&mut chances.calibration, named(&self.about.group), told);
            }
            Kind::OrdersToCome => {}
        }
    }

    fn put_time(&self, times: &mut Times) {
        let About { item, group, code } = &self.about;
        let key = |of: &str, center: &str| (Code::from(of), Code::from(center));
        match (item.as_deref(), group.as_deref(), code.as_deref()) {
            (Some(item), _, Some(center)) => _ = times.items.insert(key(item, center), self.chance()),
            (None, Some(group), Some(center)) => drop(times.groups.insert(key(group, center), self.chance())),
            (None, None, Some(center)) => drop(times.centers.insert(center.into(), self.chance())),
            _ => times.plant = self.chance(),
        }
    }

    fn stoppages(&self) -> Stoppages {
        Stoppages {
            per_hour: self.rate.unwrap_or(0.0),
            length: self.spread.clone(),
            observations: self.observations,
            origin: self.origin(),
        }
    }
}

fn set<T>(all: &mut ByCode<T>, code: Option<Code>, entry: T) {
    match code {
        Some(code) => drop(all.own.insert(code, entry)),
        None => all.others = entry,
    }
}

impl KeptComing {
    fn mix(&self) -> Vec<Mix> {
        let leads = self.leads.iter().copied().chain(std::iter::repeat(None));
        let entry = |((item, millionths, weight), lead): (&(String, i64, u32), Option<i64>)| Mix {
            item: item.as_str().into(),
            quantity: Qty::from_millionths(*millionths),
            weight: *weight,
            lead,
        };
        self.mix.iter().zip(leads).map(entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Json;

    #[test]
    fn what_is_assumed_is_stored_and_read_again_as_it_was() {
        let now = Moment::from_micros(1_770_000_000_000_000).expect("in range");
        let kept = Kept::assumed(now);
        let read: Kept = Json::of(&kept).read().expect("its own form");
        assert_eq!(read.unfolded(), kept);
        let (told, assumed) = (kept.chances(), Chances::default());
        assert_eq!((told.suppliers, told.adherence), (assumed.suppliers, assumed.adherence));
        let (told, assumed) = (told.times.plant.spread, assumed.times.plant.spread);
        let near = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-5 * b;
        assert!(told.values().iter().zip(assumed.values()).all(near), "six digits are enough");
    }

    #[test]
    fn times_of_the_plants_shape_are_two_numbers_and_others_are_a_table() {
        let plant = Spread::lognormal(1.0, 0.5);
        let own = raised(&plant, 1.3, 0.6);
        let curve = Curve::like(&plant, &own);
        let Curve::Like { scale, power } = &curve else { panic!("{curve:?}") };
        assert!((scale - 1.3).abs() < 1e-3 && (power - 0.6).abs() < 1e-3, "{curve:?}");
        assert!((curve.spread(&plant).at(0.9) - own.at(0.9)).abs() < 1e-3);
        let values = plant.values().iter().map(|value| value + 1.0).collect();
        let other = Spread::of(values);
        assert!(matches!(Curve::like(&plant, &other), Curve::Values(_)));
        assert!(matches!(Curve::like(&Spread::none(), &other), Curve::Values(_)));
    }

    #[test]
    fn what_was_stored_before_odds_were_corrected_is_read_and_corrects_nothing() {
        let now = Moment::from_micros(1_770_000_000_000_000).expect("in range");
        let mut stored = serde_json::to_value(Kept::assumed(now)).expect("its own form");
        let entries = stored["entries"].as_array_mut().expect("entries");
        entries.retain(|entry| entry["kind"] != "odds-kept");
        stored["read"].as_object_mut().expect("counts").remove("outcomes");
        let read: Kept = serde_json::from_value(stored).expect("an older form");
        assert_eq!(read.read.outcomes, 0);
        assert!(read.unfolded().chances().calibration.others.is_none());
    }
}
