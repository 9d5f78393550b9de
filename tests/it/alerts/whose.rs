//! Whose an alert is: it goes with its order to whoever looks after that, is told to those who are there, and waits for
//! their hour where it can wait.

use super::{FUTURES, held, moved_to, one, open, steps, watched};
use crate::sales::shop::{anna, moment, playing, promised, read};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::role::{Actor, Role};
use holdfast::services::ANY_VERSION;
use holdfast::services::access::{UserBody, put_user};
use holdfast::services::alerts;
use holdfast::services::contacts::{ContactBody, put_contact};
use holdfast::services::sales::{OrderChange, change_order};
use holdfast::store::outbox::{Filter, Message, messages};
use holdfast::store::{Json, MAIN_PLANT};
use holdfast::text::Lang;
use serde_json::json;

/// Somebody who sells; one who has left is not active.
fn seller(app: &App, name: &str, active: bool, digest_hour: Option<i64>) {
    let (name, roles) = (name.to_owned(), vec![Role::Sales]);
    let display_name = format!("{name} of sales");
    let body = UserBody { display_name, roles, lang: Lang::En, active, password: None };
    let address = Some(format!("{name}@plant.example"));
    let contact = ContactBody { address, digest_hour, ..ContactBody::default() };
    let job = move |tx: &mut holdfast::services::Tx<'_>| {
        let version = holdfast::store::access::user(tx.db, &name)?.map(|known| known.version);
        put_user(tx, &name, &body, Some("$none"), version)?;
        put_contact(tx, &name, &contact, version.map(|_| ANY_VERSION))
    };
    app.command_blocking(&Actor::system(), job).expect("somebody");
}

fn outbox(app: &App) -> Vec<Message> {
    let filter = Filter { limit: 100, ..Filter::default() };
    app.store.read(|db| messages(db, MAIN_PLANT, &filter)).expect("readable")
}

#[test]
fn a_new_owner_of_an_order_takes_over_its_alerts_and_is_told_of_those_that_are_open() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        seller(&app, "anna", true, None);
        seller(&app, "bo", true, None);
        let (id, other) = (promised(&app, 4, "2026-03-13"), promised(&app, 4, "2026-03-13"));
        for line in [&id, &other] {
            held(&app, line, "2026-03-20");
        }
        watched(&app);
        let alert = |order: &str| {
            let found = open(&app).into_iter().find(|alert| alert.facts.order.as_deref() == Some(order));
            one(&app, found.expect("it is open").id)
        };
        let give = |to: Option<&str>| {
            let change = OrderChange { owner: to.map(str::to_owned), ..OrderChange::default() };
            let order = id.order.clone();
            app.command_blocking(&anna(), move |tx| change_order(tx, &order, &change, Some(-1)))
                .expect("changed");
        };
        give(Some("bo"));
        let taken = alert(&id.order);
        assert_eq!(taken.alert.owner.as_deref(), Some("bo"));
        assert_eq!(
            steps(&taken).last().map(|(_, to, template)| (*to, *template)),
            Some(("bo", "promise-will-be-missed"))
        );
        assert_eq!(
            alert(&other.order).alert.owner.as_deref(),
            Some("anna"),
            "another order stays whose it is"
        );
        let mail = outbox(&app).into_iter().find(|row| row.recipient == "bo").expect("a mail");
        assert_eq!((&mail.facts.0["order"], &mail.facts.0["own"]), (&json!(id.order), &json!(true)));
        // A change of something else, or to the same person, tells nobody.
        give(Some("bo"));
        give(None);
        assert_eq!(alert(&id.order).told.len(), taken.told.len());
        // From now on it is told to who looks after it.
        watched(&app);
        let list = json!({ "mine": true });
        let bo = crate::sales::shop::person("bo", Role::Sales);
        let mine = app.ask(&bo, |ask| alerts::list(ask, &read(list.clone()))).expect("readable").items;
        assert_eq!(mine.len(), 1);
        // Without anybody it is everybody's who sells.
        give(Some(""));
        let nobody = alert(&id.order);
        assert_eq!(nobody.alert.owner, None);
        let told = nobody.told.iter().filter(|told| told.step.starts_with("owner-"));
        let mut told: Vec<&str> = told.map(|told| told.recipient.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ["anna", "bo", "bo"]);
    });
}

#[test]
fn what_belongs_to_somebody_who_has_left_is_told_to_those_who_sell() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        seller(&app, "anna", true, None);
        seller(&app, "bo", true, None);
        let id = promised(&app, 4, "2026-03-13");
        seller(&app, "anna", false, None);
        held(&app, &id, "2026-03-20");
        watched(&app);
        let alert = one(&app, open(&app).remove(0).id);
        assert_eq!(
            steps(&alert),
            [("0", "bo", "promise-will-be-missed")],
            "a warning that nobody hears is none"
        );
    });
}

#[test]
fn an_escalation_says_that_nobody_has_acted_and_who_looks_after_it() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        seller(&app, "anna", true, None);
        let planner: UserBody =
            read(json!({ "display_name": "Pavel", "roles": ["planner"], "lang": "en", "active": true }));
        app.command_blocking(&Actor::system(), move |tx| {
            put_user(tx, "pavel", &planner, Some("$none"), None)
        })
        .expect("a planner");
        let id = promised(&app, 4, "2026-03-13");
        held(&app, &id, "2026-03-20");
        watched(&app);
        moved_to(&app, "2026-03-02T04:00:00Z");
        let mail = outbox(&app).into_iter().find(|row| row.recipient == "pavel").expect("a mail");
        let Json(facts) = &mail.facts;
        assert_eq!(
            (&facts["step"], &facts["own"], &facts["owner"]),
            (&json!("1"), &json!(false), &json!("anna of sales"))
        );
        assert_eq!(facts["link"], format!("/?order={}", id.order), "where there is something to see");
    });
}

#[test]
fn what_can_wait_comes_at_the_hour_of_its_readers_digest() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        seller(&app, "anna", true, Some(10));
        seller(&app, "bo", true, None);
        let rule = read(json!({
            "about": "line", "raise": "line.quantity >= 3.0", "severity": "mild",
            "steps": [{ "tell": [{ "role": "sales" }] }],
        }));
        app.command_blocking(&crate::sales::shop::pavel(), move |tx| {
            alerts::put_rule(tx, "large", &rule, None)
        })
        .expect("a rule");
        moved_to(&app, "2026-03-02T00:30:00Z");
        promised(&app, 4, "2026-03-13");
        watched(&app);
        assert_eq!(outbox(&app).len(), 0, "it is half past eight: the next digest is tomorrow's");
        moved_to(&app, "2026-03-03T00:00:00Z");
        let at = |name: &str| {
            let found = outbox(&app).into_iter().find(|row| row.recipient == name);
            found.expect("a digest").not_before
        };
        assert_eq!(at("bo"), moment("2026-03-03T00:00:00Z"), "at eight");
        assert_eq!(at("anna"), moment("2026-03-03T02:00:00Z"), "at ten");
    });
}
