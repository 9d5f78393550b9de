//! What quality decides about lots in stock: accept, scrap, rework, back to the supplier. What is inspected on
//! an operation is decided here too and goes on as that operation's report.

use super::progress::{self, Again, Floor, ReportBody};
use super::purchasing::unknown;
use super::receipts::{self, NewReturn};
use super::stock::{self, expect_lot, expect_positive};
use super::{Tx, photos, sales::policies, stage};
use crate::document::{OperationKind, StockStatus};
use crate::domain::floor::Reason;
use crate::domain::inspection::{Verdict, check_reason, usual_fail_reasons};
use crate::domain::ledger::MovementKind;
use crate::domain::progress::Kind;
use crate::domain::refusal::{Refusal, stock as stock_codes, supply as codes};
use crate::domain::value::{Amount, Moment};
use crate::store::inspection::{self as rows, Inspection};
use crate::store::stock::Lot;
use crate::store::types::Held;
use crate::store::work::WorkOrderRow;
use crate::store::{Failure, Plant, Subject, receipts as receipt_rows};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A decision of quality about a lot.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInspection {
    /// Made by the client; the same one again changes nothing.
    #[schema(max_length = 64)]
    pub id: String,
    /// The lot, by key: one in inspection, or blocked.
    pub lot_key: String,
    /// How much was inspected, above zero; the rest of the lot waits.
    pub inspected: Amount,
    /// What was decided about it; its quantities add up to `inspected`.
    pub verdict: Verdict,
    /// Why something was not accepted: a code of the list.
    pub reason: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The operation at which rework begins: one of the work order that made the lot.
    pub rework_operation: Option<String>,
    /// When, if not now.
    pub at: Option<Moment>,
    /// Its photos, which were sent before; at most 6.
    #[serde(default)]
    pub photos: Vec<Uuid>,
}

/// A decision of quality about pieces of an operation.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOperationInspection {
    /// Made by the client; the same one again changes nothing.
    pub id: Uuid,
    /// The work order.
    pub work_order: String,
    /// The operation: an inspection, by its routing.
    pub operation: String,
    /// How much was inspected, above zero.
    pub inspected: Amount,
    /// What was decided about it; its quantities add up to `inspected`, and nothing goes back to a supplier.
    pub verdict: Verdict,
    /// Why something was not accepted: a code of the list.
    pub reason: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The operation at which rework begins.
    pub rework_operation: Option<String>,
    /// When, if not now.
    pub at: Option<Moment>,
    /// Its photos, which were sent before; at most 6.
    #[serde(default)]
    pub photos: Vec<Uuid>,
}

/// The plant's list of reasons.
pub fn fail_reasons(plant: &Plant) -> Vec<Reason> {
    let own = policies(plant).fail_reasons;
    if own.is_empty() { usual_fail_reasons() } else { own }
}

/// Books what was decided about a lot. What is accepted becomes usable, what is scrapped leaves, what goes back is
/// owed by its supplier again. What is to be worked on again goes back to the work order that made it, which is open
/// until it is through once more; where there is none it is blocked until somebody has inspected it again.
///
/// # Errors
///
/// The lot does not wait for inspection or has less, the quantities do not add up, a reason is missing or not in
/// the list, something would go back that no supplier delivered, or the work order has no such operation.
pub fn inspect_lot(tx: &mut Tx<'_>, new: &NewInspection) -> Result<Inspection, Failure> {
    if let Some(known) = rows::inspection(tx.db, tx.plant.id, &new.id)? {
        let same = known.lot_key.as_deref() == Some(new.lot_key.as_str())
            && known.inspected == new.inspected
            && known.accepted == new.verdict.accepted
            && known.scrapped == new.verdict.scrapped
            && known.rework == new.verdict.rework;
        return if same { Ok(known) } else { Err(Refusal::at(codes::ID_REUSED, "id", &new.id).into()) };
    }
    expect_positive("inspected", new.inspected)?;
    new.verdict.check(new.inspected)?;
    check_reason(new.reason.as_deref(), new.verdict.is_failure(), &fail_reasons(&tx.plant))?;
    let at = tx.expect_past(new.at)?;
    if new.verdict.rework.is_some() && new.rework_operation.is_none() {
        return Err(Refusal::at(codes::REWORK_WHERE, "rework_operation", "").into());
    }
    let lot = expect_lot(tx, &new.lot_key)?;
    if lot.status == StockStatus::Usable {
        return Err(Refusal::at(codes::NOT_IN_INSPECTION, "lot_key", &new.lot_key).into());
    }
    if new.inspected > lot.quantity {
        return Err(Refusal::at(stock_codes::NOT_ENOUGH_IN_LOT, "inspected", new.inspected)
            .with("lot", &lot.lot_key)
            .with("there", lot.quantity)
            .into());
    }
    let mut inspection = written(tx, new, &lot, at);
    inspection.photos = Held(photos::take(tx, &new.photos, &new.id)?);
    inspection.work_order = carry_out(tx, new, &lot, at)?;
    rows::insert(tx.db, &inspection)?;
    let subjects = [Subject::Stock(lot.item.clone())];
    tx.journal("inspection.recorded", &subjects, &inspection)?;
    stage::settle_lot(tx, &lot)?;
    Ok(inspection)
}

