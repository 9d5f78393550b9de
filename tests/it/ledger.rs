//! Whatever a shop does, its ledger reconciles: random commands, also those that are refused, checked one by one.
//!
//! The seed is fixed; `HOLDFAST_SEED` draws another, `HOLDFAST_CASES` more of them.

#[path = "ledger/desk.rs"]
mod desk;
#[path = "ledger/floor.rs"]
mod floor;

use crate::support::Fresh;
use crate::support::trade::{PLANT, Trade, body, line, pieces};
use holdfast::document::StockStatus;
use holdfast::domain::sales::LineStatus;
use holdfast::services::master::{customers, making};
use holdfast::services::{ANY_VERSION, dispatch, inspections, purchasing, receipts, stock, work};
use holdfast::store::dispatch::{self as note_rows, NoteStatus};
use holdfast::store::sales::{self, OrderFilter};
use holdfast::store::{purchasing as purchase_rows, receipts as receipt_rows};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::json;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What somebody does. `which` picks among what is there.
#[derive(Clone, Debug)]
struct Deed {
    what: What,
    which: usize,
    quantity: u32,
    part: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Buy,
    Receive,
    CorrectReceipt,
    SendBack,
    CancelPurchase,
    Inspect,
    Count,
    SetAside,
    Issue,
    GiveBack,
    Enter,
    Report,
    CorrectReport,
    TakeStock,
    ChangeWork,
    EndWork,
    ReopenWork,
    Sell,
    Promise,
    Withdraw,
    ChangeLine,
    CancelLine,
    CancelOrder,
    CloseShort,
    Reserve,
    Draft,
    Pack,
    Dispatch,
    Deliver,
    CancelNote,
}

/// In the proportions of a busy shop: what goes wrong is rarer than what goes right.
const DEEDS: [(u32, What); 30] = [
    (2, What::Buy),
    (8, What::Receive),
    (3, What::CorrectReceipt),
    (2, What::SendBack),
    (1, What::CancelPurchase),
    (6, What::Inspect),
    (3, What::Count),
    (2, What::SetAside),
    (5, What::Issue),
    (2, What::GiveBack),
    (2, What::Enter),
    (16, What::Report),
    (5, What::CorrectReport),
    (2, What::TakeStock),
    (2, What::ChangeWork),
    (2, What::EndWork),
    (2, What::ReopenWork),
    (3, What::Sell),
    (4, What::Promise),
    (3, What::Withdraw),
    (3, What::ChangeLine),
    (2, What::CancelLine),
    (1, What::CancelOrder),
    (5, What::CloseShort),
    (4, What::Reserve),
    (10, What::Draft),
    (7, What::Pack),
    (9, What::Dispatch),
    (3, What::Deliver),
    (1, What::CancelNote),
];

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let what: Vec<_> = DEEDS.iter().map(|(weight, what)| (*weight, Just(*what))).collect();
    let deed = (proptest::strategy::Union::new_weighted(what), 0..1000_usize, 0..40_u32, 0..40_u32)
        .prop_map(|(what, which, quantity, part)| Deed { what, which, quantity, part });
    proptest::collection::vec(deed, 20..90)
}

fn pick<T: Clone>(all: &[T], which: usize) -> Option<T> {
    (!all.is_empty()).then(|| all[which % all.len()].clone())
}

/// Orders of each customer, and work in two operations that use what is bought; the rest comes about.
fn shop(fresh: &Fresh) -> Trade<'_> {
    let shop = Trade::new(fresh);
    shop.done(|tx| {
        let lenient = json!({ "partial_shipments": true, "short_tolerance_percent": "99", "tier": "A" });
        customers::put(tx, "C-1", &body(lenient), Some(ANY_VERSION))?;
        let uses = json!([
            { "component": "M-1", "quantity_per": 1, "operation": "10" },
            { "component": "M-2", "quantity_per": 2, "operation": "20" },
        ]);
        making::put_bom(tx, "P-1", &body(json!({ "lines": uses })), Some(ANY_VERSION))?;
        let steps = json!([{ "operation": "10" }, { "operation": "20" }]);
        making::put_routing(tx, "P-1", &body(json!({ "operations": steps })), Some(ANY_VERSION))
    });
    shop.order("C-1", &[("P-1", 60), ("M-2", 30)], false);
    shop.order("C-1", &[("P-1", 20), ("M-1", 15)], true);
    shop.order("C-2", &[("P-1", 12), ("M-2", 25)], false);
    shop.buy(&[("M-1", 40), ("M-2", 40)]);
    let came = shop.buy(&[("M-2", 300)]);
    shop.done(move |tx| receipts::receive(tx, &came, "10", &body(json!({ "id": "first", "quantity": 300 }))));
    for (quantity, order) in [(12, "SO-26-00003"), (20, "SO-26-00002")] {
        let new = json!({ "item": "P-1", "quantity": quantity, "line": line(order, "10") });
        shop.done(move |tx| work::enter(tx, &body(new.clone())));
    }
    shop
}

