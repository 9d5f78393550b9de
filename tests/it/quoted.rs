//! From a quote to its order: the luck that stays, several lines at once, quantities by date; over HTTP, on both
//! databases.

#[path = "quoted/estimate.rs"]
mod estimate;
#[path = "quoted/wanted.rs"]
mod wanted;

use crate::sales::shop::caught_up;
use crate::support::app::{Answer, Person, TestApp};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::role::{Actor, Role};
use holdfast::services::quote::{self, NewQuote};
use holdfast::services::{Commit, Plainly, Tx};
use holdfast::store::Failure;
use serde_json::{Value, json};

/// Futures in these tests.
const FUTURES: u32 = 100;

/// A mill and a saw that work on weekdays, a part of an hour for each, and a part that nobody has made yet.
fn furnish(app: &TestApp) -> Person {
    let person = app.signed_in(Role::Admin);
    let shift = json!({ "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"], "from_time": "08:00:00", "to_time": "16:00:00" });
    let hour = |centre: &str| json!({ "operations": [{ "operation": "10", "work_centre": centre, "run_minutes": "60" }] });
    for (path, body) in [
        ("/customers/ACME", json!({ "name": "Acme" })),
        ("/calendars/DAY", json!({ "shifts": [shift] })),
        ("/work-centers/MILL", json!({ "calendar": "DAY" })),
        ("/work-centers/SAW", json!({ "calendar": "DAY" })),
        ("/items/SHAFT", json!({ "source": "make", "unit": "pieces" })),
        ("/items/PLATE", json!({ "source": "make", "unit": "pieces" })),
        ("/items/NEW", json!({ "source": "make", "unit": "pieces" })),
    ] {
        let answer = Answer::of(person.request("PUT", path).json(&body));
        assert!(answer.status < 300, "{path}: {}", answer.body);
    }
    for (item, centre) in [("SHAFT", "MILL"), ("PLATE", "SAW")] {
        let answer = person.put(&format!("/items/{item}/routing"), &hour(centre));
        assert!(answer.status < 300, "{}", answer.body);
    }
    person
}

/// Waits until plan and futures know everything.
fn settled(app: &TestApp) {
    caught_up(&app.app);
    if app.app.planner.has_odds() {
        app.app.planner.wait_for_odds(&app.app.planner.outlook()).expect("played");
    }
}

fn made(app: &TestApp, person: &Person, path: &str, body: &Value) -> Value {
    settled(app);
    let answer = person.post(path, body);
    assert_eq!(answer.status, 201, "{path} {body}: {}", answer.body);
    answer.body
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_else(|| panic!("{field}: {value}"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number: {value}"))
}

fn accepted(app: &TestApp, person: &Person, quote: &Value) -> Value {
    made(app, person, &format!("/quotes/{}/accept", text(quote, "number")), &json!({}))
}

/// Forty shafts that somebody else made.
fn store_forty(app: &TestApp, person: &Person) {
    let made_elsewhere = Answer::of(person.request("PUT", "/suppliers/S-1").json(&json!({})));
    assert!(made_elsewhere.status < 300, "{}", made_elsewhere.body);
    let buy = json!({ "supplier": "S-1", "lines": [{ "item": "SHAFT", "quantity": "40" }] });
    let bought = made(app, person, "/purchase-orders", &buy);
    let path = format!("/purchase-orders/{}/lines/10/receipts", text(&bought, "number"));
    made(app, person, &path, &json!({ "id": "r-1", "quantity": "40", "lot": "L-1" }));
}

/// What was recorded with the promise of each line, and what is told of the line now.
fn recorded<'o>(order: &'o Value, lines: &[Value]) -> Vec<&'o Value> {
    let of = |line: &'o Value| &line["promises"][0]["snapshot"]["odds"];
    let found: Vec<&Value> = order["lines"].as_array().expect("lines").iter().map(of).collect();
    assert_eq!(found.len(), lines.len());
    found
}

