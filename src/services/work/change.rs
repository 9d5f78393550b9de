//! Entering work orders, changing them and opening them again. How they end is `end`.

use super::end::left_behind;
use super::view::{WorkOrderView, view};
use crate::document::{ItemSource, WorkOrderStatus};
use crate::domain::refusal::{Refusal, common, work as refusals};
use crate::domain::sales::{LineId, LineStatus};
use crate::domain::value::{Amount, Day};
use crate::services::master::{expect_quantity, require_item, require_work_centre};
use crate::services::progress::expect_order;
use crate::services::stock::expect_positive;
use crate::services::{Tx, stage};
use crate::store::master::making;
use crate::store::types::Held;
use crate::store::work::{self as rows, WorkOrderOrigin, WorkOrderRow};
use crate::store::{self, Failure, Numbered, Subject, sales};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// A work order to be entered by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkOrder {
    /// What to make.
    pub item: String,
    /// How many good pieces are wanted.
    pub quantity: Amount,
    /// How many to start, if more.
    #[serde(default)]
    pub started_quantity: Option<Amount>,
    /// When it should be done.
    #[serde(default)]
    pub due_date: Option<Day>,
    /// The sales order line that it is for.
    #[serde(default)]
    pub line: Option<LineId>,
    /// A number of its own; the next one if not said.
    #[serde(default)]
    pub number: Option<String>,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

/// A change of a work order. What is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WorkOrderChange {
    /// How many good pieces are wanted.
    pub quantity: Option<Amount>,
    /// How many are started.
    pub started_quantity: Option<Amount>,
    /// When it should be done.
    pub due_date: Option<Day>,
    /// The sales order line that it is for.
    pub line: Option<LineId>,
    /// It is for no line any more.
    pub unlink: bool,
    /// Operations of its own instead of the item's routing.
    pub own_routing: Option<Vec<making::OperationRow>>,
    /// It follows the item's routing again.
    pub usual_routing: bool,
    /// What else there is to say.
    pub note: Option<String>,
}

/// Enters a work order by hand.
///
/// # Errors
///
/// The item is unknown or not made here, the line unknown, the number taken, or the quantity not above zero.
pub fn enter(tx: &mut Tx<'_>, new: &NewWorkOrder) -> Result<WorkOrderView, Failure> {
    let item = require_item(tx.db, "item", &new.item)?;
    if item.fields.source.is_some_and(|source| source != ItemSource::Make) {
        return Err(Refusal::at(refusals::NOT_MADE_HERE, "item", &new.item).into());
    }
    for (field, given) in [("quantity", Some(new.quantity)), ("started_quantity", new.started_quantity)] {
        let Some(given) = given else { continue };
        expect_some(field, given)?;
        expect_quantity(tx.db, field, &new.item, given)?;
    }
    if let Some(line) = &new.line {
        expect_line(tx, line)?;
    }
    let number = match &new.number {
        Some(number) if rows::order(tx.db, tx.plant.id, number)?.is_some() => {
            return Err(Refusal::at(common::EXISTS, "number", number).with("what", "work order").into());
        }
        Some(number) if number.trim().is_empty() => {
            return Err(Refusal::at(common::REQUIRED, "number", "").into());
        }
        Some(number) => number.clone(),
        None => tx.number(Numbered::WorkOrder)?,
    };
    let row = WorkOrderRow {
        started_quantity: new.started_quantity,
        due_date: new.due_date,
        order_no: new.line.as_ref().map(|line| line.order.clone()),
        line: new.line.as_ref().map(|line| line.line.clone()),
        schedule: new.line.as_ref().map(|line| line.schedule.clone()),
        note: new.note.clone(),
        ..blank(tx, &number, &new.item, new.quantity)
    };
    rows::insert_orders(tx.db, std::slice::from_ref(&row))?;
    store::bump_promise_version(tx.db, tx.plant.id)?;
    told(tx, "work-order.entered", &row, &json!({ "number": number, "item": row.item }))?;
    shown(tx, &number)
}

/// A manual work order released today.
pub(super) fn blank(tx: &Tx<'_>, number: &str, item: &str, quantity: Amount) -> WorkOrderRow {
    WorkOrderRow {
        plant_id: tx.plant.id,
        number: number.to_owned(),
        item: item.to_owned(),
        quantity,
        order_no: None,
        line: None,
        schedule: None,
        started_quantity: None,
        received: None,
        due_date: None,
        released: Some(tx.today()),
        status: WorkOrderStatus::Open,
        archived: false,
        origin: WorkOrderOrigin::Manual,
        proposal: None,
        parent: None,
        own_routing: None,
        note: None,
        version: 1,
        created_at: tx.now,
        created_by: tx.actor.name.clone(),
        closed_at: None,
    }
}

