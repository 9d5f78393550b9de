//! Taking usable stock: whose, in which order, and how much of it may go.

use super::{Detail, change, expect_lot, expect_positive};
use crate::document::{StockStatus, Tier};
use crate::domain::ledger::MovementKind;
use crate::domain::sales::LineId;
use crate::domain::value::Amount;
use crate::services::Tx;
use crate::store::ledger::{self, Reservation};
use crate::store::master::customers;
use crate::store::stock::{self as rows, Lot};
use crate::store::{Db, Failure, Subject, dispatch};
use std::collections::BTreeMap;

/// Something that is needed from stock.
#[derive(Clone, Debug)]
pub struct Taking {
    /// What.
    pub item: String,
    /// How much, above zero.
    pub quantity: Amount,
    /// For whom: this customer's own stock may be used, and stock kept for the customer's tier.
    pub customer: Option<String>,
    /// The line it is for in the end: what its promise has reserved may be used.
    pub for_line: Option<LineId>,
    /// Why it goes.
    pub kind: MovementKind,
    /// The document that takes it.
    pub reference: Subject,
}

/// Takes from usable lots and answers which lots gave how much. Gives less than was asked for if there is no
/// more that may be used; whoever must have it all compares the sum.
///
/// # Errors
///
/// [`crate::domain::refusal::stock::NOT_POSITIVE`], or what the database says.
pub fn take(tx: &mut Tx<'_>, taking: &Taking) -> Result<Vec<(String, Amount)>, Failure> {
    take_with(tx, taking, "")
}

/// [`take`] for a line of the document.
pub(crate) fn take_with(
    tx: &mut Tx<'_>,
    taking: &Taking,
    document_line: &str,
) -> Result<Vec<(String, Amount)>, Failure> {
    expect_positive("quantity", taking.quantity)?;
    let mut open = taking.quantity;
    let mut taken = Vec::new();
    for mut usable in usable(tx.db, tx.plant.id, taking)? {
        let quantity = open.min(usable.free);
        if !quantity.is_some() {
            continue;
        }
        if let Some(own) = &mut usable.own {
            own.quantity -= quantity.min(own.quantity);
            ledger::set_reservation(tx.db, own)?;
        }
        let detail = Detail { line: document_line.to_owned(), ..Detail::default() };
        change(tx, &mut usable.lot, -quantity, taking.kind, &taking.reference, detail)?;
        taken.push((usable.lot.lot_key, quantity));
        open -= quantity;
    }
    Ok(taken)
}

/// Takes from one lot, whatever its status: scrap, returns to a supplier, corrections.
///
/// # Errors
///
/// The lot is not there or has less.
pub fn take_from(
    tx: &mut Tx<'_>,
    lot_key: &str,
    quantity: Amount,
    kind: MovementKind,
    reference: &Subject,
    document_line: &str,
) -> Result<(), Failure> {
    expect_positive("quantity", quantity)?;
    let mut lot = expect_lot(tx, lot_key)?;
    let detail = Detail { line: document_line.to_owned(), ..Detail::default() };
    change(tx, &mut lot, -quantity, kind, reference, detail)
}

/// How much [`take`] would give at most.
///
/// # Errors
///
/// What the database says.
pub fn available(db: &mut Db, plant_id: i64, taking: &Taking) -> Result<Amount, Failure> {
    Ok(usable(db, plant_id, taking)?.iter().map(|lot| lot.free).sum())
}

/// A lot that may be used, how much of it, and what of it the line itself has reserved.
struct Usable {
    lot: Lot,
    free: Amount,
    own: Option<Reservation>,
}

/// What may be used, in the order in which it goes: what the line has reserved, what the customer owns, what is
/// kept for a tier, then the oldest. Packed goods of other notes stay where they are.
fn usable(db: &mut Db, plant_id: i64, taking: &Taking) -> Result<Vec<Usable>, Failure> {
    let note = match &taking.reference {
        Subject::DispatchNote(number) => number.as_str(),
        _ => "",
    };
    let there = OnHand {
        lots: rows::lots_of(db, plant_id, &taking.item)?,
        reservations: ledger::reservations(db, plant_id, Some(&taking.item))?,
        packed: dispatch::packed_lines(db, plant_id, &taking.item, note)?,
    };
    let tier = match &taking.customer {
        Some(customer) if there.lots.iter().any(|lot| lot.reserved_tier.is_some()) => tier_of(db, customer)?,
        _ => Tier::B,
    };
    Ok(there.usable(taking.customer.as_deref(), taking.for_line.as_ref(), tier))
}

/// What there is of an item, and who has a claim to it.
#[derive(Debug, Default)]
pub(crate) struct OnHand {
    /// Its lots, oldest first.
    pub lots: Vec<Lot>,
    /// What promises hold of them.
    pub reservations: Vec<Reservation>,
    /// What is packed for each line, on notes other than the one that takes.
    pub packed: BTreeMap<LineId, Amount>,
}

impl OnHand {
    /// How much may be used by a customer of that tier, for a line.
    pub fn available(&self, customer: &str, line: &LineId, tier: Tier) -> Amount {
        self.usable(Some(customer), Some(line), tier).iter().map(|lot| lot.free).sum()
    }

    fn usable(&self, customer: Option<&str>, for_line: Option<&LineId>, tier: Tier) -> Vec<Usable> {
        let mut found = Vec::new();
        for lot in &self.lots {
            let owned = lot.customer.is_none() || lot.customer.as_deref() == customer;
            let kept = lot.reserved_tier.is_none_or(|kept| tier <= kept && customer.is_some());
            if lot.status != StockStatus::Usable || !lot.quantity.is_some() || !owned || !kept {
                continue;
            }
            let on_lot = || self.reservations.iter().filter(|row| row.lot_key == lot.lot_key);
            let is_own = |row: &&Reservation| for_line.is_some_and(|line| row.is_of(line));
            let others: Amount = on_lot().filter(|row| !is_own(row)).map(|row| row.quantity).sum();
            let (own, lot) = (on_lot().find(is_own).cloned(), lot.clone());
            found.push(Usable { free: lot.quantity - others.min(lot.quantity), lot, own });
        }
        found.sort_by_key(|usable| {
            (usable.own.is_none(), usable.lot.customer.is_none(), usable.lot.reserved_tier.is_none())
        });
        let mut packed = Amount::ZERO;
        for (line, quantity) in &self.packed {
            // What others' lines have reserved is left out already: their packed goods are no more than that again.
            let own = for_line == Some(line);
            packed += if own { *quantity } else { unreserved(line, *quantity, &self.reservations) };
        }
        for usable in found.iter_mut().rev() {
            let kept = packed.min(usable.free);
            usable.free -= kept;
            packed -= kept;
        }
        found
    }
}

/// How much of the goods packed for a line it has not reserved.
pub(super) fn unreserved(line: &LineId, packed: Amount, reservations: &[Reservation]) -> Amount {
    let reserved = reservations.iter().filter(|row| row.is_of(line)).map(|row| row.quantity);
    (packed - reserved.sum()).max(Amount::ZERO)
}

/// The customer's tier; the middle one where none is known, as policies have it.
fn tier_of(db: &mut Db, customer: &str) -> Result<Tier, Failure> {
    Ok(customers::one(db, customer)?.and_then(|row| row.fields.tier).unwrap_or(Tier::B))
}
