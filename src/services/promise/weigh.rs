//! What a changed shop would do to a line and to every promise, tried on the planner's newest answer.
//!
//! Owns how the engine's verdict is told in the shop's words; never what is tried, nor what is stored.

use super::judge::{Judge, Trial, threads};
use crate::domain::change::Wish;
use crate::domain::effect::{Effect, Shifted, Standing};
use crate::domain::promise::{HurtOdds, HurtPromise, Keeps, Snapshot, SnapshotOdds};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::planning::outlook::Outlook;
use crate::services::tight::quantity;
use crate::store::Failure;
use crate::text::plan::grade_code;
use holdfast_engine::forecast::Forecast;
use holdfast_engine::model::{LineKey, Shop};
use holdfast_engine::network::Calendars;
use holdfast_engine::plan::{Plan, plan_like};
use holdfast_engine::quote::{self, Shift};
use holdfast_engine::remedy::{self, Remedy, Unfit, Weighed};
use holdfast_engine::time::Instant;
use std::sync::Arc;

/// What a remedy would do by the plan alone.
#[derive(Debug)]
pub struct Replanned {
    /// The plan of the shop in which it was done.
    pub plan: Plan,
    /// The promises that are met on a later day then, and too late, worst first; its own line left out.
    pub hurt: Vec<HurtPromise>,
}

/// What a change that a customer asks for would do.
#[derive(Clone, Debug)]
pub struct Changed {
    /// To the line and to every promise.
    pub effect: Effect,
    /// As a promise is judged: whether the line is kept, and who is hurt.
    pub trial: Trial,
}

impl Judge {
    /// Remedies for a line that were tried and help, the best first. None where no futures are played.
    pub fn remedies(&self, key: &LineKey) -> Vec<(Remedy, Effect)> {
        let Some(before) = self.before(self.view()) else { return Vec::new() };
        let suggested = remedy::suggest(before, key);
        let helping = remedy::best(before, key, suggested, &self.rule, threads());
        helping.into_iter().map(|(remedy, weighed)| (remedy, self.effect(&weighed))).collect()
    }

    /// Remedies that are worth trying for a line, those against its dearest causes first. None where no futures are played.
    pub fn suggested(&self, key: &LineKey) -> Vec<Remedy> {
        self.before(self.view()).map(|before| remedy::suggest(before, key)).unwrap_or_default()
    }

    /// Tries one remedy for a line on the plan alone, which takes a small part of the time that futures take.
    ///
    /// # Errors
    ///
    /// It does not fit.
    pub fn replanned(&self, key: &LineKey, remedy: &Remedy) -> Result<Replanned, Unfit> {
        let outlook: &Outlook = &self.outlook;
        let shop = remedy::apply(&outlook.shop, &outlook.plan, key, remedy)?.shop;
        let plan = plan_like(&shop, &Arc::new(Calendars::compile(&shop)), &outlook.plan);
        let hurt = quote::hurt(&outlook.plan, &plan).into_iter().filter(|one| one.line != *key);
        let hurt = hurt.filter_map(|one| self.hurt(&one)).collect();
        Ok(Replanned { plan, hurt })
    }

    /// By how many days a line is met sooner in another plan; nothing where one of the two has no day.
    pub fn sooner(&self, plan: &Plan, key: &LineKey) -> Option<i64> {
        let met = |plan: &Plan| self.met(&self.outlook.shop, plan.line(key)?);
        Some((met(&self.outlook.plan)?.date() - met(plan)?.date()).num_days())
    }

    /// Tries one remedy for a line: what it does, and whether that helps. Nothing where no futures are played.
    ///
    /// # Errors
    ///
    /// It does not fit.
    pub fn try_remedy(&self, key: &LineKey, remedy: &Remedy) -> Result<Option<(Effect, bool)>, Unfit> {
        let Some(before) = self.before(self.view()) else { return Ok(None) };
        let weighed = remedy::tried(before, key, remedy, &self.rule, threads())?;
        Ok(Some((self.effect(&weighed), weighed.helps())))
    }

    /// Tries what a customer wants changed about a line: another quantity, another day (to which a promise would be
    /// moved), or giving it up.
    ///
    /// # Errors
    ///
    /// The plan does not know the line.
    pub fn try_change(&self, key: &LineKey, wish: &Wish) -> Result<Changed, Failure> {
        let outlook: &Outlook = &self.outlook;
        let mut shop = outlook.shop.clone();
        let line = shop.lines.get_mut(key).ok_or_else(|| Refusal::new(codes::NO_PLAN_YET))?;
        line.quantity = wish.quantity.map_or(line.quantity, quantity);
        line.requested = wish.date.map(|day| self.end(day)).or(line.requested);
        let promised = line.promise.is_some();
        if wish.cancel || line.quantity <= line.shipped {
            shop.lines.remove(key);
        }
        let moved = wish.date.filter(|_| promised);
        let moved = moved.and_then(|day| quote::promise(&shop, &outlook.plan, key.clone(), self.end(day)));
        let (effect, odds) = self.weigh(key, moved.as_ref().map_or(&shop, |moved| &moved.shop));
        let hurt = effect.hurt();
        let share = if promised { self.share(&outlook.shop, key) } else { 0.0 };
        let chance = |standing: &Option<Standing>| standing.as_ref().and_then(|standing| standing.chance);
        let (before, after) = (chance(&effect.before), chance(&effect.after));
        if let Some(accepted) = moved {
            let on_plan = accepted.own.is_dated() && !accepted.own.is_late();
            let kept = after.map_or(on_plan, |after| self.is_enough(&accepted.shop, key, after));
            let trial = self.trial(key, (&accepted.shop, &accepted.plan, &accepted.own), kept, hurt, odds);
            return Ok(Changed { effect, trial });
        }
        let kept = match (promised, before, after) {
            (true, before, Some(after)) => {
                self.is_enough(&outlook.shop, key, after) || before.is_some_and(|before| after >= before)
            }
            (true, _, None) => effect.after.is_none() || self.not_later(&effect, key),
            (false, ..) => true,
        };
        let grade = outlook.plan.line(key).map(|date| grade_code(date.grade).to_owned());
        let forecast = effect.after.as_ref().and_then(|standing| standing.planned);
        let snapshot = Snapshot {
            as_of: outlook.now,
            position: outlook.position,
            forecast,
            grade: grade.unwrap_or_default(),
            policy: self.asked_for(&outlook.shop, key),
            odds,
        };
        let (keeps, stock) = (Keeps::default(), Vec::new());
        let trial = Trial { kept, chance: after, share, hurt, keeps, stock, snapshot };
        Ok(Changed { effect, trial })
    }

