//! Sending a notice: one mail for each contact who is to get notices and has not stopped them.

use super::RECIPIENT;
use crate::auth::secret;
use crate::domain::notice::{Mode, State};
use crate::domain::outbox::Channel;
use crate::domain::refusal::{Refusal, notice as codes};
use crate::notify::{self, NOTICE};
use crate::services::outbox::{self, Message};
use crate::services::sales::{policies, theirs};
use crate::services::{Tx, portal};
use crate::store::access;
use crate::store::contacts;
use crate::store::master::customers;
use crate::store::notices::{self as rows, Notice, Recipient};
use crate::store::sales::{self, SalesOrder};
use crate::store::{Db, Failure, Subject};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Name, address and language of those whom the notices of an order go to: the customer's contacts, and whoever follows the
/// order by mail. What leaves by itself goes to contacts only where the shop's policy tells them anything.
pub(super) fn addresses(
    tx: &mut Tx<'_>,
    customer: &str,
    order: &str,
    by_itself: bool,
) -> Result<Vec<(String, String, String)>, Failure> {
    let tier = customers::one(tx.db, customer)?.and_then(|row| row.fields.tier);
    let told = !by_itself || policies(&tx.plant).notices.of(customer, tier).mode != Mode::Off;
    let mut found = if told { contacts_of(tx, customer)? } else { Vec::new() };
    for (address, lang) in portal::followers(tx.db, tx.plant.id, order)? {
        let known = found.iter().any(|(_, own, _)| own.to_lowercase() == address);
        if !known && !rows::is_stopped(tx.db, tx.plant.id, &address)? {
            found.push((String::new(), address, lang));
        }
    }
    Ok(found)
}

/// Name, address and language of a customer's contacts who get notices.
fn contacts_of(tx: &mut Tx<'_>, customer: &str) -> Result<Vec<(String, String, String)>, Failure> {
    let Some(row) = customers::one(tx.db, customer)? else { return Ok(Vec::new()) };
    let lang = if row.fields.language.unwrap_or_default() == crate::text::Lang::Zh { "zh" } else { "en" };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for contact in &row.fields.contacts.0 {
        let address = contact.email.as_deref().map(str::trim).filter(|address| notify::is_address(address));
        let Some(address) = address.filter(|_| contact.notices) else { continue };
        if seen.insert(address.to_lowercase()) && !rows::is_stopped(tx.db, tx.plant.id, address)? {
            found.push((contact.name.clone(), address.to_owned(), lang.to_owned()));
        }
    }
    Ok(found)
}

/// The person who looks after an order, as its customer sees them, and where an answer reaches them.
pub(super) fn contact_of(db: &mut Db, order: &SalesOrder) -> Result<Option<(String, String)>, Failure> {
    let Some(owner) = order.owner.as_deref() else { return Ok(None) };
    let Some(user) = access::user(db, owner)?.filter(|user| user.active) else { return Ok(None) };
    let address = contacts::contact(db, owner)?.and_then(|contact| contact.address);
    Ok(address.map(|address| (user.display_name, address)))
}

/// What the mail says.
pub(super) fn facts(db: &mut Db, plant: &str, plant_id: i64, notice: &Notice) -> Result<Value, Failure> {
    let order = sales::sales_order(db, plant_id, &notice.order_no)?;
    let contact = match &order {
        Some(order) => contact_of(db, order)?.map(|(name, _)| name),
        None => None,
    };
    let lines = sales::lines_of(db, plant_id, &notice.order_no)?;
    let theirs = order.and_then(|order| theirs(&order, &lines)).unwrap_or_default();
    Ok(json!({
        "notice": notice.id, "plant": plant, "order": notice.order_no,
        "po": theirs,
        "lines": notice.lines, "reason": notice.reason, "doing": notice.doing, "remark": notice.remark,
        "next_update_by": notice.next_update_by, "contact": contact,
    }))
}

/// Puts a notice into the outbox and ends it. The update that was promised is kept by that, and the next one promised.
///
/// # Errors
///
/// There is nobody to send it to.
pub(super) fn send(tx: &mut Tx<'_>, mut notice: Notice) -> Result<Notice, Failure> {
    let to = addresses(tx, &notice.customer, &notice.order_no, notice.state == State::Waiting)?;
    if to.is_empty() {
        return Err(Refusal::at(codes::NOTICE_NOBODY, "customer", &notice.customer).into());
    }
    rows::put_link_key(tx.db, tx.plant.id, &secret::new())?;
    let plant = tx.plant.name.clone();
    let facts = facts(tx.db, &plant, tx.plant.id, &notice)?;
    for (name, address, lang) in &to {
        let id = Uuid::new_v4().simple().to_string();
        let message = Message {
            key: format!("notice:{}:{id}", notice.id),
            channel: Channel::Mail,
            to: format!("{RECIPIENT}{id}"),
            template: NOTICE.to_owned(),
            facts: facts.clone(),
            thread: Some(format!("customer-order:{}", notice.order_no)),
            not_before: None,
        };
        let (name, address, lang) = (name.clone(), address.clone(), lang.clone());
        rows::add_recipient(tx.db, &Recipient { id, notice: notice.id, name, address, lang })?;
        outbox::enqueue(tx, &message)?;
    }
    let order = notice.order_no.clone();
    rows::clear_update(tx.db, tx.plant.id, &order)?;
    notice.state = State::Sent;
    (notice.ended_at, notice.ended_by) = (Some(tx.now), Some(tx.actor.name.clone()));
    notice.update_due = notice.next_update_by;
    notice.version += 1;
    rows::update(tx.db, &notice)?;
    let body = json!({
        "notice": notice.id, "order": order, "contacts": to.len(), "next_update_by": notice.next_update_by,
    });
    tx.journal("notice.sent", &[Subject::SalesOrder(order)], &body)?;
    Ok(notice)
}
