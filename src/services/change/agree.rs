//! Agreeing to a change: weighed again on the newest plan, allowed as a promise is, and carried out by the services
//! that change lines and move promises, in one transaction.

use super::{ChangeRequestView, Evaluation, check_open, decided, evaluate, nothing, open};
use crate::app::App;
use crate::domain::change::{ChangeStatus, Wish};
use crate::domain::promise::{CausedBy, HurtPromise, NotedDate, PromiseKind, check_day, check_reason};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::role::Actor;
use crate::domain::sales::{LineId, LineStatus};
use crate::domain::value::Day;
use crate::services::promise::{
    Instead, Judge, Leave, Said, TRIES, Trial, allow, finish, noted, promisable, say, turn, unchanged,
};
use crate::services::sales::{
    GivingUp, LineChange, OrderView, cancel_line, change_line_in, line_is_over, line_named, move_reasons,
    order_view, policies,
};
use crate::services::tight::{self, Becoming};
use crate::services::{ANY_VERSION, Ask, Commit, Tx};
use crate::store::sales::{self, ChangeRequest, SalesLine};
use crate::store::{Failure, Json, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The reason that a promise is moved for, unless another is said.
const USUAL_REASON: &str = "customer-changed-date";

/// What is said with an agreement.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AgreeBody {
    /// Why, where it hurts somebody or the line is unlikely to be kept.
    pub note: Option<String>,
    /// Lines whose promises may be hurt, as `SO-1/10`; needs the right to override, and a note.
    pub accept_hurt: Vec<String>,
    /// The reason for which a promise is moved: `customer-changed-date` unless said.
    pub reason_code: Option<String>,
}

/// A change that was agreed and carried out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Agreed {
    /// The request, with what it was weighed to do.
    #[serde(flatten)]
    pub request: ChangeRequestView,
    /// The order as it is now; what the change leaves behind stands in the evaluation.
    pub changed: OrderView,
    /// Promises that it hurts, by leave of whoever agreed.
    pub hurt: Vec<HurtPromise>,
}

/// What was weighed, for the transaction that carries it out.
#[derive(Clone)]
struct Weighed {
    wish: Wish,
    evaluation: Evaluation,
    trial: Trial,
    reason: Option<(String, CausedBy)>,
    note: Option<String>,
    tight: bool,
    /// The date that we would have given for the line as it becomes, where sales give their own.
    ours: Option<NotedDate>,
}

/// Agrees to a change: weighs it again, and carries it out unless it hurts somebody who is not named. Blocks.
///
/// # Errors
///
/// There is no such request, or it is decided; the line is over; it hurts others and the actor may not accept that or
/// does not name them; the line would not be kept and nobody overrides that.
pub fn agree(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    number: i64,
    body: &AgreeBody,
) -> Result<Agreed, Failure> {
    let mut turn = turn(app)?;
    for _ in 0..TRIES {
        let asked = app.ask(actor, |ask| decidable(ask, number, body))?;
        let Asked { request, line, reason, today } = asked;
        let wish = wish_of(&request);
        let judge = Judge::current(app, actor)?;
        let (evaluation, changed) = evaluate(app, actor, &judge, &line, &wish)?;
        let id = id_of(&request);
        let leave = Leave { note: body.note.clone(), accept_hurt: body.accept_hurt.clone() };
        let day = wish.date.or(line.promise_date).unwrap_or(today);
        // Where sales give their own dates, nothing is refused for what it does.
        if !judge.is_shadow() {
            let last = evaluation.searched_until.unwrap_or(day);
            let instead = evaluation.instead.map_or(Instead::NoneUntil(last), Instead::Day);
            allow(actor, &changed.trial, &id, day, &leave).map_err(|refusal| instead.told(refusal))?;
        }
        let change =
            LineChange { quantity: wish.quantity, requested_date: wish.date, ..LineChange::default() };
        let tight = match wish.cancel {
            true => false,
            false => tight::order(app, actor, &id.order, Becoming::Changed(&id, &change))?,
        };
        let note = body.note.clone().or_else(|| request.note.clone());
        let ours = reason.as_ref().filter(|_| judge.is_shadow());
        let ours = ours.and_then(|_| noted(&judge, &id, &wish));
        let weighed = Weighed { wish, evaluation, trial: changed.trial, reason, note, tight, ours };
        let as_of = (judge.outlook.promise_version, judge.outlook.known.clone());
        let done = by.commit(app, actor, move |tx| {
            unchanged(tx, &as_of, &Subject::SalesOrder(id.order.clone()))?;
            let request = open(tx, number)?;
            carried_out(tx, request, &weighed)
        });
        match done {
            Err(Failure::Refused(refusal)) if refusal.code == codes::PROMISE_RACE => turn.lost(),
            other => return other,
        }
    }
    Err(Refusal::new(codes::PROMISE_RACE).into())
}

