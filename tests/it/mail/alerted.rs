//! What rules see is mailed to those whom they name, once, and by the channel that they name.

use super::{arrived, posted, posting, reach, settings};
use crate::rules::watched;
use crate::sales::shop::{caught_up, pavel, playing, promised, read};
use crate::support::furnished::furnish;
use crate::support::on_both;
use crate::support::post_office::PostOffice;
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::rule::RuleBody;
use holdfast::services::access::{UserBody, put_user};
use holdfast::services::alerts::put_rule;
use holdfast::services::contacts::{ContactBody, put_contact};
use holdfast::services::{ANY_VERSION, Tx};
use holdfast::text::Lang;
use serde_json::json;

#[test]
fn an_alert_is_mailed_to_whom_its_rule_names_and_not_again_when_it_is_looked_at_again() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Planner, "planner@plant.example");
        let admin = test.signed_in(Role::Admin);
        furnish(&admin);
        let large = json!({
            "about": "line", "raise": "line.quantity >= 6.0", "clear_minutes": 0, "severity": "serious",
            "title": { "en": "Large lines", "zh": "大批量行" }, "steps": [{ "tell": [{ "role": "planner" }] }],
        });
        let put = admin.put("/rules/large", &large);
        assert_eq!(put.status, 200, "{}", put.body);
        watched(&test);
        let taken = arrived(&office, 2);
        watched(&test);
        let listed = admin.get("/outbox?limit=500").body;
        let large = listed["items"].as_array().expect("a list").iter();
        let sent: Vec<_> = large.filter(|item| item["template"] == "large").collect();
        assert_eq!(sent.len(), 2, "one for each order: {listed}");
        let alerts = admin.get("/alerts?rule=large").body;
        for alert in alerts["items"].as_array().expect("a list") {
            let order = alert["facts"]["order"].as_str().expect("an order");
            let mail = taken.iter().find(|mail| mail.subject().contains(order));
            let mail = mail.unwrap_or_else(|| panic!("no mail about {order}"));
            assert_eq!(mail.to, ["planner@plant.example"]);
            assert!(mail.bodies().0.contains(order), "{}", mail.bodies().0);
        }
    });
}

#[test]
fn who_looks_after_a_late_line_is_mailed_what_would_help_and_whom_that_costs() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let app = playing(fresh, json!({}), 200);
        posted(&app, &settings(&office));
        app.command_blocking(&Actor::system(), |tx: &mut Tx<'_>| {
            let (display_name, roles) = ("Anna".to_owned(), vec![Role::Sales]);
            let anna = UserBody { display_name, roles, lang: Lang::En, active: true, password: None };
            put_user(tx, "anna", &anna, Some("$none"), None)?;
            let address = Some("anna@plant.example".to_owned());
            put_contact(tx, "anna", &ContactBody { address, ..ContactBody::default() }, None)
        })
        .expect("anna");
        // This plant wants to hear of every doubt, and at once; as shipped, the rule waits for half a working day.
        let doubt = json!({ "probability": 0.7, "clear_probability": 0.8 });
        let at_once: RuleBody = read(json!({ "params": doubt, "steps": [{ "tell": ["owner"] }] }));
        app.command_blocking(&pavel(), move |tx: &mut Tx<'_>| {
            put_rule(tx, "promise-at-risk", &at_once, Some(ANY_VERSION))
        })
        .expect("at once");
        // One mill: two days of work by Tuesday, and more behind it by Wednesday.
        let first = promised(&app, 8, "2026-03-03");
        let second = promised(&app, 15, "2026-03-04");
        caught_up(&app);
        app.planner.wait_for_odds(&app.planner.outlook()).expect("played");
        app.look_at_rules().expect("looked");
        let taken = arrived(&office, 1);
        let about = |order: &str| taken.iter().find(|mail| mail.subject().contains(order)).cloned();
        let mail = about(&second.order).unwrap_or_else(|| panic!("no mail about {second}: {taken:?}"));
        assert_eq!(mail.to, ["anna@plant.example"]);
        let (text, html) = mail.bodies();
        for body in [&text, &html] {
            assert!(body.contains("What could still save it"), "{body}");
            assert!(
                body.contains("Overtime on calendar DAY") && body.contains("then on time with"),
                "{body}"
            );
            assert!(body.contains("costs nobody else"), "{body}");
        }
        // What goes before all other work costs the other one, and says so.
        let costly =
            text.lines().any(|line| line.contains("before all other work") && line.contains(&first.order));
        assert!(costly, "{text}");
    });
}
