//! Writes what becomes of alerts: all of one look in one transaction, with what is due at once.

use super::found::{Facts, Found};
use super::lines::{Basis, told};
use super::remedies::Remedies;
use super::tell::Asked;
use super::watch::{Begin, Key, Verdicts, Watch};
use super::{due, row, rules, tell};
use crate::domain::alert::{AlertFacts, Before, CauseTold, Change, Dwell, Life, LineTold, Resolution, Seen};
use crate::domain::rule::{Rule, Severity, Words};
use crate::domain::value::Moment;
use crate::planning::outlook::{Outlook, instant, moment};
use crate::services::{Tx, link};
use crate::store::alerts::{self, AlertRow, NewAlert};
use crate::store::rules::{RecordRow, add_record};
use crate::store::types::Held;
use crate::store::{Failure, Json};
use crate::text::Lang;
use chrono::{Days, NaiveTime};
use holdfast_engine::time::{Instant, WorkSeconds};
use serde_json::json;

/// Rows that one statement adds.
pub(super) const PORTION: usize = 200;
/// Causes that one alert is told anew for, at most.
const MOST_CAUSES: usize = 4;
/// Days that a new main cause must cost to be told.
const TELLING: f64 = 0.5;
/// When the mild is told, by the plant's clock.
const DIGEST: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).unwrap();

/// What alerts are told from.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) basis: &'a Basis,
    pub(super) remedies: &'a Remedies,
    pub(super) now: Moment,
}

/// What is to be stored of one look: everything is computed, so that the transaction only writes.
pub(super) struct Plan {
    begin: Vec<(NewAlert, Severity)>,
    observe: Vec<(i64, Seen)>,
    end: Vec<(i64, Resolution)>,
    refresh: Vec<(i64, LineTold)>,
    /// What is said of what is no line.
    restate: Vec<(i64, Words)>,
    broken: Vec<(String, String)>,
    remember: Vec<RecordRow>,
}

impl Plan {
    /// Works out what the verdicts mean, on the plan that they were given on.
    pub(super) fn of(verdicts: &Verdicts, watch: &Watch, ground: Ground<'_>, plant_id: i64) -> Self {
        let now = ground.now;
        let begin = verdicts.begin.iter().filter_map(|begin| {
            let ready = watch.rule(&begin.rule)?;
            let new = begun(begin, (&ready.rule, ready.version), watch, ground, plant_id);
            Some((new, ready.rule.severity))
        });
        let refresh = verdicts.refresh.iter().filter_map(|(alert, found)| {
            let told = row::facts(alert).ok()?.lines.into_iter().next();
            let mut line = line_told(found, ground, told.as_ref().and_then(|line| line.before.clone()))?;
            if line.remedies.is_empty() {
                // Nobody looked for others.
                line.remedies = told.map(|line| line.remedies).unwrap_or_default();
            }
            Some((alert.id, line))
        });
        let restate = verdicts.refresh.iter().filter(|(_, found)| found.facts.line().is_none());
        let restate = restate.filter_map(|(alert, found)| Some((alert.id, found.text.clone()?)));
        let remember = |((about, subject), facts): &(Key, Option<Facts>)| RecordRow {
            plant_id,
            about: *about,
            subject: subject.clone(),
            at: now,
            facts: facts.as_ref().map(Json::of),
        };
        Self {
            begin: begin.collect(),
            observe: verdicts.observe.iter().map(|(alert, seen)| (alert.id, *seen)).collect(),
            end: verdicts.end.iter().map(|(alert, why)| (alert.id, *why)).collect(),
            refresh: refresh.collect(),
            restate: restate.collect(),
            broken: verdicts.broken.iter().map(|broken| (broken.rule.clone(), broken.why.clone())).collect(),
            remember: verdicts.remember.iter().map(remember).collect(),
        }
    }

    /// Stores it. Alerts are read again: somebody may have acted on one meanwhile.
    pub(super) fn store(&self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        let plant_id = tx.plant.id;
        for (rule, why) in &self.broken {
            rules::switch_off(tx, rule, why)?;
        }
        for (id, why) in &self.end {
            if let Some(mut alert) = standing(tx, *id)? {
                row::end(tx, &mut alert, *why)?;
            }
        }
        let mut asked = Vec::new();
        for (id, seen) in &self.observe {
            if let Some(mut alert) = standing(tx, *id)? {
                asked.extend(observe(tx, &mut alert, *seen)?);
            }
        }
        for (id, line) in &self.refresh {
            if let Some(mut alert) = standing(tx, *id)? {
                asked.extend(refresh(tx, &mut alert, line)?);
            }
        }
        for (id, text) in &self.restate {
            if let Some(mut alert) = standing(tx, *id)? {
                row::restate(&mut alert, |facts| facts.text = text.clone())?;
                row::happened(tx, &mut alert, "updated", &json!({}))?;
            }
        }
        for (new, _) in &self.begin {
            if alerts::standing_of(tx.db, plant_id, &new.rule, &new.subject)?.is_none() {
                let id = alerts::insert_alert(tx.db, new)?;
                let mut made = alerts::alert(tx.db, plant_id, id)?.ok_or_else(|| gone(id))?;
                row::restate(&mut made, |facts| facts.alert = id)?;
                alerts::update_alert(tx.db, &made)?;
            }
        }
        for rows in self.remember.chunks(PORTION) {
            add_record(tx.db, rows)?;
        }
        due::carry_out_with(tx, asked)
    }
}

