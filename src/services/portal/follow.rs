//! Following an order by mail: whoever reads the address has to say yes first, and can stop it with one click.
//!
//! A follower gets the notices of that one order, whatever the customer's contacts get. What they are told is what notices say.
//! Whoever is put out, because the access was renewed or closed, has neither said yes nor can say it any more.

use super::access::{Visitor, link_of};
use super::ask::{Form, command};
use super::sign_in::checked_address;
use crate::app::App;
use crate::auth::link::{self, Purpose};
use crate::auth::secret;
use crate::domain::outbox::Channel;
use crate::domain::refusal::{Refusal, portal as codes};
use crate::domain::value::Moment;
use crate::notify::{FOLLOW, Fault, Kind};
use crate::services::notices::resume;
use crate::services::outbox::{self, Addressee, Message};
use crate::services::sales::{policies, theirs};
use crate::services::{Ask, Tx};
use crate::store::portal::{self as rows, Follower};
use crate::store::{Db, Failure, MAIN_PLANT, Subject, notices, plant, sales};
use crate::text::Lang;
use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

/// Before the id of a follower, where the outbox names a person otherwise.
pub const RECIPIENT: &str = "follower:";

/// Addresses that may be asked about one order within a day; one that was asked is not asked again in that time.
const MOST_A_DAY: usize = 5;
/// Hours for which the question can be answered.
const ANSWERED_WITHIN: i64 = 72;

/// What the page behind a follower's link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    /// Our number of the order.
    pub number: String,
    /// The address.
    pub address: String,
    /// The language that was spoken when it was asked for.
    pub lang: Lang,
    /// Whether mails go to it.
    pub on: bool,
    /// The path of a link to the order, while mails go to it.
    pub link: Option<String>,
}

/// Asks an address whether it wants the notices of an order. The same answer whether it was asked before or not.
///
/// # Errors
///
/// It is no address, or too many others were asked.
pub fn follow(app: &App, visitor: &Visitor, form: &Form, lang: Lang) -> Result<(), Failure> {
    let address = checked_address(form.get("mail").map(String::as_str).unwrap_or_default())?;
    command(app, visitor, lang, move |tx, order, _| {
        let known = rows::followers_of(tx.db, tx.plant.id, &order.number)?;
        let since = tx.now.shifted(TimeDelta::days(-1));
        let recent = known.iter().filter(|row| row.asked_at > since && !is_out(row));
        let own = |row: &&Follower| row.address == address;
        let active = known.iter().filter(own).any(|row| row.confirmed_at.is_some() && row.ended_at.is_none());
        if active || recent.clone().any(|row| own(&row)) {
            return Ok(());
        }
        if recent.count() >= MOST_A_DAY {
            return Err(Refusal::at(codes::TOO_MANY_FOLLOWERS, "mail", "").with("most", MOST_A_DAY).into());
        }
        notices::put_link_key(tx.db, tx.plant.id, &secret::new())?;
        let id = Uuid::new_v4().simple().to_string();
        let row = Follower {
            id: id.clone(),
            plant_id: tx.plant.id,
            order_no: order.number.clone(),
            address: address.clone(),
            lang: if lang == Lang::Zh { "zh" } else { "en" }.to_owned(),
            asked_at: tx.now,
            confirmed_at: None,
            ended_at: None,
        };
        rows::put_follower(tx.db, &row)?;
        let policy = policies(&tx.plant).portal;
        let lines = sales::lines_of(tx.db, tx.plant.id, &order.number)?;
        let message = Message {
            key: format!("follower:{id}"),
            channel: Channel::Mail,
            to: format!("{RECIPIENT}{id}"),
            template: FOLLOW.to_owned(),
            facts: json!({
                "plant": policy.company.unwrap_or_else(|| tx.plant.name.clone()), "order": order.number,
                "po": theirs(&order, &lines),
            }),
            thread: None,
            not_before: None,
        };
        outbox::enqueue(tx, &message)?;
        tx.journal("follower.asked", &[Subject::SalesOrder(order.number)], &json!({ "follower": id }))?;
        Ok(())
    })
}

fn named(db: &mut Db, plant_id: i64, token: &str) -> Result<Option<Follower>, Failure> {
    let Some(key) = notices::link_key(db, plant_id)? else { return Ok(None) };
    match link::read(&key, Purpose::Follow, token) {
        Some(id) => Ok(rows::follower(db, id)?.filter(|row| row.plant_id == plant_id)),
        None => Ok(None),
    }
}

/// Whether mails go to an address.
fn is_on(row: &Follower) -> bool {
    row.confirmed_at.is_some() && row.ended_at.is_none()
}

