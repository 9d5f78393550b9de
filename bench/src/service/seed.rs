//! The shop that the service is measured on: a neutral order book as documents, stored as a real one would be.
//!
//! What is open comes in through the import, as in a shop that starts. What is over is written as rows: the
//! import does not bring history in.

use crate::models::Case;
use anyhow::{Context, Result};
use chrono::{NaiveDate, NaiveDateTime};
use holdfast::app::{App, Clock};
use holdfast::document::{OperationStatus, ShopDocument, WorkOrderStatus};
use holdfast::domain::role::{Actor, Right};
use holdfast::domain::sales::{LineStatus, OrderStatus};
use holdfast::domain::stage::Stage;
use holdfast::domain::value::{Amount, Day, Moment};
use holdfast::import::Reading;
use holdfast::import::neutral::{NeutralItem, NeutralModel, NeutralOrder};
use holdfast::services::access::{TokenBody, make_token};
use holdfast::services::{Plainly, Tx, import};
use holdfast::store::work::{self, OperationRow, WorkOrderRow};
use holdfast::store::{Failure, MAIN_PLANT, sales};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The secret of the token that may do everything.
pub const SECRET: &str = "hf_a-secret-of-benches-only";

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// Closed orders that one transaction writes.
const PORTION: usize = 1_000;
/// How long ago, in days, the last of the closed orders was delivered.
const PAST: u64 = 1;

/// A released work order to report on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Work {
    /// Its number.
    pub number: String,
    /// How many operations its routing has.
    pub operations: usize,
}

/// What was stored.
#[derive(Clone, Debug)]
pub struct Seeded {
    /// The instant of the snapshot.
    pub current: NaiveDateTime,
    /// The open work orders.
    pub works: Vec<Work>,
}

impl Seeded {
    /// The instant of the snapshot as the API and the command line write it.
    pub fn instant(&self) -> String {
        format!("{}Z", self.current.format("%Y-%m-%dT%H:%M:%S"))
    }
}

/// Stores a shop with so many open orders, each with its released work order, and so many closed ones in the
/// database at `url`.
///
/// # Errors
///
/// The import refuses a row, or the database says why.
pub fn store(url: &str, open: usize, closed: usize) -> Result<Seeded> {
    let model = Case::draw(open, 1)?.model;
    let document = document(&model)?;
    let now: Moment = read(json!(format!("{}Z", model.current.format("%Y-%m-%dT%H:%M:%S"))))?;
    // Planning each portion anew would only take time from writing it.
    let pace = holdfast::planning::follow::Pace {
        least: std::time::Duration::from_hours(1),
        improve: 0,
        futures: 0,
        asked: false,
    };
    let app = App::open_with(url, Clock::Manual(Arc::new(Mutex::new(now))), pace)?;
    let actor = Actor::system();
    let token = TokenBody { name: "bench".to_owned(), rights: Right::ALL.into(), expires: None };
    app.command_blocking(&actor, move |tx| make_token(tx, &token, SECRET).map(drop))?;
    let seen =
        import::preview(&Plainly, &app, &actor, "bench.xlsx", &Reading { document, ..Reading::default() })?;
    anyhow::ensure!(seen.preview.refused.is_empty(), "refused: {:?}", seen.preview.refused.first());
    import::apply(&Plainly, &app, &actor, seen.id, None)?;
    let model = Arc::new(model);
    for from in (0..closed).step_by(PORTION) {
        let model = Arc::clone(&model);
        let to = closed.min(from + PORTION);
        app.command_blocking(&actor, move |tx| close(tx, &model, from, to))?;
    }
    app.stop();
    let items = items(&model);
    let works = model.orders.iter().map(|order| Work {
        number: work_order(order),
        operations: items.get(order.item.as_str()).map_or(0, |item| item.ops.len()),
    });
    Ok(Seeded { current: model.current, works: works.collect() })
}

fn items(model: &NeutralModel) -> BTreeMap<&str, &NeutralItem> {
    model.items.iter().map(|item| (item.name.as_str(), item)).collect()
}

fn work_order(order: &NeutralOrder) -> String {
    format!("WO-{}", order.name)
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).context("a row of the bench is not a row of the document")
}

/// Rows of a sheet, numbered.
fn rows<T: DeserializeOwned>(sheet: &str, all: impl Iterator<Item = Value>) -> Result<Vec<T>> {
    let row = |(number, mut row): (u32, Value)| {
        row["origin"] = json!({ "sheet": sheet, "row": number });
        read(row)
    };
    (2..).zip(all).map(row).collect()
}

