//! Workbooks on their way in: the job that people follow, and the rows of the file until they are applied.

use super::schema::master::{import_rows, imports};
use super::{Columns, Db, Failure, Json};
use crate::domain::value::Moment;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ImportState {
    /// Its rows are being stored.
    Staging,
    /// It can be applied.
    Ready,
    /// It is being applied.
    Applying,
    /// Done.
    Applied,
    /// It was not applied; nothing of it was.
    Failed,
}

crate::stored_as_text!(ImportState);

/// An import.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = imports)]
pub struct ImportRow {
    /// Its number.
    pub id: i64,
    /// What the file was called.
    pub file: String,
    /// How far it is.
    pub state: ImportState,
    /// Rows of the file.
    pub total: i64,
    /// Rows that the present step is done with.
    pub done: i64,
    /// What it would change, or has changed.
    pub preview: Json,
    /// Why it was not applied.
    pub failure: Option<String>,
    /// When it came.
    pub created_at: Moment,
    /// From whom.
    pub created_by: String,
    /// When it was applied.
    pub applied_at: Option<Moment>,
}

/// An import that begins.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = imports)]
#[allow(missing_docs)] // the fields are those of [`ImportRow`]
pub struct NewImport {
    pub plant_id: i64,
    pub file: String,
    pub state: ImportState,
    pub total: i64,
    pub done: i64,
    pub preview: Json,
    pub created_at: Moment,
    pub created_by: String,
}

/// Begins an import and answers with its number.
///
/// # Errors
///
/// What the database says.
pub fn begin(db: &mut Db, import: &NewImport) -> Result<i64, Failure> {
    Ok(db.one(diesel::insert_into(imports::table).values(import.clone()).returning(imports::id))?)
}

/// An import, by number.
///
/// # Errors
///
/// What the database says.
pub fn one(db: &mut Db, plant_id: i64, id: i64) -> Result<Option<ImportRow>, Failure> {
    let query = imports::table.filter(imports::plant_id.eq(plant_id)).filter(imports::id.eq(id));
    Ok(db.maybe(query.select(ImportRow::columns()))?)
}

/// Says how far an import is.
///
/// # Errors
///
/// What the database says.
pub fn advance(db: &mut Db, id: i64, state: ImportState, done: i64) -> Result<(), Failure> {
    let change = (imports::state.eq(state), imports::done.eq(done));
    db.run(diesel::update(imports::table.find(id)).set(change))?;
    Ok(())
}

/// Writes down what an import would change.
///
/// # Errors
///
/// What the database says.
pub fn set_preview(db: &mut Db, id: i64, preview: &Json) -> Result<(), Failure> {
    db.run(diesel::update(imports::table.find(id)).set(imports::preview.eq(preview.clone())))?;
    Ok(())
}

/// Ends an import: applied at `at`, or failed for a reason.
///
/// # Errors
///
/// What the database says.
pub fn end(db: &mut Db, id: i64, at: Moment, failure: Option<String>) -> Result<(), Failure> {
    let state = if failure.is_some() { ImportState::Failed } else { ImportState::Applied };
    let applied = failure.is_none().then_some(at);
    let change = (imports::state.eq(state), imports::failure.eq(failure), imports::applied_at.eq(applied));
    db.run(diesel::update(imports::table.find(id)).set(change))?;
    Ok(())
}

/// A row of a file, as it was read.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = import_rows)]
pub struct StagedRow {
    /// The import.
    pub import_id: i64,
    /// Its place in the file, all sheets together.
    pub number: i64,
    /// The part of the document that it belongs to.
    pub sheet: String,
    /// The row.
    pub body: Json,
}

/// Stores rows of a file.
///
/// # Errors
///
/// What the database says.
pub fn stage(db: &mut Db, rows: &[StagedRow]) -> Result<(), Failure> {
    for row in rows {
        db.run(diesel::insert_into(import_rows::table).values(row.clone()))?;
    }
    Ok(())
}

/// The stored rows of a file, in order.
///
/// # Errors
///
/// What the database says.
pub fn staged(db: &mut Db, id: i64) -> Result<Vec<StagedRow>, Failure> {
    let query = import_rows::table.filter(import_rows::import_id.eq(id)).order(import_rows::number);
    Ok(db.all(query.select(StagedRow::columns()))?)
}

/// Forgets up to `limit` stored rows of a file; says how many there were.
///
/// # Errors
///
/// What the database says.
pub fn forget(db: &mut Db, id: i64, limit: i64) -> Result<usize, Failure> {
    let query = import_rows::table.filter(import_rows::import_id.eq(id)).order(import_rows::number);
    let numbers: Vec<i64> = db.all(query.select(import_rows::number).limit(limit))?;
    let Some(last) = numbers.last() else { return Ok(0) };
    let target =
        import_rows::table.filter(import_rows::import_id.eq(id)).filter(import_rows::number.le(*last));
    Ok(db.run(diesel::delete(target))?)
}
