//! What tablets of the floor ask: to be let in, who is at them, what there is to do.

use crate::api::{Api, Documented, Input, Own, Public};
use crate::app::App;
use crate::auth::Credential;
use crate::auth::floor::DEVICE_DAYS;
use crate::domain::role::{Actor, Right};
use crate::services::floor::{
    self, AllLetGo, ApprovalView, CallBody, CallView, Calls, DeviceView, EnrolBody, FloorList,
    FloorListQuery, FloorMe, FloorOperation, Found, FoundQuery, LetGoBody, LetGoView, OperationPath, Shift,
    ShiftQuery, SignInBody, SignedInView, SilentCentre, TestedBody,
};
use crate::services::lists::PageQuery;
use crate::services::photos::{self, PhotoView};
use crate::services::{Ask, Commit, Tx};
use crate::store::Failure;
use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::Method;
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    let enrols = Documented::default().reading::<EnrolBody>().answering::<DeviceView>(201);
    api.own(
        Method::POST,
        "/floor/enrolment",
        Public,
        "Enrol a tablet; the answer sets a cookie",
        enrols,
        enrol,
    );
    let tells = Documented::default().answering::<FloorMe>(200);
    api.own(
        Method::GET,
        "/floor/me",
        Right::Report,
        "What this tablet is, who may sign in at it, what it offers",
        tells,
        me,
    );
    api.get_planned(
        "/floor/list",
        Right::ReadWork,
        "What there is to do at this tablet's work centres",
        list,
    );
    api.get_planned(
        "/floor/operations/{work_order}/{operation}",
        Right::ReadWork,
        "An operation with all that somebody at it asks for",
        operation,
    );
    api.get("/floor/found", Right::ReadWork, "What a scanned or typed text means", found);
    api.put("/floor/me/tested", Right::Report, "Keep what the trial of this tablet found", tested);
    helping(api);
    let signs_in = Documented::default().reading::<SignInBody>().answering::<SignedInView>(201);
    api.own(
        Method::POST,
        "/floor/sign-in",
        Right::Report,
        "Sign an operator in at this tablet, by PIN or badge",
        signs_in,
        sign_in,
    );
    let signs_out = Documented::default().answering_nothing();
    api.own(
        Method::DELETE,
        "/floor/sign-in",
        Right::Report,
        "Sign out who is signed in at this tablet",
        signs_out,
        sign_out,
    );
}

/// Registers the word of a lead, photos, calls for help, and what a lead looks at.
fn helping(api: &mut Api) {
    let approves = Documented::default().reading::<SignInBody>().answering::<ApprovalView>(201);
    api.own(
        Method::POST,
        "/floor/approvals",
        Right::Report,
        "Take a lead's word at this tablet, by PIN or badge: it is good once, for twelve hours",
        approves,
        approve,
    );
    let sends = Documented::default()
        .with_query::<PhotoQuery>()
        .reading_media("application/octet-stream")
        .answering::<PhotoView>(201);
    api.own(
        Method::POST,
        "/floor/photos",
        Right::Inspect,
        "Send a photo of an inspection, before the inspection that names it: JPEG, PNG or WebP",
        sends,
        |own| Box::pin(photo(own)),
    );
    api.post(
        "/floor/let-go",
        Right::Report,
        "Keep an entry that was refused and that a lead lets go",
        let_go,
    );
    api.get("/floor/let-go", Right::LeadFloor, "Entries that leads let go, newest first", all_let_go);
    api.get("/floor/calls", Right::ReadWork, "Calls for help that stand or were just answered", calls);
    api.post("/floor/calls", Right::Report, "Call for help", call);
    api.put("/floor/calls/{id}/answered", Right::LeadFloor, "Say that somebody came", answer);
    api.get_planned(
        "/floor/unconfirmed",
        Right::LeadFloor,
        "Work at work centres that have been silent for longer than usual",
        unconfirmed,
    );
    api.get_planned(
        "/floor/shift",
        Right::LeadFloor,
        "What was planned and reported at a work centre in a shift",
        shift,
    );
}

/// Sees HTTP because a tablet is told whether it was asked in a way that nobody can listen to, and because its cookie is
/// set anew once a day: a tablet that is used stays let in.
fn me(own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        let (app, actor, secure) = (own.app.clone(), own.actor.clone(), own.is_secure());
        let (me, enrolled) = Own::blocking(move || floor::me(&app, &actor, secure)).await?;
        let mut answer = HttpResponse::Ok();
        answer.insert_header(("Cache-Control", "no-store"));
        if let Some(Credential::Device { device, .. }) = own.credential()
            && own.app.gate.renews(&me.device.name, enrolled)
        {
            answer.cookie(device_cookie(&own, device));
        }
        Ok(answer.json(me))
    })
}

