//! Stock: every change is one movement and the lot's new balance, in the caller's transaction.
//!
//! Balances never fall below zero, the oldest lots go first, what a customer owns goes to that customer only,
//! what is kept for a tier goes to that tier and better, and what a promise has reserved goes to its line.
//! [`receive`], [`take`] and the other building blocks write no journal entry: whoever calls them journals the
//! whole fact once and names [`Subject::Stock`] of the item among its subjects.

mod import;
mod reserve;
mod take;
#[cfg(test)]
mod tests;

pub use import::{Imported, import_lots, keys as import_keys, settle_openings};
pub use reserve::{cut, release, reserve};
pub(crate) use take::{OnHand, take_with};
pub use take::{Taking, available, take, take_from};

use super::{Tx, stage};
use crate::document::StockStatus;
use crate::domain::ledger::MovementKind;
use crate::domain::refusal::{Refusal, common, stock as refusals};
use crate::domain::value::{Amount, Day};
use crate::store::stock::{self as rows, Lot, NewMovement};
use crate::store::{Failure, Subject};
use crate::text::Lang;
use serde_json::json;

/// Something that goes into stock.
#[derive(Clone, Debug)]
pub struct Booking {
    /// What.
    pub item: String,
    /// How much, above zero.
    pub quantity: Amount,
    /// The lot's number, if it has one. Without one, what the same document brings goes into one lot.
    pub lot: Option<String>,
    /// Whether it may be used.
    pub status: StockStatus,
    /// The customer who owns it.
    pub customer: Option<String>,
    /// Why it comes.
    pub kind: MovementKind,
    /// The document that brings it.
    pub reference: Subject,
}

/// What more there is to say about a movement.
#[derive(Clone, Debug, Default)]
pub(crate) struct Detail {
    /// The line of the document.
    pub line: String,
    /// A remark.
    pub note: Option<String>,
    /// When stock in inspection is expected to be usable.
    pub release: Option<Day>,
}

/// Puts something into stock and answers with the key of its lot: one of the same item, number, status and
/// owner if there is one, else a new one.
///
/// # Errors
///
/// [`refusals::NOT_POSITIVE`], or what the database says.
pub fn receive(tx: &mut Tx<'_>, booking: &Booking) -> Result<String, Failure> {
    receive_with(tx, booking, Detail::default())
}

/// [`receive`] with more to say.
pub(crate) fn receive_with(tx: &mut Tx<'_>, booking: &Booking, detail: Detail) -> Result<String, Failure> {
    expect_positive("quantity", booking.quantity)?;
    let (_, number) = reference_of(&booking.reference);
    let wanted = Lot {
        plant_id: tx.plant.id,
        lot_key: String::new(),
        item: booking.item.clone(),
        lot: booking.lot.clone().or_else(|| (!number.is_empty()).then_some(number)),
        quantity: Amount::ZERO,
        status: booking.status,
        customer: booking.customer.clone(),
        reserved_tier: None,
        expected_release: detail.release,
        arrived_at: tx.now,
        position: 0,
    };
    let mut lot = find_or_open(tx, wanted)?;
    change(tx, &mut lot, booking.quantity, booking.kind, &booking.reference, detail)?;
    Ok(lot.lot_key)
}

