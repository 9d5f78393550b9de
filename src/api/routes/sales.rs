//! Routes of sales orders: orders, lines, promises, reviews, requirements, holds.

use super::version::OnVersion;
use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::domain::sales::LineId;
use crate::services::hold::{self, HoldBody, HoldChange, HoldView, Holds};
use crate::services::promise::{self, PromiseBody, WithdrawBody};
use crate::services::review::{self, Decision};
use crate::services::sales::{
    self, GivingUp, LineChange, NewLine, NewOrder, NewRequirement, OrderChange, OrderDetail, OrderView,
    OrdersPage, OrdersQuery, line_id,
};
use crate::services::{Ask, Tx, requirement};
use crate::store::{Db, Failure};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// An order, by number.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct OrderPath {
    /// Number of the order.
    number: String,
}

/// A line of an order.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct LinePath {
    /// Number of the order.
    number: String,
    /// Number of the line; with a dot, of a schedule line.
    line: String,
}

impl LinePath {
    /// The line that it names.
    pub(super) fn id(&self) -> LineId {
        line_id(&self.number, &self.line)
    }
}

/// A review or requirement of an order.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct PartPath {
    /// Number of the order.
    number: String,
    /// Its own number.
    id: i64,
}

/// A hold.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct HoldPath {
    /// Its number.
    id: i64,
}

/// A remark.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Remark {
    /// The remark.
    note: Option<String>,
}

/// Registers the routes.
pub(super) fn routes(api: &mut Api) {
    api.get("/sales-orders", Right::ReadOrders, "Sales orders, filtered, page by page", list);
    api.post_planned("/sales-orders", Right::Sell, "Enter a sales order", enter);
    api.get_planned(
        "/sales-orders/{number}",
        Right::ReadOrders,
        "A sales order with lines, promise history, forecast, explanation and what serves it",
        one,
    );
    api.patch("/sales-orders/{number}", Right::Sell, "Change a sales order", change);
    api.post_planned(
        "/sales-orders/{number}/confirm",
        Right::Sell,
        "Hand a draft in, or confirm it",
        confirm,
    );
    api.post("/sales-orders/{number}/cancel", Right::Sell, "Give a sales order up", cancel);
    api.post(
        "/sales-orders/{number}/reviews/{id}",
        Right::Review,
        "Decide a review of one's own role",
        decide,
    );
    line_routes(api);
    holds_routes(api);
}

/// Registers the routes of an order's lines, their promises and requirements.
fn line_routes(api: &mut Api) {
    api.post_planned("/sales-orders/{number}/lines", Right::Sell, "Add a line", add_line);
    api.patch_planned("/sales-orders/{number}/lines/{line}", Right::Sell, "Change a line", change_line);
    api.post("/sales-orders/{number}/lines/{line}/cancel", Right::Sell, "Give a line up", cancel_line);
    api.post(
        "/sales-orders/{number}/lines/{line}/close-short",
        Right::Sell,
        "Close a line of which too little left, within the customer's tolerance",
        close_short,
    );
    api.post_planned(
        "/sales-orders/{number}/lines/{line}/promise",
        Right::Promise,
        "Promise a line's date",
        make,
    );
    api.post_planned(
        "/sales-orders/{number}/lines/{line}/promise/move",
        Right::Promise,
        "Move a promise, with a reason",
        shift,
    );
    api.post(
        "/sales-orders/{number}/lines/{line}/promise/withdraw",
        Right::Promise,
        "Withdraw a promise, with a reason",
        withdraw,
    );
    api.post(
        "/sales-orders/{number}/lines/{line}/requirements",
        Right::Sell,
        "Write a requirement of a line down",
        require,
    );
    api.post(
        "/sales-orders/{number}/requirements/{id}/acknowledge",
        Right::Review,
        "Acknowledge a requirement of one's own role",
        acknowledge,
    );
}

/// Registers the routes of holds.
fn holds_routes(api: &mut Api) {
    api.get("/holds", [Right::ReadOrders, Right::ReadWork], "The holds that stand", holds);
    api.post("/holds", [Right::Hold, Right::Inspect], "Place a hold", place);
    api.patch("/holds/{id}", [Right::Hold, Right::Inspect], "Change a hold", change_hold);
    api.post("/holds/{id}/lift", [Right::Hold, Right::Inspect], "Lift a hold", lift);
    let again = "Say that what a customer called done is not: they are asked again";
    api.post("/holds/{id}/not-yet", [Right::Hold, Right::Inspect], again, not_yet);
}

fn list(ask: &mut Ask<'_>, input: &Input<(), OrdersQuery>) -> Result<OrdersPage, Failure> {
    sales::orders(ask, &input.query)
}

fn enter(app: &App, actor: &Actor, input: &Input<(), (), NewOrder>) -> Result<OrderView, Failure> {
    sales::enter(app, actor, input, &input.body)
}

