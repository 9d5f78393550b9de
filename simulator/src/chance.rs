//! Chance that can be repeated: what is drawn follows from a seed and from what it is drawn for.
//!
//! Owns every distribution of the simulated factory. A draw is keyed, so that another sequence at a machine changes
//! when an operation runs and never how long it takes: policies are compared on the same luck. It shares nothing with
//! the product's own random numbers.

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, StandardNormal};

/// What a number is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    /// The time until an order comes, and who asks.
    Arrival = 1,
    /// What an order or a product is: its routing and planned times.
    Content = 2,
    /// How long an operation really takes.
    Work = 3,
    /// How late a purchased part comes.
    Supply = 4,
    /// Whether an operator takes the first of the list.
    Adherence = 5,
    /// Whether and when a report is made.
    Report = 6,
    /// How long a customer is willing to wait.
    Patience = 7,
    /// A future of the oracle.
    Scenario = 8,
}

/// The numbers of one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dice(u64);

impl Dice {
    /// The numbers of this seed.
    pub fn new(seed: u64) -> Self {
        Self(mixed(seed ^ 0x9e37_79b9_7f4a_7c15))
    }

    /// Other numbers, which follow from these and from `keys`.
    pub fn other(self, luck: Luck, keys: [u64; 2]) -> Self {
        Self(self.key(luck, keys))
    }

    /// A stream of numbers for one purpose.
    pub fn throw(self, luck: Luck, keys: [u64; 2]) -> Stream {
        Stream(SmallRng::seed_from_u64(self.key(luck, keys)))
    }

    fn key(self, luck: Luck, keys: [u64; 2]) -> u64 {
        let mut hash = mixed(self.0 ^ luck as u64);
        for key in keys {
            hash = mixed(hash ^ key.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        }
        hash
    }
}

/// `SplitMix64`'s finishing steps (Steele, Lea and Flood, OOPSLA 2014).
fn mixed(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Numbers for one purpose.
#[derive(Clone, Debug)]
pub struct Stream(SmallRng);

impl Stream {
    /// Evenly between 0 and 1.
    pub fn even(&mut self) -> f64 {
        self.0.random::<f64>()
    }

    /// One of `0..count`; 0 if there are none.
    pub fn below(&mut self, count: usize) -> usize {
        if count == 0 { 0 } else { self.0.random_range(0..count) }
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.even() < probability
    }

    /// Exponential, mean 1.
    pub fn exponential(&mut self) -> f64 {
        Exp1.sample(&mut self.0)
    }

    /// Erlang of two phases and mean 1, drawn again above `most`, then brought back to mean 1.
    pub fn erlang(&mut self, most: f64) -> f64 {
        for _ in 0..1_000 {
            let drawn = f64::midpoint(self.exponential(), self.exponential());
            if drawn <= most {
                return drawn / erlang_mean(most);
            }
        }
        1.0
    }

    /// Lognormal with mean 1 and this coefficient of variation; 1 where there is none.
    pub fn spread(&mut self, variation: f64) -> f64 {
        let variance = (1.0 + variation * variation).ln();
        let normal: f64 = StandardNormal.sample(&mut self.0);
        (variance.sqrt() * normal - 0.5 * variance).exp()
    }

    /// The first `count` of `0..of` in a random order.
    pub fn some_of(&mut self, count: usize, of: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..of).collect();
        for at in 0..count.min(of) {
            let other = self.0.random_range(at..of);
            all.swap(at, other);
        }
        all.truncate(count);
        all
    }
}

/// Mean of an Erlang of two phases and mean 1 given that it is at most `most`: with a = 2·most,
/// (1 − e⁻ᵃ(1 + a + a²/2)) / (1 − e⁻ᵃ(1 + a)), by integrating 4x²e⁻²ˣ.
fn erlang_mean(most: f64) -> f64 {
    let a = 2.0 * most;
    let tail = (-a).exp();
    (1.0 - tail * (1.0 + a + a * a / 2.0)) / (1.0 - tail * (1.0 + a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(count: u64, draw: impl Fn(&mut Stream) -> f64) -> (f64, f64) {
        let dice = Dice::new(5);
        let all: Vec<f64> = (0..count).map(|n| draw(&mut dice.throw(Luck::Work, [n, 0]))).collect();
        let mean = all.iter().sum::<f64>() / count as f64;
        let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count as f64;
        (mean, variance.sqrt() / mean)
    }

    #[test]
    fn keyed_draws_have_the_moments_that_they_should() {
        let (mean, variation) = moments(200_000, |stream| stream.spread(0.5));
        assert!((mean - 1.0).abs() < 0.01 && (variation - 0.5).abs() < 0.01, "{mean} {variation}");
        let (mean, variation) = moments(200_000, |stream| stream.erlang(4.0));
        // Truncation takes a little off the 0.707 of two phases.
        assert!((mean - 1.0).abs() < 0.01 && (0.66..0.70).contains(&variation), "{mean} {variation}");
        assert!((erlang_mean(4.0) - 0.989_16).abs() < 0.000_1, "{}", erlang_mean(4.0));
        let (mean, variation) = moments(200_000, Stream::exponential);
        assert!((mean - 1.0).abs() < 0.01 && (variation - 1.0).abs() < 0.02, "{mean} {variation}");
    }

    #[test]
    fn the_same_key_draws_the_same_and_another_does_not() {
        let draw = |seed, luck, keys| Dice::new(seed).throw(luck, keys).even();
        let first = draw(1, Luck::Work, [2, 3]);
        assert!((first - draw(1, Luck::Work, [2, 3])).abs() < f64::EPSILON);
        for other in [draw(2, Luck::Work, [2, 3]), draw(1, Luck::Supply, [2, 3]), draw(1, Luck::Work, [3, 2])]
        {
            assert!((first - other).abs() > f64::EPSILON);
        }
    }
}
