//! When the simulated factory works: hours since the world's start, and the shifts in them.
//!
//! Owns the only time arithmetic of the simulator. It shares no code with the product's calendars and knows less: one
//! shift a day, the same on every working day, no holidays.

use chrono::{DateTime, Datelike, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// Shifts of a factory: on some weekdays, from one hour to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shifts {
    /// Working days of the week, Monday 1 to Sunday 7.
    pub weekdays: Vec<u8>,
    /// Hour of the day at which work begins, 0 to 24.
    pub from_hour: f64,
    /// Hour of the day at which it ends, after `from_hour`, 24 for midnight.
    pub to_hour: f64,
}

/// Shifts as a world uses them: hours are counted from its start.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    shifts: Shifts,
    /// Hours from Monday 0:00 to the world's start.
    monday: f64,
    always: bool,
}

impl Hours {
    /// The shifts of a world that starts at `start`.
    pub fn new(shifts: &Shifts, start: DateTime<Utc>) -> Self {
        let time = start.time().signed_duration_since(chrono::NaiveTime::MIN);
        let monday =
            f64::from(start.weekday().num_days_from_monday()) * 24.0 + time.num_seconds() as f64 / 3_600.0;
        let always = shifts.weekdays.len() == 7 && shifts.to_hour - shifts.from_hour >= 24.0;
        Self { shifts: shifts.clone(), monday, always }
    }

    /// The first instant at or after `from` at which there is a shift.
    pub fn next_open(&self, from: f64) -> f64 {
        if self.always { from } else { self.open_stretch(from).0 }
    }

    /// When the first shift begins that begins after `at`.
    pub fn next_morning(&self, at: f64) -> f64 {
        let (_, end) = self.open_stretch(at);
        self.open_stretch(end).0
    }

    /// When `work` hours are done if they begin at `from` and rest while there is no shift.
    pub fn finish(&self, from: f64, work: f64) -> f64 {
        if self.always {
            return from + work;
        }
        let (mut at, mut left) = (from, work);
        loop {
            let (begin, end) = self.open_stretch(at);
            if left <= end - begin {
                return begin + left;
            }
            left -= end - begin;
            at = end;
        }
    }

    /// Working hours between two instants.
    pub fn between(&self, from: f64, to: f64) -> f64 {
        if self.always {
            return (to - from).max(0.0);
        }
        let (mut at, mut sum) = (from, 0.0);
        loop {
            let (begin, end) = self.open_stretch(at);
            if begin >= to {
                return sum;
            }
            sum += end.min(to) - begin;
            at = end;
        }
    }

    /// Share of all hours that are worked.
    pub fn share(&self) -> f64 {
        self.shifts.weekdays.len() as f64 * (self.shifts.to_hour - self.shifts.from_hour) / 168.0
    }

    /// The stretch of shift that `at` lies in, from `at` on, or the next one. Its end lies after `at`.
    fn open_stretch(&self, at: f64) -> (f64, f64) {
        let mut day = ((at + self.monday) / 24.0).floor();
        loop {
            let weekday = (day.rem_euclid(7.0) as u8) + 1;
            if self.shifts.weekdays.contains(&weekday) {
                let midnight = day * 24.0 - self.monday;
                let (begin, end) = (midnight + self.shifts.from_hour, midnight + self.shifts.to_hour);
                if at < end {
                    return (begin.max(at), end);
                }
            }
            day += 1.0;
        }
    }
}

/// An instant of the world as one of the clock, to the millisecond.
pub fn moment(start: DateTime<Utc>, hours: f64) -> DateTime<Utc> {
    start + TimeDelta::milliseconds((hours * 3_600_000.0).round() as i64)
}

/// Hours from the world's start to an instant of the clock.
pub fn hours_at(start: DateTime<Utc>, at: DateTime<Utc>) -> f64 {
    (at - start).num_milliseconds() as f64 / 3_600_000.0
}

/// The weekday's number as [`Shifts`] has it.
pub fn number_of(weekday: Weekday) -> u8 {
    weekday.number_from_monday() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_shifts() -> Hours {
        let shifts = Shifts { weekdays: vec![1, 2, 3, 4, 5], from_hour: 6.0, to_hour: 22.0 };
        // A Friday, noon.
        Hours::new(&shifts, "2026-03-06T12:00:00Z".parse().expect("an instant"))
    }

    #[test]
    fn work_rests_over_the_weekend() {
        let hours = two_shifts();
        assert!((hours.finish(0.0, 10.0) - 10.0).abs() < 1e-9);
        // Ten hours on Friday; the eleventh on Monday from 6 to 7, which is 67 hours after noon.
        assert!((hours.finish(0.0, 11.0) - 67.0).abs() < 1e-9);
        assert!((hours.next_open(10.5) - 66.0).abs() < 1e-9);
        assert!((hours.between(0.0, 67.0) - 11.0).abs() < 1e-9);
        assert!((hours.share() - 80.0 / 168.0).abs() < 1e-9);
    }

    #[test]
    fn a_factory_that_never_closes_counts_every_hour() {
        let shifts = Shifts { weekdays: (1..=7).collect(), from_hour: 0.0, to_hour: 24.0 };
        let hours = Hours::new(&shifts, "2026-03-06T12:00:00Z".parse().expect("an instant"));
        assert!((hours.finish(3.25, 100.0) - 103.25).abs() < 1e-9);
        assert!((hours.between(1.0, 9.0) - 8.0).abs() < 1e-9);
    }
}
