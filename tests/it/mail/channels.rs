//! Webhooks and chat robots: signed, sent as the same message however often, never inside unasked, secrets kept.

use super::{posting, put_in, settings, until};
use crate::support::app::TestApp;
use crate::support::on_both;
use crate::support::post_office::PostOffice;
use crate::support::receiver::{Receiver, Reply};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use holdfast::domain::outbox::Channel;
use holdfast::domain::role::Role;
use holdfast::notify::Settings;
use holdfast::services::outbox::Message;
use serde_json::{Value, json};
use sha2::Sha256;

const SECRET: &str = "a-secret-that-nobody-else-knows";

/// Settings that let requests go to this machine.
fn inside() -> Settings {
    let office = PostOffice::open();
    Settings { server: None, inside: "127.0.0.0/8".parse().expect("a network"), ..settings(&office) }
}

fn channel(test: &TestApp, name: &str, kind: &str, url: &str) {
    let body = json!({ "kind": kind, "url": url, "secret": SECRET, "lang": "zh" });
    let put = test.signed_in(Role::Admin).request("PUT", &format!("/channels/{name}")).json(&body);
    let put = crate::support::app::Answer::of(put);
    assert_eq!(put.status, 200, "{}", put.body);
}

fn message(key: &str, channel: Channel, to: &str) -> Message {
    Message { channel, ..super::warning(key, to) }
}

