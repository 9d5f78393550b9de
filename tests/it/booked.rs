//! What the dock, quality and the floor say is booked once, at its own time, and within what books can hold; on
//! both databases.

use crate::supply::{note, refusal, stocked};
use crate::support::on_both;
use crate::support::trade::{PLANT, Trade, body, pieces};
use holdfast::domain::value::Amount;
use holdfast::services::{ANY_VERSION, Tx, dispatch, hold, inspections, progress, receipts, work};
use holdfast::store::Failure;
use holdfast::store::purchasing as purchase_rows;
use serde_json::{Value, json};
use uuid::Uuid;

type Command<T> = Box<dyn Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync>;

fn came(order: &str, new: &Value) -> Command<()> {
    let (order, new) = (order.to_owned(), new.clone());
    Box::new(move |tx| receipts::receive(tx, &order, "10", &body(new.clone())).map(drop))
}

fn corrected(order: &str, new: &Value) -> Command<()> {
    let (order, new) = (order.to_owned(), new.clone());
    Box::new(move |tx| receipts::correct(tx, &order, "r-1", &body(new.clone())).map(drop))
}

#[test]
fn an_id_stands_for_all_that_was_said_with_it() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.buy(&[("M-2", 20)]);
        let first = json!({ "id": "r-1", "quantity": 10, "lot": "HEAT-7", "at": "2026-03-01T08:00:00Z" });
        shop.done(came(&order, &first));
        shop.done(came(&order, &first));
        for (field, other) in [("quantity", json!(11)), ("lot", json!("HEAT-8")), ("at", Value::Null)] {
            let mut changed = first.clone();
            changed[field] = other;
            assert_eq!(refusal(&shop, came(&order, &changed)).name(), "id_reused", "{field}, {}", fresh.name);
        }
        let right = json!({ "id": "c-1", "quantity": 5, "reason": "miscounted" });
        shop.done(corrected(&order, &right));
        shop.done(corrected(&order, &right));
        let other = json!({ "id": "c-1", "quantity": 7, "reason": "miscounted" });
        assert_eq!(refusal(&shop, corrected(&order, &other)).name(), "id_reused", "on {}", fresh.name);
        assert_eq!(shop.has("M-2"), pieces(5));
    });
}

#[test]
fn a_device_whose_clock_is_a_little_ahead_is_believed() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let (ahead, too_far) = ("2026-03-02T00:00:02Z", "2026-03-02T00:06:00Z");
        let bought = shop.buy(&[("M-1", 10)]);
        let receipt = |at: &str| json!({ "id": "r-1", "quantity": 10, "lot": "HEAT-7", "at": at });
        assert_eq!(refusal(&shop, came(&bought, &receipt(too_far))).name(), "in_the_future");
        shop.done(came(&bought, &receipt(ahead)));
        let verdict = json!({ "accepted": 10 });
        let seen =
            json!({ "id": "i-1", "lot_key": "HEAT-7", "inspected": 10, "verdict": verdict, "at": ahead });
        shop.done(move |tx| inspections::inspect_lot(tx, &body(seen.clone())));
        stocked(&shop, 10);
        let sold = shop.order("C-1", &[("M-2", 10)], false);
        let number = note(&shop, "C-1", &[(&sold, "10", 10, false)]).expect("drafted");
        let leaves = |at: &str| {
            let (number, departure) = (number.clone(), json!({ "at": at }));
            move |tx: &mut Tx<'_>| dispatch::dispatch(tx, &number, &body(departure.clone()))
        };
        assert_eq!(refusal(&shop, leaves(too_far)).name(), "in_the_future");
        shop.done(leaves(ahead));
    });
}

fn said(good: &str) -> Value {
    json!({
        "id": Uuid::now_v7(), "work_order": "MO-1", "operation": "10", "kind": "good",
        "at": "2026-03-01T08:00:00Z", "good": good, "note": "first shift",
    })
}

#[test]
fn what_no_longer_fits_into_the_books_is_refused_and_never_cut() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let (order, most) = (shop.buy(&[("M-2", 20)]), "900000000000");
        let receipt = |id: &str| json!({ "id": id, "quantity": most, "lot": "HEAT-7" });
        shop.done(came(&order, &receipt("r-1")));
        assert_eq!(refusal(&shop, came(&order, &receipt("r-2"))).name(), "too_much", "on {}", fresh.name);
        let all: Amount = most.parse().expect("an amount");
        assert_eq!(shop.has("M-2"), all, "what was refused is not there");
        // A lot of its own has room for it, the line does not.
        let other = json!({ "id": "r-3", "quantity": most, "lot": "HEAT-8" });
        assert_eq!(refusal(&shop, came(&order, &other)).name(), "too_much");
        assert_eq!(shop.ask(|db| purchase_rows::lines(db, PLANT))[0].received, all);
        shop.work_order("MO-1", 10);
        let (one, two) = (said(most), said(most));
        shop.done(move |tx| progress::report(tx, &body(one.clone())));
        let refused = refusal(&shop, move |tx| progress::report(tx, &body(two.clone())));
        assert_eq!((refused.name().as_str(), refused.field.as_deref()), ("too_much", Some("good")));
    });
}

#[test]
fn a_correction_keeps_the_remark_that_it_does_not_give() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        shop.work_order("MO-1", 10);
        let report = said("5");
        let id = report["id"].as_str().expect("an id").to_owned();
        shop.done(move |tx| progress::report(tx, &body(report.clone())));
        let right = json!({ "id": Uuid::now_v7(), "good": "4" });
        shop.done(move |tx| progress::correct(tx, &id, &body(right.clone())));
        let reports = shop.ask(|db| holdfast::store::work::reports_of(db, PLANT, "MO-1"));
        let notes: Vec<_> = reports.iter().map(|report| report.note.as_deref()).collect();
        assert_eq!(notes, [Some("first shift"); 2], "on {}", fresh.name);
    });
}

#[test]
fn a_hold_names_an_operation_that_is_there() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        shop.work_order("MO-1", 10);
        let steps = json!({ "own_routing": [{ "operation": "10" }, { "operation": "20" }] });
        shop.done(move |tx| work::change(tx, "MO-1", Some(ANY_VERSION), &body(steps.clone())));
        let place = |operation: &str| {
            let held = json!({ "work_order": "MO-1", "operation": operation, "kind": "quality" });
            move |tx: &mut Tx<'_>| hold::place(tx, &body(held.clone()))
        };
        assert_eq!(refusal(&shop, place("999")).name(), "operation_unknown", "on {}", fresh.name);
        assert_eq!(shop.done(place("OP020")).hold.operation.as_deref(), Some("20"));
        assert!(shop.ask(|db| holdfast::store::sales::standing_holds(db, PLANT)).len() == 1);
    });
}