#[test]
fn the_odds_that_were_told_are_recorded_and_stay() {
    on_both(|fresh| {
        let app = TestApp::playing(fresh, FUTURES);
        let person = furnish(&app);
        for (lines, hold) in
            [(vec![("SHAFT", 9)], false), (vec![("SHAFT", 6), ("PLATE", 5), ("SHAFT", 3)], true)]
        {
            let asked = lines.iter().map(|(item, quantity)| {
                json!({ "item": item, "quantity": quantity.to_string(), "requested_date": "2026-03-03" })
            });
            let body = json!({ "customer": "ACME", "lines": asked.collect::<Vec<_>>() });
            let quote = made(&app, &person, "/quotes", &body);
            let told = quote["lines"].as_array().expect("lines").clone();
            if hold {
                made(&app, &person, &format!("/quotes/{}/hold", text(&quote, "number")), &json!({}));
                let released = format!("/quotes/{}/release", text(&quote, "number"));
                assert_eq!(person.post(&released, &Value::Null).status, 201);
            }
            // Any other day has its odds too, and the one that was wanted those that were told with the offer.
            settled(&app);
            let path = format!("/quotes/{}/odds?date=", text(&quote, "number"));
            let chance =
                |date: &str| number(&person.get(&format!("{path}{date}")).body["lines"][0]["chance"]);
            assert!((chance("2026-03-03") - number(&told[0]["odds"]["requested"])).abs() < 1e-9);
            let (now, late) = (chance("2026-03-02"), chance("2026-04-30"));
            assert!(now < late && late > 0.99, "{now} {late}");
            let order = accepted(&app, &person, &quote);
            assert_eq!(person.get(&format!("{path}2026-03-03")).code(), "quote_over");
            for (then, line) in recorded(&order, &told).into_iter().zip(&told) {
                for field in ["chance", "p50", "p80", "p95"] {
                    assert_eq!(then[field], line["odds"][field], "{field} of {line}: {then}");
                }
                assert!(number(&then["chance"]) >= 0.79, "{then}");
            }
            let least = told.iter().map(|line| number(&line["odds"]["chance"])).fold(1.0, f64::min);
            let all = number(&quote["odds"]["all"]);
            assert!(all <= least && (lines.len() > 1) == (all < least), "{}", quote["odds"]);
            // The futures of the plan in which it stands under its own number say the same.
            settled(&app);
            let path = format!("/sales-orders/{}/lines/10/odds", text(&order, "number"));
            let now = person.get(&path).body;
            assert!((number(&now["on_time"]) - number(&told[0]["odds"]["chance"])).abs() < 5e-4, "{now}");
            assert_eq!(now["percentiles"][2]["ready"], told[0]["odds"]["p95"], "{now}");
            assert_eq!(now["requested_date"], "2026-03-03");
            let board = person.get("/board").body;
            let mine = |row: &&Value| row["order"] == order["number"] && row["line"] == "10";
            let row = board["items"].as_array().expect("lines").iter().find(mine).expect("its line");
            assert_eq!(
                (&row["odds"]["requested"], number(&now["requested"]) > 0.0),
                (&now["requested"], true)
            );
            let outlook = app.app.planner.outlook();
            let name = |of: &Value| outlook.key(text(of, "number"), "10", "");
            assert_eq!(outlook.shop.lucks.get(&name(&order)), Some(&name(&quote)));
        }
    });
}

/// Somebody else's quote is stored between the answer to this one and its storing.
struct AfterAnother(NewQuote);

impl Commit for AfterAnother {
    fn commit<T: serde::Serialize + Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        quote::offer(app, actor, &Plainly, &self.0)?;
        app.command_blocking(actor, command)
    }
}

