//! Routes of remedies: what would help a line, and what one remedy would do.

use super::sales::LinePath;
use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::remedy::{self, Remedies, RemedyBody, RemedyView};
use crate::store::Failure;

/// Registers the routes.
pub(super) fn routes(api: &mut Api) {
    let path = "/sales-orders/{number}/lines/{line}/remedies";
    api.get_planned(path, Right::ReadOrders, "What would help a line, and whom it would cost", remedies);
    api.post_planned(path, Right::ReadOrders, "Try one remedy for a line; nothing is stored", attempt);
}

fn remedies(app: &App, actor: &Actor, input: &Input<LinePath>) -> Result<Remedies, Failure> {
    remedy::remedies(app, actor, &input.path.id(), input.lang)
}

fn attempt(app: &App, actor: &Actor, input: &Input<LinePath, (), RemedyBody>) -> Result<RemedyView, Failure> {
    remedy::attempt(app, actor, &input.path.id(), &input.body, input.lang)
}
