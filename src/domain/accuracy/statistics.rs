//! Shares with their bounds, and days in a histogram: what many lines come to in little memory.

use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The normal quantile of 97.5 %: two-sided bounds of 95 %.
const Z: f64 = 1.959_964;

/// How many lines kept their promise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct KeptShare {
    /// Lines that count.
    pub lines: u64,
    /// Lines of these that kept it.
    pub kept: u64,
    /// The share, in percent; nothing without lines.
    pub percent: Option<f64>,
    /// Lower bound of the share behind it, with a confidence of 95 %, in percent.
    pub low: Option<f64>,
    /// Upper bound of it.
    pub high: Option<f64>,
}

impl KeptShare {
    /// The share of `kept` among `lines`, with Wilson's bounds (Wilson, Journal of the American Statistical
    /// Association 22, 1927), which stay within 0 and 100 % and hold for few lines too (Brown, Cai and others 2001).
    pub fn of(kept: u64, lines: u64) -> Self {
        if lines == 0 {
            return Self::default();
        }
        let (n, share) = (lines as f64, kept as f64 / lines as f64);
        let square = Z * Z / n;
        let centre = (share + square / 2.0) / (1.0 + square);
        let half = Z / (1.0 + square) * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt();
        let percent = |share: f64| Some(rounded(100.0 * share.clamp(0.0, 1.0), 2));
        Self {
            lines,
            kept,
            percent: percent(share),
            low: percent(centre - half),
            high: percent(centre + half),
        }
    }
}

/// How many kept it of how many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kept {
    lines: u64,
    kept: u64,
}

impl Kept {
    pub(super) fn add(&mut self, kept: bool) {
        self.lines += 1;
        self.kept += u64::from(kept);
    }

    pub(super) fn share(self) -> KeptShare {
        KeptShare::of(self.kept, self.lines)
    }
}

/// How late lines were, in days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct LatenessDays {
    /// Lines that count.
    pub lines: u64,
    /// In the mean.
    pub mean: Option<f64>,
    /// Half of them were not later than that.
    pub median: Option<i32>,
    /// Nine in ten were not later than that.
    pub p90: Option<i32>,
}

/// How often each number of days occurred.
#[derive(Clone, Debug, Default)]
pub(super) struct Histogram(BTreeMap<i32, u64>);

impl Histogram {
    pub(super) fn add(&mut self, days: i32) {
        *self.0.entry(days).or_default() += 1;
    }

    /// The figures of the days above `above`.
    pub(super) fn figures(&self, above: i32) -> LatenessDays {
        let counted = || self.0.iter().filter(|(days, _)| **days > above);
        let lines: u64 = counted().map(|(_, count)| count).sum();
        if lines == 0 {
            return LatenessDays::default();
        }
        let sum: f64 = counted().map(|(days, count)| f64::from(*days) * *count as f64).sum();
        let quantile = |tenths: u64| {
            let mut below = 0;
            counted().find_map(|(days, count)| {
                below += count;
                (10 * below >= tenths * lines).then_some(*days)
            })
        };
        let mean = Some(rounded(sum / lines as f64, 2));
        LatenessDays { lines, mean, median: quantile(5), p90: quantile(9) }
    }
}

/// A mean in the making.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mean {
    count: u64,
    sum: f64,
}

impl Mean {
    pub(super) fn add(&mut self, number: f64) {
        self.count += 1;
        self.sum += number;
    }

    pub(super) fn value(self, decimals: i32) -> Option<f64> {
        (self.count > 0).then(|| rounded(self.sum / self.count as f64, decimals))
    }
}

/// A number with so many decimals: the rest says nothing. Nothing has no sign.
pub(super) fn rounded(number: f64, decimals: i32) -> f64 {
    let unit = 10_f64.powi(decimals);
    (number * unit).round() / unit + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilsons_bounds_are_those_of_the_book() {
        // 8 of 10: (0.8 + 0.19207) / 1.38415 ± 1.95996 / 1.38415 · √(0.016 + 0.0096036).
        let eight = KeptShare::of(8, 10);
        assert_eq!((eight.percent, eight.low, eight.high), (Some(80.0), Some(49.02), Some(94.33)));
        // None of 10: 0 to z² / (10 + z²); all of 10 is the mirror of that.
        let (none, all) = (KeptShare::of(0, 10), KeptShare::of(10, 10));
        assert_eq!((none.percent, none.low, none.high), (Some(0.0), Some(0.0), Some(27.75)));
        assert_eq!((all.percent, all.low, all.high), (Some(100.0), Some(72.25), Some(100.0)));
        assert_eq!(KeptShare::of(0, 0), KeptShare::default());
    }

    #[test]
    fn the_histogram_has_means_and_quantiles_of_all_days_and_of_late_ones() {
        let mut days = Histogram::default();
        [-3, -1, 0, 0, 1, 1, 2, 4, 6, 30].into_iter().for_each(|late| days.add(late));
        let all = days.figures(i32::MIN);
        assert_eq!((all.lines, all.mean, all.median, all.p90), (10, Some(4.0), Some(1), Some(6)));
        let late = days.figures(0);
        assert_eq!((late.lines, late.mean, late.median, late.p90), (6, Some(7.33), Some(2), Some(30)));
        assert_eq!(Histogram::default().figures(0), LatenessDays::default());
    }
}
