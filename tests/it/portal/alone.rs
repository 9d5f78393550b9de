//! The listener for customers: it has their pages and those behind signed links, and nothing of the house.

use super::{Portal, Visitor, location};
use crate::mail::settings;
use crate::support::app::PASSWORD;
use crate::support::on_both;
use crate::support::served::{Served, client, prepare, signed};
use holdfast::api::{self, Serving};
use holdfast::app::App;
use holdfast::notify::Post;
use holdfast::services::outbox::Pace;
use reqwest::Method;
use serde_json::json;
use std::net::TcpListener;
use std::sync::mpsc;

/// Pages and routes of the house, one of each kind.
const INSIDE: [&str; 24] = [
    "/",
    "/api",
    "/api/v1",
    "/api/v1/openapi.json",
    "/api/v1/me",
    "/api/v1/session",
    "/api/v1/board",
    "/api/v1/sales-orders",
    "/api/v1/settings",
    "/api/v1/questions",
    "/api/v1/stream",
    "/api/docs/",
    "/metrics",
    "/healthz",
    "/readyz",
    "/floor/",
    "/floor/manifest.webmanifest",
    "/office/",
    "/tablets",
    "/page/board.js",
    "/page/tablets.js",
    "/page/talk.js",
    "/ca",
    "/ca.crt",
];

/// Ways around: what only looks like a page of the portal.
const ASIDE: [&str; 9] = [
    "/portal/../api/v1/me",
    "/portal/%2e%2e/api/v1/me",
    "/portal/..%2fapi%2fv1%2fme",
    "/portal//api/v1/me",
    "//api/v1/me",
    "/portal/orders/../../api/v1/me",
    "/portal/look/../../page/board.js",
    "/PORTAL/",
    "/portal/api/v1/me",
];

#[test]
fn the_listener_for_customers_has_their_pages_alone_and_the_other_goes_on() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let (code, link) = portal.access(&order);
        let (inside, outside_address, ended) = serve(portal.shop.test.app.clone());
        let at = |address: &str| Visitor { address: address.to_owned(), ..portal.visitor() };
        let customer = at(&outside_address);
        assert_eq!(customer.get("/portal/").status(), 200);
        assert_eq!(location(&customer.enter(&order, &code)), format!("/portal/orders/{order}"));
        assert_eq!(customer.get(&format!("/portal/orders/{order}")).status(), 200);
        assert_eq!(location(&at(&outside_address).get(&link)), format!("/portal/orders/{order}"));
        for page in
            ["/portal/look/portal.css", "/portal/look/portal.js", "/page/outside.css", "/page/board.css"]
        {
            assert_eq!(customer.get(page).status(), 200, "{page}");
        }
        for path in INSIDE.iter().chain(&ASIDE) {
            for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
                let request = customer.client.request(method.clone(), format!("{outside_address}{path}"));
                let answer = request.body("{}").send().expect("an answer");
                let status = answer.status().as_u16();
                if status == 303 && *path == "/" {
                    assert_eq!(
                        location(&answer),
                        "/portal/",
                        "whoever comes without a path is led to the door"
                    );
                    continue;
                }
                let text = answer.text().expect("text");
                assert!(matches!(status, 404 | 405), "{method} {path}: {status} {text}");
                for told in ["holdfast", "Holdfast", "\"code\"", "openapi"] {
                    assert!(!text.contains(told), "{method} {path}: {text}");
                }
            }
        }
        // The listener of the house has all of it, the pages of customers too.
        let house = at(&inside);
        for (path, status) in [("/", 200), ("/healthz", 200), ("/api/v1/me", 401), ("/portal/", 200)] {
            assert_eq!(house.get(path).status().as_u16(), status, "{path}");
        }
        ended();
    });
}

/// Serves on two listeners: the address of the house's, the one of the customers', and how it is ended.
fn serve(served: App) -> (String, String, impl FnOnce() + use<>) {
    let bound = || TcpListener::bind("127.0.0.1:0").expect("a free port");
    let (listener, outside) = (bound(), bound());
    let [inside, outside_address] =
        [&listener, &outside].map(|one| format!("http://{}", one.local_addr().expect("bound")));
    let (sender, receiver) = mpsc::channel();
    let server = std::thread::spawn(move || {
        api::run(move || {
            let serving =
                Serving { listener, secured: None, portal: Some(outside), workers: 2, signals: false };
            let server = api::serve(served, serving)?;
            sender.send(server.handle()).expect("the test waits");
            Ok(server)
        })
    });
    let handle = receiver.recv().expect("the server starts");
    let ended = move || {
        drop(handle.stop(false));
        server.join().expect("no panic").expect("it ends well");
    };
    (inside, outside_address, ended)
}