fn hmac(text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[test]
fn a_webhook_is_signed_and_the_same_however_often_it_is_sent() {
    on_both(|fresh| {
        let receiver = Receiver::open();
        let test = posting(fresh, &inside());
        channel(&test, "erp", "webhook", &format!("{}/holdfast?k=1", receiver.address));
        receiver.replies(&[Reply::Says(503, "later"), Reply::Says(429, "slowly")]);
        put_in(&test, &message("alert:1:1:erp:webhook", Channel::Webhook, "erp"));
        let sent = until(&test, "alert:1:1:erp:webhook", "sent");
        assert_eq!((&sent["attempts"], &sent["sent_to"]), (&json!(3), &json!("erp")));
        let came = receiver.came();
        assert_eq!(came.len(), 3);
        for request in &came {
            let header = |name: &str| request.headers.get(name).cloned().unwrap_or_default();
            let signed = format!("{}.{}.{}", header("webhook-id"), header("webhook-timestamp"), request.body);
            assert_eq!(header("webhook-signature"), format!("v1,{}", hmac(&signed)));
            assert_eq!(header("webhook-id"), came[0].headers["webhook-id"]);
            assert_eq!(request.path, "/holdfast?k=1");
            let body: Value = serde_json::from_str(&request.body).expect("JSON");
            assert_eq!(
                (&body["template"], &body["facts"]["order"]),
                (&json!("promise-at-risk"), &json!("SO-26-00017"))
            );
            assert_eq!(body["id"], header("webhook-id"));
        }
    });
}

#[test]
fn what_can_not_get_better_is_not_tried_again() {
    on_both(|fresh| {
        let (receiver, elsewhere) = (Receiver::open(), Receiver::open());
        let test = posting(fresh, &inside());
        channel(&test, "erp", "webhook", &receiver.address);
        for (n, reply, code) in [
            (1, Reply::Says(404, "no such hook"), "refused"),
            (2, Reply::Elsewhere(elsewhere.address.clone()), "answer"),
        ] {
            receiver.replies(&[reply]);
            let key = format!("alert:{n}:1:erp:webhook");
            put_in(&test, &message(&key, Channel::Webhook, "erp"));
            let failed = until(&test, &key, "failed");
            assert_eq!(
                (&failed["attempts"], &failed["error"]["code"]),
                (&json!(1), &json!(code)),
                "{failed}"
            );
        }
        assert!(elsewhere.came().is_empty(), "a redirect is not followed");
        put_in(&test, &message("alert:3:1:gone:webhook", Channel::Webhook, "gone"));
        assert_eq!(until(&test, "alert:3:1:gone:webhook", "failed")["error"]["code"], "unknown-recipient");
    });
}

#[test]
fn nothing_goes_inside_unasked() {
    on_both(|fresh| {
        let receiver = Receiver::open();
        let port = receiver.address.rsplit(':').next().expect("a port").to_owned();
        let test = posting(fresh, &Settings { inside: "10.0.0.0/8".parse().expect("a network"), ..inside() });
        for (n, host) in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"]
            .iter()
            .enumerate()
        {
            let name = format!("hook{n}");
            channel(&test, &name, "webhook", &format!("http://{host}:{port}/"));
            let key = format!("alert:{n}:1:{name}:webhook");
            put_in(&test, &message(&key, Channel::Webhook, &name));
            let failed = until(&test, &key, "failed");
            let code = failed["error"]["code"].as_str().unwrap_or_default();
            assert!(["inside-address", "connection"].contains(&code), "{host}: {failed}");
        }
        assert!(receiver.came().is_empty());
    });
}

#[test]
fn robots_get_what_they_document() {
    on_both(|fresh| {
        let receiver = Receiver::open();
        let test = posting(fresh, &inside());
        channel(&test, "ding", "ding-talk", &format!("{}/robot/send?access_token=hush", receiver.address));
        channel(&test, "wecom", "we-com", &format!("{}/cgi-bin/webhook/send?key=hush", receiver.address));
        // Too fast, then well.
        receiver.replies(&[Reply::Says(200, r#"{"errcode":130101,"errmsg":"send too fast"}"#)]);
        put_in(&test, &message("alert:1:1:ding:ding-talk", Channel::DingTalk, "ding"));
        assert_eq!(until(&test, "alert:1:1:ding:ding-talk", "sent")["attempts"], 2);
        put_in(&test, &message("alert:1:1:wecom:we-com", Channel::WeCom, "wecom"));
        until(&test, "alert:1:1:wecom:we-com", "sent");
        let came = receiver.came();
        let ding: Value = serde_json::from_str(&came[1].body).expect("JSON");
        assert_eq!(ding["msgtype"], "markdown");
        assert!(
            ding["markdown"]["title"].as_str().is_some_and(|title| title.contains("预计晚 4 天")),
            "{ding}"
        );
        let (before, sign) = came[1].path.split_once("&sign=").expect("a signature");
        let millis = before.rsplit_once("timestamp=").expect("a time").1;
        let escaped = hmac(&format!("{millis}\n{SECRET}"));
        assert_eq!(sign.replace("%2B", "+").replace("%2F", "/").replace("%3D", "="), escaped);
        let wecom: Value = serde_json::from_str(&came[2].body).expect("JSON");
        let text = wecom["markdown"]["content"].as_str().expect("a text");
        assert!(text.contains("主轴轴承") && text.contains("](https://holdfast.plant.example/"), "{text}");
        assert_eq!(came[2].path, "/cgi-bin/webhook/send?key=hush");
        // A robot that is not ours any more.
        receiver.replies(&[Reply::Says(200, r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#)]);
        put_in(&test, &message("alert:2:1:wecom:we-com", Channel::WeCom, "wecom"));
        assert_eq!(until(&test, "alert:2:1:wecom:we-com", "failed")["error"]["code"], "refused");
    });
}

#[test]
fn secrets_of_channels_go_in_and_never_come_out() {
    on_both(|fresh| {
        let test = posting(fresh, &inside());
        channel(&test, "ding", "ding-talk", "http://127.0.0.1:1/robot/send?access_token=hush");
        put_in(&test, &message("alert:1:1:ding:ding-talk", Channel::DingTalk, "ding"));
        until(&test, "alert:1:1:ding:ding-talk", "delayed");
        let admin = test.signed_in(Role::Admin);
        for path in ["/channels", "/outbox", "/journal?limit=500"] {
            let told = admin.get(path).body.to_string();
            assert!(
                told.contains("ding") && !told.contains("hush") && !told.contains(SECRET),
                "{path}: {told}"
            );
        }
        let shown = admin.get("/channels").body["items"][0].clone();
        assert_eq!((&shown["host"], &shown["has_secret"]), (&json!("127.0.0.1:1"), &json!(true)));
        // What is not said stays.
        let put = admin.put("/channels/ding", &json!({ "kind": "ding-talk", "active": false }));
        assert_eq!(
            (put.status, &put.body["has_secret"], &put.body["active"]),
            (200, &json!(true), &json!(false))
        );
        for (body, code) in [
            (json!({ "kind": "mail", "url": "https://a.example" }), "channel_is_mail"),
            (json!({ "kind": "webhook", "url": "ftp://a.example" }), "channel_address_invalid"),
            (json!({ "kind": "webhook", "url": "https://u:p@a.example" }), "channel_address_invalid"),
            (
                json!({ "kind": "webhook", "url": "https://a.example", "secret": "short" }),
                "channel_secret_short",
            ),
        ] {
            let refused = admin.put("/channels/ding", &body);
            assert_eq!((refused.status, refused.code()), (422, code), "{}", refused.body);
        }
        let gone = admin.request("DELETE", "/channels/ding").header("if-match", "*");
        assert_eq!(crate::support::app::Answer::of(gone).status, 204);
        assert_eq!(admin.get("/channels").body["items"], json!([]));
    });
}
