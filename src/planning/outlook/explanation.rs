//! Why a line ships when it does: consecutive stretches from order to shipment that add up, what serves the
//! line, and how sure the data are.

use super::line::LineName;
use super::{AsOf, CauseView, Forecast, Outlook, amount, moment};
use crate::domain::value::{Amount, Moment};
use crate::planning::story::stages;
use crate::planning::supply::{From, alternatives, branches};
use crate::text::Lang;
use crate::text::plan::{grade_sentence, kind, kind_code, operation};
use crate::text::plan_problem;
use holdfast_engine::explain::{Cause, Explanation as Told};
use holdfast_engine::model::{LineKey, OpKey};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a line ships when it does.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Explanation {
    /// As of when.
    pub as_of: AsOf,
    /// The line's dates.
    pub forecast: Forecast,
    /// The answer in one sentence.
    pub answer: Option<String>,
    /// Seconds from order to shipment: those of all segments, or of all stages.
    pub seconds: i64,
    /// Seconds of each kind, most first.
    pub totals: Vec<Total>,
    /// One stretch for each wait and each operation, consecutive.
    pub stages: Vec<StageView>,
    /// The same time in smaller pieces, consecutive: closed hours apart.
    pub segments: Vec<Stretch>,
    /// What serves the line, level by level.
    pub supplies: Vec<SupplyView>,
    /// Operations that run elsewhere than usual.
    pub alternatives: Vec<String>,
    /// The line of the same order that it waits for, where it leaves together with others.
    pub waits_for: Option<LineName>,
    /// On what the date rests.
    pub rests_on: String,
    /// What would make it surer.
    pub improvements: Vec<Improvement>,
}

/// Seconds of one kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Total {
    /// The stable word.
    pub kind: String,
    /// In the reader's language.
    pub kind_words: String,
    /// Clock seconds.
    pub seconds: i64,
}

/// One wait or one operation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StageView {
    /// What and why.
    #[serde(flatten)]
    pub cause: CauseView,
    /// Clock seconds.
    pub seconds: i64,
    /// Of these, when the work centre was closed.
    pub closed_seconds: i64,
    /// Of these, spent on setting up.
    pub setup_seconds: i64,
    /// The document or work behind most of it.
    pub because_of: Because,
}

/// A piece of time with one kind and one cause.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Stretch {
    /// The stable word.
    pub kind: String,
    /// From this instant.
    pub from: Option<Moment>,
    /// To this instant: where the next begins.
    pub to: Option<Moment>,
    /// Clock seconds.
    pub seconds: i64,
    /// The document or work behind it.
    pub because_of: Because,
}

/// A document or work; only the fields that belong to its type.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Because {
    /// `operation`, `behind`, `reserved`, `closed`, `supply`, `hold`, `window` or `not-started`.
    pub r#type: String,
    /// The work order, or what the plan proposes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work_order: Option<String>,
    /// Its operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The work centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work_center: Option<String>,
    /// The supply that was waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supply: Option<String>,
    /// Of which item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
}

/// A supply below a line.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplyView {
    /// 0 for what serves the line itself, 1 for what goes into that, and so on.
    pub depth: usize,
    /// What it is.
    pub item: String,
    /// How much of it.
    pub quantity: Amount,
    /// Where it comes from: `stock`, `work-order`, `new-work-order`, `purchase-order`, `to-buy`, `customer`.
    pub source: String,
    /// The lot, work order or purchase order line.
    pub number: Option<String>,
    /// Of a work order: pieces of it that were scrapped, and do not come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scrapped: Option<Amount>,
    /// When it can be used.
    pub available: Option<Moment>,
    /// In words.
    pub text: String,
}

