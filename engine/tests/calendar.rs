//! Working time as shops live it: holidays, make-up days, overtime, clock changes, machines that are down.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;
use chrono_tz::{Asia::Shanghai, Europe::Berlin};
use holdfast_engine::calendar::{
    Calendar, CalendarError, CalendarSpec, CalendarWarning, Exception, ExceptionKind, Infeasible, Shift,
};
use holdfast_engine::holidays::Country;
use holdfast_engine::time::{Instant, WorkSeconds};

const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn hours(count: i64) -> WorkSeconds {
    WorkSeconds(count * 3600)
}

/// A shop in the making, in words.
struct Shop {
    zone: Tz,
    spec: CalendarSpec,
}

/// A shop in `zone` that works `from` to `to` on the given days.
fn shop(zone: Tz, weekdays: &[Weekday], from: &str, to: &str) -> Shop {
    let shop = Shop { zone, spec: CalendarSpec::default() };
    weekdays.iter().fold(shop, |shop, &weekday| shop.shift(weekday, from, to))
}

impl Shop {
    fn shift(mut self, weekday: Weekday, from: &str, to: &str) -> Shop {
        self.spec.shifts.push(Shift { weekday, from: time(from), to: time(to) });
        self
    }

    fn holidays(mut self, country: Country) -> Shop {
        self.spec.holidays = Some(country);
        self
    }

    fn except(mut self, kind: ExceptionKind, first: &str, last: &str, hours: Option<(&str, &str)>) -> Shop {
        let hours = hours.map(|(from, to)| (time(from), time(to)));
        self.spec.exceptions.push(Exception { first: date(first), last: date(last), hours, kind });
        self
    }

    fn closed(self, first: &str, last: &str) -> Shop {
        self.except(ExceptionKind::Closed, first, last, None)
    }

    fn open(self, first: &str, last: &str) -> Shop {
        self.except(ExceptionKind::Open, first, last, None)
    }

    fn compile(&self, first: &str, last: &str) -> Result<Calendar, CalendarError> {
        Calendar::compile(&self.spec, self.zone, date(first), date(last))
    }

