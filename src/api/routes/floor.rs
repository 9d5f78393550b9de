//! What the floor sends: reports, corrections, the stock-take of work in progress.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::refusal::common;
use crate::domain::role::{Actor, Right};
use crate::services::progress::{
    self, CorrectionBody, Listing, OperationView, ReportBody, StandingBody, StandingView,
};
use crate::services::{Commit, Tx};
use crate::store::Failure;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    api.post_planned("/reports", Right::Report, "Report progress on an operation", report);
    api.post_planned("/reports/batch", Right::Report, "Report what a device kept while offline", batch);
    api.post("/reports/{id}/correct", Right::Report, "Correct a report", correct);
    api.post("/work-orders/{no}/standing", Right::LeadFloor, "Say where a work order stands", stand);
    api.post_planned("/standing/batch", Right::LeadFloor, "Say where several work orders stand", stand_all);
}

/// The id of a report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ReportPath {
    /// Its id.
    id: String,
}

/// The number of a work order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OrderPath {
    /// Its number.
    pub(super) no: String,
}

/// Reports, in the order in which the device made them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The reports.
    reports: Vec<ReportBody>,
}

/// A refusal, in the words of the caller's language.
#[derive(Debug, Serialize, ToSchema)]
pub struct Refused {
    /// Its stable name.
    code: String,
    /// What is wrong.
    title: String,
    /// What to do about it.
    remedy: String,
    /// The field at fault.
    field: Option<String>,
    /// The value at fault.
    value: Option<String>,
}

/// What became of one of several.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome<T> {
    /// The report's id or the work order's number.
    key: String,
    /// How it stands now, if it was accepted, now or before.
    accepted: Option<T>,
    /// Why it was refused.
    refused: Option<Refused>,
}

/// What became of several, each by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcomes<T> {
    /// One for each, in their order.
    items: Vec<Outcome<T>>,
}

/// Where several work orders stand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Standings {
    /// The work orders.
    work_orders: Vec<OneStanding>,
}

/// Where one of several work orders stands.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OneStanding {
    /// The work order.
    work_order: String,
    #[serde(flatten)]
    #[allow(missing_docs)]
    standing: StandingBody,
}

fn report(app: &App, actor: &Actor, input: &Input<(), (), ReportBody>) -> Result<OperationView, Failure> {
    let (body, list) = (input.body.clone(), progress::listed(app, &input.body));
    input.commit(app, actor, move |tx| progress::report_from(tx, &body, list.as_ref()))
}

fn correct(tx: &mut Tx<'_>, input: &Input<ReportPath, (), CorrectionBody>) -> Result<OperationView, Failure> {
    progress::correct(tx, &input.path.id, &input.body)
}

fn stand(tx: &mut Tx<'_>, input: &Input<OrderPath, (), StandingBody>) -> Result<StandingView, Failure> {
    progress::stand(tx, &input.path.no, &input.body)
}

/// One transaction each, so that one that is refused keeps none of the others back. Reports are known by their
/// ids; the answer is kept when all are done.
fn batch(app: &App, actor: &Actor, input: &Input<(), (), Batch>) -> Result<Outcomes<OperationView>, Failure> {
    // All of them were made before any was sent: by the lists as they are now.
    let lists: Vec<_> = input.body.reports.iter().map(|body| progress::listed(app, body)).collect();
    let one = |(body, list): (&ReportBody, Option<Listing>)| {
        let own = body.clone();
        let done = app.command_blocking(actor, move |tx| progress::report_from(tx, &own, list.as_ref()));
        outcome(body.id.to_string(), done, input.lang)
    };
    let items = input.body.reports.iter().zip(lists).map(one).collect::<Result<_, _>>()?;
    input.keep(app, actor, Outcomes { items })
}

/// As [`batch`], but nothing knows a stock-take again, and a second one would wipe out what was reported since:
/// each is kept under the request's key and its place.
fn stand_all(
    app: &App,
    actor: &Actor,
    input: &Input<(), (), Standings>,
) -> Result<Outcomes<StandingView>, Failure> {
    let one = |(place, one): (usize, &OneStanding)| {
        let (number, body) = (one.work_order.clone(), one.standing.clone());
        let again = number.clone();
        let done = input.commit_part(
            app,
            actor,
            place,
            move |tx| progress::stand(tx, &number, &body),
            move |tx| progress::stands(tx, &again),
        );
        outcome(one.work_order.clone(), done, input.lang)
    };
    let items = input.body.work_orders.iter().enumerate().map(one).collect::<Result<_, _>>()?;
    input.keep(app, actor, Outcomes { items })
}

/// Refusals are told one by one; a store that is not there stops the rest, to be sent again.
fn outcome<T>(key: String, done: Result<T, Failure>, lang: crate::text::Lang) -> Result<Outcome<T>, Failure> {
    match done {
        // Another request came with this one's key: nothing of it is done.
        Err(Failure::Refused(refusal)) if refusal.code == common::KEY_REUSED => Err((*refusal).into()),
        Ok(accepted) => Ok(Outcome { key, accepted: Some(accepted), refused: None }),
        Err(Failure::Refused(refusal)) => {
            let refused = Refused {
                code: refusal.name(),
                title: refusal.title(lang),
                remedy: refusal.remedy(lang),
                field: refusal.field.clone(),
                value: refusal.value.clone(),
            };
            Ok(Outcome { key, accepted: None, refused: Some(refused) })
        }
        Err(other) => Err(other),
    }
}
