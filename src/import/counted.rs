//! Fractions of what comes in whole ones: half a shaft is a slipped point, and nobody can make or ship it.
//!
//! Looks at what is ordered, once the units of all items are known. What was counted on the floor or in the store is
//! taken as it was counted.

use super::dictionary::column_name;
use super::fault::{Effect, Fault, Problem};
use super::unread::Unread;
use crate::document::{Origin, Sheet, ShopDocument, Unit};
use crate::domain::quantity::is_counted;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Takes the rows out of `document` that order a fraction of an item that is counted, here or in `stored`. Their keys
/// are noted in `unread`: the file has them.
pub fn refuse_fractions(
    document: &mut ShopDocument,
    stored: &ShopDocument,
    unread: &mut Unread,
) -> Vec<Fault> {
    let all = stored.items.iter().chain(&document.items);
    let units: BTreeMap<String, Option<Unit>> = all.map(|row| (row.item.clone(), row.unit)).collect();
    let titles = [Sheet::SalesOrders, Sheet::WorkOrders, Sheet::PurchaseOrders]
        .map(|sheet| (sheet, document.title(sheet).to_owned()));
    let titles = BTreeMap::from(titles);
    let mut faults = Vec::new();
    let mut whole = |origin: Origin, item: &str, column: &'static str, quantity: Decimal, key: &[&str]| {
        if quantity.fract().is_zero() || !is_counted(units.get(item).copied().flatten()) {
            return true;
        }
        let title = titles.get(&origin.sheet).map_or(origin.sheet.english(), String::as_str);
        let problem = Problem::FractionOfItem { item: item.to_owned() };
        faults.push(Fault {
            row: Some(origin.row),
            column: Some(column_name(origin.sheet, column, title)),
            value: Some(quantity.normalize().to_string()),
            ..Fault::of_sheet(title, problem, Effect::RowDropped)
        });
        let key = key.iter().map(|part| (*part).to_owned()).collect();
        unread.entry(origin.sheet).or_default().rows.insert(key);
        false
    };
    document.sales_orders.retain(|row| {
        let key = [row.order.as_str(), &row.line, row.schedule.as_deref().unwrap_or_default()];
        whole(row.origin, &row.item, "quantity", row.quantity, &key)
    });
    document.work_orders.retain(|row| {
        let key = [row.work_order.as_str()];
        let started = row.started_quantity.unwrap_or_default();
        whole(row.origin, &row.item, "quantity", row.quantity, &key)
            && whole(row.origin, &row.item, "started quantity", started, &key)
    });
    document.purchase_orders.retain(|row| {
        let key = [row.purchase_order.as_str(), &row.line];
        whole(row.origin, &row.item, "quantity", row.quantity, &key)
    });
    faults
}
