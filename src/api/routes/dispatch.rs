//! What is ready to leave, and dispatch notes.

use crate::api::{Api, Input};
use crate::domain::role::Right;
use crate::services::dispatch::{self, Departure, NewNote, NoteView, ReadyPage};
use crate::services::lists::{self, DispatchNotes, NoteQuery, PageQuery};
use crate::services::{Ask, Tx};
use crate::store::Failure;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    let read = [Right::ReadOrders, Right::Dispatch];
    api.get("/dispatch/ready", read, "What could be packed now, most urgent promise first", ready);
    api.get("/dispatch-notes", read, "Dispatch notes, by number", list);
    api.post("/dispatch-notes", Right::Dispatch, "Put a dispatch note together", draft);
    api.get("/dispatch-notes/{no}", read, "One dispatch note", one);
    api.put("/dispatch-notes/{no}", Right::Dispatch, "Put a note together anew before it is packed", change);
    api.post("/dispatch-notes/{no}/pack", Right::Dispatch, "Keep what a note has for it", pack);
    api.post("/dispatch-notes/{no}/dispatch", Right::Dispatch, "Let a note go", depart);
    api.post("/dispatch-notes/{no}/deliver", Right::Dispatch, "Write down that a note has arrived", deliver);
    api.post("/dispatch-notes/{no}/cancel", Right::Dispatch, "Give a note up before it leaves", cancel);
}

/// A dispatch note.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct NotePath {
    /// Its number.
    no: String,
}

/// Why a note is given up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoteReason {
    /// In the words of who does it.
    reason: String,
}

fn ready(ask: &mut Ask<'_>, input: &Input<(), PageQuery>) -> Result<ReadyPage, Failure> {
    dispatch::ready_page(ask, &input.query)
}

fn list(ask: &mut Ask<'_>, input: &Input<(), NoteQuery>) -> Result<DispatchNotes, Failure> {
    lists::dispatch_notes(ask, &input.query)
}

fn one(ask: &mut Ask<'_>, input: &Input<NotePath>) -> Result<NoteView, Failure> {
    dispatch::view(ask.db, ask.plant.id, &input.path.no)
}

fn draft(tx: &mut Tx<'_>, input: &Input<(), (), NewNote>) -> Result<NoteView, Failure> {
    dispatch::draft(tx, &input.body)
}

fn change(tx: &mut Tx<'_>, input: &Input<NotePath, (), NewNote>) -> Result<NoteView, Failure> {
    dispatch::change(tx, &input.path.no, input.if_match, &input.body)
}

fn pack(tx: &mut Tx<'_>, input: &Input<NotePath>) -> Result<NoteView, Failure> {
    dispatch::expect_version(tx, &input.path.no, input.if_match)?;
    dispatch::pack(tx, &input.path.no)
}

fn depart(tx: &mut Tx<'_>, input: &Input<NotePath, (), Departure>) -> Result<NoteView, Failure> {
    dispatch::expect_version(tx, &input.path.no, input.if_match)?;
    dispatch::dispatch(tx, &input.path.no, &input.body)
}

fn deliver(tx: &mut Tx<'_>, input: &Input<NotePath, (), Departure>) -> Result<NoteView, Failure> {
    dispatch::expect_version(tx, &input.path.no, input.if_match)?;
    dispatch::deliver(tx, &input.path.no, &input.body)
}

fn cancel(tx: &mut Tx<'_>, input: &Input<NotePath, (), NoteReason>) -> Result<NoteView, Failure> {
    dispatch::expect_version(tx, &input.path.no, input.if_match)?;
    dispatch::cancel(tx, &input.path.no, &input.body.reason)
}
