//! What a walk through the past comes to.
//!
//! An order is judged once the day that it was told is over, however early it left: else the early ones alone would
//! count. What is still open then was not kept.

use super::history::{History, SoldLine};
use super::quoting::{Given, Quoting, SHARES};
use super::{Materials, Period, Span};
use crate::domain::accuracy::{
    AccuracyFigures, Baselines, Calibration, Case, Compared, Comparison, Entered, Judged, KeptShare, Outcome,
    Queue, ReliabilityBin, Tally, compare,
};
use crate::domain::value::Day;
use chrono::NaiveDate;
use serde::Serialize;

/// How true dates would have been.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Backtest {
    /// First day of the orders that were asked about.
    pub from: Day,
    /// Last day of them.
    pub to: Day,
    /// The day as of which outcomes were judged: what was not over then is not judged.
    pub as_of: Day,
    /// What the futures' luck followed from.
    pub seed: u64,
    /// Futures that were played for each order.
    pub futures: u32,
    /// What was supposed of bought material.
    pub materials: Materials,
    /// Lines that were asked about.
    pub asked: u64,
    /// Lines of these whose recommended day was not over.
    pub undecided: u64,
    /// Lines that could not be quoted: nobody knows how they are made.
    pub unquotable: u64,
    /// Lines of the record that say too little to stand in the past: no day of order, item or quantity.
    pub left_out: u64,
    /// Whether the percentiles were true.
    pub percentiles: Vec<PercentileKept>,
    /// The days that would have been recommended.
    pub given: AccuracyFigures,
    /// The recommended days beside those that the shop gave, on the lines where it gave one.
    pub beside: Option<Compared>,
    /// The chances that were given to the shop's own days, and whether those were kept.
    pub chances: Calibration,
    /// The same by chance.
    pub reliability: Vec<ReliabilityBin>,
    /// The recommended days beside simple rules; nothing where too few lines are complete.
    pub baselines: Option<Baselines>,
    /// Lines that left on the very day that was promised or asked for, and later than the median said: they may have
    /// been ready and waited for it. They count as late for the median all the same.
    pub on_their_day: u64,
    /// What was told for each line.
    pub lines: Vec<Told>,
}

/// What would have been told for a line, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// Number of the order.
    pub order: String,
    /// Number of its line.
    pub line: String,
    /// The day on which it came.
    pub ordered: NaiveDate,
    /// The days by which it leaves with 50, 80 and 95 %.
    pub p50: Day,
    /// The same with 80 %.
    pub p80: Day,
    /// The same with 95 %.
    pub p95: Day,
    /// The day that would have been recommended.
    pub recommended: Day,
    /// How likely that day is kept, from 0 to 1.
    pub chance: f64,
    /// The day that the shop gave.
    pub promised: Option<NaiveDate>,
    /// The day on which the last of it left; none while it is open.
    pub shipped: Option<NaiveDate>,
}

/// Whether a percentile was true.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PercentileKept {
    /// 50, 80 or 95.
    pub percentile: u32,
    /// Lines that left by its day.
    #[serde(flatten)]
    pub kept: KeptShare,
}

/// An order of the past with what it would have been told.
pub(super) struct Tested {
    /// Its place among the lines.
    pub index: usize,
    pub given: Given,
}

/// Counts it all up.
pub(super) fn result(
    history: &History,
    quoting: &Quoting<'_>,
    period: Period,
    span: &Span,
    (tested, unquotable): (Vec<Tested>, u64),
) -> Backtest {
    let today = span.today;
    let line = |one: &Tested| &history.lines[one.index];
    let mut given = Tally::default();
    let (mut beside, mut chances) = (Comparison::default(), Tally::default());
    let mut undecided = 0;
    for one in &tested {
        let case = case(line(one), one.given.recommended, Some(one.given.chance));
        let over = one.given.recommended < today;
        undecided += u64::from(!over);
        if over {
            given.add(&case, today);
        }
        let Some(own) = line(one).theirs().and_then(Day::new).filter(|own| *own < today) else { continue };
        chances.add(&self::case(line(one), own, one.given.theirs), today);
        if over && line(one).promised.is_some() {
            beside.add(&case, &self::case(line(one), own, None), today);
        }
    }
    Backtest {
        from: span.from,
        to: span.to,
        as_of: today,
        seed: period.seed,
        futures: period.futures,
        materials: period.materials,
        asked: tested.len() as u64 + unquotable,
        undecided,
        unquotable,
        left_out: history.left_out,
        percentiles: percentiles(history, &tested, today),
        given: given.figures(),
        beside: beside.figures(),
        chances: chances.figures().coverage,
        reliability: chances.reliability(),
        baselines: baselines(history, quoting, &tested, today),
        lines: tested.iter().map(|one| told(line(one), &one.given)).collect(),
        on_their_day: tested.iter().filter(|one| waited(line(one), &one.given)).count() as u64,
    }
}

fn told(line: &SoldLine, given: &Given) -> Told {
    let [p50, p80, p95] = given.percentiles;
    Told {
        order: line.order.clone(),
        line: line.line.clone(),
        ordered: line.ordered,
        p50,
        p80,
        p95,
        recommended: given.recommended,
        chance: given.chance,
        promised: line.promised,
        shipped: line.complete,
    }
}

fn case(line: &SoldLine, day: Day, chance: Option<f64>) -> Case {
    // Rounded down, as the chance of a promise is.
    let percent = chance.map(|chance| (chance * 100.0 + 1e-9).floor() as i64);
    let complete = line.complete.and_then(Day::new);
    let outcome = complete.map_or(Outcome::Open, |on| Outcome::Complete { on, in_full: true });
    let ordered = Day::new(line.ordered).unwrap_or(day);
    Case {
        judged: Judged { day, percent, place: 0, on: Some(ordered), current: Some(day), ours: None },
        ordered,
        outcome,
    }
}

fn percentiles(history: &History, tested: &[Tested], today: Day) -> Vec<PercentileKept> {
    let of = |(place, share): (usize, &f64)| {
        let (mut lines, mut kept) = (0, 0);
        for one in tested {
            let day = one.given.percentiles[place];
            if let Some(was) =
                case(&history.lines[one.index], day, None).kept(day, today).filter(|_| day < today)
            {
                lines += 1;
                kept += u64::from(was);
            }
        }
        PercentileKept { percentile: (share * 100.0).round() as u32, kept: KeptShare::of(kept, lines) }
    };
    SHARES.iter().enumerate().map(of).collect()
}

fn baselines(history: &History, quoting: &Quoting<'_>, tested: &[Tested], today: Day) -> Option<Baselines> {
    let mut given = tested.iter().filter(|one| one.given.recommended < today).peekable();
    let (mut queue, mut complete) = (Queue::default(), Vec::new());
    for (index, line) in history.lines.iter().enumerate() {
        let promised = given.next_if(|one| one.index == index).map(|one| one.given.recommended);
        let (Some(ordered), on) = (Day::new(line.ordered), line.complete.and_then(Day::new)) else {
            continue;
        };
        queue.add(ordered, on);
        let Some(on) = on else { continue };
        let promised = promised.map(|day| (ordered, day));
        complete.push(Entered { ordered, complete: on, work: quoting.work(line), promised });
    }
    compare(&complete, queue)
}

/// Whether it left on the very day that somebody had named.
fn waited(line: &SoldLine, given: &Given) -> bool {
    let late = |on: NaiveDate| on > given.percentiles[0].date();
    line.complete.is_some_and(|on| late(on) && [line.promised, line.requested].contains(&Some(on)))
}
