//! Lending: a demand that would wait takes supply that another does not need yet, and gives it its own.
//!
//! Lent is only what costs the donor nothing: the replacement is there by the donor's protected start, or no
//! later than something else that the donor waits for anyway.

use super::Netting;
use crate::network::{NONE, PegNode, SupplySource};
use crate::quantity::Qty;
use crate::time::Instant;

/// A peg that may be lent: until when its demand can wait, and its place.
type Donor = (i64, u32);

impl Netting<'_> {
    /// Exchanges supplies among the pegs of one item, from `first` on.
    pub(super) fn lend(&mut self, item: u32, first: usize) {
        let late = |n: &Self, p: &PegNode| {
            n.supplies[p.supply as usize].available > n.demands[p.demand as usize].need
        };
        let count = self.pegs.len();
        if count - first < 2 || self.templates[item as usize].made {
            return;
        }
        // First from those who are in time either way, so that nobody lends what would complete him.
        for only_in_time in [true, false] {
            let late = |p: &usize| self.pegs[*p].quantity.is_some() && late(self, &self.pegs[*p]);
            let borrowers: Vec<usize> = (first..self.pegs.len()).filter(late).collect();
            if borrowers.is_empty() || borrowers.len() == self.pegs.len() - first {
                return;
            }
            let latest = borrowers.iter().map(|&p| self.demands[self.pegs[p].demand as usize].need).max();
            let mut donors = self.donors(first, only_in_time);
            donors.retain(|d| self.lends_by(d.1) <= latest);
            for borrower in borrowers {
                self.borrow(borrower, &donors);
            }
        }
    }

    /// When the supply of a peg can be used; jobs lend nothing.
    fn lends_by(&self, peg: u32) -> Option<i64> {
        let supply = &self.supplies[self.pegs[peg as usize].supply as usize];
        Some(supply.available).filter(|_| !matches!(supply.source, SupplySource::Job(_)))
    }

    /// Pegs by how long their demand can wait, longest first: until it is needed, and, unless `only_in_time`,
    /// as long as it waits for something else.
    fn donors(&self, first: usize, only_in_time: bool) -> Vec<Donor> {
        let pegs = || self.pegs.iter().enumerate().skip(first).filter(|(_, p)| p.quantity.is_some());
        let mut waits: Vec<(u32, i64)> =
            pegs().map(|(_, p)| (p.demand, self.supplies[p.supply as usize].available)).collect();
        waits.sort_unstable();
        let latest = |demand: u32| {
            let end = waits.partition_point(|w| w.0 <= demand);
            if only_in_time { i64::MIN } else { waits[end - 1].1 }
        };
        let can_wait = |p: &PegNode| self.demands[p.demand as usize].need.max(latest(p.demand));
        let mut donors: Vec<Donor> = pegs().map(|(i, p)| (can_wait(p), i as u32)).collect();
        donors.sort_unstable_by(|a, b| b.cmp(a));
        donors
    }

    /// Serves the late peg at `place` from donors, if they can serve all of it.
    fn borrow(&mut self, place: usize, donors: &[Donor]) {
        let late = self.pegs[place];
        let (offered, need) =
            (self.supplies[late.supply as usize].available, self.demands[late.demand as usize].need);
        let mut chosen = Vec::new();
        let mut open = late.quantity;
        for &(_, donor) in donors.iter().take_while(|d| d.0 >= offered) {
            if open.is_zero() {
                break;
            }
            let peg = self.pegs[donor as usize];
            let supply = &self.supplies[peg.supply as usize];
            let fits = peg.demand != late.demand
                && supply.available <= need
                && !matches!(supply.source, SupplySource::Job(_))
                && self.may_serve(peg.supply, late.demand, Instant::NEVER.0)
                && self.may_serve(late.supply, peg.demand, Instant::NEVER.0);
            if fits && peg.quantity.is_some() {
                let quantity = open.min(peg.quantity);
                chosen.push((donor, quantity));
                open -= quantity;
            }
        }
        if open.is_zero() {
            self.exchange(place, &chosen);
        }
    }

    fn exchange(&mut self, place: usize, chosen: &[(u32, Qty)]) {
        let late = self.pegs[place];
        for &(donor, quantity) in chosen {
            let given = self.pegs[donor as usize];
            self.pegs[donor as usize].quantity -= quantity;
            let lent_by = given.demand;
            let (demand, supply) = (late.demand, given.supply);
            self.pegs.push(PegNode { demand, supply, quantity, kept: false, lent_by });
            let (demand, supply) = (given.demand, late.supply);
            self.pegs.push(PegNode { demand, supply, quantity, kept: false, lent_by: NONE });
        }
        self.pegs[place].quantity = Qty::ZERO;
    }
}
