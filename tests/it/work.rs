//! Stories of the floor: reports and what follows from them in stock, material and work order, on both databases.

#[path = "work/needs.rs"]
mod needs;
#[path = "work/odd.rs"]
mod odd;
#[path = "work/quality.rs"]
mod quality;
#[path = "work/shop.rs"]
mod shop;

use crate::support::on_both;
use holdfast::document::{OperationStatus, WorkOrderStatus};
use holdfast::domain::ledger::MovementKind;
use holdfast::domain::policy::{OverQuantity, Policies};
use holdfast::domain::progress::{Flag, Kind};
use holdfast::domain::role::{Actor, Right};
use holdfast::domain::value::Amount;
use holdfast::services::master::suppliers;
use holdfast::services::progress::{ReportBody, StandingBody, correct, report, stand};
use holdfast::services::purchasing::{self, NewPurchaseOrder};
use holdfast::services::work::{
    Closing, Confirm, Confirmation, IssueBody, Place, SequenceBody, WorkOrderChange,
};
use holdfast::services::{Plainly, stock, work};
use holdfast::store::master::items::{self, Fields, Row as Item};
use holdfast::store::master::resources;
use holdfast::store::master::settings::{self, PlantSettings};
use holdfast::store::{self, Failure, Subject};
use serde_json::json;
use shop::{ORDER, Shop, at, bars, body, correction, good, whole};

#[test]
fn work_goes_from_material_to_stock_and_closes() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        shop.says(&body("10", Kind::Start, 1));
        assert_eq!(shop.free("BAR"), whole(5));
        assert_eq!(shop.order().material[0].issued, whole(20));
        shop.says(&good("OP010", 30, 10));
        shop.says(&body("10", Kind::Finish, 31));
        shop.says(&good("20", 60, 10));
        let last = shop.says(&good("30", 90, 4));
        assert_eq!((last.status, last.good), (OperationStatus::Running, whole(4)));
        assert_eq!(shop.free("SHAFT"), whole(4));
        shop.reconciles();
        let done = shop.says(&ReportBody { good: whole(6), ..body("30", Kind::Finish, 120) });
        assert!(!done.work_order_open);
        let order = shop.order();
        assert_eq!((order.order.status, order.order.received), (WorkOrderStatus::Closed, whole(10)));
        assert!(!order.order.archived);
        assert_eq!(shop.free("SHAFT"), whole(10));
        let made = shop.app.store.read(|db| store::master::history::production(db, store::MAIN_PLANT));
        assert_eq!(made.expect("history").len(), 2, "operation 20 has no finish of its own");
        let lathe = shop.app.store.read(|db| resources::work_centre(db, store::MAIN_PLANT, "LATHE"));
        assert_eq!(lathe.expect("a row").and_then(|row| row.last_report), Some(at(31)));
        shop.reconciles();
    });
}

fn bar() -> Subject {
    Subject::Stock("BAR".to_owned())
}

#[test]
fn a_report_sent_again_counts_once() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let first = good("10", 5, 3);
        let answer = shop.says(&first);
        assert_eq!(shop.says(&first), answer);
        assert_eq!(shop.order().reports.len(), 1);
        let other = ReportBody { good: whole(4), ..first };
        assert_eq!(shop.refused(&shop.boss, move |tx| report(tx, &other)), "report_id_reused");
        assert_eq!(shop.order().operations[0].good, whole(3));
    });
}

#[test]
fn a_correction_takes_back_what_followed() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let wrong = good("30", 50, 9);
        let last = shop.says(&wrong);
        assert_eq!(last.good, whole(9));
        let order = shop.order();
        assert!(order.operations[0].flags.contains(&Flag::Inferred));
        assert_eq!(order.operations[0].inferred_by, Some(wrong.id.to_string()));
        assert_eq!((shop.free("SHAFT"), shop.free("BAR")), (whole(9), whole(5)));
        let id = wrong.id.to_string();
        let fewer = correction(false, Some(2));
        let second = fewer.id.to_string();
        let right = shop.run(move |tx| correct(tx, &id, &fewer));
        assert_eq!((right.good, shop.free("SHAFT")), (whole(2), whole(2)));
        shop.reconciles();
        let id = wrong.id.to_string();
        let again = correction(true, None);
        assert_eq!(shop.refused(&shop.boss, move |tx| correct(tx, &id, &again)), "report_corrected");
        let never = correction(true, None);
        shop.run(move |tx| correct(tx, &second, &never));
        assert_eq!((shop.free("SHAFT"), shop.free("BAR")), (Amount::ZERO, whole(25)));
        assert!(shop.order().operations.iter().all(|view| view.status == OperationStatus::Waiting));
        shop.reconciles();
    });
}

