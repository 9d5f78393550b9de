//! A report that was wrong: replaced by what it should have said, never changed.
//!
//! Owns who may correct which report, and what the new one has of the old. Who let the work begin is no slip that a
//! correction mends: what was odd about that stays.

use super::{Beside, Floor, OperationView, ReportBody, accept, who};
use crate::domain::progress::{Flag, Kind};
use crate::domain::refusal::{Refusal, common, work as refusals};
use crate::domain::role::Right;
use crate::domain::value::{Amount, Moment};
use crate::services::Tx;
use crate::store::Failure;
use crate::store::work as rows;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is odd about who let work begin.
const ALLOWED: [Flag; 3] = [Flag::NotApproved, Flag::ApprovedOffline, Flag::StartedBlocked];

/// What a report should have said. What is not given stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    /// The correction's own id, made by the client.
    pub id: Uuid,
    /// Nothing of the report was true.
    #[serde(default)]
    pub withdraw: bool,
    /// The operation that it should have named.
    #[serde(default)]
    pub operation: Option<String>,
    /// What really happened.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// When it really happened.
    #[serde(default)]
    pub at: Option<Moment>,
    /// Good pieces that it should have counted.
    #[serde(default)]
    pub good: Option<Amount>,
    /// Scrapped pieces that it should have counted.
    #[serde(default)]
    pub scrap: Option<Amount>,
    /// Pieces that it should have sent back.
    #[serde(default)]
    pub rework: Option<Amount>,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
    /// Where it really ran.
    #[serde(default)]
    pub work_centre: Option<String>,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
    /// The tablet or terminal.
    #[serde(default)]
    pub device: Option<String>,
}

/// Replaces a report by what it should have said.
///
/// # Errors
///
/// Those of [`report`](super::report), and the report is unknown or was corrected already.
pub fn correct(tx: &mut Tx<'_>, id: &str, body: &CorrectionBody) -> Result<OperationView, Failure> {
    let Some(wrong) = rows::report(tx.db, id)? else {
        let refusal = Refusal::at(common::UNKNOWN, "id", id).with("what", "progress report").with("near", "");
        return Err(refusal.into());
    };
    let kind = if body.withdraw { Kind::Void } else { body.kind.unwrap_or(wrong.kind) };
    let count = |given: Option<Amount>, was: Amount| {
        if body.withdraw { Amount::ZERO } else { given.unwrap_or(was) }
    };
    // What a tablet sends is the tablet's, whatever it calls itself.
    let at = tx.actor.floor.as_ref().map(|at| at.device.clone());
    let device = at.or_else(|| body.device.clone()).or(wrong.device);
    let begins = matches!((wrong.kind, kind), (Kind::Setup | Kind::Start, Kind::Setup | Kind::Start));
    let flags = wrong.flags.0.iter().filter(|flag| begins && ALLOWED.contains(flag)).copied().collect();
    let right = ReportBody {
        id: body.id,
        work_order: wrong.work_order,
        operation: body.operation.clone().unwrap_or(wrong.operation),
        kind,
        at: body.at.unwrap_or(wrong.at),
        good: count(body.good, wrong.good),
        scrap: count(body.scrap, wrong.scrap),
        rework: count(body.rework, wrong.rework),
        rework_operation: wrong.rework_operation,
        reason: body.reason.clone().or(wrong.reason),
        note: body.note.clone().or(wrong.note),
        operator: wrong.operator,
        device,
        work_centre: body.work_centre.clone().or(wrong.work_centre),
        corrects: Some(id.to_owned()),
        approved_by: wrong.approved_by,
        approval: None,
    };
    accept(tx, &right, &Beside { anywhere: true, flags, ..Beside::default() })
}

/// One's own reports, and at a tablet those of the tablet, may be corrected by whoever may report, those of others by
/// the lead.
pub(super) fn expect_correctable(tx: &Tx<'_>, floor: &Floor, id: &str) -> Result<(), Failure> {
    let Some(wrong) = floor.reports.iter().find(|report| report.id == id) else {
        let refusal = Refusal::at(refusals::REPORT_UNKNOWN, "corrects", id);
        return Err(refusal.with("work_order", &floor.order.number).into());
    };
    if let Some(by) = &wrong.corrected_by {
        return Err(Refusal::at(refusals::REPORT_CORRECTED, "corrects", id).with("by", by).into());
    }
    if !who::is_own(tx, wrong) && !tx.actor.may(Right::LeadFloor) {
        let words = Right::LeadFloor.words();
        return Err(Refusal::new(common::NOT_ALLOWED).with_words("permission", words.en, words.zh).into());
    }
    Ok(())
}
