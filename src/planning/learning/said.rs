//! What people say instead of the record: one number each, laid over what was learned.
//!
//! A single value keeps the shape that the record gives: the distribution is stretched, or for lateness shifted, so
//! that the value is its middle.

use super::write::SHOWN;
use crate::domain::learning::{About, Instead, Kind};
use crate::store::Failure;
use crate::store::learning::OverrideRow;
use holdfast_engine::chance::{
    Adherence, ByCode, Calibration, Chance, Chances, Coming, Origin, Spread, Stoppages,
};
use holdfast_engine::learn::Overrides;
use holdfast_engine::model::Code;
use std::collections::BTreeMap;

/// Seconds in an hour.
const HOUR: f64 = 3_600.0;
/// Coefficient of variation of stoppages of which only the mean length is said.
const VARIATION: f64 = 1.0;

/// What a plan takes for a number: how often, where it is a rate or a share; its distribution, of a stoppage's length in
/// seconds; of odds the correction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// How often.
    pub rate: Option<f64>,
    /// Its distribution.
    pub spread: Spread,
    /// The correction.
    pub calibration: Option<Calibration>,
}

/// What a person says of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What kind of number.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// What it is to be.
    pub instead: Instead,
}

impl Said {
    /// What a row says; nothing for a kind that is not known any more.
    ///
    /// # Errors
    ///
    /// The stored content has another shape: a fault of ours.
    pub fn of(row: &OverrideRow) -> Result<Option<Self>, Failure> {
        let Some(kind) = Kind::named(&row.kind) else { return Ok(None) };
        let named = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let about = About { item: named(&row.item), group: named(&row.item_group), code: named(&row.code) };
        Ok(Some(Self { kind, about, instead: row.content.read()? }))
    }

    /// What plans take for the number now, in place of what `learned` says of it.
    pub fn taken(&self, learned: &Chances, group_of: impl Fn(&Code) -> Option<Code>) -> Taken {
        let all = overrides(std::slice::from_ref(self), learned, group_of);
        let times = all.items.into_values().chain(all.groups.into_values()).chain(all.centers.into_values());
        let sets = [all.suppliers, all.customers, all.yields, all.reporting];
        let plain = times.chain(all.plant).chain(sets.into_iter().flat_map(BTreeMap::into_values));
        let plain = plain.map(|chance| Taken { spread: chance.spread, ..Taken::default() });
        let stops = all.breakdowns.into_values().chain(all.absence.into_values());
        let stops =
            stops.map(|stop| Taken { rate: Some(stop.per_hour), spread: stop.length, ..Taken::default() });
        let lists = all.adherence.into_values();
        let lists = lists.map(|share| Taken { rate: Some(share.first), ..Taken::default() });
        let odds = all.calibration.into_values().map(|told| Taken {
            rate: Some(told.truth(SHOWN)),
            calibration: Some(told),
            ..Taken::default()
        });
        let coming = all.coming.into_iter().map(|coming| Taken {
            rate: Some(coming.per_open_hour),
            spread: coming.lead,
            ..Taken::default()
        });
        plain.chain(stops).chain(lists).chain(odds).chain(coming).next().unwrap_or_default()
    }

    /// Whether this is what counts for a number that has another of its own, or none: of operation times an entry for a
    /// group or a work centre takes away what was learned below it.
    pub fn covers(&self, about: &About, group: Option<&str>) -> bool {
        let same_centre = self.kind == Kind::OperationTime && self.about.code == about.code;
        if !same_centre || self.about.code.is_none() || self.about.item.is_some() {
            return false;
        }
        match &self.about.group {
            Some(own) => about.item.is_some() && group == Some(own.as_str()),
            None => true,
        }
    }

    fn chance(&self, base: &Spread) -> Chance {
        Chance { spread: self.spread(base), observations: 0, origin: Origin::Person }
    }

