//! The oracle: what could be known about a date by somebody who knows the true distributions.
//!
//! Owns the Monte Carlo on the simulator's own state. It imagines futures with the shop's own code, so that no habit
//! is unknown to it; only the numbers to come are. It is a near-ceiling for every policy, not a policy: nobody has it.

use crate::chance::{Dice, Luck};
use crate::order::{Answer, Order, Percentiles};
use crate::rule::{ByRule, Rule};
use crate::shop::{Happening, Policy, Shop};
use std::convert::Infallible;
use std::sync::Arc;

/// A future that has not brought the order after so many events is given up.
const MOST_EVENTS: usize = 200_000;

/// Knows all distributions.
#[derive(Clone, Copy, Debug)]
pub struct Oracle {
    /// How many futures it imagines.
    pub futures: usize,
    /// How the floor takes its work.
    pub rule: Rule,
    /// What its futures are drawn with.
    pub dice: Dice,
}

impl Oracle {
    /// When the order would be done in each future, earliest first, if it is taken now and promised for `promise`.
    pub fn ends(&self, shop: &Shop, order: &Arc<Order>, promise: f64) -> Vec<f64> {
        let mut ends: Vec<f64> =
            (0..self.futures).map(|future| self.end(shop, order, promise, future as u64)).collect();
        ends.sort_by(f64::total_cmp);
        ends
    }

    /// When the order would be done if it were promised for its own 95th percentile: found by promising it anew
    /// until that stays.
    pub fn own_ends(&self, shop: &Shop, order: &Arc<Order>) -> Vec<f64> {
        let allowances = shop.allowances();
        let usual = allowances.iter().map(|past| past.hours).sum::<f64>() / allowances.len().max(1) as f64;
        let mut promise = shop.now() + if allowances.is_empty() { 4.0 * order.work_from(0) } else { usual };
        let rounds = if self.rule.heeds_promises() { 4 } else { 1 };
        let mut ends = Vec::new();
        for _ in 0..rounds {
            ends = self.ends(shop, order, promise);
            let next = percentile(&ends, 0.95);
            if (next - promise).abs() < 0.02 * (next - shop.now()) {
                break;
            }
            promise = next;
        }
        ends
    }

    fn end(&self, shop: &Shop, order: &Arc<Order>, promise: f64, future: u64) -> f64 {
        let dice = self.dice.other(Luck::Scenario, [order.number, future]);
        let mut imagined = shop.imagined(dice);
        imagined.take(Arc::clone(order), promise);
        let mut watch =
            Watch { floor: ByRule { rule: self.rule, dice, habit: None }, number: order.number, done: None };
        for _ in 0..MOST_EVENTS {
            let Ok(()) = imagined.step(&mut watch);
            if let Some(done) = watch.done {
                return done;
            }
        }
        f64::INFINITY
    }
}

/// A floor whose customers get the oracle's own dates: what others are measured against without a server.
pub struct OraclePolicy(pub Oracle);

impl Policy for OraclePolicy {
    type Stop = Infallible;

    fn ask(&mut self, shop: &Shop, order: &Arc<Order>) -> Result<Option<Answer>, Infallible> {
        let ends = self.0.own_ends(shop, order);
        let of = |share| Some(percentile(&ends, share));
        let percentiles = Percentiles { p50: of(0.5), p80: of(0.8), p95: of(0.95) };
        Ok(Some(Answer { promise: percentile(&ends, 0.95), percentiles }))
    }

    fn choose(&mut self, shop: &Shop, _: usize, waiting: &[usize]) -> Result<usize, Infallible> {
        Ok(self.0.rule.first(shop, waiting))
    }

    fn see(&mut self, _: &Shop, _: &Happening) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Follows a rule until one order is done.
struct Watch {
    floor: ByRule,
    number: u64,
    done: Option<f64>,
}

impl Policy for Watch {
    type Stop = Infallible;

    fn ask(&mut self, shop: &Shop, order: &Arc<Order>) -> Result<Option<Answer>, Infallible> {
        self.floor.ask(shop, order)
    }

    fn choose(&mut self, shop: &Shop, station: usize, waiting: &[usize]) -> Result<usize, Infallible> {
        self.floor.choose(shop, station, waiting)
    }

    fn see(&mut self, shop: &Shop, what: &Happening) -> Result<(), Infallible> {
        if let Happening::Done(job) = what
            && job.order.number == self.number
        {
            self.done = Some(shop.now());
        }
        Ok(())
    }
}

/// A percentile of sorted numbers, `share` from 0 to 1, by the (n + 1) rule: with n draws of the same distribution
/// the next one falls below it with probability `share` (Hyndman and Fan 1996, type 6). Not a number without any.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = (share * (sorted.len() as f64 + 1.0) - 1.0).clamp(0.0, last as f64);
    let low = place.floor() as usize;
    let high = (low + 1).min(last);
    sorted[low] + (sorted[high] - sorted[low]) * (place - low as f64)
}
