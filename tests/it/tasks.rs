//! Tasks: whose work is handed on to whom, who hears of it when nobody does it, and that facts alone say it is done.

use crate::rules::{count, moved_to, watched};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::furnished::furnish;
use crate::support::on_both;
use holdfast::domain::role::Role;
use serde_json::{Value, json};

fn tasks(person: &Person, query: &str) -> Vec<Value> {
    let listed = person.get(&format!("/tasks?limit=200{query}"));
    assert_eq!(listed.status, 200, "{}", listed.body);
    listed.body["items"].as_array().expect("a list").clone()
}

fn handed(person: &Person, id: &Value, to: Value) -> Answer {
    person.post(&format!("/tasks/{id}/delegate"), &json!({ "to": to, "note": "I am away until Thursday" }))
}

/// A stage's task of the planners'.
fn planners_task(planner: &Person) -> Value {
    let all = tasks(planner, "&role=planner");
    all.into_iter().find(|task| task["kind"] == "stage" && task["about"] == "planned").expect("a task")
}

#[test]
fn work_is_handed_on_to_a_person_who_is_told_and_finds_it_among_their_own() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let (admin, planner) = (app.signed_in(Role::Admin), app.signed_in(Role::Planner));
        let (lead, dispatch) = (app.signed_in(Role::FloorLead), app.signed_in(Role::Dispatch));
        furnish(&admin);
        let task = planners_task(&planner);
        let id = &task["id"];
        let refused = handed(&dispatch, id, json!("dispatch"));
        assert_eq!((refused.status, refused.code()), (403, "task_not_yours"), "{}", refused.body);
        let nobody = handed(&planner, id, json!("flor-lead"));
        assert_eq!((nobody.code(), &nobody.body["field"]), ("unknown", &json!("to")), "{}", nobody.body);
        assert!(
            nobody.body["detail"].as_str().is_some_and(|text| text.contains("floor-lead")),
            "{}",
            nobody.body
        );
        assert_eq!(handed(&planner, &json!(99_999), json!("sales")).status, 404);
        let given = handed(&planner, id, json!("floor-lead"));
        assert_eq!((given.status, &given.body["owner"]), (201, &json!("floor-lead")), "{}", given.body);
        assert_eq!((&given.body["hours"], &given.body["opened_at"]), (&task["hours"], &task["opened_at"]));
        let is_mine = |person: &Person| tasks(person, "&mine=true").iter().any(|mine| mine["id"] == *id);
        assert!(is_mine(&lead) && !is_mine(&planner));
        let sent = admin.get("/outbox?limit=100").body;
        let sent = sent["items"].as_array().expect("a list").iter();
        let told: Vec<_> = sent.filter(|message| message["template"] == "task").collect();
        assert_eq!((told.len(), &told[0]["to"]), (1, &json!("floor-lead")), "{told:?}");
        let journal = admin.get("/journal?what=task.delegated").body;
        assert_eq!(journal["items"][0]["body"]["note"], "I am away until Thursday", "{journal}");
        // Whoever has it may hand it on, or back to whoever is of the role.
        assert_eq!(handed(&lead, id, Value::Null).body["owner"], Value::Null);
        assert!(is_mine(&planner));
    });
}

#[test]
fn work_that_nobody_does_is_told_to_the_next_person_and_then_by_the_next_channel_in_working_hours() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let (admin, planner) = (app.signed_in(Role::Admin), app.signed_in(Role::Planner));
        furnish(&admin);
        let steps = json!({ "steps": [
            { "tell": ["owner"] },
            { "after_hours": 8, "tell": [{ "role": "planner" }] },
            { "after_hours": 16, "tell": [{ "channel": "shop-group" }], "by": "we-com" },
        ] });
        assert_eq!(admin.put("/rules/stage-overdue", &steps).status, 200);
        let task = planners_task(&planner);
        assert_eq!(handed(&planner, &task["id"], json!("floor-lead")).status, 201);
        let subject = format!("task:{}", task["id"]);
        let alert = |person: &Person| {
            let all = person.get("/alerts?rule=stage-overdue&limit=200").body;
            let one = all["items"].as_array().expect("a list").iter().find(|one| one["subject"] == subject);
            one.map(|one| person.get(&format!("/alerts/{}", one["id"])).body)
        };
        let told = |person: &Person| -> Vec<(String, String)> {
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            let told = alert(person).expect("it is overdue")["told"].clone();
            let told = told.as_array().expect("a list").iter();
            told.map(|told| (text(&told["recipient"]), text(&told["channel"]))).collect()
        };
        // Eight working hours from Monday morning on.
        moved_to(&app, &admin, "2026-03-02T08:00:00Z");
        assert!(alert(&admin).is_none(), "the hours are just over");
        moved_to(&app, &admin, "2026-03-03T00:00:00Z");
        let mut whom = vec![("floor-lead".to_owned(), "mail".to_owned())];
        assert_eq!(told(&admin), whom);
        // Who has it is ill, and hands it on: the one who has it now is told, and nobody else again.
        let lead = app.signed_in(Role::FloorLead);
        assert_eq!(handed(&lead, &task["id"], json!("sales")).status, 201);
        whom.push(("sales".to_owned(), "mail".to_owned()));
        assert_eq!((told(&admin), &alert(&admin).expect("open")["owner"]), (whom.clone(), &json!("sales")));
        moved_to(&app, &admin, "2026-03-03T07:59:00Z");
        assert_eq!(told(&admin), whom);
        moved_to(&app, &admin, "2026-03-03T08:00:00Z");
        whom.push(("planner".to_owned(), "mail".to_owned()));
        assert_eq!(told(&admin), whom, "eight working hours later");
        moved_to(&app, &admin, "2026-03-04T08:00:00Z");
        whom.push(("shop-group".to_owned(), "we-com".to_owned()));
        assert_eq!(told(&admin), whom);
        // The facts say that it is done: the order is given up.
        let order = task["order_no"].as_str().expect("a number");
        let cancel = admin.request("POST", &format!("/sales-orders/{order}/cancel")).header("if-match", "*");
        let cancelled = Answer::of(cancel.json(&json!({ "note": "no longer wanted" })));
        assert!((200..300).contains(&cancelled.status), "{}", cancelled.body);
        watched(&app);
        assert!(alert(&admin).is_none() && !tasks(&admin, "").iter().any(|one| one["id"] == task["id"]));
        let over = handed(&planner, &task["id"], json!("planner"));
        assert_eq!((over.status, over.code()), (409, "task_done"));
        assert_eq!(count(&admin, "rule-broken"), 0);
    });
}
