//! What comes and goes in the demo: purchases on their days, a few a day late; lots out of inspection on theirs;
//! and what is ready and due soon leaves.

use super::Life;
use crate::app::App;
use crate::document::StockStatus;
use crate::domain::inspection::Verdict;
use crate::domain::value::Day;
use crate::services::dispatch::{self, Departure, NewNote, NewNoteLine, ReadyLine};
use crate::services::inspections::{self, NewInspection};
use crate::services::receipts::{self, NewReceipt};
use crate::store::purchasing::{self, PurchaseStatus};
use crate::store::stock;
use crate::store::{Failure, sales};
use chrono::Days;
use std::collections::{BTreeMap, BTreeSet};

/// One in so many deliveries is late.
const LATE: u64 = 8;
/// So many days ahead of its promise a line may leave.
const AHEAD_DAYS: u64 = 2;

impl Life {
    /// Books what comes, is inspected and leaves on `today`.
    pub(super) fn goods(&mut self, app: &App, today: Day) -> Result<(), Failure> {
        self.dock(app, today)?;
        self.inspection(app, today)?;
        self.gate(app, today)
    }

    /// Receives what suppliers have confirmed for today or before. Outside work comes with the floor's reports.
    fn dock(&mut self, app: &App, today: Day) -> Result<(), Failure> {
        let lines = app.ask(&self.actor, |ask| {
            let plant = ask.plant.id;
            let orders = purchasing::orders(ask.db, plant, None, "", i64::MAX)?;
            let gone = orders.into_iter().filter(|order| order.status == PurchaseStatus::Cancelled);
            let gone: BTreeSet<String> = gone.map(|order| order.number).collect();
            let mut lines = purchasing::lines(ask.db, plant)?;
            lines.retain(|line| !line.closed && line.open().is_some() && !gone.contains(&line.order_no));
            Ok(lines)
        })?;
        for line in lines {
            let late = self.chance.once_in(LATE, &[&line.order_no, &line.line, "late"]);
            let comes = line.confirmed_date.map(|day| day.date() + Days::new(u64::from(late)));
            if line.is_outside_work() || comes.is_none_or(|day| day > today.date()) {
                continue;
            }
            // What came before makes it another receipt.
            let (came, day) = (line.received.to_string(), today.to_string());
            let new = NewReceipt {
                id: self.chance.id(&[&line.order_no, &line.line, "receipt", &came, &day]).to_string(),
                quantity: line.open(),
                at: None,
                lot: None,
                note: None,
            };
            let done = self.carry_out(app, move |tx| {
                receipts::receive(tx, &line.order_no, &line.line, &new).map(drop)
            })?;
            self.tally.receipts += u32::from(done);
        }
        Ok(())
    }

    /// Accepts the lots whose inspection was to be over.
    fn inspection(&mut self, app: &App, today: Day) -> Result<(), Failure> {
        let lots = app.ask(&self.actor, |ask| stock::lots(ask.db, ask.plant.id, false))?;
        let due = |lot: &stock::Lot| {
            lot.status == StockStatus::Inspection && lot.expected_release.is_some_and(|day| day <= today)
        };
        for lot in lots.into_iter().filter(due) {
            let (waits, day) = (lot.quantity.to_string(), today.to_string());
            let new = NewInspection {
                id: self.chance.id(&[&lot.lot_key, "inspection", &waits, &day]).to_string(),
                inspected: lot.quantity,
                verdict: Verdict { accepted: lot.quantity, ..Verdict::default() },
                lot_key: lot.lot_key,
                reason: None,
                note: None,
                rework_operation: None,
                at: None,
            };
            let done = self.carry_out(app, move |tx| inspections::inspect_lot(tx, &new).map(drop))?;
            self.tally.inspections += u32::from(done);
        }
        Ok(())
    }

    /// Sends what is ready whole and promised for one of the next days: one note for each order.
    fn gate(&mut self, app: &App, today: Day) -> Result<(), Failure> {
        let (ready, whole) = app.ask(&self.actor, |ask| {
            let ready = dispatch::ready(ask)?;
            let numbers: BTreeSet<String> = ready.iter().map(|line| line.order.clone()).collect();
            let numbers: Vec<String> = numbers.into_iter().collect();
            let lines = sales::lines_of_orders(ask.db, ask.plant.id, &numbers)?;
            let whole = lines.into_iter().filter(|line| line.ship_complete == Some(true));
            Ok((ready, whole.map(|line| line.order_no).collect::<BTreeSet<String>>()))
        })?;
        let last = today.date() + Days::new(AHEAD_DAYS);
        let mut notes: BTreeMap<String, Vec<ReadyLine>> = BTreeMap::new();
        for line in ready {
            let due = line.promise_date.is_some_and(|day| day.date() <= last);
            // An order that leaves complete is left to the people who look at the demo.
            if due && line.held.is_none() && line.ready >= line.open && !whole.contains(&line.order) {
                notes.entry(line.order.clone()).or_default().push(line);
            }
        }
        for lines in notes.into_values() {
            let new = note(&lines);
            let done = self.carry_out(app, move |tx| {
                let number = dispatch::draft(tx, &new)?.note.number;
                dispatch::dispatch(tx, &number, &Departure::default()).map(drop)
            })?;
            self.tally.dispatched += u32::from(done);
        }
        Ok(())
    }
}

fn note(lines: &[ReadyLine]) -> NewNote {
    let line = |line: &ReadyLine| NewNoteLine {
        order: line.order.clone(),
        line: line.line.clone(),
        schedule: line.schedule.clone(),
        quantity: line.ready,
        closes: false,
    };
    NewNote {
        customer: lines.first().map(|line| line.customer.clone()).unwrap_or_default(),
        planned_date: None,
        carrier: None,
        tracking: None,
        note: None,
        lines: lines.iter().map(line).collect(),
    }
}
