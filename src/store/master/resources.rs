//! Work centres, calendars (their shifts) and what differs from them.

use super::page::{lower, lower_optional};
use super::{Page, amount, counted, date, day, decimal, instant, local, origin, portions, stored};
use crate::document::{self, ExceptionKind, Holidays, Sheet, Weekdays};
use crate::domain::value::{Amount, Day, Moment};
use crate::store::schema::master::{calendar_exceptions, shifts, work_centres};
use crate::store::types::Held;
use crate::store::{Columns, Db, Failure, Part};
use chrono::NaiveTime;
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is known about a work centre.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[diesel(table_name = work_centres, treat_none_as_null = true, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
#[schema(as = WorkCentreFields)]
pub struct Fields {
    /// What it is.
    #[serde(default)]
    pub name: Option<String>,
    /// When it works.
    pub calendar: String,
    /// Interchangeable machines behind one queue; one unless said.
    #[serde(default)]
    pub machines: Option<i32>,
    /// How late reports usually come, in hours.
    #[serde(default)]
    pub reporting_delay_hours: Option<Amount>,
    /// From here to the next work centre, in minutes.
    #[serde(default)]
    pub move_minutes: Option<Amount>,
}

/// A work centre.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = work_centres, primary_key(plant_id, code))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
#[schema(as = WorkCentre)]
pub struct Row {
    /// Its plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Its code.
    pub code: String,
    #[allow(missing_docs)]
    #[diesel(embed)]
    #[serde(flatten)]
    pub fields: Fields,
    /// When it last reported anything.
    pub last_report: Option<Moment>,
    /// Whether new routings may name it.
    pub active: bool,
    /// Grows with every change.
    pub version: i64,
}

impl Row {
    /// The row of the work centres sheet, in the plant's wall clock time.
    pub fn document(&self, at: u32, zone: Tz) -> document::WorkCentre {
        document::WorkCentre {
            origin: origin(Sheet::WorkCentres, at),
            work_centre: self.code.clone(),
            name: self.fields.name.clone(),
            calendar: self.fields.calendar.clone(),
            machines: counted(self.fields.machines),
            reporting_delay_hours: decimal(self.fields.reporting_delay_hours),
            last_report: self.last_report.map(|at| local(at, zone)),
            move_minutes: decimal(self.fields.move_minutes),
        }
    }

    /// When a row of the sheet says that the work centre last reported.
    pub fn last_report_of(row: &document::WorkCentre, zone: Tz) -> Option<Moment> {
        row.last_report.and_then(|at| instant(at, zone))
    }
}

impl From<&document::WorkCentre> for Fields {
    fn from(row: &document::WorkCentre) -> Self {
        Self {
            name: row.name.clone(),
            calendar: row.calendar.clone(),
            machines: stored(row.machines),
            reporting_delay_hours: amount(row.reporting_delay_hours),
            move_minutes: amount(row.move_minutes),
        }
    }
}

/// One work centre.
///
/// # Errors
///
/// What the database says.
pub fn work_centre(db: &mut Db, plant_id: i64, code: &str) -> Result<Option<Row>, Failure> {
    Ok(db.maybe(work_centres::table.find((plant_id, code)).select(Row::columns()))?)
}

/// All work centres of a plant, by code.
///
/// # Errors
///
/// What the database says.
pub fn work_centres(db: &mut Db, plant_id: i64) -> Result<Vec<Row>, Failure> {
    let query = work_centres::table.filter(work_centres::plant_id.eq(plant_id));
    Ok(db.all(query.order(work_centres::code).select(Row::columns()))?)
}

/// The work centres of these codes.
///
/// # Errors
///
/// What the database says.
pub fn work_centres_some(db: &mut Db, plant_id: i64, codes: &[String]) -> Result<Vec<Row>, Failure> {
    portions(codes, |codes| {
        let query = work_centres::table.filter(work_centres::plant_id.eq(plant_id));
        let query = query.filter(work_centres::code.eq_any(codes.to_vec()));
        Ok(db.all(query.order(work_centres::code).select(Row::columns()))?)
    })
}

/// The work centres of one page.
///
/// # Errors
///
/// What the database says.
pub fn work_centres_page(db: &mut Db, plant_id: i64, page: &Page) -> Result<Vec<Row>, Failure> {
    let like = page.pattern();
    let found = lower(work_centres::code).nullable().like(like.clone()).escape('\\').or(lower_optional(
        work_centres::name,
    )
    .like(like)
    .escape('\\'));
    let query = work_centres::table.filter(work_centres::plant_id.eq(plant_id));
    let query = query.filter(work_centres::code.gt(page.after.clone())).filter(found);
    Ok(db.all(query.order(work_centres::code).limit(page.limit).select(Row::columns()))?)
}

/// Writes a work centre, new or not.
///
/// # Errors
///
/// What the database says.
pub fn put_work_centre(db: &mut Db, row: &Row) -> Result<(), Failure> {
    let insert = diesel::insert_into(work_centres::table).values(row.clone());
    let key = (work_centres::plant_id, work_centres::code);
    db.run(insert.on_conflict(key).do_update().set(row.clone()))?;
    Ok(())
}

/// Notes that a work centre reported at `at`, unless it did later already.
///
/// # Errors
///
/// What the database says.
pub fn heard_from(db: &mut Db, plant_id: i64, code: &str, at: Moment) -> Result<(), Failure> {
    let target = work_centres::table.find((plant_id, code));
    let target = target.filter(work_centres::last_report.is_null().or(work_centres::last_report.lt(at)));
    db.run(diesel::update(target).set(work_centres::last_report.eq(at)))?;
    Ok(())
}

/// One shift of a calendar.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize, ToSchema,
)]
#[diesel(table_name = shifts, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
#[schema(as = Shift)]
pub struct ShiftRow {
    /// The calendar's plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// The calendar.
    #[serde(skip)]
    pub calendar: String,
    /// Its place in the calendar, from 1.
    #[serde(skip)]
    pub position: i32,
    /// On which weekdays it starts.
    #[schema(value_type = Vec<String>)]
    pub weekdays: Held<Weekdays>,
    /// When it starts.
    pub from_time: NaiveTime,
    /// When it ends: on the next day if at or before its start.
    pub to_time: NaiveTime,
    /// Public holidays that the calendar keeps; the plant's unless said.
    pub holidays: Option<Holidays>,
}

