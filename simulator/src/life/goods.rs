//! What comes and goes: purchases are ordered when the plan needs them and come when their supplier really brings them,
//! lots come out of inspection on their day, and what is ready and due soon leaves.

use super::{Life, amount};
use crate::chance::Luck;
use crate::player::client::{PlayError, text};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// So many days ahead of its promise a line may leave.
const AHEAD: Days = Days::new(2);

impl Life {
    /// Buys what is to be ordered by today; books what comes, is inspected and leaves.
    pub(super) fn goods(&mut self) -> Result<(), PlayError> {
        let today = self.now.date_naive();
        self.buy(today)?;
        self.dock(today)?;
        self.inspection(today)?;
        self.gate(today)
    }

    /// Orders what would come too late tomorrow, from each supplier at once. Suppliers confirm the day that the plan
    /// takes them to need.
    fn buy(&mut self, today: NaiveDate) -> Result<(), PlayError> {
        let needs = self.get("purchases", "/purchasing/needs")?;
        let mut orders: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for need in needs["items"].as_array().into_iter().flatten() {
            // Where nobody says by when, nothing is gained by waiting.
            let due = day(&need["order_by_day"]).is_none_or(|day| day <= today);
            let Some(supplier) = need["supplier"].as_str().filter(|_| due) else { continue };
            let comes = need["available"].as_str().and_then(|text| text.get(..10));
            let line = json!({ "item": need["item"], "quantity": need["quantity"], "confirmed_date": comes });
            orders.entry(supplier.to_owned()).or_default().push(line);
        }
        for (supplier, lines) in orders {
            let mark = &needs["as_of"]["mark"];
            let body = json!({ "supplier": supplier, "needs_as_of": mark, "lines": lines });
            self.tally.purchases += u32::from(self.act("purchase", "/purchase-orders", &body)?.is_some());
        }
        Ok(())
    }

    /// Receives what suppliers said for today or before, and were not late with. Outside work comes with the floor's
    /// reports.
    fn dock(&mut self, today: NaiveDate) -> Result<(), PlayError> {
        for order in self.pages("purchases", "/purchase-orders")? {
            let expected = day(&order["next_date"]).is_some_and(|day| day <= today);
            let gone = order["status"] == "cancelled";
            if gone || !expected {
                continue;
            }
            let number = text("GET /purchase-orders", &order, "number")?;
            let whole = self.get("purchases", &format!("/purchase-orders/{number}"))?;
            for line in whole["lines"].as_array().into_iter().flatten() {
                self.receive(&number, line, today)?;
            }
        }
        Ok(())
    }

    fn receive(&mut self, number: &str, line: &Value, today: NaiveDate) -> Result<(), PlayError> {
        let name = text("GET /purchase-orders", line, "line")?;
        let outside = !line["work_order"].is_null() && !line["operation"].is_null();
        let open = amount(&line["quantity"]) - amount(&line["received"]);
        let Some(said) = day(&line["confirmed_date"]) else { return Ok(()) };
        if outside || line["closed"] == true || open <= 0.0 {
            return Ok(());
        }
        let mut luck = self.luck(Luck::Supply, &[number, &name]);
        let habit = line["supplier"].as_str().and_then(|code| self.supplier(code));
        let late = habit.map_or(0.0, |supplier| {
            let kept = luck.happens(supplier.on_time);
            if kept { 0.0 } else { supplier.late_days * luck.spread(supplier.late_variation) }
        });
        if said + Days::new(late.ceil() as u64) > today {
            return Ok(());
        }
        let came = line["received"].as_str().unwrap_or_default();
        let id = self.id(&[number, &name, "receipt", came]).to_string();
        let body = json!({ "id": id, "quantity": format!("{}", (open * 1e6).round() / 1e6) });
        let path = format!("/purchase-orders/{number}/lines/{name}/receipts");
        self.tally.receipts += u32::from(self.act("receipt", &path, &body)?.is_some());
        Ok(())
    }

    /// Accepts the lots whose inspection was to be over.
    fn inspection(&mut self, today: NaiveDate) -> Result<(), PlayError> {
        for lot in self.pages("stock", "/stock")? {
            let due = day(&lot["expected_release"]).is_some_and(|day| day <= today);
            if lot["status"] != "inspection" || !due {
                continue;
            }
            let (key, quantity) =
                (text("GET /stock", &lot, "lot_key")?, text("GET /stock", &lot, "quantity")?);
            let id = self.id(&[&key, "inspection", &quantity, &today.to_string()]).to_string();
            let verdict = json!({ "accepted": quantity, "scrapped": "0", "rework": "0", "returned": "0" });
            let body = json!({ "id": id, "lot_key": key, "inspected": quantity, "verdict": verdict });
            self.tally.inspections += u32::from(self.act("inspection", "/inspections", &body)?.is_some());
        }
        Ok(())
    }

    /// Sends what is ready whole and promised for one of the next days: one note for each order.
    fn gate(&mut self, today: NaiveDate) -> Result<(), PlayError> {
        let mut notes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for line in self.pages("ready", "/dispatch/ready")? {
            let due = day(&line["promise_date"]).is_some_and(|day| day <= today + AHEAD);
            if due && line["held"].is_null() && amount(&line["ready"]) >= amount(&line["open"]) {
                notes.entry(text("GET /dispatch/ready", &line, "order")?).or_default().push(line);
            }
        }
        for (order, lines) in notes {
            let whole = self.get("order", &format!("/sales-orders/{order}"))?;
            let complete =
                whole["lines"].as_array().into_iter().flatten().any(|line| line["ship_complete"] == true);
            // An order that leaves complete is left to the people who look at the demo.
            let Some(first) = lines.first().filter(|_| !complete) else { continue };
            let part = |line: &Value| json!({ "order": line["order"], "line": line["line"], "schedule": line["schedule"], "quantity": line["ready"] });
            let body =
                json!({ "customer": first["customer"], "lines": lines.iter().map(part).collect::<Vec<_>>() });
            let Some(note) = self.act("dispatch", "/dispatch-notes", &body)? else { continue };
            let path = format!("/dispatch-notes/{}/dispatch", text("POST /dispatch-notes", &note, "number")?);
            self.tally.dispatched += u32::from(self.act("dispatch", &path, &json!({}))?.is_some());
        }
        Ok(())
    }

    /// All rows of a list, page by page.
    pub(super) fn pages(&mut self, kind: &'static str, path: &str) -> Result<Vec<Value>, PlayError> {
        let (mut rows, mut after) = (Vec::new(), String::new());
        loop {
            let mut page = self.get(kind, &format!("{path}?limit=500{after}"))?;
            if let Some(Value::Array(some)) = page.get_mut("items").map(Value::take) {
                rows.extend(some);
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&cursor={}", escaped(next)),
                None => return Ok(rows),
            }
        }
    }
}

/// A text as part of a query.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_go_into_a_query_as_they_are() {
        assert_eq!(escaped("PO-1/10 ä"), "PO-1%2F10%20%C3%A4");
        assert_eq!(day(&json!("2026-03-09")), NaiveDate::from_ymd_opt(2026, 3, 9));
        assert_eq!(day(&Value::Null), None);
    }
}
