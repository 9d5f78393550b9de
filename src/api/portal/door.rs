//! The door: a number and a code, or a signed link, and out again. Whatever is wrong, the answer is the same and takes the
//! same time.

use super::pages::Sheet;
use super::posted::{self, Posted};
use super::render::{self, Note};
use super::view::order_path;
use super::visit::{self, LONGEST, PACE, address, answered, language, on_to};
use crate::api::own::blocking;
use crate::api::{Web, problem};
use crate::app::App;
use crate::domain::portal::Company;
use crate::services::portal::{self, Form, Visitor};
use crate::store::Failure;
use crate::text::Lang;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use std::time::Instant;

/// `/portal` as people type it.
pub(super) async fn to_portal() -> HttpResponse {
    on_to("/portal/")
}

/// Asks for number and code.
pub(super) async fn show(request: HttpRequest, web: Data<Web>) -> HttpResponse {
    let lang = language(&request);
    shown(&request, &web, lang, StatusCode::OK, None, "").await
}

/// Why the door stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// There is no order with this code, or it can't be seen.
    Wrong,
    /// Too many tries; so many seconds to wait.
    Wait(u64),
}

async fn shown(
    request: &HttpRequest,
    web: &Web,
    lang: Lang,
    status: StatusCode,
    shut: Option<Shut>,
    number: &str,
) -> HttpResponse {
    let app = web.app.clone();
    let found = blocking(move || portal::company(&app, &portal::actor("", Lang::default()))).await;
    match found {
        Ok((company, policy)) if policy.on => {
            let page = match render::enter(&company, lang, shut, number) {
                // Nobody has sent anything that stands in it, so it may go packed.
                Ok(page) if shut.is_none() => {
                    return Sheet::new(&page, company.colour.as_deref()).answer(request);
                }
                page => page,
            };
            let mut response = sent(request, lang, status, page);
            if let Some(Shut::Wait(seconds)) = shut {
                response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            }
            response
        }
        Ok((company, _)) => {
            sent(request, lang, StatusCode::NOT_FOUND, render::note(&company, lang, Note::Off))
        }
        Err(failure) => failed(request, failure, lang),
    }
}

/// A page that was laid out, or a fault of ours.
pub(super) fn sent(
    request: &HttpRequest,
    lang: Lang,
    status: StatusCode,
    page: Result<String, minijinja::Error>,
) -> HttpResponse {
    match page {
        Ok(page) => answered(request, status, page),
        Err(error) => failed(request, Failure::Broken(format!("page: {error}")), lang),
    }
}

/// What could not be done. A fault of ours is a page too, and needs nothing of what may be broken.
pub(super) fn failed(request: &HttpRequest, failure: Failure, lang: Lang) -> HttpResponse {
    let response = problem::respond(failure, lang);
    let page = render::note(&Company::default(), lang, Note::Broken(None));
    match page {
        Ok(page) if response.status().is_server_error() => answered(request, response.status(), page),
        _ => response,
    }
}

/// A page that says one thing.
pub(super) async fn noted(
    request: &HttpRequest,
    web: &Web,
    lang: Lang,
    status: StatusCode,
    note: Note<'_>,
) -> HttpResponse {
    let app = web.app.clone();
    match blocking(move || portal::company(&app, &portal::actor("", Lang::default()))).await {
        Ok((company, _)) => sent(request, lang, status, render::note(&company, lang, note)),
        Err(failure) => failed(request, failure, lang),
    }
}

/// What is at no address of the portal.
pub(super) async fn missing(request: HttpRequest, web: Data<Web>) -> HttpResponse {
    noted(&request, &web, language(&request), StatusCode::NOT_FOUND, Note::Missing).await
}

/// What is at no address where nothing but the portal is: its door is where people look first.
pub(super) async fn elsewhere(request: HttpRequest, web: Data<Web>) -> HttpResponse {
    if request.path() == "/" { on_to("/portal/") } else { missing(request, web).await }
}