impl ShiftRow {
    /// The row of the calendars sheet.
    pub fn document(&self, at: u32) -> document::Shift {
        document::Shift {
            origin: origin(Sheet::Calendars, at),
            calendar: self.calendar.clone(),
            weekdays: self.weekdays.0,
            from: self.from_time,
            to: self.to_time,
            holidays: self.holidays,
        }
    }

    /// The shift that stands at `position` of its calendar.
    pub fn from_document(row: &document::Shift, plant_id: i64, position: i32) -> Self {
        Self {
            plant_id,
            calendar: row.calendar.clone(),
            position,
            weekdays: Held(row.weekdays),
            from_time: row.from,
            to_time: row.to,
            holidays: row.holidays,
        }
    }
}

/// All shifts of a plant's calendars.
///
/// # Errors
///
/// What the database says.
pub fn shifts(db: &mut Db, plant_id: i64) -> Result<Vec<ShiftRow>, Failure> {
    let query = shifts::table.filter(shifts::plant_id.eq(plant_id));
    Ok(db.all(query.order((shifts::calendar, shifts::position)).select(ShiftRow::columns()))?)
}

/// Writes the shifts of a calendar, all of them; none removes it.
///
/// # Errors
///
/// What the database says.
pub fn put_shifts(db: &mut Db, plant_id: i64, calendar: &str, rows: &[ShiftRow]) -> Result<(), Failure> {
    let old = shifts::table.filter(shifts::plant_id.eq(plant_id)).filter(shifts::calendar.eq(calendar));
    db.run(diesel::delete(old))?;
    for row in rows {
        db.run(diesel::insert_into(shifts::table).values(row.clone()))?;
    }
    Ok(())
}

