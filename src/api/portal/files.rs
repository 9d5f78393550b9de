//! What pages bring along: the style sheet in the shop's colour, the script, the logo; and the papers of an order.

use super::door::{failed, over, sent};
use super::papers::PaperKind;
use super::visit::{self, language};
use super::{look, render};
use crate::api::Web;
use crate::api::app_files::accepts;
use crate::api::own::blocking;
use crate::services::portal;
use crate::text::Lang;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// The style sheet.
pub(super) async fn style(request: HttpRequest, web: Data<Web>) -> HttpResponse {
    let app = web.app.clone();
    match blocking(move || portal::company(&app, &portal::actor("", Lang::default()))).await {
        Ok((company, _)) => {
            file(&request, "text/css; charset=utf-8", &look::style(company.colour.as_deref()))
        }
        Err(failure) => failed(&request, failure, language(&request)),
    }
}

/// The script.
pub(super) async fn script(request: HttpRequest) -> HttpResponse {
    file(&request, "text/javascript; charset=utf-8", look::SCRIPT)
}

/// A file whose address changes with what stands in it. It goes packed: nothing is painted before the style sheet is there.
fn file(request: &HttpRequest, kind: &str, text: &str) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    response.insert_header((header::VARY, "Accept-Encoding"));
    response.content_type(kind);
    match accepts(request.headers(), "gzip").then(|| packed(text)) {
        Some(Ok(bytes)) => response.insert_header((header::CONTENT_ENCODING, "gzip")).body(bytes),
        _ => response.body(text.to_owned()),
    }
}

/// A text in gzip.
pub(super) fn packed(text: &str) -> std::io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes())?;
    packer.finish()
}

/// The shop's logo.
pub(super) async fn logo(request: HttpRequest, hash: Path<String>, web: Data<Web>) -> HttpResponse {
    let app = web.app.clone();
    let found = blocking(move || portal::logo(&app, &hash));
    match found.await {
        Ok(Some(logo)) => {
            let mut response = HttpResponse::Ok();
            response.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
            response.insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"));
            response.content_type(logo.media_type).body(logo.bytes)
        }
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(failure) => failed(&request, failure, language(&request)),
    }
}

/// A paper: `confirmation`, `status`, each with `.pdf` as a file.
pub(super) async fn paper(
    request: HttpRequest,
    path: Path<(String, String)>,
    web: Data<Web>,
) -> HttpResponse {
    let (number, name) = path.into_inner();
    let (name, as_file) = parted(&name);
    match name {
        "confirmation" | "status" => {
            given(&request, &web, number, name.to_owned(), String::new(), as_file).await
        }
        _ => over(&request, &web, language(&request)).await,
    }
}

/// The packing slip of a dispatch note.
pub(super) async fn slip(request: HttpRequest, path: Path<(String, String)>, web: Data<Web>) -> HttpResponse {
    let (number, note) = path.into_inner();
    let (note, as_file) = parted(&note);
    given(&request, &web, number, "packing-slip".to_owned(), note.to_owned(), as_file).await
}

fn parted(name: &str) -> (&str, bool) {
    name.strip_suffix(".pdf").map_or((name, false), |name| (name, true))
}

async fn given(
    request: &HttpRequest,
    web: &Web,
    number: String,
    name: String,
    note: String,
    as_file: bool,
) -> HttpResponse {
    let (lang, kept) = (language(request), visit::kept(request));
    // Printed and taken along, so it is where customers come in, whatever the request names.
    let asked = || format!("{}://{}", request.connection_info().scheme(), request.connection_info().host());
    let origin = super::customers_address(&web.app).unwrap_or_else(asked);
    let app = web.app.clone();
    let found = blocking(move || {
        let Some(visitor) = visit::visitor(&app, &kept, &number)? else { return Ok(None) };
        let who = portal::actor("", lang);
        let page = portal::page(&app, &who, &visitor, lang)?;
        let code = app.ask(&who, |ask| portal::access(ask, &number))?.code.filter(|_| !visitor.by_link);
        let logo = if as_file { portal::logo_of(&app, &page)? } else { None };
        Ok(Some((page, code, (name, note), logo)))
    });
    match found.await {
        Ok(Some((page, code, (name, note), logo))) => {
            let address = format!("{origin}/portal/");
            let kind = match name.as_str() {
                "confirmation" => {
                    PaperKind::Confirmation(code.as_deref().map(|code| (address.as_str(), code)))
                }
                "status" => PaperKind::Status,
                _ => PaperKind::PackingSlip(&note),
            };
            if as_file {
                return match render::paper_file(&page, lang, kind, logo) {
                    Some(bytes) => pdf(&page.number, &name, bytes),
                    None => over(request, web, lang).await,
                };
            }
            match render::paper(&page, lang, kind) {
                Ok(Some(paper)) => sent(request, lang, StatusCode::OK, Ok(paper)),
                Ok(None) => over(request, web, lang).await,
                Err(error) => sent(request, lang, StatusCode::OK, Err(error)),
            }
        }
        Ok(None) => over(request, web, lang).await,
        Err(failure) => failed(request, failure, lang),
    }
}

fn pdf(number: &str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    let safe: String =
        number.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((HeaderName::from_static("x-robots-tag"), "noindex, nofollow"))
        .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}-{safe}.pdf\"")));
    response.content_type("application/pdf").body(bytes)
}
