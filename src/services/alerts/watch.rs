//! Looks at what has changed since the last look, asks the rules about it, and says what becomes of alerts. Reads only.
//!
//! What was seen last is kept in memory, and only what differs from it is asked about again. Alerts are in the store: so
//! after a restart everything is asked about once, and what is open already is neither forgotten nor opened again.

use super::dry_run::DAYS;
use super::found::{Facts, Found, Shop, find};
use super::lines::{Basis, LineFacts};
use super::rules;
use crate::domain::alert::{Resolution, Seen, State};
use crate::domain::rule::{About, Rule, Trigger};
use crate::domain::value::Moment;
use crate::rules::{Broken, Known, Ready, RuleSet, Verdict};
use crate::store::alerts::AlertRow;
use crate::store::rules::{RecordRow, RuleRow, record_since};
use crate::store::{Db, Failure, Json, MAIN_PLANT};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};

/// What something is, whatever was promised of it.
pub(super) type Key = (About, String);

/// What was seen last.
#[derive(Default)]
pub(super) struct Watch {
    rules: RuleSet,
    said: Option<Vec<RuleRow>>,
    seen: BTreeMap<Key, Facts>,
    /// Whether anything was seen yet: what is there at first is not new.
    has_looked: bool,
    /// How everything stood when that was last remembered.
    remembered: BTreeMap<Key, (Facts, Moment)>,
}

/// What a look took: only what has changed since the last one is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Lines and other things that rules look at.
    pub things: usize,
    /// Of these, those that were asked about.
    pub asked: usize,
    /// Conditions that were asked.
    pub conditions: usize,
}

/// What becomes of alerts.
#[derive(Default)]
pub(super) struct Verdicts {
    /// New ones.
    pub(super) begin: Vec<Begin>,
    /// What was seen of those that stand.
    pub(super) observe: Vec<(AlertRow, Seen)>,
    /// Those that end, whatever their conditions say.
    pub(super) end: Vec<(AlertRow, Resolution)>,
    /// Those that are open, and about what is otherwise than they say.
    pub(super) refresh: Vec<(AlertRow, Found)>,
    /// Rules that can't be asked.
    pub(super) broken: Vec<Broken>,
    /// What stands otherwise than remembered; what is over has no facts.
    pub(super) remember: Vec<(Key, Option<Facts>)>,
    /// What it took to find that out.
    pub(super) looked: Looked,
}

/// An alert that begins.
pub(super) struct Begin {
    pub(super) rule: String,
    pub(super) found: Found,
}

impl Verdicts {
    pub(super) fn is_empty(&self) -> bool {
        let Self { begin, observe, end, refresh, broken, remember, looked: _ } = self;
        begin.is_empty()
            && observe.is_empty()
            && end.is_empty()
            && refresh.is_empty()
            && broken.is_empty()
            && remember.is_empty()
    }
}

impl Watch {
    /// The rule of that name, as it was asked.
    pub(super) fn rule(&self, name: &str) -> Option<&Ready> {
        self.rules.named(name)
    }

    /// How everything has stood since before `before`, to be written down anew at that instant: what was written of it then is
    /// forgotten.
    pub(super) fn standing_since(&self, before: Moment, plant_id: i64) -> Vec<RecordRow> {
        let old = self.remembered.iter().filter(|(_, (_, since))| *since < before);
        let anew = old.map(|((about, subject), (facts, _))| RecordRow {
            plant_id,
            about: *about,
            subject: subject.clone(),
            at: before,
            facts: Some(Json::of(facts)),
        });
        anew.collect()
    }

    /// Takes note that what stood before `before` is now written down as standing since then.
    pub(super) fn carried(&mut self, before: Moment) {
        for (_, since) in self.remembered.values_mut() {
            *since = (*since).max(before);
        }
    }

    /// How a line stood when that was last remembered, and since when.
    pub(super) fn remembered_line(&self, line: &str) -> Option<(&LineFacts, Moment)> {
        let (facts, since) = self.remembered.get(&(About::Line, line.to_owned()))?;
        Some((facts.line()?, *since))
    }

    /// Reads how everything stood last, as it was remembered before the program was started.
    pub(super) fn recall(&mut self, db: &mut Db, now: Moment) -> Result<(), Failure> {
        let from = now.shifted(-TimeDelta::days(DAYS.into()));
        for row in record_since(db, MAIN_PLANT, from)? {
            let key = (row.about, row.subject);
            match row.facts.map(|facts| Facts::read(row.about, &facts)).transpose()? {
                Some(facts) => drop(self.remembered.insert(key, (facts, row.at))),
                None => drop(self.remembered.remove(&key)),
            }
        }
        Ok(())
    }

