//! Buying as the people at the desk see it, over HTTP: lists that say what is coming, dates that say whom they hit, and
//! promises that hold to the version they were read in; on both databases.

use crate::support::app::{Answer, Person, TestApp};
use crate::support::furnished::furnish;
use crate::support::on_both;
use crate::support::trade::{Trade, body, pieces};
use holdfast::domain::role::Role;
use holdfast::services::{ANY_VERSION, purchasing, receipts};
use serde_json::{Value, json};

fn changed(person: &Person, path: &str, version: &str, said: &Value) -> Answer {
    Answer::of(person.request("POST", path).header("if-match", version).json(said))
}

/// An order for ten bushings, which are bought and are to come on the tenth: the numbers of purchase and sale.
fn bushings(admin: &Person) -> (String, String) {
    let made = |path: &str, said: &Value| {
        let answer = admin.post(path, said);
        assert!((200..300).contains(&answer.status), "{path}: {}", answer.body);
        answer.body["number"].as_str().unwrap_or_default().to_owned()
    };
    let item = json!({ "source": "buy", "supplier": "S-1", "lead_days": 60 });
    assert_eq!(Answer::of(admin.request("PUT", "/items/BUSH").json(&item)).status, 200);
    let buy = json!({ "supplier": "S-1", "lines": [
        { "item": "BUSH", "quantity": "10", "confirmed_date": "2026-03-10" }] });
    let sell = json!({ "customer": "C-1", "lines": [
        { "item": "BUSH", "quantity": "10", "unit_price": "5", "requested_date": "2026-03-12" }] });
    (made("/purchase-orders", &buy), made("/sales-orders", &sell))
}

#[test]
fn a_supplier_s_new_date_says_whose_promise_it_hits() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let (bought, sold) = bushings(&admin);
        let promise = format!("/sales-orders/{sold}/lines/10/promise");
        let promised = admin.post(&promise, &json!({ "date": "2026-03-13" }));
        assert_eq!(promised.status, 201, "{}", promised.body);
        let dates = format!("/purchase-orders/{bought}/lines/10/dates");
        let over =
            changed(&admin, &dates, "*", &json!({ "confirmed_date": "2026-03-01", "reason": "typed" }));
        assert_eq!((over.status, over.code()), (422, "comes_in_the_past"), "{}", over.body);
        assert_eq!(
            (&over.body["field"], &over.body["value"]),
            (&json!("confirmed_date"), &json!("2026-03-01"))
        );
        let late = json!({ "confirmed_date": "2026-03-24", "reason": "their furnace is down" });
        let said = changed(&admin, &dates, "*", &late);
        assert_eq!(said.status, 201, "{}", said.body);
        let hit = said.body["consequences"].as_array().expect("a list").clone();
        assert_eq!(hit.len(), 1, "{hit:?}");
        assert_eq!((&hit[0]["line"], &hit[0]["due"]), (&json!(format!("{sold}/10")), &json!("2026-03-13")));
        assert!(hit[0]["late_days"].as_i64().is_some_and(|days| days >= 11), "{hit:?}");
        let told = admin.get("/journal?what=purchase-order.confirmed&limit=1");
        assert_eq!(told.body["items"][0]["body"]["facts"]["hurt"], json!(hit), "{}", told.body);
        let sooner = json!({ "confirmed_date": "2026-03-11", "reason": "it is mended" });
        let said = changed(&admin, &dates, "*", &sooner);
        assert_eq!(said.body["consequences"], json!([]), "{}", said.body);
        // The plan that was tried is the plan that comes.
        changed(&admin, &dates, "*", &late);
        let line = admin.get(&format!("/sales-orders/{sold}"));
        assert_eq!(line.body["lines"][0]["promise_date"], json!("2026-03-13"), "a date moves no promise");
    });
}

#[test]
fn what_is_bought_for_a_day_that_is_over_is_refused() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let buy = json!({ "supplier": "S-1", "lines": [
            { "item": "M-2", "quantity": "1", "confirmed_date": "2026-03-02" },
            { "item": "M-2", "quantity": "1", "confirmed_date": "2026-02-27" }] });
        let refused = admin.post("/purchase-orders", &buy);
        assert_eq!((refused.status, refused.code()), (422, "comes_in_the_past"), "{}", refused.body);
        assert_eq!(refused.body["field"], json!("lines[1].confirmed_date"));
    });
}

