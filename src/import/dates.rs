//! Dates, instants, times of day and weekdays, in the styles that `docs/workbook.md` lists.
//!
//! A date that may mean two days is refused: a promise must not depend on where the file was written.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::fault::Problem;
use crate::document::Weekdays;

/// Days from the first day of the 1900 system to that of the 1904 system.
const SYSTEM_1904: f64 = 1462.0;
const SECONDS_A_DAY: f64 = 86_400.0;

/// The instant of a spreadsheet's serial number.
pub(super) fn from_serial(serial: f64, system_1904: bool) -> Result<NaiveDateTime, Problem> {
    let days = if system_1904 { serial + SYSTEM_1904 } else { serial };
    if !days.is_finite() {
        return Err(Problem::NotADate);
    }
    if !(0.0..3_000_000.0).contains(&days) {
        return Err(Problem::DateOutOfRange);
    }
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).ok_or(Problem::NotADate)?;
    let instant = NaiveDateTime::from(epoch)
        .checked_add_signed(TimeDelta::seconds((days * SECONDS_A_DAY).round() as i64))
        .ok_or(Problem::DateOutOfRange)?;
    in_range(instant)
}

/// The instant of a bare number in a date column: a serial number, or `20260305`.
pub(super) fn from_number(number: f64, system_1904: bool) -> Result<NaiveDateTime, Problem> {
    if number.fract() == 0.0 && (10_000_101.0..=99_991_231.0).contains(&number) {
        return compact(&format!("{number:.0}"));
    }
    if !(20_000.0..200_000.0).contains(&number) {
        return Err(Problem::NotADate);
    }
    from_serial(number, system_1904)
}

/// The instant of a text; midnight if it has no time.
pub(super) fn from_text(text: &str) -> Result<NaiveDateTime, Problem> {
    let (date, time) = split_time(text);
    let time = match time {
        "" => NaiveTime::MIN,
        written => time_of_day(written).map_err(|_| Problem::NotADate)?,
    };
    let parts: Vec<&str> = date
        .split(['-', '/', '.', '年', '月', '日', '号'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.iter().any(|part| !part.bytes().all(|b| b.is_ascii_digit())) {
        return Err(Problem::NotADate);
    }
    match parts.as_slice() {
        [digits] if digits.len() == 8 => compact(digits).map(|day| day.date().and_time(time)),
        [number] if digits_or_fraction(number) => from_number(number.parse().unwrap_or(0.0), false),
        [whole, _] if date.contains('.') && digits_or_fraction(whole) && whole.len() == 5 => {
            from_number(date.parse().map_err(|_| Problem::NotADate)?, false)
        }
        [year, month, day] if year.len() == 4 => build(year, month, day, time),
        [day, month, year] if year.len() == 4 && date.contains('.') => build(year, month, day, time),
        [first, second, year] if year.len() == 4 => either_way(first, second, year, time),
        _ => Err(Problem::NotADate),
    }
}

fn digits_or_fraction(text: &str) -> bool {
    !text.is_empty() && text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `2026-03-05 14:30`, `2026-03-05T14:30`, `2026年3月5日14:30` as date and time.
fn split_time(text: &str) -> (&str, &str) {
    let text = text.trim();
    let Some(colon) = text.find(':') else { return (text.trim_end_matches('T'), "") };
    let hour = text[..colon].trim_end();
    let start = hour
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + hour[at..].chars().next().map_or(1, char::len_utf8));
    (text[..start].trim().trim_end_matches(['T', 't']), text[start..].trim())
}

/// Two numbers and a year: the one above 12 is the day; two equal ones need no telling.
fn either_way(first: &str, second: &str, year: &str, time: NaiveTime) -> Result<NaiveDateTime, Problem> {
    let value = |text: &str| text.parse::<u32>().map_err(|_| Problem::NotADate);
    match (value(first)?, value(second)?) {
        (day, month) if day > 12 && month <= 12 => build(year, second, first, time),
        (month, day) if month <= 12 && (day > 12 || day == month) => build(year, first, second, time),
        (a, b) if a <= 12 && b <= 12 => Err(Problem::AmbiguousDate),
        _ => Err(Problem::NotADate),
    }
}

fn compact(digits: &str) -> Result<NaiveDateTime, Problem> {
    if digits.len() != 8 || !digits.is_ascii() {
        return Err(Problem::NotADate);
    }
    build(&digits[..4], &digits[4..6], &digits[6..], NaiveTime::MIN)
}

fn build(year: &str, month: &str, day: &str, time: NaiveTime) -> Result<NaiveDateTime, Problem> {
    let value = |text: &str| text.parse::<u32>().map_err(|_| Problem::NotADate);
    let year = i32::try_from(value(year)?).map_err(|_| Problem::NotADate)?;
    let date = NaiveDate::from_ymd_opt(year, value(month)?, value(day)?).ok_or(Problem::NotADate)?;
    in_range(date.and_time(time))
}

fn in_range(instant: NaiveDateTime) -> Result<NaiveDateTime, Problem> {
    use chrono::Datelike;
    if (2000..=2100).contains(&instant.year()) { Ok(instant) } else { Err(Problem::DateOutOfRange) }
}

/// A time of day: `06:00`, `6:00:30`, `2:30 pm`, `24:00` (midnight).
pub(super) fn time_of_day(text: &str) -> Result<NaiveTime, Problem> {
    let lower = text.trim().to_lowercase();
    let (clock, afternoon) = match (lower.strip_suffix("pm"), lower.strip_suffix("am")) {
        (Some(clock), _) => (clock.trim_end(), Some(true)),
        (_, Some(clock)) => (clock.trim_end(), Some(false)),
        _ => (lower.as_str(), None),
    };
    let mut numbers = Vec::new();
    for part in clock.split(':') {
        let whole = part.split_once('.').map_or(part, |(whole, _)| whole);
        if whole.is_empty() || whole.len() > 2 || !whole.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Problem::NotATimeOfDay);
        }
        numbers.push(whole.parse::<u32>().map_err(|_| Problem::NotATimeOfDay)?);
    }
    let (hour, minute, second) = match numbers[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return Err(Problem::NotATimeOfDay),
    };
    let hour = match (hour, afternoon) {
        (24, None) if minute == 0 && second == 0 => 0,
        (1..=11, Some(true)) => hour + 12,
        (12, Some(false)) => 0,
        (13.., Some(_)) => return Err(Problem::NotATimeOfDay),
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second).ok_or(Problem::NotATimeOfDay)
}

