//! What customers send: each form is written down whole or not at all, and the page says which.

use super::door::{failed, over_with};
use super::order::{Sent, page};
use super::posted::{self, Posted};
use super::view::order_path;
use super::visit::{self, language, on_to};
use crate::api::Web;
use crate::api::own::blocking;
use crate::app::App;
use crate::services::portal::{self, Form, Visitor};
use crate::store::Failure;
use crate::text::Lang;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Takes a form of the page of an order.
pub(super) async fn take(
    request: HttpRequest,
    path: Path<(String, String)>,
    form: Posted,
    web: Data<Web>,
) -> HttpResponse {
    let (lang, (number, name)) = (language(&request), path.into_inner());
    let typed = match posted::read(&request, &web, lang, form).await {
        Ok(typed) => typed,
        Err(page) => return page,
    };
    let (app, kept, asked) = (web.app.clone(), visit::kept(&request), number.clone());
    let (which, given) = (name.clone(), typed.clone());
    let done = blocking(move || match visit::visitor(&app, &kept, &asked)? {
        Some(visitor) => carry_out(&app, &visitor, &which, &given, lang),
        None => Ok(None),
    });
    match done.await {
        Ok(Some(said)) => on_to(&format!("{}?said={said}", order_path(&number))),
        Ok(None) => over_with(&request, &web, lang, &typed).await,
        Err(Failure::Refused(refusal)) => {
            let sent = Sent::refused(&name, typed, &refusal, lang);
            page(&request, &number, &web, StatusCode::UNPROCESSABLE_ENTITY, sent).await
        }
        Err(failure) => failed(&request, failure, lang),
    }
}

/// Writes a form down; what the page says of it then. Nothing for a form that there is not.
fn carry_out(
    app: &App,
    visitor: &Visitor,
    name: &str,
    form: &Form,
    lang: Lang,
) -> Result<Option<&'static str>, Failure> {
    Ok(Some(match name {
        "questions" => {
            portal::question(app, visitor, form, lang)?;
            if form.get("kind").is_some_and(|kind| kind == "complaint") { "complaint" } else { "question" }
        }
        "changes" => {
            portal::change(app, visitor, form, lang)?;
            "change"
        }
        "milestones" => {
            portal::milestone(app, visitor, form, lang)?;
            "milestone"
        }
        "follow" => {
            portal::follow(app, visitor, form, lang)?;
            "follow"
        }
        "survey" => {
            portal::survey(app, visitor, form, lang)?;
            "survey"
        }
        _ => return Ok(None),
    }))
}
