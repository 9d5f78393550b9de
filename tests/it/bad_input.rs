//! Bad input at every route of the API's document, made from it: the answer is a documented one, never a fault
//! of ours, and what is refused changes nothing. Seeded, so that a failure comes back.

use crate::support::app::{Answer, Person, TestApp};
use crate::support::furnished::{furnish, keys};
use crate::support::served::SECRET;
use crate::support::{Fresh, eventually, journal, on_both};
use holdfast::api;
use holdfast::domain::role::{Actor, Right};
use holdfast::services::access::{TokenBody, make_token};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Requests to each operation.
const TRIES: usize = 24;
/// Deepest document that is made.
const DEEPEST: usize = 6;

/// Texts that somebody will send one day.
const NASTY: &[&str] = &[
    "",
    " ",
    "x",
    "SO-26-00001",
    "0",
    "-1",
    "1e9",
    "99999999999999999999",
    "0.0000001",
    "NaN",
    "null",
    "true",
    "10",
    "2026-02-30",
    "2026-13-01",
    "0000-00-00",
    "2026-03-02",
    "2026-03-02T25:00:00Z",
    "2026-03-02T07:00:00Z",
    "9999-12-31",
    "\u{0}",
    "a\u{0}b",
    "\u{7f}",
    "\u{202e}abc",
    "😀",
    "汉字",
    "'; DROP TABLE users; --",
    "../../etc/passwd",
    "..",
    "%2e%2e",
    "a/b",
    "a?b",
    "a#b",
    "a%b",
    "{}",
    "[]",
    "\\",
    "\"",
    "<script>",
    "\u{feff}",
    "en-GB",
    "*",
];

/// Lists of what stands in the shop, which are also where one of it is found.
const LISTS: &[&str] = &[
    "/customers",
    "/suppliers",
    "/items",
    "/work-centers",
    "/calendars",
    "/calendar-exceptions",
    "/sales-orders",
    "/quotes",
    "/holds",
    "/work-orders",
    "/purchase-orders",
    "/dispatch-notes",
    "/inspections",
    "/stock",
];

struct Maker {
    /// Where the sequence of numbers stands: splitmix64.
    state: u64,
    document: Value,
    /// What stands in the shop, by list.
    keys: BTreeMap<String, Vec<String>>,
}

impl Maker {
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed >> 33) as usize % limit.max(1)
    }

    /// Something that stands in the shop, of `list` if that has something.
    fn key(&mut self, list: &str) -> String {
        let parts = ["10", "20", "1", "2", "r-10", "i-1", "LOT-10", "LOT-20"].map(str::to_owned);
        let own = self.keys.get(list).filter(|keys| !keys.is_empty()).cloned();
        let all = || self.keys.values().flatten().cloned().chain(parts).collect::<Vec<_>>();
        let keys = own.unwrap_or_else(all);
        keys[self.below(keys.len())].clone()
    }

    fn text(&mut self) -> String {
        if self.below(3) == 0 {
            return self.key("");
        }
        match self.below(NASTY.len() + 2) {
            0 => "long".repeat(1_500),
            1 => "9".repeat(400),
            index => NASTY[index - 2].to_owned(),
        }
    }

    /// Something that fits nothing.
    fn junk(&mut self) -> Value {
        match self.below(12) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(-1),
            3 => json!(u64::MAX),
            4 => json!(1e300),
            5 => json!(0.1),
            6 => json!([]),
            7 => json!({}),
            8 => json!([[[[]]]]),
            9 => json!({ "no such field": 1 }),
            10 => (0..50).fold(json!(1), |inside, _| json!([inside])),
            _ => Value::String(self.text()),
        }
    }

    /// Something of a schema, or junk in places.
    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        if depth > DEEPEST || self.below(9) == 0 {
            return self.junk();
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let inside = self.document.pointer(&reference[1..]).cloned().unwrap_or_default();
            return self.value(&inside, depth);
        }
        for many in ["oneOf", "anyOf", "allOf"] {
            if let Some(list) = schema[many].as_array().filter(|list| !list.is_empty()) {
                let chosen = list[self.below(list.len())].clone();
                return self.value(&chosen, depth + 1);
            }
        }
        if let Some(words) = schema["enum"].as_array() {
            return words[self.below(words.len())].clone();
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds[self.below(kinds.len())].as_str().unwrap_or_default().to_owned(),
            kind => kind.as_str().unwrap_or_default().to_owned(),
        };
        match kind.as_str() {
            "object" => self.object(schema, depth),
            "array" => {
                let items = schema["items"].clone();
                (0..self.below(3)).map(|_| self.value(&items, depth + 1)).collect()
            }
            "integer" => [json!(0), json!(1), json!(-1), json!(i64::MAX), json!(1.5)][self.below(5)].clone(),
            "number" => [json!(0.5), json!(-2), json!(1e200)][self.below(3)].clone(),
            "boolean" => json!(self.below(2) == 0),
            "null" => Value::Null,
            _ => match schema["examples"].get(0) {
                Some(example) if self.below(2) == 0 => example.clone(),
                _ => Value::String(self.text()),
            },
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut members = Map::new();
        for (name, inside) in schema["properties"].as_object().cloned().unwrap_or_default() {
            if self.below(7) > 0 {
                members.insert(name, self.value(&inside, depth + 1));
            }
        }
        if self.below(12) == 0 {
            members.insert("no_such_field".to_owned(), self.junk());
        }
        Value::Object(members)
    }

    /// A path with something in its placeholders and its query.
    fn path(&mut self, path: &str, operation: &Value) -> String {
        let mut parts: Vec<String> = Vec::new();
        for part in path.split('/') {
            let list = parts.join("/");
            parts.push(match part.strip_prefix('{') {
                Some(_) if self.below(4) > 0 => escaped(&self.key(&list)),
                Some(_) => escaped(&self.text()),
                None => part.to_owned(),
            });
        }
        let mut query = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] == "query" && self.below(2) == 0 {
                let name = parameter["name"].as_str().unwrap_or_default();
                query.push(format!("{}={}", escaped(name), escaped(&self.text())));
            }
        }
        if self.below(10) == 0 {
            query.push(format!("none={}", escaped(&self.text())));
        }
        format!("{}?{}", parts.join("/"), query.join("&"))
    }
}

