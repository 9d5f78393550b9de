//! What lies in the store: one lot for every row, under a key that stays the same from import to import.

use super::Desk;
use super::numbers::quantity;
use crate::document::StockStatus as Status;
use holdfast_engine::model::{Code, Stock, StockStatus, Tier};
use std::collections::BTreeMap;

impl Desk<'_> {
    /// Stock lots. A lot's number is its key if no other row has it; else item and row are.
    pub(super) fn add_stock(&mut self) {
        let document = self.document;
        let mut rows_of: BTreeMap<&str, u32> = BTreeMap::new();
        for lot in document.stock.iter().filter_map(|row| row.lot.as_deref()) {
            *rows_of.entry(lot).or_default() += 1;
        }
        for row in &document.stock {
            let own = row.lot.as_deref().filter(|lot| rows_of.get(lot) == Some(&1));
            let key = own.map_or_else(|| Code::from(format!("{}#{}", row.item, row.origin.row)), Code::from);
            let lot = Stock {
                item: row.item.as_str().into(),
                quantity: quantity(row.quantity),
                status: match row.status.unwrap_or(Status::Usable) {
                    Status::Usable => StockStatus::Usable,
                    Status::Inspection => StockStatus::Inspection,
                    Status::Blocked => StockStatus::Blocked,
                },
                owner: row.customer.as_deref().map(Code::from),
                reserved: row.reserved_tier.map(Tier::from),
                release: row.expected_release.map(|date| self.work_begins(date)),
            };
            self.shop.stock.insert(key, lot);
        }
    }
}
