//! A contact stops notices by the link in one of them, without signing in: in the mail program or on a page.

use super::{Shop, done, drafts};
use crate::support::app::Person;
use crate::support::on_both;
use crate::support::post_office::Taken;
use serde_json::{Value, json};

/// The path of the link in a mail that stops notices.
fn link(mail: &Taken) -> String {
    let header = mail.header("List-Unsubscribe");
    let address = header.trim_matches(['<', '>']);
    let path = address.strip_prefix("https://holdfast.plant.example").unwrap_or_else(|| panic!("{header}"));
    assert!(mail.bodies().0.contains(address), "the same link can be read: {}", mail.bodies().0);
    path.to_owned()
}

/// A page: its status and what it says.
fn page(person: &Person, method: &str, path: &str, body: &str) -> (u16, String) {
    let request = person.page(method, path).header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(body.to_owned()).send().expect("an answer");
    assert_eq!(answer.headers()["x-robots-tag"], "noindex, nofollow");
    assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    (answer.status().as_u16(), answer.text().expect("a page"))
}

#[test]
fn one_click_stops_notices_to_that_address_and_looking_at_the_link_does_not() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &drafts(), "en");
        let order = shop.order();
        shop.promise(&order, "2026-03-20");
        shop.approve(&order);
        let mail = shop.mails(1).remove(0);
        assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let path = link(&mail);
        let stranger = shop.test.stranger();
        // Programs that look at links before people do stop nothing.
        for _ in 0..2 {
            let (status, text) = page(&stranger, "GET", &path, "");
            assert_eq!(status, 200);
            assert!(
                text.contains("Stop notices about orders?") && text.contains("b…@acme.example"),
                "{text}"
            );
            for inside in ["bo@acme", &order, "PO-778", "C-1", "Acme Pumps", "shaft"] {
                assert!(!text.contains(inside), "{inside}: {text}");
            }
        }
        assert!(page(&stranger, "GET", &format!("{path}?lang=zh"), "").1.contains("停止接收订单通知"));
        assert_eq!(done("stops", shop.sales.get("/notice-stops"))["items"], json!([]));
        for _ in 0..2 {
            let (status, text) = page(&stranger, "POST", &path, "List-Unsubscribe=One-Click");
            assert_eq!(status, 200);
            assert!(text.contains("These notices are stopped"), "{text}");
        }
        let journal = shop.admin.get("/journal?what=notice.stopped").body;
        let [entry] =
            <[Value; 1]>::try_from(journal["items"].as_array().expect("a list").clone()).expect("once");
        assert_eq!((&entry["actor"], &entry["body"]["contact"]), (&json!("customer:C-1"), &json!("Bo Lin")));
        // The address is written in capitals by now; it is the same.
        let contacts = json!([{ "name": "Bo", "email": "BO@acme.example", "notices": true }]);
        let customer = json!({ "name": "Acme Pumps", "tier": "A", "contacts": contacts });
        done("customer", shop.admin.put("/customers/C-1", &customer));
        shop.shift(&order, "2026-03-27", "capacity");
        let open = shop.notices(&order).remove(0);
        let nobody = shop.on("POST", &open, "/approve", &Value::Null);
        assert_eq!((nobody.status, nobody.code()), (422, "notice_nobody"));
        done("resume", shop.sales.delete("/notice-stops/bo@acme.example"));
        assert_eq!(shop.sales.delete("/notice-stops/bo@acme.example").status, 404);
        shop.approve(&order);
        assert_eq!(shop.mails(2)[1].to, ["BO@acme.example"]);
    });
}

#[test]
fn who_stopped_after_it_was_approved_gets_it_no_more() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &drafts(), "en");
        let order = shop.order();
        shop.promise(&order, "2026-03-20");
        shop.approve(&order);
        let path = link(&shop.mails(1)[0]);
        shop.shift(&order, "2026-03-27", "capacity");
        shop.office.answer("bo@acme.example", 451, 1);
        shop.approve(&order);
        assert_eq!(page(&shop.test.stranger(), "POST", &path, "").0, 200);
        let sent = crate::support::eventually("the mail ended", || {
            let to = shop.notices(&order).remove(0)["to"][0]["state"].clone();
            (to == "failed" || to == "sent").then_some(to)
        });
        // The first try may have been over before the contact stopped it.
        assert!(sent == "failed" || shop.mails(2).len() == 2, "{sent}");
    });
}

#[test]
fn a_link_that_we_did_not_write_leads_to_the_same_plain_page() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &drafts(), "en");
        let stranger = shop.test.stranger();
        let before = page(&stranger, "GET", "/unsubscribe/018f.AAAA", "");
        let order = shop.order();
        shop.promise(&order, "2026-03-20");
        shop.approve(&order);
        let good = link(&shop.mails(1)[0]);
        let cut = &good[..good.len() - 2];
        let other = good.replacen(|c: char| c.is_ascii_digit(), "x", 1);
        for bad in [
            "/unsubscribe/x",
            "/unsubscribe/018f.AAAA",
            cut,
            &other,
            &format!("/unsubscribe/{}", "a".repeat(5_000)),
        ] {
            for method in ["GET", "POST"] {
                let (status, text) = page(&stranger, method, bad, "");
                assert_eq!((status, &text), (404, &before.1), "{method} {bad}");
            }
        }
        assert!(before.1.contains("This link can't be used") && before.1.contains("此链接无法使用"));
        assert_eq!(done("stops", shop.sales.get("/notice-stops"))["items"], json!([]));
        assert_eq!(page(&stranger, "GET", &good, "").0, 200);
    });
}
