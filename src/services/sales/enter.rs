//! Entering a sales order, and adding lines to it.

use super::{OrderView, order_view};
use crate::app::App;
use crate::document::{DateBasis, Firmness};
use crate::domain::likeness::nearest;
use crate::domain::refusal::{Refusal, common, sales as codes};
use crate::domain::role::{Actor, Role};
use crate::domain::sales::{LineStatus, OrderStatus};
use crate::domain::stage::Stage;
use crate::domain::value::{Amount, Day};
use crate::services::master::expect_quantity;
use crate::services::tight::{self, Becoming};
use crate::services::{Commit, Tx, requirement, review, stage};
use crate::store::master::{customers, items};
use crate::store::sales::{self, SalesLine, SalesOrder};
use crate::store::{Db, Failure, Numbered, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Longest number of a document.
const LONGEST_NUMBER: usize = 60;

/// A sales order to be entered.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewOrder {
    /// Its number; the next one if empty.
    pub number: Option<String>,
    /// Who orders, by code.
    pub customer: String,
    /// The customer's own number for it.
    pub customer_order: Option<String>,
    /// The person who looks after it; whoever enters it if empty.
    pub owner: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Whether all lines leave together.
    pub ship_complete: Option<bool>,
    /// Not finished yet: neither reviewed nor confirmed.
    pub draft: bool,
    /// What is ordered.
    pub lines: Vec<NewLine>,
}

/// A line to be entered. It names our item, the customer's own part number, or both.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewLine {
    /// Its number; the next ten if empty.
    pub line: Option<String>,
    /// Number of the schedule line, where a line has several dates.
    pub schedule: Option<String>,
    /// Our item.
    pub item: Option<String>,
    /// The customer's own part number.
    pub customer_part: Option<String>,
    /// How much, in the item's unit.
    pub quantity: Amount,
    /// When the customer wants it.
    pub requested_date: Option<Day>,
    /// What the dates mean; shipping if empty.
    pub date_basis: Option<DateBasis>,
    /// Whether it may leave in parts; the customer's rule if empty.
    pub partial_shipments: Option<bool>,
    /// Whether the customer is bound to it; firm if empty.
    pub firmness: Option<Firmness>,
    /// Price of one unit.
    pub unit_price: Option<Amount>,
    /// The shop's own priority, smaller first.
    pub priority: Option<u32>,
    /// What it asks for besides.
    pub requirements: Vec<NewRequirement>,
}

/// A requirement to be written down.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequirement {
    /// What it is about: `drawing`, `certificate`, `packing`, `agreement`, or the shop's own word.
    pub kind: String,
    /// What is required.
    pub text: String,
    /// The role that sees to it.
    pub owner_role: Role,
}

/// Enters a sales order: it is confirmed at once, or reviewed if the plant's policy asks for it.
///
/// # Errors
///
/// Unknown customer, item or part, a quantity or price that can't be, a number that is taken.
pub fn enter(app: &App, actor: &Actor, by: &impl Commit, order: &NewOrder) -> Result<OrderView, Failure> {
    let tight = tight::new_order(app, actor, order)?;
    let order = order.clone();
    by.commit(app, actor, move |tx| enter_in(tx, &order, tight))
}

/// [`enter`] inside a command. `tight` says whether a line is wanted before it could be there.
///
/// # Errors
///
/// Those of [`enter`].
pub fn enter_in(tx: &mut Tx<'_>, order: &NewOrder, tight: bool) -> Result<OrderView, Failure> {
    let customer = customer_named(tx.db, &order.customer, "customer")?;
    if order.lines.is_empty() {
        return Err(Refusal::at(codes::ORDER_WITHOUT_LINES, "lines", "[]").into());
    }
    let number = free_number(tx, order.number.as_deref())?;
    let head = SalesOrder {
        plant_id: tx.plant.id,
        number: number.clone(),
        customer: customer.code,
        customer_order: order.customer_order.clone(),
        owner: order.owner.clone().or_else(|| tx.actor.name.strip_prefix("user:").map(str::to_owned)),
        status: OrderStatus::Entered,
        note: order.note.clone(),
        version: 1,
        created_at: tx.now,
        created_by: tx.actor.name.clone(),
    };
    sales::insert_order(tx.db, &head)?;
    for (index, line) in order.lines.iter().enumerate() {
        add(tx, &head, line, order.ship_complete, &format!("lines[{index}]"))?;
    }
    let body = serde_json::json!({ "order": number, "customer": head.customer, "lines": order.lines.len() });
    tx.journal("sales-order.entered", &[Subject::SalesOrder(number.clone())], &body)?;
    if !order.draft {
        review::submit(tx, &number, tight)?;
    }
    stage::settle(tx, &number)?;
    order_view(tx.db, tx.plant.id, tx.actor, &number)
}

