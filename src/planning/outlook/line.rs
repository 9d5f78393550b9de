//! A sales-order line as it is told: its keys as people write them, its dates, why, and what comes next.

use super::{Outlook, moment};
use crate::domain::value::{Amount, Day, Moment};
use crate::planning::odds::LineOdds;
use crate::planning::report::late_days;
use crate::planning::story::{Stage, longest, stages};
use crate::planning::words::Teller;
use crate::text::Lang;
use crate::text::plan::{grade, grade_code, kind, kind_code};
use holdfast_engine::model::{Basis, LineKey, SalesLine};
use holdfast_engine::plan::LineDate;
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::Instant;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

/// Which line, in the numbers that people write.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct LineName {
    /// The sales order's number.
    pub order: String,
    /// The line's number.
    pub line: String,
    /// The schedule line's number; empty where the line has only one date.
    pub schedule: String,
}

/// Why something takes its time: a stable word and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CauseView {
    /// The stable word: `material`, `queue`, `processing`, …
    pub kind: String,
    /// That word in the reader's language.
    pub kind_words: String,
    /// What caused it, in words.
    pub text: String,
    /// When it begins.
    pub from: Option<Moment>,
    /// When it ends.
    pub to: Option<Moment>,
}

/// When a line ships, as planned.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Forecast {
    /// The line.
    #[serde(flatten)]
    pub name: LineName,
    /// Whose order it is.
    pub customer: String,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// What was ordered.
    pub item: String,
    /// What that is.
    pub description: Option<String>,
    /// How much was ordered.
    pub quantity: Amount,
    /// How much has left.
    pub shipped: Amount,
    /// What the dates mean: `ship` or `arrival`.
    pub basis: String,
    /// By when the customer wants it.
    pub requested_date: Option<Day>,
    /// What we promised.
    pub promise_date: Option<Day>,
    /// When all of it is there.
    pub ready: Option<Moment>,
    /// The day on which the last of it leaves; nothing if no date was found.
    pub ship_day: Option<Day>,
    /// The day on which the last of it arrives.
    pub arrival_day: Option<Day>,
    /// Days after the promise; negative before it.
    pub late_days: Option<i64>,
    /// How well the times behind it are known: a stable word.
    pub grade: String,
    /// That word in the reader's language.
    pub grade_words: String,
    /// What takes longest of the time still ahead.
    pub cause: Option<CauseView>,
    /// What happens next.
    pub next_step: Option<CauseView>,
    /// The line of the same order that is ready last, where the order leaves together: what it waits for is that
    /// line's.
    pub leaves_with: Option<LineName>,
    /// Where the order stands, by the facts.
    pub stage: Option<String>,
    /// How likely its dates are; nothing until the futures that have it are played.
    pub odds: Option<LineOdds>,
}

/// The stages that stand out in the explanation of a line.
#[derive(Debug)]
pub(in crate::planning) struct Highlights {
    /// What it waits for longest from now on.
    pub(in crate::planning) cause: Option<Stage>,
    /// Where it is now, or the first stage that is still to come.
    pub(in crate::planning) next: Option<Stage>,
    /// The line of the same order with which it leaves.
    pub(in crate::planning) leaves_with: Option<LineKey>,
}

impl Highlights {
    const NONE: Self = Self { cause: None, next: None, leaves_with: None };
}

impl Outlook {
    /// The engine's key of a line that people name.
    pub fn key(&self, order: &str, line: &str, schedule: &str) -> LineKey {
        let schedule = if schedule.is_empty() { 0 } else { self.numbers.of_text(schedule) };
        LineKey { order: order.into(), line: self.numbers.of_text(line), schedule }
    }

    /// How people name a line.
    pub fn name(&self, key: &LineKey) -> LineName {
        LineName {
            order: key.order.to_string(),
            line: self.numbers.text_of(key.line),
            schedule: if key.schedule == 0 { String::new() } else { self.numbers.text_of(key.schedule) },
        }
    }

    /// The engine's number of a line or an operation that people name.
    pub fn number(&self, text: &str) -> u32 {
        self.numbers.of_text(text)
    }

    /// How people name the line or operation with that number of the engine's.
    pub fn text(&self, number: u32) -> String {
        self.numbers.text_of(number)
    }

    /// The lines that `order` and `line` name: one, or the schedule lines of one.
    pub fn lines_named(&self, order: &str, line: &str) -> Vec<LineKey> {
        let first = self.key(order, line, "");
        let of_line = self.shop.lines.range(first.clone()..).map(|(key, _)| key);
        of_line.take_while(|key| key.order == first.order && key.line == first.line).cloned().collect()
    }

