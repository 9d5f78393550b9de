//! Tablets and the people of the floor, as those see them who let them in.

use crate::api::{Api, Documented, Input, Own};
use crate::app::App;
use crate::auth::secret;
use crate::domain::role::{Actor, Right};
use crate::services::floor::{
    self, BadgeView, CentresBody, DeviceView, EnrolmentBody, EnrolmentView, OperatorBody, OperatorView,
};
use crate::services::{Ask, Commit};
use crate::store::Failure;
use actix_web::HttpResponse;
use actix_web::http::Method;
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Who lets tablets and operators in.
const LEADS: [Right; 2] = [Right::Administer, Right::LeadFloor];

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    let invites = Documented::default().reading::<EnrolmentBody>().answering::<EnrolmentView>(201);
    api.own(
        Method::POST,
        "/devices/enrolments",
        LEADS,
        "Make a code that enrols one tablet within ten minutes; it is shown this once",
        invites,
        invite,
    );
    api.get_planned("/devices", LEADS, "The tablets of the floor", devices);
    api.patch_planned("/devices/{name}", LEADS, "Say where a tablet stands", move_device);
    api.put_planned("/devices/{name}/revoked", LEADS, "Revoke a tablet, for good", revoke);
    api.get("/operators", LEADS, "The people of the floor", operators);
    api.put_password("/operators/{code}", LEADS, "Create or change an operator", put_operator);
    api.post_planned(
        "/operators/{code}/badge",
        LEADS,
        "Make a new badge; its secret is shown this once, and the one before is good no more",
        make_badge,
    );
}

#[derive(Debug, Deserialize, IntoParams)]
struct Named {
    /// The tablet's name.
    name: String,
}

#[derive(Debug, Deserialize, IntoParams)]
struct Coded {
    /// The operator's code.
    code: String,
}

/// The tablets.
#[derive(Debug, Serialize, ToSchema)]
struct Devices {
    /// All of them, by name.
    items: Vec<DeviceView>,
    /// Nothing more follows.
    next: Option<String>,
}

/// The people of the floor.
#[derive(Debug, Serialize, ToSchema)]
struct Operators {
    /// Everybody, by code.
    items: Vec<OperatorView>,
    /// Nothing more follows.
    next: Option<String>,
}

/// Sees HTTP because the picture names the address that the tablet is to open: the one that was asked.
fn invite(mut own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        let input: Input<(), (), EnrolmentBody> = own.whole(201).await?;
        let origin = own.origin();
        own.once(input, move |app, actor, input| {
            let (body, made) = (input.body.clone(), floor::invitation());
            let made = input.commit_secret(app, actor, move |tx| floor::invite(tx, &body, &made))?;
            let url = format!("{origin}/floor/#enrol={}", made.code);
            Ok(EnrolmentView { qr: floor::svg(&url)?, url, code: made.code, expires: made.expires })
        })
        .await
    })
}

fn devices(app: &App, actor: &Actor, _: &Input) -> Result<Devices, Failure> {
    Ok(Devices { items: floor::devices(app, actor)?, next: None })
}

fn move_device(
    app: &App,
    actor: &Actor,
    input: &Input<Named, (), CentresBody>,
) -> Result<DeviceView, Failure> {
    let (name, body, if_match) = (input.path.name.clone(), input.body.clone(), input.if_match);
    let moved = input.commit(app, actor, move |tx| floor::move_device(tx, &name, &body, if_match))?;
    app.gate.forget();
    Ok(moved)
}

fn revoke(app: &App, actor: &Actor, input: &Input<Named>) -> Result<DeviceView, Failure> {
    let name = input.path.name.clone();
    let revoked = input.commit(app, actor, move |tx| floor::revoke(tx, &name))?;
    app.gate.forget();
    Ok(revoked)
}

fn operators(ask: &mut Ask<'_>, _: &Input) -> Result<Operators, Failure> {
    Ok(Operators { items: floor::operators(ask)?, next: None })
}

fn put_operator(
    app: &App,
    actor: &Actor,
    input: &Input<Coded, (), OperatorBody>,
) -> Result<OperatorView, Failure> {
    let (code, body, if_match) = (input.path.code.clone(), input.body.clone(), input.if_match);
    let hash = match &body.pin {
        None => None,
        Some(pin) => {
            floor::check_pin(pin)?;
            Some(secret::hashed(pin, app.gate.cost())?)
        }
    };
    let put = input
        .commit(app, actor, move |tx| floor::put_operator(tx, &code, &body, hash.as_deref(), if_match))?;
    app.gate.forget();
    Ok(put)
}

fn make_badge(app: &App, actor: &Actor, input: &Input<Coded>) -> Result<BadgeView, Failure> {
    let (code, secret) = (input.path.code.clone(), floor::badge_secret());
    let text = secret.clone();
    let operator = input.commit_secret(app, actor, move |tx| floor::make_badge(tx, &code, &text))?;
    app.gate.forget();
    Ok(BadgeView { operator, qr: floor::svg(&secret)?, secret })
}
