//! The one thread that writes: whatever waits is carried out together and made durable by one commit.
//!
//! Each job has a savepoint, so that a refused one takes back its own rows only. What spoils the transaction (a
//! panic, a full disk, a failing one, another program that came first) takes back all of it; the other jobs are
//! then run again, each in a transaction of its own, on a new connection. Nobody is answered before the commit.
//!
//! On PostgreSQL the transactions are serializable: another program on the same database may come first, and the
//! jobs are then run again. A server that goes away in the commit leaves open whether that happened: such jobs are
//! not run again, their clients are told to come again, and their keys find the answer if it did.

use super::job::{Fate, Job, Queue, Waiting, attempt};
use super::pool::Target;
use super::{Db, Failure};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::sync::watch;

/// Jobs that one commit makes durable, at most: more would keep the first one waiting.
const TOGETHER: usize = 256;
/// Runs of one job before it is given up because other programs come first.
const TRIES: u32 = 10;
/// The longest pause before the first repetition; it doubles from one to the next.
const PAUSE: Duration = Duration::from_millis(2);
/// No pause is longer than this.
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// Starts the writer of the database at `target`.
pub(super) fn start(target: Arc<Target>, commits: watch::Sender<u64>) -> Result<Queue, Failure> {
    let mut writer = Writer { target, commits, db: None, page_limit: 0 };
    Queue::start(move |waiting: Waiting| writer.serve(&waiting))
}

struct Writer {
    target: Arc<Target>,
    commits: watch::Sender<u64>,
    db: Option<Db>,
    page_limit: u32,
}

/// A job that is over, and how it went.
type Done = (Box<dyn Job>, Result<(), Failure>);

/// What is left when a transaction was spoilt: jobs that must run again, and those that must not.
struct Spoilt {
    again: Vec<Box<dyn Job>>,
    over: Vec<Done>,
}

impl Writer {
    fn serve(&mut self, waiting: &Waiting) {
        while let Some(first) = waiting.next() {
            let mut batch = vec![first];
            while batch.len() < TOGETHER
                && let Some(job) = waiting.another()
            {
                batch.push(job);
            }
            // Jobs are caught one by one; this is for faults of the database library, which must not end the
            // thread. Whoever waited hears that there is no answer.
            if catch_unwind(AssertUnwindSafe(|| self.carry_out(batch))).is_err() {
                tracing::error!("the writer panicked; its connection is opened again");
                self.discard();
            }
        }
    }

    fn carry_out(&mut self, batch: Vec<Box<dyn Job>>) {
        if let Err(failure) = self.begin() {
            let none_began = batch.into_iter().map(|job| (job, Err(failure.clone()))).collect();
            return acknowledge(&self.commits, none_began);
        }
        match self.together(batch) {
            Ok(done) => acknowledge(&self.commits, done),
            Err(spoilt) => {
                self.discard();
                acknowledge(&self.commits, spoilt.over);
                for job in spoilt.again {
                    self.alone(job);
                }
            }
        }
    }

    /// Runs all jobs in the open transaction and commits it.
    fn together(&mut self, batch: Vec<Box<dyn Job>>) -> Result<Vec<Done>, Spoilt> {
        let mut done: Vec<Done> = Vec::with_capacity(batch.len());
        let mut rest = batch.into_iter();
        let spoilt = |done: Vec<Done>, again: Option<Box<dyn Job>>, over: Option<Done>, rest| {
            let again = done.into_iter().map(|(job, _)| job).chain(again).chain(rest).collect();
            Spoilt { again, over: over.into_iter().collect() }
        };
        let Some(db) = self.db.as_mut() else { return Err(spoilt(done, None, None, rest)) };
        while let Some(mut job) = rest.next() {
            if db.savepoint().is_err() {
                return Err(spoilt(done, Some(job), None, rest));
            }
            let (outcome, closed) = match attempt(job.as_mut(), db) {
                Ok(()) => (Ok(()), db.commit()),
                Err(Fate::Failed(failure)) if failure.spares_the_connection() => {
                    (Err(failure), db.roll_back())
                }
                Err(Fate::Failed(_)) => return Err(spoilt(done, Some(job), None, rest)),
                Err(Fate::Panicked(failure)) => {
                    return Err(spoilt(done, None, Some((job, Err(failure))), rest));
                }
            };
            if closed.is_err() {
                return Err(spoilt(done, Some(job), None, rest));
            }
            done.push((job, outcome));
        }
        match finish(db) {
            Ok(()) => Ok(done),
            Err(Finish::Undone(failure)) => {
                tracing::warn!(%failure, jobs = done.len(), "a commit failed; its jobs are run one by one");
                Err(spoilt(done, None, None, rest))
            }
            Err(Finish::Unknown(failure)) => {
                // Whoever was refused stays so: nothing of it was to be committed.
                let unknown = |(job, outcome): Done| (job, outcome.and(Err(failure.clone())));
                Err(Spoilt { again: Vec::new(), over: done.into_iter().map(unknown).collect() })
            }
        }
    }

