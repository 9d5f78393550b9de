//! One message's turn: taken by whoever sends it, sent, and written down.
//!
//! Taking and writing down are transactions of their own; sending is between them, in none. Whoever takes a message
//! holds it for a short while and goes on holding it as long as it lives, so that a message whose sender died is taken
//! by another one soon, and by nobody else before.

use super::super::Tx;
use crate::auth;
use crate::domain::outbox::{MOST_TRIES, State, wait};
use crate::domain::value::Moment;
use crate::store::outbox::{self as rows, Message, Standing};
use crate::store::{Failure, Subject};
use chrono::TimeDelta;
use serde::Serialize;

/// For so long a message is held by whoever took it, unless it says again that it lives.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(15);

/// What became of a try.
#[derive(Clone, Debug)]
pub(super) enum Became {
    /// It was taken by the other side.
    Sent,
    /// Its time has not come: somebody is to be left alone until then, by the plant's clock.
    NotYet(Moment),
    /// It failed, for now or for good, and why.
    Failed {
        /// Whether trying again would change nothing.
        lasting: bool,
        /// `code: what was said`.
        why: String,
    },
}

/// What the journal says of a message that was sent or given up.
#[derive(Serialize)]
struct Told<'a> {
    key: &'a str,
    channel: &'a str,
    to: &'a str,
    sent_to: Option<&'a str>,
    template: &'a str,
    attempts: i64,
    error: Option<&'a str>,
}

/// Takes the first message of `channels` that is due; its Message-ID is whole from then on.
///
/// # Errors
///
/// What the database says.
pub(super) fn take(
    tx: &mut Tx<'_>,
    channels: &[&str],
    holder: &str,
    domain: &str,
) -> Result<Option<Message>, Failure> {
    let now = auth::now();
    let Some(mut row) = rows::due(tx.db, channels, tx.now, now)? else { return Ok(None) };
    if !row.message_id.contains('@') {
        row.message_id = format!("{}@{domain}", row.message_id);
    }
    State::Sending.name().clone_into(&mut row.state);
    row.attempts += 1;
    row.lease_until = Some(now.shifted(LEASE));
    row.holder = Some(holder.to_owned());
    rows::stand(tx.db, row.id, None, &Standing::from(row.clone()))?;
    Ok(Some(row))
}

/// Writes down what became of a message that `holder` took. Who lost it meanwhile writes nothing.
///
/// # Errors
///
/// What the database says.
pub(super) fn write_down(
    tx: &mut Tx<'_>,
    row: &Message,
    holder: &str,
    sent_to: Option<&str>,
    became: &Became,
    first_wait: TimeDelta,
    chance: f64,
) -> Result<(), Failure> {
    let now = auth::now();
    let mut standing = Standing::from(row.clone());
    standing.lease_until = None;
    standing.holder = None;
    standing.sent_to = sent_to.map(str::to_owned);
    let state = match became {
        Became::Sent => {
            standing.last_error = None;
            State::Sent
        }
        Became::NotYet(until) => {
            standing.attempts -= 1;
            standing.not_before = *until;
            State::Pending
        }
        Became::Failed { lasting, why } => {
            standing.last_error = Some(why.clone());
            standing.next_try = now.shifted(wait(first_wait, row.attempts, chance));
            match lasting {
                true => State::Failed,
                false if row.attempts >= MOST_TRIES => State::GivenUp,
                false => State::Delayed,
            }
        }
    };
    state.name().clone_into(&mut standing.state);
    let over = !matches!(state, State::Pending | State::Delayed);
    standing.ended = over.then_some(now);
    if rows::stand(tx.db, row.id, Some(holder), &standing)? && over {
        let what = if state == State::Sent { "message.sent" } else { "message.failed" };
        let told = Told {
            key: &row.key,
            channel: &row.channel,
            to: &row.recipient,
            sent_to,
            template: &row.template,
            attempts: row.attempts,
            error: standing.last_error.as_deref(),
        };
        tx.journal(what, &[Subject::Message(row.id)], &told)?;
    }
    Ok(())
}
