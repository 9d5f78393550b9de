//! Pieces that come back from stock to be worked on again: their work order made them, so they go back to it.
//!
//! The pieces leave their lot, the last operation has them as rework instead of as good, and the work order is open
//! until they are through once more. They need no new material. Owns when that can be; what is decided about a lot is
//! `inspections`' business.

use super::{Floor, ReportRow};
use crate::domain::progress::Kind;
use crate::domain::value::{Amount, Moment};
use crate::services::Tx;
use crate::store::stock::Lot;
use crate::store::types::Held;
use crate::store::work::{self as rows};
use crate::store::{Failure, Json};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Pieces of a lot that are to be worked on again.
#[derive(Clone, Debug)]
pub struct Again<'a> {
    /// Where they lie.
    pub lot: &'a Lot,
    /// How many.
    pub quantity: Amount,
    /// The operation at which they begin again.
    pub operation: &'a str,
    /// Since when.
    pub at: Moment,
    /// Why.
    pub reason: Option<&'a str>,
    /// The inspection that says so.
    pub inspection: &'a str,
}

/// Sends pieces of a lot back to the work order that made them, and names it. Nothing where no work order that is
/// still at hand reported them good: what was bought, counted in, or made by one that is closed for good.
///
/// # Errors
///
/// The work order has no such operation.
pub fn send_back(tx: &mut Tx<'_>, again: &Again<'_>) -> Result<Option<String>, Failure> {
    let Some(number) = &again.lot.lot else { return Ok(None) };
    let order = rows::order(tx.db, tx.plant.id, number)?;
    let Some(order) = order.filter(|order| order.item == again.lot.item && !order.archived) else {
        return Ok(None);
    };
    let received = order.received.unwrap_or_default();
    let mut floor = Floor::read(tx, order)?;
    let states = floor.states();
    let Some((last, state)) = floor.steps.last().zip(states.last()) else { return Ok(None) };
    if state.good < again.quantity || received < again.quantity {
        return Ok(None);
    }
    let last = last.operation.clone();
    let back = floor.expect_earlier(again.operation, &last)?;
    let row = ReportRow {
        id: Uuid::new_v4().to_string(),
        plant_id: tx.plant.id,
        work_order: number.clone(),
        operation: last,
        kind: Kind::Rework,
        at: again.at,
        received_at: tx.now,
        actor: tx.actor.name.clone(),
        operator: None,
        device: None,
        work_centre: None,
        good: -again.quantity,
        scrap: Amount::ZERO,
        rework: again.quantity,
        rework_operation: Some(back),
        standing: None,
        reason: again.reason.map(str::to_owned),
        note: None,
        corrects: None,
        corrected_by: None,
        flags: Held(BTreeSet::new()),
        content: Json::of(&json!({ "inspection": again.inspection })).0.to_string(),
        approved_by: None,
    };
    floor.back_from = Some(again.lot.lot_key.clone());
    floor.take(tx, vec![row], "progress.reported")?;
    Ok(Some(number.clone()))
}
