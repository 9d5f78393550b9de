//! True times of operations over planned ones, by item × work centre, pooled with group, work centre and plant.
//!
//! The logarithm of true over planned time is normal around a mean of its cell; the mean of a cell is drawn to that
//! of its group at the work centre, that to the work centre's, that to the plant's ([`super::pool`]). Work that still
//! runs says that it takes longer than it has taken: a Tobit model, fitted by Fisher scoring for means and EM for
//! variances. The shape is the record's own as far as there is one. Sources and weights: `docs/engine.md`.

use super::change::{BEFORE, change};
use super::numbers::{Seen, kaplan_meier, median, mills, normal_steps, quantiles, robust_sigma, weight};
use super::pool::{Message, Pooled, Tree};
use super::records::{Dirt, OperationRecord, sorted};
use super::{Evidence, Setting};
use crate::chance::{Chance, Chances, Spread, Times};
use crate::model::Code;
use crate::time::Instant;
use std::collections::BTreeMap;

/// Standard deviation of the logarithm that is assumed before there are data: a coefficient of variation of 0.5.
const SIGMA: f64 = 0.472;
/// Observations that the variance of the level above counts for.
const SIGMA_WEIGHT: f64 = 10.0;
/// Variance of the plant's mean logarithm around 0, which is *the plan is right*.
const PLANT: f64 = 0.5;
/// Variance between siblings that is assumed: none, work centres, groups, items.
const BETWEEN: [f64; 4] = [0.0, 0.09, 0.04, 0.04];
/// Robust standard deviations beyond which an observation counts as the farthest believed.
const FARTHEST: f64 = 4.0;
/// Least robust standard deviation, so that a record of equal values does not make the next one an outlier.
const LEAST_SIGMA: f64 = 0.02;
/// Observations for which the normal shape counts.
const SHAPE_WEIGHT: f64 = 100.0;
/// Most rounds of fitting, and the change of any mean below which it is done.
const ROUNDS: (usize, f64) = (60, 1e-7);

/// An observation: the logarithm of true over planned time, or of what it is larger than.
#[derive(Clone, Debug)]
struct Observed {
    leaf: usize,
    log: f64,
    finished: bool,
    at: Instant,
    weight: f64,
}

/// The cells of the record.
#[derive(Debug, Default)]
struct Cells {
    tree: Tree,
    centers: BTreeMap<Code, usize>,
    groups: BTreeMap<(Code, Option<Code>), usize>,
    items: BTreeMap<(Code, Option<Code>, Code), usize>,
}

/// Means, and standard deviations by node.
#[derive(Debug, Default)]
struct Fit {
    pooled: Pooled,
    sigma: Vec<f64>,
}

/// Learns operation times into `chances`, with the evidence for every entry.
pub(super) fn learn(records: &[OperationRecord], setting: &Setting, chances: &mut Chances) -> TimesEvidence {
    let mut found = TimesEvidence::default();
    let mut records = sorted(records, &mut found.dirt);
    let before = records.len();
    records.retain(|r| r.planned > 0 && r.worked > 0);
    found.dirt.empty += (before - records.len()) as u32;
    let before = records.len();
    records.retain(|r| r.at <= setting.now);
    found.dirt.impossible += (before - records.len()) as u32;
    if records.is_empty() {
        return found;
    }
    let (cells, mut observed) = cells(&records, setting);
    found.dirt.outliers += believe(&cells, &mut observed);
    let mut changed = vec![None; cells.tree.parents.len()];
    let mut fit = cells.fit(&observed);
    for level in [1, 3] {
        if forget_before_changes(&cells, &fit, level, &mut observed, &mut changed) {
            fit = cells.fit(&observed);
        }
    }
    cells.fill(&fit, &observed, &changed, setting, &mut chances.times, &mut found);
    found
}

/// What stands behind the learned times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimesEvidence {
    /// By item and work centre.
    pub items: BTreeMap<(Code, Code), Evidence>,
    /// By group and work centre.
    pub groups: BTreeMap<(Code, Code), Evidence>,
    /// By work centre.
    pub centers: BTreeMap<Code, Evidence>,
    /// Of all.
    pub plant: Evidence,
    /// Median of true over planned time by item and work centre, without any learned factor: what
    /// [`crate::model::Learned`] is to be when the plan takes it over.
    pub factors: BTreeMap<(Code, Code), f64>,
    /// What was dropped or cut.
    pub dirt: Dirt,
}

