//! A supplier is asked by mail when a purchase comes, and says so on a page of their own, without signing in.

use crate::mail::{arrived, posting, reach, settings};
use crate::notices::done;
use crate::support::app::{Answer, Person, TestApp};
use crate::support::post_office::{PostOffice, Taken};
use crate::support::{Fresh, eventually, on_both};
use holdfast::domain::role::Role;
use serde_json::{Value, json};

struct Shop {
    test: TestApp,
    office: PostOffice,
    admin: Person,
    buyer: Person,
}

impl Shop {
    fn new(fresh: &Fresh, lang: &str) -> Self {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Purchasing, "cy@plant.example");
        let (admin, buyer) = (test.signed_in(Role::Admin), test.signed_in(Role::Purchasing));
        let shop = Self { test, office, admin, buyer };
        shop.set(&json!({}));
        let contacts = json!([{ "name": "Dora", "email": "dora@stahlhof.example", "notices": true },
            { "name": "Accounts", "email": "accounts@stahlhof.example" }]);
        let supplier = json!({ "name": "Stahlhof", "lead_days": 5, "language": lang, "contacts": contacts });
        for (path, body) in [
            ("/suppliers/S-1", supplier),
            ("/items/M-1", json!({ "description": "Bar 42CrMo4", "unit": "metres", "source": "buy" })),
            ("/items/M-2", json!({ "description": "Shaft <seal>", "source": "buy" })),
            ("/customers/C-1", json!({ "name": "Acme Pumps" })),
        ] {
            done(path, Answer::of(shop.admin.request("PUT", path).json(&body)));
        }
        shop
    }

    fn set(&self, reminders: &Value) {
        let sheet = json!({ "zone": "Asia/Shanghai", "plant": "Lindqvist Turning", "holidays": "none" });
        let set = json!({ "sheet": sheet, "policies": { "supplier_reminders": reminders } });
        done("settings", self.admin.put("/settings", &set));
    }

    /// A purchase order of two lines: 120 m, and 40 seals that are confirmed for that day.
    fn buy(&self, confirmed: Option<&str>) -> String {
        let lines = json!([{ "item": "M-1", "quantity": "120" },
            { "item": "M-2", "quantity": "40", "confirmed_date": confirmed }]);
        let bought =
            done("buy", self.buyer.post("/purchase-orders", &json!({ "supplier": "S-1", "lines": lines })));
        bought["number"].as_str().expect("a number").to_owned()
    }

    fn ask(&self, order: &str, body: &Value) -> Value {
        done("ask", self.buyer.post(&format!("/purchase-orders/{order}/requests"), body))["items"][0].clone()
    }

    fn requests(&self, order: &str) -> Vec<Value> {
        let found = done("requests", self.buyer.get(&format!("/purchase-orders/{order}/requests")));
        found["items"].as_array().expect("a list").clone()
    }

    /// A purchase order as it is.
    fn order(&self, order: &str) -> Value {
        done("order", self.buyer.get(&format!("/purchase-orders/{order}")))
    }

    fn mails(&self, number: usize) -> Vec<Taken> {
        arrived(&self.office, number)
    }

    /// A page: its status and what it says.
    fn page(&self, method: &str, path: &str, form: &[(&str, &str)]) -> (u16, String) {
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let request = self.test.stranger().page(method, path);
        let request =
            request.header("content-type", "application/x-www-form-urlencoded").body(pairs.join("&"));
        let answer = request.send().expect("an answer");
        (answer.status().as_u16(), answer.text().expect("a page"))
    }
}

/// A text as a form sends it.
fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() || b == b'-' => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(one).collect()
}

/// The path of the link in a mail.
fn link(mail: &Taken) -> String {
    let (text, html) = mail.bodies();
    let at = text.find("https://holdfast.plant.example/supplier/").unwrap_or_else(|| panic!("{text}"));
    let address = text[at..].split_whitespace().next().expect("an address");
    assert!(html.replace("&#x2f;", "/").contains(address), "the button leads there: {html}");
    address.strip_prefix("https://holdfast.plant.example").expect("ours").to_owned()
}

