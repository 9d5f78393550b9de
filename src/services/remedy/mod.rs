//! Remedies for a line that may be late: tried on the planner's newest futures, told with what they gain and whom they
//! cost, and how to carry them out. Nothing is stored by trying.

mod body;
mod how;

pub use body::{Elsewhere, Lots, Nothing, Other, Overtime, Part, RemedyBody, Sooner};
pub use how::{HowRequest, HowStep};

use super::promise::Judge;
use crate::app::App;
use crate::domain::effect::Effect;
use crate::domain::refusal::{Refusal, clock as codes};
use crate::domain::role::Actor;
use crate::domain::sales::LineId;
use crate::planning::outlook::AsOf;
use crate::store::Failure;
use crate::text::Lang;
use crate::text::remedy::{outcome, remedy as words};
use holdfast_engine::model::LineKey;
use holdfast_engine::remedy::Remedy;
use serde::Serialize;
use utoipa::ToSchema;

/// A remedy that was tried.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RemedyView {
    /// The remedy: send it back to have the same tried again.
    pub remedy: RemedyBody,
    /// What would be done, in words.
    pub text: String,
    /// Whether it helps: the line is surely likelier in time, or there a day sooner with a probability of 80 %.
    pub helps: bool,
    /// What it would do.
    #[serde(flatten)]
    pub effect: Effect,
    /// How to carry it out.
    pub how: Vec<HowStep>,
}

/// Remedies that were tried for a line and help.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Remedies {
    /// As of when.
    pub as_of: AsOf,
    /// The line, as `SO-1/10`.
    pub line: String,
    /// The answer in one sentence.
    pub answer: String,
    /// What helps, the best first; empty if nothing that was tried does.
    pub items: Vec<RemedyView>,
}

/// Tries what is worth trying against what a line waits for. Takes a forecast for each: some seconds. Blocks.
///
/// # Errors
///
/// There is no such open line, or no futures are played.
pub fn remedies(app: &App, actor: &Actor, id: &LineId, lang: Lang) -> Result<Remedies, Failure> {
    let (judge, key) = judged(app, actor, id)?;
    let view = |(remedy, effect): (Remedy, Effect)| view(&judge, &key, &remedy, effect, (true, lang));
    let items: Vec<RemedyView> = judge.remedies(&key).into_iter().map(view).collect();
    let answer = outcome(items.len(), lang);
    Ok(Remedies { as_of: judge.outlook.as_of(), line: id.to_string(), answer, items })
}

/// Tries one remedy exactly, whether it helps or not. Blocks.
///
/// # Errors
///
/// Those of [`remedies`]; the remedy names what is not there, or does not fit.
pub fn attempt(
    app: &App,
    actor: &Actor,
    id: &LineId,
    body: &RemedyBody,
    lang: Lang,
) -> Result<RemedyView, Failure> {
    let (judge, key) = judged(app, actor, id)?;
    let remedy = body.remedy(&judge.outlook)?;
    let tried = judge.try_remedy(&key, &remedy).map_err(|unfit| body::refused(&unfit, &judge.outlook))?;
    let (effect, helps) = tried.ok_or_else(|| Refusal::new(codes::NO_ODDS))?;
    let mut told = view(&judge, &key, &remedy, effect, (helps, lang));
    told.remedy = body.clone();
    Ok(told)
}

/// The newest futures, and the line in them.
fn judged(app: &App, actor: &Actor, id: &LineId) -> Result<(Judge, LineKey), Failure> {
    if !app.planner.has_odds() {
        return Err(Refusal::new(codes::NO_ODDS).into());
    }
    let judge = Judge::current(app, actor)?;
    let named = judge.outlook.lines_named(&id.order, &id.line);
    let key = match id.schedule.as_str() {
        "" => named.into_iter().next(),
        schedule => Some(judge.outlook.key(&id.order, &id.line, schedule)),
    };
    let key = key.filter(|key| judge.outlook.plan.line(key).is_some());
    let key = key.ok_or_else(|| Refusal::at(codes::NO_OPEN_LINE, "line", id))?;
    Ok((judge, key))
}

fn view(
    judge: &Judge,
    key: &LineKey,
    remedy: &Remedy,
    effect: Effect,
    (helps, lang): (bool, Lang),
) -> RemedyView {
    let outlook = &judge.outlook;
    RemedyView {
        remedy: RemedyBody::of(remedy, outlook),
        text: words(remedy, (&outlook.shop, key), lang),
        helps,
        effect,
        how: how::how(outlook, key, remedy, lang),
    }
}
