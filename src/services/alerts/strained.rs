//! What rules look at on the floor and in the stock: operations that have begun, released work without its material, work
//! centres, items that are kept in stock.

use super::found::Found;
use super::others::{found, hours, some};
use crate::document::OperationStatus;
use crate::domain::rule::{About, Words};
use crate::domain::value::Moment;
use crate::planning::outlook::{CenterStrain, Outlook, ShortWork, Stocked, amount, instant};
use crate::store::work::{OperationRow, WorkOrderRow};
use holdfast_engine::time::DAY;
use rust_decimal::prelude::ToPrimitive;
use serde_json::json;

/// Share of its hours from which what a work centre has to begin is worth a word where it is silent besides.
const FULL: f64 = 0.9;
/// Days ahead for which work centres are looked at.
const AHEAD: i64 = 14;

/// Everything of that kind. `operations` are those that have begun.
pub(super) fn strained(operations: &[(OperationRow, WorkOrderRow)], outlook: &Outlook) -> Vec<Found> {
    let over = outlook.overruns();
    let begun = operations.iter().filter_map(|(fact, made)| {
        let over = over.get(&(fact.work_order.clone(), fact.operation.clone()));
        of_operation(fact, made, over.map(|seconds| tenths(*seconds)), outlook)
    });
    let mut all: Vec<Found> = begun.collect();
    all.extend(outlook.short_work().iter().map(|short| of_work(short, outlook)));
    all.extend(outlook.strains(AHEAD).iter().map(|strain| of_centre(strain, outlook)));
    all.extend(outlook.stocked().iter().map(|stocked| of_item(stocked, outlook)));
    all
}

/// Hours of so many seconds, with one decimal.
fn tenths(seconds: i64) -> f64 {
    (seconds as f64 / 360.0).round() / 10.0
}

/// An operation that runs, was paused or is blocked.
fn of_operation(
    fact: &OperationRow,
    made: &WorkOrderRow,
    over: Option<f64>,
    outlook: &Outlook,
) -> Option<Found> {
    let (number, operation) = (&fact.work_order, &fact.operation);
    let state = match fact.status? {
        OperationStatus::Running => "running",
        OperationStatus::Paused => "paused",
        OperationStatus::Blocked => "blocked",
        OperationStatus::Waiting | OperationStatus::Done => return None,
    };
    let mut facts = json!({
        "work_order": number, "operation": operation, "item": made.item,
        "order": made.order_no.clone().unwrap_or_default(), "state": state,
        "work_centre": fact.work_centre.clone().unwrap_or_default(),
        "reason": fact.reason.clone().unwrap_or_default(),
    });
    let name = named(fact, made);
    let text = match (state, over) {
        ("running", over) => {
            let hours = over?;
            facts["over_hours"] = hours.into();
            Words::of(
                format!("{} should have been done {} ago.", name.en, some(hours, "working hour")),
                format!("{}已超过计划结束时间 {hours} 个工作小时。", name.zh),
            )
        }
        _ => {
            let hours = worked_hours(outlook, fact.last_report?);
            facts["stopped_hours"] = hours.into();
            let why = fact.reason.as_deref().filter(|why| !why.is_empty());
            let (why, why_zh) =
                why.map_or_else(Default::default, |why| (format!(": {why}"), format!("：{why}")));
            Words::of(
                format!("{} has stood still for {}{why}.", name.en, some(hours, "working hour")),
                format!("{}已停顿 {hours} 个工作小时{why_zh}。", name.zh),
            )
        }
    };
    let order = made.order_no.clone();
    Some(Found { order, ..found(About::Operation, format!("{number}/{operation}"), facts, text) })
}

/// An operation as people find it: its work order, what is made, and where.
fn named(fact: &OperationRow, made: &WorkOrderRow) -> Words {
    let (number, operation, item) = (&fact.work_order, &fact.operation, &made.item);
    let at = fact.work_centre.as_deref().filter(|at| !at.is_empty());
    let (at, at_zh) = at.map_or_else(Default::default, |at| (format!(" at {at}"), format!("（{at}）")));
    Words::of(
        format!("{number} ({item}), operation {operation}{at},"),
        format!("{number}（{item}）工序 {operation}{at_zh} "),
    )
}