/// Moves so much of a lot to another status and answers with the key of the lot that has it then. A whole lot
/// keeps its key, so that what is pegged on it stays pegged.
///
/// # Errors
///
/// The lot is not there, has less, or has that status already.
pub fn move_status(
    tx: &mut Tx<'_>,
    lot_key: &str,
    quantity: Amount,
    to: StockStatus,
    reference: &Subject,
) -> Result<String, Failure> {
    expect_positive("quantity", quantity)?;
    let mut from = expect_lot(tx, lot_key)?;
    if from.status == to {
        let status = |lang| crate::import::named(to, lang);
        let refusal = Refusal::at(refusals::SAME_STATUS, "to", lot_key);
        return Err(refusal.with_words("status", status(Lang::En), status(Lang::Zh)).into());
    }
    expect_enough(&from, quantity)?;
    let note = Detail::default;
    if quantity == from.quantity {
        log(tx, &from, -quantity, MovementKind::StatusOut, reference, note())?;
        from.status = to;
        if to == StockStatus::Usable {
            from.expected_release = None;
        }
        log(tx, &from, quantity, MovementKind::StatusIn, reference, note())?;
        rows::set_lot(tx.db, &from)?;
        return Ok(from.lot_key);
    }
    let release = from.expected_release.filter(|_| to != StockStatus::Usable);
    let (before, like) = (from.quantity, from.clone());
    let wanted = Lot { status: to, quantity: Amount::ZERO, expected_release: release, position: 0, ..like };
    let mut into = find_or_open(tx, wanted)?;
    change(tx, &mut into, quantity, MovementKind::StatusIn, reference, note())?;
    from.quantity -= quantity;
    if to == StockStatus::Usable {
        reserve::follow(tx, &from, &into.lot_key, before)?;
    }
    from.quantity = before;
    change(tx, &mut from, -quantity, MovementKind::StatusOut, reference, note())?;
    Ok(into.lot_key)
}

/// Blocks some of a lot, or has it inspected, and answers with the lot that has it then. Journals. Only an
/// inspection makes stock usable.
///
/// # Errors
///
/// Those of [`move_status`], and [`refusals::INSPECT_FIRST`].
pub fn set_aside(
    tx: &mut Tx<'_>,
    lot_key: &str,
    quantity: Amount,
    to: StockStatus,
    note: Option<&str>,
) -> Result<Lot, Failure> {
    if to == StockStatus::Usable {
        return Err(Refusal::at(refusals::INSPECT_FIRST, "to", "usable").into());
    }
    let reference = Subject::Stock(expect_lot(tx, lot_key)?.item);
    let into = move_status(tx, lot_key, quantity, to, &reference)?;
    let body = json!({ "lot": lot_key, "quantity": quantity, "to": to, "into": into, "note": note });
    tx.journal("stock.set-aside", &[reference], &body)?;
    let lot = expect_lot(tx, &into)?;
    stage::settle_lot(tx, &lot)?;
    Ok(lot)
}

/// Sets a lot to what was counted and answers with the difference. Journals. Reservations shrink to what is there.
///
/// # Errors
///
/// The lot is not there, or [`refusals::NEGATIVE`].
pub fn adjust(
    tx: &mut Tx<'_>,
    lot_key: &str,
    counted: Amount,
    note: Option<String>,
) -> Result<Amount, Failure> {
    if counted < Amount::ZERO {
        return Err(Refusal::at(refusals::NEGATIVE, "counted", counted).into());
    }
    let mut lot = expect_lot(tx, lot_key)?;
    let difference = counted - lot.quantity;
    let reference = Subject::Stock(lot.item.clone());
    if difference != Amount::ZERO {
        let detail = Detail { note: note.clone(), ..Detail::default() };
        change(tx, &mut lot, difference, MovementKind::Adjustment, &reference, detail)?;
    }
    let body = json!({ "lot": lot_key, "item": lot.item, "counted": counted, "difference": difference, "note": note });
    tx.journal("stock.adjusted", &[reference], &body)?;
    stage::settle_lot(tx, &lot)?;
    Ok(difference)
}

/// Adds to a lot, or takes from it below zero, whatever its status. Nothing happens at zero.
pub(crate) fn put_or_take(
    tx: &mut Tx<'_>,
    lot_key: &str,
    by: Amount,
    kind: MovementKind,
    reference: &Subject,
    document_line: &str,
) -> Result<(), Failure> {
    let mut lot = expect_lot(tx, lot_key)?;
    if by == Amount::ZERO {
        return Ok(());
    }
    let detail = Detail { line: document_line.to_owned(), ..Detail::default() };
    change(tx, &mut lot, by, kind, reference, detail)
}

/// The lot of that key.
pub(crate) fn expect_lot(tx: &mut Tx<'_>, lot_key: &str) -> Result<Lot, Failure> {
    rows::lot(tx.db, tx.plant.id, lot_key)?.ok_or_else(|| {
        Refusal::at(common::UNKNOWN, "lot", lot_key).with("what", "lot").with("near", "").into()
    })
}