#[test]
fn a_supplier_confirms_one_day_and_names_another_and_both_are_facts_said_by_them() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, "en");
        let order = shop.buy(Some("2026-03-13"));
        let asked = shop.ask(&order, &json!({}));
        assert_eq!(
            (&asked["state"], &asked["contacts"]),
            (&json!("open"), &json!([{ "name": "Dora", "address": "dora@stahlhof.example" }]))
        );
        assert!(!asked.to_string().contains("/supplier/"), "the link is in the mail alone");
        let mail = shop.mails(1).remove(0);
        assert_eq!(mail.to, ["dora@stahlhof.example"]);
        assert_eq!(mail.subject(), format!("Purchase order {order}: when does it come?"));
        assert_eq!(mail.header("Reply-To"), "cy@plant.example");
        let (text, _) = mail.bodies();
        for said in ["120 m M-1", "Bar 42CrMo4", "not confirmed yet", "40 pcs M-2", "Friday, 13 March 2026"] {
            assert!(text.contains(said), "{said}:\n{text}");
        }
        let path = link(&mail);
        let (status, text) = shop.page("GET", &path, &[]);
        assert_eq!(status, 200);
        for said in [
            "Lindqvist Turning",
            &order,
            "Shaft &lt;seal&gt;",
            "We count on Friday, 13 March 2026.",
            "min=\"2026-03-02\"",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        for inside in ["price", "SO-", "Acme", "cy@plant", "<script", "<seal>"] {
            assert!(!text.contains(inside), "{inside}: {text}");
        }
        assert!(shop.page("GET", &format!("{path}?lang=zh"), &[]).1.contains("请确认到货日期"));
        assert_eq!(shop.order(&order)["lines"][0]["confirmed_date"], Value::Null, "looking says nothing");

        said_once(&shop, &order, &path);
    });
}

/// The supplier names another day for one line, and it counts once, as theirs.
fn said_once(shop: &Shop, order: &str, path: &str) {
    let form = [("date-10", "2026-03-20"), ("note-10", "mill is \"full\"\r\n<b>"), ("date-20", "2026-03-13")];
    let (status, text) = shop.page("POST", path, &form);
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("Thank you") && text.contains("Line 10: Friday, 20 March 2026"), "{text}");
    let now = shop.order(order);
    let days: Vec<&Value> = (0..2).map(|line| &now["lines"][line]["confirmed_date"]).collect();
    assert_eq!(days, [&json!("2026-03-20"), &json!("2026-03-13")]);
    let said: Vec<&Value> = now["dates"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|date| date["actor"] == "supplier:S-1")
        .collect();
    assert_eq!(said.len(), 2, "{now}");
    assert_eq!((&said[0]["line"], &said[0]["note"]), (&json!("10"), &json!("mill is \"full\"  <b>")));
    let [request] = <[Value; 1]>::try_from(shop.requests(order)).expect("one");
    assert_eq!((&request["state"], &request["ended_by"]), (&json!("answered"), &json!("supplier:S-1")));

    // Pressed twice, it is said once; anything else is too late.
    let dates = now["dates"].as_array().map(Vec::len);
    let (status, again) = shop.page("POST", path, &form);
    assert_eq!((status, again.contains("Thank you")), (200, true));
    let (status, late) = shop.page("POST", path, &[("date-10", "2026-04-20"), ("date-20", "2026-03-13")]);
    assert_eq!(
        (status, late.contains("This link can&#39;t be used") || late.contains("This link can't be used")),
        (404, true)
    );
    assert_eq!(shop.page("GET", path, &[]), (404, late));
    assert_eq!(shop.order(order)["dates"].as_array().map(Vec::len), dates);

    // Who asked hears of what is news, once.
    let told = shop.mails(2).remove(1);
    assert_eq!(told.to, ["cy@plant.example"]);
    let (text, _) = told.bodies();
    assert!(text.contains("line 10: 2026-03-20") && !text.contains("line 20"), "{text}");
    let journal = shop.admin.get("/journal?what=supplier-request.answered").body;
    assert_eq!(journal["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(journal["items"][0]["actor"], "supplier:S-1");
    let confirmed = shop.admin.get("/journal?what=purchase-order.confirmed").body;
    assert_eq!(confirmed["items"][0]["actor"], "supplier:S-1", "{confirmed}");
}

#[test]
fn a_part_with_its_rest_is_complete_with_the_rest_and_without_it_nobody_knows() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, "zh");
        let order = shop.buy(Some("2026-03-13"));
        shop.ask(&order, &json!({}));
        let mail = shop.mails(1).remove(0);
        assert_eq!(mail.subject(), format!("采购订单 {order}：请确认到货日期"));
        let form = [
            ("date-10", "2026-03-10"),
            ("part-10", "80"),
            ("rest-10", "2026-03-17"),
            ("date-20", "2026-03-13"),
            ("part-20", "30"),
            ("rest-20", ""),
            ("note-20", ""),
        ];
        let (status, text) = shop.page("POST", &link(&mail), &form);
        assert_eq!(status, 200, "{text}");
        assert!(
            text.contains("第 10 行：80 m 于 2026年3月10日（周二） 到货，其余于 2026年3月17日（周二） 到货"),
            "{text}"
        );
        assert!(text.contains("其余日期待定"), "{text}");
        let now = shop.order(&order);
        assert_eq!(now["lines"][0]["confirmed_date"], "2026-03-17");
        assert_eq!(now["lines"][1]["confirmed_date"], Value::Null);
        let notes: Vec<&Value> =
            now["dates"].as_array().expect("a list").iter().map(|date| &date["note"]).collect();
        assert!(notes.contains(&&json!("80: 2026-03-10, + 2026-03-17")), "{notes:?}");
    });
}

