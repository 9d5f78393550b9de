//! Promises: made, moved, inherited and withdrawn by people; never by planning.
//!
//! A date is tried on the planner's snapshot, outside any transaction, and stored only if nothing that takes
//! capacity for a promise was stored meanwhile; else it is tried again.

mod instead;
mod judge;
mod search;
mod shadow;
mod stock;
mod together;
mod turn;
mod weigh;

pub(super) use instead::Instead;
pub use judge::{Judge, Trial, View, current, given, names_of};
use search::Chosen;
pub(super) use search::{Days, first_day_for, first_harmless, without};
pub(super) use shadow::noted;
pub(super) use stock::served;
pub use together::{Base, Joint, TogetherOdds};
pub use turn::Turns;
pub(super) use turn::turn;
pub use weigh::{Changed, Replanned};

use super::sales::{OrderView, line_named, move_reasons, order_named, order_view, policies};
use super::{Commit, Tx, notices, stage};
use crate::app::App;
use crate::domain::change::Wish;
use crate::domain::promise::{
    CausedBy, HurtPromise, Keeps, NotedDate, PromiseKind, Snapshot, check_day, check_reason, not_accepted,
};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::role::{Actor, Right};
use crate::domain::sales::{LineId, LineStatus};
use crate::domain::value::{Amount, Day};
use crate::store::sales::{self, NewPromise, SalesLine};
use crate::store::{self, Failure, Json, Known, Subject};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// Times that a date is tried before others are let go first. One process tries one date at a time, so only
/// what is no promise of its own can come between: withdrawals, imports, proposals, other servers.
pub(super) const TRIES: u32 = 5;

/// A promise to be made or moved.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PromiseBody {
    /// The day. If empty: the one that the customer asked for if that can be kept without hurting anybody, and where they
    /// asked for none the first that can. A later one than they asked for has to be named.
    pub date: Option<Day>,
    /// Why it is moved: a code of the plant's list.
    pub reason_code: Option<String>,
    /// Who caused the move.
    pub caused_by: Option<CausedBy>,
    /// The reason in words.
    pub note: Option<String>,
    /// Lines whose promises may be hurt, as `SO-1/10`; needs the right to override, and a note.
    pub accept_hurt: Vec<String>,
}

/// What somebody takes on themselves with a date that does harm, or that the plan does not keep.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Leave {
    /// Why; stored with the promise.
    pub note: Option<String>,
    /// Lines whose promises may be hurt, as `SO-1/10`; needs the right to override, and a note.
    pub accept_hurt: Vec<String>,
}

impl PromiseBody {
    fn leave(&self) -> Leave {
        Leave { note: self.note.clone(), accept_hurt: self.accept_hurt.clone() }
    }
}

/// A promise to be withdrawn.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WithdrawBody {
    /// Why: a code of the plant's list.
    pub reason_code: Option<String>,
    /// Who caused it.
    pub caused_by: Option<CausedBy>,
    /// The reason in words.
    pub note: Option<String>,
}

/// What is said with a promise.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Why it is moved.
    pub reason_code: Option<String>,
    /// Who caused it.
    pub caused_by: Option<CausedBy>,
    /// The reason in words.
    pub note: Option<String>,
    /// What it keeps.
    pub keeps: Keeps,
    /// What of it lies in stock: lots and how much of each.
    pub stock: Vec<(String, Amount)>,
    /// Whom it hurts.
    pub consequences: Vec<HurtPromise>,
    /// What it was computed on.
    pub snapshot: Option<Snapshot>,
    /// The date that we would have given, where sales give their own.
    pub ours: Option<NotedDate>,
}

/// Makes the first promise for a line.
///
/// # Errors
///
/// The order is not confirmed, the line is promised or over, the day is over; the plan does not keep it, or it
/// hurts others and the actor may not accept that or does not name them; no day is named and the first that can be kept
/// is later than the customer asked for.
pub fn make(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    id: &LineId,
    body: &PromiseBody,
) -> Result<OrderView, Failure> {
    decide(app, actor, by, id, body, PromiseKind::Made)
}

/// Moves a promise.
///
/// # Errors
///
/// Those of [`make`]; there is no promise yet, no reason, or the same day.
pub fn shift(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    id: &LineId,
    body: &PromiseBody,
) -> Result<OrderView, Failure> {
    decide(app, actor, by, id, body, PromiseKind::Moved)
}

