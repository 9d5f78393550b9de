//! What a route is given that sees HTTP itself: streams, uploads, downloads, cookies. Access has been decided
//! when it runs; everything else is its own business.

use super::input::{self, Input};
use super::{dispatch, headers};
use crate::app::App;
use crate::auth::Credential;
use crate::domain::refusal::{Refusal, common};
use crate::domain::role::Actor;
use crate::store::Failure;
use crate::text::Lang;
use actix_web::web::{Bytes, BytesMut, Payload};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::StreamExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A request whose handler sees HTTP.
pub struct Own {
    /// The product.
    pub app: App,
    /// Who asks. A nobody without rights on public routes.
    pub actor: Actor,
    /// The language of the answer.
    pub lang: Lang,
    /// The request.
    pub request: HttpRequest,
    /// Its body, unread.
    pub payload: Payload,
    /// The names that its query may have.
    pub(super) known: Vec<String>,
}

impl Own {
    /// The name of the cookie of a signed-in browser.
    pub const COOKIE: &'static str = dispatch::COOKIE;

    /// The cookie of an enrolled tablet.
    pub const DEVICE_COOKIE: &'static str = dispatch::DEVICE_COOKIE;

    /// The whole request as a handler's types, under the rules of every other route, and the key under which the
    /// answer with this status is kept.
    ///
    /// # Errors
    ///
    /// What can't be read.
    pub async fn whole<P, Q, B>(&mut self, status: u16) -> Result<Input<P, Q, B>, Failure>
    where
        P: DeserializeOwned + 'static,
        Q: DeserializeOwned + 'static,
        B: DeserializeOwned + 'static,
    {
        let body = self.body(dispatch::LARGEST_BODY).await?;
        let value = dispatch::json(&self.request, &body)?;
        let raw = dispatch::raw(&self.request, &body, self.known.clone(), self.lang, value)?;
        Ok(raw.read()?.with_status(status))
    }

    /// Where this server is as who asks sees it: `https://shop.example:8443`.
    pub fn origin(&self) -> String {
        let seen = self.request.connection_info();
        format!("{}://{}", seen.scheme(), seen.host())
    }

    /// Whether what is said between the two cannot be listened to: over TLS, or on this very machine.
    pub fn is_secure(&self) -> bool {
        let seen = self.request.connection_info();
        let host = seen.host().rsplit_once(':').map_or(seen.host(), |(host, port)| {
            if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { seen.host() }
        });
        seen.scheme() == "https" || matches!(host, "localhost" | "127.0.0.1" | "[::1]")
    }

    /// The body as JSON, under the rules of every other route.
    ///
    /// # Errors
    ///
    /// What can't be read.
    pub async fn json<B: DeserializeOwned + 'static>(&mut self) -> Result<B, Failure> {
        let body = self.body(dispatch::LARGEST_BODY).await?;
        let value = dispatch::json(&self.request, &body)?;
        Ok(input::checked_body(value)?)
    }

    /// Path and query as a handler's types, under the rules of every other route, and the key under which the
    /// answer with this status is kept. `body` is the request's, as far as it was read.
    ///
    /// # Errors
    ///
    /// What can't be read.
    pub fn input<P, Q>(&self, body: &[u8], status: u16) -> Result<Input<P, Q>, Failure>
    where
        P: DeserializeOwned + 'static,
        Q: DeserializeOwned + 'static,
    {
        let raw = dispatch::raw(&self.request, body, self.known.clone(), self.lang, Value::Null)?;
        Ok(raw.read()?.with_status(status))
    }

    /// Answers with what `work` makes, or what was kept under the key of the same request. `work` commits with its
    /// input.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub async fn once<P, Q, B, T: Serialize>(
        self,
        input: Input<P, Q, B>,
        work: impl FnOnce(&App, &Actor, &Input<P, Q, B>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<HttpResponse, Failure>
    where
        P: Send + Sync + 'static,
        Q: Send + Sync + 'static,
        B: Send + Sync + 'static,
    {
        let (app, actor) = (self.app, self.actor);
        let answer = blocking(move || input.answer(&app, &actor, || work(&app, &actor, &input))).await?;
        Ok(answer.respond())
    }

    /// What the request says about who sends it.
    pub fn credential(&self) -> Option<Credential> {
        dispatch::credential(&self.request)
    }

    /// Where the request comes from. A proxy on this machine is believed.
    pub fn address(&self) -> String {
        address(&self.request)
    }

    /// The language that the request itself asks for.
    pub fn asked_lang(&self) -> Option<Lang> {
        headers::language(self.request.headers())
    }

    /// Refuses what a page of another site made the browser send.
    ///
    /// # Errors
    ///
    /// It is one.
    pub fn refuse_other_sites(&self) -> Result<(), Refusal> {
        dispatch::refuse_other_sites(&self.request)
    }

    /// The whole body, if it has at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`common::TOO_LARGE`], or that the client went away.
    pub async fn body(&mut self, limit: usize) -> Result<Bytes, Failure> {
        body(&mut self.payload, limit).await
    }

    /// Whether whoever sent the request would still be let in: for answers that go on. `anew` asks the database
    /// even if it answered a moment ago. What the actor may do is then what it may do now.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn is_still_let_in(&mut self, anew: bool) -> Result<bool, Failure> {
        let Some(credential) = self.credential() else { return Ok(false) };
        let remembered = self.app.gate.remembers(&credential).filter(|_| !anew);
        let actor = match remembered {
            Some(actor) => Some(actor),
            None => match who(&self.app, &credential).await {
                // A tablet that is let in no more is told why, and it is no fault.
                Err(Failure::Refused(_)) => None,
                found => found?,
            },
        };
        let Some(actor) = actor else { return Ok(false) };
        self.actor = Actor { lang: self.lang, ..actor };
        Ok(true)
    }

    /// Runs `work` on a thread that may block.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub async fn blocking<T: Send + 'static>(
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        blocking(work).await
    }
}

/// Where a request comes from. A proxy on this machine is believed: the last address that it forwards is the one it saw
/// itself, what stands before that anybody may have written.
pub(super) fn address(request: &HttpRequest) -> String {
    let Some(peer) = request.peer_addr().map(|address| address.ip()) else { return String::new() };
    let forwarded = request.headers().get_all("x-forwarded-for").last();
    let seen = forwarded.and_then(|list| list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    seen.filter(|_| peer.is_loopback()).unwrap_or(peer).to_string()
}

/// Who stands behind `credential`, as the database says.
pub(super) async fn who(app: &App, credential: &Credential) -> Result<Option<Actor>, Failure> {
    let (app, credential) = (app.clone(), credential.clone());
    blocking(move || app.gate.who(&app.store, &credential)).await
}

/// Runs `work` on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    web::block(work).await.unwrap_or_else(|error| Err(Failure::Broken(format!("blocking: {error}"))))
}

/// A whole body of at most `limit` bytes.
pub(super) async fn body(payload: &mut Payload, limit: usize) -> Result<Bytes, Failure> {
    let mut whole = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| {
            let cut = Refusal::new(common::INVALID_BODY);
            cut.with_words("reason", "it did not arrive whole", "未完整到达")
        })?;
        if whole.len() + chunk.len() > limit {
            let said = format!("{} KiB", limit / 1024);
            return Err(Refusal::new(common::TOO_LARGE).with("limit", said).into());
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(whole.freeze())
}
