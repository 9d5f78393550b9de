//! “When does it ship?”, answered from what is known: the promise, how it was moved, what is expected, what has left.

use crate::domain::value::Day;
use serde::Serialize;

/// What the answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerKind {
    /// All of it was given up.
    Cancelled,
    /// All of it has arrived.
    Arrived,
    /// All of it has left.
    Left,
    /// It ships on the day that was promised first.
    AsPromised,
    /// It ships sooner than was promised first.
    Earlier,
    /// We have the order, and no date yet.
    Received,
    /// It ships later than was promised first, and the customer was told the day.
    Later,
    /// A day is planned, and we have not heard for too long whether the work for it goes on.
    Planned,
    /// The day stands, and we are not sure to keep it.
    AtRisk,
    /// We expect to miss the day, and have not named another one.
    Expected,
    /// The day is over, and we can't say when it ships.
    Overdue,
    /// It waits for something of the customer's.
    WaitsForYou,
}

/// A line, or a date of one, as the answer needs it.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Part {
    /// Whether all of it has left.
    pub left: bool,
    /// Whether all of it has arrived.
    pub arrived: bool,
    /// Whether some of it has left.
    pub some_left: bool,
    /// Whether it was given up.
    pub cancelled: bool,
    /// Whether its days are those of the arrival, as its customer asked for, and not those on which it leaves.
    pub arrival: bool,
    /// The day promised.
    pub promise: Option<Day>,
    /// The day promised first.
    pub first: Option<Day>,
    /// The day by which we expect it as surely as its customer's tier asks.
    pub expected: Option<Day>,
    /// How likely the promise is kept, from 0 to 1.
    pub odds: Option<f64>,
    /// The odds below which a promise to this customer is at risk.
    pub threshold: f64,
    /// Whether it is in work and nobody has reported on it for too long.
    pub blind: bool,
    /// The last day on which some of it left.
    pub left_on: Option<Day>,
    /// The last day on which some of it arrived; on which it left where that is not known.
    pub arrived_on: Option<Day>,
}

/// What is known of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Today.
    pub today: Day,
    /// Its lines.
    pub parts: Vec<Part>,
    /// Whether it can't go on before the customer does something.
    pub waits_for_customer: bool,
    /// Whether a day that we expect to miss is told before the promise was moved.
    pub early_warning: bool,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What it says.
    pub kind: AnswerKind,
    /// The day on which all that is still to come ships; the last day on which some left or arrived if nothing is.
    pub date: Option<Day>,
    /// The day from which `days` are counted: the one that was promised first for what decides the answer; the one that was
    /// promised last where we expect to miss it.
    pub promised: Option<Day>,
    /// Days of the calendar that what decides the answer is after the day promised first for it, or promised last where we
    /// expect to miss that one; negative before it. With several days the date is another line's.
    pub days: i64,
    /// Whether some of the order has left, and some not.
    pub some_left: bool,
    /// Whether it ships on more than one day.
    pub several: bool,
    /// Whether the day is the one on which it arrives, and not the one on which it leaves.
    pub arrives: bool,
}

/// A share below which a day is not kept rather than at risk.
const RATHER_NOT: f64 = 0.5;

/// The answer for one part that is still to come.
fn of_part(part: &Part, known: &Known) -> (AnswerKind, Option<Day>) {
    let Some(promise) = part.promise else { return (AnswerKind::Received, None) };
    let first = part.first.unwrap_or(promise);
    let later = part.expected.filter(|expected| *expected > promise);
    // Without odds there is the plan alone.
    let odds = part.odds.unwrap_or(if later.is_some() { 0.0 } else { 1.0 });
    let moved = match promise.cmp(&first) {
        std::cmp::Ordering::Greater => AnswerKind::Later,
        std::cmp::Ordering::Equal => AnswerKind::AsPromised,
        std::cmp::Ordering::Less => AnswerKind::Earlier,
    };
    if promise < known.today {
        return match part.expected.filter(|expected| *expected >= known.today) {
            Some(expected) if known.early_warning => (AnswerKind::Expected, Some(expected)),
            _ => (AnswerKind::Overdue, None),
        };
    }
    if known.early_warning && odds < RATHER_NOT.min(part.threshold) {
        return match part.expected {
            // Its odds and its day are of different futures: the day says less than the odds do.
            Some(expected) if expected <= promise => (AnswerKind::AtRisk, Some(promise)),
            expected => (AnswerKind::Expected, expected),
        };
    }
    if known.early_warning && odds < part.threshold {
        return (AnswerKind::AtRisk, Some(promise));
    }
    (if part.blind { AnswerKind::Planned } else { moved }, Some(promise))
}

