//! The threads that write to PostgreSQL: each job is one serializable transaction, run again when another one
//! came first. One that keeps losing is let through alone, so that only other programs on the same database
//! can make it lose for good.
//!
//! A connection that has died is replaced and the job run once more, unless it died in the commit: whether
//! that happened nobody knows, so the client is told to come again, and its key finds the answer if it did.

use super::job::{Fate, Job, Queue, Waiting, attempt};
use super::pool::Target;
use super::{Db, Failure};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::Duration;
use tokio::sync::watch;

/// Transactions at a time. Their commits share the server's flushes; more of them meet each other more often.
const THREADS: usize = 8;
/// Runs of one job beside others; the next ones have the database to themselves.
const CROWDED_TRIES: u32 = 3;
/// Runs of one job before it is given up.
const TRIES: u32 = 10;
/// The longest pause before the first repetition; it doubles from one to the next.
const PAUSE: Duration = Duration::from_millis(2);
/// No pause is longer than this.
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// Starts the writers of the PostgreSQL database at `target`.
pub(super) fn start(target: &Arc<Target>, commits: &watch::Sender<u64>) -> Result<Queue, Failure> {
    let gate = Arc::new(RwLock::new(()));
    Queue::start((0..THREADS).map(|_| {
        let (target, gate) = (Arc::clone(target), Arc::clone(&gate));
        let mut writer = Writer { target, gate, commits: commits.clone(), db: None };
        move |waiting: Waiting| writer.serve(&waiting)
    }))
}

struct Writer {
    target: Arc<Target>,
    /// Shared by transactions that run beside each other, held alone by one that lost too often.
    gate: Arc<RwLock<()>>,
    commits: watch::Sender<u64>,
    db: Option<Db>,
}

/// How one run ended.
enum Run {
    Committed,
    /// Another transaction came first.
    Contended,
    /// The connection had died before anything was committed.
    Dead(Failure),
    Over(Failure),
}

impl Writer {
    fn serve(&mut self, waiting: &Waiting) {
        while let Some(job) = waiting.next() {
            if catch_unwind(AssertUnwindSafe(|| self.carry_out(job))).is_err() {
                tracing::error!("a writer panicked; its connection is opened again");
                self.discard();
            }
        }
    }

    fn carry_out(&mut self, mut job: Box<dyn Job>) {
        let outcome = self.persist(job.as_mut());
        if outcome.is_ok() {
            self.commits.send_modify(|n| *n += 1);
        }
        job.answer(outcome);
    }

    fn persist(&mut self, job: &mut dyn Job) -> Result<(), Failure> {
        let mut tries = 0;
        loop {
            let used_before = self.db.is_some();
            match self.beside_or_alone(job, tries >= CROWDED_TRIES) {
                Run::Committed => return Ok(()),
                // Others like it may be waiting in other threads; each finds out for itself.
                Run::Dead(_) if used_before => {}
                Run::Over(failure) | Run::Dead(failure) => return Err(failure),
                Run::Contended => {
                    tries += 1;
                    if tries == TRIES {
                        return Err(Failure::Unavailable(format!("others came first {tries} times")));
                    }
                    let most = PAUSE.saturating_mul(1 << tries).min(LONGEST_PAUSE);
                    thread::sleep(most.mul_f64(rand::random()));
                }
            }
        }
    }

    /// [`Writer::once`] beside the other threads, or while they wait.
    fn beside_or_alone(&mut self, job: &mut dyn Job, alone: bool) -> Run {
        let gate = Arc::clone(&self.gate);
        if alone {
            let _alone = gate.write().unwrap_or_else(PoisonError::into_inner);
            self.once(job)
        } else {
            let _beside = gate.read().unwrap_or_else(PoisonError::into_inner);
            self.once(job)
        }
    }

    /// Runs the job in one transaction. Afterwards the connection is free for another one, or gone.
    fn once(&mut self, job: &mut dyn Job) -> Run {
        let mut db = match self.db.take() {
            Some(db) => db,
            None => match self.target.connect() {
                Ok(db) => db,
                Err(failure) => return Run::Over(failure),
            },
        };
        if let Err(error) = db.begin("BEGIN ISOLATION LEVEL SERIALIZABLE") {
            db.discard();
            return Run::Dead(error.into());
        }
        let failure = match attempt(job, &mut db) {
            Ok(()) => match db.commit_whole() {
                Ok(()) => {
                    self.db = Some(db);
                    return Run::Committed;
                }
                // The server says that it did not commit; a connection that breaks here says nothing.
                Err(Failure::Contended) => Failure::Contended,
                Err(failure) => {
                    db.discard();
                    return Run::Over(failure);
                }
            },
            Err(Fate::Failed(failure)) => failure,
            Err(Fate::Panicked(failure)) => {
                db.discard();
                return Run::Over(failure);
            }
        };
        if db.is_idle() || db.roll_back().is_ok() {
            self.db = Some(db);
        } else {
            db.discard();
        }
        match failure {
            Failure::Contended => Run::Contended,
            failure if self.db.is_none() => Run::Dead(failure),
            failure => Run::Over(failure),
        }
    }

    fn discard(&mut self) {
        if let Some(db) = self.db.take() {
            db.discard();
        }
    }
}
