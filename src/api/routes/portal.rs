//! The house's side of the customer portal: who gets in, what customers asked, what they think of us. Customers come in by
//! pages of their own.

use crate::api::{Api, Documented, Input, Own};
use crate::domain::refusal::{Refusal, portal as codes};
use crate::domain::role::Right;
use crate::services::portal::{
    self, AccessBody, AccessView, AnswerBody, LogoView, QuestionsPage, QuestionsQuery, Surveys,
};
use crate::services::{Ask, Commit, Tx};
use crate::store::Failure;
use crate::store::portal::{Question, Survey};
use crate::text::Lang;
use actix_web::HttpResponse;
use actix_web::http::{Method, header};
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

/// How an order confirmation is wanted.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ConfirmationQuery {
    /// `en` or `zh`; the customer's own language unless said.
    lang: Option<Lang>,
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
    let paper = Documented::default().with_path::<PortalOrder>().with_query::<ConfirmationQuery>();
    api.own(
        Method::GET,
        "/sales-orders/{number}/confirmation.pdf",
        sell,
        "The order confirmation with the access code, to print or to send",
        paper.answering_media(200, "application/pdf"),
        |own| Box::pin(confirmation(own)),
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

async fn confirmation(own: Own) -> Result<HttpResponse, Failure> {
    let input = own.input::<PortalOrder, ConfirmationQuery>(&[], 200)?;
    let (app, actor, number, lang) =
        (own.app.clone(), own.actor.clone(), input.path.number.clone(), input.query.lang);
    // Where the seller sits is not where customers come in.
    let outside = crate::api::customers_address(&own.app);
    let outside = outside.ok_or_else(|| Refusal::new(codes::NO_PUBLIC_ADDRESS))?;
    let bytes =
        Own::blocking(move || crate::api::confirmation(&app, &actor, &number, lang, &outside)).await?;
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    let name: String = input.path.number.chars().map(plain).collect();
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    response.insert_header((
        header::CONTENT_DISPOSITION,
        format!("inline; filename=\"confirmation-{name}.pdf\""),
    ));
    Ok(response.content_type("application/pdf").body(bytes))
}

async fn logo(mut own: Own) -> Result<HttpResponse, Failure> {
    let bytes = own.body(portal::LARGEST_LOGO).await?;
    let input = own.input::<(), ()>(&bytes, 200)?;
    own.once(input, move |app, actor, input| input.commit(app, actor, move |tx| portal::set_logo(tx, &bytes)))
        .await
}
