//! The correction of odds, from how often dates were kept that were told with them.
//!
//! A logistic regression of *kept* on the log-odds that were read, drawn to *nothing to correct* by a normal prior, and
//! each group to the plant: the estimate is the most likely pair, found by Newton's method on a function with one top.
//! A step that does not rise is halved, because far from the top the method leaps over it.
//! Sources: J. Platt, Advances in large margin classifiers, 1999; A. Gelman and others, A weakly informative default
//! prior distribution for logistic and other regression models, Annals of Applied Statistics 2(4), 2008.

use super::numbers::weight;
use super::records::{Dirt, Outcome, sorted};
use super::{Evidence, Setting};
use crate::chance::{ByCode, Calibration, EDGE, Origin, logistic, logit};
use crate::model::Code;
use std::collections::BTreeMap;

/// Standard deviations of shift and slope that are assumed between no correction and the plant's.
const PLANT: (f64, f64) = (0.3, 0.2);
/// The same between the plant's and a group's.
const GROUP: (f64, f64) = (0.2, 0.1);
/// Least slope: what is told never loses its order.
const FLATTEST: f64 = 0.2;
/// Steps of Newton's method; six are usual.
const STEPS: u32 = 100;
/// How often a step is halved before there is nothing left to rise.
const HALVINGS: u32 = 60;

/// A row as the regression counts it.
struct Row {
    x: f64,
    kept: f64,
    weight: f64,
}

/// The corrections by group of what is sold, and what stands behind them; nothing where no date has passed.
pub(super) fn learn(
    outcomes: &[Outcome],
    setting: &Setting,
    dirt: &mut Dirt,
) -> Option<(ByCode<Calibration>, ByCode<Evidence>)> {
    let mut groups: BTreeMap<Option<Code>, (Vec<Row>, Evidence)> = BTreeMap::new();
    let rows = sorted(outcomes, dirt);
    let mut told: BTreeMap<Code, f64> = BTreeMap::new();
    rows.iter().for_each(|row| *told.entry(row.document.clone()).or_default() += 1.0);
    for row in rows {
        if row.at > setting.now {
            // Of dates still to come only those kept early are decided: they would flatter.
            dirt.impossible += 1;
            continue;
        }
        // Several percentiles of one promise say one thing.
        let parts = told.get(&row.document).copied().unwrap_or(1.0);
        let weight = weight(row.at, setting.now, setting.half_life_days) / parts;
        let share = (f64::from(row.share) / 1e6).clamp(EDGE, 1.0 - EDGE);
        let (list, evidence) = groups.entry(row.group).or_default();
        list.push(Row { x: logit(share), kept: f64::from(u8::from(row.kept)), weight });
        evidence.count(true, weight);
    }
    if groups.is_empty() {
        return None;
    }
    let all = || groups.values().flat_map(|(rows, _)| rows);
    let ((shift, slope), own) = fitted(all, (0.0, 1.0), PLANT);
    let mut plant = Evidence { own, ..Evidence::default() };
    groups.values().for_each(|(_, evidence)| plant.add(evidence));
    let made =
        |(shift, slope), observations| Calibration { shift, slope, observations, origin: Origin::Learned };
    let mut found = ByCode::all(made((shift, slope), plant.observations));
    let mut behind = ByCode::all(plant);
    for (group, (rows, evidence)) in &groups {
        let Some(group) = group else { continue };
        let (pair, own) = fitted(|| rows.iter(), (shift, slope), GROUP);
        found.own.insert(group.clone(), made(pair, evidence.observations));
        behind.own.insert(group.clone(), Evidence { own, ..evidence.clone() });
    }
    Some((found, behind))
}

/// What is expected of shift and slope, and how far they lie from it.
#[derive(Clone, Copy)]
struct Expected {
    mean: (f64, f64),
    spread: (f64, f64),
}

/// The most likely shift and slope where `mean` was expected, give or take `spread`, and how much of the shift is the
/// rows' own.
fn fitted<'r, I: Iterator<Item = &'r Row>>(
    rows: impl Fn() -> I,
    mean: (f64, f64),
    spread: (f64, f64),
) -> ((f64, f64), f64) {
    let expected = Expected { mean, spread };
    let (pair, own) = climbed(&rows, expected, mean, true);
    if pair.1 >= FLATTEST {
        return (pair, own);
    }
    // The function has one top: where it lies below the bound, the best of what is allowed lies on the bound.
    climbed(&rows, expected, (pair.0, FLATTEST), false)
}