fn cells(records: &[OperationRecord], setting: &Setting) -> (Cells, Vec<Observed>) {
    let mut cells = Cells::default();
    let plant = cells.tree.add(None);
    let mut observed = Vec::with_capacity(records.len());
    for r in records {
        let tree = &mut cells.tree;
        let center = *cells.centers.entry(r.center.clone()).or_insert_with(|| tree.add(Some(plant)));
        let key = (r.center.clone(), r.group.clone());
        let group = *cells.groups.entry(key).or_insert_with(|| tree.add(Some(center)));
        let key = (r.center.clone(), r.group.clone(), r.item.clone());
        let leaf = *cells.items.entry(key).or_insert_with(|| tree.add(Some(group)));
        let log = (r.worked as f64 / r.planned as f64).ln();
        let weight = weight(r.at, setting.now, setting.half_life_days);
        observed.push(Observed { leaf, log, finished: r.finished, at: r.at, weight });
    }
    (cells, observed)
}

/// Cuts what is too far from the middle of its cell, or of its work centre where the cell has little, and says
/// how many. On the logarithmic scale by median and median absolute deviation (Hampel 1974).
fn believe(cells: &Cells, observed: &mut [Observed]) -> u32 {
    let center_of = |leaf: usize| cells.tree.parents[cells.tree.parents[leaf]];
    let mut logs: Vec<Vec<f64>> = vec![Vec::new(); cells.tree.parents.len()];
    for o in observed.iter().filter(|o| o.finished) {
        [o.leaf, center_of(o.leaf), 0].into_iter().for_each(|node| logs[node].push(o.log));
    }
    let medians: Vec<(usize, f64)> =
        logs.iter_mut().map(|logs| (logs.len(), median(logs).unwrap_or(0.0))).collect();
    let middle = |leaf: usize| {
        let near = [leaf, center_of(leaf)].into_iter().find(|&node| medians[node].0 >= 5);
        medians[near.unwrap_or(0)].1
    };
    let mut deviations: Vec<Vec<f64>> = vec![Vec::new(); cells.tree.parents.len()];
    for o in observed.iter().filter(|o| o.finished) {
        [center_of(o.leaf), 0].into_iter().for_each(|node| deviations[node].push(o.log - middle(o.leaf)));
    }
    let sigmas: Vec<Option<f64>> =
        deviations.iter().map(|d| (d.len() >= 10).then(|| robust_sigma(d)).flatten()).collect();
    let mut cut = 0;
    for o in observed.iter_mut() {
        let sigma = sigmas[center_of(o.leaf)].or(sigmas[0]).unwrap_or(SIGMA).max(LEAST_SIGMA);
        let (low, high) = (middle(o.leaf) - FARTHEST * sigma, middle(o.leaf) + FARTHEST * sigma);
        // What still runs is never too short.
        let low = if o.finished { low } else { f64::NEG_INFINITY };
        cut += u32::from(o.log < low || o.log > high);
        o.log = o.log.clamp(low, high);
    }
    cut
}

/// Takes nearly all weight from what stands before a change of the nodes of a level.
fn forget_before_changes(
    cells: &Cells,
    fit: &Fit,
    level: usize,
    observed: &mut [Observed],
    changed: &mut [Option<Instant>],
) -> bool {
    let node_of = |leaf: usize| match level {
        1 => cells.tree.parents[cells.tree.parents[leaf]],
        _ => leaf,
    };
    // What still runs counts with what is expected of it: without it, what began lately would look short.
    let deviation = |i: usize| {
        let o: &Observed = &observed[i];
        let (mean, sigma) = (fit.pooled.means[o.leaf], fit.sigma[o.leaf]);
        if o.finished { o.log - mean } else { sigma * mills((o.log - mean) / sigma) }
    };
    let mut order: Vec<usize> = (0..observed.len()).collect();
    // Input has an order of its own; what began at the same instant keeps it.
    order.sort_by_key(|&i| (node_of(observed[i].leaf), observed[i].at));
    let mut any = false;
    for of_node in order.chunk_by(|&a, &b| node_of(observed[a].leaf) == node_of(observed[b].leaf)) {
        let node = node_of(observed[of_node[0]].leaf);
        let since = changed[cells.tree.parents[cells.tree.parents[node]]].filter(|_| level == 3);
        let late: Vec<usize> =
            of_node.iter().copied().filter(|&i| since.is_none_or(|since| observed[i].at >= since)).collect();
        let deviations: Vec<f64> = late.iter().map(|&i| deviation(i)).collect();
        if let Some(first) = change(&deviations) {
            changed[node] = Some(observed[late[first]].at);
            any = true;
        }
    }
    for o in observed.iter_mut() {
        if changed[node_of(o.leaf)].is_some_and(|since| o.at < since) {
            o.weight *= BEFORE;
        }
    }
    any
}

