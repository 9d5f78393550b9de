//! Rows of the customers, sales orders, holds and shipments sheets.

use crate::document::{Customer, Hold, SalesOrderLine, Sheet, Shipment, ShopDocument};
use crate::import::row::Row;

use super::{FromRow, key, part};

impl FromRow for Customer {
    const SHEET: Sheet = Sheet::Customers;
    const KEY: &'static [&'static str] = &["customer"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        Some(Self {
            origin: row.origin(),
            name: row.text("name"),
            tier: row.word("tier"),
            language: row.word("language"),
            partial_shipments: row.yes_no("partial shipments"),
            short_tolerance_percent: row.percent("short tolerance %", false),
            transit_days: row.days("transit days"),
            carrier_calendar: row.code("carrier calendar"),
            buffer_days: row.days("buffer days"),
            ship_days: row.weekdays("ship days"),
            ship_cutoff: row.time("ship cutoff"),
            customer: row.code("customer")?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.customer]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.customers
    }
}

impl FromRow for SalesOrderLine {
    const SHEET: Sheet = Sheet::SalesOrders;
    const KEY: &'static [&'static str] = &["order", "line", "schedule"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (order, line) = (row.code("order"), row.numbered("line"));
        let (customer, item) = (row.code("customer"), row.code("item"));
        let quantity = row.quantity("quantity");
        Some(Self {
            origin: row.origin(),
            schedule: row.numbered("schedule"),
            shipped: row.amount("shipped"),
            order_date: row.date("order date"),
            requested_date: row.date("requested date"),
            promise_date: row.date("promise date"),
            date_basis: row.word("date basis"),
            ship_complete: row.yes_no("ship complete"),
            partial_shipments: row.yes_no("partial shipments"),
            firmness: row.word("firmness"),
            customer_order: row.code("customer order"),
            customer_part: row.code("customer part"),
            unit_price: row.amount("unit price"),
            priority: row.count("priority", 0, 1_000_000),
            order: order?,
            line: line?,
            customer: customer?,
            item: item?,
            quantity: quantity?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.order, &self.line, &part(self.schedule.as_ref())]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.sales_orders
    }
}

impl FromRow for Hold {
    const SHEET: Sheet = Sheet::Holds;

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (order, work_order) = (row.code("order"), row.code("work order"));
        if order.is_none() && work_order.is_none() {
            row.needs_one_of(&["order", "work order"]);
        }
        Some(Self {
            origin: row.origin(),
            order,
            line: row.numbered("line"),
            work_order,
            operation: row.numbered("operation"),
            milestone: row.word("milestone"),
            owner: row.text("owner"),
            expected_release: row.date("expected release"),
            released: row.date("released"),
            blocks: row.word("blocks"),
            kind: row.word("kind")?,
        })
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.holds
    }
}

impl FromRow for Shipment {
    const SHEET: Sheet = Sheet::Shipments;

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (order, line, shipped_date) = (row.code("order"), row.numbered("line"), row.date("shipped date"));
        Some(Self {
            origin: row.origin(),
            customer: row.code("customer"),
            item: row.code("item"),
            quantity: row.quantity("quantity"),
            order_date: row.date("order date"),
            requested_date: row.date("requested date"),
            promise_date: row.date("promise date"),
            order: order?,
            line: line?,
            shipped_date: shipped_date?,
        })
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.shipments
    }
}
