//! Suppliers.

use super::customers::Contact;
use super::page::{lower, lower_optional};
use super::{Page, coded, counted, origin, portions, stored};
use crate::document::{self, Sheet, Weekdays};
use crate::store::schema::master::suppliers;
use crate::store::types::Held;
use crate::store::{Columns, Db, Failure};
use crate::text::Lang;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is known about a supplier.
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
#[diesel(table_name = suppliers, treat_none_as_null = true, treat_none_as_default_value = false)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SupplierFields)]
pub struct Fields {
    /// The supplier's name.
    pub name: Option<String>,
    /// Usual days from order to receipt.
    pub lead_days: Option<i32>,
    /// When the supplier works.
    pub calendar: Option<String>,
    /// Weekdays on which outside work leaves for the supplier.
    #[schema(value_type = Option<Vec<String>>)]
    pub send_days: Option<Held<Weekdays>>,
    /// Whom to ask.
    #[schema(value_type = Vec<Contact>)]
    pub contacts: Held<Vec<Contact>>,
    /// The language in which the supplier is written to.
    pub language: Option<Lang>,
}

/// A supplier.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = suppliers, primary_key(code))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
#[schema(as = Supplier)]
pub struct Row {
    /// The supplier's number.
    pub code: String,
    #[allow(missing_docs)]
    #[diesel(embed)]
    #[serde(flatten)]
    pub fields: Fields,
    /// Whether new purchase orders may name the supplier.
    pub active: bool,
    /// Grows with every change.
    pub version: i64,
}

impl Row {
    /// The row of the suppliers sheet.
    pub fn document(&self, at: u32) -> document::Supplier {
        document::Supplier {
            origin: origin(Sheet::Suppliers, at),
            supplier: self.code.clone(),
            name: self.fields.name.clone(),
            lead_days: counted(self.fields.lead_days),
            calendar: self.fields.calendar.clone(),
            send_days: self.fields.send_days.as_ref().map(|days| days.0),
        }
    }
}

impl Fields {
    /// These fields as a row of the sheet has them; contacts and language stay, no sheet has them.
    #[must_use]
    pub fn with_document(self, row: &document::Supplier) -> Self {
        Self {
            name: row.name.clone(),
            lead_days: stored(row.lead_days),
            calendar: row.calendar.clone(),
            send_days: row.send_days.map(Held),
            ..self
        }
    }
}

coded!(suppliers, Row, name);
