//! Items.

use super::page::{lower, lower_optional};
use super::{Page, amount, coded, counted, decimal, origin, portions, stored};
use crate::document::{self, ItemSource, Sheet, Unit};
use crate::domain::value::Amount;
use crate::store::schema::master::items;
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is known about an item.
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
#[diesel(table_name = items, treat_none_as_null = true, treat_none_as_default_value = false)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ItemFields)]
pub struct Fields {
    /// What it is.
    pub description: Option<String>,
    /// Unit of all its quantities; pieces unless said.
    pub unit: Option<Unit>,
    /// Group of items that behave alike.
    pub item_group: Option<String>,
    /// Where it comes from.
    pub source: Option<ItemSource>,
    /// Working days to make it, or calendar days to buy it, where nothing better is known.
    pub lead_days: Option<i32>,
    /// Who delivers it.
    pub supplier: Option<String>,
    /// Smallest lot.
    pub lot_minimum: Option<Amount>,
    /// Lots are multiples of this.
    pub lot_multiple: Option<Amount>,
    /// Needs of so many days are made in one lot.
    pub lot_period_days: Option<i32>,
    /// Stock kept for surprises.
    pub safety_stock: Option<Amount>,
    /// Good pieces of a hundred, above 0 and at most 100.
    pub yield_percent: Option<Amount>,
    /// Working days from receipt to release.
    pub inspection_days: Option<i32>,
    /// An item whose routing may stand in for a missing one.
    pub similar_item: Option<String>,
    /// Its run times times this.
    pub similar_factor: Option<Amount>,
}

/// An item.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = items, primary_key(code))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
#[schema(as = Item)]
pub struct Row {
    /// The item's code.
    pub code: String,
    #[allow(missing_docs)]
    #[diesel(embed)]
    #[serde(flatten)]
    pub fields: Fields,
    /// Whether new documents may name it.
    pub active: bool,
    /// Grows with every change of the item, its bill of materials or its routing.
    pub version: i64,
}

impl Row {
    /// The row of the items sheet.
    pub fn document(&self, at: u32) -> document::Item {
        let fields = &self.fields;
        document::Item {
            origin: origin(Sheet::Items, at),
            item: self.code.clone(),
            description: fields.description.clone(),
            unit: fields.unit,
            group: fields.item_group.clone(),
            source: fields.source,
            lead_days: counted(fields.lead_days),
            supplier: fields.supplier.clone(),
            lot_minimum: decimal(fields.lot_minimum),
            lot_multiple: decimal(fields.lot_multiple),
            lot_period_days: counted(fields.lot_period_days),
            safety_stock: decimal(fields.safety_stock),
            yield_percent: decimal(fields.yield_percent),
            inspection_days: counted(fields.inspection_days),
            similar_item: fields.similar_item.clone(),
            similar_factor: decimal(fields.similar_factor),
        }
    }
}

impl From<&document::Item> for Fields {
    fn from(row: &document::Item) -> Self {
        Self {
            description: row.description.clone(),
            unit: row.unit,
            item_group: row.group.clone(),
            source: row.source,
            lead_days: stored(row.lead_days),
            supplier: row.supplier.clone(),
            lot_minimum: amount(row.lot_minimum),
            lot_multiple: amount(row.lot_multiple),
            lot_period_days: stored(row.lot_period_days),
            safety_stock: amount(row.safety_stock),
            yield_percent: amount(row.yield_percent),
            inspection_days: stored(row.inspection_days),
            similar_item: row.similar_item.clone(),
            similar_factor: amount(row.similar_factor),
        }
    }
}

coded!(items, Row, description);

/// The group of every item that has one, by item.
///
/// # Errors
///
/// What the database says.
pub fn groups(db: &mut Db) -> Result<BTreeMap<String, String>, Failure> {
    let query = items::table.select((items::code, items::item_group.assume_not_null()));
    let rows: Vec<(String, String)> = db.all(query.filter(items::item_group.is_not_null()))?;
    Ok(rows.into_iter().collect())
}
