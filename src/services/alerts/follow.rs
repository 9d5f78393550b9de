//! The follower: looks after every new plan and its odds, on a thread of its own.

use super::dry_run::DAYS;
use super::found::Shop;
use super::lines::Basis;
use super::remedies::remedies;
use super::rules::watcher;
use super::watch::{Looked, Watch};
use super::write::{Ground, PORTION, Plan};
use crate::app::Clock;
use crate::domain::value::Moment;
use crate::planning::follow::Planner;
use crate::services::Tx;
use crate::store::rules::{add_record, forget_record};
use crate::store::{Failure, MAIN_PLANT, Store};
use chrono::{NaiveDate, TimeDelta};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tracing::{debug, error, warn};

/// How long the thread waits at most before it looks by itself.
const LOOK: Duration = Duration::from_secs(1);

/// The handle on the follower. Cheap to clone.
#[derive(Clone, Default)]
pub struct Alerts(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    watch: Watch,
    last: Option<Basis>,
    /// The newest change of a rule that was looked at.
    rules: Option<i64>,
    /// The day on which the record was last cut to its length.
    tidied: Option<NaiveDate>,
}

/// Forgets how things stood long ago, once a day. What has stood so ever since is written down as of the day on which the
/// record begins.
fn forget(state: &mut State, store: &Store, now: Moment) -> Result<(), Failure> {
    let today = now.utc().date_naive();
    if state.tidied != Some(today) {
        let before = now.shifted(-TimeDelta::days(DAYS.into()));
        let standing = state.watch.standing_since(before, MAIN_PLANT);
        store.write_blocking(move |db| {
            forget_record(db, MAIN_PLANT, before)?;
            standing.chunks(PORTION).try_for_each(|rows| add_record(db, rows))
        })?;
        state.watch.carried(before);
        state.tidied = Some(today);
    }
    Ok(())
}

impl Alerts {
    /// Looks at the newest plan and its odds, unless that was done, and says what that took. When it returns, what becomes
    /// of alerts by them is stored. Blocks.
    ///
    /// # Errors
    ///
    /// What the database says. Nothing is stored then, and the next look finds the same again.
    pub fn look(&self, store: &Store, clock: &Clock, planner: &Planner) -> Result<Looked, Failure> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(basis) = Basis::newest(planner) else { return Ok(Looked::default()) };
        let changed = store.read(|db| crate::store::rules::changes(db, MAIN_PLANT))?;
        if state.rules == Some(changed) && state.last.as_ref().is_some_and(|last| last.is(&basis)) {
            return Ok(Looked::default());
        }
        // What is seen is as of the plan; the clock may be ahead of it, never behind.
        let now = clock.now().max(basis.outlook.now);
        let shop = store.read(|db| {
            if state.last.is_none() {
                state.watch.recall(db, now)?;
            }
            Shop::read(db, MAIN_PLANT, now)
        })?;
        forget(&mut state, store, now)?;
        let (verdicts, found) = state.watch.look(&shop, &basis);
        if !verdicts.is_empty() {
            let remedies = remedies(store, &basis, &verdicts, now);
            let ground = Ground { basis: &basis, remedies: &remedies, now };
            let plan = Plan::of(&verdicts, &state.watch, ground, MAIN_PLANT);
            let stored = store.write_blocking(move |db| plan.store(&mut Tx::new(db, now, &watcher())?));
            if let Err(failure) = stored {
                state.watch.forget();
                return Err(failure);
            }
            debug!(begun = verdicts.begin.len(), ended = verdicts.end.len(), "looked at rules");
        }
        state.watch.keep(found, verdicts.remember, now);
        (state.last, state.rules) = (Some(basis), Some(changed));
        Ok(verdicts.looked)
    }
}

/// Looks on a thread after every plan and its odds, until the planner is ended.
///
/// # Errors
///
/// The machine has no thread left.
pub fn start(
    store: Store,
    clock: Clock,
    planner: Planner,
    alerts: Alerts,
) -> Result<JoinHandle<()>, Failure> {
    let spawned = std::thread::Builder::new().name("alerts".to_owned()).spawn(move || {
        crate::planning::follow::give_way();
        let (mut outlooks, mut odds) = (planner.changes(), planner.plays());
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
            Ok(runtime) => runtime,
            Err(error) => return error!(%error, "alerts can't be followed"),
        };
        runtime.block_on(async {
            loop {
                tokio::select! {
                    changed = outlooks.changed() => drop(changed),
                    played = odds.changed() => drop(played),
                    () = tokio::time::sleep(LOOK) => {}
                }
                if planner.is_ended() {
                    return;
                }
                let looked = catch_unwind(AssertUnwindSafe(|| alerts.look(&store, &clock, &planner)));
                match looked {
                    Ok(Ok(_)) => continue,
                    Ok(Err(failure)) => warn!(%failure, "alerts can't be stored; it is tried again"),
                    Err(_) => {
                        error!("looking at rules panicked; everything is looked at again");
                        alerts.0.lock().unwrap_or_else(PoisonError::into_inner).watch.forget();
                    }
                }
                tokio::time::sleep(LOOK).await;
            }
        });
    });
    spawned.map_err(|error| Failure::Broken(format!("the thread of alerts: {error}")))
}