/// A time of day from a spreadsheet's fraction of a day; a whole day is midnight.
pub(super) fn time_from_serial(serial: f64) -> Result<NaiveTime, Problem> {
    if !serial.is_finite() || serial < 0.0 {
        return Err(Problem::NotATimeOfDay);
    }
    let seconds = (serial.fract() * SECONDS_A_DAY).round() as u32 % 86_400;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).ok_or(Problem::NotATimeOfDay)
}

/// A set of weekdays: `Mon-Fri`, `Mon,Wed,Fri`, `周一至周五`, `一,三,五`, `1-5`, `daily`.
pub(super) fn weekdays(text: &str) -> Result<Weekdays, Problem> {
    let lower = text.to_lowercase().replace(['至', '到', '~'], "-");
    if matches!(lower.as_str(), "daily" | "every day" | "all" | "每天" | "每日") {
        return Ok((0..7_u8).filter_map(|day| Weekday::try_from(day).ok()).collect());
    }
    let mut days = Weekdays::default();
    for part in lower.split([',', '、', ';', '/', '+', '&']).map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('-') {
            Some((first, last)) => {
                let (mut day, last) = (weekday(first)?, weekday(last)?);
                days = days.with(day);
                while day != last {
                    day = day.succ();
                    days = days.with(day);
                }
            }
            None => days = one_or_several(part)?.into_iter().fold(days, Weekdays::with),
        }
    }
    if days.is_empty() { Err(Problem::NotWeekdays) } else { Ok(days) }
}

/// `mon`, `mon wed fri`, `周一三五`, `12345`.
fn one_or_several(part: &str) -> Result<Vec<Weekday>, Problem> {
    if let Ok(day) = weekday(part) {
        return Ok(vec![day]);
    }
    if part.contains(' ') {
        return part.split(' ').filter(|word| !word.is_empty()).map(weekday).collect();
    }
    let bare = ["星期", "礼拜", "周"].iter().find_map(|prefix| part.strip_prefix(prefix)).unwrap_or(part);
    bare.replace(['周'], "").chars().map(|character| weekday(character.encode_utf8(&mut [0; 4]))).collect()
}

