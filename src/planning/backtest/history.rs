//! The record of the past, put in order: which lines were ordered when and left when, and which work orders began and
//! ended when.
//!
//! Reads a document and keeps what a walk through the past needs. What is known on a day is [`super::standing`]'s.

use crate::document::{DateBasis, ProductionRecord, SalesOrderLine, Shipment, ShopDocument};
use crate::domain::value::Amount;
use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A line that was ordered, or what of it was promised for one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SoldLine {
    pub order: String,
    pub line: String,
    /// Tells parts that were promised for different days apart.
    pub schedule: Option<String>,
    pub customer: String,
    pub item: String,
    pub quantity: Decimal,
    pub ordered: NaiveDate,
    pub requested: Option<NaiveDate>,
    pub promised: Option<NaiveDate>,
    pub basis: Option<DateBasis>,
    /// What left of it, and when.
    pub left: Vec<(NaiveDate, Decimal)>,
    /// The day on which the last of it left; none while it is open.
    pub complete: Option<NaiveDate>,
}

impl SoldLine {
    /// Whether something was still to ship at the beginning of a day, and how much had left.
    pub fn open_on(&self, day: NaiveDate) -> Option<Decimal> {
        if self.complete.is_some_and(|complete| complete < day) {
            return None;
        }
        let shipped: Decimal = self.left.iter().filter(|(on, _)| *on < day).map(|(_, part)| *part).sum();
        (shipped < self.quantity).then_some(shipped)
    }

    /// What a shop that gave a date by hand would have said: its promise, or the wish that it took.
    pub fn theirs(&self) -> Option<NaiveDate> {
        self.promised.or(self.requested).filter(|_| self.basis != Some(DateBasis::Arrival))
    }
}

/// An operation that began, by the plant's own clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub operation: String,
    pub work_centre: Option<String>,
    pub good: Decimal,
    pub scrap: Decimal,
    /// What had been planned, where somebody wrote it down.
    pub planned_minutes: Option<Decimal>,
    pub started: NaiveDateTime,
    /// None while it runs.
    pub finished: Option<NaiveDateTime>,
}

/// A work order of which something had begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Made {
    pub item: String,
    /// The line that it is made for, where somebody said so.
    pub line: Option<(String, String)>,
    pub runs: Vec<Run>,
}

/// The record, put in order.
#[derive(Debug, Default)]
pub(super) struct History {
    /// By day, order and line.
    pub lines: Vec<SoldLine>,
    pub made: BTreeMap<String, Made>,
    /// Lines of which the record does not say enough to stand in the past.
    pub left_out: u64,
    /// The first day of the record.
    pub first: Option<NaiveDate>,
    /// The last.
    pub last: Option<NaiveDate>,
}

/// Parts of a line, by the day that was promised.
type Parts<'a> = BTreeMap<Option<NaiveDate>, Vec<&'a Shipment>>;

impl History {
    pub(super) fn of(document: &ShopDocument) -> Self {
        let mut history = Self::default();
        history.read_lines(document);
        history.read_made(document);
        let ordered = history.lines.iter().map(|line| line.ordered);
        let began = history.made.values().flat_map(|made| &made.runs).map(|run| run.started.date());
        history.first = ordered.chain(began).min();
        let left = document.shipments.iter().map(|row| row.shipped_date);
        let ended = document.production.iter().map(|row| row.finished.date());
        history.last = left.chain(ended).max();
        history
    }

    fn read_lines(&mut self, document: &ShopDocument) {
        let mut gone: BTreeMap<(&str, &str), Parts<'_>> = BTreeMap::new();
        for row in &document.shipments {
            let line = gone.entry((&row.order, &row.line)).or_default();
            line.entry(row.promise_date).or_default().push(row);
        }
        let mut sold: BTreeMap<(&str, &str), Vec<&SalesOrderLine>> = BTreeMap::new();
        for row in &document.sales_orders {
            sold.entry((&row.order, &row.line)).or_default().push(row);
        }
        let empty = Parts::new();
        for (key, rows) in &sold {
            let parts = gone.get(key).unwrap_or(&empty);
            self.take(sold_lines(rows, parts));
        }
        for (_, parts) in gone.iter().filter(|(key, _)| !sold.contains_key(*key)) {
            let several = parts.len() > 1;
            let lines = parts.values().zip(1..).map(|(rows, nth)| {
                let line = shipped_line(rows)?;
                Some(SoldLine { schedule: several.then(|| nth.to_string()), ..line })
            });
            self.take(lines.collect());
        }
        self.lines.sort_by(|one, other| {
            let key = |line: &SoldLine| {
                (line.ordered, line.order.clone(), line.line.clone(), line.schedule.clone())
            };
            key(one).cmp(&key(other))
        });
    }

