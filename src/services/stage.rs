//! Stages: derived again from the facts after every fact that may change them, with the tasks that hang on them.

use super::{Tx, notices};
use crate::domain::sales::{LineStatus, OrderStatus};
use crate::domain::stage::{Facts, Stage, limit, stage};
use crate::domain::value::Amount;
use crate::services::sales::policies;
use crate::store::sales::{self, NewTask, SalesLine, SalesOrder, Task};
use crate::store::stock::{self, Lot};
use crate::store::{Failure, Subject, ledger, portal, work};
use serde_json::json;
use std::collections::BTreeSet;

/// Derives the stage of every line of an order again, closes the tasks that the facts have done and opens those
/// of the new stage. Nothing happens where nothing changed, or where there is no such order.
///
/// Call it after any fact about the order, its work orders, purchases, stock or dispatch notes, in the same
/// transaction.
///
/// # Errors
///
/// What the database says.
pub fn settle(tx: &mut Tx<'_>, order_no: &str) -> Result<(), Failure> {
    derive(tx, order_no, true)
}

/// The same for what a file says: where its lines stand is known then, and not since when.
///
/// # Errors
///
/// What the database says.
pub fn settle_found(tx: &mut Tx<'_>, order_no: &str) -> Result<(), Failure> {
    derive(tx, order_no, false)
}

fn derive(tx: &mut Tx<'_>, order_no: &str, seen: bool) -> Result<(), Failure> {
    let Some(order) = sales::sales_order(tx.db, tx.plant.id, order_no)? else { return Ok(()) };
    let mut lines = sales::lines_of(tx.db, tx.plant.id, order_no)?;
    let tasks = sales::open_tasks_of(tx.db, tx.plant.id, order_no)?;
    let progress = sales::progress_of(tx.db, tx.plant.id, order_no, &lines)?;
    let (mut changed, mut moved) = (Vec::new(), Vec::new());
    for line in &mut lines {
        let reached = stage(&facts(&order, line, &progress));
        let open: Vec<&Task> = tasks.iter().filter(|task| is_of(task, line)).collect();
        if reached == line.stage && (reached.is_over() || !open.is_empty()) {
            continue;
        }
        for task in open {
            sales::finish_task(tx.db, task.id, tx.now)?;
        }
        if !reached.is_over() {
            sales::insert_task(tx.db, &task(tx, line, reached))?;
        }
        if reached != line.stage {
            changed.push(json!({ "line": line.id().to_string(), "from": line.stage, "to": reached }));
            let from = line.stage;
            (line.stage, line.stage_since) = (reached, tx.now);
            sales::update_line(tx.db, line)?;
            if seen {
                portal::put_stage_time(tx.db, tx.plant.id, &line.id(), reached, tx.now)?;
            }
            moved.push((line.clone(), from));
        }
    }
    if !changed.is_empty() {
        tx.journal(
            "stage.reached",
            &[Subject::SalesOrder(order_no.to_owned())],
            &json!({ "lines": changed }),
        )?;
    }
    for (line, from) in &moved {
        notices::reached(tx, line, *from, line.stage)?;
    }
    if !moved.is_empty() && lines.iter().all(|line| line.stage.is_over()) {
        notices::over(tx, order_no)?;
    }
    Ok(())
}

/// Derives the stages again that hang on a lot: of the order for which a work order made it, and of those whose
/// promises have reserved some of it.
///
/// # Errors
///
/// What the database says.
pub fn settle_lot(tx: &mut Tx<'_>, lot: &Lot) -> Result<(), Failure> {
    let mut orders = BTreeSet::new();
    if let Some(number) = &lot.lot {
        let made = work::order(tx.db, tx.plant.id, number)?.filter(|made| made.item == lot.item);
        orders.extend(made.and_then(|made| made.order_no));
    }
    // A part of it that changed its status has a key of its own, and took what was reserved along.
    let parts = stock::lots_of(tx.db, tx.plant.id, &lot.item)?;
    let is_part = |key: &str| parts.iter().any(|part| part.lot_key == key && part.lot == lot.lot);
    let reserved = ledger::reservations(tx.db, tx.plant.id, Some(&lot.item))?;
    let of_lot = reserved.into_iter().filter(|row| is_part(&row.lot_key));
    orders.extend(of_lot.map(|row| row.order_no));
    orders.iter().try_for_each(|order| settle(tx, order))
}

fn is_of(task: &Task, line: &SalesLine) -> bool {
    task.kind == "stage" && task.line == line.line && task.schedule == line.schedule
}

fn task(tx: &Tx<'_>, line: &SalesLine, stage: Stage) -> NewTask {
    let limit = limit(stage, &policies(&tx.plant).stage_limits);
    NewTask {
        plant_id: tx.plant.id,
        kind: "stage".to_owned(),
        order_no: line.order_no.clone(),
        line: line.line.clone(),
        schedule: line.schedule.clone(),
        about: stage.name().to_owned(),
        owner_role: limit.role,
        owner: limit.person,
        opened_at: tx.now,
        hours: limit.hours.map(i64::from),
    }
}

/// What is known about a line.
fn facts(order: &SalesOrder, line: &SalesLine, progress: &[sales::LineProgress]) -> Facts {
    let own = progress.iter().find(|p| p.line == line.line && p.schedule == line.schedule);
    let own = own.cloned().unwrap_or_default();
    Facts {
        cancelled: order.status == OrderStatus::Cancelled || line.status == LineStatus::Cancelled,
        in_review: order.status == OrderStatus::InReview,
        confirmed: order.status.is_confirmed(),
        closed: line.status == LineStatus::Closed,
        quantity: line.quantity,
        shipped: line.shipped,
        delivered: own.delivered.min(line.shipped),
        packed: own.packed,
        ready: own.ready.max(Amount::ZERO),
        has_work: own.has_work,
        work_begun: own.work_begun,
        purchases_open: own.purchases_open,
    }
}
