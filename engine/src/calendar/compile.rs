//! From shifts on wall clocks to open intervals of absolute time.
//!
//! Each end of a shift is its own wall time turned into an instant, so a night shift through a daylight
//! saving change is as long as it really is. Shifts that started on the eve of the span count.

use super::spec::{CalendarError, CalendarSpec, CalendarWarning, Exception, ExceptionKind};
use super::timeline::Timeline;
use super::{Calendar, OpenDay};
use crate::holidays::{SpecialDay, first_published, last_published, special_day};
use crate::time::{DAY, Instant};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};
use chrono_tz::Tz;

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// See [`Calendar::compile`].
pub(super) fn compile(
    spec: &CalendarSpec,
    zone: Tz,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Calendar, CalendarError> {
    check(spec, first, last)?;
    let days = Days::new(zone, first, last);
    let mut windows = Windows::new(&days);
    for (day, pattern) in patterns(spec, &days)?.into_iter().enumerate() {
        let of_day = |shift: &&super::Shift| Some(shift.weekday) == pattern;
        for shift in spec.shifts.iter().filter(of_day) {
            windows.open(day, shift.from, shift.to);
        }
    }
    for exception in &spec.exceptions {
        if let Some((from, to)) = exception.hours {
            for day in days.range(exception) {
                match exception.kind {
                    ExceptionKind::Open => windows.open(day, from, to),
                    ExceptionKind::Closed => windows.cut(day, from, to),
                }
            }
        }
    }
    let (start, end) = (days.midnights[1], days.midnights[days.count]);
    let merged = Timeline::new(start, end, std::mem::take(&mut windows.opened));
    let line = if windows.closed.is_empty() { merged } else { merged.without(&windows.closed) };
    if line.total() == 0 {
        return Err(CalendarError::NeverOpens { first, last });
    }
    let opened = windows.hulls.iter().enumerate().skip(1);
    let open_days = opened.map(|(day, &(from, to))| OpenDay { date: days.date(day), from, to }).collect();
    Ok(Calendar::from_line(line, zone, open_days, warnings(spec, first, last)))
}

fn check(spec: &CalendarSpec, first: NaiveDate, last: NaiveDate) -> Result<(), CalendarError> {
    if last < first {
        return Err(CalendarError::SpanReversed { first, last });
    }
    if first.year() < 1970 || last.year() > 2104 {
        return Err(CalendarError::SpanOutOfRange { first, last });
    }
    match spec.exceptions.iter().find(|exception| exception.last < exception.first) {
        Some(&Exception { first, last, .. }) => Err(CalendarError::ExceptionReversed { first, last }),
        None => Ok(()),
    }
}

/// Whose weekday's shifts each day runs; `None`: no shift starts on it.
fn patterns(spec: &CalendarSpec, days: &Days) -> Result<Vec<Option<Weekday>>, CalendarError> {
    let works = |weekday: Weekday| spec.shifts.iter().any(|shift| shift.weekday == weekday);
    let full_day = WEEK.into_iter().find(|&weekday| works(weekday));
    let mut patterns: Vec<Option<Weekday>> = (0..days.count)
        .map(|day| {
            let date = days.date(day);
            match spec.holidays.and_then(|country| special_day(country, date)) {
                Some(SpecialDay::Holiday) => None,
                Some(SpecialDay::MakeUp) => full_day,
                None => Some(date.weekday()),
            }
        })
        .collect();
    let mut whole: Vec<&Exception> = spec.exceptions.iter().filter(|e| e.hours.is_none()).collect();
    // The one of fewest days is applied last and so holds.
    whole.sort_by_key(|exception| std::cmp::Reverse(exception.last - exception.first));
    for exception in whole {
        let pattern =
            match exception.kind {
                ExceptionKind::Closed => None,
                ExceptionKind::Open => Some(full_day.ok_or(CalendarError::NoShiftsToRepeat {
                    first: exception.first,
                    last: exception.last,
                })?),
            };
        patterns[days.range(exception)].fill(pattern);
    }
    Ok(patterns)
}

fn warnings(spec: &CalendarSpec, first: NaiveDate, last: NaiveDate) -> Vec<CalendarWarning> {
    let Some(country) = spec.holidays else { return Vec::new() };
    let before = first_published(country)
        .filter(|&year| first.year() < year)
        .map(|year| CalendarWarning::HolidaysUnknownBefore { country, year });
    let after = last_published(country)
        .filter(|&year| last.year() > year)
        .map(|year| CalendarWarning::HolidaysUnknownAfter { country, year });
    before.into_iter().chain(after).collect()
}

/// The dates of the span, numbered from its eve (day 0) to its last date, with their midnights.
struct Days {
    zone: Tz,
    eve: NaiveDate,
    /// How many days, the eve included.
    count: usize,
    /// The instant at which each day starts, and that of the two days after the last.
    midnights: Vec<i64>,
}

impl Days {
    fn new(zone: Tz, first: NaiveDate, last: NaiveDate) -> Days {
        let eve = first - TimeDelta::days(1);
        let count = (last - eve).num_days() as usize + 1;
        let midnights = eve.iter_days().take(count + 2).map(|date| Instant::start_of(date, zone).0).collect();
        Days { zone, eve, count, midnights }
    }

    fn date(&self, day: usize) -> NaiveDate {
        self.eve + TimeDelta::days(day as i64)
    }

    /// The days of an exception that lie in the span; empty if none does.
    fn range(&self, exception: &Exception) -> std::ops::Range<usize> {
        let number = |date: NaiveDate| (date - self.eve).num_days();
        let from = number(exception.first).clamp(0, self.count as i64);
        let to = (number(exception.last) + 1).clamp(from, self.count as i64);
        from as usize..to as usize
    }

    /// The instant of a wall time. Looks the zone up only on days that are not 24 hours long.
    fn at(&self, day: usize, time: NaiveTime) -> i64 {
        let midnight = self.midnights[day];
        if self.midnights[day + 1] - midnight == DAY {
            return midnight + i64::from(time.num_seconds_from_midnight());
        }
        Instant::from_local(self.date(day).and_time(time), self.zone).0
    }

    fn window(&self, day: usize, from: NaiveTime, to: NaiveTime) -> (i64, i64) {
        let end = if to <= from { day + 1 } else { day };
        (self.at(day, from), self.at(end, to))
    }
}

/// Windows gathered day by day.
struct Windows<'a> {
    days: &'a Days,
    opened: Vec<(i64, i64)>,
    closed: Vec<(i64, i64)>,
    /// Per day: from its first start to the last end of what starts on it.
    hulls: Vec<(i64, i64)>,
}

impl Windows<'_> {
    fn new(days: &Days) -> Windows<'_> {
        let hulls = vec![(i64::MAX, i64::MIN); days.count];
        Windows { days, opened: Vec::with_capacity(3 * days.count), closed: Vec::new(), hulls }
    }

    fn open(&mut self, day: usize, from: NaiveTime, to: NaiveTime) {
        let (from, to) = self.days.window(day, from, to);
        let hull = &mut self.hulls[day];
        *hull = (hull.0.min(from), hull.1.max(to));
        self.opened.push((from, to));
    }

    fn cut(&mut self, day: usize, from: NaiveTime, to: NaiveTime) {
        self.closed.push(self.days.window(day, from, to));
    }
}
