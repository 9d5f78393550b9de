//! What comes by mail: an order that is followed, and the way to all orders of a customer.

use super::{Portal, location};
use crate::notices::done;
use crate::support::app::Answer;
use crate::support::on_both;
use crate::support::post_office::Taken;
use serde_json::{Value, json};

/// The path of a mail's button.
fn button(mail: &Taken, below: &str) -> String {
    let (text, html) = mail.bodies();
    let start = format!("https://holdfast.plant.example{below}");
    let at = text.find(&start).unwrap_or_else(|| panic!("{below}: {text}"));
    let address = text[at..].split_whitespace().next().expect("an address");
    assert!(html.replace("&#x2f;", "/").contains(address), "the button leads there: {html}");
    address.strip_prefix("https://holdfast.plant.example").expect("ours").to_owned()
}

#[test]
fn whoever_follows_an_order_said_yes_first_hears_of_it_and_can_stop() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let (order, other) = (portal.shop.order(), portal.shop.order());
        let visitor = portal.inside(&order);
        let follow = format!("/portal/orders/{order}/follow");
        for bad in ["", "nobody", "a b@c.example", "x@y.example\r\nBcc: z@y.example"] {
            assert_eq!(visitor.post(&follow, &[("mail", bad)]).status(), 422, "{bad}");
        }
        for _ in 0..5 {
            let sent = visitor.post(&follow, &[("mail", "Mia@Acme.example ")]);
            assert_eq!(location(&sent), format!("/portal/orders/{order}?said=follow"));
        }
        let asked = portal.shop.mails(1).remove(0);
        assert_eq!(asked.to, ["mia@acme.example"], "asked once, however often somebody types it");
        assert!(asked.subject().contains("PO-778"), "{}", asked.subject());
        portal.shop.promise(&order, "2026-03-20");
        let page = button(&asked, "/portal/follow/");
        let outside = portal.visitor();
        assert_eq!(outside.get(&page).status(), 200);
        assert_eq!(
            done("notices", portal.shop.sales.get(&format!("/sales-orders/{order}/notices")))["items"],
            json!([]),
            "looking says nothing, and nobody is told of what happened before they said yes"
        );
        assert_eq!(outside.post(&page, &[]).status(), 200);
        portal.shop.shift(&order, "2026-03-24", "material-late");
        portal.shop.promise(&other, "2026-03-20");
        portal.shop.clock("2026-03-02T01:00:00Z");
        let told = portal.shop.mails(2).remove(1);
        assert_eq!(told.to, ["mia@acme.example"], "contacts are told nothing, as the shop has it");
        let (text, _) = told.bodies();
        assert!(text.contains("24 March"), "{text}");
        for inside in ["spindle", "Stahlhof", "98765"] {
            assert!(!text.contains(inside), "{inside}: {text}");
        }
        // The mail leads to the order, without a code.
        assert_eq!(
            location(&portal.visitor().get(&button(&told, "/portal/open/"))),
            format!("/portal/orders/{order}")
        );
        assert_eq!(outside.post(&page, &[("stop", "1")]).status(), 200);
        portal.shop.shift(&order, "2026-03-26", "material-late");
        portal.shop.clock("2026-03-02T02:00:00Z");
        assert_eq!(portal.shop.office.taken().len(), 2, "nothing more");
        let journal = done("journal", portal.shop.admin.get("/journal")).to_string();
        assert!(!journal.contains("mia@acme"), "the journal has no address");
    });
}

#[test]
fn a_contact_signs_in_by_mail_and_sees_the_orders_of_their_company_alone() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let (order, second) = (portal.shop.order(), portal.shop.order());
        let foreign = {
            let other = portal.shop.admin.request("PUT", "/customers/C-2").json(&json!({ "name": "Other" }));
            done("customer", Answer::of(other));
            let body = json!({ "customer": "C-2", "lines": [{ "item": "P-1", "quantity": "3" }] });
            let made = done("order", portal.shop.sales.post("/sales-orders", &body));
            made["number"].as_str().expect("a number").to_owned()
        };
        let visitor = portal.visitor();
        let stranger = visitor.post("/portal/sign-in", &[("mail", "who@else.example")]);
        assert_eq!(stranger.status(), 200);
        let said = stranger.text().expect("a page").replace("who@else.example", "…");
        let known = visitor.post("/portal/sign-in", &[("mail", "BO@acme.example")]);
        assert_eq!(
            known.text().expect("a page").replace("bo@acme.example", "…"),
            said,
            "nobody learns who is known"
        );
        let mail = portal.shop.mails(1).remove(0);
        assert_eq!(mail.to, ["bo@acme.example"]);
        assert_eq!(location(&visitor.get("/portal/orders")), "/portal/sign-in");
        let path = button(&mail, "/portal/account/");
        assert_eq!(location(&visitor.get(&path)), "/portal/orders");
        let list = visitor.get("/portal/orders").text().expect("a page");
        assert!(list.contains(&order) && list.contains(&second) && !list.contains(&foreign), "{list}");
        assert_eq!(visitor.get(&format!("/portal/orders/{order}")).status(), 200);
        assert_eq!(visitor.get(&format!("/portal/orders/{foreign}")).status(), 404);
        let closing = format!("/sales-orders/{second}/portal-access");
        done("close", portal.shop.sales.put(&closing, &json!({ "closed": true })));
        assert_eq!(visitor.get(&format!("/portal/orders/{second}")).status(), 404);
        assert_eq!(location(&visitor.post("/portal/leave", &[])), "/portal/");
        assert_eq!(location(&visitor.get("/portal/orders")), "/portal/sign-in");
        assert_eq!(portal.visitor().get(&path).status(), 404, "whoever left ended it");
    });
}

#[test]
fn a_mailed_link_ends_with_its_time_and_nobody_is_flooded() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let visitor = portal.visitor();
        for _ in 0..6 {
            assert_eq!(visitor.post("/portal/sign-in", &[("mail", "bo@acme.example")]).status(), 200);
        }
        let mails = portal.shop.mails(3);
        assert_eq!(mails.len(), 3, "three an hour");
        portal.shop.clock("2026-03-02T00:31:00Z");
        assert_eq!(visitor.get(&button(&mails[0], "/portal/account/")).status(), 404);
        assert_eq!(visitor.post("/portal/sign-in", &[("mail", "no address")]).status(), 422);
        let asked = done("journal", portal.shop.admin.get("/journal?what=sign-in.asked"));
        assert_eq!(asked["items"].as_array().map(Vec::len), Some(3));
        assert_ne!(asked.to_string(), Value::Null.to_string());
    });
}
