//! Time in the example shops: minutes since the first Monday of the story, and which of them are worked.
//!
//! A calendar is unrolled into its open intervals once; the story is short. Overtime and breakdowns of the
//! coming weeks are left to the planner that reads the workbook.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};

use crate::table::Table;

/// Minutes since 2025-08-04 00:00, plant time.
pub type Minute = i64;

/// Minutes of a day.
pub const DAY: Minute = 24 * 60;
/// Later than anything that happens.
pub const NEVER: Minute = i64::MAX;
const DAYS: i64 = 560;

/// The instant of a minute.
pub fn instant(minute: Minute) -> NaiveDateTime {
    let start = NaiveDate::from_ymd_opt(2025, 8, 4).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a date");
    start + Duration::minutes(minute)
}

/// The day of a minute.
pub fn date(minute: Minute) -> NaiveDate {
    instant(minute).date()
}

/// The first minute of a day.
pub fn midnight(day: NaiveDate) -> Minute {
    (day - date(0)).num_days() * DAY
}

/// The open hours of all calendars.
#[derive(Debug)]
pub struct Clock {
    open: BTreeMap<String, Vec<(Minute, Minute)>>,
}

impl Clock {
    /// Unrolls the shifts of the `calendars` table.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn new(calendars: &Table, exceptions: &Table) -> Result<Self> {
        let holidays = Table::read("holidays", include_str!("../data/holidays_cn.csv"))?;
        let mut open: BTreeMap<String, Vec<(Minute, Minute)>> = BTreeMap::new();
        for row in 0..calendars.rows.len() {
            let name = calendars.text(row, "calendar");
            let days = weekdays(&calendars.text(row, "weekdays"));
            let from = time_of_day(&calendars.text(row, "from"));
            let to = time_of_day(&calendars.text(row, "to"));
            let length = if to > from { to - from } else { to + DAY - from };
            let national = calendars.text(row, "holidays") == "CN";
            let own = closed_days(exceptions, &name);
            for day in 0..DAYS {
                let mut weekday = day % 7;
                if national {
                    match holiday(&holidays, date(day * DAY)).as_deref() {
                        Some("holiday") => continue,
                        Some(_) => weekday = 0,
                        None => {}
                    }
                }
                if days.contains(&weekday) && !own.contains(&date(day * DAY)) {
                    let start = day * DAY + from;
                    open.entry(name.clone()).or_default().push((start, start + length));
                }
            }
        }
        for intervals in open.values_mut() {
            *intervals = joined(intervals);
        }
        Ok(Self { open })
    }

    /// The first open minute at or after `from`.
    pub fn next_open(&self, calendar: &str, from: Minute) -> Minute {
        let intervals = &self.open[calendar];
        intervals.get(first_ending_after(intervals, from)).map_or(NEVER, |&(start, _)| start.max(from))
    }

    /// When `work` minutes are done if they start no sooner than `from`.
    pub fn finish(&self, calendar: &str, from: Minute, mut work: Minute) -> Minute {
        let intervals = &self.open[calendar];
        let mut now = from;
        for &(start, end) in &intervals[first_ending_after(intervals, from)..] {
            now = now.max(start);
            if work <= end - now {
                return now + work;
            }
            work -= end - now;
        }
        NEVER
    }

    /// The first start at or after `from` at which `work` runs without a break; `from` if no shift is long
    /// enough.
    pub fn unbroken_start(&self, calendar: &str, from: Minute, work: Minute) -> Minute {
        let intervals = &self.open[calendar];
        let fits =
            intervals[first_ending_after(intervals, from)..].iter().find(|(s, e)| e - from.max(*s) >= work);
        fits.map_or(from, |&(start, _)| start.max(from))
    }

    /// Open minutes between two instants.
    pub fn worked(&self, calendar: &str, from: Minute, to: Minute) -> Minute {
        self.open[calendar].iter().map(|&(start, end)| (end.min(to) - start.max(from)).max(0)).sum()
    }

    /// `days` working days of the one-shift calendar after `from`, at 10:00; back in time if negative.
    pub fn working_days(&self, from: Minute, days: i64) -> Minute {
        let step = if days < 0 { -1 } else { 1 };
        let mut day = from.div_euclid(DAY);
        let mut left = days.abs();
        while left > 0 {
            day += step;
            if self.worked("one-shift", day * DAY, (day + 1) * DAY) > 0 {
                left -= 1;
            }
        }
        day * DAY + 10 * 60
    }
}

fn first_ending_after(intervals: &[(Minute, Minute)], from: Minute) -> usize {
    intervals.partition_point(|&(_, end)| end <= from)
}

fn joined(intervals: &[(Minute, Minute)]) -> Vec<(Minute, Minute)> {
    let mut sorted = intervals.to_vec();
    sorted.sort_unstable();
    let mut out: Vec<(Minute, Minute)> = Vec::new();
    for (start, end) in sorted {
        match out.last_mut() {
            Some(last) if last.1 >= start => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

fn holiday(holidays: &Table, day: NaiveDate) -> Option<String> {
    let day = day.to_string();
    (0..holidays.rows.len())
        .find(|&row| holidays.text(row, "from") <= day && day <= holidays.text(row, "to"))
        .map(|row| holidays.text(row, "type"))
}

fn closed_days(exceptions: &Table, calendar: &str) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    for row in 0..exceptions.rows.len() {
        if exceptions.text(row, "calendar") == calendar && exceptions.text(row, "type") == "holiday" {
            let day = |heading| exceptions.text(row, heading).parse::<NaiveDate>().expect("an ISO date");
            days.extend(day("date from").iter_days().take_while(|d| *d <= day("date to")));
        }
    }
    days
}

/// Weekdays from Monday = 0 of `Mon-Fri` or `Tue,Thu`.
pub fn weekdays(text: &str) -> Vec<i64> {
    let day = |name: &str| -> i64 {
        let found = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().position(|d| *d == name);
        found.unwrap_or_else(|| panic!("{name} is no weekday")) as i64
    };
    match text.split_once('-') {
        Some((first, last)) => (day(first)..=day(last)).collect(),
        None => text.split(',').map(day).collect(),
    }
}

fn time_of_day(text: &str) -> Minute {
    let (hours, minutes) = text.split_once(':').expect("a time of day such as 06:00");
    hours.parse::<i64>().expect("hours") * 60 + minutes.parse::<i64>().expect("minutes")
}

/// Weekday of a minute, Monday = 0.
pub fn weekday(minute: Minute) -> i64 {
    i64::from(date(minute).weekday().num_days_from_monday())
}
