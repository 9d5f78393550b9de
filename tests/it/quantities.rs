//! What nobody can mean: more than any order is for, half a shaft, an order given up for no reason. Refused with field
//! and value wherever it can be asked for; what may be meant is taken and questioned.

use crate::sales::shop::{anna, order, refusal as refused_by, shop};
use crate::supply::refusal;
use crate::support::on_both;
use crate::support::trade::{PLANT, Trade, body, line};
use holdfast::domain::quantity::MOST;
use holdfast::domain::refusal::Refusal;
use holdfast::services::master::items;
use holdfast::services::sales::{self, NewOrder, NoticeCode, OrderView};
use holdfast::services::work::{self, Closing};
use holdfast::services::{ANY_VERSION, Plainly, Tx, dispatch, progress, purchasing, quote, receipts};
use holdfast::store::Failure;
use holdfast::text::Lang;
use serde_json::{Value, json};
use uuid::Uuid;

const ANY: Option<i64> = Some(ANY_VERSION);

type Ask = Box<dyn Fn(&mut Tx<'_>, Value) -> Result<(), Failure> + Send + Sync>;

fn ask(how: impl Fn(&mut Tx<'_>, Value) -> Result<(), Failure> + Send + Sync + 'static) -> Ask {
    Box::new(how)
}

/// Everything that asks for a quantity, and the field that names it. `P-1` is made, `M-2` bought.
fn asked(sold: &str, bought: &str) -> Vec<(&'static str, Ask)> {
    let (sold, bought) = (line(sold, "10"), bought.to_owned());
    let one = |who: &str, code: &str, item: &str, quantity: &Value| json!({ who: code, "lines": [{ "item": item, "quantity": quantity }] });
    let ordered =
        ask(move |tx, n| sales::enter_in(tx, &body(one("customer", "C-1", "P-1", &n)), false).map(drop));
    let changed = ask(move |tx, n| {
        sales::change_line_in(tx, &sold, &body(json!({ "quantity": n })), ANY, false).map(drop)
    });
    let buys = ask(move |tx, n| purchasing::enter(tx, &body(one("supplier", "S-1", "M-2", &n))).map(drop));
    let cut = ask(move |tx, n| purchasing::change_quantity(tx, &bought, "10", ANY, body(n)).map(drop));
    let makes = ask(|tx, n| work::enter(tx, &body(json!({ "item": "P-1", "quantity": n }))).map(drop));
    let starts = ask(|tx, n| {
        let new = json!({ "item": "P-1", "quantity": "1", "started_quantity": n });
        work::enter(tx, &body(new)).map(drop)
    });
    let grows = ask(|tx, n| work::change(tx, "MO-1", ANY, &body(json!({ "quantity": n }))).map(drop));
    vec![
        ("lines[0].quantity", ordered),
        ("quantity", changed),
        ("lines[0].quantity", buys),
        ("quantity", cut),
        ("quantity", makes),
        ("started_quantity", starts),
        ("quantity", grows),
    ]
}

fn counted(shop: &Trade<'_>) {
    shop.done(|tx| {
        for (code, source) in [("P-1", "make"), ("M-2", "buy")] {
            items::put(tx, code, &body(json!({ "source": source, "unit": "pieces" })), ANY)?;
        }
        Ok(())
    });
}

fn names(refused: &Refusal, name: &str, field: &str, value: &str) {
    let told = (refused.name(), refused.field.clone().unwrap_or_default(), refused.value.clone());
    assert_eq!(told, (name.to_owned(), field.to_owned(), Some(value.to_owned())));
    for lang in [Lang::En, Lang::Zh] {
        let said = format!("{} {}", refused.title(lang), refused.remedy(lang));
        assert!(said.contains(value) && !said.contains('{'), "{said}");
    }
}

#[test]
fn what_nobody_means_and_half_a_piece_are_refused_wherever_they_are_asked_for() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        counted(&shop);
        let (sold, bought) = (shop.order("C-1", &[("P-1", 5)], false), shop.buy(&[("M-2", 5)]));
        shop.work_order("MO-1", 10);
        let (most, more) = (MOST.to_string(), (MOST + 1).to_string());
        for (field, ask) in asked(&sold, &bought) {
            let ask = std::sync::Arc::new(ask);
            let with = |quantity: &str| {
                let (ask, quantity) = (std::sync::Arc::clone(&ask), json!(quantity));
                move |tx: &mut Tx<'_>| ask(tx, quantity.clone())
            };
            names(&refusal(&shop, with(&more)), "quantity_too_large", field, &more);
            names(&refusal(&shop, with("2.5")), "quantity_not_whole", field, "2.5");
            shop.done(with(&most));
        }
        for (field, rule) in [("lot_minimum", "lot_minimum"), ("safety_stock", "safety_stock")] {
            let fields = json!({ "source": "make", rule: more });
            let refused = refusal(&shop, move |tx| items::put(tx, "P-2", &body(fields.clone()), None));
            assert_eq!((refused.name().as_str(), refused.field.as_deref()), ("out_of_range", Some(field)));
        }
    });
}

