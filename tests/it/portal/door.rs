//! Who gets in, and who does not.

use super::{Portal, location};
use crate::notices::done;
use crate::support::on_both;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::Read;
use std::time::{Duration, Instant};

#[test]
fn a_customer_gets_in_by_our_number_or_theirs_and_the_code_as_people_type_it() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let (code, _) = portal.access(&order);
        for (number, typed) in [
            (order.as_str(), code.clone()),
            ("PO-778", code.to_lowercase().replace('-', " ")),
            (&format!(" {order} "), code.replace('-', "").replace('0', "O").replace('1', "l")),
        ] {
            let visitor = portal.visitor();
            assert_eq!(visitor.get(&format!("/portal/orders/{order}")).status(), 404);
            let answer = visitor.enter(number, &typed);
            assert_eq!(
                (answer.status().as_u16(), location(&answer)),
                (303, format!("/portal/orders/{order}"))
            );
            let cookie = answer.headers()["set-cookie"].to_str().expect("text").to_owned();
            for part in ["HttpOnly", "SameSite=Lax", &format!("Path=/portal/orders/{order}")] {
                assert!(cookie.contains(part), "{part}: {cookie}");
            }
            let page = visitor.get(&location(&answer));
            assert_eq!(page.status(), 200);
            for (header, said) in [
                ("cache-control", "no-store"),
                ("referrer-policy", "same-origin"),
                ("x-robots-tag", "noindex, nofollow"),
            ] {
                assert_eq!(page.headers()[header], said);
            }
            assert!(page.text().expect("a page").contains(&order));
            assert_eq!(location(&visitor.post("/portal/leave", &[("number", &order)])), "/portal/");
            assert_eq!(visitor.get(&format!("/portal/orders/{order}")).status(), 404, "out again");
        }
    });
}

#[test]
fn a_first_page_brings_its_style_sheet_along_and_its_policy_allows_that_one_alone() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({ "colour": "#7a1f5c" }));
        let order = portal.shop.order();
        let visitor = portal.inside(&order);
        for path in ["/portal/", &format!("/portal/orders/{order}")] {
            for coding in ["identity", "gzip"] {
                let answer = visitor.get_as(path, coding);
                assert_eq!(answer.headers().get("content-encoding").is_some(), coding == "gzip");
                let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
                let mut page = String::new();
                match coding {
                    "gzip" => {
                        GzDecoder::new(&*answer.bytes().expect("a body")).read_to_string(&mut page).map(drop)
                    }
                    _ => answer.bytes().expect("a body").as_ref().read_to_string(&mut page).map(drop),
                }
                .expect("a page");
                let (_, rest) = page.split_once("<style>").expect("a sheet");
                let (sheet, after) = rest.split_once("</style>").expect("all of it");
                let hash = STANDARD.encode(Sha256::digest(sheet.as_bytes()));
                assert!(policy.contains(&format!("style-src 'sha256-{hash}';")), "{policy}");
                assert!(sheet.contains("--brand: #7a1f5c") && !after.contains("<style"), "{path}");
                assert!(!page.contains("rel=\"stylesheet\""), "{path}");
            }
        }
        // What is answered to a form repeats what was typed: it goes as it is, and its sheet has an address.
        let wrong = visitor.enter(&order, "AAAA-BBBB-CCCC");
        let policy = wrong.headers()["content-security-policy"].to_str().expect("text").to_owned();
        assert!(policy.contains("style-src 'self';"), "{policy}");
        assert!(wrong.text().expect("a page").contains("rel=\"stylesheet\""));
    });
}

#[test]
fn a_link_leaves_the_address_and_ends_with_its_time_its_renewal_and_its_closing() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({ "link_days": 2 }));
        let order = portal.shop.order();
        let (code, link) = portal.access(&order);
        let visitor = portal.visitor();
        let page = format!("/portal/orders/{order}");
        assert_eq!(location(&visitor.get(&link)), page);
        assert_eq!(visitor.get(&page).status(), 200);
        assert_eq!(portal.visitor().get(&format!("{link}x")).status(), 404);
        let closed = |closed: bool| {
            let path = format!("/sales-orders/{order}/portal-access");
            done("close", portal.shop.sales.put(&path, &json!({ "closed": closed })))
        };
        assert_eq!(closed(true)["code"], Value::Null);
        assert_eq!(visitor.get(&page).status(), 404, "whoever was in is out");
        assert_eq!(portal.visitor().get(&link).status(), 404);
        assert_eq!(portal.visitor().enter(&order, &code).status(), 403);
        assert_eq!(closed(false)["code"], json!(code));
        assert_eq!(visitor.get(&page).status(), 200);
        let renew = format!("/sales-orders/{order}/portal-access/renew");
        let new = done("renew", portal.shop.sales.post(&renew, &Value::Null));
        assert_ne!(new["code"], json!(code));
        assert_eq!(visitor.get(&page).status(), 404);
        assert_eq!(portal.visitor().get(&link).status(), 404);
        assert_eq!(portal.visitor().enter(&order, &code).status(), 403);
        let fresh_link = new["link"].as_str().expect("a link");
        assert_eq!(portal.visitor().get(fresh_link).status(), 303);
        portal.shop.clock("2026-03-05T00:00:00Z");
        assert_eq!(portal.visitor().get(fresh_link).status(), 404, "its two days are over");
        assert_eq!(portal.visitor().get(&portal.access(&order).1).status(), 303);
    });
}

