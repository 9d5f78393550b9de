//! What comes for purchase orders, and what goes back. A report of the dock is accepted and flagged where it is
//! more than was ordered; the same id again is the same receipt.

use super::Tx;
use super::master::expect_whole;
use super::progress::{self, ReportBody};
use super::purchasing::{self, PurchaseOrderView, unknown};
use super::stock::{self, Booking, Detail, expect_lot, expect_positive};
use super::tx::day_of;
use super::workdays;
use crate::document::{ItemSource, StockStatus};
use crate::domain::ledger::MovementKind;
use crate::domain::progress::Kind;
use crate::domain::quantity::is_whole;
use crate::domain::refusal::{Refusal, supply as codes};
use crate::domain::value::{Amount, Moment};
use crate::store::master::items;
use crate::store::purchasing::{self as rows, PurchaseLine};
use crate::store::receipts::{self, Receipt, ReceiptKind};
use crate::store::{Failure, Json, Subject, sales};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What came.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReceipt {
    /// Made by the client; the same one again changes nothing.
    #[schema(max_length = 64)]
    pub id: String,
    /// How much, above zero.
    pub quantity: Amount,
    /// When, if not now.
    pub at: Option<Moment>,
    /// The lot's number, if it has one.
    pub lot: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// What really came with a receipt.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorrection {
    /// Made by the client; the same one again changes nothing.
    #[schema(max_length = 64)]
    pub id: String,
    /// How much it was in truth, zero or more.
    pub quantity: Amount,
    /// Why.
    pub reason: String,
}

/// What goes back to the supplier.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturn {
    /// Made by the client; the same one again changes nothing.
    #[schema(max_length = 64)]
    pub id: String,
    /// From which lot, by key.
    pub lot_key: String,
    /// How much, above zero.
    pub quantity: Amount,
    /// Why.
    pub reason: String,
    /// When, if not now.
    pub at: Option<Moment>,
}

/// Books what came for a line: into stock, into inspection where the item asks for it, or on to the next
/// operation where it was outside work.
///
/// # Errors
///
/// The order was cancelled, the quantity is not above zero, the time has not come, or the id is another's.
pub fn receive(
    tx: &mut Tx<'_>,
    number: &str,
    line: &str,
    new: &NewReceipt,
) -> Result<PurchaseOrderView, Failure> {
    let content = said(ReceiptKind::Receipt, number, line, new);
    if let Some(known) = receipts::one(tx.db, tx.plant.id, &new.id)? {
        return repeated(tx, &known, &content);
    }
    expect_positive("quantity", new.quantity)?;
    let at = tx.expect_past(new.at)?;
    let order = purchasing::expect_order(tx.db, tx.plant.id, number)?;
    let mut row = purchasing::expect_line(tx, number, line)?;
    // A line that was imported for half a piece can still be received.
    if is_whole(row.quantity) {
        expect_whole(tx.db, "quantity", &row.item, new.quantity)?;
    }
    let lot_key = if row.is_outside_work() {
        outside_returned(tx, &row, new.quantity, at)?;
        None
    } else {
        Some(into_stock(tx, &row, new, at)?)
    };
    row.received = stock::added("quantity", row.received, new.quantity)?;
    let day = day_of(at, tx.zone());
    row.received_date = row.received_date.max(Some(day));
    rows::put_line(tx.db, &row)?;
    let over = row.closed || row.received > row.quantity;
    let receipt = Receipt {
        plant_id: tx.plant.id,
        id: new.id.clone(),
        order_no: number.to_owned(),
        line: line.to_owned(),
        kind: ReceiptKind::Receipt,
        quantity: new.quantity,
        lot_key,
        over,
        corrects: None,
        reason: None,
        note: new.note.clone(),
        at,
        booked_at: tx.now,
        actor: tx.actor.name.clone(),
        content,
    };
    receipts::insert(tx.db, &receipt)?;
    purchasing::conclude(tx, order, "purchase-order.received", &receipt)
}

