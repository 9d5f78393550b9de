//! The laws of the stock ledger: what documents say must be what the movements add up to.
//!
//! Pure: rows in, violations out. Nothing here repairs anything; a violation is a fault of ours and is shown.

use super::sales::LineId;
use super::value::Amount;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use utoipa::ToSchema;

/// Why the balance of a lot changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MovementKind {
    /// It was there when the ledger began, or came with an import.
    Opening,
    /// A supplier or the customer delivered it; below zero: a receipt was corrected.
    Receipt,
    /// Handed to a work order.
    Issue,
    /// Came back from a work order; below zero: went back to the supplier.
    Return,
    /// A work order made it; below zero: its report was corrected.
    Production,
    /// Thrown away.
    Scrap,
    /// Left for a customer.
    Dispatch,
    /// Counted, and found to be different.
    Adjustment,
    /// Came from a lot of another status.
    StatusIn,
    /// Went to a lot of another status.
    StatusOut,
}

/// What is counted twice: once where people read it, once in entries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// The balance of a lot, by key. Entries: its movements.
    Lot(String),
    /// What has come for a purchase order line. Entries: its receipts.
    Received(String, String),
    /// What of a purchase order line went into stock. Entries: movements.
    Booked(String, String),
    /// What a work order put into stock. Entries: movements.
    Produced(String),
    /// What a work order holds of an item. Entries: issues less returns.
    Issued(String, String),
    /// What has left of a sales order line. Entries: lines of dispatched notes.
    Shipped(LineId),
    /// What left with a line of a dispatched note. Entries: movements.
    Dispatched(String, String),
}

impl Account {
    /// The law that it stands under, in `kebab-case`.
    pub fn law(&self) -> &'static str {
        match self {
            Self::Lot(_) => "lot-balance",
            Self::Received(..) => "purchase-received",
            Self::Booked(..) => "receipts-in-stock",
            Self::Produced(_) => "work-order-received",
            Self::Issued(..) => "material-issued",
            Self::Shipped(_) => "line-shipped",
            Self::Dispatched(..) => "dispatch-from-stock",
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lot(key) | Self::Produced(key) => f.write_str(key),
            Self::Received(document, line)
            | Self::Booked(document, line)
            | Self::Issued(document, line)
            | Self::Dispatched(document, line) => write!(f, "{document}/{line}"),
            Self::Shipped(line) => line.fmt(f),
        }
    }
}

/// A movement as the laws see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The lot.
    pub lot: String,
    /// What the lot holds.
    pub item: String,
    /// How much its balance changed.
    pub quantity: Amount,
    /// Why.
    pub kind: MovementKind,
    /// Kind of the document referred to: `work-order`, `purchase-order`, …
    pub reference_kind: String,
    /// Its number.
    pub reference: String,
    /// Its line, or empty.
    pub reference_line: String,
}

impl Entry {
    /// The accounts that the movement is an entry of, and what it adds to each.
    pub fn postings(&self) -> Vec<(Account, Amount)> {
        let mut postings = vec![(Account::Lot(self.lot.clone()), self.quantity)];
        let number = || self.reference.clone();
        match (self.kind, self.reference_kind.as_str()) {
            (MovementKind::Production, "work-order") => {
                postings.push((Account::Produced(number()), self.quantity));
            }
            (MovementKind::Issue | MovementKind::Return, "work-order") => {
                postings.push((Account::Issued(number(), self.item.clone()), -self.quantity));
            }
            (MovementKind::Receipt | MovementKind::Return, "purchase-order") => {
                postings.push((Account::Booked(number(), self.reference_line.clone()), self.quantity));
            }
            (MovementKind::Dispatch, "dispatch-note") => {
                postings.push((Account::Dispatched(number(), self.reference_line.clone()), -self.quantity));
            }
            _ => {}
        }
        postings
    }
}

/// Everything that must agree.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// What documents and lots say. Accounts without a total say zero.
    pub totals: Vec<(Account, Amount)>,
    /// What it was made of, besides movements: receipts, dispatched lines, openings.
    pub entries: Vec<(Account, Amount)>,
    /// All movements.
    pub movements: Vec<Entry>,
    /// What promises hold of lots, by lot.
    pub reservations: Vec<(String, Amount)>,
}

/// A law that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Violation {
    /// Which law: `lot-balance`, `purchase-received`, `line-shipped`, …
    pub law: String,
    /// The lot or document.
    pub document: String,
    /// What is stored there.
    pub stored: Amount,
    /// What the entries add up to.
    pub derived: Amount,
}

