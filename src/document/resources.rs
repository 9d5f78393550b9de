//! Work centres and when they work.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Origin;

/// A row of the work centres sheet. Key: `work_centre`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCentre {
    /// Where the row stood.
    pub origin: Origin,
    /// The work centre's code.
    pub work_centre: String,
    /// What it is.
    pub name: Option<String>,
    /// When it works.
    pub calendar: String,
    /// Interchangeable machines behind one queue; one unless said.
    pub machines: Option<u32>,
    /// How late reports usually come, in hours.
    pub reporting_delay_hours: Option<Decimal>,
    /// When it last reported anything.
    pub last_report: Option<NaiveDateTime>,
    /// From here to the next work centre, in minutes.
    pub move_minutes: Option<Decimal>,
}

/// Public holidays that a calendar keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Holidays {
    /// The People's Republic of China, with its make-up working days.
    Cn,
    /// Germany, the days kept in every state.
    De,
    /// None at all.
    None,
}

/// A set of weekdays.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Weekday>", into = "Vec<Weekday>")]
pub struct Weekdays(u8);

impl Weekdays {
    /// The set with `day` in it as well.
    #[must_use]
    pub const fn with(self, day: Weekday) -> Self {
        Self(self.0 | (1 << day.num_days_from_monday()))
    }

    /// Whether `day` is in the set.
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Whether no day is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The days, from Monday on.
    pub fn days(self) -> impl Iterator<Item = Weekday> {
        (0..7_u8).filter_map(|day| Weekday::try_from(day).ok()).filter(move |day| self.contains(*day))
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().fold(Self::default(), Self::with)
    }
}

impl From<Vec<Weekday>> for Weekdays {
    fn from(days: Vec<Weekday>) -> Self {
        days.into_iter().collect()
    }
}

impl From<Weekdays> for Vec<Weekday> {
    fn from(days: Weekdays) -> Self {
        days.days().collect()
    }
}

impl fmt::Debug for Weekdays {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.days()).finish()
    }
}

/// A row of the calendars sheet: one shift on some weekdays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Where the row stood.
    pub origin: Origin,
    /// The calendar it belongs to.
    pub calendar: String,
    /// On which weekdays it starts.
    pub weekdays: Weekdays,
    /// When it starts.
    pub from: NaiveTime,
    /// When it ends: on the next day if at or before `from`.
    pub to: NaiveTime,
    /// Public holidays the calendar keeps; the plant's unless said.
    pub holidays: Option<Holidays>,
}

/// How a day differs from the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExceptionKind {
    /// No work.
    Closed,
    /// Work besides.
    Overtime,
    /// A working day in exchange for a holiday.
    MakeUp,
    /// No work: a holiday.
    Holiday,
    /// Machines are down.
    Downtime,
}

/// A row of the calendar exceptions sheet. At least one of `calendar` and `work_centre` is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarException {
    /// Where the row stood.
    pub origin: Origin,
    /// The calendar it changes.
    pub calendar: Option<String>,
    /// The work centre it changes.
    pub work_centre: Option<String>,
    /// First day.
    pub date_from: NaiveDate,
    /// Last day; the first if empty.
    pub date_to: Option<NaiveDate>,
    /// Hours from; see the contract for what no hours mean.
    pub from: Option<NaiveTime>,
    /// Hours to: on the next day if at or before `from`.
    pub to: Option<NaiveTime>,
    /// How the days differ.
    pub kind: ExceptionKind,
    /// How many machines are down; all if empty.
    pub machines: Option<u32>,
    /// Why.
    pub note: Option<String>,
}
