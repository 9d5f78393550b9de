//! Suppliers and what was ordered from them.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Origin, Weekdays};

/// A row of the suppliers sheet. Key: `supplier`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    /// Where the row stood.
    pub origin: Origin,
    /// The supplier's number.
    pub supplier: String,
    /// The supplier's name.
    pub name: Option<String>,
    /// Usual days from order to receipt.
    pub lead_days: Option<u32>,
    /// When the supplier works.
    pub calendar: Option<String>,
    /// Weekdays on which outside work leaves for the supplier.
    pub send_days: Option<Weekdays>,
}

/// A row of the purchase orders sheet. Key: purchase order, line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrderLine {
    /// Where the row stood.
    pub origin: Origin,
    /// Number of the purchase order.
    pub purchase_order: String,
    /// Number of its line, in plain form.
    pub line: String,
    /// From whom.
    pub supplier: Option<String>,
    /// What; for outside work, the item that comes back.
    pub item: String,
    /// How much was ordered.
    pub quantity: Decimal,
    /// How much has come.
    pub received: Option<Decimal>,
    /// When it was ordered.
    pub order_date: Option<NaiveDate>,
    /// When the supplier says it comes.
    pub confirmed_date: Option<NaiveDate>,
    /// When it came.
    pub received_date: Option<NaiveDate>,
    /// The sales order it is for.
    pub order: Option<String>,
    /// The sales order's line it is for.
    pub sales_line: Option<String>,
    /// The work order it is for.
    pub work_order: Option<String>,
    /// The work order's operation it is for.
    pub operation: Option<String>,
}
