//! Holds on orders, lines, work orders and operations, and what customers have to do first. What they keep from
//! happening is `held`'s business.

use super::progress::Floor;
use super::{Ask, Tx, stage};
use crate::document::{HoldBlocks, HoldKind, Milestone};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::role::{Actor, Right};
use crate::domain::sales::LineId;
use crate::domain::value::{Day, Moment};
use crate::store::portal::{self, Said};
use crate::store::sales::{self, Hold};
use crate::store::{Db, Failure, Subject, work};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A hold to be placed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldBody {
    /// The order to hold.
    #[serde(default)]
    pub order: Option<String>,
    /// Its line; the whole order if empty.
    #[serde(default)]
    pub line: Option<String>,
    /// The work order to hold.
    #[serde(default)]
    pub work_order: Option<String>,
    /// Its operation; the whole work order if empty.
    #[serde(default)]
    pub operation: Option<String>,
    /// Why.
    pub kind: HoldKind,
    /// What the customer has to do first.
    #[serde(default)]
    pub milestone: Option<Milestone>,
    /// Who looks after it.
    #[serde(default)]
    pub owner: Option<String>,
    /// When it is expected to end.
    #[serde(default)]
    pub expected_release: Option<Day>,
    /// What may not happen before; starting if empty.
    #[serde(default)]
    pub blocks: Option<HoldBlocks>,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// A change of a hold; what is not named stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HoldChange {
    /// Who looks after it.
    pub owner: Option<String>,
    /// When it is expected to end.
    pub expected_release: Option<Day>,
    /// What may not happen before.
    pub blocks: Option<HoldBlocks>,
    /// A remark.
    pub note: Option<String>,
}

/// A hold, with what its customer says of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HoldView {
    /// The hold.
    #[serde(flatten)]
    pub hold: Hold,
    /// When the customer said in the portal that it is done; empty while they are still asked.
    pub said_at: Option<Moment>,
    /// What they wrote with it.
    pub said_note: Option<String>,
}

/// Holds that stand.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Holds {
    /// The holds, oldest first.
    pub items: Vec<HoldView>,
}

/// Places a hold.
///
/// # Errors
///
/// It names nothing, or nothing that exists, such as an operation that the work order does not have; or it is a quality hold and not the actor's to place.
pub fn place(tx: &mut Tx<'_>, body: &HoldBody) -> Result<HoldView, Failure> {
    may_touch(tx.actor, body.kind)?;
    let plain = |text: &Option<String>| text.as_deref().map(crate::import::normal::numbered);
    let (order, work_order) = (named(body.order.as_deref()), named(body.work_order.as_deref()));
    let line = plain(&body.line);
    let mut operation = plain(&body.operation);
    match (&order, &work_order) {
        (Some(order), None) if body.operation.is_none() => {
            super::sales::order_named(tx.db, tx.plant.id, order)?;
            let lines = sales::lines_of(tx.db, tx.plant.id, order)?;
            if let Some(line) = line.as_ref().filter(|line| !lines.iter().any(|l| l.line == **line)) {
                let id = LineId::new(order, line, "");
                return Err(super::sales::unknown("line", "line", &id.to_string(), &[]).into());
            }
        }
        (None, Some(number)) if body.line.is_none() => {
            let Some(made) = work::order(tx.db, tx.plant.id, number)? else {
                return Err(super::sales::unknown("work order", "work_order", number, &[]).into());
            };
            if let Some(given) = &operation {
                operation = Some(Floor::read(tx, made)?.expect_operation("operation", given)?);
            }
        }
        _ => return Err(Refusal::at(codes::HOLD_ON_NOTHING, "order", "").into()),
    }
    let new = sales::NewHold {
        plant_id: tx.plant.id,
        order_no: order,
        line,
        work_order,
        operation,
        kind: body.kind,
        milestone: body.milestone,
        owner: body.owner.clone(),
        expected_release: body.expected_release,
        released: None,
        blocks: body.blocks,
        note: body.note.clone(),
        placed_at: tx.now,
        placed_by: tx.actor.name.clone(),
    };
    let id = sales::insert_hold(tx.db, &new)?;
    let hold = one(tx.db, tx.plant.id, id)?;
    told(tx, "hold.placed", &hold)?;
    view(tx.db, hold)
}

