//! What is known of the open lines: the facts that rules about lines are asked with, and what an alert tells of one.
//!
//! Facts of all lines are gathered for every outlook, so they are made of numbers that are there anyway. What takes time
//! (causes, words) is worked out for the lines that a rule asks about or warns of.

use crate::document::{CalendarException, ExceptionKind};
use crate::domain::alert::{Before, CauseTold, LineTold};
use crate::domain::promise::PromiseKind;
use crate::domain::rule::Words;
use crate::domain::sales::LineId;
use crate::domain::value::{Day, Moment};
use crate::planning::follow::Planner;
use crate::planning::odds::{Ask, Odds};
use crate::planning::outlook::{Outlook, amount};
use crate::store::sales::Watched;
use crate::text::Lang;
use crate::text::plan::grade_code;
use holdfast_engine::model::{LineKey, SalesLine, Tier};
use holdfast_engine::plan::LineDate;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Causes that a work centre which stands still has behind it.
const QUEUES: [&str; 2] = ["queue", "closed"];
/// Causes that are told of a line.
const CAUSES: usize = 5;

/// The facts of a line, named as [`crate::domain::rule::About::facts`] has them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct LineFacts {
    pub(super) order: String,
    pub(super) line: String,
    pub(super) schedule: String,
    pub(super) customer: String,
    pub(super) tier: String,
    pub(super) item: String,
    pub(super) item_group: String,
    pub(super) quantity: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<f64>,
    pub(super) stage: String,
    pub(super) stage_days: f64,
    pub(super) grade: String,
    pub(super) promised: bool,
    pub(super) inherited: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) promise_day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) days_left: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) working_days_left: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) late_days: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slack_working_days: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on_time: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) enough: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) threshold: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p50: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p80: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p95: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p80_late_days: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) requested_on_time: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) causes: Option<Vec<CauseFact>>,
}

/// A cause as conditions see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct CauseFact {
    pub(super) kind: String,
    pub(super) what: String,
    pub(super) days: f64,
}

impl LineFacts {
    /// The line's name.
    pub(super) fn id(&self) -> LineId {
        LineId::new(&self.order, &self.line, &self.schedule)
    }

    /// What an alert about it is about: the line and the day that was promised.
    pub(super) fn subject(&self) -> String {
        match &self.promise_day {
            Some(day) => format!("{}@{day}", self.id()),
            None => self.id().to_string(),
        }
    }

    /// Whether it differs enough from `before` to be remembered: the promise, the stage, the day of 80 %, or the odds by
    /// five points.
    pub(super) fn differs(&self, before: &Self) -> bool {
        let same = (&self.promise_day, &self.stage, &self.p80, self.inherited)
            == (&before.promise_day, &before.stage, &before.p80, before.inherited);
        let moved = match (self.on_time, before.on_time) {
            (Some(now), Some(then)) => (now - then).abs() >= 0.05,
            (now, then) => now.is_some() != then.is_some() || self.late_days != before.late_days,
        };
        !same || moved
    }

    /// How it stood, for who is told of a change.
    pub(super) fn before(&self, since: Moment) -> Before {
        let p80 = self.p80.as_ref().and_then(|day| serde_json::from_value(day.as_str().into()).ok());
        Before { p80, on_time_probability: self.on_time, since }
    }
}

/// The plan and, where futures are played, the odds that belong to it.
pub(super) struct Basis {
    pub(super) outlook: Arc<Outlook>,
    pub(super) odds: Option<Arc<Odds>>,
}

impl Basis {
    /// The newest of `planner` that belong together. Where futures are played of every plan, those count that were
    /// played; where they are played for who asks, they count while they are those of the newest plan.
    pub(super) fn newest(planner: &Planner) -> Option<Self> {
        let (outlook, odds) = (planner.outlook(), planner.odds());
        if !planner.has_odds() {
            return Some(Self { outlook, odds: None });
        }
        let Some(odds) = odds else {
            return planner.plays_when_asked().then_some(Self { outlook, odds: None });
        };
        if planner.plays_when_asked() && !Arc::ptr_eq(&odds.outlook, &outlook) {
            return Some(Self { outlook, odds: None });
        }
        Some(Self { outlook: Arc::clone(&odds.outlook), odds: Some(odds) })
    }

    /// Whether `other` was made of the same plan and the same futures.
    pub(super) fn is(&self, other: &Self) -> bool {
        let odds = match (&self.odds, &other.odds) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        odds && Arc::ptr_eq(&self.outlook, &other.outlook)
    }
}

