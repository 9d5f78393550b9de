//! What a handler is given: path, query and body as its own types, and what every command needs beside them.
//!
//! Texts are checked here once for all: no control characters, nothing overlong, nothing nested too deep.

use super::answer::Answer;
use super::misread;
use super::texts::Texts;
use crate::app::App;
use crate::auth::secret::{self, Cost};
use crate::domain::refusal::{Refusal, access, common};
use crate::domain::role::Actor;
use crate::services::{Commit, Tx};
use crate::store::{self, Failure, Json, KeptAnswer};
use crate::text::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::TypeId;

/// Longest text in a request, in characters.
pub(super) const LONGEST_TEXT: usize = 4_000;
/// Deepest nesting of a body.
const DEEPEST: usize = 32;

/// What a request said, before a handler's types are known.
pub(super) struct Raw {
    pub(super) path: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Value,
    pub(super) if_match: Option<i64>,
    pub(super) key: Option<RequestKey>,
    pub(super) lang: Lang,
    /// The names that the query may have.
    pub(super) known: Vec<String>,
}

/// The idempotency key of a request and what it belongs to.
#[derive(Clone, Debug)]
pub(super) struct RequestKey {
    /// The key, as the client made it.
    pub(super) key: String,
    /// SHA-256 of method, path and body.
    pub(super) request: String,
    /// What the request is kept as where its body has a password: that SHA-256 could be guessed from quickly.
    pub(super) guarded: Option<String>,
}

/// What a handler is given.
#[derive(Clone, Debug)]
pub struct Input<P = (), Q = (), B = ()> {
    /// The placeholders of the path.
    pub path: P,
    /// The query.
    pub query: Q,
    /// The body.
    pub body: B,
    /// The version that a change is based on: pass it to [`Tx::expect_version`].
    pub if_match: Option<i64>,
    /// The language of the answer.
    pub lang: Lang,
    key: Option<RequestKey>,
    status: u16,
}

impl Raw {
    /// The request as a handler's types.
    pub(super) fn read<P, Q, B>(self) -> Result<Input<P, Q, B>, Failure>
    where
        P: DeserializeOwned + 'static,
        Q: DeserializeOwned + 'static,
        B: DeserializeOwned + 'static,
    {
        for (name, text) in self.path.iter().chain(&self.query) {
            check_name(name, text)?;
        }
        if let Some((name, value)) = self.query.iter().find(|(name, _)| !self.known.contains(name)) {
            return Err(misread::unknown_parameter(name, value, &self.known).into());
        }
        let again = |(at, (name, _)): &(usize, &(String, String))| {
            self.query[..*at].iter().any(|(earlier, _)| earlier == name)
        };
        if let Some((_, (name, value))) = self.query.iter().enumerate().find(again) {
            return Err(misread::repeated_parameter(name, value).into());
        }
        Ok(Input {
            path: from_texts(&self.path)?,
            query: from_texts(&self.query)?,
            body: checked_body(self.body)?,
            if_match: self.if_match,
            lang: self.lang,
            key: self.key,
            status: 200,
        })
    }
}

impl<P, Q, B> Input<P, Q, B> {
    /// What a handler would be given, for tests and callers inside the product.
    pub fn new(path: P, query: Q, body: B) -> Self {
        Self { path, query, body, if_match: None, lang: Lang::default(), key: None, status: 200 }
    }

