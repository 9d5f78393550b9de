//! Whom alerts are told to: each of them once for a step, together what belongs together, and not too much at once.
//!
//! What is told to one person at one instant is one message for each order; of more than [`STORM`] orders, one message
//! with a table. Who was sent [`ENOUGH`] messages within an hour gets what comes then in one, when the hour is over. The
//! mild is a digest. Writing and sending is not done here: [`hand_over`] is the only way out.

use super::message::{Message, digest, of_order, storm};
use super::row;
use crate::domain::alert::AlertFacts;
use crate::domain::role::Role;
use crate::domain::rule::{About, Channel, Rule, Severity, Step, Whom};
use crate::services::{Tx, contacts as people, outbox};
use crate::store::access::{self, User};
use crate::store::alerts::{self, AlertRow, TellingRow};
use crate::store::contacts;
use crate::store::{Failure, Json};
use chrono::TimeDelta;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Orders that are told of one by one; of more at once, in one message.
pub(super) const STORM: usize = 5;
/// Messages that one is sent within an hour before what follows waits for the hour to end.
const ENOUGH: usize = 5;

/// The step and the template of what is over.
const RECOVERED: &str = "recovered";

/// Something that is to be told.
pub(super) struct Asked {
    alert: AlertRow,
    step: String,
    template: String,
    aim: Aim,
}

/// Whom.
enum Aim {
    /// As a rule says it.
    Whom(Vec<Whom>, Channel),
    /// As it turned out before.
    To(Vec<To>),
    /// One who was told much, and has waited since.
    Waited(To),
}

/// Those who can be told.
struct Known {
    users: Vec<User>,
    /// Who is not here any more, and for whom somebody stands in.
    covered: BTreeSet<String>,
    /// Which way each channel goes.
    channels: BTreeMap<String, Channel>,
}

impl Known {
    fn read(tx: &mut Tx<'_>) -> Result<Self, Failure> {
        let (users, gone): (Vec<User>, Vec<User>) =
            access::users(tx.db)?.into_iter().partition(|user| user.active);
        let (today, mut covered) = (tx.now.day(tx.zone()), BTreeSet::new());
        for User { name, .. } in gone {
            if people::standing_in(tx.db, &name, today)? != name {
                covered.insert(name);
            }
        }
        let rows = contacts::channels(tx.db, tx.plant.id)?;
        let channels = rows.into_iter().filter_map(|row| Some((row.name, Channel::named(&row.kind)?)));
        Ok(Self { users, covered, channels: channels.collect() })
    }

    /// What somebody is called.
    fn called(&self, name: &str) -> Option<String> {
        self.users.iter().find(|user| user.name == name).map(|user| user.display_name.clone())
    }

    /// Whether what is told to a person is read by anybody.
    fn reaches(&self, name: &str) -> bool {
        self.users.iter().any(|user| user.name == name) || self.covered.contains(name)
    }
}

/// A person or a channel by name, and which way.
type To = (String, Channel);

/// What is to be told to one.
struct One {
    alert: AlertRow,
    facts: AlertFacts,
    step: String,
    template: String,
    waited: bool,
    /// What whoever looks after it is called, if somebody is named.
    owner: Option<String>,
}

impl Asked {
    /// A step of an alert's rule.
    pub(super) fn step(alert: &AlertRow, name: String, (rule, step): (&Rule, &Step)) -> Self {
        Self {
            alert: alert.clone(),
            step: name,
            template: rule.template.clone().unwrap_or_else(|| rule.name.clone()),
            aim: Aim::Whom(step.tell.clone(), step.by),
        }
    }
}

/// That an alert is somebody's now, to them.
pub(super) fn to_owner(alert: &AlertRow, template: String) -> Asked {
    let (step, aim) = (format!("owner-{}", alert.version), Aim::Whom(vec![Whom::Owner], Channel::Mail));
    Asked { alert: alert.clone(), step, template, aim }
}

/// That an alert is over, to those who were told that it was there.
pub(super) fn recovered(tx: &mut Tx<'_>, alert: &AlertRow) -> Result<Option<Asked>, Failure> {
    again(tx, alert, RECOVERED.to_owned(), RECOVERED.to_owned())
}

