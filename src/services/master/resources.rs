//! Work centres, calendars (their shifts) and exceptions from them.

use super::references::{require_calendar, require_work_centre};
use super::{Check, ListQuery, MasterPage, missing, next_version, tidy};
use crate::document::Weekdays;
use crate::domain::refusal::{Refusal, master};
use crate::services::{Ask, Tx};
use crate::store::master::resources::{self, ExceptionFields, ExceptionRow, Fields, Row, ShiftRow};
use crate::store::master::{customers, settings, suppliers};
use crate::store::{Failure, Subject};
use chrono::{NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Machines that one work centre may have.
const MACHINES: i32 = 10_000;
const WEEK: u32 = 7 * 86_400;

/// A page of work centres.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &ListQuery) -> Result<MasterPage<Row>, Failure> {
    let rows = resources::work_centres_page(ask.db, ask.plant.id, &query.page())?;
    Ok(query.cut(rows, |row| &row.code))
}

/// One work centre.
///
/// # Errors
///
/// There is none of that code.
pub fn one(ask: &mut Ask<'_>, code: &str) -> Result<Row, Failure> {
    resources::work_centre(ask.db, ask.plant.id, code)?.ok_or_else(|| missing("work centre", "code", code))
}

/// Writes a work centre, new or not, and takes it into use.
///
/// # Errors
///
/// A value that cannot be, or a version that is not the stored one.
pub fn put(tx: &mut Tx<'_>, code: &str, fields: &Fields, version: Option<i64>) -> Result<Row, Failure> {
    let mut fields = fields.clone();
    tidy(&mut fields.name);
    let check = Check::default();
    check.code("code", code)?;
    check.count("machines", fields.machines, 1, MACHINES)?;
    check.time("reporting_delay_hours", fields.reporting_delay_hours)?;
    check.time("move_minutes", fields.move_minutes)?;
    require_calendar(tx.db, tx.plant.id, "calendar", Some(&fields.calendar))?;
    let stored = resources::work_centre(tx.db, tx.plant.id, code)?;
    let version = next_version("work centre", code, version, stored.as_ref().map(|row| row.version))?;
    let last_report = stored.and_then(|row| row.last_report);
    let plant_id = tx.plant.id;
    let row = Row { plant_id, code: code.to_owned(), fields, last_report, active: true, version };
    resources::put_work_centre(tx.db, &row)?;
    tx.journal("work-centre.changed", &[Subject::WorkCentre(code.to_owned())], &row)?;
    Ok(row)
}

/// Takes a work centre out of use; routings that name it keep it.
///
/// # Errors
///
/// There is none, or another version.
pub fn retire(tx: &mut Tx<'_>, code: &str, version: Option<i64>) -> Result<Row, Failure> {
    let stored = resources::work_centre(tx.db, tx.plant.id, code)?;
    let stored = stored.ok_or_else(|| missing("work centre", "code", code))?;
    Tx::expect_version("work centre", code, version, stored.version)?;
    let row = Row { active: false, version: stored.version + 1, ..stored };
    resources::put_work_centre(tx.db, &row)?;
    tx.journal("work-centre.retired", &[Subject::WorkCentre(code.to_owned())], &row)?;
    Ok(row)
}

/// The shifts of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shifts {
    /// The shifts, in order.
    pub shifts: Vec<ShiftRow>,
}

/// A calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarView {
    /// Its name.
    pub code: String,
    /// Its shifts, in order.
    pub shifts: Vec<ShiftRow>,
}

/// All calendars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Calendars {
    /// The calendars, by name.
    pub items: Vec<CalendarView>,
}

/// All calendars of the plant.
///
/// # Errors
///
/// What the database says.
pub fn calendars(ask: &mut Ask<'_>) -> Result<Calendars, Failure> {
    let mut items: Vec<CalendarView> = Vec::new();
    for shift in resources::shifts(ask.db, ask.plant.id)? {
        match items.last_mut().filter(|calendar| calendar.code == shift.calendar) {
            Some(calendar) => calendar.shifts.push(shift),
            None => items.push(CalendarView { code: shift.calendar.clone(), shifts: vec![shift] }),
        }
    }
    Ok(Calendars { items })
}

