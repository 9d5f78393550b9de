//! Buying for needs: each need is covered once, whoever buys for it and however often they click.
//!
//! Whoever buys says by which needs: the mark of the answer that they read. Without one they may buy only what the
//! plan does not need, so that two who buy by hand cannot cover one need twice.

use super::purchasing::{self, NewPurchaseLine, NewPurchaseOrder, PurchaseOrderView};
use super::work::supply_moved;
use super::{Commit, Tx};
use crate::app::App;
use crate::domain::refusal::{Refusal, supply as codes};
use crate::domain::role::Actor;
use crate::planning::outlook::Outlook;
use crate::store::{Failure, Known};
use serde::Serialize;
use std::collections::BTreeSet;

/// Enters a purchase order.
///
/// # Errors
///
/// Those of [`purchasing::enter`]; the plan needs an item and the order does not say that it knows.
pub fn buy(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    new: &NewPurchaseOrder,
) -> Result<PurchaseOrderView, Failure> {
    let lines: Vec<&NewPurchaseLine> = new.lines.iter().collect();
    knowing(app, actor, by, new.needs_as_of.as_ref(), &lines, |known| {
        let new = NewPurchaseOrder { needs_as_of: known, ..new.clone() };
        move |tx: &mut Tx<'_>| purchasing::enter(tx, &new)
    })
}

/// Adds a line to a purchase order.
///
/// # Errors
///
/// Those of [`purchasing::add_line`] and [`buy`].
pub fn buy_more(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    (number, version): (&str, Option<i64>),
    new: &NewPurchaseLine,
    needs_as_of: Option<&Known>,
) -> Result<PurchaseOrderView, Failure> {
    knowing(app, actor, by, needs_as_of, &[new], |known| {
        let (number, new) = (number.to_owned(), new.clone());
        move |tx: &mut Tx<'_>| {
            expect_same(tx, known.as_ref(), std::slice::from_ref(&new))?;
            purchasing::add_line(tx, &number, version, &new)
        }
    })
}

/// Buys by the needs that the buyer knows; without a mark, what the plan does not need.
fn knowing<T, C>(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    named: Option<&Known>,
    lines: &[&NewPurchaseLine],
    command: impl FnOnce(Option<Known>) -> C,
) -> Result<T, Failure>
where
    T: Serialize + Send + 'static,
    C: Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
{
    if named.is_none() {
        expect_no_need(&app.planner.outlook(), lines)?;
    }
    by.commit(app, actor, command(named.cloned()))
}

/// Refuses to buy what the plan needs without saying for which needs. Outside work is no need of an item.
fn expect_no_need(outlook: &Outlook, lines: &[&NewPurchaseLine]) -> Result<(), Refusal> {
    let needed: BTreeSet<String> = outlook.needs().items.into_iter().map(|need| need.item).collect();
    let is_needed = |line: &&&NewPurchaseLine| line.operation.is_none() && needed.contains(&line.item);
    match lines.iter().find(is_needed) {
        Some(line) => Err(Refusal::at(codes::NEEDS_NOT_NAMED, "needs_as_of", &line.item)),
        None => Ok(()),
    }
}

/// Refuses to buy for needs that were computed before something changed what there is, or will be, of the items.
///
/// # Errors
///
/// [`codes::NEEDS_CHANGED`], or what the database says.
pub(super) fn expect_same(
    tx: &mut Tx<'_>,
    known: Option<&Known>,
    lines: &[NewPurchaseLine],
) -> Result<(), Failure> {
    let Some(known) = known else { return Ok(()) };
    let items = lines.iter().map(|line| line.item.as_str()).collect();
    if !supply_moved(tx.db, known, &items)? {
        return Ok(());
    }
    let named: Vec<&str> = items.into_iter().collect();
    Err(Refusal::at(codes::NEEDS_CHANGED, "needs_as_of", known).with("items", named.join(", ")).into())
}
