//! What another date of a purchase does to the promises: tried on the plan's own snapshot, stored nowhere.

use super::Outlook;
use super::line::LineName;
use crate::domain::value::Day;
use crate::planning::report::late_days;
use crate::planning::times::received;
use holdfast_engine::model::PurchaseKey;
use holdfast_engine::plan::plan_like;
use holdfast_engine::quote::hurt;
use std::sync::Arc;

/// A promise that would be missed, or missed by more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Whose.
    pub name: LineName,
    /// The day that was promised.
    pub due: Day,
    /// The day on which it is met as planned now.
    pub before: Day,
    /// The day on which it would be met; none if it would not be met at all.
    pub after: Option<Day>,
    /// Days from the promise to that day.
    pub late_days: Option<i64>,
}

impl Outlook {
    /// The promises that are missed, or missed by more, if a purchase order line comes on `day`, or nobody says any
    /// more when it comes; worst first. None where the plan does not know the line: it waits for nothing there.
    pub fn missed_if_bought(&self, order: &str, line: &str, day: Option<Day>) -> Vec<Missed> {
        let key = PurchaseKey { order: order.into(), line: self.numbers.of_text(line) };
        let confirmed = day.map(|day| received(day.date(), self.zone));
        let mut shop = self.shop.clone();
        match shop.purchases.get_mut(&key) {
            Some(purchase) if purchase.confirmed != confirmed => purchase.confirmed = confirmed,
            _ => return Vec::new(),
        }
        let plan = plan_like(&shop, &Arc::clone(&self.plan.network.calendars), &self.plan);
        let missed = |found: &holdfast_engine::quote::Hurt| {
            let (date, sold) = (plan.line(&found.line)?, shop.lines.get(&found.line)?);
            Some(Missed {
                name: self.name(&found.line),
                due: self.day(found.due)?,
                before: self.day(found.before)?,
                after: self.day(found.after),
                late_days: late_days(date, sold.basis, self.zone),
            })
        };
        hurt(&self.plan, &plan).iter().filter_map(missed).collect()
    }
}
