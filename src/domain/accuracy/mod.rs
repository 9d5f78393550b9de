//! How true promises were: which promise a line is judged by, whether it was kept, and figures over many lines.
//!
//! Pure functions and counts. Nothing here knows how a promise is computed: what judges dates shares nothing with
//! what makes them. Figures without anything to count are absent, never zero. docs/accuracy.md says what each means.

mod baselines;
mod judge;
mod statistics;
mod tally;

pub use baselines::{BaselineWay, Baselines, Entered, FEWEST, Queue, Way, compare};
pub use judge::{Case, Judged, Outcome, OwnDay, Said, judged};
pub use statistics::{KeptShare, LatenessDays};
pub use tally::{AccuracyFigures, Calibration, Compared, Comparison, ReliabilityBin, Tally};

use super::value::Day;

/// Days from `from` to `to`; below zero if `to` comes first.
pub fn days_between(from: Day, to: Day) -> i32 {
    (to.date() - from.date()).num_days() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day of March 2026, which has enough of them.
    pub(super) fn day(number: u32) -> Day {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 3, number).expect("a day of March");
        Day::new(date).expect("in range")
    }

    #[test]
    fn days_are_counted_from_one_to_the_other() {
        assert_eq!((days_between(day(1), day(31)), days_between(day(3), day(1))), (30, -2));
    }
}
