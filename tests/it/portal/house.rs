//! What the house makes of what customers do and want: who is told of it, what they answer, what they print.

use super::{Portal, location};
use crate::notices::done;
use crate::support::app::Answer;
use crate::support::{eventually, on_both};
use holdfast::api;
use holdfast::domain::role::Actor;
use holdfast::store::Failure;
use holdfast::text::Lang;
use serde_json::{Value, json};

impl Portal {
    /// The journal's entries of a kind, as one text.
    fn journal(&self, what: &str) -> String {
        done("journal", self.shop.admin.get(&format!("/journal?what={what}")))["items"].to_string()
    }

    /// The order confirmation as the house gets it, in a language or in the customer's.
    fn confirmation(&self, order: &str, lang: Option<Lang>) -> Result<Vec<u8>, Failure> {
        let app = &self.shop.test.app;
        api::confirmation(app, &Actor::system(), order, lang, "https://holdfast.plant.example")
    }
}

#[test]
fn what_a_customer_calls_done_reaches_whoever_looks_after_it_and_they_can_say_not_yet() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let body = json!({ "order": order, "kind": "customer", "milestone": "drawing-approval",
            "owner": "sales", "expected_release": "2026-03-06" });
        let hold = done("hold", portal.shop.sales.post("/holds", &body));
        assert_eq!((&hold["said_at"], &hold["said_note"]), (&Value::Null, &Value::Null));
        let (visitor, page) = (portal.inside(&order), format!("/portal/orders/{order}"));
        let id = hold["id"].to_string();
        let form = [("hold", id.as_str()), ("note", "Approved, revision C")];
        assert_eq!(visitor.post(&format!("{page}/milestones"), &form).status(), 303);
        let told = eventually("it is told", || portal.alerts("customer-said").pop());
        assert!(told.to_string().contains("Approved, revision C"), "{told}");
        assert_eq!(told["owner"], "sales");
        let seen = done("holds", portal.shop.sales.get("/holds"))["items"][0].clone();
        assert_eq!(seen["said_note"], "Approved, revision C");
        assert!(seen["said_at"].is_string(), "{seen}");
        let detail = done("order", portal.shop.sales.get(&format!("/sales-orders/{order}")));
        assert_eq!(detail["holds"][0]["said_note"], "Approved, revision C", "{detail}");
        assert!(!portal.journal("hold.said").contains("revision C"), "their words are not in the journal");
        // It is ours to look at: nobody is told that the customer is late.
        portal.shop.clock("2026-03-10T00:00:00Z");
        assert_eq!(portal.alerts("milestone-overdue"), Vec::<Value>::new());
        assert_eq!(portal.alerts("customer-said").len(), 1);
        let on = |deed: &str| {
            let request = portal.shop.sales.request("POST", &format!("/holds/{id}/{deed}"));
            Answer::of(request.header("if-match", "*").json(&Value::Null))
        };
        let asked = done("not yet", on("not-yet"));
        assert_eq!((&asked["said_at"], &asked["released"]), (&Value::Null, &Value::Null));
        assert!(visitor.get(&page).text().expect("a page").contains("name=\"hold\""), "they are asked again");
        eventually("it is over", || portal.alerts("customer-said").is_empty().then_some(()));
        assert_eq!(portal.alerts("milestone-overdue").len(), 1, "it is the customer who is late now");
        let twice = on("not-yet");
        assert_eq!((twice.status, twice.code()), (409, "hold_not_said"));
        assert_eq!(visitor.post(&format!("{page}/milestones"), &form).status(), 303, "said once more");
        done("lift", on("lift"));
        eventually("it is over", || portal.alerts("customer-said").is_empty().then_some(()));
    });
}

