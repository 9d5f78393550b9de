//! How likely dates are: all that the futures say of a line.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::refusal::{Refusal, clock as codes, common};
use crate::domain::role::{Actor, Right};
use crate::domain::value::Day;
use crate::planning::odds::{Ask, OddsView};
use crate::store::Failure;
use serde::Deserialize;
use utoipa::IntoParams;

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    api.get_planned(
        "/sales-orders/{number}/lines/{line}/odds",
        Right::ReadOrders,
        "How likely a line's dates are, and what they hang on",
        odds,
    );
}

/// A line of an order.
#[derive(Debug, Deserialize, IntoParams)]
struct LinePath {
    /// The sales order's number.
    number: String,
    /// The line's number.
    line: String,
}

/// What is asked of its futures.
#[derive(Debug, Deserialize, IntoParams)]
struct OddsQuery {
    /// The schedule line's number; the first unless said.
    schedule: Option<String>,
    /// A percentile besides 50, 80 and 95: above 0 and below 100.
    percent: Option<f64>,
    /// A day whose odds are wanted.
    by: Option<Day>,
}

fn odds(app: &App, _: &Actor, input: &Input<LinePath, OddsQuery>) -> Result<OddsView, Failure> {
    let (LinePath { number, line }, query) = (&input.path, &input.query);
    if let Some(percent) = query.percent.filter(|percent| !(*percent > 0.0 && *percent < 100.0)) {
        let wrong = Refusal::at(common::INVALID_VALUE, "percent", percent);
        let (en, zh) = ("it must be above 0 and below 100", "必须大于 0 且小于 100");
        return Err(wrong.with_words("reason", en, zh).into());
    }
    let outlook = app.planner.outlook();
    let key = outlook.line_named(number, line, query.schedule.as_deref());
    let key = key.ok_or_else(|| no_line(number, line))?;
    let promise = outlook.plan.line(&key).and_then(|date| date.due).and_then(|due| outlook.day(due));
    let ask = Ask { percent: query.percent, by: query.by };
    if !app.planner.has_odds() {
        return Err(Refusal::new(codes::NO_ODDS).into());
    }
    let odds = app.planner.wait_for_odds(&outlook)?;
    odds.view(&key, promise, &ask, input.lang).ok_or_else(|| no_line(number, line))
}

fn no_line(number: &str, line: &str) -> Failure {
    Refusal::at(codes::NO_OPEN_LINE, "line", format!("{number}/{line}")).into()
}
