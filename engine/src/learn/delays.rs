//! Distributions of one number by code: how late suppliers and customers are, how far reports lag, how long
//! stoppages last, how good lots are.
//!
//! No formula is assumed: the record's own distribution, in which what is still open counts as *later than this*. Few
//! data are mixed with the plant's, and the plant's with the wide assumption; with what weight follows from how much
//! codes differ. Source: V. Susarla and J. Van Ryzin, Nonparametric Bayesian estimation of survival curves from
//! incomplete observations, JASA 71, 1976; the weight: H. Bühlmann, Experience rating and credibility, 1967.

use super::change::{BEFORE, change};
use super::numbers::{Seen, kaplan_meier, median, robust_sigma, table, weight};
use super::pool::{Message, Tree};
use super::records::Dirt;
use super::{Evidence, Setting};
use crate::chance::{ByCode, Chance, Spread, normal};
use crate::model::Code;
use crate::time::Instant;

/// Observations for which the wide assumption counts.
const PRIOR_WEIGHT: f64 = 5.0;
/// Observations for which the plant's distribution counts: least, most, and before there is anything to tell.
const POOL_WEIGHT: (f64, f64, f64) = (2.0, 50.0, 10.0);
/// Robust standard deviations beyond which a value counts as the farthest believed.
const FARTHEST: f64 = 10.0;
/// Points that stand for what is later than all that was seen.
const TAIL: u32 = 20;

/// One value of a code.
#[derive(Clone, Debug)]
pub(super) struct Delay {
    pub who: Code,
    pub value: f64,
    /// Whether it is over; if not, it is later than `value`.
    pub whole: bool,
    /// When it was due or began, not when it ended: what is short ends sooner.
    pub at: Instant,
}

/// What is assumed, and how far a value may always lie from the middle without being taken for a slip.
#[derive(Clone, Copy, Debug)]
pub(super) struct Assumed<'a> {
    pub prior: &'a Spread,
    pub reach: f64,
}

/// Distributions by code with what stands behind them. `rows` are in an order of their own. Nothing without rows.
pub(super) fn learn(
    mut rows: Vec<Delay>,
    assumed: Assumed<'_>,
    setting: &Setting,
    dirt: &mut Dirt,
) -> Option<(ByCode<Chance>, ByCode<Evidence>)> {
    let before = rows.len();
    rows.retain(|row| row.at <= setting.now && row.value.is_finite());
    dirt.impossible += (before - rows.len()) as u32;
    if rows.is_empty() {
        return None;
    }
    dirt.outliers += believe(&mut rows, assumed.reach);
    rows.sort_by(|a, b| a.who.cmp(&b.who).then(a.at.cmp(&b.at)));
    let mut weights: Vec<f64> =
        rows.iter().map(|row| weight(row.at, setting.now, setting.half_life_days)).collect();
    let mut changes = Vec::new();
    let mut from = 0;
    for own in rows.chunk_by(|a, b| a.who == b.who) {
        let since = changed(own);
        let cut = since.map_or(0, |since| own.partition_point(|row| row.at < since));
        weights[from..from + cut].iter_mut().for_each(|weight| *weight *= BEFORE);
        changes.push(since);
        from += own.len();
    }
    let all = distribution(&rows, &weights, &points_of(assumed.prior), PRIOR_WEIGHT);
    let mix = mixing(&rows, &weights);
    let mut chances = ByCode::all(Chance::learned(table(&all), rows.len() as u32));
    let mut evidence = ByCode::all(evidence_of(&rows, &weights, PRIOR_WEIGHT, assumed.prior.is_none()));
    let mut from = 0;
    for (own, since) in rows.chunk_by(|a, b| a.who == b.who).zip(changes) {
        let weights = &weights[from..from + own.len()];
        from += own.len();
        let points = distribution(own, weights, &all, mix);
        let who = own[0].who.clone();
        chances.own.insert(who.clone(), Chance::learned(table(&points), own.len() as u32));
        let evidence_of = Evidence { changed: since, ..evidence_of(own, weights, mix, false) };
        evidence.own.insert(who, evidence_of);
    }
    Some((chances, evidence))
}

fn evidence_of(rows: &[Delay], weights: &[f64], mix: f64, alone: bool) -> Evidence {
    let mut evidence = Evidence::default();
    for (row, &weight) in rows.iter().zip(weights) {
        evidence.count(row.whole, weight);
    }
    evidence.own = if alone { 1.0 } else { evidence.weight / (evidence.weight + mix) };
    evidence
}

