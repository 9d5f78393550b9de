//! Notices to customers: what waits for an approval, what was told, and who wants no more of it.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::notices::{
    self, DropBody, NewNotice, NoticeChange, NoticeView, NoticesPage, NoticesQuery, OrderNotices, StopsView,
};
use crate::services::outbox::PreviewView;
use crate::services::{Ask, Tx};
use crate::store::Failure;
use serde::Deserialize;
use utoipa::IntoParams;

/// A notice, by number.
#[derive(Debug, Deserialize, IntoParams)]
struct NoticePath {
    /// Its number.
    id: i64,
}

/// An order, by number.
#[derive(Debug, Deserialize, IntoParams)]
struct NoticesOf {
    /// Number of the order.
    number: String,
}

/// A mail address.
#[derive(Debug, Deserialize, IntoParams)]
struct AddressPath {
    /// The address.
    address: String,
}

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    let (read, sell) = (Right::ReadOrders, Right::Sell);
    api.get("/notices", read, "Notices to customers: drafts, and what was sent", list);
    api.get("/notices/{id}", read, "A notice to a customer", one);
    api.get_planned("/notices/{id}/preview", read, "See a notice as its customer would", preview);
    api.patch("/notices/{id}", sell, "Change what a notice says; it waits for an approval then", change);
    api.post("/notices/{id}/approve", sell, "Approve a notice: it is sent", approve);
    api.post("/notices/{id}/drop", sell, "Drop a notice: nobody is told", discard);
    api.get(
        "/sales-orders/{number}/notices",
        read,
        "What the customer of an order was told, what waits, and by when they hear again",
        of_order,
    );
    api.post("/sales-orders/{number}/notices", sell, "Write a notice about an order by hand", by_hand);
    api.get("/notice-stops", read, "Addresses that want no notices any more", stops);
    api.delete("/notice-stops/{address}", sell, "Let an address have notices again", resume);
}

fn list(ask: &mut Ask<'_>, input: &Input<(), NoticesQuery>) -> Result<NoticesPage, Failure> {
    notices::list(ask, &input.query)
}

fn one(ask: &mut Ask<'_>, input: &Input<NoticePath>) -> Result<NoticeView, Failure> {
    notices::one(ask, input.path.id)
}

fn preview(app: &App, actor: &Actor, input: &Input<NoticePath>) -> Result<PreviewView, Failure> {
    notices::preview(app, actor, input.path.id)
}

fn change(tx: &mut Tx<'_>, input: &Input<NoticePath, (), NoticeChange>) -> Result<NoticeView, Failure> {
    notices::change(tx, input.path.id, &input.body, input.if_match)
}

fn approve(tx: &mut Tx<'_>, input: &Input<NoticePath, (), ()>) -> Result<NoticeView, Failure> {
    notices::approve(tx, input.path.id, input.if_match)
}

fn discard(tx: &mut Tx<'_>, input: &Input<NoticePath, (), DropBody>) -> Result<NoticeView, Failure> {
    notices::discard(tx, input.path.id, &input.body, input.if_match)
}

fn of_order(ask: &mut Ask<'_>, input: &Input<NoticesOf>) -> Result<OrderNotices, Failure> {
    notices::of_order(ask, &input.path.number)
}

fn by_hand(tx: &mut Tx<'_>, input: &Input<NoticesOf, (), NewNotice>) -> Result<NoticeView, Failure> {
    notices::by_hand(tx, &input.path.number, &input.body)
}

fn stops(ask: &mut Ask<'_>, _: &Input) -> Result<StopsView, Failure> {
    notices::stops(ask)
}

fn resume(tx: &mut Tx<'_>, input: &Input<AddressPath>) -> Result<(), Failure> {
    notices::resume(tx, &input.path.address)
}