#[test]
fn late_reports_and_too_many_pieces_are_taken() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        shop.says(&body("10", Kind::Resume, 50));
        let late = shop.says(&body("10", Kind::Pause, 40));
        assert_eq!(late.status, OperationStatus::Running, "it was resumed since");
        assert_eq!(late.started, Some(at(40)));
        let many = shop.says(&good("10", 60, 12));
        assert_eq!(many.good, whole(12));
        assert!(many.flags.contains(&Flag::OverQuantity));
    });
}

#[test]
fn what_was_short_is_taken_by_a_later_report() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        shop.run(|tx| stock::take_from(tx, "B1", whole(10), MovementKind::Scrap, &bar(), ""));
        let start = shop.says(&body("10", Kind::Start, 1));
        assert!(start.flags.contains(&Flag::MaterialShort));
        assert_eq!(shop.order().material[0].issued, whole(15));
        shop.says(&good("10", 2, 1));
        assert_eq!(shop.order().material[0].issued, whole(15), "there is none");
        shop.run(|tx| stock::receive(tx, &bars(8)));
        let later = shop.says(&good("10", 3, 1));
        assert!(!later.flags.contains(&Flag::MaterialShort), "{later:?}");
        assert_eq!((shop.order().material[0].issued, shop.free("BAR")), (whole(20), whole(3)));
        shop.reconciles();
    });
}

#[test]
fn where_the_plant_wants_it_too_many_pieces_are_refused() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        shop.run(|tx| {
            let policies = Policies { over_quantity: OverQuantity::Refuse, ..Policies::default() };
            settings::put(tx.db, &tx.plant, &PlantSettings { policies, ..PlantSettings::default() })
        });
        shop.says(&good("10", 1, 8));
        let many = good("10", 2, 3);
        assert_eq!(shop.refused(&shop.boss, move |tx| report(tx, &many)), "over_quantity");
        assert_eq!(shop.says(&good("10", 3, 2)).good, whole(10));
    });
}

#[test]
fn the_record_of_what_was_made_follows_corrections() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        shop.says(&body("10", Kind::Start, 1));
        let count = good("10", 30, 9);
        shop.says(&count);
        let end = body("10", Kind::Finish, 31);
        shop.says(&end);
        let made = || {
            let rows = shop.app.store.read(|db| store::master::history::production(db, store::MAIN_PLANT));
            rows.expect("history").iter().map(|row| row.good).collect::<Vec<_>>()
        };
        assert_eq!(made(), [Some(whole(9))]);
        let id = count.id.to_string();
        shop.run(move |tx| correct(tx, &id, &correction(false, Some(7))));
        assert_eq!(made(), [Some(whole(7))]);
        let id = end.id.to_string();
        shop.run(move |tx| correct(tx, &id, &correction(true, None)));
        assert_eq!(made(), []);
    });
}

#[test]
fn an_own_routing_names_work_centres_that_are_there() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let own = |centre: &str| WorkOrderChange {
            own_routing: Some(vec![shop::step("10", centre, 1)]),
            ..WorkOrderChange::default()
        };
        let (wrong, right) = (own("LATHA"), own("LATHE"));
        let refused = shop.refused(&shop.boss, move |tx| work::change(tx, ORDER, Some(1), &wrong));
        assert_eq!(refused, "unknown_reference");
        let changed = shop.run(move |tx| work::change(tx, ORDER, Some(1), &right));
        assert_eq!(changed.operations.len(), 1);
    });
}

