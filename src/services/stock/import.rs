//! Stock as a workbook says it is, and what documents had done before the ledger began.

use super::{Detail, change};
use crate::document;
use crate::domain::ledger::MovementKind;
use crate::domain::value::{Amount, Day};
use crate::services::{Tx, reconcile};
use crate::store::stock::{self as rows, Lot};
use crate::store::{Failure, Subject, ledger};
use std::collections::{BTreeMap, BTreeSet};

/// What an import of stock did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Keys of lots that are new.
    pub new: Vec<String>,
    /// Keys of lots whose balance or description changed.
    pub changed: Vec<String>,
    /// Keys of lots that came with an earlier import and are not in this one. They are left as they are.
    pub vanished: Vec<String>,
}

/// Makes stock what the rows say: new lots are opened, balances that differ are adjusted. Lots that the rows do
/// not name stay. Writes no journal entry.
///
/// # Errors
///
/// What the database says.
pub fn import_lots(tx: &mut Tx<'_>, sheet: &[document::StockLot]) -> Result<Imported, Failure> {
    let mut known: BTreeMap<String, Lot> = BTreeMap::new();
    for lot in rows::lots(tx.db, tx.plant.id, true)? {
        known.insert(lot.lot_key.clone(), lot);
    }
    let mut imported = Imported::default();
    let mut named = BTreeSet::new();
    for (position, (key, row)) in (1..).zip(keys(sheet).into_iter().zip(sheet)) {
        // A lot's number that another item had before.
        let taken = known.get(&key).is_some_and(|lot| lot.item != row.item);
        let key = if taken { format!("{}/{key}", row.item) } else { key };
        named.insert(key.clone());
        let wanted = lot_of(tx, &key, row, position);
        let reference = Subject::Stock(row.item.clone());
        let Some(stored) = known.get(&key).cloned() else {
            let mut lot = Lot { quantity: Amount::ZERO, ..wanted.clone() };
            rows::insert_lot(tx.db, &lot)?;
            if wanted.quantity.is_some() {
                change(tx, &mut lot, wanted.quantity, MovementKind::Opening, &reference, Detail::default())?;
            }
            imported.new.push(key);
            continue;
        };
        let mut lot = Lot { quantity: stored.quantity, arrived_at: stored.arrived_at, ..wanted.clone() };
        if lot != stored {
            rows::describe_lot(tx.db, &lot)?;
            rows::set_lot(tx.db, &lot)?;
        }
        let difference = wanted.quantity - stored.quantity;
        if difference != Amount::ZERO {
            change(tx, &mut lot, difference, MovementKind::Adjustment, &reference, Detail::default())?;
        }
        if lot != stored {
            imported.changed.push(key);
        }
    }
    let gone = known.values().filter(|lot| lot.position > 0 && !named.contains(&lot.lot_key));
    imported.vanished = gone.map(|lot| lot.lot_key.clone()).collect();
    Ok(imported)
}

/// The keys of the rows of a stock sheet: the lot's number where only one row has it, else item and a count, so
/// that a row which moves keeps its key.
pub fn keys(sheet: &[document::StockLot]) -> Vec<String> {
    let mut rows_of: BTreeMap<&str, u32> = BTreeMap::new();
    for lot in sheet.iter().filter_map(|row| row.lot.as_deref()) {
        *rows_of.entry(lot).or_default() += 1;
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut keys = Vec::with_capacity(sheet.len());
    for row in sheet {
        keys.push(match row.lot.as_deref() {
            Some(lot) if rows_of.get(lot) == Some(&1) => lot.to_owned(),
            _ => {
                let count = counts.entry(row.item.as_str()).or_default();
                *count += 1;
                format!("{}#{count}", row.item)
            }
        });
    }
    keys
}

fn lot_of(tx: &Tx<'_>, key: &str, row: &document::StockLot, position: i64) -> Lot {
    Lot {
        plant_id: tx.plant.id,
        lot_key: key.to_owned(),
        item: row.item.clone(),
        lot: row.lot.clone(),
        quantity: Amount::rounded(row.quantity).max(Amount::ZERO),
        status: row.status.unwrap_or(document::StockStatus::Usable),
        customer: row.customer.clone(),
        reserved_tier: row.reserved_tier,
        expected_release: row.expected_release.and_then(Day::new),
        arrived_at: tx.now,
        position,
    }
}

/// Takes what documents say for true and writes the difference to their movements down as their opening: what
/// had been received, produced, issued and shipped before the ledger began. An import calls it once, at its end.
///
/// # Errors
///
/// What the database says.
pub fn settle_openings(tx: &mut Tx<'_>) -> Result<(), Failure> {
    for opening in reconcile::missing_openings(tx.db, tx.plant.id)? {
        ledger::set_opening(tx.db, &opening)?;
    }
    Ok(())
}
