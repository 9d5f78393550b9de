//! Who reports: at which tablet, and under which name.
//!
//! A report from a tablet is the tablet's, wherever it says that it comes from; who worked is written down as the plant
//! wants it, and not at all where nobody is to be named. What is said twice is the same report whatever names it had.

use super::{Floor, ReportBody};
use crate::auth::floor::Names;
use crate::services::Tx;
use crate::store::Failure;
use crate::store::work::ReportRow;
use serde_json::Value;

/// The report as it is written down.
pub(super) fn written(tx: &mut Tx<'_>, body: &ReportBody) -> Result<ReportBody, Failure> {
    let names = Names::read(tx.db, &tx.plant)?;
    let at = tx.actor.floor.as_ref();
    let signed_in = at.and_then(|at| at.operator.clone());
    let named = |code: &Option<String>| code.as_deref().and_then(|code| names.of(code));
    Ok(ReportBody {
        operator: named(&body.operator.clone().or(signed_in)),
        approved_by: named(&body.approved_by),
        device: at.map(|at| at.device.clone()).or_else(|| body.device.clone()),
        approval: None,
        ..body.clone()
    })
}

/// Whether two reports under one id say the same, whoever is named in them.
pub(super) fn say_the_same(kept: &str, new: &str) -> bool {
    let nameless = |text: &str| {
        let mut said: Value = serde_json::from_str(text).ok()?;
        let members = said.as_object_mut()?;
        for name in ["operator", "approved_by", "device"] {
            members.remove(name);
        }
        Some(said)
    };
    kept == new || nameless(kept).is_some_and(|kept| nameless(new) == Some(kept))
}

/// Refuses a report from a tablet that stands at another work centre than where the operation runs, or is said to.
pub(super) fn expect_here(
    tx: &Tx<'_>,
    floor: &Floor,
    operation: &str,
    body: &ReportBody,
) -> Result<(), Failure> {
    let at = tx.actor.floor.as_ref();
    let said = body.work_centre.as_deref().is_some_and(|said| at.is_none_or(|at| at.is_for(said)));
    match floor.work_centre_of(operation) {
        Some(usual) if !said => Ok(tx.actor.expect_here("work_centre", &usual)?),
        _ => Ok(()),
    }
}

/// Whether a report was sent by the tablet that asks, whoever was signed in at it then.
pub(super) fn is_own(tx: &Tx<'_>, report: &ReportRow) -> bool {
    let device = tx.actor.floor.as_ref().map(|at| at.device.as_str());
    report.actor == tx.actor.name || (device.is_some() && report.device.as_deref() == device)
}
