//! Pages of orders as they were sent last, for as long as nothing has happened since: customers look again and again, and what
//! they look at rarely changes.
//!
//! A page is sent again only to a browser with the same cookies, so that whoever gets it was let in to it; and only while the
//! journal, the plan, its odds and the minute are those that it was made of. Whatever lets somebody out is in the journal.

use super::files::packed;
use super::look::brought_along;
use super::visit::{Kept, POLICY, answered};
use crate::api::app_files::accepts;
use crate::app::App;
use crate::store::Failure;
use crate::text::Lang;
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Pages that are kept at most; beyond that all are made anew.
const MOST: usize = 1_000;

/// Whose page it is, of which order and in which language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) kept: Kept,
    pub(super) number: String,
    pub(super) lang: Lang,
}

/// What a page was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    journal: Vec<i64>,
    plan: String,
    odds: Option<i64>,
    minute: i64,
}

impl Stamp {
    /// What a page would be made of now.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub(super) fn now(app: &App) -> Result<Self, Failure> {
        let outlook = app.planner.outlook();
        Ok(Self {
            // Also what is stored and not settled yet: whoever is let out is out with the answer to that.
            journal: app.store.recent()?,
            plan: format!("{} {}", outlook.now.micros(), outlook.position),
            odds: app.planner.odds().map(|odds| odds.outlook.now.micros()),
            minute: app.clock.now().micros() / 60_000_000,
        })
    }
}

/// A page as it is sent: as it is, and packed for browsers that say that they can unpack it. Its style sheet stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    plain: Arc<str>,
    packed: Option<Arc<[u8]>>,
    policy: Arc<str>,
}

impl Sheet {
    /// Of a page on which nothing stands that whoever asks for it has just sent: packed, that would tell others who listen
    /// what it stands beside.
    pub(super) fn new(page: &str, colour: Option<&str>) -> Self {
        let (page, policy) = match brought_along(page, colour) {
            Some((page, hash)) => {
                let allowed = format!("style-src '{hash}'");
                (page.into(), POLICY.replacen("style-src 'self'", &allowed, 1).into())
            }
            None => (Arc::from(page), POLICY.into()),
        };
        Self { packed: packed(&page).map(Into::into).ok(), plain: page, policy }
    }

    /// The answer to a request.
    pub(super) fn answer(self, request: &HttpRequest) -> HttpResponse {
        let packed = self.packed.filter(|_| accepts(request.headers(), "gzip"));
        let plain = if packed.is_some() { String::new() } else { self.plain.to_string() };
        let mut response = answered(request, StatusCode::OK, plain);
        let headers = response.headers_mut();
        if let Ok(policy) = HeaderValue::from_str(&self.policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        let Some(packed) = packed else { return response };
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        response.set_body(BoxBody::new(packed.to_vec()))
    }
}

/// A page, what it was made of, and until when it may be sent again.
type Made = (Stamp, i64, Sheet);

/// The pages.
#[derive(Debug, Default)]
pub(crate) struct Pages(Mutex<HashMap<Key, Made>>);

impl Pages {
    /// A page that can be sent again at `now`, in seconds of the machine's clock.
    pub(super) fn find(&self, key: &Key, stamp: &Stamp, now: i64) -> Option<Sheet> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (made_of, until, page) = all.get(key)?;
        (made_of == stamp && now < *until).then(|| page.clone())
    }

    /// Keeps a page that may be sent again before `until`.
    pub(super) fn keep(&self, key: Key, stamp: Stamp, until: i64, page: Sheet) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key, (stamp, until, page));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(cookie: &str) -> Key {
        Key { kept: Kept::of(Some(cookie)), number: "SO-1".to_owned(), lang: Lang::En }
    }

    fn stamp(journal: i64) -> Stamp {
        Stamp { journal: vec![journal], plan: "1".to_owned(), odds: None, minute: 7 }
    }

    #[test]
    fn a_page_is_sent_again_to_whom_it_was_made_for_and_while_nothing_has_happened() {
        let pages = Pages::default();
        pages.keep(key("mine"), stamp(17), 100, Sheet::new("<p>", None));
        let again = pages.find(&key("mine"), &stamp(17), 99).expect("the page");
        assert!(
            again.plain.as_ref() == "<p>" && again.packed.is_some_and(|bytes| bytes.starts_with(&[31, 139]))
        );
        assert_eq!(pages.find(&key("yours"), &stamp(17), 99), None);
        assert_eq!(pages.find(&key("mine"), &stamp(18), 99), None);
        assert_eq!(pages.find(&key("mine"), &stamp(17), 100), None);
        let other = Key { number: "SO-2".to_owned(), ..key("mine") };
        assert_eq!(pages.find(&other, &stamp(17), 99), None);
    }
}