fn decide(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    id: &LineId,
    body: &PromiseBody,
    kind: PromiseKind,
) -> Result<OrderView, Failure> {
    let mut turn = turn(app)?;
    for _ in 0..TRIES {
        let said = app.ask(actor, |ask| {
            let line = promisable(ask.db, ask.plant.id, id, kind)?;
            let said = said(&policies(&ask.plant), body, kind)?;
            Ok((line, said, ask.today()))
        })?;
        let (line, mut said, today) = said;
        let judge = Judge::current(app, actor)?;
        let expect_free = |date| expect_another(id, date, (kind, &line), today);
        let chosen = match body.date {
            Some(date) => expect_free(date).and_then(|()| Chosen::named(&judge, id, date)),
            None => search::recommended(&judge, id),
        }?;
        let (date, trial) = (chosen.day, &chosen.trial);
        expect_free(date)?;
        if judge.is_shadow() {
            said.ours = noted(&judge, id, &Wish::default());
        } else if let Err(refusal) = allow(actor, trial, id, date, &body.leave()) {
            drop(turn);
            return Err(search::refused(&judge, id, &chosen, refusal)?.into());
        } else if kind == PromiseKind::Made {
            chosen.expect_wanted(id)?;
        }
        said.consequences.clone_from(&trial.hurt);
        said.snapshot = Some(trial.snapshot.clone());
        said.keeps.clone_from(&trial.keeps);
        said.stock.clone_from(&trial.stock);
        let outlook = &judge.outlook;
        let (id, as_of) = (id.clone(), (outlook.promise_version, outlook.known.clone()));
        let stored = by.commit(app, actor, move |tx| {
            unchanged(tx, &as_of, &Subject::SalesOrder(id.order.clone()))?;
            let line = promisable(tx.db, tx.plant.id, &id, kind)?;
            say(tx, &line, kind, Some(date), &said)?;
            finish(tx, &id)
        });
        match stored {
            Err(Failure::Refused(refusal)) if refusal.code == codes::PROMISE_RACE => turn.lost(),
            other => return other,
        }
    }
    Err(Refusal::new(codes::PROMISE_RACE).into())
}

/// Refuses a day that is over, or the one that is promised already.
fn expect_another(
    id: &LineId,
    date: Day,
    (kind, line): (PromiseKind, &SalesLine),
    today: Day,
) -> Result<(), Failure> {
    check_day(id, date, today)?;
    if kind == PromiseKind::Moved && line.promise_date == Some(date) {
        return Err(Refusal::at(codes::PROMISE_SAME, "date", id).with("date", date).into());
    }
    Ok(())
}

/// Refuses a write that was computed on other promises than those stored now, or before `what` it is about was
/// changed: as of a promise version and what was known of the journal.
pub(super) fn unchanged(tx: &mut Tx<'_>, as_of: &(i64, Known), what: &Subject) -> Result<(), Failure> {
    let (version, known) = as_of;
    let changed =
        |subjects: &Vec<Subject>| subjects.contains(what) || subjects.contains(&Subject::Everything);
    if tx.plant.promise_version != *version
        || store::done_since(tx.db, known)?.iter().any(|(_, subjects)| changed(subjects))
    {
        return Err(Refusal::new(codes::PROMISE_RACE).into());
    }
    Ok(())
}

/// What is said with a promise, checked against the plant's reasons.
fn said(
    policies: &crate::domain::policy::Policies,
    body: &PromiseBody,
    kind: PromiseKind,
) -> Result<Said, Failure> {
    let mut said = Said { note: body.note.clone(), ..Said::default() };
    if kind == PromiseKind::Moved {
        let (code, by) = check_reason(&move_reasons(policies), body.reason_code.as_deref(), body.caused_by)?;
        (said.reason_code, said.caused_by) = (Some(code), Some(by));
    }
    Ok(said)
}

/// A line that may be promised, or whose promise may be moved.
///
/// # Errors
///
/// It is over, its order is not confirmed, or it has a promise already, or none.
pub(super) fn promisable(
    db: &mut store::Db,
    plant_id: i64,
    id: &LineId,
    kind: PromiseKind,
) -> Result<SalesLine, Failure> {
    let order = order_named(db, plant_id, &id.order)?;
    let line = line_named(db, plant_id, id)?;
    if line.status != LineStatus::Open {
        return Err(super::sales::line_is_over(&line).into());
    }
    if !order.status.is_confirmed() {
        return Err(Refusal::at(codes::ORDER_NOT_CONFIRMED, "order", &order.number).into());
    }
    match (kind, line.promise_date) {
        (PromiseKind::Made, Some(date)) => {
            Err(Refusal::at(codes::PROMISE_EXISTS, "line", id).with("date", date).into())
        }
        (PromiseKind::Moved | PromiseKind::Withdrawn, None) => {
            Err(Refusal::at(codes::PROMISE_MISSING, "line", id).into())
        }
        _ => Ok(line),
    }
}

