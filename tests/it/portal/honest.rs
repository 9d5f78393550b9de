//! What the page says where the shop does not know, where a day will be missed, and where nothing is to come.

use super::Portal;
use crate::notices::done;
use crate::sales::shop::caught_up;
use crate::support::app::Answer;
use crate::support::{Fresh, on_both};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::{Connection, PgConnection, RunQueryDsl};
use serde_json::json;

/// A picture of one dot.
const DOT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

impl Portal {
    /// A page of an order, as text.
    fn reads(&self, order: &str, paper: &str) -> String {
        caught_up(&self.shop.test.app);
        let page = self.inside(order).get(&format!("/portal/orders/{order}{paper}"));
        page.text().expect("a page").replace("&#x2f;", "/")
    }
}

#[test]
fn a_day_that_the_plan_misses_is_not_said_to_be_kept_and_the_confirmation_says_what_was_promised() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        portal.shop.promise(&order, "2026-03-06");
        assert!(portal.reads(&order, "").contains("as promised"));
        portal.shop.clock("2026-03-09T00:30:00Z");
        let page = portal.reads(&order, "");
        assert!(!page.contains("as promised"), "{page}");
        assert!(page.contains("later than promised"), "{page}");
        let paper = portal.reads(&order, "/confirmation");
        assert!(paper.contains("6 March 2026") && paper.contains("Promised"), "{paper}");
        assert!(!paper.contains("9 March 2026"), "a confirmation confirms no forecast: {paper}");
    });
}

#[test]
fn papers_as_files_have_the_shops_logo() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let file = |portal: &Portal| {
            let file = portal.inside(&order).get(&format!("/portal/orders/{order}/confirmation.pdf"));
            file.bytes().expect("a file")
        };
        let has_picture =
            |file: &[u8]| file.windows(b"/Subtype /Image".len()).any(|part| part == b"/Subtype /Image");
        assert!(!has_picture(&file(&portal)));
        let set = portal.shop.admin.request("POST", "/portal-logo");
        let logo = STANDARD.decode(DOT).expect("base64");
        done("logo", Answer::of(set.header("content-type", "image/png").body(logo)));
        assert!(has_picture(&file(&portal)));
        // What only begins like a picture spoils no paper.
        let set = portal.shop.admin.request("POST", "/portal-logo");
        let none = b"\x89PNG\r\n\x1a\nnothing".to_vec();
        done("logo", Answer::of(set.header("content-type", "image/png").body(none)));
        assert!(file(&portal).starts_with(b"%PDF"));
    });
}

#[test]
fn work_of_which_nobody_reports_is_planned_and_no_more_on_the_page_the_list_and_the_paper() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({ "stale_hours": 8 }));
        let order = portal.shop.order();
        portal.shop.promise(&order, "2026-03-20");
        let admin = &portal.shop.admin;
        let work = json!({ "number": "MO-1", "item": "P-1", "quantity": "10",
            "line": { "order": order, "line": "10" } });
        done("work", admin.post("/work-orders", &work));
        let report = json!({ "id": "00000000-0000-4000-8000-000000000001", "device": "D-1",
            "work_order": "MO-1", "operation": "10", "kind": "start", "at": "2026-03-02T01:00:00Z" });
        portal.shop.clock("2026-03-02T03:00:00Z");
        done("start", admin.post("/reports", &report));
        let report = json!({ "id": "00000000-0000-4000-8000-000000000002", "device": "D-1",
            "work_order": "MO-1", "operation": "10", "kind": "good", "good": "4",
            "at": "2026-03-02T03:00:00Z" });
        done("good", admin.post("/reports", &report));
        let page = portal.reads(&order, "");
        assert!(page.contains("as promised") && page.contains("4 of 10"), "{page}");
        portal.shop.clock("2026-03-04T02:00:00Z");
        let page = portal.reads(&order, "");
        assert!(page.contains("No recent news from our workshop"), "{page}");
        assert!(page.contains("Planned to ship") && !page.contains("as promised"), "{page}");
        assert!(!page.contains("to keep this day"), "no odds of what nobody knows: {page}");
        assert!(page.contains("As of Mon 2 Mar, 11:00"), "when it was known: {page}");
        let paper = portal.reads(&order, "/status");
        assert!(paper.contains("We have no recent report on it"), "{paper}");
    });
}

#[test]
fn a_line_that_was_given_up_has_no_way_and_asks_for_nothing() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let line = json!({ "item": "P-1", "quantity": "10", "requested_date": "2026-03-20" });
        let body = json!({ "customer": "C-1", "lines": [line, line] });
        let made = done("order", portal.shop.sales.post("/sales-orders", &body));
        let order = made["number"].as_str().expect("a number");
        let hold = json!({ "order": order, "line": "20", "kind": "customer", "milestone": "deposit" });
        done("hold", portal.shop.sales.post("/holds", &hold));
        assert!(portal.reads(order, "").contains("Pay the deposit"));
        let why = json!({ "note": "they buy it elsewhere" });
        let version =
            done("order", portal.shop.sales.get(&format!("/sales-orders/{order}")))["version"].to_string();
        let cancel = portal.shop.sales.request("POST", &format!("/sales-orders/{order}/lines/20/cancel"));
        done("cancel", Answer::of(cancel.header("if-match", version).json(&why)));
        let page = portal.reads(order, "");
        assert!(!page.contains("Pay the deposit"), "{page}");
        assert_eq!(page.matches("Progress of this line").count(), 1, "{page}");
    });
}

#[test]
fn whoever_is_put_out_is_out_with_the_answer_whatever_else_is_being_written() {
    let put_out = |fresh: &Fresh, busy: &mut dyn FnMut()| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let visitor = portal.inside(&order);
        let page = format!("/portal/orders/{order}");
        assert_eq!(visitor.get(&page).status(), 200);
        busy();
        assert_eq!(visitor.get(&page).status(), 200);
        let path = format!("/sales-orders/{order}/portal-access");
        done("closed", portal.shop.sales.put(&path, &json!({ "closed": true })));
        assert_eq!(visitor.get(&page).status(), 404, "{}", fresh.name);
    };
    put_out(&Fresh::sqlite(), &mut || ());
    let fresh = Fresh::postgres();
    // Somebody else's transaction, which is older and goes on: what is stored after it is not settled before it ends.
    let mut other = PgConnection::establish(&fresh.url).expect("the server answers");
    put_out(&fresh, &mut || {
        for sql in ["BEGIN", "SELECT pg_current_xact_id()"] {
            diesel::sql_query(sql).execute(&mut other).expect("it is begun");
        }
    });
}
