//! What stands beside the routes: the API's document and a page to try it, health, figures for a monitor, and
//! the plain page at `/`.

use super::headers::PAGE_POLICY;
use super::nowhere::nowhere;
use super::{Api, Documented, Own, Public, Web, app_files, own};
use crate::store::{self, Failure, MAIN_PLANT};
use actix_web::http::{Method, StatusCode, header};
use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;
use std::sync::Arc;

/// The try-out page brings styles inside its markup.
const DOCS_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    object-src 'none'; frame-ancestors 'none'; base-uri 'none'";

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The files of the plain page.
const PAGES: [(&str, &str, &str); 20] = [
    ("/", "text/html; charset=utf-8", include_str!("page/board.html")),
    ("/page/board.css", "text/css; charset=utf-8", include_str!("page/board.css")),
    ("/page/board.js", SCRIPT, include_str!("page/board.js")),
    ("/page/calls.js", SCRIPT, include_str!("page/calls.js")),
    ("/page/screen.js", SCRIPT, include_str!("page/screen.js")),
    ("/page/states.js", SCRIPT, include_str!("page/states.js")),
    ("/page/talk.js", SCRIPT, include_str!("page/talk.js")),
    ("/page/help.js", SCRIPT, include_str!("page/help.js")),
    ("/page/demo.js", SCRIPT, include_str!("page/demo.js")),
    ("/page/odds.js", SCRIPT, include_str!("page/odds.js")),
    ("/page/why.js", SCRIPT, include_str!("page/why.js")),
    ("/page/words.js", SCRIPT, include_str!("page/words.js")),
    ("/tablets", "text/html; charset=utf-8", include_str!("page/tablets.html")),
    ("/page/tablets.css", "text/css; charset=utf-8", include_str!("page/tablets.css")),
    ("/page/tablets.js", SCRIPT, include_str!("page/tablets.js")),
    ("/page/tablets-words.js", SCRIPT, include_str!("page/tablets-words.js")),
    ("/page/outside.css", "text/css; charset=utf-8", include_str!("page/outside.css")),
    ("/page/print.js", SCRIPT, include_str!("page/print.js")),
    ("/page/print-label.css", "text/css; charset=utf-8", include_str!("page/print-label.css")),
    ("/page/print-traveller.css", "text/css; charset=utf-8", include_str!("page/print-traveller.css")),
];

/// Registers the API's own document among the routes.
pub(super) fn routes(api: &mut Api) {
    let documented = Documented::default().answering_media(200, "application/json");
    api.own(Method::GET, "/openapi.json", Public, "This document", documented, openapi);
}

fn openapi(own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        let web = own.request.app_data::<Data<Web>>();
        let document = web.map(|web| web.openapi.clone()).unwrap_or_default();
        Ok(HttpResponse::Ok().content_type("application/json").body(document))
    })
}

/// Adds what is no route of the API.
pub(super) fn configure(config: &mut ServiceConfig) {
    config.route("/healthz", web::get().to(alive));
    config.route("/readyz", web::get().to(ready));
    config.route("/metrics", web::get().to(metrics));
    let swagger = utoipa_swagger_ui::Config::from("/api/v1/openapi.json").try_it_out_enabled(true);
    config.app_data(Data::new(Arc::new(swagger)));
    config.route("/api/docs", web::get().to(to_docs));
    config.route("/api/docs/{file:.*}", web::get().to(docs));
    app_files::configure(config);
    for (path, kind, text) in PAGES {
        config.route(path, web::get().to(move || std::future::ready(page(kind, text))));
    }
}

/// What the pages of people outside of the house look like, where nothing else is served.
pub(super) fn outside_styles(config: &mut ServiceConfig) {
    config.route("/page/board.css", web::get().to(style));
    let outside = || std::future::ready(page("text/css; charset=utf-8", include_str!("page/outside.css")));
    config.route("/page/outside.css", web::get().to(outside));
}

/// The look of the pages.
pub(super) async fn style() -> HttpResponse {
    page("text/css; charset=utf-8", include_str!("page/board.css"))
}

fn page(kind: &'static str, text: &'static str) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY));
    response.insert_header((header::CACHE_CONTROL, "no-cache"));
    response.content_type(kind).body(text)
}

/// Whether the process answers at all.
async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// Whether requests can be answered: the database is there and the plan is fresh.
async fn ready(web: Data<Web>) -> HttpResponse {
    let app = web.app.clone();
    let there = own::blocking(move || app.store.read(|db| store::plant(db, MAIN_PLANT)).map(drop)).await;
    let said = match (there, web.app.planner.is_stale()) {
        (Ok(()), false) => {
            return HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n");
        }
        (Ok(()), true) => "the plan is older than it should be\n",
        (Err(_), _) => "the database does not answer\n",
    };
    let mut response = HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE);
    response.insert_header((header::RETRY_AFTER, "2"));
    response.content_type("text/plain; charset=utf-8").body(said)
}

async fn metrics(web: Data<Web>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(web.metrics.text())
}

async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/api/docs/")).finish()
}

async fn docs(
    request: HttpRequest,
    file: Path<String>,
    config: Data<Arc<utoipa_swagger_ui::Config<'static>>>,
) -> HttpResponse {
    match utoipa_swagger_ui::serve(&file, config.get_ref().clone()) {
        Ok(Some(found)) => {
            let mut response = HttpResponse::Ok();
            if found.gzpipped {
                response.insert_header((header::CONTENT_ENCODING, "gzip"));
            }
            response.insert_header((header::CONTENT_SECURITY_POLICY, DOCS_POLICY));
            response.content_type(found.content_type).body(found.bytes.into_owned())
        }
        Ok(None) | Err(_) => nowhere(request).await,
    }
}
