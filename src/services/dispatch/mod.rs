//! Dispatch notes: put together, packed, gone, arrived, or given up before they left.
//!
//! Packing keeps the goods for the note; they leave the stock when the note does. What a note may have is checked
//! each time it goes on: lines change, holds are placed, stock is counted.

mod check;
mod ready;

pub use ready::{ReadyLine, ReadyPage, ready, ready_page};

use super::master::expect_whole;
use super::stock::{self, Taking, expect_positive};
use super::{Tx, notices, sales as sales_service, stage};
use crate::domain::ledger::MovementKind;
use crate::domain::quantity::is_whole;
use crate::domain::refusal::{Refusal, stock as stock_codes, supply as codes};
use crate::domain::sales::{LineId, LineStatus, OrderStatus};
use crate::domain::value::{Amount, Day, Moment};
use crate::store::dispatch::{self as rows, DispatchLine, DispatchNote, NoteStatus};
use crate::store::master::history::{self, ShipmentRow};
use crate::store::sales::SalesLine;
use crate::store::{Db, Failure, Numbered, Subject, sales};
use crate::text::Lang;
use crate::text::refusal::noun;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A note to be put together, or what it shall be in place of what it was.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// Who gets it.
    pub customer: String,
    /// The day on which it shall leave.
    pub planned_date: Option<Day>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// What it has, at least one line.
    pub lines: Vec<NewNoteLine>,
}

/// A line of a note.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNoteLine {
    /// The sales order.
    pub order: String,
    /// Its line.
    pub line: String,
    /// Its schedule line, if it has any.
    #[serde(default)]
    pub schedule: String,
    /// How much.
    pub quantity: Amount,
    /// Nothing more follows: what is missing is within the customer's tolerance.
    #[serde(default)]
    pub closes: bool,
}

/// What happened to a note, and when.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Departure {
    /// When, if not now.
    pub at: Option<Moment>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking: Option<String>,
}

/// A note with its lines.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoteView {
    /// The note.
    #[serde(flatten)]
    pub note: DispatchNote,
    /// Its lines.
    pub lines: Vec<DispatchLine>,
}

/// Puts a note together.
///
/// # Errors
///
/// Whatever `check` refuses: other customers' lines, more than is open, parts where the customer wants none,
/// complete orders in part.
pub fn draft(tx: &mut Tx<'_>, new: &NewNote) -> Result<NoteView, Failure> {
    let note = DispatchNote {
        plant_id: tx.plant.id,
        number: tx.number(Numbered::DispatchNote)?,
        customer: new.customer.clone(),
        status: NoteStatus::Draft,
        planned_date: None,
        carrier: None,
        tracking: None,
        note: None,
        created_at: tx.now,
        created_by: tx.actor.name.clone(),
        packed_at: None,
        dispatched_at: None,
        delivered_at: None,
        cancelled_at: None,
        version: 0,
    };
    compose(tx, note, new, "dispatch-note.drafted")
}

/// Puts a note that is not packed yet together anew.
///
/// # Errors
///
/// Those of [`draft`], or it is packed or was changed meanwhile.
pub fn change(
    tx: &mut Tx<'_>,
    number: &str,
    version: Option<i64>,
    new: &NewNote,
) -> Result<NoteView, Failure> {
    let note = expect(tx, number, &[NoteStatus::Draft])?;
    Tx::expect_version("dispatch note", number, version, note.version)?;
    let note = DispatchNote { customer: new.customer.clone(), ..note };
    compose(tx, note, new, "dispatch-note.changed")
}

fn compose(tx: &mut Tx<'_>, mut note: DispatchNote, new: &NewNote, what: &str) -> Result<NoteView, Failure> {
    if new.lines.is_empty() {
        return Err(Refusal::at(codes::NO_LINES, "lines", "").into());
    }
    note.planned_date = new.planned_date;
    note.carrier.clone_from(&new.carrier);
    note.tracking.clone_from(&new.tracking);
    note.note.clone_from(&new.note);
    let mut lines = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, line) in new.lines.iter().enumerate() {
        let id = LineId::new(&line.order, &line.line, &line.schedule);
        expect_positive(&format!("lines[{index}].quantity"), line.quantity)?;
        if !seen.insert(id.clone()) {
            return Err(Refusal::at(codes::LINE_TWICE, format!("lines[{index}]"), id).into());
        }
        let sold = sales_service::line_named(tx.db, tx.plant.id, &id)?;
        // What was imported as half a piece can still leave.
        if is_whole(sold.quantity) {
            expect_whole(tx.db, &format!("lines[{index}].quantity"), &sold.item, line.quantity)?;
        }
        lines.push(DispatchLine {
            plant_id: tx.plant.id,
            note_no: note.number.clone(),
            position: index as i64,
            order_no: line.order.clone(),
            line: line.line.clone(),
            schedule: line.schedule.clone(),
            item: sold.item,
            quantity: line.quantity,
            closes: line.closes,
        });
    }
    check::lines(tx, &note, &lines)?;
    note.version += 1;
    rows::put_note(tx.db, &note)?;
    rows::set_lines(tx.db, tx.plant.id, &note.number, &lines)?;
    told(tx, &note, &lines, what)?;
    Ok(NoteView { note, lines })
}

