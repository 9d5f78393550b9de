//! Signing in by mail: whoever reads an address of a customer's contact sees all orders of that customer.
//!
//! Nobody learns by asking whether an address is known: the answer is the same, and the mail is the difference.

use super::access::Visitor;
use crate::app::App;
use crate::auth::link::{self, Purpose};
use crate::auth::secret;
use crate::domain::outbox::Channel;
use crate::domain::portal::Answer;
use crate::domain::refusal::{Refusal, common, portal as codes};
use crate::domain::value::Moment;
use crate::notify::{Fault, Kind, SIGN_IN, is_address};
use crate::services::notices::by_link as actor;
use crate::services::outbox::{self, Addressee, Message};
use crate::services::sales::policies;
use crate::services::{Ask, Tx};
use crate::store::portal::{self as rows, SignIn};
use crate::store::{Db, Failure, MAIN_PLANT, Subject, master::customers, notices, sales};
use crate::text::Lang;
use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

/// Before the id of a sign-in, where the outbox names a person otherwise.
pub const RECIPIENT: &str = "sign-in:";

/// Minutes for which a mailed link is good.
const GOOD_MINUTES: i64 = 30;
/// Mails to one address within an hour.
const MOST_AN_HOUR: usize = 3;
/// Orders that the list shows, the newest first.
const MOST_ORDERS: i64 = 100;

/// A customer who has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The customer, by code.
    pub customer: String,
    /// The address.
    pub address: String,
    /// What the sign-in is called.
    id: String,
}

/// An order in the list of a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnOrder {
    /// Our number.
    pub number: String,
    /// Theirs.
    pub customer_order: Option<String>,
    /// When it ships.
    pub answer: Answer,
}

/// An address as a form gives it.
///
/// # Errors
///
/// It is none.
pub fn checked_address(given: &str) -> Result<String, Refusal> {
    let given = given.trim();
    if given.is_empty() {
        return Err(Refusal::at(common::REQUIRED, "mail", ""));
    }
    if given.chars().count() > 200 || !is_address(given) {
        let shown: String = given.chars().take(60).collect();
        return Err(Refusal::at(codes::NO_ADDRESS, "mail", shown));
    }
    Ok(given.to_lowercase())
}

/// Sends a link to an address, if it is one of a customer's contact. Says nothing of whether it is.
///
/// # Errors
///
/// What the database says.
pub fn ask_sign_in(tx: &mut Tx<'_>, address: &str, lang: Lang) -> Result<(), Failure> {
    let policy = policies(&tx.plant).portal;
    if !policy.on {
        return Ok(());
    }
    let since = tx.now.shifted(TimeDelta::hours(-1));
    let recent = rows::sign_ins_since(tx.db, tx.plant.id, address, since)?;
    let owners = customers::with_address(tx.db, address)?;
    if recent >= MOST_AN_HOUR {
        return Ok(());
    }
    notices::put_link_key(tx.db, tx.plant.id, &secret::new())?;
    for customer in owners {
        let id = Uuid::new_v4().simple().to_string();
        let row = SignIn {
            id: id.clone(),
            plant_id: tx.plant.id,
            customer: customer.clone(),
            address: address.to_owned(),
            lang: if lang == Lang::Zh { "zh" } else { "en" }.to_owned(),
            asked_at: tx.now,
            used_at: None,
            ended_at: None,
        };
        rows::put_sign_in(tx.db, &row)?;
        let message = Message {
            key: format!("sign-in:{id}"),
            channel: Channel::Mail,
            to: format!("{RECIPIENT}{id}"),
            template: SIGN_IN.to_owned(),
            facts: json!({ "plant": policy.company.clone().unwrap_or_else(|| tx.plant.name.clone()) }),
            thread: None,
            not_before: None,
        };
        outbox::enqueue(tx, &message)?;
        tx.journal("sign-in.asked", &[Subject::Customer(customer)], &json!({ "sign_in": id }))?;
    }
    Ok(())
}

fn is_good(row: &SignIn, now: Moment) -> bool {
    row.ended_at.is_none() && row.asked_at.shifted(TimeDelta::minutes(GOOD_MINUTES)) > now
}

/// What a browser keeps of somebody who came by a mailed link, good until `until`, in seconds of the machine's clock.
///
/// # Errors
///
/// What the database says.
pub fn sign_in(tx: &mut Tx<'_>, token: &str, until: i64) -> Result<Option<String>, Failure> {
    let Some(key) = notices::link_key(tx.db, tx.plant.id)?.filter(|_| policies(&tx.plant).portal.on) else {
        return Ok(None);
    };
    let Some(id) = link::read(&key, Purpose::SignIn, token) else { return Ok(None) };
    let found = rows::sign_in(tx.db, id)?.filter(|row| row.plant_id == tx.plant.id && is_good(row, tx.now));
    let Some(mut row) = found else { return Ok(None) };
    if row.used_at.is_none() {
        row.used_at = Some(tx.now);
        rows::put_sign_in(tx.db, &row)?;
        let body = json!({ "sign_in": row.id });
        tx.journal("sign-in.used", &[Subject::Customer(row.customer.clone())], &body)?;
    }
    Ok(Some(link::token(&key, Purpose::SignedIn, &format!("{}~{until}", row.id))))
}

