//! The shop as it was handed in: one typed row for every row of every sheet of `docs/workbook.md`.
//!
//! Owns the shapes and nothing else. No I/O, no planning types, no look-ups: a code here may name something
//! that does not exist, because a misspelt part number must cost one row and not the file. Workbooks, CSV
//! folders and other systems of record all end in a [`ShopDocument`], so planning reads one thing only.
//!
//! Dates and times are the plant's own, without zone; [`Settings::zone`] says which zone that is. Quantities
//! are in the item's unit with at most six decimals. `None` always means "the cell was empty".

mod history;
mod items;
mod orders;
mod purchasing;
mod resources;
mod settings;
mod sheet;
mod work;

pub use history::{ProductionRecord, Shipment};
pub use items::{
    Alternate, BomLine, Item, ItemSource, OperationKind, RoutingOperation, RunBasis, StockLot, StockStatus,
    Unit,
};
pub use orders::{
    Customer, DateBasis, Firmness, Hold, HoldBlocks, HoldKind, Milestone, SalesOrderLine, Tier,
};
pub use purchasing::{PurchaseOrderLine, Supplier};
pub use resources::{CalendarException, ExceptionKind, Holidays, Shift, Weekdays, WorkCentre};
pub use settings::Settings;
pub use sheet::{Origin, Sheet};
pub use work::{MaterialIssue, OperationProgress, OperationStatus, WorkOrder, WorkOrderStatus};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Everything a shop handed in. Rows stand in the order of their sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopDocument {
    /// What each sheet is called in the user's own file, so that messages use the user's words.
    pub titles: BTreeMap<Sheet, String>,
    /// The plant and its policies.
    pub settings: Settings,
    /// Who orders.
    pub customers: Vec<Customer>,
    /// What is made, bought and sold.
    pub items: Vec<Item>,
    /// What lies in the store now. Several rows for an item add up.
    pub stock: Vec<StockLot>,
    /// Which components go into which parents.
    pub boms: Vec<BomLine>,
    /// How items are made, one row per operation.
    pub routings: Vec<RoutingOperation>,
    /// Where they are made.
    pub work_centres: Vec<WorkCentre>,
    /// When work is done: one row per shift.
    pub shifts: Vec<Shift>,
    /// When it is not, or when it is done besides.
    pub calendar_exceptions: Vec<CalendarException>,
    /// Who delivers.
    pub suppliers: Vec<Supplier>,
    /// What customers ordered, one row per line or schedule line.
    pub sales_orders: Vec<SalesOrderLine>,
    /// What stops an order or a work order until someone releases it.
    pub holds: Vec<Hold>,
    /// What is being made.
    pub work_orders: Vec<WorkOrder>,
    /// How far the work orders are.
    pub progress: Vec<OperationProgress>,
    /// Material already handed to work orders.
    pub issues: Vec<MaterialIssue>,
    /// What was ordered from suppliers.
    pub purchase_orders: Vec<PurchaseOrderLine>,
    /// What was shipped in the past, against which promises.
    pub shipments: Vec<Shipment>,
    /// What was made in the past, and when.
    pub production: Vec<ProductionRecord>,
}

impl ShopDocument {
    /// The sheet's name in the user's file, or its English name where there was no such sheet.
    pub fn title(&self, sheet: Sheet) -> &str {
        self.titles.get(&sheet).map_or(sheet.english(), String::as_str)
    }
}
