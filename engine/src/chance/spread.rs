//! A distribution as a sorted table of values at equal steps of probability: a sample, or quantiles.
//!
//! Drawing uses nothing but additions and multiplications, so a table gives the same numbers on every machine.

use std::sync::Arc;

/// Values in a table made of a formula.
const STEPS: usize = 400;

/// A distribution. Value `i` of `n` stands at the probability `(i + ½) / n`; between two it is a straight line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    values: Arc<[f32]>,
}

impl Spread {
    /// No chance: whatever the plan says.
    pub fn none() -> Spread {
        Spread::default()
    }

    /// Always `value`.
    pub fn constant(value: f32) -> Spread {
        Spread::of(vec![value])
    }

    /// The distribution of a sample, in any order. What is no number is left out.
    pub fn of(mut sample: Vec<f32>) -> Spread {
        sample.retain(|value| value.is_finite());
        sample.sort_unstable_by(f32::total_cmp);
        Spread { values: sample.into() }
    }

    /// A lognormal distribution with this mean and coefficient of variation. Its mean is exact; its tails end at
    /// one in 800.
    pub fn lognormal(mean: f64, variation: f64) -> Spread {
        let sigma = (1.0 + variation * variation).ln().sqrt();
        let at = |step: usize| (sigma * normal((step as f64 + 0.5) / STEPS as f64)).exp();
        let raw: Vec<f64> = (0..STEPS).map(at).collect();
        let scale = mean * STEPS as f64 / raw.iter().sum::<f64>();
        Spread::of(raw.into_iter().map(|value| (value * scale) as f32).collect())
    }

    /// An exponential distribution with this mean, exact; its tail ends at one in 800.
    pub fn exponential(mean: f64) -> Spread {
        let raw: Vec<f64> = (0..STEPS).map(|i| -(1.0 - (i as f64 + 0.5) / STEPS as f64).ln()).collect();
        let scale = mean * STEPS as f64 / raw.iter().sum::<f64>();
        Spread::of(raw.into_iter().map(|value| (value * scale) as f32).collect())
    }

    /// Whether there is no chance in it: whatever the plan says.
    pub fn is_none(&self) -> bool {
        self.values.is_empty()
    }

    /// The values in order.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The value at the probability `share`, from 0 to 1; 0 without values.
    #[inline]
    pub fn at(&self, share: f64) -> f32 {
        let Some(last) = self.values.len().checked_sub(1) else { return 0.0 };
        let place = (share * self.values.len() as f64 - 0.5).clamp(0.0, last as f64);
        let below = place as usize;
        let low = self.values[below];
        let high = self.values[(below + 1).min(last)];
        low + (high - low) * (place - below as f64) as f32
    }

    /// The share of all values that are not above `value`.
    pub fn share_below(&self, value: f32) -> f64 {
        let above = self.values.partition_point(|&v| v <= value);
        if above == 0 {
            return 0.0;
        }
        if above == self.values.len() {
            return 1.0;
        }
        let (low, high) = (self.values[above - 1], self.values[above]);
        let between = f64::from((value - low) / (high - low));
        (above as f64 - 0.5 + between) / self.values.len() as f64
    }

    /// The value at `share` of those above `least`; nothing where none is above it.
    pub fn at_above(&self, share: f64, least: f32) -> Option<f32> {
        if self.values.last().is_none_or(|&last| last <= least) {
            return None;
        }
        let below = self.share_below(least);
        Some(self.at(below + (1.0 - below) * share).max(least))
    }

    /// The mean; 0 without values.
    pub fn mean(&self) -> f64 {
        self.values.iter().map(|&v| f64::from(v)).sum::<f64>() / self.values.len().max(1) as f64
    }
}

/// The standard normal quantile, within 1.2e-9 of itself.
///
/// Source: P. J. Acklam, An algorithm for computing the inverse normal cumulative distribution function, 2003.
pub(crate) fn normal(share: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    let poly = |terms: &[f64], x: f64| terms.iter().fold(0.0, |sum, term| sum * x + term);
    let tail = |p: f64| {
        let q = (-2.0 * p.ln()).sqrt();
        poly(&C, q) / (poly(&D, q) * q + 1.0)
    };
    if share < 0.024_25 {
        tail(share)
    } else if share > 1.0 - 0.024_25 {
        -tail(1.0 - share)
    } else {
        let q = share - 0.5;
        let r = q * q;
        poly(&A, r) * q / (poly(&B, r) * r + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_quantile_is_the_one_of_tables() {
        for (share, quantile) in [(0.5, 0.0), (0.8, 0.841_621), (0.975, 1.959_964), (0.001, -3.090_232)] {
            assert!((normal(share) - quantile).abs() < 1e-5, "{share}: {}", normal(share));
        }
    }

    #[test]
    fn a_lognormal_table_has_its_mean_and_nearly_its_variation() {
        let spread = Spread::lognormal(2.0, 0.5);
        let mean = spread.mean();
        let square = spread.values().iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>();
        let variation = (square / spread.values().len() as f64).sqrt() / mean;
        assert!((mean - 2.0).abs() < 1e-4 && (variation - 0.5).abs() < 0.01, "{mean} {variation}");
    }

    #[test]
    fn a_draw_given_the_past_is_never_before_it() {
        let spread = Spread::of(vec![4.0, 1.0, 2.0, 8.0, f32::NAN]);
        assert_eq!(spread.values(), [1.0, 2.0, 4.0, 8.0]);
        for step in 0..=20 {
            let share = f64::from(step) / 20.0;
            assert!(spread.at_above(share, 3.0).is_some_and(|value| (3.0..=8.0).contains(&value)));
            let same = spread.share_below(spread.at(share));
            assert!(!(0.125..=0.875).contains(&share) || (same - share).abs() < 1e-6, "{share} {same}");
        }
        assert_eq!(spread.at_above(0.5, 8.0), None);
    }
}
