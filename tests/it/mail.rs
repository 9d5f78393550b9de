//! What leaves the house by mail: once, soon, to the right person, and never lost, whatever the mail server does.

#[path = "mail/alerted.rs"]
mod alerted;
#[path = "mail/channels.rs"]
mod channels;
#[path = "mail/killed.rs"]
mod killed;
#[path = "mail/people.rs"]
mod people;
#[path = "mail/server.rs"]
mod server;
#[path = "mail/stormed.rs"]
mod stormed;

use crate::support::app::TestApp;
use crate::support::post_office::{PostOffice, Taken};
use crate::support::{Fresh, eventually, on_both};
use chrono::TimeDelta;
use holdfast::app::App;
use holdfast::domain::outbox::Channel;
use holdfast::domain::refusal::{Refusal, common};
use holdfast::domain::role::{Actor, Role};
use holdfast::notify::{Encryption, Post, Secret, Server, Settings};
use holdfast::services::Tx;
use holdfast::services::contacts::{ContactBody, put_contact};
use holdfast::services::outbox::{Message, Pace, enqueue};
use serde_json::{Value, json};
use std::time::Duration;

/// How a post is set that sends to `office` without TLS.
pub fn settings(office: &PostOffice) -> Settings {
    Settings {
        server: Some(Server {
            host: "localhost".to_owned(),
            port: office.port,
            encryption: Encryption::None,
            sign_in: None,
            patience: Duration::from_millis(400),
        }),
        from: "Holdfast <holdfast@plant.example>".to_owned(),
        authorities: None,
        templates: None,
        public_url: "https://holdfast.plant.example".to_owned(),
        inside: "".parse().expect("none"),
    }
}

/// The product with messages that leave by these settings, and are tried again at once.
pub fn posting(fresh: &Fresh, settings: &Settings) -> TestApp {
    let test = TestApp::on(fresh);
    posted(&test.app, settings);
    test
}

/// Has messages leave by these settings.
pub fn posted(app: &App, settings: &Settings) {
    let pace = Pace { look: Duration::from_millis(10), first_wait: TimeDelta::milliseconds(40) };
    let post = Post::new(settings).expect("settings that can be used");
    // The threads belong to the product; the handle on it that knows them is not needed.
    drop(app.clone().with_post(post, pace).expect("threads"));
}

/// Gives somebody an address.
pub fn reach(test: &TestApp, role: Role, address: &str) {
    let body = ContactBody { address: Some(address.to_owned()), ..ContactBody::default() };
    let job = move |tx: &mut Tx<'_>| put_contact(tx, role.name(), &body, None);
    test.app.command_blocking(&Actor::system(), job).expect("an address");
}

/// A warning about an order.
pub fn warning(key: &str, to: &str) -> Message {
    Message {
        key: key.to_owned(),
        channel: Channel::Mail,
        to: to.to_owned(),
        template: "promise-at-risk".to_owned(),
        facts: holdfast::notify::sample::facts("promise-at-risk"),
        thread: Some("order:SO-26-00017".to_owned()),
        not_before: None,
    }
}

/// Puts a message in, as a command of its own; whether it was new.
pub fn put_in(test: &TestApp, message: &Message) -> bool {
    let message = message.clone();
    test.app.command_blocking(&Actor::system(), move |tx| enqueue(tx, &message)).expect("it is put in")
}

/// What the outbox says of the message with a key.
pub fn standing(test: &TestApp, key: &str) -> Value {
    let admin = test.signed_in(Role::Admin);
    let page = admin.get("/outbox?limit=500");
    assert_eq!(page.status, 200, "{}", page.body);
    let items = page.body["items"].as_array().expect("a list").clone();
    items.into_iter().find(|item| item["key"] == key).unwrap_or_default()
}

/// Waits until the message with a key stands so.
pub fn until(test: &TestApp, key: &str, state: &str) -> Value {
    eventually(&format!("{key} is {state}"), || {
        let now = standing(test, key);
        (now["state"] == state).then_some(now)
    })
}

/// Waits until so many mails were taken.
pub fn arrived(office: &PostOffice, number: usize) -> Vec<Taken> {
    eventually(&format!("{number} mails"), || Some(office.taken()).filter(|taken| taken.len() >= number))
}

