//! Whether the ledger reconciles: reads all that must agree and lets `domain::ledger` judge.

use crate::domain::ledger::{self, Account, Books, Entry, Violation};
use crate::domain::sales::LineId;
use crate::domain::value::Amount;
use crate::store::dispatch::{self, NoteStatus};
use crate::store::ledger::{self as rows, Opening, OpeningKind};
use crate::store::{Db, Failure, purchasing, receipts, stock};
use std::collections::BTreeMap;

/// Every law of the ledger that does not hold in a plant. Reads everything: for checks, not for every request.
///
/// # Errors
///
/// What the database says.
pub fn check(db: &mut Db, plant_id: i64) -> Result<Vec<Violation>, Failure> {
    let mut books = books(db, plant_id)?;
    let openings = rows::openings(db, plant_id)?;
    books.entries.extend(openings.into_iter().map(|row| (account_of(&row), row.quantity)));
    Ok(ledger::check(&books))
}

/// The openings with which documents and movements agree.
pub(crate) fn missing_openings(db: &mut Db, plant_id: i64) -> Result<Vec<Opening>, Failure> {
    let books = books(db, plant_id)?;
    let mut differences: BTreeMap<Account, Amount> = BTreeMap::new();
    for (account, total) in books.totals {
        *differences.entry(account).or_default() += total;
    }
    let postings = books.movements.iter().flat_map(Entry::postings);
    for (account, quantity) in books.entries.into_iter().chain(postings) {
        *differences.entry(account).or_default() -= quantity;
    }
    let known = rows::openings(db, plant_id)?;
    for opening in &known {
        differences.entry(account_of(opening)).or_default();
    }
    let known: BTreeMap<Account, Amount> = known.iter().map(|row| (account_of(row), row.quantity)).collect();
    let mut openings = Vec::new();
    for (account, quantity) in differences {
        let stored = known.get(&account).copied().unwrap_or_default();
        if quantity != stored
            && let Some(opening) = opening_of(plant_id, account, quantity)
        {
            openings.push(opening);
        }
    }
    Ok(openings)
}

fn books(db: &mut Db, plant_id: i64) -> Result<Books, Failure> {
    let mut books = Books { totals: rows::document_totals(db, plant_id)?, ..Books::default() };
    for lot in stock::lots(db, plant_id, true)? {
        books.totals.push((Account::Lot(lot.lot_key), lot.quantity));
    }
    for row in stock::movements(db, plant_id)? {
        books.movements.push(Entry {
            lot: row.lot_key,
            item: row.item,
            quantity: row.quantity,
            kind: row.kind,
            reference_kind: row.reference_kind,
            reference: row.reference,
            reference_line: row.reference_line,
        });
    }
    let reservations = rows::reservations(db, plant_id, None)?;
    books.reservations = reservations.into_iter().map(|row| (row.lot_key, row.quantity)).collect();
    for line in purchasing::lines(db, plant_id)? {
        books.totals.push((Account::Received(line.order_no, line.line), line.received));
    }
    for receipt in receipts::all(db, plant_id)? {
        let (order, line) = (receipt.order_no, receipt.line);
        if receipt.lot_key.is_some() {
            books.totals.push((Account::Booked(order.clone(), line.clone()), receipt.quantity));
        }
        books.entries.push((Account::Received(order, line), receipt.quantity));
    }
    for row in dispatch::lines_in(db, plant_id, &[NoteStatus::Dispatched, NoteStatus::Delivered])? {
        let line = row.line_ref();
        books.totals.push((Account::Dispatched(row.note_no, line.to_string()), row.quantity));
        books.entries.push((Account::Shipped(line), row.quantity));
    }
    Ok(books)
}

fn account_of(opening: &Opening) -> Account {
    let (document, line) = (opening.document.clone(), opening.line.clone());
    match opening.kind {
        OpeningKind::Received => Account::Received(document, line),
        OpeningKind::Produced => Account::Produced(document),
        OpeningKind::Issued => Account::Issued(document, line),
        OpeningKind::Shipped => {
            Account::Shipped(LineId { order: document, line, schedule: opening.schedule.clone() })
        }
    }
}

/// The opening of an account, if it is one that may have any: lots begin with a movement.
fn opening_of(plant_id: i64, account: Account, quantity: Amount) -> Option<Opening> {
    let none = String::new;
    let (kind, document, line, schedule) = match account {
        Account::Received(document, line) => (OpeningKind::Received, document, line, none()),
        Account::Produced(document) => (OpeningKind::Produced, document, none(), none()),
        Account::Issued(document, item) => (OpeningKind::Issued, document, item, none()),
        Account::Shipped(line) => (OpeningKind::Shipped, line.order, line.line, line.schedule),
        Account::Lot(_) | Account::Booked(..) | Account::Dispatched(..) => return None,
    };
    Some(Opening { plant_id, kind, document, line, schedule, quantity })
}
