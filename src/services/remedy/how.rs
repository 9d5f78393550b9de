//! How a remedy is carried out: the requests to send, where the system has them. Tells only; nothing is sent.

use super::body::purchase_text;
use crate::domain::value::{Amount, Day};
use crate::planning::outlook::{Outlook, amount};
use crate::text::Lang;
use crate::text::plan_labels::fill;
use crate::text::remedy::{Step, step};
use holdfast_engine::model::{Code, JobKey, LineKey, SupplyKey};
use holdfast_engine::remedy::{Remedy, apply};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Where the routes are.
const BASE: &str = "/api/v1";

/// A step towards carrying a remedy out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HowStep {
    /// What to do.
    pub text: String,
    /// The request that does it; left out where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<HowRequest>,
}

/// A request to send.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HowRequest {
    /// The method.
    pub method: String,
    /// The path. Where it changes something, `If-Match` carries the version that it is based on.
    pub path: String,
    /// The body.
    #[schema(value_type = Object)]
    pub body: Value,
}

/// Who tells it: the shop, the line, and the language.
struct Teller<'a> {
    outlook: &'a Outlook,
    key: &'a LineKey,
    lang: Lang,
}

/// The steps of a remedy for a line.
pub(super) fn how(outlook: &Outlook, key: &LineKey, remedy: &Remedy, lang: Lang) -> Vec<HowStep> {
    let teller = Teller { outlook, key, lang };
    match remedy {
        Remedy::Overtime { .. } => teller.overtime(remedy),
        Remedy::Alternate { .. } | Remedy::Expedite => teller.sequences(remedy),
        Remedy::Split { job, first } => teller.split(job, amount(*first)),
        Remedy::Partial { first } => teller.partial(amount(*first)),
        Remedy::Express { supply, .. } => teller.express(supply, remedy),
        Remedy::Supplier { supply, supplier } => teller.supplier(supply, supplier),
    }
}