#[test]
fn who_asks_at_the_same_moment_as_others_keeps_the_odds_that_were_told() {
    on_both(|fresh| {
        let app = TestApp::playing(fresh, FUTURES);
        let person = furnish(&app);
        settled(&app);
        let asked = |item: &str| -> NewQuote {
            let line = json!({ "item": item, "quantity": "7" });
            serde_json::from_value(json!({ "customer": "ACME", "lines": [line] })).expect("a request")
        };
        let late = AfterAnother(asked("PLATE"));
        let mine =
            quote::offer(&app.app, &crate::sales::shop::anna(), &late, &asked("SHAFT")).expect("offered");
        assert_eq!((mine.quote.number.as_str(), mine.lines[0].luck.as_str()), ("QT-26-00002", "QT-26-00001"));
        let order = accepted(&app, &person, &json!({ "number": mine.quote.number }));
        let (then, told) = (&order["lines"][0]["promises"][0]["snapshot"]["odds"], &mine.lines[0].odds.0);
        assert_eq!((&then["chance"], &then["p95"]), (&told["chance"], &told["p95"]), "{then} {told}");
    });
}

#[test]
fn what_leaves_together_has_one_day_and_one_chance() {
    on_both(|fresh| {
        let app = TestApp::playing(fresh, FUTURES);
        let person = furnish(&app);
        let lines = json!([{ "item": "SHAFT", "quantity": "8" }, { "item": "PLATE", "quantity": "8" }]);
        let body = json!({ "customer": "ACME", "lines": lines, "ship_complete": true });
        let quote = made(&app, &person, "/quotes", &body);
        let day = |line: usize| text(&quote["lines"][line], "offered_date");
        assert_eq!(day(0), day(1));
        let chance = |line: usize| number(&quote["lines"][line]["odds"]["chance"]);
        let all = number(&quote["odds"]["all"]);
        assert!((chance(0) - all).abs() < 1e-9 && (chance(1) - all).abs() < 1e-9, "{quote}");
        assert!(all >= 0.79 && number(&quote["odds"]["complete_chance"]) >= 0.8, "{}", quote["odds"]);
        assert!(text(&quote["odds"], "complete_date") <= day(0), "{}", quote["odds"]);
        // Apart each could go sooner, or surer, than both together.
        let apart = json!({ "customer": "ACME", "lines": body["lines"] });
        let apart = made(&app, &person, "/quotes", &apart);
        let sooner = |line: usize| text(&apart["lines"][line], "offered_date") <= day(line);
        assert!(sooner(0) && sooner(1), "{apart}");
        assert!(number(&apart["lines"][0]["odds"]["chance"]) > number(&apart["odds"]["all"]), "{apart}");
        let order = accepted(&app, &person, &quote);
        for line in order["lines"].as_array().expect("lines") {
            assert_eq!(
                (&line["ship_complete"], text(line, "promise_date")),
                (&json!(true), day(0)),
                "{line}"
            );
            let then = &line["promises"][0]["snapshot"]["odds"];
            assert!((number(&then["chance"]) - all).abs() < 1e-9, "{then}");
        }
    });
}

