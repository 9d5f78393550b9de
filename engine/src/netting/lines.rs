//! Sales-order lines as demands, with their internal targets, and the holds on them.

use super::Netting;
use crate::model::{
    Basis, Blocks, Code, Customer, Firmness, Hold, HoldKind, HoldTarget, LineKey, SalesLine, Tier,
};
use crate::network::{Class, Demand, HoldNode, LineNode, NONE, Owner};
use crate::problem::{Grade, ProblemKind};
use crate::ship::{Dispatch, Shipping};
use crate::time::{DAY, Instant};

impl Netting<'_> {
    /// Every line with something left to ship becomes a demand, due when it must be ready. `items` are the
    /// lines' items.
    pub(super) fn add_lines(&mut self, items: &[u32]) {
        let shop = self.shop;
        self.shipping =
            shop.customers.values().map(|c| Shipping::of(shop, &self.calendars, Some(c))).collect();
        self.shipping.push(Shipping::of(shop, &self.calendars, None));
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
            let tier = line.tier.unwrap_or(customer.map_or_else(Default::default, |c| c.tier));
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
                tier,
                weight: if shop.settings.tiers { tier.weight() } else { Tier::B.weight() },
                customer: shipping,
                basis: line.basis,
                partial: line.partial.unwrap_or(customer.is_some_and(|c| c.partial)),
                protected: line.promise.as_ref().is_some_and(|p| !p.protected.is_empty()),
                complete: line.ship_complete,
                demand,
                grade: Grade::Known,
                dispatch_hold: NONE,
            });
        }
        self.proposals = vec![(NONE, 0); self.lines.len()];
        self.aim_together();
    }

    /// Lines that leave together are wanted by the first of their dates, and rank with the best of them.
    fn aim_together(&mut self) {
        let by_order = |a: &LineNode, b: &LineNode| a.key.order == b.key.order;
        for order in self.lines.chunk_by_mut(by_order) {
            let together = || order.iter().filter(|l| l.complete);
            let (Some(target), Some(class)) =
                (together().map(|l| l.target).min(), together().map(|l| l.class).min())
            else {
                continue;
            };
            for line in order.iter_mut().filter(|l| l.complete) {
                (line.target, line.class) = (target, class);
                let demand = &mut self.demands[line.demand as usize];
                (demand.need, demand.class) = (target, class);
            }
        }
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

    /// Holds that stand: on the start of work or on dispatch, until they are expected to be lifted. A hold on a
    /// work order keeps the start of its own operations, and the dispatch of the line that it is made for.
    pub(super) fn add_holds(&mut self) {
        let shop = self.shop;
        for (key, hold) in &shop.holds {
            let (until, hole) = self.hold_ends(key, hold);
            let index = self.holds.len() as u32;
            self.holds.push(HoldNode { key: key.clone(), kind: hold.kind, until, ops: Vec::new() });
            self.hold_holes.push(hole);
            let lines: Vec<u32> = match &hold.target {
                HoldTarget::Order(order) => self.lines_of(order, None),
                HoldTarget::Line(order, line) => self.lines_of(order, Some(*line)),
                HoldTarget::WorkOrder(number, _) => self.line_of_work(number),
            };
            for line in lines {
                self.line_holes.extend(hole.map(|hole| (line, hole)));
                // What may not start may not leave either.
                self.hold_dispatch(line, index);
                if hold.blocks == Blocks::Start && !matches!(hold.target, HoldTarget::WorkOrder(..)) {
                    self.start_holds.entry(line).or_default().push(index);
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

    /// The line that a work order is made for, if it still stands.
    fn line_of_work(&self, number: &Code) -> Vec<u32> {
        let made_for = self.shop.work_orders.get(number).and_then(|order| order.line.as_ref());
        let found = made_for.and_then(|key| self.lines.binary_search_by(|line| line.key.cmp(key)).ok());
        found.map(|index| index as u32).into_iter().collect()
    }

    /// The lines of an order, or those of one line of it.
    fn lines_of(&self, order: &Code, line: Option<u32>) -> Vec<u32> {
        let first = self.lines.partition_point(|l| l.key.order < *order);
        let all = self.lines[first..].iter().take_while(|l| l.key.order == *order);
        let wanted = |l: &LineKey| line.is_none_or(|line| l.line == line);
        (first as u32..).zip(all).filter(|(_, l)| wanted(&l.key)).map(|(index, _)| index).collect()
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
