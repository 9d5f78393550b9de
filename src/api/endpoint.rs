//! What a route is: who may call it, what it reads, which handler answers. A route cannot be registered without
//! a rule about access, and everything that is the same for all routes is done for them, in `dispatch`.
//!
//! Handlers are plain functions. They parse nothing, authorize nothing, and never see HTTP.

use super::answer::Answer;
use super::document::{self, Documented, Parameters};
use super::input::{Input, Raw};
use super::own::Own;
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::{Ask, Tx};
use crate::store::Failure;
use actix_web::HttpResponse;
use actix_web::http::Method;
use futures_util::future::{BoxFuture, LocalBoxFuture};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use utoipa::ToSchema;

/// Who may call a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not: sign-in, health, the API's own document.
    Public,
    /// Whoever is signed in, whatever the rights.
    SignedIn,
    /// Whoever has one of these rights.
    Any(Vec<Right>),
}

/// [`Access::Public`], as a rule to register with.
#[derive(Clone, Copy, Debug)]
pub struct Public;

/// [`Access::SignedIn`], as a rule to register with.
#[derive(Clone, Copy, Debug)]
pub struct SignedIn;

impl From<Public> for Access {
    fn from(_: Public) -> Self {
        Self::Public
    }
}

impl From<SignedIn> for Access {
    fn from(_: SignedIn) -> Self {
        Self::SignedIn
    }
}

impl From<Right> for Access {
    fn from(right: Right) -> Self {
        Self::Any(vec![right])
    }
}

impl<const N: usize> From<[Right; N]> for Access {
    fn from(rights: [Right; N]) -> Self {
        Self::Any(rights.into())
    }
}

/// What a path or a query gives a handler.
pub trait Given<M>: Parameters<M> + DeserializeOwned + Send + Sync + 'static {}
impl<T: Parameters<M> + DeserializeOwned + Send + Sync + 'static, M> Given<M> for T {}

/// What a handler reads from a body.
pub trait Body: ToSchema + DeserializeOwned + Send + Sync + 'static {}
impl<T: ToSchema + DeserializeOwned + Send + Sync + 'static> Body for T {}

/// What a handler answers.
pub trait Told: Serialize + ToSchema + 'static {}
impl<T: Serialize + ToSchema + 'static> Told for T {}

