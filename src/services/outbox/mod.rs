//! The transactional outbox: a message is put in by the command that gives rise to it, in the same transaction, and is
//! sent afterwards by a thread of its own. What was not committed is never sent; what was committed is never lost.
//!
//! A message has a key, and there is one message of a key whoever puts it in how often. It is sent once, as far as the
//! channel allows: `docs/mail.md` says what is left open.

mod outside;
mod preview;
mod send;
mod turn;
mod worker;

pub use outside::Addressee;
pub use preview::{PreviewBody, PreviewView, preview, preview_of, trial};
pub use worker::{Pace, start};

use super::lists::PageQuery;
use super::{Ask, Tx};
use crate::domain::outbox::{Channel, State};
use crate::domain::refusal::{Refusal, common, mail as codes};
use crate::domain::value::Moment;
use crate::store::outbox::{self as rows, NewMessage};
use crate::store::{Failure, Json, Subject};
use crate::text::outbox as words;
use crate::text::{Bilingual, Lang};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A message to be sent.
#[derive(Clone, Debug)]
pub struct Message {
    /// What makes it the same message: `alert:17:2:anna:mail`.
    pub key: String,
    /// By which channel.
    pub channel: Channel,
    /// The name of a person, for mail; that of a channel otherwise.
    pub to: String,
    /// What it is written with.
    pub template: String,
    /// What it says.
    pub facts: serde_json::Value,
    /// What it is about, for mail that belongs together: `order:SO-1`.
    pub thread: Option<String>,
    /// Not before, by the plant's clock.
    pub not_before: Option<Moment>,
}

/// Puts a message into the outbox; says whether it is new. Whom it goes to is looked up when it is sent: somebody
/// unknown refuses nothing here, and is seen in the list.
///
/// # Errors
///
/// What the database says.
pub fn enqueue(tx: &mut Tx<'_>, message: &Message) -> Result<bool, Failure> {
    let row = NewMessage {
        plant_id: tx.plant.id,
        key: message.key.clone(),
        channel: message.channel.name().to_owned(),
        recipient: message.to.clone(),
        template: message.template.clone(),
        facts: Json(message.facts.clone()),
        thread: message.thread.clone(),
        state: State::Pending.name().to_owned(),
        attempts: 0,
        made: tx.now,
        not_before: message.not_before.unwrap_or(tx.now),
        next_try: crate::auth::now(),
        message_id: Uuid::now_v7().simple().to_string(),
    };
    rows::add(tx.db, &row)
}

/// A message of the outbox, as administrators see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageView {
    /// Its number.
    pub id: i64,
    /// What makes it the same message.
    pub key: String,
    /// By which channel.
    pub channel: Channel,
    /// The name of a person or of a channel.
    pub to: String,
    /// What it is written with.
    pub template: String,
    /// What it is about.
    pub thread: Option<String>,
    /// Where it stands.
    pub state: State,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was put in, by the plant's clock.
    pub made: Moment,
    /// Not to be sent before, by the plant's clock.
    pub not_before: Moment,
    /// When it is tried next, by the machine's clock; for those that wait.
    pub next_try: Option<Moment>,
    /// Why the last try failed.
    pub error: Option<ErrorView>,
    /// Who got it, or gets it: the person, their stand-in, or the channel.
    pub sent_to: Option<String>,
    /// When it was sent or failed for good, by the machine's clock.
    pub ended: Option<Moment>,
}

/// Why a try failed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ErrorView {
    /// The stable name of the kind of error: `refused`, `connection`, `no-address`, …
    pub code: String,
    /// What that means, in the reader's language.
    pub text: String,
    /// What the other side said, as it said it.
    pub said: Option<String>,
}

/// Which messages are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OutboxQuery {
    /// Only those that stand so.
    #[param(inline)]
    pub state: Option<State>,
    /// Only those to this person or channel.
    pub to: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page, 50 unless said, at most 500.
    pub limit: Option<u32>,
}

/// What leaves the house.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outbox {
    /// Messages, the newest first.
    pub items: Vec<MessageView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Messages, the newest first.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &OutboxQuery, lang: Lang) -> Result<Outbox, Failure> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let filter = rows::Filter {
        before: query.cursor.as_deref().and_then(|text| text.parse().ok()),
        state: query.state.map(State::name),
        recipient: query.to.as_deref(),
        limit: page.read(),
    };
    let found = rows::messages(ask.db, ask.plant.id, &filter)?;
    let (found, next) = page.cut(found, |row| row.id.to_string());
    Ok(Outbox { items: found.into_iter().map(|row| view(row, lang)).collect(), next })
}

fn view(row: rows::Message, lang: Lang) -> MessageView {
    let state = State::named(&row.state).unwrap_or(State::Failed);
    let waits = matches!(state, State::Pending | State::Delayed);
    MessageView {
        id: row.id,
        key: row.key,
        channel: Channel::named(&row.channel).unwrap_or(Channel::Mail),
        to: row.recipient,
        template: row.template,
        thread: row.thread,
        state,
        attempts: row.attempts,
        made: row.made,
        not_before: row.not_before,
        next_try: waits.then_some(row.next_try),
        error: row.last_error.map(|error| error_view(&error, lang)),
        sent_to: row.sent_to,
        ended: row.ended,
    }
}

/// An error as it is kept, `code: what was said`, for people.
fn error_view(kept: &str, lang: Lang) -> ErrorView {
    let (code, said) = kept.split_once(": ").unwrap_or((kept, ""));
    let text: Bilingual = words::error(code);
    let said = (!said.is_empty()).then(|| said.to_owned());
    ErrorView { code: code.to_owned(), text: text.get(lang).to_owned(), said }
}

/// Lets a message that failed be tried again at once, as often as a new one. What waits is only hurried.
///
/// # Errors
///
/// [`common::UNKNOWN`], or [`codes::MESSAGE_SENT`] for one that was sent or is being sent.
pub fn retry(tx: &mut Tx<'_>, id: i64, lang: Lang) -> Result<MessageView, Failure> {
    let unknown = || Refusal::at(common::UNKNOWN, "id", id).with("what", "message");
    let row = rows::message(tx.db, tx.plant.id, id)?.ok_or_else(unknown)?;
    if matches!(State::named(&row.state), Some(State::Sent | State::Sending)) {
        return Err(Refusal::at(codes::MESSAGE_SENT, "id", id).into());
    }
    let mut standing = rows::Standing::from(row);
    State::Pending.name().clone_into(&mut standing.state);
    standing.attempts = 0;
    standing.not_before = standing.not_before.min(tx.now);
    standing.next_try = crate::auth::now();
    standing.ended = None;
    rows::stand(tx.db, id, None, &standing)?;
    tx.journal("message.retried", &[Subject::Message(id)], &serde_json::json!({ "id": id }))?;
    let row = rows::message(tx.db, tx.plant.id, id)?.ok_or_else(unknown)?;
    Ok(view(row, lang))
}