#[test]
fn how_many_by_when_and_in_which_deliveries() {
    for futures in [0, FUTURES] {
        on_both(|fresh| {
            let app = TestApp::playing(fresh, futures);
            let person = furnish(&app);
            store_forty(&app, &person);
            let days = ["2026-03-20", "2026-03-02", "2026-03-06"];
            let body = json!({ "customer": "ACME", "item": "SHAFT", "dates": days });
            let told = made(&app, &person, "/quotes/quantities", &body);
            let by: Vec<(&str, f64)> = told["by"]
                .as_array()
                .expect("days")
                .iter()
                .map(|by| (text(by, "date"), text(by, "quantity").parse().expect("a number")))
                .collect();
            assert_eq!(
                by.iter().map(|by| by.0).collect::<Vec<_>>(),
                ["2026-03-02", "2026-03-06", "2026-03-20"]
            );
            assert!(told["share"].is_null() == (futures == 0) && told["schedule"].is_null(), "{told}");
            // By the plan eight hours a day besides the stock; what is promised by odds is less.
            if futures == 0 {
                assert_eq!(by.iter().map(|by| by.1).collect::<Vec<_>>(), [48.0, 80.0, 160.0]);
            } else {
                assert!(
                    by[0].1 >= 40.0 && by[0].1 < by[1].1 && by[1].1 < by[2].1 && by[2].1 < 160.0,
                    "{by:?}"
                );
            }
            let body = json!({ "customer": "ACME", "item": "SHAFT", "quantity": "100", "deliveries": 3 });
            let told = made(&app, &person, "/quotes/quantities", &body);
            let lines = told["schedule"]["lines"].as_array().expect("deliveries").clone();
            let quantity = |line: &Value| text(line, "quantity").parse::<f64>().expect("a number");
            assert!(
                (lines.iter().map(quantity).sum::<f64>() - 100.0).abs() < 1e-9 && lines.len() == 3,
                "{told}"
            );
            assert!(quantity(&lines[0]) >= 40.0 && text(&lines[0], "date") <= "2026-03-03", "{told}");
            assert!(lines.windows(2).all(|two| text(&two[0], "date") < text(&two[1], "date")), "{told}");
            let whole = json!({ "customer": "ACME", "lines": [{ "item": "SHAFT", "quantity": "100" }] });
            let whole = made(&app, &person, "/quotes", &whole);
            assert!(text(&lines[2], "date") >= text(&whole["lines"][0], "offered_date"), "{told} {whole}");
            assert_eq!(told["schedule"]["hurt"], json!([]));
            if futures > 0 {
                assert!(lines.iter().all(|line| number(&line["chance"]) >= 0.79), "{told}");
            }
            let wrong = |body: &Value| {
                let answer = person.post("/quotes/quantities", body);
                (answer.status, answer.code().to_owned())
            };
            let nothing = json!({ "customer": "ACME", "item": "SHAFT" });
            let past = json!({ "customer": "ACME", "item": "SHAFT", "dates": ["2026-02-27"] });
            let many = json!({ "customer": "ACME", "item": "SHAFT", "quantity": "5", "deliveries": 13 });
            let both = json!({ "customer": "ACME", "item": "SHAFT", "dates": days, "deliveries": 2 });
            for body in [nothing, past, many, both] {
                assert_eq!(wrong(&body), (422, "invalid_value".to_owned()), "{body}");
            }
        });
    }
}

#[test]
fn figures_out_of_range_are_refused_and_a_plants_own_thresholds_count() {
    on_both(|fresh| {
        let app = TestApp::playing(fresh, FUTURES);
        let person = furnish(&app);
        let lines = json!([{ "item": "SHAFT", "quantity": "9" }]);
        let quote = made(&app, &person, "/quotes", &json!({ "customer": "ACME", "lines": lines }));
        let order = accepted(&app, &person, &quote);
        settled(&app);
        let odds = format!("/sales-orders/{}/lines/10/odds", text(&order, "number"));
        for percent in ["0", "100", "-5", "101"] {
            let answer = person.get(&format!("{odds}?percent={percent}"));
            assert_eq!((answer.status, answer.code()), (422, "invalid_value"), "{percent}: {}", answer.body);
            assert_eq!(answer.body["field"], "percent");
        }
        let asked = person.get(&format!("{odds}?percent=99&by=2026-03-04")).body;
        assert_eq!(asked["percentiles"][3]["percent"], json!(99.0));
        assert!((0.0..=1.0).contains(&number(&asked["by_then"])), "{asked}");
        assert_eq!(person.get(&format!("{odds}?schedule=7")).code(), "no_open_line");
        let chance = number(&asked["on_time"]);
        assert!((0.8..0.99).contains(&chance), "between the two thresholds below: {chance}");
        let settings = person.get("/settings").body;
        let with = |threshold: u32| {
            let tiers = json!({ "B": { "percentile": 80, "threshold": threshold } });
            let body = json!({ "sheet": settings["sheet"], "policies": { "tiers": tiers } });
            person.put("/settings", &body)
        };
        let wrong = with(101);
        assert_eq!((wrong.status, wrong.code()), (422, "out_of_range"), "{}", wrong.body);
        assert_eq!(wrong.body["field"], "policies.tiers.B.threshold");
        for (threshold, at_risk) in [(99, 1), (50, 0)] {
            let set = with(threshold);
            assert!(set.status < 300, "{}", set.body);
            settled(&app);
            assert_eq!(person.get("/board").body["odds"]["at_risk"], json!(at_risk), "{threshold}");
        }
    });
}
