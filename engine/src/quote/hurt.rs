//! Accepting with odds: all futures are played again with the order in, and whoever it hurts is named.
//!
//! The verdict is one on paired futures: both snapshots have the same luck, so what differs is the order. A
//! promise is hurt when its odds fall by more than is allowed *and* it is surely the order and not the noise of
//! dispatching: the futures lost exceed those gained by more than twice the root of their sum, two standard
//! deviations if a future were as likely to be lost as gained. Source: Q. `McNemar`, Psychometrika 12, 1947.

use super::{Acceptance, Request, Together, Wish, accept, promise, together};
use crate::forecast::{Forecast, forecast};
use crate::model::{LineKey, Shop, Tier};
use crate::plan::Plan;
use crate::scenario::Setting;
use crate::time::Instant;
use std::collections::BTreeMap;

/// How much a promise may lose. All from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct HurtRule {
    /// The probability that promises of each tier must keep.
    pub thresholds: BTreeMap<Tier, f64>,
    /// What one acceptance may take from a promise.
    pub per_acceptance: f64,
    /// What all acceptances together may take from a promise over its life.
    pub over_life: f64,
    /// What one acceptance may take from a promise that is below its threshold already.
    pub below: f64,
}

impl Default for HurtRule {
    fn default() -> HurtRule {
        HurtRule {
            thresholds: [(Tier::A, 0.95), (Tier::B, 0.90), (Tier::C, 0.80)].into(),
            per_acceptance: 0.02,
            over_life: 0.05,
            below: 0.01,
        }
    }
}

/// Which allowance a promise lost more than.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It falls below its tier's threshold.
    Threshold,
    /// It was below its threshold already.
    Below,
    /// More than one acceptance may take.
    Acceptance,
    /// More than all acceptances together may take.
    Life,
}

/// A promise whose odds an order would hurt.
#[derive(Clone, Debug, PartialEq)]
pub struct Harmed {
    /// Whose.
    pub line: LineKey,
    /// The promise.
    pub due: Instant,
    /// How likely it is kept without the order.
    pub before: f64,
    /// How likely it is kept with the order.
    pub after: f64,
    /// Futures in which it was kept and is no longer.
    pub lost: u32,
    /// Futures in which it was not kept and is now.
    pub gained: u32,
    /// Which allowance that exceeds.
    pub loss: Loss,
}

/// What accepting a promise would do to all odds.
#[derive(Debug)]
pub struct OddsAcceptance {
    /// The shop with the order in it, and its plan.
    pub accepted: Acceptance,
    /// The futures of that shop.
    pub forecast: Forecast,
    /// How likely the new promise is kept, by these futures: what is recorded with it.
    pub chance: f64,
    /// Promises that the order would hurt, worst first.
    pub harmed: Vec<Harmed>,
}

impl OddsAcceptance {
    /// Whether nobody is hurt and the promise is kept with at least the probability `share`.
    pub fn is_harmless(&self, share: f64) -> bool {
        self.harmed.is_empty() && self.chance >= share
    }
}

/// What accepting several promises at once would do to all odds.
#[derive(Debug)]
pub struct OddsTogether {
    /// The shop with all of them in it, and its plan.
    pub accepted: Together,
    /// The futures of that shop.
    pub forecast: Forecast,
    /// How likely each new promise is kept, in the order in which they were asked for.
    pub chances: Vec<f64>,
    /// How likely all of them are kept.
    pub all: f64,
    /// Promises that they would hurt, worst first.
    pub harmed: Vec<Harmed>,
}

/// What is known before an acceptance.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The snapshot.
    pub shop: &'a Shop,
    /// Its plan.
    pub plan: &'a Plan,
    /// Its futures.
    pub forecast: &'a Forecast,
    /// The share of futures, from 0 to 1, that kept each promise when it was made, as far as known and before any
    /// correction by what comes true.
    pub given: &'a BTreeMap<LineKey, f64>,
}

