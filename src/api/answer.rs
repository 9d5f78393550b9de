//! What a handler answered, ready to be sent, kept, and sent again.

use crate::store::Failure;
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::Serialize;
use serde_json::Value;

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// The HTTP status.
    pub(super) status: u16,
    /// The document; `null` for none.
    pub(super) body: Value,
    /// Whether it was kept from an earlier request with the same key.
    pub(super) replayed: bool,
}

impl Answer {
    /// The answer that says `body`.
    pub(super) fn of(status: u16, body: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_value(body).map_err(|error| Failure::Broken(format!("answer: {error}")))?;
        Ok(Self { status, body, replayed: false })
    }

    /// The response that carries it. A `version` of the document is its `ETag`.
    pub(super) fn respond(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response =
            HttpResponse::build(if self.body.is_null() { StatusCode::NO_CONTENT } else { status });
        if let Some(version) = self.body.get("version").and_then(Value::as_i64) {
            response.insert_header((header::ETAG, format!("\"{version}\"")));
        }
        if self.replayed {
            response.insert_header(("idempotency-replayed", "true"));
        }
        if self.body.is_null() {
            return response.finish();
        }
        response.content_type("application/json").body(self.body.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_etag_and_nothing_is_no_content() {
        let answer = Answer::of(201, &serde_json::json!({ "version": 3 })).expect("an answer");
        let response = answer.respond();
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers().get("etag").map(header::HeaderValue::as_bytes), Some(&b"\"3\""[..]));
        assert_eq!(Answer::of(200, &()).expect("an answer").respond().status(), 204);
    }
}
