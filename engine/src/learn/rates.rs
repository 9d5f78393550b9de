//! How often things happen, by work centre: stoppages in worked time, and choices that follow the list.
//!
//! Rates are pooled with the plant's, and the plant's with the wide assumption. Sources: D. Clayton and J. Kaldor,
//! Empirical Bayes estimates of age-standardized relative risks, Biometrics 43, 1987 (gamma and Poisson); J. C.
//! Kleinman, Proportions with extraneous variance, JASA 68, 1973 (beta and binomial). The variance between work
//! centres is found by moments, as everywhere here.

use super::delays::{Assumed, Delay};
use super::numbers::weight;
use super::pool::{Message, Tree};
use super::records::{Choice, Dirt, Stop, Watched, sorted};
use super::{Evidence, Setting};
use crate::chance::{Adherence, ByCode, Chance, Origin, Stoppages};
use crate::model::Code;
use std::collections::BTreeMap;

/// Seconds in an hour.
const HOUR: f64 = 3_600.0;
/// Events for which the assumed rate of stoppages counts.
const PRIOR_EVENTS: f64 = 1.0;
/// Choices for which the assumed adherence counts.
const PRIOR_CHOICES: f64 = 5.0;
/// Standard deviation between work centres that is assumed: of rates relative to the mean, and of shares.
const BETWEEN: (f64, f64) = (0.5, 0.1);
/// A stoppage up to so many seconds is always believed.
const REACH: f64 = 40.0 * HOUR;

/// What was seen of one work centre: events, chances of one (hours or choices), and the rows behind it.
#[derive(Clone, Debug, Default)]
struct Tally {
    events: f64,
    over: f64,
    evidence: Evidence,
}

/// Stoppages by work centre, from what was watched; nothing where nothing was.
pub(super) fn stoppages(
    watched: &[Watched],
    stops: &[Stop],
    prior: &Stoppages,
    setting: &Setting,
    dirt: &mut Dirt,
) -> Option<(ByCode<Stoppages>, ByCode<Evidence>)> {
    let mut tallies: BTreeMap<Code, Tally> = BTreeMap::new();
    for row in sorted(watched, dirt) {
        if row.worked <= 0 {
            dirt.empty += 1;
        } else if row.at > setting.now {
            dirt.impossible += 1;
        } else {
            let tally = tallies.entry(row.center).or_default();
            tally.over += row.worked as f64 / HOUR * weight(row.at, setting.now, setting.half_life_days);
        }
    }
    let mut lengths = Vec::new();
    for row in sorted(stops, dirt) {
        // A stoppage where nobody watched would have no hours to stand over.
        let Some(tally) = tallies.get_mut(&row.center).filter(|_| row.at <= setting.now) else {
            dirt.impossible += 1;
            continue;
        };
        if row.lasted <= 0 {
            dirt.empty += 1;
            continue;
        }
        let weight = weight(row.at, setting.now, setting.half_life_days);
        tally.events += weight;
        tally.evidence.count(row.over, weight);
        lengths.push(Delay { who: row.center, value: row.lasted as f64, whole: row.over, at: row.at });
    }
    if tallies.is_empty() {
        return None;
    }
    let hours = if prior.per_hour > 0.0 { PRIOR_EVENTS / prior.per_hour } else { 0.0 };
    let rates = pooled(&mut tallies, (PRIOR_EVENTS, hours), |mean| mean, |mean| BETWEEN.0 * mean);
    let assumed = Assumed { prior: &prior.length, reach: REACH };
    let length = super::delays::learn(lengths, assumed, setting, dirt).map(|found| found.0);
    let entry = |code: Option<&Code>, per_hour: f64, observations: u32| Stoppages {
        per_hour,
        length: length
            .as_ref()
            .map_or_else(|| prior.length.clone(), |found: &ByCode<Chance>| found.of(code).spread.clone()),
        observations,
        origin: Origin::Learned,
    };
    let (mean, everything) = rates;
    let mut found = ByCode::all(entry(None, mean, everything.observations));
    let mut evidence = ByCode::all(everything);
    for (code, tally) in tallies {
        let own = entry(Some(&code), tally.events, tally.evidence.observations);
        found.own.insert(code.clone(), own);
        evidence.own.insert(code, tally.evidence);
    }
    Some((found, evidence))
}

/// Adherence by work centre; nothing where no choice was seen. Where nothing else could have been started there was
/// no choice.
pub(super) fn adherence(
    choices: &[Choice],
    prior: Adherence,
    setting: &Setting,
    dirt: &mut Dirt,
) -> Option<(ByCode<Adherence>, ByCode<Evidence>)> {
    let mut tallies: BTreeMap<Code, Tally> = BTreeMap::new();
    for row in sorted(choices, dirt) {
        if row.waiting < 2 {
            continue;
        }
        if row.place >= row.waiting || row.at > setting.now {
            dirt.impossible += 1;
            continue;
        }
        let weight = weight(row.at, setting.now, setting.half_life_days);
        let tally = tallies.entry(row.center).or_default();
        tally.over += weight;
        tally.events += if row.place == 0 { weight } else { 0.0 };
        tally.evidence.count(true, weight);
    }
    if tallies.is_empty() {
        return None;
    }
    let assumed = (prior.first * PRIOR_CHOICES, PRIOR_CHOICES);
    let noise = |mean: f64| (mean * (1.0 - mean)).max(1e-4);
    let (mean, everything) = pooled(&mut tallies, assumed, noise, |_| BETWEEN.1);
    let entry = |first: f64, observations: u32| Adherence {
        first: first.clamp(0.0, 1.0),
        observations,
        origin: Origin::Learned,
    };
    let mut found = ByCode::all(entry(mean, everything.observations));
    let mut evidence = ByCode::all(everything);
    for (code, tally) in tallies {
        found.own.insert(code.clone(), entry(tally.events, tally.evidence.observations));
        evidence.own.insert(code, tally.evidence);
    }
    Some((found, evidence))
}

/// The plant's rate, what stands behind it, and in the place of each tally's events its own rate. `noise` is the
/// variance of one chance at a mean, `between` the standard deviation that is assumed between work centres.
fn pooled(
    tallies: &mut BTreeMap<Code, Tally>,
    assumed: (f64, f64),
    noise: impl Fn(f64) -> f64,
    between: impl Fn(f64) -> f64,
) -> (f64, Evidence) {
    let (mut events, mut over) = assumed;
    let mut everything = Evidence::default();
    for tally in tallies.values() {
        events += tally.events;
        over += tally.over;
        everything.add(&tally.evidence);
    }
    everything.own = (over - assumed.1) / over;
    let mean = events / over;
    let mut tree = Tree::default();
    let root = tree.add(None);
    let mut seen = vec![Message::default()];
    for tally in tallies.values() {
        tree.add(Some(root));
        seen.push(Message::of(tally.events / tally.over, noise(mean) / tally.over));
    }
    let wide = between(mean).powi(2).max(1e-12);
    let pooled = tree.pool(&seen, Message::of(mean, wide), &[0.0, wide]);
    // As many hours, or choices, as the plant's rate counts for beside a work centre's own.
    let mix = noise(mean) / pooled.between[1];
    for tally in tallies.values_mut() {
        tally.evidence.own = tally.over / (tally.over + mix);
        tally.events = (tally.events + mix * mean) / (tally.over + mix);
    }
    (mean, everything)
}