/// Changes an open work order. Making less says what that leaves behind.
///
/// # Errors
///
/// It is unknown, closed, or changed meanwhile; the quantity is below what was received; the line is unknown.
pub fn change(
    tx: &mut Tx<'_>,
    number: &str,
    if_match: Option<i64>,
    change: &WorkOrderChange,
) -> Result<WorkOrderView, Failure> {
    let mut row = expect_order(tx, number)?;
    Tx::expect_version("work order", number, if_match, row.version)?;
    expect_open(&row)?;
    let received = row.received.unwrap_or_default();
    for (field, given) in [("quantity", change.quantity), ("started_quantity", change.started_quantity)] {
        let Some(given) = given else { continue };
        expect_some(field, given)?;
        expect_quantity(tx.db, field, &row.item, given)?;
        if given < received {
            let refusal = Refusal::at(refusals::LESS_THAN_RECEIVED, field, given);
            return Err(refusal.with("received", received).into());
        }
    }
    let before = row.clone();
    if let Some(quantity) = change.quantity {
        row.quantity = quantity;
    }
    row.started_quantity = change.started_quantity.or(row.started_quantity);
    row.due_date = change.due_date.or(row.due_date);
    row.note = change.note.clone().or(row.note);
    if let Some(line) = &change.line {
        expect_line(tx, line)?;
        row.order_no = Some(line.order.clone());
        (row.line, row.schedule) = (Some(line.line.clone()), Some(line.schedule.clone()));
    } else if change.unlink {
        (row.order_no, row.line, row.schedule) = (None, None, None);
    }
    if let Some(own) = &change.own_routing {
        expect_centres(tx, own)?;
        let documents = (1..).zip(own).map(|(at, row)| row.document(at)).collect();
        row.own_routing = Some(Held(documents));
    } else if change.usual_routing {
        row.own_routing = None;
    }
    row.version += 1;
    rows::update_order(tx.db, &row)?;
    store::bump_promise_version(tx.db, tx.plant.id)?;
    let less = row.quantity < before.quantity || row.started() < before.started();
    let left = if less { Some(left_behind(tx, &row)?) } else { None };
    let body = json!({ "number": number, "change": change, "leaves_behind": left });
    told(tx, "work-order.changed", &row, &body)?;
    if let Some(before) = before.order_no.filter(|before| row.order_no.as_ref() != Some(before)) {
        stage::settle(tx, &before)?;
    }
    Ok(WorkOrderView { leaves_behind: left, ..shown(tx, number)? })
}

/// Opens a closed work order again.
///
/// # Errors
///
/// It is unknown, open, or changed meanwhile.
pub fn reopen(tx: &mut Tx<'_>, number: &str, if_match: Option<i64>) -> Result<WorkOrderView, Failure> {
    let mut row = expect_order(tx, number)?;
    Tx::expect_version("work order", number, if_match, row.version)?;
    if row.is_open() {
        return Err(Refusal::at(refusals::WORK_ORDER_OPEN, "number", number).into());
    }
    (row.status, row.archived, row.closed_at) = (WorkOrderStatus::Open, false, None);
    row.version += 1;
    rows::update_order(tx.db, &row)?;
    store::bump_promise_version(tx.db, tx.plant.id)?;
    told(tx, "work-order.reopened", &row, &json!({ "number": number }))?;
    shown(tx, number)
}

/// Journals a fact about a work order and derives the stage of its sales order again.
pub(super) fn told(
    tx: &mut Tx<'_>,
    what: &str,
    row: &WorkOrderRow,
    body: &serde_json::Value,
) -> Result<(), Failure> {
    tx.journal(what, &[Subject::WorkOrder(row.number.clone())], body)?;
    match &row.order_no {
        Some(order) => stage::settle(tx, order),
        None => Ok(()),
    }
}

/// The work order as it is shown after a change.
pub(super) fn shown(tx: &mut Tx<'_>, number: &str) -> Result<WorkOrderView, Failure> {
    let today = tx.today();
    view(tx.db, tx.plant.id, today, number)
}

/// Every work centre that an own routing names is there.
fn expect_centres(tx: &mut Tx<'_>, own: &[making::OperationRow]) -> Result<(), Failure> {
    for (i, step) in own.iter().enumerate() {
        let others = step.alternates.0.iter().map(|other| ("alternates", &other.work_centre));
        for (name, code) in step.work_centre.iter().map(|code| ("work_centre", code)).chain(others) {
            require_work_centre(tx.db, tx.plant.id, &format!("own_routing[{i}].{name}"), code)?;
        }
    }
    Ok(())
}

fn expect_open(row: &WorkOrderRow) -> Result<(), Failure> {
    if row.is_open() {
        return Ok(());
    }
    Err(Refusal::at(refusals::WORK_ORDER_CLOSED, "number", &row.number).into())
}

pub(super) fn expect_some(field: &str, quantity: Amount) -> Result<(), Failure> {
    expect_positive(field, quantity)
}

fn expect_line(tx: &mut Tx<'_>, line: &LineId) -> Result<(), Failure> {
    let lines = sales::lines_of(tx.db, tx.plant.id, &line.order)?;
    let found = lines
        .iter()
        .any(|row| row.line == line.line && row.schedule == line.schedule && row.status == LineStatus::Open);
    if found {
        return Ok(());
    }
    Err(Refusal::at(refusals::LINE_UNKNOWN, "line", &line.line).with("order", &line.order).into())
}
