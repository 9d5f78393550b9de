//! What rules look at besides lines: tasks, quotes, purchases that did not come, what is wrong with the data, what
//! customers say and have to do (`said`), and what `strained` finds.

use super::found::{Facts, Found};
use super::handed::owned_by_role;
use super::rules::InForce;
use super::said::Said;
use super::strained::strained;
use crate::domain::rule::{About, Words};
use crate::domain::value::Moment;
use crate::planning::outlook::{Outlook, Overdue, Stake};
use crate::planning::report::promises;
use crate::services::sales::policies;
use crate::services::task::{self, due};
use crate::store::floor::in_hand;
use crate::store::notices::{Promised, updates_due};
use crate::store::sales::{self, Quote, Task};
use crate::store::work::{OperationRow, WorkOrderRow};
use crate::store::{Db, Failure, plant};
use crate::text::plan::severity_code;
use crate::text::{Lang, plan_problem};
use chrono::TimeDelta;
use holdfast_engine::problem::ProblemKind;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Display;

/// Open tasks that are looked at.
const TASKS: i64 = 20_000;
/// Promises that are named of a purchase.
const NAMED: usize = 5;
/// Quotes that expire within so many days are looked at.
const EXPIRING_DAYS: i64 = 30;

/// What is stored of them.
pub(super) struct Stored {
    tasks: Vec<Task>,
    quotes: Vec<Quote>,
    operations: Vec<(OperationRow, WorkOrderRow)>,
    updates: Vec<Promised>,
    said: Said,
}

impl Stored {
    pub(super) fn read(db: &mut Db, plant_id: i64, now: Moment) -> Result<Self, Failure> {
        let until = now.shifted(TimeDelta::days(EXPIRING_DAYS));
        let set = policies(&plant(db, plant_id)?);
        Ok(Self {
            tasks: sales::open_tasks(db, plant_id, (&[], None), 0, TASKS)?,
            quotes: sales::quotes_expiring(db, plant_id, until)?,
            operations: in_hand(db, plant_id)?,
            updates: updates_due(db, plant_id)?,
            said: Said::read(db, plant_id, &set, now)?,
        })
    }

    /// All that rules look at besides lines.
    pub(super) fn find(&self, outlook: &Outlook, rules: &[InForce]) -> Vec<Found> {
        let tasks = self.tasks.iter().filter_map(|task| of_task(task, outlook));
        let quotes = self.quotes.iter().map(|quote| of_quote(quote, outlook.now));
        let purchases = outlook.overdue().into_iter().map(|overdue| of_purchase(&overdue, outlook));
        let mut found: Vec<Found> = tasks.chain(quotes).chain(purchases).collect();
        found.extend(self.updates.iter().filter_map(|update| of_update(update, outlook)));
        found.extend(self.said.find(outlook));
        found.extend(strained(&self.operations, outlook));
        found.extend(problems(outlook));
        found.extend(rules.iter().filter_map(of_rule));
        found
    }
}

pub(super) fn found(about: About, key: impl Display, facts: Value, text: Words) -> Found {
    Found {
        subject: format!("{}:{key}", about.name()),
        facts: Facts::Other(about, facts),
        order: None,
        customer: None,
        owner: None,
        text: Some(text),
        stored: None,
    }
}

/// Hours from one instant to another, with one decimal.
pub(super) fn hours(from: Moment, to: Moment) -> f64 {
    ((to.micros() - from.micros()) as f64 / 360e6).round() / 10.0
}

/// So many of something in English: `1 day`, `2.5 days`.
pub(super) fn some(count: impl Display, one: &str) -> String {
    let count = count.to_string();
    let s = if count == "1" { "" } else { "s" };
    format!("{count} {one}{s}")
}