/// Gathers the facts of lines from a plan, its odds and what is stored besides.
pub(super) struct Gatherer<'a> {
    basis: &'a Basis,
    /// What the plant's policy names for each tier.
    thresholds: &'a BTreeMap<String, f64>,
    /// Working days from today to each promised day.
    left: BTreeMap<Day, f64>,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(basis: &'a Basis, thresholds: &'a BTreeMap<String, f64>) -> Self {
        Self { basis, thresholds, left: BTreeMap::new() }
    }

    /// The facts of a line that is stored so; nothing where the plan does not know it.
    pub(super) fn facts(&mut self, stored: &Watched) -> Option<(LineKey, LineFacts)> {
        let (row, _, _, promise) = stored;
        let outlook = &self.basis.outlook;
        let key = outlook.key(&row.order_no, &row.line, &row.schedule);
        let (date, sold) = (outlook.plan.line(&key)?, outlook.shop.lines.get(&key)?);
        let open = (sold.quantity.millionths() - sold.shipped.millionths()) as f64 / 1e6;
        let price = row.unit_price.and_then(|price| price.decimal().to_f64());
        let stage_days = (outlook.now.micros() - row.stage_since.micros()) / 86_400_000_000;
        let item = outlook.shop.items.get(&sold.item);
        let mut facts = LineFacts {
            order: row.order_no.clone(),
            line: row.line.clone(),
            schedule: row.schedule.clone(),
            customer: sold.customer.to_string(),
            tier: tier(outlook, &key, sold),
            item: sold.item.to_string(),
            item_group: item
                .and_then(|item| item.group.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
            quantity: open,
            value: price.map(|price| price * open),
            stage: outlook.stage(&key).unwrap_or_default().to_owned(),
            stage_days: stage_days as f64,
            grade: grade_code(date.grade).to_owned(),
            inherited: *promise == Some(PromiseKind::Inherited),
            ..LineFacts::default()
        };
        facts.threshold = self.thresholds.get(&facts.tier).copied();
        self.promise(&mut facts, date, sold);
        Some((key, facts))
    }

    fn promise(&mut self, facts: &mut LineFacts, date: &LineDate, sold: &SalesLine) {
        let (outlook, today) =
            (Arc::clone(&self.basis.outlook), self.basis.outlook.now.day(self.basis.outlook.zone));
        let promise = date.due.and_then(|due| outlook.day(due));
        facts.promised = promise.is_some();
        facts.promise_day = promise.map(|day| day.to_string());
        facts.days_left = promise.map(|day| days(today, day));
        facts.working_days_left = promise.map(|day| self.working(today, day));
        facts.late_days = outlook.late_days(date, sold).map(|late| late as f64);
        let Some(odds) = self.basis.odds.as_ref().and_then(|odds| odds.of(&date.key, promise)) else {
            return;
        };
        facts.on_time = odds.on_time;
        facts.enough = odds.enough;
        facts.requested_on_time = odds.requested;
        facts.p50 = odds.p50.map(|day| day.to_string());
        facts.p80 = odds.p80.map(|day| day.to_string());
        facts.p95 = odds.p95.map(|day| day.to_string());
        if let (Some(promise), Some(p80)) = (promise, odds.p80) {
            facts.p80_late_days = Some(days(promise, p80));
            facts.slack_working_days = Some(self.working(today, promise) - self.working(today, p80));
        }
    }

    /// Working days of the plant from one day to another.
    fn working(&mut self, today: Day, day: Day) -> f64 {
        let calendars = &self.basis.outlook.plan.network.calendars;
        let plant = calendars.list.get(calendars.plant as usize);
        let count = || plant.map_or(0, |plant| plant.open_days(today.date(), day.date())) as f64;
        *self.left.entry(day).or_insert_with(count)
    }

    /// What a line waits for, as conditions see it.
    pub(super) fn causes(&self, key: &LineKey) -> Vec<CauseFact> {
        let told = causes(self.basis, key);
        told.into_iter()
            .map(|cause| CauseFact { kind: cause.cause, what: cause.what, days: cause.days })
            .collect()
    }
}

