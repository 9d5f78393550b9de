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

impl Portal {
    /// Has an address asked about an order, by somebody who is in; the path of the page that it was sent.
    fn asks(&self, order: &str, address: &str, mails: usize) -> String {
        let sent = self.inside(order).post(&format!("/portal/orders/{order}/follow"), &[("mail", address)]);
        assert_eq!(location(&sent), format!("/portal/orders/{order}?said=follow"));
        let all = self.shop.mails(mails);
        let mail = all.iter().rfind(|mail| mail.to == [address]).expect("it was asked");
        button(mail, "/portal/follow/")
    }
}

#[test]
fn whoever_follows_is_out_when_the_code_is_renewed_or_the_order_closed() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let (order, other) = (portal.shop.order(), portal.shop.order());
        let outside = portal.visitor();
        let says_yes = |page: &str| outside.post(page, &[]).status().as_u16();
        let stranger = portal.asks(&order, "stranger@private.example", 1);
        let waiting = portal.asks(&order, "second@private.example", 2);
        let kim = portal.asks(&other, "kim@acme.example", 3);
        assert_eq!((says_yes(&stranger), says_yes(&kim)), (200, 200));
        let path = format!("/sales-orders/{order}/portal-access");
        done("renew", portal.shop.sales.post(&format!("{path}/renew"), &Value::Null));
        for page in [&stranger, &waiting] {
            assert_eq!((outside.get(page).status().as_u16(), says_yes(page)), (404, 404), "they come back");
        }
        portal.shop.promise(&order, "2026-03-20");
        portal.shop.promise(&other, "2026-03-20");
        portal.shop.clock("2026-03-02T01:00:00Z");
        assert_eq!(portal.shop.mails(4)[3].to, ["kim@acme.example"], "and nobody of the renewed order");
        // Whoever has the new code may follow at once, also by the address that was put out.
        let anew = portal.asks(&order, "stranger@private.example", 5);
        assert_eq!(says_yes(&anew), 200);
        done("close", portal.shop.sales.put(&path, &json!({ "closed": true })));
        assert_eq!((outside.get(&anew).status().as_u16(), says_yes(&anew)), (404, 404));
        for order in [&order, &other] {
            portal.shop.shift(order, "2026-03-24", "material-late");
        }
        portal.shop.clock("2026-03-02T02:00:00Z");
        let mails = portal.shop.mails(6);
        assert_eq!((mails.len(), &mails[5].to[0]), (6, &"kim@acme.example".to_owned()));
    });
}

#[test]
fn what_the_page_of_a_follower_says_is_true() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let page = portal.asks(&order, "mia@acme.example", 1);
        let outside = portal.visitor();
        let said = |answer: reqwest::blocking::Response| answer.text().expect("a page");
        let yes = said(outside.post(&page, &[]));
        assert!(yes.contains("You get our mails") && yes.contains("name=\"stop\""), "{yes}");
        // The button leads in, in a browser that knows nothing of the order.
        let at = yes.find("/portal/open/").or_else(|| yes.find("&#x2f;portal&#x2f;open&#x2f;"));
        let link = yes[at.expect("a link to the order")..].split('"').next().expect("its end");
        let link = link.replace("&#x2f;", "/");
        assert_eq!(location(&portal.visitor().get(&link)), format!("/portal/orders/{order}"));
        // One click in a mail program ends it, and the page says so.
        portal.shop.promise(&order, "2026-03-20");
        portal.shop.clock("2026-03-02T01:00:00Z");
        let told = portal.shop.mails(2).remove(1);
        let stop = told.header("List-Unsubscribe");
        let stop =
            stop.trim_matches(['<', '>']).strip_prefix("https://holdfast.plant.example").expect("ours");
        assert_eq!(outside.post(stop, &[("List-Unsubscribe", "One-Click")]).status(), 200);
        assert!(!said(outside.get(&page)).contains("You get our mails"));
        portal.shop.shift(&order, "2026-03-24", "material-late");
        let open = |notice: &&Value| notice["ended_at"] == Value::Null;
        assert_eq!(portal.shop.notices(&order).iter().filter(open).count(), 0, "there is nobody to tell");
        // Whoever says yes once more gets mails once more.
        assert!(said(outside.post(&page, &[])).contains("You get our mails"));
        portal.shop.shift(&order, "2026-03-26", "material-late");
        portal.shop.clock("2026-03-02T02:00:00Z");
        assert_eq!(portal.shop.mails(3)[2].to, ["mia@acme.example"]);
        let stopped = said(outside.post(&page, &[("stop", "1")]));
        assert!(stopped.contains("You get no more of these mails"), "{stopped}");
        // A sixth address within a day is told that it is not asked.
        let (visitor, follow) = (portal.inside(&order), format!("/portal/orders/{order}/follow"));
        for nth in 2..=5 {
            let sent = visitor.post(&follow, &[("mail", &format!("n{nth}@acme.example"))]);
            assert_eq!(location(&sent), format!("/portal/orders/{order}?said=follow"));
        }
        let sixth = visitor.post(&follow, &[("mail", "n6@acme.example")]);
        assert_eq!(sixth.status(), 422);
        assert!(said(sixth).contains("5 addresses were asked about this order today already"));
    });
}