    /// Looks at a shop. What was seen counts only once it is stored: see [`Watch::keep`].
    pub(super) fn look(&mut self, shop: &Shop, basis: &Basis) -> (Verdicts, Vec<Found>) {
        let mut verdicts = Verdicts::default();
        let anew = self.said.as_ref() != Some(&shop.said);
        if anew {
            let rules = rules::all(&shop.said).into_iter().map(|found| (found.rule, found.version));
            (self.rules, verdicts.broken) = RuleSet::read(rules);
            self.said = Some(shop.said.clone());
        }
        let found = find(shop, basis, self.rules.names_causes());
        let standing = Standing::of(&shop.standing);
        verdicts.looked.things = found.len();
        for one in &found {
            let before = self.seen.get(&one.key());
            if anew || before != Some(&one.facts) {
                self.ask(one, (before, basis.outlook.now), &standing, &mut verdicts);
            }
        }
        self.orphans(&shop.standing, &found, &mut verdicts);
        replaced(&self.rules, &standing, &mut verdicts);
        self.record(&found, &mut verdicts);
        (verdicts, found)
    }

    /// Remembers what was seen, now that what became of it is stored.
    pub(super) fn keep(&mut self, found: Vec<Found>, remembered: Vec<(Key, Option<Facts>)>, now: Moment) {
        self.has_looked = true;
        self.seen = found.into_iter().map(|one| (one.key(), one.facts)).collect();
        for (key, facts) in remembered {
            match facts {
                Some(facts) => drop(self.remembered.insert(key, (facts, now))),
                None => drop(self.remembered.remove(&key)),
            }
        }
    }

    /// Everything is asked about again with the next look.
    pub(super) fn forget(&mut self) {
        self.seen.clear();
        self.said = None;
    }

    /// Asks the rules about one thing.
    fn ask(
        &self,
        one: &Found,
        (before, now): (Option<&Facts>, Moment),
        standing: &Standing<'_>,
        verdicts: &mut Verdicts,
    ) {
        let known = Known::of(&one.facts);
        verdicts.looked.asked += 1;
        for ready in self.rules.about(one.facts.about()) {
            let name = &ready.rule.name;
            if verdicts.broken.iter().any(|broken| broken.rule == *name) {
                continue;
            }
            verdicts.looked.conditions += 1;
            let alert = standing.get(name, &one.subject);
            let verdict = match alert {
                Some(row) if row.state != State::Pending => ready.clears(&known),
                _ => ready.raises(&known),
            };
            match (verdict, alert) {
                (Verdict::Broken(why), _) => {
                    verdicts.broken.push(Broken { rule: name.clone(), why });
                }
                (Verdict::Yes, None) if self.is_triggered(ready.rule.trigger, one, before) => {
                    verdicts.begin.push(Begin { rule: name.clone(), found: one.clone() });
                }
                (Verdict::Yes, Some(row)) if row.state != State::Pending => {
                    verdicts.observe.push((row.clone(), Seen::Cleared));
                }
                (Verdict::No, Some(row)) if row.state == State::Pending => {
                    verdicts.observe.push((row.clone(), Seen::Between));
                }
                (Verdict::No, Some(row)) => {
                    if row.clearing_since.is_some() {
                        verdicts.observe.push((row.clone(), Seen::Raised));
                    }
                    if one.says_otherwise(row, now) {
                        verdicts.refresh.push((row.clone(), one.clone()));
                    }
                }
                (Verdict::Yes | Verdict::No | Verdict::Unknown, _) => {}
            }
        }
    }

    /// Whether what changed is what a rule looks for. What was not seen since the start is held against how it was
    /// remembered; a line of which nobody knows is new.
    fn is_triggered(&self, trigger: Trigger, one: &Found, before: Option<&Facts>) -> bool {
        let Some(now) = one.facts.line() else { return true };
        let remembered = || Some(self.remembered_line(&now.id().to_string())?.0);
        let before = before.and_then(Facts::line).or_else(remembered);
        let is_new = before.is_none() && (self.has_looked || !self.remembered.is_empty());
        match trigger {
            Trigger::PromiseMade if is_new => now.promised,
            Trigger::StageEntered if is_new => true,
            _ => is_looked_for(trigger, now, before),
        }
    }

