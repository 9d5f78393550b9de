//! What customers ordered, and what holds it up.

use super::numbers::quantity;
use super::{Desk, FaultKind};
use crate::document::{
    DateBasis, Firmness as Sure, Hold as HoldRow, HoldBlocks, HoldKind as Why, Milestone, SalesOrderLine,
};
use holdfast_engine::model::{
    Basis, Blocks, Code, Firmness, Hold, HoldKind, HoldTarget, LineKey, Promise, SalesLine, Tier,
};
use holdfast_engine::quantity::Qty;

impl Desk<'_> {
    /// Lines of which something is still to ship.
    pub(super) fn add_lines(&mut self) {
        let document = self.document;
        for row in &document.sales_orders {
            let shipped = row.shipped.map_or(Qty::ZERO, quantity);
            let ordered = quantity(row.quantity);
            if shipped >= ordered {
                continue;
            }
            for text in [Some(&row.line), row.schedule.as_ref()].into_iter().flatten() {
                if let Some(number) = self.numbers.assigned(text) {
                    let written = text.clone();
                    self.fault(Some(row.origin), FaultKind::NumberAssigned { written, number });
                }
            }
            let key = LineKey {
                order: row.order.as_str().into(),
                line: self.numbers.of_text(&row.line),
                schedule: row.schedule.as_deref().map_or(0, |text| self.numbers.of_text(text)),
            };
            let line = self.sales_line(row, ordered, shipped);
            self.shop.lines.insert(key, line);
        }
    }

    fn sales_line(&self, row: &SalesOrderLine, quantity: Qty, shipped: Qty) -> SalesLine {
        SalesLine {
            customer: row.customer.as_str().into(),
            item: row.item.as_str().into(),
            quantity,
            shipped,
            ordered_at: row.order_date.map(|date| self.entered(date)),
            requested: row.requested_date.map(|date| self.by(date)),
            promise: row.promise_date.map(|date| Promise::by(self.by(date))),
            basis: match row.date_basis.unwrap_or(DateBasis::Ship) {
                DateBasis::Ship => Basis::Ship,
                DateBasis::Arrival => Basis::Arrival,
            },
            firmness: match row.firmness.unwrap_or(Sure::Firm) {
                Sure::Firm => Firmness::Firm,
                Sure::Forecast => Firmness::Forecast,
            },
            ship_complete: row.ship_complete.unwrap_or(false),
            partial: row.partial_shipments,
            tier: row.priority.map(rank),
        }
    }

    /// Holds that stand. What was released by the day of the snapshot holds nothing.
    pub(super) fn add_holds(&mut self) {
        let document = self.document;
        let today = self.shop.now.date(self.shop.zone);
        for row in &document.holds {
            if row.released.is_some_and(|date| date <= today) {
                continue;
            }
            let Some((target, name)) = self.held(row) else { continue };
            let hold = Hold {
                target,
                kind: match row.kind {
                    Why::Credit => HoldKind::Credit,
                    Why::Drawing => HoldKind::Drawing,
                    Why::Quality => HoldKind::Quality,
                    Why::Customer => HoldKind::Customer,
                },
                milestone: row.milestone.map(milestone),
                owner: row.owner.clone(),
                expected: row.released.or(row.expected_release).map(|date| self.work_begins(date)),
                blocks: match row.blocks.unwrap_or(HoldBlocks::Start) {
                    HoldBlocks::Start => Blocks::Start,
                    HoldBlocks::Dispatch => Blocks::Dispatch,
                },
            };
            let mut key = Code::from(name.as_str());
            if self.shop.holds.contains_key(&key) {
                key = Code::from(format!("{name}#{}", row.origin.row));
            }
            self.shop.holds.insert(key, hold);
        }
    }

    /// What a row holds, and its name; nothing and a fault if there is no such thing.
    fn held(&mut self, row: &HoldRow) -> Option<(HoldTarget, String)> {
        let operation = row.operation.as_deref().map(|text| self.numbers.of_text(text));
        let line = row.line.as_deref().map(|text| self.numbers.of_text(text));
        let (target, name, open) = match (&row.work_order, &row.order, line) {
            (Some(work_order), ..) => {
                let code = Code::from(work_order.as_str());
                let open = self.shop.work_orders.get(&code).is_some_and(|w| !w.closed);
                (HoldTarget::WorkOrder(code, operation), work_order.clone(), open)
            }
            (None, Some(order), Some(line)) => {
                let open = self.lines_of(order).any(|(key, _)| key.line == line);
                (HoldTarget::Line(order.as_str().into(), line), format!("{order}/{line}"), open)
            }
            (None, Some(order), None) => {
                let open = self.lines_of(order).next().is_some();
                (HoldTarget::Order(order.as_str().into()), order.clone(), open)
            }
            (None, None, _) => return None,
        };
        if open {
            return Some((target, name));
        }
        self.fault(Some(row.origin), FaultKind::HoldOnNothing { target: name });
        None
    }
}

/// The tier that an order's own priority stands for.
pub(super) fn rank(priority: u32) -> Tier {
    match priority {
        0 | 1 => Tier::A,
        2 => Tier::B,
        _ => Tier::C,
    }
}

/// A milestone's stable name; `text` says it in words.
fn milestone(milestone: Milestone) -> String {
    match milestone {
        Milestone::DrawingApproval => "drawing-approval",
        Milestone::Deposit => "deposit",
        Milestone::SampleSignOff => "sample-sign-off",
    }
    .to_owned()
}