impl Cells {
    /// Means and variances of all nodes.
    fn fit(&self, observed: &[Observed]) -> Fit {
        let nodes = self.tree.parents.len();
        let root = Message::of(0.0, PLANT);
        let mut fit = Fit { pooled: Pooled::default(), sigma: vec![SIGMA; nodes] };
        fit.pooled.means = vec![0.0; nodes];
        for round in 0..ROUNDS.0 {
            let mut seen = vec![Message::default(); nodes];
            for o in observed {
                let (mean, sigma) = (fit.pooled.means[o.leaf], fit.sigma[o.leaf]);
                // What it is worth, and where it would have to lie: a censored one as Fisher scoring has it.
                let (value, worth) = if o.finished {
                    (o.log, 1.0)
                } else {
                    let above = mills((o.log - mean) / sigma);
                    let worth = (above * (above - (o.log - mean) / sigma)).clamp(1e-9, 1.0);
                    (mean + sigma * above / worth, worth)
                };
                let precision = o.weight * worth / (sigma * sigma);
                seen[o.leaf].precision += precision;
                seen[o.leaf].moment += precision * value;
            }
            let pooled = self.tree.pool(&seen, root, &BETWEEN);
            let moved = pooled.means.iter().zip(&fit.pooled.means).map(|(a, b)| (a - b).abs());
            let moved = moved.fold(0.0, f64::max);
            fit.pooled = pooled;
            let narrowed = self.widths(observed, &mut fit);
            if round > 1 && moved.max(narrowed) < ROUNDS.1 {
                break;
            }
        }
        fit
    }

    /// Variances within cells, each drawn to that of its work centre, and that to the plant's; returns the largest
    /// change of a standard deviation.
    fn widths(&self, observed: &[Observed], fit: &mut Fit) -> f64 {
        let mut sums = vec![(0.0, 0.0); self.tree.parents.len()];
        for o in observed {
            let (mean, sigma) = (fit.pooled.means[o.leaf], fit.sigma[o.leaf]);
            let deviation = o.log - mean;
            let square = if o.finished {
                deviation * deviation
            } else {
                let a = (deviation / sigma).clamp(-30.0, 30.0);
                sigma * sigma * (1.0 + a * mills(a))
            };
            let center = self.tree.parents[self.tree.parents[o.leaf]];
            for node in [o.leaf, center, 0] {
                sums[node].0 += o.weight * (square + fit.pooled.variances[o.leaf]);
                sums[node].1 += o.weight;
            }
        }
        let mut moved: f64 = 0.0;
        for (node, &(sum, count)) in sums.iter().enumerate() {
            let above = match self.tree.levels[node] {
                0 => SIGMA,
                1 => fit.sigma[0],
                _ => fit.sigma[self.tree.parents[node]],
            };
            let sigma = ((sum + SIGMA_WEIGHT * above * above) / (count + SIGMA_WEIGHT)).sqrt();
            // A group has the width of its work centre.
            let sigma = if self.tree.levels[node] == 2 { above } else { sigma.max(LEAST_SIGMA / 2.0) };
            moved = moved.max((sigma - fit.sigma[node]).abs());
            fit.sigma[node] = sigma;
        }
        moved
    }

