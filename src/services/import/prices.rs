//! Prices in a file: a file without them says nothing of them, and who may not read prices changes none.
//!
//! A workbook that somebody without that right has exported has no prices. Brought back, it must not wipe them;
//! and what would change must not tell the stored ones.

use super::preview::Preview;
use crate::document::{SalesOrderLine, Sheet, ShopDocument};
use crate::domain::role::{Actor, Right};
use std::collections::BTreeMap;

/// Puts the stored prices in place of those that the file does not have, or that the actor may not change.
pub(super) fn keep(file: &mut ShopDocument, stored: &ShopDocument, actor: &Actor) {
    type Key<'k> = (&'k str, &'k str, Option<&'k str>);
    fn key(line: &SalesOrderLine) -> Key<'_> {
        (&line.order, &line.line, line.schedule.as_deref())
    }
    let known: BTreeMap<Key<'_>, _> =
        stored.sales_orders.iter().map(|line| (key(line), line.unit_price)).collect();
    let may = actor.may(Right::ReadPrices);
    for line in &mut file.sales_orders {
        if let Some(price) = known.get(&key(line)).copied()
            && (line.unit_price.is_none() || !may)
        {
            line.unit_price = price;
        }
    }
}

/// Takes prices out of what somebody else's import would change.
pub(super) fn hide(preview: &mut Preview, actor: &Actor) {
    if actor.may(Right::ReadPrices) {
        return;
    }
    let sheets = preview.sheets.iter_mut().filter(|sheet| sheet.sheet == Sheet::SalesOrders);
    for row in sheets.flat_map(|sheet| &mut sheet.rows) {
        row.fields.retain(|field| field.field != "unit_price");
    }
}