/// Sets a receipt to what really came.
///
/// # Errors
///
/// It is no receipt of goods in stock, or the lot no longer has what would be taken off.
pub fn correct(
    tx: &mut Tx<'_>,
    number: &str,
    receipt_id: &str,
    new: &NewCorrection,
) -> Result<PurchaseOrderView, Failure> {
    let content = said(ReceiptKind::Correction, number, receipt_id, new);
    if let Some(known) = receipts::one(tx.db, tx.plant.id, &new.id)? {
        return repeated(tx, &known, &content);
    }
    if new.quantity < Amount::ZERO {
        return Err(Refusal::at(crate::domain::refusal::stock::NEGATIVE, "quantity", new.quantity).into());
    }
    expect_reason(&new.reason)?;
    let wrong = receipts::one(tx.db, tx.plant.id, receipt_id)?
        .filter(|receipt| receipt.order_no == number)
        .ok_or_else(|| unknown("receipt", receipt_id))?;
    if wrong.kind != ReceiptKind::Receipt {
        return Err(Refusal::at(codes::NOT_CORRECTABLE, "receipt", receipt_id).into());
    }
    let Some(lot_key) = wrong.lot_key.clone() else {
        return Err(Refusal::at(codes::OUTSIDE_RECEIPT, "receipt", receipt_id).into());
    };
    let all = receipts::of_order(tx.db, tx.plant.id, number)?;
    let earlier = all.iter().filter(|row| row.corrects.as_deref() == Some(receipt_id));
    let counted = wrong.quantity + earlier.map(|row| row.quantity).sum();
    let difference = new.quantity - counted;
    let line = purchasing::expect_line(tx, number, &wrong.line)?;
    let too_much = line.received + difference > line.quantity || (line.closed && wrong.over);
    let over = new.quantity.is_some() && too_much;
    let receipt = Receipt {
        id: new.id.clone(),
        kind: ReceiptKind::Correction,
        quantity: difference,
        corrects: Some(receipt_id.to_owned()),
        over,
        reason: Some(new.reason.clone()),
        note: None,
        booked_at: tx.now,
        actor: tx.actor.name.clone(),
        content,
        ..wrong
    };
    let movement = (difference != Amount::ZERO).then_some((lot_key, MovementKind::Receipt));
    amend(tx, receipt, movement)
}

/// Sends something back to the supplier, who then owes it again.
///
/// # Errors
///
/// The lot holds something else or less, or more would go back than came.
pub fn send_back(
    tx: &mut Tx<'_>,
    number: &str,
    line: &str,
    new: &NewReturn,
) -> Result<PurchaseOrderView, Failure> {
    let content = said(ReceiptKind::Return, number, line, new);
    if let Some(known) = receipts::one(tx.db, tx.plant.id, &new.id)? {
        return repeated(tx, &known, &content);
    }
    expect_positive("quantity", new.quantity)?;
    expect_reason(&new.reason)?;
    let at = tx.expect_past(new.at)?;
    let row = purchasing::expect_line(tx, number, line)?;
    if row.is_outside_work() {
        return Err(Refusal::at(codes::OUTSIDE_RECEIPT, "line", line).into());
    }
    let lot = expect_lot(tx, &new.lot_key)?;
    if lot.item != row.item {
        return Err(Refusal::at(codes::NOT_THIS_ITEM, "lot_key", &new.lot_key).with("item", lot.item).into());
    }
    let receipt = Receipt {
        plant_id: tx.plant.id,
        id: new.id.clone(),
        order_no: number.to_owned(),
        line: line.to_owned(),
        kind: ReceiptKind::Return,
        quantity: -new.quantity,
        lot_key: Some(new.lot_key.clone()),
        over: false,
        corrects: None,
        reason: Some(new.reason.clone()),
        note: None,
        at,
        booked_at: tx.now,
        actor: tx.actor.name.clone(),
        content,
    };
    amend(tx, receipt, Some((new.lot_key.clone(), MovementKind::Return)))
}

