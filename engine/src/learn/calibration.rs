//! The correction of odds, from how often dates were kept that were told with them.
//!
//! A logistic regression of *kept* on the log-odds that were read, drawn to *nothing to correct* by a normal prior, and
//! each group to the plant: the estimate is the most likely pair, found by Newton's method on a function with one top.
//! Sources: J. Platt, Advances in large margin classifiers, 1999; A. Gelman and others, A weakly informative default
//! prior distribution for logistic and other regression models, Annals of Applied Statistics 2(4), 2008.

use super::numbers::weight;
use super::records::{Dirt, Outcome, sorted};
use super::{Evidence, Setting};
use crate::chance::{ByCode, Calibration, Origin, logistic, logit};
use crate::model::Code;
use std::collections::BTreeMap;

/// Standard deviations of shift and slope that are assumed between no correction and the plant's.
const PLANT: (f64, f64) = (0.3, 0.2);
/// The same between the plant's and a group's.
const GROUP: (f64, f64) = (0.2, 0.1);
/// Share of futures next to none and to all that is still told apart.
const EDGE: f64 = 0.005;
/// Least slope: what is told never loses its order.
const FLATTEST: f64 = 0.2;
/// Steps of Newton's method; six are usual.
const STEPS: u32 = 40;

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

/// The most likely shift and slope where `mean` was expected, give or take `spread`, and how much of the shift is the
/// rows' own.
fn fitted<'r, I: Iterator<Item = &'r Row>>(
    rows: impl Fn() -> I,
    mean: (f64, f64),
    spread: (f64, f64),
) -> ((f64, f64), f64) {
    let prior = (1.0 / (spread.0 * spread.0), 1.0 / (spread.1 * spread.1));
    let (mut shift, mut slope, mut own) = (mean.0, mean.1, 0.0);
    for _ in 0..STEPS {
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
        own = flat / (flat + prior.0);
        let (flat, steep) = (flat + prior.0, steep + prior.1);
        let area = flat * steep - tilted * tilted;
        let step = ((steep * up - tilted * along) / area, (flat * along - tilted * up) / area);
        (shift, slope) = (shift + step.0, (slope + step.1).max(FLATTEST));
        if step.0.abs() + step.1.abs() < 1e-10 {
            break;
        }
    }
    ((shift, slope), own)
}