/// Changes a hold: its owner, when it is expected to end, what it blocks.
///
/// # Errors
///
/// There is none, it was lifted, or it was changed meanwhile.
pub fn change(
    tx: &mut Tx<'_>,
    id: i64,
    change: &HoldChange,
    version: Option<i64>,
) -> Result<HoldView, Failure> {
    let mut hold = standing(tx, id, version)?;
    hold.owner = change.owner.clone().or(hold.owner);
    hold.expected_release = change.expected_release.or(hold.expected_release);
    hold.blocks = change.blocks.or(hold.blocks);
    hold.note = change.note.clone().or(hold.note);
    hold.version += 1;
    sales::update_hold(tx.db, &hold)?;
    told(tx, "hold.changed", &hold)?;
    view(tx.db, hold)
}

/// Lifts a hold.
///
/// # Errors
///
/// Those of [`change`].
pub fn lift(tx: &mut Tx<'_>, id: i64, version: Option<i64>) -> Result<HoldView, Failure> {
    let mut hold = standing(tx, id, version)?;
    (hold.released, hold.released_at) = (Some(tx.today()), Some(tx.now));
    hold.released_by = Some(tx.actor.name.clone());
    hold.version += 1;
    sales::update_hold(tx.db, &hold)?;
    told(tx, "hold.lifted", &hold)?;
    view(tx.db, hold)
}

/// Says that what a customer called done is not: they are asked again.
///
/// # Errors
///
/// Those of [`change`], or the customer has not said so.
pub fn ask_again(tx: &mut Tx<'_>, id: i64, version: Option<i64>) -> Result<HoldView, Failure> {
    let mut hold = standing(tx, id, version)?;
    if !portal::drop_said(tx.db, id)? {
        return Err(Refusal::at(codes::HOLD_NOT_SAID, "id", id).into());
    }
    hold.version += 1;
    sales::update_hold(tx.db, &hold)?;
    told(tx, "hold.asked-again", &hold)?;
    view(tx.db, hold)
}

/// The holds that stand.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>) -> Result<Holds, Failure> {
    let holds = sales::standing_holds(ask.db, ask.plant.id)?;
    Ok(Holds { items: views(ask.db, holds)? })
}

/// Holds with what their customers say of them.
pub(super) fn views(db: &mut Db, holds: Vec<Hold>) -> Result<Vec<HoldView>, Failure> {
    let ids: Vec<i64> = holds.iter().map(|hold| hold.id).collect();
    let all = portal::said_of(db, &ids)?;
    let own = |hold: Hold| {
        let said = all.iter().find(|said| said.hold == hold.id).cloned();
        with(hold, said)
    };
    Ok(holds.into_iter().map(own).collect())
}

fn view(db: &mut Db, hold: Hold) -> Result<HoldView, Failure> {
    let said = portal::said_of(db, &[hold.id])?.pop();
    Ok(with(hold, said))
}

fn with(hold: Hold, said: Option<Said>) -> HoldView {
    let (said_at, said_note) = said.map(|said| (said.said_at, said.note)).unzip();
    HoldView { hold, said_at, said_note: said_note.flatten() }
}

fn named(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Quality holds belong to those who inspect; the others to those who hold.
fn may_touch(actor: &Actor, kind: HoldKind) -> Result<(), Refusal> {
    let needed = if kind == HoldKind::Quality { Right::Inspect } else { Right::Hold };
    if actor.may(needed) {
        return Ok(());
    }
    if kind == HoldKind::Quality {
        return Err(Refusal::at(codes::QUALITY_HOLD, "kind", "quality"));
    }
    let refusal = Refusal::at(crate::domain::refusal::common::NOT_ALLOWED, "kind", "");
    Err(super::sales::said(refusal, "permission", Right::Hold.words()))
}

fn one(db: &mut Db, plant_id: i64, id: i64) -> Result<Hold, Failure> {
    sales::hold(db, plant_id, id)?
        .ok_or_else(|| super::sales::unknown("hold", "id", &id.to_string(), &[]).into())
}

fn standing(tx: &mut Tx<'_>, id: i64, version: Option<i64>) -> Result<Hold, Failure> {
    let hold = one(tx.db, tx.plant.id, id)?;
    may_touch(tx.actor, hold.kind)?;
    if hold.released_at.is_some() {
        return Err(Refusal::at(codes::HOLD_LIFTED, "id", id).into());
    }
    Tx::expect_version("hold", &id.to_string(), version, hold.version)?;
    Ok(hold)
}

fn told(tx: &mut Tx<'_>, what: &str, hold: &Hold) -> Result<(), Failure> {
    let mut subjects = Vec::new();
    subjects.extend(hold.order_no.clone().map(Subject::SalesOrder));
    subjects.extend(hold.work_order.clone().map(Subject::WorkOrder));
    tx.journal(what, &subjects, hold)?;
    if let Some(order) = &hold.order_no {
        stage::settle(tx, order)?;
    }
    Ok(())
}
