//! What customers are told of their orders: in their words, when somebody approved it or by itself, and no more once they
//! do not want it.

#[path = "notices/stops.rs"]
mod stops;
#[path = "notices/updates.rs"]
mod updates;

use crate::exchange::{SHOP, example};
use crate::mail::{arrived, posting, reach, settings};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::post_office::{PostOffice, Taken};
use crate::support::{Fresh, on_both};
use holdfast::domain::role::Role;
use serde_json::{Value, json};

/// A shop that sells one part, to a customer of tier A with two contacts of whom one gets notices.
pub struct Shop {
    pub test: TestApp,
    pub office: PostOffice,
    pub admin: Person,
    pub sales: Person,
}

impl Shop {
    /// With this policy for customers of tier A, who are written to in `lang`.
    pub fn new(fresh: &Fresh, policy: &Value, lang: &str) -> Self {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, "anna@plant.example");
        let (admin, sales) = (test.signed_in(Role::Admin), test.signed_in(Role::Sales));
        let shop = Self { test, office, admin, sales };
        shop.set(policy);
        let contacts = json!([{ "name": "Bo Lin", "email": "bo@acme.example", "notices": true },
            { "name": "Accounts", "email": "accounts@acme.example" }, { "name": "Cy", "notices": true }]);
        let customer = json!({ "name": "Acme Pumps", "tier": "A", "language": lang, "contacts": contacts,
            "partial_shipments": true });
        for (path, body) in [
            ("/customers/C-1", customer),
            (
                "/calendars/DAY",
                json!({ "shifts": [{ "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"], "from_time": "08:00:00",
                    "to_time": "16:00:00", "holidays": "none" }] }),
            ),
            ("/work-centers/MILL", json!({ "calendar": "DAY" })),
            ("/items/P-1", json!({ "description": "Pump shaft", "source": "make" })),
        ] {
            done(path, Answer::of(shop.admin.request("PUT", path).json(&body)));
        }
        let routing =
            json!({ "operations": [{ "operation": "10", "work_centre": "MILL", "run_minutes": "30" }] });
        done("routing", shop.admin.put("/items/P-1/routing", &routing));
        shop
    }

    /// Has a policy for customers of tier A.
    pub fn set(&self, policy: &Value) {
        let sheet = json!({ "zone": "Asia/Shanghai", "plant": "Lindqvist Turning", "holidays": "none", "buffer_days": 0 });
        let set = json!({ "sheet": sheet, "policies": { "notices": { "tiers": { "A": policy } } } });
        done("settings", self.admin.put("/settings", &set));
    }

    /// An order for ten shafts, which a seller looks after.
    pub fn order(&self) -> String {
        let line = json!({ "item": "P-1", "quantity": "10", "unit_price": "98765.43", "customer_part": "4711-B",
            "requested_date": "2026-03-20" });
        let body =
            json!({ "customer": "C-1", "customer_order": "PO-778", "owner": "sales", "lines": [line] });
        let made = done("order", self.sales.post("/sales-orders", &body));
        made["number"].as_str().expect("a number").to_owned()
    }

    /// Promises the order's line.
    pub fn promise(&self, order: &str, date: &str) {
        let body = json!({ "date": date });
        done("promise", self.sales.post(&format!("/sales-orders/{order}/lines/10/promise"), &body));
    }

    /// Moves the promise of the order's line.
    pub fn shift(&self, order: &str, date: &str, reason: &str) {
        let body = json!({ "date": date, "reason_code": reason, "note": "spindle of TC-2 broke, Stahlhof is late too" });
        done("move", self.sales.post(&format!("/sales-orders/{order}/lines/10/promise/move"), &body));
    }

    /// The notices of an order, newest first.
    pub fn notices(&self, order: &str) -> Vec<Value> {
        let found = done("notices", self.sales.get(&format!("/sales-orders/{order}/notices")));
        found["items"].as_array().expect("a list").clone()
    }

    /// Does something with a notice, on the version that it has.
    pub fn on(&self, method: &str, notice: &Value, deed: &str, body: &Value) -> Answer {
        let path = format!("/notices/{}{deed}", notice["id"]);
        let request = self.sales.request(method, &path).header("if-match", notice["version"].to_string());
        Answer::of(request.json(body))
    }

    /// Approves the notice of an order that is open.
    pub fn approve(&self, order: &str) -> Value {
        let open = self.notices(order).remove(0);
        done("approve", self.on("POST", &open, "/approve", &Value::Null))
    }

    /// Has the plant's clock stand at an instant.
    pub fn clock(&self, at: &str) {
        done("clock", self.admin.put("/clock", &json!({ "now": at })));
    }

    /// The mails that customers got, once there are so many.
    pub fn mails(&self, number: usize) -> Vec<Taken> {
        arrived(&self.office, number)
    }
}