    /// The distribution that is meant, of the shape of `base`.
    fn spread(&self, base: &Spread) -> Spread {
        let unit = if self.kind == Kind::ReportingDelay { HOUR } else { 1.0 };
        if let Some(values) = &self.instead.values {
            return Spread::of(values.iter().map(|value| (value * unit) as f32).collect());
        }
        let (value, middle) = (self.instead.value.unwrap_or(1.0) * unit, f64::from(base.at(0.5)));
        let moved = |by: &dyn Fn(f64) -> f64| {
            Spread::of(base.values().iter().map(|seen| by(f64::from(*seen)) as f32).collect())
        };
        match self.kind {
            _ if base.is_none() => Spread::constant(value as f32),
            Kind::SupplierDelay | Kind::CustomerDelay => moved(&|seen| seen + value - middle),
            _ if middle > 0.0 => moved(&|seen| seen * value / middle),
            _ => Spread::constant(value as f32),
        }
    }

    fn stoppages(&self, base: &Stoppages) -> Stoppages {
        let length = match self.instead.length_hours {
            Some(hours) => Spread::lognormal(hours * HOUR, VARIATION),
            None => base.length.clone(),
        };
        let per_hour = self.instead.value.unwrap_or(base.per_hour);
        Stoppages { per_hour, length, observations: 0, origin: Origin::Person }
    }
}

/// All of what people say, over what `learned` says, as the engine takes it. `group_of` says to which group an item
/// belongs.
pub(super) fn overrides(
    said: &[Said],
    learned: &Chances,
    group_of: impl Fn(&Code) -> Option<Code>,
) -> Overrides {
    let mut all = Overrides::default();
    for said in said {
        let (item, who) = (code(said.about.item.as_ref()), code(said.about.code.as_ref()));
        let of = |kind: &ByCode<Chance>, code: &Option<Code>| said.chance(&kind.of(code.as_ref()).spread);
        match said.kind {
            Kind::OperationTime => add_time(&mut all, said, learned, &group_of),
            Kind::SupplierDelay => _ = all.suppliers.insert(who.clone(), of(&learned.suppliers, &who)),
            Kind::CustomerDelay => _ = all.customers.insert(who.clone(), of(&learned.customers, &who)),
            Kind::Yield => _ = all.yields.insert(item.clone(), of(&learned.yields, &item)),
            Kind::ReportingDelay => _ = all.reporting.insert(who.clone(), of(&learned.reporting, &who)),
            Kind::Breakdown => {
                let stop = said.stoppages(learned.breakdowns.of(who.as_ref()));
                all.breakdowns.insert(who, stop);
            }
            Kind::Absence => {
                let stop = said.stoppages(learned.absence.of(who.as_ref()));
                all.absence.insert(who, stop);
            }
            Kind::Adherence => {
                let first = said.instead.value.unwrap_or(1.0);
                all.adherence.insert(who, Adherence { first, observations: 0, origin: Origin::Person });
            }
            Kind::OddsKept => {
                let told = Calibration::between(SHOWN, said.instead.value.unwrap_or(SHOWN));
                all.calibration.insert(code(said.about.group.as_ref()), told);
            }
            Kind::OrdersToCome => {
                let per_open_hour = said.instead.value.unwrap_or(0.0);
                all.coming = learned.coming.clone().map(|coming| Coming { per_open_hour, ..coming });
            }
        }
    }
    all
}

fn code(text: Option<&String>) -> Option<Code> {
    text.map(|text| Code::from(text.as_str()))
}

/// What is said of operation times, of the shape that they have now where it is said.
fn add_time(all: &mut Overrides, said: &Said, learned: &Chances, group_of: impl Fn(&Code) -> Option<Code>) {
    let (item, group, center) =
        (code(said.about.item.as_ref()), code(said.about.group.as_ref()), code(said.about.code.as_ref()));
    let of_group = item.as_ref().and_then(group_of).or_else(|| group.clone());
    // No item has the empty code.
    let of = item.clone().unwrap_or_else(|| Code::from(""));
    let chance = said.chance(&learned.times.of(&of, of_group.as_ref(), center.as_ref()).spread);
    match (item, group, center) {
        (Some(item), _, Some(center)) => _ = all.items.insert((item, center), chance),
        (None, Some(group), Some(center)) => _ = all.groups.insert((group, center), chance),
        (None, None, Some(center)) => _ = all.centers.insert(center, chance),
        _ => all.plant = Some(chance),
    }
}
