//! The plant's own certificate, for tablets to install: a page with the steps, and the file. Beside the requests over TLS
//! these may come in without it, at a listener that has nothing else and sends everything else on.

use super::headers::{self, PAGE_POLICY};
use crate::text::Lang;
use crate::text::plan_labels::fill;
use crate::text::tls::TRUST;
use crate::tls::Renewed;
use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, HttpServer};
use std::io;
use std::net::TcpListener;
use std::sync::Arc;

/// The page.
const PAGE: &str = include_str!("page/trust.html");

/// The plant's own certificates, where it makes them.
pub(super) type Own = Option<Arc<Renewed>>;

/// Adds the page and the file.
pub(super) fn configure(config: &mut ServiceConfig, own: Own) {
    if own.is_some() {
        config.app_data(Data::new(own));
        config.route("/ca", web::get().to(page));
        config.route("/ca.crt", web::get().to(file));
    }
}

/// The authority's certificate, as all systems read it.
async fn file(own: Data<Own>) -> HttpResponse {
    let Some(own) = own.as_ref() else { return HttpResponse::NotFound().finish() };
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"holdfast-ca.crt\""));
    response.insert_header((header::CACHE_CONTROL, "no-cache"));
    response.content_type("application/x-x509-ca-cert").body(own.authority().certificate().to_vec())
}

async fn page(request: HttpRequest, own: Data<Own>) -> HttpResponse {
    let Some(own) = own.as_ref() else { return HttpResponse::NotFound().finish() };
    let lang = headers::language(request.headers()).unwrap_or_default();
    let steps =
        |text: &str| text.split('|').fold(String::new(), |list, step| list + "<li>" + step.trim() + "</li>");
    let said = TRUST.map(|(name, words)| {
        let text = if lang == Lang::Zh { words.zh } else { words.en };
        (name, if name.ends_with("_steps") { steps(text) } else { text.to_owned() })
    });
    // It may be broken between its pairs, and nowhere else.
    let fingerprint = own.authority().fingerprint().replace(':', ":<wbr>");
    let tag = if lang == Lang::Zh { "zh-CN" } else { "en" };
    let mut values = vec![("lang", tag), ("fingerprint", fingerprint.as_str())];
    values.extend(said.iter().map(|(name, text)| (*name, text.as_str())));
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY));
    response.insert_header((header::VARY, "Accept-Language"));
    response.insert_header((header::CACHE_CONTROL, "no-cache"));
    response.content_type("text/html; charset=utf-8").body(fill(PAGE, &values))
}

/// A server without TLS that has the certificate, and sends everything else to the one at `port`.
pub(super) fn beside(listener: TcpListener, own: Own, port: u16) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .wrap(from_fn(super::serving::secured))
            .configure(|config| configure(config, own.clone()))
            .route("/page/board.css", web::get().to(super::beside::style))
            .default_service(web::to(move |request: HttpRequest| std::future::ready(sent_on(&request, port))))
    });
    Ok(server.listen(listener)?.workers(1).disable_signals().shutdown_timeout(1).run())
}

/// The same place over TLS. A changed method would lose what was sent, so it stays.
fn sent_on(request: &HttpRequest, port: u16) -> HttpResponse {
    let info = request.connection_info();
    let host = match info.host().rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host.to_owned(),
        _ => info.host().to_owned(),
    };
    let place = if port == 443 { host } else { format!("{host}:{port}") };
    let to = format!("https://{place}{}", request.uri());
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, to)).finish()
}