#[test]
fn what_was_computed_before_the_stock_moved_is_not_made_or_bought() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let head = shop.known();
        let moved = |item: &'static str| {
            let question = |db: &mut store::Db| work::supply_moved(db, &head, &[item].into());
            shop.app.store.read(question).expect("known")
        };
        assert!(!moved("BAR"));
        shop.says(&body("20", Kind::Start, 1));
        assert!(!moved("SHAFT"), "a report that moves no stock is in nobody's way");
        shop.run(|tx| stock::adjust(tx, "B1", whole(3), None));
        assert!(moved("BAR") && !moved("SHAFT"));
        let buy = |as_of: Option<store::Known>| {
            let line = json!({ "item": "BAR", "quantity": "5" });
            let new = json!({ "supplier": "S", "needs_as_of": as_of, "lines": [line] });
            serde_json::from_value::<NewPurchaseOrder>(new).expect("a body")
        };
        shop.run(|tx| suppliers::put(tx, "S", &serde_json::from_value(json!({})).expect("a body"), None));
        let stale = buy(Some(head.clone()));
        assert_eq!(shop.refused(&shop.boss, move |tx| purchasing::enter(tx, &stale)), "needs_changed");
        let now = shop.known();
        let (one, same, other) = (buy(Some(now.clone())), buy(Some(now)), buy(None));
        shop.run(move |tx| purchasing::enter(tx, &one));
        assert_eq!(shop.refused(&shop.boss, move |tx| purchasing::enter(tx, &same)), "needs_changed");
        shop.run(move |tx| purchasing::enter(tx, &other));
    });
}

#[test]
fn only_the_impossible_is_refused() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let boss = &shop.boss;
        let refused = |body: ReportBody| shop.refused(boss, move |tx| report(tx, &body));
        assert_eq!(refused(body("15", Kind::Start, 1)), "operation_unknown");
        assert_eq!(refused(body("10", Kind::Start, 1010)), "in_the_future");
        assert_eq!(refused(good("10", 1, 0)), "quantity_missing");
        let below = ReportBody { good: -whole(1), ..body("10", Kind::Good, 1) };
        assert_eq!(refused(below), "quantity_negative");
        let stray = ReportBody { corrects: Some("nobody".to_owned()), ..good("10", 1, 1) };
        assert_eq!(refused(stray), "report_unknown");
        let unknown = ReportBody { work_order: "MO-9".to_owned(), ..good("10", 1, 1) };
        assert_eq!(refused(unknown), "unknown");
        shop.run(|tx| work::close(tx, ORDER, Some(1), &Closing::default()));
        assert_eq!(refused(good("10", 1, 1)), "work_order_archived");
        shop.run(|tx| work::reopen(tx, ORDER, Some(2)));
        shop.says(&good("10", 1, 1));
        // Another's report is the lead's to correct.
        let mine = good("10", 2, 1);
        shop.says(&mine);
        let operator = Actor { name: "user:op".into(), rights: [Right::Report].into(), ..Actor::system() };
        let (id, void) = (mine.id.to_string(), correction(true, None));
        assert_eq!(shop.refused(&operator, move |tx| correct(tx, &id, &void)), "not_allowed");
    });
}

#[test]
fn a_stock_take_says_where_work_stands() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let found = StandingBody {
            operation: "30".to_owned(),
            good: whole(4),
            scrap: Amount::ZERO,
            status: None,
            at: None,
            device: None,
            note: None,
        };
        let view = shop.run(move |tx| stand(tx, ORDER, &found));
        let stands: Vec<_> = view.operations.iter().map(|view| view.status).collect();
        assert_eq!(stands, [OperationStatus::Done, OperationStatus::Done, OperationStatus::Paused]);
        assert!(view.operations[0].flags.contains(&Flag::Inferred));
        assert_eq!(shop.free("BAR"), whole(25), "what was found was used before");
        let early = shop.says(&good("30", 500, 3));
        assert_eq!(early.good, whole(4));
        assert!(early.flags.contains(&Flag::BeforeOpening));
        assert_eq!(shop.free("SHAFT"), whole(4));
        shop.reconciles();
    });
}

