//! Queries on progress reports.

use super::orders::put_operations;
use super::rows::{OperationRow, ReportRow};
use crate::domain::progress::Kind;
use crate::domain::value::Moment;
use crate::store::schema::work::progress_reports;
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;

const CHUNK: usize = 500;

/// A report by its id.
///
/// # Errors
///
/// What the database says.
pub fn report(db: &mut Db, id: &str) -> Result<Option<ReportRow>, Failure> {
    Ok(db.maybe(progress_reports::table.find(id).select(ReportRow::columns()))?)
}

/// The reports on a work order by their own time, corrected ones too.
///
/// # Errors
///
/// What the database says.
pub fn reports_of(db: &mut Db, plant_id: i64, work_order: &str) -> Result<Vec<ReportRow>, Failure> {
    let of_order = progress_reports::table
        .filter(progress_reports::plant_id.eq(plant_id))
        .filter(progress_reports::work_order.eq(work_order))
        .order((progress_reports::at, progress_reports::id))
        .select(ReportRow::columns());
    Ok(db.all(of_order)?)
}

/// The reports that count, of what happened from `from` on and before `to`. What was found or never happened counts
/// nothing.
///
/// # Errors
///
/// What the database says.
pub fn reports_between(
    db: &mut Db,
    plant_id: i64,
    from: Moment,
    to: Moment,
) -> Result<Vec<ReportRow>, Failure> {
    let within = progress_reports::at.ge(from).and(progress_reports::at.lt(to));
    let counts = progress_reports::corrected_by
        .is_null()
        .and(progress_reports::kind.ne_all([Kind::Opening, Kind::Void]));
    let found = progress_reports::table
        .filter(progress_reports::plant_id.eq(plant_id).and(within).and(counts))
        .order((progress_reports::at, progress_reports::id))
        .select(ReportRow::columns());
    Ok(db.all(found)?)
}

/// Writes a new report.
///
/// # Errors
///
/// What the database says; an id that exists is an error.
pub fn insert_report(db: &mut Db, row: &ReportRow) -> Result<(), Failure> {
    db.run(diesel::insert_into(progress_reports::table).values(row))?;
    Ok(())
}

/// Writes many new reports.
///
/// # Errors
///
/// What the database says; an id that exists is an error.
pub fn insert_reports(db: &mut Db, rows: &[ReportRow]) -> Result<(), Failure> {
    for chunk in rows.chunks(CHUNK) {
        db.run(diesel::insert_into(progress_reports::table).values(chunk))?;
    }
    Ok(())
}

/// Marks a report as replaced by another.
///
/// # Errors
///
/// What the database says.
pub fn mark_corrected(db: &mut Db, id: &str, by: &str) -> Result<(), Failure> {
    let set = progress_reports::corrected_by.eq(by);
    db.run(diesel::update(progress_reports::table.find(id)).set(set))?;
    Ok(())
}

/// Takes over new operations from an import of `actor` at `at`, each with the opening report from which later
/// reports count on. Operations that exist must not be among them.
///
/// # Errors
///
/// What the database says.
pub fn take_over(db: &mut Db, rows: &[OperationRow], at: Moment, actor: &str) -> Result<(), Failure> {
    put_operations(db, rows)?;
    let openings: Vec<_> = rows.iter().filter_map(|row| row.opening(at, actor)).collect();
    insert_reports(db, &openings)
}
