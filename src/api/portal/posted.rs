//! A form as a browser sent it: whether a page of ours sent it, and what stood in it. Whatever is not taken is answered with a
//! page.

use super::door::noted;
use super::render::Note;
use crate::api::{Web, dispatch};
use crate::services::portal::Form;
use crate::text::Lang;
use actix_web::error::UrlencodedError;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

/// A form, or why it could not be read.
pub(super) type Posted = Result<web::Form<Form>, actix_web::Error>;

/// Whether a page of another site made the browser send this.
///
/// A browser that names no site, as over plain HTTP and as Safari did before 16.4, and keeps its origin to itself, is let
/// through: our cookies are not sent along by other sites, and whoever has none needs a code.
fn is_foreign(request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name);
    let says_nothing =
        header("sec-fetch-site").is_none() && header("origin").is_some_and(|origin| origin == "null");
    !says_nothing && dispatch::refuse_other_sites(request).is_err()
}

/// What stood in a form; none that can be read is an empty one.
///
/// # Errors
///
/// The page that says why it is not taken.
pub(super) async fn read(
    request: &HttpRequest,
    web: &Web,
    lang: Lang,
    form: Posted,
) -> Result<Form, HttpResponse> {
    if is_foreign(request) {
        return Err(noted(request, web, lang, StatusCode::FORBIDDEN, Note::Elsewhere).await);
    }
    match form {
        Ok(form) => Ok(form.into_inner()),
        Err(error) => match error.as_error::<UrlencodedError>() {
            Some(UrlencodedError::Overflow { .. }) => {
                Err(noted(request, web, lang, StatusCode::PAYLOAD_TOO_LARGE, Note::TooLarge).await)
            }
            _ => Ok(Form::default()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn what_browsers_send_from_our_pages_is_taken_and_what_other_sites_send_is_not() {
        let from = |headers: &[(&'static str, &'static str)]| {
            let mut request = TestRequest::post().insert_header(("host", "shop.example:8443"));
            for header in headers {
                request = request.insert_header(*header);
            }
            is_foreign(&request.to_http_request())
        };
        let ours: [&[(&str, &str)]; 5] = [
            &[("sec-fetch-site", "same-origin"), ("origin", "https://shop.example:8443")],
            &[("sec-fetch-site", "same-origin"), ("origin", "null")],
            &[("origin", "http://shop.example:8443")],
            &[("origin", "null")],
            &[],
        ];
        for headers in ours {
            assert!(!from(headers), "{headers:?}");
        }
        let others: [&[(&str, &str)]; 4] = [
            &[("sec-fetch-site", "cross-site"), ("origin", "null")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://www.shop.example")],
            &[("origin", "http://elsewhere.example")],
            &[("origin", "http://shop.example")],
        ];
        for headers in others {
            assert!(from(headers), "{headers:?}");
        }
    }
}
