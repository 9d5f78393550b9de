//! Buying, receiving, inspecting and shipping, as the people who do it tell it; on both databases.

use crate::support::trade::{PLANT, Trade, body, line, now, pieces};
use crate::support::{not_wanted, on_both};
use holdfast::document::StockStatus;
use holdfast::domain::refusal::Refusal;
use holdfast::domain::role::Actor;
use holdfast::domain::sales::LineStatus;
use holdfast::domain::value::Amount;
use holdfast::services::purchasing::PurchaseOrderView;
use holdfast::services::{ANY_VERSION, Tx, dispatch, hold, inspections, purchasing, receipts, sales, stock};
use holdfast::store::dispatch::NoteStatus;
use holdfast::store::master::{history, resources};
use holdfast::store::purchasing::PurchaseStatus;
use holdfast::store::sales::LeftBehind;
use holdfast::store::{Failure, ledger, work};
use holdfast::text::Lang;
use serde_json::{Value, json};

/// The refusal of a command, in words that name the value at fault in both languages.
pub fn refusal<T: Send + std::fmt::Debug + 'static>(
    shop: &Trade<'_>,
    command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
) -> Refusal {
    let actor = Actor::system();
    let answer = shop.0.store.write_blocking(move |db| command(&mut Tx::new(db, now(), &actor)?));
    let Err(Failure::Refused(refusal)) = answer else { panic!("not refused: {answer:?}") };
    for lang in [Lang::En, Lang::Zh] {
        let said = format!("{} {}", refusal.title(lang), refusal.remedy(lang));
        assert!(!said.contains('{'), "{}: {said}", refusal.name());
    }
    assert_ne!(refusal.title(Lang::En), refusal.title(Lang::Zh));
    *refusal
}

pub fn receive(shop: &Trade<'_>, order: &str, number: &str, new: Value) -> PurchaseOrderView {
    let (order, number) = (order.to_owned(), number.to_owned());
    shop.done(move |tx| receipts::receive(tx, &order, &number, &body(new.clone())))
}

pub fn note(shop: &Trade<'_>, customer: &str, lines: &[(&str, &str, u32, bool)]) -> Result<String, String> {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(order, line, quantity, closes)| {
            json!({ "order": order, "line": line, "quantity": quantity, "closes": closes })
        })
        .collect();
    let new = json!({ "customer": customer, "lines": lines });
    shop.try_to(move |tx| Ok(dispatch::draft(tx, &body(new.clone()))?.note.number))
}

/// So many usable pieces of `M-2` are in stock.
pub fn stocked(shop: &Trade<'_>, quantity: u32) {
    let order = shop.buy(&[("M-2", quantity)]);
    receive(shop, &order, "10", json!({ "id": format!("first-{order}"), "quantity": quantity }));
}

#[test]
fn goods_come_are_inspected_and_may_then_be_used() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.buy(&[("M-1", 40)]);
        let came = json!({ "id": "r-1", "quantity": 40, "lot": "HEAT-7", "at": "2026-03-01T08:00:00Z" });
        let view = receive(&shop, &order, "10", came.clone());
        assert_eq!((view.order.status, view.lines[0].received), (PurchaseStatus::Closed, pieces(40)));
        let again = receive(&shop, &order, "10", came);
        assert_eq!(again.receipts.len(), 1, "the same id again is the same receipt");
        let lot = shop.lots().remove(0);
        assert_eq!((lot.lot_key.as_str(), lot.status), ("HEAT-7", StockStatus::Inspection));
        assert_eq!(lot.expected_release.map(|day| day.to_string()).as_deref(), Some("2026-03-03"));
        let verdict = json!({ "accepted": 30, "scrapped": 4, "returned": 6 });
        let new = json!({ "id": "i-1", "lot_key": "HEAT-7", "inspected": 40, "verdict": verdict, "reason": "surface" });
        let said = new.clone();
        shop.done(move |tx| inspections::inspect_lot(tx, &body(said.clone())));
        shop.done(move |tx| inspections::inspect_lot(tx, &body(new.clone())));
        let lot = shop.lots().remove(0);
        assert_eq!((lot.quantity, lot.status), (pieces(30), StockStatus::Usable));
        let view = shop.ask(|db| purchasing::view(db, PLANT, &order));
        assert_eq!(
            (view.order.status, view.lines[0].open()),
            (PurchaseStatus::Open, pieces(6)),
            "6 are owed again"
        );
    });
}

