//! Quantities: exact decimals with six places, and ratios in parts per million.
//!
//! No floating point decides how many pieces there are. The range is the store's numeric(18,6): below 10^12.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Millionths in one.
pub const UNIT: i64 = 1_000_000;

/// An amount of an item in its own unit, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Qty(i64);

/// A factor in parts per million: 1.0 is 1,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(pub u32);

impl Default for Ratio {
    fn default() -> Self {
        Ratio::ONE
    }
}

impl Ratio {
    /// The factor that changes nothing.
    pub const ONE: Ratio = Ratio(1_000_000);

    /// The factor `value`, rounded to millionths; values outside 0 to 4,000 are clamped.
    pub fn of(value: f64) -> Ratio {
        Ratio((value.clamp(0.0, 4_000.0) * 1e6).round() as u32)
    }

    /// `seconds` times this factor, rounded to the nearest second.
    pub fn scale(self, seconds: i64) -> i64 {
        if self == Ratio::ONE {
            return seconds;
        }
        ((i128::from(seconds) * i128::from(self.0) + 500_000) / 1_000_000) as i64
    }
}

impl Qty {
    /// Nothing.
    pub const ZERO: Qty = Qty(0);
    /// The first quantity that is too large: 10^12.
    pub const LIMIT: Qty = Qty(1_000_000_000_000 * UNIT);

    /// `pieces` whole units, clamped to the range.
    pub const fn of(pieces: i64) -> Qty {
        let limit = Qty::LIMIT.0 / UNIT - 1;
        let clamped = if pieces > limit {
            limit
        } else if pieces < -limit {
            -limit
        } else {
            pieces
        };
        Qty(clamped * UNIT)
    }

    /// From millionths, clamped to the range.
    pub const fn from_millionths(value: i64) -> Qty {
        if value >= Qty::LIMIT.0 { Qty(Qty::LIMIT.0 - 1) } else { Qty(value) }
    }

    /// In millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Whether there is any.
    pub const fn is_some(self) -> bool {
        self.0 > 0
    }

    /// Whether there is none.
    pub const fn is_zero(self) -> bool {
        self.0 <= 0
    }

    /// This much less `other`, or nothing.
    pub fn less(self, other: Qty) -> Qty {
        Qty((self.0 - other.0).max(0))
    }

    /// `self` × `per`, rounded up to a millionth and clamped to the range.
    pub fn times(self, per: Qty) -> Qty {
        if per.0 == UNIT {
            return self;
        }
        let product = i128::from(self.0) * i128::from(per.0);
        let unit = i128::from(UNIT);
        Qty::from_i128((product + unit - 1) / unit)
    }

    /// What must be started so that `self` comes out at `yield_`, rounded up to a millionth.
    pub fn raised_by_yield(self, yield_: Ratio) -> Qty {
        if yield_ >= Ratio::ONE || yield_.0 == 0 {
            return self;
        }
        let ratio = i128::from(yield_.0);
        Qty::from_i128((i128::from(self.0) * 1_000_000 + ratio - 1) / ratio)
    }

    /// `self` × `ratio`, rounded down to a millionth.
    pub fn scaled(self, ratio: Ratio) -> Qty {
        Qty::from_i128(i128::from(self.0) * i128::from(ratio.0) / 1_000_000)
    }

    /// The next multiple of `step` that is at least this much; no step changes nothing.
    pub fn round_up_to(self, step: Qty) -> Qty {
        if step.0 <= 0 {
            return self;
        }
        let steps = (self.0 + step.0 - 1) / step.0;
        Qty::from_i128(i128::from(steps) * i128::from(step.0))
    }

    fn from_i128(value: i128) -> Qty {
        Qty(value.min(i128::from(Qty::LIMIT.0 - 1)) as i64)
    }
}

impl Add for Qty {
    type Output = Qty;
    fn add(self, more: Qty) -> Qty {
        Qty::from_millionths(self.0.saturating_add(more.0))
    }
}

impl AddAssign for Qty {
    fn add_assign(&mut self, more: Qty) {
        *self = *self + more;
    }
}

impl Sub for Qty {
    type Output = Qty;
    fn sub(self, other: Qty) -> Qty {
        Qty(self.0 - other.0)
    }
}

impl SubAssign for Qty {
    fn sub_assign(&mut self, other: Qty) {
        self.0 -= other.0;
    }
}

impl Sum for Qty {
    fn sum<I: Iterator<Item = Qty>>(all: I) -> Qty {
        all.fold(Qty::ZERO, Add::add)
    }
}

impl fmt::Display for Qty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / UNIT as u64, self.0.unsigned_abs() % UNIT as u64);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{rest:06}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_five_percent_yield_asks_for_a_few_more() {
        assert_eq!(Qty::of(100).raised_by_yield(Ratio::of(0.95)).round_up_to(Qty::of(1)), Qty::of(106));
    }

    #[test]
    fn products_and_multiples_stay_in_range() {
        let huge = Qty::of(999_999_999_999);
        assert_eq!(huge.times(huge), Qty::from_millionths(Qty::LIMIT.millionths() - 1));
        assert_eq!(Qty::of(7).round_up_to(Qty::of(5)), Qty::of(10));
        assert_eq!(Qty::from_millionths(2_500_000).to_string(), "2.5");
    }
}
