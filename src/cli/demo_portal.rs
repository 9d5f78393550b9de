//! The customer portal of the demo: switched on, with an order to look up.

use crate::app::App;
use crate::domain::portal::PortalPolicy;
use crate::domain::role::Actor;
use crate::domain::stage::Stage;
use crate::services::master::settings::{SettingsBody, get, put};
use crate::services::{ANY_VERSION, portal};
use crate::store::{Failure, sales};
use crate::text::Lang;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;

/// The colour of the example shop.
const COLOUR: &str = "#0a4030";

/// Switches the portal on where nobody has said anything of it, and says how a customer gets in.
pub(super) fn hint(app: &App, server: &str, lang: Lang) -> Result<String, String> {
    let failed = |failure: Failure| super::service::failed(&failure, lang);
    let system = Actor::system();
    let set = app.ask(&system, get).map_err(failed)?;
    if set.policies.portal == PortalPolicy::default() {
        let mut body = SettingsBody { sheet: set.sheet, policies: set.policies };
        let own = &mut body.policies.portal;
        (own.on, own.colour) = (true, Some(COLOUR.to_owned()));
        own.mail = Some("sales@holdfast.example".to_owned());
        app.command_blocking(&system, move |tx| put(tx, &body, Some(ANY_VERSION))).map_err(failed)?;
    }
    let Some(order) = app.ask(&system, telling).map_err(failed)? else { return Ok(String::new()) };
    let access = app.ask(&system, |ask| portal::access(ask, &order)).map_err(failed)?;
    let Some(code) = access.code else { return Ok(String::new()) };
    let values = [("url", format!("{server}/portal/")), ("order", order), ("code", code)];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    Ok(fill(ServiceHelp::of(lang).demo_portal, &values) + "\n")
}

/// An order that has something to tell: one in production, if there is one.
fn telling(ask: &mut crate::services::Ask<'_>) -> Result<Option<String>, Failure> {
    let filter = sales::OrderFilter { limit: 500, ..Default::default() };
    let orders = sales::sales_orders(ask.db, ask.plant.id, &filter)?;
    let numbers: Vec<String> = orders.into_iter().map(|order| order.number).collect();
    let lines = sales::lines_of_orders(ask.db, ask.plant.id, &numbers)?;
    let promised = || lines.iter().filter(|line| line.promise_date.is_some() && !line.stage.is_over());
    let made = promised().find(|line| line.stage == Stage::InProduction);
    Ok(made.or_else(|| promised().next()).map(|line| line.order_no.clone()))
}