fn gone(id: i64) -> Failure {
    Failure::Broken(format!("alert {id} is gone"))
}

fn standing(tx: &mut Tx<'_>, id: i64) -> Result<Option<AlertRow>, Failure> {
    Ok(alerts::alert(tx.db, tx.plant.id, id)?.filter(|alert| alert.resolved_at.is_none()))
}

/// Takes note of what was seen of an alert, and says what is to be told of that.
fn observe(tx: &mut Tx<'_>, alert: &mut AlertRow, seen: Seen) -> Result<Option<Asked>, Failure> {
    let mut life = row::life(alert);
    let change = life.observe(seen, tx.now);
    row::put(alert, &life);
    match change {
        Change::Nothing => Ok(None),
        Change::Dropped => alerts::drop_alert(tx.db, alert.id).map(|()| None),
        Change::Noted => {
            let what = if alert.clearing_since.is_some() { "clearing" } else { "raised-again" };
            row::happened(tx, alert, what, &json!({})).map(|()| None)
        }
        Change::Resolved(why) => {
            row::resolved(tx, alert, why)?;
            let tells = rules::named(tx.db, tx.plant.id, &alert.rule)?;
            match tells.is_none_or(|found| found.rule.tell_recovered) {
                true => tell::recovered(tx, alert),
                false => Ok(None),
            }
        }
    }
}

/// Has an alert say how its line stands now; who was told of another main cause is to be told of this one, once.
fn refresh(tx: &mut Tx<'_>, alert: &mut AlertRow, line: &LineTold) -> Result<Option<Asked>, Failure> {
    let new = new_cause(alert, &line.causes);
    alert.causes.0.extend(new.clone());
    row::restate(alert, |facts| {
        facts.text = said(line);
        facts.lines = vec![line.clone()];
    })?;
    let body = json!({ "on_time_probability": line.on_time_probability, "p80": line.p80, "new_cause": new });
    row::happened(tx, alert, "updated", &body)?;
    // The mild was told for once: why a date is good is no news.
    let is_mild = alert.severity == Severity::Mild;
    if new.is_none() || is_mild || !row::life(alert).is_open() || alert.snoozed_until.is_some() {
        return Ok(None);
    }
    let step = format!("cause-{}", alert.causes.0.len());
    let rule = rules::named(tx.db, tx.plant.id, &alert.rule)?.map(|found| found.rule);
    let template = rule.and_then(|rule| rule.template).unwrap_or_else(|| alert.rule.clone());
    tell::again(tx, alert, step, template)
}

/// The main cause, where it costs enough to be told and who was told of an alert was not told of it.
pub(super) fn new_cause(alert: &AlertRow, causes: &[CauseTold]) -> Option<String> {
    let cause = causes.first().filter(|cause| cause.days >= TELLING)?;
    let (cause, known) = (format!("{}:{}", cause.cause, cause.what), &alert.causes.0);
    (known.len() < MOST_CAUSES && !known.contains(&cause)).then_some(cause)
}

/// The alert that begins.
fn begun(
    begin: &Begin,
    (rule, version): (&Rule, i64),
    watch: &Watch,
    ground: Ground<'_>,
    plant_id: i64,
) -> NewAlert {
    let (found, Ground { basis, now, .. }) = (&begin.found, ground);
    let dwell = Dwell { raise: rule.dwell_minutes, clear: rule.clear_minutes };
    let mut life = Life::begin(now, dwell, Vec::new());
    life.steps = steps(rule, life.opens_at(), &basis.outlook);
    let before = found.facts.line().and_then(|line| {
        let (before, since) = watch.remembered_line(&line.id().to_string())?;
        (before.promise_day == line.promise_day).then(|| before.before(since))
    });
    let line = line_told(found, ground, before);
    let cause = line.as_ref().and_then(|line| line.causes.first());
    let causes = cause.map(|cause| format!("{}:{}", cause.cause, cause.what)).into_iter().collect();
    let facts = facts(found, rule, line, basis, now);
    NewAlert {
        plant_id,
        rule: rule.name.clone(),
        rule_version: version,
        about: rule.about,
        subject: found.subject.clone(),
        order_no: found.order.clone().unwrap_or_default(),
        customer: found.customer.clone(),
        owner: found.owner.clone(),
        severity: rule.severity,
        state: life.state,
        since: now,
        updated_at: now,
        steps: Held(life.steps.clone()),
        told: 0,
        raise_minutes: i64::from(dwell.raise),
        clear_minutes: i64::from(dwell.clear),
        next_at: life.next_at(),
        facts: Json::of(&facts),
        causes: Held(causes),
        version: 1,
    }
}

