//! What many futures say of one line: percentiles of its dates, the odds of a date, and what they cost.

use super::NEVER;
use super::causes::Cost;
use super::told::Told;
use crate::chance::Calibration;
use crate::explain::Kind;
use crate::forecast::About;
use crate::model::Basis;
use crate::network::{LineNode, Network};
use crate::ship::{Dispatch, Shipment};
use crate::time::Instant;

/// The futures of one line.
#[derive(Clone, Copy, Debug)]
pub struct LineForecast<'f> {
    network: &'f Network,
    line: &'f LineNode,
    /// By scenario: when it may be packed, in seconds after `now`.
    released: &'f [u32],
    costs: &'f [Cost],
    calibration: Calibration,
}

impl<'f> LineForecast<'f> {
    pub(super) fn new(
        network: &'f Network,
        index: u32,
        (released, costs): (&'f [u32], &'f [Cost]),
        calibration: Calibration,
    ) -> LineForecast<'f> {
        LineForecast { network, line: &network.lines[index as usize], released, costs, calibration }
    }

    /// What is told against what comes true.
    pub fn calibration(&self) -> Calibration {
        self.calibration
    }

    /// How it leaves, once it may be packed.
    pub fn dispatch(&self) -> Dispatch<'f> {
        Dispatch::to(self.network, self.line.customer)
    }

    fn instant(&self, after: u32) -> Instant {
        if after == NEVER { Instant::NEVER } else { Instant(self.network.now) + i64::from(after) }
    }

    /// By scenario: when it may be packed, unrounded.
    pub fn released(&self) -> impl Iterator<Item = Instant> + '_ {
        self.released.iter().map(|&after| self.instant(after))
    }

    /// The instant by which it may be packed with the probability `share`, unrounded and calibrated.
    pub fn percentile(&self, share: f64) -> Instant {
        self.told().percentile(share)
    }

    fn told(&self) -> Told {
        Told::new(Instant(self.network.now), self.released.to_vec(), vec![self.calibration])
    }

    /// When it leaves, or arrives, as its basis says, if it may be packed at an instant.
    pub fn met(&self, ready: Instant) -> Instant {
        let left = self.dispatch().shipment(ready);
        match self.line.basis {
            Basis::Ship => left.ship,
            Basis::Arrival => left.arrival,
        }
    }

    /// When it leaves and arrives with the probability `share`.
    pub fn shipment(&self, share: f64) -> Shipment {
        self.dispatch().shipment(self.percentile(share))
    }

    /// By scenario: when it leaves and arrives.
    pub fn shipments(&self) -> impl Iterator<Item = Shipment> + '_ {
        let dispatch = self.dispatch();
        self.released().map(move |at| dispatch.shipment(at))
    }

    /// By scenario: whether it leaves, or arrives, by `due`, as its basis says.
    pub fn kept(&self, due: Instant) -> Vec<bool> {
        let last = self.last_kept(due);
        self.released.iter().map(|&after| last.is_some_and(|last| after <= last)).collect()
    }

    /// How likely it leaves, or arrives, by `due`, as its basis says, calibrated.
    pub fn chance_by(&self, due: Instant) -> f64 {
        self.told().chance(|ready| self.met(ready), due)
    }

    /// The share of futures, from 0 to 1, in which it leaves, or arrives, by `due`: what odds are learned from, since
    /// nothing corrects it.
    pub fn share_by(&self, due: Instant) -> f64 {
        let kept = self.kept(due);
        kept.iter().filter(|&&kept| kept).count() as f64 / kept.len().max(1) as f64
    }

    /// How likely its promise is kept; nothing without a promise.
    pub fn on_time(&self) -> Option<f64> {
        self.line.due.map(|due| self.chance_by(Instant(due)))
    }

    /// The last of all futures' instants from which it still leaves or arrives by `due`. What is ready later
    /// never leaves earlier, so a search finds it.
    fn last_kept(&self, due: Instant) -> Option<u32> {
        let mut sorted = self.released.to_vec();
        sorted.sort_unstable();
        let kept = |&after: &u32| self.met(self.instant(after)) <= due;
        sorted[..sorted.partition_point(kept)].last().copied()
    }

    /// What it waited for from now on until it left, dearest first. The means add up to the mean of the time
    /// from now to shipping over the futures in which it has a date.
    pub fn costs(&self) -> Vec<Cost> {
        let dispatch = self.dispatch();
        let reached = self.released.iter().filter(|&&after| after != NEVER);
        let waits = reached.map(|&after| {
            let at = self.instant(after);
            let left = dispatch.shipment(at).ship;
            if left.is_reached() { left - at } else { 0 }
        });
        let (mut times, mut seconds) = (0, 0);
        for wait in waits.filter(|&wait| wait > 0) {
            times += 1;
            seconds += wait;
        }
        let mut costs = self.costs.to_vec();
        if times > 0 {
            costs.push(Cost { kind: Kind::Dispatch, about: About::Nothing, times, seconds });
        }
        costs.sort_by_key(|cost| (std::cmp::Reverse(cost.seconds), cost.kind, cost.about));
        costs
    }

    /// How many futures stand behind all this.
    pub fn scenarios(&self) -> u32 {
        self.released.len() as u32
    }
}

/// The value below which a further draw falls with the probability `share`: between the two order statistics at
/// `share · (n + 1)`, the mean rank of a quantile. Source: Hyndman and Fan, Sample quantiles in statistical
/// packages, The American Statistician 50(4), 1996, definition 6.
pub(super) fn quantile(sorted: &[u32], share: f64) -> u32 {
    let Some(last) = sorted.len().checked_sub(1) else { return NEVER };
    let place = (share * (sorted.len() as f64 + 1.0) - 1.0).clamp(0.0, last as f64);
    let below = place as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    if high == NEVER && low != high {
        return if place > below as f64 { NEVER } else { low };
    }
    low + (f64::from(high - low) * (place - below as f64)).round() as u32
}
