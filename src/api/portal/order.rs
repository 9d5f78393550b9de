//! The page of an order.

use super::door::{failed, over, sent};
use super::render;
use super::visit::{self, language};
use crate::api::Web;
use crate::api::own::blocking;
use crate::domain::portal::OrderPage;
use crate::domain::refusal::Refusal;
use crate::services::portal::{self, Form};
use crate::text::Lang;
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
        let text = format!("{} {}", refusal.title(lang), refusal.remedy(lang));
        let wrong = [(refusal.field.clone().unwrap_or_default(), text)].into();
        Self { form: form.to_owned(), typed, wrong }
    }
}

/// Shows an order to whoever was let in to it.
pub(super) async fn show(request: HttpRequest, number: Path<String>, web: Data<Web>) -> HttpResponse {
    page(&request, &number, &web, StatusCode::OK, Sent::default()).await
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
    let found = blocking(move || match visit::visitor(&app, &kept, &number)? {
        Some(visitor) => {
            let listed = visit::account(&app, &kept)?.is_some();
            let page = portal::page(&app, &portal::actor("", lang), &visitor, lang)?;
            Ok(Some(OrderPage { listed, ..page }))
        }
        None => Ok(None),
    });
    match found.await {
        Ok(Some(page)) => {
            let said = request.query_string().split('&').find_map(|pair| pair.strip_prefix("said="));
            sent(request, lang, status, render::order(&page, lang, said, &form))
        }
        Ok(None) => over(request, web, lang).await,
        Err(failure) => failed(request, failure, lang),
    }
}
