//! To whom a mail to somebody outside goes, as things stand when it is sent.

use super::{RECIPIENT, send};
use crate::auth::link::{self, Purpose};
use crate::domain::value::Moment;
use crate::notify::{Fault, Kind};
use crate::services::outbox::Addressee;
use crate::services::portal;
use crate::store::master::customers::{self, Contact};
use crate::store::notices as rows;
use crate::store::{Db, Failure, MAIN_PLANT, sales};
use crate::text::Lang;

/// Whom the outbox means by the recipient of a notice, or why nobody gets it any more.
///
/// # Errors
///
/// What the database says.
pub fn addressee(db: &mut Db, now: Moment, recipient: &str) -> Result<Result<Addressee, Fault>, Failure> {
    let unknown = || Ok(Err(Fault::lasting(Kind::UnknownRecipient, recipient.to_owned())));
    let id = recipient.strip_prefix(RECIPIENT).unwrap_or_default();
    let Some(row) = rows::recipient(db, id)? else { return unknown() };
    let Some(notice) = rows::notice(db, MAIN_PLANT, row.notice)? else { return unknown() };
    if rows::is_stopped(db, MAIN_PLANT, &row.address)? {
        return Ok(Err(Fault::lasting(Kind::Unsubscribed, String::new())));
    }
    // A follower who was put out since, or had enough, gets nothing that was under way.
    let customer = customers::one(db, &notice.customer)?;
    let wants = |contact: &Contact| {
        let theirs = contact.email.as_deref().map(str::trim);
        contact.notices && theirs.is_some_and(|theirs| theirs.to_lowercase() == row.address.to_lowercase())
    };
    let is_contact = customer.is_some_and(|customer| customer.fields.contacts.0.iter().any(wants));
    let own = row.address.to_lowercase();
    let mut followers = portal::followers(db, MAIN_PLANT, &notice.order_no)?.into_iter();
    if !is_contact && !followers.any(|(address, _)| address == own) {
        return Ok(Err(Fault::lasting(Kind::Unsubscribed, String::new())));
    }
    let Some(key) = rows::link_key(db, MAIN_PLANT)? else { return unknown() };
    let order = sales::sales_order(db, MAIN_PLANT, &notice.order_no)?;
    let reply_to = match &order {
        Some(order) => send::contact_of(db, order)?.map(|(_, address)| address),
        None => None,
    };
    Ok(Ok(Addressee {
        whose: format!("customer:{}", notice.customer),
        address: row.address,
        name: row.name,
        lang: Lang::from_tag(&row.lang),
        link: portal::link_of(db, MAIN_PLANT, &notice.order_no, now)?.unwrap_or_default(),
        stop: Some(format!("/unsubscribe/{}", link::token(&key, Purpose::Stop, &row.id))),
        reply_to,
    }))
}
