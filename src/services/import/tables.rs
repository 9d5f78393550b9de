//! The sheets of rows, and what an import may do with each.

use crate::document::Sheet;

/// A sheet of rows.
pub(super) struct Table {
    /// Which one it is.
    pub(super) sheet: Sheet,
    /// Its name in the document's JSON.
    pub(super) name: &'static str,
    /// The fields that are its rows' key. None means that the whole row is.
    pub(super) key: &'static [&'static str],
    /// Fields that an import never overwrites.
    pub(super) kept: &'static [&'static str],
    /// The field of what its rows make up together: it is taken over as a whole.
    pub(super) group: Option<&'static str>,
    /// Whether its rows are orders in hand that can be closed.
    pub(super) closes: bool,
}

/// All of them, in the order of the workbook.
pub(super) const TABLES: [Table; 17] = [
    Table {
        sheet: Sheet::Customers,
        name: "customers",
        key: &["customer"],
        kept: &[],
        group: None,
        closes: false,
    },
    Table { sheet: Sheet::Items, name: "items", key: &["item"], kept: &[], group: None, closes: false },
    Table {
        sheet: Sheet::Stock,
        name: "stock",
        key: &["key"],
        kept: &["item", "quantity", "status", "customer", "reserved_tier", "expected_release", "lot"],
        group: None,
        closes: false,
    },
    Table {
        sheet: Sheet::Boms,
        name: "boms",
        key: &["parent", "component", "operation", "valid_from"],
        kept: &[],
        group: Some("parent"),
        closes: false,
    },
    Table {
        sheet: Sheet::Routings,
        name: "routings",
        key: &["item", "operation"],
        kept: &[],
        group: Some("item"),
        closes: false,
    },
    Table {
        sheet: Sheet::WorkCentres,
        name: "work_centres",
        key: &["work_centre"],
        kept: &["last_report"],
        group: None,
        closes: false,
    },
    Table {
        sheet: Sheet::Calendars,
        name: "shifts",
        key: &[],
        kept: &[],
        group: Some("calendar"),
        closes: false,
    },
    Table {
        sheet: Sheet::CalendarExceptions,
        name: "calendar_exceptions",
        key: &[],
        kept: &[],
        group: None,
        closes: false,
    },
    Table {
        sheet: Sheet::Suppliers,
        name: "suppliers",
        key: &["supplier"],
        kept: &[],
        group: None,
        closes: false,
    },
    Table {
        sheet: Sheet::SalesOrders,
        name: "sales_orders",
        key: &["order", "line", "schedule"],
        kept: &["promise_date", "shipped", "customer"],
        group: None,
        closes: true,
    },
    Table {
        sheet: Sheet::Holds,
        name: "holds",
        key: &["order", "line", "work_order", "operation", "kind", "milestone"],
        kept: &["owner", "expected_release", "released", "blocks"],
        group: None,
        closes: false,
    },
    Table {
        sheet: Sheet::WorkOrders,
        name: "work_orders",
        key: &["work_order"],
        kept: &["started_quantity", "received", "status"],
        group: None,
        closes: true,
    },
    Table {
        sheet: Sheet::Progress,
        name: "progress",
        key: &["work_order", "operation"],
        kept: &[
            "good",
            "scrap",
            "rework",
            "rework_operation",
            "status",
            "started",
            "last_report",
            "finished",
            "work_centre",
            "sequence",
            "frozen",
        ],
        group: None,
        closes: false,
    },
    Table {
        sheet: Sheet::Issues,
        name: "issues",
        key: &["work_order", "item"],
        kept: &["quantity"],
        group: None,
        closes: false,
    },
    Table {
        sheet: Sheet::PurchaseOrders,
        name: "purchase_orders",
        key: &["purchase_order", "line"],
        kept: &["received", "received_date"],
        group: None,
        closes: true,
    },
    Table { sheet: Sheet::Shipments, name: "shipments", key: &[], kept: &[], group: None, closes: false },
    Table { sheet: Sheet::Production, name: "production", key: &[], kept: &[], group: None, closes: false },
];
