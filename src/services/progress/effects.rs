//! What reports move besides the operation: material out of stock, good pieces into it, history, the work order.

use super::floor::Floor;
use crate::document::{RoutingOperation, RunBasis, StockStatus, WorkOrderStatus};
use crate::domain::ledger::MovementKind;
use crate::domain::policy::MaterialIssuePolicy;
use crate::domain::progress::{Flag, Kind, State};
use crate::domain::sales::LineId;
use crate::domain::value::{Amount, Day, Moment};
use crate::services::Tx;
use crate::services::stock::{self, Booking, Taking};
use crate::services::workdays;
use crate::store::master::history::{self, ProductionRow};
use crate::store::master::{items, making, settings};
use crate::store::types::Held;
use crate::store::work::{self as rows, IssueRow, Lot, ReportRow, WorkOrderRow};
use crate::store::{Db, Failure, Subject, sales};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What was booked: items whose stock moved, and what was odd, by operation.
#[derive(Debug, Default)]
pub(super) struct Booked {
    pub(super) flags: BTreeMap<String, BTreeSet<Flag>>,
    pub(super) stock: BTreeSet<String>,
    /// Operations that have by now what they were short of.
    pub(super) supplied: BTreeSet<String>,
}

/// Books what follows from going from `before` to `after`. What a stock-take found was used and made before.
pub(super) fn book(
    tx: &mut Tx<'_>,
    floor: &mut Floor,
    before: &[State],
    after: &[State],
    new: &[ReportRow],
) -> Result<Booked, Failure> {
    let mut booked = Booked::default();
    let found = new.iter().any(|report| report.kind == Kind::Opening);
    let backflush = settings::policies(&tx.plant)?.material_issue == MaterialIssuePolicy::Backflush;
    for (i, (was, is)) in before.iter().zip(after).enumerate() {
        let begins = !was.has_begun() && is.has_begun() && !found;
        if backflush && (begins || is_short(floor, i, new)) {
            issue_for(tx, floor, i, &mut booked)?;
        }
        if was.has_begun() && !is.has_begun() {
            give_back(tx, floor, i, &mut booked)?;
        }
        if !found {
            remember_change(tx, floor, i, was, is)?;
        }
    }
    receive_good(tx, floor, before, after, found, &mut booked)?;
    Ok(booked)
}

/// What one piece needs of each component, and at which step: at its operation, or at the first.
pub(in crate::services) fn needs(
    db: &mut Db,
    floor: &Floor,
    today: Day,
) -> Result<Vec<(usize, String, Amount)>, Failure> {
    let bill = making::bom_lines_of(db, std::slice::from_ref(&floor.order.item))?;
    let valid = bill.into_iter().filter(|line| {
        line.valid_from.is_none_or(|from| from <= today) && line.valid_to.is_none_or(|to| today <= to)
    });
    let mut needs: BTreeMap<(usize, String), Amount> = BTreeMap::new();
    for line in valid {
        let named = line.operation.as_deref();
        let at = floor.steps.iter().position(|step| Some(step.operation.as_str()) == named).unwrap_or(0);
        *needs.entry((at, line.component)).or_default() += line.quantity_per;
    }
    Ok(needs.into_iter().map(|((step, item), per)| (step, item, per)).collect())
}

/// Whether new reports are on an operation that began without all its material.
fn is_short(floor: &Floor, step: usize, new: &[ReportRow]) -> bool {
    let operation = &floor.steps[step].operation;
    let short = |row: &rows::OperationRow| row.flags.0.contains(&Flag::MaterialShort);
    floor.operations.get(operation).is_some_and(short)
        && new.iter().any(|report| report.operation == *operation)
}

/// Takes what an operation needs for all started pieces, as far as it is there.
fn issue_for(tx: &mut Tx<'_>, floor: &Floor, step: usize, booked: &mut Booked) -> Result<(), Failure> {
    let operation = floor.steps[step].operation.clone();
    let today = tx.today();
    let all = needs(tx.db, floor, today)?;
    booked.supplied.insert(operation.clone());
    for (_, item, per) in all.into_iter().filter(|(at, ..)| *at == step) {
        let needed = per.times(floor.order.started());
        let held: Amount = rows::issues_of(tx.db, tx.plant.id, &floor.order.number)?
            .iter()
            .filter(|issue| {
                issue.item == item && (issue.operation.is_empty() || issue.operation == operation)
            })
            .map(|issue| issue.quantity)
            .sum();
        let open = needed - held;
        if !open.is_some() {
            continue;
        }
        let taken = issue(tx, &floor.order, &operation, &item, open)?;
        if taken.is_some() {
            booked.stock.insert(item);
        }
        if taken < open {
            booked.flags.entry(operation.clone()).or_default().insert(Flag::MaterialShort);
            booked.supplied.remove(&operation);
        }
    }
    Ok(())
}

