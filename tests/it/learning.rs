//! Learning from what the system recorded: the shop's own times and its suppliers' come into the plan, a person wins,
//! it happens by night, and an empty shop learns nothing.

use crate::support::app::{Answer, Person, TestApp};
use crate::support::{Fresh, on_both};
use holdfast::app::{App, Clock};
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::value::Moment;
use holdfast::planning::follow::Pace;
use holdfast::planning::outlook::Outlook;
use holdfast::services::{Plainly, clock};
use holdfast::store::{self, Cursor};
use holdfast_engine::chance::{Chances, Origin};
use holdfast_engine::forecast::forecast;
use holdfast_engine::model::Code;
use holdfast_engine::scenario::Setting;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// Working days of the story; its first is Monday, 2 March 2026.
const DAYS: u32 = 15;
/// Operations a day.
const A_DAY: u32 = 2;

/// The date of a working day, counted from 0 on.
fn date(day: u32) -> String {
    let days = day / 5 * 7 + day % 5 + 2;
    if days <= 31 { format!("2026-03-{days:02}") } else { format!("2026-04-{:02}", days - 31) }
}

/// An hour of the plant, eight hours before that of Greenwich.
fn at(day: u32, hour: u32, minute: u32) -> String {
    format!("{}T{:02}:{minute:02}:00+08:00", date(day), hour)
}

fn done(what: &str, answer: Answer) -> Value {
    assert!((200..300).contains(&answer.status), "{what}: {} {}", answer.status, answer.body);
    answer.body
}

fn put(person: &Person, path: &str, body: &Value) {
    let request = person.request("PUT", path).json(body);
    let part = path.ends_with("/routing");
    done(path, Answer::of(if part { request.header("if-match", "*") } else { request }));
}

/// A shop that makes P-1 in half an hour a piece and buys M-1.
fn furnish(boss: &Person) {
    put(boss, "/suppliers/S-1", &json!({ "lead_days": 5 }));
    put(boss, "/customers/C-1", &json!({ "name": "Acme" }));
    put(boss, "/items/M-1", &json!({ "source": "buy", "supplier": "S-1", "lead_days": 5 }));
    put(boss, "/items/P-1", &json!({ "source": "make", "item_group": "SHAFTS" }));
    let shifts = json!([{ "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"], "from_time": "08:00:00",
        "to_time": "16:00:00" }]);
    put(boss, "/calendars/DAY", &json!({ "shifts": shifts }));
    put(boss, "/work-centers/MILL", &json!({ "calendar": "DAY" }));
    let steps = json!([{ "operation": "10", "work_centre": "MILL", "run_minutes": "30" }]);
    put(boss, "/items/P-1/routing", &json!({ "operations": steps }));
}

fn told(boss: &Person, order: &str, kind: &str, at: &str, good: u32) {
    let id = Uuid::new_v4();
    let report = json!({ "id": id, "work_order": order, "operation": "10", "kind": kind, "at": at,
        "good": good.to_string() });
    done("a report", boss.post("/reports", &report));
}

/// Makes four pieces, planned with two hours, in three.
fn works(boss: &Person, day: u32, nth: u32) {
    let order = format!("MO-{day}-{nth}");
    let new = json!({ "number": order, "item": "P-1", "quantity": "4" });
    done("a work order", boss.post("/work-orders", &new));
    told(boss, &order, "start", &at(day, 8 + 4 * nth, 0), 0);
    told(boss, &order, "finish", &at(day, 11 + 4 * nth, 0), 4);
}

fn move_to(boss: &Person, to: &str) {
    done("the clock", Answer::of(boss.request("PUT", "/clock").json(&json!({ "now": to }))));
}

/// What the plan knows once it knows all that is stored.
fn known(app: &App) -> Arc<Outlook> {
    let recent = app.store.read(store::recent).expect("numbers");
    app.planner.wait_for_all(&recent, 0).expect("it plans")
}

/// How often the record was learned from.
fn learnings(app: &App) -> usize {
    let entries = app.store.feed(&Cursor::default(), 100_000).expect("the journal");
    entries.iter().filter(|entry| entry.what == "learning.done").count()
}

/// The number of a kind that is about an item or a code.
fn number(boss: &Person, filter: &str, of: (&str, Value)) -> Value {
    let page = done("numbers", boss.get(&format!("/learning?{filter}")));
    let rows = page["items"].as_array().expect("rows").clone();
    let found = rows.into_iter().find(|row| row[of.0] == of.1);
    found.unwrap_or_else(|| panic!("no such number: {filter} {of:?} in {page}"))
}