    /// Runs one job in a transaction of its own, again while other programs come first.
    fn alone(&mut self, mut job: Box<dyn Job>) {
        let mut tries = 0;
        let outcome = loop {
            let outcome = self.once(job.as_mut());
            if outcome.is_err() {
                // Simpler than telling which failures need it, and rare.
                self.discard();
            }
            if !matches!(outcome, Err(Failure::Contended)) {
                break outcome;
            }
            tries += 1;
            if tries == TRIES {
                break Err(Failure::Unavailable(format!("others came first {tries} times")));
            }
            let most = PAUSE.saturating_mul(1 << tries).min(LONGEST_PAUSE);
            thread::sleep(most.mul_f64(rand::random()));
        };
        acknowledge(&self.commits, vec![(job, outcome)]);
    }

    fn once(&mut self, job: &mut dyn Job) -> Result<(), Failure> {
        self.begin()?;
        let Some(db) = self.db.as_mut() else { return Err(Failure::Broken("no connection".to_owned())) };
        match attempt(job, db) {
            Ok(()) => finish(db).map_err(|(Finish::Undone(failure) | Finish::Unknown(failure))| failure),
            Err(Fate::Failed(failure) | Fate::Panicked(failure)) => Err(failure),
        }
    }

    /// Begins a transaction, on a new connection if there is none, or none that lives.
    fn begin(&mut self) -> Result<(), Failure> {
        let used_before = self.db.is_some();
        match self.try_to_begin() {
            Err(_) if used_before => self.try_to_begin(),
            begun => begun,
        }
    }

    fn try_to_begin(&mut self) -> Result<(), Failure> {
        if self.db.is_none() {
            self.db = Some(self.target.connect()?);
            self.page_limit = 0;
        }
        let Some(db) = self.db.as_mut() else { return Ok(()) };
        let limit = self.target.page_limit();
        let limited = if limit == self.page_limit { Ok(()) } else { db.limit_pages(limit) };
        let begun = limited.and_then(|()| match db {
            Db::Sqlite(_) => db.begin("BEGIN IMMEDIATE"),
            Db::Pg(_) => db.begin("BEGIN ISOLATION LEVEL SERIALIZABLE"),
        });
        match begun {
            Ok(()) => {
                self.page_limit = limit;
                Ok(())
            }
            Err(error) => {
                self.discard();
                Err(error.into())
            }
        }
    }

    /// Closes the connection, whatever state it is in.
    fn discard(&mut self) {
        if let Some(db) = self.db.take() {
            db.discard();
        }
    }
}

/// Why a commit did not say that it happened.
enum Finish {
    /// It did not happen.
    Undone(Failure),
    /// Nobody knows.
    Unknown(Failure),
}

/// Commits the whole transaction.
fn finish(db: &mut Db) -> Result<(), Finish> {
    match db {
        Db::Sqlite(_) => db.commit().map_err(|error| Finish::Undone(error.into())),
        Db::Pg(_) => db.commit_whole().map_err(|failure| match failure {
            // The server says that it did not commit; a connection that breaks here says nothing.
            Failure::Contended => Finish::Undone(failure),
            failure => Finish::Unknown(failure),
        }),
    }
}

/// Tells all jobs; the commit, if there was one, is over.
fn acknowledge(commits: &watch::Sender<u64>, done: Vec<Done>) {
    if done.iter().any(|(_, outcome)| outcome.is_ok()) {
        commits.send_modify(|n| *n += 1);
    }
    for (job, outcome) in done {
        job.answer(outcome);
    }
}
