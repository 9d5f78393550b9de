//! What sales, planner, purchasing and dispatch do: quotes, acceptance, work orders, purchases, receipts, shipments.

use super::client::{PlayError, Refusal, text};
use super::{Named, Player, plant};
use crate::hours::{hours_at, moment};
use crate::order::{Answer, Order, Percentiles};
use crate::shop::Shop;
use crate::world::Sequence;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;

/// Days after the quoted one that are promised by leave where no day does no harm.
const BY_LEAVE: u64 = 13;
/// How often leave is asked for: whom a day hurts is only told when it is refused.
const LEAVES: u32 = 3;
/// A proposal is looked for so often before play stops.
const LOOKS: u32 = 20;

impl Player {
    /// Asks for a date.
    pub(super) fn quote(&mut self, shop: &Shop, order: &Arc<Order>) -> Result<Option<Answer>, PlayError> {
        let code = plant::item(order);
        if self.entered.insert(code.clone()) {
            plant::enter_item(&mut self.client, shop, order)?;
        }
        let line = json!({ "item": code, "quantity": "1" });
        let body = json!({ "customer": plant::customer(order.customer), "lines": [line] });
        let quote = match self.client.ask("quote", Method::POST, "/quotes", &body)? {
            Ok(quote) => quote,
            Err(refusal) => {
                self.count("quote", &refusal);
                return Ok(None);
            }
        };
        let line = &quote["lines"][0];
        let day = text("POST /quotes", line, "offered_date")?;
        let Some(promise) = instant(shop.world().start, &day) else {
            return Err(PlayError::Unreadable {
                what: "POST /quotes".to_owned(),
                field: "offered_date",
                answer: quote.to_string(),
            });
        };
        let percentiles = percentiles(shop.world().start, line);
        if !shop.would_take(order, promise) {
            return Ok(Some(Answer { promise, percentiles }));
        }
        let path = format!("/quotes/{}/accept", text("POST /quotes", &quote, "number")?);
        match self.client.ask("accept", Method::POST, &path, &json!({}))? {
            Ok(accepted) => {
                self.enter(order, text("accept", &accepted, "number")?);
                Ok(Some(Answer { promise, percentiles }))
            }
            Err(refusal) => {
                self.count("accept", &refusal);
                let offered = moment(shop.world().start, promise).date_naive() - Days::new(1);
                self.promise_later(shop, order, offered, &refusal)
            }
        }
    }

    /// Remembers what the server calls an order.
    pub(super) fn enter(&mut self, order: &Order, sales_order: String) {
        self.numbers.insert(sales_order.clone(), order.number);
        self.sold.insert(sales_order.clone(), order.number);
        self.named.insert(order.number, Named { sales_order, work_order: None, purchases: Vec::new() });
        self.unplanned.insert(order.number);
        self.products.insert(order.number, order.product);
    }

    /// The quoted date can't be kept without harm: sales enters the order and takes the first day that harms nobody, as the
    /// server finds it. If there is none, a later one is promised by leave of whoever may give it. A quote that hurts says
    /// that there was none: then nobody looks again.
    fn promise_later(
        &mut self,
        shop: &Shop,
        order: &Order,
        offered: NaiveDate,
        refused: &Refusal,
    ) -> Result<Option<Answer>, PlayError> {
        let line = json!({ "item": plant::item(order), "quantity": "1" });
        let body = json!({ "customer": plant::customer(order.customer), "lines": [line] });
        let entered = self.client.must("accept", Method::POST, "/sales-orders", &body)?;
        let sales_order = text("POST /sales-orders", &entered, "number")?;
        let path = format!("/sales-orders/{sales_order}/lines/10/promise");
        let by_leave = |refusal: &Refusal| {
            let said: Value = serde_json::from_str(&refusal.said).unwrap_or_default();
            let (day, hurt) = (offered + Days::new(BY_LEAVE), hurt_lines(&said));
            json!({ "date": day, "accept_hurt": hurt, "note": "no day without harm was found" })
        };
        let mut body = if refused.code == "quote_hurts" { by_leave(refused) } else { json!({}) };
        for _ in 0..=LEAVES {
            match self.client.ask("promise", Method::POST, &path, &body)? {
                Ok(made) => {
                    let answer = promised(shop.world().start, &made);
                    match answer.is_some_and(|answer| shop.would_take(order, answer.promise)) {
                        true => self.enter(order, sales_order),
                        false => self.cancel(&sales_order, "the customer went elsewhere")?,
                    }
                    return Ok(answer);
                }
                Err(refusal) => {
                    self.count("promise", &refusal);
                    body = by_leave(&refusal);
                }
            }
        }
        self.cancel(&sales_order, "no date could be promised")?;
        Ok(None)
    }

