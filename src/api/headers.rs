//! Headers of requests that every route understands, and those that every response carries.

use super::misread;
use crate::domain::refusal::{Refusal, access};
use crate::services::ANY_VERSION;
use crate::text::Lang;
use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Longest idempotency key, in characters.
const LONGEST_KEY: usize = 200;

/// What scripts, frames and other sites may do with an answer of the API: nothing.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// What the pages may do: what comes from here, and nothing else.
pub(super) const PAGE_POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// The language that a request asks for, if it asks for one that we have.
pub(super) fn language(headers: &HeaderMap) -> Option<Lang> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Lang)> = None;
    for part in accepted.split(',') {
        let mut pieces = part.trim().split(';');
        let tag = pieces.next().unwrap_or_default();
        let lang = match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Lang::En,
            "zh" => Lang::Zh,
            _ => continue,
        };
        let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        if weight > 0.0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

/// The version that a change is based on; [`ANY_VERSION`] for `*`.
pub(super) fn if_match(request: &HttpRequest) -> Result<Option<i64>, Refusal> {
    let Some(text) = text(request, &header::IF_MATCH, "If-Match")? else { return Ok(None) };
    if text == "*" {
        return Ok(Some(ANY_VERSION));
    }
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let digits = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
    match bare.parse::<i64>() {
        Ok(version) if digits => Ok(Some(version)),
        _ => Err(bad("If-Match", text, "it must be a version such as \"3\"", "应为版本号，例如 \"3\"")),
    }
}

/// The request's idempotency key.
pub(super) fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, Refusal> {
    const NAME: HeaderName = HeaderName::from_static("idempotency-key");
    let Some(text) = text(request, &NAME, "Idempotency-Key")? else { return Ok(None) };
    let printable = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if text.is_empty() || text.len() > LONGEST_KEY || !printable {
        let en = format!("it must have 1 to {LONGEST_KEY} printable ASCII characters");
        return Err(bad("Idempotency-Key", text, &en, &format!("应为 1 至 {LONGEST_KEY} 个可见 ASCII 字符")));
    }
    Ok(Some(text.to_owned()))
}

/// Adds what every response carries, unless the handler said otherwise.
pub(super) fn secure(headers: &mut HeaderMap) {
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::CONTENT_SECURITY_POLICY, API_POLICY);
    set(header::CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
}

fn text<'a>(
    request: &'a HttpRequest,
    name: &HeaderName,
    shown: &'static str,
) -> Result<Option<&'a str>, Refusal> {
    let mut values = request.headers().get_all(name);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(bad(shown, "", "it stands twice", "重复出现"));
    }
    match value.to_str() {
        Ok(text) => Ok(Some(text.trim())),
        Err(_) => Err(bad(shown, "", "it is not plain ASCII", "含有非 ASCII 字符")),
    }
}

fn bad(name: &'static str, value: &str, en: &str, zh: &str) -> Refusal {
    let value = misread::shown(&value.into());
    Refusal::at(access::BAD_HEADER, name, value).with_words("reason", en, zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_language_is_the_one_liked_best() {
        let of = |accepted: &str| {
            let request = TestRequest::default().insert_header((header::ACCEPT_LANGUAGE, accepted));
            language(request.to_http_request().headers())
        };
        assert_eq!(of("zh-CN,zh;q=0.9,en;q=0.8"), Some(Lang::Zh));
        assert_eq!(of("de, en;q=0.4, zh;q=0.3"), Some(Lang::En));
        assert_eq!(of("de"), None);
        assert_eq!(of("zh;q=0"), None);
    }

    #[test]
    fn versions_are_plain_or_quoted_and_strong() {
        let of = |value: &str| {
            if_match(&TestRequest::default().insert_header((header::IF_MATCH, value)).to_http_request())
        };
        assert_eq!(of("3"), Ok(Some(3)));
        assert_eq!(of("\"3\""), Ok(Some(3)));
        assert_eq!(of("*"), Ok(Some(ANY_VERSION)));
        for bad in ["W/\"3\"", "-1", "+3", "\"\"", "3, 4", "\"3", "99999999999999999999"] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn idempotency_keys_are_printable_and_short() {
        let of = |value: &str| {
            idempotency_key(
                &TestRequest::default().insert_header(("idempotency-key", value)).to_http_request(),
            )
        };
        assert_eq!(of("report-7"), Ok(Some("report-7".to_owned())));
        assert!(of("").is_err());
        assert!(of(&"k".repeat(201)).is_err());
        assert!(of("ключ").is_err());
    }
}
