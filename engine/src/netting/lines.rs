//! Sales-order lines as demands, with their internal targets, and the holds on them.

use super::Netting;
use crate::model::{Basis, Blocks, Code, Customer, Firmness, Hold, HoldKind, HoldTarget, LineKey, SalesLine};
use crate::network::{Class, Demand, HoldNode, LineNode, NONE, Owner};
use crate::problem::{Grade, ProblemKind};
use crate::ship::{Dispatch, Shipping};
use crate::time::{DAY, Instant};

impl Netting<'_> {
    /// Every line with something left to ship becomes a demand, due when it must be ready. `items` are the
    /// lines' items.
    pub(super) fn add_lines(&mut self, items: &[u32]) {
        let shop = self.shop;
        self.shipping = shop.customers.values().map(|c| Shipping::of(shop, Some(c))).collect();
        self.shipping.push(Shipping::of(shop, None));
        let customers: Vec<(&Code, &Customer)> = shop.customers.iter().collect();
        for ((key, line), &item) in shop.lines.iter().zip(items) {
            let open = line.quantity.less(line.shipped);
            if open.is_zero() {
                continue;
            }
            let index = self.lines.len() as u32;
            let place = customers.binary_search_by(|c| c.0.cmp(&line.customer));
            let customer = place.ok().map(|i| customers[i].1);
            let shipping = place.unwrap_or(customers.len()) as u32;
            let due = line.promise.as_ref().map(|p| p.due.0);
            let class = match (line.firmness, due) {
                (Firmness::Forecast, _) => Class::Forecast,
                (Firmness::Firm, Some(_)) => Class::Promised,
                (Firmness::Firm, None) => Class::Firm,
            };
            let target = self.target(key, line, due, customer, shipping);
            let demand = self.demands.len() as u32;
            let owner = Owner::Line(index);
            self.demands.push(Demand { owner, item, quantity: open, need: target, class, line: index });
            self.demands_of[item as usize].push(demand);
            self.lines.push(LineNode {
                key: key.clone(),
                item,
                open,
                due,
                target,
                class,
                tier: line.tier.unwrap_or(customer.map_or_else(Default::default, |c| c.tier)),
                customer: shipping,
                basis: line.basis,
                partial: line.partial.unwrap_or(customer.is_some_and(|c| c.partial)),
                protected: line.promise.as_ref().is_some_and(|p| !p.protected.is_empty()),
                complete: line.ship_complete,
                demand,
                grade: Grade::Learned,
                dispatch_hold: NONE,
            });
        }
        self.proposals = vec![(NONE, 0); self.lines.len()];
    }

    /// When the line must be ready: the promise, or else the wish, less transit, dispatch, packing, buffer.
    fn target(
        &mut self,
        key: &LineKey,
        line: &SalesLine,
        due: Option<i64>,
        customer: Option<&Customer>,
        shipping: u32,
    ) -> i64 {
        let Some(wanted) = due.or(line.requested.map(|at| at.0)) else {
            self.holes.add(ProblemKind::LineWithoutDate { line: key.clone() });
            return Instant::NEVER.0;
        };
        let dispatch = Dispatch::new(self.shipping[shipping as usize], &self.calendars, self.shop.zone);
        let ship = match line.basis {
            Basis::Ship => Instant(wanted),
            Basis::Arrival => dispatch.ship_for(Instant(wanted)),
        };
        let ready = dispatch.ready_for(ship);
        let buffer = customer.and_then(|c| c.buffer_days).unwrap_or(self.shop.settings.buffer_days);
        if due.is_none() || buffer == 0 {
            return ready.0;
        }
        let plant = &self.calendars.list[self.calendars.plant as usize];
        plant.days_before(ready, buffer).0
    }

    /// Holds that stand: on the start of work or on dispatch, until they are expected to be lifted.
    pub(super) fn add_holds(&mut self) {
        let shop = self.shop;
        for (key, hold) in &shop.holds {
            let (until, hole) = self.hold_ends(key, hold);
            let index = self.holds.len() as u32;
            self.holds.push(HoldNode { key: key.clone(), kind: hold.kind, until, ops: Vec::new() });
            self.hold_holes.push(hole);
            let lines: Vec<u32> = match &hold.target {
                HoldTarget::Order(order) => self.lines_where(|l| l.order == *order),
                HoldTarget::Line(order, line) => self.lines_where(|l| l.order == *order && l.line == *line),
                HoldTarget::WorkOrder(..) => Vec::new(),
            };
            for line in lines {
                self.line_holes.extend(hole.map(|hole| (line, hole)));
                match hold.blocks {
                    Blocks::Start => self.start_holds.entry(line).or_default().push(index),
                    Blocks::Dispatch => self.hold_dispatch(line, index),
                }
            }
        }
    }

    /// Of several holds on dispatch the one that ends last counts.
    fn hold_dispatch(&mut self, line: u32, hold: u32) {
        let ends = |h: u32| self.holds[h as usize].until;
        let now = self.lines[line as usize].dispatch_hold;
        if now == NONE || ends(hold) > ends(now) {
            self.lines[line as usize].dispatch_hold = hold;
        }
    }

    fn lines_where(&self, wanted: impl Fn(&LineKey) -> bool) -> Vec<u32> {
        (0..self.lines.len() as u32).filter(|&l| wanted(&self.lines[l as usize].key)).collect()
    }

    /// When a hold is taken to end, and the problem if that had to be assumed.
    fn hold_ends(&mut self, key: &Code, hold: &Hold) -> (i64, Option<u32>) {
        let now = self.shop.now;
        if let Some(expected) = hold.expected.filter(|&at| at >= now) {
            return (expected.0, None);
        }
        let defaults = self.shop.settings.hold_days;
        let days = match hold.kind {
            HoldKind::Credit => defaults.credit,
            HoldKind::Drawing => defaults.drawing,
            HoldKind::Quality => defaults.quality,
            HoldKind::Customer => defaults.customer,
        };
        let kind = match hold.expected {
            Some(_) => ProblemKind::HoldOverdue { hold: key.clone(), days },
            None => ProblemKind::HoldWithoutDate { hold: key.clone(), days },
        };
        let hole = self.holes.add(kind);
        (self.working_days_after(now, days).0, Some(hole))
    }

    /// `days` working days of the plant after `at`; clock days where its calendar ends.
    pub(super) fn working_days_after(&self, at: Instant, days: u32) -> Instant {
        let plant = &self.calendars.list[self.calendars.plant as usize];
        plant.days_after(at, days).unwrap_or(at + i64::from(days) * DAY)
    }
}