/// A difference from calendars.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = calendar_exceptions)]
#[schema(as = CalendarException)]
pub struct ExceptionRow {
    /// Its key.
    pub id: i64,
    #[allow(missing_docs)]
    #[diesel(embed)]
    #[serde(flatten)]
    pub fields: ExceptionFields,
}

/// What a difference from calendars says.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, Queryable, Selectable, Insertable, Serialize, Deserialize, ToSchema,
)]
#[diesel(table_name = calendar_exceptions, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
#[schema(as = CalendarExceptionFields)]
pub struct ExceptionFields {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// The calendar that it changes.
    pub calendar: Option<String>,
    /// The work centre that it changes.
    pub work_centre: Option<String>,
    /// First day.
    pub date_from: Day,
    /// Last day; the first if empty.
    pub date_to: Option<Day>,
    /// Hours from; whole shifts if empty.
    pub from_time: Option<NaiveTime>,
    /// Hours to: on the next day if at or before the start.
    pub to_time: Option<NaiveTime>,
    /// How the days differ.
    pub kind: ExceptionKind,
    /// How many machines are down; all if empty.
    pub machines: Option<i32>,
    /// Why.
    pub note: Option<String>,
}

impl ExceptionRow {
    /// The row of the calendar exceptions sheet.
    pub fn document(&self, at: u32) -> document::CalendarException {
        let fields = &self.fields;
        document::CalendarException {
            origin: origin(Sheet::CalendarExceptions, at),
            calendar: fields.calendar.clone(),
            work_centre: fields.work_centre.clone(),
            date_from: fields.date_from.date(),
            date_to: date(fields.date_to),
            from: fields.from_time,
            to: fields.to_time,
            kind: fields.kind,
            machines: counted(fields.machines),
            note: fields.note.clone(),
        }
    }
}

impl ExceptionFields {
    /// What a row of the sheet says. Nothing if its day is out of range, which no reader lets through.
    pub fn from_document(row: &document::CalendarException, plant_id: i64) -> Option<Self> {
        Some(Self {
            plant_id,
            calendar: row.calendar.clone(),
            work_centre: row.work_centre.clone(),
            date_from: Day::new(row.date_from)?,
            date_to: day(row.date_to),
            from_time: row.from,
            to_time: row.to,
            kind: row.kind,
            machines: stored(row.machines),
            note: row.note.clone(),
        })
    }
}

/// All calendar exceptions of a plant, by first day.
///
/// # Errors
///
/// What the database says.
pub fn exceptions(db: &mut Db, plant_id: i64) -> Result<Vec<ExceptionRow>, Failure> {
    exceptions_part(db, plant_id, Part::ALL)
}

/// A part of [`exceptions`].
///
/// # Errors
///
/// What the database says.
pub fn exceptions_part(db: &mut Db, plant_id: i64, part: Part) -> Result<Vec<ExceptionRow>, Failure> {
    let query = calendar_exceptions::table.filter(calendar_exceptions::plant_id.eq(plant_id));
    let query = query.order((calendar_exceptions::date_from, calendar_exceptions::id));
    Ok(db.all(query.limit(part.limit).offset(part.offset).select(ExceptionRow::columns()))?)
}

/// Adds a calendar exception and answers with its key.
///
/// # Errors
///
/// What the database says.
pub fn add_exception(db: &mut Db, fields: &ExceptionFields) -> Result<i64, Failure> {
    let insert = diesel::insert_into(calendar_exceptions::table).values(fields.clone());
    Ok(db.one(insert.returning(calendar_exceptions::id))?)
}

/// Removes a calendar exception; says whether there was one.
///
/// # Errors
///
/// What the database says.
pub fn remove_exception(db: &mut Db, plant_id: i64, id: i64) -> Result<bool, Failure> {
    let target = calendar_exceptions::table.filter(calendar_exceptions::plant_id.eq(plant_id));
    Ok(db.run(diesel::delete(target.filter(calendar_exceptions::id.eq(id))))? > 0)
}
