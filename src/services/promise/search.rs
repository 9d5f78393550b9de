//! Which day can be promised: the first of those tried that the plan keeps and that hurts nobody.
//!
//! A later day is not always a safer one, since dispatching is chaotic; so no day is named that was not tried
//! whole. Days are tried ever further apart, then back towards the last that would not do, and the number of
//! plans is bounded. Owns the order in which days are tried; never what hurts, nor what is stored.

use super::instead::Instead;
use super::shadow::{noted, soonest};
use super::{Judge, Trial};
use crate::domain::change::Wish;
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::sales::LineId;
use crate::domain::value::Day;
use crate::planning::outlook::{Outlook, instant};
use crate::store::Failure;
use holdfast_engine::calendar::Calendar;
use holdfast_engine::model::{Basis, Code, LineKey, Shop};
use holdfast_engine::plan::{Plan, plan_like};
use holdfast_engine::quote::Policy;
use holdfast_engine::ship::Dispatch;
use holdfast_engine::time::Instant;
use std::sync::Arc;

/// Days that are tried ahead: the last is 128 working days and more after the first.
const AHEAD: u32 = 8;
/// Days that are tried on the way back.
const BACK: u32 = 3;
/// The same where trying one takes long: many operations in many futures.
const FEW: (u32, u32) = (4, 1);
/// Working days to the day that is tried first after one that would not do: if that hurts as well, so do those between.
const FAR: u32 = 64;
/// Operations times futures from which trying a day takes long: about half a second.
const MANY: u64 = 1_000_000;

/// A day that was tried, and what came of it.
#[derive(Debug)]
pub(in crate::services) struct Tried<T> {
    /// The day.
    pub day: Day,
    /// What promising it would do.
    pub trial: Trial,
    /// What the attempt made besides.
    pub made: T,
}

/// Whose days are tried: their dates fall on days on which goods leave for them, or arrive.
#[derive(Clone, Copy, Debug)]
pub(in crate::services) struct Days<'a> {
    outlook: &'a Outlook,
    dispatch: Dispatch<'a>,
    basis: Basis,
    policy: Policy,
    /// Days that are tried ahead, and on the way back.
    tries: (u32, u32),
}

impl<'a> Days<'a> {
    /// The days of a customer.
    pub(in crate::services) fn of(judge: &'a Judge, customer: &Code, basis: Basis) -> Self {
        let outlook: &Outlook = &judge.outlook;
        let futures = judge.view().forecast.map_or(0, |forecast| u64::from(forecast.scenarios()));
        let work = outlook.plan.network.ops.len() as u64 * futures;
        let tries = if work > MANY { FEW } else { (AHEAD, BACK) };
        let place = outlook.shop.customers.keys().position(|code| code == customer);
        let place = place.unwrap_or(outlook.shop.customers.len());
        let dispatch = Dispatch::to(&outlook.plan.network, place as u32);
        let policy = judge.promised(&outlook.shop, customer);
        Self { outlook, dispatch, basis, policy, tries }
    }

    /// The first such day that is `open` working days of the plant after `day`, or more.
    fn after(&self, day: Day, open: u32) -> Option<Day> {
        let zone = self.outlook.zone;
        let leaves = match self.basis {
            Basis::Ship => Instant::start_of(day.date(), zone),
            Basis::Arrival => self.dispatch.ship_for(Instant::end_of(day.date(), zone)),
        };
        self.met(self.plant()?.days_after(leaves, open)?).filter(|next| *next > day)
    }

    /// The first such day from `day` on.
    pub(in crate::services) fn from(&self, day: Day) -> Option<Day> {
        let at = match self.basis {
            Basis::Ship => Instant::start_of(day.date(), self.outlook.zone),
            Basis::Arrival => self.dispatch.ship_for(Instant::end_of(day.date(), self.outlook.zone)),
        };
        self.met(at.max(self.outlook.shop.now))
    }

