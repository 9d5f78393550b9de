//! Whether, and since when, something runs otherwise than before.
//!
//! Forgetting by half-lives follows a drift slowly. Where the record itself says that a habit changed on a day, what
//! was before it nearly stops counting. Source: D. M. Hawkins, Testing a sequence of observations for a shift in
//! location, JASA 72, 1977 (the largest standardised difference over all places of a cut). The noise is measured by
//! the differences of neighbours, which a change of level hardly touches: J. von Neumann and others, The mean square
//! successive difference, 1941, here by their median.

use super::numbers::robust_sigma;

/// Fewer observations than this say nothing of a change.
const LEAST: usize = 24;

/// Observations that must lie on each side.
const EACH_SIDE: usize = 8;

/// Standard errors from which on a difference is a change: about one false alarm in 200 steady records.
const ALARM: f64 = 4.0;

/// What stands before a change counts this much.
pub(super) const BEFORE: f64 = 0.02;

/// Deviations from the mean in the order of time: the first observation after a change, if there was one.
pub(super) fn change(deviations: &[f64]) -> Option<usize> {
    let count = deviations.len();
    if count < LEAST {
        return None;
    }
    let differences: Vec<f64> = deviations.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // Where most neighbours are equal their median difference says nothing; their mean square does.
    let square = differences.iter().map(|d| d * d).sum::<f64>() / differences.len() as f64;
    let robust = robust_sigma(&differences).filter(|&sigma| sigma > 0.0).unwrap_or(square.sqrt());
    let sigma = robust * std::f64::consts::FRAC_1_SQRT_2;
    if sigma <= 0.0 {
        return None;
    }
    let total: f64 = deviations.iter().sum();
    let mut before = deviations[..EACH_SIDE - 1].iter().sum::<f64>();
    let mut best = (ALARM, None);
    for cut in EACH_SIDE..=count - EACH_SIDE {
        before += deviations[cut - 1];
        let (left, right) = (cut as f64, (count - cut) as f64);
        let difference = before / left - (total - before) / right;
        let size = difference.abs() / (sigma * (1.0 / left + 1.0 / right).sqrt());
        if size > best.0 {
            best = (size, Some(cut));
        }
    }
    best.1
}
