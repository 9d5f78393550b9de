//! Keyed random numbers: a number is a function of the plant's seed, the scenario and what it is drawn for.
//!
//! Nothing is drawn in turn, so one more order does not change what is drawn for the others, a quote and the
//! order that follows from it have the same luck, and threads can't matter. Sources: Salmon, Moraes, Dror and
//! Shaw, Parallel random numbers: as easy as 1, 2, 3, 2011 (counters in place of state); Steele, Lea and Flood,
//! Fast splittable pseudorandom number generators, 2014 (the mixing function).

/// What a number is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Source {
    Time = 1,
    Breakdown,
    Absence,
    Adherence,
    Yield,
    Supply,
    Customer,
    Reporting,
    Gap,
    Lead,
    Slot,
    Doubt,
}

/// Spreads the bits of a number so that any change of it changes half of them.
#[inline]
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

/// A key made of texts and numbers, one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key(u64);

impl Key {
    pub(crate) fn new(kind: u64) -> Key {
        Key(mix(kind))
    }

    pub(crate) fn number(self, number: u64) -> Key {
        Key(mix(self.0 ^ mix(number)))
    }

    /// FNV-1a of the bytes, mixed.
    pub(crate) fn text(self, text: &str) -> Key {
        let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        self.number(text.bytes().fold(0xcbf2_9ce4_8422_2325, fold))
    }

    pub(crate) fn value(self) -> u64 {
        self.0
    }
}

/// The random numbers of one scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Luck {
    base: u64,
}

impl Luck {
    pub(crate) fn of(seed: u64, scenario: u32) -> Luck {
        Luck { base: mix(mix(seed) ^ u64::from(scenario)) }
    }

    /// A number above 0 and below 1 for `key`.
    #[inline]
    pub(crate) fn draw(self, source: Source, key: u64) -> f64 {
        let bits = mix(self.base.wrapping_add((source as u64).wrapping_mul(0xd6e8_feb8_6659_fd93)) ^ key);
        ((bits >> 11) as f64 + 0.5) * (1.0 / (1_u64 << 53) as f64)
    }

    /// The `nth` number for `key`.
    #[inline]
    pub(crate) fn draw_nth(self, source: Source, key: u64, nth: u32) -> f64 {
        self.draw(source, key ^ mix(u64::from(nth)))
    }
}

/// The natural logarithm of a positive number, within 1e-12 and the same on every machine.
pub(crate) fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut exponent = (bits >> 52) as i64 - 1023;
    let mut mantissa = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    if mantissa > std::f64::consts::SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    // The series of the inverse hyperbolic tangent: its argument is below 0.172 here.
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    let series = (0..9).rev().fold(0.0, |sum, n| sum * square + 1.0 / f64::from(2 * n + 1));
    exponent as f64 * std::f64::consts::LN_2 + 2.0 * s * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_the_logarithm() {
        for x in [1e-16, 0.001, 0.5, 0.999_999, 1.0, 1.4, 1.5, 7.0, 1e12] {
            assert!((ln(x) - f64::ln(x)).abs() < 1e-11, "{x}: {} {}", ln(x), f64::ln(x));
        }
    }

    #[test]
    fn numbers_are_even_and_independent_over_keys_scenarios_and_sources() {
        let lucks: Vec<Luck> = (0..100).map(|s| Luck::of(7, s)).collect();
        let (mut sum, mut square, mut product) = (0.0, 0.0, 0.0);
        for key in 0..1_000_u64 {
            for pair in lucks.windows(2) {
                let (a, b) = (pair[0].draw(Source::Time, key), pair[1].draw(Source::Time, key + 1));
                let c = pair[0].draw(Source::Yield, key);
                sum += a;
                square += a * a;
                product += (a - 0.5) * (b - 0.5) + (a - 0.5) * (c - 0.5);
            }
        }
        let n = 99_000.0;
        assert!((sum / n - 0.5_f64).abs() < 0.005 && (square / n - 1.0_f64 / 3.0).abs() < 0.005);
        assert!((product / n).abs() < 0.002, "{}", product / n);
    }
}
