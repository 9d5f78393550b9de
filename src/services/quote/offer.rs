//! Offering dates: one answer on one snapshot, nothing kept.

use super::dates::{Asked, Found, How, find, no_day};
use super::estimate::{self, estimated};
use super::fit::Behind;
use super::{QuoteView, view};
use crate::app::App;
use crate::document::DateBasis;
use crate::domain::estimate::EstimatedStep;
use crate::domain::promise::HurtPromise;
use crate::domain::refusal::{Refusal, common, sales as codes};
use crate::domain::role::Actor;
use crate::domain::sales::QuoteStatus;
use crate::domain::value::{Amount, Day};
use crate::planning::outlook::Outlook;
use crate::services::master::expect_quantity;
use crate::services::promise::{Base, Judge, TogetherOdds};
use crate::services::sales::{check_amounts, customer_named, item_meant, policies, quote_time};
use crate::services::tight::{basis, quantity};
use crate::services::{Ask, Commit};
use crate::store::sales::{self, Quote, QuoteLine};
use crate::store::{self, Failure, Json, Numbered, Subject};
use crate::text::plan::grade_code;
use chrono::Datelike;
use holdfast_engine::model::LineKey;
use holdfast_engine::problem::Grade;
use holdfast_engine::quote::Request;
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
    /// All lines leave together: one day for all of them, on which the latest is there.
    pub ship_complete: bool,
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
    /// The work of a part that has no routing yet, work centre by work centre, as somebody takes it to be. The date is
    /// provisional then, with wide odds; an order made of the quote is planned with it until there is a routing.
    pub estimate: Vec<EstimatedStep>,
}

/// What stands behind an offered date, and whom it would hurt.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Offered {
    #[serde(flatten)]
    behind: Behind,
    /// Whether its times were never tried: typed at the desk, or taken from elsewhere.
    provisional: bool,
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
    let meant = app.ask(actor, |ask| meant(ask, body))?;
    let mut judge = Judge::at_once(app, actor)?;
    if meant.items.iter().any(|item| !judge.outlook.shop.items.contains_key(item.as_str())) {
        judge = Judge::current(app, actor)?;
    }
    let name = free_name(&judge.outlook, meant.number);
    let (lines, together) = answer(&judge, body, &meant.items, &name)?;
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
            ship_complete: body.ship_complete,
            odds: Json::of(&together),
        };
        // Who asked at the same moment may have got the number under which the luck was drawn.
        let luck = if name == number { String::new() } else { name.clone() };
        let row = |line: &QuoteLine| QuoteLine {
            plant_id: tx.plant.id,
            quote: number.clone(),
            luck: luck.clone(),
            ..line.clone()
        };
        let rows: Vec<QuoteLine> = lines.iter().map(row).collect();
        sales::insert_quote(tx.db, &quote, &rows)?;
        let said = json!({ "quote": number, "customer": quote.customer, "lines": rows.len() });
        tx.journal("quote.offered", &[Subject::Quote(number.clone())], &said)?;
        view(tx.db, tx.plant.id, tx.actor, &number)
    })
}

/// What a request means.
struct Meant {
    /// The items that are asked for, one for each line.
    items: Vec<String>,
    /// The number that the quote will have if nobody comes before.
    number: String,
}

/// A name like `number` under which the plan has no order: the lines that are asked about stand under it.
pub(super) fn free_name(outlook: &Outlook, mut number: String) -> String {
    while !outlook
        .shop
        .lines
        .range(LineKey::new(number.as_str(), 0)..)
        .take(1)
        .all(|(key, _)| *key.order != *number)
    {
        number.push('\'');
    }
    number
}

/// The lines of the quote called `name`, with the days found for them, and what is said of all together.
fn answer(
    judge: &Judge,
    body: &NewQuote,
    items: &[String],
    name: &str,
) -> Result<(Vec<QuoteLine>, Option<TogetherOdds>), Failure> {
    let asked = (0..).zip(body.lines.iter().zip(items)).map(|(index, (line, item))| Asked {
        key: judge.outlook.key(name, &number_of(index), ""),
        request: request(judge, &body.customer, item, line),
    });
    let asked: Vec<Asked> = asked.collect();
    for (index, (line, item)) in body.lines.iter().zip(items).enumerate() {
        estimate::expect_needed(judge, index, item, &line.estimate)?;
    }
    let estimates =
        body.lines.iter().zip(items).map(|(line, item)| (item.as_str(), line.estimate.as_slice()));
    let base = estimated(judge, estimates);
    let on = base.as_ref().map_or_else(|| judge.view(), Base::view);
    let how = How { unchecked: body.unchecked, complete: body.ship_complete };
    let dates = find(judge, on, &asked, how)?;
    let lines = body.lines.iter().zip(items).zip(&dates.lines).enumerate();
    let lines: Result<Vec<QuoteLine>, Failure> =
        lines.map(|(index, ((line, item), found))| row(&judge.outlook, line, item, index, found)).collect();
    Ok((lines?, dates.together))
}

/// What is asked for, checked.
fn meant(ask: &mut Ask<'_>, body: &NewQuote) -> Result<Meant, Failure> {
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
    let (mut items, today) = (Vec::new(), ask.today());
    for (index, line) in body.lines.iter().enumerate() {
        let at = format!("lines[{index}]");
        check_amounts(Some(line.quantity), line.unit_price, &at)?;
        if let Some(day) = line.requested_date.filter(|day| *day < today) {
            return Err(Refusal::over(format!("{at}.requested_date"), day, today).into());
        }
        let (item, part) = (line.item.as_deref(), line.customer_part.as_deref());
        let item = item_meant(ask.db, &customer.code, item, part, &at)?;
        expect_quantity(ask.db, &format!("{at}.quantity"), &item, line.quantity)?;
        estimate::check(ask, &at, &line.estimate)?;
        items.push(item);
    }
    let year = today.date().year();
    Ok(Meant { items, number: store::number_to_come(ask.db, ask.plant.id, Numbered::Quote, year)? })
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
    found: &Found,
) -> Result<QuoteLine, Failure> {
    let Found { fitted, day, trial } = found;
    let (soonest, offered) = (outlook.day(fitted.promise).ok_or_else(no_day)?, *day);
    // A day that was moved so that it hurts nobody keeps the customer's only if it is not after it.
    let keeps =
        |wanted: Day| offered <= wanted || (offered == soonest && fitted.keeps_requested == Some(true));
    let hurt = trial.as_ref().map(|trial| trial.hurt.clone()).unwrap_or_default();
    let provisional = fitted.grade >= Grade::Estimated;
    let behind = Offered { behind: fitted.behind.clone(), provisional, checked: trial.is_some(), hurt };
    // What was tried whole knows more than what was only fitted.
    let tried = trial.as_ref().and_then(|trial| trial.snapshot.odds.as_ref());
    let odds = fitted.odds.clone().map(|odds| match tried {
        Some(tried) => odds.tried(tried),
        None => odds,
    });
    Ok(QuoteLine {
        plant_id: 0,
        quote: String::new(),
        line: number_of(index),
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
        luck: String::new(),
        estimate: Json::of(&(!line.estimate.is_empty()).then_some(&line.estimate)),
    })
}

/// The number of a quote's line.
fn number_of(index: usize) -> String {
    ((index + 1) * 10).to_string()
}