#[test]
fn bought_goods_to_be_worked_on_again_are_blocked_until_inspected() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.buy(&[("M-1", 40)]);
        receive(&shop, &order, "10", json!({ "id": "r-1", "quantity": 40, "lot": "HEAT-7" }));
        let inspect = |id: &str, verdict: Value| {
            let new = json!({ "id": id, "lot_key": "HEAT-7", "inspected": 40, "verdict": verdict,
                "reason": "surface", "rework_operation": "10" });
            let told = shop.done(move |tx| inspections::inspect_lot(tx, &body(new.clone())));
            (told.work_order, shop.lots()[0].status)
        };
        assert_eq!(inspect("i-1", json!({ "rework": 40 })), (None, StockStatus::Blocked));
        assert_eq!(inspect("i-2", json!({ "accepted": 40 })), (None, StockStatus::Usable));
    });
}

#[test]
fn a_hold_on_a_work_order_keeps_what_it_is_made_for() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 20);
        let (mine, theirs) =
            (shop.order("C-1", &[("M-2", 10)], false), shop.order("C-1", &[("M-2", 10)], false));
        shop.work_order("MO-9", 10);
        let order = mine.clone();
        shop.done(move |tx| {
            let mut row = work::order(tx.db, PLANT, "MO-9")?.expect("there");
            (row.order_no, row.line) = (Some(order.clone()), Some("10".to_owned()));
            work::update_order(tx.db, &row)
        });
        let numbers =
            [&mine, &theirs].map(|order| note(&shop, "C-1", &[(order, "10", 10, false)]).expect("drafted"));
        let new = json!({ "work_order": "MO-9", "kind": "quality", "blocks": "dispatch", "owner": "quinn" });
        let placed = shop.done(move |tx| hold::place(tx, &body(new.clone())));
        let [held, free] = numbers.clone();
        shop.done(move |tx| dispatch::pack(tx, &free));
        let kept = refusal(&shop, move |tx| dispatch::pack(tx, &held));
        assert_eq!(kept.name(), "on_hold");
        assert!(kept.remedy(Lang::Zh).contains("quinn"), "{}", kept.remedy(Lang::Zh));
        shop.done(move |tx| hold::lift(tx, placed.hold.id, Some(placed.hold.version)));
        let [held, _] = numbers;
        shop.done(move |tx| dispatch::pack(tx, &held));
    });
}

#[test]
fn inspection_takes_working_days() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        shop.done(|tx| {
            let mut shift: resources::ShiftRow = body(json!({
                "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"], "from_time": "08:00:00",
                "to_time": "16:00:00", "holidays": "none",
            }));
            (shift.plant_id, shift.calendar, shift.position) = (PLANT, "DAY".into(), 1);
            resources::put_shifts(tx.db, PLANT, "DAY", &[shift])
        });
        let order = shop.buy(&[("M-1", 40)]);
        // Friday; two working days later it is Tuesday.
        receive(&shop, &order, "10", json!({ "id": "r-1", "quantity": 40, "at": "2026-02-27T03:00:00Z" }));
        let release = shop.lots()[0].expected_release.map(|day| day.to_string());
        assert_eq!(release.as_deref(), Some("2026-03-03"));
    });
}