/// Adds a line to an order that is not over. An order in review is reviewed again, a confirmed one where the
/// policy asks for that.
///
/// # Errors
///
/// As for the lines of [`enter`]; the order is over, or was changed meanwhile.
pub fn add_line(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    number: &str,
    line: &NewLine,
    version: Option<i64>,
) -> Result<OrderView, Failure> {
    let tight = tight::order(app, actor, number, Becoming::Longer(line))?;
    let (number, line) = (number.to_owned(), line.clone());
    by.commit(app, actor, move |tx| add_line_in(tx, &number, &line, version, tight))
}

fn add_line_in(
    tx: &mut Tx<'_>,
    number: &str,
    line: &NewLine,
    version: Option<i64>,
    tight: bool,
) -> Result<OrderView, Failure> {
    let head = super::changeable(tx, number, version)?;
    let ship_complete = sales::lines_of(tx.db, tx.plant.id, number)?.iter().find_map(|l| l.ship_complete);
    let added = add(tx, &head, line, ship_complete, "")?;
    let body =
        serde_json::json!({ "line": added.id().to_string(), "item": added.item, "quantity": added.quantity });
    tx.journal("sales-order.line-added", &[Subject::SalesOrder(number.to_owned())], &body)?;
    let status = head.status;
    super::changed(tx, head)?;
    match status {
        OrderStatus::InReview => review::submit(tx, number, tight)?,
        OrderStatus::Confirmed => review::again(tx, number, tight)?,
        _ => {}
    }
    stage::settle(tx, number)?;
    order_view(tx.db, tx.plant.id, tx.actor, number)
}

/// A customer by code, for new documents.
///
/// # Errors
///
/// There is none, or it takes no new orders.
pub fn customer_named(db: &mut Db, code: &str, field: &str) -> Result<customers::Row, Failure> {
    match customers::one(db, code.trim())? {
        Some(row) if row.active => Ok(row),
        _ => {
            let known = customers::codes(db)?;
            let near = nearest(code, known.iter().map(String::as_str));
            Err(super::unknown("customer", field, code, &near).into())
        }
    }
}

/// The item that a line means: ours by code, or the customer's own part number.
///
/// # Errors
///
/// Neither is given, or what is given means nothing.
pub fn item_meant(
    db: &mut Db,
    customer: &str,
    item: Option<&str>,
    part: Option<&str>,
    at: &str,
) -> Result<String, Failure> {
    let named = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    if let Some(given) = item.map(str::trim).filter(|text| !text.is_empty()) {
        if let Some(found) = items::one(db, given)?.filter(|row| row.active) {
            return Ok(found.code);
        }
        if let Some(meant) = customers::item_of_part(db, customer, given)? {
            return Ok(meant);
        }
        let known = items::codes(db)?;
        let near = nearest(given, known.iter().map(String::as_str));
        return Err(super::unknown("item", &named("item"), given, &near).into());
    }
    let Some(given) = part.map(str::trim).filter(|text| !text.is_empty()) else {
        return Err(Refusal::at(common::REQUIRED, named("item"), "").into());
    };
    let parts = customers::parts(db, customer)?;
    let same = |a: &str, b: &str| {
        let fold =
            |text: &str| crate::import::normal::code(text, crate::import::normal::Forgiving::Separators);
        fold(a) == fold(b)
    };
    if let Some(row) =
        parts.iter().find(|row| row.part == given).or_else(|| parts.iter().find(|row| same(&row.part, given)))
    {
        return Ok(row.item.clone());
    }
    let near = nearest(given, parts.iter().map(|row| row.part.as_str()));
    let refusal = Refusal::at(codes::CUSTOMER_PART_UNKNOWN, named("customer_part"), given);
    Err(refusal.near(&near).with("customer", customer).into())
}

