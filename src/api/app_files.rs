//! The built client of the shop floor, carried by the program and served below `/floor/`.
//!
//! What has its content in its name is kept for ever, everything else is asked for again. What is not there is not
//! there: the page never stands in for a file, and nothing of it is at `/`, where its worker would see every page.

use super::nowhere::nowhere;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{self, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;
use std::fmt::Write;

/// The files of the client; none where it was not built.
#[derive(RustEmbed)]
#[folder = "shop-floor-client/dist"]
#[allow_missing = true]
struct Floor;

/// What the client may do: what comes from here, the camera's pictures, and its reader of codes in WebAssembly.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; \
    media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// Where a build keeps files that have their content in their name.
const KEPT: &str = "assets/";

/// A file that the program carries.
struct Carried {
    data: Cow<'static, [u8]>,
    hash: [u8; 32],
    media: String,
}

impl From<EmbeddedFile> for Carried {
    fn from(file: EmbeddedFile) -> Self {
        let (hash, media) = (file.metadata.sha256_hash(), file.metadata.mimetype().to_owned());
        Self { data: file.data, hash, media }
    }
}

/// Whether the program carries the client.
pub(super) fn is_built() -> bool {
    Floor::get("index.html").is_some()
}

/// Adds the client.
pub(super) fn configure(config: &mut ServiceConfig) {
    config.route("/floor", web::get().to(to_floor));
    config.route("/floor/{file:.*}", web::get().to(file));
    config.route("/floor/{file:.*}", web::head().to(file));
}

async fn to_floor(request: HttpRequest) -> HttpResponse {
    if !is_built() {
        return nowhere(request).await;
    }
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/floor/")).finish()
}

async fn file(request: HttpRequest, path: Path<String>) -> HttpResponse {
    match answer(request.headers(), &path, |path| Floor::get(path).map(Into::into)) {
        Some(response) => response,
        None => nowhere(request).await,
    }
}

/// The answer with the file at `path`, the page itself for none.
fn answer(headers: &HeaderMap, path: &str, get: impl Fn(&str) -> Option<Carried>) -> Option<HttpResponse> {
    let path = if path.is_empty() { "index.html" } else { path };
    let plain = get(path)?;
    let packed = [("br", ".br"), ("gzip", ".gz")].into_iter().find_map(|(coding, end)| {
        let found = get(&format!("{path}{end}")).filter(|_| accepts(headers, coding))?;
        Some((coding, found))
    });
    let kind = kind(&plain.media);
    let (coding, found) = packed.map_or((None, plain), |(coding, found)| (Some(coding), found));
    let tag = tag(&found);
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    response.insert_header((header::VARY, "Accept-Encoding"));
    response.insert_header((header::ETAG, tag.clone()));
    let age = if path.starts_with(KEPT) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.insert_header((header::CACHE_CONTROL, age));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return Some(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    if let Some(coding) = coding {
        response.insert_header((header::CONTENT_ENCODING, coding));
    }
    response.content_type(kind);
    // Of an answer to HEAD the server sends no body.
    Some(response.body(found.data.into_owned()))
}

/// Whether an answer may be packed so.
pub(super) fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        named && !parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>() == Ok(0.0)))
    })
}

/// The media type, with the one way in which our texts are written.
fn kind(media: &str) -> String {
    let is_text = media.starts_with("text/") || media.ends_with("json") || media.ends_with("javascript");
    if is_text { format!("{media}; charset=utf-8") } else { media.to_owned() }
}

fn tag(file: &Carried) -> String {
    let mut tag = String::from("\"");
    for byte in &file.hash[..12] {
        write!(tag, "{byte:02x}").unwrap_or_default();
    }
    tag + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::body::to_bytes;
    use actix_web::http::header::HeaderValue;

    /// A client of a page, a script that is packed both ways, and a worker.
    fn built(path: &str) -> Option<Carried> {
        let (text, media) = match path {
            "index.html" => ("<!doctype html>", "text/html"),
            "assets/index-1.js" => ("let plain;", "text/javascript"),
            "assets/index-1.js.br" => ("br", "application/octet-stream"),
            "assets/index-1.js.gz" => ("gz", "application/gzip"),
            "assets/reader-1.wasm" => ("wasm", "application/wasm"),
            "sw.js" => ("self", "text/javascript"),
            _ => return None,
        };
        let hash = std::array::from_fn(|at| text.as_bytes().get(at).copied().unwrap_or_default());
        Some(Carried { data: Cow::Borrowed(text.as_bytes()), hash, media: media.to_owned() })
    }

    fn asked(path: &str, headers: &[(header::HeaderName, &'static str)]) -> Option<HttpResponse> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(name.clone(), HeaderValue::from_static(value));
        }
        answer(&map, path, built)
    }

    fn said(response: &HttpResponse, name: header::HeaderName) -> &str {
        response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[actix_web::test]
    async fn a_file_is_packed_as_the_browser_can_unpack_it() {
        let script =
            |accepts: &'static str| asked("assets/index-1.js", &[(header::ACCEPT_ENCODING, accepts)]);
        for (accepts, coding, text) in [
            ("gzip, deflate, br", "br", "br"),
            ("gzip", "gzip", "gz"),
            ("br;q=0, gzip;q=0.5", "gzip", "gz"),
            ("identity", "", "let plain;"),
        ] {
            let response = script(accepts).expect("it is there");
            assert_eq!(said(&response, header::CONTENT_ENCODING), coding);
            assert_eq!(said(&response, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
            assert_eq!(said(&response, header::VARY), "Accept-Encoding");
            assert_eq!(to_bytes(response.into_body()).await.expect("a body"), text.as_bytes());
        }
        assert!(
            asked("", &[(header::ACCEPT_ENCODING, "br")]).is_some(),
            "what is not packed is sent as it is"
        );
    }

    #[actix_web::test]
    async fn what_has_its_content_in_its_name_is_kept_and_nothing_else() {
        let kept =
            |path: &str| said(&asked(path, &[]).expect("it is there"), header::CACHE_CONTROL).to_owned();
        assert_eq!(kept("assets/index-1.js"), "public, max-age=31536000, immutable");
        assert_eq!((kept(""), kept("sw.js")), ("no-cache".to_owned(), "no-cache".to_owned()));
        let page = asked("", &[]).expect("it is there");
        assert!(said(&page, header::CONTENT_SECURITY_POLICY).contains("'wasm-unsafe-eval'"));
        assert_eq!(
            said(&asked("assets/reader-1.wasm", &[]).expect("there"), header::CONTENT_TYPE),
            "application/wasm"
        );
        let tag: &'static str = said(&page, header::ETAG).to_owned().leak();
        let again = asked("", &[(header::IF_NONE_MATCH, tag)]).expect("it is there");
        assert_eq!(again.status(), 304);
        assert!(to_bytes(again.into_body()).await.expect("a body").is_empty());
    }

    #[test]
    fn what_is_not_there_is_not_the_page() {
        for missing in ["assets/index-0.js", "list", "assets/", "../Cargo.toml", "index"] {
            assert!(asked(missing, &[]).is_none(), "{missing}");
        }
    }
}
