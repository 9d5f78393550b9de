//! Codes that must name something, and what was most likely meant where they don't.

use crate::domain::likeness::nearest;
use crate::domain::quantity;
use crate::domain::refusal::{Refusal, master};
use crate::domain::value::Amount;
use crate::store::master::{customers, items, resources, suppliers};
use crate::store::{Db, Failure};
use std::collections::BTreeSet;

/// That `code` names nothing.
pub(super) fn unknown(field: &str, what: &str, code: &str, codes: &[String]) -> Failure {
    let refusal = Refusal::at(master::UNKNOWN_REFERENCE, field, code).with("what", what);
    refusal.near(&nearest(code, codes.iter().map(String::as_str))).into()
}

fn retired(field: &str, what: &str, code: &str) -> Failure {
    Refusal::at(master::NOT_IN_USE, field, code).with("what", what).into()
}

/// The customer of that code, in use.
///
/// # Errors
///
/// [`master::UNKNOWN_REFERENCE`] with the nearest codes, or [`master::NOT_IN_USE`].
pub fn require_customer(db: &mut Db, field: &str, code: &str) -> Result<customers::Row, Failure> {
    match customers::one(db, code)? {
        Some(row) if row.active => Ok(row),
        Some(_) => Err(retired(field, "customer", code)),
        None => Err(unknown(field, "customer", code, &customers::codes(db)?)),
    }
}

/// The item of that code, in use.
///
/// # Errors
///
/// Those of [`require_customer`].
pub fn require_item(db: &mut Db, field: &str, code: &str) -> Result<items::Row, Failure> {
    match items::one(db, code)? {
        Some(row) if row.active => Ok(row),
        Some(_) => Err(retired(field, "item", code)),
        None => Err(unknown(field, "item", code, &items::codes(db)?)),
    }
}

/// That items belong to that group.
///
/// # Errors
///
/// [`master::UNKNOWN_REFERENCE`] with the nearest groups.
pub fn require_group(db: &mut Db, field: &str, group: &str) -> Result<(), Failure> {
    let known: BTreeSet<String> = items::groups(db)?.into_values().collect();
    if known.contains(group) {
        return Ok(());
    }
    Err(unknown(field, "item group", group, &known.into_iter().collect::<Vec<_>>()))
}

/// That so much of an item can be asked for.
///
/// # Errors
///
/// More than anybody means, or a fraction of an item that is counted.
pub fn expect_quantity(db: &mut Db, field: &str, item: &str, quantity: Amount) -> Result<(), Failure> {
    quantity::expect_within(field, quantity)?;
    expect_whole(db, field, item, quantity)
}

/// That there can be so much of an item: no fraction of one that is counted.
///
/// # Errors
///
/// [`crate::domain::refusal::common::QUANTITY_NOT_WHOLE`].
pub fn expect_whole(db: &mut Db, field: &str, item: &str, quantity: Amount) -> Result<(), Failure> {
    if quantity::is_whole(quantity) {
        return Ok(());
    }
    let unit = items::one(db, item)?.and_then(|row| row.fields.unit);
    Ok(quantity::expect_whole(field, quantity, item, unit)?)
}

/// The supplier of that code, in use.
///
/// # Errors
///
/// Those of [`require_customer`].
pub fn require_supplier(db: &mut Db, field: &str, code: &str) -> Result<suppliers::Row, Failure> {
    match suppliers::one(db, code)? {
        Some(row) if row.active => Ok(row),
        Some(_) => Err(retired(field, "supplier", code)),
        None => Err(unknown(field, "supplier", code, &suppliers::codes(db)?)),
    }
}

/// The work centre of that code, in use.
///
/// # Errors
///
/// Those of [`require_customer`].
pub fn require_work_centre(
    db: &mut Db,
    plant_id: i64,
    field: &str,
    code: &str,
) -> Result<resources::Row, Failure> {
    match resources::work_centre(db, plant_id, code)? {
        Some(row) if row.active => Ok(row),
        Some(_) => Err(retired(field, "work centre", code)),
        None => {
            let all = resources::work_centres(db, plant_id)?;
            let codes: Vec<String> = all.into_iter().map(|row| row.code).collect();
            Err(unknown(field, "work centre", code, &codes))
        }
    }
}

/// That the calendar exists, if one is named.
pub(super) fn require_calendar(
    db: &mut Db,
    plant_id: i64,
    field: &str,
    code: Option<&str>,
) -> Result<(), Failure> {
    let Some(code) = code else { return Ok(()) };
    let codes: Vec<String> =
        resources::shifts(db, plant_id)?.into_iter().map(|shift| shift.calendar).collect();
    if codes.iter().any(|known| known == code) {
        Ok(())
    } else {
        Err(unknown(field, "calendar", code, &codes))
    }
}