#[test]
fn half_a_piece_is_not_reported_and_what_is_measured_may_be_divided() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        shop.work_order("MO-1", 10);
        let half = |count: &'static str| {
            move |tx: &mut Tx<'_>| {
                let said = json!({ "id": Uuid::now_v7(), "work_order": "MO-1", "operation": "10",
                    "kind": count, "at": "2026-03-01T08:00:00Z", count: "0.5" });
                progress::report(tx, &body(said)).map(drop)
            }
        };
        let found = |tx: &mut Tx<'_>| {
            progress::stand(tx, "MO-1", &body(json!({ "operation": "10", "good": "0.5" }))).map(drop)
        };
        counted(&shop);
        names(&refusal(&shop, half("good")), "quantity_not_whole", "good", "0.5");
        names(&refusal(&shop, half("scrap")), "quantity_not_whole", "scrap", "0.5");
        names(&refusal(&shop, found), "quantity_not_whole", "good", "0.5");
        let (sold, bought) = (shop.order("C-1", &[("P-1", 5)], false), shop.buy(&[("M-2", 5)]));
        let came = move |tx: &mut Tx<'_>| {
            let said = json!({ "id": "r-1", "quantity": "0.5" });
            receipts::receive(tx, &bought, "10", &body(said)).map(drop)
        };
        names(&refusal(&shop, came), "quantity_not_whole", "quantity", "0.5");
        let leaves = move |tx: &mut Tx<'_>| {
            let line = json!({ "order": sold, "line": "10", "quantity": "0.5" });
            dispatch::draft(tx, &body(json!({ "customer": "C-1", "lines": [line] }))).map(drop)
        };
        names(&refusal(&shop, leaves), "quantity_not_whole", "lines[0].quantity", "0.5");
        shop.done(|tx| items::put(tx, "P-1", &body(json!({ "source": "make", "unit": "kilograms" })), ANY));
        shop.done(half("good"));
    });
}

#[test]
fn a_quote_for_what_nobody_means_is_refused() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let more = (MOST + 1).to_string();
        let asked = json!({ "customer": "ACME", "lines": [{ "item": "SHAFT", "quantity": more }] });
        let refused = refused_by(quote::offer(&app, &anna(), &Plainly, &body(asked)));
        names(&refused, "quantity_too_large", "lines[0].quantity", &more);
    });
}

#[test]
fn who_gives_something_up_says_why() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.order("C-1", &[("P-1", 5), ("P-1", 6)], false);
        shop.work_order("MO-1", 10);
        let (number, id) = (order.clone(), line(&order, "10"));
        let refused = [
            refusal(&shop, move |tx| sales::cancel_order(tx, &number, &body(json!({})), ANY).map(drop)),
            refusal(&shop, move |tx| {
                sales::cancel_line(tx, &id, &body(json!({ "note": " " })), ANY).map(drop)
            }),
        ];
        for refused in refused {
            assert_eq!((refused.name().as_str(), refused.field.as_deref()), ("reason_missing", Some("note")));
        }
        let refused = refusal(&shop, |tx| work::cancel(tx, "MO-1", ANY, &Closing::default()).map(drop));
        assert_eq!((refused.name().as_str(), refused.field.as_deref()), ("reason_missing", Some("reason")));
        let open = shop.ask(|db| holdfast::store::sales::lines_of(db, PLANT, &order));
        assert!(open.iter().all(|line| line.status == holdfast::domain::sales::LineStatus::Open));
    });
}

#[test]
fn a_work_order_below_zero_is_refused_in_words_about_its_quantity() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let new = json!({ "item": "P-1", "quantity": "-3" });
        let refused = refusal(&shop, move |tx| work::enter(tx, &body(new.clone())).map(drop));
        assert_eq!(refused.title(Lang::Zh), "quantity 为 -3，必须大于零。");
        assert_eq!(refused.title(Lang::En), "quantity is -3; it must be above zero.");
    });
}

#[test]
fn what_is_odd_about_an_order_is_taken_and_said() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let enter = |new: &NewOrder| -> OrderView {
            sales::enter(&app, &anna(), &Plainly, new).expect("it is taken as it comes")
        };
        let named = |theirs: &str, customer: &str, wanted: &str| NewOrder {
            customer_order: Some(theirs.to_owned()),
            ..order(customer, 1, wanted)
        };
        let first = enter(&named("PO-778", "ACME", "2026-03-09"));
        assert!(first.notices.is_empty(), "on {}: {:?}", fresh.name, first.notices);
        let other = enter(&named("PO-778", "BOLT", "2026-03-09"));
        assert!(other.notices.is_empty(), "another customer's number: {:?}", other.notices);
        let again = enter(&named("PO-778", "ACME", "2020-01-01"));
        let told: Vec<_> =
            again.notices.iter().map(|one| (one.code, one.field, one.value.as_str())).collect();
        let early = (NoticeCode::WantedBeforeOrdered, "requested_date", "2020-01-01");
        assert_eq!(told, [early, (NoticeCode::CustomerOrderAgain, "customer_order", "PO-778")]);
        assert_eq!(again.notices[0].line.as_deref(), Some("10"));
        assert!(again.notices[1].said.contains(&first.order.number), "{:?}", again.notices[1]);
        let zh = holdfast::domain::role::Actor { lang: Lang::Zh, ..anna() };
        let read = sales::detail(&app, &zh, &again.order.number, Lang::Zh).expect("readable");
        assert!(read.order.notices[0].said.contains("早于下单日期"), "{:?}", read.order.notices);
        // Once the other one is given up, this is the only order of that number.
        let (number, why) = (first.order.number, crate::support::not_wanted());
        app.command_blocking(&anna(), move |tx| sales::cancel_order(tx, &number, &why, ANY))
            .expect("given up");
        let read = sales::detail(&app, &zh, &again.order.number, Lang::Zh).expect("readable");
        assert_eq!(read.order.notices.len(), 1, "{:?}", read.order.notices);
    });
}
