//! The plant's clock: what it says, and moving one that is moved by hand.

use super::{Commit, due, learning};
use crate::app::{App, Clock};
use crate::domain::refusal::{Refusal, clock as codes};
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::store::{self, Failure, JournalFilter, MAIN_PLANT, Store, Subject};
use serde::Serialize;
use std::sync::PoisonError;
use utoipa::ToSchema;

/// What the plant's clock says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ClockView {
    /// Plant time.
    pub now: Moment,
    /// Who moves it.
    pub kind: ClockKind,
    /// Plant seconds for one second; 0 for a clock that stands.
    pub rate: f64,
}

/// Who moves a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    /// It is the machine's.
    System,
    /// Someone, by hand.
    Manual,
    /// It runs from an instant at a rate of its own.
    Running,
}

/// What the plant's clock says now.
pub fn now(clock: &Clock) -> ClockView {
    let (kind, rate) = match clock {
        Clock::System => (ClockKind::System, 1.0),
        Clock::Manual(_) => (ClockKind::Manual, 0.0),
        Clock::Running { rate, .. } => (ClockKind::Running, *rate),
    };
    ClockView { now: clock.now(), kind, rate }
}

/// What the clock of the running product says now. In a demo its own people move it, at the demo's speed.
pub fn of(app: &App) -> ClockView {
    let said = now(&app.clock);
    match super::demo::view(app) {
        Some(demo) => ClockView { rate: if demo.paused { 0.0 } else { demo.speed }, ..said },
        None => said,
    }
}

/// When by the plant's clock the last thing happened that the journal of `store` tells; nothing where it tells none.
///
/// # Errors
///
/// What the database says.
pub fn last_entry(store: &Store) -> Result<Option<Moment>, Failure> {
    let newest = JournalFilter { limit: 1, ..JournalFilter::default() };
    let entries = store.read(|db| store::journal_before(db, MAIN_PLANT, &newest))?;
    Ok(entries.first().map(|entry| entry.at))
}

/// Tells the journal that the product ends, so that a clock of its own can go on from there.
///
/// # Errors
///
/// What the database says.
pub fn stopped(app: &App, actor: &Actor) -> Result<(), Failure> {
    app.command_blocking(actor, |tx| {
        let body = Stopped { at: tx.now };
        tx.journal("clock.stopped", &[Subject::Plant], &body).map(drop)
    })
}

#[derive(Serialize)]
struct Stopped {
    at: Moment,
}

#[derive(Serialize)]
struct Moved {
    from: Moment,
    to: Moment,
}

/// Moves the clock on to `to`: what is due on the way happens in order, each at its own instant. Answers when
/// the planner has planned as of then. Blocks.
///
/// # Errors
///
/// The clock runs by itself, `to` is in its past, or the store.
pub fn move_to(app: &App, actor: &Actor, to: Moment, commit: &impl Commit) -> Result<ClockView, Failure> {
    let Clock::Manual(stands) = &app.clock else {
        return Err(Refusal::at(codes::CLOCK_RUNS_BY_ITSELF, "now", to).into());
    };
    let _one_at_a_time = app.moving.lock().unwrap_or_else(PoisonError::into_inner);
    let from = app.clock.now();
    if to < from {
        return Err(Refusal::at(codes::CLOCK_BACKWARDS, "now", to).with("now", from).into());
    }
    due::settle(&app.store, to)?;
    {
        let _one_learns_at_a_time = app.learning.lock().unwrap_or_else(PoisonError::into_inner);
        learning::nightly(&app.store, to)?;
    }
    let done = commit.commit(&app.at(to), actor, move |tx| {
        store::planning::set_clock(tx.db, tx.plant.id, to)?;
        let seq = tx.journal("clock.moved", &[Subject::Plant], &Moved { from, to })?;
        Ok(Answered { view: ClockView { now: to, kind: ClockKind::Manual, rate: 0.0 }, seq })
    })?;
    *stands.lock().unwrap_or_else(PoisonError::into_inner) = to;
    app.planner.wait_until(to, done.seq)?;
    Ok(done.view)
}

/// The view with the entry to wait for, which is nobody else's business.
#[derive(Serialize)]
struct Answered {
    #[serde(flatten)]
    view: ClockView,
    #[serde(skip)]
    seq: i64,
}
