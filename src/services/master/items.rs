//! Items.

use super::references::{require_item, require_supplier};
use super::{Check, ListQuery, MasterPage, missing, next_version, tidy};
use crate::domain::value::Amount;
use crate::services::{Ask, Tx};
use crate::store::master::items::{self, Fields, Row};
use crate::store::{Failure, Subject};

/// A page of items.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &ListQuery) -> Result<MasterPage<Row>, Failure> {
    Ok(query.cut(items::page(ask.db, &query.page())?, |row| &row.code))
}

/// One item.
///
/// # Errors
///
/// There is none of that code.
pub fn one(ask: &mut Ask<'_>, code: &str) -> Result<Row, Failure> {
    items::one(ask.db, code)?.ok_or_else(|| missing("item", "code", code))
}

/// Writes an item, new or not, and takes it into use.
///
/// # Errors
///
/// A value that cannot be, or a version that is not the stored one.
pub fn put(tx: &mut Tx<'_>, code: &str, fields: &Fields, version: Option<i64>) -> Result<Row, Failure> {
    let fields = checked(tx, code, fields)?;
    let stored = items::one(tx.db, code)?;
    let version = next_version("item", code, version, stored.map(|row| row.version))?;
    let row = Row { code: code.to_owned(), fields, active: true, version };
    items::put(tx.db, &row)?;
    tx.journal("item.changed", &[Subject::Item(code.to_owned())], &row)?;
    Ok(row)
}

fn checked(tx: &mut Tx<'_>, code: &str, fields: &Fields) -> Result<Fields, Failure> {
    let mut fields = fields.clone();
    [&mut fields.description, &mut fields.item_group, &mut fields.supplier, &mut fields.similar_item]
        .into_iter()
        .for_each(tidy);
    let check = Check::default();
    check.code("code", code)?;
    check.days("lead_days", fields.lead_days)?;
    check.days("lot_period_days", fields.lot_period_days)?;
    check.days("inspection_days", fields.inspection_days)?;
    check.quantity_or_none("lot_minimum", fields.lot_minimum)?;
    check.quantity("lot_multiple", fields.lot_multiple)?;
    check.quantity_or_none("safety_stock", fields.safety_stock)?;
    check.positive("yield_percent", fields.yield_percent)?;
    check.range("yield_percent", fields.yield_percent, Amount::ZERO, Amount::whole(100))?;
    check.factor("similar_factor", fields.similar_factor)?;
    if let Some(supplier) = &fields.supplier {
        require_supplier(tx.db, "supplier", supplier)?;
    }
    if let Some(similar) = &fields.similar_item {
        require_item(tx.db, "similar_item", similar)?;
    }
    Ok(fields)
}

/// Takes an item out of use; documents that name it keep it.
///
/// # Errors
///
/// There is none, or another version.
pub fn retire(tx: &mut Tx<'_>, code: &str, version: Option<i64>) -> Result<Row, Failure> {
    let stored = items::one(tx.db, code)?.ok_or_else(|| missing("item", "code", code))?;
    Tx::expect_version("item", code, version, stored.version)?;
    let row = Row { active: false, version: stored.version + 1, ..stored };
    items::put(tx.db, &row)?;
    tx.journal("item.retired", &[Subject::Item(code.to_owned())], &row)?;
    Ok(row)
}
