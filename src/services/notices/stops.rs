//! Who wants no more notices: by the link in each of them, without signing in. The page learns the address, shortened,
//! and the plant's name; of orders it learns nothing.

use crate::auth::link::{self, Purpose};
use crate::domain::refusal::{Refusal, common};
use crate::domain::role::Actor;
use crate::services::{Ask, Tx, portal};
use crate::store::notices::{self as rows, Recipient, Stop};
use crate::store::{Db, Failure, Subject};
use crate::text::Lang;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What the page behind a link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopping {
    /// Who writes.
    pub plant: String,
    /// Whose address, shortened.
    pub address: String,
    /// The language of the notice.
    pub lang: Lang,
    /// Whether it is stopped.
    pub stopped: bool,
}

/// The addresses that want no notices.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StopsView {
    /// All of them, in their order.
    pub items: Vec<StopView>,
    /// Nothing more follows.
    pub next: Option<String>,
}

/// An address that wants no notices.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NoticeStop)]
pub struct StopView {
    /// The address.
    pub address: String,
    /// The customer in whose notice it was stopped.
    pub customer: String,
    /// When.
    pub stopped_at: crate::domain::value::Moment,
}

fn recipient(db: &mut Db, plant_id: i64, token: &str) -> Result<Option<Recipient>, Failure> {
    let Some(key) = rows::link_key(db, plant_id)? else { return Ok(None) };
    match link::read(&key, Purpose::Stop, token) {
        Some(id) => rows::recipient(db, id),
        None => Ok(None),
    }
}

/// An address as it may stand on a page: `a…@acme.example`.
fn shortened(address: &str) -> String {
    let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}

fn page(plant: &str, row: &Recipient, stopped: bool) -> Stopping {
    let (plant, lang) = (plant.to_owned(), Lang::from_tag(&row.lang));
    Stopping { plant, address: shortened(&row.address), lang, stopped }
}

/// What the page behind a link shows; nothing where we did not write the link.
///
/// # Errors
///
/// What the database says.
pub fn stopping(ask: &mut Ask<'_>, token: &str) -> Result<Option<Stopping>, Failure> {
    let Some(row) = recipient(ask.db, ask.plant.id, token)? else { return Ok(None) };
    let stopped = rows::is_stopped(ask.db, ask.plant.id, &row.address)?;
    Ok(Some(page(&ask.plant.name, &row, stopped)))
}

/// A customer who came by a link and may do nothing of themselves.
pub fn by_link(customer: &str, lang: Lang) -> Actor {
    let (rights, roles) = (BTreeSet::new(), BTreeSet::new());
    Actor { name: format!("customer:{customer}"), rights, roles, lang, floor: None }
}

/// Stops notices to the address of a link, and all that it follows. Again is no fault and says nothing twice.
///
/// # Errors
///
/// What the database says.
pub fn stop(tx: &mut Tx<'_>, token: &str) -> Result<Option<Stopping>, Failure> {
    let Some(row) = recipient(tx.db, tx.plant.id, token)? else { return Ok(None) };
    let plant_id = tx.plant.id;
    let customer =
        rows::notice(tx.db, plant_id, row.notice)?.map(|notice| notice.customer).unwrap_or_default();
    let address = row.address.to_lowercase();
    let stop = Stop { plant_id, address, customer: customer.clone(), stopped_at: tx.now };
    let (actor, is_new) = (by_link(&customer, tx.actor.lang), rows::stop(tx.db, &stop)?);
    let mut own = Tx::new(tx.db, tx.now, &actor)?;
    if is_new {
        let body = json!({ "customer": customer, "contact": row.name, "notice": row.notice });
        own.journal("notice.stopped", &[Subject::Customer(customer)], &body)?;
    }
    portal::stop_following(&mut own, &stop.address)?;
    Ok(Some(page(&tx.plant.name, &row, true)))
}

/// The addresses that want no notices.
///
/// # Errors
///
/// What the database says.
pub fn stops(ask: &mut Ask<'_>) -> Result<StopsView, Failure> {
    let items = rows::stops(ask.db, ask.plant.id)?.into_iter().map(|row| StopView {
        address: row.address,
        customer: row.customer,
        stopped_at: row.stopped_at,
    });
    Ok(StopsView { items: items.collect(), next: None })
}

/// Lets an address have notices again, because they asked for it.
///
/// # Errors
///
/// It was not stopped.
pub fn resume(tx: &mut Tx<'_>, address: &str) -> Result<(), Failure> {
    let before = rows::stops(tx.db, tx.plant.id)?;
    let known = before.into_iter().find(|stop| stop.address == address.to_lowercase());
    let unknown =
        || Refusal::at(common::UNKNOWN, "address", address).with("what", "contact").with("near", "");
    let known = known.ok_or_else(unknown)?;
    rows::resume(tx.db, tx.plant.id, address)?;
    let body = json!({ "customer": known.customer });
    tx.journal("notice.resumed", &[Subject::Customer(known.customer)], &body)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_on_a_page_is_known_to_its_owner_alone() {
        assert_eq!(shortened("anna.berg@acme.example"), "a…@acme.example");
        assert_eq!(shortened("李@x.example"), "李…@x.example");
    }
}
