//! What a dispatch note may have, checked against lines, holds and stock as they are now.

use super::taking;
use crate::domain::refusal::{Refusal, stock as stock_codes, supply as codes};
use crate::domain::sales::{LineId, LineStatus, OrderStatus, within_tolerance};
use crate::domain::value::Amount;
use crate::services::held::Standing;
use crate::services::{Tx, sales as sales_service, stock};
use crate::store::dispatch::{self as rows, DispatchLine, DispatchNote, NoteStatus};
use crate::store::master::customers;
use crate::store::sales::{self, SalesLine};
use crate::store::{Db, Failure};
use crate::text::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// Refuses lines that are not this customer's or not open, too much of them, parts of what leaves whole, and
/// complete orders in part.
pub(super) fn lines(tx: &mut Tx<'_>, note: &DispatchNote, lines: &[DispatchLine]) -> Result<(), Failure> {
    for (index, line) in lines.iter().enumerate() {
        one(tx, note, line, &format!("lines[{index}]"))?;
    }
    let orders: BTreeSet<&str> = lines.iter().map(|line| line.order_no.as_str()).collect();
    for order in orders {
        together(tx, order, lines)?;
    }
    Ok(())
}

fn one(tx: &mut Tx<'_>, note: &DispatchNote, line: &DispatchLine, field: &str) -> Result<(), Failure> {
    let id = line.line_ref();
    let order = sales_service::order_named(tx.db, tx.plant.id, &id.order)?;
    let row = sales_service::line_named(tx.db, tx.plant.id, &id)?;
    if order.customer != note.customer {
        return Err(Refusal::at(codes::NOT_THEIR_LINE, field, &id).with("customer", &note.customer).into());
    }
    if row.status != LineStatus::Open || order.status != OrderStatus::Confirmed {
        return Err(Refusal::at(codes::LINE_NOT_OPEN, field, &id).into());
    }
    let open = row.open_quantity() - elsewhere(tx.db, tx.plant.id, &id, &note.number)?;
    let field = format!("{field}.quantity");
    if line.quantity > open {
        return Err(Refusal::at(codes::MORE_THAN_OPEN, field, line.quantity).with("open", open).into());
    }
    let customer = customers::one(tx.db, &note.customer)?;
    if line.closes {
        let percent =
            customer.as_ref().and_then(|row| row.fields.short_tolerance_percent).unwrap_or_default();
        if within_tolerance(row.quantity, row.shipped + line.quantity, percent) {
            return Ok(());
        }
        let missing = row.open_quantity() - line.quantity;
        return Err(Refusal::at(codes::BEYOND_TOLERANCE, field, &id).with("missing", missing).into());
    }
    let parts = row.partial_shipments.or(customer.and_then(|row| row.fields.partial_shipments));
    if line.quantity < row.open_quantity() && !parts.unwrap_or(false) {
        let refusal = Refusal::at(codes::NOT_IN_PARTS, field, &id);
        return Err(refusal.with("open", row.open_quantity()).into());
    }
    Ok(())
}

/// How much of a line is on other notes that have not left.
fn elsewhere(db: &mut Db, plant_id: i64, line: &LineId, note: &str) -> Result<Amount, Failure> {
    let on_notes = rows::lines_for(db, plant_id, line)?;
    let waiting = on_notes.iter().filter(|(_, other)| {
        other.number != note && matches!(other.status, NoteStatus::Draft | NoteStatus::Packed)
    });
    Ok(waiting.map(|(line, _)| line.quantity).sum())
}

/// An order that leaves complete is on the note with every open line, whole.
fn together(tx: &mut Tx<'_>, order: &str, lines: &[DispatchLine]) -> Result<(), Failure> {
    let rows = sales::lines_of(tx.db, tx.plant.id, order)?;
    if !rows.iter().any(|row| row.ship_complete == Some(true) && row.status == LineStatus::Open) {
        return Ok(());
    }
    let whole = |row: &SalesLine| {
        lines
            .iter()
            .any(|line| line.line_ref() == row.id() && (line.closes || line.quantity >= row.open_quantity()))
    };
    match rows.iter().find(|row| row.status == LineStatus::Open && !whole(row)) {
        None => Ok(()),
        Some(row) => Err(Refusal::at(codes::SHIPS_TOGETHER, "lines", row.id()).with("order", order).into()),
    }
}

/// Refuses lines on hold: what may not start may not leave either.
pub(super) fn holds(tx: &mut Tx<'_>, lines: &[DispatchLine]) -> Result<(), Failure> {
    let today = tx.today();
    let standing = Standing::read(tx.db, tx.plant.id, today)?;
    for line in lines {
        if let Some(hold) = standing.on_dispatch(&line.line_ref()) {
            let kind = |lang| crate::import::named(hold.kind, lang);
            let refusal = Refusal::at(codes::ON_HOLD, "lines", line.line_ref());
            let refusal = refusal.with_words("kind", kind(Lang::En), kind(Lang::Zh));
            return Err(match &hold.owner {
                Some(owner) => refusal.with("owner", owner),
                None => refusal.with_words("owner", "nobody", "无"),
            }
            .into());
        }
    }
    Ok(())
}

/// Refuses what cannot all be had from stock.
pub(super) fn stock(tx: &mut Tx<'_>, note: &DispatchNote, lines: &[DispatchLine]) -> Result<(), Failure> {
    let mut needed: BTreeMap<&str, Amount> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let there = stock::available(tx.db, tx.plant.id, &taking(note, line))?;
        let before = needed.entry(line.item.as_str()).or_default();
        let left = (there - *before).max(Amount::ZERO);
        if line.quantity > left {
            return Err(Refusal::at(
                stock_codes::NOT_ENOUGH_STOCK,
                format!("lines[{index}].quantity"),
                line.quantity,
            )
            .with("there", left)
            .with("item", &line.item)
            .into());
        }
        *before += line.quantity;
    }
    Ok(())
}
