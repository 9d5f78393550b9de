//! Reports from the floor: accepted exactly once, applied at their own time, with what follows from them in
//! stock, material, history and the work order, in one transaction each.
//!
//! Owns what is refused (only the impossible) and what is booked. What the reports mean is `domain::progress`.

mod again;
mod effects;
mod floor;
mod held;
mod listed;
mod odd;
mod standing;
mod view;
mod who;

pub use again::{Again, send_back};
pub(super) use effects::{give, issue, needs};
pub use floor::Floor;
pub use listed::listed;
pub use standing::{StandingBody, StandingView, stand, stands};
pub use view::{OperationView, ReportView};

use super::Tx;
use super::master::expect_whole;
use super::stock::added;
use crate::domain::progress::{Flag, Kind};
use crate::domain::refusal::{Refusal, common, work as refusals};
use crate::domain::role::Right;
use crate::domain::value::{Amount, Moment};
use crate::planning::outlook::Startable;
use crate::store::types::{Held, written};
use crate::store::work::{self as rows, ReportRow, WorkOrderRow};
use crate::store::{Failure, Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// A report on an operation. Each kind may carry counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    /// Made by the client: the same report sent again is known by it.
    pub id: Uuid,
    /// The work order's number.
    pub work_order: String,
    /// The operation's number.
    pub operation: String,
    /// What happened.
    pub kind: Kind,
    /// When it happened.
    pub at: Moment,
    /// Good pieces that this report adds.
    #[serde(default)]
    pub good: Amount,
    /// Scrapped pieces that it adds.
    #[serde(default)]
    pub scrap: Amount,
    /// Pieces that it sends back.
    #[serde(default)]
    pub rework: Amount,
    /// The operation that they go back to; this one if not said.
    #[serde(default)]
    pub rework_operation: Option<String>,
    /// Why it rests, is blocked, or was lost.
    #[serde(default)]
    pub reason: Option<String>,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
    /// Who worked, where that is not who is signed in: an operator's code, or as the floor calls them. Written down as
    /// the plant's settings want it.
    #[serde(default)]
    pub operator: Option<String>,
    /// The tablet or terminal.
    #[serde(default)]
    pub device: Option<String>,
    /// Where it really runs, if elsewhere. One that nobody knows is flagged, and the usual one believed.
    #[serde(default)]
    pub work_centre: Option<String>,
    /// The report that this one replaces.
    #[serde(default)]
    pub corrects: Option<String>,
    /// The code of the lead who let blocked work begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
}

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

/// Takes a report and answers how the operation stands then. The same report again changes nothing.
///
/// # Errors
///
/// The work order, the operation or the corrected report is unknown, the order is closed for good, the time
/// lies ahead, a count is below zero, or the id belongs to another report.
pub fn report(tx: &mut Tx<'_>, body: &ReportBody) -> Result<OperationView, Failure> {
    report_from(tx, body, None)
}

/// [`report`] of what follows from an inspection or a receipt, which happen anywhere.
///
/// # Errors
///
/// Those of [`report`].
pub(super) fn report_anywhere(tx: &mut Tx<'_>, body: &ReportBody) -> Result<OperationView, Failure> {
    let body = who::written(tx, body)?;
    accept(tx, &body, None, Taken { anywhere: true, not_approved: false })
}

/// [`report`] of somebody who had a list before them, of which [`listed`] said what could be started.
///
/// # Errors
///
/// Those of [`report`].
pub fn report_from(
    tx: &mut Tx<'_>,
    body: &ReportBody,
    list: Option<&Startable>,
) -> Result<OperationView, Failure> {
    let not_approved = who::is_not_approved(tx, body)?;
    let body = who::written(tx, body)?;
    accept(tx, &body, list, Taken { not_approved, anywhere: false })
}

/// What is known of a report beside what it says.
#[derive(Clone, Copy)]
struct Taken {
    /// It names somebody who let blocked work begin and may not.
    not_approved: bool,
    /// It may come from any tablet.
    anywhere: bool,
}

/// Takes a report whose names are as they are written down.
fn accept(
    tx: &mut Tx<'_>,
    body: &ReportBody,
    list: Option<&Startable>,
    taken: Taken,
) -> Result<OperationView, Failure> {
    let id = body.id.to_string();
    let content = Json::of(body).0.to_string();
    if let Some(known) = rows::report(tx.db, &id)? {
        if !who::say_the_same(&known.content, &content) {
            return Err(Refusal::at(refusals::REPORT_ID_REUSED, "id", id).into());
        }
        let order = expect_order(tx, &known.work_order)?;
        return Floor::read(tx, order)?.view(&known.operation);
    }
    let order = expect_order(tx, &body.work_order)?;
    expect_possible(tx, body, &order)?;
    let mut floor = Floor::read(tx, order)?;
    let operation = floor.expect_operation("operation", &body.operation)?;
    if !taken.anywhere {
        who::expect_here(tx, &floor, &operation, body)?;
    }
    expect_countable(&floor, &operation, body)?;
    for (field, count) in [("good", body.good), ("scrap", body.scrap), ("rework", body.rework)] {
        expect_whole(tx.db, field, &floor.order.item, count)?;
    }
    let rework_operation = match &body.rework_operation {
        Some(back) => Some(floor.expect_earlier(back, &operation)?),
        None => None,
    };
    if let Some(corrected) = &body.corrects {
        expect_correctable(tx, &floor, corrected)?;
    }
    let mut flags = odd::odd(tx, body, &floor.order)?;
    flags.extend(taken.not_approved.then_some(Flag::NotApproved));
    let plain = ReportBody { operation: operation.clone(), rework_operation, ..body.clone() };
    let row = ReportRow { flags: Held(flags), content, ..row(tx, &plain) };
    floor.take(tx, vec![row], "progress.reported")?;
    if let Some(list) = list {
        listed::keep(tx, body, &operation, list)?;
    }
    floor.view(&operation)
}

