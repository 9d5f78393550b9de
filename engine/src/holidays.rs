//! Public holidays of the countries that shops work in, and the working days that make up for them.
//!
//! Owns data only: what a holiday does to a shop is decided in [`crate::calendar`]. China publishes its days
//! year by year and moves weekends (调休); a year that is not published is not guessed. Germany's nationwide
//! holidays follow from rules; those of single states belong into a calendar's exceptions.

use chrono::{Datelike, NaiveDate, TimeDelta};
use std::fmt;

/// A country whose public holidays are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Country {
    /// Statutory holidays with make-up working days, as the State Council publishes them each November.
    China,
    /// The nine holidays that hold in every state.
    Germany,
}

/// How a date differs from its weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpecialDay {
    /// Nobody works.
    Holiday,
    /// A weekend day worked in exchange for a holiday (调休上班).
    MakeUp,
}

/// Days off, first to last, as (month, day).
type Span = ((u32, u32), (u32, u32));

/// One published year of China.
struct ChineseYear {
    year: i32,
    holidays: &'static [Span],
    make_up: &'static [(u32, u32)],
}

/// In order and without gaps between the years.
///
/// Sources: 国务院办公厅关于2025年部分节假日安排的通知 (国办发明电〔2024〕12号, 2024-11-12);
/// 国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04).
const CHINA: &[ChineseYear] = &[
    ChineseYear {
        year: 2025,
        holidays: &[
            ((1, 1), (1, 1)),   // 元旦
            ((1, 28), (2, 4)),  // 春节
            ((4, 4), (4, 6)),   // 清明节
            ((5, 1), (5, 5)),   // 劳动节
            ((5, 31), (6, 2)),  // 端午节
            ((10, 1), (10, 8)), // 国庆节、中秋节
        ],
        make_up: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    },
    ChineseYear {
        year: 2026,
        holidays: &[
            ((1, 1), (1, 3)),   // 元旦
            ((2, 15), (2, 23)), // 春节
            ((4, 4), (4, 6)),   // 清明节
            ((5, 1), (5, 5)),   // 劳动节
            ((6, 19), (6, 21)), // 端午节
            ((9, 25), (9, 27)), // 中秋节
            ((10, 1), (10, 7)), // 国庆节
        ],
        make_up: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
];

/// The last year whose holidays are known; `None` if they follow from rules and never end.
pub fn last_published(country: Country) -> Option<i32> {
    match country {
        Country::China => CHINA.last().map(|known| known.year),
        Country::Germany => None,
    }
}

/// The first year whose holidays are known; `None` if they follow from rules.
pub fn first_published(country: Country) -> Option<i32> {
    match country {
        Country::China => CHINA.first().map(|known| known.year),
        Country::Germany => None,
    }
}

/// What `date` is in `country` beyond its weekday; `None` for an ordinary day and in unpublished years.
pub fn special_day(country: Country, date: NaiveDate) -> Option<SpecialDay> {
    match country {
        Country::China => chinese(date),
        Country::Germany => is_german_holiday(date).then_some(SpecialDay::Holiday),
    }
}

fn chinese(date: NaiveDate) -> Option<SpecialDay> {
    let known = CHINA.iter().find(|known| known.year == date.year())?;
    let day = (date.month(), date.day());
    if known.holidays.iter().any(|&(first, last)| first <= day && day <= last) {
        return Some(SpecialDay::Holiday);
    }
    known.make_up.contains(&day).then_some(SpecialDay::MakeUp)
}

/// Source: what the holiday laws (Feiertagsgesetze) of all sixteen states have in common; 3 October by the
/// Unification Treaty (Einigungsvertrag), article 2.
fn is_german_holiday(date: NaiveDate) -> bool {
    if matches!((date.month(), date.day()), (1 | 5, 1) | (10, 3) | (12, 25 | 26)) {
        return true;
    }
    // Good Friday, Easter Monday, Ascension, Whit Monday: never outside these months.
    (3..=6).contains(&date.month())
        && easter_sunday(date.year())
            .is_some_and(|easter| matches!((date - easter).num_days(), -2 | 1 | 39 | 50))
}

/// Easter Sunday of a Gregorian year; `None` outside the years that dates can hold.
///
/// Source: the anonymous Gregorian algorithm (Nature, 20 April 1876), as in J. Meeus, Astronomical
/// Algorithms, 2nd ed., chapter 8.
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late;
    NaiveDate::from_ymd_opt(year, 3, 22)?.checked_add_signed(TimeDelta::days(i64::from(days)))
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Country::China => "China",
            Country::Germany => "Germany",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    fn days(country: Country, year: i32, kind: SpecialDay) -> Vec<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let year_days = first.iter_days().take_while(|date| date.year() == year);
        year_days.filter(|&date| special_day(country, date) == Some(kind)).collect()
    }

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (year, month, day) in [
            (1961, 4, 2),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
        ] {
            assert_eq!(easter_sunday(year), NaiveDate::from_ymd_opt(year, month, day));
        }
    }

    #[test]
    fn germany_has_nine_nationwide_holidays() {
        let found: Vec<_> = days(Country::Germany, 2026, SpecialDay::Holiday)
            .iter()
            .map(|date| date.format("%m-%d").to_string())
            .collect();
        assert_eq!(found, ["01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26"]);
        assert!(days(Country::Germany, 2026, SpecialDay::MakeUp).is_empty());
    }

    #[test]
    fn chinese_make_up_days_are_weekend_days_outside_holidays() {
        for (year, off, made_up) in [(2025, 28, 5), (2026, 33, 6)] {
            assert_eq!(days(Country::China, year, SpecialDay::Holiday).len(), off);
            let worked = days(Country::China, year, SpecialDay::MakeUp);
            assert_eq!(worked.len(), made_up);
            assert!(worked.iter().all(|date| matches!(date.weekday(), Weekday::Sat | Weekday::Sun)));
        }
    }

    #[test]
    fn the_published_years_are_without_gaps() {
        assert!(CHINA.windows(2).all(|pair| pair[1].year == pair[0].year + 1));
        assert_eq!(first_published(Country::China), Some(2025));
        assert_eq!(last_published(Country::China), Some(2026));
    }
}
