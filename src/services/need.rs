//! Buying for needs: each need is covered once, whoever buys for it and however often they click.

use super::Tx;
use super::purchasing::NewPurchaseOrder;
use super::work::supply_moved;
use crate::domain::refusal::{Refusal, supply as codes};
use crate::store::Failure;

/// Refuses to buy for needs that were computed before something changed what there is, or will be, of the items.
/// What is bought for no need is bought.
///
/// # Errors
///
/// [`codes::NEEDS_CHANGED`], or what the database says.
pub(super) fn expect_same(tx: &mut Tx<'_>, new: &NewPurchaseOrder) -> Result<(), Failure> {
    let Some(position) = new.needs_as_of else { return Ok(()) };
    let items = new.lines.iter().map(|line| line.item.as_str()).collect();
    if !supply_moved(tx.db, position, &items)? {
        return Ok(());
    }
    let named: Vec<&str> = items.into_iter().collect();
    Err(Refusal::at(codes::NEEDS_CHANGED, "needs_as_of", position).with("items", named.join(", ")).into())
}
