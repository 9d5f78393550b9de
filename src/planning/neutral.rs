//! The neutral model as a shop, and its plan as the answer that any checker can hold against the model.
//!
//! Times are plant-local without a zone: the shop's zone is UTC, where wall time and instants are the same.

use super::calendars::simple;
use super::orders::rank;
use crate::import::neutral::{NeutralItem, NeutralModel};
use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use holdfast_engine::model::{
    Basis, BomLine, Code, Customer, Firmness, Item, LineKey, Operation, Promise, RunTime, SalesLine,
    Settings, Shop, Source, Stock, StockStatus, WorkCenter,
};
use holdfast_engine::network::NONE;
use holdfast_engine::plan::Plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::{DAY, Instant};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The customer of every order.
const CUSTOMER: &str = "C";

/// The shop that a model describes, at its own instant or at `now`.
pub fn shop(model: &NeutralModel, now: Option<Instant>, improve: u32, tiers: bool) -> Shop {
    let now = now.unwrap_or_else(|| instant(model.current));
    let mut shop = Shop::new(now, Tz::UTC);
    shop.settings = Settings { improve_passes: improve, tiers, ..Settings::default() };
    for (name, calendar) in &model.calendars {
        let hour = |hour: u8| NaiveTime::from_hms_opt(u32::from(hour) % 24, 0, 0).unwrap_or_default();
        let spec = simple(&calendar.days, hour(calendar.start), hour(calendar.end), &model.holidays);
        shop.calendars.insert(name.as_str().into(), spec);
    }
    for resource in &model.resources {
        let center = WorkCenter::new(resource.calendar.as_str());
        shop.work_centers.insert(resource.name.as_str().into(), center);
    }
    let components = components(model, &mut shop);
    for item in &model.items {
        shop.items.insert(item.name.as_str().into(), made(item, &components));
    }
    shop.customers.insert(CUSTOMER.into(), Customer::default());
    for order in &model.orders {
        let line = SalesLine {
            customer: CUSTOMER.into(),
            item: order.item.as_str().into(),
            quantity: pieces(order.qty),
            shipped: Qty::ZERO,
            ordered_at: None,
            requested: None,
            promise: Some(Promise::by(instant(order.due))),
            basis: Basis::Ship,
            firmness: Firmness::Firm,
            ship_complete: false,
            partial: None,
            tier: Some(rank(order.priority)),
        };
        shop.lines.insert(LineKey::new(order.name.as_str(), 1), line);
    }
    shop
}

/// Bought parts with their stock; the code of each by its name. A part that is called like an item gets a
/// code of its own.
fn components<'m>(model: &'m NeutralModel, shop: &mut Shop) -> BTreeMap<&'m str, Code> {
    let mut taken: BTreeSet<String> = model.items.iter().map(|item| item.name.clone()).collect();
    taken.extend(model.components.iter().map(|part| part.name.clone()));
    let made: BTreeSet<&str> = model.items.iter().map(|item| item.name.as_str()).collect();
    let mut codes = BTreeMap::new();
    for part in &model.components {
        let mut name = part.name.clone();
        while made.contains(part.name.as_str()) && !taken.insert(name.clone()) {
            name.push('\'');
        }
        let code = Code::from(name);
        let item = Item { source: Source::Buy, lead_days: Some(part.lead_days), ..Item::default() };
        shop.items.insert(code.clone(), item);
        if part.onhand > 0 {
            let stock = Stock {
                item: code.clone(),
                quantity: pieces(part.onhand),
                status: StockStatus::Usable,
                owner: None,
                reserved: None,
                release: None,
            };
            shop.stock.insert(code.clone(), stock);
        }
        codes.insert(part.name.as_str(), code);
    }
    codes
}

fn made(item: &NeutralItem, components: &BTreeMap<&str, Code>) -> Item {
    let routing = item.ops.iter().enumerate().map(|(step, op)| Operation {
        setup: i64::from(op.setup_min) * 60,
        run: Some(RunTime::Piece(i64::from(op.unit_sec) * 1_000)),
        ..Operation::new(number(step), op.resource.as_str())
    });
    let uses = item.comps.iter().filter_map(|part| {
        let component = components.get(part.comp.as_str())?.clone();
        let (per, operation) = (Qty::of(i64::from(part.qty)), Some(number(part.step)));
        Some(BomLine { component, per, operation, valid_from: None, valid_to: None })
    });
    Item { source: Source::Make, routing: routing.collect(), bom: uses.collect(), ..Item::default() }
}

fn number(step: usize) -> u32 {
    (step as u32).saturating_add(1).saturating_mul(10)
}

fn instant(local: NaiveDateTime) -> Instant {
    Instant::from_local(local, Tz::UTC)
}

fn pieces(count: u64) -> Qty {
    Qty::of(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The answer to a model: when each order is finished, and when each operation runs.
#[derive(Debug, Serialize)]
pub struct Answer<'p> {
    orders: Vec<Finish<'p>>,
    operations: Vec<Run<'p>>,
}

#[derive(Debug, Serialize)]
struct Finish<'p> {
    name: &'p str,
    finish: Option<String>,
}

#[derive(Debug, Serialize)]
struct Run<'p> {
    order: &'p str,
    step: u32,
    resource: Option<&'p str>,
    start: String,
    end: String,
}

/// The answer that `plan` gives.
pub fn answer(plan: &Plan) -> Answer<'_> {
    let wall = |at: Instant| at.local(Tz::UTC).format("%Y-%m-%dT%H:%M:%S").to_string();
    let orders = plan
        .lines
        .iter()
        .map(|line| Finish { name: &line.key.order, finish: line.is_dated().then(|| wall(line.ship)) });
    let network = &plan.network;
    let mut operations = Vec::with_capacity(network.ops.len());
    for (index, op) in network.ops.iter().enumerate() {
        let line = network.jobs[op.job as usize].line;
        let (start, end) = (Instant(plan.timeline.start[index]), Instant(plan.timeline.end[index]));
        if line == NONE || !end.is_reached() {
            continue;
        }
        operations.push(Run {
            order: &network.lines[line as usize].key.order,
            step: op.number / 10 - u32::from(op.number >= 10),
            resource: plan.center_of(index as u32).map(Code::as_str),
            start: wall(start),
            end: wall(end),
        });
    }
    Answer { orders: orders.collect(), operations }
}

/// How well the orders of a model keep their dates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tardiness {
    /// Orders in all.
    pub orders: usize,
    /// Those that are late.
    pub late: usize,
    /// Those without a date.
    pub undated: usize,
    /// Days late, on average over all orders with a date; early counts as zero.
    pub mean_days: f64,
    /// Days late of the latest.
    pub max_days: f64,
}

/// How well `plan` keeps the dates.
pub fn tardiness(plan: &Plan) -> Tardiness {
    let dated: Vec<i64> =
        plan.lines.iter().filter(|line| line.is_dated()).map(|line| line.late.unwrap_or(0).max(0)).collect();
    let days = |seconds: i64| seconds as f64 / DAY as f64;
    Tardiness {
        orders: plan.lines.len(),
        late: dated.iter().filter(|late| **late > 0).count(),
        undated: plan.lines.len() - dated.len(),
        mean_days: days(dated.iter().sum()) / dated.len().max(1) as f64,
        max_days: days(dated.iter().copied().max().unwrap_or(0)),
    }
}
