//! Counts over many lines, and the figures that they come to. A tally takes the same little memory however many
//! lines go into it.

use super::judge::{Case, Outcome};
use super::statistics::{Histogram, Kept, KeptShare, LatenessDays, Mean};
use super::{Judged, days_between};
use crate::domain::value::Day;
use serde::Serialize;
use utoipa::ToSchema;

/// Where the bins of predicted probability begin, in percent; the last one ends with 100.
const BINS: [i64; 6] = [0, 50, 70, 80, 90, 95];

/// How true the promises of some lines were.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AccuracyFigures {
    /// Lines that count by the promise they are judged by: the first one, or the one that the customer put in its
    /// place.
    pub first: KeptShare,
    /// Lines that count by what is, or was last, promised.
    pub current: KeptShare,
    /// Lines by the promise they are judged by, of which all that was ordered left in time. On time in full: parts
    /// count with the last of them, what is closed short does not.
    pub otif: KeptShare,
    /// Lines of `first` that are still open, their day being over.
    pub still_open: u64,
    /// Days after the judged promise, of those that were late. Open ones are so late at least.
    pub late: LatenessDays,
    /// The same for all, early ones below zero.
    pub lateness: LatenessDays,
    /// Days from the order to the judged promise, in the mean.
    pub quoted_days: Option<f64>,
    /// Of those promised with a recorded chance: whether that was true.
    pub coverage: Calibration,
}

/// Our days and those of somebody else, on the same lines.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Compared {
    /// How true ours were.
    pub ours: AccuracyFigures,
    /// How true theirs were.
    pub theirs: AccuracyFigures,
}

/// Counts of both, on lines on which both are decided.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    ours: Tally,
    theirs: Tally,
}

impl Comparison {
    /// Counts a line of which both days are decided as of `today`; others do not count.
    pub fn add(&mut self, ours: &Case, theirs: &Case, today: Day) {
        if ours.kept(ours.judged.day, today).is_some() && theirs.kept(theirs.judged.day, today).is_some() {
            self.ours.add(ours, today);
            self.theirs.add(theirs, today);
        }
    }

    /// What they come to; nothing without lines.
    pub fn figures(&self) -> Option<Compared> {
        let some = self.ours.lines() > 0;
        some.then(|| Compared { ours: self.ours.figures(), theirs: self.theirs.figures() })
    }
}

/// Whether recorded chances were true.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Calibration {
    /// The chance with which they were promised, in percent, in the mean.
    pub predicted: Option<f64>,
    /// How often they were kept.
    #[serde(flatten)]
    pub kept: KeptShare,
    /// Brier's score: the mean square of chance less outcome, 0 for a seer, 0.25 for a coin.
    pub brier: Option<f64>,
}

/// Lines promised with about the same chance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReliabilityBin {
    /// Chances from here on, in percent.
    pub from: i64,
    /// Chances below that; up to and including 100 in the last bin.
    pub below: i64,
    /// Whether they were true.
    #[serde(flatten)]
    pub calibration: Calibration,
}

/// What was predicted, and what came of it.
#[derive(Clone, Copy, Debug, Default)]
struct Predicted {
    percent: Mean,
    kept: Kept,
    square: Mean,
}

impl Predicted {
    fn add(&mut self, percent: i64, kept: bool) {
        let chance = percent as f64 / 100.0;
        self.percent.add(percent as f64);
        self.kept.add(kept);
        // Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78(1), 1950.
        self.square.add((chance - f64::from(u8::from(kept))).powi(2));
    }

    fn calibration(self) -> Calibration {
        Calibration { predicted: self.percent.value(2), kept: self.kept.share(), brier: self.square.value(4) }
    }
}

/// Counts over lines.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    first: Kept,
    current: Kept,
    otif: Kept,
    still_open: u64,
    lateness: Histogram,
    quoted: Mean,
    predicted: [Predicted; BINS.len()],
    all_predicted: Predicted,
}

impl Tally {
    /// Counts a line as of `today`; one that is open and whose day is not over does not count.
    pub fn add(&mut self, case: &Case, today: Day) {
        let Case { judged: Judged { day, percent, current, .. }, ordered, outcome } = *case;
        let Some(kept) = case.kept(day, today) else { return };
        self.first.add(kept);
        self.otif.add(kept && matches!(outcome, Outcome::Complete { in_full: true, .. }));
        self.still_open += u64::from(outcome == Outcome::Open);
        self.quoted.add(f64::from(days_between(ordered, day)));
        if let Some(kept) = current.and_then(|day| case.kept(day, today)) {
            self.current.add(kept);
        }
        if let Some(days) = case.lateness(today) {
            self.lateness.add(days);
        }
        if let Some(percent) = percent {
            let percent = percent.clamp(0, 100);
            let bin = BINS.partition_point(|from| *from <= percent).saturating_sub(1);
            self.predicted[bin].add(percent, kept);
            self.all_predicted.add(percent, kept);
        }
    }

    /// Counts what was promised and complete before this system was there. What is known of it is whether the day
    /// was kept: neither how much was ordered nor whether the day had been moved.
    pub fn add_before(&mut self, ordered: Option<Day>, promised: Day, complete: Day) {
        self.first.add(complete <= promised);
        self.lateness.add(days_between(promised, complete));
        if let Some(ordered) = ordered {
            self.quoted.add(f64::from(days_between(ordered, promised)));
        }
    }

