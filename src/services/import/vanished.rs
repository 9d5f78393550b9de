//! Orders in hand that an import brought and that a later file does not have any more. They are closed by the
//! services that close them for everybody: with a journal entry each, and with the reason.

use super::stored::PART;
use crate::document::Sheet;
use crate::domain::policy::VanishedRows;
use crate::domain::sales::{LineId, LineStatus};
use crate::services::sales::GivingUp;
use crate::services::work::Closing;
use crate::services::{ANY_VERSION, Tx, purchasing, sales, work};
use crate::store::{Failure, purchasing as bought, sales as sold, work as works};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What becomes of orders in hand that vanished, said by whoever applies an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VanishedChoice {
    /// They are closed.
    Close,
    /// They stay.
    Ignore,
}

impl From<VanishedChoice> for VanishedRows {
    fn from(choice: VanishedChoice) -> Self {
        match choice {
            VanishedChoice::Close => Self::Close,
            VanishedChoice::Ignore => Self::Ignore,
        }
    }
}

/// Closes the orders with these keys; says how many of each sheet. One that is over by now stays as it is.
pub(super) fn close(
    tx: &mut Tx<'_>,
    vanished: &[(Sheet, String)],
    file: &str,
) -> Result<BTreeMap<Sheet, u64>, Failure> {
    let reason = match tx.actor.lang {
        Lang::En => format!("Not in {file} any more."),
        Lang::Zh => format!("{file} 中已没有该行。"),
    };
    let mut closed = BTreeMap::new();
    // What was made or bought for a line goes before the line, so that nothing is left behind for nobody.
    let last = |(sheet, _): &&(Sheet, String)| *sheet == Sheet::SalesOrders;
    for (sheet, key) in vanished.iter().filter(|row| !last(row)).chain(vanished.iter().filter(last)) {
        let parts: Vec<&str> = key.split(PART).collect();
        let done = match (sheet, parts.as_slice()) {
            (Sheet::SalesOrders, [order, line, schedule]) => {
                close_sold(tx, &LineId::new(order, line, schedule), &reason)?
            }
            (Sheet::WorkOrders, [number]) => close_work(tx, number, &reason)?,
            (Sheet::PurchaseOrders, [number, line]) => close_bought(tx, number, line, &reason)?,
            _ => false,
        };
        *closed.entry(*sheet).or_default() += u64::from(done);
    }
    Ok(closed)
}

fn close_sold(tx: &mut Tx<'_>, id: &LineId, reason: &str) -> Result<bool, Failure> {
    let line = sold::sales_line(tx.db, tx.plant.id, id)?;
    let order = sold::sales_order(tx.db, tx.plant.id, &id.order)?;
    let in_hand = line.is_some_and(|line| line.status == LineStatus::Open);
    if !in_hand || order.is_none_or(|order| order.status.is_over()) {
        return Ok(false);
    }
    let why = GivingUp { note: Some(reason.to_owned()), caused_by: None };
    sales::cancel_line(tx, id, &why, Some(ANY_VERSION))?;
    Ok(true)
}

fn close_work(tx: &mut Tx<'_>, number: &str, reason: &str) -> Result<bool, Failure> {
    if !works::order(tx.db, tx.plant.id, number)?.is_some_and(|row| row.is_open()) {
        return Ok(false);
    }
    let why = Closing { reason: Some(reason.to_owned()), return_material: false };
    work::close(tx, number, Some(ANY_VERSION), &why)?;
    Ok(true)
}

fn close_bought(tx: &mut Tx<'_>, number: &str, line: &str, reason: &str) -> Result<bool, Failure> {
    let stored = bought::line(tx.db, tx.plant.id, number, line)?;
    if !stored.is_some_and(|line| line.open().is_some()) {
        return Ok(false);
    }
    purchasing::close_line(tx, number, line, Some(ANY_VERSION), reason)?;
    Ok(true)
}
