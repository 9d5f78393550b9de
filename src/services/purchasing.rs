//! Purchase orders: entered from needs or by hand, confirmed, changed, closed short, given up.
//!
//! What a supplier says about a date is appended, never overwritten. Receipts are in `receipts`.

mod dates;
mod less;
mod over;

pub use dates::{Consequence, NewDate, confirm_date, say_date};
pub use less::{GivenUp, PurchaseLeft, cancel, change_quantity, close_line};

use super::master::{expect_quantity, require_item, require_supplier};
use super::stock::expect_positive;
use super::{Tx, need, stage};
use crate::domain::refusal::{Refusal, common, supply as codes};
use crate::domain::value::{Amount, Day};
use crate::store::purchasing::{self as rows, PurchaseLine, PurchaseOrder, PurchaseStatus};
use crate::store::receipts::{self, Receipt};
use crate::store::{Db, Failure, Known, Numbered, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A purchase order to be entered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPurchaseOrder {
    /// From whom.
    pub supplier: String,
    /// A remark.
    pub note: Option<String>,
    /// The `as_of.mark` of the needs that it covers: refused if their supply has changed since, or if it is missing
    /// where the plan needs an item.
    #[schema(value_type = Option<String>, example = "0.17")]
    pub needs_as_of: Option<Known>,
    /// What is bought, at least one line.
    pub lines: Vec<NewPurchaseLine>,
}

/// A line to be entered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPurchaseLine {
    /// What; for outside work, the item that comes back.
    pub item: String,
    /// How much, above zero.
    pub quantity: Amount,
    /// When the supplier says it comes, if that is known.
    pub confirmed_date: Option<Day>,
    /// The sales order it is for.
    pub sales_order: Option<String>,
    /// The sales order's line it is for.
    pub sales_line: Option<String>,
    /// The work order it is for.
    pub work_order: Option<String>,
    /// The outside operation that it pays for.
    pub operation: Option<String>,
}

/// A purchase order with all that is known about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PurchaseOrderView {
    /// The order.
    #[serde(flatten)]
    pub order: PurchaseOrder,
    /// Its lines.
    pub lines: Vec<PurchaseLine>,
    /// What the supplier said about dates, oldest first.
    pub dates: Vec<rows::PurchaseDate>,
    /// What came and went back.
    pub receipts: Vec<Receipt>,
    /// After a line became less: what that leaves behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaves_behind: Option<PurchaseLeft>,
    /// After a date was said: the promises that are missed for it, or missed by more than before, worst first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consequences: Option<Vec<Consequence>>,
}

/// Enters a purchase order.
///
/// # Errors
///
/// No lines, a quantity that is not above zero, unknown items or suppliers; needs that changed meanwhile.
pub fn enter(tx: &mut Tx<'_>, new: &NewPurchaseOrder) -> Result<PurchaseOrderView, Failure> {
    if new.lines.is_empty() {
        return Err(Refusal::at(codes::NO_LINES, "lines", "").into());
    }
    require_supplier(tx.db, "supplier", &new.supplier)?;
    need::expect_same(tx, new.needs_as_of.as_ref(), &new.lines)?;
    let order = PurchaseOrder {
        plant_id: tx.plant.id,
        number: tx.number(Numbered::PurchaseOrder)?,
        status: PurchaseStatus::Open,
        note: new.note.clone(),
        version: 1,
        created_at: tx.now,
        created_by: tx.actor.name.clone(),
    };
    rows::insert_order(tx.db, &order)?;
    for (index, line) in new.lines.iter().enumerate() {
        put_new_line(tx, &order.number, index, &new.supplier, line)?;
    }
    conclude(tx, order, "purchase-order.entered", &json!({ "supplier": new.supplier }))
}

/// Adds a line to an order that is not given up.
///
/// # Errors
///
/// Those of [`enter`], or the order was cancelled or changed meanwhile.
pub fn add_line(
    tx: &mut Tx<'_>,
    number: &str,
    version: Option<i64>,
    new: &NewPurchaseLine,
) -> Result<PurchaseOrderView, Failure> {
    let order = expect_version(tx, number, version)?;
    let lines = rows::lines_of(tx.db, tx.plant.id, number)?;
    let supplier = lines.iter().find_map(|line| line.supplier.clone()).unwrap_or_default();
    put_new_line(tx, number, lines.len(), &supplier, new)?;
    conclude(tx, order, "purchase-order.changed", &json!({ "added": new.item, "quantity": new.quantity }))
}

