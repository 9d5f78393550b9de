//! Which promise a line is judged by, and what became of it.
//!
//! We can't better the record by moving a promise, and the customer's change of mind is not held against us.

use super::days_between;
use crate::domain::promise::{CausedBy, PromiseKind};
use crate::domain::value::Day;

/// A promise, a move or a withdrawal, as far as it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// What happened.
    pub kind: PromiseKind,
    /// The day promised; none for a withdrawal.
    pub date: Option<Day>,
    /// The chance with which it was promised, in percent, if there were odds.
    pub percent: Option<i64>,
    /// Who caused it; ours unless said.
    pub caused_by: Option<CausedBy>,
    /// The plant's day on which it was said.
    pub on: Day,
    /// The day that we would have given, where sales gave theirs.
    pub ours: Option<OwnDay>,
}

/// The day that we would have given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnDay {
    /// The day.
    pub day: Day,
    /// The chance that we gave it, in percent, if there were odds.
    pub percent: Option<i64>,
}

/// The promise that a line is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The day first promised, or the one that the customer put in its place before it was over.
    pub day: Day,
    /// The chance with which that day was promised, in percent, if there were odds.
    pub percent: Option<i64>,
    /// Its place among all that was said of the line.
    pub place: usize,
    /// The plant's day on which it was promised; none if it was promised before this system was there.
    pub on: Option<Day>,
    /// What is promised now; none after a withdrawal.
    pub current: Option<Day>,
    /// The day that we would have given instead, where sales gave theirs.
    pub ours: Option<OwnDay>,
}

/// What a line's promises, first to last, come to; nothing if nothing was promised, or the customer took the line
/// back while there was time.
pub fn judged(said: &[Said]) -> Option<Judged> {
    let (mut first, mut current): (Option<(Day, usize)>, Option<Day>) = (None, None);
    for (place, one) in said.iter().enumerate() {
        let in_time = first.is_none_or(|(day, _)| one.on <= day);
        let theirs = one.caused_by == Some(CausedBy::Customer) && in_time;
        current = one.date;
        match (one.kind, one.date) {
            (PromiseKind::Withdrawn, _) | (_, None) => first = first.filter(|_| !theirs),
            (PromiseKind::Moved, Some(day)) if theirs => first = Some((day, place)),
            (PromiseKind::Made | PromiseKind::Moved | PromiseKind::Inherited, Some(day)) => {
                first = first.or(Some((day, place)));
            }
        }
    }
    let (day, place) = first?;
    let one = said.get(place)?;
    let on = (one.kind != PromiseKind::Inherited).then_some(one.on);
    Some(Judged { day, percent: one.percent, place, on, current, ours: one.ours })
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something is still to ship.
    Open,
    /// On that day all had left, or had arrived where that was promised.
    Complete {
        /// The day.
        on: Day,
        /// All that was ordered; else it was closed short, within the customer's tolerance.
        in_full: bool,
    },
    /// Given up before all had left.
    GivenUp,
}

/// A promised line with what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The promise.
    pub judged: Judged,
    /// The plant's day on which it was ordered.
    pub ordered: Day,
    /// What became of it.
    pub outcome: Outcome,
}

impl Case {
    /// The same line as if our own day had been promised; nothing where we noted none.
    pub fn as_ours(&self) -> Option<Case> {
        let OwnDay { day, percent } = self.judged.ours?;
        Some(Case { judged: Judged { day, percent, current: Some(day), ..self.judged }, ..*self })
    }

    /// Whether a promise for `day` was kept, as of `today`; nothing while that is open.
    pub fn kept(&self, day: Day, today: Day) -> Option<bool> {
        match self.outcome {
            Outcome::Complete { on, .. } => Some(on <= day),
            Outcome::GivenUp => Some(false),
            Outcome::Open => (day < today).then_some(false),
        }
    }

