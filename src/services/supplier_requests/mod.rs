//! What suppliers are asked about the days of purchase orders: by hand or by the plant's policy, with a mail whose signed
//! link leads to a page of the supplier's own. What they say there is the ordinary fact of a confirmed day, said by them.
//!
//! A link is good for a while and once, and can be taken back. A newer request about an order takes the place of an older
//! one. The supplier sees what they are to deliver: no price, no other order, nobody it is for.

mod answer;
mod due;
mod mail;
mod view;

pub use answer::{Form, Page, Said, answer, page};
pub use due::{begin, carry_out, next};
pub use mail::addressee;
pub use view::{RequestView, Requests, SupplierRequestsQuery, list, of_order};

use crate::auth::secret;
use crate::document::Unit;
use crate::domain::refusal::{Refusal, common, supply as codes};
use crate::domain::supplier_request::{AskedLine, State};
use crate::domain::value::Moment;
use crate::notify;
use crate::services::Tx;
use crate::services::purchasing::expect_order;
use crate::services::sales::policies;
use crate::store::master::{items, suppliers};
use crate::store::purchasing::{self, PurchaseLine};
use crate::store::supplier_requests::{self as rows, AskedContact, Request};
use crate::store::types::{Held, written};
use crate::store::{Failure, Subject, notices};
use crate::text::Lang;
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// Before the id of a request, where the outbox names a person otherwise.
pub const RECIPIENT: &str = "supplier-request:";

/// What a supplier is to be asked.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AskBody {
    /// Which lines; all of which something is still to come unless said.
    pub lines: Vec<String>,
    /// For how many days the link is good, 1 to 60; as the policy says unless said.
    pub valid_days: Option<u32>,
}

/// Asks the supplier of a purchase order when its lines come.
///
/// # Errors
///
/// There is no such order, or no such line; nothing is to come; the supplier has nobody to write to.
pub fn ask(tx: &mut Tx<'_>, number: &str, body: &AskBody) -> Result<Requests, Failure> {
    expect_order(tx.db, tx.plant.id, number)?;
    let valid = body.valid_days.unwrap_or_else(|| policies(&tx.plant).supplier_reminders.valid_days);
    if !(1..=60).contains(&valid) {
        let refused = Refusal::at(common::INVALID_VALUE, "valid_days", valid);
        return Err(refused.with_words("reason", "it must be 1 to 60", "须为 1 至 60").into());
    }
    let all = purchasing::lines_of(tx.db, tx.plant.id, number)?;
    for (index, name) in body.lines.iter().enumerate() {
        let Some(line) = all.iter().find(|line| line.line == *name) else {
            let refused = Refusal::at(common::UNKNOWN, format!("lines[{index}]"), name);
            return Err(refused.with("what", "purchase order line").with("near", "").into());
        };
        if !line.open().is_some() {
            let id = format!("{number}/{name}");
            return Err(Refusal::at(codes::PURCHASE_LINE_CLOSED, format!("lines[{index}]"), id).into());
        }
    }
    let wanted = |line: &&PurchaseLine| body.lines.is_empty() || body.lines.contains(&line.line);
    let lines: Vec<PurchaseLine> =
        all.iter().filter(|line| line.open().is_some()).filter(wanted).cloned().collect();
    if lines.is_empty() {
        return Err(Refusal::at(codes::NOTHING_TO_COME, "number", number).into());
    }
    let made = sent(tx, number, &lines, valid)?;
    Ok(view::views(tx.now, made))
}

/// Sends one request for each supplier of these lines of an order, and has it take the place of those that are open.
fn sent(
    tx: &mut Tx<'_>,
    number: &str,
    lines: &[PurchaseLine],
    valid_days: u32,
) -> Result<Vec<Request>, Failure> {
    let mut by_supplier: BTreeMap<String, Vec<PurchaseLine>> = BTreeMap::new();
    for line in lines {
        let supplier = line.supplier.clone().unwrap_or_default();
        by_supplier.entry(supplier).or_default().push(line.clone());
    }
    let mut made = Vec::new();
    for (supplier, mut lines) in by_supplier {
        let (contacts, lang) = contacts(tx, &supplier)?;
        lines.extend(taken_over(tx, number, &supplier, &lines)?);
        lines.sort_by_key(|line| line.position);
        let mut asked = Vec::new();
        for line in &lines {
            asked.push(asked_line(tx, line)?);
        }
        let request = Request {
            id: Uuid::new_v4().simple().to_string(),
            plant_id: tx.plant.id,
            order_no: number.to_owned(),
            supplier,
            state: State::Open,
            lines: Held(asked),
            contacts: Held(contacts),
            lang: if lang == Lang::Zh { "zh" } else { "en" }.to_owned(),
            asked_at: tx.now,
            asked_by: tx.actor.name.clone(),
            expires_at: tx.now.shifted(TimeDelta::days(valid_days.into())),
            ended_at: None,
            ended_by: None,
            answers: None,
        };
        rows::insert(tx.db, &request)?;
        notices::put_link_key(tx.db, tx.plant.id, &secret::new())?;
        mail::enqueue(tx, &request)?;
        let names: Vec<&str> = request.lines.0.iter().map(|line| line.line.as_str()).collect();
        let body = json!({
            "purchase_order": number, "supplier": request.supplier, "lines": names,
            "contacts": request.contacts.0.len(), "expires_at": request.expires_at,
        });
        tx.journal("supplier-request.sent", &[Subject::PurchaseOrder(number.to_owned())], &body)?;
        made.push(request);
    }
    Ok(made)
}

