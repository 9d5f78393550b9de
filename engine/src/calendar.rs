//! Working time: when a work centre, a supplier or a carrier works, and how clock time and worked time
//! convert into each other.
//!
//! A [`Calendar`] is compiled once from a [`CalendarSpec`] into open intervals of absolute time and never
//! changes. The conversions run once per planned operation, so they allocate nothing and look a place up
//! in a table instead of searching. Outside its span a calendar counts as closed: running out is
//! [`Infeasible`], never a guess.

mod compile;
#[cfg(test)]
mod laws;
mod spec;
mod timeline;

pub use spec::{CalendarError, CalendarSpec, CalendarWarning, Exception, ExceptionKind, Shift};

use crate::time::{Instant, WorkSeconds};
use chrono::NaiveDate;
use chrono_tz::Tz;
use thiserror::Error;
use timeline::Timeline;

/// When work can happen, from a first instant to a horizon.
///
/// Open intervals hold their first second and not their last instant; shifts that overlap or touch are one.
#[derive(Clone, Debug)]
pub struct Calendar {
    line: Timeline,
    zone: Tz,
    /// Dates on which working time starts, in order.
    days: Vec<OpenDay>,
    warnings: Vec<CalendarWarning>,
}

/// A date on which working time starts, and the span of what starts on it.
#[derive(Clone, Copy, Debug)]
struct OpenDay {
    date: NaiveDate,
    from: i64,
    to: i64,
}

/// Why work has no end on a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Infeasible {
    /// The calendar ends first.
    #[error("the calendar ends with {left} hours of work left; compile it further ahead or open more hours")]
    HorizonExhausted {
        /// Work that does not fit before the horizon.
        left: WorkSeconds,
    },
}