/// Every law that does not hold, in a stable order. None: the ledger reconciles.
pub fn check(books: &Books) -> Vec<Violation> {
    // Sums without limits: one that was cut must not agree with another that was cut as well.
    let mut accounts: BTreeMap<Account, (Decimal, Decimal)> = BTreeMap::new();
    for (account, total) in &books.totals {
        accounts.entry(account.clone()).or_default().0 += total.decimal();
    }
    let postings = books.movements.iter().flat_map(Entry::postings);
    for (account, quantity) in books.entries.iter().cloned().chain(postings) {
        accounts.entry(account).or_default().1 += quantity.decimal();
    }
    let mut held: BTreeMap<&str, Decimal> = BTreeMap::new();
    for (lot, quantity) in &books.reservations {
        *held.entry(lot).or_default() += quantity.decimal();
    }
    let mut violations = Vec::new();
    let mut broken = |law: &str, document: String, stored: Decimal, derived: Decimal| {
        let (stored, derived) = (Amount::rounded(stored), Amount::rounded(derived));
        violations.push(Violation { law: law.to_owned(), document, stored, derived });
    };
    for (account, (stored, derived)) in &accounts {
        if stored != derived {
            broken(account.law(), account.to_string(), *stored, *derived);
        }
        if matches!(account, Account::Lot(_)) && *stored < Decimal::ZERO {
            broken("lot-not-negative", account.to_string(), *stored, Decimal::ZERO);
        }
    }
    for (lot, quantity) in held {
        let balance = accounts.get(&Account::Lot(lot.to_owned())).map_or(Decimal::ZERO, |sums| sums.0);
        if quantity > balance {
            broken("reservations-in-stock", lot.to_owned(), balance, quantity);
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(lot: &str, quantity: i32, kind: MovementKind, reference: (&str, &str)) -> Entry {
        let pieces = Amount::whole(quantity.unsigned_abs());
        Entry {
            lot: lot.into(),
            item: "P-1".into(),
            quantity: if quantity < 0 { -pieces } else { pieces },
            kind,
            reference_kind: reference.0.into(),
            reference: reference.1.into(),
            reference_line: String::new(),
        }
    }

    /// A work order makes 10 into a lot, 4 of which another one takes.
    fn story() -> Books {
        Books {
            totals: vec![
                (Account::Lot("L-1".into()), Amount::whole(6)),
                (Account::Produced("MO-1".into()), Amount::whole(10)),
                (Account::Issued("MO-2".into(), "P-1".into()), Amount::whole(4)),
            ],
            movements: vec![
                entry("L-1", 10, MovementKind::Production, ("work-order", "MO-1")),
                entry("L-1", -5, MovementKind::Issue, ("work-order", "MO-2")),
                entry("L-1", 1, MovementKind::Return, ("work-order", "MO-2")),
            ],
            reservations: vec![("L-1".into(), Amount::whole(6))],
            ..Books::default()
        }
    }

    #[test]
    fn sums_beyond_what_an_amount_holds_are_seen() {
        let most: Amount = "999999999999".parse().expect("an amount");
        let movement = |by| Entry { quantity: by, ..entry("L-1", 1, MovementKind::Opening, ("stock", "")) };
        let books = Books {
            totals: vec![(Account::Lot("L-1".into()), most)],
            movements: vec![movement(most), movement(most)],
            ..Books::default()
        };
        assert_eq!(check(&books).len(), 1);
    }

    #[test]
    fn books_that_agree_are_clean() {
        assert_eq!(check(&story()), []);
    }

    #[test]
    fn each_law_is_seen_when_broken() {
        let laws = |books: &Books| check(books).into_iter().map(|v| v.law).collect::<Vec<_>>();
        let mut books = story();
        books.totals[0].1 = Amount::whole(7);
        assert_eq!(laws(&books), ["lot-balance"]);
        let mut books = story();
        books.totals[1].1 = Amount::whole(9);
        assert_eq!(laws(&books), ["work-order-received"]);
        let mut books = story();
        books.totals.pop();
        assert_eq!(laws(&books), ["material-issued"]);
        let mut books = story();
        books.reservations.push(("L-1".into(), Amount::whole(1)));
        assert_eq!(laws(&books), ["reservations-in-stock"]);
        let mut books = story();
        books.entries.push((Account::Received("PO-1".into(), "1".into()), Amount::whole(1)));
        assert_eq!(laws(&books), ["purchase-received"]);
    }
}
