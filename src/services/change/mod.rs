//! What customers want changed: weighed before anyone agrees, over the same futures as every promise, and carried out
//! only when somebody does.
//!
//! A request is a question on paper: it takes nothing and moves nothing. Agreeing weighs it again on the newest plan
//! and changes the line in one transaction, under the plant's promise version.

mod agree;

pub use agree::{AgreeBody, Agreed, agree};

use super::promise::{Changed, Instead, Judge, first_day_for};
use super::sales::{line_named, page_size, said, unknown};
use super::{Ask, Commit, Tx};
use crate::app::App;
use crate::domain::change::{ChangeStatus, Stands, Wish};
use crate::domain::effect::Effect;
use crate::domain::refusal::{Refusal, change as codes, common, sales as sales_codes, supply};
use crate::domain::role::Actor;
use crate::domain::sales::{LineId, LineStatus};
use crate::domain::value::{Amount, Day};
use crate::services::master::expect_quantity;
use crate::services::portal::expect_short;
use crate::services::stock::expect_positive;
use crate::store::sales::{self, ChangeRequest, LeftBehind, NewChangeRow, SalesLine};
use crate::store::{Failure, Json, Subject};
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

/// A change to be asked for. What is not named stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewChangeRequest {
    /// How much is wanted instead.
    pub quantity: Option<Amount>,
    /// The day on which it is wanted instead: a promise would be moved to it.
    pub date: Option<Day>,
    /// The line is to be given up.
    pub cancel: bool,
    /// Who asks, at the customer's or with us.
    pub asked_by: String,
    /// What they say.
    pub note: Option<String>,
}

/// What a change would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Evaluation {
    /// The line before and after, and whose odds fall or rise.
    #[serde(flatten)]
    pub effect: Effect,
    /// Whether the line would be kept as its customer's tier asks; a line without a promise is.
    pub kept: bool,
    /// The probability, from 0 to 1, that the tier asks for.
    pub share: f64,
    /// Whether nobody would be hurt and the line kept.
    pub harmless: bool,
    /// The first harmless day that was found instead; nothing if it is harmless, or none was found.
    pub instead: Option<Day>,
    /// The last of the days that were tried, if none of them would do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searched_until: Option<Day>,
    /// What was set in motion for what is not wanted any more.
    pub leaves_behind: LeftBehind,
}

/// A change request with what it would do, as it was weighed last.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeRequestView {
    /// The request.
    #[serde(flatten)]
    pub request: ChangeRequest,
    /// What it would do.
    pub evaluation: Evaluation,
}

/// Which requests a list shows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct ChangesQuery {
    /// Only this status.
    #[param(inline)]
    pub status: Option<ChangeStatus>,
    /// Only this order's.
    pub order: Option<String>,
    /// `next` of the page before.
    pub cursor: Option<i64>,
    /// How many; 50 unless said, at most 200.
    pub limit: Option<i64>,
}

/// A page of change requests.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangesPage {
    /// The requests, oldest first.
    pub items: Vec<ChangeRequestView>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// Why a request is declined.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeclineBody {
    /// The reason in words; needed. It stays in the house.
    pub reason: String,
    /// What the customer reads of it in the portal, in your words; without it they read that it was declined, and no more.
    pub answer: Option<String>,
}

/// Writes down what a customer wants changed, and weighs it at once. Blocks.
///
/// # Errors
///
/// The line is over, the request asks for nothing or for what can't be, nobody is named, or the plan does not know the
/// line yet.
pub fn ask(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    id: &LineId,
    body: &NewChangeRequest,
) -> Result<ChangeRequestView, Failure> {
    let wish = Wish { quantity: body.quantity, date: body.date, cancel: body.cancel };
    if body.asked_by.trim().is_empty() {
        return Err(Refusal::at(common::REQUIRED, "asked_by", "").into());
    }
    let line = app.ask(actor, |ask| {
        wish.check(ask.today())?;
        let line = line_named(ask.db, ask.plant.id, id)?;
        check_line(ask, &line, &wish)?;
        Ok(line)
    })?;
    let judge = Judge::current(app, actor)?;
    let (evaluation, _) = evaluate(app, actor, &judge, &line, &wish)?;
    let row = NewChangeRow {
        plant_id: line.plant_id,
        order_no: line.order_no.clone(),
        line: line.line.clone(),
        schedule: line.schedule.clone(),
        quantity: wish.quantity,
        date: wish.date,
        cancel: wish.cancel,
        asked_by: body.asked_by.trim().to_owned(),
        note: body.note.clone().filter(|note| !note.trim().is_empty()),
        status: ChangeStatus::Open,
        evaluation: Json::of(&evaluation),
        made_at: judge.outlook.now,
        made_by: actor.name.clone(),
    };
    let id = id.clone();
    by.commit(app, actor, move |tx| {
        let row = NewChangeRow { made_at: tx.now, ..row.clone() };
        let number = sales::insert_change_request(tx.db, &row)?;
        let body = json!({
            "request": number, "line": id.to_string(), "quantity": row.quantity, "date": row.date,
            "cancel": row.cancel, "asked_by": row.asked_by,
        });
        tx.journal("change-request.entered", &[Subject::SalesOrder(id.order.clone())], &body)?;
        view(named(tx, number)?)
    })
}