impl Calendar {
    /// Compiles the working time of `spec`, read on wall clocks in `zone`, from the start of `first` to the
    /// end of `last`.
    ///
    /// # Errors
    ///
    /// [`CalendarError`] if nothing is ever open, or dates are reversed or out of range.
    pub fn compile(
        spec: &CalendarSpec,
        zone: Tz,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Calendar, CalendarError> {
        compile::compile(spec, zone, first, last)
    }

    /// Round the clock from `first` to `last`, at most 136 years; its days are those of UTC.
    pub fn always(first: Instant, last: Instant) -> Calendar {
        let line = Timeline::new(first.0, last.0, vec![(first.0, last.0)]);
        let mut days = Vec::new();
        for date in first.date(Tz::UTC).iter_days() {
            let from = Instant::start_of(date, Tz::UTC).0;
            if from >= line.last() {
                break;
            }
            days.push(OpenDay { date, from, to: from + crate::time::DAY });
        }
        Calendar::from_line(line, Tz::UTC, days, Vec::new())
    }

    /// Keeps of `days` those on which something is left.
    fn from_line(
        line: Timeline,
        zone: Tz,
        mut days: Vec<OpenDay>,
        warnings: Vec<CalendarWarning>,
    ) -> Calendar {
        days.retain(|day| day.from < day.to && line.worked_at(day.to) > line.worked_at(day.from));
        Calendar { line, zone, days, warnings }
    }

    /// This calendar less the windows in which one machine is down, in any order. What is left may be
    /// nothing.
    #[must_use]
    pub fn without(&self, closed: &[(Instant, Instant)]) -> Calendar {
        let closed: Vec<_> = closed.iter().map(|&(from, to)| (from.0, to.0)).collect();
        let line = self.line.without(&closed);
        Calendar::from_line(line, self.zone, self.days.clone(), self.warnings.clone())
    }

    /// Working seconds from the calendar's start to `t`: none before it, all of them after the horizon.
    #[inline]
    pub fn worked_at(&self, t: Instant) -> WorkSeconds {
        WorkSeconds(self.line.worked_at(t.0))
    }

    /// The instant at which working second `w` begins, never a closing instant; `None` if the horizon comes
    /// first.
    #[inline]
    pub fn start_at(&self, w: WorkSeconds) -> Option<Instant> {
        self.line.start_at(w.0).map(Instant)
    }

    /// The earliest instant by which `w` seconds are worked, which may be a closing instant; the calendar's
    /// start for none. `None` if the horizon comes first.
    #[inline]
    pub fn end_at(&self, w: WorkSeconds) -> Option<Instant> {
        if w.0 <= 0 {
            return Some(Instant(self.line.first()));
        }
        self.line.start_at(w.0 - 1).map(|last| Instant(last + 1))
    }

    /// Whether work can run in the second that begins at `t`.
    #[inline]
    pub fn is_open(&self, t: Instant) -> bool {
        self.line.interval(self.line.index_at(t.0)).0 <= t.0
    }

    /// The first instant from `t` on at which work can run: `t` itself if open. `None` after the last.
    #[inline]
    pub fn next_open(&self, t: Instant) -> Option<Instant> {
        let index = self.line.index_at(t.0);
        (index < self.line.len()).then(|| Instant(self.line.interval(index).0.max(t.0)))
    }

    /// When the interval that is open at `t` closes; `None` if closed at `t`.
    #[inline]
    pub fn open_until(&self, t: Instant) -> Option<Instant> {
        let (from, to) = self.line.interval(self.line.index_at(t.0));
        (from <= t.0).then_some(Instant(to))
    }

    /// Earliest instant by which `work` is done if it starts no sooner than `from` and stands still while
    /// closed; `from` itself for no work. Source: forward finite loading.
    ///
    /// # Errors
    ///
    /// [`Infeasible::HorizonExhausted`] with the work left over.
    #[inline]
    pub fn finish(&self, from: Instant, work: WorkSeconds) -> Result<Instant, Infeasible> {
        if work.0 <= 0 {
            return Ok(from);
        }
        let done = self.worked_at(from) + work;
        let left = WorkSeconds(done.0 - self.line.total());
        self.end_at(done).ok_or(Infeasible::HorizonExhausted { left })
    }

    /// Earliest start from `from` on such that `work` runs inside one open interval; `None` if there is no
    /// such interval before the horizon.
    pub fn fit(&self, from: Instant, work: WorkSeconds) -> Option<Instant> {
        if work > self.longest_interval() {
            return None;
        }
        (self.line.index_at(from.0)..self.line.len()).find_map(|index| {
            let (opens, closes) = self.line.interval(index);
            let start = opens.max(from.0);
            (closes - start >= work.0).then_some(Instant(start))
        })
    }

    /// Length of the longest open interval.
    #[inline]
    pub fn longest_interval(&self) -> WorkSeconds {
        WorkSeconds(self.line.longest())
    }

    /// Latest start so that `work` is done by `end`; `end` itself for no work. Work that does not fit after
    /// the calendar's start goes on before it, second by second of clock time.
    #[inline]
    pub fn back(&self, end: Instant, work: WorkSeconds) -> Instant {
        if work.0 <= 0 {
            return end;
        }
        let begins = self.line.worked_at(end.0) - work.0;
        match self.line.start_at(begins) {
            Some(start) if begins >= 0 => Instant(start),
            _ => Instant(end.0.min(self.line.first()).saturating_add(begins)),
        }
    }

    /// The same wall time `days` open days later, for lead times in working days: an open day is a date on
    /// which working time starts. `t` itself for 0 days; `None` if the horizon comes first.
    pub fn days_after(&self, t: Instant, days: u32) -> Option<Instant> {
        let Some(further) = days.checked_sub(1) else { return Some(t) };
        let local = t.local(self.zone);
        let next = self.days.partition_point(|day| day.date <= local.date());
        let day = self.days.get(next + further as usize)?;
        Some(Instant::from_local(day.date.and_time(local.time()), self.zone))
    }

    /// The same wall time `days` open days earlier; clock days where the calendar has no more. `t` itself
    /// for 0 days.
    pub fn days_before(&self, t: Instant, days: u32) -> Instant {
        if days == 0 {
            return t;
        }
        let local = t.local(self.zone);
        let before = self.days.partition_point(|day| day.date < local.date());
        // From a closed day one more: its first day before is the one on which the open day after it counts.
        let closed = self.days.get(before).is_none_or(|day| day.date > local.date());
        match before.checked_sub(days as usize + usize::from(closed)) {
            Some(index) => Instant::from_local(self.days[index].date.and_time(local.time()), self.zone),
            None => t + -i64::from(days) * crate::time::DAY,
        }
    }

    /// Open days after `from` up to `to`, both counted by their date; below zero where `to` is the earlier one.
    pub fn open_days(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let until = |date: NaiveDate| self.days.partition_point(|day| day.date <= date) as i64;
        until(to) - until(from)
    }

    /// The same wall time on the first open day from `t` on: `t` itself on an open day, or where the calendar
    /// has no more of them.
    pub fn on_open_day(&self, t: Instant) -> Instant {
        let local = t.local(self.zone);
        let place = self.days.partition_point(|day| day.date < local.date());
        match self.days.get(place) {
            Some(day) if day.date > local.date() => {
                Instant::from_local(day.date.and_time(local.time()), self.zone)
            }
            _ => t,
        }
    }

    /// The instant at which the calendar ends; nothing is open from here on.
    #[inline]
    pub fn horizon(&self) -> Instant {
        Instant(self.line.last())
    }

    /// The open intervals between `a` and `b` in order, cut off at both.
    pub fn intervals_between(&self, a: Instant, b: Instant) -> impl Iterator<Item = (Instant, Instant)> {
        (self.line.index_at(a.0)..self.line.len())
            .map(|index| self.line.interval(index))
            .map(move |(from, to)| (Instant(from.max(a.0)), Instant(to.min(b.0))))
            .take_while(|(from, to)| from < to)
    }

    /// What this calendar does not know.
    pub fn warnings(&self) -> &[CalendarWarning] {
        &self.warnings
    }
}