/// What was answered, which must have gone well.
pub fn done(what: &str, answer: Answer) -> Value {
    assert!((200..300).contains(&answer.status), "{what}: {} {}", answer.status, answer.body);
    answer.body
}

fn drafts() -> Value {
    json!({ "mode": "draft" })
}

#[test]
fn a_moved_promise_is_told_in_the_customers_words_once_somebody_approved_it() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &drafts(), "en");
        let order = shop.order();
        shop.promise(&order, "2026-03-20");
        let [first] = <[Value; 1]>::try_from(shop.notices(&order)).expect("one notice");
        assert_eq!((&first["state"], &first["reason"]), (&json!("draft"), &Value::Null), "{first}");
        assert_eq!(
            first["lines"][0]["milestone"], "confirmed",
            "what happens meanwhile goes into it: {first}"
        );
        shop.approve(&order);
        let mail = shop.mails(1).remove(0);
        assert_eq!(mail.to, ["bo@acme.example"], "who gets notices, and nobody else");
        assert_eq!(mail.subject(), "Your order PO-778: Planned for Friday, 20 March 2026");

        shop.shift(&order, "2026-03-27", "breakdown");
        let draft = shop.notices(&order).remove(0);
        let line = &draft["lines"][0];
        assert_eq!((&line["before"], &line["date"]), (&json!("2026-03-20"), &json!("2026-03-27")), "{draft}");
        assert_eq!(draft["reason"], "Our production was interrupted unexpectedly.");
        assert_eq!(draft["next_update_by"], "2026-03-09", "five working days from Monday");
        assert_eq!(shop.mails(1).len(), 1, "a draft is no mail");
        let said = json!({ "doing": "We mill on Saturday.\nYour first four pieces come by courier." });
        let unread = shop.sales.request("PATCH", &format!("/notices/{}", draft["id"])).json(&said);
        assert_eq!(Answer::of(unread).code(), "version_required");
        let changed = done("change", shop.on("PATCH", &draft, "", &said));
        let old = shop.on("POST", &draft, "/approve", &Value::Null);
        assert_eq!(
            (old.status, old.code()),
            (412, "changed_meanwhile"),
            "what was read is not what would leave"
        );
        let seen = done("preview", shop.sales.get(&format!("/notices/{}/preview", draft["id"])));
        assert!(seen["text"].as_str().is_some_and(|text| text.contains("courier")), "{seen}");
        done("approve", shop.on("POST", &changed, "/approve", &Value::Null));

        done_with_it(&shop, &order);
    });
}

/// The mail says what the customer may know and nothing else, and the order knows what became of it.
fn done_with_it(shop: &Shop, order: &str) {
    let mail = shop.mails(2).remove(1);
    assert_eq!(mail.subject(), "Your order PO-778: New date: Friday, 27 March 2026");
    let (text, html) = mail.bodies();
    for said in [
        "instead of Friday, 20 March 2026",
        "10 pcs Pump shaft",
        "your part 4711-B",
        "Our production was interrupted unexpectedly.",
        "We mill on Saturday.",
        "Your first four pieces come by courier.",
        "By Monday, 9 March 2026 at the latest.",
        "Lindqvist Turning",
    ] {
        assert!(text.contains(said) && html.contains(said), "{said}:\n{text}");
    }
    for inside in ["spindle", "TC-2", "Stahlhof", "98765", "breakdown", "C-1", "Holdfast"] {
        assert!(!text.contains(inside) && !html.contains(inside), "{inside}:\n{text}");
    }
    assert_eq!(mail.header("Reply-To"), "anna@plant.example");
    let all = done("all", shop.sales.get(&format!("/sales-orders/{order}/notices")));
    assert_eq!(
        (&all["next_update_by"], all["items"].as_array().map(Vec::len)),
        (&json!("2026-03-09"), Some(2))
    );
    let sent = crate::support::eventually("the mail is known to be sent", || {
        Some(shop.notices(order).remove(0)).filter(|notice| notice["to"][0]["state"] == "sent")
    });
    assert_eq!((&sent["to"][0]["name"], &sent["ended_by"]), (&json!("Bo Lin"), &json!("user:sales")));
    let journal = shop.admin.get("/journal?what=notice.sent").body;
    assert_eq!(journal["items"][0]["actor"], "user:sales");
    assert_eq!(journal["items"][0]["subjects"][0], json!({ "kind": "sales-order", "key": order }));
    for what in ["notice.drafted", "notice.changed", "notice.sent", "message.sent"] {
        let journal = shop.admin.get(&format!("/journal?what={what}")).body.to_string();
        assert!(!journal.contains("acme.example") && journal.contains(what), "{journal}");
    }
}

