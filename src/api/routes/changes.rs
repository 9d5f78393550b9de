//! Routes of change requests: asked, listed, agreed, declined.

use super::sales::LinePath;
use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::change::{
    self, AgreeBody, Agreed, ChangeRequestView, ChangesPage, ChangesQuery, DeclineBody, NewChangeRequest,
};
use crate::services::{Ask, Tx};
use crate::store::Failure;
use serde::Deserialize;
use utoipa::IntoParams;

/// A change request.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct ChangePath {
    /// Its number.
    id: i64,
}

/// Registers the routes.
pub(super) fn routes(api: &mut Api) {
    api.post_planned(
        "/sales-orders/{number}/lines/{line}/change-requests",
        Right::Sell,
        "Write down what a customer wants changed, and weigh it",
        ask,
    );
    api.get("/change-requests", Right::ReadOrders, "Change requests, filtered, page by page", list);
    api.get("/change-requests/{id}", Right::ReadOrders, "A change request with what it would do", one);
    api.post_planned(
        "/change-requests/{id}/agree",
        Right::Promise,
        "Weigh a change again, and carry it out",
        agree,
    );
    api.post("/change-requests/{id}/decline", Right::Sell, "Decline a change, with a reason", decline);
}

fn ask(
    app: &App,
    actor: &Actor,
    input: &Input<LinePath, (), NewChangeRequest>,
) -> Result<ChangeRequestView, Failure> {
    change::ask(app, actor, input, &input.path.id(), &input.body)
}

fn list(ask: &mut Ask<'_>, input: &Input<(), ChangesQuery>) -> Result<ChangesPage, Failure> {
    change::list(ask, &input.query)
}

fn one(ask: &mut Ask<'_>, input: &Input<ChangePath>) -> Result<ChangeRequestView, Failure> {
    change::one(ask, input.path.id)
}

fn agree(app: &App, actor: &Actor, input: &Input<ChangePath, (), AgreeBody>) -> Result<Agreed, Failure> {
    change::agree(app, actor, input, input.path.id, &input.body)
}

fn decline(
    tx: &mut Tx<'_>,
    input: &Input<ChangePath, (), DeclineBody>,
) -> Result<ChangeRequestView, Failure> {
    change::decline(tx, input.path.id, &input.body)
}