/// A report as it is stored, of operations in plain form.
fn row(tx: &Tx<'_>, body: &ReportBody) -> ReportRow {
    ReportRow {
        id: body.id.to_string(),
        plant_id: tx.plant.id,
        work_order: body.work_order.clone(),
        operation: body.operation.clone(),
        kind: body.kind,
        at: body.at,
        received_at: tx.now,
        actor: tx.actor.name.clone(),
        operator: body.operator.clone(),
        device: body.device.clone(),
        work_centre: body.work_centre.clone(),
        good: body.good,
        scrap: body.scrap,
        rework: body.rework,
        rework_operation: body.rework_operation.clone(),
        standing: None,
        reason: body.reason.clone(),
        note: body.note.clone(),
        corrects: body.corrects.clone(),
        corrected_by: None,
        flags: Held(BTreeSet::new()),
        content: String::new(),
        approved_by: body.approved_by.clone(),
    }
}

/// Replaces a report by what it should have said.
///
/// # Errors
///
/// Those of [`report`], and the report is unknown or was corrected already.
pub fn correct(tx: &mut Tx<'_>, id: &str, body: &CorrectionBody) -> Result<OperationView, Failure> {
    let Some(wrong) = rows::report(tx.db, id)? else {
        let refusal = Refusal::at(common::UNKNOWN, "id", id).with("what", "progress report").with("near", "");
        return Err(refusal.into());
    };
    let kind = if body.withdraw { Kind::Void } else { body.kind.unwrap_or(wrong.kind) };
    let count = |given: Option<Amount>, was: Amount| {
        if body.withdraw { Amount::ZERO } else { given.unwrap_or(was) }
    };
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
        device: body.device.clone().or(wrong.device),
        work_centre: body.work_centre.clone().or(wrong.work_centre),
        corrects: Some(id.to_owned()),
        approved_by: wrong.approved_by,
    };
    accept(tx, &right, None, Taken { not_approved: false, anywhere: true })
}

/// A work order by its number.
///
/// # Errors
///
/// There is none.
pub fn expect_order(tx: &mut Tx<'_>, number: &str) -> Result<WorkOrderRow, Failure> {
    rows::order(tx.db, tx.plant.id, number)?.ok_or_else(|| unknown_order(number))
}

/// The refusal of a work order that is not there.
pub(super) fn unknown_order(number: &str) -> Failure {
    let refusal = Refusal::at(common::UNKNOWN, "work_order", number);
    refusal.with("what", "work order").with("near", "").into()
}

fn expect_possible(tx: &Tx<'_>, body: &ReportBody, order: &WorkOrderRow) -> Result<(), Failure> {
    if order.archived {
        return Err(Refusal::at(refusals::WORK_ORDER_ARCHIVED, "work_order", &order.number).into());
    }
    if body.kind == Kind::Opening || (body.kind == Kind::Void && body.corrects.is_none()) {
        let refusal = Refusal::at(common::INVALID_VALUE, "kind", written(&body.kind).unwrap_or_default());
        let (en, zh) = ("only a stock-take or a correction says that", "只有盘点或更正才能这样报告");
        return Err(refusal.with_words("reason", en, zh).into());
    }
    tx.expect_past(Some(body.at))?;
    let counts = [("good", body.good), ("scrap", body.scrap), ("rework", body.rework)];
    for (field, count) in counts {
        if count < Amount::ZERO {
            return Err(Refusal::at(refusals::QUANTITY_NEGATIVE, field, count).into());
        }
    }
    let missing = match body.kind {
        Kind::Good => !body.good.is_some() && body.corrects.is_none(),
        Kind::Scrap => !body.scrap.is_some() && body.corrects.is_none(),
        Kind::Rework => !body.rework.is_some() && body.corrects.is_none(),
        _ => false,
    };
    if missing {
        let field = match body.kind {
            Kind::Good => "good",
            Kind::Scrap => "scrap",
            _ => "rework",
        };
        return Err(Refusal::at(refusals::QUANTITY_MISSING, field, "0").into());
    }
    Ok(())
}

/// Refuses counts with which those of the operation could no longer be added up.
fn expect_countable(floor: &Floor, operation: &str, body: &ReportBody) -> Result<(), Failure> {
    let of_operation = floor.reports.iter().filter(|report| report.operation == operation);
    let standing: Vec<&ReportRow> = of_operation
        .filter(|report| report.corrected_by.is_none() && body.corrects.as_deref() != Some(&report.id))
        .collect();
    let sum = |count: fn(&ReportRow) -> Amount| standing.iter().map(|report| count(report)).sum();
    added("good", sum(|report| report.good), body.good)?;
    added("scrap", sum(|report| report.scrap), body.scrap)?;
    added("rework", sum(|report| report.rework), body.rework)?;
    Ok(())
}

/// One's own reports, and at a tablet those of the tablet, may be corrected by whoever may report, those of others by
/// the lead.
fn expect_correctable(tx: &Tx<'_>, floor: &Floor, id: &str) -> Result<(), Failure> {
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
