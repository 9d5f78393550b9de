//! What is read for the page of an order: its own rows and no others.

use crate::document::RoutingOperation;
use crate::domain::stage::Stage;
use crate::domain::value::{Amount, Moment};
use crate::services::Ask;
use crate::store::dispatch::{self, DispatchLine, DispatchNote, NoteStatus};
use crate::store::master::{customers, items, making, numbered};
use crate::store::notices::{self, Notice, NoticeFilter};
use crate::store::portal::{self as rows, Question, Said, StageTime, Survey};
use crate::store::sales::{self, ChangeRequest, Hold, Promise, SalesLine, SalesOrder};
use crate::store::work::{self, OperationRow, WorkOrderRow};
use crate::store::{Failure, Plant};
use std::collections::BTreeMap;

/// Newest questions and changes that a page shows, and entries of a promise's history.
const MOST: i64 = 200;

/// How far the work for a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Made {
    /// Pieces of the line's own item that are through all operations.
    pub pieces: Amount,
    /// Operations that are to be done, times pieces.
    pub of: f64,
    /// Those that are.
    pub done: f64,
    /// When somebody reported on it last.
    pub last_report: Option<Moment>,
    /// Whether anything of it is being made.
    pub begun: bool,
}

/// The rows of an order.
pub(super) struct Rows {
    pub plant: Plant,
    pub now: Moment,
    pub order: SalesOrder,
    pub lines: Vec<SalesLine>,
    pub customer: Option<customers::Row>,
    pub items: BTreeMap<String, items::Row>,
    pub promises: Vec<Promise>,
    pub times: Vec<StageTime>,
    pub holds: Vec<Hold>,
    pub said: Vec<Said>,
    pub notices: Vec<Notice>,
    pub questions: Vec<Question>,
    pub changes: Vec<ChangeRequest>,
    pub survey: Option<Survey>,
    pub shipments: Vec<(DispatchLine, DispatchNote)>,
    /// By line; a line without work has none.
    pub made: BTreeMap<String, Made>,
    pub logo: Option<String>,
}

/// Reads an order, in one snapshot.
pub(super) fn read(ask: &mut Ask<'_>, number: &str) -> Result<Rows, Failure> {
    let plant = ask.plant.id;
    let order = crate::services::sales::order_named(ask.db, plant, number)?;
    let lines = sales::lines_of(ask.db, plant, number)?;
    let codes: Vec<String> = lines.iter().map(|line| line.item.clone()).collect();
    let known = items::some(ask.db, &codes)?;
    let holds: Vec<Hold> =
        sales::holds_of(ask.db, plant, number)?.into_iter().filter(|hold| hold.milestone.is_some()).collect();
    let ids: Vec<i64> = holds.iter().map(|hold| hold.id).collect();
    let filter = NoticeFilter { order: Some(number), limit: MOST, ..NoticeFilter::default() };
    let mut shipments = Vec::new();
    for line in &lines {
        let of_line = dispatch::lines_for(ask.db, plant, &line.id())?;
        shipments.extend(of_line.into_iter().filter(|(_, note)| note.status != NoteStatus::Cancelled));
    }
    Ok(Rows {
        now: ask.now,
        customer: customers::one(ask.db, &order.customer)?,
        items: known.into_iter().map(|row| (row.code.clone(), row)).collect(),
        promises: sales::promises_of(ask.db, plant, number)?,
        times: rows::stage_times_of(ask.db, plant, number)?,
        said: rows::said_of(ask.db, &ids)?,
        holds,
        notices: notices::list(ask.db, plant, &filter)?,
        questions: rows::questions(ask.db, plant, Some(number), false, (0, MOST))?,
        changes: sales::change_requests(ask.db, plant, (None, Some(number)), 0, MOST)?,
        survey: rows::survey(ask.db, plant, number)?,
        made: made(ask, number, &lines)?,
        logo: rows::logo_hash(ask.db, plant)?,
        shipments,
        plant: ask.plant.clone(),
        order,
        lines,
    })
}

