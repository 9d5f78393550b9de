//! What the desk does with orders and promises, through the services that do it. That a date is kept is another
//! test's business: here promises only take stock.

use super::{Deed, What, lines, pick};
use crate::support::not_wanted;
use crate::support::trade::{Trade, body, pieces};
use holdfast::domain::promise::PromiseKind;
use holdfast::domain::sales::LineStatus;
use holdfast::services::promise::{self, Said};
use holdfast::services::{ANY_VERSION, sales, stage};
use serde_json::json;

const ANY: Option<i64> = Some(ANY_VERSION);

/// Does it and says whether it was accepted; nothing if it is nothing of the desk, or there is nothing to do it to.
pub fn act(shop: &Trade<'_>, deed: &Deed) -> Option<bool> {
    let (quantity, which) = (pieces(deed.quantity), deed.which);
    if deed.what == What::Sell {
        let (customer, item) =
            (["C-1", "C-2"][which % 2], ["P-1", "M-2", "M-1", "M-2"][deed.part as usize % 4]);
        shop.order(customer, &[(item, deed.quantity + 1)], false);
        return Some(true);
    }
    let mut lines = lines(shop);
    match deed.what {
        What::Withdraw => lines.retain(|line| line.promise_date.is_some()),
        What::CloseShort => lines.retain(|line| line.shipped.is_some() && line.status == LineStatus::Open),
        _ => {}
    }
    let line = pick(&lines, which)?;
    let id = line.id();
    let accepted = match deed.what {
        What::Promise if line.status != LineStatus::Open => return Some(false),
        What::Promise => {
            let mut lots = shop.lots();
            lots.retain(|lot| lot.item == line.item && lot.quantity.is_some());
            let said = Said {
                stock: pick(&lots, deed.part as usize)
                    .into_iter()
                    .map(|lot| (lot.lot_key, quantity))
                    .collect(),
                ..Said::default()
            };
            let kind = if line.promise_date.is_some() { PromiseKind::Moved } else { PromiseKind::Made };
            shop.try_to(move |tx| {
                promise::say(tx, &line, kind, Some(tx.today()), &said)?;
                stage::settle(tx, &id.order)
            })
        }
        What::Withdraw => {
            let why = json!({ "reason_code": "customer-changed-date" });
            shop.try_to(move |tx| promise::withdraw(tx, &id, &body(why.clone())).map(drop))
        }
        What::ChangeLine => {
            let change = json!({ "quantity": quantity });
            shop.try_to(move |tx| sales::change_line_in(tx, &id, &body(change.clone()), ANY, false).map(drop))
        }
        What::CancelLine => shop.try_to(move |tx| sales::cancel_line(tx, &id, &not_wanted(), ANY).map(drop)),
        What::CancelOrder => {
            shop.try_to(move |tx| sales::cancel_order(tx, &id.order, &not_wanted(), ANY).map(drop))
        }
        What::CloseShort => shop.try_to(move |tx| sales::close_short(tx, &id, None, ANY).map(drop)),
        _ => return None,
    };
    Some(accepted.is_ok())
}
