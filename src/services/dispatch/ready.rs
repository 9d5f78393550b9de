//! What could be packed now: open lines of confirmed orders for which usable stock is there.

use crate::document::Tier;
use crate::domain::sales::{LineId, LineStatus, OrderStatus};
use crate::domain::value::{Amount, Day};
use crate::services::Ask;
use crate::services::held::Standing;
use crate::services::lists::PageQuery;
use crate::services::stock::OnHand;
use crate::store::dispatch::{self as rows, NoteStatus};
use crate::store::ledger;
use crate::store::master::customers;
use crate::store::sales::{self, OrderFilter, SalesLine};
use crate::store::stock as lots;
use crate::store::{Failure, types};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A line of which something could be packed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReadyLine {
    /// The sales order.
    pub order: String,
    /// Its line.
    pub line: String,
    /// Its schedule line, or empty.
    pub schedule: String,
    /// Who gets it.
    pub customer: String,
    /// What.
    pub item: String,
    /// How much is still to be put on a note.
    pub open: Amount,
    /// How much of it could be packed now.
    pub ready: Amount,
    /// What was promised.
    pub promise_date: Option<Day>,
    /// The hold that keeps it, by kind.
    pub held: Option<String>,
}

/// A page of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReadyPage {
    /// The lines, most urgent promise first.
    pub items: Vec<ReadyLine>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A page of what could be packed now.
///
/// # Errors
///
/// What the database says.
pub fn ready_page(ask: &mut Ask<'_>, page: &PageQuery) -> Result<ReadyPage, Failure> {
    let from = page.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let lines: Vec<ReadyLine> = ready(ask)?.into_iter().skip(from).collect();
    let (items, next) = page.cut(lines, |_| (from + page.rows()).to_string());
    Ok(ReadyPage { items, next })
}

/// What could be packed now, most urgent promise first; the same stock is offered to one line only.
///
/// # Errors
///
/// What the database says.
pub fn ready(ask: &mut Ask<'_>) -> Result<Vec<ReadyLine>, Failure> {
    let (plant, today) = (ask.plant.id, ask.today());
    let there = on_hand(ask)?;
    let (customers, lines) = open_lines(ask, &there)?;
    let tiers: BTreeMap<String, Tier> = customers::all(ask.db)?
        .into_iter()
        .map(|row| (row.code, row.fields.tier.unwrap_or(Tier::B)))
        .collect();
    let standing = Standing::read(ask.db, plant, today)?;
    let mut waiting: BTreeMap<LineId, Amount> = BTreeMap::new();
    for row in rows::lines_in(ask.db, plant, &[NoteStatus::Draft, NoteStatus::Packed])? {
        *waiting.entry(row.line_ref()).or_default() += row.quantity;
    }
    let mut offered: BTreeMap<String, Amount> = BTreeMap::new();
    let mut found = Vec::new();
    for line in lines {
        let id = line.id();
        let open = line.open_quantity() - waiting.get(&id).copied().unwrap_or_default();
        let (Some(customer), Some(on_hand)) = (customers.get(&id.order), there.get(&line.item)) else {
            continue;
        };
        let tier = tiers.get(customer).copied().unwrap_or(Tier::B);
        let before = offered.entry(line.item.clone()).or_default();
        let ready = open.min(on_hand.available(customer, &id, tier) - *before);
        if !ready.is_some() {
            continue;
        }
        *before += ready;
        let held = standing.on_dispatch(&id);
        found.push(ReadyLine {
            order: id.order,
            line: id.line,
            schedule: id.schedule,
            customer: customer.clone(),
            item: line.item,
            open,
            ready,
            promise_date: line.promise_date,
            held: held.and_then(|hold| types::written(&hold.kind).ok()),
        });
    }
    Ok(found)
}

/// What there is of each item that has stock, read at once for all of them.
fn on_hand(ask: &mut Ask<'_>) -> Result<BTreeMap<String, OnHand>, Failure> {
    let plant = ask.plant.id;
    let mut there: BTreeMap<String, OnHand> = BTreeMap::new();
    let mut items: BTreeMap<String, String> = BTreeMap::new();
    for lot in lots::lots(ask.db, plant, false)? {
        items.insert(lot.lot_key.clone(), lot.item.clone());
        there.entry(lot.item.clone()).or_default().lots.push(lot);
    }
    for reservation in ledger::reservations(ask.db, plant, None)? {
        let of_item = items.get(&reservation.lot_key).and_then(|item| there.get_mut(item));
        if let Some(on_hand) = of_item {
            on_hand.reservations.push(reservation);
        }
    }
    for (item, packed) in rows::all_packed(ask.db, plant)? {
        if let Some(on_hand) = there.get_mut(&item) {
            on_hand.packed = packed;
        }
    }
    Ok(there)
}

/// Open lines of confirmed orders for stocked items, most urgent promise first, and whose orders they are.
fn open_lines(
    ask: &mut Ask<'_>,
    there: &BTreeMap<String, OnHand>,
) -> Result<(BTreeMap<String, String>, Vec<SalesLine>), Failure> {
    let plant = ask.plant.id;
    let filter =
        OrderFilter { status: Some(OrderStatus::Confirmed), limit: i64::MAX, ..OrderFilter::default() };
    let orders = sales::sales_orders(ask.db, plant, &filter)?;
    let customers: BTreeMap<String, String> =
        orders.into_iter().map(|order| (order.number, order.customer)).collect();
    let numbers: Vec<String> = customers.keys().cloned().collect();
    let mut lines = sales::lines_of_orders(ask.db, plant, &numbers)?;
    lines.retain(|line| line.status == LineStatus::Open && there.contains_key(&line.item));
    lines.sort_by_key(|line| (line.promise_date.is_none(), line.promise_date, line.id()));
    Ok((customers, lines))
}
