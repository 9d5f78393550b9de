//! Forms as browsers send them: taken from our pages, refused from others', and nothing that was typed is lost.

use super::{Portal, Visitor, location};
use crate::notices::done;
use crate::support::on_both;
use reqwest::blocking::Response;
use serde_json::{Value, json};

impl Visitor {
    /// Sends a form with these headers.
    fn post_as(&self, headers: &[(&str, &str)], path: &str, body: &str) -> Response {
        let mut request = self.client.post(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(body.to_owned()).send().expect("an answer")
    }
}

#[test]
fn a_form_is_taken_whatever_a_browser_says_of_itself_unless_another_site_sent_it() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let (code, _) = portal.access(&order);
        let visitor = portal.inside(&order);
        let path = format!("/portal/orders/{order}/questions");
        let own = visitor.address.clone();
        // Over TLS; over plain HTTP; the same where the referrer policy hides the origin; and Safari before 16.4.
        let ours: [&[(&str, &str)]; 4] = [
            &[("sec-fetch-site", "same-origin"), ("origin", &own)],
            &[("origin", &own)],
            &[("origin", "null")],
            &[],
        ];
        for headers in ours {
            let entered = format!("number={order}&code={code}");
            let entered = portal.visitor().post_as(headers, "/portal/", &entered);
            assert_eq!(location(&entered), format!("/portal/orders/{order}"), "{headers:?}");
            let asked = visitor.post_as(headers, &path, "text=On+its+way%3F");
            assert_eq!(location(&asked), format!("/portal/orders/{order}?said=question"), "{headers:?}");
        }
        let others: [&[(&str, &str)]; 3] = [
            &[("sec-fetch-site", "cross-site"), ("origin", "null")],
            &[("sec-fetch-site", "cross-site")],
            &[("origin", "https://elsewhere.example")],
        ];
        for headers in others {
            for path in ["/portal/", "/portal/leave", "/portal/sign-in", &path] {
                let refused = visitor.post_as(headers, path, "text=hello&mail=bo%40acme.example");
                assert_eq!(refused.status(), 403, "{path} {headers:?}");
                let kind = refused.headers()["content-type"].to_str().expect("text").to_owned();
                assert!(kind.starts_with("text/html"), "people read a page: {kind}");
                assert!(refused.text().expect("a page").contains("We could not take this"));
            }
        }
        let asked = done("questions", portal.shop.sales.get("/questions"))["items"].clone();
        assert_eq!(asked.as_array().map(Vec::len), Some(ours.len()), "{asked}");
    });
}

#[test]
fn what_was_typed_is_there_to_be_copied_when_the_way_in_has_ended() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let visitor = portal.inside(&order);
        let renew = format!("/sales-orders/{order}/portal-access/renew");
        done("renew", portal.shop.sales.post(&renew, &Value::Null));
        let page = format!("/portal/orders/{order}");
        for (form, field) in [("questions", "text"), ("milestones", "note"), ("survey", "comment")] {
            let sent = visitor.post(&format!("{page}/{form}"), &[(field, "Long <b>typed</b> words")]);
            assert_eq!(sent.status(), 404);
            let text = sent.text().expect("a page");
            assert!(text.contains("Long &lt;b&gt;typed&lt;&#x2f;b&gt; words"), "{text}");
            assert!(text.contains("was not sent"), "{text}");
        }
        let empty = visitor.post(&format!("{page}/questions"), &[("text", " ")]).text().expect("a page");
        assert!(!empty.contains("was not sent"), "{empty}");
        let large =
            portal.inside(&order).post(&format!("{page}/questions"), &[("text", &"x".repeat(60_000))]);
        assert_eq!(large.status(), 413);
        assert!(large.text().expect("a page").contains("This is too long"));
    });
}

#[test]
fn nothing_that_a_customer_writes_turns_what_follows_it_round() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let visitor = portal.inside(&order);
        let path = format!("/portal/orders/{order}");
        let text = "\u{202e}gnihton\u{202c} \u{2066}شكرا\u{2069} 🚚";
        assert_eq!(visitor.post(&format!("{path}/questions"), &[("text", text)]).status(), 303);
        let asked = done("questions", portal.shop.sales.get("/questions"))["items"][0].clone();
        assert_eq!(asked["text"], "gnihton شكرا 🚚", "what is written from the right stays");
        let page = visitor.get(&path).text().expect("a page");
        assert!(page.contains("<p dir=\"auto\">gnihton شكرا 🚚</p>"), "{page}");
        assert_eq!(
            visitor.post(&format!("{path}/questions"), &[("text", "\u{202e}\u{2069}")]).status(),
            422,
            "that says nothing"
        );
    });
}

#[test]
fn ten_changes_wait_at_most_however_many_are_sent_at_once() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        portal.shop.promise(&order, "2026-03-20");
        let visitor = portal.inside(&order);
        let path = format!("/portal/orders/{order}/changes");
        let send =
            |nth: usize| visitor.post(&path, &[("line", "10"), ("quantity", &format!("{}", 11 + nth))]);
        for nth in 0..8 {
            assert_eq!(send(nth).status(), 303);
        }
        std::thread::scope(|scope| {
            let sent: Vec<_> = (8..16).map(|nth| scope.spawn(move || send(nth).status().as_u16())).collect();
            let mut statuses: Vec<u16> = sent.into_iter().map(|one| one.join().expect("sent")).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 303, 422, 422, 422, 422, 422, 422]);
        });
        let all = done("changes", portal.shop.sales.get("/change-requests?status=open&limit=50"));
        assert_eq!(all["items"].as_array().map(Vec::len), Some(10));
    });
}

#[test]
fn colleagues_who_ask_for_their_links_shut_the_door_for_nobody() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let (code, _) = portal.access(&order);
        for nth in 0..11 {
            let asked =
                portal.visitor().post("/portal/sign-in", &[("mail", &format!("c{nth}@acme.example"))]);
            assert_eq!(asked.status(), 200);
        }
        let entered = portal.visitor().enter(&order, &code);
        assert_eq!(location(&entered), format!("/portal/orders/{order}"));
    });
}