/// What may be asked of a line.
fn check_line(ask: &mut Ask<'_>, line: &SalesLine, wish: &Wish) -> Result<(), Failure> {
    if line.status != LineStatus::Open {
        return Err(super::sales::line_is_over(line).into());
    }
    let date = line.promise_date.or(line.requested_date);
    wish.expect_change(Stands { quantity: line.quantity, date })?;
    let Some(quantity) = wish.quantity else { return Ok(()) };
    expect_positive("quantity", quantity)?;
    expect_quantity(ask.db, "quantity", &line.item, quantity)?;
    if quantity < line.shipped {
        let refusal = Refusal::at(sales_codes::QUANTITY_BELOW_SHIPPED, "quantity", quantity);
        return Err(refusal.with("shipped", line.shipped).into());
    }
    Ok(())
}

/// Weighs a wish on the planner's answer.
fn evaluate(
    app: &App,
    actor: &Actor,
    judge: &Judge,
    line: &SalesLine,
    wish: &Wish,
) -> Result<(Evaluation, Changed), Failure> {
    let key = judge.outlook.key(&line.order_no, &line.line, &line.schedule);
    let changed = judge.try_change(&key, wish)?;
    let harmless = changed.trial.is_harmless();
    let id = LineId::new(&line.order_no, &line.line, &line.schedule);
    let instead = if harmless { None } else { first_day_for(judge, &id, wish, &changed.trial)? };
    let (instead, searched_until) = match instead {
        Some(Instead::Day(day)) => (Some(day), None),
        Some(Instead::NoneUntil(last)) => (None, Some(last)),
        None => (None, None),
    };
    let less = wish.cancel || wish.quantity.is_some_and(|quantity| quantity < line.quantity);
    let mut leaves_behind = LeftBehind::default();
    if less {
        let lines = [line.clone()];
        leaves_behind = app.ask(actor, |ask| sales::left_behind(ask.db, ask.plant.id, &lines))?;
    }
    let evaluation = Evaluation {
        effect: changed.effect.clone(),
        kept: changed.trial.kept,
        share: changed.trial.share,
        harmless,
        instead,
        searched_until,
        leaves_behind,
    };
    Ok((evaluation, changed))
}

/// A page of change requests.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &ChangesQuery) -> Result<ChangesPage, Failure> {
    let limit = page_size(query.limit);
    let which = (query.status, query.order.as_deref());
    let after = query.cursor.unwrap_or(0);
    let mut rows = sales::change_requests(ask.db, ask.plant.id, which, after, limit + 1)?;
    let more = rows.len() as i64 > limit;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|last| last.id);
    let items = rows.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(ChangesPage { items, next })
}

/// One change request.
///
/// # Errors
///
/// There is none of that number.
pub fn one(ask: &mut Ask<'_>, id: i64) -> Result<ChangeRequestView, Failure> {
    let found = sales::change_request(ask.db, ask.plant.id, id)?;
    view(found.ok_or_else(|| nothing(id))?)
}

/// Declines a request: the line stays as it is.
///
/// # Errors
///
/// There is none, it is decided, nobody says why, or the answer is too long.
pub fn decline(tx: &mut Tx<'_>, id: i64, body: &DeclineBody) -> Result<ChangeRequestView, Failure> {
    let request = open(tx, id)?;
    if body.reason.trim().is_empty() {
        return Err(Refusal::at(supply::REASON_MISSING, "reason", "").into());
    }
    let answer = body.answer.as_deref().map(str::trim).filter(|answer| !answer.is_empty());
    if let Some(answer) = answer {
        expect_short("answer", answer)?;
    }
    let request = ChangeRequest { answer: answer.map(str::to_owned), ..request };
    decided(tx, request, ChangeStatus::Declined, Some(body.reason.trim().to_owned()))
}

/// Stores what became of a request, and tells the journal.
fn decided(
    tx: &mut Tx<'_>,
    request: ChangeRequest,
    status: ChangeStatus,
    reason: Option<String>,
) -> Result<ChangeRequestView, Failure> {
    let row = ChangeRequest {
        status,
        reason,
        decided_at: Some(tx.now),
        decided_by: Some(tx.actor.name.clone()),
        ..request
    };
    sales::update_change_request(tx.db, &row)?;
    let what = match status {
        ChangeStatus::Declined => "change-request.declined",
        ChangeStatus::Open | ChangeStatus::Agreed => "change-request.agreed",
    };
    let line = LineId::new(&row.order_no, &row.line, &row.schedule);
    let body = json!({ "request": row.id, "line": line.to_string() });
    tx.journal(what, &[Subject::SalesOrder(row.order_no.clone())], &body)?;
    view(row)
}

fn named(tx: &mut Tx<'_>, id: i64) -> Result<ChangeRequest, Failure> {
    sales::change_request(tx.db, tx.plant.id, id)?.ok_or_else(|| nothing(id))
}

fn nothing(id: i64) -> Failure {
    unknown("change request", "id", &id.to_string(), &[]).into()
}

/// A request that nobody decided yet.
fn open(tx: &mut Tx<'_>, id: i64) -> Result<ChangeRequest, Failure> {
    let request = named(tx, id)?;
    check_open(&request)?;
    Ok(request)
}

fn check_open(request: &ChangeRequest) -> Result<(), Refusal> {
    let words = match request.status {
        ChangeStatus::Open => return Ok(()),
        ChangeStatus::Agreed => Bilingual { en: "agreed", zh: "同意" },
        ChangeStatus::Declined => Bilingual { en: "declined", zh: "拒绝" },
    };
    Err(said(Refusal::at(codes::CHANGE_DECIDED, "id", request.id), "status", words))
}

fn view(request: ChangeRequest) -> Result<ChangeRequestView, Failure> {
    let evaluation = request.evaluation.read()?;
    Ok(ChangeRequestView { request, evaluation })
}
