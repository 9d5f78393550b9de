//! Rules and alerts: what is watched, what is wrong, and who looks after it.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::domain::rule::RuleBody;
use crate::services::alerts::{
    self, AcknowledgeBody, AlertDetail, AlertsPage, AlertsQuery, CheckBody, Checked, DryRun, DryRunBody,
    RuleDetail, Rules, SnoozeBody,
};
use crate::services::{Ask, Tx};
use crate::store::Failure;
use serde::Deserialize;
use utoipa::IntoParams;

/// Whoever may read what rules look at.
const READERS: [Right; 3] = [Right::ReadOrders, Right::ReadWork, Right::ReadPurchasing];
/// Whoever may act on what alerts are about.
const ACTORS: [Right; 5] = [Right::Sell, Right::Promise, Right::Plan, Right::Purchase, Right::LeadFloor];

/// A rule, by name.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct RulePath {
    /// Its name.
    name: String,
}

/// An alert, by number.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct AlertPath {
    /// Its number.
    id: i64,
}

/// Registers the routes.
pub(super) fn routes(api: &mut Api) {
    api.get("/rules", READERS, "Every rule, and the facts that conditions can ask about", list_rules);
    api.post_planned("/rules/check", READERS, "Check a rule without storing it", check_rule);
    api.get("/rules/{name}", READERS, "A rule with its versions", one_rule);
    api.put("/rules/{name}", Right::Plan, "Change a shipped rule, or write one", put_rule);
    api.delete(
        "/rules/{name}",
        Right::Plan,
        "Let a shipped rule be as shipped, or take one away",
        remove_rule,
    );
    api.post_planned(
        "/rules/{name}/dry-run",
        Right::ReadOrders,
        "What a rule would have done in the last weeks; nobody is told",
        dry_run,
    );
    api.get("/alerts", READERS, "Alerts, filtered, page by page", list_alerts);
    api.get("/alerts/{id}", READERS, "An alert with its history and who was told", one_alert);
    api.post("/alerts/{id}/acknowledge", ACTORS, "Take an alert on: nobody further is told", acknowledge);
    api.post("/alerts/{id}/snooze", ACTORS, "Put an alert off: it is told again then", snooze);
}

fn list_rules(ask: &mut Ask<'_>, _: &Input) -> Result<Rules, Failure> {
    alerts::rules_list(ask)
}

fn one_rule(ask: &mut Ask<'_>, input: &Input<RulePath>) -> Result<RuleDetail, Failure> {
    alerts::rule_detail(ask, &input.path.name)
}

fn put_rule(tx: &mut Tx<'_>, input: &Input<RulePath, (), RuleBody>) -> Result<RuleDetail, Failure> {
    alerts::put_rule(tx, &input.path.name, &input.body, input.if_match)
}

fn remove_rule(tx: &mut Tx<'_>, input: &Input<RulePath>) -> Result<(), Failure> {
    alerts::remove_rule(tx, &input.path.name, input.if_match)
}

fn check_rule(_: &App, _: &Actor, input: &Input<(), (), CheckBody>) -> Result<Checked, Failure> {
    alerts::check_rule(&input.body)
}

fn dry_run(app: &App, actor: &Actor, input: &Input<RulePath, (), DryRunBody>) -> Result<DryRun, Failure> {
    app.ask(actor, |ask| alerts::dry_run(ask, &input.path.name, &input.body))
}

fn list_alerts(ask: &mut Ask<'_>, input: &Input<(), AlertsQuery>) -> Result<AlertsPage, Failure> {
    alerts::list(ask, &input.query)
}

fn one_alert(ask: &mut Ask<'_>, input: &Input<AlertPath>) -> Result<AlertDetail, Failure> {
    alerts::one(ask, input.path.id)
}

fn acknowledge(
    tx: &mut Tx<'_>,
    input: &Input<AlertPath, (), AcknowledgeBody>,
) -> Result<AlertDetail, Failure> {
    alerts::acknowledge(tx, input.path.id, &input.body)
}

fn snooze(tx: &mut Tx<'_>, input: &Input<AlertPath, (), SnoozeBody>) -> Result<AlertDetail, Failure> {
    alerts::snooze(tx, input.path.id, &input.body)
}
