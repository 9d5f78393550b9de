//! What the planner knows: the board, why a line ships when it does, dispatch lists, load, purchasing needs,
//! holes in the data, and how planned dates changed.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::likeness::nearest;
use crate::domain::refusal::{Refusal, clock as codes, common};
use crate::domain::role::{Actor, Right};
use crate::planning::outlook::{
    AsOf, Board, BoardAsk, DispatchList, Explanation, Forecast, Load, Needs, Outlook, Problems, Wanted,
};
use crate::services::Ask;
use crate::store::Failure;
use crate::store::planning::{PastForecast, forecasts_of};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Rows of a page unless said, and at most.
const USUAL: u32 = 100;
const MOST: u32 = 1_000;
/// Days of a load unless said, and at most.
const USUAL_DAYS: u32 = 14;
const MOST_DAYS: u32 = 366;

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    api.get_planned(
        "/board",
        Right::ReadOrders,
        "Open lines with their dates, the promises at risk first",
        board,
    );
    api.get_planned("/forecasts", Right::ReadOrders, "When open lines ship, as planned", forecasts);
    api.get_planned(
        "/sales-orders/{number}/lines/{line}/explanation",
        Right::ReadOrders,
        "Why a line ships when it does",
        explanation,
    );
    api.get(
        "/sales-orders/{number}/lines/{line}/forecasts",
        Right::ReadOrders,
        "How a line's planned dates changed",
        past_forecasts,
    );
    api.get_planned(
        "/work-centers/{code}/dispatch-list",
        Right::ReadWork,
        "What a work centre does now and next",
        dispatch_list,
    );
    api.get_planned("/work-centers/{code}/load", Right::ReadWork, "How full a work centre is", center_load);
    api.get_planned("/load", Right::ReadWork, "How full all work centres are", load);
    api.get_planned("/purchasing/needs", Right::ReadPurchasing, "What has to be bought by when", needs);
    api.get_planned(
        "/problems",
        [Right::ReadWork, Right::ReadOrders],
        "Holes in the data, by how many promises they spoil",
        problems,
    );
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
struct BoardQuery {
    /// Only this customer's.
    customer: Option<String>,
    /// Only this order's.
    order: Option<String>,
    /// Only lines whose promise is late as planned.
    late: Option<bool>,
    /// Only lines whose promise stands so by its odds: `missed` (its day is over), `unlikely` (kept with a probability
    /// below one half), `at-risk` (with one half or more, and below its tier's), `likely`, `none` (there is none).
    #[param(inline)]
    promise: Option<Wanted>,
    /// `next` of the page before.
    after: Option<String>,
    /// Lines at most: 100 unless said, 1,000 at most.
    limit: Option<u32>,
}

/// A line of an order.
#[derive(Debug, Deserialize, IntoParams)]
struct LinePath {
    /// The sales order's number.
    number: String,
    /// The line's number.
    line: String,
}

/// Which schedule line.
#[derive(Debug, Deserialize, IntoParams)]
struct ScheduleQuery {
    /// The schedule line's number; the first unless said.
    schedule: Option<String>,
}

/// A work centre.
#[derive(Debug, Deserialize, IntoParams)]
struct CenterPath {
    /// The work centre's code.
    code: String,
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
struct PageQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// Rows at most: 100 unless said, 1,000 at most.
    limit: Option<u32>,
}

/// How far ahead.
#[derive(Debug, Deserialize, IntoParams)]
struct DaysQuery {
    /// Days from today on: 14 unless said, 366 at most.
    days: Option<u32>,
}

/// When lines ship, as planned.
#[derive(Debug, Serialize, ToSchema)]
struct Forecasts {
    /// As of when.
    as_of: AsOf,
    /// The lines.
    items: Vec<Forecast>,
    /// Where the next page begins, if there is one.
    next: Option<String>,
}

/// How a line's planned dates changed.
#[derive(Debug, Serialize, ToSchema)]
struct PastForecasts {
    /// Oldest first.
    items: Vec<PastForecast>,
}

fn asked(query: &BoardQuery) -> Result<BoardAsk, Failure> {
    Ok(BoardAsk {
        customer: query.customer.clone(),
        order: query.order.clone(),
        late: query.late.unwrap_or(false),
        promise: query.promise,
        from: place(query.after.as_deref())?,
        limit: rows(query.limit)?,
    })
}

/// The place of a page.
fn place(after: Option<&str>) -> Result<usize, Failure> {
    let Some(text) = after else { return Ok(0) };
    text.parse().map_err(|_| {
        let wrong = Refusal::at(common::INVALID_VALUE, "after", text);
        wrong.with_words("reason", "it is no “next” of a page", "它不是上一页的 next 值").into()
    })
}

