//! What has to be bought, by when it must be ordered and which promises hang on it; and what is overdue.

use super::line::LineName;
use super::{AsOf, Outlook, amount, moment};
use crate::domain::value::{Amount, Day, Moment};
use crate::planning::supply::proposals;
use holdfast_engine::model::{Code, LineKey, PurchaseKey};
use holdfast_engine::network::{NONE, SupplySource};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What purchasing has to do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Needs {
    /// As of when.
    pub as_of: AsOf,
    /// What has to be ordered, most urgent first.
    pub items: Vec<Need>,
    /// Purchase order lines that should have come already, those that most promises wait for first.
    pub overdue: Vec<Overdue>,
}

/// Something to order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Need {
    /// What.
    pub item: String,
    /// What that is.
    pub description: Option<String>,
    /// How much.
    pub quantity: Amount,
    /// From whom, if the item says.
    pub supplier: Option<String>,
    /// The supplier's name.
    pub supplier_name: Option<String>,
    /// When to order at the latest.
    pub order_by: Option<Moment>,
    /// That day.
    pub order_by_day: Option<Day>,
    /// When it can be used if it is ordered now.
    pub available: Option<Moment>,
    /// The lines that need it.
    pub lines: Vec<Stake>,
    /// How many of these are promised.
    pub promises: usize,
}

/// A line that waits for a purchase.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Stake {
    /// The line.
    #[serde(flatten)]
    pub name: LineName,
    /// Whose order it is.
    pub customer: String,
    /// What was promised.
    pub promise_date: Option<Day>,
    /// When it ships as planned.
    pub ship_day: Option<Day>,
    /// Days after the promise; negative before it.
    pub late_days: Option<i64>,
}

/// A purchase order line that should have come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Overdue {
    /// The purchase order.
    pub purchase_order: String,
    /// Its line.
    pub line: String,
    /// Who delivers.
    pub supplier: Option<String>,
    /// What.
    pub item: Option<String>,
    /// How much is still to come.
    pub quantity: Amount,
    /// When the supplier said it comes.
    pub confirmed_day: Option<Day>,
    /// When the plan takes it to come.
    pub expected: Option<Moment>,
    /// The lines that wait for it.
    pub lines: Vec<Stake>,
    /// How many of these are promised.
    pub promises: usize,
}

impl Outlook {
    /// What purchasing has to do.
    pub fn needs(&self) -> Needs {
        let items =
            proposals(&self.plan, &self.shop).into_iter().map(|proposal| self.need(proposal)).collect();
        Needs { as_of: self.as_of(), items, overdue: self.overdue() }
    }

    fn need(&self, proposal: crate::planning::supply::Proposal) -> Need {
        let row = self.document.items.iter().find(|row| row.item == proposal.item.as_str());
        let known = proposal.supplier.as_ref().and_then(|code| self.shop.suppliers.get(code));
        let lines = self.stakes(&proposal.lines);
        Need {
            item: proposal.item.to_string(),
            description: row.and_then(|row| row.description.clone()),
            quantity: amount(proposal.quantity),
            supplier_name: known.map(|known| known.name.clone()).filter(|name| !name.is_empty()),
            supplier: proposal.supplier.as_ref().map(Code::to_string),
            order_by: moment(proposal.order_by),
            order_by_day: self.day(proposal.order_by),
            available: moment(proposal.available),
            promises: promised(&lines),
            lines,
        }
    }

    fn stakes(&self, lines: &BTreeSet<LineKey>) -> Vec<Stake> {
        let stake = |key: &LineKey| {
            let (date, sold) = (self.plan.line(key)?, self.shop.lines.get(key)?);
            Some(Stake {
                name: self.name(key),
                customer: sold.customer.to_string(),
                promise_date: date.due.and_then(|at| self.day(at)),
                ship_day: self.day(date.ship),
                late_days: crate::planning::report::late_days(date, sold.basis, self.zone),
            })
        };
        lines.iter().filter_map(stake).collect()
    }

    /// What was bought and has not come by the day that its supplier confirmed, most promises first.
    pub fn overdue(&self) -> Vec<Overdue> {
        let network = &self.plan.network;
        let mut supply_of: BTreeMap<&PurchaseKey, u32> = BTreeMap::new();
        for (index, supply) in network.supplies.iter().enumerate() {
            if let SupplySource::Purchase(key) = &supply.source {
                supply_of.insert(key, index as u32);
            }
        }
        let mut lines: BTreeMap<u32, BTreeSet<LineKey>> = BTreeMap::new();
        for peg in network.pegs.iter().filter(|peg| peg.quantity.is_some()) {
            let line = network.demands[peg.demand as usize].line;
            if line != NONE {
                let key = network.lines[line as usize].key.clone();
                lines.entry(peg.supply).or_default().insert(key);
            }
        }
        let late =
            self.shop.purchases.iter().filter(|(_, p)| p.confirmed.is_some_and(|at| at < self.shop.now));
        let mut found: Vec<Overdue> = late
            .map(|(key, purchase)| {
                let supply = supply_of.get(key).copied();
                let waiting = supply.and_then(|supply| lines.get(&supply));
                let lines = waiting.map(|lines| self.stakes(lines)).unwrap_or_default();
                Overdue {
                    purchase_order: key.order.to_string(),
                    line: self.numbers.text_of(key.line),
                    supplier: purchase.supplier.as_ref().map(Code::to_string),
                    item: purchase.item.as_ref().map(Code::to_string),
                    quantity: amount(purchase.quantity.less(purchase.received)),
                    confirmed_day: purchase.confirmed.and_then(|at| self.day(at)),
                    expected: supply.and_then(|supply| moment(self.plan.available(supply))),
                    promises: promised(&lines),
                    lines,
                }
            })
            .collect();
        found.sort_by(|a, b| {
            let rank = |o: &Overdue| (std::cmp::Reverse(o.promises), o.confirmed_day);
            rank(a)
                .cmp(&rank(b))
                .then_with(|| (&a.purchase_order, &a.line).cmp(&(&b.purchase_order, &b.line)))
        });
        found
    }
}

fn promised(lines: &[Stake]) -> usize {
    lines.iter().filter(|line| line.promise_date.is_some()).count()
}