    /// Takes an order back that was entered in vain.
    fn cancel(&mut self, sales_order: &str, why: &str) -> Result<(), PlayError> {
        let path = format!("/sales-orders/{sales_order}/cancel");
        if let Err(refusal) = self.client.ask("cancel", Method::POST, &path, &json!({ "note": why }))? {
            self.count("cancel", &refusal);
        }
        Ok(())
    }

    /// The customer has the date: the order's work order is made and its parts are bought.
    pub(super) fn accepted(&mut self, shop: &Shop, slot: usize) -> Result<(), PlayError> {
        let Some(job) = shop.job(slot) else { return Ok(()) };
        let order = Arc::clone(&job.order);
        self.set_clock(shop)?;
        self.confirm(shop)?;
        self.buy(shop, &order)
    }

    /// Confirms what the plan proposes to make, until every accepted order has its work order.
    pub(super) fn confirm(&mut self, shop: &Shop) -> Result<(), PlayError> {
        for _ in 0..LOOKS {
            let proposals = self.client.must("proposals", Method::GET, "/proposals", &Value::Null)?;
            let keys: Vec<Value> = proposals["items"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|proposal| proposal["line"]["order"].is_string())
                .map(|proposal| json!({ "key": proposal["key"] }))
                .collect();
            if !keys.is_empty() {
                let body = json!({ "proposals": keys });
                match self.client.ask("proposals", Method::POST, "/proposals/confirm", &body)? {
                    Ok(confirmed) => self.name(&confirmed)?,
                    Err(refusal) => self.count("confirm", &refusal),
                }
            }
            if self.unplanned.is_empty() {
                return self.sequence(shop);
            }
            self.set_clock(shop)?;
        }
        Err(PlayError::Unreadable {
            what: "GET /proposals".to_owned(),
            field: "work order for an accepted order",
            answer: format!("{:?}", self.unplanned),
        })
    }

    fn name(&mut self, confirmed: &Value) -> Result<(), PlayError> {
        for work_order in confirmed["items"].as_array().into_iter().flatten() {
            let number = text("confirm", work_order, "number")?;
            let order = work_order["order"].as_str().and_then(|order| self.numbers.get(order)).copied();
            let order = order.map(|order| self.without_work(order));
            if let Some(named) = order.and_then(|order| self.named.get_mut(&order)) {
                named.work_order = Some(number.clone());
            }
            if let Some(order) = order {
                self.works.insert(number, order);
                self.unplanned.remove(&order);
            }
        }
        Ok(())
    }

    /// The order that a new work order is really for. Where the plan gave an order's work order to another one for the same
    /// product, and proposes a new one for the first, the floor leaves the first what it has.
    fn without_work(&self, order: u64) -> u64 {
        let product = |number: &u64| self.products.get(number).copied().flatten();
        let has_work = self.named.get(&order).is_some_and(|named| named.work_order.is_some());
        let alike = |other: &&u64| product(other).is_some() && product(other) == product(&order);
        let other = self.unplanned.iter().filter(|_| has_work).find(alike);
        other.copied().unwrap_or(order)
    }

    /// On a floor that works by entry date the planner says so, work centre by work centre.
    fn sequence(&mut self, shop: &Shop) -> Result<(), PlayError> {
        if shop.world().floor.sequence != Sequence::Entry {
            return Ok(());
        }
        let mut jobs: Vec<_> = shop.jobs().map(|(_, job)| job).collect();
        jobs.sort_by_key(|job| job.order.number);
        let Some(newest) = jobs.last() else { return Ok(()) };
        for station in newest.order.stations.iter() {
            let mut places = Vec::new();
            for job in &jobs {
                let at = job.order.stations.iter().position(|other| other == station);
                let Some(at) = at.filter(|at| *at >= job.next) else { continue };
                let named = self.named.get(&job.order.number).and_then(|named| named.work_order.as_ref());
                // An end that nobody reported yet is still to come for the server.
                if let Some(work_order) = named {
                    places.push(json!({ "work_order": work_order, "operation": plant::operation(at) }));
                }
            }
            let path = format!("/work-centers/{}/sequence", shop.world().stations[*station].code);
            let body = json!({ "operations": places, "frozen": 0 });
            if let Err(refusal) = self.client.ask("sequence", Method::PUT, &path, &body)? {
                self.count("sequence", &refusal);
            }
        }
        Ok(())
    }

