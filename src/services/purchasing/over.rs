//! Which receipts brought more than was ordered, as things stand now. Rows of receipts are never changed: one that was
//! corrected since, or whose line was raised since, is over no longer, whatever was booked with it.

use crate::domain::value::Amount;
use crate::store::purchasing::PurchaseLine;
use crate::store::receipts::{Receipt, ReceiptKind};
use std::collections::{BTreeMap, BTreeSet};

/// The receipts of an order, in the order in which they were booked, each with what is now to be said of it. A
/// correction is over where its receipt is.
pub(super) fn judged(receipts: Vec<Receipt>, lines: &[PurchaseLine]) -> Vec<Receipt> {
    let came = |id: &str| -> Amount {
        let own = receipts.iter().filter(|row| row.id == id || row.corrects.as_deref() == Some(id));
        own.map(|row| row.quantity).sum()
    };
    // What came before there were receipts: with a workbook.
    let mut sums: BTreeMap<&str, Amount> = BTreeMap::new();
    for line in lines {
        let booked = receipts.iter().filter(|row| row.line == line.line).map(|row| row.quantity);
        sums.insert(&line.line, line.received - booked.sum());
    }
    let mut over = BTreeSet::new();
    for first in receipts.iter().filter(|row| row.corrects.is_none()) {
        let Some(line) = lines.iter().find(|line| line.line == first.line) else { continue };
        let own = came(&first.id);
        let sum = sums.entry(&line.line).or_default();
        *sum += own;
        let too_much = *sum > line.quantity || (line.closed && first.over);
        if first.kind == ReceiptKind::Receipt && own.is_some() && too_much {
            over.insert(first.id.clone());
        }
    }
    let is_over = |row: &Receipt| over.contains(row.corrects.as_ref().unwrap_or(&row.id));
    receipts.iter().map(|row| Receipt { over: is_over(row), ..row.clone() }).collect()
}
