//! Purchase orders, what suppliers say about them, and what comes.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::domain::value::Amount;
use crate::services::lists::{self, PurchaseOrders, PurchaseQuery};
use crate::services::purchasing::{
    self, GivenUp, NewDate, NewPurchaseLine, NewPurchaseOrder, PurchaseOrderView,
};
use crate::services::receipts::{self, NewCorrection, NewReceipt, NewReturn};
use crate::services::{Ask, Tx, need};
use crate::store::{Failure, Known};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    let read = Right::ReadPurchasing;
    api.get("/purchase-orders", read, "Purchase orders, by number", list);
    api.post_planned("/purchase-orders", Right::Purchase, "Enter a purchase order", enter);
    api.get("/purchase-orders/{no}", read, "One purchase order with dates and receipts", one);
    api.post_planned("/purchase-orders/{no}/lines", Right::Purchase, "Add a line", add_line);
    api.put("/purchase-orders/{no}/lines/{line}", Right::Purchase, "Change how much is ordered", change);
    api.post_planned(
        "/purchase-orders/{no}/lines/{line}/dates",
        Right::Purchase,
        "Write down what the supplier says about the date, and see which promises it hits",
        confirm,
    );
    api.post(
        "/purchase-orders/{no}/lines/{line}/close",
        Right::Purchase,
        "Expect nothing more on a line",
        close,
    );
    api.post("/purchase-orders/{no}/cancel", Right::Purchase, "Give up what has not come yet", cancel);
    api.post("/purchase-orders/{no}/lines/{line}/receipts", Right::KeepStock, "Book what came", receive);
    api.post(
        "/purchase-orders/{no}/lines/{line}/returns",
        Right::KeepStock,
        "Send something back to the supplier",
        send_back,
    );
    api.post(
        "/purchase-orders/{no}/receipts/{receipt}/corrections",
        Right::KeepStock,
        "Set a receipt to what really came",
        correct,
    );
}

/// A purchase order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OrderPath {
    /// Its number.
    no: String,
}

/// A line of a purchase order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct LinePath {
    /// Number of the order.
    no: String,
    /// Number of the line.
    line: String,
}

/// A receipt of a purchase order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct ReceiptPath {
    /// Number of the order.
    no: String,
    /// Id of the receipt.
    receipt: String,
}

/// By which needs a line is added.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
struct KnownNeeds {
    /// The `as_of.mark` of the needs that it covers: refused if their supply has changed since, or if it is missing
    /// where the plan needs the item.
    #[param(value_type = Option<String>, example = "0.17")]
    needs_as_of: Option<Known>,
}

/// How much is ordered from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PurchaseQuantity {
    /// The quantity, above zero and not below what has come.
    quantity: Amount,
}

/// Why something is given up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PurchaseReason {
    /// In the words of who does it.
    reason: String,
}

fn list(ask: &mut Ask<'_>, input: &Input<(), PurchaseQuery>) -> Result<PurchaseOrders, Failure> {
    lists::purchase_orders(ask, &input.query)
}

fn one(ask: &mut Ask<'_>, input: &Input<OrderPath>) -> Result<PurchaseOrderView, Failure> {
    purchasing::view(ask.db, ask.plant.id, &input.path.no)
}

fn enter(
    app: &App,
    actor: &Actor,
    input: &Input<(), (), NewPurchaseOrder>,
) -> Result<PurchaseOrderView, Failure> {
    need::buy(app, actor, input, &input.body)
}

fn add_line(
    app: &App,
    actor: &Actor,
    input: &Input<OrderPath, KnownNeeds, NewPurchaseLine>,
) -> Result<PurchaseOrderView, Failure> {
    let order = (input.path.no.as_str(), input.if_match);
    need::buy_more(app, actor, input, order, &input.body, input.query.needs_as_of.as_ref())
}

fn change(
    tx: &mut Tx<'_>,
    input: &Input<LinePath, (), PurchaseQuantity>,
) -> Result<PurchaseOrderView, Failure> {
    let LinePath { no, line } = &input.path;
    purchasing::change_quantity(tx, no, line, input.if_match, input.body.quantity)
}

fn confirm(
    app: &App,
    actor: &Actor,
    input: &Input<LinePath, (), NewDate>,
) -> Result<PurchaseOrderView, Failure> {
    let LinePath { no, line } = &input.path;
    purchasing::say_date(app, actor, input, (no, line, input.if_match), &input.body)
}

fn close(tx: &mut Tx<'_>, input: &Input<LinePath, (), PurchaseReason>) -> Result<PurchaseOrderView, Failure> {
    purchasing::close_line(tx, &input.path.no, &input.path.line, input.if_match, &input.body.reason)
}

fn cancel(tx: &mut Tx<'_>, input: &Input<OrderPath, (), PurchaseReason>) -> Result<GivenUp, Failure> {
    purchasing::cancel(tx, &input.path.no, input.if_match, &input.body.reason)
}

fn receive(tx: &mut Tx<'_>, input: &Input<LinePath, (), NewReceipt>) -> Result<PurchaseOrderView, Failure> {
    receipts::receive(tx, &input.path.no, &input.path.line, &input.body)
}

fn send_back(tx: &mut Tx<'_>, input: &Input<LinePath, (), NewReturn>) -> Result<PurchaseOrderView, Failure> {
    receipts::send_back(tx, &input.path.no, &input.path.line, &input.body)
}

fn correct(
    tx: &mut Tx<'_>,
    input: &Input<ReceiptPath, (), NewCorrection>,
) -> Result<PurchaseOrderView, Failure> {
    receipts::correct(tx, &input.path.no, &input.path.receipt, &input.body)
}