/// A handler that reads one snapshot.
pub type Reads<P, Q, R> = fn(&mut Ask<'_>, &Input<P, Q>) -> Result<R, Failure>;
/// A handler that is one command, in one transaction.
pub type Writes<P, Q, B, R> = fn(&mut Tx<'_>, &Input<P, Q, B>) -> Result<R, Failure>;
/// A handler that needs the planner: it runs on a thread that may block and opens its own transactions,
/// commands with its input's [`crate::services::Commit`].
pub type Plans<P, Q, B, R> = fn(&App, &Actor, &Input<P, Q, B>) -> Result<R, Failure>;
/// A handler that sees HTTP: streams, uploads, downloads, cookies.
pub type Owns = fn(Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>>;

type Blocking = Arc<dyn Fn(&App, &Actor, Raw) -> Result<Answer, Failure> + Send + Sync>;
type Command = Arc<dyn Fn(App, Actor, Raw) -> BoxFuture<'static, Result<Answer, Failure>> + Send + Sync>;

/// How a route is carried out.
#[derive(Clone)]
pub(super) enum Run {
    /// On a thread that may block.
    Blocking(Blocking),
    /// Through the writer, without a thread of its own.
    Command(Command),
    /// By a handler that sees HTTP.
    Own(Owns),
}

/// What a body has that must not be kept in any form that is quick to guess from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Secret {
    None,
    Password,
}

/// A registered route.
pub(super) struct Endpoint {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) access: Access,
    pub(super) summary: &'static str,
    pub(super) documented: Documented,
    pub(super) run: Run,
}

/// The registry of all routes.
#[derive(Default)]
pub struct Api {
    endpoints: Vec<Endpoint>,
}

impl Api {
    /// A question, answered from one snapshot.
    pub fn get<P, MP, Q, MQ, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Reads<P, Q, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        R: Told,
    {
        let run = move |app: &App, actor: &Actor, raw: Raw| {
            let input = raw.read::<P, Q, ()>()?;
            let answer = app.ask(actor, |ask| handler(ask, &input))?;
            Answer::of(200, &answer)
        };
        let documented = document::of::<P, MP, Q, MQ, (), R>(200, &Method::GET);
        self.add(Method::GET, path, access, summary, documented, Run::Blocking(Arc::new(run)));
    }

    /// A command that makes something; answers 201.
    pub fn post<P, MP, Q, MQ, B, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Writes<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        self.command(Method::POST, path, access.into(), summary, handler);
    }

    /// A command that puts something into a state, whatever it was; safe to repeat.
    pub fn put<P, MP, Q, MQ, B, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Writes<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        self.command(Method::PUT, path, access.into(), summary, handler);
    }

    /// A command that changes some of what is there.
    pub fn patch<P, MP, Q, MQ, B, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Writes<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        self.command(Method::PATCH, path, access.into(), summary, handler);
    }

    /// A command that takes something away.
    pub fn delete<P, MP, Q, MQ, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Writes<P, Q, (), R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        R: Told,
    {
        self.command(Method::DELETE, path, access.into(), summary, handler);
    }

    /// A question for the planner.
    pub fn get_planned<P, MP, Q, MQ, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Plans<P, Q, (), R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        R: Told,
    {
        self.planned(Method::GET, path, access.into(), summary, Secret::None, handler);
    }

    /// A command that needs the planner; answers 201.
    pub fn post_planned<P, MP, Q, MQ, B, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Plans<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        self.planned(Method::POST, path, access.into(), summary, Secret::None, handler);
    }

    /// A command that needs the planner and is safe to repeat.
    pub fn put_planned<P, MP, Q, MQ, B, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Plans<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        self.planned(Method::PUT, path, access.into(), summary, Secret::None, handler);
    }

    /// [`Api::put_planned`] with a password in the body, of which nothing is kept that could be guessed quickly.
    pub fn put_password<P, MP, Q, MQ, B, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Plans<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        self.planned(Method::PUT, path, access.into(), summary, Secret::Password, handler);
    }

    /// A command that needs the planner and changes some of what is there.
    pub fn patch_planned<P, MP, Q, MQ, B, R>(
        &mut self,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        handler: Plans<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        self.planned(Method::PATCH, path, access.into(), summary, Secret::None, handler);
    }

    /// A route that sees HTTP itself: a stream, an upload, a download. Access is still decided before it runs;
    /// what it reads and answers, `documented` says.
    pub fn own(
        &mut self,
        method: Method,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        documented: Documented,
        handler: Owns,
    ) {
        self.add(method, path, access, summary, documented, Run::Own(handler));
    }

    /// The registered routes, literal paths before those with placeholders.
    pub(super) fn endpoints(self) -> Vec<Endpoint> {
        self.endpoints
    }

    /// The registered routes.
    pub(super) fn list(&self) -> &[Endpoint] {
        &self.endpoints
    }

    fn command<P, MP, Q, MQ, B, R>(
        &mut self,
        method: Method,
        path: &str,
        access: Access,
        summary: &'static str,
        handler: Writes<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        let status = document::status_of::<R>(&method);
        let run = move |app: App, actor: Actor, raw: Raw| -> BoxFuture<'static, Result<Answer, Failure>> {
            Box::pin(async move {
                let input = raw.read::<P, Q, B>()?;
                let job =
                    move |tx: &mut Tx<'_>| input.once(tx, |tx| Answer::of(status, &handler(tx, &input)?));
                app.command(&actor, job).await
            })
        };
        let documented = document::of::<P, MP, Q, MQ, B, R>(status, &method);
        self.add(method, path, access, summary, documented, Run::Command(Arc::new(run)));
    }

    fn planned<P, MP, Q, MQ, B, R>(
        &mut self,
        method: Method,
        path: &str,
        access: Access,
        summary: &'static str,
        secret: Secret,
        handler: Plans<P, Q, B, R>,
    ) where
        P: Given<MP>,
        Q: Given<MQ>,
        B: Body,
        R: Told,
    {
        let status = document::status_of::<R>(&method);
        let run = move |app: &App, actor: &Actor, raw: Raw| {
            let mut input = raw.read::<P, Q, B>()?.with_status(status);
            if secret == Secret::Password {
                input = input.guarded(app.gate.cost())?;
            }
            input.answer(app, actor, || handler(app, actor, &input))
        };
        let documented = document::of::<P, MP, Q, MQ, B, R>(status, &method);
        self.add(method, path, access, summary, documented, Run::Blocking(Arc::new(run)));
    }

    fn add(
        &mut self,
        method: Method,
        path: &str,
        access: impl Into<Access>,
        summary: &'static str,
        documented: Documented,
        run: Run,
    ) {
        let path = path.to_owned();
        self.endpoints.push(Endpoint { method, path, access: access.into(), summary, documented, run });
    }
}
