//! Who gets to see an order: by its number and code, or by a signed link. Both end when the access is renewed or closed.
//!
//! No secret is stored: codes and links are made of the plant's key. A code belongs to one order, in one renewal of it.

use crate::auth::link::{self, Purpose};
use crate::auth::secret;
use crate::domain::portal::PortalPolicy;
use crate::domain::value::{Day, Moment};
use crate::planning::USUAL_ZONE;
use crate::services::sales::{order_named, policies};
use crate::services::{Ask, Tx};
use crate::store::portal::{self as rows, Access};
use crate::store::sales::{self, SalesOrder};
use crate::store::{self, Db, Failure, Plant, Subject, notices};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Orders of one name that a code is tried on: customers may number theirs alike.
const ALIKE: i64 = 50;

/// What the journal calls it that code and links were made anew.
const RENEWED: &str = "portal-access.renewed";

/// How the customer of an order gets to see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PortalAccess)]
pub struct AccessView {
    /// The order.
    pub order: String,
    /// Whether the portal is on.
    pub on: bool,
    /// Whether the access to this order is closed.
    pub closed: bool,
    /// The access code, as it stands on the confirmation; nothing while the portal was never on.
    #[schema(example = "7K3M-9QXA-40VB")]
    pub code: Option<String>,
    /// The path of a link that needs no code.
    pub link: Option<String>,
    /// The last day on which that link is good.
    pub link_until: Option<Day>,
    /// How often code and links were renewed.
    pub renewed: i64,
}

/// Whether an access is to be closed.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PortalAccessBody)]
pub struct AccessBody {
    /// Whether nobody gets in any more, neither by code nor by link.
    pub closed: bool,
}

/// Somebody who was let in to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The order.
    pub order: String,
    /// The renewal of its access with which they came.
    pub renewed: i64,
    /// Whether they came by a link, which ends: they are not told the code, which does not.
    pub by_link: bool,
}