    /// Days after the promised day, below zero for early ones. What is still open is so late at least; what was
    /// given up has none.
    pub fn lateness(&self, today: Day) -> Option<i32> {
        match self.outcome {
            Outcome::Complete { on, .. } => Some(days_between(self.judged.day, on)),
            Outcome::Open => Some(days_between(self.judged.day, today)).filter(|days| *days > 0),
            Outcome::GivenUp => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::accuracy::tests::day;

    fn said(kind: PromiseKind, date: Option<u32>, by: Option<CausedBy>, on: u32) -> Said {
        Said {
            kind,
            date: date.map(day),
            percent: date.map(i64::from),
            caused_by: by,
            on: day(on),
            ours: None,
        }
    }

    #[test]
    fn our_moves_are_held_against_the_first_day_and_the_customers_are_not() {
        use CausedBy::{Customer, Ours};
        use PromiseKind::{Made, Moved};
        let made = said(Made, Some(10), None, 1);
        let of = |moves: &[Said]| {
            let all: Vec<Said> = std::iter::once(made).chain(moves.iter().copied()).collect();
            let found = judged(&all).expect("promised");
            (found.day, found.percent, found.current)
        };
        assert_eq!(of(&[]), (day(10), Some(10), Some(day(10))));
        let place = |moves: &[Said]| judged(moves).map(|found| found.place);
        let others = said(Moved, Some(12), Some(Ours), 2);
        assert_eq!(place(&[made, others, said(Moved, Some(15), Some(Customer), 6)]), Some(2));
        assert_eq!(place(&[made, others]), Some(0));
        let ours = said(Moved, Some(20), Some(Ours), 5);
        assert_eq!(of(&[ours]), (day(10), Some(10), Some(day(20))));
        let theirs = said(Moved, Some(15), Some(Customer), 6);
        assert_eq!(of(&[theirs]), (day(15), Some(15), Some(day(15))));
        assert_eq!(of(&[ours, theirs]), (day(15), Some(15), Some(day(15))));
        assert_eq!(of(&[theirs, ours]), (day(15), Some(15), Some(day(20))));
        // Whoever is late already can't be forgiven by the customer's patience.
        let after = said(Moved, Some(15), Some(Customer), 11);
        assert_eq!(of(&[after]), (day(10), Some(10), Some(day(15))));
    }

    #[test]
    fn a_withdrawal_wipes_a_promise_only_if_the_customer_wants_it_in_time() {
        use CausedBy::{Customer, Ours};
        use PromiseKind::{Inherited, Made, Withdrawn};
        let made = said(Inherited, Some(10), None, 1);
        let gone = |by, on| said(Withdrawn, None, Some(by), on);
        assert_eq!(judged(&[made, gone(Customer, 10)]), None);
        let late = judged(&[made, gone(Customer, 11)]).expect("it was late already");
        assert_eq!((late.day, late.current, late.on), (day(10), None, None));
        let again = said(Made, Some(20), None, 6);
        let ours = judged(&[made, gone(Ours, 5), again]).expect("promised");
        assert_eq!((ours.day, ours.current), (day(10), Some(day(20))));
        let theirs = judged(&[made, gone(Customer, 5), again]).expect("promised again");
        assert_eq!((theirs.day, theirs.on), (day(20), Some(day(6))));
        assert_eq!(judged(&[]), None);
    }

    #[test]
    fn what_is_open_counts_once_its_day_is_over() {
        let promise = judged(&[said(PromiseKind::Made, Some(10), None, 1)]).expect("promised");
        let case = |outcome| Case { judged: promise, ordered: day(1), outcome };
        let open = case(Outcome::Open);
        assert_eq!((open.kept(day(10), day(10)), open.lateness(day(10))), (None, None));
        assert_eq!((open.kept(day(10), day(12)), open.lateness(day(12))), (Some(false), Some(2)));
        let done = case(Outcome::Complete { on: day(9), in_full: true });
        assert_eq!((done.kept(day(10), day(5)), done.lateness(day(12))), (Some(true), Some(-1)));
        let given_up = case(Outcome::GivenUp);
        assert_eq!((given_up.kept(day(10), day(12)), given_up.lateness(day(12))), (Some(false), None));
    }
}