/// Something new about an alert, to those who were told of it.
pub(super) fn again(
    tx: &mut Tx<'_>,
    alert: &AlertRow,
    step: String,
    template: String,
) -> Result<Option<Asked>, Failure> {
    let told = alerts::tellings_of(tx.db, alert.id)?;
    // Who still waits to hear of it need not hear of it twice.
    let told = told.iter().filter(|row| row.held_until.is_none());
    let to: BTreeSet<To> =
        told.filter_map(|row| Some((row.recipient.clone(), Channel::named(&row.channel)?))).collect();
    let aim = Aim::To(to.into_iter().collect());
    Ok(Some(Asked { alert: alert.clone(), step, template, aim }))
}

/// What was held back and is not any more, of alerts that are not over.
pub(super) fn released(tx: &mut Tx<'_>) -> Result<Vec<Asked>, Failure> {
    let mut asked = Vec::new();
    for held in alerts::release_held(tx.db, tx.now)? {
        let Some(alert) = alerts::alert(tx.db, tx.plant.id, held.alert)? else { continue };
        let over = alert.resolved_at.is_some() && held.step != RECOVERED;
        let Some(channel) = Channel::named(&held.channel).filter(|_| !over) else { continue };
        let aim = Aim::Waited((held.recipient, channel));
        asked.push(Asked { alert, step: held.step, template: held.template, aim });
    }
    Ok(asked)
}

/// Tells all of it: once each, together what belongs together.
pub(super) fn tell(tx: &mut Tx<'_>, asked: Vec<Asked>) -> Result<(), Failure> {
    if asked.is_empty() {
        return Ok(());
    }
    let known = Known::read(tx)?;
    let mut by_one: BTreeMap<To, Vec<One>> = BTreeMap::new();
    for Asked { alert, step, template, aim } in asked {
        let waited = matches!(aim, Aim::Waited(_));
        let to: BTreeSet<To> = match aim {
            Aim::Whom(whom, by) => whom.iter().flat_map(|whom| names(whom, &alert, by, &known)).collect(),
            Aim::To(to) => to.into_iter().collect(),
            Aim::Waited(to) => [to].into(),
        };
        if to.is_empty() && step == "0" {
            row::note(tx, alert.id, "untold", Json::of(&json!({ "step": step })))?;
        }
        for one in to {
            let (alert, facts) = (alert.clone(), row::facts(&alert)?);
            let (step, template) = (step.clone(), template.clone());
            let owner = alert.owner.as_deref().and_then(|name| known.called(name));
            let told = One { alert, facts, step, template, waited, owner };
            by_one.entry(one).or_default().push(told);
        }
    }
    by_one.into_iter().try_for_each(|(to, all)| tell_one(tx, &to, all))
}

/// Tells one person or channel what is new to them.
fn tell_one(tx: &mut Tx<'_>, to: &To, all: Vec<One>) -> Result<(), Failure> {
    let hour = TimeDelta::hours(1);
    let recent: BTreeSet<_> = alerts::told_since(tx.db, &to.0, tx.now.shifted(-hour))?.into_iter().collect();
    let until = recent.first().filter(|_| recent.len() >= ENOUGH).map(|first| first.shifted(hour));
    let mut fresh: Vec<One> = Vec::new();
    for one in all {
        let held_until = until.filter(|_| !one.waited && one.facts.severity != Severity::Mild);
        let telling = TellingRow {
            key: key(&one, to),
            alert: one.alert.id,
            step: one.step.clone(),
            recipient: to.0.clone(),
            channel: to.1.name().to_owned(),
            template: one.template.clone(),
            at: tx.now,
            held_until,
        };
        let is_new = one.waited || alerts::note_telling(tx.db, &telling)?;
        let is_told = |told: &One| told.alert.id == one.alert.id && told.template == one.template;
        if is_new && held_until.is_none() && !fresh.iter().any(is_told) {
            fresh.push(one);
        }
    }
    for (message, of) in messages(to, fresh) {
        let template = message.template.clone();
        hand_over(tx, message)?;
        for (alert, step) in of {
            let body = json!({ "to": to.0, "by": to.1, "step": step, "template": template });
            row::note(tx, alert, "told", Json::of(&body))?;
        }
    }
    Ok(())
}

/// Alerts, each with its step.
type Of = Vec<(i64, String)>;