fn of_task(task: &Task, outlook: &Outlook) -> Option<Found> {
    let over = hours(due(outlook, task.opened_at, task.hours)?, outlook.now);
    let what = task::what(task);
    let line = if task.line.is_empty() { String::new() } else { format!("/{}", task.line) };
    let facts = json!({
        "kind": task.kind, "order": task.order_no, "line": task.line, "stage": task.about,
        "role": task.owner_role, "over_hours": over,
    });
    let text = Words::of(
        format!(
            "{}{line} has been “{}” for {} longer than its limit.",
            task.order_no,
            what.en,
            some(over, "hour")
        ),
        format!("{}{line} 在“{}”阶段已超时 {over} 小时。", task.order_no, what.zh),
    );
    let owner = task.owner.clone().unwrap_or_else(|| owned_by_role(task.owner_role));
    let order = Some(task.order_no.clone());
    Some(Found { order, owner: Some(owner), ..found(About::Task, task.id, facts, text) })
}

fn of_quote(quote: &Quote, now: Moment) -> Found {
    let left = hours(now, quote.expires_at);
    let facts = json!({
        "number": quote.number, "customer": quote.customer, "status": quote.status, "hours_left": left,
    });
    let text = Words::of(
        format!("Quote {} to {} expires in {}.", quote.number, quote.customer, some(left, "hour")),
        format!("给 {} 的报价 {} 将在 {left} 小时后失效。", quote.customer, quote.number),
    );
    let owner = quote.created_by.strip_prefix("user:").map(str::to_owned);
    let customer = Some(quote.customer.clone());
    Found { owner, customer, ..found(About::Quote, &quote.number, facts, text) }
}

fn of_purchase(overdue: &Overdue, outlook: &Outlook) -> Found {
    let today = outlook.now.day(outlook.zone).date();
    let late = overdue.confirmed_day.map_or(0, |day| (today - day.date()).num_days());
    let missed = overdue.lines.iter().filter(|stake| stake.late_days.is_some_and(|late| late > 0)).count();
    let (order, line) = (&overdue.purchase_order, &overdue.line);
    let facts = json!({
        "order": order, "line": line, "supplier": overdue.supplier.clone().unwrap_or_default(),
        "item": overdue.item.clone().unwrap_or_default(), "late_days": late as f64,
        "promises": overdue.promises as f64, "missed": missed as f64,
    });
    let wait = match overdue.promises {
        1 => "1 promise waits for it".to_owned(),
        count => format!("{count} promises wait for it"),
    };
    let goods = [&overdue.item, &overdue.supplier].map(|name| name.clone().unwrap_or_default());
    let from = match &goods {
        [item, _] if item.is_empty() => Words::default(),
        [item, supplier] if supplier.is_empty() => Words::of(format!(", {item},"), format!("（{item}）")),
        [item, supplier] => {
            Words::of(format!(", {item} from {supplier},"), format!("（{supplier} 的 {item}）"))
        }
    };
    let named = waiting(overdue);
    let text = Words::of(
        format!("{order}/{line}{} is {} late; {wait}{}.", from.en, some(late, "day"), named.en),
        format!(
            "{order}/{line}{} 已逾期 {late} 天，{} 个承诺在等待{}。",
            from.zh, overdue.promises, named.zh
        ),
    );
    found(About::Purchase, format!("{order}/{line}"), facts, text)
}

/// The promises that wait for a purchase, the latest first.
fn waiting(overdue: &Overdue) -> Words {
    let mut stakes: Vec<&Stake> = overdue.lines.iter().filter(|stake| stake.promise_date.is_some()).collect();
    stakes.sort_by_key(|stake| std::cmp::Reverse(stake.late_days));
    let named = |late: fn(i64) -> String, until: fn(&str) -> String, between: &str| {
        let one = |stake: &&Stake| {
            let until = until(&stake.promise_date.map(|day| day.to_string()).unwrap_or_default());
            let late = stake.late_days.filter(|days| *days > 0).map(late).unwrap_or_default();
            format!("{}/{} {until}{late}", stake.name.order, stake.name.line)
        };
        let more = if stakes.len() > NAMED { " …" } else { "" };
        stakes.iter().take(NAMED).map(one).collect::<Vec<_>>().join(between) + more
    };
    if stakes.is_empty() {
        return Words::default();
    }
    let en = named(
        |days| format!(", as planned {} late", some(days, "day")),
        |day| format!("(promised {day}"),
        "), ",
    );
    let zh = named(|days| format!("，按计划晚 {days} 天"), |day| format!("（承诺 {day}"), "）、");
    Words::of(format!(": {en})"), format!("：{zh}）"))
}