impl Teller<'_> {
    fn said(&self, of: Step) -> HowStep {
        self.named(of, &[])
    }

    /// A step whose words name something.
    fn named(&self, of: Step, values: &[(&str, &str)]) -> HowStep {
        HowStep { text: fill(step(of, self.lang), values), request: None }
    }

    fn sent(&self, of: Step, method: &str, path: &str, body: Value) -> HowStep {
        by(self.said(of), method, path, body)
    }

    fn overtime(&self, remedy: &Remedy) -> Vec<HowStep> {
        let Remedy::Overtime { calendars, days, from, to } = remedy else { return Vec::new() };
        let Some(calendar) = calendars.first() else { return Vec::new() };
        // A calendar that no row names is one that a work centre has for itself.
        let named = self.outlook.document.shifts.iter().any(|row| row.calendar == calendar.as_str());
        let (kind, code) = match named {
            true => ("calendar", Some(calendar)),
            false => {
                let mut centers = self.outlook.shop.work_centers.iter();
                (
                    "work_centre",
                    centers.find(|(_, center)| center.calendar == *calendar).map(|(code, _)| code),
                )
            }
        };
        let one = |day: &chrono::NaiveDate| {
            let mut body = json!({
                "date_from": day, "from_time": from, "to_time": to, "kind": "overtime",
            });
            body[kind] = json!(code.map(Code::as_str));
            let said = self.named(Step::Overtime, &[("day", &day.to_string())]);
            by(said, "POST", "/calendar-exceptions", body)
        };
        days.iter().map(one).collect()
    }

    /// The work centres' own sequences with what the remedy puts into them.
    fn sequences(&self, remedy: &Remedy) -> Vec<HowStep> {
        let outlook = self.outlook;
        let Ok(applied) = apply(&outlook.shop, &outlook.plan, self.key, remedy) else { return Vec::new() };
        let (mut confirmed, mut placed) = (Vec::new(), Vec::new());
        for (center, sequence) in &applied.shop.sequences {
            let was = outlook.shop.sequences.get(center);
            let same = was.map_or(sequence.planned.is_empty(), |was| {
                was.planned == sequence.planned && was.frozen == sequence.frozen
            });
            if same {
                continue;
            }
            let proposed: BTreeSet<String> =
                sequence.planned.iter().filter_map(|one| proposal(&one.job)).collect();
            let path = format!("/work-centers/{center}/sequence");
            if !proposed.is_empty() {
                let then = self.named(Step::PlaceThen, &[("center", center.as_str())]);
                placed.push(HowStep { text: format!("{} PUT {BASE}{path}", then.text), ..then });
                confirmed.extend(proposed);
                continue;
            }
            let all = sequence.frozen.iter().chain(&sequence.planned);
            let all = all.filter_map(|operation| match &operation.job {
                JobKey::WorkOrder(number) => Some(json!({
                    "work_order": number.as_str(), "operation": outlook.text(operation.operation),
                })),
                JobKey::Proposed { .. } => None,
            });
            let body = json!({ "operations": all.collect::<Vec<_>>(), "frozen": sequence.frozen.len() });
            let said = self.named(Step::Place, &[("center", center.as_str())]);
            placed.push(by(said, "PUT", &path, body));
        }
        confirmed.sort();
        confirmed.dedup();
        if !confirmed.is_empty() {
            let keys: Vec<Value> = confirmed.iter().map(|key| json!({ "key": key })).collect();
            let body = json!({ "proposals": keys });
            placed.insert(0, self.sent(Step::Confirm, "POST", "/proposals/confirm", body));
        }
        placed
    }

    fn split(&self, job: &JobKey, first: Amount) -> Vec<HowStep> {
        let JobKey::WorkOrder(number) = job else {
            let body = json!({ "proposals": [{ "key": job.to_string(), "quantity": first }] });
            return vec![self.sent(Step::ConfirmPart, "POST", "/proposals/confirm", body)];
        };
        let order = self.outlook.shop.work_orders.get(number);
        let item = order.and_then(|order| order.item.as_ref()).map(Code::as_str);
        let rest = order.map(|order| amount(order.quantity)).unwrap_or_default() - first;
        let name = self.outlook.name(self.key);
        let line = json!({ "order": name.order, "line": name.line, "schedule": name.schedule });
        vec![
            self.sent(Step::Less, "PATCH", &format!("/work-orders/{number}"), json!({ "quantity": first })),
            self.sent(
                Step::Rest,
                "POST",
                "/work-orders",
                json!({ "item": item, "quantity": rest, "line": line }),
            ),
        ]
    }

    fn partial(&self, first: Amount) -> Vec<HowStep> {
        let open = self.outlook.shop.lines.get(self.key).map(|line| line.quantity.less(line.shipped));
        if open.map(amount) == Some(first) {
            return vec![self.said(Step::Apart)];
        }
        let name = self.outlook.name(self.key);
        let line = match name.schedule.as_str() {
            "" => name.line,
            schedule => format!("{}.{schedule}", name.line),
        };
        let path = format!("/sales-orders/{}/lines/{line}", name.order);
        vec![
            self.sent(Step::InParts, "PATCH", &path, json!({ "partial_shipments": true })),
            self.said(Step::ShipPart),
        ]
    }

    fn express(&self, supply: &SupplyKey, remedy: &Remedy) -> Vec<HowStep> {
        let day = self.agreed(remedy);
        match supply {
            SupplyKey::Purchase(_) => {
                let (order, line) = self.order_and_line(supply);
                let path = format!("/purchase-orders/{order}/lines/{line}/dates");
                let body = json!({ "confirmed_date": day, "reason": "express" });
                vec![self.sent(Step::Date, "POST", &path, body)]
            }
            _ => vec![self.order(supply, None, json!(day))],
        }
    }

    /// The day that the remedy agrees with a supplier.
    fn agreed(&self, remedy: &Remedy) -> Option<Day> {
        let shop = &self.outlook.shop;
        let applied = apply(shop, &self.outlook.plan, self.key, remedy).ok()?;
        let was = |key| shop.purchases.get(key).and_then(|purchase| purchase.confirmed);
        let mut purchases = applied.shop.purchases.iter();
        let (_, changed) = purchases.find(|(key, purchase)| purchase.confirmed != was(key))?;
        self.outlook.day(changed.confirmed?)
    }

    fn supplier(&self, supply: &SupplyKey, supplier: &Code) -> Vec<HowStep> {
        let mut steps = vec![self.order(supply, Some(supplier), Value::Null)];
        if matches!(supply, SupplyKey::Purchase(_)) {
            let (order, line) = self.order_and_line(supply);
            let path = format!("/purchase-orders/{order}/lines/{line}/close");
            steps.push(self.sent(Step::CloseOld, "POST", &path, json!({})));
        }
        steps
    }

    fn order_and_line(&self, supply: &SupplyKey) -> (String, String) {
        let text = purchase_text(supply, self.outlook);
        text.rsplit_once('/').map(|(order, line)| (order.to_owned(), line.to_owned())).unwrap_or_default()
    }

    /// A purchase order for what is bought.
    fn order(&self, supply: &SupplyKey, supplier: Option<&Code>, day: Value) -> HowStep {
        let network = &self.outlook.plan.network;
        let found = (0..network.supplies.len() as u32).find(|&at| network.supply_key(at) == *supply);
        let node = found.and_then(|at| network.supplies.get(at as usize));
        let item = node.and_then(|node| network.items.get(node.item as usize));
        let usual = item.and_then(|item| self.outlook.shop.items.get(item)?.supplier.as_ref());
        let name = self.outlook.name(self.key);
        let line = json!({
            "item": item.map(Code::as_str), "quantity": node.map(|node| amount(node.quantity)),
            "confirmed_date": day, "sales_order": name.order, "sales_line": name.line,
        });
        let body = json!({
            "supplier": supplier.or(usual).map(Code::as_str), "lines": [line],
            "needs_as_of": self.outlook.known,
        });
        self.sent(Step::Order, "POST", "/purchase-orders", body)
    }
}

/// A step with the request that does it.
fn by(step: HowStep, method: &str, path: &str, body: Value) -> HowStep {
    let path = format!("{BASE}{path}");
    HowStep { request: Some(HowRequest { method: method.to_owned(), path, body }), ..step }
}

/// The key of a job that is only proposed.
fn proposal(job: &JobKey) -> Option<String> {
    matches!(job, JobKey::Proposed { .. }).then(|| job.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_no_request_does_has_none() {
        let step = HowStep { text: "Agree with the customer.".to_owned(), request: None };
        assert_eq!(json!(step), json!({ "text": "Agree with the customer." }));
        assert_eq!(json!(by(step, "POST", "/x", json!({})))["request"]["path"], "/api/v1/x");
    }
}
