//! Whether a work centre's calendar tells the truth: worked hours by week against the hours it has open.
//!
//! More than open is overtime that nobody recorded. Less is told only from weeks in which there was work to do: time
//! without work does not count against the calendar. Nothing is changed here: a correction is proposed.

use super::Setting;
use super::numbers::{median, robust_sigma, weight};
use super::pool::{Message, Tree};
use super::records::{Dirt, Week, sorted};
use crate::model::Code;
use std::collections::BTreeMap;

/// Standard deviation of a week's ratio that is assumed, and the weeks that it counts for.
const SIGMA: (f64, f64) = (0.1, 5.0);
/// Variances around 1 of the plant's mean and between work centres that are assumed.
const SPREAD: (f64, f64) = (0.01, 0.002_5);
/// Robust standard deviations beyond which a week counts as the farthest believed.
const FARTHEST: f64 = 4.0;
/// What a proposal needs: weeks, standard errors, and a difference worth the trouble.
const PROPOSED: (u32, f64, f64) = (4, 2.0, 0.03);

/// What the record says of a work centre's weekly hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// The work centre.
    pub center: Code,
    /// True hours over the calendar's.
    pub factor: f64,
    /// Standard error of the factor.
    pub error: f64,
    /// Hours a week that the calendar has open in the mean, of all machines together.
    pub open: f64,
    /// Hours a week that the calendar lacks; below 0, that it has too many. Of all machines together.
    pub missing: f64,
    /// Weeks seen.
    pub weeks: u32,
    /// Weeks, each by how much it still counts.
    pub weight: f64,
    /// Whether the difference is sure enough, and large enough, to propose a correction.
    pub proposed: bool,
}

/// Weekly hours of every work centre of which there are weeks.
pub(super) fn learn(weeks: &[Week], setting: &Setting, dirt: &mut Dirt) -> Vec<Hours> {
    let mut rows = sorted(weeks, dirt);
    let before = rows.len();
    rows.retain(|week| week.open > 0);
    dirt.empty += (before - rows.len()) as u32;
    let before = rows.len();
    rows.retain(|week| week.worked >= 0 && week.idle >= 0 && week.at <= setting.now);
    dirt.impossible += (before - rows.len()) as u32;
    let weight = |week: &Week| weight(week.at, setting.now, setting.half_life_days);
    let mut ratios: Vec<f64> = Vec::with_capacity(rows.len());
    let (mut squares, mut count) = (0.0, 0.0);
    for own in rows.chunk_by(|a, b| a.center == b.center) {
        let (own_ratios, cut) = believed(own);
        dirt.outliers += cut;
        let middle = median(&mut own_ratios.clone()).unwrap_or(1.0);
        for (week, ratio) in own.iter().zip(&own_ratios) {
            squares += weight(week) * (ratio - middle).powi(2);
            count += weight(week);
        }
        ratios.extend(own_ratios);
    }
    let variance = (squares + SIGMA.1 * SIGMA.0 * SIGMA.0) / (count + SIGMA.1);
    let mut tree = Tree::default();
    let root = tree.add(None);
    let mut seen = vec![Message::default()];
    let mut from = 0;
    for own in rows.chunk_by(|a, b| a.center == b.center) {
        tree.add(Some(root));
        let mut message = Message::default();
        for (week, ratio) in own.iter().zip(&ratios[from..]) {
            message.precision += weight(week) / variance;
            message.moment += weight(week) / variance * ratio;
        }
        seen.push(message);
        from += own.len();
    }
    let pooled = tree.pool(&seen, Message::of(1.0, SPREAD.0), &[0.0, SPREAD.1]);
    let hours = |(place, own): (usize, &[Week])| {
        let (factor, error) = (pooled.means[place + 1], pooled.variances[place + 1].sqrt());
        let open = own.iter().map(|week| week.open as f64).sum::<f64>() / own.len() as f64 / 3_600.0;
        let difference = (factor - 1.0).abs();
        let weeks = own.len() as u32;
        Hours {
            center: own[0].center.clone(),
            factor,
            error,
            open,
            missing: (factor - 1.0) * open,
            weeks,
            weight: own.iter().map(weight).sum(),
            proposed: weeks >= PROPOSED.0 && difference > PROPOSED.1 * error && difference >= PROPOSED.2,
        }
    };
    rows.chunk_by(|a, b| a.center == b.center).enumerate().map(hours).collect()
}

/// Share of its open machine hours that each work centre worked, where there are weeks enough to say so.
pub(super) fn busy(weeks: &[Week], setting: &Setting) -> BTreeMap<Code, f64> {
    let mut sums: BTreeMap<&Code, (f64, f64, u32)> = BTreeMap::new();
    let counts =
        |week: &&Week| week.open > 0 && (0..=week.open).contains(&week.worked) && week.at <= setting.now;
    for week in weeks.iter().filter(counts) {
        let weight = weight(week.at, setting.now, setting.half_life_days);
        let (worked, open, count) = sums.entry(&week.center).or_default();
        *worked += weight * week.worked as f64;
        *open += weight * week.open as f64;
        *count += 1;
    }
    let share = |(center, (worked, open, count)): (&Code, (f64, f64, u32))| {
        (count >= PROPOSED.0 && worked > 0.0).then(|| (center.clone(), worked / open))
    };
    sums.into_iter().filter_map(share).collect()
}

/// Each week's true hours over the calendar's, cut where they are too far from the others, and how many were.
fn believed(own: &[Week]) -> (Vec<f64>, u32) {
    let ratio = |week: &Week| (week.worked + week.idle) as f64 / week.open as f64;
    let mut ratios: Vec<f64> = own.iter().map(ratio).collect();
    let Some(middle) = median(&mut ratios.clone()).filter(|_| ratios.len() >= 5) else { return (ratios, 0) };
    let deviations: Vec<f64> = ratios.iter().map(|ratio| ratio - middle).collect();
    let reach = FARTHEST * robust_sigma(&deviations).unwrap_or(0.0).max(SIGMA.0 / 2.0);
    let mut cut = 0;
    for ratio in &mut ratios {
        cut += u32::from((*ratio - middle).abs() > reach);
        *ratio = ratio.clamp(middle - reach, middle + reach);
    }
    (ratios, cut)
}
