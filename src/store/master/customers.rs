//! Customers and their own part numbers.

use super::page::{lower, lower_optional};
use super::{Page, amount, coded, counted, decimal, origin, portions, stored};
use crate::document::{self, Sheet, Tier, Weekdays};
use crate::domain::value::Amount;
use crate::store::schema::master::{customer_parts, customers};
use crate::store::types::Held;
use crate::store::{Columns, Db, Failure};
use crate::text::Lang;
use chrono::NaiveTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person at a customer or supplier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// What they do there.
    #[serde(default)]
    pub role: Option<String>,
    /// Where mail reaches them.
    #[serde(default)]
    pub email: Option<String>,
    /// Where a call does.
    #[serde(default)]
    pub phone: Option<String>,
    /// Whether notices go to them.
    #[serde(default)]
    pub notices: bool,
}

/// What is known about a customer.
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
#[diesel(table_name = customers, treat_none_as_null = true, treat_none_as_default_value = false)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CustomerFields)]
pub struct Fields {
    /// The customer's name.
    pub name: Option<String>,
    /// How much the customer's promises are protected.
    pub tier: Option<Tier>,
    /// The language in which the customer is written to.
    pub language: Option<Lang>,
    /// IANA name of the customer's time zone; the plant's if empty.
    pub zone: Option<String>,
    /// Whom to ask and to tell.
    #[schema(value_type = Vec<Contact>)]
    pub contacts: Held<Vec<Contact>>,
    /// Whether a line may be shipped in parts.
    pub partial_shipments: Option<bool>,
    /// How much too little still counts as complete, in per cent of the line.
    pub short_tolerance_percent: Option<Amount>,
    /// Days from dispatch to arrival, on the carrier's calendar if it has one.
    pub transit_days: Option<i32>,
    /// The carrier's working days.
    pub carrier_calendar: Option<String>,
    /// Working days between the internal target and the promise.
    pub buffer_days: Option<i32>,
    /// Weekdays on which goods leave for this customer.
    #[schema(value_type = Option<Vec<String>>)]
    pub ship_days: Option<Held<Weekdays>>,
    /// Time of day by which they must be packed.
    pub ship_cutoff: Option<NaiveTime>,
}

/// A customer.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = customers, primary_key(code))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
#[schema(as = Customer)]
pub struct Row {
    /// The customer's number.
    pub code: String,
    #[allow(missing_docs)]
    #[diesel(embed)]
    #[serde(flatten)]
    pub fields: Fields,
    /// Whether new orders may name the customer.
    pub active: bool,
    /// Grows with every change.
    pub version: i64,
}

impl Row {
    /// The row of the customers sheet.
    pub fn document(&self, at: u32) -> document::Customer {
        let Fields { name, tier, language, partial_shipments, carrier_calendar, .. } = self.fields.clone();
        document::Customer {
            origin: origin(Sheet::Customers, at),
            customer: self.code.clone(),
            name,
            tier,
            language,
            partial_shipments,
            short_tolerance_percent: decimal(self.fields.short_tolerance_percent),
            transit_days: counted(self.fields.transit_days),
            carrier_calendar,
            buffer_days: counted(self.fields.buffer_days),
            ship_days: self.fields.ship_days.as_ref().map(|days| days.0),
            ship_cutoff: self.fields.ship_cutoff,
        }
    }
}

impl Fields {
    /// These fields as a row of the sheet has them; zone and contacts stay, no sheet has them.
    #[must_use]
    pub fn with_document(self, row: &document::Customer) -> Self {
        Self {
            name: row.name.clone(),
            tier: row.tier,
            language: row.language,
            partial_shipments: row.partial_shipments,
            short_tolerance_percent: amount(row.short_tolerance_percent),
            transit_days: stored(row.transit_days),
            carrier_calendar: row.carrier_calendar.clone(),
            buffer_days: stored(row.buffer_days),
            ship_days: row.ship_days.map(Held),
            ship_cutoff: row.ship_cutoff,
            ..self
        }
    }
}

coded!(customers, Row, name);

/// A customer's own part number for an item.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = customer_parts)]
pub struct PartRow {
    /// The customer.
    pub customer: String,
    /// The customer's part number.
    pub part: String,
    /// The item that it means.
    pub item: String,
}

/// Whether one of these contacts reads mail at an address.
fn reads(contacts: &[Contact], address: &str) -> bool {
    let own = |contact: &Contact| contact.email.as_deref().map(|own| own.trim().to_lowercase());
    contacts.iter().any(|contact| own(contact) == Some(address.to_lowercase()))
}

impl Fields {
    /// Whether one of the customer's contacts reads mail at an address.
    pub fn is_read_at(&self, address: &str) -> bool {
        reads(&self.contacts.0, address)
    }
}

/// The customers, by code, of whom somebody reads mail at an address.
///
/// # Errors
///
/// What the database says.
pub fn with_address(db: &mut Db, address: &str) -> Result<Vec<String>, Failure> {
    let all: Vec<(String, Held<Vec<Contact>>)> =
        db.all(customers::table.order_by(customers::code).select((customers::code, customers::contacts)))?;
    Ok(all.into_iter().filter(|(_, contacts)| reads(&contacts.0, address)).map(|(code, _)| code).collect())
}

/// A customer's own part numbers, in order.
///
/// # Errors
///
/// What the database says.
pub fn parts(db: &mut Db, customer: &str) -> Result<Vec<PartRow>, Failure> {
    let query = customer_parts::table.filter(customer_parts::customer.eq(customer));
    Ok(db.all(query.order(customer_parts::part).select(PartRow::columns()))?)
}

/// The item that a customer's part number means, if it is recorded.
///
/// # Errors
///
/// What the database says.
pub fn item_of_part(db: &mut Db, customer: &str, part: &str) -> Result<Option<String>, Failure> {
    Ok(db.maybe(customer_parts::table.find((customer, part)).select(customer_parts::item))?)
}

/// Writes a customer's own part numbers, all of them.
///
/// # Errors
///
/// What the database says.
pub fn put_parts(db: &mut Db, customer: &str, rows: &[PartRow]) -> Result<(), Failure> {
    db.run(diesel::delete(customer_parts::table.filter(customer_parts::customer.eq(customer))))?;
    for row in rows {
        db.run(diesel::insert_into(customer_parts::table).values(row.clone()))?;
    }
    Ok(())
}
