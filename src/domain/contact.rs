//! When people want to be left alone. Pure: whoever calls says what time it is.

use super::value::Moment;
use chrono::{Days, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// The hours of a day in which somebody wants no messages, by the plant's zone. They may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    from: NaiveTime,
    to: NaiveTime,
}

/// The time of day that `HH:MM` says.
pub fn time_of_day(text: &str) -> Option<NaiveTime> {
    let shaped = text.len() == 5 && text.as_bytes()[2] == b':';
    NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| shaped)
}

impl Quiet {
    /// The hours from `from` to `to`, unless one is missing or both are the same.
    pub fn read(from: Option<&str>, to: Option<&str>) -> Option<Self> {
        let (from, to) = (time_of_day(from?)?, time_of_day(to?)?);
        (from != to).then_some(Self { from, to })
    }

    /// The end of these hours, if `at` is within them.
    pub fn until(self, at: Moment, zone: Tz) -> Option<Moment> {
        let local = at.utc().with_timezone(&zone).naive_local();
        let (day, time) = (local.date(), local.time());
        let over_midnight = self.from > self.to;
        let within = if over_midnight {
            time >= self.from || time < self.to
        } else {
            time >= self.from && time < self.to
        };
        let ends = if over_midnight && time >= self.from { day + Days::new(1) } else { day };
        within.then(|| at_local(ends.and_time(self.to), zone)).flatten().map(|end| end.max(at))
    }
}

/// The next instant after `at` at which it is `hour` o'clock.
pub fn next_hour(at: Moment, hour: u32, zone: Tz) -> Option<Moment> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0)?;
    let day = at.utc().with_timezone(&zone).date_naive();
    let days = [day, day + Days::new(1)].map(|day| at_local(day.and_time(time), zone));
    days.into_iter().flatten().find(|found| *found > at)
}

/// The instant of a local time; where clocks leap over it, an hour later.
fn at_local(local: chrono::NaiveDateTime, zone: Tz) -> Option<Moment> {
    let found = zone.from_local_datetime(&local).earliest();
    let found = found.or_else(|| zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest())?;
    Moment::new(found.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        serde_json::from_value(text.into()).expect("an instant")
    }

    #[test]
    fn nights_go_over_midnight() {
        let quiet = Quiet::read(Some("20:00"), Some("07:30")).expect("hours");
        let zone = Tz::Asia__Shanghai;
        // 22:00, 03:00, 07:30 and 12:00 in Shanghai.
        assert_eq!(quiet.until(at("2026-03-02T14:00:00Z"), zone), Some(at("2026-03-02T23:30:00Z")));
        assert_eq!(quiet.until(at("2026-03-02T19:00:00Z"), zone), Some(at("2026-03-02T23:30:00Z")));
        assert_eq!(quiet.until(at("2026-03-02T23:30:00Z"), zone), None);
        assert_eq!(quiet.until(at("2026-03-02T04:00:00Z"), zone), None);
    }

    #[test]
    fn a_noon_rest_ends_the_same_day() {
        let quiet = Quiet::read(Some("12:00"), Some("13:00")).expect("hours");
        let zone = Tz::Europe__Berlin;
        assert_eq!(quiet.until(at("2026-03-02T11:30:00Z"), zone), Some(at("2026-03-02T12:00:00Z")));
        assert_eq!(quiet.until(at("2026-03-02T12:00:00Z"), zone), None);
    }

    #[test]
    fn hours_that_the_clocks_leap_over_end_an_hour_later() {
        let quiet = Quiet::read(Some("22:00"), Some("02:30")).expect("hours");
        let end = quiet.until(at("2026-03-29T00:30:00Z"), Tz::Europe__Berlin);
        assert_eq!(end, Some(at("2026-03-29T01:30:00Z")));
    }

    #[test]
    fn half_of_the_hours_is_none() {
        for (from, to) in [(None, Some("07:00")), (Some("07:00"), None), (Some("07:00"), Some("07:00"))] {
            assert_eq!(Quiet::read(from, to), None);
        }
        for bad in ["7:00", "24:00", "07:60", "0700", "", "七点"] {
            assert_eq!(time_of_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_digest_comes_at_its_next_hour() {
        let zone = Tz::Asia__Shanghai;
        assert_eq!(next_hour(at("2026-03-02T00:00:00Z"), 8, zone), Some(at("2026-03-03T00:00:00Z")));
        assert_eq!(next_hour(at("2026-03-01T23:59:59Z"), 8, zone), Some(at("2026-03-02T00:00:00Z")));
    }
}
