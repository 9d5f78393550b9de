//! Bad input at every route of the API's document, made from it: the answer is a documented one, never a fault
//! of ours, and what is refused changes nothing. Seeded, so that a failure comes back.

use crate::support::app::{Answer, Person, TestApp};
use crate::support::journal;
use crate::support::{Fresh, on_both};
use holdfast::api;
use holdfast::domain::role::Role;
use proptest::prelude::RngCore as Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::{Map, Value, json};

/// Requests to each operation.
const TRIES: usize = 24;
/// Deepest document that is made.
const DEEPEST: usize = 6;

/// Texts that somebody will send one day.
const NASTY: &[&str] = &[
    "", " ", "x", "SO-26-00001", "0", "-1", "1e9", "99999999999999999999", "0.0000001", "NaN", "null", "true", "10",
    "2026-02-30", "2026-13-01", "0000-00-00", "2026-03-02", "2026-03-02T25:00:00Z", "2026-03-02T07:00:00Z", "9999-12-31",
    "\u{0}", "a\u{0}b", "\u{7f}", "\u{202e}abc", "😀", "汉字", "'; DROP TABLE users; --", "../../etc/passwd", "..", "%2e%2e",
    "a/b", "a?b", "a#b", "a%b", "{}", "[]", "\\", "\"", "<script>", "\u{feff}", "en-GB", "*",
];

struct Maker {
    rng: TestRng,
    document: Value,
}

impl Maker {
    fn below(&mut self, limit: usize) -> usize {
        (self.rng.next_u32() as usize) % limit.max(1)
    }

    fn text(&mut self) -> String {
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
        let parts: Vec<String> = path.split('/').map(|part| match part.strip_prefix('{') {
            Some(_) => escaped(&self.text()),
            None => part.to_owned(),
        }).collect();
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

fn attack(maker: &mut Maker, fresh: &Fresh, admin: &Person, method: &str, path: &str, operation: &Value) {
    let address = maker.path(path.trim_start_matches(api::BASE), operation);
    let schema = operation["requestBody"]["content"]["application/json"]["schema"].clone();
    let mut request = admin.request(&method.to_uppercase(), &address);
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
    let what = || format!("{method} {address}\n{sent}\n{} {}", answer.status, answer.body);
    assert!(answer.status < 500, "{}", what());
    let documented = operation["responses"].get(answer.status.to_string()).is_some();
    let elsewhere = matches!(answer.status, 404 | 405);
    assert!(documented || elsewhere, "not documented: {}", what());
    if answer.status >= 400 {
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{}", what());
        assert!(!answer.code().is_empty() && answer.body["detail"].is_string(), "{}", what());
        assert_eq!(journal::read(&fresh.store).len(), before, "refused, but changed something: {}", what());
    }
}

#[test]
fn bad_input_is_a_documented_problem_at_every_route() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let document = api::document(&api::routes());
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut maker = Maker { rng, document: document.clone() };
        let admin = app.signed_in(Role::Admin);
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                // Signing in is slowed down, signing out ends the test, streams have no end.
                if path.ends_with("/session") || path.ends_with("/stream") || !answers_json(operation) {
                    continue;
                }
                for _ in 0..TRIES {
                    attack(&mut maker, fresh, &admin, method, path, operation);
                }
            }
        }
        assert_eq!(admin.get("/me").status, 200);
    });
}