/// The factor that the plan has for the mill, and the instant by which the only line may leave in half of its futures.
fn mill(app: &App) -> (f64, i64) {
    let outlook = known(app);
    let step = &outlook.shop.items["P-1"].routing[0];
    let factor = step.learned.map_or(1.0, |learned| f64::from(learned.factor.0) / 1e6);
    let futures = forecast(&outlook.shop, &outlook.plan, Setting::new(100, 1));
    let line = outlook.plan.lines.first().expect("a line").key.clone();
    let half = futures.line(&outlook.plan, &line).expect("it is dated").percentile(0.5);
    (factor, half.0)
}

#[test]
fn what_took_half_as_long_again_is_planned_and_foreseen_so_and_a_person_wins() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = app.signed_in(Role::Admin);
        furnish(&boss);
        for day in 0..DAYS {
            move_to(&boss, &at(day, 15, 30));
            (0..A_DAY).for_each(|nth| works(&boss, day, nth));
            // The same day again is no night.
            move_to(&boss, &at(day, 15, 45));
        }
        assert_eq!(
            learnings(&app.app),
            DAYS as usize - 1,
            "one for each night behind which there was a record"
        );
        // 120 of them are there.
        let sold = json!({ "customer": "C-1", "lines": [{ "item": "P-1", "quantity": "160",
            "requested_date": "2026-04-30" }] });
        let started = json!({ "number": "MO-LAST", "item": "P-1", "quantity": "4" });
        done("a work order", boss.post("/work-orders", &started));
        told(&boss, "MO-LAST", "start", &at(DAYS - 1, 15, 0), 0);
        done("an order", boss.post("/sales-orders", &sold));
        let run = done("a run", boss.post("/learning/run", &Value::Null));
        assert_eq!(run["read"]["operations"], DAYS * A_DAY + 1, "{run}");
        let seen = number(&boss, "kind=operation-time&item=P-1", ("code", "MILL".into()));
        assert_eq!((&seen["origin"], &seen["observations"]), (&"record".into(), &(DAYS * A_DAY + 1).into()));
        assert_eq!(seen["unfinished"], 1, "{seen}");
        assert!((seen["p50"].as_f64().expect("a number") - 1.5).abs() < 0.05, "{seen}");
        assert!(seen["own"].as_f64().expect("a share") > 0.3, "{seen}");
        let (factor, learned) = mill(&app.app);
        assert!((factor - 1.5).abs() < 0.05, "{factor}");
        let chances = known(&app.app).shop.chances.clone();
        let around = chances.times.items[&(Code::from("P-1"), Code::from("MILL"))].clone();
        assert_eq!(around.origin, Origin::Learned);
        assert!((around.spread.at(0.5) - 1.0).abs() < 0.02, "the factor is in the plan, and there alone");

        let said = json!({ "kind": "operation-time", "item": "P-1", "code": "MILL", "value": 1.0,
            "reason": "the new spindle" });
        done("an override", boss.put("/learning/overrides", &said));
        let (person, overridden) = mill(&app.app);
        assert!((person - 1.0).abs() < 1e-3, "{person}");
        assert!(
            overridden < learned - 6 * 3_600,
            "half of the futures came {} s earlier",
            learned - overridden
        );
        let seen = number(&boss, "kind=operation-time&origin=person", ("item", "P-1".into()));
        assert_eq!(seen["override"]["reason"], "the new spindle", "{seen}");
        assert_eq!(seen["override"]["made_by"], "user:admin");
        let gone = "/learning/overrides?kind=operation-time&item=P-1&code=MILL";
        done("it is taken back", boss.delete(gone));
        assert_eq!(boss.delete(gone).status, 404);
        assert_eq!(mill(&app.app), (factor, learned), "the record counts again");
    });
}