    /// Whether the plan meets a promised line by its promise, or no later than before.
    fn not_later(&self, effect: &Effect, key: &LineKey) -> bool {
        let planned = |standing: &Option<Standing>| standing.as_ref().and_then(|standing| standing.planned);
        let (before, after) = (planned(&effect.before), planned(&effect.after));
        let line = self.outlook.shop.lines.get(key);
        let due = line.and_then(|line| self.outlook.day(line.promise.as_ref()?.due));
        after.is_some_and(|after| {
            due.is_some_and(|due| after <= due) || before.is_some_and(|was| after <= was)
        })
    }

    /// Weighs the shop in which something was changed for a line: over the futures where they are played, with what
    /// they say of the line, else on the plan. Its calendars must be those of the shop as it is.
    fn weigh(&self, key: &LineKey, shop: &Shop) -> (Effect, Option<SnapshotOdds>) {
        let Some(before) = self.before(self.view()) else { return (self.compared(key, shop), None) };
        let (weighed, forecast) = remedy::weigh(before, key, shop, None, &self.rule, threads());
        let chance = weighed.after.and_then(|standing| standing.chance).unwrap_or(0.0);
        let odds = self.odds(&forecast, &weighed.plan, key, (chance, shop.chances.seed));
        (self.effect(&weighed), odds)
    }

    fn effect(&self, weighed: &Weighed) -> Effect {
        let outlook: &Outlook = &self.outlook;
        let told = |standing: &remedy::Standing| Standing {
            planned: outlook.day(standing.planned),
            p50: outlook.day(standing.p50),
            p80: outlook.day(standing.p80),
            p95: outlook.day(standing.p95),
            chance: standing.chance,
        };
        let shifted = |shift: &Shift| self.shifted(&weighed.plan, shift);
        Effect {
            as_of: outlook.now,
            futures: self.view().forecast.map(Forecast::scenarios),
            before: weighed.before.as_ref().map(told),
            after: weighed.after.as_ref().map(told),
            rest: weighed.rest.as_ref().map(told),
            falls: weighed.falls.iter().filter_map(shifted).collect(),
            gains: weighed.gains.iter().filter_map(shifted).collect(),
        }
    }

    /// A promise whose odds shift, as people name it, with the days on which the plans meet it.
    fn shifted(&self, after: &Plan, shift: &Shift) -> Option<Shifted> {
        let due = self.outlook.day(shift.due)?;
        let met = |plan: &Plan| self.met(&self.outlook.shop, plan.line(&shift.line)?);
        let odds = HurtOdds { before: shift.before, after: shift.after };
        let before = met(&self.outlook.plan).unwrap_or(due);
        let promise = self.named(&shift.line, due, before, met(after), Some(odds));
        Some(Shifted { promise, hurt: shift.loss.is_some() })
    }

    /// The verdict of two plans.
    fn compared(&self, key: &LineKey, shop: &Shop) -> Effect {
        let outlook: &Outlook = &self.outlook;
        let after = plan_like(shop, &Arc::clone(&outlook.plan.network.calendars), &outlook.plan);
        let standing = |shop: &Shop, plan: &Plan| {
            let planned = self.met(shop, plan.line(key)?);
            Some(Standing { planned, p50: None, p80: None, p95: None, chance: None })
        };
        let shifted = |(from, to): (&Plan, &Plan), hurt: bool| -> Vec<Shifted> {
            let all = quote::hurt(from, to).into_iter().filter(|one| one.line != *key);
            let told = all.filter(|one| one.costs_days(outlook.zone)).filter_map(|one| {
                let day = |at: Instant| outlook.day(at);
                let (before, after) = if hurt { (one.before, one.after) } else { (one.after, one.before) };
                let promise = self.named(&one.line, day(one.due)?, day(before)?, day(after), None);
                Some(Shifted { promise, hurt })
            });
            told.collect()
        };
        Effect {
            as_of: outlook.now,
            futures: None,
            before: standing(&outlook.shop, &outlook.plan),
            after: standing(shop, &after),
            rest: None,
            falls: shifted((&outlook.plan, &after), true),
            gains: shifted((&after, &outlook.plan), false),
        }
    }
}