#[test]
fn the_dock_is_believed_and_questioned() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.buy(&[("M-2", 10)]);
        let view = receive(&shop, &order, "10", json!({ "id": "r-1", "quantity": 12 }));
        assert!(view.receipts[0].over, "more came than was ordered");
        let number = order.clone();
        let right = json!({ "id": "c-1", "quantity": 9, "reason": "miscounted" });
        let view = shop.done(move |tx| receipts::correct(tx, &number, "r-1", &body(right.clone())));
        assert_eq!((view.lines[0].received, shop.has("M-2")), (pieces(9), pieces(9)));
        assert!(view.receipts.iter().all(|receipt| !receipt.over), "nine of ten are not too many");
        let number = order.clone();
        let other = refusal(&shop, move |tx| {
            receipts::receive(tx, &number, "10", &body(json!({ "id": "r-1", "quantity": 5 })))
        });
        assert_eq!((other.name().as_str(), other.code.status), ("id_reused", 409));
        let number = order.clone();
        let early = refusal(&shop, move |tx| {
            let new = json!({ "id": "r-2", "quantity": 5, "at": "2026-03-02T00:05:01Z" });
            receipts::receive(tx, &number, "10", &body(new))
        });
        assert_eq!(early.name(), "in_the_future");
        let number = order.clone();
        let negative = refusal(&shop, move |tx| {
            receipts::receive(tx, &number, "10", &body(json!({ "id": "r-3", "quantity": "-5" })))
        });
        assert_eq!((negative.name().as_str(), negative.field.as_deref()), ("not_positive", Some("quantity")));
        assert_eq!(shop.has("M-2"), pieces(9), "what is refused changes nothing");
    });
}

#[test]
fn what_a_supplier_says_is_kept_with_its_reasons() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.buy(&[("M-1", 10), ("M-2", 20)]);
        let say = |new: Value| {
            let order = order.clone();
            move |tx: &mut Tx<'_>| {
                purchasing::confirm_date(tx, &order, "10", Some(ANY_VERSION), &body(new.clone()))
            }
        };
        shop.done(say(json!({ "confirmed_date": "2026-03-20" })));
        let silent = refusal(&shop, say(json!({ "confirmed_date": "2026-03-27" })));
        assert_eq!(silent.name(), "reason_missing");
        let moved = json!({ "confirmed_date": "2026-03-27", "reason": "their furnace is down" });
        let view = shop.done(say(moved));
        let said: Vec<_> = view.dates.iter().map(|date| date.confirmed_date.map(|d| d.to_string())).collect();
        assert_eq!(said, [Some("2026-03-20".to_owned()), Some("2026-03-27".to_owned())]);
        receive(&shop, &order, "20", json!({ "id": "r-1", "quantity": 5 }));
        let number = order.clone();
        let given_up =
            shop.done(move |tx| purchasing::cancel(tx, &number, Some(ANY_VERSION), "bought elsewhere"));
        let left: Vec<_> = given_up.leaves.iter().map(|l| (l.item.as_str(), l.missing, l.received)).collect();
        assert_eq!(left, [("M-1", pieces(10), Amount::ZERO), ("M-2", pieces(15), pieces(5))]);
        assert_eq!(
            given_up.order.order.status,
            PurchaseStatus::Closed,
            "something came, so it is no cancellation"
        );
        let number = order.clone();
        let closed =
            refusal(&shop, move |tx| purchasing::close_line(tx, &number, "10", Some(ANY_VERSION), "again"));
        assert_eq!(closed.name(), "purchase_line_closed");
    });
}