    /// Lines that were counted.
    pub fn lines(&self) -> u64 {
        self.first.share().lines
    }

    /// What they come to.
    pub fn figures(&self) -> AccuracyFigures {
        AccuracyFigures {
            first: self.first.share(),
            current: self.current.share(),
            otif: self.otif.share(),
            still_open: self.still_open,
            late: self.lateness.figures(0),
            lateness: self.lateness.figures(i32::MIN),
            quoted_days: self.quoted.value(2),
            coverage: self.all_predicted.calibration(),
        }
    }

    /// How often what was promised with about the same chance was kept; every bin, empty ones too.
    pub fn reliability(&self) -> Vec<ReliabilityBin> {
        let ends = BINS.iter().skip(1).copied().chain([100]);
        let bins = BINS.iter().zip(ends).zip(&self.predicted);
        bins.map(|((from, below), predicted)| ReliabilityBin {
            from: *from,
            below,
            calibration: predicted.calibration(),
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::accuracy::tests::day;

    /// Ordered on the first, promised for `due` with a chance, complete on `done`.
    fn case(due: u32, percent: Option<i64>, outcome: Outcome) -> Case {
        let due = day(due);
        let judged = Judged { day: due, percent, place: 0, on: Some(day(1)), current: Some(due), ours: None };
        Case { judged, ordered: day(1), outcome }
    }

    fn done(on: u32) -> Outcome {
        Outcome::Complete { on: day(on), in_full: true }
    }

    #[test]
    fn a_small_shop_is_counted_by_hand() {
        let mut tally = Tally::default();
        let short = Outcome::Complete { on: day(9), in_full: false };
        let lines = [
            case(10, Some(95), done(9)),
            case(10, Some(90), done(14)),
            case(10, Some(60), short),
            case(10, Some(60), Outcome::Open),
            case(11, None, Outcome::GivenUp),
            case(25, Some(80), Outcome::Open),
        ];
        lines.iter().for_each(|case| tally.add(case, day(20)));
        let figures = tally.figures();
        assert_eq!((figures.first.lines, figures.first.kept, figures.first.percent), (5, 2, Some(40.0)));
        assert_eq!((figures.otif.lines, figures.otif.kept), (5, 1), "closed short is on time, not in full");
        assert_eq!((figures.still_open, tally.lines()), (1, 5));
        // 4 days late, and 10 days so far.
        assert_eq!((figures.late.lines, figures.late.mean, figures.late.median), (2, Some(7.0), Some(4)));
        // -1, 4, -1 and 10.
        assert_eq!((figures.lateness.lines, figures.lateness.mean), (4, Some(3.0)));
        // Nine days four times, ten once.
        assert_eq!(figures.quoted_days, Some(9.2));
        let Calibration { predicted, kept, brier } = figures.coverage;
        // (0.05² + 0.9² + 0.4² + 0.6²) / 4.
        assert_eq!((predicted, kept.kept, kept.lines, brier), (Some(76.25), 2, 4, Some(0.3331)));
    }

    #[test]
    fn chances_fall_into_bins_that_begin_where_they_say() {
        let mut tally = Tally::default();
        for percent in [0, 49, 50, 69, 70, 79, 80, 89, 90, 94, 95, 100] {
            tally.add(&case(10, Some(percent), done(if percent > 60 { 9 } else { 11 })), day(20));
        }
        let bins = tally.reliability();
        let seen: Vec<_> = bins.iter().map(|bin| (bin.from, bin.below, bin.calibration.kept.lines)).collect();
        assert_eq!(seen, [(0, 50, 2), (50, 70, 2), (70, 80, 2), (80, 90, 2), (90, 95, 2), (95, 100, 2)]);
        assert_eq!(
            (bins[1].calibration.predicted, bins[1].calibration.kept.percent),
            (Some(59.5), Some(50.0))
        );
        assert_eq!(bins[5].calibration.predicted, Some(97.5));
    }

    #[test]
    fn of_what_was_before_only_days_are_known() {
        let mut tally = Tally::default();
        tally.add_before(Some(day(1)), day(10), day(9));
        tally.add_before(None, day(10), day(13));
        let figures = tally.figures();
        assert_eq!((figures.first.lines, figures.first.kept, figures.quoted_days), (2, 1, Some(9.0)));
        assert_eq!((figures.late.mean, figures.lateness.mean), (Some(3.0), Some(1.0)));
        assert_eq!((figures.otif, figures.current), (KeptShare::default(), KeptShare::default()));
        assert_eq!(figures.coverage.kept, KeptShare::default(), "nobody told its odds");
    }

    #[test]
    fn a_promise_that_we_moved_counts_twice_differently() {
        let mut tally = Tally::default();
        let moved = case(10, None, done(14));
        let judged = Judged { current: Some(day(15)), ..moved.judged };
        tally.add(&Case { judged, ..moved }, day(20));
        // Open, its first day over, the one we moved it to not.
        let judged = Judged { current: Some(day(25)), ..moved.judged };
        tally.add(&Case { judged, outcome: Outcome::Open, ..moved }, day(20));
        let figures = tally.figures();
        assert_eq!((figures.first.kept, figures.first.lines), (0, 2));
        assert_eq!((figures.current.kept, figures.current.lines), (1, 1));
        assert_eq!(figures.late.mean, Some(7.0));
    }
}
