//! What a shop says about its working time, before it is compiled.

use crate::holidays::Country;
use chrono::{NaiveDate, NaiveTime, Weekday};
use thiserror::Error;

/// Weekly shifts of one calendar and what differs from them.
///
/// One date can be named more than once. Whole days are settled first: an exception beats the holiday, the
/// exception of fewer days beats the longer one (overtime on one Saturday of a shutdown), and of two equally
/// long the later in the list holds. Then `Open` hours are added, and last `Closed` hours are cut out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarSpec {
    /// The normal week. Shifts that overlap or touch are one open interval.
    pub shifts: Vec<Shift>,
    /// Overtime, shutdowns and other dates that differ.
    pub exceptions: Vec<Exception>,
    /// Whose public holidays close the shop, and whose make-up days open it.
    pub holidays: Option<Country>,
}

/// Working time that recurs every week, on the wall clock of the calendar's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The day on which the shift starts.
    pub weekday: Weekday,
    /// When it starts.
    pub from: NaiveTime,
    /// When it ends: on the next day if not after `from`, so 00:00 to 00:00 is the whole day.
    pub to: NaiveTime,
}

/// Dates that differ from the normal week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The first date.
    pub first: NaiveDate,
    /// The last date, included.
    pub last: NaiveDate,
    /// From and to on each of the dates, read like those of a [`Shift`]; `None` is the whole day.
    pub hours: Option<(NaiveTime, NaiveTime)>,
    /// Whether the shop is shut or works.
    pub kind: ExceptionKind,
}

/// What happens on the dates of an [`Exception`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionKind {
    /// Without hours: shifts that start on these dates do not happen. With hours: that window is cut out.
    Closed,
    /// Without hours: Monday's shifts, or those of the first weekday that has any, instead of the date's
    /// own. With hours: that window is added.
    Open,
}

/// Why a calendar cannot be compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Nothing is open in the whole span, so no work would ever end.
    #[error("the calendar has no working time from {first} to {last}; give it a shift or an open exception")]
    NeverOpens {
        /// First date of the span.
        first: NaiveDate,
        /// Last date of the span.
        last: NaiveDate,
    },
    /// The span ends before it begins.
    #[error("the calendar's span ends on {last}, before it begins on {first}; swap the two dates")]
    SpanReversed {
        /// First date of the span.
        first: NaiveDate,
        /// Last date of the span.
        last: NaiveDate,
    },
    /// The span leaves the years that calendars are made for.
    #[error("the calendar's span {first} to {last} leaves the years 1970 to 2104; correct the wrong date")]
    SpanOutOfRange {
        /// First date of the span.
        first: NaiveDate,
        /// Last date of the span.
        last: NaiveDate,
    },
    /// An exception ends before it begins.
    #[error("an exception ends on {last}, before it begins on {first}; swap the two dates")]
    ExceptionReversed {
        /// First date of the exception.
        first: NaiveDate,
        /// Last date of the exception.
        last: NaiveDate,
    },
    /// A whole day is to be worked, but no weekday has shifts that say when.
    #[error("{first} to {last} is open without hours, but the calendar has no shifts; add from and to")]
    NoShiftsToRepeat {
        /// First date of the exception.
        first: NaiveDate,
        /// Last date of the exception.
        last: NaiveDate,
    },
}

/// What a compiled calendar does not know; dates that touch it can be too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CalendarWarning {
    /// The span goes beyond the last year whose holidays are published.
    #[error(
        "holidays in {country} are not known after {year}; later dates count as normal weeks, \
         enter closures as exceptions"
    )]
    HolidaysUnknownAfter {
        /// Whose holidays.
        country: Country,
        /// The last published year.
        year: i32,
    },
    /// The span starts before the first year whose holidays are recorded here.
    #[error("holidays in {country} are not known before {year}; earlier dates count as normal weeks")]
    HolidaysUnknownBefore {
        /// Whose holidays.
        country: Country,
        /// The first recorded year.
        year: i32,
    },
}
