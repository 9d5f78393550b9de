//! What rules see is mailed to those whom they name, once, and by the channel that they name.

use super::{arrived, posting, reach, settings};
use crate::rules::watched;
use crate::support::furnished::furnish;
use crate::support::on_both;
use crate::support::post_office::PostOffice;
use holdfast::domain::role::Role;
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
