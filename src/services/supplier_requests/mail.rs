//! The mail with which a supplier is asked, and the one that tells the buyer what they said.

use super::{RECIPIENT, is_good};
use crate::auth::link::{self, Purpose};
use crate::domain::outbox::Channel;
use crate::domain::role::Role;
use crate::domain::supplier_request::Answer;
use crate::domain::value::Moment;
use crate::notify::{Fault, Kind, SUPPLIER_REQUEST};
use crate::services::Tx;
use crate::services::outbox::{self, Addressee, Message};
use crate::store::supplier_requests::{self as rows, Request};
use crate::store::{Db, Failure, MAIN_PLANT, access, contacts, notices};
use crate::text::Lang;
use crate::text::supplier_page::answered;
use serde_json::json;
use std::collections::BTreeSet;

/// Puts a mail for each contact into the outbox.
pub(super) fn enqueue(tx: &mut Tx<'_>, request: &Request) -> Result<(), Failure> {
    let zone = tx.zone();
    let facts = json!({
        "plant": tx.plant.name, "purchase_order": request.order_no, "lines": request.lines,
        "until": request.expires_at.day(zone),
    });
    for nth in 0..request.contacts.0.len() {
        let message = Message {
            key: format!("supplier-request:{}:{nth}", request.id),
            channel: Channel::Mail,
            to: format!("{RECIPIENT}{}:{nth}", request.id),
            template: SUPPLIER_REQUEST.to_owned(),
            facts: facts.clone(),
            thread: Some(format!("supplier-order:{}", request.order_no)),
            not_before: None,
        };
        outbox::enqueue(tx, &message)?;
    }
    Ok(())
}

/// Whom the outbox means by the recipient of a request, or why nobody gets it any more.
///
/// # Errors
///
/// What the database says.
pub fn addressee(db: &mut Db, now: Moment, recipient: &str) -> Result<Result<Addressee, Fault>, Failure> {
    let unknown = || Ok(Err(Fault::lasting(Kind::UnknownRecipient, recipient.to_owned())));
    let named = recipient.strip_prefix(RECIPIENT).and_then(|rest| rest.split_once(':'));
    let Some((id, nth)) = named else { return unknown() };
    let Some(request) = rows::request(db, MAIN_PLANT, id)? else { return unknown() };
    let nth: Option<usize> = nth.parse().ok();
    let Some(contact) = nth.and_then(|nth| request.contacts.0.get(nth)).cloned() else { return unknown() };
    if !is_good(&request, now) {
        return Ok(Err(Fault::lasting(Kind::LinkOver, String::new())));
    }
    let Some(key) = notices::link_key(db, MAIN_PLANT)? else { return unknown() };
    let asked_by = request.asked_by.strip_prefix("user:");
    let reply_to = match asked_by {
        Some(user) => contacts::contact(db, user)?.and_then(|contact| contact.address),
        None => None,
    };
    Ok(Ok(Addressee {
        whose: format!("supplier:{}", request.supplier),
        address: contact.address,
        name: contact.name,
        lang: Lang::from_tag(&request.lang),
        link: format!("/supplier/{}", link::token(&key, Purpose::Deliver, &request.id)),
        stop: None,
        reply_to,
    }))
}

/// Tells whoever asked what the supplier said, where it is not what was known; of reminders, the buyers.
pub(super) fn tell(tx: &mut Tx<'_>, request: &Request, answers: &[Answer]) -> Result<(), Failure> {
    let said: Vec<&Answer> = answers.iter().filter(|answer| is_news(request, answer)).collect();
    if said.is_empty() {
        return Ok(());
    }
    let to: BTreeSet<String> = match request.asked_by.strip_prefix("user:") {
        Some(user) => [user.to_owned()].into(),
        None => {
            let buys = |roles: &[String]| roles.iter().any(|role| role == Role::Purchasing.name());
            let all = access::users(tx.db)?.into_iter().filter(|user| user.active);
            let buyers = all.filter(|user| user.roles.read::<Vec<String>>().is_ok_and(|roles| buys(&roles)));
            buyers.map(|user| user.name).collect()
        }
    };
    let words = answered(&request.supplier, &request.order_no, &said);
    let facts = json!({
        "opened": tx.now, "severity": "serious", "title": words.0, "text": words.1, "lines": [],
        "link": format!("/?purchase-order={}", request.order_no),
    });
    for user in to {
        let message = Message {
            key: format!("supplier-request:{}:answered:{user}", request.id),
            channel: Channel::Mail,
            to: user,
            template: "supplier-answered".to_owned(),
            facts: facts.clone(),
            thread: Some(format!("purchase-order:{}", request.order_no)),
            not_before: None,
        };
        outbox::enqueue(tx, &message)?;
    }
    Ok(())
}

fn is_news(request: &Request, answer: &Answer) -> bool {
    let asked = request.lines.0.iter().find(|line| line.line == answer.line);
    let known = asked.and_then(|line| line.confirmed);
    answer.complete() != known || answer.part.is_some() || answer.note.is_some()
}
