//! Holding capacity for a quote, and making a sales order of it.

use super::estimate::estimated;
use super::{QuoteView, named, open, stored, view};
use crate::app::App;
use crate::document::DateBasis;
use crate::domain::estimate::EstimatedStep;
use crate::domain::promise::{HurtPromise, Keeps, KeptDemand, KeptJob, KeptSupply, NotedDate, PromiseKind};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::role::Actor;
use crate::domain::sales::{LineId, LineStatus, OrderStatus, QuoteStatus};
use crate::domain::stage::Stage;
use crate::domain::value::{Amount, Day};
use crate::services::promise::{Base, Joint, Judge, Leave, Said, TRIES, Trial, allow, say, turn, unchanged};
use crate::services::sales::{OrderView, order_view, policies};
use crate::services::tight::{basis, quantity};
use crate::services::{Commit, Tx, review, stage};
use crate::store::sales::{self, Quote, QuoteLine, QuotedLine, SalesLine, SalesOrder};
use crate::store::{Failure, Json, Numbered, Subject};
use holdfast_engine::quote::{Request, Wish};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// A quote that became an order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Accepted {
    /// The order, with its promises.
    #[serde(flatten)]
    pub order: OrderView,
    /// The quote that it came from.
    pub quote: String,
    /// Promises that it hurts, by leave of whoever accepted it.
    pub hurt: Vec<HurtPromise>,
}

/// Keeps capacity and supplies for a quote until it expires. Holding it again changes nothing.
///
/// # Errors
///
/// It is over or expired, its date is gone, or keeping it would hurt a promise.
pub fn hold(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    number: &str,
    body: &Leave,
) -> Result<QuoteView, Failure> {
    try_and_store(app, actor, by, number, body, hold_in)
}

/// Makes a sales order of a quote: every line promised for the offered date, and the order under review where the
/// policy asks for that. Accepting it again answers with
/// the same order.
///
/// # Errors
///
/// Those of [`hold`].
pub fn accept(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    number: &str,
    body: &Leave,
) -> Result<Accepted, Failure> {
    let quote = app.ask(actor, |ask| named(ask.db, ask.plant.id, number))?;
    if let Some(order) = quote.order_no {
        let number = number.to_owned();
        return by.commit(app, actor, move |tx| {
            let order = order_view(tx.db, tx.plant.id, tx.actor, &order)?;
            Ok(Accepted { order, quote: number.clone(), hurt: Vec::new() })
        });
    }
    try_and_store(app, actor, by, number, body, accept_in)
}

type Store<T> = fn(&mut Tx<'_>, Quote, &[QuoteLine], &[Trial], &Leave) -> Result<T, Failure>;

/// Tries all lines of a quote on the plan and stores what `store` makes of it, unless promises changed
/// meanwhile: then again.
fn try_and_store<T: Serialize + Send + 'static>(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    number: &str,
    body: &Leave,
    store: Store<T>,
) -> Result<T, Failure> {
    let mut turn = turn(app)?;
    for _ in 0..TRIES {
        let judge = Judge::current(app, actor)?;
        let outlook = &judge.outlook;
        let (quote, lines) = app.ask(actor, |ask| {
            let quote = open(ask.db, ask.plant.id, number, ask.now)?;
            Ok((quote, sales::quote_lines_of(ask.db, ask.plant.id, number)?))
        })?;
        let trials = try_lines(&judge, &quote, &lines)?;
        // Where sales give their own dates, nothing is refused for what it does.
        let judged = lines.iter().zip(&trials).filter(|_| !judge.is_shadow());
        for (line, trial) in judged {
            if !stands(&judge, trial) && quote.status != QuoteStatus::Held {
                let date = trial.snapshot.forecast.map_or_else(|| "—".to_owned(), |day| day.to_string());
                let refusal = Refusal::at(codes::QUOTE_DATE_GONE, "number", number);
                return Err(refusal.with("line", &line.line).with("date", date).into());
            }
            let id = LineId::new(number, &line.line, "");
            // A held date is ours to keep whatever happened since: that is what holding means.
            let judged = Trial { kept: true, ..trial.clone() };
            allow(actor, &judged, &id, line.offered_date, body)
                .map_err(|refusal| of_quote(refusal, number))?;
        }
        let as_of = (outlook.promise_version, outlook.known.clone());
        let (number, body) = (number.to_owned(), body.clone());
        let done = by.commit(app, actor, move |tx| {
            unchanged(tx, &as_of, &Subject::Quote(number.clone()))?;
            let quote = open(tx.db, tx.plant.id, &number, tx.now)?;
            store(tx, quote, &lines, &trials, &body)
        });
        match done {
            Err(Failure::Refused(refusal)) if refusal.code == codes::PROMISE_RACE => turn.lost(),
            other => return other,
        }
    }
    Err(Refusal::new(codes::PROMISE_RACE).into())
}