/// Cuts what is too far from the middle to be believed, and says how many.
fn believe(rows: &mut [Delay], reach: f64) -> u32 {
    let mut values: Vec<f64> = rows.iter().filter(|row| row.whole).map(|row| row.value).collect();
    let Some(middle) = median(&mut values) else { return 0 };
    let deviations: Vec<f64> = values.iter().map(|value| value - middle).collect();
    let reach = reach.max(FARTHEST * robust_sigma(&deviations).unwrap_or(0.0));
    let mut cut = 0;
    for row in rows {
        let value = row.value.clamp(middle - reach, middle + reach);
        cut += u32::from(value.total_cmp(&row.value).is_ne());
        row.value = value;
    }
    cut
}

/// Since when a code behaves otherwise. On normal scores of ranks, because lateness has long tails (A. N. Pettitt,
/// A non-parametric approach to the change-point problem, Applied Statistics 28, 1979); what is open ranks in the
/// middle of what is later.
fn changed(own: &[Delay]) -> Option<Instant> {
    let points = distribution(own, &vec![1.0; own.len()], &[], 0.0);
    let mut sums = vec![0.0];
    let mut sum = 0.0;
    for (_, mass) in &points {
        sum += mass;
        sums.push(sum);
    }
    let score = |row: &Delay| {
        let below = sums[points.partition_point(|p| p.0 < row.value)];
        let up_to = sums[points.partition_point(|p| p.0 <= row.value)];
        let share = if row.whole { f64::midpoint(below, up_to) } else { f64::midpoint(up_to, 1.0) };
        normal(share.clamp(1e-3, 1.0 - 1e-3))
    };
    let scores: Vec<f64> = own.iter().map(score).collect();
    change(&scores).map(|first| own[first].at)
}

/// The values of a table, each with the same mass; together 1.
fn points_of(spread: &Spread) -> Vec<(f64, f64)> {
    let values = spread.values();
    values.iter().map(|&value| (f64::from(value), 1.0 / values.len() as f64)).collect()
}

/// The distribution of a censored sample mixed with `others`, which count for `mix` observations.
fn distribution(rows: &[Delay], weights: &[f64], others: &[(f64, f64)], mix: f64) -> Vec<(f64, f64)> {
    let own = rows.iter().zip(weights);
    let mut seen: Vec<Seen> =
        own.map(|(row, &weight)| Seen { value: row.value, whole: row.whole, weight }).collect();
    seen.extend(others.iter().map(|&(value, mass)| Seen { value, whole: true, weight: mass * mix }));
    let (mut points, beyond) = kaplan_meier(&mut seen);
    if beyond > 0.0 {
        // Later than all that was seen: half of what has elapsed is still to come in the mean.
        let last = seen.last().map_or(0.0, |s| s.value);
        let scale = (last / 2.0).max(1.0);
        let late = |step: u32| last - scale * (1.0 - (f64::from(step) + 0.5) / f64::from(TAIL)).ln();
        points.extend((0..TAIL).map(|step| (late(step), beyond / f64::from(TAIL))));
    }
    points
}

/// For how many observations the plant's distribution counts: the variance within codes over that between them.
fn mixing(rows: &[Delay], weights: &[f64]) -> f64 {
    let mut means: Vec<(f64, f64)> = Vec::new();
    let (mut squares, mut count) = (0.0, 0.0);
    let mut from = 0;
    for own in rows.chunk_by(|a, b| a.who == b.who) {
        let weights = &weights[from..from + own.len()];
        from += own.len();
        let points = distribution(own, weights, &[], 0.0);
        let mean = points.iter().map(|(value, mass)| value * mass).sum::<f64>();
        let variance = points.iter().map(|(value, mass)| (value - mean).powi(2) * mass).sum::<f64>();
        let total: f64 = weights.iter().sum();
        squares += variance * total;
        count += (total - 1.0).max(0.0);
        means.push((mean, total));
    }
    let within = if count > 0.0 { squares / count } else { 0.0 };
    if within <= 0.0 || means.len() < 2 {
        return POOL_WEIGHT.2;
    }
    let mut tree = Tree::default();
    let root = tree.add(None);
    let mut seen = vec![Message::default()];
    for (mean, total) in means {
        tree.add(Some(root));
        seen.push(Message::of(mean, within / total.max(1e-6)));
    }
    let pooled = tree.pool(&seen, Message::of(0.0, 1e6 * within), &[0.0, within / POOL_WEIGHT.2]);
    (within / pooled.between[1]).clamp(POOL_WEIGHT.0, POOL_WEIGHT.1)
}
