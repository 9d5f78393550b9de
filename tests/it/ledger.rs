//! Whatever a shop does, its ledger reconciles: random commands, also those that are refused, checked one by one.
//!
//! The seed is fixed; `HOLDFAST_SEED` draws another, `HOLDFAST_CASES` more of them.

use crate::support::Fresh;
use crate::support::trade::{PLANT, Trade, body, pieces};
use holdfast::document::StockStatus;
use holdfast::domain::ledger::MovementKind;
use holdfast::domain::value::Amount;
use holdfast::services::stock::{self, Booking, Taking};
use holdfast::services::{ANY_VERSION, Tx, dispatch, inspections, purchasing, receipts};
use holdfast::store::dispatch as note_rows;
use holdfast::store::types::Held;
use holdfast::store::work::{self, IssueRow};
use holdfast::store::{Failure, Subject, purchasing as purchase_rows, receipts as receipt_rows, sales};
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
    Produce,
    Reserve,
    Draft,
    Pack,
    Dispatch,
    Deliver,
    CancelNote,
}

/// In the proportions of a busy shop: what goes wrong is rarer than what goes right.
const DEEDS: [(u32, What); 17] = [
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
    (6, What::Produce),
    (4, What::Reserve),
    (7, What::Draft),
    (6, What::Pack),
    (6, What::Dispatch),
    (3, What::Deliver),
    (1, What::CancelNote),
];

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let what: Vec<_> = DEEDS.iter().map(|(weight, what)| (*weight, Just(*what))).collect();
    let deed = (proptest::strategy::Union::new_weighted(what), 0..1000_usize, 0..40_u32, 0..40_u32)
        .prop_map(|(what, which, quantity, part)| Deed { what, which, quantity, part });
    proptest::collection::vec(deed, 10..60)
}

fn pick<T: Clone>(all: &[T], which: usize) -> Option<T> {
    (!all.is_empty()).then(|| all[which % all.len()].clone())
}

/// Two orders for each customer and one work order; the rest comes about.
fn shop(fresh: &Fresh) -> Trade<'_> {
    let shop = Trade::new(fresh);
    shop.order("C-1", &[("P-1", 60), ("M-2", 30)], false);
    shop.order("C-1", &[("P-1", 20), ("M-1", 15)], true);
    shop.order("C-2", &[("P-1", 12), ("M-2", 25)], false);
    shop.buy(&[("M-1", 40), ("M-2", 40)]);
    shop.work_order("MO-1", 50);
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
        What::Issue => {
            let item = ["M-1", "M-2"][which % 2];
            shop.try_to(move |tx| issue(tx, item, quantity))
        }
        What::GiveBack => {
            let item = ["M-1", "M-2"][which % 2];
            shop.try_to(move |tx| give_back(tx, item, quantity))
        }
        What::Produce => shop.try_to(move |tx| produce(tx, quantity)),
        What::Reserve => {
            let (lot, line) = (pick(&shop.lots(), which)?, pick(&lines(shop), deed.part as usize)?);
            let wanted = vec![(lot.lot_key, quantity)];
            shop.try_to(move |tx| stock::reserve(tx, &line.id(), &wanted).map(drop))
        }
        _ => return at_the_gate(shop, deed),
    };
    Some(accepted.is_ok())
}

fn at_the_gate(shop: &Trade<'_>, deed: &Deed) -> Option<bool> {
    if deed.what == What::Draft {
        let line = pick(&lines(shop), deed.which)?;
        let customer = shop.ask(|db| sales::sales_order(db, PLANT, &line.order_no))?.customer;
        // Half the time all of it: some customers want no parts.
        let quantity = if deed.part.is_multiple_of(2) { line.open_quantity() } else { pieces(deed.quantity) };
        let one = json!({ "order": line.order_no, "line": line.line, "quantity": quantity,
            "closes": deed.part.is_multiple_of(7) });
        let new = json!({ "customer": customer, "lines": [one] });
        return Some(shop.try_to(move |tx| dispatch::draft(tx, &body(new.clone())).map(drop)).is_ok());
    }
    let notes = shop.ask(|db| note_rows::notes(db, PLANT, None, "", 1000));
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
    let orders = ["SO-26-00001", "SO-26-00002", "SO-26-00003"].map(str::to_owned);
    shop.ask(|db| sales::lines_of_orders(db, PLANT, &orders))
}

/// What the floor does when it issues material: from stock to the work order.
fn issue(tx: &mut Tx<'_>, item: &str, quantity: Amount) -> Result<(), Failure> {
    let taking = Taking {
        item: item.to_owned(),
        quantity,
        customer: None,
        for_line: None,
        kind: MovementKind::Issue,
        reference: Subject::WorkOrder("MO-1".to_owned()),
    };
    let taken = stock::take(tx, &taking)?;
    hold(tx, item, taken.into_iter().map(|(_, quantity)| quantity).sum())
}

fn give_back(tx: &mut Tx<'_>, item: &str, quantity: Amount) -> Result<(), Failure> {
    let issues = work::issues_of(tx.db, PLANT, "MO-1")?;
    let held = issues.iter().find(|row| row.item == item).map_or(Amount::ZERO, |row| row.quantity);
    let quantity = quantity.min(held);
    stock::receive(tx, &booking(item, quantity, MovementKind::Return))?;
    hold(tx, item, -quantity)
}

fn hold(tx: &mut Tx<'_>, item: &str, more: Amount) -> Result<(), Failure> {
    let issues = work::issues_of(tx.db, PLANT, "MO-1")?;
    let held = issues.iter().find(|row| row.item == item).map_or(Amount::ZERO, |row| row.quantity);
    let row = IssueRow {
        plant_id: PLANT,
        work_order: "MO-1".to_owned(),
        item: item.to_owned(),
        operation: String::new(),
        quantity: held + more,
        lots: Held(Vec::new()),
    };
    work::put_issue(tx.db, &row)
}

fn produce(tx: &mut Tx<'_>, quantity: Amount) -> Result<(), Failure> {
    stock::receive(tx, &booking("P-1", quantity, MovementKind::Production))?;
    let mut row = work::order(tx.db, PLANT, "MO-1")?.ok_or(Failure::NoRow)?;
    row.received = Some(row.received.unwrap_or_default() + quantity);
    work::update_order(tx.db, &row)
}

fn booking(item: &str, quantity: Amount, kind: MovementKind) -> Booking {
    Booking {
        item: item.to_owned(),
        quantity,
        lot: None,
        status: StockStatus::Usable,
        customer: None,
        kind,
        reference: Subject::WorkOrder("MO-1".to_owned()),
    }
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
    let accepted = run(number("HOLDFAST_CASES", 24), Fresh::sqlite);
    for (_, what) in DEEDS {
        assert!(accepted.contains_key(&what), "{what:?} was never accepted: {accepted:?}");
    }
}

#[test]
fn whatever_a_shop_does_its_ledger_reconciles_on_postgresql() {
    let accepted = run(number("HOLDFAST_CASES", 24).div_ceil(8), Fresh::postgres);
    assert!(accepted.values().sum::<u32>() > 20, "{accepted:?}");
}
