//! What suppliers are asked about purchase orders. What they answer comes in by a page of their own.

use crate::api::{Api, Input};
use crate::domain::role::Right;
use crate::services::supplier_requests::{
    self as requests, AskBody, RequestView, Requests, SupplierRequestsQuery,
};
use crate::services::{Ask, Tx};
use crate::store::Failure;
use serde::Deserialize;
use utoipa::IntoParams;

/// A purchase order, by number.
#[derive(Debug, Deserialize, IntoParams)]
struct AskedOrder {
    /// Its number.
    no: String,
}

/// A request about a purchase order.
#[derive(Debug, Deserialize, IntoParams)]
struct RequestPath {
    /// Number of the order.
    no: String,
    /// Id of the request.
    id: String,
}

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    let (read, buy) = (Right::ReadPurchasing, Right::Purchase);
    api.get("/supplier-requests", read, "What suppliers were asked last, and what they said", list);
    api.get("/purchase-orders/{no}/requests", read, "What was asked about a purchase order", of_order);
    api.post("/purchase-orders/{no}/requests", buy, "Ask the supplier by mail when it comes", ask);
    api.put(
        "/purchase-orders/{no}/requests/{id}/revoked",
        buy,
        "Take a request back: its link is no good any more",
        revoke,
    );
}

fn list(ask: &mut Ask<'_>, input: &Input<(), SupplierRequestsQuery>) -> Result<Requests, Failure> {
    requests::list(ask, &input.query)
}

fn of_order(ask: &mut Ask<'_>, input: &Input<AskedOrder>) -> Result<Requests, Failure> {
    requests::of_order(ask, &input.path.no)
}

fn ask(tx: &mut Tx<'_>, input: &Input<AskedOrder, (), AskBody>) -> Result<Requests, Failure> {
    requests::ask(tx, &input.path.no, &input.body)
}

fn revoke(tx: &mut Tx<'_>, input: &Input<RequestPath>) -> Result<RequestView, Failure> {
    requests::revoke(tx, &input.path.no, &input.path.id)
}
