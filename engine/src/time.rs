//! Instants and spans: whole seconds, one type per meaning.
//!
//! An [`Instant`] is a point on the one time line that every calendar of the shop shares, so daylight saving
//! never makes an hour vanish or happen twice here. Nothing in this crate reads a clock: `now` is data.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use std::fmt;
use std::ops::{Add, Sub};

/// Seconds in a day of clock time.
pub const DAY: i64 = 86_400;

/// What a wall clock can show, in seconds from 1970: some 250,000 years.
const FARTHEST: i64 = 8_000_000_000_000;

/// A point in time: seconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// Working time on a calendar, in seconds. Never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkSeconds(pub i64);

impl Instant {
    /// Later than anything that a plan can hold: an instant that was never reached.
    pub const NEVER: Instant = Instant(i64::MAX / 4);

    /// The instant that a wall clock in `zone` shows as `local`. A time that daylight saving skips counts
    /// from the instant of the jump; one that happens twice is the first.
    pub fn from_local(local: NaiveDateTime, zone: Tz) -> Instant {
        let found = zone.from_local_datetime(&local);
        if let Some(at) = found.earliest() {
            return Instant(at.timestamp());
        }
        // Skipped by daylight saving: what the clock before the jump would have called this time.
        let before = local - TimeDelta::hours(3);
        let shifted = zone.from_local_datetime(&before).earliest();
        Instant(shifted.map_or(local.and_utc().timestamp(), |at| at.timestamp() + 3 * 3600))
    }

    /// The start of `date` in `zone`.
    pub fn start_of(date: NaiveDate, zone: Tz) -> Instant {
        Instant::from_local(date.and_time(NaiveTime::MIN), zone)
    }

    /// The last second of `date` in `zone`: what "by that day" means.
    pub fn end_of(date: NaiveDate, zone: Tz) -> Instant {
        date.succ_opt().map_or(Instant::NEVER, |next| Instant(Instant::start_of(next, zone).0 - 1))
    }

    /// What a wall clock in `zone` shows at this instant.
    pub fn local(self, zone: Tz) -> NaiveDateTime {
        let seconds = self.0.clamp(-FARTHEST, FARTHEST);
        let utc = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::UNIX_EPOCH);
        utc.with_timezone(&zone).naive_local()
    }

    /// The date in `zone` at this instant.
    pub fn date(self, zone: Tz) -> NaiveDate {
        self.local(zone).date()
    }

    /// Whether this instant is one that a plan reached.
    pub fn is_reached(self) -> bool {
        self < Instant::NEVER
    }
}

/// Seconds between two instants, and instants moved by seconds of clock time.
impl Add<i64> for Instant {
    type Output = Instant;
    fn add(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds).min(Instant::NEVER.0))
    }
}

impl Sub<Instant> for Instant {
    type Output = i64;
    fn sub(self, earlier: Instant) -> i64 {
        self.0 - earlier.0
    }
}

impl Add for WorkSeconds {
    type Output = WorkSeconds;
    fn add(self, more: WorkSeconds) -> WorkSeconds {
        WorkSeconds(self.0.saturating_add(more.0))
    }
}

impl fmt::Display for WorkSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.0 / 3600, self.0 % 3600 / 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone: Tz) -> Instant {
        Instant::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap(), zone)
    }

    #[test]
    fn a_wall_clock_shows_something_at_any_instant() {
        for at in [Instant::NEVER, Instant::NEVER + -1, Instant(i64::MIN)] {
            assert!(at.local(chrono_tz::Asia::Shanghai) != at.local(chrono_tz::America::Lima));
        }
    }

    #[test]
    fn the_hour_that_spring_skips_continues_the_clock_before_it() {
        let berlin = chrono_tz::Europe::Berlin;
        let skipped = at("2026-03-29 02:30", berlin);
        assert_eq!(skipped.local(berlin).to_string(), "2026-03-29 03:30:00");
    }

    #[test]
    fn a_day_ends_one_second_before_the_next_starts_also_when_it_has_25_hours() {
        let berlin = chrono_tz::Europe::Berlin;
        let day = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
        assert_eq!(Instant::end_of(day, berlin) - Instant::start_of(day, berlin), 25 * 3600 - 1);
    }
}
