//! The one thread that writes to SQLite: whatever waits is carried out together and made durable by one commit.
//!
//! Each job has a savepoint, so that a refused one takes back its own rows only. What spoils the connection (a
//! panic, a full disk, a failing one, a failed commit) takes back the whole transaction; the other jobs are
//! then run again, each in a transaction of its own, on a new connection. Nobody is answered before the commit.

use super::job::{Fate, Job, Queue, Waiting, attempt};
use super::pool::Target;
use super::{Db, Failure};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tokio::sync::watch;

/// Jobs that one commit makes durable, at most: more would keep the first one waiting.
const TOGETHER: usize = 256;

/// Starts the writer of the SQLite database at `target`.
pub(super) fn start(target: Arc<Target>, commits: watch::Sender<u64>) -> Result<Queue, Failure> {
    let mut writer = Writer { target, commits, db: None, page_limit: 0 };
    Queue::start([move |waiting: Waiting| writer.serve(&waiting)])
}

struct Writer {
    target: Arc<Target>,
    commits: watch::Sender<u64>,
    db: Option<Db>,
    page_limit: u32,
}

/// A job that has run inside the open transaction, and how it went.
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
            for job in batch {
                job.answer(Err(failure.clone()));
            }
            return;
        }
        match self.together(batch) {
            Ok(done) => self.acknowledge(done),
            Err(spoilt) => {
                self.discard();
                self.acknowledge(spoilt.over);
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
        match db.commit() {
            Ok(()) => Ok(done),
            Err(error) => {
                tracing::warn!(%error, jobs = done.len(), "a commit failed; its jobs are run one by one");
                Err(spoilt(done, None, None, rest))
            }
        }
    }

    /// Runs one job in a transaction of its own.
    fn alone(&mut self, mut job: Box<dyn Job>) {
        let outcome = self.begin().and_then(|()| match self.db.as_mut() {
            None => Err(Failure::Broken("no connection".to_owned())),
            Some(db) => match attempt(job.as_mut(), db) {
                Ok(()) => db.commit().map_err(Failure::from),
                Err(Fate::Failed(failure) | Fate::Panicked(failure)) => Err(failure),
            },
        });
        if outcome.is_err() {
            // Simpler than telling which failures need it, and rare.
            self.discard();
        }
        self.acknowledge(vec![(job, outcome)]);
    }

    /// Tells all jobs; the commit, if there was one, is over.
    fn acknowledge(&mut self, done: Vec<Done>) {
        if done.iter().any(|(_, outcome)| outcome.is_ok()) {
            self.commits.send_modify(|n| *n += 1);
        }
        for (job, outcome) in done {
            job.answer(outcome);
        }
    }

    /// Begins a transaction, on a new connection if there is none.
    fn begin(&mut self) -> Result<(), Failure> {
        if self.db.is_none() {
            self.db = Some(self.target.connect()?);
            self.page_limit = 0;
        }
        let Some(db) = self.db.as_mut() else { return Ok(()) };
        let limit = self.target.page_limit();
        let limited = if limit == self.page_limit { Ok(()) } else { db.limit_pages(limit) };
        let begun = limited.and_then(|()| db.begin("BEGIN IMMEDIATE"));
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
