//! The planner's side of the feed: keeps the current [`Outlook`] and tells whoever waits for a newer one.

mod history;
mod run;

pub use run::{Due, Pace, give_way, start};

use super::odds::Odds;
use super::outlook::Outlook;
use crate::domain::value::Moment;
use crate::store::Failure;
use arc_swap::{ArcSwap, ArcSwapOption};
use chrono_tz::Tz;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};

/// How long a thread waits for an outlook: many times what the slowest plan takes.
const PATIENCE: Duration = Duration::from_secs(15);
/// Journal entries that are remembered one by one; those before them are taken to be known.
const REMEMBERED: usize = 100_000;

/// The handle on the planner: what it knows now, and how to wait for more. Cheap to clone.
#[derive(Clone)]
pub struct Planner(Arc<Shared>);

struct Shared {
    current: ArcSwap<Outlook>,
    published: watch::Sender<u64>,
    odds: ArcSwapOption<Odds>,
    played: watch::Sender<u64>,
    state: Mutex<State>,
    news: Condvar,
    poked: Notify,
    stale: AtomicBool,
    plays_odds: AtomicBool,
    /// Whether futures are played for those who ask only.
    when_asked: AtomicBool,
    timings: Mutex<Timings>,
}

/// What the current outlook knows, and whether more will come.
struct State {
    /// Whether the planner has ended; whoever waits would wait in vain.
    ended: bool,
    /// Entries up to here are in the outlook.
    floor: i64,
    /// Later entries that are in it. Numbers may be missing between them: they may still come.
    known: BTreeSet<i64>,
    /// The newest outlook whose odds somebody waits for.
    asked: u64,
}

/// How long the last refresh took, step by step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    /// Reading what changed.
    pub read: Duration,
    /// Making the shop of it.
    pub assemble: Duration,
    /// Compiling calendars; nothing where they were kept.
    pub calendars: Duration,
    /// Planning.
    pub plan: Duration,
    /// Writing the history, after the outlook was published.
    pub history: Duration,
}

impl Planner {
    /// A planner that knows nothing yet and follows nothing.
    pub fn idle(now: Moment, zone: Tz) -> Self {
        Self(Arc::new(Shared {
            current: ArcSwap::from_pointee(Outlook::empty(now, zone)),
            published: watch::channel(0).0,
            odds: ArcSwapOption::empty(),
            played: watch::channel(0).0,
            state: Mutex::new(State { ended: false, floor: 0, known: BTreeSet::new(), asked: 0 }),
            news: Condvar::new(),
            poked: Notify::new(),
            stale: AtomicBool::new(false),
            plays_odds: AtomicBool::new(false),
            when_asked: AtomicBool::new(false),
            timings: Mutex::new(Timings::default()),
        }))
    }

    /// The current outlook.
    pub fn outlook(&self) -> Arc<Outlook> {
        self.0.current.load_full()
    }

    /// The newest odds; nothing before the first futures are played.
    pub fn odds(&self) -> Option<Arc<Odds>> {
        self.0.odds.load_full()
    }

    /// Tells of new odds: the value is how many there were.
    pub fn plays(&self) -> watch::Receiver<u64> {
        self.0.played.subscribe()
    }

    /// Whether futures are played here at all.
    pub fn has_odds(&self) -> bool {
        self.0.plays_odds.load(Ordering::Relaxed)
    }

    /// Whether futures are played for those who ask only: what was played last may be of long ago.
    pub fn plays_when_asked(&self) -> bool {
        self.0.when_asked.load(Ordering::Relaxed)
    }

    /// From now on futures are played: of every outlook, or of those that somebody asks about.
    pub(super) fn plays_odds(&self, when_asked: bool) {
        self.0.when_asked.store(when_asked, Ordering::Relaxed);
        self.0.plays_odds.store(true, Ordering::Relaxed);
    }