    /// The day to try after one that would not do: what the policy makes of when the plan, or enough of the futures,
    /// have the line, else `open` working days on.
    pub(in crate::services) fn later(&self, trial: &Trial, tried: Day, open: u32) -> Option<Day> {
        let met = match &trial.snapshot.odds {
            Some(odds) if trial.share > 0.8 => odds.p95.and_then(|at| self.promised(instant(at))),
            Some(odds) if trial.share > 0.5 => odds.p80.and_then(|at| self.promised(instant(at))),
            Some(odds) => odds.p50.and_then(|at| self.promised(instant(at))),
            None => trial.snapshot.forecast,
        };
        let met = met.filter(|day| !trial.kept && *day > tried);
        met.or_else(|| self.after(tried, open))
    }

    /// The day to promise for what may be packed at `packed`, by the policy of whoever asks.
    fn promised(&self, packed: Instant) -> Option<Day> {
        let (days, plant) = (self.policy.buffer_days, self.plant()?);
        if days == 0 {
            return self.met(packed);
        }
        if self.policy.on_ship_days {
            return self.met(plant.days_after(packed, days)?);
        }
        let shipment = self.dispatch.shipment(packed);
        let met = if self.basis == Basis::Arrival { shipment.arrival } else { shipment.ship };
        self.outlook.day(plant.days_after(met, days)?)
    }

    fn plant(&self) -> Option<&Calendar> {
        let calendars = &self.outlook.plan.network.calendars;
        calendars.list.get(calendars.plant as usize)
    }

    /// The day on which what is ready at `ready` leaves, or arrives.
    fn met(&self, ready: Instant) -> Option<Day> {
        let shipment = self.dispatch.shipment(ready);
        self.outlook.day(if self.basis == Basis::Arrival { shipment.arrival } else { shipment.ship })
    }
}

/// What came of looking for a harmless day.
#[derive(Debug)]
pub(in crate::services) enum Searched<T> {
    /// The first of those tried.
    Found(Tried<T>),
    /// None of those tried: what came of the first, and which was the last.
    Nothing(Tried<T>, Day),
}

impl<T> Searched<T> {
    /// The day found, or the first and its harm.
    pub(in crate::services) fn or_first(self) -> Tried<T> {
        match self {
            Self::Found(tried) | Self::Nothing(tried, _) => tried,
        }
    }

    fn day(self) -> Instead {
        match self {
            Self::Found(tried) => Instead::Day(tried.day),
            Self::Nothing(_, last) => Instead::NoneUntil(last),
        }
    }
}

/// The first harmless day from `from` on. Where all of those tried hurt somebody, the first of them on which the line is
/// kept, else the likeliest: a day that can't be kept is nobody's to accept.
///
/// # Errors
///
/// Those of `attempt`.
pub(in crate::services) fn first_harmless<T>(
    days: &Days<'_>,
    from: Day,
    mut attempt: impl FnMut(Day) -> Result<(Trial, T), Failure>,
) -> Result<Searched<T>, Failure> {
    let mut tried = |day| attempt(day).map(|(trial, made)| Tried { day, trial, made });
    let first = tried(from)?;
    if first.trial.is_harmless() {
        return Ok(Searched::Found(first));
    }
    let (mut low, mut step) = (from, 1);
    let mut next = days.later(&first.trial, first.day, step);
    let mut best = first;
    for _ in 1..days.tries.0 {
        let Some(day) = next else { break };
        let found = tried(day)?;
        if found.trial.is_harmless() {
            return back(days, low, step, found, tried).map(Searched::Found);
        }
        (low, step) = (day, step * 2);
        next = days.later(&found.trial, found.day, step);
        let standing = |tried: &Tried<T>| (tried.trial.kept, tried.trial.chance);
        if is_rather_kept(standing(&found), standing(&best)) {
            best = found;
        }
    }
    Ok(Searched::Nothing(best, low))
}

/// Whether one day is rather kept than another one: each with whether it is kept, and its probability.
fn is_rather_kept(one: (bool, Option<f64>), other: (bool, Option<f64>)) -> bool {
    !other.0 && (one.0 || one.1 > other.1)
}

/// Whether a day hurts nobody and is not kept: then the futures, or the plan, say which later one is.
fn is_only_too_soon(trial: &Trial) -> bool {
    !trial.kept && trial.hurt.is_empty()
}

