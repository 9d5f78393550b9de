//! Customers and their own part numbers.

use super::references::{require_calendar, require_item};
use super::{Check, ListQuery, MasterPage, missing, next_version, tidy};
use crate::domain::refusal::{Refusal, master};
use crate::domain::value::Amount;
use crate::services::{Ask, Tx};
use crate::store::master::customers::{self, Fields, PartRow, Row};
use crate::store::{Failure, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A customer's own part number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPart {
    /// The number that the customer uses.
    pub part: String,
    /// The item that it means.
    pub item: String,
}

/// A customer's own part numbers, all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnParts {
    /// The numbers.
    pub parts: Vec<OwnPart>,
}

/// A customer with the own part numbers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CustomerView {
    #[allow(missing_docs)]
    #[serde(flatten)]
    pub customer: Row,
    /// Their own part numbers.
    pub parts: Vec<OwnPart>,
}

/// A page of customers.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &ListQuery) -> Result<MasterPage<Row>, Failure> {
    Ok(query.cut(customers::page(ask.db, &query.page())?, |row| &row.code))
}

/// One customer.
///
/// # Errors
///
/// There is none of that code.
pub fn one(ask: &mut Ask<'_>, code: &str) -> Result<CustomerView, Failure> {
    let customer = customers::one(ask.db, code)?.ok_or_else(|| missing("customer", "code", code))?;
    let parts = customers::parts(ask.db, code)?;
    Ok(CustomerView { customer, parts: parts.into_iter().map(own).collect() })
}

fn own(row: PartRow) -> OwnPart {
    OwnPart { part: row.part, item: row.item }
}

/// Writes a customer, new or not, and takes it into use.
///
/// # Errors
///
/// A value that cannot be, or a version that is not the stored one.
pub fn put(tx: &mut Tx<'_>, code: &str, fields: &Fields, version: Option<i64>) -> Result<Row, Failure> {
    let fields = checked(tx, code, fields)?;
    let stored = customers::one(tx.db, code)?;
    let version = next_version("customer", code, version, stored.map(|row| row.version))?;
    let row = Row { code: code.to_owned(), fields, active: true, version };
    customers::put(tx.db, &row)?;
    tx.journal("customer.changed", &[Subject::Customer(code.to_owned())], &row)?;
    Ok(row)
}

fn checked(tx: &mut Tx<'_>, code: &str, fields: &Fields) -> Result<Fields, Failure> {
    let mut fields = fields.clone();
    [&mut fields.name, &mut fields.zone, &mut fields.carrier_calendar].into_iter().for_each(tidy);
    let check = Check::default();
    check.code("code", code)?;
    check.zone("zone", fields.zone.as_deref())?;
    check.range(
        "short_tolerance_percent",
        fields.short_tolerance_percent,
        Amount::ZERO,
        Amount::whole(100),
    )?;
    check.days("transit_days", fields.transit_days)?;
    check.days("buffer_days", fields.buffer_days)?;
    check.weekdays("ship_days", fields.ship_days.as_ref().map(|days| days.0))?;
    check.seconds("ship_cutoff", fields.ship_cutoff)?;
    require_calendar(tx.db, tx.plant.id, "carrier_calendar", fields.carrier_calendar.as_deref())?;
    Ok(fields)
}

/// Writes a customer's own part numbers, all of them.
///
/// # Errors
///
/// A number that stands twice, an item that does not exist, or another version.
pub fn put_parts(
    tx: &mut Tx<'_>,
    code: &str,
    body: &OwnParts,
    version: Option<i64>,
) -> Result<CustomerView, Failure> {
    let stored = customers::one(tx.db, code)?.ok_or_else(|| missing("customer", "code", code))?;
    Tx::expect_version("customer", code, version, stored.version)?;
    let mut seen = BTreeSet::new();
    for (index, own) in body.parts.iter().enumerate() {
        let check = Check::of("parts", index);
        check.code("part", &own.part)?;
        require_item(tx.db, &check.field("item"), &own.item)?;
        if !seen.insert(&own.part) {
            return Err(Refusal::at(master::STANDS_TWICE, check.field("part"), &own.part).into());
        }
    }
    let row =
        |own: &OwnPart| PartRow { customer: code.to_owned(), part: own.part.clone(), item: own.item.clone() };
    customers::put_parts(tx.db, code, &body.parts.iter().map(row).collect::<Vec<_>>())?;
    let customer = Row { version: stored.version + 1, ..stored };
    customers::put(tx.db, &customer)?;
    tx.journal("customer.parts-changed", &[Subject::Customer(code.to_owned())], body)?;
    Ok(CustomerView { customer, parts: body.parts.clone() })
}

/// Takes a customer out of use; documents that name it keep it.
///
/// # Errors
///
/// There is none, or another version.
pub fn retire(tx: &mut Tx<'_>, code: &str, version: Option<i64>) -> Result<Row, Failure> {
    let stored = customers::one(tx.db, code)?.ok_or_else(|| missing("customer", "code", code))?;
    Tx::expect_version("customer", code, version, stored.version)?;
    let row = Row { active: false, version: stored.version + 1, ..stored };
    customers::put(tx.db, &row)?;
    tx.journal("customer.retired", &[Subject::Customer(code.to_owned())], &row)?;
    Ok(row)
}
