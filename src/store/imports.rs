//! Workbooks on their way in: the job that people follow, and the rows of the file until they are applied.

use super::schema::master::{import_rows, imported_rows, imports};
use super::{Columns, Db, Failure, Json};
use crate::domain::value::Moment;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
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
    /// A later one took its place before it was applied; its rows are gone.
    Superseded,
}

impl ImportState {
    /// Whether its rows are there, waiting for somebody.
    const WAITING: [Self; 4] = [Self::Staging, Self::Ready, Self::Applying, Self::Failed];
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
fn forget(db: &mut Db, id: i64, limit: i64) -> Result<usize, Failure> {
    let query = import_rows::table.filter(import_rows::import_id.eq(id)).order(import_rows::number);
    let numbers: Vec<i64> = db.all(query.select(import_rows::number).limit(limit))?;
    let Some(last) = numbers.last() else { return Ok(0) };
    let target =
        import_rows::table.filter(import_rows::import_id.eq(id)).filter(import_rows::number.le(*last));
    Ok(db.run(diesel::delete(target))?)
}

/// Forgets up to `limit` stored rows of files that nobody will apply any more, also of those whose process died
/// before it came to that. Says whether there were any.
///
/// # Errors
///
/// What the database says.
pub fn forget_done(db: &mut Db, plant_id: i64, limit: i64) -> Result<bool, Failure> {
    let done = imports::table
        .inner_join(import_rows::table.on(import_rows::import_id.eq(imports::id)))
        .filter(imports::plant_id.eq(plant_id))
        .filter(imports::state.eq_any([ImportState::Applied, ImportState::Superseded]));
    match db.maybe(done.select(imports::id).limit(1))? {
        Some(id) => Ok(forget(db, id, limit)? > 0),
        None => Ok(false),
    }
}

/// When the oldest import came that is kept and was never applied.
///
/// # Errors
///
/// What the database says.
pub fn oldest_unapplied(db: &mut Db) -> Result<Option<Moment>, Failure> {
    let waiting = imports::table.filter(imports::state.ne(ImportState::Applied));
    Ok(db.maybe(waiting.order(imports::created_at.asc()).select(imports::created_at).limit(1))?)
}

/// Forgets imports that came by `before` and were never applied, up to `limit` of their rows at a time: an
/// import goes when none of its rows is left. Says whether something was forgotten.
///
/// # Errors
///
/// What the database says.
pub fn forget_unapplied(db: &mut Db, before: Moment, limit: i64) -> Result<bool, Failure> {
    let old =
        imports::table.filter(imports::state.ne(ImportState::Applied)).filter(imports::created_at.le(before));
    let oldest: Option<i64> =
        db.maybe(old.order((imports::created_at, imports::id)).select(imports::id).limit(1))?;
    let Some(id) = oldest else { return Ok(false) };
    if forget(db, id, limit)? == 0 {
        db.run(diesel::delete(imports::table.find(id)))?;
    }
    Ok(true)
}

/// Whose place an import takes, by what is meant.
#[derive(Clone, Copy, Debug)]
pub enum Supersedes<'a> {
    /// Earlier ones of the same file by the same person.
    File {
        /// What the file is called.
        name: &'a str,
        /// The person.
        by: &'a str,
    },
    /// Every earlier one: what it would have changed is overtaken.
    All,
}

/// Says of imports before `id` that are not applied that a later one took their place. Answers their numbers;
/// their rows are still there.
///
/// # Errors
///
/// What the database says.
pub fn supersede(db: &mut Db, plant_id: i64, id: i64, which: Supersedes<'_>) -> Result<Vec<i64>, Failure> {
    let earlier = imports::table
        .filter(imports::plant_id.eq(plant_id))
        .filter(imports::id.lt(id))
        .filter(imports::state.eq_any(ImportState::WAITING));
    let columns = (imports::id, imports::file, imports::created_by);
    let rows: Vec<(i64, String, String)> = db.all(earlier.order(imports::id).select(columns))?;
    let meant = |(_, file, person): &&(i64, String, String)| match which {
        Supersedes::File { name, by } => file == name && person == by,
        Supersedes::All => true,
    };
    let numbers: Vec<i64> = rows.iter().filter(meant).map(|(id, ..)| *id).collect();
    for id in &numbers {
        db.run(diesel::update(imports::table.find(*id)).set(imports::state.eq(ImportState::Superseded)))?;
    }
    Ok(numbers)
}

/// A row that a workbook brought in.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = imported_rows)]
pub struct ImportedRow {
    /// The plant.
    pub plant_id: i64,
    /// The part of the document that it belongs to.
    pub sheet: String,
    /// Its key there.
    pub key: String,
    /// The import that brought it.
    pub import_id: i64,
}

/// Writes down that a workbook brought in a row. One that was brought in before stays as it is.
///
/// # Errors
///
/// What the database says.
pub fn mark(db: &mut Db, row: &ImportedRow) -> Result<(), Failure> {
    use imported_rows as t;
    let insert = diesel::insert_into(t::table).values(row.clone());
    db.run(insert.on_conflict((t::plant_id, t::sheet, t::key)).do_nothing())?;
    Ok(())
}

/// Every row that a workbook brought in: the part of the document, and the key there.
///
/// # Errors
///
/// What the database says.
pub fn marked(db: &mut Db, plant_id: i64) -> Result<BTreeSet<(String, String)>, Failure> {
    let rows = imported_rows::table.filter(imported_rows::plant_id.eq(plant_id));
    let keys: Vec<(String, String)> = db.all(rows.select((imported_rows::sheet, imported_rows::key)))?;
    Ok(keys.into_iter().collect())
}