#[test]
fn what_is_wrong_in_the_form_is_said_beside_it_and_nothing_is_written_down() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, "en");
        let order = shop.buy(None);
        shop.ask(&order, &json!({ "lines": ["20"] }));
        let path = link(&shop.mails(1)[0]);
        let before = shop.order(&order);
        let long = "x".repeat(501);
        for (form, said) in [
            (vec![], "Give the day as year-month-day"),
            (vec![("date-20", "13 March")], "Give the day as year-month-day"),
            (vec![("date-20", "2026-03-01")], "This day is over"),
            (vec![("date-20", "2036-03-01")], "years away"),
            (vec![("date-20", "2026-03-13"), ("part-20", "40")], "less than all of it"),
            (vec![("date-20", "2026-03-13"), ("part-20", "1e999")], "less than all of it"),
            (
                vec![("date-20", "2026-03-13"), ("part-20", "4"), ("rest-20", "2026-03-10")],
                "with or after the part",
            ),
            (vec![("date-20", "2026-03-13"), ("note-20", long.as_str())], "more than 500"),
        ] {
            let (status, text) = shop.page("POST", &path, &form);
            assert_eq!(status, 422, "{form:?}");
            assert!(text.contains(said) && text.contains("aria-invalid"), "{said}: {text}");
        }
        let kept =
            shop.page("POST", &path, &[("date-20", "2026-03-01"), ("note-20", "\"><script>x</script>")]).1;
        assert!(kept.contains("value=\"2026-03-01\"") && !kept.contains("<script>"), "{kept}");
        assert_eq!(shop.order(&order), before);
        // Line 10 was not asked about: what is sent of it is nobody's word.
        shop.page("POST", &path, &[("date-20", "2026-03-13"), ("date-10", "2026-03-13")]);
        assert_eq!(shop.order(&order)["lines"][0]["confirmed_date"], Value::Null);
        assert_eq!(shop.order(&order)["lines"][1]["confirmed_date"], "2026-03-13");
    });
}

#[test]
fn old_links_revoked_ones_and_strange_ones_lead_to_the_same_plain_page() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, "en");
        let order = shop.buy(None);
        let first = shop.ask(&order, &json!({ "lines": ["10"], "valid_days": 2 }));
        let old = link(&shop.mails(1)[0]);
        // A newer one takes its place, and asks about its lines too.
        let second = shop.ask(&order, &json!({ "lines": ["20"], "valid_days": 2 }));
        assert_eq!(second["lines"].as_array().map(Vec::len), Some(2), "{second}");
        assert_eq!(
            shop.requests(&order).iter().find(|one| one["id"] == first["id"]).expect("there")["state"],
            "replaced"
        );
        let newer = link(&shop.mails(2)[1]);
        let strange = shop.page("GET", "/supplier/x.y", &[]);
        assert_eq!(strange.0, 404);
        assert_eq!(shop.page("GET", &old, &[]), strange);
        assert_eq!(shop.page("GET", &newer, &[]).0, 200);
        // A link to stop notices is no link to speak for a supplier, nor the other way round.
        assert_eq!(shop.page("POST", &newer.replace("/supplier/", "/unsubscribe/"), &[]), strange);
        let revoke =
            format!("/purchase-orders/{order}/requests/{}/revoked", second["id"].as_str().expect("an id"));
        assert_eq!(shop.test.signed_in(Role::Sales).put(&revoke, &Value::Null).status, 403);
        done("revoke", shop.buyer.put(&revoke, &Value::Null));
        done("again", shop.buyer.put(&revoke, &Value::Null));
        assert_eq!(shop.page("GET", &newer, &[]), strange);
        assert_eq!(
            shop.page("POST", &newer, &[("date-20", "2026-03-13"), ("date-10", "2026-03-13")]),
            strange
        );
        shop.ask(&order, &json!({ "valid_days": 2 }));
        let third = link(&shop.mails(3)[2]);
        assert_eq!(shop.page("GET", &third, &[]).0, 200);
        done("clock", shop.admin.put("/clock", &json!({ "now": "2026-03-04T00:00:00Z" })));
        assert_eq!(
            shop.page("POST", &third, &[("date-20", "2026-03-13"), ("date-10", "2026-03-13")]),
            strange
        );
        let expired = shop.requests(&order).iter().filter(|one| one["expired"] == true).count();
        assert_eq!(expired, 1, "{:?}", shop.requests(&order));
        assert_eq!(shop.order(&order)["lines"][1]["confirmed_date"], Value::Null);
    });
}

