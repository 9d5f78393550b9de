//! Work orders, their material, sequences of work centres, and proposals.

use super::floor::OrderPath;
use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::work::{
    self, Closing, Confirmation, Confirmed, IssueBody, IssueView, LeftBehind, NewWorkOrder, Proposals,
    SequenceBody, SequenceView, WorkOrderChange, WorkOrderList, WorkOrderPage, WorkOrderView,
};
use crate::services::{Ask, Tx};
use crate::store::Failure;
use serde::Deserialize;
use utoipa::IntoParams;

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    api.get("/work-orders", Right::ReadWork, "Work orders", list);
    api.post("/work-orders", Right::Plan, "Enter a work order", enter);
    api.get("/work-orders/{no}", Right::ReadWork, "A work order, its operations, reports and material", one);
    api.patch("/work-orders/{no}", Right::Plan, "Change a work order", change);
    api.post("/work-orders/{no}/close", Right::Plan, "Close a work order for good", close);
    api.post("/work-orders/{no}/reopen", Right::Plan, "Open a closed work order again", reopen);
    api.post("/work-orders/{no}/cancel", Right::Plan, "Cancel a work order", cancel);
    api.post("/work-orders/{no}/issue", Right::KeepStock, "Issue material, or take it back", issue);
    api.put(
        "/work-centers/{code}/sequence",
        [Right::Plan, Right::LeadFloor],
        "Set the sequence of a work centre",
        put_sequence,
    );
    api.get_planned("/proposals", Right::ReadWork, "Work orders that the plan proposes", proposals);
    api.post_planned("/proposals/confirm", Right::Plan, "Make work orders of proposals", confirm);
}

/// The code of a work centre.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CentrePath {
    /// Its code.
    code: String,
}

fn list(ask: &mut Ask<'_>, input: &Input<(), WorkOrderList>) -> Result<WorkOrderPage, Failure> {
    work::list(ask, &input.query)
}

fn one(ask: &mut Ask<'_>, input: &Input<OrderPath>) -> Result<WorkOrderView, Failure> {
    work::one(ask, &input.path.no)
}

fn enter(tx: &mut Tx<'_>, input: &Input<(), (), NewWorkOrder>) -> Result<WorkOrderView, Failure> {
    work::enter(tx, &input.body)
}

fn change(tx: &mut Tx<'_>, input: &Input<OrderPath, (), WorkOrderChange>) -> Result<WorkOrderView, Failure> {
    work::change(tx, &input.path.no, input.if_match, &input.body)
}

fn close(tx: &mut Tx<'_>, input: &Input<OrderPath, (), Closing>) -> Result<LeftBehind, Failure> {
    work::close(tx, &input.path.no, input.if_match, &input.body)
}

fn reopen(tx: &mut Tx<'_>, input: &Input<OrderPath>) -> Result<WorkOrderView, Failure> {
    work::reopen(tx, &input.path.no, input.if_match)
}

fn cancel(tx: &mut Tx<'_>, input: &Input<OrderPath, (), Closing>) -> Result<LeftBehind, Failure> {
    work::cancel(tx, &input.path.no, input.if_match, &input.body)
}

fn issue(tx: &mut Tx<'_>, input: &Input<OrderPath, (), IssueBody>) -> Result<IssueView, Failure> {
    work::issue(tx, &input.path.no, &input.body)
}

fn put_sequence(
    tx: &mut Tx<'_>,
    input: &Input<CentrePath, (), SequenceBody>,
) -> Result<SequenceView, Failure> {
    work::put_sequence(tx, &input.path.code, &input.body)
}

fn proposals(app: &App, _: &Actor, _: &Input) -> Result<Proposals, Failure> {
    Ok(work::proposals(app))
}

fn confirm(app: &App, actor: &Actor, input: &Input<(), (), Confirmation>) -> Result<Confirmed, Failure> {
    work::confirm(input, app, actor, &input.body)
}
