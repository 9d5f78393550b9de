//! Rules at play over the record of lines: alerts begin, open, end and take each other's place as they would have.

use super::WouldBe;
use crate::domain::alert::{Change, Due, Dwell, Life, Resolution, Seen, State};
use crate::domain::value::Moment;
use crate::rules::{Known, Ready, Verdict};
use crate::services::alerts::lines::LineFacts;
use crate::services::alerts::watch::is_looked_for;
use crate::store::rules::LineFactsRow;
use crate::store::{Failure, Json};
use std::collections::BTreeMap;

/// Rules at play.
pub(super) struct Play<'r> {
    /// The one that is tried comes first.
    rules: Vec<&'r Ready>,
    lines: BTreeMap<String, Line>,
    /// The alerts that the first would have opened.
    pub(super) alerts: Vec<WouldBe>,
    /// Changes that the first could not judge.
    pub(super) unknown: usize,
    /// Why the first could not be asked.
    pub(super) broken: Option<String>,
}

/// A line as it stands.
struct Line {
    facts: LineFacts,
    /// The alert of each rule.
    alerts: Vec<Option<Standing>>,
}

/// An alert that stands.
struct Standing {
    life: Life,
    /// Its place among those that are told of.
    told: Option<usize>,
}

impl<'r> Play<'r> {
    /// Begins; the first rule is the one that is tried.
    pub(super) fn of(rules: Vec<&'r Ready>) -> Self {
        Self { rules, lines: BTreeMap::new(), alerts: Vec::new(), unknown: 0, broken: None }
    }

    /// A line changes.
    pub(super) fn row(&mut self, row: &LineFactsRow) -> Result<(), Failure> {
        let facts = row.facts.as_ref().map(Json::read::<LineFacts>).transpose()?;
        let mut before = self.lines.remove(&row.subject);
        if let Some(line) = &mut before {
            self.due(line, row.at);
            let why = match &facts {
                None => Some(Resolution::Gone),
                Some(facts) if facts.promise_day != line.facts.promise_day => Some(Resolution::PromiseMoved),
                Some(_) => None,
            };
            for nth in 0..line.alerts.len() {
                why.into_iter().for_each(|why| self.end(line, nth, row.at, why));
            }
        }
        let Some(facts) = facts else { return Ok(()) };
        let (was, alerts) = match before {
            Some(line) => (Some(line.facts), line.alerts),
            None => (None, self.rules.iter().map(|_| None).collect()),
        };
        let (known, mut line) = (Known::of(&facts), Line { facts, alerts });
        for nth in 0..self.rules.len() {
            self.ask(&mut line, nth, (&known, was.as_ref()), row.at);
        }
        self.replace(&mut line, row.at);
        self.due(&mut line, row.at);
        self.lines.insert(row.subject.clone(), line);
        Ok(())
    }

    /// Asks a rule about a line.
    fn ask(&mut self, line: &mut Line, nth: usize, (known, was): (&Known, Option<&LineFacts>), at: Moment) {
        let ready = self.rules[nth];
        let open = line.alerts[nth].as_ref().is_some_and(|alert| alert.life.is_open());
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
        match &mut line.alerts[nth] {
            Some(alert) => match alert.life.observe(seen, at) {
                Change::Resolved(why) => self.over(line, nth, at, why),
                Change::Dropped => line.alerts[nth] = None,
                Change::Nothing | Change::Noted => {}
            },
            None if seen == Seen::Raised && is_looked_for(ready.rule.trigger, &line.facts, was) => {
                let dwell = Dwell { raise: ready.rule.dwell_minutes, clear: ready.rule.clear_minutes };
                let life = Life::begin(at, dwell, Vec::new());
                line.alerts[nth] = Some(Standing { life, told: None });
            }
            None => {}
        }
    }

    /// Takes away what another rule's alert stands for: one that is open, or opens at once.
    fn replace(&mut self, line: &mut Line, at: Moment) {
        let stands = |alert: &Option<Standing>| {
            let life = alert.as_ref().map(|alert| &alert.life);
            life.is_some_and(|life| life.is_open() || life.opens_at() <= at)
        };
        let stands: Vec<bool> = line.alerts.iter().map(stands).collect();
        for nth in 0..self.rules.len() {
            let mut by = self.rules.iter().zip(&stands).filter(|(_, stands)| **stands);
            if by.any(|(by, _)| by.rule.stands_for(&self.rules[nth].rule)) {
                self.end(line, nth, at, Resolution::Replaced);
            }
        }
    }

    /// What comes due by itself until `until`, first to last.
    fn due(&mut self, line: &mut Line, until: Moment) {
        let next = |line: &Line| {
            let at = |alert: &Option<Standing>| alert.as_ref().and_then(|alert| alert.life.next_at());
            let all = line.alerts.iter().enumerate().filter_map(|(nth, alert)| Some((at(alert)?, nth)));
            all.min().filter(|(at, _)| *at <= until)
        };
        while let Some((at, nth)) = next(line) {
            let Some(alert) = &mut line.alerts[nth] else { return };
            match alert.life.due(at) {
                Some(Due::Open) => {
                    if nth == 0 {
                        alert.told = Some(self.alerts.len());
                        self.alerts.push(WouldBe {
                            subject: line.facts.subject(),
                            opened_at: at,
                            resolved_at: None,
                            resolution: None,
                            on_time: line.facts.on_time,
                            days_left: line.facts.days_left,
                        });
                    }
                    self.replace(line, at);
                }
                Some(Due::Resolve) => self.over(line, nth, at, Resolution::Recovered),
                Some(Due::Step(_) | Due::Wake) => {}
                None => return,
            }
        }
    }

    /// Ends the alert of a rule, whatever its conditions say.
    fn end(&mut self, line: &mut Line, nth: usize, at: Moment, why: Resolution) {
        if let Some(alert) = &mut line.alerts[nth]
            && alert.life.state != State::Resolved
        {
            alert.life.end(why);
            self.over(line, nth, at, why);
        }
    }

    /// The alert of a rule is over.
    fn over(&mut self, line: &mut Line, nth: usize, at: Moment, why: Resolution) {
        let told = line.alerts[nth].take().and_then(|alert| alert.told);
        if let Some(alert) = told.and_then(|place| self.alerts.get_mut(place)) {
            (alert.resolved_at, alert.resolution) = (Some(at), Some(why));
        }
    }

    /// The end of the record.
    pub(super) fn until(&mut self, to: Moment) {
        for (_, mut line) in std::mem::take(&mut self.lines) {
            self.due(&mut line, to);
        }
    }
}
