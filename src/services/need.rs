//! Buying for needs: each need is covered once, whoever buys for it and however often they click.
//!
//! Whoever buys says by which needs: the mark of the answer that they read. Without one they may buy only what the
//! plan does not need, so that two who buy by hand cannot cover one need twice.

use super::promise::current;
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

/// Times that an order without a mark is looked at again when supply moves in between.
const TRIES: u32 = 5;

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
        let new = NewPurchaseOrder { needs_as_of: Some(known), ..new.clone() };
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
            expect_same(tx, Some(&known), std::slice::from_ref(&new))?;
            purchasing::add_line(tx, &number, version, &new)
        }
    })
}

/// Buys by the needs that the buyer knows; by the plan's own where they name none, if the plan needs nothing of it.
fn knowing<T, C>(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    named: Option<&Known>,
    lines: &[&NewPurchaseLine],
    command: impl Fn(Known) -> C,
) -> Result<T, Failure>
where
    T: Serialize + Send + 'static,
    C: Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
{
    if let Some(known) = named {
        return by.commit(app, actor, command(known.clone()));
    }
    let mut outlook = app.planner.outlook();
    for _ in 0..TRIES {
        expect_no_need(&outlook, lines)?;
        match by.commit(app, actor, command(outlook.known.clone())) {
            Err(Failure::Refused(refusal)) if refusal.code == codes::NEEDS_CHANGED => {
                outlook = current(app, actor)?;
            }
            other => return other,
        }
    }
    let items: Vec<&str> = lines.iter().map(|line| line.item.as_str()).collect();
    Err(Refusal::at(codes::NEEDS_CHANGED, "needs_as_of", "").with("items", items.join(", ")).into())
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