/// Those of a supplier to whom requests go, and their language.
fn contacts(tx: &mut Tx<'_>, supplier: &str) -> Result<(Vec<AskedContact>, Lang), Failure> {
    let known = suppliers::one(tx.db, supplier)?.map(|row| row.fields).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for contact in known.contacts.0.iter().filter(|contact| contact.notices) {
        let address = contact.email.as_deref().map(str::trim).filter(|address| notify::is_address(address));
        let Some(address) = address.filter(|address| seen.insert(address.to_lowercase())) else { continue };
        found.push(AskedContact { name: contact.name.clone(), address: address.to_owned() });
    }
    if found.is_empty() {
        return Err(Refusal::at(codes::SUPPLIER_NOBODY, "supplier", supplier).into());
    }
    Ok((found, known.language.unwrap_or_default()))
}

/// Ends the open requests of an order to a supplier; the lines of them that are still to come go into the new one.
fn taken_over(
    tx: &mut Tx<'_>,
    number: &str,
    supplier: &str,
    lines: &[PurchaseLine],
) -> Result<Vec<PurchaseLine>, Failure> {
    let mut more: Vec<PurchaseLine> = Vec::new();
    for mut old in rows::requests_of(tx.db, tx.plant.id, number)? {
        if old.state != State::Open || old.supplier != supplier {
            continue;
        }
        let is_good = old.expires_at > tx.now;
        for asked in old.lines.0.iter().filter(|_| is_good) {
            let known = |line: &PurchaseLine| line.line == asked.line;
            if lines.iter().any(known) || more.iter().any(known) {
                continue;
            }
            let line = purchasing::line(tx.db, tx.plant.id, number, &asked.line)?;
            more.extend(line.filter(|line| line.open().is_some()));
        }
        old.state = State::Replaced;
        (old.ended_at, old.ended_by) = (Some(tx.now), Some(tx.actor.name.clone()));
        rows::update(tx.db, &old)?;
    }
    Ok(more)
}

fn asked_line(tx: &mut Tx<'_>, line: &PurchaseLine) -> Result<AskedLine, Failure> {
    let item = items::one(tx.db, &line.item)?.map(|row| row.fields);
    let unit = item.as_ref().and_then(|item| item.unit).unwrap_or(Unit::Pieces);
    Ok(AskedLine {
        line: line.line.clone(),
        item: line.item.clone(),
        name: item.and_then(|item| item.description),
        quantity: line.open(),
        unit: written(&unit).map_err(Failure::Broken)?.into(),
        confirmed: line.confirmed_date,
    })
}

/// Takes a request back: its link is no good any more.
///
/// # Errors
///
/// There is none of that id about this order, or it is over.
pub fn revoke(tx: &mut Tx<'_>, number: &str, id: &str) -> Result<RequestView, Failure> {
    let found = rows::request(tx.db, tx.plant.id, id)?.filter(|request| request.order_no == number);
    let unknown = || Refusal::at(common::UNKNOWN, "id", id).with("what", "supplier request").with("near", "");
    let mut request = found.ok_or_else(unknown)?;
    if request.state == State::Revoked {
        return Ok(view::view(request, tx.now));
    }
    if request.state != State::Open {
        return Err(Refusal::at(codes::REQUEST_OVER, "id", id).into());
    }
    request.state = State::Revoked;
    (request.ended_at, request.ended_by) = (Some(tx.now), Some(tx.actor.name.clone()));
    rows::update(tx.db, &request)?;
    let body = json!({ "purchase_order": number, "supplier": request.supplier });
    tx.journal("supplier-request.revoked", &[Subject::PurchaseOrder(number.to_owned())], &body)?;
    Ok(view::view(request, tx.now))
}

/// Whether the link of a request is good at `now`.
fn is_good(request: &Request, now: Moment) -> bool {
    request.state == State::Open && request.expires_at > now
}