fn line_told(found: &Found, ground: Ground<'_>, before: Option<Before>) -> Option<LineTold> {
    let (line, stored) = (found.facts.line()?, found.stored.as_ref()?);
    let key = ground.basis.outlook.key(&line.order, &line.line, &line.schedule);
    let remedies = ground.remedies.get(&key).cloned().unwrap_or_default();
    Some(LineTold { remedies, ..told(ground.basis, &key, stored, before)? })
}

fn facts(found: &Found, rule: &Rule, line: Option<LineTold>, basis: &Basis, now: Moment) -> AlertFacts {
    let code = found.customer.as_deref().map(Into::into);
    let customer = code.and_then(|code: holdfast_engine::model::Code| {
        let row = basis.outlook.document.customers.iter().find(|row| row.customer == code.as_str())?;
        row.language
    });
    let lang = |lang| if lang == Lang::Zh { "zh" } else { "en" };
    AlertFacts {
        alert: 0,
        rule: rule.name.clone(),
        title: rule.title.clone(),
        text: found.text.clone().unwrap_or_else(|| line.as_ref().map(said).unwrap_or_default()),
        severity: rule.severity,
        opened: now,
        order: found.order.clone(),
        customer: line.as_ref().and_then(|line| line.customer.clone()).or_else(|| found.customer.clone()),
        customer_po: line.as_ref().and_then(|line| line.customer_po.clone()),
        lines: line.into_iter().collect(),
        sentence_lang: customer.map(|said| lang(said).to_owned()),
        link: found.order.as_deref().map_or_else(|| link::BOARD.to_owned(), link::to_order),
    }
}

/// One sentence about a line.
fn said(line: &LineTold) -> Words {
    let name = format!("{}/{}", line.order, line.line);
    let Some(promise) = line.promise else { return Words::of(name.clone(), name) };
    match (line.on_time_probability, line.p80) {
        (Some(chance), Some(p80)) => {
            let percent = (chance * 100.0).round();
            Words::of(
                format!("{name} is promised for {promise}; that is kept with {percent} %, {p80} with 80 %."),
                format!("{name} 承诺 {promise}，准时概率 {percent}%；80% 把握的日期为 {p80}。"),
            )
        }
        _ => {
            let late = line.late_days.unwrap_or_default();
            Words::of(
                format!("{name} is promised for {promise}; as planned it is {late} days later."),
                format!("{name} 承诺 {promise}，按计划晚 {late} 天。"),
            )
        }
    }
}

/// When each step is due: by the plant's working hours after it opens; the mild waits for the next digest.
fn steps(rule: &Rule, opens: Moment, outlook: &Outlook) -> Vec<Moment> {
    let calendars = &outlook.plan.network.calendars;
    let plant = calendars.list.get(calendars.plant as usize);
    let first = if rule.severity == Severity::Mild { next_digest(opens, outlook) } else { opens };
    let after = |hours: u32| {
        let work = WorkSeconds(i64::from(hours) * 3_600);
        let open = plant.and_then(|plant| plant.finish(instant(first), work).ok()).and_then(moment);
        open.unwrap_or_else(|| first.shifted(chrono::TimeDelta::hours(hours.into())))
    };
    rule.steps
        .iter()
        .map(|step| if step.after_hours == 0 { first } else { after(step.after_hours) })
        .collect()
}

/// The next morning on which the plant works; the next one of the clock where it has no calendar.
fn next_digest(from: Moment, outlook: &Outlook) -> Moment {
    let calendars = &outlook.plan.network.calendars;
    let morning = |days: u64| {
        let date = from.day(outlook.zone).date().checked_add_days(Days::new(days))?;
        Some(Instant::from_local(date.and_time(DIGEST), outlook.zone))
    };
    let next = (0..=1).filter_map(morning).find(|at| *at >= instant(from));
    let open = next.map(|at| match calendars.list.get(calendars.plant as usize) {
        Some(plant) => plant.on_open_day(at),
        None => at,
    });
    open.and_then(moment).unwrap_or(from)
}