fn rows(limit: Option<u32>) -> Result<usize, Failure> {
    bounded("limit", limit, USUAL, MOST).map(|rows| rows as usize)
}

fn bounded(field: &str, value: Option<u32>, usual: u32, most: u32) -> Result<u32, Failure> {
    match value.unwrap_or(usual) {
        fits if (1..=most).contains(&fits) => Ok(fits),
        other => {
            let wrong = Refusal::at(common::INVALID_VALUE, field, other);
            let (en, zh) = (format!("it must be 1 to {most}"), format!("必须在 1 至 {most} 之间"));
            Err(wrong.with_words("reason", en, zh).into())
        }
    }
}

/// A page of the board with its odds.
fn board_of(app: &App, input: &Input<(), BoardQuery>) -> Result<Board, Failure> {
    let (outlook, odds) = (app.planner.outlook(), app.planner.odds());
    Ok(outlook.board(&asked(&input.query)?, odds.as_deref(), input.lang))
}

fn board(app: &App, _: &Actor, input: &Input<(), BoardQuery>) -> Result<Board, Failure> {
    board_of(app, input)
}

fn forecasts(app: &App, _: &Actor, input: &Input<(), BoardQuery>) -> Result<Forecasts, Failure> {
    let Board { as_of, items, next, .. } = board_of(app, input)?;
    Ok(Forecasts { as_of, items, next })
}

fn explanation(app: &App, _: &Actor, input: &Input<LinePath, ScheduleQuery>) -> Result<Explanation, Failure> {
    let outlook = app.planner.outlook();
    let LinePath { number, line } = &input.path;
    let key = outlook.line_named(number, line, input.query.schedule.as_deref());
    let mut found = key.and_then(|key| outlook.explanation(&key, input.lang));
    if let (Some(found), Some(odds)) = (&mut found, app.planner.odds()) {
        odds.add_to_line(&mut found.forecast);
    }
    found.ok_or_else(|| Refusal::at(codes::NO_OPEN_LINE, "line", format!("{number}/{line}")).into())
}

fn past_forecasts(ask: &mut Ask<'_>, input: &Input<LinePath>) -> Result<PastForecasts, Failure> {
    let items = forecasts_of(ask.db, ask.plant.id, &input.path.number, &input.path.line)?;
    Ok(PastForecasts { items })
}

fn dispatch_list(
    app: &App,
    _: &Actor,
    input: &Input<CenterPath, PageQuery>,
) -> Result<DispatchList, Failure> {
    let outlook = app.planner.outlook();
    let (from, limit) = (place(input.query.after.as_deref())?, rows(input.query.limit)?);
    let code = &input.path.code;
    outlook.dispatch_list(code, from, limit, input.lang).ok_or_else(|| no_center(&outlook, code))
}

fn center_load(app: &App, _: &Actor, input: &Input<CenterPath, DaysQuery>) -> Result<Load, Failure> {
    let outlook = app.planner.outlook();
    let days = bounded("days", input.query.days, USUAL_DAYS, MOST_DAYS)?;
    let code = &input.path.code;
    outlook.load(Some(code), days).map(|load| spread(app, load)).ok_or_else(|| no_center(&outlook, code))
}

fn load(app: &App, _: &Actor, input: &Input<(), DaysQuery>) -> Result<Load, Failure> {
    let outlook = app.planner.outlook();
    let days = bounded("days", input.query.days, USUAL_DAYS, MOST_DAYS)?;
    let load = outlook.load(None, days);
    Ok(load.map_or_else(|| Load { as_of: outlook.as_of(), items: Vec::new() }, |load| spread(app, load)))
}

/// A load with how far it may be otherwise.
fn spread(app: &App, mut load: Load) -> Load {
    if let Some(odds) = app.planner.odds() {
        odds.add_to_load(&mut load);
    }
    load
}

fn no_center(outlook: &Outlook, code: &str) -> Failure {
    let known = outlook.plan.network.centers.iter().map(|center| center.code.as_str());
    let unknown = Refusal::at(common::UNKNOWN, "code", code).with_words("what", "work centre", "工作中心");
    unknown.near(&nearest(code, known)).into()
}

#[allow(clippy::unnecessary_wraps)] // the shape of all handlers
fn needs(app: &App, _: &Actor, _: &Input) -> Result<Needs, Failure> {
    Ok(app.planner.outlook().needs())
}

#[allow(clippy::unnecessary_wraps)] // the shape of all handlers
fn problems(app: &App, _: &Actor, input: &Input) -> Result<Problems, Failure> {
    Ok(app.planner.outlook().problems(input.lang))
}
