//! The planner's thread: looks for news, reads them into the mirror, plans, publishes, and keeps the history.
//!
//! News that come while it plans are taken together by the next plan. It plans at most once in a while; after
//! a pause at once. A panic in planning costs that plan: the last outlook stays, marked stale, and everything is
//! read and planned afresh.

use super::history::History;
use super::{Planner, Timings};
use crate::app::Clock;
use crate::domain::value::Moment;
use crate::planning::mirror::Mirror;
use crate::planning::outlook::{Inputs, Outlook, instant};
use crate::store::planning::seen_after;
use crate::store::{Cursor, Failure, Known, MAIN_PLANT, Store, head};
use chrono::NaiveDate;
use holdfast_engine::model::Shop;
use holdfast_engine::network::Calendars;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tracing::{debug, error, warn};

/// How long the planner waits at most before it looks by itself.
const LOOK: Duration = Duration::from_secs(1);
/// How long it waits after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// Journal entries that are read at once.
const PORTION: i64 = 10_000;

/// How often and how thoroughly the planner plans.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The least time between the starts of two plans.
    pub least: Duration,
    /// Passes that may search for a better sequence than the dispatch rule's, where no futures are played.
    pub improve: u32,
    /// Futures that are played of every plan, 50 to 2,000; 0 for none.
    pub futures: u32,
    /// Whether they are played only for whoever asks for odds, and not of every plan.
    pub asked: bool,
}

impl Pace {
    /// Passes of the search. Where futures are played there are none: a search finds another sequence after every
    /// report, and odds that jump with it are odds of the search. See ADR 9.
    fn searches(&self) -> u32 {
        if self.futures > 0 { 0 } else { self.improve }
    }
}

/// The planner's nice value: a third of the share of a thread that answers, where both want the same core.
#[cfg(target_os = "linux")]
const NICE: i32 = 5;

impl Default for Pace {
    fn default() -> Self {
        Self { least: Duration::from_secs(1), improve: 4, futures: 200, asked: false }
    }
}

/// Carries out what has become due by an instant; called before every look.
pub type Due = Box<dyn FnMut(Moment) -> Result<(), Failure> + Send>;

/// Loads the shop, publishes the first outlook, and follows the journal on a thread until the planner is ended.
///
/// # Errors
///
/// The shop can't be loaded.
pub fn start(
    store: Store,
    clock: Clock,
    planner: Planner,
    pace: Pace,
    due: Due,
) -> Result<JoinHandle<()>, Failure> {
    let mut follower = Follower {
        store,
        clock,
        planner,
        pace,
        due,
        mirror: Mirror::default(),
        cursor: (0, 0),
        ahead: BTreeSet::new(),
        calendars: None,
        history: History::default(),
        started: None,
        reload: true,
    };
    follower.refresh()?;
    let spawned = std::thread::Builder::new().name("planner".to_owned()).spawn(move || {
        give_way();
        follower.run();
    });
    spawned.map_err(|error| Failure::Broken(format!("the planner's thread: {error}")))
}

/// Lets whoever waits for an answer go first: a plan that comes a little later harms less than a tablet that stands.
pub fn give_way() {
    // Linux gives each thread a priority of its own; elsewhere it would be the whole process's.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        warn!(%error, "the planner runs beside the answers as their equal");
    }
}

struct Follower {
    store: Store,
    clock: Clock,
    planner: Planner,
    pace: Pace,
    due: Due,
    mirror: Mirror,
    /// Behind the last entry before which none can appear any more.
    cursor: (i64, i64),
    /// Entries behind it that the mirror has already.
    ahead: BTreeSet<i64>,
    calendars: Option<Compiled>,
    history: History,
    /// When the last plan was begun.
    started: Option<Instant>,
    /// Whether the mirror must be loaded afresh.
    reload: bool,
}

/// Calendars with what they were compiled for.
struct Compiled {
    day: NaiveDate,
    of: Mirror,
    calendars: Arc<Calendars>,
}

