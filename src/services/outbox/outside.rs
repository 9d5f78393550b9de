//! Mail to people outside of the house: those whom a notice or a request goes to, as things stand when it is sent.

use crate::domain::value::Moment;
use crate::notify::Fault;
use crate::services::{notices, portal, supplier_requests};
use crate::store::{Db, Failure};
use crate::text::Lang;

/// Somebody outside of the house, and what goes with a mail to them.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// Who, for the outbox: `customer:C-1`.
    pub whose: String,
    /// Where mail reaches them.
    pub address: String,
    /// What they are called.
    pub name: String,
    /// Their language.
    pub lang: Lang,
    /// Where the mail's button leads, below the server's address; empty for none.
    pub link: String,
    /// Where they stop such mails.
    pub stop: Option<String>,
    /// Whom an answer reaches.
    pub reply_to: Option<String>,
}

/// Whom the outbox means by a recipient that is no person of the house, or why nobody gets it any more; nothing where it
/// is one.
pub(super) fn addressee(
    db: &mut Db,
    now: Moment,
    recipient: &str,
) -> Result<Option<Result<Addressee, Fault>>, Failure> {
    if recipient.starts_with(notices::RECIPIENT) {
        return notices::addressee(db, now, recipient).map(Some);
    }
    if recipient.starts_with(supplier_requests::RECIPIENT) {
        return supplier_requests::addressee(db, now, recipient).map(Some);
    }
    if recipient.starts_with(portal::FOLLOWER) {
        return portal::follower_addressee(db, now, recipient).map(Some);
    }
    if recipient.starts_with(portal::SIGN_IN) {
        return portal::sign_in_addressee(db, now, recipient).map(Some);
    }
    Ok(None)
}
