//! Two who buy for the same need, and what is committed later under a lower number.

use super::shop::{Shop, whole};
use crate::support::{Fresh, on_both};
use holdfast::domain::refusal::Refusal;
use holdfast::services::master::suppliers;
use holdfast::services::purchasing::{NewPurchaseLine, NewPurchaseOrder, PurchaseOrderView};
use holdfast::services::{ANY_VERSION, Plainly, need, stock};
use holdfast::store::master::items::{self, Fields, Row as Item};
use holdfast::store::{self, Failure, Known, Subject};
use holdfast::text::Lang;
use serde_json::{from_value, json};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::thread;
use std::time::Duration;

/// The shop wants forty more bars than it has and a supplier to get them from.
fn in_need(fresh: &Fresh) -> Shop {
    let shop = Shop::open(&fresh.url);
    shop.run(|tx| {
        suppliers::put(tx, "S", &from_value(json!({ "lead_days": 5 })).expect("a body"), None)?;
        let item = items::one(tx.db, "BAR")?.expect("there");
        let fields = Fields { safety_stock: Some(whole(40)), ..item.fields.clone() };
        items::put(tx.db, &Item { fields, ..item })?;
        tx.journal("item.changed", &[Subject::Item("BAR".to_owned())], &())
    });
    shop
}

fn refused(result: Result<PurchaseOrderView, Failure>) -> Refusal {
    let Err(Failure::Refused(refusal)) = result else { panic!("not refused: {result:?}") };
    for lang in [Lang::En, Lang::Zh] {
        let said = format!("{} {}", refusal.title(lang), refusal.remedy(lang));
        assert!(!said.contains('{'), "{said}");
    }
    *refusal
}

fn bars(as_of: Option<Known>) -> NewPurchaseOrder {
    let line = json!({ "item": "BAR", "quantity": "40" });
    from_value(json!({ "supplier": "S", "needs_as_of": as_of, "lines": [line] })).expect("a body")
}

#[test]
fn two_buyers_cover_a_need_once() {
    on_both(|fresh| {
        let shop = in_need(fresh);
        let buy = |as_of: Option<Known>| need::buy(&shop.app, &shop.boss, &Plainly, &bars(as_of));
        let known = shop.known();
        let seen = shop.app.planner.outlook().needs();
        assert_eq!(seen.items.iter().map(|need| need.item.as_str()).collect::<Vec<_>>(), ["BAR"]);
        assert_eq!(seen.as_of.mark, known);
        // Whoever names no needs does not know whether somebody else has bought for this one.
        assert_eq!(refused(buy(None)).name(), "needs_not_named");
        let order = buy(Some(known.clone())).expect("bought").order.number;
        assert_eq!(refused(buy(Some(known.clone()))).name(), "needs_changed");
        let line: NewPurchaseLine = from_value(json!({ "item": "BAR", "quantity": "1" })).expect("a body");
        let more = |as_of: Option<&Known>| {
            let place = (order.as_str(), Some(ANY_VERSION));
            need::buy_more(&shop.app, &shop.boss, &Plainly, place, &line, as_of)
        };
        assert_eq!(refused(more(Some(&known))).name(), "needs_changed");
        // The need is covered: what is bought now is bought for nobody's need.
        shop.known();
        assert!(shop.app.planner.outlook().needs().items.is_empty());
        more(None).expect("one more");
        buy(None).expect("and a reserve");
    });
}

#[test]
fn what_is_committed_late_under_a_lower_number_is_not_missed() {
    let fresh = Fresh::postgres();
    let shop = in_need(&fresh);
    shop.known();
    let (begun, may_end) = (AtomicI64::new(0), AtomicBool::new(false));
    let wait = || thread::sleep(Duration::from_millis(5));
    // Handed to a job that outlives no borrow: leaked for the length of the test binary.
    let (begun, may_end): (&'static AtomicI64, &'static AtomicBool) =
        (Box::leak(Box::new(begun)), Box::leak(Box::new(may_end)));
    // Another program: one program's transactions come one after the other.
    let (store, boss) = (store::Store::open(&fresh.url).expect("it opens"), shop.boss.clone());
    let late = thread::spawn(move || {
        store.write_blocking(move |db| {
            let mut tx = holdfast::services::Tx::new(db, super::shop::at(1000), &boss)?;
            begun.store(tx.journal("late", &[Subject::Stock("BAR".to_owned())], &())?, Ordering::SeqCst);
            while !may_end.load(Ordering::SeqCst) {
                wait();
            }
            Ok(())
        })
    });
    while begun.load(Ordering::SeqCst) == 0 {
        wait();
    }
    shop.run(|tx| {
        let shafts = stock::Booking { item: "SHAFT".to_owned(), ..super::shop::bars(1) };
        stock::receive(tx, &shafts)?;
        tx.journal("early", &[Subject::Stock("SHAFT".to_owned())], &())
    });
    let known = shop.known();
    let position = shop.app.planner.outlook().position;
    may_end.store(true, Ordering::SeqCst);
    late.join().expect("no panic").expect("committed");
    assert!(begun.load(Ordering::SeqCst) < position, "its number is lower than one that the plan knows");
    let done = shop.app.store.read(|db| store::done_since(db, &known)).expect("readable");
    assert_eq!(done.iter().map(|(what, _)| what.as_str()).collect::<Vec<_>>(), ["late"]);
    let bought = need::buy(&shop.app, &shop.boss, &Plainly, &bars(Some(known)));
    assert_eq!(refused(bought).name(), "needs_changed");
}