/// How far the work for each line is, by the work orders that are for it.
fn made(ask: &mut Ask<'_>, number: &str, lines: &[SalesLine]) -> Result<BTreeMap<String, Made>, Failure> {
    let plant = ask.plant.id;
    let works = work::work_orders_of_line(ask.db, plant, number, None)?;
    if works.is_empty() {
        return Ok(BTreeMap::new());
    }
    let numbers: Vec<String> = works.iter().map(|work| work.number.clone()).collect();
    let codes: Vec<String> = works.iter().map(|work| work.item.clone()).collect();
    let usual = numbered(&making::operations_of(ask.db, &codes)?, making::OperationRow::document);
    let reported = work::operations_of_all(ask.db, plant, &numbers)?;
    let mut made: BTreeMap<String, Made> = BTreeMap::new();
    for order in &works {
        let Some(line) = order.line.clone().filter(|line| lines.iter().any(|own| own.line == *line)) else {
            continue;
        };
        let of_order: Vec<&OperationRow> =
            reported.iter().filter(|row| row.work_order == order.number).collect();
        let whole = add(made.entry(line.clone()).or_default(), order, &usual, &of_order);
        let own = lines.iter().find(|own| own.line == line).filter(|own| own.item == order.item);
        if let Some((entry, own)) = made.get_mut(&line).zip(own) {
            entry.pieces = entry.pieces.plus(whole).unwrap_or(whole).min(own.quantity);
        }
    }
    Ok(made)
}

/// Adds a work order, and says how many pieces are through all of its operations.
fn add(
    made: &mut Made,
    order: &WorkOrderRow,
    usual: &[RoutingOperation],
    reported: &[&OperationRow],
) -> Amount {
    let own = order.own_routing.as_ref().map(|own| own.0.len());
    let steps = own.unwrap_or_else(|| usual.iter().filter(|step| step.item == order.item).count()).max(1);
    let pieces = number_of(order.started());
    let whole = pieces * steps as f64;
    made.of += whole;
    let counted = |row: &&OperationRow| {
        let pieces_done = number_of(row.good.unwrap_or_default()) + number_of(row.scrap.unwrap_or_default());
        let over = row.status == Some(crate::document::OperationStatus::Done);
        if over { pieces } else { pieces_done.min(pieces) }
    };
    let is_over = !order.is_open();
    made.done += if is_over { whole } else { reported.iter().map(counted).sum::<f64>().min(whole) };
    made.begun |= reported.iter().any(|row| row.started.is_some() || row.status.is_some());
    made.last_report = made.last_report.max(reported.iter().filter_map(|row| row.last_report).max());
    let through = |row: &&OperationRow| {
        let over = row.status == Some(crate::document::OperationStatus::Done);
        row.good.unwrap_or(if over { order.started() } else { Amount::default() })
    };
    match () {
        () if is_over => order.quantity,
        // A piece is through once it is through the step that is furthest behind.
        () if reported.len() >= steps => reported.iter().map(through).min().unwrap_or_default(),
        () => Amount::default(),
    }
}

fn number_of(amount: Amount) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    amount.decimal().to_f64().unwrap_or_default()
}

impl Made {
    /// In percent, never 100 before all of it is done.
    pub(super) fn percent(&self) -> Option<u8> {
        if self.of <= 0.0 {
            return None;
        }
        let share = (self.done / self.of * 100.0).floor().clamp(0.0, 100.0);
        Some(share as u8)
    }
}

impl Rows {
    /// When a line reached a stage last, where somebody saw it: what came with a file stands where it stands.
    pub(super) fn reached(&self, line: &SalesLine, stage: Stage) -> Option<Moment> {
        let of_line = |time: &&StageTime| time.line == line.line && time.schedule == line.schedule;
        self.times.iter().filter(of_line).find(|time| time.stage == stage).map(|time| time.reached_at)
    }

    /// The promises made for a line, in their order.
    pub(super) fn promises_of(&self, line: &SalesLine) -> impl Iterator<Item = &Promise> {
        let (number, schedule) = (line.line.clone(), line.schedule.clone());
        self.promises.iter().filter(move |row| row.line == number && row.schedule == schedule)
    }

    /// What left or is to leave of a line.
    pub(super) fn shipments_of(
        &self,
        line: &SalesLine,
    ) -> impl Iterator<Item = &(DispatchLine, DispatchNote)> {
        let id = line.id();
        self.shipments.iter().filter(move |(part, _)| part.line_ref() == id)
    }
}