fn put_new_line(
    tx: &mut Tx<'_>,
    number: &str,
    index: usize,
    supplier: &str,
    new: &NewPurchaseLine,
) -> Result<(), Failure> {
    expect_positive(&format!("lines[{index}].quantity"), new.quantity)?;
    require_item(tx.db, &format!("lines[{index}].item"), &new.item)?;
    dates::expect_to_come(tx, &format!("lines[{index}].confirmed_date"), new.confirmed_date)?;
    expect_quantity(tx.db, &format!("lines[{index}].quantity"), &new.item, new.quantity)?;
    let lines = rows::lines_of(tx.db, tx.plant.id, number)?;
    let last =
        lines.iter().filter_map(|line| line.line.parse::<u32>().ok()).max().unwrap_or(0).min(u32::MAX - 20);
    let line = PurchaseLine {
        plant_id: tx.plant.id,
        order_no: number.to_owned(),
        line: ((last / 10 + 1) * 10).to_string(),
        // After everything that came with a workbook, in the order of entry.
        position: tx.now.micros() + index as i64,
        supplier: Some(supplier.to_owned()).filter(|code| !code.is_empty()),
        item: new.item.clone(),
        quantity: new.quantity,
        received: Amount::ZERO,
        order_date: Some(tx.today()),
        confirmed_date: new.confirmed_date,
        received_date: None,
        sales_order: new.sales_order.clone(),
        sales_line: new.sales_line.clone(),
        work_order: new.work_order.clone(),
        operation: new.operation.clone(),
        closed: false,
    };
    rows::put_line(tx.db, &line)?;
    if new.confirmed_date.is_some() {
        dates::append(tx, &line, None, None)?;
    }
    Ok(())
}

/// A purchase order with all that is known about it.
///
/// # Errors
///
/// There is none of that number.
pub fn view(db: &mut Db, plant_id: i64, number: &str) -> Result<PurchaseOrderView, Failure> {
    let order = expect_known(db, plant_id, number)?;
    let lines = rows::lines_of(db, plant_id, number)?;
    Ok(PurchaseOrderView {
        order,
        dates: rows::dates_of(db, plant_id, number)?,
        receipts: over::judged(receipts::of_order(db, plant_id, number)?, &lines),
        lines,
        leaves_behind: None,
        consequences: None,
    })
}

/// Derives the order's status, bumps its version, journals, and lets stages follow.
pub(super) fn conclude(
    tx: &mut Tx<'_>,
    mut order: PurchaseOrder,
    what: &str,
    body: &impl Serialize,
) -> Result<PurchaseOrderView, Failure> {
    let lines = rows::lines_of(tx.db, tx.plant.id, &order.number)?;
    if order.status != PurchaseStatus::Cancelled {
        let open = lines.iter().any(|line| line.open().is_some());
        order.status = if open { PurchaseStatus::Open } else { PurchaseStatus::Closed };
    }
    order.version += 1;
    rows::set_order(tx.db, &order)?;
    let mut subjects = BTreeSet::from([Subject::PurchaseOrder(order.number.clone())]);
    for line in &lines {
        subjects.insert(Subject::Stock(line.item.clone()));
        subjects.extend(line.sales_order.clone().map(Subject::SalesOrder));
        subjects.extend(line.work_order.clone().map(Subject::WorkOrder));
    }
    let subjects: Vec<Subject> = subjects.into_iter().collect();
    tx.journal(what, &subjects, &json!({ "purchase_order": order.number, "facts": body }))?;
    let sales: BTreeSet<String> = lines.into_iter().filter_map(|line| line.sales_order).collect();
    for number in sales {
        stage::settle(tx, &number)?;
    }
    view(tx.db, tx.plant.id, &order.number)
}

fn expect_known(db: &mut Db, plant_id: i64, number: &str) -> Result<PurchaseOrder, Failure> {
    rows::order(db, plant_id, number)?.ok_or_else(|| unknown("purchase order", number))
}

/// The order, if it is not cancelled.
pub(super) fn expect_order(db: &mut Db, plant_id: i64, number: &str) -> Result<PurchaseOrder, Failure> {
    let order = expect_known(db, plant_id, number)?;
    if order.status == PurchaseStatus::Cancelled {
        return Err(Refusal::at(codes::PURCHASE_CANCELLED, "number", number).into());
    }
    Ok(order)
}

fn expect_version(tx: &mut Tx<'_>, number: &str, given: Option<i64>) -> Result<PurchaseOrder, Failure> {
    let order = expect_order(tx.db, tx.plant.id, number)?;
    Tx::expect_version("purchase order", number, given, order.version)?;
    Ok(order)
}

/// The line, whatever its state.
pub(super) fn expect_line(tx: &mut Tx<'_>, number: &str, line: &str) -> Result<PurchaseLine, Failure> {
    rows::line(tx.db, tx.plant.id, number, line)?
        .ok_or_else(|| unknown("purchase order line", &format!("{number}/{line}")))
}

fn expect_open_line(tx: &mut Tx<'_>, number: &str, line: &str) -> Result<PurchaseLine, Failure> {
    let row = expect_line(tx, number, line)?;
    if row.closed {
        return Err(Refusal::at(codes::PURCHASE_LINE_CLOSED, "line", format!("{number}/{line}")).into());
    }
    Ok(row)
}

fn is_blank(text: Option<&String>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// That there is no such thing.
pub(super) fn unknown(what: &str, key: &str) -> Failure {
    Refusal::at(common::UNKNOWN, "number", key).with("what", what).with("near", "").into()
}
