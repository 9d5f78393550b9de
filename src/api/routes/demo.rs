//! How fast plant time goes in a demo.

use crate::api::{Api, Input, SignedIn};
use crate::app::App;
use crate::domain::role::Actor;
use crate::services::demo::{self, DemoBody, DemoView};
use crate::store::Failure;

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    api.put_planned("/demo", SignedIn, "Let a demo stand, go on, or go faster or slower", put);
}

fn put(app: &App, actor: &Actor, input: &Input<(), (), DemoBody>) -> Result<DemoView, Failure> {
    demo::set(app, actor, &input.body, input)
}
