//! What is there or on its way: stock, purchase orders, the output of work orders.

use super::Netting;
use crate::model::{Purchase, PurchaseKey, Stock, StockStatus, Supplier};
use crate::network::{NONE, Supply, SupplySource};
use crate::problem::ProblemKind;
use crate::quantity::Qty;
use crate::time::{DAY, Instant};

/// Receipts from which on a supplier's record counts.
const RECORD_FROM: usize = 5;

impl Netting<'_> {
    pub(super) fn add_supply(&mut self, supply: Supply) -> u32 {
        let index = self.supplies.len() as u32;
        self.supplies_of[supply.item as usize].push(index);
        self.supplies.push(supply);
        index
    }

    fn item(&self, code: &str) -> Option<u32> {
        self.index.find(code)
    }

    /// Stock that may be used now, after inspection, or from its expected release on.
    pub(super) fn add_stock(&mut self) {
        let shop = self.shop;
        for (lot, stock) in &shop.stock {
            let (Some(item), true) = (self.item(&stock.item), stock.quantity.is_some()) else { continue };
            let Some((received, available)) = self.stock_from(item, stock) else { continue };
            self.add_supply(Supply {
                source: SupplySource::Stock(lot.clone()),
                item,
                quantity: stock.quantity,
                restricted: stock.owner.is_some() || stock.reserved.is_some(),
                free: stock.quantity,
                available: available.0,
                received: received.0,
            });
        }
    }

    /// From when stock may be used; never for blocked stock without a release.
    fn stock_from(&self, item: u32, stock: &Stock) -> Option<(Instant, Instant)> {
        let now = self.shop.now;
        match (stock.status, stock.release) {
            (StockStatus::Usable, _) => Some((now, now)),
            (_, Some(release)) if release >= now => Some((now, release)),
            // The release is overdue: quality needs its usual days from now on.
            (_, Some(_)) => Some((now, self.working_days_after(now, self.shop.settings.hold_days.quality))),
            (StockStatus::Inspection, None) => Some((now, self.inspected(item, now).max(now + 1))),
            (StockStatus::Blocked, None) => None,
        }
    }

    /// When an item that was received at `received` is released by inspection.
    pub(super) fn inspected(&self, item: u32, received: Instant) -> Instant {
        self.working_days_after(received, self.templates[item as usize].inspection_days)
    }

    /// Purchase orders by their expected receipt, corrected by the supplier's record.
    pub(super) fn add_purchases(&mut self) {
        let shop = self.shop;
        for (key, purchase) in &shop.purchases {
            let open = purchase.quantity.less(purchase.received);
            let item = purchase.item.as_ref().and_then(|code| self.item(code));
            let (Some(item), true, None) = (item, open.is_some(), &purchase.outside) else { continue };
            let (received, hole) = self.expected(item, key, purchase);
            let supply = self.add_supply(Supply {
                source: SupplySource::Purchase(key.clone()),
                item,
                quantity: open,
                restricted: false,
                free: open,
                available: self.inspected(item, received).0,
                received: received.0,
            });
            self.supply_holes.extend(hole.map(|hole| (supply, hole)));
            let line =
                purchase.line.as_ref().and_then(|l| self.lines.binary_search_by(|n| n.key.cmp(l)).ok());
            self.linked.extend(line.map(|line| (supply, line as u32)));
        }
    }

    /// When a purchase order is expected, on a day on which the plant is open, and the problem if that had to
    /// be assumed.
    pub(super) fn expected(
        &mut self,
        item: u32,
        key: &PurchaseKey,
        purchase: &Purchase,
    ) -> (Instant, Option<u32>) {
        let (at, hole) = self.underway(item, key, purchase);
        (self.received_on(at), hole)
    }

    /// Goods that come on a closed day are received on the next open one.
    fn received_on(&self, at: Instant) -> Instant {
        self.calendars.list[self.calendars.plant as usize].on_open_day(at)
    }

    /// When a purchase of an item that is made now is received.
    pub(super) fn bought_now(&self, item: u32) -> Instant {
        let lead = self.templates[item as usize].lead;
        self.received_on(self.lead_after(self.shop.now, lead.days, lead.calendar))
    }

    /// When a purchase order comes.
    ///
    /// An overdue receipt never arrives now: what the supplier's record says of receipts that were at least
    /// this late gives the median of what is still to come; without a record, half of the lateness so far.
    fn underway(&mut self, item: u32, key: &PurchaseKey, purchase: &Purchase) -> (Instant, Option<u32>) {
        let now = self.shop.now;
        let supplier = purchase.supplier.as_ref().and_then(|s| self.shop.suppliers.get(s));
        let (confirmed, hole) = match purchase.confirmed {
            Some(confirmed) => (confirmed, None),
            None => {
                let hole = self.holes.add(ProblemKind::PurchaseWithoutDate { purchase: key.clone() });
                (self.promised_by_lead_time(item, purchase), Some(hole))
            }
        };
        if confirmed >= now {
            let late = supplier.map_or(0, |s| median_above(&s.record, i32::MIN).unwrap_or(0).max(0));
            return (confirmed + i64::from(late) * DAY, hole);
        }
        let late_days = (now - confirmed + DAY - 1) / DAY;
        let remaining = self.remaining_days(supplier, late_days as i32);
        let overdue = ProblemKind::OverduePurchase {
            purchase: key.clone(),
            late_days: late_days as u32,
            expected_days: remaining as u32,
        };
        let hole = hole.unwrap_or_else(|| self.holes.add(overdue));
        (now + i64::from(remaining) * DAY, Some(hole))
    }

    /// When a purchase order without a date should come: its lead time after it was ordered.
    fn promised_by_lead_time(&self, item: u32, purchase: &Purchase) -> Instant {
        let template = &self.templates[item as usize];
        let (mut days, calendar) = (template.lead.days, template.lead.calendar);
        if template.made {
            let supplier = purchase.supplier.as_ref().and_then(|s| self.shop.suppliers.get(s));
            days = supplier.and_then(|s| s.lead_days).unwrap_or(self.shop.settings.default_lead_days);
        }
        self.lead_after(purchase.ordered_at.unwrap_or(self.shop.now), days, calendar)
    }

    /// Days that a receipt is still away, given that it is `late` days late already.
    fn remaining_days(&self, supplier: Option<&Supplier>, late: i32) -> i32 {
        let own = supplier.and_then(|s| median_above(&s.record, late));
        let pooled = || {
            let all: Vec<i32> = self.shop.suppliers.values().flat_map(|s| s.record.iter().copied()).collect();
            median_above(&all, late)
        };
        let total = own.or_else(pooled).unwrap_or(late + (late + 1) / 2);
        (total - late).max(1)
    }

    /// `days` days after `from` on a supplier's calendar, or every day counted.
    pub(super) fn lead_after(&self, from: Instant, days: u32, calendar: u32) -> Instant {
        let clock = from + i64::from(days) * DAY;
        if calendar == NONE {
            return clock;
        }
        self.calendars.list[calendar as usize].days_after(from, days).unwrap_or(clock)
    }

    /// By when the proposed purchases of an item must be ordered for whom they serve in the end: `first` is
    /// the first peg of the item. Nobody waits for what is only safety stock.
    pub(super) fn order_in_time(&mut self, item: u32, first: usize) {
        let template = &self.templates[item as usize];
        let (lead, inspection) = (template.lead, template.inspection_days);
        if template.made {
            return;
        }
        for place in first..self.pegs.len() {
            let peg = self.pegs[place];
            let need = self.demands[peg.demand as usize].need;
            if peg.quantity.is_zero() || need >= Instant::NEVER.0 {
                continue;
            }
            let plant = &self.calendars.list[self.calendars.plant as usize];
            let received = plant.days_before(Instant(need), inspection).0;
            let latest = self.calendars.days_before(received, lead.days, lead.calendar);
            if let SupplySource::Proposed { order_by, .. } = &mut self.supplies[peg.supply as usize].source {
                *order_by = latest.min(*order_by);
            }
        }
    }

    /// A purchase of `quantity` to be made now, and received then: see [`Self::bought_now`].
    pub(super) fn propose_purchase(&mut self, item: u32, quantity: Qty, nth: u32, received: Instant) -> u32 {
        let lead = self.templates[item as usize].lead;
        let source = if lead.customer {
            SupplySource::Customer { nth }
        } else {
            SupplySource::Proposed { nth, order_by: Instant::NEVER.0 }
        };
        let available = self.inspected(item, received).0;
        let supply = Supply {
            source,
            item,
            quantity,
            restricted: false,
            free: quantity,
            available,
            received: received.0,
        };
        let index = self.add_supply(supply);
        if lead.hole != NONE {
            self.supply_holes.push((index, lead.hole));
        }
        index
    }
}

/// The median of the days above `late`, if there are enough of them.
pub(super) fn median_above(record: &[i32], late: i32) -> Option<i32> {
    let mut above: Vec<i32> = record.iter().copied().filter(|&days| days > late).collect();
    let enough = if late == i32::MIN { RECORD_FROM } else { 3 };
    if above.len() < enough {
        return None;
    }
    above.sort_unstable();
    Some(above[(above.len() - 1) / 2])
}

#[cfg(test)]
mod tests {
    use super::median_above;

    #[test]
    fn what_is_late_already_is_judged_by_what_was_at_least_as_late() {
        let record = [0, 0, 1, 2, 2, 6, 8, 10];
        assert_eq!(median_above(&record, i32::MIN), Some(2));
        assert_eq!(median_above(&record, 5), Some(8));
        assert_eq!(median_above(&record, 9), None, "one receipt is no record");
    }
}