/// Writes a correction or a return with its movement and what it does to the line.
fn amend(
    tx: &mut Tx<'_>,
    receipt: Receipt,
    movement: Option<(String, MovementKind)>,
) -> Result<PurchaseOrderView, Failure> {
    let number = receipt.order_no.clone();
    let order =
        rows::order(tx.db, tx.plant.id, &number)?.ok_or_else(|| unknown("purchase order", &number))?;
    let mut row = purchasing::expect_line(tx, &number, &receipt.line)?;
    let received = stock::added("quantity", row.received, receipt.quantity)?;
    if received < Amount::ZERO {
        return Err(Refusal::at(codes::MORE_THAN_RECEIVED, "quantity", -receipt.quantity)
            .with("received", row.received)
            .into());
    }
    if let Some((lot_key, kind)) = movement {
        let reference = Subject::PurchaseOrder(number);
        stock::put_or_take(tx, &lot_key, receipt.quantity, kind, &reference, &receipt.line)?;
    }
    row.received = received;
    if !received.is_some() {
        row.received_date = None;
    }
    rows::put_line(tx.db, &row)?;
    receipts::insert(tx.db, &receipt)?;
    let what = match receipt.kind {
        ReceiptKind::Return => "purchase-order.returned",
        _ => "purchase-order.receipt-corrected",
    };
    purchasing::conclude(tx, order, what, &receipt)
}

fn into_stock(tx: &mut Tx<'_>, row: &PurchaseLine, new: &NewReceipt, at: Moment) -> Result<String, Failure> {
    let item = items::one(tx.db, &row.item)?;
    let inspected = item.as_ref().and_then(|item| item.fields.inspection_days).is_some_and(|days| days > 0);
    let provided = item.is_some_and(|item| item.fields.source == Some(ItemSource::Customer));
    let customer = match row.sales_order.as_deref().filter(|_| provided) {
        Some(order) => sales::sales_order(tx.db, tx.plant.id, order)?.map(|order| order.customer),
        None => None,
    };
    let booking = Booking {
        item: row.item.clone(),
        quantity: new.quantity,
        lot: new.lot.clone(),
        status: if inspected { StockStatus::Inspection } else { StockStatus::Usable },
        customer,
        kind: MovementKind::Receipt,
        reference: Subject::PurchaseOrder(row.order_no.clone()),
    };
    let release = workdays::released(tx, &row.item, at)?;
    stock::receive_with(tx, &booking, Detail { line: row.line.clone(), note: None, release })
}

/// Reports the outside operation: so many pieces are back, and the last of them finish it.
fn outside_returned(
    tx: &mut Tx<'_>,
    line: &PurchaseLine,
    quantity: Amount,
    at: Moment,
) -> Result<(), Failure> {
    let all = line.received + quantity >= line.quantity;
    let report = ReportBody {
        id: Uuid::new_v4(),
        work_order: line.work_order.clone().unwrap_or_default(),
        operation: line.operation.clone().unwrap_or_default(),
        kind: if all { Kind::Finish } else { Kind::Good },
        at,
        good: quantity,
        scrap: Amount::ZERO,
        rework: Amount::ZERO,
        rework_operation: None,
        reason: None,
        note: Some(format!("{}/{}", line.order_no, line.line)),
        operator: None,
        device: None,
        work_centre: None,
        corrects: None,
        approved_by: None,
        approval: None,
    };
    progress::report_anywhere(tx, &report).map(drop)
}

/// All that a client said with a receipt, a correction or a return, and about what.
fn said(kind: ReceiptKind, number: &str, about: &str, body: &impl Serialize) -> String {
    Json::of(&(kind, number, about, body)).0.to_string()
}

/// The answer to an id that is known: what is there, if it says the same.
fn repeated(tx: &mut Tx<'_>, known: &Receipt, content: &str) -> Result<PurchaseOrderView, Failure> {
    if known.content == content {
        return purchasing::view(tx.db, tx.plant.id, &known.order_no);
    }
    Err(Refusal::at(codes::ID_REUSED, "id", &known.id).into())
}

fn expect_reason(reason: &str) -> Result<(), Failure> {
    if reason.trim().is_empty() {
        return Err(Refusal::at(codes::REASON_MISSING, "reason", "").into());
    }
    Ok(())
}