/// Inserts `request` as line `key` promised by `due` and plays all futures again on so many threads.
///
/// The caller decides what to do with a promise that hurts; nothing is stored here.
pub fn accept_odds(
    before: Before<'_>,
    key: LineKey,
    request: &Request,
    due: Instant,
    rule: &HurtRule,
    threads: usize,
) -> OddsAcceptance {
    let accepted = accept(before.shop, before.plan, key.clone(), request, due);
    judged(before, &key, accepted, rule, threads)
}

/// Promises the line `key` by `due`, or moves its promise, and plays all futures again on so many threads. Nothing
/// if there is no such line.
pub fn promise_odds(
    before: Before<'_>,
    key: LineKey,
    due: Instant,
    rule: &HurtRule,
    threads: usize,
) -> Option<OddsAcceptance> {
    let accepted = promise(before.shop, before.plan, key.clone(), due)?;
    Some(judged(before, &key, accepted, rule, threads))
}

/// Promises all `wishes` at once and plays all futures again, once, on so many threads. Nothing if one of them is a
/// line that should be there and is not.
pub fn together_odds(
    before: Before<'_>,
    wishes: &[Wish<'_>],
    rule: &HurtRule,
    threads: usize,
) -> Option<OddsTogether> {
    let accepted = together(before.shop, before.plan, wishes)?;
    let forecast = played(before, &accepted.shop, &accepted.plan, threads);
    let mut harmed = harmed(before, (&accepted.plan, &forecast), rule);
    harmed.retain(|one| wishes.iter().all(|wish| wish.key != one.line));
    let days: Vec<(LineKey, Instant)> = wishes.iter().map(|wish| (wish.key.clone(), wish.due)).collect();
    let (chances, all) = forecast.chances(&accepted.plan, &days);
    Some(OddsTogether { accepted, forecast, chances, all, harmed })
}

fn judged(
    before: Before<'_>,
    key: &LineKey,
    accepted: Acceptance,
    rule: &HurtRule,
    threads: usize,
) -> OddsAcceptance {
    let after = played(before, &accepted.shop, &accepted.plan, threads);
    let own = after.line(&accepted.plan, key).and_then(|line| line.on_time());
    let mut harmed = harmed(before, (&accepted.plan, &after), rule);
    harmed.retain(|one| one.line != *key);
    OddsAcceptance { chance: own.unwrap_or(0.0), forecast: after, harmed, accepted }
}

/// As many futures of another snapshot as there were before.
fn played(before: Before<'_>, shop: &Shop, plan: &Plan, threads: usize) -> Forecast {
    forecast(shop, plan, Setting::new(before.forecast.scenarios(), threads))
}

/// How the odds of a promise differ between two snapshots with the same luck.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// Whose.
    pub line: LineKey,
    /// The promise.
    pub due: Instant,
    /// How likely it is kept in the one.
    pub before: f64,
    /// How likely it is kept in the other.
    pub after: f64,
    /// Futures in which it was kept and is no longer.
    pub lost: u32,
    /// Futures in which it was not kept and is now.
    pub gained: u32,
    /// Which allowance the fall exceeds, surely and not by chance in dispatching; nothing where it hurts nobody.
    pub loss: Option<Loss>,
}

