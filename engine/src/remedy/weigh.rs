//! Weighing a changed shop: the same futures with the same luck, and whose odds fall or rise.

use super::{Remedy, Unfit, apply};
use crate::forecast::{Forecast, forecast};
use crate::model::{Basis, LineKey, Shop};
use crate::network::Calendars;
use crate::plan::{Plan, plan_like};
use crate::quote::{Before, HurtRule, Shift, is_sure, shifts};
use crate::scenario::Setting;
use crate::ship::Shipment;
use crate::time::{DAY, Instant};
use std::sync::Arc;

/// The least change of odds that is told, as a share of futures: less is within what two hundred say.
const TOLD: f64 = 0.01;
/// Gains that differ by less, as a share of futures, are alike: two standard deviations of what two hundred say.
const ALIKE: f64 = 0.05;

/// Where a line stands: when it is met, as its basis says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// By the plan.
    pub planned: Instant,
    /// With a probability of 50 %.
    pub p50: Instant,
    /// With 80 %.
    pub p80: Instant,
    /// With 95 %.
    pub p95: Instant,
    /// How likely it is met by its promise, or else by the wish of the customer, from 0 to 1; nothing where there is
    /// neither.
    pub chance: Option<f64>,
    /// The share of futures, from 0 to 1, in which it is: the chance before it is corrected by what comes true.
    pub futures: Option<f64>,
}

/// What a change does to the line that it was made for and to all promises.
#[derive(Debug)]
pub struct Weighed {
    /// The line before.
    pub before: Option<Standing>,
    /// The line after; nothing if it is gone.
    pub after: Option<Standing>,
    /// Futures in which it is met in time and was not before, less those in which it no longer is: whether that is
    /// more than chance in dispatching explains.
    pub sure: bool,
    /// What leaves later, if the change cut the line.
    pub rest: Option<Standing>,
    /// Promises whose odds fall, most first. Hurt are those with a loss.
    pub falls: Vec<Shift>,
    /// Promises whose odds rise, most first.
    pub gains: Vec<Shift>,
    /// The plan of the changed shop.
    pub plan: Plan,
}

/// Weighs `shop`, which is the one of `before` with something changed for the line `key`. `rest` is the line beside it
/// that the change made, if it made one. Answers with the futures of the changed shop as well.
pub fn weigh(
    before: Before<'_>,
    key: &LineKey,
    shop: &Shop,
    rest: Option<&LineKey>,
    rule: &HurtRule,
    threads: usize,
) -> (Weighed, Forecast) {
    let plan = plan_like(shop, &Arc::new(Calendars::compile(shop)), before.plan);
    let after = forecast(shop, &plan, Setting::new(before.forecast.scenarios(), threads));
    let (was, is) = (due(before.shop, key), due(shop, key));
    let (lost, gained) = moved(before, key, (&plan, &after), was);
    let (mut falls, mut gains) = (Vec::new(), Vec::new());
    for shift in shifts(before, (&plan, &after), rule) {
        let futures = f64::from(shift.lost) - f64::from(shift.gained);
        let fall = futures / f64::from(after.scenarios().max(1));
        let ours = shift.line == *key;
        if ours || fall.abs() < TOLD - 1e-9 && shift.loss.is_none() {
            continue;
        }
        if is_sure(shift.lost, shift.gained) {
            falls.push(shift);
        } else if is_sure(shift.gained, shift.lost) {
            gains.push(shift);
        }
    }
    gains.reverse();
    let weighed = Weighed {
        before: standing(before.shop, before.plan, before.forecast, key, was),
        after: standing(shop, &plan, &after, key, is),
        sure: is_sure(gained, lost),
        rest: rest.and_then(|rest| standing(shop, &plan, &after, rest, is)),
        falls,
        gains,
        plan,
    };
    (weighed, after)
}

/// The day that counts for a line: its promise, or else the wish.
fn due(shop: &Shop, key: &LineKey) -> Option<Instant> {
    let line = shop.lines.get(key)?;
    line.promise.as_ref().map(|promise| promise.due).or(line.requested)
}