#[test]
fn late_suppliers_and_open_purchases_are_learned() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = app.signed_in(Role::Admin);
        furnish(&boss);
        let buy = |due: &str| {
            let lines = json!([{ "item": "M-1", "quantity": "5", "confirmed_date": due }]);
            let bought = boss.post("/purchase-orders", &json!({ "supplier": "S-1", "lines": lines }));
            done("a purchase", bought)["number"].as_str().expect("a number").to_owned()
        };
        let bought: Vec<String> = (0..12).map(|nth| buy(&date(nth))).collect();
        buy(&date(2));
        for (nth, number) in (0..).zip(&bought) {
            move_to(&boss, &at(nth + 5, 10, 0));
            let receipt = json!({ "id": format!("r-{nth}"), "quantity": "5" });
            done("a receipt", boss.post(&format!("/purchase-orders/{number}/lines/10/receipts"), &receipt));
        }
        let run = done("a run", boss.post("/learning/run", &Value::Null));
        assert_eq!(run["read"]["receipts"], 13, "{run}");
        let late = number(&boss, "kind=supplier-delay", ("code", "S-1".into()));
        assert_eq!((&late["observations"], &late["unfinished"]), (&13.into(), &1.into()), "{late}");
        assert!((late["p50"].as_f64().expect("days") - 7.0).abs() < 0.5, "a week late each time: {late}");
        let outlook = known(&app.app);
        let spread = &outlook.shop.chances.suppliers.own["S-1"].spread;
        assert!((spread.at(0.5) - 7.0).abs() < 0.5);
        let said =
            json!({ "kind": "supplier-delay", "code": "S-1", "value": 2, "reason": "a new forwarder" });
        done("an override", boss.put("/learning/overrides", &said));
        let moved = known(&app.app);
        let chance = &moved.shop.chances.suppliers.own["S-1"];
        assert_eq!(chance.origin, Origin::Person);
        assert!((chance.spread.at(0.5) - 2.0).abs() < 0.01, "shifted to what the person says");
        let width = |spread: &holdfast_engine::chance::Spread| spread.at(0.9) - spread.at(0.1);
        assert!((width(&chance.spread) - width(spread)).abs() < 0.01, "as uncertain as before");
    });
}

fn manual(text: &str) -> Clock {
    let at: Moment = serde_json::from_value(text.into()).expect("an instant");
    Clock::Manual(Arc::new(Mutex::new(at)))
}

fn open(fresh: &Fresh) -> App {
    let pace = Pace { least: Duration::ZERO, improve: 0, futures: 0, asked: false };
    App::open_with(&fresh.url, manual("2026-03-02T00:00:00Z"), pace).expect("it opens")
}

#[test]
fn an_empty_shop_learns_nothing_and_says_what_it_assumes() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = app.signed_in(Role::Admin);
        move_to(&boss, "2026-03-09T00:00:00Z");
        assert_eq!(learnings(&app.app), 0);
        assert_eq!(known(&app.app).shop.chances, Chances::default());
        let page = done("numbers", boss.get("/learning"));
        assert_eq!(page["as_of"], Value::Null);
        let rows = page["items"].as_array().expect("rows");
        assert!(rows.len() >= 8 && rows.iter().all(|row| row["origin"] == "prior"), "{page}");
        let run = done("a run", boss.post("/learning/run", &Value::Null));
        assert_eq!(run["learned"], 0, "{run}");
        let (now, assumed) = (known(&app.app).shop.chances.clone(), Chances::default());
        assert_eq!((now.suppliers, now.adherence), (assumed.suppliers, assumed.adherence));
        let hours = done("hours", boss.get("/learning/hours"));
        assert_eq!(hours["items"], json!([]));
    });
}

#[test]
fn a_restart_plans_with_the_same_chances() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = app.signed_in(Role::Admin);
        furnish(&boss);
        for day in 0..6 {
            move_to(&boss, &at(day, 15, 30));
            (0..A_DAY).for_each(|nth| works(&boss, day, nth));
        }
        move_to(&boss, &at(6, 9, 0));
        let said = json!({ "kind": "adherence", "value": 0.5, "reason": "nobody looks at it" });
        done("an override", boss.put("/learning/overrides", &said));
        let before = known(&app.app).shop.chances.clone();
        assert!((before.adherence.others.first - 0.5).abs() < 1e-12);
        app.app.stop();
        let again = open(fresh);
        assert_eq!(again.planner.outlook().shop.chances, before);
        let done = learnings(&again);
        let to = serde_json::from_value(at(6, 23, 0).into()).expect("an instant");
        clock::move_to(&again, &Actor::system(), to, &Plainly).expect("it moves");
        assert_eq!(learnings(&again), done, "that night was learned from already");
        again.stop();
    });
}

