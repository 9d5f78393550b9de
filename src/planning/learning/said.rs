//! What people say instead of the record: one number each, laid over what was learned.
//!
//! A single value keeps the shape that the record gives: the distribution is stretched, or for lateness shifted, so
//! that the value is its middle.

use crate::domain::learning::{About, Instead, Kind};
use crate::store::Failure;
use crate::store::learning::OverrideRow;
use holdfast_engine::chance::{Adherence, ByCode, Chance, Chances, Origin, Spread, Stoppages};
use holdfast_engine::learn::Overrides;
use holdfast_engine::model::Code;

/// Seconds in an hour.
const HOUR: f64 = 3_600.0;
/// Coefficient of variation of stoppages of which only the mean length is said.
const VARIATION: f64 = 1.0;

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
    let mut overrides = Overrides::default();
    for said in said {
        let code = |text: &Option<String>| text.as_deref().map(Code::from);
        let (item, group, who) = (code(&said.about.item), code(&said.about.group), code(&said.about.code));
        let of = |all: &ByCode<Chance>, code: &Option<Code>| said.chance(&all.of(code.as_ref()).spread);
        match said.kind {
            Kind::OperationTime => {
                let base = match &item {
                    Some(item) => learned.times.of(item, group_of(item).as_ref(), who.as_ref()),
                    None => learned.times.of(&Code::from(""), group.as_ref(), who.as_ref()),
                };
                let chance = said.chance(&base.spread);
                match (item, group, who) {
                    (Some(item), _, Some(center)) => drop(overrides.items.insert((item, center), chance)),
                    (None, Some(group), Some(center)) => {
                        drop(overrides.groups.insert((group, center), chance))
                    }
                    (None, None, Some(center)) => drop(overrides.centers.insert(center, chance)),
                    _ => overrides.plant = Some(chance),
                }
            }
            Kind::SupplierDelay => {
                let chance = of(&learned.suppliers, &who);
                overrides.suppliers.insert(who, chance);
            }
            Kind::CustomerDelay => {
                let chance = of(&learned.customers, &who);
                overrides.customers.insert(who, chance);
            }
            Kind::Yield => {
                let chance = of(&learned.yields, &item);
                overrides.yields.insert(item, chance);
            }
            Kind::ReportingDelay => {
                let chance = of(&learned.reporting, &who);
                overrides.reporting.insert(who, chance);
            }
            Kind::Breakdown => {
                let stop = said.stoppages(learned.breakdowns.of(who.as_ref()));
                overrides.breakdowns.insert(who, stop);
            }
            Kind::Absence => {
                let stop = said.stoppages(learned.absence.of(who.as_ref()));
                overrides.absence.insert(who, stop);
            }
            Kind::Adherence => {
                let first = said.instead.value.unwrap_or(1.0);
                let said = Adherence { first, observations: 0, origin: Origin::Person };
                overrides.adherence.insert(who, said);
            }
            Kind::OrdersToCome => {
                let rate = said.instead.value.unwrap_or(0.0);
                let coming = learned.coming.clone();
                overrides.coming =
                    coming.map(|coming| holdfast_engine::chance::Coming { per_open_hour: rate, ..coming });
            }
        }
    }
    overrides
}
