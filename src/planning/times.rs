//! Which instant a date of the plant is.
//!
//! A promise holds to the end of its day; goods come in by noon; a hold ends when work begins; an order is
//! entered at eight. All on the plant's wall clock.

use super::Desk;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use holdfast_engine::time::Instant;

/// When an order is entered, if only the day is known; and when work begins where no calendar says so.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).unwrap();
/// When the goods of a day are received.
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).unwrap();

/// When the goods of that day have been received in a plant of this zone.
pub(super) fn received(date: NaiveDate, zone: Tz) -> Instant {
    Instant::from_local(date.and_time(NOON), zone)
}

impl Desk<'_> {
    /// A time on the plant's wall clock.
    pub(super) fn at(&self, local: NaiveDateTime) -> Instant {
        Instant::from_local(local, self.shop.zone)
    }

    /// The last second of a day: what "by that day" means.
    pub(super) fn by(&self, date: NaiveDate) -> Instant {
        Instant::end_of(date, self.shop.zone)
    }

    /// When an order of that day was entered.
    pub(super) fn entered(&self, date: NaiveDate) -> Instant {
        self.at(date.and_time(MORNING))
    }

    /// When the goods of that day have been received.
    pub(super) fn received(&self, date: NaiveDate) -> Instant {
        received(date, self.shop.zone)
    }

    /// When the plant begins to work on that day.
    pub(super) fn work_begins(&self, date: NaiveDate) -> Instant {
        let calendar =
            self.shop.settings.plant_calendar.as_ref().and_then(|code| self.shop.calendars.get(code));
        let shifts = calendar.map_or(&[][..], |spec| &spec.shifts);
        let on_day =
            shifts.iter().filter(|shift| shift.weekday == date.weekday()).map(|shift| shift.from).min();
        let begins = on_day.or_else(|| shifts.iter().map(|shift| shift.from).min()).unwrap_or(MORNING);
        self.at(date.and_time(begins))
    }
}
