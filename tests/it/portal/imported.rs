//! An order that came with the order book: its page says what the book knows, and not when the book was read.

use super::{Portal, location};
use crate::exchange::{SHOP, example};
use crate::notices::done;
use crate::support::app::Answer;
use crate::support::on_both;
use serde_json::json;

/// An order of the example shop with one line, ordered on Wednesday 10 December, which is being made.
const ORDER: &str = "SO-4204";
/// What its customer calls it: in the order book at the line, and nowhere else.
const THEIRS: &str = "PO/2026/4204";

#[test]
fn an_order_of_the_order_book_has_the_days_of_the_book_and_the_customers_number() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let admin = &portal.shop.admin;
        let upload = admin.request("POST", "/imports?name=week.xlsx");
        let upload = upload.header("content-type", "application/octet-stream").body(example(SHOP));
        let id = done("upload", Answer::of(upload))["id"].clone();
        done("apply", Answer::of(admin.request("POST", &format!("/imports/{id}/apply"))));
        portal.set(&json!({}));
        let (code, _) = portal.access(ORDER);
        let visitor = portal.visitor();
        let page = format!("/portal/orders/{ORDER}");
        assert_eq!(location(&visitor.enter(THEIRS, &code)), page, "by their number");
        let read = || {
            let text = visitor.get(&page).text().expect("a page");
            text.replace("&#x2f;", "/").replace('\u{a0}', " ")
        };
        let text = read();
        let part = |from: &str, to: &str| {
            let after = text.split_once(from).unwrap_or_else(|| panic!("{from}: {text}")).1;
            after.split_once(to).unwrap_or_else(|| panic!("{to}: {after}")).0.to_owned()
        };
        assert_eq!(
            text.matches(&format!("Your order {THEIRS}</span>")).count(),
            1,
            "once, at the top: {text}"
        );
        // It was read on Monday 2 March, and nothing happened on that day.
        let way = part("id=\"way\"", "id=\"lines\"");
        assert!(way.contains("Done Wed 10 Dec 2025"), "{way}");
        let history = part("id=\"history\"", "</section>");
        assert!(history.contains("From our order book") && history.contains("Promised:"), "{history}");
        assert!(history.contains("29 Jan"), "{history}");
        for told in [&way, &history] {
            assert!(!told.contains("Mon 2 Mar") && !told.contains("First promised"), "{told}");
        }
        // What is promised from now on has its day.
        let body = json!({ "date": "2026-03-20", "reason_code": "material-late" });
        let moved = format!("/sales-orders/{ORDER}/lines/20/promise/move");
        done("move", admin.post(&moved, &body));
        let text = read();
        let moved = text.split_once("id=\"history\"").expect("the history").1;
        assert!(moved.contains("Mon 2 Mar") && moved.contains("to Fri 20 Mar"), "{moved}");
        // Mails call it as its customer does.
        visitor.post(&format!("{page}/follow"), &[("mail", "mia@rheintal.example")]);
        let asked = portal.shop.mails(1).remove(0);
        assert!(asked.subject().contains(THEIRS), "{}", asked.subject());
    });
}