/// Books what was decided about pieces of an operation: it is that operation's report as well.
///
/// # Errors
///
/// Those of [`inspect_lot`] and of a report: an unknown or archived work order, an unknown operation, or one that
/// is no inspection: whoever works on that counts its pieces.
pub fn inspect_operation(tx: &mut Tx<'_>, new: &NewOperationInspection) -> Result<Inspection, Failure> {
    let id = new.id.to_string();
    if let Some(known) = rows::inspection(tx.db, tx.plant.id, &id)? {
        let same = known.work_order.as_ref() == Some(&new.work_order)
            && known.operation.as_ref() == Some(&new.operation)
            && known.accepted == new.verdict.accepted
            && known.scrapped == new.verdict.scrapped
            && known.rework == new.verdict.rework;
        return if same { Ok(known) } else { Err(Refusal::at(codes::ID_REUSED, "id", id).into()) };
    }
    expect_positive("inspected", new.inspected)?;
    new.verdict.check(new.inspected)?;
    if new.verdict.returned.is_some() {
        return Err(Refusal::at(codes::NOT_FROM_SUPPLIER, "verdict.returned", &new.work_order).into());
    }
    check_reason(new.reason.as_deref(), new.verdict.is_failure(), &fail_reasons(&tx.plant))?;
    if new.verdict.rework.is_some() && new.rework_operation.is_none() {
        return Err(Refusal::at(codes::REWORK_WHERE, "rework_operation", "").into());
    }
    let at = tx.expect_past(new.at)?;
    let order = progress::expect_order(tx, &new.work_order)?;
    expect_inspection(tx, &order, &new.operation)?;
    let inspection = Inspection {
        plant_id: tx.plant.id,
        id,
        item: order.item,
        lot_key: None,
        work_order: Some(new.work_order.clone()),
        operation: Some(new.operation.clone()),
        inspected: new.inspected,
        accepted: new.verdict.accepted,
        scrapped: new.verdict.scrapped,
        rework: new.verdict.rework,
        returned: Amount::ZERO,
        rework_operation: new.rework_operation.clone(),
        reason: new.reason.clone(),
        note: new.note.clone(),
        at,
        booked_at: tx.now,
        actor: tx.actor.name.clone(),
        photos: Held(photos::take(tx, &new.photos, &new.id.to_string())?),
    };
    rows::insert(tx.db, &inspection)?;
    tx.journal("inspection.recorded", &[Subject::WorkOrder(new.work_order.clone())], &inspection)?;
    progress::report_anywhere(tx, &report_of(new, at))?;
    Ok(inspection)
}

/// Refuses an operation of which the routing says that it is something else than an inspection.
fn expect_inspection(tx: &mut Tx<'_>, order: &WorkOrderRow, operation: &str) -> Result<(), Failure> {
    let mut floor = Floor::read(tx, order.clone())?;
    let number = floor.expect_operation("operation", operation)?;
    let step = floor.routing.iter().find(|step| step.operation == number);
    if step.is_none_or(|step| step.kind == Some(OperationKind::Inspection)) {
        return Ok(());
    }
    let inspections: Vec<&str> = floor
        .routing
        .iter()
        .filter(|step| step.kind == Some(OperationKind::Inspection))
        .map(|step| step.operation.as_str())
        .collect();
    let near = if inspections.is_empty() { "–".to_owned() } else { inspections.join(", ") };
    let refusal = Refusal::at(codes::NOT_AN_INSPECTION, "operation", operation);
    Err(refusal.with("work_order", &order.number).with("near", near).into())
}

