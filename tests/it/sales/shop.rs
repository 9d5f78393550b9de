//! A small shop for the tests of sales: one mill, one part of an hour, two customers, people with their roles.

use crate::support::Fresh;
use holdfast::app::{App, Clock};
use holdfast::domain::refusal::Refusal;
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::sales::LineId;
use holdfast::domain::value::{Amount, Day, Moment};
use holdfast::planning::follow::Pace;
use holdfast::services::Plainly;
use holdfast::services::promise::{PromiseBody, make};
use holdfast::services::sales::{self, NewLine, NewOrder};
use holdfast::store::master::{customers, items, making, resources, settings};
use holdfast::store::{Failure, JournalFilter, Json, MAIN_PLANT, journal_before, plant};
use holdfast::text::Lang;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Monday, eight in the morning in Shanghai.
pub const NOW: &str = "2026-03-02T00:00:00Z";

/// The running product on a small shop whose policies are `policies`.
pub fn shop(fresh: &Fresh, policies: Value) -> App {
    shop_at(fresh, policies, Duration::from_millis(1))
}

/// The same with so many futures of every plan.
pub fn playing(fresh: &Fresh, policies: Value, futures: u32) -> App {
    shop_of(fresh, policies, Pace { least: Duration::from_millis(1), improve: 4, futures, asked: false })
}

/// The same with so much time at least between two plans.
pub fn shop_at(fresh: &Fresh, policies: Value, least: Duration) -> App {
    shop_of(fresh, policies, Pace { least, improve: 0, futures: 0, asked: false })
}

fn shop_of(fresh: &Fresh, policies: Value, pace: Pace) -> App {
    fresh
        .store
        .write_blocking(move |db| {
            let main = plant(db, MAIN_PLANT)?;
            let set: settings::PlantSettings = read(json!({
                "sheet": { "zone": "Asia/Shanghai", "holidays": "none", "buffer_days": 0 },
                "policies": policies,
            }));
            settings::put(db, &main, &set)?;
            for (code, part) in [("ACME", "A-77"), ("BOLT", "B-5")] {
                let fields = read(json!({ "name": format!("{code} Ltd"), "short_tolerance_percent": "10" }));
                customers::put(db, &customers::Row { code: code.into(), fields, active: true, version: 1 })?;
                let own =
                    customers::PartRow { customer: code.into(), part: part.into(), item: "SHAFT".into() };
                customers::put_parts(db, code, &[own])?;
            }
            let fields: items::Fields = read(json!({ "source": "make", "description": "Shaft" }));
            items::put(db, &items::Row { code: "SHAFT".into(), fields, active: true, version: 1 })?;
            let mut shift: resources::ShiftRow = read(json!({
                "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"], "from_time": "08:00:00",
                "to_time": "16:00:00", "holidays": "none",
            }));
            (shift.plant_id, shift.calendar, shift.position) = (MAIN_PLANT, "DAY".into(), 1);
            resources::put_shifts(db, MAIN_PLANT, "DAY", &[shift])?;
            let fields = read(json!({ "calendar": "DAY", "machines": 1 }));
            let mill = resources::Row {
                plant_id: MAIN_PLANT,
                code: "MILL".into(),
                fields,
                last_report: None,
                active: true,
                version: 1,
            };
            resources::put_work_centre(db, &mill)?;
            let mut milling: making::OperationRow = read(json!({
                "operation": "10", "name": "Mill", "work_centre": "MILL", "run_minutes": "60",
            }));
            (milling.item, milling.position) = ("SHAFT".into(), 1);
            making::put_routing(db, "SHAFT", &[milling])?;
            Ok(())
        })
        .expect("the shop is set up");
    let now = Arc::new(Mutex::new(moment(NOW)));
    App::open_with(&fresh.url, Clock::Manual(now), pace).expect("the product starts")
}

pub fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("as the type has it")
}

pub fn moment(text: &str) -> Moment {
    read(json!(text))
}

pub fn day(text: &str) -> Day {
    read(json!(text))
}

/// A person with one role.
pub fn person(name: &str, role: Role) -> Actor {
    Actor {
        name: format!("user:{name}"),
        rights: role.rights().iter().copied().collect(),
        roles: [role].into(),
        lang: Lang::En,
        floor: None,
    }
}

pub fn anna() -> Actor {
    person("anna", Role::Sales)
}

pub fn pavel() -> Actor {
    person("pavel", Role::Planner)
}

/// An order of one line.
pub fn order(customer: &str, quantity: u32, wanted: &str) -> NewOrder {
    let line = NewLine {
        item: Some("SHAFT".into()),
        quantity: Amount::whole(quantity),
        requested_date: Some(day(wanted)),
        unit_price: Some(Amount::whole(100)),
        ..NewLine::default()
    };
    NewOrder { customer: customer.into(), lines: vec![line], ..NewOrder::default() }
}

/// An order of so many shafts, an hour each, promised for a day whatever the odds.
pub fn promised(app: &App, quantity: u32, by: &str) -> LineId {
    let made = sales::enter(app, &anna(), &Plainly, &order("ACME", quantity, by)).expect("entered");
    let id = LineId::new(&made.order.number, "10", "");
    let body =
        PromiseBody { date: Some(day(by)), note: Some("they insist".into()), ..PromiseBody::default() };
    make(app, &pavel(), &Plainly, &id, &body).expect("promised");
    id
}

/// Why something was refused.
pub fn refusal<T: std::fmt::Debug>(result: Result<T, Failure>) -> Refusal {
    match result {
        Err(Failure::Refused(refusal)) => {
            for lang in [Lang::En, Lang::Zh] {
                for text in [refusal.title(lang), refusal.remedy(lang)] {
                    assert!(!text.contains('{') && !text.is_empty(), "{}: {text}", refusal.name());
                }
            }
            *refusal
        }
        other => panic!("should be refused: {other:?}"),
    }
}

/// The journal's words about what happened, first to last.
pub fn told(app: &App) -> Vec<String> {
    // Not the feed: on PostgreSQL that waits for what other tests write.
    let filter = JournalFilter { limit: 1_000, ..JournalFilter::default() };
    let entries = app.store.read(|db| journal_before(db, MAIN_PLANT, &filter)).expect("readable");
    entries.into_iter().rev().map(|entry| entry.what).collect()
}

/// A stored document as JSON.
pub fn plain(json: &Json) -> &Value {
    &json.0
}

/// Waits until the planner knows everything that is stored.
pub fn caught_up(app: &App) {
    // The head alone would not do: on PostgreSQL the feed waits for what other tests write.
    let recent = app.store.read(holdfast::store::recent).expect("readable");
    app.planner.wait_for_all(&recent, 0).expect("the planner runs");
}
