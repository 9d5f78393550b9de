//! A customer who was promised to hear from us does, or their seller hears of it.

use super::{Shop, done, drafts};
use crate::rules::watched;
use crate::support::on_both;
use serde_json::{Value, json};

/// The rule and subject of each alert about an update.
fn alerts(shop: &Shop, state: &str) -> Vec<Value> {
    watched(&shop.test);
    let found = shop.sales.get(&format!("/alerts?rule=update-due&state={state}")).body;
    found["items"].as_array().expect("a list").clone()
}

#[test]
fn a_promised_update_that_is_not_sent_is_told_to_the_seller_until_one_is() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &drafts(), "en");
        let order = shop.order();
        shop.promise(&order, "2026-03-20");
        shop.shift(&order, "2026-03-27", "capacity");
        // The customer knows of no date yet, so there is none to be sorry for; we promise to write all the same.
        let draft = shop.notices(&order).remove(0);
        let day = json!({ "next_update_by": "2026-03-09" });
        done("change", shop.on("PATCH", &draft, "", &day));
        assert_eq!(alerts(&shop, "open"), Vec::<Value>::new());
        shop.approve(&order);
        assert_eq!(alerts(&shop, "open"), Vec::<Value>::new(), "there is a week left");
        shop.clock("2026-03-08T00:00:00Z");
        let [alert] = <[Value; 1]>::try_from(alerts(&shop, "open")).expect("one alert");
        assert_eq!(alert["subject"], format!("update:{order}@2026-03-09"));
        assert_eq!((&alert["owner"], &alert["facts"]["order"]), (&json!("sales"), &json!(order)));
        // The first notice to the customer, and the warning to the seller.
        let mails = shop.mails(2);
        assert_eq!(mails[1].to, ["anna@plant.example"]);
        let hand = json!({ "remark": "All is well: we are on time.", "next_update_by": "2026-03-16" });
        done("by hand", shop.sales.post(&format!("/sales-orders/{order}/notices"), &hand));
        assert_eq!(alerts(&shop, "open").len(), 1, "a draft is no update");
        shop.approve(&order);
        assert_eq!(alerts(&shop, "open"), Vec::<Value>::new());
        assert_eq!(
            alerts(&shop, "resolved")[0]["resolution"],
            "promise-moved",
            "we have promised to write by another day"
        );
        let mail = shop.mails(3).remove(2);
        assert_eq!(mail.subject(), "Your order PO-778: News about your order");
        assert!(mail.bodies().0.contains("All is well: we are on time."));
        let of_order = done("all", shop.sales.get(&format!("/sales-orders/{order}/notices")));
        assert_eq!(of_order["next_update_by"], "2026-03-16");
    });
}

#[test]
fn nothing_more_is_promised_of_an_order_that_is_over() {
    on_both(|fresh| {
        let shop = Shop::new(fresh, &drafts(), "en");
        let order = shop.order();
        let hand = json!({ "remark": "We look into it.", "next_update_by": "2026-03-04" });
        let open = shop.notices(&order).remove(0);
        done("drop", shop.on("POST", &open, "/drop", &json!({})));
        done("by hand", shop.sales.post(&format!("/sales-orders/{order}/notices"), &hand));
        shop.approve(&order);
        assert_eq!(alerts(&shop, "open").len(), 0);
        shop.clock("2026-03-03T00:00:00Z");
        assert_eq!(alerts(&shop, "open").len(), 1);
        let request = shop.sales.request("POST", &format!("/sales-orders/{order}/cancel"));
        let given_up = request.header("if-match", "*").json(&json!({ "note": "not needed" }));
        done("cancel", crate::support::app::Answer::of(given_up));
        assert_eq!(alerts(&shop, "open"), Vec::<Value>::new());
    });
}