#[test]
fn a_list_of_purchases_says_from_whom_what_and_when() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let (bought, _) = bushings(&admin);
        let name = json!({ "name": "Acme Bearings", "lead_days": 5 });
        assert_eq!(admin.put("/suppliers/S-1", &name).status, 200);
        let list = admin.get("/purchase-orders").body["items"].as_array().expect("items").clone();
        let row = |number: &str| {
            let found = list.iter().find(|row| row["number"] == json!(number));
            found.unwrap_or_else(|| panic!("{number} in {list:?}")).clone()
        };
        let shown = |row: &Value| {
            ["supplier", "supplier_name", "items", "open_lines", "next_date"].map(|name| row[name].clone())
        };
        assert_eq!(
            shown(&row(&bought)),
            [json!("S-1"), json!("Acme Bearings"), json!(["BUSH"]), json!(1), json!("2026-03-10")]
        );
        let other = list.iter().find(|row| row["number"] != json!(bought)).expect("the furnished one");
        assert_eq!(shown(other)[2..], [json!(["M-1", "M-2"]), json!(2), Value::Null]);
    });
}

#[test]
fn a_promise_is_not_made_on_an_order_that_has_changed() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let sales = app.signed_in(Role::Admin);
        furnish(&sales);
        let (_, sold) = bushings(&sales);
        let version = || sales.get(&format!("/sales-orders/{sold}")).body["version"].as_i64().expect("one");
        let read = version();
        let note = Answer::of(
            sales
                .request("PATCH", &format!("/sales-orders/{sold}"))
                .header("if-match", "*")
                .json(&json!({ "note": "call before" })),
        );
        assert_eq!(note.status, 200, "{}", note.body);
        let promise = format!("/sales-orders/{sold}/lines/10/promise");
        let date = json!({ "date": "2026-03-13" });
        let old = read.to_string();
        let stale = changed(&sales, &promise, &old, &date);
        assert_eq!((stale.status, stale.code()), (412, "changed_meanwhile"), "{}", stale.body);
        let order = sales.get(&format!("/sales-orders/{sold}"));
        assert_eq!(order.body["lines"][0]["promise_date"], Value::Null, "nothing was changed");
        let now = version().to_string();
        let with_key = || {
            let request = sales.request("POST", &promise).header("if-match", &now).json(&date);
            Answer::of(request.header("idempotency-key", "promise-1"))
        };
        let (made, again) = (with_key(), with_key());
        assert_eq!((made.status, again.status), (201, 201), "{} {}", made.body, again.body);
        assert_eq!(made.body, again.body, "the same request again is answered as before");
        let moved = json!({ "date": "2026-03-16", "reason_code": "capacity" });
        assert_eq!(changed(&sales, &format!("{promise}/move"), &now, &moved).status, 412);
        let gone = json!({ "reason_code": "entry-error" });
        assert_eq!(changed(&sales, &format!("{promise}/withdraw"), &now, &gone).status, 412);
        let done = sales.post(&format!("{promise}/withdraw"), &gone);
        assert_eq!(done.status, 201, "who names no version is let through: {}", done.body);
    });
}

#[test]
fn a_receipt_is_too_much_only_as_long_as_it_is() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.buy(&[("M-2", 10)]);
        let came = |id: &str, quantity: u32| {
            let (order, new) = (order.clone(), json!({ "id": id, "quantity": quantity }));
            shop.done(move |tx| receipts::receive(tx, &order, "10", &body(new.clone())))
        };
        let over = |view: &purchasing::PurchaseOrderView| {
            view.receipts.iter().map(|receipt| (receipt.id.clone(), receipt.over)).collect::<Vec<_>>()
        };
        let told =
            |of: &[(&str, bool)]| of.iter().map(|(id, is)| ((*id).to_owned(), *is)).collect::<Vec<_>>();
        came("r-1", 8);
        assert_eq!(over(&came("r-2", 8)), told(&[("r-1", false), ("r-2", true)]));
        let number = order.clone();
        let right = json!({ "id": "z-1", "quantity": 1, "reason": "miscounted" });
        let view = shop.done(move |tx| receipts::correct(tx, &number, "r-1", &body(right.clone())));
        assert_eq!(over(&view), told(&[("r-1", false), ("r-2", false), ("z-1", false)]), "nine of ten");
        let number = order.clone();
        let more = json!({ "id": "z-2", "quantity": 12, "reason": "counted again" });
        let view = shop.done(move |tx| receipts::correct(tx, &number, "r-1", &body(more.clone())));
        assert!(over(&view).iter().all(|(_, over)| *over), "on {}: {:?}", fresh.name, over(&view));
        let number = order.clone();
        let raised = move |tx: &mut holdfast::services::Tx<'_>| {
            purchasing::change_quantity(tx, &number, "10", Some(ANY_VERSION), pieces(20))
        };
        assert!(over(&shop.done(raised)).iter().all(|(_, over)| !over), "twenty were ordered after all");
    });
}