/// Whether somebody was put out.
fn is_out(row: &Follower) -> bool {
    row.confirmed_at.is_none() && row.ended_at.is_some()
}

/// Whether somebody may still say yes.
fn is_open(row: &Follower, now: Moment) -> bool {
    let asked = row.asked_at.shifted(TimeDelta::hours(ANSWERED_WITHIN)) > now;
    row.confirmed_at.is_some() || (asked && !is_out(row))
}

fn following(db: &mut Db, row: Follower, now: Moment) -> Result<Following, Failure> {
    let on = is_on(&row);
    let link = if on { link_of(db, row.plant_id, &row.order_no, now)? } else { None };
    Ok(Following { number: row.order_no, address: row.address, lang: Lang::from_tag(&row.lang), on, link })
}

/// What the page behind a follower's link shows; nothing where the link is no good.
///
/// # Errors
///
/// What the database says.
pub fn follower(ask: &mut Ask<'_>, token: &str) -> Result<Option<Following>, Failure> {
    let found = named(ask.db, ask.plant.id, token)?.filter(|row| is_open(row, ask.now));
    found.map(|row| following(ask.db, row, ask.now)).transpose()
}

/// Says yes, or that it is enough. Again is no fault. Whoever says yes wants our mails, also where they had stopped them.
///
/// # Errors
///
/// What the database says.
pub fn set_following(tx: &mut Tx<'_>, token: &str, on: bool) -> Result<Option<Following>, Failure> {
    let found = named(tx.db, tx.plant.id, token)?;
    let Some(mut row) = found.filter(|row| is_open(row, tx.now)) else { return Ok(None) };
    if on && notices::is_stopped(tx.db, tx.plant.id, &row.address)? {
        resume(tx, &row.address)?;
    }
    let what = match (on, row.confirmed_at, row.ended_at) {
        (true, None, _) | (true, _, Some(_)) => {
            (row.confirmed_at, row.ended_at) = (Some(tx.now), None);
            "follower.confirmed"
        }
        (false, Some(_), None) => {
            row.ended_at = Some(tx.now);
            "follower.ended"
        }
        _ => return Ok(Some(following(tx.db, row, tx.now)?)),
    };
    rows::put_follower(tx.db, &row)?;
    tx.journal(what, &[Subject::SalesOrder(row.order_no.clone())], &json!({ "follower": row.id }))?;
    Ok(Some(following(tx.db, row, tx.now)?))
}

/// Ends whatever an address follows: it wants no mails any more.
///
/// # Errors
///
/// What the database says.
pub fn stop_following(tx: &mut Tx<'_>, address: &str) -> Result<(), Failure> {
    for mut row in rows::followed_by(tx.db, tx.plant.id, address)?.into_iter().filter(is_on) {
        row.ended_at = Some(tx.now);
        rows::put_follower(tx.db, &row)?;
        let order = Subject::SalesOrder(row.order_no);
        tx.journal("follower.ended", &[order], &json!({ "follower": row.id }))?;
    }
    Ok(())
}

/// Addresses that follow an order, with their languages; only those that said yes.
///
/// # Errors
///
/// What the database says.
pub fn followers(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<(String, String)>, Failure> {
    let all = rows::followers_of(db, plant_id, order)?.into_iter().filter(is_on);
    Ok(all.map(|row| (row.address, row.lang)).collect())
}

/// Whom the outbox means by a follower who is asked, or why nobody is asked any more.
///
/// # Errors
///
/// What the database says.
pub fn addressee(db: &mut Db, now: Moment, recipient: &str) -> Result<Result<Addressee, Fault>, Failure> {
    let unknown = || Ok(Err(Fault::lasting(Kind::UnknownRecipient, recipient.to_owned())));
    let id = recipient.strip_prefix(RECIPIENT).unwrap_or_default();
    let Some(row) = rows::follower(db, id)? else { return unknown() };
    let Some(key) = notices::link_key(db, MAIN_PLANT)? else { return unknown() };
    if !is_open(&row, now) || !policies(&plant(db, MAIN_PLANT)?).portal.on {
        return Ok(Err(Fault::lasting(Kind::LinkOver, String::new())));
    }
    let customer = sales::sales_order(db, MAIN_PLANT, &row.order_no)?.map(|order| order.customer);
    Ok(Ok(Addressee {
        whose: format!("customer:{}", customer.unwrap_or_default()),
        name: String::new(),
        lang: Lang::from_tag(&row.lang),
        link: format!("/portal/follow/{}", link::token(&key, Purpose::Follow, &row.id)),
        address: row.address,
        stop: None,
        reply_to: None,
    }))
}