/// Hands material to a work order and says how much there was.
pub(in crate::services) fn issue(
    tx: &mut Tx<'_>,
    order: &WorkOrderRow,
    operation: &str,
    item: &str,
    quantity: Amount,
) -> Result<Amount, Failure> {
    let customer = match &order.order_no {
        Some(number) => sales::sales_order(tx.db, tx.plant.id, number)?.map(|order| order.customer),
        None => None,
    };
    let line = order.order_no.as_deref().zip(order.line.as_deref());
    let taking = Taking {
        item: item.to_owned(),
        quantity,
        customer,
        for_line: line
            .map(|(number, line)| LineId::new(number, line, order.schedule.as_deref().unwrap_or_default())),
        kind: MovementKind::Issue,
        reference: Subject::WorkOrder(order.number.clone()),
    };
    let taken = stock::take(tx, &taking)?;
    let sum: Amount = taken.iter().map(|(_, quantity)| *quantity).sum();
    if sum.is_some() {
        let known = rows::issues_of(tx.db, tx.plant.id, &order.number)?;
        let known = known.into_iter().find(|row| row.item == item && row.operation == operation);
        let mut row = known.unwrap_or_else(|| IssueRow {
            plant_id: tx.plant.id,
            work_order: order.number.clone(),
            item: item.to_owned(),
            operation: operation.to_owned(),
            quantity: Amount::ZERO,
            lots: Held(Vec::new()),
        });
        row.quantity = stock::added("quantity", row.quantity, sum)?;
        row.lots.0.extend(taken.into_iter().map(|(lot, quantity)| Lot { lot, quantity }));
        rows::put_issue(tx.db, &row)?;
    }
    Ok(sum)
}

/// Returns so much of what a work order holds of `row`, into the lots that it came from, last first.
pub(in crate::services) fn give(
    tx: &mut Tx<'_>,
    row: &mut IssueRow,
    quantity: Amount,
) -> Result<(), Failure> {
    let mut open = quantity.min(row.quantity);
    row.quantity -= open;
    while open.is_some() {
        let part = row.lots.0.pop();
        let back = part.as_ref().map_or(open, |part| part.quantity.min(open));
        let lot = match &part {
            Some(part) => crate::store::stock::lot(tx.db, tx.plant.id, &part.lot)?,
            None => None,
        };
        let booking = Booking {
            item: row.item.clone(),
            quantity: back,
            lot: lot.as_ref().and_then(|lot| lot.lot.clone()),
            status: StockStatus::Usable,
            customer: lot.and_then(|lot| lot.customer),
            kind: MovementKind::Return,
            reference: Subject::WorkOrder(row.work_order.clone()),
        };
        stock::receive(tx, &booking)?;
        open -= back;
        if let Some(part) = part.filter(|part| part.quantity > back) {
            row.lots.0.push(Lot { lot: part.lot, quantity: part.quantity - back });
        }
    }
    rows::put_issue(tx.db, row)
}

/// An operation never began after all: its material goes back.
fn give_back(tx: &mut Tx<'_>, floor: &Floor, step: usize, booked: &mut Booked) -> Result<(), Failure> {
    let operation = &floor.steps[step].operation;
    for mut row in rows::issues_of(tx.db, tx.plant.id, &floor.order.number)? {
        if row.operation == *operation && row.quantity.is_some() {
            let all = row.quantity;
            give(tx, &mut row, all)?;
            booked.stock.insert(row.item);
        }
    }
    Ok(())
}

/// Good pieces of the last operation go into stock, and what a correction takes back comes out again.
fn receive_good(
    tx: &mut Tx<'_>,
    floor: &mut Floor,
    before: &[State],
    after: &[State],
    found: bool,
    booked: &mut Booked,
) -> Result<(), Failure> {
    let Some((was, is)) = before.last().zip(after.last()) else { return Ok(()) };
    let received = floor.order.received.unwrap_or_default();
    let missing = (is.good - received).max(Amount::ZERO);
    let mut moved = is.good - was.good;
    if found || (floor.routing.is_empty() && moved.is_some()) {
        moved = missing.min(moved.max(if found { missing } else { Amount::ZERO }));
    }
    if after.iter().all(State::is_done) && moved >= Amount::ZERO {
        moved = moved.max(missing);
    }
    if moved == Amount::ZERO {
        return Ok(());
    }
    let item = floor.order.item.clone();
    booked.stock.insert(item.clone());
    if moved.is_some() {
        receive(tx, &mut floor.order, moved)?;
        return Ok(());
    }
    let taken = take_back(tx, floor, received.min(-moved))?;
    floor.order.received = Some(received - taken);
    if taken < -moved
        && let Some(step) = floor.steps.last()
    {
        booked.flags.entry(step.operation.clone()).or_default().insert(Flag::AlreadyUsed);
    }
    Ok(())
}