fn list(app: &App, actor: &Actor, input: &Input<(), FloorListQuery>) -> Result<FloorList, Failure> {
    floor::list(app, actor, &input.query, input.lang)
}

fn operation(app: &App, actor: &Actor, input: &Input<OperationPath>) -> Result<FloorOperation, Failure> {
    floor::operation(app, actor, &input.path, input.lang)
}

fn found(ask: &mut Ask<'_>, input: &Input<(), FoundQuery>) -> Result<Found, Failure> {
    floor::found(ask, &input.query.text)
}

fn enrol(mut own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        let said: EnrolBody = own.json().await?;
        own.refuse_other_sites()?;
        let (app, address) = (own.app.clone(), own.address());
        let lang = own.asked_lang().unwrap_or_default();
        let (secret, device) = Own::blocking(move || floor::enrol(&app, &said, &address, lang)).await?;
        Ok(HttpResponse::Created().cookie(device_cookie(&own, secret)).json(device))
    })
}

/// The cookie of a tablet: out of reach of scripts and of other sites.
fn device_cookie(own: &Own, secret: String) -> Cookie<'static> {
    let cookie = Cookie::build(Own::DEVICE_COOKIE, secret).path("/").http_only(true);
    let cookie = cookie.max_age(time::Duration::days(DEVICE_DAYS)).same_site(SameSite::Strict);
    cookie.secure(own.request.connection_info().scheme() == "https").finish()
}

/// The id of a call.
#[derive(Debug, Deserialize, IntoParams)]
struct CallPath {
    /// Its id.
    id: String,
}

/// What nobody has confirmed.
#[derive(Debug, Serialize, ToSchema)]
struct Unconfirmed {
    /// Work centres that have been silent for too long.
    items: Vec<SilentCentre>,
    /// Nothing more follows.
    next: Option<String>,
}

fn calls(ask: &mut Ask<'_>, _: &Input) -> Result<Calls, Failure> {
    floor::calls(ask)
}

fn call(tx: &mut Tx<'_>, input: &Input<(), (), CallBody>) -> Result<CallView, Failure> {
    floor::call(tx, &input.body)
}

fn answer(tx: &mut Tx<'_>, input: &Input<CallPath>) -> Result<CallView, Failure> {
    floor::answer(tx, &input.path.id)
}

fn unconfirmed(app: &App, actor: &Actor, _: &Input) -> Result<Unconfirmed, Failure> {
    Ok(Unconfirmed { items: floor::unconfirmed(app, actor)?, next: None })
}

fn shift(app: &App, actor: &Actor, input: &Input<(), ShiftQuery>) -> Result<Shift, Failure> {
    floor::shift(app, actor, &input.query, input.lang)
}

fn tested(tx: &mut Tx<'_>, input: &Input<(), (), TestedBody>) -> Result<DeviceView, Failure> {
    floor::tested(tx, &input.body)
}

fn sign_in(mut own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        own.actor.expect_device()?;
        let said: SignInBody = own.json().await?;
        let (app, actor) = (own.app.clone(), own.actor.clone());
        let signed_in = Own::blocking(move || floor::sign_in(&app, &actor, &said)).await?;
        Ok(HttpResponse::Created().json(signed_in))
    })
}

fn approve(mut own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        own.actor.expect_device()?;
        let said: SignInBody = own.json().await?;
        let (app, actor) = (own.app.clone(), own.actor.clone());
        let approved = Own::blocking(move || floor::approve(&app, &actor, &said)).await?;
        Ok(HttpResponse::Created().json(approved))
    })
}

/// The id of a photo.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PhotoQuery {
    /// Made by the client: the same photo sent again is known by it.
    id: Uuid,
}

async fn photo(mut own: Own) -> Result<HttpResponse, Failure> {
    let bytes = own.body(photos::LARGEST).await?;
    let input = own.input::<(), PhotoQuery>(&bytes, 201)?;
    let id = input.query.id;
    own.once(input, move |app, actor, input| input.commit(app, actor, move |tx| photos::send(tx, id, &bytes)))
        .await
}

fn let_go(tx: &mut Tx<'_>, input: &Input<(), (), LetGoBody>) -> Result<LetGoView, Failure> {
    floor::let_go(tx, &input.body)
}

fn all_let_go(ask: &mut Ask<'_>, input: &Input<(), PageQuery>) -> Result<AllLetGo, Failure> {
    floor::all_let_go(ask, &input.query)
}

fn sign_out(own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        own.actor.expect_device()?;
        if let Some(Credential::Device { operator: Some(secret), .. }) = own.credential() {
            let (app, actor) = (own.app.clone(), own.actor.clone());
            Own::blocking(move || floor::sign_out(&app, &actor, &secret)).await?;
            own.app.gate.forget();
        }
        Ok(HttpResponse::NoContent().finish())
    })
}
