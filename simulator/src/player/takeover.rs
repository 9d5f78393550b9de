//! The day on which a server comes to a shop in full work: open orders with what sales promised, work orders, and
//! where each stands. It gets no record of the past.

use super::client::{PlayError, text};
use super::{Player, plant};
use crate::hours::moment;
use crate::order::Job;
use crate::shop::Shop;
use chrono::Days;
use reqwest::Method;
use serde_json::{Value, json};

/// Work orders whose standing one request carries.
const BATCH: usize = 100;

impl Player {
    /// Enters everything that is on the floor. In an empty shop that is nothing.
    pub(super) fn take_over(&mut self, shop: &Shop) -> Result<(), PlayError> {
        let mut jobs: Vec<&Job> = shop.jobs().map(|(_, job)| job).collect();
        jobs.sort_by_key(|job| job.order.number);
        if jobs.is_empty() {
            return Ok(());
        }
        for job in &jobs {
            self.enter_open(shop, job)?;
        }
        self.set_clock(shop)?;
        self.confirm(shop)?;
        let standing = |job: &&Job| {
            let work_order = self.named.get(&job.order.number)?.work_order.clone()?;
            let status = if job.run.is_some() { "running" } else { "waiting" };
            let begun = job.run.is_some() || job.next > 0;
            begun.then(|| json!({ "work_order": work_order, "operation": plant::operation(job.next), "status": status }))
        };
        let standings: Vec<Value> = jobs.iter().filter_map(standing).collect();
        for some in standings.chunks(BATCH) {
            let body = json!({ "work_orders": some });
            let answer = self.client.must("standing", Method::POST, "/standing/batch", &body)?;
            for item in answer["items"].as_array().into_iter().flatten() {
                if !item["refused"].is_null() {
                    let code = text("POST /standing/batch", &item["refused"], "code")?;
                    *self.refused.entry(format!("standing: {code}")).or_default() += 1;
                }
            }
        }
        self.set_clock(shop)
    }

    /// An open order with the day that sales promised, whatever the plan thinks of it.
    fn enter_open(&mut self, shop: &Shop, job: &Job) -> Result<(), PlayError> {
        let order = &job.order;
        if self.entered.insert(plant::item(order)) {
            plant::enter_item(&mut self.client, shop, order)?;
        }
        let line = json!({ "item": plant::item(order), "quantity": "1" });
        let body = json!({ "customer": plant::customer(order.customer), "lines": [line] });
        let entered = self.client.must("takeover", Method::POST, "/sales-orders", &body)?;
        let sales_order = text("POST /sales-orders", &entered, "number")?;
        let start = shop.world().start;
        let promised = moment(start, job.promise).date_naive();
        // What is overdue already is promised again for tomorrow.
        let day = promised.max(moment(start, shop.now()).date_naive() + Days::new(1));
        let path = format!("/sales-orders/{sales_order}/lines/10/promise");
        let mut body = json!({ "date": day, "note": "promised before the server came" });
        for _ in 0..2 {
            let Err(refusal) = self.client.ask("takeover", Method::POST, &path, &body)? else { break };
            let said: Value = serde_json::from_str(&refusal.said).unwrap_or_default();
            body["accept_hurt"] = json!(super::sales::hurt_lines(&said));
            self.count("takeover", &refusal);
        }
        self.enter(order, sales_order);
        Ok(())
    }
}