    fn take(&mut self, lines: Vec<Option<SoldLine>>) {
        for line in lines {
            match line.filter(|line| line.quantity > Decimal::ZERO && !line.item.is_empty()) {
                Some(line) => self.lines.push(line),
                None => self.left_out += 1,
            }
        }
    }

    fn read_made(&mut self, document: &ShopDocument) {
        for row in &document.production {
            let made = self.made.entry(row.work_order.clone()).or_default();
            made.item.clone_from(&row.item);
            made.runs.push(run(row));
        }
        let recorded: BTreeSet<(&str, &str)> =
            document.production.iter().map(|row| (row.work_order.as_str(), row.operation.as_str())).collect();
        for order in &document.work_orders {
            let runs: Vec<Run> = document
                .progress
                .iter()
                .filter(|row| row.work_order == order.work_order)
                .filter(|row| !recorded.contains(&(row.work_order.as_str(), row.operation.as_str())))
                .filter_map(|row| {
                    Some(Run {
                        operation: row.operation.clone(),
                        work_centre: row.work_centre.clone(),
                        good: row.good.unwrap_or_default().max(order.quantity),
                        scrap: Decimal::ZERO,
                        planned_minutes: None,
                        started: row.started?,
                        finished: row.finished,
                    })
                })
                .collect();
            let known = self.made.contains_key(&order.work_order);
            if !known && runs.is_empty() {
                continue;
            }
            let made = self.made.entry(order.work_order.clone()).or_default();
            made.item.clone_from(&order.item);
            made.line = order.order.clone().zip(order.line.clone());
            made.runs.extend(runs);
        }
    }
}

fn run(row: &ProductionRecord) -> Run {
    Run {
        operation: row.operation.clone(),
        work_centre: row.work_centre.clone(),
        good: row.good.unwrap_or_default(),
        scrap: row.scrap.unwrap_or_default(),
        planned_minutes: row.planned_minutes,
        started: row.started,
        finished: Some(row.finished),
    }
}

/// The lines of which sales orders know, with what the record says of their parts.
fn sold_lines(rows: &[&SalesOrderLine], parts: &Parts<'_>) -> Vec<Option<SoldLine>> {
    let gone: Vec<&&Shipment> = parts.values().flatten().collect();
    let made = rows.iter().map(|row| {
        let open = row.shipped.unwrap_or_default() < row.quantity;
        // The record knows no schedule lines: what left of one of several can't be told.
        let own: &[&&Shipment] = if rows.len() == 1 { &gone } else { &[] };
        let complete = own.iter().map(|part| part.shipped_date).max();
        if !open && complete.is_none() {
            return None;
        }
        let first = own.iter().find_map(|part| part.order_date);
        Some(SoldLine {
            order: row.order.clone(),
            line: row.line.clone(),
            schedule: row.schedule.clone(),
            customer: row.customer.clone(),
            item: row.item.clone(),
            quantity: row.quantity,
            ordered: row.order_date.or(first)?,
            requested: row.requested_date,
            promised: row.promise_date,
            basis: row.date_basis,
            left: own.iter().map(|part| (part.shipped_date, part.quantity.unwrap_or_default())).collect(),
            complete: complete.filter(|_| !open),
        })
    });
    made.collect()
}

/// A line of which only the record of shipments knows.
fn shipped_line(rows: &[&Shipment]) -> Option<SoldLine> {
    let first = rows.first()?;
    Some(SoldLine {
        order: first.order.clone(),
        line: first.line.clone(),
        schedule: None,
        customer: rows.iter().find_map(|row| row.customer.clone()).unwrap_or_default(),
        item: rows.iter().find_map(|row| row.item.clone())?,
        quantity: rows.iter().filter_map(|row| row.quantity).sum(),
        ordered: rows.iter().filter_map(|row| row.order_date).min()?,
        requested: rows.iter().find_map(|row| row.requested_date),
        promised: first.promise_date,
        basis: None,
        left: rows.iter().map(|row| (row.shipped_date, row.quantity.unwrap_or_default())).collect(),
        complete: rows.iter().map(|row| row.shipped_date).max(),
    })
}

/// An amount of the document as rows have it.
pub(super) fn amount(value: Decimal) -> Amount {
    Amount::rounded(value)
}