    /// The open line that `order` and `line` name: its schedule line `schedule`, or the first unless said.
    pub fn line_named(&self, order: &str, line: &str, schedule: Option<&str>) -> Option<LineKey> {
        let first = self.key(order, line, schedule.unwrap_or_default());
        if schedule.is_some() {
            return self.shop.lines.contains_key(&first).then_some(first);
        }
        let (next, _) = self.shop.lines.range(first.clone()..).next()?;
        (next.order == first.order && next.line == first.line).then(|| next.clone())
    }

    /// What says this plan in words.
    pub fn teller(&self, lang: Lang) -> Teller<'_> {
        Teller { plan: &self.plan, shop: &self.shop, lang }
    }

    /// A day of the plant; nothing for an instant that was never reached.
    pub fn day(&self, at: Instant) -> Option<Day> {
        Some(at).filter(|at| at.is_reached()).and_then(|at| Day::new(at.date(self.zone)))
    }

    /// Where a line stands, by the facts.
    pub fn stage(&self, key: &LineKey) -> Option<&str> {
        self.stages.get(key).map(String::as_str)
    }

    /// Days from a line's promise to the day on which it is met as planned, below zero before it; nothing without a
    /// promise or a date.
    pub fn late_days(&self, date: &LineDate, sold: &SalesLine) -> Option<i64> {
        late_days(date, sold.basis, self.zone)
    }

    /// When a line ships, and why; nothing if it is not an open line.
    pub fn forecast(&self, key: &LineKey, lang: Lang) -> Option<Forecast> {
        let (date, sold) = (self.plan.line(key)?, self.shop.lines.get(key)?);
        Some(self.forecast_of(date, sold, lang))
    }

    /// What stands out in the explanation of a line. Worked out when first asked for: the board asks for the
    /// same lines again and again, and most lines are on no page that anybody looks at.
    pub(in crate::planning) fn highlights(&self, key: &LineKey) -> &Highlights {
        let place = self.plan.network.line_index(key).and_then(|index| self.highlights.get(index as usize));
        place.map_or(const { &Highlights::NONE }, |place| {
            place.get_or_init(|| {
                let told = self.plan.explain(&self.shop, key);
                let stages = told.as_ref().map(stages).unwrap_or_default();
                Highlights {
                    cause: longest(&stages, self.shop.now).cloned(),
                    next: stages.iter().find(|stage| stage.to > self.shop.now).cloned(),
                    leaves_with: told.and_then(|told| told.waits_for),
                }
            })
        })
    }

    pub(super) fn forecast_of(&self, date: &LineDate, sold: &SalesLine, lang: Lang) -> Forecast {
        let highlights = self.highlights(&date.key);
        let customer = self.shop.customers.get(&sold.customer);
        let item = self.document.items.iter().find(|row| row.item == sold.item.as_str());
        Forecast {
            name: self.name(&date.key),
            customer: sold.customer.to_string(),
            customer_name: customer.map(|known| known.name.clone()).filter(|name| !name.is_empty()),
            item: sold.item.to_string(),
            description: item.and_then(|row| row.description.clone()),
            quantity: amount(sold.quantity),
            shipped: amount(sold.shipped),
            basis: basis_word(sold.basis).to_owned(),
            requested_date: sold.requested.and_then(|at| self.day(at)),
            promise_date: date.due.and_then(|at| self.day(at)),
            ready: moment(date.ready),
            ship_day: self.day(date.ship),
            arrival_day: self.day(date.arrival),
            late_days: late_days(date, sold.basis, self.zone),
            grade: grade_code(date.grade).to_owned(),
            grade_words: grade(date.grade, lang).to_owned(),
            cause: highlights.cause.as_ref().map(|stage| self.cause_view(&date.key, stage, lang)),
            next_step: highlights.next.as_ref().map(|stage| self.cause_view(&date.key, stage, lang)),
            leaves_with: highlights.leaves_with.as_ref().map(|other| self.name(other)),
            stage: self.stages.get(&date.key).cloned(),
            odds: None,
        }
    }

    pub(super) fn cause_view(&self, line: &LineKey, stage: &Stage, lang: Lang) -> CauseView {
        CauseView {
            kind: kind_code(stage.kind).to_owned(),
            kind_words: kind(stage.kind, lang).to_owned(),
            text: self.teller(lang).stage_cause(line, stage, false),
            from: moment(stage.from),
            to: moment(stage.to),
        }
    }
}

/// The stable word of a basis.
pub(in crate::planning) fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Ship => "ship",
        Basis::Arrival => "arrival",
    }
}

/// A planner's quantity as an amount.
pub fn amount(quantity: Qty) -> Amount {
    Amount::rounded(Decimal::new(quantity.millionths(), 6))
}