/// A refusal of a quote's date: what helps is another quote, which looks for a day that hurts nobody.
fn of_quote(mut refusal: Refusal, number: &str) -> Refusal {
    if refusal.code == codes::PROMISE_HURTS {
        refusal.code = codes::QUOTE_HURTS;
        return refusal.with("quote", number);
    }
    refusal
}

/// Whether the day of an offer still stands: likely enough for its tier, less what a promise may lose over its life.
/// What was offered on this same snapshot is as likely as it was told.
fn stands(judge: &Judge, trial: &Trial) -> bool {
    trial.kept || trial.chance.is_some_and(|chance| chance >= trial.share - judge.over_life())
}

/// What the lines of a quote ask for, and the shop in which that is asked.
pub(super) struct Standing {
    /// The shop with the minutes that were typed; nothing where there are none.
    pub base: Option<Base>,
    /// One for each line.
    pub requests: Vec<Request>,
}

/// What the lines of a quote ask for.
///
/// # Errors
///
/// The plan does not know an item yet.
pub(super) fn standing(judge: &Judge, quote: &Quote, lines: &[QuoteLine]) -> Result<Standing, Failure> {
    let estimates: Result<Vec<Vec<EstimatedStep>>, Failure> = lines.iter().map(typed).collect();
    let estimates = estimates?;
    let given = lines.iter().zip(&estimates).map(|(line, steps)| (line.item.as_str(), steps.as_slice()));
    let base = estimated(judge, given);
    if !lines.iter().all(|line| judge.outlook.shop.items.contains_key(line.item.as_str())) {
        return Err(Refusal::new(codes::NO_PLAN_YET).into());
    }
    let request = |line: &QuoteLine| Request {
        item: line.item.as_str().into(),
        quantity: quantity(line.quantity),
        customer: quote.customer.as_str().into(),
        basis: basis(Some(line.date_basis)),
        requested: line.requested_date.map(|day| judge.end(day)),
    };
    Ok(Standing { base, requests: lines.iter().map(request).collect() })
}

/// What promising all lines would do, all at once.
fn try_lines(judge: &Judge, quote: &Quote, lines: &[QuoteLine]) -> Result<Vec<Trial>, Failure> {
    Ok(on_days(judge, quote, lines, |line| line.offered_date)?.trials)
}

/// What promising each line of a quote for its day would do, all at once. Lines are keyed by the quote's number, under
/// which a held quote stands in the plan already, and have the luck with which they were offered.
///
/// # Errors
///
/// The plan does not know an item yet.
pub(super) fn on_days(
    judge: &Judge,
    quote: &Quote,
    lines: &[QuoteLine],
    day: impl Fn(&QuoteLine) -> Day,
) -> Result<Joint, Failure> {
    let Standing { base, requests } = standing(judge, quote, lines)?;
    let on = base.as_ref().map_or_else(|| judge.view(), Base::view);
    let wish = |(line, request)| {
        let line: &QuoteLine = line;
        let key = judge.outlook.key(&quote.number, &line.line, "");
        let luck = (!line.luck.is_empty()).then(|| judge.outlook.key(&line.luck, &line.line, ""));
        let request = (!on.shop.lines.contains_key(&key)).then_some(request);
        Wish { luck, ship_complete: quote.ship_complete, ..Wish::new(key, judge.end(day(line)), request) }
    };
    let wishes: Vec<Wish<'_>> = lines.iter().zip(&requests).map(wish).collect();
    Ok(judge.together(on, &wishes).ok_or_else(|| Refusal::new(codes::NO_PLAN_YET))?)
}

/// The minutes that were typed for a line.
fn typed(line: &QuoteLine) -> Result<Vec<EstimatedStep>, Failure> {
    Ok(line.estimate.read::<Option<Vec<EstimatedStep>>>()?.unwrap_or_default())
}

fn hold_in(
    tx: &mut Tx<'_>,
    mut quote: Quote,
    lines: &[QuoteLine],
    trials: &[Trial],
    _body: &Leave,
) -> Result<QuoteView, Failure> {
    let number = quote.number.clone();
    if quote.status != QuoteStatus::Held {
        for (line, trial) in lines.iter().zip(trials) {
            let mut line = line.clone();
            line.protected = Json::of(&trial.keeps.protected);
            line.pegs = Json::of(&trial.keeps.pegs);
            sales::update_quote_line(tx.db, &line)?;
        }
        quote.status = QuoteStatus::Held;
        stored(tx, quote, "quote.held")?;
    }
    view(tx.db, tx.plant.id, tx.actor, &number)
}

