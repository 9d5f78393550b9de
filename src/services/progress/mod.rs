//! Reports from the floor: accepted exactly once, applied at their own time, with what follows from them in
//! stock, material, history and the work order, in one transaction each.
//!
//! Owns what is refused (only the impossible) and what is booked. What the reports mean is `domain::progress`.

mod again;
mod approved;
mod correct;
mod effects;
mod floor;
mod held;
mod listed;
mod odd;
mod standing;
mod view;
mod who;

pub use again::{Again, send_back};
pub use correct::{CorrectionBody, correct};
pub(super) use effects::{give, issue, needs};
pub use floor::Floor;
pub use listed::{Listing, listed};
pub use standing::{StandingBody, StandingView, stand, stands};
pub use view::{OperationView, ReportView};

use super::Tx;
use super::master::expect_whole;
use super::stock::added;
use crate::domain::progress::{Flag, Kind};
use crate::domain::refusal::{Refusal, common, work as refusals};
use crate::domain::value::{Amount, Moment};
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
    /// What proves that: the secret of `POST /floor/approvals`, good once. It is no part of the report and kept nowhere.
    #[serde(default, skip_serializing)]
    pub approval: Option<String>,
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
    accept(tx, &body, &Beside { anywhere: true, ..Beside::default() })
}

/// [`report`] of somebody who had a list before them, of which [`listed`] said how the operation stood there.
///
/// # Errors
///
/// Those of [`report`].
pub fn report_from(
    tx: &mut Tx<'_>,
    body: &ReportBody,
    list: Option<&Listing>,
) -> Result<OperationView, Failure> {
    let written = who::written(tx, body)?;
    accept(tx, &written, &Beside { said: Some(body), list, ..Beside::default() })
}

/// What is known of a report beside what is written down of it.
#[derive(Clone, Default)]
struct Beside<'a> {
    /// It as it came, with the names and the secret that it came with, where somebody's word is asked about.
    said: Option<&'a ReportBody>,
    /// How the operation stood on the list.
    list: Option<&'a Listing>,
    /// It may come from any tablet.
    anywhere: bool,
    /// What was odd about the one that it corrects, and stays so.
    flags: BTreeSet<Flag>,
}

/// Takes a report whose names are as they are written down.
fn accept(tx: &mut Tx<'_>, body: &ReportBody, beside: &Beside<'_>) -> Result<OperationView, Failure> {
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
    if !beside.anywhere {
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
        correct::expect_correctable(tx, &floor, corrected)?;
    }
    let mut flags = odd::odd(tx, body, &floor.order)?;
    flags.extend(beside.flags.iter().copied());
    if let Some(said) = beside.said {
        flags.extend(approved::questioned(tx, said, (&floor, &operation), beside.list)?);
    }
    let plain = ReportBody { operation: operation.clone(), rework_operation, ..body.clone() };
    let row = ReportRow { flags: Held(flags), content, ..row(tx, &plain) };
    floor.take(tx, vec![row], "progress.reported")?;
    if let Some(startable) = beside.list.and_then(|list| list.startable.as_ref()) {
        listed::keep(tx, body, &operation, startable)?;
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
