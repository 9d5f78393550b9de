//! Alerts as people see them, and what people do with them: take them on, or put them off.

use super::handed::owned_by_role;
use super::row;
use super::tell::usual;
use crate::domain::alert::{AlertFacts, Resolution, State};
use crate::domain::refusal::{Refusal, rule as codes};
use crate::domain::role::{Actor, Right};
use crate::domain::rule::{About, Severity};
use crate::domain::value::Moment;
use crate::services::sales::unknown;
use crate::services::{Ask, Tx};
use crate::store::alerts::{self, AlertFilter, AlertRow};
use crate::store::{Db, Failure};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

/// Alerts of a page unless said, and at most.
const PAGE: (i64, i64) = (50, 200);
/// For so long at most an alert is put off.
const LONGEST_SNOOZE: TimeDelta = TimeDelta::days(30);

/// Which alerts a list shows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AlertsQuery {
    /// Only those in this state; all that are open unless said.
    #[param(inline)]
    pub state: Option<State>,
    /// Only those of a rule.
    pub rule: Option<String>,
    /// Only those about an order.
    pub order: Option<String>,
    /// Only the actor's own: those that name them, and those of their roles that name nobody.
    pub mine: Option<bool>,
    /// `next` of the page before.
    pub cursor: Option<i64>,
    /// How many; 50 unless said, at most 200.
    pub limit: Option<i64>,
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AlertView {
    /// Its number.
    pub id: i64,
    /// The rule that raised it, and in which version.
    pub rule: String,
    /// Which version of the rule; 0 as shipped.
    pub rule_version: i64,
    /// What the rule looks at.
    pub about: About,
    /// What it is about: a line with its promised day, `SO-1/10@2026-03-09`.
    pub subject: String,
    /// How grave it is.
    pub severity: Severity,
    /// Where it stands.
    pub state: State,
    /// Whose it is, if somebody is named.
    pub owner: Option<String>,
    /// Since when its condition has held.
    pub since: Moment,
    /// When it was opened.
    pub opened_at: Option<Moment>,
    /// Since when it may be over.
    pub clearing_since: Option<Moment>,
    /// When somebody is told of it next, or it changes by itself.
    pub next_at: Option<Moment>,
    /// Who took it on.
    pub acknowledged_by: Option<String>,
    /// When.
    pub acknowledged_at: Option<Moment>,
    /// What they said.
    pub note: Option<String>,
    /// Until when it is put off.
    pub snoozed_until: Option<Moment>,
    /// When it ended.
    pub resolved_at: Option<Moment>,
    /// Why.
    pub resolution: Option<Resolution>,
    /// What it says.
    pub facts: AlertFacts,
    /// Grows with every change.
    pub version: i64,
}

/// An alert with what happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AlertDetail {
    /// The alert.
    #[serde(flatten)]
    pub alert: AlertView,
    /// What happened to it, first to last.
    pub history: Vec<HistoryView>,
    /// Who was told, first to last.
    pub told: Vec<ToldView>,
}

/// Something that happened to an alert.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HistoryView {
    /// When.
    pub at: Moment,
    /// Who did it.
    pub actor: String,
    /// What: `opened`, `told`, `acknowledged`, `snoozed`, `woken`, `escalated`, `handed-over`, `updated`, `clearing`, `raised-again`,
    /// `resolved`; `untold` where a rule meant nobody who is there.
    pub what: String,
    /// The facts.
    #[schema(value_type = Object)]
    pub body: Value,
}

/// That somebody was told.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ToldView {
    /// A person's or a channel's name.
    pub recipient: String,
    /// Which way.
    pub channel: String,
    /// The step: `0`, `1`, `recovered`, …
    pub step: String,
    /// By which template.
    pub template: String,
    /// When.
    pub at: Moment,
    /// Until when it waits for others; nothing once it was told.
    pub held_until: Option<Moment>,
}

/// A page of alerts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlertsPage {
    /// The alerts, newest first.
    pub items: Vec<AlertView>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// Taking an alert on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AcknowledgeBody {
    /// What is done about it.
    pub note: Option<String>,
}

/// Putting an alert off.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnoozeBody {
    /// Until when, 30 days ahead at most.
    pub until: Moment,
    /// Why.
    #[serde(default)]
    pub note: Option<String>,
}

/// A page of alerts that the actor may see.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &AlertsQuery) -> Result<AlertsPage, Failure> {
    let limit = query.limit.unwrap_or(PAGE.0).clamp(1, PAGE.1);
    let filter = AlertFilter {
        state: query.state,
        rule: query.rule.as_deref(),
        order: query.order.as_deref(),
        owned: query.mine.unwrap_or(false).then(|| own(ask.actor)),
        about: About::ALL.into_iter().filter(|about| may_see(ask.actor, *about)).collect(),
        before: query.cursor,
        limit,
    };
    let rows = alerts::alerts(ask.db, ask.plant.id, &filter)?;
    let next = rows.last().filter(|_| rows.len() as i64 == limit).map(|row| row.id);
    Ok(AlertsPage { items: rows.iter().map(view).collect::<Result<_, _>>()?, next })
}

