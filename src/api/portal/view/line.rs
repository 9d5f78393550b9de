//! A line of an order as a customer reads it: what, how much, when, and what of it has left.

use super::Teller;
use super::order::AnswerView;
use super::way::MilestoneView;
use crate::domain::portal::{Line, Shipment};
use crate::domain::value::Day;
use crate::text::Lang;
use crate::text::plan_labels::fill;
use serde::Serialize;

/// A line as templates see it.
#[derive(Serialize)]
pub(super) struct LineView {
    name: String,
    title: String,
    parts: Vec<String>,
    quantity: String,
    shipped: Option<String>,
    requested: Option<String>,
    answer: AnswerView,
    way: Vec<MilestoneView>,
    shipments: Vec<ShipmentView>,
}

/// What left at once, as templates see it.
#[derive(Serialize)]
struct ShipmentView {
    name: String,
    quantity: String,
    when: String,
    carrier: Option<String>,
    tracking: Option<String>,
}

/// A line that changes can be asked of: what is sent, and what is read.
#[derive(Serialize)]
pub(super) struct ChangeableView {
    value: String,
    name: String,
}

/// How a line is called where it is sent back: `10`, or `10.2` where it has several dates.
fn code(line: &Line) -> String {
    if line.schedule.is_empty() { line.line.clone() } else { format!("{}.{}", line.line, line.schedule) }
}

/// What a line is called first: what it is, else the part.
fn title(line: &Line) -> &str {
    line.description.as_deref().or(line.part.as_deref()).unwrap_or(&line.item)
}

impl Teller {
    pub(super) fn line_name(&self, line: &str) -> String {
        fill(self.words.line, &[("line", line)])
    }

    pub(super) fn line(&self, line: &Line, next: Option<Day>) -> LineView {
        let t = self.words;
        let theirs = line.customer_order.as_deref().map(|number| fill(t.your_order, &[("number", number)]));
        let your_part = line.part.as_deref().map(|part| fill(t.your_part, &[("part", part)]));
        let item = fill(t.our_item, &[("item", &line.item)]);
        let quantity = self.amount(line.quantity, line.unit);
        let shipped = (line.shipped.is_some() && line.shipped < line.quantity).then(|| {
            fill(t.shipped_of, &[("shipped", &self.amount(line.shipped, line.unit)), ("quantity", &quantity)])
        });
        let named =
            line.requested.filter(|day| line.answer.promised.is_some_and(|promised| promised != *day));
        LineView {
            name: self.line_name(&code(line)),
            title: title(line).to_owned(),
            parts: theirs.into_iter().chain(your_part).chain([item]).collect(),
            shipped,
            requested: named.map(|day| self.with_day(t.requested, day)),
            answer: self.answer(&line.answer, next),
            way: self.way(&line.milestones),
            shipments: line.shipments.iter().map(|shipment| self.shipment(shipment, line)).collect(),
            quantity,
        }
    }

    fn shipment(&self, one: &Shipment, line: &Line) -> ShipmentView {
        let t = self.words;
        let left = one.left.map(|day| self.with_day(t.left_on, day));
        let arrived = one.arrived.map_or(t.on_its_way.to_owned(), |day| self.with_day(t.arrived_on, day));
        ShipmentView {
            name: fill(t.note, &[("note", &one.note)]),
            quantity: self.amount(one.quantity, line.unit),
            when: left.into_iter().chain([arrived]).collect::<Vec<_>>().join(self.comma()),
            carrier: one.carrier.clone(),
            tracking: one.tracking.clone(),
        }
    }

    /// The lines of which a change can still be asked.
    pub(super) fn changeable(&self, lines: &[Line]) -> Vec<ChangeableView> {
        let open = lines.iter().filter(|line| line.changeable);
        let separator = if self.lang == Lang::En { ": " } else { "：" };
        open.map(|line| {
            let quantity = self.amount(line.quantity, line.unit);
            let name = format!("{}{separator}{quantity} {}", self.line_name(&code(line)), title(line));
            ChangeableView { value: code(line), name }
        })
        .collect()
    }
}
