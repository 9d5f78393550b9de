//! What promises hold of stock. Never more than is there: when a lot shrinks, the youngest reservations give way.
//! Never more than is wanted: a line that is cut lets go of the rest. Never what is packed for others.

use super::take::unreserved;
use crate::document::StockStatus;
use crate::domain::sales::LineId;
use crate::domain::value::Amount;
use crate::services::Tx;
use crate::store::Failure;
use crate::store::dispatch;
use crate::store::ledger::{self, Reservation};
use crate::store::stock::{self as rows, Lot};

/// Lets a line hold these quantities of these lots, in place of all that it held, and answers what of it could
/// be had: others' reservations and packed goods are never touched. Lots that are not there are passed over.
///
/// # Errors
///
/// What the database says.
pub fn reserve(
    tx: &mut Tx<'_>,
    line: &LineId,
    wanted: &[(String, Amount)],
) -> Result<Vec<(String, Amount)>, Failure> {
    release(tx, line)?;
    let mut held = Vec::new();
    for (lot_key, quantity) in wanted {
        let Some(lot) = rows::lot(tx.db, tx.plant.id, lot_key)? else { continue };
        let on_lot = ledger::reservations(tx.db, tx.plant.id, Some(&lot.item))?;
        let on_lot = on_lot.into_iter().filter(|row| row.lot_key == *lot_key);
        let (own, others): (Vec<_>, Vec<_>) = on_lot.partition(|row| row.is_of(line));
        let sum = |rows: &[Reservation]| rows.iter().map(|row| row.quantity).sum::<Amount>();
        let free = lot.quantity - sum(&others) - sum(&own);
        let quantity = (*quantity).min(free).min(unpacked(tx, line, &lot)?);
        if quantity.is_some() {
            set(tx, lot_key, line, quantity + sum(&own))?;
            held.push((lot_key.clone(), quantity));
        }
    }
    Ok(held)
}

/// Lets go of all that a line holds: its promise was withdrawn, or it is closed.
///
/// # Errors
///
/// What the database says.
pub fn release(tx: &mut Tx<'_>, line: &LineId) -> Result<(), Failure> {
    for row in ledger::reservations_of(tx.db, tx.plant.id, line)? {
        set(tx, &row.lot_key, line, Amount::ZERO)?;
    }
    Ok(())
}

/// How much could be held of a lot without taking what is packed for other lines. Packed goods lie in no lot of
/// their own: what nobody holds in the lots like this one is theirs first.
fn unpacked(tx: &mut Tx<'_>, line: &LineId, lot: &Lot) -> Result<Amount, Failure> {
    if lot.status != StockStatus::Usable {
        return Ok(lot.quantity);
    }
    let held = ledger::reservations(tx.db, tx.plant.id, Some(&lot.item))?;
    let mut free = Amount::ZERO;
    for like in rows::lots_of(tx.db, tx.plant.id, &lot.item)? {
        let owned = like.customer.is_none() || like.customer == lot.customer;
        if like.status == StockStatus::Usable && owned {
            let on_lot = held.iter().filter(|row| row.lot_key == like.lot_key);
            free += like.quantity - on_lot.map(|row| row.quantity).sum();
        }
    }
    let mut of_others = Amount::ZERO;
    for (other, packed) in dispatch::packed_lines(tx.db, tx.plant.id, &lot.item, "")? {
        if other != *line {
            of_others += unreserved(&other, packed, &held);
        }
    }
    Ok((free - of_others).max(Amount::ZERO))
}

/// Lets a line that was cut to `open` hold no more than that of its item, and no more material than its share of
/// the work that is left of it. Answers what it let go of: lots, items and how much of each.
///
/// # Errors
///
/// What the database says.
pub fn cut(
    tx: &mut Tx<'_>,
    line: &LineId,
    item: &str,
    before: Amount,
    open: Amount,
) -> Result<Vec<(Lot, Amount)>, Failure> {
    let mut held = Vec::new();
    for row in ledger::reservations_of(tx.db, tx.plant.id, line)? {
        held.extend(rows::lot(tx.db, tx.plant.id, &row.lot_key)?.map(|lot| (lot, row.quantity)));
    }
    let of_item = |wanted: bool| held.iter().filter(move |(lot, _)| (lot.item == item) == wanted);
    let goods: Amount = of_item(true).map(|(_, quantity)| *quantity).sum();
    let (work, work_before) = ((open - goods).max(Amount::ZERO), before - goods);
    let mut too_much = (goods - open).max(Amount::ZERO);
    let mut gone = Vec::new();
    for (lot, quantity) in held.iter().rev() {
        let goes = if lot.item == item {
            too_much.min(*quantity)
        } else if work_before.is_some() {
            *quantity - share(*quantity, work, work_before)
        } else {
            Amount::ZERO
        };
        if goes.is_some() {
            too_much -= if lot.item == item { goes } else { Amount::ZERO };
            set(tx, &lot.lot_key, line, *quantity - goes)?;
            gone.push((lot.clone(), goes));
        }
    }
    Ok(gone)
}

/// `part` of `whole` of a quantity.
fn share(quantity: Amount, part: Amount, whole: Amount) -> Amount {
    Amount::rounded(quantity.decimal() * part.decimal() / whole.decimal()).min(quantity)
}

fn set(tx: &mut Tx<'_>, lot_key: &str, line: &LineId, quantity: Amount) -> Result<(), Failure> {
    let row = Reservation {
        plant_id: tx.plant.id,
        lot_key: lot_key.to_owned(),
        order_no: line.order.clone(),
        line: line.line.clone(),
        schedule: line.schedule.clone(),
        quantity,
    };
    ledger::set_reservation(tx.db, &row)
}

/// Cuts the reservations on a lot down to its balance, those of the highest order numbers first.
pub(super) fn shrink(tx: &mut Tx<'_>, lot: &Lot) -> Result<(), Failure> {
    let on_item = ledger::reservations(tx.db, tx.plant.id, Some(&lot.item))?;
    let mut on_lot: Vec<_> = on_item.into_iter().filter(|row| row.lot_key == lot.lot_key).collect();
    let held: Amount = on_lot.iter().map(|row| row.quantity).sum();
    let mut excess = held - lot.quantity;
    while excess.is_some()
        && let Some(mut row) = on_lot.pop()
    {
        let cut = excess.min(row.quantity);
        row.quantity -= cut;
        excess -= cut;
        ledger::set_reservation(tx.db, &row)?;
    }
    Ok(())
}

/// Moves what lines hold of a lot along with stock that goes to another lot, as far as the old one can no
/// longer cover it.
pub(super) fn follow(tx: &mut Tx<'_>, from: &Lot, into: &str, before: Amount) -> Result<(), Failure> {
    let on_item = ledger::reservations(tx.db, tx.plant.id, Some(&from.item))?;
    let mut left = from.quantity;
    let moved_most = before - from.quantity;
    let mut moved = Amount::ZERO;
    for row in on_item.into_iter().filter(|row| row.lot_key == from.lot_key) {
        let stays = row.quantity.min(left);
        left -= stays;
        let goes = (row.quantity - stays).min(moved_most - moved);
        if goes.is_some() {
            let line = LineId { order: row.order_no, line: row.line, schedule: row.schedule };
            set(tx, &from.lot_key, &line, stays)?;
            set(tx, into, &line, goes)?;
            moved += goes;
        }
    }
    Ok(())
}