    fn at(&self, text: &str) -> Instant {
        Instant::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap(), self.zone)
    }

    /// The open intervals of the dates as a planner would write them.
    fn timetable(&self, first: &str, last: &str) -> String {
        let calendar = self.compile(first, last).unwrap();
        let start = Instant::start_of(date(first), self.zone);
        let line = |(from, to): (Instant, Instant)| {
            let (from, to) = (from.local(self.zone), to.local(self.zone));
            format!("{}-{}", from.format("%a %d %b %H:%M"), to.format("%H:%M"))
        };
        calendar.intervals_between(start, calendar.horizon()).map(line).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn spring_festival_closes_the_shop_and_two_saturdays_make_up_for_it() {
    let shop = shop(Shanghai, &WORKDAYS, "08:00", "17:00").holidays(Country::China);
    insta::assert_snapshot!(shop.timetable("2026-02-12", "2026-03-02"), @r"
    Thu 12 Feb 08:00-17:00
    Fri 13 Feb 08:00-17:00
    Sat 14 Feb 08:00-17:00
    Tue 24 Feb 08:00-17:00
    Wed 25 Feb 08:00-17:00
    Thu 26 Feb 08:00-17:00
    Fri 27 Feb 08:00-17:00
    Sat 28 Feb 08:00-17:00
    Mon 02 Mar 08:00-17:00
    ");
}

#[test]
fn a_make_up_sunday_runs_mondays_shifts() {
    let shop = shop(Shanghai, &WORKDAYS[1..], "08:00", "17:00")
        .shift(Weekday::Mon, "10:00", "15:00")
        .holidays(Country::China);
    assert_eq!(shop.timetable("2026-09-19", "2026-09-20"), "Sun 20 Sep 10:00-15:00");
}

#[test]
fn a_make_up_day_of_a_shop_without_mondays_runs_its_first_working_day() {
    let shop = shop(Shanghai, &[Weekday::Tue], "09:00", "12:00").holidays(Country::China);
    assert_eq!(shop.timetable("2026-09-20", "2026-09-21"), "Sun 20 Sep 09:00-12:00");
}

#[test]
fn a_night_shift_that_starts_before_a_holiday_is_worked_to_its_end() {
    let shop = shop(Berlin, &WORKDAYS, "22:00", "06:00").holidays(Country::Germany);
    insta::assert_snapshot!(shop.timetable("2026-04-30", "2026-05-05"), @r"
    Thu 30 Apr 00:00-06:00
    Thu 30 Apr 22:00-06:00
    Mon 04 May 22:00-06:00
    Tue 05 May 22:00-00:00
    ");
}

#[test]
fn german_easter_closes_friday_and_monday() {
    let shop = shop(Berlin, &WORKDAYS, "07:00", "15:00").holidays(Country::Germany);
    insta::assert_snapshot!(shop.timetable("2026-04-02", "2026-04-07"), @r"
    Thu 02 Apr 07:00-15:00
    Tue 07 Apr 07:00-15:00
    ");
}

#[test]
fn an_exception_beats_the_holiday_and_the_make_up_day() {
    let shop = shop(Shanghai, &WORKDAYS, "08:00", "17:00")
        .holidays(Country::China)
        .open("2026-10-07", "2026-10-07")
        .closed("2026-10-10", "2026-10-10");
    insta::assert_snapshot!(shop.timetable("2026-10-05", "2026-10-11"), @r"
    Wed 07 Oct 08:00-17:00
    Thu 08 Oct 08:00-17:00
    Fri 09 Oct 08:00-17:00
    ");
}

#[test]
fn overtime_on_a_saturday_with_and_without_hours() {
    let week = || shop(Berlin, &WORKDAYS, "07:00", "15:00");
    let full = week().open("2026-06-13", "2026-06-13");
    assert_eq!(full.timetable("2026-06-13", "2026-06-14"), "Sat 13 Jun 07:00-15:00");
    let half = week().except(ExceptionKind::Open, "2026-06-13", "2026-06-13", Some(("08:00", "12:00")));
    assert_eq!(half.timetable("2026-06-13", "2026-06-14"), "Sat 13 Jun 08:00-12:00");
}

#[test]
fn one_day_of_overtime_holds_inside_a_shutdown_in_any_order() {
    let week = || shop(Berlin, &WORKDAYS, "07:00", "15:00");
    let after = week().closed("2026-08-03", "2026-08-14").open("2026-08-08", "2026-08-08");
    let before = week().open("2026-08-08", "2026-08-08").closed("2026-08-03", "2026-08-14");
    assert_eq!(after.timetable("2026-08-03", "2026-08-14"), "Sat 08 Aug 07:00-15:00");
    assert_eq!(before.timetable("2026-08-03", "2026-08-14"), "Sat 08 Aug 07:00-15:00");
}

#[test]
fn closed_hours_cut_a_hole_into_the_shift_and_overtime_that_touches_it_joins() {
    let shop = shop(Berlin, &[Weekday::Mon], "07:00", "15:00")
        .except(ExceptionKind::Closed, "2026-06-15", "2026-06-15", Some(("10:00", "11:00")))
        .except(ExceptionKind::Open, "2026-06-15", "2026-06-15", Some(("15:00", "18:00")));
    insta::assert_snapshot!(shop.timetable("2026-06-15", "2026-06-15"), @r"
    Mon 15 Jun 07:00-10:00
    Mon 15 Jun 11:00-18:00
    ");
}

#[test]
fn a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn() {
    let shop = shop(Berlin, &[Weekday::Sat], "22:00", "06:00");
    for (first, last, expected) in
        [("2026-03-28", "2026-03-29", 7), ("2026-06-13", "2026-06-14", 8), ("2026-10-24", "2026-10-25", 9)]
    {
        let calendar = shop.compile(first, last).unwrap();
        assert_eq!(calendar.worked_at(calendar.horizon()), hours(expected), "{first}");
        let start = shop.at(&format!("{first} 22:00"));
        let end = shop.at(&format!("{last} 06:00"));
        assert_eq!(calendar.finish(start, hours(expected)), Ok(end));
        assert_eq!(calendar.back(end, hours(expected)), start);
        assert_eq!(calendar.open_until(start), Some(end));
    }
}

#[test]
fn round_the_clock_weeks_are_one_interval_and_each_day_is_open() {
    let all = [&WORKDAYS[..], &[Weekday::Sat, Weekday::Sun]].concat();
    let shop = shop(Berlin, &all, "00:00", "00:00");
    let calendar = shop.compile("2026-03-01", "2026-03-31").unwrap();
    assert_eq!(calendar.longest_interval(), hours(31 * 24 - 1));
    let later = calendar.days_after(shop.at("2026-03-27 09:30"), 3);
    assert_eq!(later, Some(shop.at("2026-03-30 09:30")));
}

#[test]
fn a_week_without_shifts_never_opens() {
    let shop = Shop { zone: Berlin, spec: CalendarSpec::default() };
    let error = shop.compile("2026-01-01", "2026-12-31").unwrap_err();
    assert_eq!(error, CalendarError::NeverOpens { first: date("2026-01-01"), last: date("2026-12-31") });
    insta::assert_snapshot!(error, @"the calendar has no working time from 2026-01-01 to 2026-12-31; give it a shift or an open exception");
}

#[test]
fn dates_that_make_no_sense_are_refused_with_the_dates() {
    let week = || shop(Berlin, &WORKDAYS, "07:00", "15:00");
    let reversed = week().compile("2026-02-01", "2026-01-01").unwrap_err();
    assert!(matches!(reversed, CalendarError::SpanReversed { .. }));
    let wrong_century = week().compile("2026-02-01", "3026-01-01").unwrap_err();
    assert!(matches!(wrong_century, CalendarError::SpanOutOfRange { .. }));
    let exception = week().closed("2026-05-02", "2026-05-01").compile("2026-01-01", "2026-12-31");
    assert!(matches!(exception, Err(CalendarError::ExceptionReversed { .. })));
    let empty = Shop { zone: Berlin, spec: CalendarSpec::default() }.open("2026-05-02", "2026-05-02");
    let no_hours = empty.compile("2026-01-01", "2026-12-31");
    assert!(matches!(no_hours, Err(CalendarError::NoShiftsToRepeat { .. })));
}

#[test]
fn beyond_the_last_published_year_china_warns_and_germany_does_not() {
    let china = shop(Shanghai, &WORKDAYS, "08:00", "17:00").holidays(Country::China);
    assert_eq!(china.compile("2025-01-01", "2026-12-31").unwrap().warnings(), []);
    assert_eq!(
        china.compile("2024-12-31", "2027-01-01").unwrap().warnings(),
        [
            CalendarWarning::HolidaysUnknownBefore { country: Country::China, year: 2025 },
            CalendarWarning::HolidaysUnknownAfter { country: Country::China, year: 2026 },
        ]
    );
    let germany = shop(Berlin, &WORKDAYS, "08:00", "17:00").holidays(Country::Germany);
    assert_eq!(germany.compile("2020-01-01", "2040-12-31").unwrap().warnings(), []);
}

#[test]
fn a_machine_that_is_down_loses_that_time_and_nothing_else() {
    let shop = shop(Berlin, &WORKDAYS, "07:00", "15:00");
    let calendar = shop.compile("2026-06-15", "2026-06-19").unwrap();
    let repair = (shop.at("2026-06-16 13:00"), shop.at("2026-06-17 09:00"));
    let nested = (shop.at("2026-06-16 14:00"), shop.at("2026-06-16 15:00"));
    let whole_day = (shop.at("2026-06-18 00:00"), shop.at("2026-06-19 00:00"));
    let down = calendar.without(&[whole_day, nested, repair]);
    assert_eq!(down.worked_at(down.horizon()), hours(40 - 2 - 2 - 8));
    assert_eq!(down.finish(shop.at("2026-06-16 12:00"), hours(2)), Ok(shop.at("2026-06-17 10:00")));
    assert_eq!(down.days_after(shop.at("2026-06-17 08:00"), 1), Some(shop.at("2026-06-19 08:00")));
    assert_eq!(down.fit(shop.at("2026-06-16 08:00"), hours(6)), Some(shop.at("2026-06-17 09:00")));
    assert_eq!(calendar.without(&[]).worked_at(calendar.horizon()), hours(40));
    let scrapped = calendar.without(&[(shop.at("2026-01-01 00:00"), Instant::NEVER)]);
    assert_eq!(scrapped.next_open(shop.at("2026-06-16 12:00")), None);
    assert_eq!(scrapped.finish(repair.0, hours(1)), Err(Infeasible::HorizonExhausted { left: hours(1) }));
    assert_eq!(scrapped.end_at(hours(1)), None);
}

#[test]
fn work_that_outlasts_the_horizon_says_how_much_is_left() {
    let shop = shop(Berlin, &WORKDAYS, "07:00", "15:00");
    let calendar = shop.compile("2026-06-15", "2026-06-19").unwrap();
    let error = calendar.finish(shop.at("2026-06-19 10:00"), hours(8)).unwrap_err();
    assert_eq!(error, Infeasible::HorizonExhausted { left: hours(3) });
    insta::assert_snapshot!(error, @"the calendar ends with 3:00 hours of work left; compile it further ahead or open more hours");
}

#[test]
fn work_that_must_not_be_interrupted_waits_for_a_shift_that_holds_it() {
    let shop = shop(Berlin, &WORKDAYS, "07:00", "15:00");
    let calendar = shop.compile("2026-06-15", "2026-06-26").unwrap();
    assert_eq!(calendar.fit(shop.at("2026-06-19 10:00"), hours(5)), Some(shop.at("2026-06-19 10:00")));
    assert_eq!(calendar.fit(shop.at("2026-06-19 10:01"), hours(5)), Some(shop.at("2026-06-22 07:00")));
    assert_eq!(calendar.fit(shop.at("2026-06-19 10:00"), hours(9)), None);
}

#[test]
fn counting_back_past_the_calendar_goes_on_by_the_clock() {
    let shop = shop(Berlin, &WORKDAYS, "07:00", "15:00");
    let calendar = shop.compile("2026-06-15", "2026-06-26").unwrap();
    let start = shop.at("2026-06-15 00:00");
    assert_eq!(calendar.back(shop.at("2026-06-15 09:00"), hours(5)), start + -3 * 3600);
    assert_eq!(calendar.back(start + -3600, hours(5)), start + -6 * 3600);
    assert_eq!(calendar.back(shop.at("2026-06-15 09:00"), hours(0)), shop.at("2026-06-15 09:00"));
}

#[test]
fn a_supplier_s_days_skip_weekends_holidays_and_keep_the_wall_time() {
    let shop = shop(Shanghai, &WORKDAYS, "08:00", "17:00").holidays(Country::China);
    let calendar = shop.compile("2026-09-01", "2026-10-31").unwrap();
    let ordered = shop.at("2026-09-30 16:20");
    assert_eq!(calendar.days_after(ordered, 0), Some(ordered));
    assert_eq!(calendar.days_after(ordered, 1), Some(shop.at("2026-10-08 16:20")));
    assert_eq!(calendar.days_after(ordered, 3), Some(shop.at("2026-10-10 16:20")));
    assert_eq!(calendar.days_after(ordered, 4), Some(shop.at("2026-10-12 16:20")));
    assert_eq!(calendar.days_after(ordered, 90), None);
}

#[test]
fn always_is_clock_time() {
    let (first, last) = (Instant(1_000_003), Instant(1_000_003 + 6 * 365 * 86_400));
    let calendar = Calendar::always(first, last);
    assert_eq!(calendar.worked_at(first + 12_345), WorkSeconds(12_345));
    assert_eq!(calendar.finish(first + 5, hours(1)), Ok(first + 3605));
    assert_eq!(calendar.end_at(calendar.worked_at(last)), Some(last));
    assert_eq!(calendar.days_after(first, 10), Some(first + 10 * 86_400));
    assert!(!calendar.is_open(last) && calendar.is_open(last + -1));
    let forever = Calendar::always(Instant(0), Instant::NEVER);
    assert!(forever.horizon() > Instant(130 * 365 * 86_400));
    assert_eq!(Calendar::always(last, first).next_open(first), None);
}
