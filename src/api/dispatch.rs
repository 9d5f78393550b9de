//! One way from a request to its answer, the same for every route: language, who asks, whether they may, what
//! was said, then the handler. Whatever goes wrong on the way is a problem document.

use super::endpoint::{Access, Endpoint, Run};
use super::input::{Raw, RequestKey};
use super::own::{self, Own};
use super::registry::Entry;
use super::{BASE, Web, headers, problem};
use crate::app::App;
use crate::auth::Credential;
use crate::domain::refusal::{Refusal, access, common};
use crate::domain::role::Actor;
use crate::store::Failure;
use crate::text::Lang;
use actix_web::http::uri::Authority;
use actix_web::http::{Method, StatusCode, header};
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Instant;

/// Largest body of a JSON request, in bytes.
pub(super) const LARGEST_BODY: usize = 1024 * 1024;
/// The cookie of a signed-in browser.
pub(super) const COOKIE: &str = "holdfast_session";
/// The cookie of an enrolled tablet.
pub(super) const DEVICE_COOKIE: &str = "holdfast_device";
/// The header with the secret of who is signed in at a tablet. Empty, it says that the tablet asks and nobody else.
const OPERATOR: &str = "holdfast-operator";

/// Answers a request to one of the registered paths.
pub(super) async fn dispatch(
    request: HttpRequest,
    payload: Payload,
    entry: Data<Entry>,
    web: Data<Web>,
) -> HttpResponse {
    let lang = headers::language(request.headers());
    let method = if *request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let Some(endpoint) = entry.endpoints.iter().find(|endpoint| endpoint.method == method) else {
        if method == Method::OPTIONS {
            let mut response = HttpResponse::build(StatusCode::NO_CONTENT);
            return response.insert_header((header::ALLOW, entry.allowed())).finish();
        }
        let refused = Refusal::at(access::METHOD_NOT_ALLOWED, "method", request.method());
        return problem::respond(refused.with("allowed", entry.allowed()).into(), lang.unwrap_or_default());
    };
    let (mut said, since) = (lang, Instant::now());
    let response = match answer(request, payload, endpoint, &web, &mut said).await {
        Ok(response) => response,
        Err(failure) => problem::respond(failure, said.unwrap_or_default()),
    };
    web.metrics.count(method.as_str(), &entry.path, response.status().as_u16(), since.elapsed());
    response
}

async fn answer(
    request: HttpRequest,
    mut payload: Payload,
    endpoint: &Endpoint,
    web: &Data<Web>,
    lang: &mut Option<Lang>,
) -> Result<HttpResponse, Failure> {
    let credential = credential(&request);
    let actor = match who(&web.app, credential.as_ref()).await {
        // Who was let in once may still do what anybody may: a revoked tablet is enrolled again.
        Err(Failure::Refused(_)) if endpoint.access == Access::Public => None,
        found => found?,
    };
    if let Some(actor) = &actor {
        lang.get_or_insert(actor.lang);
    }
    let cookie = matches!(credential, Some(Credential::Session(_) | Credential::Device { .. }));
    if cookie && !request.method().is_safe() {
        refuse_other_sites(&request)?;
    }
    let mut actor = permitted(&endpoint.access, actor)?;
    actor.lang = lang.unwrap_or_default();
    if let Run::Own(handler) = &endpoint.run {
        let (app, lang) = (web.app.clone(), actor.lang);
        let known = endpoint.documented.query_names();
        return handler(Own { app, actor, lang, request, payload, known }).await;
    }
    let body =
        if request.method().is_safe() { Bytes::new() } else { own::body(&mut payload, LARGEST_BODY).await? };
    let known = endpoint.documented.query_names();
    let raw = raw(&request, &body, known, actor.lang, json(&request, &body)?)?;
    let answer = match &endpoint.run {
        Run::Command(run) => run(web.app.clone(), actor, raw).await?,
        Run::Blocking(run) => {
            let (run, app) = (run.clone(), web.app.clone());
            own::blocking(move || run(&app, &actor, raw)).await?
        }
        Run::Own(_) => return Err(Failure::Broken("answered before".to_owned())),
    };
    Ok(answer.respond())
}