#[test]
fn an_order_leaves_in_the_parts_that_its_customer_takes() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 100);
        let whole = shop.order("C-2", &[("M-2", 30)], false);
        assert_eq!(note(&shop, "C-2", &[(&whole, "10", 10, false)]), Err("not_in_parts".into()));
        assert_eq!(note(&shop, "C-1", &[(&whole, "10", 30, false)]), Err("not_their_line".into()));
        let parts = shop.order("C-1", &[("M-2", 40)], false);
        assert_eq!(note(&shop, "C-1", &[(&parts, "10", 41, false)]), Err("more_than_open".into()));
        assert_eq!(note(&shop, "C-1", &[(&parts, "10", 30, true)]), Err("beyond_tolerance".into()));
        let first = note(&shop, "C-1", &[(&parts, "10", 20, false)]).expect("parts are fine");
        let one = first.clone();
        shop.done(move |tx| dispatch::dispatch(tx, &one, &dispatch::Departure::default()));
        let row = shop.ask(|db| sales::line_named(db, PLANT, &line(&parts, "10")));
        assert_eq!((row.shipped, row.status), (pieces(20), LineStatus::Open));
        let rest = note(&shop, "C-1", &[(&parts, "10", 18, true)]).expect("2 of 40 are within 5 per cent");
        let two = rest.clone();
        shop.done(move |tx| dispatch::dispatch(tx, &two, &dispatch::Departure::default()));
        let row = shop.ask(|db| sales::line_named(db, PLANT, &line(&parts, "10")));
        assert_eq!((row.shipped, row.status), (pieces(38), LineStatus::Closed));
        assert_eq!(shop.has("M-2"), pieces(62));
        assert_eq!(shop.ask(|db| history::shipments(db, PLANT)).len(), 2);
        let arrived = shop.done(move |tx| dispatch::deliver(tx, &first, &dispatch::Departure::default()));
        assert_eq!(arrived.note.status, NoteStatus::Delivered);
        let gone = refusal(&shop, move |tx| dispatch::cancel(tx, &rest, "too late"));
        assert_eq!((gone.name().as_str(), gone.code.status), ("note_status", 409));
    });
}

#[test]
fn a_complete_order_leaves_complete() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 100);
        let order = shop.order("C-1", &[("M-2", 30), ("M-2", 20)], true);
        assert_eq!(note(&shop, "C-1", &[(&order, "10", 30, false)]), Err("ships_together".into()));
        assert!(note(&shop, "C-1", &[(&order, "10", 30, false), (&order, "20", 20, false)]).is_ok());
    });
}

#[test]
fn packed_goods_stay_packed_and_holds_keep_them_here() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 30);
        let mine = shop.order("C-1", &[("M-2", 30)], false);
        let theirs = shop.order("C-2", &[("M-2", 10)], false);
        let first = note(&shop, "C-1", &[(&mine, "10", 25, false)]).expect("drafted");
        let second = note(&shop, "C-2", &[(&theirs, "10", 10, false)]).expect("drafted");
        let held = json!({ "order": mine, "kind": "credit", "owner": "anna" });
        let hold = shop.done(move |tx| hold::place(tx, &body(held.clone())));
        let number = first.clone();
        let kept = refusal(&shop, move |tx| dispatch::pack(tx, &number));
        assert_eq!(kept.name(), "on_hold");
        assert!(kept.remedy(Lang::En).contains("anna"), "{}", kept.remedy(Lang::En));
        shop.done(move |tx| hold::lift(tx, hold.hold.id, Some(hold.hold.version)));
        let number = first.clone();
        shop.done(move |tx| dispatch::pack(tx, &number));
        let number = second.clone();
        let short = refusal(&shop, move |tx| dispatch::pack(tx, &number));
        assert_eq!(short.name(), "not_enough_stock");
        assert!(short.title(Lang::En).contains('5'), "{}", short.title(Lang::En));
        shop.done(move |tx| dispatch::cancel(tx, &first, "the truck is full"));
        let wanted = vec![(shop.lots().remove(0).lot_key, pieces(30))];
        let promised = line(&mine, "10");
        let held = shop.done(move |tx| stock::reserve(tx, &promised, &wanted));
        assert_eq!(held[0].1, pieces(30));
        let number = second.clone();
        let reserved = refusal(&shop, move |tx| dispatch::pack(tx, &number));
        assert_eq!(reserved.name(), "not_enough_stock", "a promise keeps its stock");
        let promised = line(&mine, "10");
        shop.done(move |tx| stock::release(tx, &promised));
        let packed = shop.done(move |tx| dispatch::pack(tx, &second));
        assert_eq!(packed.note.status, NoteStatus::Packed);
    });
}

