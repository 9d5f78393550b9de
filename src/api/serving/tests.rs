//! The server from outside, with a few routes made up for it.

use super::*;
use crate::api::Input;
use crate::auth::Credential;
use crate::domain::role::{Actor, Right, Role};
use crate::domain::value::{Amount, Moment};
use crate::services::{Ask, Commit, Tx};
use crate::store::{Failure, Numbered};
use crate::text::Lang;
use chrono::DateTime;
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, mpsc};
use tempfile::TempDir;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
struct Code {
    code: String,
}

#[derive(Deserialize, IntoParams)]
struct Limit {
    limit: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Body {
    quantity: Amount,
    note: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct View {
    code: String,
    number: String,
    quantity: Amount,
    note: Option<String>,
    version: i64,
}

fn view(code: &str, number: String, body: &Body) -> View {
    View { code: code.to_owned(), number, quantity: body.quantity, note: body.note.clone(), version: 7 }
}

fn list(_: &mut Ask<'_>, input: &Input<Code, Limit>) -> Result<Vec<String>, Failure> {
    Ok(vec![input.path.code.clone(); input.query.limit.unwrap_or(1) as usize])
}

fn enter(tx: &mut Tx<'_>, input: &Input<Code, (), Body>) -> Result<View, Failure> {
    Ok(view(&input.path.code, tx.number(Numbered::Quote)?, &input.body))
}

fn plan(app: &App, actor: &Actor, input: &Input<Code, (), Body>) -> Result<View, Failure> {
    let (code, quantity) = (input.path.code.clone(), input.body.quantity);
    input.commit(app, actor, move |tx| {
        Ok(view(&code, tx.number(Numbered::Quote)?, &Body { quantity, note: None }))
    })
}

struct Running {
    at: String,
    client: Client,
    /// Goes when the test ends.
    _folder: TempDir,
}

impl Running {
    fn start() -> Self {
        let at = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
        let now = Moment::new(at).expect("in range");
        let clock = crate::app::Clock::Manual(Arc::new(Mutex::new(now)));
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("holdfast.db").display());
        let app = App::open(&url, clock).expect("an app");
        let gate = app.gate.clone();
        let planner = Actor {
            name: "user:lin".to_owned(),
            rights: Role::Planner.rights().iter().copied().collect(),
            roles: [Role::Planner].into(),
            lang: Lang::Zh,
            floor: None,
        };
        gate.let_in(Credential::Token("hf_lin".to_owned()), planner.clone());
        gate.let_in(Credential::Session("cookie".to_owned()), planner);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = format!("http://{}/api/v1", listener.local_addr().expect("an address"));
        let (ready, started) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let mut api = Api::default();
                api.get("/codes/{code}", Right::Plan, "Codes", list);
                api.post("/codes/{code}", Right::Plan, "Enter", enter);
                api.post_planned("/codes/{code}/plan", Right::Plan, "Plan", plan);
                api.get("/customers", Right::Administer, "Not for planners", |_, _: &Input| Ok(1));
                let serving = Serving { listener, secured: None, portal: None, workers: 1, signals: false };
                let server = serve_routes(app, serving, api).expect("a server");
                ready.send(()).expect("the test waits");
                server.await
            })
        });
        started.recv().expect("a running server");
        Self { at, client: Client::new(), _folder: folder }
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.at)).bearer_auth("hf_lin")
    }

    fn post(&self, path: &str, body: &str) -> RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.at)).bearer_auth("hf_lin");
        request.header("content-type", "application/json").body(body.to_owned())
    }
}

fn sent(request: RequestBuilder) -> (u16, HeaderMap, Value) {
    let response = request.send().expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.json().unwrap_or_default())
}

#[test]
fn a_browser_at_an_address_without_anything_gets_a_page_and_a_program_a_problem() {
    let server = Running::start();
    let asked = |path: &str, accept: &str| {
        let request = server.client.get(format!("{}{path}", server.at.trim_end_matches(BASE)));
        let response = request.header("accept", accept).send().expect("an answer");
        let kind = response.headers()["content-type"].to_str().expect("text").to_owned();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["vary"]),
            (404, &"Accept".parse().unwrap())
        );
        (kind, response.text().expect("text"))
    };
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    // Whoever runs this may have built the tablet's app or not.
    let floor = match crate::api::app_files::is_built() {
        true => ("There is nothing at this address", "此地址没有内容"),
        false => ("The tablet's app is not in this program", "此程序不含平板应用"),
    };
    for (path, english, chinese) in [
        ("/floor/none", floor.0, floor.1),
        ("/office/SO-1?code=secret", "This part is not there yet", "这一部分尚未开发"),
        ("/office", "This part is not there yet", "这一部分尚未开发"),
        ("/flor/<b>", "There is nothing at this address", "此地址没有内容"),
        ("/api/docs/none.html", "There is nothing at this address", "此地址没有内容"),
    ] {
        let (kind, page) = asked(path, browser);
        assert_eq!(kind, "text/html; charset=utf-8", "{path}");
        assert!(page.contains(english) && page.contains(chinese) && page.contains("href=\"/\""), "{page}");
        assert!(
            !page.contains("SO-1") && !page.contains("secret") && !page.contains("flor"),
            "no details: {page}"
        );
        for accept in ["application/json", "*/*"] {
            assert_eq!(asked(path, accept).0, "application/problem+json", "{path}");
        }
    }
    assert_eq!(asked(&format!("{BASE}/nowhere"), browser).0, "application/problem+json");
}

