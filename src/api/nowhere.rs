//! What is at no registered path: a problem document for programs, a small page for people. Both say only that there is
//! nothing here, and where something is.

use super::headers::{self, PAGE_POLICY};
use super::{BASE, app_files, problem};
use crate::domain::refusal::{Refusal, common};
use crate::text::absent::{Absent, NOT_YET, TO_BOARD, UNBUILT, UNKNOWN};
use crate::text::plan_labels::fill;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};

/// The page.
const PAGE: &str = include_str!("page/absent.html");
/// Where the clients will be.
const TO_COME: [&str; 1] = ["office"];

/// Answers what is at no registered path.
pub(super) async fn nowhere(request: HttpRequest) -> HttpResponse {
    if is_looked_at(&request) {
        return page(request.path());
    }
    let missing = Refusal::at(common::NO_SUCH_PATH, "path", request.path());
    let mut response =
        problem::respond(missing.into(), headers::language(request.headers()).unwrap_or_default());
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept"));
    response
}

/// Whether a browser asks for something to look at. What asks for any media, or asks the API, is a program.
fn is_looked_at(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let is_html = |range: &str| {
        range.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
    };
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    reads
        && !request.path().starts_with(BASE)
        && accepted.is_some_and(|accepted| accepted.split(',').any(is_html))
}

fn page(path: &str) -> HttpResponse {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let Absent { title, text } = match first {
        "floor" if !app_files::is_built() => UNBUILT,
        first if TO_COME.contains(&first) => NOT_YET,
        _ => UNKNOWN,
    };
    let words = [
        ("title_en", title.en),
        ("title_zh", title.zh),
        ("text_en", text.en),
        ("text_zh", text.zh),
        ("board_en", TO_BOARD.en),
        ("board_zh", TO_BOARD.zh),
    ];
    let mut response = HttpResponse::NotFound();
    response.insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY));
    response.insert_header((header::VARY, "Accept"));
    response.content_type("text/html; charset=utf-8").body(fill(PAGE, &words))
}