    /// Buys the parts of an order; the supplier confirms its usual days.
    fn buy(&mut self, shop: &Shop, order: &Order) -> Result<(), PlayError> {
        if order.parts.is_empty() {
            return Ok(());
        }
        self.set_clock(shop)?;
        let needs = self.client.must("purchases", Method::GET, "/purchasing/needs", &Value::Null)?;
        let mark = needs["as_of"]["mark"].clone();
        let sales_order = self.named.get(&order.number).map(|named| named.sales_order.clone());
        let mut bought = Vec::new();
        for (place, index) in order.parts.iter().enumerate() {
            let supplier = &shop.world().suppliers[*index];
            let at = moment(shop.world().start, shop.now() + 24.0 * supplier.lead_days);
            let line = json!({
                "item": plant::part(order, place), "quantity": "1", "confirmed_date": at.date_naive(),
                "sales_order": sales_order, "sales_line": "10",
            });
            let body = json!({ "supplier": supplier.code, "needs_as_of": mark, "lines": [line] });
            match self.client.ask("purchases", Method::POST, "/purchase-orders", &body)? {
                Ok(purchase) => {
                    let line = text("POST /purchase-orders", &purchase["lines"][0], "line")?;
                    bought.push(Some((text("POST /purchase-orders", &purchase, "number")?, line)));
                }
                Err(refusal) => {
                    self.count("purchase", &refusal);
                    bought.push(None);
                }
            }
        }
        if let Some(named) = self.named.get_mut(&order.number) {
            named.purchases = bought;
        }
        Ok(())
    }

    /// Books what has come by now.
    pub(super) fn receive(&mut self, shop: &Shop) -> Result<(), PlayError> {
        let now = self.clock;
        for (_, job) in shop.jobs().filter(|(_, job)| !job.parts.is_empty()) {
            for (place, at) in job.parts.iter().enumerate().filter(|(_, at)| **at <= now) {
                let named = self.named.get_mut(&job.order.number);
                let bought = named.and_then(|named| named.purchases.get_mut(place)).and_then(Option::take);
                let Some((number, line)) = bought else { continue };
                let path = format!("/purchase-orders/{number}/lines/{line}/receipts");
                let body = json!({ "id": format!("{number}-{line}"), "quantity": "1", "at": moment(shop.world().start, *at) });
                if let Err(refusal) = self.client.ask("receipts", Method::POST, &path, &body)? {
                    self.count("receipt", &refusal);
                }
            }
        }
        Ok(())
    }

    /// Lets go what is done and reported.
    pub(super) fn ship(&mut self) -> Result<(), PlayError> {
        let (leaves, stays): (Vec<Order>, Vec<Order>) =
            self.leaving.drain(..).partition(|order| !self.outbox.has(order.number));
        self.leaving = stays;
        for order in leaves {
            let Some(named) = self.named.remove(&order.number) else { continue };
            self.numbers.remove(&named.sales_order);
            self.products.remove(&order.number);
            self.works.retain(|_, number| *number != order.number);
            let line = json!({ "order": named.sales_order, "line": "10", "quantity": "1" });
            let body = json!({ "customer": plant::customer(order.customer), "lines": [line] });
            let note = match self.client.ask("dispatch", Method::POST, "/dispatch-notes", &body)? {
                Ok(note) => text("POST /dispatch-notes", &note, "number")?,
                Err(refusal) => {
                    self.count("dispatch note", &refusal);
                    continue;
                }
            };
            let path = format!("/dispatch-notes/{note}/dispatch");
            if let Err(refusal) = self.client.ask("dispatch", Method::POST, &path, &json!({}))? {
                self.count("dispatch", &refusal);
            }
        }
        Ok(())
    }
}

