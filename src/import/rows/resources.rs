//! Rows of the work centres, calendars and calendar exceptions sheets.

use crate::document::{CalendarException, Sheet, Shift, ShopDocument, WorkCentre};
use crate::import::row::Row;

use super::{FromRow, key};

/// More machines than one work centre has.
const MACHINES: u32 = 10_000;

impl FromRow for WorkCentre {
    const SHEET: Sheet = Sheet::WorkCentres;
    const KEY: &'static [&'static str] = &["work centre"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (work_centre, calendar) = (row.code("work centre"), row.code("calendar"));
        Some(Self {
            origin: row.origin(),
            name: row.text("name"),
            machines: row.count("machines", 1, MACHINES),
            reporting_delay_hours: row.hours("reporting delay hours"),
            last_report: row.instant("last report"),
            move_minutes: row.minutes("move minutes"),
            work_centre: work_centre?,
            calendar: calendar?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.work_centre]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.work_centres
    }
}

impl FromRow for Shift {
    const SHEET: Sheet = Sheet::Calendars;

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (calendar, weekdays) = (row.code("calendar"), row.weekdays("weekdays"));
        let (from, to) = (row.time("from"), row.time("to"));
        Some(Self {
            origin: row.origin(),
            holidays: row.word("holidays"),
            calendar: calendar?,
            weekdays: weekdays?,
            from: from?,
            to: to?,
        })
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.shifts
    }
}

impl FromRow for CalendarException {
    const SHEET: Sheet = Sheet::CalendarExceptions;

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (calendar, work_centre) = (row.code("calendar"), row.code("work centre"));
        if calendar.is_none() && work_centre.is_none() {
            row.needs_one_of(&["calendar", "work centre"]);
        }
        let (date_from, date_to) = (row.date("date from"), row.date("date to"));
        Some(Self {
            origin: row.origin(),
            calendar,
            work_centre,
            date_to: row.in_order(date_from.as_ref(), date_to, "date to"),
            from: row.time("from"),
            to: row.time("to"),
            machines: row.count("machines", 1, MACHINES),
            note: row.text("note"),
            kind: row.word("type")?,
            date_from: date_from?,
        })
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.calendar_exceptions
    }
}