fn one(app: &App, actor: &Actor, input: &Input<OrderPath>) -> Result<OrderDetail, Failure> {
    sales::detail(app, actor, &input.path.number, input.lang)
}

fn change(tx: &mut Tx<'_>, input: &Input<OrderPath, (), OrderChange>) -> Result<OrderView, Failure> {
    sales::change_order(tx, &input.path.number, &input.body, input.if_match)
}

fn confirm(app: &App, actor: &Actor, input: &Input<OrderPath, (), ()>) -> Result<OrderView, Failure> {
    review::confirm(app, actor, input, &input.path.number, input.if_match)
}

fn cancel(tx: &mut Tx<'_>, input: &Input<OrderPath, (), GivingUp>) -> Result<OrderView, Failure> {
    sales::cancel_order(tx, &input.path.number, &input.body, input.if_match)
}

fn add_line(app: &App, actor: &Actor, input: &Input<OrderPath, (), NewLine>) -> Result<OrderView, Failure> {
    sales::add_line(app, actor, input, &input.path.number, &input.body, input.if_match)
}

fn change_line(
    app: &App,
    actor: &Actor,
    input: &Input<LinePath, (), LineChange>,
) -> Result<OrderView, Failure> {
    let id = input.path.id();
    sales::change_line(app, actor, input, &id, &input.body, input.if_match)
}

fn cancel_line(tx: &mut Tx<'_>, input: &Input<LinePath, (), GivingUp>) -> Result<OrderView, Failure> {
    sales::cancel_line(tx, &input.path.id(), &input.body, input.if_match)
}

fn close_short(tx: &mut Tx<'_>, input: &Input<LinePath, (), Remark>) -> Result<OrderView, Failure> {
    let id = input.path.id();
    sales::close_short(tx, &id, input.body.note.as_deref(), input.if_match)
}

/// A promise is decided on the newest plan and need not name its order's version; one that it names is held to.
fn on_version(
    input: &Input<LinePath, (), PromiseBody>,
) -> impl Fn(&mut Db, i64) -> Result<(), Failure> + Clone + Send + Sync + 'static {
    let (number, version) = (input.path.number.clone(), input.if_match);
    move |db: &mut Db, plant_id: i64| sales::expect_version(db, plant_id, &number, version)
}

fn make(app: &App, actor: &Actor, input: &Input<LinePath, (), PromiseBody>) -> Result<OrderView, Failure> {
    let id = input.path.id();
    promise::make(app, actor, &OnVersion::of(app, actor, input, on_version(input))?, &id, &input.body)
}

fn shift(app: &App, actor: &Actor, input: &Input<LinePath, (), PromiseBody>) -> Result<OrderView, Failure> {
    let id = input.path.id();
    promise::shift(app, actor, &OnVersion::of(app, actor, input, on_version(input))?, &id, &input.body)
}

fn withdraw(tx: &mut Tx<'_>, input: &Input<LinePath, (), WithdrawBody>) -> Result<OrderView, Failure> {
    sales::expect_version(tx.db, tx.plant.id, &input.path.number, input.if_match)?;
    promise::withdraw(tx, &input.path.id(), &input.body)
}

fn require(tx: &mut Tx<'_>, input: &Input<LinePath, (), NewRequirement>) -> Result<OrderView, Failure> {
    requirement::add(tx, &input.path.id(), &input.body, input.if_match)
}

fn acknowledge(tx: &mut Tx<'_>, input: &Input<PartPath, (), ()>) -> Result<OrderView, Failure> {
    sales::expect_version(tx.db, tx.plant.id, &input.path.number, input.if_match)?;
    requirement::acknowledge(tx, &input.path.number, input.path.id)
}

fn decide(tx: &mut Tx<'_>, input: &Input<PartPath, (), Decision>) -> Result<OrderView, Failure> {
    sales::expect_version(tx.db, tx.plant.id, &input.path.number, input.if_match)?;
    review::decide(tx, &input.path.number, input.path.id, &input.body)
}

fn holds(ask: &mut Ask<'_>, _input: &Input) -> Result<Holds, Failure> {
    hold::list(ask)
}

fn place(tx: &mut Tx<'_>, input: &Input<(), (), HoldBody>) -> Result<HoldView, Failure> {
    hold::place(tx, &input.body)
}

fn change_hold(tx: &mut Tx<'_>, input: &Input<HoldPath, (), HoldChange>) -> Result<HoldView, Failure> {
    hold::change(tx, input.path.id, &input.body, input.if_match)
}

fn lift(tx: &mut Tx<'_>, input: &Input<HoldPath, (), ()>) -> Result<HoldView, Failure> {
    hold::lift(tx, input.path.id, input.if_match)
}

fn not_yet(tx: &mut Tx<'_>, input: &Input<HoldPath, (), ()>) -> Result<HoldView, Failure> {
    hold::ask_again(tx, input.path.id, input.if_match)
}