    /// The shape of what was seen around the means, as values at equal steps with mean 0 and variance 1: normal
    /// where little was seen.
    fn shape(fit: &Fit, observed: &[Observed]) -> Vec<f64> {
        let normal = normal_steps();
        let standard = |o: &Observed| Seen {
            value: (o.log - fit.pooled.means[o.leaf]) / fit.sigma[o.leaf],
            whole: o.finished,
            weight: o.weight,
        };
        let mut seen: Vec<Seen> = observed.iter().map(standard).collect();
        let (mut points, beyond) = kaplan_meier(&mut seen);
        let last = points.last().map_or(0.0, |p| p.0);
        // Beyond all that was seen the tail is normal.
        let tail = |step: u32| crate::chance::normal(1.0 - beyond * (1.0 - (f64::from(step) + 0.5) / 20.0));
        if beyond > 0.0 {
            points.extend((0..20).map(|step| (tail(step).max(last), beyond / 20.0)));
        }
        let mut own = quantiles(&points, normal.len());
        if own.is_empty() {
            return normal;
        }
        standardise(&mut own);
        let count: f64 = observed.iter().filter(|o| o.finished).map(|o| o.weight).sum();
        let share = count / (count + SHAPE_WEIGHT);
        let mut both: Vec<f64> =
            own.iter().zip(&normal).map(|(own, normal)| share * own + (1.0 - share) * normal).collect();
        standardise(&mut both);
        both
    }

    /// Writes every entry.
    fn fill(
        &self,
        fit: &Fit,
        observed: &[Observed],
        changed: &[Option<Instant>],
        setting: &Setting,
        times: &mut Times,
        found: &mut TimesEvidence,
    ) {
        let evidence = self.evidence(fit, observed, changed);
        let shape = Cells::shape(fit, observed);
        let between = &fit.pooled.between;
        // For one that was never seen, what differs between siblings comes to what is not known of the mean.
        let unseen = |level: usize| between[level + 1..].iter().sum::<f64>();
        let spread = |node: usize, factor: f64| {
            let level = self.tree.levels[node];
            let variance = fit.sigma[node].powi(2) + fit.pooled.variances[node] + unseen(level);
            let middle = fit.pooled.means[node] - factor.ln();
            let at = |z: &f64| (middle + variance.sqrt() * z).exp() as f32;
            Spread::of(shape.iter().map(at).collect())
        };
        let chance =
            |node: usize, factor: f64| Chance::learned(spread(node, factor), evidence[node].observations);
        times.plant = chance(0, 1.0);
        found.plant = evidence[0].clone();
        for (center, &node) in &self.centers {
            times.centers.insert(center.clone(), chance(node, 1.0));
            found.centers.insert(center.clone(), evidence[node].clone());
        }
        for ((center, group), &node) in &self.groups {
            let Some(group) = group else { continue };
            times.groups.insert((group.clone(), center.clone()), chance(node, 1.0));
            found.groups.insert((group.clone(), center.clone()), evidence[node].clone());
        }
        for ((center, _, item), &node) in &self.items {
            let key = (item.clone(), center.clone());
            let factor = setting.factor_in_plan(&key);
            times.items.insert(key.clone(), chance(node, factor));
            found.factors.insert(key.clone(), fit.pooled.means[node].exp());
            found.items.insert(key, evidence[node].clone());
        }
        // The plan has a factor for what the record has nothing of any more: it must not count twice.
        for (key, _) in setting.in_plan.iter().filter(|(key, _)| !found.items.contains_key(key)) {
            let group = setting.groups.get(&key.0).cloned();
            let node = self.groups.get(&(key.1.clone(), group)).or_else(|| self.centers.get(&key.1));
            let entry =
                Chance { observations: 0, ..chance(node.copied().unwrap_or(0), setting.factor_in_plan(key)) };
            times.items.insert(key.clone(), entry);
        }
    }

    fn evidence(&self, fit: &Fit, observed: &[Observed], changed: &[Option<Instant>]) -> Vec<Evidence> {
        let mut evidence = vec![Evidence::default(); self.tree.parents.len()];
        for o in observed {
            let worth = if o.finished {
                1.0
            } else {
                let a = (o.log - fit.pooled.means[o.leaf]) / fit.sigma[o.leaf];
                let above = mills(a);
                (above * (above - a)).clamp(0.0, 1.0)
            };
            let mut node = o.leaf;
            loop {
                evidence[node].count(o.finished, o.weight * worth);
                if node == 0 {
                    break;
                }
                node = self.tree.parents[node];
            }
        }
        for (node, evidence) in evidence.iter_mut().enumerate() {
            (evidence.own, evidence.changed) = (fit.pooled.own[node], changed[node]);
        }
        evidence
    }
}

/// Shifts and scales values to mean 0 and variance 1.
fn standardise(values: &mut [f64]) {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / count;
    let sigma = variance.sqrt().max(1e-9);
    values.iter_mut().for_each(|v| *v = (*v - mean) / sigma);
}
