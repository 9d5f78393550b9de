//! What became of promised lines: each with the promise that it is judged by, and whether and when it was complete.
//!
//! Owns how facts of the store become cases; what a case counts for is the business of whoever asks: the report on how
//! true promises were, and the learning of what odds come true.

use crate::document::DateBasis;
use crate::domain::accuracy::{Outcome, OwnDay, Said};
use crate::domain::promise::{NotedDate, PromiseKind};
use crate::domain::sales::LineStatus;
use crate::domain::value::{Day, Moment};
use crate::store::accuracy::{Left, PastLine, PastPromise, Portion, transit_days};
use crate::store::{Db, Failure};
use chrono::Days;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What is needed to tell what became of lines.
#[derive(Debug)]
pub struct Became {
    zone: Tz,
    transit: BTreeMap<String, i32>,
}

impl Became {
    /// Reads how long goods are on the way to each customer.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn new(db: &mut Db, zone: Tz) -> Result<Self, Failure> {
        Ok(Self { zone, transit: transit_days(db)? })
    }

    /// What was promised of a line, first to last.
    pub fn said(&self, promises: &[PastPromise]) -> Vec<Said> {
        promises.iter().map(|one| self.said_once(one)).collect()
    }

    fn said_once(&self, one: &PastPromise) -> Said {
        let ours = one.ours.read::<Option<NotedDate>>().ok().flatten();
        Said {
            kind: one.kind,
            date: one.date,
            percent: one.percentile,
            caused_by: one.caused_by,
            on: one.made_at.day(self.zone),
            ours: ours.map(|noted| OwnDay { day: noted.date, percent: noted.percent() }),
        }
    }

    /// What became of a line of a customer; nothing if it is over and nobody knows since when.
    pub fn outcome(&self, portion: &Portion, line: &PastLine, customer: &str) -> Option<Outcome> {
        self.end(portion, line, customer, |left| left.dispatched_at)
    }

    /// The same as if everything had left as soon as it was packed, where that was said: goods may wait for their day.
    pub fn outcome_if_not_waited(
        &self,
        portion: &Portion,
        line: &PastLine,
        customer: &str,
    ) -> Option<Outcome> {
        self.end(portion, line, customer, |left| left.packed_at.unwrap_or(left.dispatched_at))
    }

    fn end(
        &self,
        portion: &Portion,
        line: &PastLine,
        customer: &str,
        left: impl Fn(&Left) -> Moment,
    ) -> Option<Outcome> {
        let promises = portion.promises.get(&line.id()).map_or(&[][..], Vec::as_slice);
        let in_full = line.shipped >= line.quantity;
        let withdrawn = promises.last().is_some_and(|last| last.kind == PromiseKind::Withdrawn);
        match line.status {
            LineStatus::Open => Some(Outcome::Open),
            LineStatus::Cancelled => Some(Outcome::GivenUp),
            // The rest was cancelled after a part had left.
            LineStatus::Closed if withdrawn && !in_full => Some(Outcome::GivenUp),
            LineStatus::Closed => {
                let on = self.complete_on(portion, line, customer, left)?;
                Some(Outcome::Complete { on, in_full })
            }
        }
    }

    /// The day on which the last of a line left, or arrived where that was promised. Where nobody said that it
    /// arrived, it did so after the customer's days on the way.
    fn complete_on(
        &self,
        portion: &Portion,
        line: &PastLine,
        customer: &str,
        gone: impl Fn(&Left) -> Moment,
    ) -> Option<Day> {
        let arrives = line.date_basis == Some(DateBasis::Arrival);
        let on_the_way = self.transit.get(customer).copied().filter(|_| arrives).unwrap_or(0);
        let arrival = |left: Day| shifted(left, i64::from(on_the_way));
        if let Some(parts) = portion.left.get(&line.id()) {
            let day = |left: &Left| {
                let early = left.dispatched_at > gone(left);
                match left.delivered_at.filter(|_| arrives && !early) {
                    Some(at) => at.day(self.zone),
                    None => arrival(gone(left).day(self.zone)),
                }
            };
            return parts.iter().map(day).max();
        }
        let known = portion.recorded.get(&(line.order_no.clone(), line.line.clone()));
        known.filter(|_| line.schedule.is_empty()).map(|day| arrival(*day))
    }
}

/// The day so many days later, or earlier; the day itself where the calendar of the system ends.
pub fn shifted(day: Day, days: i64) -> Day {
    let count = Days::new(days.unsigned_abs());
    let other = if days < 0 { day.date() - count } else { day.date() + count };
    Day::new(other).unwrap_or(day)
}