    /// The same, based on a version.
    pub fn based_on(self, version: i64) -> Self {
        Self { if_match: Some(version), ..self }
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The same with a password in its body: what is kept of it is as hard to guess from as the password's hash.
    /// As slow as hashing that: not for transactions.
    pub(super) fn guarded(self, cost: Cost) -> Result<Self, Failure> {
        let Some(key) = self.key else { return Ok(self) };
        let guarded = Some(secret::hashed(&key.request, cost)?);
        Ok(Self { key: Some(RequestKey { guarded, ..key }), ..self })
    }

    /// Runs `command` unless its answer is kept already, and keeps it.
    pub(super) fn once(
        &self,
        tx: &mut Tx<'_>,
        command: impl FnOnce(&mut Tx<'_>) -> Result<Answer, Failure>,
    ) -> Result<Answer, Failure> {
        let Some(key) = &self.key else { return command(tx) };
        if let Some(kept) = store::kept_answer(tx.db, &tx.actor.name, &key.key)? {
            return key.replay(kept);
        }
        let answer = command(tx)?;
        key.keep(tx, &answer)?;
        Ok(answer)
    }

    /// What is answered where `work` commits with this input: what was kept for the same request, or what it makes.
    pub(super) fn answer<T: Serialize>(
        &self,
        app: &App,
        actor: &Actor,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<Answer, Failure> {
        if let Some(kept) = self.kept(app, actor)? {
            return Ok(kept);
        }
        match work() {
            Ok(answer) => Answer::of(self.status, &answer),
            // Another of the same request may have come first.
            Err(failure) => self.kept(app, actor)?.ok_or(failure),
        }
    }

    /// The answer kept for this request.
    fn kept(&self, app: &App, actor: &Actor) -> Result<Option<Answer>, Failure> {
        let Some(key) = &self.key else { return Ok(None) };
        let kept = app.ask(actor, |ask| store::kept_answer(ask.db, &actor.name, &key.key))?;
        kept.map(|kept| key.replay(kept)).transpose()
    }
}

/// The status under which an answer with a secret is remembered: a repeat gets a refusal, because the secret is kept
/// nowhere.
const SHOWN_ONCE: u16 = 409;

impl<P, Q, B> Input<P, Q, B> {
    /// Carries out one of several commands of a request, in a transaction of its own. What was carried out under
    /// the request's key before, at the same place, is not done again: `told` then says how it stands.
    pub(super) fn commit_part<T: Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        place: usize,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
        told: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let part = self.key.as_ref().map(|key| key.part(place));
        app.command_blocking(actor, move |tx| {
            let Some(part) = &part else { return command(tx) };
            if let Some(kept) = store::kept_answer(tx.db, &tx.actor.name, &part.key)? {
                part.replay(kept)?;
                return told(tx);
            }
            let done = command(tx)?;
            part.keep(tx, &Answer::of(200, &())?)?;
            Ok(done)
        })
    }

    /// Keeps the answer of a handler that carried out several commands, once all are done.
    pub(super) fn keep<T: Serialize>(&self, app: &App, actor: &Actor, answer: T) -> Result<T, Failure> {
        let Some(key) = self.key.clone() else { return Ok(answer) };
        let kept = Answer::of(self.status, &answer)?;
        app.command_blocking(actor, move |tx| match store::kept_answer(tx.db, &tx.actor.name, &key.key)? {
            Some(_) => Err(Refusal::new(access::IN_PROGRESS).into()),
            None => key.keep(tx, &kept),
        })?;
        Ok(answer)
    }

    /// Carries out a command whose answer has a secret. That answer is not kept: whoever repeats the request is told
    /// that it was shown, and nothing happens a second time.
    pub(super) fn commit_secret<T: Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        self.commit_keeping(app, actor, command, |_| {
            Ok(Answer { status: SHOWN_ONCE, body: Value::Null, replayed: false })
        })
    }

    fn commit_keeping<T: Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
        kept: impl Fn(&T) -> Result<Answer, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let key = self.key.clone();
        app.command_blocking(actor, move |tx| {
            let Some(key) = &key else { return command(tx) };
            if store::kept_answer(tx.db, &tx.actor.name, &key.key)?.is_some() {
                return Err(Refusal::new(access::IN_PROGRESS).into());
            }
            let done = command(tx)?;
            key.keep(tx, &kept(&done)?)?;
            Ok(done)
        })
    }
}

/// A planned handler commits with its input: one transaction that keeps the answer under the request's key. What
/// the command answers must be what the handler answers.
impl<P, Q, B> Commit for Input<P, Q, B> {
    fn commit<T: Serialize + Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let status = self.status;
        self.commit_keeping(app, actor, command, move |done| Answer::of(status, done))
    }
}

