//! Purchase orders that are still on their way. What came in full only feeds the supplier's record.

use super::numbers::quantity;
use super::{Desk, FaultKind};
use crate::document::PurchaseOrderLine;
use holdfast_engine::model::{Code, LineKey, OperationKind, Purchase, PurchaseKey};
use holdfast_engine::quantity::Qty;

impl Desk<'_> {
    /// Open purchase order lines.
    pub(super) fn add_purchases(&mut self) {
        let document = self.document;
        for row in &document.purchase_orders {
            let (ordered, received) = (quantity(row.quantity), row.received.map_or(Qty::ZERO, quantity));
            if received >= ordered {
                continue;
            }
            let key = PurchaseKey {
                order: row.purchase_order.as_str().into(),
                line: self.numbers.of_text(&row.line),
            };
            let confirmed = row.confirmed_date.map(|date| self.received(date));
            let purchase = Purchase {
                supplier: row.supplier.as_deref().map(Code::from),
                item: Some(row.item.as_str().into()),
                quantity: ordered,
                received,
                ordered_at: row.order_date.map(|date| self.entered(date)),
                confirmed,
                line: self.bought_for(row, &key),
                outside: self.outside(row),
            };
            self.shop.purchases.insert(key, purchase);
        }
    }

    /// The open line that a purchase order was made for.
    fn bought_for(&mut self, row: &PurchaseOrderLine, key: &PurchaseKey) -> Option<LineKey> {
        let order = row.order.as_deref()?;
        let line = self.numbers.of_text(row.sales_line.as_deref()?);
        if let Some(found) = self.find_line(order, line, None) {
            return Some(found);
        }
        if self.knows_order(order) && !self.knows_line(order, line) {
            let (purchase, line) = (key.clone(), LineKey::new(order, line));
            self.fault(Some(row.origin), FaultKind::PurchaseForUnknownLine { purchase, line });
        }
        None
    }

    /// The outside operation that a purchase order pays for: the one named, or the only one there is.
    fn outside(&self, row: &PurchaseOrderLine) -> Option<(Code, u32)> {
        let work_order = row.work_order.as_deref()?;
        if let Some(operation) = &row.operation {
            return Some((work_order.into(), self.numbers.of_text(operation)));
        }
        let item = self.shop.work_orders.get(work_order)?.item.as_ref()?;
        let routing = &self.shop.items.get(item)?.routing;
        let mut outside = routing.iter().filter(|o| matches!(o.kind, OperationKind::Outside { .. }));
        let only = outside.next().filter(|_| outside.next().is_none())?;
        Some((work_order.into(), only.number))
    }
}
