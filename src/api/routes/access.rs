//! Who is signed in, people and tokens.

use crate::api::{Api, Documented, Input, Own, Public, SignedIn};
use crate::app::App;
use crate::auth::{SESSION_HOURS, secret};
use crate::domain::role::{Actor, Right, Role};
use crate::services::access::{self, NewToken, TokenBody, TokenView, UserBody, UserView};
use crate::services::{Ask, Commit};
use crate::store::Failure;
use crate::text::Lang;
use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::Method;
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    let signs_in = Documented::default().reading::<SignIn>().answering::<Me>(201);
    api.own(Method::POST, "/session", Public, "Sign in; the answer sets a cookie", signs_in, sign_in);
    let signs_out = Documented::default().answering_nothing();
    api.own(Method::DELETE, "/session", SignedIn, "Sign out", signs_out, sign_out);
    api.get("/me", SignedIn, "Who is signed in, and what they may do", me);
    api.put_password(
        "/me/password",
        SignedIn,
        "Change one's own password; other browsers are signed out",
        change_password,
    );
    api.get("/users", Right::Administer, "Everybody", users);
    api.get("/users/{name}", Right::Administer, "One person", user);
    api.put_password("/users/{name}", Right::Administer, "Create or change a person", put_user);
    api.get("/tokens", Right::Administer, "API tokens, without their secrets", tokens);
    api.post_planned(
        "/tokens",
        Right::Administer,
        "Make an API token; its secret is shown this once",
        make_token,
    );
    api.put_planned(
        "/tokens/{name}/revoked",
        Right::Administer,
        "Revoke an API token, for good",
        revoke_token,
    );
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// `user:anna` or `token:erp`.
    name: String,
    /// Roles of a person.
    roles: Vec<Role>,
    /// Everything that is allowed.
    rights: Vec<Right>,
    /// The language of this answer.
    lang: Lang,
}

/// Name and password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    /// What one signs in with.
    name: String,
    /// The password.
    password: String,
}

/// The old password and the new one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordBody {
    /// The present password.
    present: String,
    /// The new one, at least ten characters.
    password: String,
}

#[derive(Debug, Deserialize, IntoParams)]
struct Named {
    /// The name.
    name: String,
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
struct Users {
    /// Everybody, by name.
    items: Vec<UserView>,
    /// Nothing more follows.
    next: Option<String>,
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
struct Tokens {
    /// All of them, by name.
    items: Vec<TokenView>,
    /// Nothing more follows.
    next: Option<String>,
}

fn who(actor: &Actor, lang: Lang) -> Me {
    Me {
        name: actor.name.clone(),
        roles: actor.roles.iter().copied().collect(),
        rights: actor.rights.iter().copied().collect(),
        lang,
    }
}

fn me(ask: &mut Ask<'_>, input: &Input) -> Result<Me, Failure> {
    Ok(who(ask.actor, input.lang))
}

fn sign_in(mut own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        let said: SignIn = own.json().await?;
        own.refuse_other_sites()?;
        let address = own.address();
        let app = own.app.clone();
        let work = move || access::sign_in(&app, &said.name, &said.password, &address);
        let (secret, actor) = Own::blocking(work).await?;
        let cookie = own.cookie(secret, time::Duration::hours(SESSION_HOURS));
        let lang = own.asked_lang().unwrap_or(actor.lang);
        Ok(HttpResponse::Created().cookie(cookie).json(who(&actor, lang)))
    })
}

fn sign_out(own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        if let Some(credential) = own.credential() {
            let (app, actor) = (own.app.clone(), own.actor.clone());
            Own::blocking(move || access::sign_out(&app, &actor, &credential)).await?;
            own.app.gate.forget();
        }
        let cookie = own.cookie(String::new(), time::Duration::ZERO);
        Ok(HttpResponse::NoContent().cookie(cookie).finish())
    })
}

impl Own {
    /// The cookie of a session: out of reach of scripts and of other sites.
    fn cookie(&self, secret: String, age: time::Duration) -> Cookie<'static> {
        let secure = self.request.connection_info().scheme() == "https";
        let cookie = Cookie::build(Self::COOKIE, secret).path("/").max_age(age).http_only(true);
        cookie.same_site(SameSite::Strict).secure(secure).finish()
    }
}

fn change_password(
    app: &App,
    actor: &Actor,
    input: &Input<(), (), PasswordBody>,
) -> Result<UserView, Failure> {
    let name = actor.name.strip_prefix("user:").unwrap_or_default().to_owned();
    access::expect_password(app, &name, &input.body.present)?;
    access::check_password(&input.body.password)?;
    let hash = secret::hashed(&input.body.password, app.gate.cost())?;
    let changed = input.commit(app, actor, move |tx| access::change_password(tx, &name, &hash))?;
    app.gate.forget();
    Ok(changed)
}

fn users(ask: &mut Ask<'_>, _: &Input) -> Result<Users, Failure> {
    Ok(Users { items: access::users(ask)?, next: None })
}

fn user(ask: &mut Ask<'_>, input: &Input<Named>) -> Result<UserView, Failure> {
    access::user(ask, &input.path.name)
}

fn put_user(app: &App, actor: &Actor, input: &Input<Named, (), UserBody>) -> Result<UserView, Failure> {
    let (name, body, if_match) = (input.path.name.clone(), input.body.clone(), input.if_match);
    let hash = match &body.password {
        None => None,
        Some(password) => {
            access::check_password(password)?;
            Some(secret::hashed(password, app.gate.cost())?)
        }
    };
    let put =
        input.commit(app, actor, move |tx| access::put_user(tx, &name, &body, hash.as_deref(), if_match))?;
    app.gate.forget();
    Ok(put)
}

fn tokens(ask: &mut Ask<'_>, _: &Input) -> Result<Tokens, Failure> {
    Ok(Tokens { items: access::tokens(ask)?, next: None })
}

/// The secret is shown once: a repeated request is refused, never answered again.
fn make_token(app: &App, actor: &Actor, input: &Input<(), (), TokenBody>) -> Result<NewToken, Failure> {
    let (body, secret) = (input.body.clone(), access::token_secret());
    input.commit_secret(app, actor, move |tx| access::make_token(tx, &body, &secret))
}

fn revoke_token(app: &App, actor: &Actor, input: &Input<Named>) -> Result<TokenView, Failure> {
    let name = input.path.name.clone();
    let revoked = input.commit(app, actor, move |tx| access::revoke_token(tx, &name))?;
    app.gate.forget();
    Ok(revoked)
}
