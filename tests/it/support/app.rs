//! The whole product, served in this process on a free port, and people who use it.

use super::Fresh;
use holdfast::api::{self, Serving};
use holdfast::app::{App, Clock};
use holdfast::auth::Gate;
use holdfast::auth::secret::{Cost, hashed};
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::value::Moment;
use holdfast::planning::follow::Pace;
use holdfast::services::access::{UserBody, put_user};
use holdfast::text::Lang;
use reqwest::Method;
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse";

/// The product, running.
pub struct TestApp {
    /// The product itself.
    pub app: App,
    pub address: String,
    stop: Box<dyn Fn() + Send>,
}

/// An answer: its status, headers and document.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The document; `null` for none.
    pub body: Value,
}

/// Somebody at a browser or a program, signed in or not.
pub struct Person {
    client: Client,
    address: String,
    token: Option<String>,
}

impl TestApp {
    /// On a fresh database, at a plant time that stands still, with a person for every role, named after it.
    pub fn on(fresh: &Fresh) -> Self {
        Self::playing(fresh, 0)
    }

    /// The same with so many futures of every plan.
    pub fn playing(fresh: &Fresh, futures: u32) -> Self {
        let at = "2026-03-02T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("an instant");
        let clock = Clock::Manual(Arc::new(Mutex::new(Moment::new(at).expect("in range"))));
        let pace = Pace { least: Duration::from_millis(10), improve: 0, futures, asked: false };
        let app = App::open_with(&fresh.url, clock, pace).expect("the product opens");
        let app = app.with_gate(Gate::new(Cost::CHEAP));
        for role in Role::ALL {
            let body = UserBody {
                display_name: role.name().to_owned(),
                roles: vec![role],
                lang: Lang::En,
                active: true,
                password: None,
            };
            let hash = hashed(PASSWORD, Cost::CHEAP).expect("a hash");
            let job = move |tx: &mut holdfast::services::Tx<'_>| {
                put_user(tx, role.name(), &body, Some(&hash), None)
            };
            app.command_blocking(&Actor::system(), job).expect("a person");
        }
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (sender, receiver) = mpsc::channel::<Box<dyn Fn() + Send>>();
        let served = app.clone();
        std::thread::spawn(move || {
            api::run(move || {
                let server = api::serve(
                    served,
                    Serving { listener, secured: None, portal: None, workers: 2, signals: false },
                )?;
                let handle = server.handle();
                sender.send(Box::new(move || drop(handle.stop(false)))).expect("the test waits");
                Ok(server)
            })
        });
        Self { app, address, stop: receiver.recv().expect("the server starts") }
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Person {
        let client = Client::builder().cookie_store(true).build().expect("a client");
        Person { client, address: self.address.clone(), token: None }
    }

    /// A person of a role, signed in.
    pub fn signed_in(&self, role: Role) -> Person {
        let person = self.stranger();
        let answer = person.post("/session", &json!({ "name": role.name(), "password": PASSWORD }));
        assert_eq!(answer.status, 201, "{}", answer.body);
        person
    }

    /// A program with a token.
    pub fn program(&self, secret: &str) -> Person {
        Person { token: Some(secret.to_owned()), ..self.stranger() }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        (self.stop)();
        self.app.stop();
    }
}

impl Person {
    /// A request to a path below `/api/v1`.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = self.client.request(method, format!("{}/api/v1{path}", self.address));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// A request to a page, which no program would ask for.
    pub fn page(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        self.client.request(method, format!("{}{path}", self.address))
    }

    /// Asks.
    pub fn get(&self, path: &str) -> Answer {
        Answer::of(self.request("GET", path))
    }

    /// Commands.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request("POST", path).json(body))
    }

    /// Puts into a state, based on any version.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request("PUT", path).header("if-match", "*").json(body))
    }

    /// Takes away.
    pub fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request("DELETE", path))
    }
}

impl Answer {
    /// Sends a request and reads its answer.
    pub fn of(request: RequestBuilder) -> Self {
        let response = request.send().expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.json().unwrap_or_default() }
    }

    /// The stable name of the problem.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}
