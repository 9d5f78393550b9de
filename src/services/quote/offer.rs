//! Offering dates: one answer on one snapshot, nothing kept.

use super::{QuoteView, view};
use crate::app::App;
use crate::document::DateBasis;
use crate::domain::likeness::nearest;
use crate::domain::promise::HurtPromise;
use crate::domain::refusal::{Refusal, common, sales as codes};
use crate::domain::role::Actor;
use crate::domain::sales::QuoteStatus;
use crate::domain::value::{Amount, Day, Moment};
use crate::planning::outlook::{Outlook, amount, moment};
use crate::services::promise::{Days, Tried, current, first_harmless, trial};
use crate::services::sales::{check_amounts, customer_named, item_meant, policies, quote_time, unknown};
use crate::services::tight::{basis, quantity};
use crate::services::{Ask, Commit};
use crate::store::sales::{self, Quote, QuoteLine};
use crate::store::{Failure, Json, Numbered, Subject};
use crate::text::plan::grade_code;
use holdfast_engine::model::{Basis, Shop};
use holdfast_engine::plan::Plan;
use holdfast_engine::quote::{self as engine, NoQuote, Ranked, Request};
use holdfast_engine::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Lines of one quote at most: each is planned after those before it.
const MOST_LINES: usize = 20;

/// A request for dates.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewQuote {
    /// Who asks, by code.
    pub customer: String,
    /// What they ask for.
    pub lines: Vec<NewQuoteLine>,
    /// A remark.
    pub note: Option<String>,
}

/// A line of a request. It names our item, the customer's own part number, or both.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewQuoteLine {
    /// Our item.
    pub item: Option<String>,
    /// The customer's own part number.
    pub customer_part: Option<String>,
    /// How much, in the item's unit.
    pub quantity: Amount,
    /// The date that they would like.
    pub requested_date: Option<Day>,
    /// What the dates mean; shipping if empty.
    pub date_basis: Option<DateBasis>,
    /// Price of one unit.
    pub unit_price: Option<Amount>,
}

/// What stands behind an offered date.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Behind {
    ready: Option<Moment>,
    operations: Vec<Step>,
    purchases: Vec<ToBuy>,
    /// Promises that the offered day would hurt; empty unless no harmless day was found.
    hurt: Vec<HurtPromise>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