/// A request that may be agreed to.
struct Asked {
    request: ChangeRequest,
    line: SalesLine,
    /// Why a promise is moved for it, if one is.
    reason: Option<(String, CausedBy)>,
    /// The plant's day.
    today: Day,
}

fn decidable(ask: &mut Ask<'_>, number: i64, body: &AgreeBody) -> Result<Asked, Failure> {
    let found = sales::change_request(ask.db, ask.plant.id, number)?;
    let request = found.ok_or_else(|| nothing(number))?;
    check_open(&request)?;
    let (id, today) = (id_of(&request), ask.today());
    let line = line_named(ask.db, ask.plant.id, &id)?;
    if line.status != LineStatus::Open {
        return Err(line_is_over(&line).into());
    }
    let wish = wish_of(&request);
    wish.check(today)?;
    let mut reason = None;
    if let Some(date) = moves(&line, &wish) {
        promisable(ask.db, ask.plant.id, &id, PromiseKind::Moved)?;
        check_day(&id, date, today)?;
        let code = body.reason_code.as_deref().unwrap_or(USUAL_REASON);
        let listed = move_reasons(&policies(&ask.plant));
        reason = Some(check_reason(&listed, Some(code), Some(CausedBy::Customer))?);
    }
    Ok(Asked { request, line, reason, today })
}

fn id_of(request: &ChangeRequest) -> LineId {
    LineId::new(&request.order_no, &request.line, &request.schedule)
}

fn wish_of(request: &ChangeRequest) -> Wish {
    Wish { quantity: request.quantity, date: request.date, cancel: request.cancel }
}

/// The day to which a promise is moved, if one is.
fn moves(line: &SalesLine, wish: &Wish) -> Option<Day> {
    let promised = line.promise_date?;
    wish.date.filter(|date| *date != promised)
}

fn carried_out(tx: &mut Tx<'_>, request: ChangeRequest, weighed: &Weighed) -> Result<Agreed, Failure> {
    let id = id_of(&request);
    let hurt = weighed.trial.hurt.clone();
    if weighed.wish.cancel {
        let note = weighed.note.clone().unwrap_or_default();
        let note = format!("{}: {note}", request.asked_by);
        let why = GivingUp { note: Some(note), caused_by: Some(CausedBy::Customer) };
        cancel_line(tx, &id, &why, Some(ANY_VERSION))?;
    } else {
        let moved = moves(&line_named(tx.db, tx.plant.id, &id)?, &weighed.wish);
        let change = LineChange {
            quantity: weighed.wish.quantity,
            requested_date: weighed.wish.date,
            ..LineChange::default()
        };
        change_line_in(tx, &id, &change, Some(ANY_VERSION), weighed.tight)?;
        let line = line_named(tx.db, tx.plant.id, &id)?;
        if let Some(date) = moved.filter(|_| line.status == LineStatus::Open) {
            let (reason_code, caused_by) = weighed.reason.clone().unzip();
            let said = Said {
                reason_code,
                caused_by,
                note: weighed.note.clone(),
                keeps: weighed.trial.keeps.clone(),
                stock: weighed.trial.stock.clone(),
                consequences: hurt.clone(),
                snapshot: Some(weighed.trial.snapshot.clone()),
                ours: weighed.ours.clone(),
            };
            say(tx, &line, PromiseKind::Moved, Some(date), &said)?;
            finish(tx, &id)?;
        }
    }
    let request = ChangeRequest { evaluation: Json::of(&weighed.evaluation), ..request };
    let request = decided(tx, request, ChangeStatus::Agreed, weighed.note.clone())?;
    let changed = order_view(tx.db, tx.plant.id, tx.actor, &id.order)?;
    Ok(Agreed { request, changed, hurt })
}