/// Lines that a refusal says would be hurt.
pub(super) fn hurt_lines(refusal: &Value) -> Vec<Value> {
    let hurt = &refusal["facts"]["hurt"];
    let name = |one: &Value| one["line"].as_str().or(one.as_str()).map(|line| json!(line));
    match hurt {
        Value::Array(lines) => lines.iter().filter_map(name).collect(),
        Value::String(lines) => {
            lines.split([',', ' ']).filter(|line| !line.is_empty()).map(|line| json!(line)).collect()
        }
        _ => Vec::new(),
    }
}

/// What was promised for an order of one line, with the odds that were recorded with it; nothing if nothing was.
fn promised(start: DateTime<Utc>, order: &Value) -> Option<Answer> {
    let made = order["lines"][0]["promises"].as_array()?.last()?;
    let promise = instant(start, made["date"].as_str()?)?;
    Some(Answer { promise, percentiles: percentiles(start, &made["snapshot"]) })
}

/// The odds that a quote's line tells, beside its dates or in an object of their own; none where it tells none.
fn percentiles(start: DateTime<Utc>, line: &Value) -> Percentiles {
    let of = |field: &str| {
        let places = [&line[field], &line["odds"][field], &line["percentiles"][field]];
        places.into_iter().find_map(Value::as_str).and_then(|text| instant(start, text))
    };
    Percentiles { p50: of("p50"), p80: of("p80"), p95: of("p95") }
}

/// An instant as it stands, a day as its end, in hours since the world's start. All worlds are in UTC.
fn instant(start: DateTime<Utc>, text: &str) -> Option<f64> {
    let at: Option<DateTime<Utc>> = text.parse().ok();
    let day = || {
        let day: NaiveDate = text.parse().ok()?;
        Some((day + Days::new(1)).and_time(NaiveTime::MIN).and_utc())
    };
    at.or_else(day).map(|at| hours_at(start, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-03-02T00:00:00Z".parse().expect("an instant")
    }

    #[test]
    fn a_promised_day_is_kept_until_its_end_and_an_instant_until_itself() {
        assert_eq!(instant(start(), "2026-03-02"), Some(24.0));
        assert_eq!(instant(start(), "2026-03-02T06:30:00Z"), Some(6.5));
        assert_eq!(instant(start(), "soon"), None);
    }

    #[test]
    fn odds_are_read_where_a_quote_has_them_and_missing_where_it_has_none() {
        let told = json!({ "offered_date": "2026-03-04", "odds": { "p50": "2026-03-02T12:00:00Z", "p95": "2026-03-04" } });
        let percentiles_told = percentiles(start(), &told);
        assert_eq!(percentiles_told, Percentiles { p50: Some(12.0), p80: None, p95: Some(72.0) });
        let beside = json!({ "p80": "2026-03-03", "p50": null });
        assert_eq!(percentiles(start(), &beside), Percentiles { p50: None, p80: Some(48.0), p95: None });
        assert_eq!(percentiles(start(), &json!({ "offered_date": "2026-03-04" })), Percentiles::default());
    }

    #[test]
    fn a_promise_made_later_has_the_odds_that_were_recorded_with_it() {
        let odds = json!({ "p50": "2026-03-02T12:00:00Z", "p80": "2026-03-03T12:00:00Z" });
        let made = json!({ "date": "2026-03-04", "snapshot": { "as_of": "2026-03-01", "odds": odds } });
        let promises = json!([{ "date": null, "snapshot": null }, made]);
        let order = json!({ "number": "SO-1", "lines": [{ "line": "10", "promises": promises }] });
        let percentiles = Percentiles { p50: Some(12.0), p80: Some(36.0), p95: None };
        assert_eq!(promised(start(), &order), Some(Answer { promise: 72.0, percentiles }));
        assert_eq!(promised(start(), &json!({ "lines": [{ "promises": [] }] })), None);
    }

    #[test]
    fn who_is_hurt_is_read_from_a_refusal() {
        let refusal = json!({ "facts": { "hurt": "SO-1/10, SO-2/10" } });
        assert_eq!(hurt_lines(&refusal), [json!("SO-1/10"), json!("SO-2/10")]);
        assert_eq!(hurt_lines(&json!({ "code": "promise_not_kept" })), Vec::<Value>::new());
    }
}
