//! Whom a mail goes to: as things stand when it is sent.

use super::{posting, put_in, reach, settings, standing, until, warning};
use crate::support::on_both;
use crate::support::post_office::PostOffice;
use holdfast::domain::role::Role;
use serde_json::{Value, json};

#[test]
fn people_say_for_themselves_how_they_are_reached() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        let (sales, planner, admin) =
            (test.signed_in(Role::Sales), test.signed_in(Role::Planner), test.signed_in(Role::Admin));
        let before = sales.get("/people/sales/contact");
        assert_eq!(
            (before.status, &before.body["address"], &before.body["version"]),
            (200, &Value::Null, &json!(0))
        );
        let body = json!({ "address": "anna@plant.example", "lang": "zh", "quiet": { "from": "20:00", "to": "07:00" },
            "stand_in": { "name": "planner", "from": "2026-03-09", "to": "2026-03-13" }, "digest_hour": 7 });
        let put = sales.put("/people/sales/contact", &body);
        assert_eq!(put.status, 200, "{}", put.body);
        assert_eq!(put.body["quiet"], json!({ "from": "20:00", "to": "07:00" }));
        assert_eq!(admin.get("/users/sales").body["lang"], "zh");
        let others = planner.put("/people/sales/contact", &json!({ "address": "mine@plant.example" }));
        assert_eq!((others.status, others.code()), (403, "not_allowed"));
        assert_eq!(planner.get("/people/sales/contact").status, 403);
        assert_eq!(planner.get("/people").status, 403);
        let all = admin.get("/people").body;
        let own = all["items"].as_array().expect("a list").iter().find(|one| one["name"] == "sales").cloned();
        assert_eq!(own.expect("sales")["address"], "anna@plant.example");
        let journal = admin.get("/journal?what=contact.changed").body;
        let changed = &journal["items"][0]["body"]["changed"];
        assert_eq!(changed, &json!(["address", "lang", "quiet", "stand-in", "digest-hour"]), "{journal}");
        assert!(!journal.to_string().contains("anna@plant.example"), "an address is nobody else's business");
    });
}

#[test]
fn what_is_wrong_with_a_contact_is_named() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        let sales = test.signed_in(Role::Sales);
        for (body, code, field) in [
            (json!({ "address": "anna" }), "address_invalid", "address"),
            (json!({ "address": "Anna <anna@plant.example>" }), "address_invalid", "address"),
            (json!({ "address": "a@b.example\r\nBcc: c@d.example" }), "invalid_value", "address"),
            (json!({ "quiet": { "from": "8pm", "to": "07:00" } }), "quiet_hours_invalid", "quiet.from"),
            (json!({ "quiet": { "from": "07:00", "to": "07:00" } }), "quiet_hours_invalid", "quiet.to"),
            (
                json!({ "stand_in": { "name": "nobody", "from": "2026-03-09", "to": "2026-03-13" } }),
                "stand_in_invalid",
                "stand_in.name",
            ),
            (
                json!({ "stand_in": { "name": "sales", "from": "2026-03-09", "to": "2026-03-13" } }),
                "stand_in_invalid",
                "stand_in.name",
            ),
            (
                json!({ "stand_in": { "name": "planner", "from": "2026-03-13", "to": "2026-03-09" } }),
                "stand_in_invalid",
                "stand_in.to",
            ),
            (json!({ "digest_hour": 24 }), "invalid_value", "digest_hour"),
        ] {
            let refused = sales.put("/people/sales/contact", &body);
            assert_eq!(refused.status, 422, "{body}: {}", refused.body);
            assert_eq!(refused.body["field"], field, "{body}: {}", refused.body);
            assert!(field == "address" || refused.code() == code, "{body}: {}", refused.body);
        }
        assert_eq!(sales.get("/people/sales/contact").body["version"], 0);
        assert_eq!(sales.put("/people/nobody/contact", &json!({})).status, 403);
        assert_eq!(test.signed_in(Role::Admin).put("/people/nobody/contact", &json!({})).status, 404);
    });
}

#[test]
fn who_stands_in_gets_the_mail_in_their_own_language() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        let admin = test.signed_in(Role::Admin);
        // The plant's clock stands at Monday, 2 March.
        let away = |name: &str, from: &str, to: &str| json!({ "address": "away@plant.example", "stand_in": { "name": name, "from": from, "to": to } });
        assert_eq!(
            admin.put("/people/sales/contact", &away("planner", "2026-03-02", "2026-03-02")).status,
            200
        );
        assert_eq!(
            admin.put("/people/planner/contact", &away("dispatch", "2026-02-01", "2026-03-31")).status,
            200
        );
        // A circle ends where it began.
        let circle = json!({ "address": "dispatch@plant.example", "lang": "zh",
            "stand_in": { "name": "sales", "from": "2026-02-01", "to": "2026-03-31" } });
        assert_eq!(admin.put("/people/dispatch/contact", &circle).status, 200);
        put_in(&test, &warning("alert:1:1:sales:mail", "sales"));
        let sent = until(&test, "alert:1:1:sales:mail", "sent");
        assert_eq!((&sent["to"], &sent["sent_to"]), (&json!("sales"), &json!("dispatch")));
        let mail = office.taken().remove(0);
        assert_eq!(mail.to, ["dispatch@plant.example"]);
        assert_eq!(
            mail.subject(),
            "SO-26-00017 第 10 行、Acme Pumps：预计晚 4 天：3月10日 周二，原定 3月6日 周五"
        );
        let (text, _) = mail.bodies();
        assert!(text.contains("您正在代替 sales。") && text.contains("主轴轴承"), "{text}");
        // What the customer may be told stays in the customer's language.
        assert!(text.contains("we expect 40 pcs Pump shaft to leave on Tuesday"), "{text}");
    });
}

#[test]
fn quiet_hours_keep_all_but_urgent_mail_until_morning() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        let admin = test.signed_in(Role::Admin);
        // The plant's clock stands at eight in the morning, in Shanghai.
        let quiet = json!({ "address": "sales@plant.example", "quiet": { "from": "22:00", "to": "09:30" } });
        assert_eq!(admin.put("/people/sales/contact", &quiet).status, 200);
        let mut urgent = warning("alert:2:1:sales:mail", "sales");
        urgent.facts["severity"] = json!("urgent");
        put_in(&test, &warning("alert:1:1:sales:mail", "sales"));
        put_in(&test, &urgent);
        until(&test, "alert:2:1:sales:mail", "sent");
        let waits = crate::support::eventually("it waits", || {
            Some(standing(&test, "alert:1:1:sales:mail"))
                .filter(|now| now["not_before"] == "2026-03-02T01:30:00Z")
        });
        assert_eq!((&waits["state"], &waits["attempts"]), (&json!("pending"), &json!(0)));
        assert_eq!(office.taken().len(), 1);
        let moved = admin.put("/clock", &json!({ "now": "2026-03-02T01:30:00Z" }));
        assert_eq!(moved.status, 200, "{}", moved.body);
        until(&test, "alert:1:1:sales:mail", "sent");
    });
}

#[test]
fn nobody_to_mail_to_is_seen_and_stops_nothing() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, "sales@plant.example");
        for (key, to) in [("1", "nobody"), ("2", "planner"), ("3", "sales")] {
            put_in(&test, &warning(key, to));
        }
        assert_eq!(until(&test, "1", "failed")["error"]["code"], "unknown-recipient");
        let no_address = until(&test, "2", "failed");
        assert_eq!(no_address["error"]["code"], "no-address");
        assert!(no_address["error"]["text"].as_str().expect("words").contains("address"));
        until(&test, "3", "sent");
    });
}
