//! How likely another day is than the one that was offered.

use super::accept::{Standing, standing};
use super::dates::{no_day, refused};
use super::open;
use crate::app::App;
use crate::domain::refusal::{Refusal, clock as codes};
use crate::domain::role::Actor;
use crate::domain::value::Day;
use crate::planning::outlook::AsOf;
use crate::services::promise::{Base, Judge};
use crate::store::Failure;
use crate::store::sales;
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
    /// The probability, from 0 to 1, that the line by itself is met by the end of the day: if that is promised, or as it
    /// stands if the quote is held.
    pub chance: f64,
}

/// How likely the lines of a quote are met by a day.
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
    let Standing { base, requests } = standing(&judge, &quote, &lines)?;
    let on = base.as_ref().map_or_else(|| judge.view(), Base::view);
    let forecast = on.forecast.ok_or_else(|| Refusal::new(codes::NO_ODDS))?;
    let due = judge.end(date);
    let chance = |(line, request): (&sales::QuoteLine, _)| {
        let key = judge.outlook.key(&quote.number, &line.line, "");
        let chance = match forecast.line(on.plan, &key) {
            Some(held) => held.chance_by(due),
            None => {
                let name = if line.luck.is_empty() { &quote.number } else { &line.luck };
                let luck = judge.outlook.key(name, &line.line, "");
                chance_of(on.shop, on.plan, forecast, &luck, request, due)
                    .map_err(|no| refused(&judge.outlook, &no, None))?
            }
        };
        Ok(LineChance { line: line.line.clone(), offered_date: line.offered_date, chance })
    };
    let told: Result<Vec<LineChance>, Failure> = lines.iter().zip(&requests).map(chance).collect();
    let told = told?;
    if told.is_empty() {
        return Err(no_day());
    }
    Ok(DateOdds { as_of: judge.outlook.as_of(), date, futures: forecast.scenarios(), lines: told })
}