/// Something that would make a date surer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Improvement {
    /// The stable code.
    pub code: String,
    /// What is missing.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl Outlook {
    /// Explains a line; nothing if it is not an open line.
    pub fn explanation(&self, key: &LineKey, lang: Lang) -> Option<Explanation> {
        let (date, sold) = (self.plan.line(key)?, self.shop.lines.get(key)?);
        let told = self.plan.explain(&self.shop, key);
        let stages = told.as_ref().map(stages).unwrap_or_default();
        let holes = self.plan.problems.iter().filter(|hole| hole.lines.contains(key));
        let improvement = |hole: &holdfast_engine::problem::Problem| Improvement {
            code: plan_problem::code(&hole.kind).to_owned(),
            message: plan_problem::message(&hole.kind, &self.shop, lang),
            remedy: plan_problem::remedy(&hole.kind, lang).to_owned(),
        };
        Some(Explanation {
            as_of: self.as_of(),
            forecast: self.forecast_of(date, sold, lang),
            answer: told.as_ref().map(|_| self.teller(lang).answer(date, &stages)),
            seconds: told.as_ref().map_or(0, Told::seconds),
            totals: told.as_ref().map(|told| totals(told, lang)).unwrap_or_default(),
            stages: stages
                .iter()
                .map(|stage| StageView {
                    cause: self.cause_view(key, stage, lang),
                    seconds: stage.seconds(),
                    closed_seconds: stage.closed,
                    setup_seconds: stage.setup,
                    because_of: because(stage.cause()),
                })
                .collect(),
            segments: told.as_ref().map(stretches).unwrap_or_default(),
            supplies: self.supplies(key, lang),
            alternatives: self.alternatives(key, lang),
            waits_for: told.and_then(|told| told.waits_for).map(|other| self.name(&other)),
            rests_on: grade_sentence(date.grade, lang).to_owned(),
            improvements: holes.map(improvement).collect(),
        })
    }

    fn supplies(&self, key: &LineKey, lang: Lang) -> Vec<SupplyView> {
        let teller = self.teller(lang);
        let view = |branch: &crate::planning::supply::Branch| {
            let (source, number) = match &branch.from {
                From::Stock(lot) => ("stock", Some(lot.to_string())),
                From::WorkOrder(number) => ("work-order", Some(number.to_string())),
                From::Proposal => ("new-work-order", None),
                From::Purchase(number, _) => ("purchase-order", Some(number.clone())),
                From::Order { .. } => ("to-buy", None),
                From::Customer => ("customer", None),
            };
            let scrapped = match &branch.from {
                From::WorkOrder(number) => teller.scrapped(number).map(|(scrapped, _)| amount(scrapped)),
                _ => None,
            };
            SupplyView {
                depth: branch.depth,
                item: branch.item.to_string(),
                quantity: amount(branch.quantity),
                source: source.to_owned(),
                number,
                scrapped,
                available: moment(branch.available),
                text: teller.source(branch),
            }
        };
        branches(&self.plan, &self.shop, key).iter().map(view).collect()
    }

    fn alternatives(&self, key: &LineKey, lang: Lang) -> Vec<String> {
        let labels = crate::text::plan_labels::Labels::of(lang);
        let said = |other: crate::planning::supply::Alternative| {
            let decided = other.decided.local(self.zone).format("%Y-%m-%d %H:%M").to_string();
            let values = [
                ("operation", &*operation(&other.operation, lang)),
                ("taken", &*other.taken),
                ("usual", &*other.usual),
                ("date", &*decided),
            ];
            crate::text::plan_labels::fill(labels.alternative, &values)
        };
        alternatives(&self.plan, key).into_iter().map(said).collect()
    }
}

fn totals(told: &Told, lang: Lang) -> Vec<Total> {
    let total = |(of, seconds)| Total {
        kind: kind_code(of).to_owned(),
        kind_words: kind(of, lang).to_owned(),
        seconds,
    };
    told.totals().into_iter().map(total).collect()
}

fn stretches(told: &Told) -> Vec<Stretch> {
    let stretch = |segment: &holdfast_engine::explain::Segment| Stretch {
        kind: kind_code(segment.kind).to_owned(),
        from: moment(segment.from),
        to: moment(segment.to),
        seconds: segment.seconds(),
        because_of: because(&segment.cause),
    };
    told.segments.iter().map(stretch).collect()
}

fn because(cause: &Cause) -> Because {
    let of = |r#type: &str, key: &OpKey, center: Option<String>| Because {
        r#type: r#type.to_owned(),
        work_order: Some(key.job.to_string()),
        operation: Some(key.operation.to_string()),
        work_center: center,
        ..Because::default()
    };
    let only = |r#type: &str| Because { r#type: r#type.to_owned(), ..Because::default() };
    match cause {
        Cause::Operation(key, center) => of("operation", key, center.as_ref().map(ToString::to_string)),
        Cause::Behind(key, center) => of("behind", key, Some(center.to_string())),
        Cause::Reserved(key, center) => of("reserved", key, Some(center.to_string())),
        Cause::Closed(key, center) => of("closed", key, Some(center.to_string())),
        Cause::Supply(key, item) => {
            Because { supply: Some(key.to_string()), item: Some(item.to_string()), ..only("supply") }
        }
        Cause::HeldBy(key) => Because { hold: Some(key.to_string()), ..only("hold") },
        Cause::Window => only("window"),
        Cause::NotStarted => only("not-started"),
    }
}
