//! What is given up or becomes less, and what that leaves behind; on both databases.

use crate::supply::{note, receive, refusal, stocked};
use crate::support::trade::{PLANT, Trade, body, line, pieces};
use crate::support::{not_wanted, on_both};
use holdfast::domain::sales::{LineStatus, OrderStatus};
use holdfast::domain::stage::Stage;
use holdfast::domain::value::Amount;
use holdfast::services::master::items;
use holdfast::services::sales::LineChange;
use holdfast::services::work::{Closing, WorkOrderChange};
use holdfast::services::{ANY_VERSION, Tx, dispatch, inspections, progress, purchasing, requirement};
use holdfast::services::{sales, work};
use holdfast::store::dispatch::NoteStatus;
use holdfast::store::{Failure, sales as sales_rows};
use serde_json::{Value, json};
use uuid::Uuid;

const ANY: Option<i64> = Some(ANY_VERSION);

type Command = Box<dyn Fn(&mut Tx<'_>) -> Result<(), Failure> + Send + Sync>;

/// The stage and status of line 10.
fn stands(shop: &Trade<'_>, order: &str) -> (Stage, LineStatus) {
    let row = shop.ask(|db| sales::line_named(db, PLANT, &line(order, "10")));
    (row.stage, row.status)
}

#[test]
fn what_is_packed_for_a_line_given_up_is_named_and_there_for_others() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 30);
        let mine = shop.order("C-1", &[("M-2", 25), ("M-2", 1)], false);
        let theirs = shop.order("C-2", &[("M-2", 30)], false);
        let first = note(&shop, "C-1", &[(&mine, "10", 25, false)]).expect("drafted");
        let second = note(&shop, "C-2", &[(&theirs, "10", 30, false)]).expect("drafted");
        let number = first.clone();
        shop.done(move |tx| dispatch::pack(tx, &number));
        let number = second.clone();
        assert_eq!(refusal(&shop, move |tx| dispatch::pack(tx, &number)).name(), "not_enough_stock");
        let given_up = line(&mine, "10");
        let view = shop.done(move |tx| sales::cancel_line(tx, &given_up, &not_wanted(), ANY));
        assert_eq!(view.leaves_behind.expect("a packed note").dispatch_notes, [first]);
        let packed = shop.done(move |tx| dispatch::pack(tx, &second));
        assert_eq!(packed.note.status, NoteStatus::Packed);
    });
}

#[test]
fn what_a_line_given_up_asked_for_is_nobodys_task() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.order("C-1", &[("M-2", 5), ("M-2", 6)], false);
        let ask = |number: &str| {
            let id = line(&order, number);
            let wanted = json!({ "kind": "certificate", "text": "3.1", "owner_role": "quality" });
            move |tx: &mut Tx<'_>| requirement::add(tx, &id, &body(wanted.clone()), ANY)
        };
        shop.done(ask("10"));
        shop.done(ask("20"));
        let open = || {
            let tasks = shop.ask(|db| sales_rows::open_tasks_of(db, PLANT, &order)).into_iter();
            tasks.filter(|task| task.kind == "requirement").map(|task| task.line).collect::<Vec<_>>()
        };
        assert_eq!(open(), ["10", "20"]);
        let first = line(&order, "10");
        shop.done(move |tx| sales::cancel_line(tx, &first, &not_wanted(), ANY));
        assert_eq!(open(), ["20"], "on {}", fresh.name);
        assert_eq!(refusal(&shop, ask("10")).name(), "line_is_over");
        let number = order.clone();
        shop.done(move |tx| sales::cancel_order(tx, &number, &not_wanted(), ANY));
        assert!(open().is_empty(), "on {}: {:?}", fresh.name, open());
    });
}

#[test]
fn an_order_cut_to_what_has_left_is_over() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 10);
        let order = shop.order("C-1", &[("M-2", 10)], false);
        let number = note(&shop, "C-1", &[(&order, "10", 6, false)]).expect("parts are fine");
        shop.done(move |tx| dispatch::dispatch(tx, &number, &dispatch::Departure::default()));
        let (id, less) =
            (line(&order, "10"), LineChange { quantity: Some(pieces(6)), ..LineChange::default() });
        let view = shop.done(move |tx| sales::change_line_in(tx, &id, &less, ANY, false));
        assert_eq!(view.order.status, OrderStatus::Closed, "on {}", fresh.name);
        assert_eq!(stands(&shop, &order), (Stage::Dispatched, LineStatus::Closed));
    });
}

#[test]
fn making_less_says_what_was_bought_for_it() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        shop.work_order("MO-1", 10);
        let bought = json!([{ "item": "M-2", "quantity": 8, "work_order": "MO-1", "operation": "20" }]);
        let new = json!({ "supplier": "S-1", "lines": bought });
        let order = shop.done(move |tx| Ok(purchasing::enter(tx, &body(new.clone()))?.order.number));
        let to = |quantity: u32| {
            let change = WorkOrderChange { quantity: Some(pieces(quantity)), ..WorkOrderChange::default() };
            shop.done(move |tx| work::change(tx, "MO-1", ANY, &change)).leaves_behind
        };
        assert_eq!(to(12), None, "more leaves nothing behind");
        let left = to(4).expect("less leaves something behind");
        assert_eq!(left.bought_for_it, [format!("{order}/10")]);
        let without = Closing { reason: Some("not wanted any more".to_owned()), ..Closing::default() };
        let left = shop.done(move |tx| work::cancel(tx, "MO-1", ANY, &without));
        assert_eq!(left.bought_for_it, [format!("{order}/10")], "on {}", fresh.name);
    });
}