    /// Waits for an outlook other than `known` whose odds are wanted; nothing once the planner has ended. Blocks.
    pub(super) fn next_after(&self, known: Option<&Arc<Outlook>>) -> Option<Arc<Outlook>> {
        let mut state = self.state();
        loop {
            if state.ended {
                return None;
            }
            let current = self.outlook();
            let known = known.map(|known| known.nth);
            let wanted = !self.plays_when_asked() || known.is_none_or(|known| known < state.asked);
            if wanted && known != Some(current.nth) {
                return Some(current);
            }
            state = self.0.news.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts odds in place of those before.
    pub(super) fn publish_odds(&self, odds: Odds) {
        let state = self.state();
        self.0.odds.store(Some(Arc::new(odds)));
        self.0.played.send_modify(|count| *count += 1);
        self.0.news.notify_all();
        drop(state);
    }

    /// Waits for the odds of `outlook`, or of one that came after it. Blocks.
    ///
    /// # Errors
    ///
    /// The planner has ended, or does not come that far in time.
    pub fn wait_for_odds(&self, outlook: &Outlook) -> Result<Arc<Odds>, Failure> {
        let mut state = self.state();
        state.asked = state.asked.max(outlook.nth);
        self.0.news.notify_all();
        drop(state);
        self.wait_for(|_| self.odds().filter(|odds| odds.outlook.nth >= outlook.nth))
    }

    /// Whether the last attempt to plan failed, so that the outlook is older than it should be.
    pub fn is_stale(&self) -> bool {
        self.0.stale.load(Ordering::Relaxed)
    }

    /// How long the last refresh took.
    pub fn timings(&self) -> Timings {
        *self.0.timings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells of new outlooks: the value is how many there were.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.published.subscribe()
    }

    /// Waits until the journal entry `seq` is in the outlook. Blocks.
    ///
    /// # Errors
    ///
    /// The planner has ended, or does not come that far in time.
    pub fn wait_for_blocking(&self, seq: i64) -> Result<Arc<Outlook>, Failure> {
        self.wait_blocking(|state, _| state.has(seq))
    }

    /// Waits until the outlook has all of `entries`, and the plant's promises of `version` or later; has it made
    /// at once if it has not been. Blocks.
    ///
    /// # Errors
    ///
    /// The planner has ended, or does not come that far in time.
    pub fn wait_for_all(&self, entries: &[i64], version: i64) -> Result<Arc<Outlook>, Failure> {
        let has_all = |state: &State, outlook: &Outlook| {
            outlook.promise_version >= version && entries.iter().all(|entry| state.has(*entry))
        };
        if let Some(found) = self.check(has_all) {
            return found;
        }
        self.poke();
        self.wait_blocking(has_all)
    }

    /// Waits until the outlook is as of `now` or later, and has the journal entry `seq`. Blocks.
    ///
    /// # Errors
    ///
    /// The planner has ended, or does not come that far in time.
    pub fn wait_until(&self, now: Moment, seq: i64) -> Result<Arc<Outlook>, Failure> {
        self.poke();
        self.wait_blocking(|state, outlook| state.has(seq) && outlook.now >= now)
    }

    /// Makes the planner look at once instead of when it would.
    pub fn poke(&self) {
        self.0.poked.notify_one();
    }

    /// Ends the planner: nobody waits any longer.
    pub fn end(&self) {
        self.state().ended = true;
        self.0.published.send_modify(|count| *count += 1);
        self.0.played.send_modify(|count| *count += 1);
        self.0.news.notify_all();
        self.0.poked.notify_one();
    }

    /// Whether the planner has ended.
    pub fn is_ended(&self) -> bool {
        self.state().ended
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The outlook if it is the one waited for, or that there will be no other.
    fn check(&self, is_it: impl Fn(&State, &Outlook) -> bool) -> Option<Result<Arc<Outlook>, Failure>> {
        let state = self.state();
        let current = self.outlook();
        if is_it(&state, &current) {
            return Some(Ok(current));
        }
        state.ended.then(|| Err(ended()))
    }

    fn wait_blocking(&self, is_it: impl Fn(&State, &Outlook) -> bool) -> Result<Arc<Outlook>, Failure> {
        self.wait_for(|state| Some(self.outlook()).filter(|current| is_it(state, current)))
    }

    /// Waits until `found` finds something, and looks again at all news. Blocks.
    fn wait_for<T>(&self, found: impl Fn(&State) -> Option<T>) -> Result<T, Failure> {
        let (mut state, since) = (self.state(), Instant::now());
        loop {
            if let Some(found) = found(&state) {
                return Ok(found);
            }
            if state.ended {
                return Err(ended());
            }
            let Some(left) = PATIENCE.checked_sub(since.elapsed()) else { return Err(behind()) };
            state = self.0.news.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Puts an outlook in place of the current one; `entries` are the journal entries that it has besides.
    fn publish(&self, mut outlook: Outlook, entries: impl IntoIterator<Item = i64>) -> Arc<Outlook> {
        let mut state = self.state();
        outlook.nth = self.outlook().nth + 1;
        let outlook = Arc::new(outlook);
        state.known.extend(entries);
        while state.known.len() > REMEMBERED {
            if let Some(first) = state.known.pop_first() {
                state.floor = state.floor.max(first);
            }
        }
        self.0.current.store(Arc::clone(&outlook));
        self.0.stale.store(false, Ordering::Relaxed);
        self.0.published.send_modify(|count| *count += 1);
        self.0.news.notify_all();
        outlook
    }

    /// Everything up to `seq` is in the outlook that comes next.
    fn starts_at(&self, seq: i64) {
        let mut state = self.state();
        state.floor = seq;
        state.known.clear();
    }

    fn mark_stale(&self) {
        self.0.stale.store(true, Ordering::Relaxed);
    }

    fn note(&self, timings: Timings) {
        *self.0.timings.lock().unwrap_or_else(PoisonError::into_inner) = timings;
    }
}

impl State {
    fn has(&self, seq: i64) -> bool {
        seq <= self.floor || self.known.contains(&seq)
    }
}

fn behind() -> Failure {
    Failure::Unavailable("the planner is behind".to_owned())
}

fn ended() -> Failure {
    Failure::Unavailable("the planner has ended".to_owned())
}
