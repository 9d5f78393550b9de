//! Failures as RFC 9457 problem documents: what is wrong, where, with which value, and what to do. They never say
//! how the product works inside; that goes to the log.

use crate::domain::refusal::{Fact, Refusal, common};
use crate::store::Failure;
use crate::text::Lang;
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a refused request answers with, as `application/problem+json`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A name for the kind of problem: `urn:holdfast:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is wrong, in the language asked for.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable name for programs.
    pub code: String,
    /// What to do about it.
    pub detail: String,
    /// The field at fault, as a JSON path, a query parameter or a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The value at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Further facts by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
}

impl Problem {
    /// The problem that a refusal is, in words of `lang`.
    pub fn of(refusal: &Refusal, lang: Lang) -> Self {
        let fact = |(name, fact): (&&'static str, &Fact)| ((*name).to_owned(), fact.get(lang).to_owned());
        Self {
            kind: format!("urn:holdfast:problem:{}", refusal.name()),
            title: refusal.title(lang),
            status: refusal.told().status,
            code: refusal.name(),
            detail: refusal.remedy(lang),
            field: refusal.field.clone(),
            value: refusal.value.clone().filter(|value| !value.is_empty()),
            facts: refusal.facts.iter().map(fact).collect(),
        }
    }
}

/// The refusal that stands for a failure. What it says of our inside goes to the log only.
pub(super) fn refusal(failure: Failure) -> Refusal {
    match failure {
        Failure::Refused(refusal) => *refusal,
        Failure::Unavailable(why) => {
            tracing::warn!(why, "the database is not available");
            Refusal::new(common::BUSY)
        }
        Failure::Contended => Refusal::new(common::BUSY),
        Failure::NoRow => {
            tracing::error!("a query without a row was not turned into a refusal");
            Refusal::new(common::BROKEN)
        }
        Failure::Broken(why) => {
            tracing::error!(why, "broken");
            Refusal::new(common::BROKEN)
        }
    }
}

/// The response to a failure.
pub(super) fn respond(failure: Failure, lang: Lang) -> HttpResponse {
    let refusal = refusal(failure);
    let status = StatusCode::from_u16(refusal.told().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    if let Some(Fact::Plain(seconds)) = refusal.facts.get("seconds") {
        response.insert_header((header::RETRY_AFTER, seconds.as_str()));
    } else if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((header::RETRY_AFTER, "2"));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"holdfast\""));
    }
    if let (StatusCode::METHOD_NOT_ALLOWED, Some(Fact::Plain(allowed))) =
        (status, refusal.facts.get("allowed"))
    {
        response.insert_header((header::ALLOW, allowed.as_str()));
    }
    response.insert_header((header::CONTENT_LANGUAGE, if lang == Lang::En { "en" } else { "zh" }));
    let body = serde_json::to_string(&Problem::of(&refusal, lang)).unwrap_or_default();
    response.content_type("application/problem+json").body(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_ours_says_nothing_of_our_inside() {
        let problem = Problem::of(&refusal(Failure::Broken("SELECT secret".to_owned())), Lang::En);
        let text = serde_json::to_string(&problem).expect("JSON");
        assert!(!text.contains("secret"), "{text}");
        assert_eq!(problem.status, 500);
    }

    #[test]
    fn a_row_that_nobody_missed_is_a_fault_of_ours() {
        assert_eq!(refusal(Failure::NoRow).code.status, 500);
    }

    #[test]
    fn a_busy_database_says_when_to_come_back() {
        let response = respond(Failure::Unavailable("disk".to_owned()), Lang::Zh);
        assert_eq!(response.status(), 503);
        assert!(response.headers().contains_key(header::RETRY_AFTER));
    }
}