/// Packs a note: from now on nobody else gets what it has.
///
/// # Errors
///
/// Those of [`draft`]; a hold stands; or not all of it can be had from stock.
pub fn pack(tx: &mut Tx<'_>, number: &str) -> Result<NoteView, Failure> {
    let mut note = expect(tx, number, &[NoteStatus::Draft])?;
    let lines = rows::lines_of(tx.db, tx.plant.id, number)?;
    check::lines(tx, &note, &lines)?;
    check::holds(tx, &lines)?;
    check::stock(tx, &note, &lines)?;
    note.status = NoteStatus::Packed;
    note.packed_at = Some(tx.now);
    conclude(tx, note, lines, "dispatch-note.packed")
}

/// Lets a note go: its goods leave the stock and its lines are shipped. One that is not packed is packed first.
///
/// # Errors
///
/// Those of [`pack`].
pub fn dispatch(tx: &mut Tx<'_>, number: &str, departure: &Departure) -> Result<NoteView, Failure> {
    let mut note = expect(tx, number, &[NoteStatus::Draft, NoteStatus::Packed])?;
    let lines = rows::lines_of(tx.db, tx.plant.id, number)?;
    let at = tx.expect_past(departure.at)?;
    check::lines(tx, &note, &lines)?;
    check::holds(tx, &lines)?;
    // First, so that a line it completes is known to have left when the stages follow.
    note.status = NoteStatus::Dispatched;
    note.packed_at = note.packed_at.or(Some(at));
    note.dispatched_at = Some(at);
    note.carrier = departure.carrier.clone().or(note.carrier);
    note.tracking = departure.tracking.clone().or(note.tracking);
    rows::put_note(tx.db, &note)?;
    for line in &lines {
        leave(tx, &note, line, at)?;
    }
    for line in &lines {
        let sold = sales_service::line_named(tx.db, tx.plant.id, &line.line_ref())?;
        let by = (note.carrier.as_deref(), note.tracking.as_deref());
        notices::left(tx, &sold, line.quantity, by)?;
    }
    conclude(tx, note, lines, "dispatch-note.dispatched")
}

fn leave(tx: &mut Tx<'_>, note: &DispatchNote, line: &DispatchLine, at: Moment) -> Result<(), Failure> {
    let id = line.line_ref();
    let before = sales_service::line_named(tx.db, tx.plant.id, &id)?;
    let taking = taking(note, line);
    let taken = stock::take_with(tx, &taking, &id.to_string())?;
    let there: Amount = taken.into_iter().map(|(_, quantity)| quantity).sum();
    if there < line.quantity {
        return Err(Refusal::at(stock_codes::NOT_ENOUGH_STOCK, "quantity", line.quantity)
            .with("there", there)
            .with("item", &line.item)
            .into());
    }
    sales_service::shipped(tx, &id.order, &id.line, &id.schedule, line.quantity)?;
    let after =
        if line.closes { close(tx, &id)? } else { sales_service::line_named(tx.db, tx.plant.id, &id)? };
    if after.status != LineStatus::Open {
        stock::release(tx, &id)?;
    }
    let shipment = ShipmentRow {
        plant_id: tx.plant.id,
        order_no: id.order,
        line: id.line,
        customer: Some(note.customer.clone()),
        item: Some(line.item.clone()),
        quantity: Some(line.quantity),
        order_date: before.order_date,
        requested_date: before.requested_date,
        promise_date: before.promise_date,
        shipped_date: super::tx::day_of(at, tx.zone()),
    };
    history::add_shipment(tx.db, &shipment)
}

/// Closes a line of which all has left that will, and its order with the last one.
fn close(tx: &mut Tx<'_>, id: &LineId) -> Result<SalesLine, Failure> {
    let mut line = sales_service::line_named(tx.db, tx.plant.id, id)?;
    line.status = LineStatus::Closed;
    sales::update_line(tx.db, &line)?;
    let lines = sales::lines_of(tx.db, tx.plant.id, &id.order)?;
    if lines.iter().all(|line| line.status != LineStatus::Open) {
        let mut order = sales_service::order_named(tx.db, tx.plant.id, &id.order)?;
        order.status = OrderStatus::Closed;
        sales::update_order(tx.db, &order)?;
    }
    Ok(line)
}