/// What is told to one at one instant, in as few messages as read well.
fn messages(to: &To, all: Vec<One>) -> Vec<(Message, Of)> {
    let (mild, grave): (Vec<One>, Vec<One>) =
        all.into_iter().partition(|one| one.facts.severity == Severity::Mild);
    let of = |all: &[One]| all.iter().map(|one| (one.alert.id, one.step.clone())).collect::<Of>();
    let facts = |all: &[One]| all.iter().map(|one| one.facts.clone()).collect::<Vec<_>>();
    let mut made = Vec::new();
    if let Some(first) = mild.first() {
        made.push((digest(key(first, to), to, &facts(&mild)), of(&mild)));
    }
    let (over, wrong): (Vec<One>, Vec<One>) = grave.into_iter().partition(|one| one.template == RECOVERED);
    for (all, is_over) in [(wrong, false), (over, true)] {
        let things: BTreeSet<&str> = all.iter().map(thing).collect();
        let gathered = things.len() > 1 && all.iter().any(|one| one.waited);
        if things.len() > STORM || gathered {
            made.push((storm(key(&all[0], to), to, &facts(&all), is_over), of(&all)));
            continue;
        }
        let mut by_order: BTreeMap<(String, String), Vec<One>> = BTreeMap::new();
        for one in all {
            by_order.entry((thing(&one).to_owned(), one.template.clone())).or_default().push(one);
        }
        made.extend(by_order.into_iter().map(|((_, template), all)| {
            let (step, is_own) = (all[0].step.clone(), all[0].alert.owner.as_ref() == Some(&to.0));
            let owner = (is_own, all[0].owner.as_deref());
            (of_order((key(&all[0], to), template, step), to, owner, &facts(&all)), of(&all))
        }));
    }
    made
}

/// What something is told together by: its order, or itself.
fn thing(one: &One) -> &str {
    match one.alert.order_no.as_str() {
        "" => &one.alert.subject,
        order => order,
    }
}

/// The key under which something is told once.
fn key(one: &One, (recipient, by): &To) -> String {
    format!("alert:{}:{}:{recipient}:{}", one.alert.id, one.step, by.name())
}

/// Puts a message into the outbox: the transaction of the alert is that of the message.
fn hand_over(tx: &mut Tx<'_>, message: Message) -> Result<(), Failure> {
    let Message { key, channel, to, template, facts, thread, can_wait } = message;
    let not_before = match channel {
        Channel::Mail if can_wait => Some(people::digest_at(tx, &to)?),
        _ => None,
    };
    let message = outbox::Message { key, channel, to, template, facts, thread, not_before };
    outbox::enqueue(tx, &message)?;
    Ok(())
}

/// Those whom a rule means.
fn names(whom: &Whom, alert: &AlertRow, by: Channel, known: &Known) -> Vec<To> {
    let users = &known.users;
    let of_role = |role: Role| {
        let has = |user: &&User| {
            user.roles.read::<Vec<String>>().is_ok_and(|roles| roles.iter().any(|r| r == role.name()))
        };
        users.iter().filter(has).map(|user| (user.name.clone(), by)).collect::<Vec<_>>()
    };
    match whom {
        Whom::Owner => match alert.owner.as_deref() {
            Some(owner) => match owner.strip_prefix("role:").and_then(Role::named) {
                Some(role) => of_role(role),
                None => {
                    // Who is not here any more hears nothing, and a warning that nobody hears is none.
                    let instead = if known.reaches(owner) { Vec::new() } else { of_role(usual(alert.about)) };
                    if instead.is_empty() { vec![(owner.to_owned(), by)] } else { instead }
                }
            },
            None => of_role(usual(alert.about)),
        },
        Whom::Role(role) => of_role(*role),
        Whom::Person(name) => vec![(name.clone(), by)],
        Whom::Channel(name) => vec![(name.clone(), known.channels.get(name).copied().unwrap_or(by))],
    }
}

/// Whose something is where nobody is named.
pub(super) const fn usual(about: About) -> Role {
    match about {
        About::Line
        | About::Task
        | About::Quote
        | About::Milestone
        | About::Update
        | About::Question
        | About::Change
        | About::Survey
        | About::Item => Role::Sales,
        About::Purchase | About::Work => Role::Purchasing,
        About::Operation | About::Centre => Role::FloorLead,
        About::Plant => Role::Planner,
    }
}

#[cfg(test)]
mod tests;