/// The first harmless day from `start` on, after one that would not do. A far day is tried before all others: where not
/// even that one does, nobody waits for those between.
fn first_after(
    days: &Days<'_>,
    start: impl FnOnce() -> Option<Day>,
    refused: Day,
    mut attempt: impl FnMut(Day) -> Result<Trial, Failure>,
) -> Result<Searched<()>, Failure> {
    let mut tried = |day| attempt(day).map(|trial| Tried { day, trial, made: () });
    let Some(far) = days.after(refused, FAR) else {
        return tried(refused).map(|tried| Searched::Nothing(tried, refused));
    };
    let mut far = tried(far)?;
    if let Some(later) = days.later(&far.trial, far.day, 1).filter(|_| is_only_too_soon(&far.trial)) {
        far = tried(later)?;
    }
    if !far.trial.is_harmless() {
        let last = far.day;
        return Ok(Searched::Nothing(far, last));
    }
    let Some(start) = start().filter(|start| *start < far.day) else { return Ok(Searched::Found(far)) };
    let near = tried(start)?;
    if near.trial.is_harmless() {
        return Ok(Searched::Found(near));
    }
    back(days, start, FAR, far, tried).map(Searched::Found)
}

/// The earliest harmless day found by halving the way between `low`, which would not do, and the day found.
fn back<T>(
    days: &Days<'_>,
    mut low: Day,
    mut open: u32,
    mut found: Tried<T>,
    mut tried: impl FnMut(Day) -> Result<Tried<T>, Failure>,
) -> Result<Tried<T>, Failure> {
    for _ in 0..days.tries.1 {
        open /= 2;
        let middle = (open > 0).then(|| days.after(low, open)).flatten();
        let Some(day) = middle.filter(|day| *day < found.day) else { break };
        let sooner = tried(day)?;
        if sooner.trial.is_harmless() {
            found = sooner;
        } else {
            low = day;
        }
    }
    Ok(found)
}

/// A day for a line that was tried.
#[derive(Debug)]
pub(super) struct Chosen {
    /// The day.
    pub(super) day: Day,
    /// What promising it would do.
    pub(super) trial: Trial,
    /// The day that the customer asked for, where nobody named another.
    pub(super) asked: Option<Day>,
    /// What to do instead, where that is known already.
    instead: Option<Instead>,
}

impl Chosen {
    /// A day that somebody named.
    pub(super) fn named(judge: &Judge, id: &LineId, day: Day) -> Result<Self, Failure> {
        Ok(Self { day, trial: judge.try_date(id, day)?, asked: None, instead: None })
    }

    /// Refuses a day that nobody named and that is later than the customer asked for: somebody has to say that it is.
    pub(super) fn expect_wanted(&self, id: &LineId) -> Result<(), Failure> {
        match self.asked {
            Some(asked) if self.day > asked => {
                let refusal = Refusal::at(codes::PROMISE_LATER, "date", id);
                Err(refusal.with("asked", asked).with("instead", self.day).into())
            }
            _ => Ok(()),
        }
    }
}

/// The day to promise a line if nobody names one: the day that its customer asked for or that the policy of their tier
/// recommends, whichever is later, or the first one after it that is kept without hurting anybody. It is looked for as if
/// the line came in now: without a promise its own work stands behind everybody else's, and that place says nothing
/// about what it could have.
///
/// # Errors
///
/// The plan does not know the line, or has no date for it.
pub(super) fn recommended(judge: &Judge, id: &LineId) -> Result<Chosen, Failure> {
    let outlook = &judge.outlook;
    let no_plan = || Failure::from(Refusal::new(codes::NO_PLAN_YET));
    let key = outlook.key(&id.order, &id.line, &id.schedule);
    let sold = outlook.shop.lines.get(&key).ok_or_else(no_plan)?;
    let days = Days::of(judge, &sold.customer, sold.basis);
    let planned = || outlook.plan.line(&key).filter(|date| date.is_dated());
    let soonest = noted(judge, id, &Wish::default()).map(|noted| noted.date);
    let soonest = soonest.or_else(|| days.promised(planned()?.released)).ok_or_else(no_plan)?;
    let asked = sold.requested.and_then(|at| outlook.day(at));
    let from = asked.map_or(soonest, |asked| asked.max(soonest));
    let first = judge.try_date(id, from)?;
    if first.is_harmless() {
        return Ok(Chosen { day: from, trial: first, asked, instead: None });
    }
    let next = || days.later(&first, from, 1);
    Ok(match first_after(&days, next, from, |day| judge.try_date(id, day))? {
        Searched::Found(Tried { day, trial, .. }) => Chosen { day, trial, asked, instead: None },
        Searched::Nothing(_, last) => {
            Chosen { day: from, trial: first, asked, instead: Some(Instead::NoneUntil(last)) }
        }
    })
}

