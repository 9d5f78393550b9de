//! What lines ask for besides item and date, and who saw to it.

use super::Tx;
use super::sales::{NewRequirement, OrderView, changeable, line_is_over, line_named, order_view, task_of};
use crate::domain::refusal::{Refusal, common, sales as codes};
use crate::domain::sales::{LineId, LineStatus};
use crate::store::sales::{self, NewTask, SalesLine};
use crate::store::{Failure, Subject};
use serde_json::json;

/// Adds a requirement to a line.
///
/// # Errors
///
/// There is no such line, it was given up, or its order is over.
pub fn add(
    tx: &mut Tx<'_>,
    id: &LineId,
    requirement: &NewRequirement,
    version: Option<i64>,
) -> Result<OrderView, Failure> {
    let order = changeable(tx, &id.order, version)?;
    let line = line_named(tx.db, tx.plant.id, id)?;
    if line.status == LineStatus::Cancelled {
        return Err(line_is_over(&line).into());
    }
    write(tx, &id.order, &id.line, requirement)?;
    let body = json!({ "line": id.to_string(), "kind": requirement.kind, "text": requirement.text });
    tx.journal("requirement.written", &[Subject::SalesOrder(id.order.clone())], &body)?;
    super::sales::changed(tx, order)?;
    order_view(tx.db, tx.plant.id, tx.actor, &id.order)
}

/// Writes a requirement down and gives its owner the task to acknowledge it.
///
/// # Errors
///
/// It says nothing; or what the database says.
pub(super) fn write(
    tx: &mut Tx<'_>,
    order: &str,
    line: &str,
    requirement: &NewRequirement,
) -> Result<i64, Failure> {
    for (field, text) in [("requirements.kind", &requirement.kind), ("requirements.text", &requirement.text)]
    {
        if text.trim().is_empty() {
            return Err(Refusal::at(common::REQUIRED, field, "").into());
        }
    }
    let row = sales::NewRequirement {
        plant_id: tx.plant.id,
        order_no: order.to_owned(),
        line: line.to_owned(),
        kind: requirement.kind.clone(),
        text: requirement.text.clone(),
        owner_role: requirement.owner_role,
        written_at: tx.now,
        written_by: tx.actor.name.clone(),
    };
    let id = sales::insert_requirement(tx.db, &row)?;
    let task = NewTask {
        line: line.to_owned(),
        ..task_of(tx, "requirement", order, &id.to_string(), requirement.owner_role)
    };
    sales::insert_task(tx.db, &task)?;
    Ok(id)
}

/// Acknowledges a requirement; doing it again changes nothing.
///
/// # Errors
///
/// There is none of that number, or it belongs to another role.
pub fn acknowledge(tx: &mut Tx<'_>, order: &str, id: i64) -> Result<OrderView, Failure> {
    let all = sales::requirements_of(tx.db, tx.plant.id, order)?;
    let Some(found) = all.into_iter().find(|requirement| requirement.id == id) else {
        return Err(super::sales::unknown("requirement", "id", &id.to_string(), &[]).into());
    };
    if !tx.actor.roles.contains(&found.owner_role) {
        let refusal = Refusal::at(codes::REQUIREMENT_NOT_YOURS, "id", id);
        return Err(super::sales::said(refusal, "role", found.owner_role.words()).into());
    }
    if found.acknowledged_at.is_none() {
        sales::acknowledge(tx.db, id, tx.now, &tx.actor.name)?;
        for task in sales::open_tasks_of(tx.db, tx.plant.id, order)? {
            if task.kind == "requirement" && task.about == id.to_string() {
                sales::finish_task(tx.db, task.id, tx.now)?;
            }
        }
        let body = json!({ "order": order, "line": found.line, "requirement": id });
        tx.journal("requirement.acknowledged", &[Subject::SalesOrder(order.to_owned())], &body)?;
    }
    order_view(tx.db, tx.plant.id, tx.actor, order)
}

/// Closes the tasks of what a line asked for that was given up, unless another schedule of it is open.
///
/// # Errors
///
/// What the database says.
pub(super) fn dropped(tx: &mut Tx<'_>, line: &SalesLine) -> Result<(), Failure> {
    let lines = sales::lines_of(tx.db, tx.plant.id, &line.order_no)?;
    if lines.iter().any(|other| other.line == line.line && other.status == LineStatus::Open) {
        return Ok(());
    }
    for task in sales::open_tasks_of(tx.db, tx.plant.id, &line.order_no)? {
        if task.kind == "requirement" && task.line == line.line {
            sales::finish_task(tx.db, task.id, tx.now)?;
        }
    }
    Ok(())
}
