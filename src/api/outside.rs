//! Pages for people outside of the house, who do not sign in: what they may see and do stands in the signed link that
//! they were sent. They work without JavaScript, and a link that is no good always leads to the same page.

mod supplier;

use super::headers::{self, PAGE_POLICY};
use super::{Web, own, problem};
use crate::app::App;
use crate::domain::role::Actor;
use crate::services::notices::{self, Stopping};
use crate::store::Failure;
use crate::text::Lang;
use crate::text::customer_notice::{LINK_OVER, StopWords};
use crate::text::plan_labels::fill;
use actix_web::http::header::{self, HeaderName};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::BTreeSet;

/// The frame.
const PAGE: &str = include_str!("page/outside.html");
/// The page behind a link that is no good.
const OVER: &str = include_str!("page/outside-over.html");

/// Longest link that is looked at, in characters.
const LONGEST: usize = 400;

/// Adds the pages.
pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(
        web::resource("/unsubscribe/{token}").route(web::get().to(stop)).route(web::post().to(stop)),
    );
    config.service(
        web::resource("/supplier/{token}")
            .route(web::get().to(supplier::show))
            .route(web::post().to(supplier::take)),
    );
}

/// Somebody with a link: of themselves they may do nothing.
fn nobody(lang: Lang) -> Actor {
    let (rights, roles) = (BTreeSet::new(), BTreeSet::new());
    Actor { name: "link".to_owned(), rights, roles, lang, floor: None }
}

/// The language that the page is asked for in; nothing where that of the mail will do.
pub(super) fn asked(request: &HttpRequest) -> Option<Lang> {
    let mut pairs = request.query_string().split('&').filter_map(|pair| pair.split_once('='));
    match pairs.find(|(name, _)| *name == "lang")?.1 {
        "en" => Some(Lang::En),
        "zh" => Some(Lang::Zh),
        _ => None,
    }
}

/// Asks whether notices are to stop, and stops them where that is sent: by the page, or by a mail program in one click.
async fn stop(request: HttpRequest, token: Path<String>, web: Data<Web>) -> HttpResponse {
    let lang = asked(&request);
    let sends = *request.method() == Method::POST;
    let (app, token) = (web.app.clone(), token.into_inner());
    match own::blocking(move || stopping(&app, &token, sends)).await {
        Ok(Some(found)) => {
            let lang = lang.unwrap_or(found.lang);
            stop_page(&found, lang)
        }
        Ok(None) => over(),
        Err(failure) => problem::respond(failure, headers::language(request.headers()).unwrap_or_default()),
    }
}

fn stopping(app: &App, token: &str, sends: bool) -> Result<Option<Stopping>, Failure> {
    if token.len() > LONGEST {
        return Ok(None);
    }
    let actor = nobody(Lang::default());
    if sends {
        let token = token.to_owned();
        return app.command_blocking(&actor, move |tx| notices::stop(tx, &token));
    }
    app.ask(&actor, |ask| notices::stopping(ask, token))
}

fn stop_page(found: &Stopping, lang: Lang) -> HttpResponse {
    let t = StopWords::of(lang);
    let address = format!("<span class=\"whole\">{}</span>", escaped(&found.address));
    let said = [("plant", escaped(&found.plant)), ("address", address)];
    let said: Vec<(&str, &str)> = said.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (title, body) = match found.stopped {
        true => (t.done_title, format!("<p class=\"lead\">{}</p>", fill(t.done, &said))),
        false => {
            let form =
                "<form method=\"post\"><button type=\"submit\" class=\"strong\">{stop}</button></form>";
            let lead = format!("<p class=\"lead\">{}</p>\n", fill(t.lead, &said));
            (t.title, lead + &fill(form, &[("stop", t.stop)]))
        }
    };
    framed(StatusCode::OK, &found.plant, lang, Some(t.other_language), title, &body)
}

/// A page in the frame, in one language, with a way to the other where it can be asked for again.
fn framed(
    status: StatusCode,
    plant: &str,
    lang: Lang,
    other_language: Option<&str>,
    title: &str,
    body: &str,
) -> HttpResponse {
    let (tag, other) = if lang == Lang::Zh { ("zh-CN", "en") } else { ("en", "zh") };
    let (plant, title) = (escaped(plant), escaped(title));
    let switch = match other_language {
        Some(said) => format!(
            "<a class=\"quiet\" href=\"?lang={other}\" hreflang=\"{other}\" lang=\"{other}\">{said}</a>"
        ),
        None => String::new(),
    };
    let values = [
        ("lang", tag),
        ("switch", switch.as_str()),
        ("plant", plant.as_str()),
        ("title", title.as_str()),
        ("body", body),
    ];
    answered(status, fill(PAGE, &values))
}

/// What a wrong link, an old one and a used one lead to: the same page, in both languages.
fn over() -> HttpResponse {
    let (title, text) = LINK_OVER;
    let values = [("title_en", title.en), ("title_zh", title.zh), ("text_en", text.en), ("text_zh", text.zh)];
    answered(StatusCode::NOT_FOUND, fill(OVER, &values))
}

fn answered(status: StatusCode, page: String) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY));
    response.insert_header((HeaderName::from_static("x-robots-tag"), "noindex, nofollow"));
    response.content_type("text/html; charset=utf-8").body(page)
}

/// A text as it may stand in a page.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
