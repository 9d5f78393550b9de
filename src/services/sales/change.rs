//! Changing, giving up and closing sales orders and their lines, and what that leaves behind.

use super::{OrderView, check_amounts, line_is_over, line_named, order_is_over, order_named, order_view};
use crate::app::App;
use crate::document::DateBasis;
use crate::domain::promise::{CausedBy, PromiseKind};
use crate::domain::refusal::{Refusal, sales as codes, supply};
use crate::domain::role::Actor;
use crate::domain::sales::{LineId, LineStatus, OrderStatus, within_tolerance};
use crate::domain::value::{Amount, Day};
use crate::services::master::expect_quantity;
use crate::services::tight::{self, Becoming};
use crate::services::{Commit, Tx, alerts, notices, promise, requirement, review, stage, stock};
use crate::store::master::customers;
use crate::store::sales::{self, KeptStock, LeftBehind, SalesLine, SalesOrder};
use crate::store::{Failure, Subject};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A change of an order; what is not named stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OrderChange {
    /// The customer's own number for it.
    pub customer_order: Option<String>,
    /// The person who looks after it.
    pub owner: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A change of a line; what is not named stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LineChange {
    /// How much.
    pub quantity: Option<Amount>,
    /// When the customer wants it.
    pub requested_date: Option<Day>,
    /// What the dates mean.
    pub date_basis: Option<DateBasis>,
    /// Price of one unit.
    pub unit_price: Option<Amount>,
    /// Whether it may leave in parts.
    pub partial_shipments: Option<bool>,
    /// The shop's own priority, smaller first.
    pub priority: Option<u32>,
    /// The customer's own part number.
    pub customer_part: Option<String>,
}

/// Why something is given up.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GivingUp {
    /// The reason in words; needed.
    pub note: Option<String>,
    /// Who caused it; the customer if empty.
    pub caused_by: Option<CausedBy>,
}

impl GivingUp {
    /// Refuses to give up without a reason: what was promised is withdrawn with it.
    fn expect_reason(&self) -> Result<(), Refusal> {
        match &self.note {
            Some(note) if !note.trim().is_empty() => Ok(()),
            _ => Err(Refusal::at(supply::REASON_MISSING, "note", "")),
        }
    }
}

/// An order that may be changed, at the version that the change is based on.
///
/// # Errors
///
/// There is no such order, it is over, or it was changed meanwhile.
pub fn changeable(tx: &mut Tx<'_>, number: &str, version: Option<i64>) -> Result<SalesOrder, Failure> {
    let order = order_named(tx.db, tx.plant.id, number)?;
    Tx::expect_version("sales order", number, version, order.version)?;
    if order.status.is_over() {
        return Err(order_is_over(&order).into());
    }
    Ok(order)
}

/// Stores that an order changed.
///
/// # Errors
///
/// What the database says.
pub fn changed(tx: &mut Tx<'_>, mut order: SalesOrder) -> Result<(), Failure> {
    order.version += 1;
    sales::update_order(tx.db, &order)
}

/// Changes an order.
///
/// # Errors
///
/// Those of [`changeable`].
pub fn change_order(
    tx: &mut Tx<'_>,
    number: &str,
    change: &OrderChange,
    version: Option<i64>,
) -> Result<OrderView, Failure> {
    let mut order = changeable(tx, number, version)?;
    let set = |old: &mut Option<String>, new: &Option<String>| {
        if let Some(new) = new {
            *old = Some(new.clone()).filter(|text| !text.trim().is_empty());
        }
    };
    let before = order.owner.clone();
    set(&mut order.customer_order, &change.customer_order);
    set(&mut order.owner, &change.owner);
    set(&mut order.note, &change.note);
    let owner = order.owner.clone();
    let body = json!({ "order": number, "customer_order": order.customer_order, "owner": order.owner });
    tx.journal("sales-order.changed", &[Subject::SalesOrder(number.to_owned())], &body)?;
    changed(tx, order)?;
    if owner != before {
        alerts::order_handed_over(tx, number, owner.as_deref())?;
    }
    order_view(tx.db, tx.plant.id, tx.actor, number)
}

/// Changes a line. A promise stays as it is: moving it is another command. A changed order that is not
/// confirmed yet is reviewed again, and so is a confirmed one of which other terms are wanted, where the policy
/// asks for that.
///
/// # Errors
///
/// Those of [`changeable`]; the line is over; less than what has left.
pub fn change_line(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    id: &LineId,
    change: &LineChange,
    version: Option<i64>,
) -> Result<OrderView, Failure> {
    let tight = tight::order(app, actor, &id.order, Becoming::Changed(id, change))?;
    let (id, change) = (id.clone(), change.clone());
    by.commit(app, actor, move |tx| change_line_in(tx, &id, &change, version, tight))
}