/// Working hours of the plant since an instant, with one decimal.
fn worked_hours(outlook: &Outlook, since: Moment) -> f64 {
    let calendars = &outlook.plan.network.calendars;
    let plant = calendars.list.get(calendars.plant as usize);
    let Some(plant) = plant else { return hours(since, outlook.now) };
    tenths(plant.worked_at(instant(outlook.now)).0 - plant.worked_at(instant(since)).0)
}

/// Released work whose material comes too late.
fn of_work(short: &ShortWork, outlook: &Outlook) -> Found {
    let ShortWork { work_order, item, operation, short: missing, ordered, .. } = short;
    let order = short.line.as_ref().map(|line| line.order.to_string());
    let (late, wait) = (tenths(short.late), (hours(outlook.now, short.there) / 2.4).round() / 10.0);
    let facts = json!({
        "order": work_order.as_str(), "item": item.as_str(), "sales_order": order.clone().unwrap_or_default(),
        "operation": operation, "short": missing.as_str(), "ordered": ordered, "wait_days": wait,
        "late_hours": late,
    });
    let day = short.there.day(outlook.zone);
    let (en, zh) = match ordered {
        true => ("", ""),
        false => (" It is not all ordered.", "尚未全部订购。"),
    };
    let text = Words::of(
        format!(
            "{work_order} waits for {missing} until {day}, {} after it should begin.{en}",
            some(late, "working hour")
        ),
        format!("{work_order} 等待 {missing} 至 {day}，比应开工时间晚 {late} 个工作小时。{zh}"),
    );
    Found { order, ..found(About::Work, work_order, facts, text) }
}

/// A work centre: whether nobody has heard of it for longer than usual, and what it has to begin.
fn of_centre(strain: &CenterStrain, outlook: &Outlook) -> Found {
    let code = &strain.code;
    let center = outlook.plan.network.centers.iter().find(|center| center.code == *code);
    let silent = center.filter(|center| center.unconfirmed).map(|center| tenths(center.silent));
    let usual = outlook.shop.work_centers.get(code).map_or(0, |known| known.reporting_delay);
    let (due, open) = (tenths(strain.due), tenths(strain.open));
    let mut facts = json!({
        "code": code.as_str(), "usual_hours": tenths(usual), "due_hours": due, "open_hours": open,
        "promises": strain.promises as f64,
    });
    let text = match silent {
        Some(silent) => {
            facts["silent_hours"] = silent.into();
            Words::of(
                format!("Nothing was heard of {code} for {}.", some(silent, "working hour")),
                format!("{code} 已 {silent} 个工作小时没有报工。"),
            )
        }
        None => Words::default(),
    };
    let load = Words::of(
        format!("{code} should begin {} of work within two weeks and is open for {open}.", some(due, "hour")),
        format!("{code} 两周内应开工 {due} 小时，开班 {open} 小时。"),
    );
    let parts = |one: String, other: String, between: &str| match one.is_empty() {
        true => other,
        false => format!("{one}{between}{other}"),
    };
    let text = match silent.is_some() && due < open * FULL {
        true => text,
        false => Words::of(parts(text.en, load.en, " "), parts(text.zh, load.zh, "")),
    };
    found(About::Centre, code, facts, text)
}

/// An item that is kept in stock.
fn of_item(stocked: &Stocked, outlook: &Outlook) -> Found {
    let code = &stocked.code;
    let number = |quantity| amount(quantity).decimal().to_f64().unwrap_or_default();
    let mut facts = json!({
        "code": code.as_str(), "free": number(stocked.free), "safety_stock": number(stocked.safety),
    });
    let lead = stocked.lead_days.map_or_else(Words::default, |days| {
        facts["lead_days"] = f64::from(days).into();
        Words::of(
            format!(": quote its lead time of {}", some(days, "day")),
            format!("，请按提前期 {days} 天报交期"),
        )
    });
    let back = stocked.back.map_or_else(Words::default, |back| {
        let days = (back.micros() - outlook.now.micros()) as f64 / (DAY as f64 * 1e6);
        facts["back_days"] = ((days * 10.0).round() / 10.0).into();
        let day = back.day(outlook.zone);
        Words::of(format!(". Some is free again on {day}"), format!("。预计 {day} 恢复"))
    });
    let text = Words::of(
        format!("{code} is out of stock{}{}.", lead.en, back.en),
        format!("{code} 无可用库存{}{}。", lead.zh, back.zh),
    );
    found(About::Item, code, facts, text)
}
