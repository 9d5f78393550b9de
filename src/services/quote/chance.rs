//! How likely another day is than the one that was offered.

use super::accept::{Standing, on_days, standing};
use super::dates::{no_day, refused};
use super::open;
use crate::app::App;
use crate::domain::refusal::{Refusal, clock as codes};
use crate::domain::role::Actor;
use crate::domain::value::Day;
use crate::planning::outlook::AsOf;
use crate::services::promise::{Base, Judge};
use crate::store::Failure;
use crate::store::sales::{self, Quote, QuoteLine};
use holdfast_engine::quote::chance_of;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which day is asked about.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct DateQuery {
    /// The day.
    pub date: Day,
}

/// How likely the lines of a quote are met by a day, on the newest futures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DateOdds {
    /// As of when.
    pub as_of: AsOf,
    /// The day.
    pub date: Day,
    /// How many futures were played.
    pub futures: u32,
    /// The probability, from 0 to 1, that all lines are met by the end of the day.
    pub all: f64,
    /// The lines.
    pub lines: Vec<LineChance>,
}

/// How likely a line is met by a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LineChance {
    /// Number of the line.
    pub line: String,
    /// What was offered.
    pub offered_date: Day,
    /// The probability, from 0 to 1, that the line is met by the end of the day: if all lines are promised for it, or as
    /// it stands if the quote is held.
    pub chance: f64,
}

/// How likely the lines of a quote are met by a day. Several lines are promised for it together, in one re-run: each takes
/// what another could have had.
///
/// # Errors
///
/// There is no such quote, it is over or expired; no futures are played.
pub fn odds_of(app: &App, actor: &Actor, number: &str, date: Day) -> Result<DateOdds, Failure> {
    let (quote, lines) = app.ask(actor, |ask| {
        let quote = open(ask.db, ask.plant.id, number, ask.now)?;
        Ok((quote, sales::quote_lines_of(ask.db, ask.plant.id, number)?))
    })?;
    let judge = Judge::at_once(app, actor)?;
    let futures = judge.view().forecast.ok_or_else(|| Refusal::new(codes::NO_ODDS))?.scenarios();
    let (all, chances) = match lines.as_slice() {
        [] => return Err(no_day()),
        lines => match held(&judge, &quote, lines, date) {
            Some(held) => held,
            None => asked(&judge, &quote, lines, date)?,
        },
    };
    let told = |(line, chance): (&QuoteLine, f64)| LineChance {
        line: line.line.clone(),
        offered_date: line.offered_date,
        chance,
    };
    let lines = lines.iter().zip(chances).map(told).collect();
    Ok(DateOdds { as_of: judge.outlook.as_of(), date, futures, all, lines })
}

/// The odds of all lines, and of each, as they stand in the plan; nothing if they do not.
fn held(judge: &Judge, quote: &Quote, lines: &[QuoteLine], date: Day) -> Option<(f64, Vec<f64>)> {
    let (on, due) = (judge.view(), judge.end(date));
    let forecast = on.forecast?;
    let stands = |line: &QuoteLine| {
        let key = judge.outlook.key(&quote.number, &line.line, "");
        forecast.line(on.plan, &key).map(|_| (key, due))
    };
    let wishes: Vec<_> = lines.iter().map(stands).collect::<Option<_>>()?;
    let (each, all) = forecast.chances(on.plan, &wishes);
    Some((all, each))
}

/// The odds of all lines, and of each, if they are promised for a day.
fn asked(judge: &Judge, quote: &Quote, lines: &[QuoteLine], date: Day) -> Result<(f64, Vec<f64>), Failure> {
    if let [line] = lines {
        let Standing { base, requests } = standing(judge, quote, lines)?;
        let on = base.as_ref().map_or_else(|| judge.view(), Base::view);
        let (forecast, request) = on.forecast.zip(requests.first()).ok_or_else(no_day)?;
        let name = if line.luck.is_empty() { &quote.number } else { &line.luck };
        let luck = judge.outlook.key(name, &line.line, "");
        let chance = chance_of(on.shop, on.plan, forecast, &luck, request, judge.end(date))
            .map_err(|no| refused(&judge.outlook, &no, None))?;
        return Ok((chance, vec![chance]));
    }
    let joint = on_days(judge, quote, lines, |_| date)?;
    let all = joint.all.ok_or_else(no_day)?;
    let each: Option<Vec<f64>> = joint.trials.iter().map(|trial| trial.chance).collect();
    Ok((all, each.ok_or_else(no_day)?))
}