/// One calendar.
///
/// # Errors
///
/// There is none of that name.
pub fn calendar(ask: &mut Ask<'_>, code: &str) -> Result<CalendarView, Failure> {
    let found = calendars(ask)?.items.into_iter().find(|calendar| calendar.code == code);
    found.ok_or_else(|| missing("calendar", "code", code))
}

/// Replaces the shifts of a calendar, new or not.
///
/// # Errors
///
/// No shift at all, or two at once.
pub fn put_calendar(tx: &mut Tx<'_>, code: &str, body: &Shifts) -> Result<CalendarView, Failure> {
    let check = Check::default();
    check.code("code", code)?;
    check.count("shifts", Some(i32::try_from(body.shifts.len()).unwrap_or(i32::MAX)), 1, 100)?;
    let mut rows: Vec<ShiftRow> = Vec::new();
    for (index, shift) in body.shifts.iter().enumerate() {
        let check = Check::of("shifts", index);
        check.weekdays("weekdays", Some(shift.weekdays.0))?;
        check.seconds("from_time", Some(shift.from_time))?;
        check.seconds("to_time", Some(shift.to_time))?;
        for (other, earlier) in rows.iter().enumerate() {
            if let Some(day) = overlap(shift, earlier) {
                let refusal = Refusal::at(master::SHIFTS_OVERLAP, check.field("weekdays"), day);
                return Err(refusal.with("other", other + 1).into());
            }
        }
        let (plant_id, calendar) = (tx.plant.id, code.to_owned());
        rows.push(ShiftRow { plant_id, calendar, position: index as i32 + 1, ..shift.clone() });
    }
    resources::put_shifts(tx.db, tx.plant.id, code, &rows)?;
    let view = CalendarView { code: code.to_owned(), shifts: rows };
    tx.journal("calendar.changed", &[Subject::Calendars], &view)?;
    Ok(view)
}

/// Removes a calendar that nothing uses.
///
/// # Errors
///
/// There is none, or something uses it.
pub fn remove_calendar(tx: &mut Tx<'_>, code: &str) -> Result<Calendars, Failure> {
    let mut rows = resources::shifts(tx.db, tx.plant.id)?;
    if !rows.iter().any(|shift| shift.calendar == code) {
        return Err(missing("calendar", "code", code));
    }
    if let Some(user) = user_of(tx, code)? {
        let refusal = Refusal::at(master::STILL_USED, "code", code);
        return Err(refusal.with("what", "calendar").with("user", user).into());
    }
    resources::put_shifts(tx.db, tx.plant.id, code, &[])?;
    tx.journal("calendar.removed", &[Subject::Calendars], &code)?;
    rows.retain(|shift| shift.calendar == code);
    Ok(Calendars { items: vec![CalendarView { code: code.to_owned(), shifts: rows }] })
}

/// What uses a calendar.
fn user_of(tx: &mut Tx<'_>, code: &str) -> Result<Option<String>, Failure> {
    let centres = resources::work_centres(tx.db, tx.plant.id)?;
    if let Some(row) = centres.into_iter().find(|row| row.fields.calendar == code) {
        return Ok(Some(row.code));
    }
    let suppliers = suppliers::all(tx.db)?;
    if let Some(row) = suppliers.into_iter().find(|row| row.fields.calendar.as_deref() == Some(code)) {
        return Ok(Some(row.code));
    }
    let customers = customers::all(tx.db)?;
    if let Some(row) = customers.into_iter().find(|row| row.fields.carrier_calendar.as_deref() == Some(code))
    {
        return Ok(Some(row.code));
    }
    let settings = settings::document(&tx.plant)?;
    Ok((settings.ship_calendar.as_deref() == Some(code)).then(|| "ship_calendar".to_owned()))
}

/// The first weekday on which both shifts run at once.
fn overlap(one: &ShiftRow, other: &ShiftRow) -> Option<Weekday> {
    for (day, from, to) in spans(one.weekdays.0, one.from_time, one.to_time) {
        for (_, start, end) in spans(other.weekdays.0, other.from_time, other.to_time) {
            // The week is a circle: the night from Sunday to Monday lies on both ends.
            let apart = |shift: u32| from + shift >= end || start >= to + shift;
            let also = |shift: u32| from >= end + shift || start + shift >= to;
            if !(apart(0) && apart(WEEK) && also(WEEK)) {
                return Some(day);
            }
        }
    }
    None
}