/// The customer behind what [`sign_in`] made, at `now` by the machine's clock.
///
/// # Errors
///
/// What the database says.
pub fn account(ask: &mut Ask<'_>, kept: &str, now: i64) -> Result<Option<Account>, Failure> {
    let Some(key) = notices::link_key(ask.db, ask.plant.id)?.filter(|_| policies(&ask.plant).portal.on)
    else {
        return Ok(None);
    };
    let parts = link::read(&key, Purpose::SignedIn, kept).and_then(|id| id.split_once('~'));
    let Some((id, until)) = parts else { return Ok(None) };
    let good = until.parse::<i64>().is_ok_and(|until| now < until);
    let found =
        rows::sign_in(ask.db, id)?.filter(|row| good && row.used_at.is_some() && row.ended_at.is_none());
    // Whoever is no contact any more sees nothing any more.
    let Some(row) = found else { return Ok(None) };
    let customer = customers::one(ask.db, &row.customer)?;
    let still = customer.is_some_and(|customer| customer.fields.is_read_at(&row.address));
    Ok(still.then_some(Account { customer: row.customer, address: row.address, id: row.id }))
}

/// Ends a sign-in.
///
/// # Errors
///
/// What the database says.
pub fn sign_out(tx: &mut Tx<'_>, account: &Account) -> Result<(), Failure> {
    if let Some(mut row) = rows::sign_in(tx.db, &account.id)?.filter(|row| row.ended_at.is_none()) {
        row.ended_at = Some(tx.now);
        rows::put_sign_in(tx.db, &row)?;
        let body = json!({ "sign_in": row.id });
        tx.journal("sign-in.ended", &[Subject::Customer(row.customer)], &body)?;
    }
    Ok(())
}

/// An order of the customer who has signed in, as somebody who was let in to it.
///
/// # Errors
///
/// What the database says.
pub fn of_account(ask: &mut Ask<'_>, account: &Account, number: &str) -> Result<Option<Visitor>, Failure> {
    let found = sales::sales_order(ask.db, ask.plant.id, number)?;
    let own = found.is_some_and(|order| order.customer == account.customer);
    let access = rows::access(ask.db, ask.plant.id, number)?;
    let (renewed, closed) = access.map_or((0, false), |access| (access.renewed, access.closed));
    Ok((own && !closed).then(|| Visitor { order: number.to_owned(), renewed, by_link: false }))
}

/// The orders of the customer who has signed in, the newest first, each with its answer.
///
/// # Errors
///
/// What the database says.
pub fn orders(app: &App, account: &Account, lang: Lang) -> Result<Vec<OwnOrder>, Failure> {
    let who = actor(&account.customer, lang);
    let found = app.ask(&who, |ask| {
        let plant = ask.plant.id;
        let all = rows::orders_of_customer(ask.db, plant, &account.customer, MOST_ORDERS)?;
        let open = |order: &String, ask: &mut Ask<'_>| -> Result<bool, Failure> {
            Ok(rows::access(ask.db, plant, order)?.is_none_or(|access| !access.closed))
        };
        let mut kept = Vec::new();
        for order in all {
            if open(&order.number, ask)? {
                kept.push(order);
            }
        }
        Ok(kept)
    })?;
    let mut all = Vec::with_capacity(found.len());
    for order in found {
        let visitor = Visitor { order: order.number.clone(), renewed: 0, by_link: false };
        let page = super::page::page(app, &who, &visitor, lang)?;
        all.push(OwnOrder { number: order.number, customer_order: page.customer_order, answer: page.answer });
    }
    Ok(all)
}

/// Whom the outbox means by somebody who signs in, or why the link would be no good.
///
/// # Errors
///
/// What the database says.
pub fn addressee(db: &mut Db, now: Moment, recipient: &str) -> Result<Result<Addressee, Fault>, Failure> {
    let unknown = || Ok(Err(Fault::lasting(Kind::UnknownRecipient, recipient.to_owned())));
    let id = recipient.strip_prefix(RECIPIENT).unwrap_or_default();
    let Some(row) = rows::sign_in(db, id)? else { return unknown() };
    let Some(key) = notices::link_key(db, MAIN_PLANT)? else { return unknown() };
    if !is_good(&row, now) {
        return Ok(Err(Fault::lasting(Kind::LinkOver, String::new())));
    }
    Ok(Ok(Addressee {
        whose: format!("customer:{}", row.customer),
        name: String::new(),
        lang: Lang::from_tag(&row.lang),
        link: format!("/portal/account/{}", link::token(&key, Purpose::SignIn, &row.id)),
        address: row.address,
        stop: None,
        reply_to: None,
    }))
}
