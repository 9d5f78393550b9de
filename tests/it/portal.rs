//! The customer portal: a customer looks their order up, reads when it ships and why, and says something; nobody else does,
//! and nothing of another order is ever in reach.

#[path = "portal/alone.rs"]
mod alone;
#[path = "portal/arrived.rs"]
mod arrived;
#[path = "portal/door.rs"]
mod door;
#[path = "portal/honest.rs"]
mod honest;
#[path = "portal/house.rs"]
mod house;
#[path = "portal/imported.rs"]
mod imported;
#[path = "portal/mailed.rs"]
mod mailed;
#[path = "portal/said.rs"]
mod said;
#[path = "portal/sent.rs"]
mod sent;

use crate::notices::{Shop, done};
use crate::support::Fresh;
use reqwest::blocking::{Client, Response};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use std::time::Duration;

/// A shop that has the portal on.
pub struct Portal {
    pub shop: Shop,
}

impl Portal {
    /// With these settings of the portal besides.
    pub fn new(fresh: &Fresh, policy: &Value) -> Self {
        let shop = Shop::new(fresh, &json!({ "mode": "off" }), "en");
        let portal = Self { shop };
        portal.set(policy);
        portal
    }

    /// Settings of the portal; it is on.
    pub fn set(&self, policy: &Value) {
        let mut portal = json!({ "on": true, "company": "Lindqvist", "mail": "sales@lindqvist.example" });
        portal.as_object_mut().expect("an object").extend(policy.as_object().expect("an object").clone());
        let sheet = json!({ "zone": "Asia/Shanghai", "plant": "Lindqvist Turning", "holidays": "none", "buffer_days": 0 });
        done(
            "settings",
            self.shop.admin.put("/settings", &json!({ "sheet": sheet, "policies": { "portal": portal } })),
        );
    }

    /// Code and link of an order.
    pub fn access(&self, order: &str) -> (String, String) {
        let found = done("access", self.shop.sales.get(&format!("/sales-orders/{order}/portal-access")));
        let text = |name: &str| found[name].as_str().unwrap_or_else(|| panic!("{name}: {found}")).to_owned();
        (text("code"), text("link"))
    }

    /// Somebody outside with a browser.
    pub fn visitor(&self) -> Visitor {
        let client = Client::builder()
            .timeout(Duration::from_secs(20))
            .no_proxy()
            .cookie_store(true)
            .redirect(Policy::none())
            .build()
            .expect("a client");
        Visitor { client, address: self.shop.test.address.clone() }
    }

    /// Somebody who came by the link of an order.
    pub fn inside(&self, order: &str) -> Visitor {
        let visitor = self.visitor();
        assert_eq!(visitor.get(&self.access(order).1).status().as_u16(), 303);
        visitor
    }
}

/// Somebody outside, with the cookies that they were given.
pub struct Visitor {
    client: Client,
    address: String,
}

impl Visitor {
    /// Reads a page.
    pub fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.address)).send().expect("an answer")
    }

    /// Reads a page as it is sent to who can read it so.
    pub fn get_as(&self, path: &str, coding: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.address));
        request.header("accept-encoding", coding).send().expect("an answer")
    }

    /// Sends a form.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let request = self.client.post(format!("{}{path}", self.address));
        let request =
            request.header("content-type", "application/x-www-form-urlencoded").body(pairs.join("&"));
        request.send().expect("an answer")
    }

    /// Names an order and its code.
    pub fn enter(&self, number: &str, code: &str) -> Response {
        self.post("/portal/", &[("number", number), ("code", code)])
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

/// Where an answer sends the browser on to.
pub fn location(response: &Response) -> String {
    let header = response.headers().get("location").expect("it sends on");
    header.to_str().expect("text").to_owned()
}