/// An update that a customer was promised. Another day is another promise.
fn of_update((order, customer, owner, day): &Promised, outlook: &Outlook) -> Option<Found> {
    let day = (*day)?;
    let left = (day.date() - outlook.now.day(outlook.zone).date()).num_days();
    let facts =
        json!({ "order": order, "customer": customer, "day": day.to_string(), "days_left": left as f64 });
    let text = Words::of(
        format!("The customer of {order} was promised to hear from us by {day}."),
        format!("已承诺最迟 {day} 向 {order} 的客户说明进展。"),
    );
    let (owner, customer, order) = (owner.clone(), Some(customer.clone()), Some(order.clone()));
    let key = format!("{}@{day}", order.as_deref().unwrap_or_default());
    Some(Found { order, customer, owner, ..found(About::Update, key, facts, text) })
}

/// Problems of one kind.
#[derive(Default)]
struct Kind<'a> {
    severity: &'static str,
    lines: usize,
    promises: usize,
    count: usize,
    /// The one that spoils most promises, with how many.
    worst: Option<(usize, &'a ProblemKind)>,
}

/// What is wrong with the data, by kind.
fn problems(outlook: &Outlook) -> Vec<Found> {
    let mut by_code: BTreeMap<&'static str, Kind<'_>> = BTreeMap::new();
    for problem in &outlook.plan.problems {
        let (kind, promises) = (&problem.kind, promises(problem, &outlook.shop));
        let known = by_code.entry(plan_problem::code(kind)).or_default();
        known.severity = severity_code(kind.severity());
        known.lines += problem.lines.len();
        known.promises += promises;
        known.count += 1;
        if known.worst.is_none_or(|(most, _)| most < promises) {
            known.worst = Some((promises, kind));
        }
    }
    by_code.into_iter().map(|(code, kind)| of_problems(code, &kind, outlook)).collect()
}

fn of_problems(code: &str, kind: &Kind<'_>, outlook: &Outlook) -> Found {
    let Kind { severity, lines, promises, count, worst } = kind;
    let facts = json!({
        "code": code, "severity": severity, "lines": *lines as f64, "promises": *promises as f64,
    });
    let said = |lang| {
        let told =
            |kind| (plan_problem::message(kind, &outlook.shop, lang), plan_problem::remedy(kind, lang));
        worst.map(|(_, kind)| told(kind)).unwrap_or_default()
    };
    let ((en, to_do), (zh, to_do_zh)) = (said(Lang::En), said(Lang::Zh));
    let (more, more_zh) = match count.saturating_sub(1) {
        0 => (String::new(), String::new()),
        more => (format!(" There are {more} more of the kind."), format!("同类问题另有 {more} 项。")),
    };
    let text = Words::of(
        format!("{en}: {to_do}. It is about {}, {promises} of them promised.{more}", some(lines, "line")),
        format!("{zh}：{to_do_zh}。涉及 {lines} 个订单行，其中 {promises} 个已承诺。{more_zh}"),
    );
    found(About::Plant, code, facts, text)
}

/// A rule that was switched off by itself.
fn of_rule(known: &InForce) -> Option<Found> {
    let why = known.broken.as_ref()?;
    let name = &known.rule.name;
    let facts = json!({ "code": "rule-broken", "severity": "left-out", "lines": 0.0, "promises": 0.0 });
    let text = Words::of(
        format!("The rule {name} can't be asked and was switched off: {why}."),
        format!("规则 {name} 无法执行，已被关闭：{why}。"),
    );
    Some(found(About::Plant, format!("rule-broken:{name}"), facts, text))
}
