//! Samples of one figure: how often it was measured, and what stands for them.
//!
//! The machine may be shared, so the median stands for a sample and the minimum shows what it can do.

use std::hint::black_box;
use std::time::Instant;

/// Measurements of one figure, at least one.
#[derive(Clone, Debug)]
pub struct Sample {
    sorted: Vec<f64>,
}

impl Sample {
    /// These measurements.
    pub fn of(mut values: Vec<f64>) -> Sample {
        assert!(!values.is_empty(), "a figure that was never measured");
        values.sort_by(f64::total_cmp);
        Sample { sorted: values }
    }

    /// Seconds that `work` takes, `repeats` times after a first time that does not count; a single time counts
    /// itself. Dropping what it returns is not its work.
    pub fn seconds<T>(repeats: usize, mut work: impl FnMut() -> T) -> Sample {
        if repeats > 1 {
            black_box(work());
        }
        let once = |_| {
            let start = Instant::now();
            let result = black_box(work());
            let seconds = start.elapsed().as_secs_f64();
            drop(result);
            seconds
        };
        Sample::of((0..repeats.max(1)).map(once).collect())
    }

    /// The value that a share of the measurements does not exceed (nearest rank).
    pub fn quantile(&self, share: f64) -> f64 {
        let rank = (self.sorted.len() as f64 * share).ceil() as usize;
        self.sorted[rank.clamp(1, self.sorted.len()) - 1]
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The least.
    pub fn min(&self) -> f64 {
        self.sorted[0]
    }

    /// The greatest.
    pub fn max(&self) -> f64 {
        self.sorted[self.sorted.len() - 1]
    }

    /// Their mean.
    pub fn mean(&self) -> f64 {
        self.sorted.iter().sum::<f64>() / self.sorted.len() as f64
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// Each times `factor`, which is above 0.
    #[must_use]
    pub fn times(&self, factor: f64) -> Sample {
        Sample { sorted: self.sorted.iter().map(|value| value * factor).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_nearest_ranks() {
        let sample = Sample::of((1..=100).rev().map(f64::from).collect());
        assert_eq!(
            (sample.min(), sample.median(), sample.quantile(0.99), sample.max()),
            (1.0, 50.0, 99.0, 100.0)
        );
        assert_eq!(Sample::of(vec![3.0]).quantile(0.01).to_string(), "3");
    }
}
