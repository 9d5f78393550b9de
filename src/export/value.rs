//! What a cell says, before it is known in which kind of file.

use crate::document::{Alternate, Weekdays};
use crate::import::{Word, named};
use crate::text::Lang;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use rust_decimal::Decimal;

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text, never a number or a formula whatever it looks like.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(NaiveDate),
    /// A time on the plant's wall clock.
    Instant(NaiveDateTime),
    /// A time of day.
    Time(NaiveTime),
}

impl Value {
    /// Text, if there is some.
    pub fn text(text: Option<&String>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.clone()))
    }

    /// A required text.
    pub fn code(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A number, if there is one.
    pub fn number(number: Option<Decimal>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }

    /// A whole number, if there is one.
    pub fn count(count: Option<u32>) -> Self {
        count.map_or(Self::Empty, |count| Self::Number(count.into()))
    }

    /// Per cent of a whole: up to one with its sign, because a bare number up to one is read as a fraction.
    pub fn of_the_whole(percent: Option<Decimal>) -> Self {
        match percent {
            Some(percent) if percent <= Decimal::ONE => Self::Text(format!("{}%", percent.normalize())),
            other => Self::number(other),
        }
    }

    /// A day, if there is one.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// A time on the plant's wall clock, if there is one.
    pub fn instant(instant: Option<NaiveDateTime>) -> Self {
        instant.map_or(Self::Empty, Self::Instant)
    }

    /// A time of day, if there is one.
    pub fn time(time: Option<NaiveTime>) -> Self {
        time.map_or(Self::Empty, Self::Time)
    }

    /// Yes or no, if it is known.
    pub fn yes_no(value: Option<bool>, lang: Lang) -> Self {
        let word = match (value, lang) {
            (None, _) => return Self::Empty,
            (Some(true), Lang::En) => "yes",
            (Some(false), Lang::En) => "no",
            (Some(true), Lang::Zh) => "是",
            (Some(false), Lang::Zh) => "否",
        };
        Self::code(word)
    }

    /// One of the words of a column, if there is one.
    pub fn word<W: Word + PartialEq>(word: Option<W>, lang: Lang) -> Self {
        word.map_or(Self::Empty, |word| Self::code(named(word, lang)))
    }

    /// Weekdays, if there are any.
    pub fn weekdays(days: Option<Weekdays>, lang: Lang) -> Self {
        let Some(days) = days else { return Self::Empty };
        let names: Vec<&str> = days.days().map(|day| weekday(day, lang)).collect();
        Self::Text(names.join(","))
    }

    /// Work centres with their factors.
    pub fn alternates(alternates: &[Alternate]) -> Self {
        if alternates.is_empty() {
            return Self::Empty;
        }
        let one = |other: &Alternate| {
            let plain = other.factor == Decimal::ONE && !other.work_centre.contains(['*', '×']);
            if plain {
                other.work_centre.clone()
            } else {
                format!("{}*{}", other.work_centre, other.factor.normalize())
            }
        };
        Self::Text(alternates.iter().map(one).collect::<Vec<_>>().join(", "))
    }
}

const fn weekday(day: Weekday, lang: Lang) -> &'static str {
    match (lang, day) {
        (Lang::En, Weekday::Mon) => "Mon",
        (Lang::En, Weekday::Tue) => "Tue",
        (Lang::En, Weekday::Wed) => "Wed",
        (Lang::En, Weekday::Thu) => "Thu",
        (Lang::En, Weekday::Fri) => "Fri",
        (Lang::En, Weekday::Sat) => "Sat",
        (Lang::En, Weekday::Sun) => "Sun",
        (Lang::Zh, Weekday::Mon) => "周一",
        (Lang::Zh, Weekday::Tue) => "周二",
        (Lang::Zh, Weekday::Wed) => "周三",
        (Lang::Zh, Weekday::Thu) => "周四",
        (Lang::Zh, Weekday::Fri) => "周五",
        (Lang::Zh, Weekday::Sat) => "周六",
        (Lang::Zh, Weekday::Sun) => "周日",
    }
}