#[test]
fn an_unknown_number_and_a_wrong_code_get_the_same_answer_in_the_same_time() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let other = portal.shop.order();
        let (foreign, _) = portal.access(&other);
        let mut said = Vec::new();
        for (number, code) in [
            (order.as_str(), "7K3M-9QXA-40VB"),
            ("SO-99-99999", "7K3M-9QXA-40VB"),
            (&order, &foreign),
            (&order, ""),
        ] {
            let begun = Instant::now();
            let answer = portal.visitor().enter(number, code);
            assert!(begun.elapsed() >= Duration::from_millis(400), "no answer is quicker than the others");
            let headers: BTreeSet<_> = answer.headers().keys().map(ToString::to_string).collect();
            said.push((answer.status(), headers, answer.text().expect("a page").replace(number, "…")));
        }
        assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
        assert_eq!(said[0].0, 403);
    });
}

#[test]
fn who_guesses_is_slowed_down_and_the_customers_link_goes_on_working() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let visitor = portal.visitor();
        let link = portal.access(&order).1;
        let tried: Vec<u16> = (0..10_000)
            .map(|n| visitor.enter(&order, &format!("{n:012}")))
            .map(|answer| {
                let status = answer.status().as_u16();
                assert_eq!(answer.headers().contains_key("retry-after"), status == 429);
                status
            })
            .collect();
        assert!(tried.iter().all(|status| matches!(status, 403 | 429)), "no guess gets in");
        let looked = tried.iter().filter(|status| **status == 403).count();
        assert!(looked < 100, "most guesses are not even looked at: {looked}");
        assert_eq!(visitor.get(&link).status(), 303);
        assert_eq!(visitor.get(&format!("/portal/orders/{order}")).status(), 200);
    });
}

#[test]
fn a_customer_of_one_order_reaches_no_other_one() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let (order, other) = (portal.shop.order(), portal.shop.order());
        let visitor = portal.inside(&order);
        let cookie = {
            let answer = portal.visitor().get(&portal.access(&order).1);
            let set = answer.headers()["set-cookie"].to_str().expect("text").to_owned();
            set.split(';').next().expect("a pair").to_owned()
        };
        // The cookie of one order carried by hand to everything else that there is.
        let carried = |path: &str| {
            let request = visitor.client.get(format!("{}{path}", visitor.address)).header("cookie", &cookie);
            request.send().expect("an answer").status().as_u16()
        };
        assert_eq!(carried(&format!("/portal/orders/{order}")), 200);
        for path in [
            format!("/portal/orders/{other}"),
            "/portal/orders/PO-778".to_owned(),
            format!("/portal/orders/{order}%00"),
            format!("/portal/orders/{}", order.to_lowercase()),
        ] {
            assert_eq!(carried(&path), 404, "{path}");
        }
        for path in
            ["/api/v1/sales-orders", "/api/v1/me", "/api/v1/questions", "/api/v1/settings", "/api/v1/surveys"]
        {
            assert_eq!(carried(path), 401, "{path}");
        }
        for form in ["questions", "changes", "milestones", "survey", "follow"] {
            let answer =
                visitor.post(&format!("/portal/orders/{other}/{form}"), &[("text", "?"), ("line", "10")]);
            assert_eq!(answer.status(), 404, "{form}");
        }
        let text = visitor.get(&format!("/portal/orders/{order}")).text().expect("a page");
        for inside in [other.as_str(), "98765.43", "anna@plant", "MILL"] {
            assert!(!text.contains(inside), "{inside}: {text}");
        }
    });
}

#[test]
fn a_page_of_another_site_sends_no_form() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let visitor = portal.inside(&order);
        for path in
            ["/portal/".to_owned(), "/portal/leave".to_owned(), format!("/portal/orders/{order}/questions")]
        {
            let request = visitor.client.post(format!("{}{path}", visitor.address));
            let request = request.header("sec-fetch-site", "cross-site");
            let request =
                request.header("content-type", "application/x-www-form-urlencoded").body("text=hello");
            assert_eq!(request.send().expect("an answer").status(), 403, "{path}");
        }
        assert_eq!(done("questions", portal.shop.sales.get("/questions"))["items"], json!([]));
    });
}

#[test]
fn a_portal_that_is_off_lets_nobody_in() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let ((code, link), visitor) = (portal.access(&order), portal.inside(&order));
        portal.set(&json!({ "on": false }));
        assert_eq!(visitor.get(&format!("/portal/orders/{order}")).status(), 404);
        assert_eq!(portal.visitor().get(&link).status(), 404);
        assert_eq!(portal.visitor().enter(&order, &code).status(), 404);
        assert_eq!(portal.visitor().get("/portal/").status(), 404);
        let access = done("access", portal.shop.sales.get(&format!("/sales-orders/{order}/portal-access")));
        assert_eq!(
            (&access["on"], &access["code"], &access["link"]),
            (&json!(false), &Value::Null, &Value::Null)
        );
    });
}