#[test]
fn a_change_that_a_customer_wants_is_told_until_it_is_decided_and_the_reason_stays_in_the_house() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let (order, other) = (portal.shop.order(), portal.shop.order());
        portal.shop.promise(&order, "2026-03-20");
        portal.shop.promise(&other, "2026-03-20");
        let heard = json!({ "quantity": "12", "asked_by": "Ms Li, by phone" });
        let path = format!("/sales-orders/{other}/lines/10/change-requests");
        done("change", portal.shop.sales.post(&path, &heard));
        let (visitor, page) = (portal.inside(&order), format!("/portal/orders/{order}"));
        let wish = |quantity: &str| {
            let form = [("line", "10"), ("quantity", quantity), ("note", "Two spares, please")];
            assert_eq!(visitor.post(&format!("{page}/changes"), &form).status(), 303);
            let all = done("changes", portal.shop.sales.get("/change-requests?status=open"))["items"].clone();
            let own =
                all.as_array().expect("a list").iter().find(|one| one["order"] == json!(order)).cloned();
            own.expect("it waits")["id"].to_string()
        };
        let decline =
            |id: &str, body: &Value| portal.shop.sales.post(&format!("/change-requests/{id}/decline"), body);
        let first = wish("13");
        let told = eventually("it is told", || portal.alerts("change-asked").pop());
        assert!(told.to_string().contains("a quantity of 13"), "{told}");
        assert!(told.to_string().contains("Two spares, please"), "{told}");
        assert_eq!(portal.alerts("change-asked").len(), 1, "what we wrote down ourselves we know");
        let bosch = "We need the mill for Bosch";
        let long = decline(&first, &json!({ "reason": bosch, "answer": "x".repeat(2_001) }));
        assert_eq!((long.status, long.code()), (422, "text_too_long"));
        let answered = json!({ "reason": bosch, "answer": "Ten is what we can make by then." });
        let declined = done("decline", decline(&first, &answered));
        assert_eq!((&declined["reason"], &declined["answer"]), (&answered["reason"], &answered["answer"]));
        eventually("it is over", || portal.alerts("change-asked").is_empty().then_some(()));
        let second = wish("14");
        let silent = json!({ "reason": "Their last invoice is not paid" });
        done("decline", decline(&second, &silent));
        let text = visitor.get(&page).text().expect("a page");
        assert!(text.contains("Ten is what we can make by then."), "{text}");
        assert!(!text.contains("Bosch") && !text.contains("invoice"), "{text}");
        for what in ["change-request.entered", "change-request.declined"] {
            let journal = portal.journal(what);
            assert!(journal.contains("\"request\""), "{journal}");
            for words in ["spares", "Bosch", "invoice", "Ten is"] {
                assert!(!journal.contains(words), "{words}: {journal}");
            }
        }
    });
}

#[test]
fn the_house_prints_the_confirmation_and_whoever_came_by_a_link_is_not_told_the_code() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let (code, _) = portal.access(&order);
        let unknown = portal.shop.sales.get(&format!("/sales-orders/{order}/confirmation.pdf"));
        assert_eq!((unknown.status, unknown.code()), (409, "no_public_address"), "nobody said where it is");
        let paper = portal.confirmation(&order, None).expect("a paper");
        assert!(paper.starts_with(b"%PDF-"));
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| portal.confirmation(&order, Some(lang)).expect("one"));
        assert_ne!(zh, paper, "in the language asked for");
        assert_eq!(en.len(), paper.len(), "or in theirs");
        assert!(portal.confirmation("SO-99-99999", None).is_err());
        let shown = format!("/portal/orders/{order}/confirmation");
        let by_link = portal.inside(&order).get(&shown).text().expect("a page");
        assert!(by_link.contains(&order) && !by_link.contains(&code), "a link ends, the code does not");
        let by_code = portal.visitor();
        assert_eq!(location(&by_code.enter(&order, &code)), format!("/portal/orders/{order}"));
        assert!(by_code.get(&shown).text().expect("a page").contains(&code), "they have it anyway");
        let closing = format!("/sales-orders/{order}/portal-access");
        done("close", portal.shop.sales.put(&closing, &json!({ "closed": true })));
        let closed = portal.confirmation(&order, None).expect("a confirmation is one without the portal too");
        assert!(closed.len() < paper.len(), "without code and address");
    });
}