#[test]
fn a_warning_is_committed_with_what_gave_rise_to_it_and_mailed_once() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, "sales@plant.example");
        let first = warning("alert:17:1:sales:mail", "sales");
        // A command that is refused after it put the message in sends nothing.
        let refused = test.app.command_blocking(&Actor::system(), {
            let message = warning("alert:16:1:sales:mail", "sales");
            move |tx| {
                enqueue(tx, &message)?;
                Err::<(), _>(Refusal::at(common::REQUIRED, "name", "").into())
            }
        });
        assert!(refused.is_err());
        assert!(put_in(&test, &first), "it is new");
        assert!(!put_in(&test, &first), "there is one of a key");
        let sent = until(&test, "alert:17:1:sales:mail", "sent");
        assert_eq!((&sent["attempts"], &sent["sent_to"]), (&json!(1), &json!("sales")));
        assert_eq!(standing(&test, "alert:16:1:sales:mail"), Value::Null);
        let taken = office.taken();
        assert_eq!(taken.len(), 1);
        let mail = &taken[0];
        assert_eq!(mail.to, ["sales@plant.example"]);
        assert_eq!(mail.header("Message-ID").split('@').next_back(), Some("plant.example>"));
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert_eq!(
            mail.subject(),
            "SO-26-00017 line 10, Acme Pumps: Likely 4 days late: Tue 10 Mar, not Fri 6 Mar"
        );
        let (text, html) = mail.bodies();
        for said in [
            "their PO-778",
            "40 pcs SH-100 Pump shaft",
            "18\u{a0}%",
            "was 91\u{a0}% on Fri\u{a0}27\u{a0}Feb",
            "spindle bearing",
            "Turn on TC-1 tonight",
            "sets back SO-26-00021 line 20 by 1 day",
            "saves 4 days",
            "we expect 40 pcs Pump shaft to leave on Tuesday, 10 March 2026 instead of Friday, 6 March 2026",
            "https://holdfast.plant.example/?order=SO-26-00017",
        ] {
            assert!(text.contains(said), "{said}:\n{text}");
            let shown = said.replace('&', "&amp;");
            assert!(html.contains(&shown) || html.contains(&shown.replace('/', "&#x2f;")), "{said}");
        }
        // A second mail about the order belongs to the first.
        assert!(put_in(&test, &warning("alert:17:2:sales:mail", "sales")));
        let taken = arrived(&office, 2);
        assert_eq!(taken[0].header("References"), taken[1].header("References"));
        assert_ne!(taken[0].header("Message-ID"), taken[1].header("Message-ID"));
        let journal = test.signed_in(Role::Admin).get("/journal?what=message.sent").body;
        assert_eq!(journal["items"][0]["body"]["to"], "sales", "{journal}");
        assert!(!journal.to_string().contains("sales@plant.example"));
    });
}

#[test]
fn names_and_texts_break_neither_headers_nor_html() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, "sales@plant.example");
        let mut message = warning("alert:18:1:sales:mail", "sales");
        message.facts["customer"] =
            json!("Böse\r\nBcc: all@plant.example <script>alert(1)</script> 华东泵业");
        message.facts["lines"][0]["causes"][0]["text"]["en"] = json!("<img src=x onerror=1>\r\n.\r\nQUIT");
        message.facts["link"] = json!("https://elsewhere.example/");
        assert!(put_in(&test, &message));
        let mail = arrived(&office, 1).remove(0);
        assert_eq!(mail.to, ["sales@plant.example"]);
        assert_eq!(mail.header("Bcc"), "");
        assert!(mail.subject().contains("华东泵业"), "{}", mail.subject());
        let (text, html) = mail.bodies();
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(html.contains("&lt;script&gt;"));
        assert!(text.contains("QUIT") && !text.contains("elsewhere") && !html.contains("elsewhere"));
    });
}

#[test]
fn settings_say_no_password_to_anybody() {
    let office = PostOffice::open();
    let mut set = settings(&office);
    let sign_in = ("holdfast".to_owned(), Secret::from("hush-hush-hush".to_owned()));
    set.server = set.server.map(|server| Server { sign_in: Some(sign_in), ..server });
    assert!(!format!("{set:?}").contains("hush"), "{set:?}");
}