/// Lets in whoever names an order and its code.
pub(super) async fn enter(request: HttpRequest, form: Posted, web: Data<Web>) -> HttpResponse {
    let (begun, lang) = (Instant::now(), language(&request));
    let form = match posted::read(&request, &web, lang, form).await {
        Ok(form) => form,
        Err(page) => return page,
    };
    let text = |name: &str| form.get(name).map(|text| text.chars().take(LONGEST).collect::<String>());
    let (number, code) = (text("number").unwrap_or_default(), text("code").unwrap_or_default());
    let guess = match web.app.gate.admit_visitor(&number, &address(&request)) {
        Ok(guess) => guess,
        Err(wait) => {
            let shut = Some(Shut::Wait(wait));
            return shown(&request, &web, lang, StatusCode::TOO_MANY_REQUESTS, shut, &number).await;
        }
    };
    let (app, typed, secure) = (web.app.clone(), number.clone(), visit::is_secure(&request));
    let found = blocking(move || {
        let visitor =
            app.ask(&portal::actor("", Lang::default()), |ask| portal::enter(ask, &typed, &code))?;
        cookie_for(&app, secure, visitor)
    });
    let found = found.await;
    let pace = PACE.max(guess.wait).saturating_sub(begun.elapsed());
    actix_web::rt::time::sleep(pace).await;
    match found {
        Ok(Some(let_in)) => {
            web.app.gate.was_customer(&guess);
            on_in(&let_in)
        }
        Ok(None) => shown(&request, &web, lang, StatusCode::FORBIDDEN, Some(Shut::Wrong), &number).await,
        Err(failure) => failed(&request, failure, lang),
    }
}

type LetIn = (Visitor, actix_web::cookie::Cookie<'static>);

fn cookie_for(app: &App, secure: bool, visitor: Option<Visitor>) -> Result<Option<LetIn>, Failure> {
    let Some(visitor) = visitor else { return Ok(None) };
    let cookie = visit::let_in(app, secure, &visitor)?;
    Ok(cookie.map(|cookie| (visitor, cookie)))
}

/// On to the order that somebody was let in to.
fn on_in((visitor, cookie): &LetIn) -> HttpResponse {
    let mut response = on_to(&order_path(&visitor.order));
    drop(response.add_cookie(cookie));
    response
}

/// Lets in whoever comes by a signed link. The link leaves the address bar by the way on.
pub(super) async fn open(request: HttpRequest, token: Path<String>, web: Data<Web>) -> HttpResponse {
    let (lang, token, secure) = (language(&request), token.into_inner(), visit::is_secure(&request));
    let app = web.app.clone();
    let found = blocking(move || {
        if token.len() > LONGEST {
            return Ok(None);
        }
        let visitor = app.ask(&portal::actor("", Lang::default()), |ask| portal::open(ask, &token))?;
        cookie_for(&app, secure, visitor)
    });
    match found.await {
        Ok(Some(let_in)) => on_in(&let_in),
        Ok(None) => over(&request, &web, lang).await,
        Err(failure) => failed(&request, failure, lang),
    }
}

/// What a link leads to that is no good, and an order that this browser was not let in to: the same page.
pub(super) async fn over(request: &HttpRequest, web: &Web, lang: Lang) -> HttpResponse {
    noted(request, web, lang, StatusCode::NOT_FOUND, Note::Over).await
}

/// The same page for whoever sent a form, with what they wrote: it is not to be lost.
pub(super) async fn over_with(request: &HttpRequest, web: &Web, lang: Lang, form: &Form) -> HttpResponse {
    let written = ["text", "note", "comment"].iter().find_map(|name| form.get(*name));
    match written.map(|text| text.trim()).filter(|text| !text.is_empty()) {
        Some(text) => noted(request, web, lang, StatusCode::NOT_FOUND, Note::Unsent(text)).await,
        None => over(request, web, lang).await,
    }
}

/// Ends what this browser may see of an order.
pub(super) async fn leave(request: HttpRequest, form: Posted, web: Data<Web>) -> HttpResponse {
    let form = match posted::read(&request, &web, language(&request), form).await {
        Ok(form) => form,
        Err(page) => return page,
    };
    let (app, kept) = (web.app.clone(), visit::kept(&request));
    let ended = blocking(move || match visit::account(&app, &kept)? {
        Some(account) => super::mailed::sign_out(&app, &account),
        None => Ok(()),
    });
    if let Err(failure) = ended.await {
        return failed(&request, failure, language(&request));
    }
    let mut response = on_to("/portal/");
    if let Some(number) = form.get("number") {
        drop(response.add_cookie(&visit::let_out(number)));
    }
    drop(response.add_cookie(&visit::signed_out()));
    response
}