/// [`change_line`] inside a command. `tight` says whether a line is wanted before it could be there.
///
/// # Errors
///
/// Those of [`change_line`].
pub fn change_line_in(
    tx: &mut Tx<'_>,
    id: &LineId,
    change: &LineChange,
    version: Option<i64>,
    tight: bool,
) -> Result<OrderView, Failure> {
    let mut order = changeable(tx, &id.order, version)?;
    let mut line = open_line(tx, id)?;
    check_amounts(change.quantity, change.unit_price, "")?;
    let before = line.clone();
    if let Some(quantity) = change.quantity {
        expect_quantity(tx.db, "quantity", &line.item, quantity)?;
        if quantity < line.shipped {
            let refusal = Refusal::at(codes::QUANTITY_BELOW_SHIPPED, "quantity", quantity);
            return Err(refusal.with("shipped", line.shipped).into());
        }
        line.quantity = quantity;
    }
    line.requested_date = change.requested_date.or(line.requested_date);
    line.date_basis = change.date_basis.or(line.date_basis);
    line.unit_price = change.unit_price.or(line.unit_price);
    line.partial_shipments = change.partial_shipments.or(line.partial_shipments);
    line.priority = change.priority.map(i64::from).or(line.priority);
    line.customer_part = change.customer_part.clone().or(line.customer_part);
    if line.shipped >= line.quantity {
        line.status = LineStatus::Closed;
    }
    sales::update_line(tx.db, &line)?;
    if line.status == LineStatus::Closed {
        close_if_done(tx, &mut order)?;
    }
    let left = left_by_cut(tx, &before, &line)?;
    let body = json!({
        "line": id.to_string(),
        "quantity": [before.quantity, line.quantity],
        "requested_date": [before.requested_date, line.requested_date],
        "leaves_behind": left,
    });
    tx.journal("sales-order.line-changed", &concerned(&id.order, &left), &body)?;
    let terms = |line: &SalesLine| (line.quantity, line.unit_price, line.requested_date, line.date_basis);
    let other_terms = terms(&line) != terms(&before);
    let status = order.status;
    changed(tx, order)?;
    match status {
        OrderStatus::InReview => review::submit(tx, &id.order, tight)?,
        OrderStatus::Confirmed if other_terms => review::again(tx, &id.order, tight)?,
        _ => {}
    }
    finish(tx, &id.order, left)
}

/// What a line that becomes `after` leaves behind, its reservation cut to what is still wanted.
fn left_by_cut(tx: &mut Tx<'_>, before: &SalesLine, after: &SalesLine) -> Result<LeftBehind, Failure> {
    if after.quantity >= before.quantity {
        return Ok(LeftBehind::default());
    }
    let (was, is) = (before.open_quantity(), after.open_quantity());
    let released = stock::cut(tx, &after.id(), &after.item, was, is)?;
    let left = sales::left_behind(tx.db, tx.plant.id, std::slice::from_ref(after))?;
    let released = released.into_iter();
    let stock = released.map(|(lot, quantity)| KeptStock { lot: lot.lot_key, item: lot.item, quantity });
    Ok(LeftBehind { stock: stock.collect(), ..left })
}

/// What followers read again when an order lets go of stock.
fn concerned(order: &str, left: &LeftBehind) -> Vec<Subject> {
    let items: BTreeSet<&str> = left.stock.iter().map(|kept| kept.item.as_str()).collect();
    let stock = items.into_iter().map(|item| Subject::Stock(item.to_owned()));
    std::iter::once(Subject::SalesOrder(order.to_owned())).chain(stock).collect()
}

/// Gives up an order with all its open lines. What was promised is withdrawn.
///
/// # Errors
///
/// Those of [`changeable`]; nobody says why.
pub fn cancel_order(
    tx: &mut Tx<'_>,
    number: &str,
    why: &GivingUp,
    version: Option<i64>,
) -> Result<OrderView, Failure> {
    let mut order = changeable(tx, number, version)?;
    why.expect_reason()?;
    let mut lines = sales::lines_of(tx.db, tx.plant.id, number)?;
    lines.retain(|line| line.status == LineStatus::Open);
    let left = sales::left_behind(tx.db, tx.plant.id, &lines)?;
    for line in &mut lines {
        give_up(tx, line, why)?;
    }
    let any_left = sales::lines_of(tx.db, tx.plant.id, number)?.iter().any(|l| l.shipped.is_some());
    order.status = if any_left { OrderStatus::Closed } else { OrderStatus::Cancelled };
    review::void(tx, number)?;
    let body = json!({ "order": number, "note": why.note, "leaves_behind": left });
    tx.journal("sales-order.cancelled", &concerned(number, &left), &body)?;
    changed(tx, order)?;
    finish(tx, number, left)
}

