//! What a promise holds of stock: the lots that serve its line in the plan on which it was made.
//!
//! Owns which lots those are, and that the line holds these and no others; never how reservations are kept.

use crate::domain::sales::LineId;
use crate::domain::value::Amount;
use crate::planning::outlook::amount;
use crate::services::{Tx, stock};
use crate::store::stock as lots;
use crate::store::{Failure, Subject};
use holdfast_engine::model::{DemandKey, JobKey, LineKey, Shop, SupplyKey};
use holdfast_engine::quote::Reservation;
use std::collections::{BTreeMap, BTreeSet};

/// Lots that serve a line, and how much of each: what will be shipped, and the material of its own work. Material
/// of work that others share is not held: whoever takes it for that work could not have it.
pub(in crate::services) fn served(
    shop: &Shop,
    key: &LineKey,
    reservation: &Reservation,
) -> Vec<(String, Amount)> {
    let own_job = |job: &JobKey| match job {
        JobKey::Proposed { line, .. } => line.as_ref() == Some(key),
        JobKey::WorkOrder(number) => {
            shop.work_orders.get(number).is_some_and(|order| order.line.as_ref() == Some(key))
        }
    };
    let mut found: BTreeMap<String, Amount> = BTreeMap::new();
    for peg in &reservation.pegs {
        let SupplyKey::Stock(lot) = &peg.supply else { continue };
        let own = match &peg.demand {
            DemandKey::Line(line) => line == key,
            DemandKey::Component { job, .. } => own_job(job),
            DemandKey::SafetyStock(_) => false,
        };
        if own {
            *found.entry(lot.to_string()).or_default() += amount(peg.quantity);
        }
    }
    found.into_iter().collect()
}

/// Lets a line hold these lots and no others, as far as they can be had, and names the stock that this concerns.
pub(super) fn hold(
    tx: &mut Tx<'_>,
    line: &LineId,
    wanted: &[(String, Amount)],
) -> Result<BTreeSet<Subject>, Failure> {
    let before = crate::store::ledger::reservations_of(tx.db, tx.plant.id, line)?;
    let held = stock::reserve(tx, line, wanted)?;
    let touched = before.into_iter().map(|row| row.lot_key).chain(held.into_iter().map(|(lot, _)| lot));
    let mut subjects = BTreeSet::new();
    for lot in touched.collect::<BTreeSet<_>>() {
        subjects.extend(lots::lot(tx.db, tx.plant.id, &lot)?.map(|lot| Subject::Stock(lot.item)));
    }
    Ok(subjects)
}