/// Whether `actor` may make this promise: it is kept and hurts nobody, or they may override and say so.
///
/// # Errors
///
/// They may not, or did not name everybody hurt, or gave no reason.
pub(super) fn allow(
    actor: &Actor,
    trial: &Trial,
    id: &LineId,
    date: Day,
    leave: &Leave,
) -> Result<(), Refusal> {
    let missing = not_accepted(&trial.hurt, &leave.accept_hurt);
    let may = actor.may(Right::Override);
    if !trial.hurt.is_empty() && (!missing.is_empty() || !may) {
        let hurt = names_of(&if may { missing } else { trial.hurt.iter().collect() });
        return Err(Refusal::at(codes::PROMISE_HURTS, "accept_hurt", id).with("hurt", hurt));
    }
    let noted = leave.note.as_deref().is_some_and(|note| !note.trim().is_empty());
    let overridden = may && noted;
    if !trial.kept && !overridden {
        if let Some(chance) = trial.chance {
            let percent = |share: f64| format!("{:.1} %", share * 100.0);
            let refusal = Refusal::at(codes::PROMISE_UNLIKELY, "date", id).with("date", date);
            return Err(refusal.with("chance", percent(chance)).with("share", percent(trial.share)));
        }
        let forecast = trial.snapshot.forecast.map_or_else(|| "—".to_owned(), |day| day.to_string());
        let refusal = Refusal::at(codes::PROMISE_NOT_KEPT, "date", id);
        return Err(refusal.with("date", date).with("forecast", forecast));
    }
    if !trial.hurt.is_empty() && !noted {
        return Err(Refusal::at(codes::OVERRIDE_NEEDS_REASON, "note", ""));
    }
    Ok(())
}

/// Withdraws a promise.
///
/// # Errors
///
/// There is none, or no reason.
pub fn withdraw(tx: &mut Tx<'_>, id: &LineId, body: &WithdrawBody) -> Result<OrderView, Failure> {
    let line = promisable(tx.db, tx.plant.id, id, PromiseKind::Withdrawn)?;
    let reasons = move_reasons(&policies(&tx.plant));
    let (code, by) = check_reason(&reasons, body.reason_code.as_deref(), body.caused_by)?;
    let said =
        Said { reason_code: Some(code), caused_by: Some(by), note: body.note.clone(), ..Said::default() };
    say(tx, &line, PromiseKind::Withdrawn, None, &said)?;
    finish(tx, id)
}

/// Notes a promise that was made before this system was there. Nothing is kept for it but its date.
///
/// # Errors
///
/// What the database says.
pub fn inherit(tx: &mut Tx<'_>, line: &SalesLine, date: Day) -> Result<i64, Failure> {
    say(tx, line, PromiseKind::Inherited, Some(date), &Said::default())
}

/// Writes a promise down, reserves the stock that serves it in place of what it held, bumps the plant's promise
/// version and tells the journal.
///
/// # Errors
///
/// What the database says.
pub fn say(
    tx: &mut Tx<'_>,
    line: &SalesLine,
    kind: PromiseKind,
    date: Option<Day>,
    said: &Said,
) -> Result<i64, Failure> {
    let promise = NewPromise {
        plant_id: tx.plant.id,
        order_no: line.order_no.clone(),
        line: line.line.clone(),
        schedule: line.schedule.clone(),
        date,
        kind,
        percentile: said.snapshot.as_ref().and_then(|snapshot| Some(snapshot.odds.as_ref()?.percent())),
        reason_code: said.reason_code.clone(),
        note: said.note.clone(),
        caused_by: said.caused_by,
        made_at: tx.now,
        made_by: tx.actor.name.clone(),
        protected: Json::of(&said.keeps.protected),
        pegs: Json::of(&said.keeps.pegs),
        consequences: Json::of(&said.consequences),
        snapshot: Json::of(&said.snapshot),
        ours: Json::of(&said.ours),
    };
    let id = sales::insert_promise(tx.db, &promise)?;
    store::bump_promise_version(tx.db, tx.plant.id)?;
    let what = match kind {
        PromiseKind::Made => "promise.made",
        PromiseKind::Moved => "promise.moved",
        PromiseKind::Inherited => "promise.inherited",
        PromiseKind::Withdrawn => "promise.withdrawn",
    };
    let body = json!({
        "line": line.id().to_string(), "date": date, "before": line.promise_date, "reason_code": said.reason_code,
        "caused_by": said.caused_by, "note": said.note, "hurt": said.consequences,
    });
    let mut subjects = vec![Subject::SalesOrder(line.order_no.clone())];
    if kind != PromiseKind::Inherited {
        subjects.extend(stock::hold(tx, &line.id(), &said.stock)?);
    }
    tx.journal(what, &subjects, &body)?;
    if kind != PromiseKind::Inherited {
        notices::dated(tx, line, date, said.reason_code.as_deref())?;
    }
    Ok(id)
}

/// Stores that the order of a line changed, and shows it.
///
/// # Errors
///
/// What the database says.
pub(super) fn finish(tx: &mut Tx<'_>, id: &LineId) -> Result<OrderView, Failure> {
    let order = order_named(tx.db, tx.plant.id, &id.order)?;
    super::sales::changed(tx, order)?;
    stage::settle(tx, &id.order)?;
    order_view(tx.db, tx.plant.id, tx.actor, &id.order)
}