/// When a shift runs, in seconds of the week.
fn spans(days: Weekdays, from: NaiveTime, to: NaiveTime) -> impl Iterator<Item = (Weekday, u32, u32)> {
    let (from, to) = (from.num_seconds_from_midnight(), to.num_seconds_from_midnight());
    let length = if to > from { to - from } else { to + 86_400 - from };
    days.days().map(move |day| {
        let start = day.num_days_from_monday() * 86_400 + from;
        (day, start, start + length)
    })
}

/// All calendar exceptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Exceptions {
    /// The exceptions, by first day.
    pub items: Vec<ExceptionRow>,
}

/// All calendar exceptions of the plant.
///
/// # Errors
///
/// What the database says.
pub fn exceptions(ask: &mut Ask<'_>) -> Result<Exceptions, Failure> {
    Ok(Exceptions { items: resources::exceptions(ask.db, ask.plant.id)? })
}

/// Enters a calendar exception.
///
/// # Errors
///
/// It names nothing, or something that does not exist, or ends before it starts.
pub fn add_exception(tx: &mut Tx<'_>, fields: &ExceptionFields) -> Result<ExceptionRow, Failure> {
    let mut fields = ExceptionFields { plant_id: tx.plant.id, ..fields.clone() };
    [&mut fields.calendar, &mut fields.work_centre, &mut fields.note].into_iter().for_each(tidy);
    let check = Check::default();
    check.in_order("date_to", Some(fields.date_from), fields.date_to)?;
    check.seconds("from_time", fields.from_time)?;
    check.seconds("to_time", fields.to_time)?;
    check.count("machines", fields.machines, 1, MACHINES)?;
    if fields.calendar.is_none() && fields.work_centre.is_none() {
        return Err(Refusal::at(master::ONE_OF_BOTH, "calendar", "").into());
    }
    require_calendar(tx.db, tx.plant.id, "calendar", fields.calendar.as_deref())?;
    if let Some(code) = &fields.work_centre {
        require_work_centre(tx.db, tx.plant.id, "work_centre", code)?;
    }
    let id = resources::add_exception(tx.db, &fields)?;
    let row = ExceptionRow { id, fields };
    tx.journal("calendar-exception.entered", &[Subject::Calendars], &row)?;
    Ok(row)
}

/// Removes a calendar exception.
///
/// # Errors
///
/// There is none of that number.
pub fn remove_exception(tx: &mut Tx<'_>, id: i64) -> Result<Exceptions, Failure> {
    if !resources::remove_exception(tx.db, tx.plant.id, id)? {
        return Err(missing("calendar exception", "id", &id.to_string()));
    }
    tx.journal("calendar-exception.removed", &[Subject::Calendars], &id)?;
    Ok(Exceptions { items: resources::exceptions(tx.db, tx.plant.id)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::types::Held;

    fn shift(days: &[Weekday], from: &str, to: &str) -> ShiftRow {
        ShiftRow {
            plant_id: 1,
            calendar: "day".into(),
            position: 1,
            weekdays: Held(days.iter().copied().collect()),
            from_time: from.parse().unwrap(),
            to_time: to.parse().unwrap(),
            holidays: None,
        }
    }

    #[test]
    fn shifts_overlap_over_midnight_and_over_the_week() {
        let early = shift(&[Weekday::Mon, Weekday::Tue], "06:00:00", "14:00:00");
        let late = shift(&[Weekday::Mon], "14:00:00", "22:00:00");
        assert_eq!(overlap(&early, &late), None);
        assert_eq!(overlap(&shift(&[Weekday::Mon], "13:00:00", "15:00:00"), &late), Some(Weekday::Mon));
        let night = shift(&[Weekday::Sun], "22:00:00", "07:00:00");
        assert_eq!(overlap(&night, &early), Some(Weekday::Sun));
        assert_eq!(overlap(&early, &night), Some(Weekday::Mon));
        assert_eq!(overlap(&night, &late), None);
    }
}
