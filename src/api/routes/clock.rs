//! The plant's clock.

use crate::api::{Api, Input, SignedIn};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::domain::value::Moment;
use crate::services::clock::{self, ClockView};
use crate::services::demo::{self, DemoView};
use crate::store::Failure;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    api.get_planned("/clock", SignedIn, "Plant time, and who moves the clock", now);
    api.put_planned(
        "/clock",
        Right::Administer,
        "Move a clock that is moved by hand; answers when everything due has happened and is planned",
        put,
    );
}

/// Where the clock shall stand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    /// Plant time, not before what the clock says.
    now: Moment,
}

/// What the plant's clock says, and how it goes in a demo.
#[derive(Debug, Serialize, ToSchema)]
struct ClockNow {
    /// The clock.
    #[serde(flatten)]
    clock: ClockView,
    /// How fast the demo's people move it; nothing where this is no demo.
    demo: Option<DemoView>,
}

#[allow(clippy::unnecessary_wraps)] // the shape of all handlers
fn now(app: &App, _: &Actor, _: &Input) -> Result<ClockNow, Failure> {
    Ok(ClockNow { clock: clock::now(&app.clock), demo: demo::view(app) })
}

fn put(app: &App, actor: &Actor, input: &Input<(), (), ClockBody>) -> Result<ClockView, Failure> {
    clock::move_to(app, actor, input.body.now, input)
}
