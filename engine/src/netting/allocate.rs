//! Sharing out the supplies of one item among its demands.
//!
//! In this order: pegs of the snapshot; links between documents; the rest by rank and need date, earliest
//! supply first; proposals for what is missing. Then supply is lent where the donor loses nothing.

use super::Netting;
use crate::model::{DemandKey, Peg, SupplyKey};
use crate::network::{Class, Demand, NONE, Owner, PegNode, SupplySource};
use crate::problem::ProblemKind;
use crate::quantity::Qty;
use crate::time::{DAY, Instant};
use std::collections::BTreeMap;

/// The demands of one item in order of rank, and what each still lacks.
pub(super) struct Wanted {
    pub item: u32,
    pub demands: Vec<u32>,
    pub open: Vec<Qty>,
    /// Supplies by the instant from which they can be used.
    pub supplies: Vec<u32>,
}

impl Netting<'_> {
    /// Serves all demands for `item`, then makes the operations of every job of it.
    pub(super) fn share_out(&mut self, item: u32) {
        self.keep_safety_stock(item);
        let mut demands = std::mem::take(&mut self.demands_of[item as usize]);
        if !demands.is_empty() {
            let rank = |&d: &u32| (self.demands[d as usize].class, self.demands[d as usize].need, d);
            let mut ranked: Vec<(Class, i64, u32)> = demands.iter().map(rank).collect();
            ranked.sort_unstable();
            demands = ranked.into_iter().map(|(_, _, d)| d).collect();
            let open = demands.iter().map(|&d| self.demands[d as usize].quantity).collect();
            let mut supplies = self.supplies_of[item as usize].clone();
            // Of what is there at once, that which serves only some goes to them first.
            supplies.sort_unstable_by_key(|&s| {
                let supply = &self.supplies[s as usize];
                (supply.available, !supply.restricted, s)
            });
            let mut wanted = Wanted { item, demands, open, supplies };
            let first_peg = self.pegs.len();
            self.keep_pegs(&mut wanted);
            self.follow_links(&mut wanted);
            if self.templates[item as usize].made {
                self.take(&mut wanted, false);
            } else {
                self.take(&mut wanted, true);
                self.take(&mut wanted, false);
            }
            self.close_short(&mut wanted);
            self.propose(&mut wanted);
            self.lend(item, first_peg);
            self.order_in_time(item, first_peg);
        }
        let mut place = 0;
        while let Some(&supply) = self.supplies_of[item as usize].get(place) {
            place += 1;
            if let SupplySource::Job(job) = self.supplies[supply as usize].source {
                self.explode(job);
            }
        }
    }

    fn keep_safety_stock(&mut self, item: u32) {
        let quantity = self.templates[item as usize].safety_stock;
        if quantity.is_some() {
            let demand = self.demands.len() as u32;
            self.demands.push(Demand {
                owner: Owner::SafetyStock,
                item,
                quantity,
                need: Instant::NEVER.0,
                class: Class::Stock,
                line: NONE,
            });
            self.demands_of[item as usize].push(demand);
        }
    }

    /// Notes that so much of `supply` serves the demand at `place`.
    fn peg(&mut self, wanted: &mut Wanted, place: usize, supply: u32, quantity: Qty, kept: bool) {
        let demand = wanted.demands[place];
        wanted.open[place] -= quantity;
        let node = &mut self.supplies[supply as usize];
        node.free -= quantity;
        self.pegs.push(PegNode { demand, supply, quantity, kept, lent_by: NONE });
        if let SupplySource::Job(job) = node.source {
            let (class, need, line) = {
                let demand = &self.demands[demand as usize];
                (demand.class, demand.need, demand.line)
            };
            self.serve(job, demand);
            let job = &mut self.jobs[job as usize];
            if class < job.class {
                (job.class, job.need) = (class, need);
            } else if class == job.class {
                job.need = job.need.min(need);
            }
            // A proposal is named by the demand that it was first made for, and stays so.
            if job.line == NONE && job.work_order.is_some() {
                job.line = line;
            }
        }
    }

    /// Pegs of the snapshot, as far as both ends still exist.
    fn keep_pegs(&mut self, wanted: &mut Wanted) {
        let shop = self.shop;
        if shop.pegs.is_empty() {
            return;
        }
        // A job may need one item at two operations: both go by the same key and share its pegs.
        let mut used: BTreeMap<&Peg, Qty> = BTreeMap::new();
        for place in 0..wanted.demands.len() {
            let key = self.demand_key(wanted.demands[place]);
            let none = SupplyKey::Stock(crate::model::Code::from(""));
            let from = Peg { demand: key.clone(), supply: none, quantity: Qty::ZERO };
            for peg in shop.pegs.range(from..).take_while(|p| p.demand == key) {
                let Some(supply) = wanted.supplies.iter().copied().find(|&s| self.is_supply(s, &peg.supply))
                else {
                    continue;
                };
                let node = &self.supplies[supply as usize];
                if node.restricted && !self.may_serve(supply, wanted.demands[place], Instant::NEVER.0) {
                    continue;
                }
                let free = node.free;
                let used = used.entry(peg).or_default();
                let quantity = peg.quantity.less(*used).min(free).min(wanted.open[place]);
                if quantity.is_some() {
                    *used += quantity;
                    self.peg(wanted, place, supply, quantity, true);
                }
            }
        }
    }

    fn demand_key(&self, demand: u32) -> DemandKey {
        let job_of = |op: u32| self.job_key(self.ops[op as usize].job);
        self.demands[demand as usize].key(&self.lines, self.items, job_of)
    }

    fn is_supply(&self, supply: u32, key: &SupplyKey) -> bool {
        match (&self.supplies[supply as usize].source, key) {
            (SupplySource::Stock(lot), SupplyKey::Stock(wanted)) => lot == wanted,
            (SupplySource::Job(job), SupplyKey::Job(wanted)) => self.job_key(*job) == *wanted,
            (SupplySource::Purchase(key), SupplyKey::Purchase(wanted)) => key == wanted,
            _ => false,
        }
    }

    /// Work orders and purchase orders that were made for a line serve that line's demands first.
    fn follow_links(&mut self, wanted: &mut Wanted) {
        if self.linked.is_empty() {
            return;
        }
        for at in 0..wanted.supplies.len() {
            let supply = wanted.supplies[at];
            let Some(&line) = self.linked.get(&supply) else { continue };
            for place in 0..wanted.demands.len() {
                let free = self.supplies[supply as usize].free;
                let quantity = free.min(wanted.open[place]);
                if quantity.is_some() && self.demands[wanted.demands[place] as usize].line == line {
                    self.peg(wanted, place, supply, quantity, false);
                }
            }
        }
    }

    /// Takes what is free by rank and need date, earliest supply first.
    ///
    /// With `whole`, a demand takes only what covers it entirely: whoever has to wait for a purchase anyway
    /// leaves the stock to those who need not.
    fn take(&mut self, wanted: &mut Wanted, whole: bool) {
        let new = self.new_purchase_at(wanted.item);
        let mut from = 0;
        let mut taken: Vec<(u32, Qty)> = Vec::new();
        for place in 0..wanted.demands.len() {
            let mut open = wanted.open[place];
            taken.clear();
            let spent = |n: &Self, at: usize| {
                wanted.supplies.get(at).is_some_and(|&s| n.supplies[s as usize].free.is_zero())
            };
            while spent(self, from) {
                from += 1;
            }
            for &supply in &wanted.supplies[from..] {
                let free = self.supplies[supply as usize].free;
                if open.is_zero() {
                    break;
                }
                if free.is_zero() {
                    continue;
                }
                if self.may_serve(supply, wanted.demands[place], new) {
                    let quantity = free.min(open);
                    open -= quantity;
                    taken.push((supply, quantity));
                }
            }
            if open.is_zero() || !whole {
                for &(supply, quantity) in &taken {
                    self.peg(wanted, place, supply, quantity, false);
                }
            }
        }
    }

    /// When a purchase made now could be used; never for what is made or brought by customers.
    fn new_purchase_at(&self, item: u32) -> i64 {
        let template = &self.templates[item as usize];
        if template.made || template.lead.customer {
            return Instant::NEVER.0;
        }
        let received = self.bought_now(item);
        self.inspected(item, received).0
    }

    /// Whether a supply may serve a demand: owned and reserved stock serves only whom it is for, and a
    /// purchase order for much later is not waited for where a new one is sooner and still too late.
    pub(super) fn may_serve(&self, supply: u32, demand: u32, new: i64) -> bool {
        let node = &self.supplies[supply as usize];
        let demand = &self.demands[demand as usize];
        match &node.source {
            SupplySource::Stock(lot) if node.restricted => {
                self.shop.stock.get(lot).is_some_and(|stock| self.stock_may_serve(stock, demand))
            }
            SupplySource::Purchase(key) if node.available > demand.need.max(new) => {
                let confirmed = self.shop.purchases.get(key).and_then(|p| p.confirmed);
                confirmed.is_none_or(|at| at < self.shop.now)
            }
            _ => true,
        }
    }

    /// A few pieces missing from a line's work order are not made again if the customer takes it short.
    fn close_short(&mut self, wanted: &mut Wanted) {
        for place in 0..wanted.demands.len() {
            let demand = &self.demands[wanted.demands[place] as usize];
            let (Owner::Line(line), missing) = (demand.owner, wanted.open[place]) else { continue };
            if missing.is_zero() || missing >= demand.quantity {
                continue;
            }
            let key = self.lines[line as usize].key.clone();
            let Some(sold) = self.shop.lines.get(&key) else { continue };
            let customer = self.shop.customers.get(&sold.customer);
            let tolerance = customer.and_then(|c| c.short_tolerance);
            let tolerated = tolerance.is_some_and(|t| missing <= sold.quantity.scaled(t));
            if tolerated && self.lost_pieces(wanted.demands[place]) {
                let kind = ProblemKind::ClosedShort { line: key, missing: missing.to_string() };
                let hole = self.holes.add(kind);
                self.line_holes.push((line, hole));
                wanted.open[place] = Qty::ZERO;
            }
        }
    }

    /// Whether a work order that serves the demand lost pieces.
    fn lost_pieces(&self, demand: u32) -> bool {
        self.pegs.iter().filter(|p| p.demand == demand).any(|p| {
            let SupplySource::Job(job) = self.supplies[p.supply as usize].source else { return false };
            let order = self.work.get(job as usize).map(|w| w.order);
            order.is_some_and(|o| self.jobs[job as usize].output + o.received < o.quantity)
        })
    }

    /// Proposes work orders or purchases for what is missing, under the item's lot rule.
    ///
    /// One line's needs of one item are always met together: however its bills of materials meet again, a
    /// line never has more proposals than items.
    fn propose(&mut self, wanted: &mut Wanted) {
        let item = wanted.item;
        let rule = self.templates[item as usize].lot;
        let made = self.templates[item as usize].made;
        let received = if made { self.shop.now } else { self.bought_now(item) };
        let twice = self.lines_that_need_it_twice(wanted);
        let mut surplus: Option<u32> = None;
        let mut nth = 0;
        for place in 0..wanted.demands.len() {
            if let (Some(supply), true) = (surplus, wanted.open[place].is_some()) {
                self.peg_rest(wanted, place, supply);
            }
            if wanted.open[place].is_zero() {
                continue;
            }
            let first = wanted.demands[place];
            let line = self.demands[first as usize].line;
            let mine = twice.get(&line).filter(|_| rule.period_days == 0);
            let together = match mine {
                Some(places) => places.iter().map(|&at| wanted.open[at]).sum(),
                None => self.needed_together(wanted, place, rule.period_days),
            };
            let quantity = together.max(rule.minimum).round_up_to(rule.multiple);
            let supply = if made {
                let job = self.propose_job(item, quantity, first);
                self.jobs[job as usize].supply
            } else {
                nth += 1;
                self.propose_purchase(item, quantity, nth - 1, received)
            };
            self.peg_rest(wanted, place, supply);
            for &at in mine.into_iter().flatten() {
                self.peg_rest(wanted, at, supply);
            }
            surplus = Some(supply);
        }
    }

    /// Lines with more than one open demand for the item, and where these stand; stock counts as one line.
    fn lines_that_need_it_twice(&self, wanted: &Wanted) -> BTreeMap<u32, Vec<usize>> {
        let open = (0..wanted.demands.len()).filter(|&at| wanted.open[at].is_some());
        let line = |at: usize| self.demands[wanted.demands[at] as usize].line;
        let mut lines: Vec<(u32, usize)> = open.map(|at| (line(at), at)).collect();
        lines.sort_unstable();
        let mut twice: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for group in lines.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            twice.insert(group[0].0, group.iter().map(|&(_, at)| at).collect());
        }
        twice
    }

    fn peg_rest(&mut self, wanted: &mut Wanted, place: usize, supply: u32) {
        let quantity = self.supplies[supply as usize].free.min(wanted.open[place]);
        if quantity.is_some() {
            self.peg(wanted, place, supply, quantity, false);
        }
    }

    /// What is missing at `place` and within the lot's period after it.
    fn needed_together(&self, wanted: &Wanted, place: usize, period_days: u32) -> Qty {
        if period_days == 0 {
            return wanted.open[place];
        }
        let need = |at: usize| self.demands[wanted.demands[at] as usize].need;
        let until = need(place).saturating_add(i64::from(period_days) * DAY);
        let held = |at: usize| self.start_holds.get(&self.demands[wanted.demands[at] as usize].line);
        let with = |at: &usize| need(*at) <= until && held(*at) == held(place);
        (place..wanted.demands.len()).filter(with).map(|at| wanted.open[at]).sum()
    }
}
