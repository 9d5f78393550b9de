//! The mirror as one document, the rows in the order of their keys and numbered by it.

use super::Mirror;
use crate::document::{Origin, Settings, Sheet, ShopDocument};

/// Numbers rows by their place.
macro_rules! numbered {
    ($rows:expr, $sheet:ident) => {{
        let mut rows: Vec<_> = $rows.cloned().collect();
        for (row, place) in rows.iter_mut().zip(2..) {
            row.origin = Origin { sheet: Sheet::$sheet, row: place };
        }
        rows
    }};
}

impl Mirror {
    /// Everything as a document.
    pub fn document(&self) -> ShopDocument {
        let made = || self.made.values();
        ShopDocument {
            titles: std::collections::BTreeMap::new(),
            settings: Settings { zone: Some(self.zone.clone()), ..self.settings.clone() },
            customers: numbered!(self.customers.values(), Customers),
            items: numbered!(self.items.values(), Items),
            stock: numbered!(self.stock.values().flatten(), Stock),
            boms: numbered!(self.boms.values().flatten(), Boms),
            routings: numbered!(self.routings.values().flatten(), Routings),
            work_centres: numbered!(self.work_centres.iter(), WorkCentres),
            shifts: numbered!(self.shifts.iter(), Calendars),
            calendar_exceptions: numbered!(self.exceptions.iter(), CalendarExceptions),
            suppliers: numbered!(self.suppliers.values(), Suppliers),
            sales_orders: numbered!(self.sold.values().flatten(), SalesOrders),
            // A hold's place is its number: it tells two holds of one order apart.
            holds: self.holds.clone(),
            work_orders: numbered!(made().map(|made| &made.order), WorkOrders),
            progress: numbered!(made().flat_map(|made| &made.progress), Progress),
            issues: numbered!(made().flat_map(|made| &made.issues), Issues),
            purchase_orders: numbered!(self.bought.values().flatten(), PurchaseOrders),
            shipments: Vec::new(),
            production: Vec::new(),
        }
    }
}