/// What a request says, with its body as `value`.
pub(super) fn raw(
    request: &HttpRequest,
    body: &[u8],
    known: Vec<String>,
    lang: Lang,
    value: Value,
) -> Result<Raw, Refusal> {
    Ok(Raw {
        path: path(request)?,
        query: query(request),
        if_match: headers::if_match(request)?,
        key: request_key(request, body)?,
        lang,
        known,
        body: value,
    })
}

/// What the request says about who sends it: a token before a session, a session before a tablet. What is the tablet's
/// own business is asked by the tablet, whoever else is signed in at the same browser. Calls for help are also people's:
/// they stand on the plain page.
pub(super) fn credential(request: &HttpRequest) -> Option<Credential> {
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        let text = value.to_str().unwrap_or_default();
        let (scheme, secret) = text.split_once(' ').unwrap_or((text, ""));
        let secret = if scheme.eq_ignore_ascii_case("bearer") { secret.trim() } else { "" };
        return Some(Credential::Token(secret.to_owned()));
    }
    let session = request.cookie(COOKIE).map(|cookie| Credential::Session(cookie.value().to_owned()));
    let Some(device) = request.cookie(DEVICE_COOKIE) else { return session };
    let operator = request.headers().get(OPERATOR);
    let path = request.path().strip_prefix(BASE).unwrap_or_default();
    let tablets = path.starts_with("/floor/") && !path.starts_with("/floor/calls");
    if operator.is_none() && !tablets && session.is_some() {
        return session;
    }
    // A stream goes on whoever signs in and out at the tablet, and whoever shows badge or PIN need not be signed in.
    let signs_in = matches!(path, "/floor/sign-in" | "/floor/approvals") && request.method() == Method::POST;
    let operator =
        operator.filter(|_| path != "/stream" && !signs_in).and_then(|secret| secret.to_str().ok());
    let operator = operator.map(str::trim).filter(|secret| !secret.is_empty()).map(str::to_owned);
    Some(Credential::Device { device: device.value().to_owned(), operator })
}

async fn who(app: &App, credential: Option<&Credential>) -> Result<Option<Actor>, Failure> {
    let Some(credential) = credential else { return Ok(None) };
    match app.gate.remembers(credential) {
        Some(actor) => Ok(Some(actor)),
        None => own::who(app, credential).await,
    }
}

/// The actor, if the rule of the route lets them pass.
fn permitted(rule: &Access, actor: Option<Actor>) -> Result<Actor, Refusal> {
    let nobody = || Actor {
        name: "nobody".to_owned(),
        rights: BTreeSet::new(),
        roles: BTreeSet::new(),
        lang: Lang::default(),
        floor: None,
    };
    match (rule, actor) {
        (Access::Public, actor) => Ok(actor.unwrap_or_else(nobody)),
        (_, None) => Err(Refusal::new(common::NOT_SIGNED_IN)),
        (Access::SignedIn, Some(actor)) => Ok(actor),
        (Access::Any(rights), Some(actor)) => {
            actor.expect_any(rights)?;
            Ok(actor)
        }
    }
}

/// A browser sends its cookie along with whatever another site's page makes it send. Those are refused.
pub(super) fn refuse_other_sites(request: &HttpRequest) -> Result<(), Refusal> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let same_site = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            // HTTP/2 says in the address what HTTP/1.1 says in a header.
            let own = text("host").or_else(|| request.uri().authority().map(Authority::as_str));
            own.is_some_and(|own| own.eq_ignore_ascii_case(host))
        }
        // Neither header: no browser of this decade.
        (None, None) => true,
    };
    if same_site { Ok(()) } else { Err(Refusal::new(access::OTHER_SITE)) }
}