/// How the odds of all promises of one snapshot differ in another one, the greatest fall first. `after` is the other
/// snapshot's plan and futures, which must be as many; promises that it does not have are left out.
pub fn shifts(before: Before<'_>, (plan, after): (&Plan, &Forecast), rule: &HurtRule) -> Vec<Shift> {
    let mut shifts = Vec::new();
    for line in &before.plan.network.lines {
        let Some(due) = line.due.map(Instant) else { continue };
        let old = before.forecast.line(before.plan, &line.key);
        let (Some(old), Some(new)) = (old, after.line(plan, &line.key)) else { continue };
        // All three are told by today's correction, also what was told by another one when the promise was made: else the
        // first thing learned would use up what every promise may lose.
        let (was, is) = (old.chance_by(due), new.chance_by(due));
        let given = before.given.get(&line.key).map(|share| old.calibration().truth(*share));
        let (old, new) = (old.kept(due), new.kept(due));
        let count =
            |was: bool, is: bool| old.iter().zip(&new).filter(|&(&a, &b)| (a, b) == (was, is)).count() as u32;
        let (lost, gained) = (count(true, false), count(false, true));
        let threshold = rule.thresholds.get(&line.tier).copied().unwrap_or(0.0);
        let loss = rule.loss(was, is, threshold, given).filter(|_| is_sure(lost, gained));
        shifts.push(Shift { line: line.key.clone(), due, before: was, after: is, lost, gained, loss });
    }
    shifts.sort_by(|a, b| {
        (a.after - a.before).total_cmp(&(b.after - b.before)).then_with(|| a.line.cmp(&b.line))
    });
    shifts
}

/// The promises of one snapshot that are worse off in another one: pairs of futures with the same luck. `after` is
/// the other snapshot's plan and futures, which must be as many.
pub fn harmed(before: Before<'_>, after: (&Plan, &Forecast), rule: &HurtRule) -> Vec<Harmed> {
    let harm = |shift: Shift| {
        let Shift { line, due, before, after, lost, gained, loss } = shift;
        Some(Harmed { line, due, before, after, lost, gained, loss: loss? })
    };
    shifts(before, after, rule).into_iter().filter_map(harm).collect()
}

/// Whether more futures are lost than chance in dispatching explains.
pub(crate) fn is_sure(lost: u32, gained: u32) -> bool {
    let sum = f64::from(lost) + f64::from(gained);
    f64::from(lost) - f64::from(gained) > 2.0 * sum.sqrt()
}

impl HurtRule {
    /// Which allowance a fall from `was` to `is` exceeds; `given` is what it was when the promise was made.
    fn loss(&self, was: f64, is: f64, threshold: f64, given: Option<f64>) -> Option<Loss> {
        // Shares of futures are exact to far below this.
        let more_than = |fall: f64, allowed: f64| fall > allowed + 1e-9;
        if was < threshold {
            return more_than(was - is, self.below).then_some(Loss::Below);
        }
        if is < threshold {
            return Some(Loss::Threshold);
        }
        if more_than(was - is, self.per_acceptance) {
            return Some(Loss::Acceptance);
        }
        let over_life = given.is_some_and(|given| is < was && more_than(given - is, self.over_life));
        over_life.then_some(Loss::Life)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_those_of_the_rule() {
        let rule = HurtRule::default();
        assert_eq!(rule.loss(0.97, 0.96, 0.9, None), None);
        assert_eq!(rule.loss(0.97, 0.95, 0.9, None), None, "two points are allowed");
        assert_eq!(rule.loss(0.97, 0.945, 0.9, None), Some(Loss::Acceptance));
        assert_eq!(rule.loss(0.905, 0.895, 0.9, None), Some(Loss::Threshold));
        assert_eq!(rule.loss(0.80, 0.79, 0.9, None), None, "one point where it is below anyway");
        assert_eq!(rule.loss(0.80, 0.785, 0.9, None), Some(Loss::Below));
        assert_eq!(rule.loss(0.955, 0.945, 0.9, Some(0.995)), None, "five points over its life");
        assert_eq!(rule.loss(0.95, 0.94, 0.9, Some(0.995)), Some(Loss::Life));
        assert_eq!(rule.loss(0.94, 0.94, 0.9, Some(0.995)), None, "this order takes nothing");
    }

    #[test]
    fn what_dispatching_alone_may_do_is_no_harm() {
        assert!(!is_sure(4, 0), "four of four: two standard deviations, not more");
        assert!(is_sure(5, 0));
        assert!(!is_sure(30, 18) && is_sure(34, 18));
    }
}