/// Gives up one line.
///
/// # Errors
///
/// Those of [`changeable`]; the line is over; nobody says why.
pub fn cancel_line(
    tx: &mut Tx<'_>,
    id: &LineId,
    why: &GivingUp,
    version: Option<i64>,
) -> Result<OrderView, Failure> {
    let mut order = changeable(tx, &id.order, version)?;
    let mut line = open_line(tx, id)?;
    why.expect_reason()?;
    let left = sales::left_behind(tx.db, tx.plant.id, std::slice::from_ref(&line))?;
    give_up(tx, &mut line, why)?;
    close_if_done(tx, &mut order)?;
    let body = json!({ "line": id.to_string(), "note": why.note, "leaves_behind": left });
    tx.journal("sales-order.line-cancelled", &concerned(&id.order, &left), &body)?;
    changed(tx, order)?;
    finish(tx, &id.order, left)
}

/// Closes a line of which too little left, within the customer's tolerance.
///
/// # Errors
///
/// Those of [`changeable`]; the line is over; nothing left, or less than the customer accepts.
pub fn close_short(
    tx: &mut Tx<'_>,
    id: &LineId,
    note: Option<&str>,
    version: Option<i64>,
) -> Result<OrderView, Failure> {
    let mut order = changeable(tx, &id.order, version)?;
    let mut line = open_line(tx, id)?;
    if !line.shipped.is_some() {
        return Err(Refusal::at(codes::NOTHING_SHIPPED, "line", id).into());
    }
    let customer = customers::one(tx.db, &order.customer)?;
    let percent = customer.and_then(|row| row.fields.short_tolerance_percent).unwrap_or(Amount::ZERO);
    if !within_tolerance(line.quantity, line.shipped, percent) {
        return Err(Refusal::at(codes::SHORT_BEYOND_TOLERANCE, "line", id)
            .with("shipped", line.shipped)
            .with("quantity", line.quantity)
            .with("customer", &order.customer)
            .with("percent", percent)
            .into());
    }
    let left = sales::left_behind(tx.db, tx.plant.id, std::slice::from_ref(&line))?;
    line.status = LineStatus::Closed;
    sales::update_line(tx.db, &line)?;
    stock::release(tx, id)?;
    close_if_done(tx, &mut order)?;
    let body = json!({
        "line": id.to_string(), "shipped": line.shipped, "quantity": line.quantity, "note": note,
        "leaves_behind": left,
    });
    tx.journal("sales-order.closed-short", &concerned(&id.order, &left), &body)?;
    changed(tx, order)?;
    finish(tx, &id.order, left)
}

/// A line of which something is still to ship.
pub(in crate::services) fn open_line(tx: &mut Tx<'_>, id: &LineId) -> Result<SalesLine, Failure> {
    let line = line_named(tx.db, tx.plant.id, id)?;
    if line.status != LineStatus::Open {
        return Err(line_is_over(&line).into());
    }
    Ok(line)
}

fn give_up(tx: &mut Tx<'_>, line: &mut SalesLine, why: &GivingUp) -> Result<(), Failure> {
    if line.promise_date.is_some() {
        let by = why.caused_by.unwrap_or(CausedBy::Customer);
        let withdrawn =
            promise::Said { caused_by: Some(by), note: why.note.clone(), ..promise::Said::default() };
        line.promise_id = Some(promise::say(tx, line, PromiseKind::Withdrawn, None, &withdrawn)?);
        line.promise_date = None;
    }
    line.status = if line.shipped.is_some() { LineStatus::Closed } else { LineStatus::Cancelled };
    stock::release(tx, &line.id())?;
    sales::update_line(tx.db, line)?;
    notices::given_up(tx, line)?;
    requirement::dropped(tx, line)
}

/// Closes an order of which no line is open any more, and takes back what of it was under review.
fn close_if_done(tx: &mut Tx<'_>, order: &mut SalesOrder) -> Result<(), Failure> {
    let lines = sales::lines_of(tx.db, tx.plant.id, &order.number)?;
    if lines.iter().all(|line| line.status != LineStatus::Open) {
        let any_left = lines.iter().any(|line| line.shipped.is_some());
        order.status = if any_left { OrderStatus::Closed } else { OrderStatus::Cancelled };
        review::void(tx, &order.number)?;
    }
    Ok(())
}

/// Derives the stages and shows the order with what was left behind.
fn finish(tx: &mut Tx<'_>, number: &str, left: LeftBehind) -> Result<OrderView, Failure> {
    stage::settle(tx, number)?;
    let mut view = order_view(tx.db, tx.plant.id, tx.actor, number)?;
    view.leaves_behind = (!left.is_empty()).then_some(left);
    Ok(view)
}
