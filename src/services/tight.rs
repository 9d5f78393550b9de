//! Whether an order is wanted sooner than it could be: what the review policy calls a tight date.
//!
//! Asked of the planner before the command, never inside its transaction. An order that the plan knows already
//! is looked at as if it came in now, so that its own work does not stand in its way. What cannot be quoted is
//! not tight: other rules look at it.

use super::Ask;
use super::promise::without;
use super::sales::{LineChange, NewLine, NewOrder, item_meant, policies};
use crate::app::App;
use crate::document::DateBasis;
use crate::domain::role::Actor;
use crate::domain::sales::{LineId, LineStatus, OrderStatus};
use crate::domain::value::{Amount, Day};
use crate::store::Failure;
use crate::store::sales::{self, SalesLine};
use holdfast_engine::model::{Basis, Shop};
use holdfast_engine::plan::Plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{Ranked, Request, quote};
use holdfast_engine::time::Instant;
use rust_decimal::prelude::ToPrimitive;

/// What becomes of an order that is looked at.
#[derive(Clone, Copy, Debug)]
pub enum Becoming<'a> {
    /// It is handed in as it is.
    Submitted,
    /// One of its lines changes.
    Changed(&'a LineId, &'a LineChange),
    /// A line is added.
    Longer(&'a NewLine),
}

/// What decides whether a line is wanted too soon.
struct Wanted {
    item: String,
    quantity: Amount,
    basis: Option<DateBasis>,
    by: Day,
}

/// Whether a line of a new order is wanted before the day that it could have; asked only where the policy looks
/// at it.
///
/// # Errors
///
/// What the database says.
pub fn new_order(app: &App, actor: &Actor, order: &NewOrder) -> Result<bool, Failure> {
    if order.draft || !asked(app, actor)? {
        return Ok(false);
    }
    let wanted: Vec<Wanted> = app.ask(actor, |ask| {
        let lines = order.lines.iter();
        Ok(lines.filter_map(|line| added(ask, &order.customer, line)).collect())
    })?;
    let outlook = app.planner.outlook();
    let zone = outlook.zone;
    Ok(too_soon(&outlook.shop, &outlook.plan, &outlook.ranked, &order.customer, &wanted, zone))
}

/// [`new_order`] for one that is there. Of a confirmed order only the line that becomes another is looked at:
/// the rest has been decided.
///
/// # Errors
///
/// What the database says.
pub fn order(app: &App, actor: &Actor, number: &str, becoming: Becoming<'_>) -> Result<bool, Failure> {
    if !asked(app, actor)? {
        return Ok(false);
    }
    let found = app.ask(actor, |ask| {
        let Some(order) = sales::sales_order(ask.db, ask.plant.id, number)? else { return Ok(None) };
        let lines = sales::lines_of(ask.db, ask.plant.id, number)?;
        let wanted = wanted(ask, &order.customer, order.status, &lines, becoming);
        Ok(Some((order.customer, lines, wanted)))
    })?;
    let Some((customer, lines, wanted)) = found.filter(|(.., wanted)| !wanted.is_empty()) else {
        return Ok(false);
    };
    let outlook = app.planner.outlook();
    let key = |line: &SalesLine| outlook.key(&line.order_no, &line.line, &line.schedule);
    let (shop, plan) = without(&outlook, &lines.iter().map(key).collect::<Vec<_>>());
    let ranked = Ranked::of(&plan.network, &plan.timeline);
    Ok(too_soon(&shop, &plan, &ranked, &customer, &wanted, outlook.zone))
}

fn asked(app: &App, actor: &Actor) -> Result<bool, Failure> {
    app.ask(actor, |ask| {
        let review = policies(&ask.plant).review;
        Ok(review.tight_date && !review.reviewers.is_empty())
    })
}

/// The lines that are looked at, as they become.
fn wanted(
    ask: &mut Ask<'_>,
    customer: &str,
    status: OrderStatus,
    lines: &[SalesLine],
    becoming: Becoming<'_>,
) -> Vec<Wanted> {
    let whole_order = status != OrderStatus::Confirmed;
    let open = lines.iter().filter(|line| line.status == LineStatus::Open);
    let mut wanted: Vec<Wanted> = open
        .filter_map(|line| match becoming {
            Becoming::Changed(id, change) if line.id() == *id => {
                (whole_order || other_date(line, change)).then(|| changed(line, change)).flatten()
            }
            _ if whole_order => changed(line, &LineChange::default()),
            _ => None,
        })
        .collect();
    if let Becoming::Longer(line) = becoming {
        wanted.extend(added(ask, customer, line));
    }
    wanted
}

/// Whether a change can make a line wanted sooner than it could be.
fn other_date(line: &SalesLine, change: &LineChange) -> bool {
    let other = |new: Option<Amount>, old| new.is_some_and(|new| new != old);
    other(change.quantity, line.quantity)
        || change.requested_date.is_some_and(|day| Some(day) != line.requested_date)
        || change.date_basis.is_some_and(|basis| Some(basis) != line.date_basis)
}

fn changed(line: &SalesLine, change: &LineChange) -> Option<Wanted> {
    Some(Wanted {
        item: line.item.clone(),
        quantity: change.quantity.unwrap_or(line.quantity) - line.shipped,
        basis: change.date_basis.or(line.date_basis),
        by: change.requested_date.or(line.requested_date)?,
    })
}

/// A line that is not there yet. One that names nothing we know is refused when it is entered.
fn added(ask: &mut Ask<'_>, customer: &str, line: &NewLine) -> Option<Wanted> {
    let by = line.requested_date?;
    let (item, part) = (line.item.as_deref(), line.customer_part.as_deref());
    let item = item_meant(ask.db, customer.trim(), item, part, "").ok()?;
    Some(Wanted { item, quantity: line.quantity, basis: line.date_basis, by })
}

fn too_soon(
    shop: &Shop,
    plan: &Plan,
    ranked: &Ranked,
    customer: &str,
    wanted: &[Wanted],
    zone: chrono_tz::Tz,
) -> bool {
    wanted.iter().any(|line| {
        let request = Request {
            item: line.item.as_str().into(),
            quantity: quantity(line.quantity),
            customer: customer.trim().into(),
            basis: basis(line.basis),
            requested: Some(Instant::end_of(line.by.date(), zone)),
        };
        quote(shop, plan, ranked, &request).is_ok_and(|quoted| quoted.keeps_requested == Some(false))
    })
}

/// The planner's quantity of an amount.
pub(super) fn quantity(amount: Amount) -> Qty {
    let millionths = amount.decimal() * rust_decimal::Decimal::from(1_000_000);
    Qty::from_millionths(millionths.round().to_i64().unwrap_or(0).max(0))
}

/// The planner's basis of a date.
pub(super) fn basis(basis: Option<DateBasis>) -> Basis {
    match basis {
        Some(DateBasis::Arrival) => Basis::Arrival,
        Some(DateBasis::Ship) | None => Basis::Ship,
    }
}