#[test]
fn whatever_host_a_request_names_leads_nowhere_else() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let (code, _) = portal.access(&order);
        let visitor = portal.visitor();
        let form = format!("number={order}&code={code}");
        for (header, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
            let request = visitor.client.post(format!("{}/portal/", visitor.address)).header(header, value);
            let request =
                request.header("content-type", "application/x-www-form-urlencoded").body(form.clone());
            let answer = request.send().expect("an answer");
            assert_eq!(answer.status(), 403, "{header}");
            assert!(!answer.headers().contains_key("set-cookie"), "{header}");
        }
        for (header, value) in [("host", "evil.example"), ("x-forwarded-host", "evil.example")] {
            let request = visitor.client.post(format!("{}/portal/", visitor.address)).header(header, value);
            let request =
                request.header("content-type", "application/x-www-form-urlencoded").body(form.clone());
            let answer = request.send().expect("an answer");
            assert_eq!(location(&answer), format!("/portal/orders/{order}"), "a path, at no host");
            let set = answer.headers()["set-cookie"].to_str().expect("text");
            assert!(!set.to_lowercase().contains("domain="), "{set}");
            let page = visitor.client.get(format!("{}/portal/", visitor.address)).header(header, value);
            let text = page.send().expect("an answer").text().expect("a page");
            assert!(!text.contains("evil"), "{header}: {text}");
        }
    });
}

#[test]
fn the_program_itself_has_a_listener_for_customers_alone() {
    on_both(|fresh| {
        prepare(&fresh.url);
        let free =
            TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound").to_string();
        let mut served = Served::start_with(&fresh.url, &[("HOLDFAST_PORTAL_LISTEN", free.clone())]);
        let status = |address: &str, path: &str| {
            let request = signed(client().get(format!("http://{address}{path}")));
            request.send().expect("an answer").status().as_u16()
        };
        // The portal is off, which is its own page; a token of the house opens nothing there.
        for (path, inside, outside) in [
            ("/api/v1/sales-orders", 200, 404),
            ("/api/v1/settings", 200, 404),
            ("/healthz", 200, 404),
            ("/portal/look/portal.css", 200, 200),
            ("/portal/", 404, 404),
        ] {
            assert_eq!(status(&served.address, path), inside, "{path} inside");
            assert_eq!(status(&free, path), outside, "{path} outside");
        }
        assert!(served.interrupt().success());
    });
}

#[test]
fn a_paper_names_where_customers_come_in_whatever_host_a_request_names() {
    on_both(|fresh| {
        let portal = Portal::new(fresh, &json!({}));
        let order = portal.shop.order();
        let post = Post::new(&settings(&portal.shop.office)).expect("settings that can be used");
        let known = portal.shop.test.app.clone().with_post(post, Pace::default()).expect("threads");
        let (inside, _, ended) = serve(known);
        let (link, visitor) =
            (portal.access(&order).1, Visitor { address: inside.clone(), ..portal.visitor() });
        assert_eq!(visitor.get(&link).status(), 303);
        let (code, _) = portal.access(&order);
        assert_eq!(visitor.enter(&order, &code).status(), 303);
        for (header, value) in [("host", "evil.example"), ("x-forwarded-host", "evil.example")] {
            let paper = visitor.client.get(format!("{inside}/portal/orders/{order}/confirmation"));
            let paper = paper.header(header, value).send().expect("an answer").text().expect("a page");
            assert!(paper.contains(&code), "{paper}");
            assert!(paper.contains("holdfast.plant.example") && !paper.contains("evil.example"), "{paper}");
        }
        // Whoever sells gets it here too.
        let signing = visitor.client.post(format!("{inside}/api/v1/session"));
        let signed =
            signing.json(&json!({ "name": "sales", "password": PASSWORD })).send().expect("an answer");
        assert_eq!(signed.status(), 201);
        let paper = visitor.get(&format!("/api/v1/sales-orders/{order}/confirmation.pdf"));
        assert_eq!(paper.status(), 200);
        assert!(paper.bytes().expect("a body").starts_with(b"%PDF-"));
        ended();
    });
}
