//! What could be packed now: open lines of confirmed orders for which usable stock is there.

use super::check::is_standing;
use crate::domain::ledger::MovementKind;
use crate::domain::sales::{LineStatus, OrderStatus};
use crate::domain::value::{Amount, Day};
use crate::services::Ask;
use crate::services::stock::{self, Taking};
use crate::store::dispatch::{self as rows, NoteStatus};
use crate::store::sales::{self, OrderFilter};
use crate::store::stock as lots;
use crate::store::{Failure, Subject, types};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
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

/// What could be packed now, most urgent promise first; the same stock is offered to one line only.
///
/// # Errors
///
/// What the database says.
pub fn ready(ask: &mut Ask<'_>) -> Result<Vec<ReadyLine>, Failure> {
    let (plant, today) = (ask.plant.id, ask.today());
    let stocked: BTreeSet<String> =
        lots::lots(ask.db, plant, false)?.into_iter().map(|lot| lot.item).collect();
    let filter =
        OrderFilter { status: Some(OrderStatus::Confirmed), limit: i64::MAX, ..OrderFilter::default() };
    let orders = sales::sales_orders(ask.db, plant, &filter)?;
    let customers: BTreeMap<String, String> =
        orders.into_iter().map(|order| (order.number, order.customer)).collect();
    let numbers: Vec<String> = customers.keys().cloned().collect();
    let mut lines = sales::lines_of_orders(ask.db, plant, &numbers)?;
    lines.retain(|line| line.status == LineStatus::Open && stocked.contains(&line.item));
    lines.sort_by_key(|line| (line.promise_date.is_none(), line.promise_date, line.id()));
    let holds = sales::standing_holds(ask.db, plant)?;
    let waiting = rows::lines_in(ask.db, plant, &[NoteStatus::Draft, NoteStatus::Packed])?;
    let mut offered: BTreeMap<String, Amount> = BTreeMap::new();
    let mut found = Vec::new();
    for line in lines {
        let id = line.id();
        let on_notes: Amount = waiting.iter().filter(|w| w.line_ref() == id).map(|w| w.quantity).sum();
        let open = line.open_quantity() - on_notes;
        let Some(customer) = customers.get(&id.order).filter(|_| open.is_some()) else { continue };
        let taking = Taking {
            item: line.item.clone(),
            quantity: open,
            customer: Some(customer.clone()),
            for_line: Some(id.clone()),
            kind: MovementKind::Dispatch,
            reference: Subject::SalesOrder(id.order.clone()),
        };
        let there = stock::available(ask.db, plant, &taking)?;
        let before = offered.entry(line.item.clone()).or_default();
        let ready = open.min(there - *before);
        if !ready.is_some() {
            continue;
        }
        *before += ready;
        let held = holds.iter().find(|hold| is_standing(hold, &id, today));
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