/// Does it and says whether it was accepted; nothing to do it to counts as refused.
fn act(shop: &Trade<'_>, at: usize, deed: &Deed) -> Option<bool> {
    let (which, quantity) = (deed.which, pieces(deed.quantity));
    let id = format!("deed-{at}");
    let accepted = match deed.what {
        What::Buy => {
            let item = ["M-1", "M-2"][which % 2];
            let new = json!({ "supplier": "S-1", "lines": [{ "item": item, "quantity": quantity }] });
            shop.try_to(move |tx| purchasing::enter(tx, &body(new.clone())).map(drop))
        }
        What::Receive => {
            let line = pick(&shop.ask(|db| purchase_rows::lines(db, PLANT)), which)?;
            let lot = (deed.part.is_multiple_of(3)).then(|| format!("HEAT-{}", deed.part % 4));
            let new = json!({ "id": id, "quantity": quantity, "lot": lot });
            shop.try_to(move |tx| {
                receipts::receive(tx, &line.order_no, &line.line, &body(new.clone())).map(drop)
            })
        }
        What::CorrectReceipt => {
            let receipt = pick(&shop.ask(|db| receipt_rows::all(db, PLANT)), which)?;
            let new = json!({ "id": id, "quantity": quantity, "reason": "miscounted" });
            shop.try_to(move |tx| {
                receipts::correct(tx, &receipt.order_no, &receipt.id, &body(new.clone())).map(drop)
            })
        }
        What::SendBack => {
            let receipt = pick(&shop.ask(|db| receipt_rows::all(db, PLANT)), which)?;
            let new =
                json!({ "id": id, "lot_key": receipt.lot_key, "quantity": quantity, "reason": "damaged" });
            shop.try_to(move |tx| {
                receipts::send_back(tx, &receipt.order_no, &receipt.line, &body(new.clone())).map(drop)
            })
        }
        What::CancelPurchase => {
            let line = pick(&shop.ask(|db| purchase_rows::lines(db, PLANT)), which)?;
            shop.try_to(move |tx| {
                purchasing::cancel(tx, &line.order_no, Some(ANY_VERSION), "not needed").map(drop)
            })
        }
        _ => return in_the_store(shop, &id, deed),
    };
    Some(accepted.is_ok())
}

fn in_the_store(shop: &Trade<'_>, id: &str, deed: &Deed) -> Option<bool> {
    let (which, quantity, part) = (deed.which, pieces(deed.quantity), pieces(deed.part));
    let accepted = match deed.what {
        What::Inspect => {
            let mut lots = shop.lots();
            lots.retain(|lot| lot.status != StockStatus::Usable && lot.quantity.is_some());
            let lot = pick(&lots, which)?;
            let inspected = quantity.min(lot.quantity);
            let failed = part.min(inspected);
            let fate = ["scrapped", "rework", "returned"][which % 3];
            let verdict = json!({ "accepted": inspected - failed, fate: failed });
            let new = json!({ "id": id, "lot_key": lot.lot_key, "inspected": inspected, "verdict": verdict,
                "reason": "surface", "rework_operation": "10" });
            shop.try_to(move |tx| inspections::inspect_lot(tx, &body(new.clone())).map(drop))
        }
        What::Count => {
            let lot = pick(&shop.lots(), which)?;
            shop.try_to(move |tx| stock::adjust(tx, &lot.lot_key, quantity, None).map(drop))
        }
        What::SetAside => {
            let lot = pick(&shop.lots(), which)?;
            let to = if deed.part.is_multiple_of(2) { StockStatus::Blocked } else { StockStatus::Inspection };
            shop.try_to(move |tx| stock::set_aside(tx, &lot.lot_key, quantity, to, None).map(drop))
        }
        What::Reserve => {
            let (lot, line) = (pick(&shop.lots(), which)?, pick(&lines(shop), deed.part as usize)?);
            let wanted = vec![(lot.lot_key, quantity)];
            shop.try_to(move |tx| stock::reserve(tx, &line.id(), &wanted).map(drop))
        }
        What::Draft | What::Pack | What::Dispatch | What::Deliver | What::CancelNote => {
            return at_the_gate(shop, deed);
        }
        _ => return floor::act(shop, id, deed).or_else(|| desk::act(shop, deed)),
    };
    Some(accepted.is_ok())
}