#[test]
fn a_question_is_answered_and_its_parameters_are_read() {
    let server = Running::start();
    let (status, headers, body) = sent(server.get("/codes/A%2FB%20%C3%A4?limit=2"));
    assert_eq!((status, body), (200, json!(["A/B ä", "A/B ä"])));
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["cache-control"], "no-store");
}

#[test]
fn what_cannot_be_read_is_a_problem_in_the_language_asked_for() {
    let server = Running::start();
    let long = format!("{{\"quantity\":\"1\",\"note\":\"{}\"}}", "n".repeat(4_001));
    let deep = format!("{}1{}", "[".repeat(60), "]".repeat(60));
    for (request, status, code, field) in [
        (server.get("/codes/A?limit=many"), 422, "invalid_value", json!("limit")),
        (server.get("/codes/A?limti=2"), 422, "invalid_value", json!("limti")),
        (server.get("/codes/A?limit=1&limit=2"), 422, "invalid_value", json!("limit")),
        (server.get("/codes/A%00"), 422, "invalid_value", json!("code")),
        (server.get("/codes/A%ff"), 422, "invalid_value", json!("path")),
        (server.get("/nowhere"), 404, "no_such_path", json!("path")),
        (server.get("/customers"), 403, "not_allowed", Value::Null),
        (server.client.get(format!("{}/customers", server.at)), 401, "not_signed_in", Value::Null),
        (
            server.client.delete(format!("{}/customers", server.at)),
            405,
            "method_not_allowed",
            json!("method"),
        ),
        (server.post("/codes/A", "{}"), 422, "required", json!("quantity")),
        (server.post("/codes/A", ""), 422, "required", json!("body")),
        (server.post("/codes/A", "{"), 400, "invalid_body", Value::Null),
        (server.post("/codes/A", "{\"quantity\":\"0.0000001\"}"), 422, "invalid_value", json!("quantity")),
        (
            server.post("/codes/A", "{\"quantity\":\"1\",\"note\":\"a\\u0000\"}"),
            422,
            "invalid_value",
            json!("note"),
        ),
        (server.post("/codes/A", &long), 422, "invalid_value", json!("note")),
        (server.post("/codes/A", &deep), 422, "too_deep", Value::Null),
        (server.post("/codes/A", &"9".repeat(1_100_000)), 413, "too_large", Value::Null),
        (
            server.post("/codes/A", "{}").header("content-type", "text/plain"),
            422,
            "required",
            json!("quantity"),
        ),
        (server.post("/codes/A", "{}").header("if-match", "W/\"3\""), 400, "bad_header", json!("If-Match")),
    ] {
        let (found, headers, problem) = sent(request.header("accept-language", "en"));
        assert_eq!((found, &problem["code"]), (status, &json!(code)), "{problem}");
        assert_eq!(headers["content-type"], "application/problem+json");
        if code != "too_deep" {
            assert_eq!(problem["field"], field, "{problem}");
        }
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
    }
    // Without a wish, the user's own language.
    let (_, headers, problem) = sent(server.get("/customers"));
    assert_eq!(headers["content-language"], "zh");
    assert!(problem["title"].as_str().is_some_and(|title| title.contains("系统管理")), "{problem}");
}

#[test]
fn a_request_with_a_key_is_carried_out_once() {
    let server = Running::start();
    for path in ["/codes/A", "/codes/A/plan"] {
        let key = format!("key of {path}");
        let ask = |body: &str| sent(server.post(path, body).header("idempotency-key", &key));
        let (status, headers, first) = ask("{\"quantity\":\"2\"}");
        assert_eq!(status, 201, "{first}");
        assert!(!headers.contains_key("idempotency-replayed"));
        assert_eq!(headers["etag"], "\"7\"");
        let (status, headers, again) = ask("{\"quantity\":\"2\"}");
        assert_eq!((status, &again), (201, &first));
        assert_eq!(headers["idempotency-replayed"], "true");
        let (status, _, problem) = ask("{\"quantity\":\"3\"}");
        assert_eq!((status, &problem["code"]), (422, &json!("key_reused")));
        let (_, _, other) = sent(server.post(path, "{\"quantity\":\"2\"}"));
        assert_ne!(other["number"], first["number"]);
    }
}

#[test]
fn a_cookie_from_another_site_changes_nothing() {
    let server = Running::start();
    let from = |site: &str| {
        let request =
            server.client.post(format!("{}/codes/A", server.at)).header("cookie", "holdfast_session=cookie");
        sent(request.header("sec-fetch-site", site).json(&json!({ "quantity": "1" })))
    };
    assert_eq!(from("same-origin").0, 201);
    let (status, _, problem) = from("cross-site");
    assert_eq!((status, &problem["code"]), (403, &json!("other_site")));
}