#[test]
fn a_customer_who_reads_chinese_is_told_in_chinese() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &drafts(), "zh");
        let order = shop.order();
        shop.promise(&order, "2026-03-20");
        shop.shift(&order, "2026-03-18", "customer-changed-date");
        shop.approve(&order);
        let mail = shop.mails(1).remove(0);
        // They knew of no date before, so the first that they hear is no earlier one.
        assert_eq!(mail.subject(), "贵司订单 PO-778：计划交期：2026年3月18日（周三）");
        let (text, _) = mail.bodies();
        for said in ["第 10 行", "10 件 Pump shaft", "贵司料号 4711-B", "已确认", "不再向此邮箱发送此类通知"]
        {
            assert!(text.contains(said), "{said}:\n{text}");
        }
        assert!(!text.contains("Leaves") && !text.contains("spindle"), "{text}");
    });
}

#[test]
fn notices_that_need_no_approval_wait_for_what_else_happens_and_leave_once() {
    on_both(|fresh| {
        let policy = json!({ "mode": "automatic", "milestones": [], "wait_minutes": 30, "update_days": 0 });
        let shop = Shop::new(fresh, &policy, "en");
        let order = shop.order();
        assert_eq!(shop.notices(&order), Vec::<Value>::new(), "no milestone is told");
        shop.promise(&order, "2026-03-20");
        shop.clock("2026-03-02T00:29:00Z");
        shop.shift(&order, "2026-03-24", "capacity");
        let waiting = shop.notices(&order).remove(0);
        assert_eq!(
            (&waiting["state"], &waiting["send_at"]),
            (&json!("waiting"), &json!("2026-03-02T00:30:00Z"))
        );
        shop.clock("2026-03-02T00:31:00Z");
        let mail = shop.mails(1).remove(0);
        assert_eq!(mail.subject(), "Your order PO-778: Planned for Tuesday, 24 March 2026");
        // A slip that is put right before anybody heard of it is told to nobody.
        shop.shift(&order, "2026-03-27", "capacity");
        shop.shift(&order, "2026-03-24", "entry-error");
        let slip = shop.notices(&order).remove(0);
        assert_eq!((&slip["state"], &slip["ended_by"]), (&json!("dropped"), &json!("system")), "{slip}");
        shop.clock("2026-03-02T02:00:00Z");
        shop.shift(&order, "2026-03-26", "capacity");
        shop.clock("2026-03-02T03:00:00Z");
        assert_eq!(shop.mails(2).len(), 2);
        assert_eq!(shop.mails(2)[1].subject(), "Your order PO-778: New date: Thursday, 26 March 2026");
        // Who reads one over takes it on themselves.
        shop.shift(&order, "2026-03-30", "capacity");
        let waiting = shop.notices(&order).remove(0);
        done("change", shop.on("PATCH", &waiting, "", &json!({ "remark": "Let us talk on the phone." })));
        shop.clock("2026-03-02T05:00:00Z");
        let draft = shop.notices(&order).remove(0);
        assert_eq!((&draft["state"], &draft["send_at"]), (&json!("draft"), &Value::Null));
    });
}

#[test]
fn a_dispatch_is_told_with_what_left_and_where_it_is_and_a_cancelled_rest_too() {
    on_both(|fresh| {
        let policy = json!({ "mode": "automatic", "milestones": ["dispatched"], "wait_minutes": 0 });
        let shop = Shop::new(fresh, &policy, "en");
        let order = shop.order();
        done("supplier", Answer::of(shop.admin.request("PUT", "/suppliers/S-1").json(&json!({}))));
        let buy = json!({ "supplier": "S-1", "lines": [{ "item": "P-1", "quantity": "4" }] });
        let bought = done("buy", shop.admin.post("/purchase-orders", &buy));
        let came =
            format!("/purchase-orders/{}/lines/10/receipts", bought["number"].as_str().expect("a number"));
        done("receipt", shop.admin.post(&came, &json!({ "id": "r-1", "quantity": "4", "lot": "L-1" })));
        let line = json!({ "order": order, "line": "10", "quantity": "4" });
        let note = json!({ "customer": "C-1", "carrier": "DHL <b>", "tracking": "0034-1", "lines": [line] });
        let note = done("note", shop.admin.post("/dispatch-notes", &note));
        let path = format!("/dispatch-notes/{}/dispatch", note["number"].as_str().expect("a number"));
        done("dispatch", shop.admin.post(&path, &json!({})));
        let mail = shop.mails(1).remove(0);
        assert_eq!(mail.subject(), "Your order PO-778: Your order is on its way");
        let (text, html) = mail.bodies();
        assert!(text.contains("Sent: 4 pcs of 10 pcs") && text.contains("Tracking: 0034-1"), "{text}");
        assert!(html.contains("DHL &lt;b&gt;") && !html.contains("DHL <b>"), "{html}");
        let give_up = json!({ "note": "they bought elsewhere; we were too dear" });
        let request = shop.sales.request("POST", &format!("/sales-orders/{order}/cancel"));
        done("cancel", Answer::of(request.header("if-match", "*").json(&give_up)));
        let mail = shop.mails(2).remove(1);
        assert_eq!(mail.subject(), "Your order PO-778: Cancelled");
        assert!(!mail.bodies().0.contains("too dear"));
    });
}

