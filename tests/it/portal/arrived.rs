//! From the dispatch to what the customer thinks of it, and who hears of that.

use super::{Portal, location};
use crate::notices::done;
use crate::sales::shop::caught_up;
use crate::support::app::Answer;
use crate::support::{eventually, on_both};
use serde_json::{Value, json};

impl Portal {
    /// Has so many of an order leave, and arrive.
    pub fn deliver(&self, order: &str, quantity: &str) {
        let admin = &self.shop.admin;
        done(
            "supplier",
            Answer::of(admin.request("PUT", &format!("/suppliers/S-{order}-{quantity}")).json(&json!({}))),
        );
        let buy = json!({ "supplier": format!("S-{order}-{quantity}"), "lines": [{ "item": "P-1", "quantity": quantity }] });
        let bought = done("buy", admin.post("/purchase-orders", &buy));
        let came =
            format!("/purchase-orders/{}/lines/10/receipts", bought["number"].as_str().expect("a number"));
        let receipt = json!({ "id": format!("r-{order}-{quantity}"), "quantity": quantity, "lot": format!("L-{order}-{quantity}") });
        done("receipt", admin.post(&came, &receipt));
        let line = json!({ "order": order, "line": "10", "quantity": quantity });
        let note = json!({ "customer": "C-1", "carrier": "DHL <b>", "tracking": "0034-1", "lines": [line] });
        let note = done("note", admin.post("/dispatch-notes", &note));
        let number = note["number"].as_str().expect("a number").to_owned();
        done("dispatch", admin.post(&format!("/dispatch-notes/{number}/dispatch"), &json!({})));
        done("deliver", admin.post(&format!("/dispatch-notes/{number}/deliver"), &json!({})));
    }

    /// The open alerts of a rule.
    pub fn alerts(&self, rule: &str) -> Vec<Value> {
        caught_up(&self.shop.test.app);
        self.shop.test.app.look_at_rules().expect("looked");
        let all = done("alerts", self.shop.admin.get("/alerts"))["items"].clone();
        let of_rule = |alert: &&Value| alert["rule"] == rule;
        all.as_array().expect("a list").iter().filter(of_rule).cloned().collect()
    }
}

#[test]
fn what_arrived_is_asked_about_once_and_a_low_score_is_told_with_the_record_until_somebody_saw_it() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({ "survey": { "ask": ["nps", "ces"] } }));
        let order = portal.shop.order();
        portal.shop.promise(&order, "2026-03-20");
        portal.shop.shift(&order, "2026-03-24", "material-late");
        let visitor = portal.inside(&order);
        let (page, survey) = (format!("/portal/orders/{order}"), format!("/portal/orders/{order}/survey"));
        assert_eq!(visitor.post(&survey, &[("nps", "3")]).status(), 422, "nothing has arrived");
        portal.deliver(&order, "10");
        let text = visitor.get(&page).text().expect("a page");
        assert!(text.contains("0034-1") && text.contains("DHL &lt;b&gt;"), "{text}");
        for bad in [("nps", "11"), ("nps", "-1"), ("nps", "ten"), ("ces", "7")] {
            assert_eq!(visitor.post(&survey, &[bad]).status(), 422, "{bad:?}");
        }
        let said = [("nps", "3"), ("ces", "7"), ("comment", "Late, and <i>nobody</i> said so. 😐")];
        assert_eq!(location(&visitor.post(&survey, &said)), format!("{page}?said=survey"));
        assert_eq!(visitor.post(&survey, &[("nps", "10")]).status(), 422, "once");
        let all = done("surveys", portal.shop.sales.get("/surveys"));
        assert_eq!((&all["nps"], &all["items"][0]["low"]), (&json!(-100), &json!(true)));
        let told = eventually("the low score is told", || portal.alerts("low-score").pop());
        let words = told["text"].to_string() + &told["title"].to_string() + &told.to_string();
        for part in ["NPS 3", "2026-03-20", "2026-03-24", "nobody"] {
            assert!(words.contains(part), "{part}: {told}");
        }
        done("seen", portal.shop.sales.post(&format!("/sales-orders/{order}/survey/seen"), &Value::Null));
        eventually("it is over", || portal.alerts("low-score").is_empty().then_some(()));
    });
}

#[test]
fn a_survey_that_was_open_for_its_days_is_over() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({ "survey": { "ask": ["nps"], "open_days": 5 } }));
        let (order, other) = (portal.shop.order(), portal.shop.order());
        for order in [&order, &other] {
            portal.deliver(order, "10");
        }
        let late = |order: &str, nps: &str| {
            portal.inside(order).post(&format!("/portal/orders/{order}/survey"), &[("nps", nps)]).status()
        };
        portal.shop.clock("2026-03-07T00:00:00Z");
        assert_eq!(late(&order, "9"), 303, "the fifth day");
        portal.shop.clock("2026-03-08T00:00:00Z");
        assert_eq!(late(&other, "9"), 422);
        let all = done("surveys", portal.shop.sales.get("/surveys"))["items"].clone();
        assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
    });
}

#[test]
fn a_complaint_is_told_until_it_is_answered() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let visitor = portal.inside(&order);
        let path = format!("/portal/orders/{order}/questions");
        assert_eq!(
            visitor.post(&path, &[("kind", "complaint"), ("text", "Two were scratched.")]).status(),
            303
        );
        let told = eventually("the complaint is told", || portal.alerts("complaint").pop());
        assert!(told.to_string().contains("Two were scratched."), "{told}");
        let asked = done("questions", portal.shop.sales.get("/questions"))["items"][0]["id"].clone();
        done(
            "answer",
            portal.shop.sales.post(
                &format!("/questions/{asked}/answer"),
                &json!({ "answer": "Two new ones leave today." }),
            ),
        );
        eventually("it is over", || portal.alerts("complaint").is_empty().then_some(()));
    });
}

#[test]
fn a_day_that_was_promised_for_the_arrival_is_told_as_one() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let line = json!({ "item": "P-1", "quantity": "10", "requested_date": "2026-04-17", "date_basis": "arrival" });
        let body = json!({ "customer": "C-1", "owner": "sales", "lines": [line] });
        let made = done("order", portal.shop.sales.post("/sales-orders", &body));
        let order = made["number"].as_str().expect("a number");
        portal.shop.promise(order, "2026-04-17");
        let visitor = portal.inside(order);
        let page = visitor.get(&format!("/portal/orders/{order}")).text().expect("a page");
        assert!(page.contains("Arrives ") && page.contains("Friday 17 April"), "{page}");
        assert!(!page.contains("Ships "), "{page}");
    });
}
