//! Alerts, what happened to them, and whom was told: rows and queries.

use super::schema::alerts::{alert_history, alert_tellings, alerts};
use super::types::Held;
use super::{Columns, Db, Failure, Json};
use crate::domain::alert::{Resolution, State};
use crate::domain::rule::{About, Severity};
use crate::domain::value::Moment;
use diesel::prelude::*;

crate::stored_as_text!(About, Resolution, Severity, State);

/// An alert.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = alerts, treat_none_as_null = true)]
pub struct AlertRow {
    /// Its number.
    pub id: i64,
    /// The plant.
    pub plant_id: i64,
    /// The rule that raised it.
    pub rule: String,
    /// Which version of it.
    pub rule_version: i64,
    /// What the rule looks at.
    pub about: About,
    /// What it is about: `SO-1/10@2026-03-09`.
    pub subject: String,
    /// The order, or empty.
    pub order_no: String,
    /// The customer's code.
    pub customer: Option<String>,
    /// Whose it is, if somebody was named.
    pub owner: Option<String>,
    /// How grave it is.
    pub severity: Severity,
    /// Where it stands.
    pub state: State,
    /// Since when its condition has held.
    pub since: Moment,
    /// When it was opened.
    pub opened_at: Option<Moment>,
    /// When it was changed.
    pub updated_at: Moment,
    /// Since when it may be over.
    pub clearing_since: Option<Moment>,
    /// Until when it is snoozed.
    pub snoozed_until: Option<Moment>,
    /// When each step of telling is due.
    pub steps: Held<Vec<Moment>>,
    /// Steps that were told.
    pub told: i64,
    /// Minutes for which its condition must hold.
    pub raise_minutes: i64,
    /// Minutes for which it must be over.
    pub clear_minutes: i64,
    /// When something comes due by itself.
    pub next_at: Option<Moment>,
    /// When somebody took it on.
    pub acknowledged_at: Option<Moment>,
    /// Who.
    pub acknowledged_by: Option<String>,
    /// What they said.
    pub note: Option<String>,
    /// When it ended.
    pub resolved_at: Option<Moment>,
    /// Why.
    pub resolution: Option<Resolution>,
    /// A [`crate::domain::alert::AlertFacts`].
    pub facts: Json,
    /// What it was told to be caused by, so far.
    pub causes: Held<Vec<String>>,
    /// Grows with every change.
    pub version: i64,
}

/// An alert to be stored.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = alerts)]
pub struct NewAlert {
    /// The plant.
    pub plant_id: i64,
    /// The rule.
    pub rule: String,
    /// Which version of it.
    pub rule_version: i64,
    /// What the rule looks at.
    pub about: About,
    /// What it is about.
    pub subject: String,
    /// The order, or empty.
    pub order_no: String,
    /// The customer's code.
    pub customer: Option<String>,
    /// Whose it is.
    pub owner: Option<String>,
    /// How grave it is.
    pub severity: Severity,
    /// Where it stands.
    pub state: State,
    /// Since when its condition has held.
    pub since: Moment,
    /// The same.
    pub updated_at: Moment,
    /// When each step of telling is due.
    pub steps: Held<Vec<Moment>>,
    /// Steps that were told.
    pub told: i64,
    /// Minutes for which its condition must hold.
    pub raise_minutes: i64,
    /// Minutes for which it must be over.
    pub clear_minutes: i64,
    /// When something comes due by itself.
    pub next_at: Option<Moment>,
    /// What it says.
    pub facts: Json,
    /// What it is told to be caused by.
    pub causes: Held<Vec<String>>,
    /// Its version.
    pub version: i64,
}

/// Something that happened to an alert.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = alert_history)]
pub struct HistoryRow {
    /// The alert.
    pub alert: i64,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub actor: String,
    /// What: `opened`, `told`, `acknowledged`, …
    pub what: String,
    /// The facts.
    pub body: Json,
}

/// That somebody was told.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = alert_tellings)]
pub struct TellingRow {
    /// Alert, step, recipient and channel: told once.
    pub key: String,
    /// The alert.
    pub alert: i64,
    /// The step: `0`, `1`, `recovered`.
    pub step: String,
    /// Who: a person's or a channel's name.
    pub recipient: String,
    /// Which way.
    pub channel: String,
    /// By which template.
    pub template: String,
    /// When.
    pub at: Moment,
    /// Until when it waits for others, where its recipient was told much just now.
    pub held_until: Option<Moment>,
}

