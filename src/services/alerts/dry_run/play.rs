//! Rules at play over the record: alerts begin, open, end and take each other's place as they would have.

use super::WouldBe;
use crate::domain::alert::{Change, Due, Dwell, Life, Resolution, Seen, State};
use crate::domain::value::Moment;
use crate::rules::{Known, Ready, Verdict};
use crate::services::alerts::found::Facts;
use crate::services::alerts::lines::LineFacts;
use crate::services::alerts::watch::is_looked_for;
use crate::store::Failure;
use crate::store::rules::RecordRow;
use std::collections::{BTreeMap, BTreeSet};

/// Rules at play.
pub(super) struct Play<'r> {
    /// The one that is tried comes first.
    rules: Vec<&'r Ready>,
    things: BTreeMap<String, Thing>,
    /// The alerts that the first would have opened.
    pub(super) alerts: Vec<WouldBe>,
    /// Whether what is worth how much may be judged by.
    with_prices: bool,
    /// Changes that the first could not judge.
    pub(super) unknown: usize,
    /// Why the first could not be asked.
    pub(super) broken: Option<String>,
}

/// A line, or something else, as it stands.
struct Thing {
    /// What it is, whatever was promised of it.
    subject: String,
    facts: Facts,
    /// The alert of each rule.
    alerts: Vec<Option<Standing>>,
}

/// An alert that stands.
struct Standing {
    life: Life,
    /// Its place among those that are told of.
    told: Option<usize>,
}

/// The day that was promised, if it is a line.
fn promised(facts: &Facts) -> Option<&String> {
    facts.line()?.promise_day.as_ref()
}

/// Whether what changed is what a rule looks for: what is no line has nothing but its condition.
fn is_triggered(ready: &Ready, now: &Facts, was: Option<&Facts>) -> bool {
    let was = was.and_then(Facts::line);
    now.line().is_none_or(|now| is_looked_for(ready.rule.trigger, now, was))
}

/// An alert that opens.
fn would_be(thing: &Thing, at: Moment) -> WouldBe {
    let line = thing.facts.line();
    WouldBe {
        subject: line.map_or_else(|| thing.subject.clone(), LineFacts::subject),
        order: thing.facts.order().map(str::to_owned),
        opened_at: at,
        resolved_at: None,
        resolution: None,
        on_time: line.and_then(|line| line.on_time),
        days_left: line.and_then(|line| line.days_left),
    }
}

impl<'r> Play<'r> {
    /// Begins; the first rule is the one that is tried.
    pub(super) fn of(rules: Vec<&'r Ready>, with_prices: bool) -> Self {
        let (things, alerts) = (BTreeMap::new(), Vec::new());
        Self { rules, things, alerts, with_prices, unknown: 0, broken: None }
    }

    /// The orders that the alerts would have been about.
    pub(super) fn orders(&self) -> BTreeSet<&str> {
        self.alerts.iter().filter_map(|one| one.order.as_deref()).collect()
    }

    /// Something changes.
    pub(super) fn row(&mut self, row: &RecordRow) -> Result<(), Failure> {
        let mut facts = row.facts.as_ref().map(|facts| Facts::read(row.about, facts)).transpose()?;
        if let Some(Facts::Line(line)) = facts.as_mut().filter(|_| !self.with_prices) {
            line.value = None;
        }
        let mut before = self.things.remove(&row.subject);
        if let Some(thing) = &mut before {
            self.due(thing, row.at);
            let why = match &facts {
                None if row.about.is_found_while_wrong() => Some(Resolution::Recovered),
                None => Some(Resolution::Gone),
                Some(facts) if promised(facts) != promised(&thing.facts) => Some(Resolution::PromiseMoved),
                Some(_) => None,
            };
            for nth in 0..thing.alerts.len() {
                why.into_iter().for_each(|why| self.end(thing, nth, row.at, why));
            }
        }
        let Some(facts) = facts else { return Ok(()) };
        let (was, alerts) = match before {
            Some(thing) => (Some(thing.facts), thing.alerts),
            None => (None, self.rules.iter().map(|_| None).collect()),
        };
        let (known, subject) = (Known::of(&facts), row.subject.clone());
        let mut thing = Thing { subject, facts, alerts };
        for nth in 0..self.rules.len() {
            self.ask(&mut thing, nth, (&known, was.as_ref()), row.at);
        }
        self.replace(&mut thing, row.at);
        self.due(&mut thing, row.at);
        self.things.insert(row.subject.clone(), thing);
        Ok(())
    }

