//! The arithmetic that all learning shares: weights by age, medians, censored samples, the normal's tail.
//!
//! Pure functions on numbers that know nothing of the shop.

use crate::chance::{Spread, normal};
use crate::time::{DAY, Instant};

/// Values in a learned table.
pub(super) const STEPS: usize = 200;

/// The median absolute deviation of a normal sample times this is its standard deviation.
const MAD_TO_SIGMA: f64 = 1.482_6;

/// How much what was seen at `at` still counts: half after each half-life. What is dated later counts whole.
pub(super) fn weight(at: Instant, now: Instant, half_life_days: f64) -> f64 {
    let days = (now - at).max(0) as f64 / DAY as f64;
    (-days / half_life_days.max(1e-3)).exp2()
}

/// The median; nothing of nothing.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len() % 2 == 1 { upper } else { f64::midpoint(upper, values[middle - 1]) })
}

/// The standard deviation that a normal sample with this median absolute deviation from 0 would have.
pub(super) fn robust_sigma(deviations: &[f64]) -> Option<f64> {
    let mut sizes: Vec<f64> = deviations.iter().map(|d| d.abs()).collect();
    median(&mut sizes).map(|mad| mad * MAD_TO_SIGMA)
}

/// φ(a) / (1 − Φ(a)) of the standard normal: the mean of what is above `a`.
///
/// Source of the tail: W. H. Press and others, Numerical Recipes in C, second edition 1992, 6.2 (relative error
/// below 1.2e-7 everywhere).
pub(super) fn mills(a: f64) -> f64 {
    const TERMS: [f64; 10] = [
        0.170_872_77,
        -0.822_152_23,
        1.488_515_87,
        -1.135_203_98,
        0.278_868_07,
        -0.186_288_06,
        0.096_784_18,
        0.374_091_96,
        1.000_023_68,
        -1.265_512_23,
    ];
    let a = a.clamp(-30.0, 30.0);
    let x = a.abs() * std::f64::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.5 * x);
    // ½ erfc(x) · e^(x²): the factor is common to the density and the tail.
    let scaled = 0.5 * t * TERMS.iter().fold(0.0, |sum, term| sum * t + term).exp();
    let density = 1.0 / std::f64::consts::TAU.sqrt();
    if a >= 0.0 {
        density / scaled
    } else {
        let fade = (-x * x).exp();
        density * fade / (1.0 - scaled * fade)
    }
}

/// A value that was seen, or one that is only known to be larger than `value`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub value: f64,
    pub whole: bool,
    pub weight: f64,
}

/// A sample with censored values as points of its distribution: `(value, mass)`, and the mass beyond all of them.
///
/// Source: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, JASA 53, 1958; with
/// weights, so that at equal values what was seen comes before what is only known to be larger.
pub(super) fn kaplan_meier(seen: &mut [Seen]) -> (Vec<(f64, f64)>, f64) {
    seen.sort_unstable_by(|a, b| a.value.total_cmp(&b.value).then(b.whole.cmp(&a.whole)));
    let mut at_risk: f64 = seen.iter().map(|s| s.weight).sum();
    let mut surviving = 1.0;
    let mut points = Vec::new();
    for s in seen.iter() {
        if s.whole && at_risk > 0.0 {
            let mass = surviving * (s.weight / at_risk).min(1.0);
            points.push((s.value, mass));
            surviving -= mass;
        }
        at_risk -= s.weight;
    }
    // What is left by rounding is nothing.
    let beyond = if surviving < 1e-9 { 0.0 } else { surviving };
    (points, beyond)
}

/// `count` values at equal steps of probability of a sorted sample with masses, joined by straight lines between
/// the middles of the masses. Empty without mass.
pub(super) fn quantiles(points: &[(f64, f64)], count: usize) -> Vec<f64> {
    let total: f64 = points.iter().map(|p| p.1).sum();
    let mut found = Vec::with_capacity(count);
    if total <= 0.0 {
        return found;
    }
    let mut nth = 0;
    // Probability at the middle of the point before `nth`, and up to the begin of `nth`.
    let (mut before, mut begin) = ((0.0, f64::NEG_INFINITY), 0.0);
    for step in 0..count {
        let share = (step as f64 + 0.5) / count as f64;
        while nth < points.len() && begin + points[nth].1 / total / 2.0 < share {
            before = (begin + points[nth].1 / total / 2.0, points[nth].0);
            begin += points[nth].1 / total;
            nth += 1;
        }
        let Some(point) = points.get(nth) else {
            found.push(before.1);
            continue;
        };
        let middle = begin + point.1 / total / 2.0;
        let between = if middle > before.0 { (share - before.0) / (middle - before.0) } else { 1.0 };
        let from = if before.1.is_finite() { before.1 } else { point.0 };
        found.push(from + (point.0 - from) * between);
    }
    found
}

/// A sorted sample with masses as a distribution.
pub(super) fn table(points: &[(f64, f64)]) -> Spread {
    Spread::of(quantiles(points, STEPS).into_iter().map(|value| value as f32).collect())
}

/// The standard normal's values at equal steps of probability.
pub(super) fn normal_steps() -> Vec<f64> {
    (0..STEPS).map(|step| normal((step as f64 + 0.5) / STEPS as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_above_a_limit_is_that_of_tables() {
        for (a, mean) in [(0.0, 0.797_884_6), (1.0, 1.525_135_3), (3.0, 3.283_098_7), (-2.0, 0.055_247_8)] {
            assert!((mills(a) - mean).abs() < 1e-6, "{a}: {}", mills(a));
        }
        assert!((mills(25.0) - 25.039_872).abs() < 1e-4, "{}", mills(25.0));
    }

    #[test]
    fn kaplan_and_meier_get_what_the_textbook_gets() {
        // Their own example: eight items, four deaths and four losses.
        let deaths = [0.8, 3.1, 5.4, 9.2].map(|value| Seen { value, whole: true, weight: 1.0 });
        let losses = [1.0, 2.7, 7.0, 12.1].map(|value| Seen { value, whole: false, weight: 1.0 });
        let mut all: Vec<Seen> = deaths.into_iter().chain(losses).collect();
        let (points, beyond) = kaplan_meier(&mut all);
        let mut surviving = 1.0;
        for ((value, mass), (at, left)) in
            points.into_iter().zip([(0.8, 0.875), (3.1, 0.7), (5.4, 0.525), (9.2, 0.2625)])
        {
            surviving -= mass;
            assert!((value - at).abs() < 1e-9 && (surviving - left).abs() < 1e-9, "{value} {surviving}");
        }
        assert!((beyond - 0.2625).abs() < 1e-9);
    }

    #[test]
    fn equal_masses_have_the_table_of_their_values() {
        let points: Vec<(f64, f64)> = (0..STEPS).map(|i| (i as f64, 0.5)).collect();
        let values = quantiles(&points, STEPS);
        assert!(values.iter().zip(&points).all(|(value, point)| (value - point.0).abs() < 1e-6));
        assert!(quantiles(&[], STEPS).is_empty());
    }
}