#[test]
fn a_notice_follows_the_policy_of_its_customer_and_nothing_is_told_without_one() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &json!({ "mode": "off" }), "en");
        let order = shop.order();
        shop.promise(&order, "2026-03-20");
        assert_eq!(shop.notices(&order), Vec::<Value>::new());
        let own = json!({ "customers": { "C-1": { "mode": "draft", "milestones": ["delivered"] } } });
        let sheet = json!({ "zone": "Asia/Shanghai", "holidays": "none" });
        done(
            "settings",
            shop.admin.put("/settings", &json!({ "sheet": sheet, "policies": { "notices": own } })),
        );
        shop.shift(&order, "2026-03-24", "capacity");
        assert_eq!(shop.notices(&order).len(), 1);
        let long = json!({ "customers": { "C-1": { "mode": "draft", "update_days": 61 } } });
        let refused =
            shop.admin.put("/settings", &json!({ "sheet": sheet, "policies": { "notices": long } }));
        assert_eq!((refused.status, refused.code()), (422, "out_of_range"));
        assert_eq!(refused.body["field"], "policies.notices.customers.C-1.update_days");
    });
}

#[test]
fn what_cannot_be_said_or_sent_is_refused_and_changes_nothing() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &drafts(), "en");
        let order = shop.order();
        shop.promise(&order, "2026-03-20");
        let draft = shop.notices(&order).remove(0);
        for (body, code, field) in [
            (json!({ "reason": "x".repeat(2_001) }), "invalid_value", "reason"),
            (json!({ "doing": "\u{7}" }), "invalid_value", "doing"),
            (json!({ "next_update_by": "2026-03-01" }), "invalid_value", "next_update_by"),
            (
                json!({ "next_update_by": "2026-03-09", "no_next_update": true }),
                "invalid_value",
                "no_next_update",
            ),
        ] {
            let refused = shop.on("PATCH", &draft, "", &body);
            assert_eq!((refused.status, refused.code()), (422, code), "{}", refused.body);
            assert_eq!(refused.body["field"], field, "{}", refused.body);
        }
        assert_eq!(shop.notices(&order).remove(0), draft);
        let hand = json!({ "remark": "Hello" });
        let second = shop.sales.post(&format!("/sales-orders/{order}/notices"), &hand);
        assert_eq!((second.status, second.code()), (409, "notice_open"));
        done("drop", shop.on("POST", &draft, "/drop", &json!({ "why": "they know" })));
        let again = shop.on("POST", &draft, "/approve", &Value::Null);
        assert_eq!((again.status, again.code()), (409, "notice_over"));
        let made = done("by hand", shop.sales.post(&format!("/sales-orders/{order}/notices"), &hand));
        let bare = json!({ "name": "Acme Pumps", "tier": "A", "contacts": [] });
        done("customer", shop.admin.put("/customers/C-1", &bare));
        let nobody = shop.on("POST", &made, "/approve", &Value::Null);
        assert_eq!((nobody.status, nobody.code()), (422, "notice_nobody"));
        assert_eq!(shop.sales.get("/notices/999").status, 404);
        let listed = done("drafts", shop.sales.get("/notices?state=draft"));
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
        assert_eq!(
            shop.test
                .signed_in(Role::Planner)
                .post(&format!("/notices/{}/approve", made["id"]), &Value::Null)
                .status,
            403
        );
    });
}

#[test]
fn what_a_workbook_brings_is_told_to_nobody() {
    on_both(|fresh| {
        let test = TestApp::on(fresh);
        let admin = test.signed_in(Role::Admin);
        let all = json!({ "mode": "draft", "milestones": ["confirmed", "in-production", "dispatched"] });
        let tiers = json!({ "A": all, "B": all, "C": all });
        let set =
            json!({ "sheet": { "zone": "Asia/Shanghai" }, "policies": { "notices": { "tiers": tiers } } });
        done("settings", admin.put("/settings", &set));
        let upload = admin.request("POST", "/imports?name=week.xlsx");
        let upload = upload.header("content-type", "application/octet-stream").body(example(SHOP));
        let id = done("upload", Answer::of(upload))["id"].clone();
        done("apply", Answer::of(admin.request("POST", &format!("/imports/{id}/apply"))));
        let confirmed = done("orders", admin.get("/sales-orders?status=confirmed&limit=200"));
        assert!(confirmed["items"].as_array().is_some_and(|orders| orders.len() > 20), "{confirmed}");
        assert_eq!(done("notices", admin.get("/notices"))["items"], json!([]));
    });
}