/// What a line holds, of all lots together.
fn held(shop: &Trade<'_>, order: &str) -> Amount {
    let id = line(order, "10");
    shop.ask(|db| ledger::reservations_of(db, PLANT, &id)).iter().map(|row| row.quantity).sum()
}

/// Changes the quantity of line 10 and answers what that leaves behind.
fn cut(shop: &Trade<'_>, order: &str, quantity: u32) -> LeftBehind {
    let id = line(order, "10");
    let change = json!({ "quantity": quantity });
    let any = Some(ANY_VERSION);
    let view = shop.done(move |tx| sales::change_line_in(tx, &id, &body(change.clone()), any, false));
    view.leaves_behind.unwrap_or_default()
}

#[test]
fn a_line_that_is_cut_lets_go_of_what_is_too_much() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 30);
        let lot = shop.lots().remove(0).lot_key;
        let mine = shop.order("C-1", &[("M-2", 30)], false);
        let (id, wanted) = (line(&mine, "10"), vec![(lot.clone(), pieces(30))]);
        shop.done(move |tx| stock::reserve(tx, &id, &wanted));
        let number = note(&shop, "C-1", &[(&mine, "10", 20, false)]).expect("drafted");
        let left = cut(&shop, &mine, 12);
        assert_eq!(held(&shop, &mine), pieces(12));
        assert_eq!(left.stock.iter().map(|kept| kept.quantity).collect::<Vec<_>>(), [pieces(18)]);
        assert_eq!(left.dispatch_notes, [number], "it has more than may leave now");
        let theirs = shop.order("C-2", &[("M-2", 18)], false);
        let second = note(&shop, "C-2", &[(&theirs, "10", 18, false)]).expect("drafted");
        shop.done(move |tx| dispatch::pack(tx, &second));
        // More again holds no more by itself: that is a promise's business.
        assert_eq!((cut(&shop, &mine, 20), held(&shop, &mine)), (LeftBehind::default(), pieces(12)));
        let (number, why) = (mine.clone(), not_wanted());
        shop.done(move |tx| sales::cancel_order(tx, &number, &why, Some(ANY_VERSION)));
        assert_eq!(held(&shop, &mine), Amount::ZERO);
    });
}

#[test]
fn a_line_that_is_cut_keeps_its_share_of_material() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 20);
        let made = shop.order("C-1", &[("P-1", 10)], false);
        let (id, wanted) = (line(&made, "10"), vec![(shop.lots().remove(0).lot_key, pieces(20))]);
        shop.done(move |tx| stock::reserve(tx, &id, &wanted));
        cut(&shop, &made, 4);
        assert_eq!(held(&shop, &made), pieces(8), "two for each");
    });
}

#[test]
fn packed_goods_are_nobody_elses() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        stocked(&shop, 30);
        let (mine, theirs) =
            (shop.order("C-1", &[("M-2", 30)], false), shop.order("C-2", &[("M-2", 10)], false));
        let number = note(&shop, "C-2", &[(&theirs, "10", 10, false)]).expect("drafted");
        let packed = number.clone();
        shop.done(move |tx| dispatch::pack(tx, &packed));
        let lot = shop.lots().remove(0).lot_key;
        let reserve = |order: &str, quantity: u32| {
            let (id, wanted) = (line(order, "10"), vec![(lot.clone(), pieces(quantity))]);
            shop.done(move |tx| stock::reserve(tx, &id, &wanted));
            held(&shop, order)
        };
        assert_eq!(reserve(&mine, 30), pieces(20));
        // Its own packed goods a line may hold.
        assert_eq!(reserve(&theirs, 10), pieces(10));
        assert_eq!(reserve(&mine, 30), pieces(20));
        shop.done(move |tx| dispatch::dispatch(tx, &number, &dispatch::Departure::default()));
        assert_eq!((held(&shop, &theirs), held(&shop, &mine)), (Amount::ZERO, pieces(20)));
    });
}
