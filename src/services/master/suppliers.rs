//! Suppliers.

use super::references::require_calendar;
use super::{Check, ListQuery, MasterPage, missing, next_version, tidy};
use crate::services::{Ask, Tx};
use crate::store::master::suppliers::{self, Fields, Row};
use crate::store::{Failure, Subject};

/// A page of suppliers.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &ListQuery) -> Result<MasterPage<Row>, Failure> {
    Ok(query.cut(suppliers::page(ask.db, &query.page())?, |row| &row.code))
}

/// One supplier.
///
/// # Errors
///
/// There is none of that code.
pub fn one(ask: &mut Ask<'_>, code: &str) -> Result<Row, Failure> {
    suppliers::one(ask.db, code)?.ok_or_else(|| missing("supplier", "code", code))
}

/// Writes a supplier, new or not, and takes it into use.
///
/// # Errors
///
/// A value that cannot be, or a version that is not the stored one.
pub fn put(tx: &mut Tx<'_>, code: &str, fields: &Fields, version: Option<i64>) -> Result<Row, Failure> {
    let mut fields = fields.clone();
    [&mut fields.name, &mut fields.calendar].into_iter().for_each(tidy);
    let check = Check::default();
    check.code("code", code)?;
    check.days("lead_days", fields.lead_days)?;
    check.weekdays("send_days", fields.send_days.as_ref().map(|days| days.0))?;
    require_calendar(tx.db, tx.plant.id, "calendar", fields.calendar.as_deref())?;
    let stored = suppliers::one(tx.db, code)?;
    let version = next_version("supplier", code, version, stored.map(|row| row.version))?;
    let row = Row { code: code.to_owned(), fields, active: true, version };
    suppliers::put(tx.db, &row)?;
    tx.journal("supplier.changed", &[Subject::Supplier(code.to_owned())], &row)?;
    Ok(row)
}

/// Takes a supplier out of use; documents that name it keep it.
///
/// # Errors
///
/// There is none, or another version.
pub fn retire(tx: &mut Tx<'_>, code: &str, version: Option<i64>) -> Result<Row, Failure> {
    let stored = suppliers::one(tx.db, code)?.ok_or_else(|| missing("supplier", "code", code))?;
    Tx::expect_version("supplier", code, version, stored.version)?;
    let row = Row { active: false, version: stored.version + 1, ..stored };
    suppliers::put(tx.db, &row)?;
    tx.journal("supplier.retired", &[Subject::Supplier(code.to_owned())], &row)?;
    Ok(row)
}