/// Puts good pieces of a work order into stock, into inspection where the item asks for it.
fn receive(tx: &mut Tx<'_>, order: &mut WorkOrderRow, quantity: Amount) -> Result<String, Failure> {
    let item = items::one(tx.db, &order.item)?;
    let inspected = item.and_then(|item| item.fields.inspection_days).is_some_and(|days| days > 0);
    let booking = Booking {
        item: order.item.clone(),
        quantity,
        lot: None,
        status: if inspected { StockStatus::Inspection } else { StockStatus::Usable },
        customer: None,
        kind: MovementKind::Production,
        reference: Subject::WorkOrder(order.number.clone()),
    };
    order.received = Some(stock::added("good", order.received.unwrap_or_default(), quantity)?);
    let release = workdays::released(tx, &order.item, tx.now)?;
    stock::receive_with(tx, &booking, stock::Detail { release, ..stock::Detail::default() })
}

/// Takes pieces of a work order out of stock again, as far as they are there; out of the lot that was named first.
fn take_back(tx: &mut Tx<'_>, floor: &Floor, quantity: Amount) -> Result<Amount, Failure> {
    let order = &floor.order;
    let mut lots = crate::store::stock::lots_of(tx.db, tx.plant.id, &order.item)?;
    lots.reverse();
    lots.sort_by_key(|lot| floor.back_from.as_ref() != Some(&lot.lot_key));
    let mut taken = Amount::ZERO;
    for lot in lots.into_iter().filter(|lot| lot.lot.as_deref() == Some(order.number.as_str())) {
        let part = lot.quantity.min(quantity - taken);
        if part.is_some() {
            let reference = Subject::WorkOrder(order.number.clone());
            stock::take_from(tx, &lot.lot_key, part, MovementKind::Production, &reference, "")?;
            taken += part;
        }
    }
    Ok(taken)
}

/// Keeps the record of what was made in step with reports: a correction of what was done replaces its row.
fn remember_change(
    tx: &mut Tx<'_>,
    floor: &Floor,
    step: usize,
    was: &State,
    is: &State,
) -> Result<(), Failure> {
    let told = |state: &State| {
        let times = (state.started, state.finished);
        state.is_done().then(|| (state.good, state.scrap, times, state.work_centre.clone()))
    };
    if told(was) == told(is) {
        return Ok(());
    }
    if was.is_done() {
        let operation = &floor.steps[step].operation;
        history::forget_production(tx.db, tx.plant.id, &floor.order.number, operation)?;
    }
    if is.is_done() { remember(tx, floor, step, is) } else { Ok(()) }
}

/// A finished operation becomes part of the record from which times are learned, if its times are known.
fn remember(tx: &mut Tx<'_>, floor: &Floor, step: usize, state: &State) -> Result<(), Failure> {
    let Some((started, finished)) = state.started.zip(state.finished) else { return Ok(()) };
    let operation = &floor.steps[step].operation;
    let planned = floor.routing.iter().find(|step| step.operation == *operation);
    let row = ProductionRow {
        plant_id: tx.plant.id,
        work_order: floor.order.number.clone(),
        item: floor.order.item.clone(),
        operation: operation.clone(),
        work_centre: state.work_centre.clone().or_else(|| floor.work_centre_of(operation)),
        good: Some(state.good),
        scrap: Some(state.scrap),
        started,
        finished: finished.max(started),
        planned_minutes: planned.and_then(|step| planned_minutes(step, state.good + state.scrap)),
    };
    history::add_production(tx.db, &row)
}

/// What so many pieces should take, set-up included.
fn planned_minutes(step: &RoutingOperation, pieces: Amount) -> Option<Amount> {
    let run = step.run_minutes?;
    let times = match step.run_basis.unwrap_or(RunBasis::Piece) {
        RunBasis::Piece => pieces.decimal(),
        RunBasis::Lot => Decimal::ONE,
        RunBasis::Load => {
            let size = step.load_size.filter(|size| *size > Decimal::ZERO)?;
            pieces.decimal().checked_div(size)?.ceil()
        }
    };
    Some(Amount::rounded(run.checked_mul(times)?.checked_add(step.setup_minutes.unwrap_or_default())?))
}

/// A work order whose operations are all done is closed; one that is no longer so is open again.
pub(super) fn close_if_over(floor: &mut Floor, after: &[State], now: Moment) {
    let done = !after.is_empty() && after.iter().all(|state| state.is_done() && !state.rework.is_some());
    let received = floor.order.received.unwrap_or_default();
    let over = done && (!floor.routing.is_empty() || received >= floor.order.quantity);
    let order = &mut floor.order;
    if order.is_open() && over {
        (order.status, order.closed_at) = (WorkOrderStatus::Closed, Some(now));
        order.version += 1;
    } else if !order.is_open() && !order.archived && !over {
        (order.status, order.closed_at) = (WorkOrderStatus::Open, None);
        order.version += 1;
    }
}
