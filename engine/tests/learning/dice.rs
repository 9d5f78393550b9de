//! Dice for generated records, and records made with them: the same numbers for the same seed.

use holdfast_engine::learn::{Learned, OperationRecord, Overrides, Records, Setting, learn};
use holdfast_engine::model::Code;
use holdfast_engine::time::{DAY, Instant};

/// The instant as of which is learned.
pub const NOW: Instant = Instant(2_000 * DAY);

/// A source of even and normal numbers.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Between 0 and 1.
    pub fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ z >> 31) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        (-2.0 * self.even().ln()).sqrt() * (std::f64::consts::TAU * self.even()).cos()
    }

    /// Exponential with this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -self.even().ln() * mean
    }
}

/// A finished operation of an hour's plan that took `factor` times that, begun so many days ago.
pub fn operation(center: &str, item: &str, number: u32, factor: f64, days_ago: f64) -> OperationRecord {
    OperationRecord {
        center: Code::from(center),
        group: Some(Code::from(item.split('-').next().unwrap_or(item))),
        item: Code::from(item),
        order: Code::from(format!("W{number}")),
        operation: 10,
        planned: 3_600,
        worked: (3_600.0 * factor).round() as i64,
        finished: true,
        at: NOW + -(days_ago * DAY as f64) as i64,
    }
}

/// Learns from operations only.
pub fn learned(operations: Vec<OperationRecord>, setting: &Setting) -> Learned {
    learn(&Records { operations, ..Records::default() }, setting, &Overrides::default())
}

/// Mean and standard deviation of the logarithm of the values of a table.
pub fn logs(values: &[f32]) -> (f64, f64) {
    let logs: Vec<f64> = values.iter().map(|&value| f64::from(value).ln()).collect();
    let mean = logs.iter().sum::<f64>() / logs.len() as f64;
    (mean, (logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / logs.len() as f64).sqrt())
}

/// A pair of codes.
pub fn pair(first: &str, second: &str) -> (Code, Code) {
    (Code::from(first), Code::from(second))
}