fn report_of(new: &NewOperationInspection, at: Moment) -> ReportBody {
    ReportBody {
        id: new.id,
        work_order: new.work_order.clone(),
        operation: new.operation.clone(),
        kind: Kind::Good,
        at,
        good: new.verdict.accepted,
        scrap: new.verdict.scrapped,
        rework: new.verdict.rework,
        rework_operation: new.rework_operation.clone(),
        reason: new.reason.clone(),
        note: new.note.clone(),
        operator: None,
        device: None,
        work_centre: None,
        corrects: None,
        approved_by: None,
        approval: None,
    }
}

fn written(tx: &Tx<'_>, new: &NewInspection, lot: &Lot, at: Moment) -> Inspection {
    Inspection {
        plant_id: tx.plant.id,
        id: new.id.clone(),
        item: lot.item.clone(),
        lot_key: Some(lot.lot_key.clone()),
        work_order: None,
        operation: None,
        inspected: new.inspected,
        accepted: new.verdict.accepted,
        scrapped: new.verdict.scrapped,
        rework: new.verdict.rework,
        returned: new.verdict.returned,
        rework_operation: new.rework_operation.clone(),
        reason: new.reason.clone(),
        note: new.note.clone(),
        at,
        booked_at: tx.now,
        actor: tx.actor.name.clone(),
        photos: Held(Vec::new()),
    }
}

/// What leaves goes first, so that what is left can change its status as a whole and keep its key. Answers with the
/// work order that has pieces to do again.
fn carry_out(tx: &mut Tx<'_>, new: &NewInspection, lot: &Lot, at: Moment) -> Result<Option<String>, Failure> {
    let Verdict { accepted, scrapped, rework, returned } = new.verdict;
    let reference = Subject::Stock(lot.item.clone());
    if scrapped.is_some() {
        stock::take_from(tx, &lot.lot_key, scrapped, MovementKind::Scrap, &reference, &new.id)?;
    }
    if returned.is_some() {
        send_back(tx, new, lot, returned)?;
    }
    let again = Again {
        lot,
        quantity: rework,
        operation: new.rework_operation.as_deref().unwrap_or_default(),
        at,
        reason: new.reason.as_deref(),
        inspection: &new.id,
    };
    let made_by = if rework.is_some() { progress::send_back(tx, &again)? } else { None };
    if rework.is_some() && made_by.is_none() && lot.status != StockStatus::Blocked {
        stock::move_status(tx, &lot.lot_key, rework, StockStatus::Blocked, &reference)?;
    }
    if accepted.is_some() {
        stock::move_status(tx, &lot.lot_key, accepted, StockStatus::Usable, &reference)?;
    }
    Ok(made_by)
}

/// Returns to the supplier of the newest receipt into the lot, or into another part of the same lot.
fn send_back(tx: &mut Tx<'_>, new: &NewInspection, lot: &Lot, quantity: Amount) -> Result<(), Failure> {
    let parts = crate::store::stock::lots_of(tx.db, tx.plant.id, &lot.item)?;
    let mut found = receipt_rows::into_lot(tx.db, tx.plant.id, &lot.lot_key)?;
    for part in parts.iter().filter(|part| part.lot == lot.lot && part.lot_key != lot.lot_key) {
        if found.is_empty() {
            found = receipt_rows::into_lot(tx.db, tx.plant.id, &part.lot_key)?;
        }
    }
    let Some(receipt) = found.pop() else {
        return Err(Refusal::at(codes::NOT_FROM_SUPPLIER, "lot_key", &lot.lot_key).into());
    };
    let back = NewReturn {
        id: format!("{}/return", new.id),
        lot_key: lot.lot_key.clone(),
        quantity,
        reason: new.reason.clone().unwrap_or_default(),
        at: new.at,
    };
    receipts::send_back(tx, &receipt.order_no, &receipt.line, &back)?;
    Ok(())
}

/// The inspection of that id.
///
/// # Errors
///
/// There is none.
pub fn expect(db: &mut crate::store::Db, plant_id: i64, id: &str) -> Result<Inspection, Failure> {
    rows::inspection(db, plant_id, id)?.ok_or_else(|| unknown("inspection", id))
}