/// Which alerts a list shows.
#[derive(Clone, Debug, Default)]
pub struct AlertFilter<'f> {
    /// Only this state; all that are open if none is named.
    pub state: Option<State>,
    /// Only of this rule.
    pub rule: Option<&'f str>,
    /// Only about this order.
    pub order: Option<&'f str>,
    /// Only those of one of these, or of nobody and about one of these.
    pub owned: Option<(Vec<String>, Vec<About>)>,
    /// Only about these.
    pub about: Vec<About>,
    /// Only with a lower number.
    pub before: Option<i64>,
    /// So many at most.
    pub limit: i64,
}

/// Adds an alert and says its number.
///
/// # Errors
///
/// What the database says.
pub fn insert_alert(db: &mut Db, row: &NewAlert) -> Result<i64, Failure> {
    Ok(db.one(diesel::insert_into(alerts::table).values(row).returning(alerts::id))?)
}

/// Stores an alert as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_alert(db: &mut Db, row: &AlertRow) -> Result<(), Failure> {
    db.run(diesel::update(alerts::table.find(row.id)).set(row))?;
    Ok(())
}

/// Takes away an alert that was never opened.
///
/// # Errors
///
/// What the database says.
pub fn drop_alert(db: &mut Db, id: i64) -> Result<(), Failure> {
    db.run(diesel::delete(alert_history::table.filter(alert_history::alert.eq(id))))?;
    db.run(diesel::delete(alerts::table.find(id)))?;
    Ok(())
}

/// An alert by its number.
///
/// # Errors
///
/// What the database says.
pub fn alert(db: &mut Db, plant_id: i64, id: i64) -> Result<Option<AlertRow>, Failure> {
    let one = alerts::plant_id.eq(plant_id).and(alerts::id.eq(id));
    Ok(db.maybe(alerts::table.filter(one).select(AlertRow::columns()))?)
}

/// The alerts that are not over, pending ones too, by number.
///
/// # Errors
///
/// What the database says.
pub fn standing(db: &mut Db, plant_id: i64) -> Result<Vec<AlertRow>, Failure> {
    let open = alerts::plant_id.eq(plant_id).and(alerts::resolved_at.is_null());
    Ok(db.all(alerts::table.filter(open).order(alerts::id).select(AlertRow::columns()))?)
}

/// When the next thing comes due by itself.
///
/// # Errors
///
/// What the database says.
pub fn next_due(db: &mut Db, plant_id: i64) -> Result<Option<Moment>, Failure> {
    let waiting = alerts::plant_id.eq(plant_id).and(alerts::next_at.is_not_null());
    let first = alerts::table.filter(waiting).order(alerts::next_at.asc()).select(alerts::next_at).limit(1);
    Ok(db.maybe::<Option<Moment>, _>(first)?.flatten())
}

/// The alerts of which something is due at `at`, by number.
///
/// # Errors
///
/// What the database says.
pub fn due_at(db: &mut Db, plant_id: i64, at: Moment) -> Result<Vec<AlertRow>, Failure> {
    let due = alerts::plant_id.eq(plant_id).and(alerts::next_at.is_not_null()).and(alerts::next_at.le(at));
    Ok(db.all(alerts::table.filter(due).order(alerts::id).select(AlertRow::columns()))?)
}

/// Alerts, newest first. Pending ones only where they are asked for.
///
/// # Errors
///
/// What the database says.
pub fn alerts(db: &mut Db, plant_id: i64, filter: &AlertFilter<'_>) -> Result<Vec<AlertRow>, Failure> {
    crate::on!(db, connection => {
        let mut query = alerts::table
            .filter(alerts::plant_id.eq(plant_id))
            .order(alerts::id.desc())
            .limit(filter.limit)
            .select(AlertRow::columns())
            .into_boxed();
        query = match filter.state {
            Some(state) => query.filter(alerts::state.eq(state)),
            None => query.filter(alerts::resolved_at.is_null().and(alerts::opened_at.is_not_null())),
        };
        if let Some(rule) = filter.rule {
            query = query.filter(alerts::rule.eq(rule));
        }
        if let Some(order) = filter.order {
            query = query.filter(alerts::order_no.eq(order));
        }
        if let Some((owners, about)) = &filter.owned {
            let unowned = alerts::owner.is_null().and(alerts::about.eq_any(about.iter().copied()));
            let owners = owners.iter().cloned().map(Some).collect::<Vec<_>>();
            query = query.filter(unowned.nullable().or(alerts::owner.eq_any(owners)));
        }
        if let Some(before) = filter.before {
            query = query.filter(alerts::id.lt(before));
        }
        query = query.filter(alerts::about.eq_any(filter.about.iter().copied()));
        Ok(query.load(connection)?)
    })
}