fn weekday(word: &str) -> Result<Weekday, Problem> {
    let word = word.trim();
    let bare = ["星期", "礼拜", "周"].iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
    Ok(match bare {
        "mon" | "monday" | "一" | "1" => Weekday::Mon,
        "tue" | "tues" | "tuesday" | "二" | "2" => Weekday::Tue,
        "wed" | "wednesday" | "三" | "3" => Weekday::Wed,
        "thu" | "thur" | "thurs" | "thursday" | "四" | "4" => Weekday::Thu,
        "fri" | "friday" | "五" | "5" => Weekday::Fri,
        "sat" | "saturday" | "六" | "6" => Weekday::Sat,
        "sun" | "sunday" | "日" | "天" | "7" => Weekday::Sun,
        _ => return Err(Problem::NotWeekdays),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        from_text(text).map_or_else(|problem| problem.code().to_owned(), |instant| instant.to_string())
    }

    #[test]
    fn every_style_of_the_contract_is_read() {
        for written in [
            "2026-03-05",
            "2026/3/5",
            "2026.3.5",
            "20260305",
            "2026年3月5日",
            "2026年03月05号",
            "5.3.2026",
            "05.03.2026",
            "46086",
        ] {
            assert_eq!(shown(written), "2026-03-05 00:00:00", "{written}");
        }
        for written in [
            "2026-03-05 14:30",
            "2026-03-05T14:30:00",
            "2026/3/5 14:30",
            "2026年3月5日 14:30",
            "2026年3月5日14:30",
            "5.3.2026 2:30 PM",
            "20260305 14:30",
        ] {
            assert_eq!(shown(written), "2026-03-05 14:30:00", "{written}");
        }
        assert_eq!(shown("46086.5"), "2026-03-05 12:00:00");
    }

    #[test]
    fn a_date_that_may_mean_two_days_is_refused() {
        assert_eq!(shown("03/05/2026"), "ambiguous-date");
        assert_eq!(shown("3-5-2026"), "ambiguous-date");
        assert_eq!(shown("25/03/2026"), "2026-03-25 00:00:00");
        assert_eq!(shown("03/25/2026"), "2026-03-25 00:00:00");
        assert_eq!(shown("05/05/2026"), "2026-05-05 00:00:00");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for written in
            ["", "soon", "2026-02-30", "2026-13-01", "5.3.26", "26-3-5", "31/31/2026", "2026-03-05 25:00"]
        {
            assert_eq!(shown(written), "not-a-date", "{written}");
        }
        for written in ["1999-12-31", "2101-01-01", "20991231.5x", "9999-12-31", "1.1.1900"] {
            assert!(from_text(written).is_err(), "{written}");
        }
        assert_eq!(shown("2000-01-01"), "2000-01-01 00:00:00");
        assert_eq!(shown("2100-12-31"), "2100-12-31 00:00:00");
        assert_eq!(shown("1999-12-31"), "date-out-of-range");
    }

    #[test]
    fn both_date_systems_of_spreadsheets_are_read() {
        let day = |serial, system| from_serial(serial, system).map(|instant| instant.to_string());
        assert_eq!(day(46_086.0, false).as_deref(), Ok("2026-03-05 00:00:00"));
        assert_eq!(day(44_624.0, true).as_deref(), Ok("2026-03-05 00:00:00"));
        assert_eq!(day(46_086.604_166_666_664, false).as_deref(), Ok("2026-03-05 14:30:00"));
        assert_eq!(day(f64::NAN, false), Err(Problem::NotADate));
        assert_eq!(day(1e300, false), Err(Problem::DateOutOfRange));
        assert_eq!(day(-1.0, false), Err(Problem::DateOutOfRange));
    }

    #[test]
    fn times_of_day() {
        let time = |text: &str| time_of_day(text).map(|time| time.to_string());
        assert_eq!(time("06:00").as_deref(), Ok("06:00:00"));
        assert_eq!(time("6:05:30").as_deref(), Ok("06:05:30"));
        assert_eq!(time("2:30 pm").as_deref(), Ok("14:30:00"));
        assert_eq!(time("24:00").as_deref(), Ok("00:00:00"));
        for refused in ["", "6", "25:00", "24:01", "06:60", "noon", "13:00 pm", "-1:00"] {
            assert_eq!(time(refused), Err(Problem::NotATimeOfDay), "{refused}");
        }
        assert_eq!(time_from_serial(0.25).map(|t| t.to_string()).as_deref(), Ok("06:00:00"));
        assert_eq!(time_from_serial(1.0).map(|t| t.to_string()).as_deref(), Ok("00:00:00"));
    }

    #[test]
    fn weekdays_in_both_languages() {
        let five: Weekdays = "Mon,Tue,Wed,Thu,Fri".split(',').map(|d| d.parse().unwrap()).collect();
        for written in [
            "Mon-Fri",
            "周一至周五",
            "星期一到星期五",
            "1-5",
            "一-五",
            "12345",
            "周一二三四五",
            "mon tue wed thu fri",
        ] {
            assert_eq!(weekdays(written), Ok(five), "{written}");
        }
        let three: Weekdays = [Weekday::Mon, Weekday::Wed, Weekday::Fri].into_iter().collect();
        for written in ["Mon,Wed,Fri", "一,三,五", "周一、周三、周五", "1/3/5", "周一三五"] {
            assert_eq!(weekdays(written), Ok(three), "{written}");
        }
        assert_eq!(weekdays("Sat-Mon").map(|days| days.days().count()), Ok(3));
        for refused in ["", "someday", "0", "8", "mon-", "-", ","] {
            assert_eq!(weekdays(refused), Err(Problem::NotWeekdays), "{refused}");
        }
    }
}