/// The number asked for if it is free, or the next one.
fn free_number(tx: &mut Tx<'_>, wanted: Option<&str>) -> Result<String, Failure> {
    let Some(wanted) = wanted.map(str::trim).filter(|text| !text.is_empty()) else {
        return tx.number(Numbered::SalesOrder);
    };
    if wanted.chars().count() > LONGEST_NUMBER || wanted.contains('/') {
        let refusal = Refusal::at(common::INVALID_VALUE, "number", wanted);
        let en = format!("a number has at most {LONGEST_NUMBER} characters and no /");
        let zh = format!("单号最多 {LONGEST_NUMBER} 个字符，且不能含有 /");
        return Err(refusal.with_words("reason", en, zh).into());
    }
    if sales::sales_order(tx.db, tx.plant.id, wanted)?.is_some() {
        return Err(Refusal::at(common::EXISTS, "number", wanted).with("what", "sales order").into());
    }
    Ok(wanted.to_owned())
}

/// Checks a quantity and a price.
///
/// # Errors
///
/// The quantity is not above zero, or the price below it.
pub fn check_amounts(quantity: Option<Amount>, price: Option<Amount>, at: &str) -> Result<(), Refusal> {
    let named = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    if let Some(quantity) = quantity.filter(|quantity| !quantity.is_some()) {
        return Err(Refusal::at(codes::QUANTITY_NOT_POSITIVE, named("quantity"), quantity));
    }
    if let Some(price) = price.filter(|price| *price < Amount::ZERO) {
        return Err(Refusal::at(codes::PRICE_NEGATIVE, named("unit_price"), price));
    }
    Ok(())
}

/// Adds a checked line to `head`.
fn add(
    tx: &mut Tx<'_>,
    head: &SalesOrder,
    line: &NewLine,
    ship_complete: Option<bool>,
    at: &str,
) -> Result<SalesLine, Failure> {
    check_amounts(Some(line.quantity), line.unit_price, at)?;
    let item = item_meant(tx.db, &head.customer, line.item.as_deref(), line.customer_part.as_deref(), at)?;
    let quantity = if at.is_empty() { "quantity".to_owned() } else { format!("{at}.quantity") };
    expect_quantity(tx.db, &quantity, &item, line.quantity)?;
    let there = sales::lines_of(tx.db, tx.plant.id, &head.number)?;
    let plain = |text: &Option<String>| text.as_deref().map(crate::import::normal::numbered);
    let number = plain(&line.line).filter(|text| !text.is_empty()).unwrap_or_else(|| next_line(&there));
    let schedule = plain(&line.schedule).unwrap_or_default();
    if there.iter().any(|l| l.line == number && l.schedule == schedule) {
        let field = if at.is_empty() { "line".to_owned() } else { format!("{at}.line") };
        return Err(Refusal::at(codes::LINE_EXISTS, field, number).with("order", &head.number).into());
    }
    let row = SalesLine {
        plant_id: tx.plant.id,
        order_no: head.number.clone(),
        line: number,
        schedule,
        item,
        quantity: line.quantity,
        shipped: Amount::ZERO,
        order_date: Some(tx.today()),
        requested_date: line.requested_date,
        date_basis: line.date_basis,
        ship_complete,
        partial_shipments: line.partial_shipments,
        firmness: line.firmness,
        customer_order: None,
        customer_part: line.customer_part.clone(),
        unit_price: line.unit_price,
        priority: line.priority.map(i64::from),
        status: LineStatus::Open,
        promise_date: None,
        promise_id: None,
        stage: Stage::Entered,
        stage_since: tx.now,
    };
    sales::insert_line(tx.db, &row)?;
    for requirement in &line.requirements {
        requirement::write(tx, &head.number, &row.line, requirement)?;
    }
    Ok(row)
}

/// The next free multiple of ten.
fn next_line(there: &[SalesLine]) -> String {
    let taken: BTreeSet<u64> = there.iter().filter_map(|line| line.line.parse().ok()).collect();
    let last = taken.last().copied().unwrap_or(0);
    (last / 10 * 10 + 10).to_string()
}
