//! What a changed shop would do to a line and to every promise, tried on the planner's newest answer.
//!
//! Owns how the engine's verdict is told in the shop's words; never what is tried, nor what is stored.

use super::judge::{Judge, threads};
use crate::domain::effect::{Effect, Shifted, Standing};
use crate::domain::promise::HurtOdds;
use crate::planning::outlook::Outlook;
use holdfast_engine::model::{LineKey, Shop};
use holdfast_engine::plan::{Plan, plan_on};
use holdfast_engine::quote::{self, Shift};
use holdfast_engine::remedy::{self, Remedy, Unfit, Weighed};
use holdfast_engine::time::Instant;
use std::sync::Arc;

impl Judge {
    /// Remedies for a line that were tried and help, the best first. None where no futures are played.
    pub fn remedies(&self, key: &LineKey) -> Vec<(Remedy, Effect)> {
        let Some(before) = self.before(self.view()) else { return Vec::new() };
        let suggested = remedy::suggest(before, key);
        let helping = remedy::best(before, key, suggested, &self.rule, threads());
        helping.into_iter().map(|(remedy, weighed)| (remedy, self.effect(&weighed))).collect()
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

    /// Weighs the shop in which something was changed for a line: over the futures where they are played, else on the
    /// plan. Its calendars must be those of the shop as it is.
    pub fn weigh(&self, key: &LineKey, shop: &Shop) -> Effect {
        match self.before(self.view()) {
            Some(before) => self.effect(&remedy::weigh(before, key, shop, None, &self.rule, threads())),
            None => self.compared(key, shop),
        }
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
            futures: self.view().forecast.map(holdfast_engine::forecast::Forecast::scenarios),
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
        let after = plan_on(shop, &Arc::clone(&outlook.plan.network.calendars));
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
