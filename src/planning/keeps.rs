//! What a promise keeps, from the planner's reservation to the form in which it is stored.

use super::outlook::{amount, moment};
use crate::domain::promise::{Keeps, KeptDemand, KeptJob, KeptLine, KeptPeg, KeptSupply, ProtectedStart};
use holdfast_engine::model::{DemandKey, JobKey, LineKey, Peg, SupplyKey};
use holdfast_engine::quote::Reservation;

/// A reservation as it is stored. Starts that no calendar reaches are left out.
pub fn kept(reservation: &Reservation) -> Keeps {
    let protected = reservation.protected.iter().filter_map(|(key, at)| {
        let at = moment(*at)?;
        Some(ProtectedStart { job: job(&key.job), operation: key.operation, at })
    });
    Keeps { protected: protected.collect(), pegs: reservation.pegs.iter().filter_map(peg).collect() }
}

fn peg(peg: &Peg) -> Option<KeptPeg> {
    let demand = match &peg.demand {
        DemandKey::Line(key) => KeptDemand::Line(line(key)),
        DemandKey::Component { job: of, item } => {
            KeptDemand::Component { job: job(of), item: item.to_string() }
        }
        DemandKey::SafetyStock(_) => return None,
    };
    let supply = match &peg.supply {
        SupplyKey::Stock(lot) => KeptSupply::Stock(lot.to_string()),
        SupplyKey::Job(of) => KeptSupply::Job(job(of)),
        SupplyKey::Purchase(key) => KeptSupply::Purchase { order: key.order.to_string(), line: key.line },
        SupplyKey::ProposedPurchase(..) => return None,
    };
    Some(KeptPeg { demand, supply, quantity: amount(peg.quantity) })
}

fn job(key: &JobKey) -> KeptJob {
    match key {
        JobKey::WorkOrder(number) => KeptJob::WorkOrder(number.to_string()),
        JobKey::Proposed { line: of, item, nth } => {
            KeptJob::Proposed { line: of.as_ref().map(line), item: item.to_string(), nth: *nth }
        }
    }
}

fn line(key: &LineKey) -> KeptLine {
    KeptLine { order: key.order.to_string(), line: key.line, schedule: key.schedule }
}
