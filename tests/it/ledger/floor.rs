//! What the floor and its planners do, through the services that do it.

use super::{Deed, What, pick};
use crate::support::trade::{PLANT, Trade, body, now, pieces};
use chrono::TimeDelta;
use holdfast::domain::value::Amount;
use holdfast::services::{ANY_VERSION, progress, work};
use holdfast::store::work::{self as rows, Filter, WorkOrderRow};
use serde_json::json;
use uuid::Uuid;

const ANY: Option<i64> = Some(ANY_VERSION);

/// Does it and says whether it was accepted; nothing if it is nothing of the floor.
pub fn act(shop: &Trade<'_>, id: &str, deed: &Deed) -> Option<bool> {
    let (quantity, part) = (pieces(deed.quantity), deed.part);
    let number = |row: WorkOrderRow| row.number;
    let accepted = match deed.what {
        What::Enter => {
            let line = pick(&super::lines(shop), deed.which)?;
            let line = part.is_multiple_of(2).then(|| line.id());
            let new = json!({ "item": "P-1", "quantity": quantity, "line": line });
            shop.try_to(move |tx| work::enter(tx, &body(new.clone())).map(drop))
        }
        What::Issue | What::GiveBack => {
            let sign = if deed.what == What::Issue { quantity } else { -quantity };
            let operation = part.is_multiple_of(2).then_some("10");
            let (order, item) = (number(order(shop, deed)?), ["M-1", "M-2"][deed.part as usize % 2]);
            let new = json!({ "item": item, "quantity": sign, "operation": operation });
            shop.try_to(move |tx| work::issue(tx, &order, &body(new.clone())).map(drop))
        }
        What::Report => return Some(report(shop, id, deed)?.is_ok()),
        What::CorrectReport => {
            let order = number(order(shop, deed)?);
            let wrong = pick(&shop.ask(|db| rows::reports_of(db, PLANT, &order)), part as usize)?.id;
            let withdraw = deed.which.is_multiple_of(3);
            let right = json!({ "id": uuid(id), "withdraw": withdraw, "good": quantity });
            shop.try_to(move |tx| progress::correct(tx, &wrong, &body(right.clone())).map(drop))
        }
        What::TakeStock => {
            let order = number(order(shop, deed)?);
            let found = json!({ "operation": operation(part), "good": quantity });
            shop.try_to(move |tx| progress::stand(tx, &order, &body(found.clone())).map(drop))
        }
        What::ChangeWork => {
            let order = number(order(shop, deed)?);
            let change = json!({ "quantity": quantity });
            shop.try_to(move |tx| work::change(tx, &order, ANY, &body(change.clone())).map(drop))
        }
        What::EndWork => {
            let (order, closes) = (number(order(shop, deed)?), part.is_multiple_of(2));
            let how = json!({ "reason": "not needed", "return_material": part.is_multiple_of(3) });
            shop.try_to(move |tx| {
                let end = if closes { work::close } else { work::cancel };
                end(tx, &order, ANY, &body(how.clone())).map(drop)
            })
        }
        What::ReopenWork => {
            let order = number(order(shop, deed)?);
            shop.try_to(move |tx| work::reopen(tx, &order, ANY).map(drop))
        }
        _ => return None,
    };
    Some(accepted.is_ok())
}

/// Some work order.
fn order(shop: &Trade<'_>, deed: &Deed) -> Option<WorkOrderRow> {
    let all = Filter { limit: 1000, ..Filter::default() };
    pick(&shop.ask(|db| rows::list(db, PLANT, &all)), deed.which)
}

fn operation(draw: u32) -> &'static str {
    if draw % 5 < 2 { "10" } else { "20" }
}

/// An id that is the same whenever the story is told again.
fn uuid(id: &str) -> Uuid {
    let digits = id.bytes().fold(0_u128, |sum, byte| sum * 131 + u128::from(byte));
    Uuid::from_u128(digits)
}

/// A report, perhaps late, on the first or the last operation.
fn report(shop: &Trade<'_>, id: &str, deed: &Deed) -> Option<Result<(), String>> {
    let order = order(shop, deed)?;
    let count = |kinds: &[usize]| {
        if kinds.contains(&(deed.part as usize % 8)) { pieces(deed.quantity) } else { Amount::ZERO }
    };
    let kind = ["good", "good", "good", "finish", "scrap", "rework", "start", "block"];
    let said = json!({
        "id": uuid(id), "work_order": order.number, "operation": operation(deed.part),
        "kind": kind[deed.part as usize % 8], "at": now().shifted(-TimeDelta::minutes(deed.part.into())),
        "good": count(&[0, 1, 2, 3]), "scrap": count(&[4]), "rework": count(&[5]), "reason": "tool",
    });
    Some(shop.try_to(move |tx| progress::report(tx, &body(said.clone())).map(drop)))
}
