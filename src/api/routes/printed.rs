//! What is printed: travellers and labels, as pages for a browser or as PDF.

use super::floor::OrderPath;
use crate::api::headers::PAGE_POLICY;
use crate::api::{Api, Documented, Own};
use crate::domain::role::Right;
use crate::print::{self, Printed};
use crate::services::work;
use crate::store::Failure;
use crate::text::Lang;
use actix_web::HttpResponse;
use actix_web::http::{Method, header};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    let documented = || {
        Documented::default()
            .with_path::<OrderPath>()
            .with_query::<PrintQuery>()
            .answering_media(200, "application/pdf")
    };
    api.own(
        Method::GET,
        "/work-orders/{no}/traveller",
        Right::ReadWork,
        "The traveller of a work order, A5, with a code for each operation; as a page or as PDF",
        documented(),
        |own| Box::pin(answered(own, Paper::Traveller)),
    );
    api.own(
        Method::GET,
        "/work-orders/{no}/label",
        Right::ReadWork,
        "The label of a work order, 62 by 29 mm; as a page or as PDF",
        documented(),
        |own| Box::pin(answered(own, Paper::Label)),
    );
}

/// In which form it is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A page that a browser prints.
    Page,
    /// A file.
    #[default]
    Pdf,
}

/// How it is wanted.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PrintQuery {
    /// `pdf`, or `page` for a browser.
    #[param(inline)]
    form: Form,
    /// `en` or `zh`; the reader's own language unless said.
    lang: Option<Lang>,
}

/// What is printed.
#[derive(Clone, Copy, Debug)]
enum Paper {
    Traveller,
    Label,
}

async fn answered(own: Own, paper: Paper) -> Result<HttpResponse, Failure> {
    let input = own.input::<OrderPath, PrintQuery>(&[], 200)?;
    let lang = input.query.lang.unwrap_or(own.lang);
    let (app, actor, number) = (own.app.clone(), own.actor.clone(), input.path.no.clone());
    let printed = Own::blocking(move || app.ask(&actor, |ask| work::printed(ask, &number, lang))).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-cache"));
    response.insert_header((header::VARY, "Accept-Language, Cookie"));
    Ok(match input.query.form {
        Form::Pdf => {
            let name = file_name(&printed.work_order, paper);
            response.insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")));
            response.content_type("application/pdf").body(pdf(&printed, paper))
        }
        Form::Page => {
            response.insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY));
            response.content_type("text/html; charset=utf-8").body(page(&printed, paper))
        }
    })
}

fn pdf(printed: &Printed, paper: Paper) -> Vec<u8> {
    match paper {
        Paper::Traveller => print::traveller_pdf(printed),
        Paper::Label => print::label_pdf(printed),
    }
}

fn page(printed: &Printed, paper: Paper) -> String {
    match paper {
        Paper::Traveller => print::traveller_page(printed),
        Paper::Label => print::label_page(printed),
    }
}

/// A name that every system takes.
fn file_name(number: &str, paper: Paper) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' };
    let number: String = number.chars().map(plain).collect();
    let kind = match paper {
        Paper::Traveller => "traveller",
        Paper::Label => "label",
    };
    format!("{kind}-{number}.pdf")
}