    /// Ends what is about nothing any more, and what no rule asks about.
    fn orphans(&self, standing: &[AlertRow], found: &[Found], verdicts: &mut Verdicts) {
        let subjects: BTreeSet<(About, &str)> =
            found.iter().map(|one| (one.facts.about(), one.subject.as_str())).collect();
        let keys: BTreeSet<(About, String)> = found.iter().map(Found::key).collect();
        for row in standing {
            let why = if self.rules.named(&row.rule).is_none() {
                Resolution::RuleOff
            } else if subjects.contains(&(row.about, row.subject.as_str())) {
                continue;
            } else if keys.contains(&(row.about, Found::key_of(&row.subject))) {
                Resolution::PromiseMoved
            } else if row.about.is_found_while_wrong() {
                Resolution::Recovered
            } else {
                Resolution::Gone
            };
            verdicts.end.push((row.clone(), why));
        }
    }

    /// What stands otherwise than was remembered of it. It is also remembered as a rule judged it, so that the record has the
    /// hour in which a limit was passed.
    fn record(&self, found: &[Found], verdicts: &mut Verdicts) {
        let begun = verdicts.begin.iter().map(|begin| begin.found.key());
        let observed = verdicts.observe.iter().map(|(row, _)| (row.about, Found::key_of(&row.subject)));
        let judged: BTreeSet<Key> = begun.chain(observed).collect();
        let mut there = BTreeSet::new();
        for one in found {
            let key = one.key();
            let before = self.remembered.get(&key);
            let anew = before.is_none_or(|(before, _)| {
                one.facts.differs(before) || judged.contains(&key) && one.facts != *before
            });
            if anew {
                verdicts.remember.push((key.clone(), Some(one.facts.clone())));
            }
            there.insert(key);
        }
        let over = self.remembered.keys().filter(|key| !there.contains(*key));
        verdicts.remember.extend(over.map(|key| (key.clone(), None)));
    }
}

/// The alerts that stand, by rule and what they are about.
struct Standing<'a>(BTreeMap<(&'a str, &'a str), &'a AlertRow>);

impl<'a> Standing<'a> {
    fn of(rows: &'a [AlertRow]) -> Self {
        Self(rows.iter().map(|row| ((row.rule.as_str(), row.subject.as_str()), row)).collect())
    }

    fn get(&self, rule: &str, subject: &str) -> Option<&'a AlertRow> {
        self.0.get(&(rule, subject)).copied()
    }
}

/// Whether what changed of a line is what a rule looks for.
pub(super) fn is_looked_for(trigger: Trigger, now: &LineFacts, before: Option<&LineFacts>) -> bool {
    match trigger {
        Trigger::PromiseMade => {
            now.promised && before.is_some_and(|before| before.promise_day != now.promise_day)
        }
        Trigger::StageEntered => before.is_some_and(|before| before.stage != now.stage),
        _ => true,
    }
}

/// Takes away what another rule's alert stands for, of the same thing.
fn replaced(rules: &RuleSet, standing: &Standing<'_>, verdicts: &mut Verdicts) {
    let rule = |name: &str| rules.named(name).map(|ready| &ready.rule);
    let ended: BTreeSet<i64> = verdicts.end.iter().map(|(row, _)| row.id).collect();
    let open = standing.0.values().filter(|row| row.state != State::Pending && !ended.contains(&row.id));
    let open = open.map(|row| (row.subject.clone(), rule(&row.rule)));
    // What has to hold for a while first takes nobody's place yet.
    let begun = verdicts.begin.iter().map(|begin| (begin.found.subject.clone(), rule(&begin.rule)));
    let begun = begun.filter(|(_, rule)| rule.is_some_and(|rule| rule.dwell_minutes == 0));
    let mut by: BTreeMap<String, Vec<&Rule>> = BTreeMap::new();
    for (subject, rule) in open.chain(begun) {
        if let Some(rule) = rule.filter(|rule| !rule.replaces.is_empty()) {
            by.entry(subject).or_default().push(rule);
        }
    }
    let is_replaced = |name: &str, subject: &str| {
        let (Some(by), Some(other)) = (by.get(subject), rule(name)) else { return false };
        by.iter().any(|one| one.stands_for(other))
    };
    verdicts.begin.retain(|begin| !is_replaced(&begin.rule, &begin.found.subject));
    let over = standing.0.values().filter(|row| is_replaced(&row.rule, &row.subject));
    let over: BTreeMap<i64, &AlertRow> = over.map(|row| (row.id, *row)).collect();
    verdicts.observe.retain(|(seen, _)| !over.contains_key(&seen.id));
    verdicts.refresh.retain(|(seen, _)| !over.contains_key(&seen.id));
    let over = over.into_iter().filter(|(id, _)| !ended.contains(id));
    verdicts.end.extend(over.map(|(_, row)| (row.clone(), Resolution::Replaced)));
}
