//! Rows of the items, stock, boms and routings sheets.

use crate::document::{BomLine, Item, RoutingOperation, Sheet, ShopDocument, StockLot};
use crate::import::row::Row;

use super::{FromRow, key, part};

impl FromRow for Item {
    const SHEET: Sheet = Sheet::Items;
    const KEY: &'static [&'static str] = &["item"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        Some(Self {
            origin: row.origin(),
            description: row.text("description"),
            unit: row.word("unit"),
            group: row.code("group"),
            source: row.word("source"),
            lead_days: row.days("lead days"),
            supplier: row.code("supplier"),
            lot_minimum: row.ruled("lot minimum"),
            lot_multiple: row.quantity("lot multiple"),
            lot_period_days: row.days("lot period days"),
            safety_stock: row.ruled("safety stock"),
            yield_percent: row.percent("yield %", true),
            inspection_days: row.days("inspection days"),
            similar_item: row.code("similar item"),
            similar_factor: row.factor("similar factor"),
            item: row.code("item")?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.item]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.items
    }
}

impl FromRow for StockLot {
    const SHEET: Sheet = Sheet::Stock;

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (item, quantity) = (row.code("item"), row.amount("quantity"));
        Some(Self {
            origin: row.origin(),
            // Blocked stock taken for usable would promise what cannot be shipped.
            status: row.word_or_drop("status"),
            customer: row.code("customer"),
            reserved_tier: row.word("reserved tier"),
            expected_release: row.date("expected release"),
            lot: row.code("lot"),
            item: item?,
            quantity: quantity?,
        })
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.stock
    }
}

impl FromRow for BomLine {
    const SHEET: Sheet = Sheet::Boms;

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (parent, component) = (row.code("parent"), row.code("component"));
        let quantity_per = row.quantity("quantity per");
        let (valid_from, valid_to) = (row.date("valid from"), row.date("valid to"));
        Some(Self {
            origin: row.origin(),
            operation: row.numbered("operation"),
            valid_from,
            valid_to: row.in_order(valid_from.as_ref(), valid_to, "valid to"),
            parent: parent?,
            component: component?,
            quantity_per: quantity_per?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[
            &self.parent,
            &self.component,
            &part(self.operation.as_ref()),
            &part(self.valid_from.as_ref()),
        ]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.boms
    }
}

impl FromRow for RoutingOperation {
    const SHEET: Sheet = Sheet::Routings;
    const KEY: &'static [&'static str] = &["item", "operation"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (item, operation) = (row.code("item"), row.numbered("operation"));
        Some(Self {
            origin: row.origin(),
            name: row.text("name"),
            kind: row.word("kind"),
            work_centre: row.code("work centre"),
            setup_minutes: row.minutes("setup minutes"),
            run_minutes: row.minutes("run minutes"),
            run_basis: row.word("run basis"),
            load_size: row.quantity("load size"),
            setup_family: row.code("setup family"),
            transfer_batch: row.quantity("transfer batch"),
            interruptible: row.yes_no("interruptible"),
            alternates: row.alternates("alternates"),
            move_minutes: row.minutes("move minutes"),
            supplier: row.code("supplier"),
            outside_days: row.days("outside days"),
            learned_factor: row.factor("learned factor"),
            observations: row.count("observations", 0, 1_000_000_000),
            item: item?,
            operation: operation?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.item, &self.operation]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.routings
    }
}