/// Futures in which a line is met no longer, and those in which it is now.
fn moved(
    before: Before<'_>,
    key: &LineKey,
    (plan, after): (&Plan, &Forecast),
    due: Option<Instant>,
) -> (u32, u32) {
    let old = before.forecast.line(before.plan, key);
    let (Some(due), Some(old), Some(new)) = (due, old, after.line(plan, key)) else { return (0, 0) };
    let (old, new) = (old.kept(due), new.kept(due));
    let count = |of: (bool, bool)| old.iter().zip(&new).filter(|&(&a, &b)| (a, b) == of).count() as u32;
    (count((true, false)), count((false, true)))
}

fn standing(
    shop: &Shop,
    plan: &Plan,
    forecast: &Forecast,
    key: &LineKey,
    due: Option<Instant>,
) -> Option<Standing> {
    let (line, date) = (forecast.line(plan, key)?, plan.line(key)?);
    let basis = shop.lines.get(key)?.basis;
    let at = |share| met(line.shipment(share), basis);
    let kept = |due| line.kept(due).iter().filter(|&&kept| kept).count();
    Some(Standing {
        planned: if basis == Basis::Arrival { date.arrival } else { date.ship },
        p50: at(0.5),
        p80: at(0.8),
        p95: at(0.95),
        chance: due.map(|due| line.chance_by(due)),
        futures: due.map(|due| kept(due) as f64 / f64::from(line.scenarios().max(1))),
    })
}

fn met(shipment: Shipment, basis: Basis) -> Instant {
    if basis == Basis::Arrival { shipment.arrival } else { shipment.ship }
}

impl Weighed {
    /// In how much more of all futures its line is met in time, from -1 to 1; nothing where no day counts.
    pub fn gain(&self) -> Option<f64> {
        Some(self.after?.futures? - self.before?.futures?)
    }

    /// Seconds by which its line is met sooner with 80 %.
    fn sooner(&self) -> i64 {
        match (self.before, self.after) {
            (Some(before), Some(after)) if after.p80.is_reached() => {
                if before.p80.is_reached() {
                    before.p80 - after.p80
                } else {
                    1000 * DAY
                }
            }
            _ => 0,
        }
    }

    /// Whether it helps its line: it is surely likelier met in time, in a hundredth of all futures at least, or met a day
    /// sooner with 80 % and no less likely in time.
    pub fn helps(&self) -> bool {
        let gain = self.gain().unwrap_or(0.0);
        gain >= TOLD - 1e-9 && self.sure || self.sooner() >= DAY && gain > -TOLD
    }

    /// How many promises it hurts.
    pub fn hurts(&self) -> usize {
        self.falls.iter().filter(|shift| shift.loss.is_some()).count()
    }

    /// For putting the best first: what is gained, then who is hurt, then what is lost, then how much sooner it is.
    fn rank(&self) -> (i64, usize, i64, i64) {
        let points = |share: f64| (share * 100.0).round() as i64;
        let days = self.sooner() / DAY;
        // Where no day counts, whole days do. Of what differs by less than the futures can tell, the one that hurts
        // fewer is the better.
        let gain = self.gain().map_or(days, |gain| (gain / ALIKE).round() as i64);
        let lost: f64 = self.falls.iter().map(|shift| shift.before - shift.after).sum();
        (-gain, self.hurts(), points(lost), -days)
    }
}

/// Does a remedy and weighs it.
///
/// # Errors
///
/// [`Unfit`] with the value at fault.
pub fn tried(
    before: Before<'_>,
    key: &LineKey,
    remedy: &Remedy,
    rule: &HurtRule,
    threads: usize,
) -> Result<Weighed, Unfit> {
    let applied = apply(before.shop, before.plan, key, remedy)?;
    Ok(weigh(before, key, &applied.shop, applied.rest.as_ref(), rule, threads).0)
}

/// Tries remedies and answers with those that help, the best first; nothing helping is an answer. What does not fit is
/// left out.
pub fn best(
    before: Before<'_>,
    key: &LineKey,
    remedies: Vec<Remedy>,
    rule: &HurtRule,
    threads: usize,
) -> Vec<(Remedy, Weighed)> {
    let try_one = |remedy: Remedy| {
        let weighed = tried(before, key, &remedy, rule, threads).ok()?;
        weighed.helps().then_some((remedy, weighed))
    };
    let mut helping: Vec<(Remedy, Weighed)> = remedies.into_iter().filter_map(try_one).collect();
    helping.sort_by_key(|(_, weighed)| weighed.rank());
    helping
}