/// Refuses what is not above zero.
pub(crate) fn expect_positive(field: &str, quantity: Amount) -> Result<(), Failure> {
    if quantity.is_some() { Ok(()) } else { Err(Refusal::at(refusals::NOT_POSITIVE, field, quantity).into()) }
}

/// A balance with so much more. Sums are cut at the limits, balances never: they would no longer be what their
/// entries add up to.
pub(crate) fn added(field: &str, balance: Amount, more: Amount) -> Result<Amount, Failure> {
    balance.plus(more).ok_or_else(|| {
        let sum = balance.decimal() + more.decimal();
        Refusal::at(refusals::TOO_MUCH, field, more).with("sum", sum).into()
    })
}

fn expect_enough(lot: &Lot, quantity: Amount) -> Result<(), Failure> {
    if quantity <= lot.quantity {
        return Ok(());
    }
    let refusal = Refusal::at(refusals::NOT_ENOUGH_IN_LOT, "quantity", quantity);
    Err(refusal.with("lot", &lot.lot_key).with("there", lot.quantity).into())
}

/// A lot like `wanted`, with its key and balance; a new one is written.
fn find_or_open(tx: &mut Tx<'_>, mut wanted: Lot) -> Result<Lot, Failure> {
    let same = |lot: &&Lot| {
        lot.lot == wanted.lot
            && lot.status == wanted.status
            && lot.customer == wanted.customer
            && lot.reserved_tier == wanted.reserved_tier
    };
    let known = rows::lots_of(tx.db, tx.plant.id, &wanted.item)?;
    if let Some(found) = known.iter().find(same) {
        let mut found = found.clone();
        found.expected_release = found.expected_release.max(wanted.expected_release);
        return Ok(found);
    }
    wanted.lot_key = free_key(tx, &wanted)?;
    rows::insert_lot(tx.db, &wanted)?;
    Ok(wanted)
}

/// The lot's number if no other lot has that key, else one made of item, number and a count.
fn free_key(tx: &mut Tx<'_>, lot: &Lot) -> Result<String, Failure> {
    let stem = lot.lot.clone().unwrap_or_else(|| lot.item.clone());
    let mut key = stem.clone();
    let mut count = 1;
    while lot.lot.is_none() && count == 1 || rows::lot(tx.db, tx.plant.id, &key)?.is_some() {
        key = if lot.lot.is_some() && count == 1 {
            format!("{}/{stem}", lot.item)
        } else {
            format!("{}/{stem}#{count}", lot.item)
        };
        count += 1;
    }
    Ok(key)
}

/// Changes a lot's balance with its movement, and lets reservations shrink to what is left.
fn change(
    tx: &mut Tx<'_>,
    lot: &mut Lot,
    by: Amount,
    kind: MovementKind,
    reference: &Subject,
    detail: Detail,
) -> Result<(), Failure> {
    expect_enough(lot, -by)?;
    lot.quantity = added("quantity", lot.quantity, by)?;
    log(tx, lot, by, kind, reference, detail)?;
    rows::set_lot(tx.db, lot)?;
    if by < Amount::ZERO { reserve::shrink(tx, lot) } else { Ok(()) }
}

fn log(
    tx: &mut Tx<'_>,
    lot: &Lot,
    quantity: Amount,
    kind: MovementKind,
    reference: &Subject,
    detail: Detail,
) -> Result<(), Failure> {
    let (reference_kind, reference) = reference_of(reference);
    let movement = NewMovement {
        plant_id: tx.plant.id,
        lot_key: lot.lot_key.clone(),
        item: lot.item.clone(),
        quantity,
        kind,
        reference_kind,
        reference,
        reference_line: detail.line,
        note: detail.note,
        at: tx.now,
        actor: tx.actor.name.clone(),
    };
    rows::insert_movement(tx.db, &movement)
}

/// Kind and number of a document as movements name it.
fn reference_of(subject: &Subject) -> (String, String) {
    let json = serde_json::to_value(subject).unwrap_or_default();
    let text = |name: &str| json.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    (text("kind"), text("key"))
}
