//! What quality decides about what the floor made, and work that begins while a hold stands.

use super::shop::{ORDER, Shop, body, correction, good, step, whole};
use crate::support::on_both;
use holdfast::document::{OperationKind, StockStatus, WorkOrderStatus};
use holdfast::domain::progress::{Flag, Kind};
use holdfast::domain::value::Amount;
use holdfast::services::hold;
use holdfast::services::inspections::{
    NewInspection, NewOperationInspection, inspect_lot, inspect_operation,
};
use holdfast::services::progress::{ReportBody, correct};
use holdfast::store::master::items::{self, Fields, Row as Item};
use holdfast::store::master::making;
use holdfast::store::{self, Subject, stock::Lot};
use holdfast::text::Lang;
use serde_json::{Value, from_value, json};

fn read<T: serde::de::DeserializeOwned>(json: Value) -> T {
    from_value(json).expect("as the type has it")
}

/// The ten shafts are made; the item asks for an inspection.
fn made(shop: &Shop) {
    shop.run(|tx| {
        let item = items::one(tx.db, "SHAFT")?.expect("there");
        let fields = Fields { inspection_days: Some(1), ..item.fields.clone() };
        items::put(tx.db, &Item { fields, ..item })?;
        tx.journal("item.changed", &[Subject::Item("SHAFT".to_owned())], &())
    });
    for report in [good("10", 30, 10), good("20", 60, 10)] {
        shop.says(&report);
    }
    shop.says(&ReportBody { good: whole(10), ..body("30", Kind::Finish, 90) });
}

fn lots(shop: &Shop) -> Vec<Lot> {
    shop.app.store.read(|db| store::stock::lots_of(db, store::MAIN_PLANT, "SHAFT")).expect("lots")
}

fn of_status(shop: &Shop, status: StockStatus) -> Amount {
    lots(shop).iter().filter(|lot| lot.status == status).map(|lot| lot.quantity).sum()
}

#[test]
fn pieces_of_a_lot_go_back_to_the_work_order_that_made_them() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        made(&shop);
        assert_eq!((shop.order().order.status, shop.free("BAR")), (WorkOrderStatus::Closed, whole(5)));
        let verdict = json!({ "accepted": "7", "rework": "3" });
        let new = json!({ "id": "i-1", "lot_key": lots(&shop)[0].lot_key, "inspected": "10",
            "verdict": verdict, "reason": "surface", "rework_operation": "OP20" });
        let nowhere: NewInspection = read(json!({ "rework_operation": "70", "id": "i-0",
            "lot_key": lots(&shop)[0].lot_key, "inspected": "3", "verdict": { "rework": "3" }, "reason": "other" }));
        let refused = shop.refused(&shop.boss, move |tx| inspect_lot(tx, &nowhere));
        assert_eq!(refused, "operation_unknown");
        for _ in 0..2 {
            let new: NewInspection = read(new.clone());
            let told = shop.run(move |tx| inspect_lot(tx, &new));
            assert_eq!((told.work_order.as_deref(), told.operation), (Some(ORDER), None));
        }
        let order = shop.order();
        assert_eq!((order.order.status, order.order.received), (WorkOrderStatus::Open, whole(7)));
        let last = &order.operations[2];
        assert_eq!((last.good, last.rework), (whole(7), whole(3)));
        assert_eq!(last.rework_operation.as_deref(), Some("20"));
        assert_eq!(of_status(&shop, StockStatus::Usable), whole(7));
        assert_eq!(of_status(&shop, StockStatus::Blocked), Amount::ZERO);
        shop.reconciles();
        // The plan has them at the mill again.
        let recent = shop.app.store.read(store::recent).expect("numbers");
        let outlook = shop.app.planner.wait_for_all(&recent, 0).expect("it plans");
        let list = outlook.dispatch_list("MILL", 0, 10, Lang::En).expect("the mill");
        let again = list.items.iter().find(|row| row.work_order.contains(ORDER)).expect("on the list");
        assert_eq!((again.operation.as_str(), again.left), ("20", whole(3)));
        // Through once more, without new material.
        shop.says(&good("20", 1002, 3));
        shop.says(&ReportBody { good: whole(3), ..body("30", Kind::Finish, 1003) });
        let order = shop.order();
        assert_eq!((order.order.status, order.order.received), (WorkOrderStatus::Closed, whole(10)));
        assert!(order.operations.iter().all(|op| !op.flags.contains(&Flag::OverQuantity)));
        assert_eq!(of_status(&shop, StockStatus::Inspection), whole(3));
        assert_eq!(shop.free("BAR"), whole(5));
        shop.reconciles();
    });
}

#[test]
fn what_a_finished_order_made_too_many_of_comes_out_of_stock_again() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        for report in [good("10", 30, 10), good("20", 60, 10)] {
            shop.says(&report);
        }
        let last = good("30", 90, 10);
        shop.says(&last);
        shop.says(&body("30", Kind::Finish, 91));
        assert_eq!((shop.order().order.status, shop.free("SHAFT")), (WorkOrderStatus::Closed, whole(10)));
        let (wrong, right) = (last.id.to_string(), correction(false, Some(7)));
        shop.run(move |tx| correct(tx, &wrong, &right));
        assert_eq!((shop.order().order.received, shop.free("SHAFT")), (whole(7), whole(7)));
        shop.reconciles();
    });
}

#[test]
fn only_an_inspection_is_inspected() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let inspect = |operation: &str| -> NewOperationInspection {
            read(json!({ "id": uuid::Uuid::now_v7(), "work_order": ORDER, "operation": operation,
                "inspected": "10", "verdict": { "accepted": "9", "scrapped": "1" }, "reason": "surface" }))
        };
        let new = inspect("30");
        let refused = shop.refused(&shop.boss, move |tx| inspect_operation(tx, &new));
        assert_eq!(refused, "not_an_inspection");
        shop.run(|tx| {
            let mut steps = vec![step("10", "LATHE", 1), step("20", "MILL", 2), step("30", "BENCH", 3)];
            steps[2].kind = Some(OperationKind::Inspection);
            making::put_routing(tx.db, "SHAFT", &steps)
        });
        let new = inspect("OP30");
        shop.run(move |tx| inspect_operation(tx, &new));
        let last = shop.order().operations[2].clone();
        assert_eq!((last.good, last.scrap), (whole(9), whole(1)));
        let new = inspect("20");
        let refused = shop.refused(&shop.boss, move |tx| inspect_operation(tx, &new));
        assert_eq!(refused, "not_an_inspection");
    });
}

#[test]
fn work_that_begins_on_hold_is_taken_and_questioned() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let held = |json: Value| {
            let new: hold::HoldBody = read(json);
            shop.run(move |tx| hold::place(tx, &new))
        };
        let first = held(json!({ "work_order": ORDER, "operation": "20", "kind": "quality" }));
        held(json!({ "work_order": ORDER, "kind": "quality", "blocks": "dispatch" }));
        let lathe = shop.says(&body("10", Kind::Start, 1001));
        assert!(!lathe.flags.contains(&Flag::OnHold), "a hold on dispatch lets work go on");
        let mill = shop.says(&good("20", 1002, 2));
        assert!(mill.flags.contains(&Flag::OnHold), "{:?}", mill.flags);
        let id = first.hold.id;
        shop.run(move |tx| hold::lift(tx, id, Some(first.hold.version)));
        let mill = shop.says(&good("20", 1003, 2));
        assert!(mill.flags.contains(&Flag::OnHold), "it did begin on hold");
        let bench = shop.says(&good("30", 1004, 2));
        assert!(!bench.flags.contains(&Flag::OnHold));
    });
}
