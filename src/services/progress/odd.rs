//! What is odd about a report by itself: it is taken all the same, and questioned.
//!
//! Owns what a report is compared with: the shop's work centres, and when its work order came to be. What follows from
//! several reports together is `domain::progress`. Who worked is not compared: whoever helps out has no code.

use super::ReportBody;
use crate::domain::progress::{Flag, Kind};
use crate::domain::value::Moment;
use crate::services::Tx;
use crate::services::tx::day_of;
use crate::store::Failure;
use crate::store::master::resources;
use crate::store::work::WorkOrderRow;
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// So many days may lie between work and its order's coming into this system: a paper that was typed in after a
/// holiday, a workbook of last week.
const EARLY_DAYS: i64 = 10;

/// The flags of a report on `order`.
///
/// # Errors
///
/// What the database says.
pub(super) fn odd(
    tx: &mut Tx<'_>,
    body: &ReportBody,
    order: &WorkOrderRow,
) -> Result<BTreeSet<Flag>, Failure> {
    let mut flags = BTreeSet::new();
    if body.kind == Kind::Void {
        return Ok(flags);
    }
    if let Some(code) = &body.work_centre
        && resources::work_centre(tx.db, tx.plant.id, code)?.is_none()
    {
        flags.insert(Flag::UnknownWorkCentre);
    }
    if is_implausible(tx, body.at, order) {
        flags.insert(Flag::ImplausibleTime);
    }
    Ok(flags)
}

/// Whether `at` lies long before the order was entered and before the day on which it was released.
fn is_implausible(tx: &Tx<'_>, at: Moment, order: &WorkOrderRow) -> bool {
    let early = TimeDelta::days(EARLY_DAYS);
    let released = order.released.map(|day| day.date() - early);
    at < order.created_at.shifted(-early)
        && released.is_none_or(|released| day_of(at, tx.zone()).date() < released)
}