fn at_the_gate(shop: &Trade<'_>, deed: &Deed) -> Option<bool> {
    if deed.what == What::Draft {
        let mut open = lines(shop);
        open.retain(|line| line.status == LineStatus::Open);
        let line = pick(&open, deed.which)?;
        let customer = shop.ask(|db| sales::sales_order(db, PLANT, &line.order_no))?.customer;
        // Often all of it: some customers want no parts.
        let open = line.open_quantity();
        let quantity = if deed.part.is_multiple_of(3) { open } else { pieces(deed.quantity).min(open) };
        let one = json!({ "order": line.order_no, "line": line.line, "quantity": quantity,
            "closes": deed.part.is_multiple_of(13) });
        let new = json!({ "customer": customer, "lines": [one] });
        return Some(shop.try_to(move |tx| dispatch::draft(tx, &body(new.clone())).map(drop)).is_ok());
    }
    let mut notes = shop.ask(|db| note_rows::notes(db, PLANT, None, "", 1000));
    match deed.what {
        What::Pack => notes.retain(|note| note.status == NoteStatus::Draft),
        What::Deliver => notes.retain(|note| note.status == NoteStatus::Dispatched),
        // Mostly what can leave; also what has left, or was given up.
        _ => notes.retain(|note| deed.part.is_multiple_of(5) || note.dispatched_at.is_none()),
    }
    let number = pick(&notes, deed.which)?.number;
    let departure = dispatch::Departure::default();
    let accepted = match deed.what {
        What::Pack => shop.try_to(move |tx| dispatch::pack(tx, &number).map(drop)),
        What::Dispatch => shop.try_to(move |tx| dispatch::dispatch(tx, &number, &departure).map(drop)),
        What::Deliver => shop.try_to(move |tx| dispatch::deliver(tx, &number, &departure).map(drop)),
        _ => shop.try_to(move |tx| dispatch::cancel(tx, &number, "another truck").map(drop)),
    };
    Some(accepted.is_ok())
}

fn lines(shop: &Trade<'_>) -> Vec<sales::SalesLine> {
    let all = OrderFilter { limit: 1000, ..OrderFilter::default() };
    shop.ask(|db| {
        let orders = sales::sales_orders(db, PLANT, &all)?;
        let numbers: Vec<String> = orders.into_iter().map(|order| order.number).collect();
        sales::lines_of_orders(db, PLANT, &numbers)
    })
}

fn number(variable: &str, usual: u32) -> u32 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Runs so many stories and answers how often each deed was accepted.
fn run(cases: u32, fresh: impl Fn() -> Fresh) -> BTreeMap<What, u32> {
    let accepted = RefCell::new(BTreeMap::new());
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&number("HOLDFAST_SEED", 1).to_le_bytes());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let story = |deeds: Vec<Deed>| {
        let fresh = fresh();
        let shop = shop(&fresh);
        for (at, deed) in deeds.iter().enumerate() {
            if act(&shop, at, deed) == Some(true) {
                *accepted.borrow_mut().entry(deed.what).or_insert(0) += 1;
            }
        }
        Ok::<(), TestCaseError>(())
    };
    runner.run(&deeds(), story).unwrap_or_else(|error| panic!("{error}"));
    accepted.into_inner()
}

#[test]
fn whatever_a_shop_does_its_ledger_reconciles() {
    let accepted = run(number("HOLDFAST_CASES", 36), Fresh::sqlite);
    for (_, what) in DEEDS {
        assert!(accepted.contains_key(&what), "{what:?} was never accepted: {accepted:?}");
    }
}

#[test]
fn whatever_a_shop_does_its_ledger_reconciles_on_postgresql() {
    let accepted = run(number("HOLDFAST_CASES", 36).div_ceil(4), Fresh::postgres);
    assert!(accepted.len() > DEEDS.len() / 2, "{accepted:?}");
}