/// The day from which it is counted how late a part is.
fn from(kind: AnswerKind, part: &Part) -> Option<Day> {
    match kind {
        AnswerKind::Expected => part.promise,
        _ => part.first.or(part.promise),
    }
}

/// How far the day of a part is from the one that was promised for it.
fn moved(kind: AnswerKind, date: Option<Day>, part: &Part) -> i64 {
    date.zip(from(kind, part)).map_or(0, |(date, first)| (date.date() - first.date()).num_days())
}

/// What to say of an order: of the part that is worst off, with the day on which the last of it ships.
pub fn answer(known: &Known) -> Answer {
    let wanted: Vec<&Part> = known.parts.iter().filter(|part| !part.cancelled).collect();
    let none = Answer {
        kind: AnswerKind::Cancelled,
        date: None,
        promised: None,
        days: 0,
        some_left: false,
        several: false,
        arrives: false,
    };
    if wanted.is_empty() {
        return none;
    }
    let open: Vec<&Part> = wanted.iter().copied().filter(|part| !part.left).collect();
    if open.is_empty() {
        let there = wanted.iter().all(|part| part.arrived);
        let kind = if there { AnswerKind::Arrived } else { AnswerKind::Left };
        let on = |part: &Part| if there { part.arrived_on } else { part.left_on };
        let last =
            wanted.iter().copied().max_by_key(|part| on(part)).and_then(|part| Some((on(part)?, part)));
        let promised = last.and_then(|(_, part)| part.first.or(part.promise));
        return Answer { kind, date: last.map(|(day, _)| day), promised, days: 0, ..none };
    }
    let said: Vec<_> = open.iter().map(|part| (of_part(part, known), *part)).collect();
    let worst =
        said.iter().max_by_key(|((kind, date), part)| (*kind, moved(*kind, *date, part), *date)).copied();
    let Some(((kind, own), part)) = worst else { return none };
    let dates: Vec<Option<Day>> = said.iter().map(|((_, date), _)| *date).collect();
    let date = if dates.contains(&None) { None } else { dates.iter().copied().max().flatten() };
    // A day that is late, planned or tight is one of the order's only where all of it has one.
    let undated =
        date.is_none() && matches!(kind, AnswerKind::Later | AnswerKind::Planned | AnswerKind::AtRisk);
    let kind = if undated { AnswerKind::Received } else { kind };
    let waits = known.waits_for_customer
        && matches!(
            kind,
            AnswerKind::AsPromised
                | AnswerKind::Earlier
                | AnswerKind::Received
                | AnswerKind::Later
                | AnswerKind::Planned
                | AnswerKind::AtRisk
        );
    Answer {
        kind: if waits { AnswerKind::WaitsForYou } else { kind },
        date,
        promised: from(kind, part),
        days: moved(kind, own, part),
        some_left: wanted.iter().any(|part| part.some_left),
        several: dates.iter().any(|one| *one != dates[0]),
        arrives: open.iter().all(|part| part.arrival),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::new(text.parse().expect("a date")).expect("a day")
    }

    fn promised(first: &str, now: &str) -> Part {
        Part {
            promise: Some(day(now)),
            first: Some(day(first)),
            threshold: 0.9,
            odds: Some(0.97),
            ..Part::default()
        }
    }

    fn said(parts: &[Part]) -> Answer {
        let known = Known {
            today: day("2026-03-09"),
            parts: parts.to_vec(),
            waits_for_customer: false,
            early_warning: true,
        };
        answer(&known)
    }

    #[test]
    fn a_promise_that_stands_is_said_as_promised() {
        let one = said(&[promised("2026-03-20", "2026-03-20")]);
        assert_eq!((one.kind, one.date, one.days), (AnswerKind::AsPromised, Some(day("2026-03-20")), 0));
        let sooner = said(&[promised("2026-03-20", "2026-03-18")]);
        assert_eq!((sooner.kind, sooner.days), (AnswerKind::Earlier, -2));
    }

    #[test]
    fn a_day_of_arrival_is_said_to_be_one() {
        let there = Part { arrival: true, ..promised("2026-03-20", "2026-03-20") };
        assert!(said(std::slice::from_ref(&there)).arrives);
        assert!(
            !said(&[there, promised("2026-03-20", "2026-03-20")]).arrives,
            "one of them only leaves then"
        );
    }

    #[test]
    fn a_moved_promise_is_measured_from_the_first_one() {
        let one = said(&[promised("2026-03-20", "2026-03-23")]);
        assert_eq!((one.kind, one.date, one.days), (AnswerKind::Later, Some(day("2026-03-23")), 3));
        assert_eq!(one.promised, Some(day("2026-03-20")));
    }

    #[test]
    fn what_is_expected_to_be_missed_is_told_only_where_it_is_expected() {
        let expected = Some(day("2026-03-25"));
        let shaky = Part { expected, odds: Some(0.7), ..promised("2026-03-20", "2026-03-20") };
        assert_eq!(said(std::slice::from_ref(&shaky)).kind, AnswerKind::AtRisk);
        let lost = Part { odds: Some(0.1), ..shaky.clone() };
        let told = said(std::slice::from_ref(&lost));
        assert_eq!((told.kind, told.date, told.days), (AnswerKind::Expected, expected, 5));
        let silent = Known {
            today: day("2026-03-09"),
            parts: vec![lost],
            waits_for_customer: false,
            early_warning: false,
        };
        assert_eq!(answer(&silent).kind, AnswerKind::AsPromised);
        let good = Part { expected, odds: Some(0.95), ..shaky };
        assert_eq!(said(&[good]).kind, AnswerKind::AsPromised);
    }

    #[test]
    fn without_odds_the_plan_says_whether_the_day_is_kept() {
        let late =
            Part { odds: None, expected: Some(day("2026-04-10")), ..promised("2026-03-20", "2026-03-20") };
        let one = said(&[late]);
        assert_eq!((one.kind, one.date, one.days), (AnswerKind::Expected, Some(day("2026-04-10")), 21));
        let good =
            Part { odds: None, expected: Some(day("2026-03-18")), ..promised("2026-03-20", "2026-03-20") };
        assert_eq!(said(&[good]).kind, AnswerKind::AsPromised);
    }

    #[test]
    fn odds_say_that_a_day_is_in_danger_also_where_no_other_day_is_known() {
        let lost = Part { odds: Some(0.1), expected: None, ..promised("2026-03-20", "2026-03-20") };
        assert_eq!(
            (said(std::slice::from_ref(&lost)).kind, said(&[lost]).date),
            (AnswerKind::Expected, None)
        );
        let tight = Part {
            odds: Some(0.85),
            expected: Some(day("2026-03-20")),
            ..promised("2026-03-20", "2026-03-20")
        };
        assert_eq!(said(&[tight]).kind, AnswerKind::AtRisk, "the tier asks for 90 %");
    }

    #[test]
    fn what_is_expected_later_is_counted_from_the_promise_that_stands() {
        let forward = Part {
            odds: Some(0.1),
            expected: Some(day("2026-03-19")),
            ..promised("2026-03-20", "2026-03-17")
        };
        let one = said(&[forward]);
        assert_eq!((one.kind, one.days, one.promised), (AnswerKind::Expected, 2, Some(day("2026-03-17"))));
    }

    #[test]
    fn what_nobody_has_reported_on_is_planned_and_no_more() {
        let blind = Part { blind: true, ..promised("2026-03-20", "2026-03-20") };
        let one = said(&[blind, promised("2026-03-12", "2026-03-16")]);
        assert_eq!((one.kind, one.date), (AnswerKind::Planned, Some(day("2026-03-20"))));
    }

    #[test]
    fn the_last_day_of_what_is_on_its_way_is_one_on_which_it_left() {
        let left =
            Part { left: true, left_on: Some(day("2026-03-04")), ..promised("2026-03-06", "2026-03-06") };
        let there = Part {
            arrived: true,
            arrived_on: Some(day("2026-03-06")),
            left_on: Some(day("2026-03-02")),
            ..left.clone()
        };
        let one = said(&[there, left]);
        assert_eq!((one.kind, one.date), (AnswerKind::Left, Some(day("2026-03-04"))));
    }

    #[test]
    fn a_day_that_is_over_is_never_said_to_be_kept() {
        let over = promised("2026-03-06", "2026-03-06");
        let one = said(std::slice::from_ref(&over));
        assert_eq!((one.kind, one.date), (AnswerKind::Overdue, None));
        let known = Part { expected: Some(day("2026-03-12")), ..over };
        let one = said(&[known]);
        assert_eq!((one.kind, one.date, one.days), (AnswerKind::Expected, Some(day("2026-03-12")), 6));
    }

    #[test]
    fn the_worst_line_decides_and_the_last_day_is_named() {
        let lines = [promised("2026-03-20", "2026-03-20"), promised("2026-03-12", "2026-03-16")];
        let one = said(&lines);
        assert_eq!((one.kind, one.date, one.several), (AnswerKind::Later, Some(day("2026-03-20")), true));
        assert_eq!((one.promised, one.days), (Some(day("2026-03-12")), 4), "of the line that was moved");
        let both = [promised("2026-03-10", "2026-03-16"), promised("2026-03-12", "2026-03-16")];
        assert_eq!(said(&both).days, 6, "of the one that was moved most");
        let undated = said(&[promised("2026-03-20", "2026-03-20"), Part::default()]);
        assert_eq!((undated.kind, undated.date), (AnswerKind::Received, None));
        let moved = said(&[promised("2026-03-12", "2026-03-16"), Part::default()]);
        assert_eq!((moved.kind, moved.date), (AnswerKind::Received, None), "part of it has no day");
    }

    #[test]
    fn what_has_left_and_arrived_is_over() {
        let left = Part {
            left: true,
            some_left: true,
            left_on: Some(day("2026-03-06")),
            ..promised("2026-03-06", "2026-03-06")
        };
        assert_eq!(said(std::slice::from_ref(&left)).kind, AnswerKind::Left);
        let there = Part { arrived: true, ..left.clone() };
        assert_eq!(said(&[there]).kind, AnswerKind::Arrived);
        let rest = said(&[left, promised("2026-03-20", "2026-03-20")]);
        assert_eq!((rest.kind, rest.some_left), (AnswerKind::AsPromised, true));
        let none = said(&[Part { cancelled: true, ..Part::default() }]);
        assert_eq!(none.kind, AnswerKind::Cancelled);
    }

    #[test]
    fn what_waits_for_the_customer_says_so_unless_it_is_late_already() {
        let known = |part| Known {
            today: day("2026-03-09"),
            parts: vec![part],
            waits_for_customer: true,
            early_warning: true,
        };
        assert_eq!(answer(&known(promised("2026-03-20", "2026-03-20"))).kind, AnswerKind::WaitsForYou);
        assert_eq!(answer(&known(promised("2026-03-06", "2026-03-06"))).kind, AnswerKind::Overdue);
    }
}