/// What a line of a note takes from stock.
fn taking(note: &DispatchNote, line: &DispatchLine) -> Taking {
    Taking {
        item: line.item.clone(),
        quantity: line.quantity,
        customer: Some(note.customer.clone()),
        for_line: Some(line.line_ref()),
        kind: MovementKind::Dispatch,
        reference: Subject::DispatchNote(note.number.clone()),
    }
}

/// Writes down that a note has arrived.
///
/// # Errors
///
/// It has not left, or the time is in the future.
pub fn deliver(tx: &mut Tx<'_>, number: &str, arrival: &Departure) -> Result<NoteView, Failure> {
    let mut note = expect(tx, number, &[NoteStatus::Dispatched])?;
    note.delivered_at = Some(tx.expect_past(arrival.at)?);
    note.status = NoteStatus::Delivered;
    let lines = rows::lines_of(tx.db, tx.plant.id, number)?;
    conclude(tx, note, lines, "dispatch-note.delivered")
}

/// Gives a note up before it leaves: what it had is there for others again.
///
/// # Errors
///
/// It has left.
pub fn cancel(tx: &mut Tx<'_>, number: &str, reason: &str) -> Result<NoteView, Failure> {
    let mut note = expect(tx, number, &[NoteStatus::Draft, NoteStatus::Packed])?;
    if reason.trim().is_empty() {
        return Err(Refusal::at(codes::REASON_MISSING, "reason", "").into());
    }
    note.status = NoteStatus::Cancelled;
    note.cancelled_at = Some(tx.now);
    note.note = Some(reason.to_owned());
    let lines = rows::lines_of(tx.db, tx.plant.id, number)?;
    conclude(tx, note, lines, "dispatch-note.cancelled")
}

/// A note with its lines.
///
/// # Errors
///
/// There is none of that number.
pub fn view(db: &mut Db, plant_id: i64, number: &str) -> Result<NoteView, Failure> {
    let note = rows::note(db, plant_id, number)?
        .ok_or_else(|| super::purchasing::unknown("dispatch note", number))?;
    Ok(NoteView { note, lines: rows::lines_of(db, plant_id, number)? })
}

/// Refuses what is based on another version of a note than the stored one; whoever names none means whatever is there.
///
/// # Errors
///
/// It changed meanwhile, or there is none.
pub fn expect_version(tx: &mut Tx<'_>, number: &str, version: Option<i64>) -> Result<(), Failure> {
    if version.is_none() {
        return Ok(());
    }
    let note = view(tx.db, tx.plant.id, number)?.note;
    Tx::expect_version("dispatch note", number, version, note.version)
}

fn expect(tx: &mut Tx<'_>, number: &str, wanted: &[NoteStatus]) -> Result<DispatchNote, Failure> {
    let note = view(tx.db, tx.plant.id, number)?.note;
    if wanted.contains(&note.status) {
        return Ok(note);
    }
    let named = |status: &NoteStatus, lang| {
        let name = crate::store::types::written(status).unwrap_or_default();
        noun(&name, lang).to_owned()
    };
    let wanted = |lang, between| wanted.iter().map(|one| named(one, lang)).collect::<Vec<_>>().join(between);
    Err(Refusal::at(codes::NOTE_STATUS, "number", number)
        .with_words("status", named(&note.status, Lang::En), named(&note.status, Lang::Zh))
        .with_words("wanted", wanted(Lang::En, " or "), wanted(Lang::Zh, "或"))
        .into())
}

fn conclude(
    tx: &mut Tx<'_>,
    mut note: DispatchNote,
    lines: Vec<DispatchLine>,
    what: &str,
) -> Result<NoteView, Failure> {
    note.version += 1;
    rows::put_note(tx.db, &note)?;
    told(tx, &note, &lines, what)?;
    Ok(NoteView { note, lines })
}

/// Journals what happened to a note and lets the stages of its orders follow.
fn told(tx: &mut Tx<'_>, note: &DispatchNote, lines: &[DispatchLine], what: &str) -> Result<(), Failure> {
    let mut subjects = BTreeSet::from([Subject::DispatchNote(note.number.clone())]);
    for line in lines {
        subjects.insert(Subject::SalesOrder(line.order_no.clone()));
        subjects.insert(Subject::Stock(line.item.clone()));
    }
    let subjects: Vec<Subject> = subjects.into_iter().collect();
    tx.journal(what, &subjects, &json!({ "note": note, "lines": lines }))?;
    let orders: BTreeSet<&str> = lines.iter().map(|line| line.order_no.as_str()).collect();
    for order in orders {
        stage::settle(tx, order)?;
    }
    Ok(())
}
