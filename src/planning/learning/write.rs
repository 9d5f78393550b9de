//! Writing what the engine learned as entries.

use super::kept::{Curve, Entry, Kept, KeptComing, KeptHours, Read, shorter};
use crate::domain::learning::{About, Kind};
use crate::domain::value::Moment;
use crate::planning::outlook::moment;
use holdfast_engine::chance::{
    Adherence, ByCode, Calibration, Chance, Coming, Mix, Origin, Spread, Stoppages,
};
use holdfast_engine::learn::{Evidence, Learned, Setting};
use holdfast_engine::model::Code;

/// Share of futures of which it is shown how often it comes true.
pub(super) const SHOWN: f64 = 0.8;

fn code(code: &Code) -> Option<String> {
    Some(code.as_str().to_owned())
}

/// Entries in the making.
struct Writer {
    plant: Spread,
    entries: Vec<Entry>,
}

impl Writer {
    fn add(&mut self, kind: Kind, about: About, chance: &Chance, evidence: &Evidence) -> &mut Entry {
        let curve = match kind {
            Kind::OperationTime if about != About::default() => Curve::like(&self.plant, &chance.spread),
            _ => Curve::of(&chance.spread),
        };
        let at = self.entries.len();
        self.entries.push(Entry {
            kind,
            about,
            curve,
            rate: None,
            factor: None,
            line: None,
            observations: chance.observations,
            unfinished: evidence.unfinished,
            weight: evidence.weight,
            own: evidence.own,
            changed: evidence.changed.and_then(moment),
            recorded: chance.origin == Origin::Learned,
            spread: Spread::none(),
        });
        &mut self.entries[at]
    }

    fn times(&mut self, learned: &Learned) {
        let (times, found) = (&learned.chances.times, &learned.times);
        self.add(Kind::OperationTime, About::default(), &times.plant, &found.plant);
        let none = Evidence::default();
        for (center, chance) in &times.centers {
            let about = About { code: code(center), ..About::default() };
            self.add(Kind::OperationTime, about, chance, found.centers.get(center).unwrap_or(&none));
        }
        for (key, chance) in &times.groups {
            let about = About { group: code(&key.0), code: code(&key.1), item: None };
            self.add(Kind::OperationTime, about, chance, found.groups.get(key).unwrap_or(&none));
        }
        for (key, chance) in &times.items {
            let about = About { item: code(&key.0), code: code(&key.1), group: None };
            let factor = found.factors.get(key).copied();
            let entry = self.add(Kind::OperationTime, about, chance, found.items.get(key).unwrap_or(&none));
            entry.factor = factor;
        }
    }

    /// Entries by code; `rate` says what of an entry is no distribution.
    fn by_code<T>(
        &mut self,
        kind: Kind,
        all: &ByCode<T>,
        evidence: &ByCode<Evidence>,
        read: impl Fn(&T) -> (Chance, Option<f64>),
    ) {
        let others = [(None, &all.others)];
        for (who, entry) in others.into_iter().chain(all.own.iter().map(|(code, entry)| (Some(code), entry)))
        {
            let name = who.and_then(code);
            let about = match kind {
                Kind::Yield => About { item: name, ..About::default() },
                _ => About { code: name, ..About::default() },
            };
            let (chance, rate) = read(entry);
            let evidence = who.map_or(&evidence.others, |code| evidence.of(Some(code)));
            self.add(kind, about, &chance, evidence).rate = rate;
        }
    }

    /// The corrections of odds, by group of what is sold.
    fn odds(&mut self, learned: &Learned) {
        let found = &learned.chances.calibration;
        let own = found.own.iter().map(|(group, one)| (Some(group), one));
        for (group, one) in std::iter::once((None, &found.others)).chain(own) {
            let Calibration { observations, origin, .. } = *one;
            let stored = Calibration { shift: shorter(one.shift), slope: shorter(one.slope), ..*one };
            let chance = Chance { spread: Spread::none(), observations, origin };
            let about = About { group: group.and_then(code), ..About::default() };
            let evidence =
                group.map_or(&learned.calibration.others, |group| learned.calibration.of(Some(group)));
            let entry = self.add(Kind::OddsKept, about, &chance, evidence);
            entry.line = Some((stored.shift, stored.slope));
            entry.rate = Some(stored.truth(SHOWN));
        }
    }

    fn all(&mut self, learned: &Learned) {
        let chances = &learned.chances;
        self.times(learned);
        let plain = |chance: &Chance| (chance.clone(), None);
        self.by_code(Kind::SupplierDelay, &chances.suppliers, &learned.suppliers, plain);
        self.by_code(Kind::CustomerDelay, &chances.customers, &learned.customers, plain);
        self.by_code(Kind::Yield, &chances.yields, &learned.yields, plain);
        let stop = |stop: &Stoppages| {
            let spread = stop.length.clone();
            (Chance { spread, observations: stop.observations, origin: stop.origin }, Some(stop.per_hour))
        };
        self.by_code(Kind::Breakdown, &chances.breakdowns, &learned.breakdowns, stop);
        self.by_code(Kind::Absence, &chances.absence, &learned.absence, stop);
        let share = |said: &Adherence| {
            let chance =
                Chance { spread: Spread::none(), observations: said.observations, origin: said.origin };
            (chance, Some(said.first))
        };
        self.by_code(Kind::Adherence, &chances.adherence, &learned.adherence, share);
        self.by_code(Kind::ReportingDelay, &chances.reporting, &learned.reporting, plain);
        self.odds(learned);
        if let Some(coming) = &chances.coming {
            let (spread, observations) = (coming.lead.clone(), coming.observations);
            let chance = Chance { spread, observations, origin: coming.origin };
            let evidence = Evidence { own: 1.0, weight: f64::from(observations), ..Evidence::default() };
            let entry = self.add(Kind::OrdersToCome, About::default(), &chance, &evidence);
            entry.rate = Some(coming.per_open_hour);
        }
    }
}

impl Kept {
    pub(super) fn of(learned: &Learned, setting: &Setting, read: Read, as_of: Moment) -> Self {
        // What others are told relative to must be what will be read again.
        let plant = Curve::of(&learned.chances.times.plant.spread).spread(&Spread::none());
        let mut writer = Writer { plant, entries: Vec::new() };
        writer.all(learned);
        let kept = Self {
            as_of,
            half_life_days: setting.half_life_days,
            read: read.with(&learned.dirt),
            entries: writer.entries,
            hours: learned.hours.iter().map(hours).collect(),
            coming: learned.chances.coming.as_ref().map(coming),
        };
        kept.unfolded()
    }
}

fn coming(coming: &Coming) -> KeptComing {
    let row = |mix: &Mix| (mix.item.as_str().to_owned(), mix.quantity.millionths(), mix.weight);
    KeptComing {
        mix: coming.mix.iter().map(row).collect(),
        leads: coming.mix.iter().map(|mix| mix.lead).collect(),
        horizon_days: coming.horizon_days,
        busy: coming.busy.iter().map(|(center, share)| (center.as_str().to_owned(), *share)).collect(),
    }
}

fn hours(hours: &holdfast_engine::learn::Hours) -> KeptHours {
    KeptHours {
        work_centre: hours.center.as_str().to_owned(),
        factor: hours.factor,
        error: hours.error,
        open_hours: hours.open,
        missing_hours: hours.missing,
        weeks: hours.weeks,
        weight: hours.weight,
        proposed: hours.proposed,
    }
}