/// The order book as a workbook would have it.
fn document(model: &NeutralModel) -> Result<ShopDocument> {
    let hour = |hour: u8| format!("{:02}:00:00", hour % 24);
    let day = |at: NaiveDateTime| at.date();
    let made = model.items.iter().map(|item| json!({ "item": item.name, "source": "make" }));
    let bought = model
        .components
        .iter()
        .map(|part| json!({ "item": part.name, "source": "buy", "lead_days": part.lead_days }));
    let stock = model.components.iter().filter(|part| part.onhand > 0);
    let uses = model.items.iter().flat_map(|item| item.comps.iter().map(move |part| (item, part)));
    let steps = model.items.iter().flat_map(|item| (1..).zip(&item.ops).map(move |step| (item, step)));
    let closed = model.calendars.keys().flat_map(|name| model.holidays.iter().map(move |day| (name, day)));
    Ok(ShopDocument {
        settings: read(json!({ "zone": "UTC", "holidays": "none" }))?,
        customers: rows("customers", std::iter::once(json!({ "customer": "C" })))?,
        items: rows("items", made.chain(bought))?,
        stock: rows("stock", stock.map(|part| json!({ "item": part.name, "quantity": part.onhand })))?,
        boms: rows("boms", uses.map(|(item, part)| {
            let operation = number(part.step + 1);
            json!({ "parent": item.name, "component": part.comp, "quantity_per": part.qty, "operation": operation })
        }))?,
        routings: rows("routings", steps.map(|(item, (step, op))| json!({
            "item": item.name, "operation": number(step), "work_centre": op.resource,
            "setup_minutes": op.setup_min, "run_minutes": format!("{:.4}", f64::from(op.unit_sec) / 60.0),
            "run_basis": "piece", "alternates": [],
        })))?,
        work_centres: rows("work-centres", model.resources.iter().map(|machine| {
            json!({ "work_centre": machine.name, "calendar": machine.calendar })
        }))?,
        shifts: rows("calendars", model.calendars.iter().map(|(name, calendar)| {
            let days: Vec<&str> = calendar.days.iter().map(|day| WEEKDAYS[usize::from(*day) % 7]).collect();
            json!({ "calendar": name, "weekdays": days, "from": hour(calendar.start), "to": hour(calendar.end) })
        }))?,
        calendar_exceptions: rows("calendar-exceptions", closed.map(|(name, day)| {
            json!({ "calendar": name, "date_from": day, "kind": "holiday" })
        }))?,
        sales_orders: rows("sales-orders", model.orders.iter().map(|order| json!({
            "order": order.name, "line": "10", "customer": "C", "item": order.item, "quantity": order.qty,
            "promise_date": day(order.due), "date_basis": "ship", "firmness": "firm",
            "priority": order.priority,
        })))?,
        work_orders: rows("work-orders", model.orders.iter().map(|order| json!({
            "work_order": work_order(order), "item": order.item, "quantity": order.qty, "order": order.name,
            "line": "10", "released": day(model.current), "status": "open",
        })))?,
        ..ShopDocument::default()
    })
}

fn number(step: usize) -> String {
    (step * 10).to_string()
}

/// Writes orders `from..to` of the past: shipped, their work orders closed, all operations done.
fn close(tx: &mut Tx<'_>, model: &NeutralModel, from: usize, to: usize) -> Result<(), Failure> {
    let past = model.current.date() - chrono::Days::new(PAST);
    let items = items(model);
    let (mut works, mut operations) = (Vec::new(), Vec::new());
    for n in from..to {
        let order = &model.orders[n % model.orders.len()];
        let number = format!("OLD-{n:06}");
        let (sold, line) = delivered(tx, order, &number, past);
        sales::insert_order(tx.db, &sold)?;
        sales::insert_line(tx.db, &line)?;
        let work = finished(tx, order, &number, past);
        for step in 1..=items.get(order.item.as_str()).map_or(0, |item| item.ops.len()) {
            operations.push(OperationRow {
                good: Some(work.quantity),
                status: Some(OperationStatus::Done),
                started: Some(tx.now),
                last_report: Some(tx.now),
                finished: Some(tx.now),
                version: 1,
                ..OperationRow::new(MAIN_PLANT, &work.number, &self::number(step))
            });
        }
        works.push(work);
    }
    work::insert_orders(tx.db, &works)?;
    work::put_operations(tx.db, &operations)
}

fn pieces(order: &NeutralOrder) -> Amount {
    Amount::whole(u32::try_from(order.qty).unwrap_or(u32::MAX))
}

fn delivered(
    tx: &Tx<'_>,
    order: &NeutralOrder,
    number: &str,
    past: NaiveDate,
) -> (sales::SalesOrder, sales::SalesLine) {
    let sold = sales::SalesOrder {
        plant_id: MAIN_PLANT,
        number: number.to_owned(),
        customer: "C".to_owned(),
        customer_order: None,
        owner: None,
        status: OrderStatus::Closed,
        note: None,
        version: 1,
        created_at: tx.now,
        created_by: tx.actor.name.clone(),
    };
    let line = sales::SalesLine {
        plant_id: MAIN_PLANT,
        order_no: number.to_owned(),
        line: "10".to_owned(),
        schedule: String::new(),
        item: order.item.clone(),
        quantity: pieces(order),
        shipped: pieces(order),
        order_date: None,
        requested_date: Day::new(past),
        date_basis: None,
        ship_complete: None,
        partial_shipments: None,
        firmness: None,
        customer_order: None,
        customer_part: None,
        unit_price: None,
        priority: None,
        status: LineStatus::Closed,
        promise_date: Day::new(past),
        promise_id: None,
        stage: Stage::Delivered,
        stage_since: tx.now,
    };
    (sold, line)
}

fn finished(tx: &Tx<'_>, order: &NeutralOrder, number: &str, past: NaiveDate) -> WorkOrderRow {
    let quantity = pieces(order).decimal();
    let row = holdfast::document::WorkOrder {
        origin: holdfast::document::Origin { sheet: holdfast::document::Sheet::WorkOrders, row: 0 },
        work_order: format!("WO-{number}"),
        item: order.item.clone(),
        quantity,
        order: Some(number.to_owned()),
        line: Some("10".to_owned()),
        started_quantity: None,
        received: Some(quantity),
        due_date: Some(past),
        released: Some(past),
        status: Some(WorkOrderStatus::Closed),
    };
    let imported = WorkOrderRow::imported(MAIN_PLANT, &row, tx.now, &tx.actor.name);
    WorkOrderRow { status: WorkOrderStatus::Closed, closed_at: Some(tx.now), ..imported }
}