/// A code in groups of four, as people read it.
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code as it was meant: without spaces and dashes, in capitals, and look-alikes as the digits that they stand for.
fn meant(typed: &str) -> String {
    let letters = typed.chars().filter(|c| c.is_alphanumeric()).take(40).flat_map(char::to_uppercase);
    let digit = |c| match c {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    letters.map(digit).collect()
}

fn about(order: &str, renewed: i64) -> String {
    format!("{}~{renewed}", URL_SAFE_NO_PAD.encode(order))
}

/// Order and renewal of what [`about`] wrote.
fn of_about(order: &str, renewed: &str) -> Option<Visitor> {
    let order = String::from_utf8(URL_SAFE_NO_PAD.decode(order).ok()?).ok()?;
    Some(Visitor { order, renewed: renewed.parse().ok()?, by_link: true })
}

/// The renewal of an order's access, where anybody is let in.
fn renewal(db: &mut Db, plant_id: i64, order: &str) -> Result<Option<i64>, Failure> {
    let access = rows::access(db, plant_id, order)?;
    Ok(access.map_or(Some(0), |access| (!access.closed).then_some(access.renewed)))
}

/// How the customer of an order gets to see it.
///
/// # Errors
///
/// There is no such order.
pub fn access(ask: &mut Ask<'_>, number: &str) -> Result<AccessView, Failure> {
    order_named(ask.db, ask.plant.id, number)?;
    view(ask.db, &ask.plant, number, ask.now)
}

fn view(db: &mut Db, plant: &Plant, number: &str, now: Moment) -> Result<AccessView, Failure> {
    let PortalPolicy { on, link_days, .. } = policies(plant).portal;
    let access = rows::access(db, plant.id, number)?;
    let (renewed, closed) = access.map_or((0, false), |access| (access.renewed, access.closed));
    let key = notices::link_key(db, plant.id)?.filter(|_| on && !closed);
    let until = now.shifted(TimeDelta::days(link_days.into()));
    let code = key.as_ref().map(|key| grouped(&link::code(key, &about(number, renewed))));
    let link = key.as_ref().map(|key| {
        let id = format!("{}~{}", about(number, renewed), until.micros() / 1_000_000);
        format!("/portal/open/{}", link::token(key, Purpose::Open, &id))
    });
    let link_until = link.is_some().then(|| until.day(plant.zone.parse().unwrap_or(USUAL_ZONE)));
    Ok(AccessView { order: number.to_owned(), on, closed, code, link, link_until, renewed })
}

/// The path of a link to an order that needs no code, as it is good from now on; nothing where nobody is let in.
///
/// # Errors
///
/// What the database says.
pub fn link_of(db: &mut Db, plant_id: i64, number: &str, now: Moment) -> Result<Option<String>, Failure> {
    let plant = store::plant(db, plant_id)?;
    Ok(view(db, &plant, number, now)?.link)
}

fn changed(
    tx: &mut Tx<'_>,
    number: &str,
    change: impl Fn(&mut Access),
    what: &str,
) -> Result<AccessView, Failure> {
    let plant_id = tx.plant.id;
    order_named(tx.db, plant_id, number)?;
    notices::put_link_key(tx.db, plant_id, &secret::new())?;
    let (changed_at, changed_by) = (tx.now, tx.actor.name.clone());
    let blank =
        Access { plant_id, order_no: number.to_owned(), renewed: 0, closed: false, changed_at, changed_by };
    let mut row = rows::access(tx.db, plant_id, number)?.unwrap_or_else(|| blank.clone());
    change(&mut row);
    (row.changed_at, row.changed_by) = (blank.changed_at, blank.changed_by);
    rows::put_access(tx.db, &row)?;
    if row.closed || what == RENEWED {
        // Whoever follows may have come in by what is no good any more, and each of our mails has a link.
        rows::put_followers_out(tx.db, plant_id, number, tx.now)?;
    }
    let body = json!({ "order": number, "renewed": row.renewed, "closed": row.closed });
    tx.journal(what, &[Subject::SalesOrder(number.to_owned())], &body)?;
    view(tx.db, &tx.plant, number, tx.now)
}

/// Makes a new code: the old one, all links, whoever has come in by them and whoever follows are out.
///
/// # Errors
///
/// There is no such order.
pub fn renew(tx: &mut Tx<'_>, number: &str) -> Result<AccessView, Failure> {
    changed(tx, number, |row| row.renewed += 1, RENEWED)
}

/// Closes the access to an order, or opens it again with the same code.
///
/// # Errors
///
/// There is no such order.
pub fn set_closed(tx: &mut Tx<'_>, number: &str, body: AccessBody) -> Result<AccessView, Failure> {
    let what = if body.closed { "portal-access.closed" } else { "portal-access.opened" };
    changed(tx, number, |row| row.closed = body.closed, what)
}

/// Whoever names an order, by our number or by theirs, and its code. Nothing for everybody else, whatever is wrong.
///
/// # Errors
///
/// What the database says.
pub fn enter(ask: &mut Ask<'_>, number: &str, typed: &str) -> Result<Option<Visitor>, Failure> {
    let plant_id = ask.plant.id;
    let candidates = rows::orders_named(ask.db, plant_id, number.trim(), ALIKE)?;
    let key = notices::link_key(ask.db, plant_id)?;
    let typed = meant(typed);
    let mut found = None;
    for order in candidates {
        let Some(renewed) = renewal(ask.db, plant_id, &order.number)? else { continue };
        let Some(key) = &key else { continue };
        if secret::same(&typed, &link::code(key, &about(&order.number, renewed))) {
            found = Some(Visitor { order: order.number, renewed, by_link: false });
        }
    }
    Ok(found.filter(|_| policies(&ask.plant).portal.on))
}

/// Whoever comes by a signed link, while it is good.
///
/// # Errors
///
/// What the database says.
pub fn open(ask: &mut Ask<'_>, token: &str) -> Result<Option<Visitor>, Failure> {
    let until = ask.now.micros() / 1_000_000;
    checked(ask, Purpose::Open, token, until)
}

/// What a browser keeps of somebody who was let in: good until `until`, in seconds of the machine's clock.
///
/// # Errors
///
/// What the database says.
pub fn session(ask: &mut Ask<'_>, visitor: &Visitor, until: i64) -> Result<Option<String>, Failure> {
    let key = notices::link_key(ask.db, ask.plant.id)?;
    let how = if visitor.by_link { "link" } else { "code" };
    let id = format!("{}~{until}~{how}", about(&visitor.order, visitor.renewed));
    Ok(key.map(|key| link::token(&key, Purpose::Seen, &id)))
}

/// Whoever comes with what [`session`] made, at `now` by the machine's clock.
///
/// # Errors
///
/// What the database says.
pub fn seen(ask: &mut Ask<'_>, kept: &str, now: i64) -> Result<Option<Visitor>, Failure> {
    checked(ask, Purpose::Seen, kept, now)
}

fn checked(ask: &mut Ask<'_>, purpose: Purpose, token: &str, now: i64) -> Result<Option<Visitor>, Failure> {
    if !policies(&ask.plant).portal.on {
        return Ok(None);
    }
    let Some(key) = notices::link_key(ask.db, ask.plant.id)? else { return Ok(None) };
    let parts = link::read(&key, purpose, token).map(|id| id.split('~').collect::<Vec<_>>());
    let Some([order, renewed, until, how @ ..]) = parts.as_deref() else { return Ok(None) };
    let Some(mut visitor) = of_about(order, renewed) else { return Ok(None) };
    visitor.by_link = how != ["code"];
    let good = until.parse::<i64>().is_ok_and(|until| now < until);
    let same = renewal(ask.db, ask.plant.id, &visitor.order)? == Some(visitor.renewed);
    Ok(Some(visitor).filter(|_| good && same))
}

/// The order of somebody who was let in.
///
/// # Errors
///
/// It is not there any more.
pub(super) fn order_of(db: &mut Db, plant_id: i64, visitor: &Visitor) -> Result<SalesOrder, Failure> {
    let found = sales::sales_order(db, plant_id, &visitor.order)?;
    found.ok_or_else(|| Failure::Broken("an order that somebody was let in to is gone".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_understood_as_it_was_meant() {
        assert_eq!(grouped("7K3M9QXA40VB"), "7K3M-9QXA-40VB");
        assert_eq!(meant(" 7k3m-9qxa 4ovb"), "7K3M9QXA40VB");
        assert_eq!(meant("il1"), "111");
        assert_eq!(meant(&"x".repeat(10_000)).len(), 40);
    }

    #[test]
    fn an_order_stands_in_a_link_whatever_it_is_called() {
        for order in ["SO-26-00017", "订单/7 ~?", "a~b"] {
            let text = about(order, 3);
            let (order_text, renewed) = text.rsplit_once('~').expect("two parts");
            assert_eq!(
                of_about(order_text, renewed),
                Some(Visitor { order: order.to_owned(), renewed: 3, by_link: true })
            );
        }
        assert_eq!(of_about("%", "0"), None);
    }
}
