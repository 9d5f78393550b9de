//! The page of an order.

use super::door::{failed, over, sent};
use super::pages::{Key, Sheet, Stamp};
use super::render;
use super::visit::{self, Kept, language};
use crate::api::Web;
use crate::api::own::blocking;
use crate::app::App;
use crate::domain::portal::OrderPage;
use crate::domain::refusal::Refusal;
use crate::services::portal::{self, Form};
use crate::store::Failure;
use crate::text::Lang;
use crate::text::portal::fault;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::BTreeMap;

/// What is wrong with a form that was sent, and what stood in it.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Sent {
    /// Which form.
    pub form: String,
    /// What stood in it.
    pub typed: Form,
    /// What is wrong, by field.
    pub wrong: BTreeMap<String, String>,
}

impl Sent {
    /// A form that was refused: what is wrong, and what to do about it, by its field.
    pub(super) fn refused(form: &str, typed: Form, refusal: &Refusal, lang: Lang) -> Self {
        let wrong = [(refusal.field.clone().unwrap_or_default(), fault(refusal, lang))].into();
        Self { form: form.to_owned(), typed, wrong }
    }
}

/// For so long a page may be sent again, in seconds.
const AGAIN: i64 = 60;

/// Shows an order to whoever was let in to it.
pub(super) async fn show(request: HttpRequest, number: Path<String>, web: Data<Web>) -> HttpResponse {
    let told = request.query_string().split('&').any(|pair| pair.starts_with("said="));
    if told {
        return page(&request, &number, &web, StatusCode::OK, Sent::default()).await;
    }
    let (lang, kept) = (language(&request), visit::kept(&request));
    let key = Key { kept: kept.clone(), number: number.into_inner(), lang };
    let (shared, asked) = (web.clone(), key.clone());
    let found = blocking(move || {
        let (stamp, now) = (Stamp::now(&shared.app)?, visit::now());
        if let Some(page) = shared.pages.find(&asked, &stamp, now) {
            return Ok(Some(page));
        }
        let Some(page) = seen(&shared.app, &asked.kept, &asked.number, lang)? else { return Ok(None) };
        let laid = render::order(&page, lang, None, &Sent::default());
        let laid = laid.map_err(|error| Failure::Broken(format!("page: {error}")))?;
        let page = Sheet::new(&laid, page.company.colour.as_deref());
        shared.pages.keep(asked, stamp, now + AGAIN, page.clone());
        Ok(Some(page))
    });
    match found.await {
        Ok(Some(page)) => page.answer(&request),
        Ok(None) => over(&request, &web, lang).await,
        Err(failure) => failed(&request, failure, lang),
    }
}

/// What whoever was let in to an order sees of it.
fn seen(app: &App, kept: &Kept, number: &str, lang: Lang) -> Result<Option<OrderPage>, Failure> {
    let Some(visitor) = visit::visitor(app, kept, number)? else { return Ok(None) };
    let listed = visit::account(app, kept)?.is_some();
    let page = portal::page(app, &portal::actor("", lang), &visitor, lang)?;
    Ok(Some(OrderPage { listed, ..page }))
}

/// The page with what became of a form.
pub(super) async fn page(
    request: &HttpRequest,
    number: &str,
    web: &Web,
    status: StatusCode,
    form: Sent,
) -> HttpResponse {
    let (lang, kept) = (language(request), visit::kept(request));
    let (app, number) = (web.app.clone(), number.to_owned());
    match blocking(move || seen(&app, &kept, &number, lang)).await {
        Ok(Some(page)) => {
            let said = request.query_string().split('&').find_map(|pair| pair.strip_prefix("said="));
            sent(request, lang, status, render::order(&page, lang, said, &form))
        }
        Ok(None) => over(request, web, lang).await,
        Err(failure) => failed(request, failure, lang),
    }
}
