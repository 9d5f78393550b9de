//! A customer's browser: in which language it reads, which order it was let in to, and how every page is sent.

use super::view::order_path;
use crate::api::headers;
use crate::app::App;
use crate::auth;
use crate::services::portal::{self, Account, Visitor};
use crate::store::Failure;
use crate::text::Lang;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpRequest, HttpResponse};

/// The cookie of a browser that was let in to an order; it is sent for that order only.
const ORDER: &str = "holdfast-order";
/// The cookie of a browser at which a customer has signed in.
const ACCOUNT: &str = "holdfast-customer";
/// The cookie that keeps the language which was asked for.
const LANGUAGE: &str = "holdfast-language";
/// For so long a browser stays let in, in hours.
const HOURS: i64 = 12;

/// What pages may do: styles, scripts and pictures from here, forms to here, and nothing else.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Other sites learn nothing of where somebody was; our own forms are to say that they are ours, which a browser that sends no
/// referrer at all does not.
const REFERRER: &str = "same-origin";

/// Longest number, code or link that is looked at, in characters.
pub(super) const LONGEST: usize = 400;
/// How long a look-up takes at least: longer than any takes, so that its time says nothing.
pub(super) const PACE: std::time::Duration = std::time::Duration::from_millis(400);

/// The language in which a page is read: asked for in its address, kept from before, or what the browser likes best.
pub(super) fn language(request: &HttpRequest) -> Lang {
    let asked = super::super::outside::asked(request);
    let kept = || match request.cookie(LANGUAGE)?.value() {
        "en" => Some(Lang::En),
        "zh" => Some(Lang::Zh),
        _ => None,
    };
    asked.or_else(kept).or_else(|| headers::language(request.headers())).unwrap_or_default()
}

/// Where the request comes from.
pub(super) fn address(request: &HttpRequest) -> String {
    crate::api::own::address(request)
}

/// Whether this request came over TLS: cookies are kept from travelling in the open then.
pub(super) fn is_secure(request: &HttpRequest) -> bool {
    request.connection_info().scheme() == "https"
}

/// A cookie of the portal: no script reads it, and pages of other sites send nothing with it.
fn cookie(name: &'static str, value: String, path: &str, age: Duration, is_secure: bool) -> Cookie<'static> {
    Cookie::build(name, value)
        .path(path.to_owned())
        .max_age(age)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_secure)
        .finish()
}

/// What takes a cookie away.
fn removal(name: &'static str, path: String) -> Cookie<'static> {
    let mut cookie = Cookie::build(name, "").path(path).finish();
    cookie.make_removal();
    cookie
}

/// The cookie that lets a browser in to an order; nothing where that can't be.
///
/// # Errors
///
/// What the database says.
pub(super) fn let_in(
    app: &App,
    is_secure: bool,
    visitor: &Visitor,
) -> Result<Option<Cookie<'static>>, Failure> {
    let actor = portal::actor("", Lang::default());
    let kept = app.ask(&actor, |ask| portal::session(ask, visitor, until()))?;
    let path = order_path(&visitor.order);
    Ok(kept.map(|kept| cookie(ORDER, kept, &path, Duration::hours(HOURS), is_secure)))
}

/// The cookie that ends that.
pub(super) fn let_out(number: &str) -> Cookie<'static> {
    removal(ORDER, order_path(number))
}

/// What a browser sends to be let in with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Kept {
    order: Option<String>,
    account: Option<String>,
}

impl Kept {
    /// With this cookie of an order.
    #[cfg(test)]
    pub(super) fn of(order: Option<&str>) -> Self {
        Self { order: order.map(str::to_owned), account: None }
    }
}

/// What this browser sends to be let in with.
pub(super) fn kept(request: &HttpRequest) -> Kept {
    let value = |name: &str| request.cookie(name).map(|cookie| cookie.value().to_owned());
    Kept { order: value(ORDER), account: value(ACCOUNT) }
}

/// The customer who has signed in at this browser.
///
/// # Errors
///
/// What the database says.
pub(super) fn account(app: &App, kept: &Kept) -> Result<Option<Account>, Failure> {
    let Some(kept) = kept.account.as_deref() else { return Ok(None) };
    app.ask(&portal::actor("", Lang::default()), |ask| portal::account(ask, kept, now()))
}

/// The visitor of an order, if this browser was let in to it, or its customer has signed in at it.
///
/// # Errors
///
/// What the database says.
pub(super) fn visitor(app: &App, kept: &Kept, number: &str) -> Result<Option<Visitor>, Failure> {
    let actor = portal::actor("", Lang::default());
    if let Some(kept) = kept.order.as_deref() {
        let found = app.ask(&actor, |ask| portal::seen(ask, kept, now()))?;
        if let Some(visitor) = found.filter(|visitor| visitor.order == number) {
            return Ok(Some(visitor));
        }
    }
    let Some(account) = account(app, kept)? else { return Ok(None) };
    app.ask(&actor, |ask| portal::of_account(ask, &account, number))
}

/// The cookie of a browser at which a customer has signed in.
pub(super) fn signed_in(request: &HttpRequest, kept: String) -> Cookie<'static> {
    cookie(ACCOUNT, kept, "/portal", Duration::hours(HOURS), is_secure(request))
}

/// The cookie that ends that.
pub(super) fn signed_out() -> Cookie<'static> {
    removal(ACCOUNT, "/portal".to_owned())
}

/// Now, in seconds of the machine's clock.
pub(super) fn now() -> i64 {
    auth::now().utc().timestamp()
}

/// Until when a browser that is let in now stays so, in seconds of the machine's clock.
pub(super) fn until() -> i64 {
    now() + HOURS * 3_600
}

/// A page, as every page of the portal is sent: nobody keeps, frames, indexes it, and no other site learns where it was read.
pub(super) fn answered(request: &HttpRequest, status: StatusCode, page: String) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, REFERRER))
        .insert_header((HeaderName::from_static("x-robots-tag"), "noindex, nofollow"));
    if let Some(lang) = super::super::outside::asked(request) {
        let value = if lang == Lang::Zh { "zh" } else { "en" };
        let kept = cookie(LANGUAGE, value.to_owned(), "/portal", Duration::days(365), is_secure(request));
        response.cookie(kept);
    }
    response.content_type("text/html; charset=utf-8").body(page)
}

/// On to another page, by a request of its own.
pub(super) fn on_to(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, REFERRER))
        .finish()
}