#[test]
fn buying_less_says_whose_need_it_was_and_on_which_version() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let sold = shop.order("C-1", &[("M-2", 8)], false);
        let bought = json!([{ "item": "M-2", "quantity": 8, "sales_order": sold, "sales_line": "10" }]);
        let new = json!({ "supplier": "S-1", "lines": bought });
        let order = shop.done(move |tx| Ok(purchasing::enter(tx, &body(new.clone()))?.order));
        let number = order.number.clone();
        let cut = move |version| {
            let number = number.clone();
            move |tx: &mut Tx<'_>| purchasing::change_quantity(tx, &number, "10", version, pieces(3))
        };
        let view = shop.done(cut(Some(order.version)));
        let left = view.leaves_behind.expect("five will not come");
        assert_eq!((left.missing, left.sales_order.as_deref()), (pieces(5), Some(sold.as_str())));
        for version in [None, Some(order.version)] {
            let name = if version.is_some() { "changed_meanwhile" } else { "version_required" };
            let of = || order.number.clone();
            let (dated, closed, given_up) = (of(), of(), of());
            let day: Value = json!({ "confirmed_date": "2026-03-20" });
            let commands: [Command; 4] = [
                Box::new({
                    let cut = cut(version);
                    move |tx| cut(tx).map(drop)
                }),
                Box::new(move |tx| {
                    purchasing::confirm_date(tx, &dated, "10", version, &body(day.clone())).map(drop)
                }),
                Box::new(move |tx| purchasing::close_line(tx, &closed, "10", version, "enough").map(drop)),
                Box::new(move |tx| purchasing::cancel(tx, &given_up, version, "enough").map(drop)),
            ];
            for command in commands {
                assert_eq!(refusal(&shop, command).name(), name, "on {}", fresh.name);
            }
        }
        let number = order.number.clone();
        let closed = shop.done(move |tx| purchasing::close_line(tx, &number, "10", ANY, "enough"));
        assert_eq!(closed.leaves_behind.expect("three will not come").missing, pieces(3));
    });
}

#[test]
fn goods_that_wait_for_quality_or_failed_have_not_passed_it() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let inspected = json!({ "source": "make", "inspection_days": 2 });
        shop.done(move |tx| items::put(tx, "P-1", &body(inspected.clone()), ANY));
        let order = shop.order("C-1", &[("P-1", 10)], false);
        let new = json!({ "item": "P-1", "quantity": 10, "number": "MO-1", "line": line(&order, "10") });
        shop.done(move |tx| work::enter(tx, &body(new.clone())));
        let make = |quantity: u32| {
            let said = json!({
                "id": Uuid::now_v7(), "work_order": "MO-1", "operation": "10", "kind": "good",
                "at": "2026-03-02T00:00:00Z", "good": quantity,
            });
            shop.done(move |tx| progress::report(tx, &body(said.clone())));
        };
        let inspect = |id: &str, accepted: u32, scrapped: u32| {
            let lots = shop.lots().into_iter().filter(|lot| lot.lot.as_deref() == Some("MO-1"));
            let mut waiting = lots.filter(|lot| lot.status == holdfast::document::StockStatus::Inspection);
            let key = waiting.next_back().expect("a lot in inspection").lot_key;
            let verdict = json!({ "accepted": accepted, "scrapped": scrapped });
            let new = json!({
                "id": id, "lot_key": key, "inspected": accepted + scrapped, "verdict": verdict,
                "reason": (scrapped > 0).then_some("surface"),
            });
            shop.done(move |tx| inspections::inspect_lot(tx, &body(new.clone())));
        };
        make(10);
        assert_eq!(stands(&shop, &order).0, Stage::InProduction, "on {}: it waits for quality", fresh.name);
        inspect("i-1", 0, 10);
        assert_eq!(stands(&shop, &order).0, Stage::InProduction, "all of it failed");
        make(10);
        inspect("i-2", 4, 0);
        assert_eq!(stands(&shop, &order).0, Stage::InProduction, "six of it wait");
        inspect("i-3", 6, 0);
        assert_eq!(stands(&shop, &order).0, Stage::Inspected, "on {}", fresh.name);
    });
}

#[test]
fn goods_bought_for_a_line_and_reserved_wait_for_quality_too() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.order("C-1", &[("M-1", 10)], false);
        let bought = shop.buy(&[("M-1", 10)]);
        receive(&shop, &bought, "10", json!({ "id": "r-1", "quantity": 10, "lot": "HEAT-7" }));
        let promised = line(&order, "10");
        shop.done(move |tx| {
            let held = holdfast::services::stock::reserve(tx, &promised, &[("HEAT-7".into(), pieces(10))])?;
            assert_eq!(held.iter().map(|row| row.1).sum::<Amount>(), pieces(10));
            holdfast::services::stage::settle(tx, &promised.order)
        });
        assert_eq!(stands(&shop, &order).0, Stage::Planned, "on {}", fresh.name);
        let verdict = json!({ "accepted": 10 });
        let new = json!({ "id": "i-1", "lot_key": "HEAT-7", "inspected": 10, "verdict": verdict });
        shop.done(move |tx| inspections::inspect_lot(tx, &body(new.clone())));
        assert_eq!(stands(&shop, &order).0, Stage::Inspected, "on {}", fresh.name);
    });
}