/// The shop and its plan as if these lines had not come yet.
pub(in crate::services) fn without(outlook: &Outlook, lines: &[LineKey]) -> (Shop, Plan) {
    let mut shop = outlook.shop.clone();
    for line in lines {
        shop.lines.remove(line);
    }
    let plan = plan_like(&shop, &Arc::clone(&outlook.plan.network.calendars), &outlook.plan);
    (shop, plan)
}

/// A refusal of a day for a line, with the first later day that would do, or the last of those that would not.
///
/// # Errors
///
/// Those of [`Judge::try_date`].
pub(super) fn refused(
    judge: &Judge,
    id: &LineId,
    chosen: &Chosen,
    refusal: Refusal,
) -> Result<Refusal, Failure> {
    if let Some(instead) = chosen.instead {
        return Ok(instead.told(refusal));
    }
    let attempt = |day| judge.try_date(id, day);
    let instead = after_refused(judge, id, &Wish::default(), (chosen.day, &chosen.trial), attempt)?;
    Ok(instead.told(refusal))
}

/// The first harmless day, later than the one that is wanted or promised, for a line that a customer wants changed;
/// nothing if no day would help. `trial` is what came of the change as it is wanted.
///
/// # Errors
///
/// Those of [`Judge::try_change`].
pub(in crate::services) fn first_day_for(
    judge: &Judge,
    id: &LineId,
    wish: &Wish,
    trial: &Trial,
) -> Result<Option<Instead>, Failure> {
    let outlook = &judge.outlook;
    let key = outlook.key(&id.order, &id.line, &id.schedule);
    let Some(sold) = outlook.shop.lines.get(&key).filter(|_| !wish.cancel) else { return Ok(None) };
    let promised = sold.promise.as_ref().and_then(|promise| outlook.day(promise.due));
    let Some(day) = wish.date.or(promised) else { return Ok(None) };
    let attempt = |day| Ok(judge.try_change(&key, &Wish { date: Some(day), ..*wish })?.trial);
    after_refused(judge, id, wish, (day, trial), attempt).map(Some)
}

/// The first harmless day after one that was tried and would not do. Where somebody is hurt it is looked for from the day
/// on that the line could have if it came in now: days before that would hurt them too.
fn after_refused(
    judge: &Judge,
    id: &LineId,
    wish: &Wish,
    (day, trial): (Day, &Trial),
    mut attempt: impl FnMut(Day) -> Result<Trial, Failure>,
) -> Result<Instead, Failure> {
    let outlook = &judge.outlook;
    let sold = outlook.shop.lines.get(&outlook.key(&id.order, &id.line, &id.schedule));
    let days = sold.map(|sold| Days::of(judge, &sold.customer, sold.basis));
    let Some((days, mut next)) = days.and_then(|days| Some((days, days.later(trial, day, 1)?))) else {
        return Ok(Instead::NoneUntil(day));
    };
    if is_only_too_soon(trial) {
        let later = attempt(next)?;
        if later.is_harmless() {
            return Ok(Instead::Day(next));
        }
        next = days.later(&later, next, 1).unwrap_or(next);
    }
    let fitted = || soonest(judge, id, wish).map(|fit| fit.date.max(next)).or(Some(next));
    Ok(first_after(&days, fitted, next, attempt)?.day())
}

#[cfg(test)]
mod tests {
    #[test]
    fn of_days_that_hurt_the_first_that_is_kept_is_named() {
        let rather = super::is_rather_kept;
        let (never, seldom, kept) = ((false, Some(0.0)), (false, Some(0.4)), (true, Some(0.96)));
        assert!(rather(seldom, never) && rather(kept, seldom));
        assert!(!rather(never, seldom) && !rather((true, Some(1.0)), kept));
        // Without futures only the plan says.
        assert!(rather((true, None), (false, None)) && !rather((false, None), (false, None)));
    }
}