fn path(request: &HttpRequest) -> Result<Vec<(String, String)>, Refusal> {
    // The router has decoded the path already, with replacement characters for what is no text.
    let written = request.uri().path();
    if String::from_utf8(percent_decoded(written)).is_err() {
        let refused = Refusal::at(common::INVALID_VALUE, "path", written);
        return Err(refused.with_words("reason", "it is not UTF-8", "不是 UTF-8 文本"));
    }
    let text = |encoded: &str| String::from_utf8_lossy(&percent_decoded(encoded)).into_owned();
    Ok(request.match_info().iter().map(|(name, encoded)| (name.to_owned(), text(encoded))).collect())
}

/// `%41` as `A`. What is no such escape stays.
fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| bytes[at] == b'%');
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    decoded
}

fn query(request: &HttpRequest) -> Vec<(String, String)> {
    let text =
        |encoded: &str| String::from_utf8_lossy(&percent_decoded(&encoded.replace('+', " "))).into_owned();
    let pairs = request.query_string().split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| (text(k), text(v))).collect()
}

fn request_key(request: &HttpRequest, body: &[u8]) -> Result<Option<RequestKey>, Refusal> {
    if request.method().is_safe() {
        return Ok(None);
    }
    let Some(key) = headers::idempotency_key(request)? else { return Ok(None) };
    let mut hash = Sha256::new();
    hash.update(request.method().as_str());
    hash.update(b"\n");
    hash.update(request.uri().path_and_query().map_or("", |path| path.as_str()));
    hash.update(b"\n");
    hash.update(body);
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        write!(hex, "{byte:02x}").unwrap_or_default();
    }
    Ok(Some(RequestKey { key, request: hex, guarded: None }))
}

pub(super) fn json(request: &HttpRequest, body: &[u8]) -> Result<Value, Refusal> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence != "application/json" && !essence.ends_with("+json") {
        let shown = if kind.is_empty() { "?" } else { kind };
        return Err(Refusal::at(access::NOT_JSON, "Content-Type", shown).with("expected", "application/json"));
    }
    serde_json::from_slice(body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let en = format!("wrong at line {line}, column {column}");
        Refusal::new(common::INVALID_BODY).with_words("reason", en, format!("第 {line} 行第 {column} 列有误"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(percent_decoded("A%2FB%2541"), b"A/B%41");
        assert_eq!(percent_decoded("100%"), b"100%");
        assert_eq!(percent_decoded("%zz"), b"%zz");
    }

    #[test]
    fn a_page_of_another_site_is_refused() {
        let from = |headers: &[(&'static str, &'static str)]| {
            let mut request = TestRequest::post().insert_header(("host", "shop.example:8080"));
            for header in headers {
                request = request.insert_header(*header);
            }
            refuse_other_sites(&request.to_http_request())
        };
        assert!(from(&[("sec-fetch-site", "same-origin")]).is_ok());
        assert!(from(&[("origin", "http://shop.example:8080")]).is_ok());
        assert!(from(&[]).is_ok());
        assert!(from(&[("sec-fetch-site", "cross-site")]).is_err());
        assert!(from(&[("sec-fetch-site", "same-site")]).is_err());
        assert!(from(&[("origin", "http://elsewhere.example")]).is_err());
        assert!(from(&[("origin", "null")]).is_err());
    }

    #[test]
    fn the_right_that_is_missing_is_named() {
        use crate::domain::role::{Right, Role};
        let operator = Actor {
            name: "user:wu".to_owned(),
            rights: Role::Operator.rights().iter().copied().collect(),
            roles: [Role::Operator].into(),
            lang: Lang::Zh,
            floor: None,
        };
        let refused = permitted(&Right::Sell.into(), Some(operator.clone())).expect_err("no right");
        assert!(refused.title(Lang::Zh).contains("录入订单"), "{}", refused.title(Lang::Zh));
        assert!(permitted(&Right::Report.into(), Some(operator)).is_ok());
        assert_eq!(permitted(&Access::SignedIn, None).map_err(|r| r.code.status), Err(401));
    }
}