impl RequestKey {
    /// The key of one of several commands of the request. No client can send a key with a line break.
    fn part(&self, place: usize) -> Self {
        Self { key: format!("{}\n{place}", self.key), ..self.clone() }
    }

    fn replay(&self, kept: KeptAnswer) -> Result<Answer, Failure> {
        let same = match self.guarded {
            None => kept.request == self.request,
            Some(_) => secret::is_right(&self.request, &kept.request),
        };
        if !same {
            return Err(Refusal::at(common::KEY_REUSED, "Idempotency-Key", &self.key).into());
        }
        let status = u16::try_from(kept.status).unwrap_or(200);
        if status == SHOWN_ONCE {
            return Err(Refusal::at(access::SECRET_SHOWN, "Idempotency-Key", &self.key).into());
        }
        Ok(Answer { status, body: kept.answer.0, replayed: true })
    }

    fn keep(&self, tx: &mut Tx<'_>, answer: &Answer) -> Result<(), Failure> {
        let kept = KeptAnswer {
            principal: tx.actor.name.clone(),
            key: self.key.clone(),
            request: self.guarded.as_ref().unwrap_or(&self.request).clone(),
            status: answer.status.into(),
            answer: Json(answer.body.clone()),
            at: tx.now,
        };
        store::keep_answer(tx.db, &kept)
    }
}

/// Path and query: texts of one line.
fn check_name(name: &str, text: &str) -> Result<(), Refusal> {
    if text.chars().chain(name.chars()).any(char::is_control) {
        return Err(misread::control_character(name, text));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(misread::too_long(name, text, LONGEST_TEXT));
    }
    Ok(())
}

/// A body: texts may have several lines.
fn check_body(body: &Value) -> Result<(), Refusal> {
    let mut open = vec![(String::new(), body, 0)];
    while let Some((path, value, depth)) = open.pop() {
        if depth > DEEPEST {
            let path = path.chars().take(80).collect::<String>();
            return Err(Refusal::at(access::TOO_DEEP, path, "").with("limit", DEEPEST));
        }
        match value {
            Value::String(text) => check_text(&path, text)?,
            Value::Array(items) => {
                let inside = items.iter().enumerate();
                open.extend(inside.map(|(index, item)| (format!("{path}[{index}]"), item, depth + 1)));
            }
            Value::Object(members) => {
                for (name, member) in members {
                    check_name(name, name)?;
                    let dot = if path.is_empty() { "" } else { "." };
                    open.push((format!("{path}{dot}{name}"), member, depth + 1));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    Ok(())
}

fn check_text(path: &str, text: &str) -> Result<(), Refusal> {
    let forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.contains(forbidden) {
        return Err(misread::control_character(path, text));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(misread::too_long(path, text, LONGEST_TEXT));
    }
    Ok(())
}

fn from_texts<T: DeserializeOwned + 'static>(texts: &[(String, String)]) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(Texts(texts)).map_err(|error| {
        let path = error.path().to_string();
        let name = path.split(['.', '[']).next().unwrap_or_default().to_owned();
        let value = texts.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        misread::of(&path, value, &error.into_inner().to_string())
    })
}

/// A body that has been checked, as a type.
pub(super) fn checked_body<B: DeserializeOwned + 'static>(body: Value) -> Result<B, Refusal> {
    check_body(&body)?;
    from_body(body)
}

fn from_body<B: DeserializeOwned + 'static>(body: Value) -> Result<B, Refusal> {
    let empty = TypeId::of::<B>() == TypeId::of::<()>();
    if empty && body.as_object().is_some_and(serde_json::Map::is_empty) {
        return from_body(Value::Null);
    }
    let copy = body.clone();
    serde_path_to_error::deserialize(body).map_err(|error| {
        let path = error.path().to_string();
        let value = misread::value_at(&copy, error.path()).map(misread::shown);
        misread::of(&path, value, &error.into_inner().to_string())
    })
}
