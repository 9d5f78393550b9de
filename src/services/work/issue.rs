//! Material handed to a work order by hand, and material that comes back.

use crate::domain::refusal::{Refusal, common, work as refusals};
use crate::domain::value::Amount;
use crate::services::Tx;
use crate::services::master::require_item;
use crate::services::progress::{self, expect_order};
use crate::store::work as rows;
use crate::store::{Failure, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Material for a work order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueBody {
    /// What.
    pub item: String,
    /// How much goes out; below zero: how much comes back.
    pub quantity: Amount,
    /// The operation that needs it.
    #[serde(default)]
    pub operation: Option<String>,
}

/// What a work order holds of an item after that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IssueView {
    /// The work order.
    pub work_order: String,
    /// What.
    pub item: String,
    /// How much went out or, below zero, came back: less than asked for where there was less.
    pub moved: Amount,
    /// How much it holds now.
    pub holds: Amount,
}

/// Hands material to a work order, as far as there is some, or takes it back.
///
/// # Errors
///
/// The work order or item is unknown, the order is closed for good, nothing is there, or more would come back
/// than it holds.
pub fn issue(tx: &mut Tx<'_>, number: &str, body: &IssueBody) -> Result<IssueView, Failure> {
    let order = expect_order(tx, number)?;
    if order.archived && body.quantity.is_some() {
        return Err(Refusal::at(refusals::WORK_ORDER_ARCHIVED, "work_order", number).into());
    }
    require_item(tx.db, "item", &body.item)?;
    if body.quantity == Amount::ZERO {
        return Err(Refusal::at(common::REQUIRED, "quantity", "0").into());
    }
    let held = |tx: &mut Tx<'_>| -> Result<Amount, Failure> {
        let held = rows::issues_of(tx.db, tx.plant.id, number)?;
        Ok(held.iter().filter(|row| row.item == body.item).map(|row| row.quantity).sum())
    };
    let moved = if body.quantity.is_some() {
        let operation = match &body.operation {
            Some(given) => progress::Floor::read(tx, order.clone())?.expect_operation("operation", given)?,
            None => String::new(),
        };
        let moved = progress::issue(tx, &order, &operation, &body.item, body.quantity)?;
        if !moved.is_some() {
            return Err(Refusal::at(refusals::NO_SUCH_MATERIAL, "item", &body.item).into());
        }
        moved
    } else {
        let holds = held(tx)?;
        let mut open = -body.quantity;
        if open > holds {
            let refusal = Refusal::at(refusals::RETURN_TOO_MUCH, "quantity", open);
            let refusal = refusal.with("work_order", number).with("item", &body.item);
            return Err(refusal.with("held", holds).into());
        }
        for mut row in rows::issues_of(tx.db, tx.plant.id, number)? {
            let part = row.quantity.min(open);
            if row.item == body.item && part.is_some() {
                progress::give(tx, &mut row, part)?;
                open -= part;
            }
        }
        body.quantity
    };
    let subjects = [Subject::WorkOrder(number.to_owned()), Subject::Stock(body.item.clone())];
    let said = json!({ "work_order": number, "item": body.item, "quantity": moved });
    tx.journal("material.issued", &subjects, &said)?;
    let holds = held(tx)?;
    Ok(IssueView { work_order: number.to_owned(), item: body.item.clone(), moved, holds })
}