#[test]
fn material_goes_out_and_comes_back_by_hand() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let move_bars =
            |pieces: Amount| IssueBody { item: "BAR".to_owned(), quantity: pieces, operation: None };
        let out = move_bars(whole(30));
        assert_eq!(shop.run(move |tx| work::issue(tx, ORDER, &out)).moved, whole(25));
        let none = move_bars(whole(1));
        assert_eq!(shop.refused(&shop.boss, move |tx| work::issue(tx, ORDER, &none)), "no_such_material");
        let back = move_bars(-whole(10));
        assert_eq!(shop.run(move |tx| work::issue(tx, ORDER, &back)).holds, whole(15));
        // Five are missing for ten shafts: those are taken when work begins.
        shop.says(&body("10", Kind::Start, 1));
        assert_eq!(shop.free("BAR"), whole(5));
        shop.reconciles();
        let all = Closing { reason: Some("not needed".to_owned()), return_material: true };
        let left = shop.run(move |tx| work::cancel(tx, ORDER, Some(1), &all));
        assert!(left.material.is_empty());
        assert_eq!(shop.free("BAR"), whole(25));
        shop.reconciles();
    });
}

#[test]
fn changes_need_the_version_and_the_frozen_zone_the_lead() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let twelve = WorkOrderChange { quantity: Some(whole(12)), ..WorkOrderChange::default() };
        let change = twelve.clone();
        assert_eq!(
            shop.refused(&shop.boss, move |tx| work::change(tx, ORDER, Some(7), &change)),
            "changed_meanwhile"
        );
        let view = shop.run(move |tx| work::change(tx, ORDER, Some(1), &twelve));
        assert_eq!((view.order.quantity, view.order.version), (whole(12), 2));
        let place = Place { work_order: ORDER.to_owned(), operation: "20".to_owned() };
        let published = SequenceBody { operations: vec![place], frozen: Some(1) };
        shop.run(move |tx| work::put_sequence(tx, "MILL", &published));
        assert_eq!(shop.order().operations[1].sequence, Some(1));
        let rights = [Right::Plan].into();
        let planner = Actor { name: "user:planner".into(), rights, ..Actor::system() };
        let other = SequenceBody { operations: Vec::new(), frozen: Some(0) };
        let mine = other.clone();
        let refused = shop.refused(&planner, move |tx| work::put_sequence(tx, "MILL", &mine));
        assert_eq!(refused, "sequence_frozen");
        shop.run(move |tx| work::put_sequence(tx, "MILL", &other));
        assert_eq!(shop.order().operations[1].sequence, None);
    });
}

#[test]
fn a_proposal_becomes_one_work_order() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        shop.run(|tx| {
            let item = items::one(tx.db, "SHAFT")?.expect("there");
            let fields = Fields { safety_stock: Some(whole(40)), ..item.fields.clone() };
            items::put(tx.db, &Item { fields, ..item })?;
            tx.journal("item.changed", &[Subject::Item("SHAFT".to_owned())], &())
        });
        let recent = shop.app.store.read(store::recent).expect("numbers");
        let outlook = shop.app.planner.wait_for_all(&recent, 0).expect("it plans");
        let proposals = outlook.proposals();
        assert_eq!(proposals.len(), 1, "{proposals:?}");
        let asked = Confirmation {
            proposals: vec![Confirm {
                key: proposals[0].key.clone(),
                quantity: None,
                due_date: None,
                note: None,
            }],
        };
        let made = work::confirm(&Plainly, &shop.app, &shop.boss, &asked).expect("confirmed");
        assert_eq!(made.items[0].quantity, whole(30), "ten are in hand");
        let again = work::confirm(&Plainly, &shop.app, &shop.boss, &asked);
        match again {
            Err(Failure::Refused(refusal)) => assert_eq!(refusal.name(), "proposal_gone"),
            other => panic!("{other:?}"),
        }
        let recent = shop.app.store.read(store::recent).expect("numbers");
        let outlook = shop.app.planner.wait_for_all(&recent, 0).expect("it plans");
        assert!(outlook.proposals().is_empty(), "{:?}", outlook.proposals());
    });
}