fn accept_in(
    tx: &mut Tx<'_>,
    mut quote: Quote,
    lines: &[QuoteLine],
    trials: &[Trial],
    body: &Leave,
) -> Result<Accepted, Failure> {
    let number = tx.number(Numbered::SalesOrder)?;
    let order = SalesOrder {
        plant_id: tx.plant.id,
        number: number.clone(),
        customer: quote.customer.clone(),
        customer_order: None,
        owner: tx.actor.name.strip_prefix("user:").map(str::to_owned),
        status: OrderStatus::Entered,
        note: quote.note.clone(),
        version: 1,
        created_at: tx.now,
        created_by: tx.actor.name.clone(),
    };
    sales::insert_order(tx.db, &order)?;
    let made = json!({ "order": number, "customer": order.customer, "quote": quote.number });
    tx.journal("sales-order.entered", &[Subject::SalesOrder(number.clone())], &made)?;
    for (line, trial) in lines.iter().zip(trials) {
        let row = SalesLine { ship_complete: quote.ship_complete.then_some(true), ..sold(tx, &number, line) };
        sales::insert_line(tx.db, &row)?;
        let said = Said {
            note: body.note.clone(),
            keeps: renamed(trial.keeps.clone(), &quote.number, &number),
            stock: trial.stock.clone(),
            consequences: trial.hurt.clone(),
            snapshot: Some(trial.snapshot.clone()),
            // The date of a quote is our own.
            ours: policies(&tx.plant).shadow.then(|| noted(line, trial)),
            ..Said::default()
        };
        sales::insert_quoted_line(tx.db, &origin(&row, line))?;
        say(tx, &row, PromiseKind::Made, Some(line.offered_date), &said)?;
    }
    // All lines were tried at once, so all of them hurt the same.
    let hurt = trials.first().map(|trial| trial.hurt.clone()).unwrap_or_default();
    // The customer has the date already, so it stays promised; whether the order is made is the reviewers' word.
    // Tight is what the offer said: what is held stands in the plan by now, in its own way.
    let tight = lines.iter().any(|line| line.keeps_requested == Some(false));
    review::submit(tx, &number, tight)?;
    let name = quote.number.clone();
    (quote.status, quote.order_no) = (QuoteStatus::Accepted, Some(number.clone()));
    stored(tx, quote, "quote.accepted")?;
    stage::settle(tx, &number)?;
    let order = order_view(tx.db, tx.plant.id, tx.actor, &number)?;
    Ok(Accepted { order, quote: name, hurt })
}

/// The offered day as one of ours, for the report that holds ours against those of sales.
fn noted(line: &QuoteLine, trial: &Trial) -> NotedDate {
    NotedDate {
        date: line.offered_date,
        share: trial.chance.map(|_| trial.share),
        as_of: trial.snapshot.as_of,
        position: trial.snapshot.position,
        odds: trial.snapshot.odds.clone(),
    }
}

fn sold(tx: &Tx<'_>, order: &str, line: &QuoteLine) -> SalesLine {
    SalesLine {
        plant_id: tx.plant.id,
        order_no: order.to_owned(),
        line: line.line.clone(),
        schedule: String::new(),
        item: line.item.clone(),
        quantity: line.quantity,
        shipped: Amount::ZERO,
        order_date: Some(tx.today()),
        requested_date: line.requested_date,
        date_basis: (line.date_basis != DateBasis::Ship).then_some(line.date_basis),
        ship_complete: None,
        partial_shipments: None,
        firmness: None,
        customer_order: None,
        customer_part: line.customer_part.clone(),
        unit_price: line.unit_price,
        priority: None,
        status: LineStatus::Open,
        promise_date: None,
        promise_id: None,
        stage: Stage::Entered,
        stage_since: tx.now,
    }
}

/// What an order's line keeps from its quote's: the luck, and the minutes that were typed.
fn origin(row: &SalesLine, line: &QuoteLine) -> QuotedLine {
    QuotedLine {
        plant_id: row.plant_id,
        order_no: row.order_no.clone(),
        line: row.line.clone(),
        luck: if line.luck.is_empty() { line.quote.clone() } else { line.luck.clone() },
        estimate: line.estimate.clone(),
    }
}

/// What was kept under a quote's number, under its order's.
fn renamed(mut keeps: Keeps, quote: &str, order: &str) -> Keeps {
    let name = |text: &mut String| {
        if text == quote {
            order.clone_into(text);
        }
    };
    let job = |job: &mut KeptJob| {
        if let KeptJob::Proposed { line: Some(line), .. } = job {
            name(&mut line.order);
        }
    };
    keeps.protected.iter_mut().for_each(|start| job(&mut start.job));
    for peg in &mut keeps.pegs {
        match &mut peg.demand {
            KeptDemand::Line(line) => name(&mut line.order),
            KeptDemand::Component { job: of, .. } => job(of),
        }
        if let KeptSupply::Job(of) = &mut peg.supply {
            job(of);
        }
    }
    keeps
}