/// Every byte escaped that has a meaning in an address.
fn escaped(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn answers_json(operation: &Value) -> bool {
    let answers = operation["responses"].as_object().into_iter().flatten();
    answers.filter(|(status, _)| status.starts_with('2')).all(|(_, answer)| {
        answer["content"].as_object().is_none_or(|media| media.keys().all(|kind| kind == "application/json"))
    })
}

/// Sends one request and says what is wrong with its answer.
fn attack(
    maker: &mut Maker,
    fresh: &Fresh,
    person: &Person,
    (method, path, operation): (&str, &str, &Value),
) -> Option<String> {
    let address = maker.path(path.trim_start_matches(api::BASE), operation);
    let schema = operation["requestBody"]["content"]["application/json"]["schema"].clone();
    let mut request = person.request(&method.to_uppercase(), &address);
    let mut sent = Value::Null;
    if !schema.is_null() {
        sent = maker.value(&schema, 0);
        request = request.json(&sent);
    }
    if method != "get" && maker.below(2) == 0 {
        request = request.header("if-match", ["*", "1", "W/\"1\"", "x"][maker.below(4)]);
    }
    let before = journal::read(&fresh.store).len();
    let answer = Answer::of(request);
    let fault = fault_of(&answer, operation).or_else(|| {
        let changed = answer.status >= 400 && journal::read(&fresh.store).len() != before;
        changed.then_some("refused, but changed something")
    })?;
    let sent: String = sent.to_string().chars().take(600).collect();
    Some(format!("{fault}: {method} {address}\n{sent}\n{} {}", answer.status, answer.body))
}

fn fault_of(answer: &Answer, operation: &Value) -> Option<&'static str> {
    // The planner may need a moment after what was accepted.
    if answer.status >= 500 && answer.code() != "plan_behind" {
        return Some("a fault of ours");
    }
    let documented = operation["responses"].get(answer.status.to_string()).is_some();
    // An empty placeholder is another path.
    if !documented && !matches!(answer.status, 404 | 405) {
        return Some("not documented");
    }
    let told = answer.headers.get("content-type").is_some_and(|kind| kind == "application/problem+json")
        && !answer.code().is_empty()
        && answer.body["detail"].is_string();
    (answer.status >= 400 && !told).then_some("no problem document")
}

#[test]
fn bad_input_is_a_documented_problem_at_every_route() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let document = api::document(&api::routes());
        // Somebody who may do everything, so that nothing is refused before it is read.
        let token = TokenBody { name: "tests".to_owned(), rights: Right::ALL.into(), expires: None };
        let made =
            app.app.command_blocking(&Actor::system(), move |tx| make_token(tx, &token, SECRET).map(drop));
        made.expect("a token");
        let person = app.program(SECRET);
        furnish(&person);
        let keys = keys(&person, LISTS);
        for (list, keys) in &keys {
            assert!(!keys.is_empty() || list == "/calendar-exceptions", "{list} is empty");
        }
        let mut maker = Maker { state: 1, document: document.clone(), keys };
        let mut faults = Vec::new();
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                // Signing in is slowed down, signing out ends the test, streams have no end.
                if path.ends_with("/session") || path.ends_with("/stream") || !answers_json(operation) {
                    continue;
                }
                let mut tries = (0..TRIES).filter_map(|_| {
                    let call = (method.as_str(), path.as_str(), operation);
                    attack(&mut maker, fresh, &person, call)
                });
                faults.extend(tries.next());
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n\n"));
        assert_eq!(person.get("/me").status, 200);
        // What was accepted can be planned.
        eventually("a plan", || {
            let answer = person.post("/proposals/confirm", &json!({ "proposals": [] }));
            (answer.status < 500).then_some(())
        });
    });
}