#[test]
fn what_cannot_be_said_is_refused_with_the_field() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = app.signed_in(Role::Planner);
        let refused = |body: Value, field: &str| {
            let answer = boss.put("/learning/overrides", &body);
            assert_eq!((answer.status, answer.body["field"].as_str()), (422, Some(field)), "{}", answer.body);
        };
        refused(json!({ "kind": "adherence", "value": 1.5, "reason": "x" }), "value");
        refused(json!({ "kind": "adherence", "reason": "x" }), "value");
        refused(json!({ "kind": "adherence", "value": 0.5, "reason": " " }), "reason");
        refused(json!({ "kind": "yield", "code": "MILL", "value": 0.5, "reason": "x" }), "kind");
        refused(json!({ "kind": "yield", "value": 0.9, "length_hours": 2, "reason": "x" }), "length_hours");
        refused(json!({ "kind": "breakdown", "values": [0.1], "reason": "x" }), "values");
        assert_eq!(learnings(&app.app), 0);
    });
}

/// What could be begun at the mill, in the order of its list as the plan has it now.
fn could_begin(app: &TestApp, boss: &Person) -> Vec<String> {
    known(&app.app);
    let list = done("the list", boss.get("/work-centers/MILL/dispatch-list?limit=100"));
    let rows = list["items"].as_array().expect("rows").iter();
    let rows = rows.filter(|row| row["ready"] == true && row["running"] == false);
    rows.map(|row| row["work_order"].as_str().expect("a number").to_owned()).collect()
}

/// Begins `order` at a minute of the first day, makes its piece in five and stands five minutes later.
fn makes_one(boss: &Person, order: &str, minute: u32) -> u32 {
    let clock = |minute: u32| at(0, 8 + minute / 60, minute % 60);
    told(boss, order, "start", &clock(minute), 0);
    move_to(boss, &clock(minute + 5));
    told(boss, order, "finish", &clock(minute + 5), 1);
    move_to(boss, &clock(minute + 10));
    minute + 10
}

#[test]
fn how_far_the_floor_follows_its_lists_is_learned_from_what_they_had() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = app.signed_in(Role::Admin);
        furnish(&boss);
        move_to(&boss, &at(0, 8, 0));
        for nth in 0..40 {
            let new = json!({ "number": format!("MO-{nth:02}"), "item": "P-1", "quantity": "1" });
            done("a work order", boss.post("/work-orders", &new));
        }
        let mut minute = 0;
        for nth in 0..30 {
            let list = could_begin(&app, &boss);
            assert!(list.len() >= 10, "{list:?}");
            // Every fifth time somebody takes what is next but one.
            minute = makes_one(&boss, &list[usize::from(nth % 5 == 4)], minute);
        }
        // Who tells it half an hour later had another list before them, and what is taken back never was.
        let list = could_begin(&app, &boss);
        told(&boss, &list[3], "start", &at(0, 8 + (minute - 30) / 60, (minute - 30) % 60), 0);
        told(&boss, &list[3], "finish", &at(0, 8 + minute / 60, minute % 60), 1);
        let (list, id) = (could_begin(&app, &boss), Uuid::new_v4());
        let slip = json!({ "id": id, "work_order": list[4], "operation": "10", "kind": "start",
            "at": at(0, 8 + minute / 60, minute % 60) });
        done("a slip", boss.post("/reports", &slip));
        let back = json!({ "id": Uuid::new_v4(), "withdraw": true });
        done("it is taken back", boss.post(&format!("/reports/{id}/correct"), &back));
        let run = done("a run", boss.post("/learning/run", &Value::Null));
        assert_eq!(run["read"]["choices"], 30, "{run}");
        let seen = number(&boss, "kind=adherence", ("code", "MILL".into()));
        assert_eq!((&seen["origin"], &seen["observations"]), (&"record".into(), &30.into()), "{seen}");
        let share = seen["rate"].as_f64().expect("a share");
        // Four in five, and a little nearer to always: that counts like five choices.
        assert!((0.78..0.88).contains(&share), "{seen}");
        let first = || known(&app.app).shop.chances.adherence.of(Some(&Code::from("MILL"))).first;
        assert!((first() - share).abs() < 1e-9, "the futures have it too");
        let said = json!({ "kind": "adherence", "code": "MILL", "value": 0.95, "reason": "a new lead" });
        done("an override", boss.put("/learning/overrides", &said));
        assert!((first() - 0.95).abs() < 1e-9, "a person wins");
    });
}
