//! Checks of single values, each refusing with field, value and remedy.

use crate::document::Weekdays;
use crate::domain::quantity;
use crate::domain::refusal::{Refusal, master, stock};
use crate::domain::value::{Amount, Day};
use crate::store::Failure;
use chrono::{NaiveTime, Timelike};
use chrono_tz::Tz;

/// Longest code.
const CODE: usize = 100;
/// Longest time in days, and in minutes.
const DAYS: i32 = 3_650;
const MINUTES: u32 = 10_000_000;

/// Checks the values of a body, whose fields have `at` before their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Check {
    at: String,
}

type Checked = Result<(), Failure>;

impl Check {
    /// The fields of the `index`th element of `list`.
    pub(super) fn of(list: &str, index: usize) -> Self {
        Self { at: format!("{list}[{index}].") }
    }

    /// The whole name of a field.
    pub(super) fn field(&self, name: &str) -> String {
        format!("{}{name}", self.at)
    }

    /// A code as it may stand in a cell and a path.
    pub(super) fn code(&self, name: &str, code: &str) -> Checked {
        let plain = crate::import::plain(code) == code;
        let length = code.chars().count();
        if plain && (1..=CODE).contains(&length) && !code.contains('/') {
            return Ok(());
        }
        Err(Refusal::at(master::BAD_CODE, self.field(name), code).into())
    }

    pub(super) fn positive(&self, name: &str, value: Option<Amount>) -> Checked {
        match value {
            Some(value) if !value.is_some() => {
                Err(Refusal::at(stock::NOT_POSITIVE, self.field(name), value).into())
            }
            _ => Ok(()),
        }
    }

    /// A quantity above zero that somebody can mean.
    pub(super) fn quantity(&self, name: &str, value: Option<Amount>) -> Checked {
        self.positive(name, value)?;
        self.quantity_or_none(name, value)
    }

    /// A quantity of zero or more that somebody can mean.
    pub(super) fn quantity_or_none(&self, name: &str, value: Option<Amount>) -> Checked {
        self.range(name, value, Amount::ZERO, Amount::whole(quantity::MOST))
    }

    pub(super) fn range(&self, name: &str, value: Option<Amount>, min: Amount, max: Amount) -> Checked {
        match value {
            Some(value) if !(min..=max).contains(&value) => {
                let refusal = Refusal::at(master::OUT_OF_RANGE, self.field(name), value);
                Err(refusal.with("min", min).with("max", max).into())
            }
            _ => Ok(()),
        }
    }

    /// Minutes or hours.
    pub(super) fn time(&self, name: &str, value: Option<Amount>) -> Checked {
        self.range(name, value, Amount::ZERO, Amount::whole(MINUTES))
    }

    /// A factor above zero and at most a thousand.
    pub(super) fn factor(&self, name: &str, value: Option<Amount>) -> Checked {
        self.positive(name, value)?;
        self.range(name, value, Amount::ZERO, Amount::whole(1_000))
    }

    pub(super) fn days(&self, name: &str, value: Option<i32>) -> Checked {
        self.count(name, value, 0, DAYS)
    }

    pub(super) fn count(&self, name: &str, value: Option<i32>, min: i32, max: i32) -> Checked {
        match value {
            Some(value) if !(min..=max).contains(&value) => {
                let refusal = Refusal::at(master::OUT_OF_RANGE, self.field(name), value);
                Err(refusal.with("min", min).with("max", max).into())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn zone(&self, name: &str, zone: Option<&str>) -> Checked {
        match zone {
            Some(zone) if zone.parse::<Tz>().is_err() => {
                Err(Refusal::at(master::UNKNOWN_ZONE, self.field(name), zone).into())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn weekdays(&self, name: &str, days: Option<Weekdays>) -> Checked {
        match days {
            Some(days) if days.is_empty() => {
                Err(Refusal::at(master::NO_WEEKDAYS, self.field(name), "[]").into())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn seconds(&self, name: &str, time: Option<NaiveTime>) -> Checked {
        match time {
            Some(time) if time.nanosecond() != 0 => {
                Err(Refusal::at(master::NOT_WHOLE_SECONDS, self.field(name), time).into())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn in_order(&self, name: &str, start: Option<Day>, end: Option<Day>) -> Checked {
        match (start, end) {
            (Some(start), Some(end)) if end < start => {
                Err(Refusal::at(master::ENDS_BEFORE_START, self.field(name), end).with("start", start).into())
            }
            _ => Ok(()),
        }
    }
}