    /// Asks a rule about something.
    fn ask(&mut self, thing: &mut Thing, nth: usize, (known, was): (&Known, Option<&Facts>), at: Moment) {
        let ready = self.rules[nth];
        let open = thing.alerts[nth].as_ref().is_some_and(|alert| alert.life.is_open());
        let verdict = if open { ready.clears(known) } else { ready.raises(known) };
        let seen = match (verdict, open) {
            (Verdict::Yes, true) => Seen::Cleared,
            (Verdict::No, true) | (Verdict::Yes, false) => Seen::Raised,
            (Verdict::No, false) => Seen::Between,
            (Verdict::Unknown, _) => {
                self.unknown += usize::from(nth == 0);
                return;
            }
            (Verdict::Broken(why), _) => {
                if nth == 0 {
                    self.broken = Some(why);
                }
                return;
            }
        };
        match &mut thing.alerts[nth] {
            Some(alert) => match alert.life.observe(seen, at) {
                Change::Resolved(why) => self.over(thing, nth, at, why),
                Change::Dropped => thing.alerts[nth] = None,
                Change::Nothing | Change::Noted => {}
            },
            None if seen == Seen::Raised && is_triggered(ready, &thing.facts, was) => {
                let dwell = Dwell { raise: ready.rule.dwell_minutes, clear: ready.rule.clear_minutes };
                let life = Life::begin(at, dwell, Vec::new());
                thing.alerts[nth] = Some(Standing { life, told: None });
            }
            None => {}
        }
    }

    /// Takes away what another rule's alert stands for: one that is open, or opens at once.
    fn replace(&mut self, thing: &mut Thing, at: Moment) {
        let stands = |alert: &Option<Standing>| {
            let life = alert.as_ref().map(|alert| &alert.life);
            life.is_some_and(|life| life.is_open() || life.opens_at() <= at)
        };
        let stands: Vec<bool> = thing.alerts.iter().map(stands).collect();
        for nth in 0..self.rules.len() {
            let mut by = self.rules.iter().zip(&stands).filter(|(_, stands)| **stands);
            if by.any(|(by, _)| by.rule.stands_for(&self.rules[nth].rule)) {
                self.end(thing, nth, at, Resolution::Replaced);
            }
        }
    }

    /// What comes due by itself until `until`, first to last.
    fn due(&mut self, thing: &mut Thing, until: Moment) {
        let next = |thing: &Thing| {
            let at = |alert: &Option<Standing>| alert.as_ref().and_then(|alert| alert.life.next_at());
            let all = thing.alerts.iter().enumerate().filter_map(|(nth, alert)| Some((at(alert)?, nth)));
            all.min().filter(|(at, _)| *at <= until)
        };
        while let Some((at, nth)) = next(thing) {
            let Some(alert) = &mut thing.alerts[nth] else { return };
            match alert.life.due(at) {
                Some(Due::Open) => {
                    if nth == 0 {
                        alert.told = Some(self.alerts.len());
                        self.alerts.push(would_be(thing, at));
                    }
                    self.replace(thing, at);
                }
                Some(Due::Resolve) => self.over(thing, nth, at, Resolution::Recovered),
                Some(Due::Step(_) | Due::Wake) => {}
                None => return,
            }
        }
    }

    /// Ends the alert of a rule, whatever its conditions say.
    fn end(&mut self, thing: &mut Thing, nth: usize, at: Moment, why: Resolution) {
        if let Some(alert) = &mut thing.alerts[nth]
            && alert.life.state != State::Resolved
        {
            alert.life.end(why);
            self.over(thing, nth, at, why);
        }
    }

    /// The alert of a rule is over.
    fn over(&mut self, thing: &mut Thing, nth: usize, at: Moment, why: Resolution) {
        let told = thing.alerts[nth].take().and_then(|alert| alert.told);
        if let Some(alert) = told.and_then(|place| self.alerts.get_mut(place)) {
            (alert.resolved_at, alert.resolution) = (Some(at), Some(why));
        }
    }

    /// The end of the record.
    pub(super) fn until(&mut self, to: Moment) {
        for (_, mut thing) in std::mem::take(&mut self.things) {
            self.due(&mut thing, to);
        }
    }
}