#[test]
fn suppliers_are_reminded_before_the_day_and_asked_where_there_is_none_once_each() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, "en");
        shop.set(&json!({ "on": true, "days_before": 3, "unconfirmed_days": 2, "hour": 8 }));
        let order = shop.buy(Some("2026-03-13"));
        // Monday, nine in the morning in Shanghai: there was nothing to remind of at eight.
        done("clock", shop.admin.put("/clock", &json!({ "now": "2026-03-02T01:00:00Z" })));
        assert_eq!(shop.requests(&order), Vec::<Value>::new());
        done("clock", shop.admin.put("/clock", &json!({ "now": "2026-03-04T00:30:00Z" })));
        let [asked] = <[Value; 1]>::try_from(shop.requests(&order)).expect("one");
        assert_eq!(
            (&asked["asked_by"], &asked["lines"][0]["line"]),
            (&json!("system"), &json!("10")),
            "{asked}"
        );
        assert_eq!(asked["asked_at"], "2026-03-04T00:00:00Z");
        done("clock", shop.admin.put("/clock", &json!({ "now": "2026-03-09T23:00:00Z" })));
        assert_eq!(shop.requests(&order).len(), 1, "not again, and not yet");
        done("clock", shop.admin.put("/clock", &json!({ "now": "2026-03-10T00:30:00Z" })));
        let all = shop.requests(&order);
        assert_eq!((all.len(), &all[0]["lines"].as_array().map(Vec::len)), (2, &Some(2)), "{all:?}");
        let path = link(&shop.mails(2)[1]);
        shop.page("POST", &path, &[("date-10", "2026-03-12"), ("date-20", "2026-03-16")]);
        // Nobody asked by hand: the buyers hear of what is new.
        let told = eventually("the buyer is told", || {
            shop.mails(3).into_iter().find(|mail| mail.to == ["cy@plant.example"])
        });
        assert!(told.bodies().0.contains("line 20: 2026-03-16"), "{}", told.bodies().0);
        done("clock", shop.admin.put("/clock", &json!({ "now": "2026-03-12T00:30:00Z" })));
        assert_eq!(shop.requests(&order).len(), 2 + 1, "the day that they named comes near");
        shop.set(&json!({ "on": false }));
        done("clock", shop.admin.put("/clock", &json!({ "now": "2026-04-12T00:30:00Z" })));
        assert_eq!(shop.requests(&order).len(), 3);
    });
}

#[test]
fn what_cannot_be_asked_is_refused_by_name() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, "en");
        let order = shop.buy(None);
        let path = format!("/purchase-orders/{order}/requests");
        for (body, status, code) in [
            (json!({ "lines": ["99"] }), 404, "unknown"),
            (json!({ "valid_days": 0 }), 422, "invalid_value"),
            (json!({ "valid_days": 61 }), 422, "invalid_value"),
        ] {
            let refused = shop.buyer.post(&path, &body);
            assert_eq!((refused.status, refused.code()), (status, code), "{}", refused.body);
        }
        assert_eq!(shop.buyer.post("/purchase-orders/PO-0/requests", &json!({})).status, 404);
        let close = format!("/purchase-orders/{order}/lines/10/close");
        let closed =
            shop.buyer.request("POST", &close).header("if-match", "*").json(&json!({ "reason": "enough" }));
        done("close", Answer::of(closed));
        let refused = shop.buyer.post(&path, &json!({ "lines": ["10"] }));
        assert_eq!((refused.status, refused.code()), (409, "purchase_line_closed"));
        done("supplier", shop.buyer.put("/suppliers/S-1", &json!({ "name": "Stahlhof" })));
        let refused = shop.buyer.post(&path, &json!({}));
        assert_eq!((refused.status, refused.code()), (422, "supplier_nobody"));
        assert_eq!(shop.requests(&order), Vec::<Value>::new());
        let wrong = json!({ "sheet": { "zone": "Asia/Shanghai" }, "policies": { "supplier_reminders": { "hour": 24 } } });
        assert_eq!(shop.admin.put("/settings", &wrong).code(), "out_of_range");
    });
}
