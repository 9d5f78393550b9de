//! Bought material: who gets which receipt, and what is ordered when it runs short.
//!
//! Receipts are given out first come, first served. A supplier is late as often and as much as its habit
//! says; what it confirmed stays what the purchase order shows.

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::clock::{DAY, Minute};
use crate::python_random::PythonRandom;

/// A purchase order line for material.
#[derive(Debug, Clone)]
pub struct Purchase {
    /// Index of the item.
    pub item: usize,
    /// Thousandths of the unit.
    pub quantity: i64,
    /// When it was ordered.
    pub ordered: Minute,
    /// The date that the supplier confirmed.
    pub confirmed: Minute,
    /// When it really comes, the first part and the rest.
    pub arrivals: Vec<Arrival>,
}

/// A delivery by the supplier.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// When it comes.
    pub at: Minute,
    /// When incoming inspection is through with it.
    pub usable: Minute,
    /// Thousandths of the unit.
    pub quantity: i64,
}

/// Material of one receipt that is still free.
#[derive(Debug, Clone)]
struct Free {
    usable: Minute,
    quantity: i64,
}

/// The store of bought material.
#[derive(Debug, Clone)]
pub struct Supply {
    free: BTreeMap<usize, Vec<Free>>,
    /// All purchase orders so far.
    pub purchases: Vec<Purchase>,
}

impl Supply {
    /// What the store opens with: two lots of everything.
    pub fn opening(shop: &Catalogue, item: usize) -> i64 {
        shop.items[item].lot_minimum * 2
    }

    /// A store as it opens.
    pub fn new(shop: &Catalogue) -> Self {
        let free = shop
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.source != "make")
            .map(|(index, _)| (index, vec![Free { usable: 0, quantity: Self::opening(shop, index) }]))
            .collect();
        Self { free, purchases: Vec::new() }
    }

    /// Takes `quantity` thousandths; says when all of it is usable.
    pub fn take(
        &mut self,
        shop: &Catalogue,
        item: usize,
        quantity: i64,
        now: Minute,
        random: &mut PythonRandom,
    ) -> Minute {
        if shop.items[item].source == "customer" {
            return now;
        }
        let short = quantity - self.free_quantity(item);
        if short > 0 {
            self.order(shop, item, short, now, random);
        }
        let mut left = quantity;
        let mut ready = now;
        for receipt in self.free.entry(item).or_default() {
            let part = receipt.quantity.min(left);
            receipt.quantity -= part;
            left -= part;
            if part > 0 {
                ready = ready.max(receipt.usable);
            }
        }
        self.free.entry(item).or_default().retain(|receipt| receipt.quantity > 0);
        let reorder_point = shop.items[item].lot_minimum;
        if self.free_quantity(item) < reorder_point {
            self.order(shop, item, shop.items[item].lot_minimum, now, random);
        }
        ready
    }

    /// All free material, here and on order, in thousandths.
    fn free_quantity(&self, item: usize) -> i64 {
        self.free.get(&item).map_or(0, |receipts| receipts.iter().map(|receipt| receipt.quantity).sum())
    }

    fn order(&mut self, shop: &Catalogue, index: usize, short: i64, now: Minute, random: &mut PythonRandom) {
        let item = &shop.items[index];
        let lots = (short.max(item.lot_minimum) + item.lot_multiple - 1) / item.lot_multiple;
        let quantity = lots * item.lot_multiple;
        let confirmed = shop.clock.working_days(now, item.lead_days + random.choice(&[-1, 0, 0, 1]));
        let arrival = shop.clock.working_days(confirmed, lateness(shop, item.supplier, random));
        let first = if random.random() < 0.15 { quantity / 2 } else { quantity };
        let first_at = arrival.max(now + DAY);
        let mut parts = vec![(first_at, first)];
        if first < quantity {
            parts.push((shop.clock.working_days(first_at, 5), quantity - first));
        }
        let mut arrivals = Vec::new();
        for (at, quantity) in parts {
            let inspected = shop.clock.working_days(at, item.inspection_days) + 6 * 60;
            let usable = if item.inspection_days > 0 { inspected } else { at + 60 };
            arrivals.push(Arrival { at, usable, quantity });
            let receipts = self.free.entry(index).or_default();
            receipts.push(Free { usable, quantity });
            receipts.sort_by_key(|receipt| receipt.usable);
        }
        self.purchases.push(Purchase { item: index, quantity, ordered: now, confirmed, arrivals });
    }
}

/// Working days late, as the supplier's habit has it; up to two days early.
pub fn lateness(shop: &Catalogue, supplier: Option<usize>, random: &mut PythonRandom) -> i64 {
    let habit = supplier.map(|supplier| &shop.suppliers[supplier]);
    let draw = random.random();
    match habit {
        Some(habit) if draw < habit.late_share => 1 + (random.random() * habit.late_days) as i64,
        _ => -random.choice(&[0, 0, 0, 1, 2]),
    }
}