impl Follower {
    fn run(mut self) {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                error!(%error, "the planner can't run");
                return self.planner.end();
            }
        };
        runtime.block_on(async {
            let mut commits = self.store.commits();
            let mut pause = LOOK;
            loop {
                let poked = tokio::select! {
                    changed = commits.changed() => { drop(changed); false }
                    () = self.planner.0.poked.notified() => true,
                    () = tokio::time::sleep(pause) => false,
                };
                if !poked {
                    self.keep_pace().await;
                }
                if self.planner.is_ended() {
                    return;
                }
                commits.borrow_and_update();
                pause = if self.attempt() { LOOK } else { AFTER_FAILURE };
            }
        });
    }

    /// Waits until the next plan may begin.
    async fn keep_pace(&self) {
        let since = self.started.map_or(self.pace.least, |started| started.elapsed());
        if let Some(rest) = self.pace.least.checked_sub(since).filter(|rest| !rest.is_zero()) {
            tokio::select! {
                () = self.planner.0.poked.notified() => {}
                () = tokio::time::sleep(rest) => {}
            }
        }
    }

    /// Refreshes; says whether that went well.
    fn attempt(&mut self) -> bool {
        match catch_unwind(AssertUnwindSafe(|| self.refresh())) {
            Ok(Ok(())) => true,
            Ok(Err(failure)) => {
                warn!(%failure, "the planner can't read the shop; it goes on with what it knows");
                self.planner.mark_stale();
                false
            }
            Err(_) => {
                error!(
                    position = self.planner.outlook().position,
                    "planning panicked; the last outlook stays"
                );
                self.planner.mark_stale();
                (self.reload, self.calendars) = (true, None);
                false
            }
        }
    }

    /// Reads what is new; plans if there is anything, or if time has passed.
    fn refresh(&mut self) -> Result<(), Failure> {
        (self.due)(self.clock.now())?;
        let begun = Instant::now();
        let news = if self.reload { self.load()? } else { self.read_news()? };
        let now = self.clock.now();
        let Some(news) = news.or_else(|| self.is_due(now).then(Vec::new)) else { return Ok(()) };
        self.started = Some(begun);
        let read = begun.elapsed();
        let (outlook, timings) = self.plan(now, &news);
        let position = outlook.position;
        let outlook = self.planner.publish(outlook, news);
        let before_history = Instant::now();
        if let Err(failure) = self.history.keep(&self.store, &outlook) {
            warn!(%failure, "the history of forecasts can't be written; it is tried again with the next plan");
        }
        let timings = Timings { read, history: before_history.elapsed(), ..timings };
        self.planner.note(timings);
        debug!(position, lines = outlook.plan.lines.len(), ?timings, "planned");
        Ok(())
    }

    /// Everything, from one snapshot.
    fn load(&mut self) -> Result<Option<Vec<i64>>, Failure> {
        let (mirror, head, history) = self.store.read(|db| {
            let head = head(db)?;
            let history = History::load(db, MAIN_PLANT)?;
            Ok((Mirror::load(db, MAIN_PLANT)?, head, history))
        })?;
        (self.mirror, self.history) = (mirror, history);
        self.cursor = (head.xid, head.seq);
        self.planner.starts_at(head.seq);
        self.ahead.clear();
        self.reload = false;
        // Entries beyond the head that the snapshot has are read again with the next look.
        Ok(Some(vec![head.seq]))
    }

    /// What the journal shows now that the mirror does not have; nothing if there is nothing.
    fn read_news(&mut self) -> Result<Option<Vec<i64>>, Failure> {
        let (mut found, mut cursor, mut ahead) = (Vec::new(), self.cursor, self.ahead.clone());
        let mirror = &mut self.mirror;
        self.store.read(|db| {
            loop {
                let seen = seen_after(db, cursor, PORTION)?;
                let fresh = || seen.iter().filter(|entry| !ahead.contains(&entry.seq));
                if fresh().next().is_some() {
                    mirror.refresh(db, fresh().flat_map(|entry| &entry.subjects))?;
                    found.extend(fresh().map(|entry| entry.seq));
                }
                if let Some(last) = seen.iter().take_while(|entry| entry.settled).last() {
                    cursor = (last.xid, last.seq);
                }
                let all_settled = seen.last().is_some_and(|entry| entry.settled);
                for entry in &seen {
                    if entry.settled {
                        ahead.remove(&entry.seq)
                    } else {
                        ahead.insert(entry.seq)
                    };
                }
                if (seen.len() as i64) < PORTION || !all_settled {
                    return Ok(());
                }
            }
        })?;
        (self.cursor, self.ahead) = (cursor, ahead);
        Ok(Some(found).filter(|found| !found.is_empty()))
    }

    /// Whether time has passed since the outlook: any on a clock that is moved by hand, else a minute.
    fn is_due(&self, now: Moment) -> bool {
        let planned = self.planner.outlook().now;
        match self.clock {
            Clock::Manual(_) => planned != now,
            _ => planned.micros().div_euclid(60_000_000) != now.micros().div_euclid(60_000_000),
        }
    }

    fn plan(&mut self, now: Moment, news: &[i64]) -> (Outlook, Timings) {
        let begun = Instant::now();
        let made = self.mirror.assemble(now, self.pace.searches());
        let assemble = begun.elapsed();
        let calendars = self.calendars(now, &made.shop);
        let compiled = begun.elapsed();
        let newest = news.iter().copied().max().unwrap_or(0);
        let inputs = Inputs {
            document: Arc::new(made.document),
            shop: made.shop,
            faults: made.faults,
            stages: made.stages,
            promise_version: self.mirror.promise_version(),
            position: newest.max(self.planner.outlook().position),
            known: self.known(),
            now,
        };
        let outlook = Outlook::build(inputs, &calendars);
        let plan = begun.elapsed().saturating_sub(compiled);
        let timings =
            Timings { assemble, calendars: compiled.saturating_sub(assemble), plan, ..Timings::default() };
        (outlook, timings)
    }

    /// What the mirror has of the journal.
    fn known(&self) -> Known {
        let (xid, seq) = self.cursor;
        Known { cursor: Cursor { xid, seq }, ahead: self.ahead.clone() }
    }

    /// The shop's calendars: compiled again only when they or the day changed, because that takes longer than
    /// to plan.
    fn calendars(&mut self, now: Moment, shop: &Shop) -> Arc<Calendars> {
        let day = instant(now).date(shop.zone);
        if let Some(kept) = &self.calendars
            && kept.day == day
            && kept.of.has_calendars_of(&self.mirror)
        {
            return Arc::clone(&kept.calendars);
        }
        let calendars = Arc::new(Calendars::compile(shop));
        let of = self.mirror.calendar_key();
        self.calendars = Some(Compiled { day, of, calendars: Arc::clone(&calendars) });
        calendars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_plays_futures_does_not_search() {
        let pace = |futures| Pace { improve: 4, futures, ..Pace::default() };
        assert_eq!(pace(200).searches(), 0);
        assert_eq!(pace(0).searches(), 4);
    }
}