/// What an alert tells of a line.
pub(super) fn told(
    basis: &Basis,
    key: &LineKey,
    stored: &Watched,
    before: Option<Before>,
) -> Option<LineTold> {
    let outlook = &basis.outlook;
    let (date, sold) = (outlook.plan.line(key)?, outlook.shop.lines.get(key)?);
    let promise = date.due.and_then(|due| outlook.day(due));
    let odds = basis.odds.as_ref().and_then(|odds| odds.of(key, promise));
    let item = outlook.document.items.iter().find(|row| row.item == sold.item.as_str());
    let customer = outlook.shop.customers.get(&sold.customer).map(|known| known.name.clone());
    let (row, _, customer_po, _) = stored;
    let line =
        if row.schedule.is_empty() { row.line.clone() } else { format!("{}/{}", row.line, row.schedule) };
    let open = amount(sold.quantity) - amount(sold.shipped);
    Some(LineTold {
        order: row.order_no.clone(),
        customer: Some(customer.filter(|name| !name.is_empty()).unwrap_or_else(|| sold.customer.to_string())),
        customer_po: customer_po.clone(),
        line,
        item: sold.item.to_string(),
        item_name: item.and_then(|row| row.description.clone()),
        quantity: open,
        unit: item.and_then(|row| row.unit).and_then(|unit| crate::store::types::written(&unit).ok()),
        promise,
        p50: odds.as_ref().and_then(|odds| odds.p50),
        p80: odds.as_ref().and_then(|odds| odds.p80),
        p95: odds.as_ref().and_then(|odds| odds.p95),
        on_time_probability: odds.as_ref().and_then(|odds| odds.on_time),
        late_days: outlook.late_days(date, sold),
        before,
        causes: causes(basis, key),
        remedies: Vec::new(),
    })
}

/// What a line waits for, dearest first: in the mean over its futures, or as planned where none are played.
pub(super) fn causes(basis: &Basis, key: &LineKey) -> Vec<CauseTold> {
    let Some(odds) = &basis.odds else { return planned_causes(&basis.outlook, key) };
    let view = |lang| odds.view(key, None, &Ask::default(), lang).map(|view| view.causes).unwrap_or_default();
    let words = |kind: &str, text: &str, between: &str| match text {
        "" => kind.to_owned(),
        text => format!("{kind}{between}{text}"),
    };
    let both = view(Lang::En).into_iter().zip(view(Lang::Zh));
    let told = both.filter(|(en, _)| en.mean_days > 0.0).map(|(en, zh)| {
        let stands = standing_still(&basis.outlook, &en.text).filter(|_| QUEUES.contains(&en.kind.as_str()));
        let stands = stands.unwrap_or_default();
        CauseTold {
            text: Words::of(
                words(&en.kind_words, &en.text, ": ") + &stands.en,
                words(&zh.kind_words, &zh.text, "：") + &stands.zh,
            ),
            cause: en.kind,
            what: en.text,
            days: en.mean_days,
        }
    });
    told.take(CAUSES).collect()
}

/// That a work centre stands still today as a whole, until when, and why: what waits for it waits for that.
fn standing_still(outlook: &Outlook, centre: &str) -> Option<Words> {
    let today = outlook.now.day(outlook.zone).date();
    let stands = |row: &&CalendarException| {
        row.work_centre.as_deref() == Some(centre)
            && matches!(row.kind, ExceptionKind::Closed | ExceptionKind::Downtime)
            && (row.from, row.to, row.machines) == (None, None, None)
            && (row.date_from..=row.date_to.unwrap_or(row.date_from)).contains(&today)
    };
    let all = outlook.document.calendar_exceptions.iter().filter(stands);
    let row = all.max_by_key(|row| row.date_to)?;
    let until = row.date_to.unwrap_or(row.date_from);
    let note = row.note.as_deref().filter(|note| !note.trim().is_empty());
    let (note, note_zh) =
        note.map_or_else(Default::default, |note| (format!(", {note}"), format!("，{note}")));
    let day = |lang| crate::text::mail::day(until, today, lang);
    Some(Words::of(
        format!(" (closed until {}{note})", day(Lang::En)),
        format!("（停用至{}{note_zh}）", day(Lang::Zh)),
    ))
}

fn planned_causes(outlook: &Outlook, key: &LineKey) -> Vec<CauseTold> {
    let cause = |lang| outlook.forecast(key, lang).and_then(|forecast| forecast.cause);
    let (Some(en), Some(zh)) = (cause(Lang::En), cause(Lang::Zh)) else { return Vec::new() };
    let span = en.from.zip(en.to).map_or(0, |(from, to)| to.micros() - from.micros());
    let days = (span as f64 / 86_400e6 * 10.0).round() / 10.0;
    vec![CauseTold { cause: en.kind, what: en.text.clone(), days, text: Words::of(en.text, zh.text) }]
}

fn days(from: Day, to: Day) -> f64 {
    (to.date() - from.date()).num_days() as f64
}

fn tier(outlook: &Outlook, key: &LineKey, sold: &SalesLine) -> String {
    let line = outlook.plan.network.line_index(key);
    let line = line.and_then(|index| outlook.plan.network.lines.get(index as usize));
    let tier: Tier = line.map_or_else(|| sold.tier.unwrap_or_default(), |line| line.tier);
    format!("{tier:?}")
}