/// An alert with what happened to it.
///
/// # Errors
///
/// There is none that the actor may see.
pub fn one(ask: &mut Ask<'_>, id: i64) -> Result<AlertDetail, Failure> {
    let alert = named(ask.db, ask.plant.id, ask.actor, id)?;
    detail(ask.db, &alert)
}

/// Takes an alert on: nobody further is told.
///
/// # Errors
///
/// There is none that the actor may see, or it is over.
pub fn acknowledge(tx: &mut Tx<'_>, id: i64, body: &AcknowledgeBody) -> Result<AlertDetail, Failure> {
    let mut alert = standing(tx, id)?;
    let mut life = row::life(&alert);
    life.acknowledge();
    row::put(&mut alert, &life);
    (alert.acknowledged_at, alert.acknowledged_by) = (Some(tx.now), Some(tx.actor.name.clone()));
    alert.note = body.note.clone().or(alert.note);
    row::happened(tx, &mut alert, "acknowledged", &json!({ "note": body.note }))?;
    detail(tx.db, &alert)
}

/// Puts an alert off: it is told again then, if it is not over.
///
/// # Errors
///
/// There is none that the actor may see, it is over, or the time is none.
pub fn snooze(tx: &mut Tx<'_>, id: i64, body: &SnoozeBody) -> Result<AlertDetail, Failure> {
    let mut alert = standing(tx, id)?;
    if body.until <= tx.now || body.until > tx.now.shifted(LONGEST_SNOOZE) {
        return Err(Refusal::at(codes::SNOOZE_TIME, "until", body.until).into());
    }
    let mut life = row::life(&alert);
    life.snooze(tx.now, body.until);
    row::put(&mut alert, &life);
    alert.note = body.note.clone().or(alert.note);
    row::happened(tx, &mut alert, "snoozed", &json!({ "until": body.until, "note": body.note }))?;
    detail(tx.db, &alert)
}

/// Whom alerts name that are an actor's own, and what those are about that name nobody.
fn own(actor: &Actor) -> (Vec<String>, Vec<About>) {
    let person = actor.name.strip_prefix("user:").unwrap_or(&actor.name).to_owned();
    let roles = actor.roles.iter().map(|role| owned_by_role(*role));
    let about = About::ALL.into_iter().filter(|about| actor.roles.contains(&usual(*about)));
    (std::iter::once(person).chain(roles).collect(), about.collect())
}

fn named(db: &mut Db, plant_id: i64, actor: &Actor, id: i64) -> Result<AlertRow, Failure> {
    let found = alerts::alert(db, plant_id, id)?.filter(|alert| may_see(actor, alert.about));
    found.ok_or_else(|| unknown("alert", "id", &id.to_string(), &[]).into())
}

fn standing(tx: &mut Tx<'_>, id: i64) -> Result<AlertRow, Failure> {
    let alert = named(tx.db, tx.plant.id, tx.actor, id)?;
    if row::life(&alert).is_open() { Ok(alert) } else { Err(Refusal::at(codes::ALERT_OVER, "id", id).into()) }
}

fn may_see(actor: &Actor, about: About) -> bool {
    expect_seen(actor, about).is_ok()
}

/// Refuses who may not see what is of a kind.
///
/// # Errors
///
/// [`crate::domain::refusal::common::NOT_ALLOWED`].
pub(super) fn expect_seen(actor: &Actor, about: About) -> Result<(), Refusal> {
    let any: &[Right] = match about {
        About::Line
        | About::Task
        | About::Quote
        | About::Milestone
        | About::Update
        | About::Question
        | About::Change
        | About::Survey
        | About::Item => &[Right::ReadOrders],
        About::Purchase => &[Right::ReadPurchasing],
        About::Work => &[Right::ReadWork, Right::ReadPurchasing],
        About::Operation | About::Centre => &[Right::ReadWork],
        About::Plant => return Ok(()),
    };
    actor.expect_any(any)
}

fn detail(db: &mut Db, alert: &AlertRow) -> Result<AlertDetail, Failure> {
    let history = alerts::history_of(db, alert.id)?.into_iter().map(|row| HistoryView {
        at: row.at,
        actor: row.actor,
        what: row.what,
        body: row.body.0,
    });
    let told = alerts::tellings_of(db, alert.id)?.into_iter().map(|row| ToldView {
        recipient: row.recipient,
        channel: row.channel,
        step: row.step,
        template: row.template,
        at: row.at,
        held_until: row.held_until,
    });
    Ok(AlertDetail { history: history.collect(), told: told.collect(), alert: view(alert)? })
}

fn view(row: &AlertRow) -> Result<AlertView, Failure> {
    Ok(AlertView {
        id: row.id,
        rule: row.rule.clone(),
        rule_version: row.rule_version,
        about: row.about,
        subject: row.subject.clone(),
        severity: row.severity,
        state: row.state,
        owner: row.owner.clone(),
        since: row.since,
        opened_at: row.opened_at,
        clearing_since: row.clearing_since,
        next_at: row.next_at,
        acknowledged_by: row.acknowledged_by.clone(),
        acknowledged_at: row.acknowledged_at,
        note: row.note.clone(),
        snoozed_until: row.snoozed_until,
        resolved_at: row.resolved_at,
        resolution: row.resolution,
        facts: row::facts(row)?,
        version: row.version,
    })
}
