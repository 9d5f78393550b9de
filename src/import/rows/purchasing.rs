//! Rows of the suppliers and purchase orders sheets.

use crate::document::{PurchaseOrderLine, Sheet, ShopDocument, Supplier};
use crate::import::row::Row;

use super::{FromRow, key};

impl FromRow for Supplier {
    const SHEET: Sheet = Sheet::Suppliers;
    const KEY: &'static [&'static str] = &["supplier"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        Some(Self {
            origin: row.origin(),
            name: row.text("name"),
            lead_days: row.days("lead days"),
            calendar: row.code("calendar"),
            send_days: row.weekdays("send days"),
            supplier: row.code("supplier")?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.supplier]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.suppliers
    }
}

impl FromRow for PurchaseOrderLine {
    const SHEET: Sheet = Sheet::PurchaseOrders;
    const KEY: &'static [&'static str] = &["purchase order", "line"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (purchase_order, line) = (row.code("purchase order"), row.numbered("line"));
        let (item, quantity) = (row.code("item"), row.quantity("quantity"));
        Some(Self {
            origin: row.origin(),
            supplier: row.code("supplier"),
            received: row.amount("received"),
            order_date: row.date("order date"),
            confirmed_date: row.date("confirmed date"),
            received_date: row.date("received date"),
            order: row.code("order"),
            sales_line: row.numbered("sales line"),
            work_order: row.code("work order"),
            operation: row.numbered("operation"),
            purchase_order: purchase_order?,
            line: line?,
            item: item?,
            quantity: quantity?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.purchase_order, &self.line]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.purchase_orders
    }
}
