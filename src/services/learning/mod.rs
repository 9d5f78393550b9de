//! Learning: from the shop's record to the chances that plans are played with, by night and on demand, and what a
//! person says of a number instead.
//!
//! Reading the record and learning from it happen on the thread of whoever calls, in one snapshot for reading; only
//! storing the result is a command. Plans see nothing but what is stored.

mod night;
mod overrides;
mod view;

pub use night::{nightly, start};
pub use overrides::{OverrideBody, OverrideView, put, remove};
pub use view::{
    CameTrue, Figures, HoursView, LearnedPage, LearnedQuery, LearnedRow, OriginView, hours, list,
};

use super::Commit;
use crate::app::App;
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::planning::learning::{Kept, Read, gather};
use crate::services::Tx;
use crate::store::learning::{LearningRow, learned_as_of, put_learning};
use crate::store::{Failure, Json, MAIN_PLANT, Store, Subject};
use serde::Serialize;
use std::sync::PoisonError;
use utoipa::ToSchema;

/// What a run found.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LearningRun {
    /// As of when the record was read.
    pub as_of: Moment,
    /// How much of the record was read.
    pub read: Read,
    /// Numbers of which the record has something to say.
    pub learned: usize,
    /// Work centres of which a correction of the calendar is proposed.
    pub corrections: usize,
}

impl LearningRun {
    fn of(kept: &Kept) -> Self {
        Self {
            as_of: kept.as_of,
            read: kept.read,
            learned: kept.entries.iter().filter(|entry| entry.recorded).count(),
            corrections: kept.hours.iter().filter(|hours| hours.proposed).count(),
        }
    }
}

/// A run with the entry to wait for, which is nobody else's business.
#[derive(Clone, Serialize)]
struct Ran {
    #[serde(flatten)]
    run: LearningRun,
    #[serde(skip)]
    seq: i64,
}

/// Learns from everything recorded until now, and answers when plans are made with it. Blocks.
///
/// # Errors
///
/// What the database says. Nothing is stored then.
pub fn run(app: &App, actor: &Actor, commit: &impl Commit) -> Result<LearningRun, Failure> {
    let _one_at_a_time = app.learning.lock().unwrap_or_else(PoisonError::into_inner);
    let now = app.clock.now();
    let kept = learned(&app.store, now)?;
    let done = commit.commit(app, actor, move |tx| {
        let seq = store(tx, &kept)?;
        Ok(Ran { run: LearningRun::of(&kept), seq })
    })?;
    app.planner.wait_for_blocking(done.seq)?;
    Ok(done.run)
}

/// What the record says as of `now`.
fn learned(store: &Store, now: Moment) -> Result<Kept, Failure> {
    Ok(store.read(|db| gather(db, MAIN_PLANT, now))?.learn())
}

/// Puts what was learned in the place of what was learned before, with its journal entry.
fn store(tx: &mut Tx<'_>, kept: &Kept) -> Result<i64, Failure> {
    let row = LearningRow { plant_id: tx.plant.id, as_of: kept.as_of, document: Json::of(kept) };
    put_learning(tx.db, &row)?;
    tx.journal("learning.done", &[Subject::Learning], &LearningRun::of(kept))
}

/// Whether something was learned since `at`.
fn is_newer(tx: &mut Tx<'_>, at: Moment) -> Result<bool, Failure> {
    Ok(learned_as_of(tx.db, tx.plant.id)?.is_some_and(|as_of| as_of >= at))
}