/// Climbs from `start` to the top, with the slope free or as it stands.
fn climbed<'r, I: Iterator<Item = &'r Row>>(
    rows: &impl Fn() -> I,
    expected: Expected,
    start: (f64, f64),
    free: bool,
) -> ((f64, f64), f64) {
    let (mut pair, mut own) = (start, 0.0);
    let mut height = likelihood(rows, expected, pair);
    for _ in 0..STEPS {
        let (step, known) = newton(rows, expected, pair, free);
        own = known;
        let mut part = 1.0;
        let higher = (0..HALVINGS).find_map(|_| {
            let tried = (pair.0 + part * step.0, pair.1 + part * step.1);
            part /= 2.0;
            let reached = likelihood(rows, expected, tried);
            (reached > height).then_some((tried, reached))
        });
        let Some((tried, reached)) = higher else { break };
        (pair, height) = (tried, reached);
    }
    (pair, own)
}

/// The step of Newton's method, and how much of the shift is the rows' own.
fn newton<'r, I: Iterator<Item = &'r Row>>(
    rows: &impl Fn() -> I,
    Expected { mean, spread }: Expected,
    (shift, slope): (f64, f64),
    free: bool,
) -> ((f64, f64), f64) {
    let prior = (1.0 / (spread.0 * spread.0), 1.0 / (spread.1 * spread.1));
    let (mut up, mut along) = (-(shift - mean.0) * prior.0, -(slope - mean.1) * prior.1);
    let (mut flat, mut tilted, mut steep) = (0.0, 0.0, 0.0);
    for row in rows() {
        let said = logistic(shift + slope * row.x);
        let (missed, bend) = (row.weight * (row.kept - said), row.weight * said * (1.0 - said));
        up += missed;
        along += missed * row.x;
        flat += bend;
        tilted += bend * row.x;
        steep += bend * row.x * row.x;
    }
    let own = flat / (flat + prior.0);
    let (flat, steep) = (flat + prior.0, steep + prior.1);
    if !free {
        return ((up / flat, 0.0), own);
    }
    let area = flat * steep - tilted * tilted;
    (((steep * up - tilted * along) / area, (flat * along - tilted * up) / area), own)
}

/// The logarithm of how likely the rows and the pair are together, but for a constant.
fn likelihood<'r, I: Iterator<Item = &'r Row>>(
    rows: &impl Fn() -> I,
    Expected { mean, spread }: Expected,
    (shift, slope): (f64, f64),
) -> f64 {
    let off = ((shift - mean.0) / spread.0, (slope - mean.1) / spread.1);
    let of_row = |row: &Row| {
        let y = shift + slope * row.x;
        // ln(1 + e^y), for any y.
        let soft = y.max(0.0) + (-y.abs()).exp().ln_1p();
        row.weight * (row.kept * y - soft)
    };
    rows().map(of_row).sum::<f64>() - 0.5 * (off.0 * off.0 + off.1 * off.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The highest of a grid of half hundredths, within what is allowed.
    fn searched(rows: &[Row], expected: Expected) -> (f64, f64) {
        let mut best = (f64::MIN, (0.0, 0.0));
        for shift in -1_000..=200 {
            for slope in 40..=400 {
                let pair = (f64::from(shift) / 200.0, f64::from(slope) / 200.0);
                let height = likelihood(&|| rows.iter(), expected, pair);
                if height > best.0 {
                    best = (height, pair);
                }
            }
        }
        best.1
    }

    #[test]
    fn the_pair_is_the_most_likely_one_however_wrong_the_odds_were() {
        // What all futures kept: half of it, none of it, all of it, four fifths; and what was told with 80 % and 50 %.
        let edge = 1.0 - EDGE;
        for (told, kept) in [
            (vec![edge], 0.5),
            (vec![edge], 0.0),
            (vec![edge], 1.0),
            (vec![edge], 0.8),
            (vec![0.8], 0.3),
            (vec![0.5, 0.95], 0.6),
            (vec![0.2, 0.8], 0.05),
        ] {
            let row = |nth: u32| {
                let share = told[nth as usize % told.len()];
                let kept = f64::from(u8::from(f64::from(nth) < 20.0 * kept));
                Row { x: logit(share), kept, weight: 10.0 }
            };
            let rows: Vec<Row> = (0..20).map(row).collect();
            let expected = Expected { mean: (0.0, 1.0), spread: PLANT };
            let (found, _) = fitted(|| rows.iter(), expected.mean, expected.spread);
            let best = searched(&rows, expected);
            let off = ((found.0 - best.0).abs(), (found.1 - best.1).abs());
            assert!(off.0 <= 0.006 && off.1 <= 0.006, "{told:?} {kept}: {found:?}, not {best:?}");
        }
    }

    #[test]
    fn half_kept_of_what_all_futures_keep_is_told_far_below() {
        let row = |nth: u32| Row { x: logit(1.0 - EDGE), kept: f64::from(nth % 2), weight: 1.0 };
        let rows: Vec<Row> = (0..200).map(row).collect();
        let ((shift, slope), _) = fitted(|| rows.iter(), (0.0, 1.0), PLANT);
        assert!((shift + 0.87).abs() < 0.01 && (slope - FLATTEST).abs() < 1e-9, "{shift} {slope}");
    }
}