/// Adds to what happened to alerts.
///
/// # Errors
///
/// What the database says.
pub fn add_history(db: &mut Db, row: &HistoryRow) -> Result<(), Failure> {
    db.run(diesel::insert_into(alert_history::table).values(row.clone()))?;
    Ok(())
}

/// What happened to an alert, first to last.
///
/// # Errors
///
/// What the database says.
pub fn history_of(db: &mut Db, alert: i64) -> Result<Vec<HistoryRow>, Failure> {
    let of = alert_history::table.filter(alert_history::alert.eq(alert)).order(alert_history::id);
    Ok(db.all(of.select(HistoryRow::columns()))?)
}

/// Notes that somebody is told; says whether that is new.
///
/// # Errors
///
/// What the database says.
pub fn note_telling(db: &mut Db, row: &TellingRow) -> Result<bool, Failure> {
    let insert = diesel::insert_into(alert_tellings::table).values(row.clone());
    Ok(db.run(insert.on_conflict_do_nothing())? > 0)
}

/// Who was told of an alert, first to last.
///
/// # Errors
///
/// What the database says.
pub fn tellings_of(db: &mut Db, alert: i64) -> Result<Vec<TellingRow>, Failure> {
    let of = alert_tellings::table.filter(alert_tellings::alert.eq(alert));
    Ok(db.all(of.order((alert_tellings::at, alert_tellings::key)).select(TellingRow::columns()))?)
}

/// How many messages a recipient was sent since `since`: what was told together counts once.
///
/// # Errors
///
/// What the database says.
pub fn told_since(db: &mut Db, recipient: &str, since: Moment) -> Result<Vec<Moment>, Failure> {
    let recent = alert_tellings::recipient
        .eq(recipient)
        .and(alert_tellings::at.gt(since))
        .and(alert_tellings::held_until.is_null());
    let times = alert_tellings::table.filter(recent).order(alert_tellings::at).select(alert_tellings::at);
    Ok(db.all(times)?)
}

/// When the next of what is held back is told.
///
/// # Errors
///
/// What the database says.
pub fn next_held(db: &mut Db) -> Result<Option<Moment>, Failure> {
    let held = alert_tellings::table.filter(alert_tellings::held_until.is_not_null());
    let first = held.order(alert_tellings::held_until.asc()).select(alert_tellings::held_until).limit(1);
    Ok(db.maybe::<Option<Moment>, _>(first)?.flatten())
}

/// What was held back until `at`, and is not any more.
///
/// # Errors
///
/// What the database says.
pub fn release_held(db: &mut Db, at: Moment) -> Result<Vec<TellingRow>, Failure> {
    let due = alert_tellings::held_until.is_not_null().and(alert_tellings::held_until.le(at));
    let held = alert_tellings::table.filter(due).order(alert_tellings::key).select(TellingRow::columns());
    let rows: Vec<TellingRow> = db.all(held)?;
    let free = (alert_tellings::held_until.eq(None::<Moment>), alert_tellings::at.eq(at));
    db.run(diesel::update(alert_tellings::table.filter(due)).set(free))?;
    Ok(rows)
}

/// The alert of a rule about something that is not over.
///
/// # Errors
///
/// What the database says.
pub fn standing_of(
    db: &mut Db,
    plant_id: i64,
    rule: &str,
    subject: &str,
) -> Result<Option<AlertRow>, Failure> {
    let one = alerts::plant_id
        .eq(plant_id)
        .and(alerts::rule.eq(rule))
        .and(alerts::subject.eq(subject))
        .and(alerts::resolved_at.is_null());
    Ok(db.maybe(alerts::table.filter(one).select(AlertRow::columns()))?)
}
