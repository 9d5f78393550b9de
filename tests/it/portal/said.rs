//! What customers say, and what the house makes of it.

use super::{Portal, location};
use crate::notices::done;
use crate::support::on_both;
use serde_json::{Value, json};

#[test]
fn a_question_is_asked_once_answered_and_read_at_the_order() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({ "answer_hours": 8, "complaint_hours": 2 }));
        let order = portal.shop.order();
        let visitor = portal.inside(&order);
        let path = format!("/portal/orders/{order}/questions");
        let hostile = "Is it <script>alert(1)</script> on its way? 🚚 {{ 7*7 }}";
        let asked = visitor.post(&path, &[("kind", "question"), ("text", hostile)]);
        assert_eq!(location(&asked), format!("/portal/orders/{order}?said=question"));
        let complained = visitor.post(&path, &[("kind", "complaint"), ("text", "Two were\r\nscratched.")]);
        assert_eq!(location(&complained), format!("/portal/orders/{order}?said=complaint"));
        let all = done("questions", portal.shop.sales.get("/questions"))["items"].clone();
        assert_eq!((&all[0]["text"], &all[0]["kind"]), (&json!(hostile), &json!("question")));
        assert_eq!((&all[1]["text"], &all[1]["kind"]), (&json!("Two were\nscratched."), &json!("complaint")));
        assert!(
            all[1]["answer_by"].as_str() < all[0]["answer_by"].as_str(),
            "complaints are answered sooner"
        );
        let text = visitor.get(&format!("/portal/orders/{order}")).text().expect("a page");
        assert!(!text.contains("<script>alert"), "{text}");
        let id = &all[0]["id"];
        let answer = json!({ "answer": "It leaves tomorrow." });
        let first = portal.shop.sales.post(&format!("/questions/{id}/answer"), &answer);
        assert_eq!(done("answer", first)["answered_by"], "user:sales");
        let again = portal.shop.sales.post(&format!("/questions/{id}/answer"), &answer);
        assert_eq!((again.status, again.code()), (409, "question_answered"));
        let text = visitor.get(&format!("/portal/orders/{order}")).text().expect("a page");
        assert!(text.contains("It leaves tomorrow."), "{text}");
    });
}

#[test]
fn what_says_nothing_or_too_much_is_refused_and_changes_nothing() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let visitor = portal.inside(&order);
        let path = format!("/portal/orders/{order}/questions");
        let long = "守".repeat(2_001);
        for text in ["", " \n\t ", long.as_str(), "\u{0}\u{7}"] {
            assert_eq!(
                visitor.post(&path, &[("text", text)]).status(),
                422,
                "{} characters",
                text.chars().count()
            );
        }
        assert_eq!(
            visitor.post(&path, &[("text", &"x".repeat(100_000))]).status(),
            413,
            "no form is so large"
        );
        assert_eq!(done("questions", portal.shop.sales.get("/questions"))["items"], json!([]));
        for n in 0..10 {
            assert_eq!(visitor.post(&path, &[("text", &format!("Question {n}"))]).status(), 303);
        }
        assert_eq!(
            visitor.post(&path, &[("text", "One more")]).status(),
            422,
            "ten wait for an answer already"
        );
    });
}

#[test]
fn a_change_is_weighed_at_once_and_decided_by_people() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        portal.shop.promise(&order, "2026-03-20");
        let visitor = portal.inside(&order);
        let path = format!("/portal/orders/{order}/changes");
        for (field, form) in [
            ("quantity", vec![("line", "10"), ("quantity", "a dozen")]),
            ("date", vec![("line", "10"), ("date", "soon")]),
            ("date", vec![("line", "10"), ("date", "2020-01-01")]),
            ("line", vec![("quantity", "12")]),
            ("line", vec![("line", "70"), ("quantity", "12")]),
            ("nothing", vec![("line", "10")]),
        ] {
            assert!(visitor.post(&path, &form).status().is_client_error(), "{field}");
        }
        let sent = visitor.post(&path, &[("line", "10"), ("quantity", "12"), ("note", "Two spares, please")]);
        assert_eq!(location(&sent), format!("/portal/orders/{order}?said=change"));
        let all = done("changes", portal.shop.sales.get("/change-requests"))["items"].clone();
        assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
        let one = &all[0];
        assert_eq!((&one["quantity"], &one["asked_by"]), (&json!("12"), &json!("C-1")));
        assert_eq!((&one["made_by"], &one["status"]), (&json!("customer:C-1"), &json!("open")));
        assert!(one["evaluation"]["after"].is_object(), "{one}");
        portal.set(&json!({ "changes": false }));
        assert_eq!(visitor.post(&path, &[("line", "10"), ("quantity", "13")]).status(), 422);
    });
}

#[test]
fn what_a_customer_has_done_is_written_down_and_lifts_nothing() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let (order, other) = (portal.shop.order(), portal.shop.order());
        let hold = |order: &str| {
            let body = json!({ "order": order, "kind": "customer", "milestone": "drawing-approval",
                "expected_release": "2026-03-06" });
            done("hold", portal.shop.sales.post("/holds", &body))["id"].to_string()
        };
        let (own, foreign) = (hold(&order), hold(&other));
        let visitor = portal.inside(&order);
        let path = format!("/portal/orders/{order}/milestones");
        for id in [foreign.as_str(), "999", "", "-1", "1 OR 1=1"] {
            assert_eq!(visitor.post(&path, &[("hold", id)]).status(), 422, "{id}");
        }
        let page = || visitor.get(&format!("/portal/orders/{order}")).text().expect("a page");
        assert!(page().contains("It is your turn."));
        let sent = visitor.post(&path, &[("hold", &own), ("note", "Approved, revision C")]);
        assert_eq!(location(&sent), format!("/portal/orders/{order}?said=milestone"));
        assert!(
            !page().contains("It is your turn.") && !page().contains("Your turn"),
            "it is ours to look at"
        );
        let holds = done("holds", portal.shop.sales.get("/holds"))["items"].clone();
        assert!(
            holds.as_array().expect("a list").iter().all(|hold| hold["released"] == Value::Null),
            "{holds}"
        );
        let seen = done("access", portal.shop.admin.get("/journal?what=hold.said"))["items"].clone();
        assert_eq!(seen.as_array().map(Vec::len), Some(1), "{seen}");
        assert_eq!(seen[0]["actor"], "customer:C-1");
    });
}
