//! Offering dates: one answer on one snapshot, nothing kept.

use super::fit::{Behind, Fitted, fit};
use super::{QuoteView, view};
use crate::app::App;
use crate::document::DateBasis;
use crate::domain::likeness::nearest;
use crate::domain::promise::HurtPromise;
use crate::domain::refusal::{Refusal, common, sales as codes};
use crate::domain::role::Actor;
use crate::domain::sales::QuoteStatus;
use crate::domain::value::{Amount, Day};
use crate::planning::outlook::Outlook;
use crate::services::master::expect_quantity;
use crate::services::promise::{Days, Judge, Outcome, Tried, first_harmless};
use crate::services::sales::{check_amounts, customer_named, item_meant, policies, quote_time, unknown};
use crate::services::tight::{basis, quantity};
use crate::services::{Ask, Commit};
use crate::store::sales::{self, Quote, QuoteLine};
use crate::store::{Failure, Json, Numbered, Subject};
use crate::text::plan::grade_code;
use holdfast_engine::quote::{self as engine, NoQuote, Request};
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
    /// Answer at once, without trying whether the dates hurt anybody: a date may then be refused when it is accepted.
    pub unchecked: bool,
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

/// What stands behind an offered date, and whom it would hurt.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Offered {
    #[serde(flatten)]
    behind: Behind,
    /// Whether it was tried out: a date that was only fitted may be refused when it is accepted.
    checked: bool,
    /// Promises that the offered day would hurt; empty unless no harmless day was found.
    hurt: Vec<HurtPromise>,
}

/// Offers a date for each line, on the newest plan and its futures. Nothing is kept: hold or accept it.
///
/// # Errors
///
/// Unknown customer, item or part, a quantity that can't be, or one that the calendars have no room for.
pub fn offer(app: &App, actor: &Actor, by: &impl Commit, body: &NewQuote) -> Result<QuoteView, Failure> {
    let items = app.ask(actor, |ask| meant(ask, body))?;
    let mut judge = Judge::at_once(app, actor)?;
    if items.iter().any(|item| !judge.outlook.shop.items.contains_key(item.as_str())) {
        judge = Judge::current(app, actor)?;
    }
    let lines = dates(&judge, body, &items)?;
    let outlook = &judge.outlook;
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
        let (en, zh) =
            (format!("a quote has at most {MOST_LINES} lines"), format!("一次报价最多 {MOST_LINES} 行"));
        return Err(refusal.with_words("reason", en, zh).into());
    }
    let mut items = Vec::new();
    for (index, line) in body.lines.iter().enumerate() {
        let at = format!("lines[{index}]");
        check_amounts(Some(line.quantity), line.unit_price, &at)?;
        let (item, part) = (line.item.as_deref(), line.customer_part.as_deref());
        let item = item_meant(ask.db, &customer.code, item, part, &at)?;
        expect_quantity(ask.db, &format!("{at}.quantity"), &item, line.quantity)?;
        items.push(item);
    }
    Ok(items)
}

/// The dates of all lines: each on a plan in which those before it are promised. A day that would hurt a promise is
/// not offered while there is a later one that does not, so what is offered can also be accepted.
fn dates(judge: &Judge, body: &NewQuote, items: &[String]) -> Result<Vec<QuoteLine>, Failure> {
    let mut lines = Vec::new();
    let mut grown: Option<Outcome> = None;
    for (index, (line, item)) in body.lines.iter().zip(items).enumerate() {
        let request = request(judge, &body.customer, item, line);
        let on = grown.as_ref().map_or_else(|| judge.view(), Outcome::view);
        let key = engine::free_key(on.shop);
        let fitted = fit(judge, on, &key, &request).map_err(|no| refused(&judge.outlook, &no, index))?;
        let soonest = judge.outlook.day(fitted.promise).ok_or_else(no_day)?;
        let days = Days::of(judge, &request.customer, request.basis);
        let mut attempt = |day| {
            let with = judge.accept(on, &key, &request, judge.end(day));
            Ok((with.trial.clone(), with))
        };
        let found = match body.unchecked {
            true => None,
            false => Some(first_harmless(&days, soonest, &mut attempt)?),
        };
        lines.push(row(&judge.outlook, line, item, index, &fitted, found.as_ref())?);
        if index + 1 < items.len() {
            grown = Some(match found {
                Some(found) => found.made,
                None => judge.accept(on, &key, &request, judge.end(soonest)),
            });
        }
    }
    Ok(lines)
}

fn no_day() -> Failure {
    Refusal::new(codes::NO_PLAN_YET).into()
}

fn request(judge: &Judge, customer: &str, item: &str, line: &NewQuoteLine) -> Request {
    Request {
        item: item.into(),
        quantity: quantity(line.quantity),
        customer: customer.trim().into(),
        basis: basis(line.date_basis),
        requested: line.requested_date.map(|day| judge.end(day)),
    }
}

fn row(
    outlook: &Outlook,
    line: &NewQuoteLine,
    item: &str,
    index: usize,
    fitted: &Fitted,
    found: Option<&Tried<Outcome>>,
) -> Result<QuoteLine, Failure> {
    let soonest = outlook.day(fitted.promise).ok_or_else(no_day)?;
    let offered = found.map_or(soonest, |found| found.day);
    // A day that was moved so that it hurts nobody keeps the customer's only if it is not after it.
    let keeps =
        |wanted: Day| offered <= wanted || (offered == soonest && fitted.keeps_requested == Some(true));
    let hurt = found.map(|found| found.trial.hurt.clone()).unwrap_or_default();
    let behind = Offered { behind: fitted.behind.clone(), checked: found.is_some(), hurt };
    // What was tried whole knows more than what was only fitted.
    let tried = found.and_then(|found| found.trial.snapshot.odds.as_ref());
    let odds = fitted.odds.clone().map(|odds| match tried {
        Some(tried) => odds.tried(tried),
        None => odds,
    });
    Ok(QuoteLine {
        plant_id: 0,
        quote: String::new(),
        line: ((index + 1) * 10).to_string(),
        item: item.to_owned(),
        customer_part: line.customer_part.clone(),
        quantity: line.quantity,
        requested_date: line.requested_date,
        date_basis: line.date_basis.unwrap_or(DateBasis::Ship),
        offered_date: offered,
        ship_date: outlook.day(fitted.met).ok_or_else(no_day)?,
        keeps_requested: line.requested_date.map(keeps),
        grade: grade_code(fitted.grade).to_owned(),
        unit_price: line.unit_price,
        explanation: Json::of(&behind),
        protected: Json(json!([])),
        pegs: Json(json!([])),
        odds: Json::of(&odds),
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
