//! The house's side of the customer portal: who gets in, what customers asked, what they think of us. Customers come in by
//! pages of their own.

use crate::api::{Api, Documented, Input, Own};
use crate::domain::role::Right;
use crate::services::portal::{
    self, AccessBody, AccessView, AnswerBody, LogoView, QuestionsPage, QuestionsQuery, Surveys,
};
use crate::services::{Ask, Commit, Tx};
use crate::store::Failure;
use crate::store::portal::{Question, Survey};
use actix_web::HttpResponse;
use actix_web::http::Method;
use serde::Deserialize;
use utoipa::IntoParams;

/// A sales order, by number.
#[derive(Debug, Deserialize, IntoParams)]
struct PortalOrder {
    /// Its number.
    number: String,
}

/// A question of a customer.
#[derive(Debug, Deserialize, IntoParams)]
struct QuestionPath {
    /// Its number.
    id: i64,
}

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    let sell = Right::Sell;
    let path = "/sales-orders/{number}/portal-access";
    api.get(path, sell, "Access code and link of an order for its customer", access);
    api.put(path, sell, "Close the access to an order, or open it again", set_closed);
    api.post(
        "/sales-orders/{number}/portal-access/renew",
        sell,
        "Make a new access code: the old one and all links are no good any more",
        renew,
    );
    api.get("/questions", Right::ReadOrders, "Questions and complaints of customers", questions);
    api.post("/questions/{id}/answer", sell, "Answer a question of a customer", answer);
    api.get("/surveys", Right::ReadOrders, "What customers answered after delivery", surveys);
    let picture = Documented::default().reading_media("application/octet-stream").answering::<LogoView>(200);
    let what = "Set the logo on customers' pages: PNG, JPEG or WebP";
    api.own(Method::POST, "/portal-logo", Right::Administer, what, picture, |own| Box::pin(logo(own)));
    api.post("/sales-orders/{number}/survey/seen", sell, "Take note of a customer's answer", seen);
}

fn access(ask: &mut Ask<'_>, input: &Input<PortalOrder>) -> Result<AccessView, Failure> {
    portal::access(ask, &input.path.number)
}

fn set_closed(tx: &mut Tx<'_>, input: &Input<PortalOrder, (), AccessBody>) -> Result<AccessView, Failure> {
    portal::set_closed(tx, &input.path.number, input.body)
}

fn renew(tx: &mut Tx<'_>, input: &Input<PortalOrder>) -> Result<AccessView, Failure> {
    portal::renew(tx, &input.path.number)
}

fn questions(ask: &mut Ask<'_>, input: &Input<(), QuestionsQuery>) -> Result<QuestionsPage, Failure> {
    portal::questions(ask, &input.query)
}

fn answer(tx: &mut Tx<'_>, input: &Input<QuestionPath, (), AnswerBody>) -> Result<Question, Failure> {
    portal::answer_question(tx, input.path.id, &input.body)
}

fn surveys(ask: &mut Ask<'_>, _: &Input) -> Result<Surveys, Failure> {
    portal::surveys(ask)
}

fn seen(tx: &mut Tx<'_>, input: &Input<PortalOrder>) -> Result<Survey, Failure> {
    portal::see_survey(tx, &input.path.number)
}

async fn logo(mut own: Own) -> Result<HttpResponse, Failure> {
    let bytes = own.body(portal::LARGEST_LOGO).await?;
    let input = own.input::<(), ()>(&bytes, 200)?;
    own.once(input, move |app, actor, input| input.commit(app, actor, move |tx| portal::set_logo(tx, &bytes)))
        .await
}