struct Step {
    item: String,
    operation: String,
    work_centre: Option<String>,
    start: Option<Moment>,
    end: Option<Moment>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
struct ToBuy {
    item: String,
    quantity: Amount,
    available: Option<Moment>,
}

/// Offers a date for each line, on the newest plan. Nothing is kept: hold or accept it.
///
/// # Errors
///
/// Unknown customer, item or part, a quantity that can't be, or one that the calendars have no room for.
pub fn offer(app: &App, actor: &Actor, by: &impl Commit, body: &NewQuote) -> Result<QuoteView, Failure> {
    let items = app.ask(actor, |ask| meant(ask, body))?;
    let mut outlook = app.planner.outlook();
    if items.iter().any(|item| !outlook.shop.items.contains_key(item.as_str())) {
        outlook = current(app, actor)?;
    }
    let lines = dates(&outlook, body, &items)?;
    let (body, as_of, promise_version) = (body.clone(), outlook.now, outlook.promise_version);
    by.commit(app, actor, move |tx| {
        let number = tx.number(Numbered::Quote)?;
        let quote = Quote {
            plant_id: tx.plant.id,
            number: number.clone(),
            customer: body.customer.trim().to_owned(),
            status: QuoteStatus::Offered,
            as_of,
            promise_version,
            expires_at: tx.now.shifted(quote_time(&policies(&tx.plant))),
            order_no: None,
            note: body.note.clone(),
            version: 1,
            created_at: tx.now,
            created_by: tx.actor.name.clone(),
        };
        let rows: Vec<QuoteLine> = lines
            .iter()
            .map(|line| QuoteLine { plant_id: tx.plant.id, quote: number.clone(), ..line.clone() })
            .collect();
        sales::insert_quote(tx.db, &quote, &rows)?;
        let said = json!({ "quote": number, "customer": quote.customer, "lines": rows.len() });
        tx.journal("quote.offered", &[Subject::Quote(number.clone())], &said)?;
        view(tx.db, tx.plant.id, tx.actor, &number)
    })
}

/// The items that are asked for, one for each line.
fn meant(ask: &mut Ask<'_>, body: &NewQuote) -> Result<Vec<String>, Failure> {
    let customer = customer_named(ask.db, &body.customer, "customer")?;
    if body.lines.is_empty() {
        return Err(Refusal::at(codes::ORDER_WITHOUT_LINES, "lines", "[]").into());
    }
    if body.lines.len() > MOST_LINES {
        let refusal = Refusal::at(common::INVALID_VALUE, "lines", body.lines.len());
        return Err(refusal.with("reason", format!("≤ {MOST_LINES}")).into());
    }
    let mut items = Vec::new();
    for (index, line) in body.lines.iter().enumerate() {
        let at = format!("lines[{index}]");
        check_amounts(Some(line.quantity), line.unit_price, &at)?;
        let (item, part) = (line.item.as_deref(), line.customer_part.as_deref());
        items.push(item_meant(ask.db, &customer.code, item, part, &at)?);
    }
    Ok(items)
}

/// The dates of all lines: each on a plan in which those before it are promised. A day that would hurt a promise is
/// not offered while there is a later one that does not, so what is offered can also be accepted.
fn dates(outlook: &Outlook, body: &NewQuote, items: &[String]) -> Result<Vec<QuoteLine>, Failure> {
    let mut lines = Vec::new();
    let mut grown: Option<(Shop, Plan, Ranked)> = None;
    for (index, (line, item)) in body.lines.iter().zip(items).enumerate() {
        let request = request(outlook, &body.customer, item, line);
        let (shop, plan, ranked) = match &grown {
            Some((shop, plan, ranked)) => (shop, plan, ranked),
            None => (&outlook.shop, &outlook.plan, &outlook.ranked),
        };
        let quoted =
            engine::quote(shop, plan, ranked, &request).map_err(|no| refused(outlook, &no, index))?;
        let soonest = outlook.day(quoted.promise).ok_or_else(no_day)?;
        let key = engine::free_key(shop);
        let days = Days::of(outlook, &request.customer, request.basis);
        let found = first_harmless(&days, soonest, |day| {
            let due = Instant::end_of(day.date(), outlook.zone);
            let with = engine::accept(shop, plan, key.clone(), &request, due);
            Ok((trial(outlook, &with.shop, &with.plan, &key, &with.own, &with.hurt), with))
        })?;
        lines.push(row(outlook, line, item, index, &quoted, &found)?);
        if index + 1 < items.len() {
            let ranked = Ranked::of(&found.made.plan.network, &found.made.plan.timeline);
            grown = Some((found.made.shop, found.made.plan, ranked));
        }
    }
    Ok(lines)
}

fn no_day() -> Failure {
    Refusal::new(codes::NO_PLAN_YET).into()
}

fn request(outlook: &Outlook, customer: &str, item: &str, line: &NewQuoteLine) -> Request {
    Request {
        item: item.into(),
        quantity: quantity(line.quantity),
        customer: customer.trim().into(),
        basis: basis(line.date_basis),
        requested: line.requested_date.map(|day| Instant::end_of(day.date(), outlook.zone)),
    }
}

fn row(
    outlook: &Outlook,
    line: &NewQuoteLine,
    item: &str,
    index: usize,
    quoted: &engine::Quote,
    found: &Tried<engine::Acceptance>,
) -> Result<QuoteLine, Failure> {
    let soonest = outlook.day(quoted.promise);
    // A day that was moved so that it hurts nobody keeps the customer's only if it is not after it.
    let keeps = |wanted: Day| {
        found.day <= wanted || (soonest == Some(found.day) && quoted.keeps_requested == Some(true))
    };
    let met = if basis(line.date_basis) == Basis::Arrival { quoted.arrival } else { quoted.ship };
    let operations = quoted.operations.iter().map(|op| Step {
        item: op.item.to_string(),
        operation: op.operation.to_string(),
        work_centre: op.work_center.as_ref().map(ToString::to_string),
        start: moment(op.start),
        end: moment(op.end),
    });
    let purchases = quoted.purchases.iter().map(|buy| ToBuy {
        item: buy.item.to_string(),
        quantity: amount(buy.quantity),
        available: moment(buy.available),
    });
    let behind = Behind {
        ready: moment(quoted.ready),
        operations: operations.collect(),
        purchases: purchases.collect(),
        hurt: found.trial.hurt.clone(),
    };
    Ok(QuoteLine {
        plant_id: 0,
        quote: String::new(),
        line: ((index + 1) * 10).to_string(),
        item: item.to_owned(),
        customer_part: line.customer_part.clone(),
        quantity: line.quantity,
        requested_date: line.requested_date,
        date_basis: line.date_basis.unwrap_or(DateBasis::Ship),
        offered_date: found.day,
        ship_date: outlook.day(met).ok_or_else(no_day)?,
        keeps_requested: line.requested_date.map(keeps),
        grade: grade_code(quoted.grade).to_owned(),
        unit_price: line.unit_price,
        explanation: Json::of(&behind),
        protected: Json(json!([])),
        pegs: Json(json!([])),
    })
}

/// Why there is no date, as a refusal.
fn refused(outlook: &Outlook, no: &NoQuote, index: usize) -> Failure {
    match no {
        NoQuote::UnknownItem { item } => {
            let near = nearest(item, outlook.shop.items.keys().map(holdfast_engine::model::Code::as_str));
            unknown("item", &format!("lines[{index}].item"), item, &near).into()
        }
        NoQuote::NoQuantity { quantity } => {
            let field = format!("lines[{index}].quantity");
            Refusal::at(codes::QUANTITY_NOT_POSITIVE, field, quantity).into()
        }
        NoQuote::HorizonExhausted { item, quantity } => {
            let field = format!("lines[{index}].quantity");
            Refusal::at(codes::NOT_QUOTABLE, field, item).with("quantity", quantity).into()
        }
    }
}
