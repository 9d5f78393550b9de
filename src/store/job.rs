//! Writes that wait: what each runs, whom it tells, and the bounded queue in which they stand.
//!
//! What a job does to the database, and when it counts, is the business of the thread that takes it.

use super::{Db, Failure};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

/// Jobs that may wait. At the usual rates this is a fraction of a second of work; whoever comes later is told
/// to come again rather than kept waiting for longer.
const WAITING: usize = 1024;

/// A write that waits for its turn.
pub(super) trait Job: Send {
    /// Runs it and keeps its answer. A later run replaces what an earlier one kept.
    fn run(&mut self, db: &mut Db) -> Result<(), Failure>;

    /// Tells whoever waits: the kept answer, or why there is none.
    fn answer(self: Box<Self>, outcome: Result<(), Failure>);
}

/// A job with its answer's type.
pub(super) struct Work<T, F, R> {
    job: F,
    kept: Option<T>,
    reply: R,
}

impl<T, F, R> Work<T, F, R>
where
    T: Send + 'static,
    F: Fn(&mut Db) -> Result<T, Failure> + Send + 'static,
    R: FnOnce(Result<T, Failure>) + Send + 'static,
{
    pub fn boxed(job: F, reply: R) -> Box<dyn Job> {
        Box::new(Self { job, kept: None, reply })
    }
}

impl<T, F, R> Job for Work<T, F, R>
where
    T: Send,
    F: Fn(&mut Db) -> Result<T, Failure> + Send,
    R: FnOnce(Result<T, Failure>) + Send,
{
    fn run(&mut self, db: &mut Db) -> Result<(), Failure> {
        self.kept = None;
        self.kept = Some((self.job)(db)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<(), Failure>) {
        let Self { kept, reply, .. } = *self;
        let unrun = || Failure::Broken("committed without having run".to_owned());
        reply(outcome.and_then(|()| kept.ok_or_else(unrun)));
    }
}

/// Why a run of a job gave no answer.
pub(super) enum Fate {
    /// It said so itself.
    Failed(Failure),
    /// It panicked; the connection is in no known state.
    Panicked(Failure),
}

/// Runs a job once. A panic stays inside.
pub(super) fn attempt(job: &mut dyn Job, db: &mut Db) -> Result<(), Fate> {
    match catch_unwind(AssertUnwindSafe(|| job.run(db))) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(failure)) => Err(Fate::Failed(failure)),
        Err(payload) => Err(Fate::Panicked(panicked(payload.as_ref()))),
    }
}

fn panicked(payload: &(dyn Any + Send)) -> Failure {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
    tracing::error!(text, "a command panicked; nothing of it was stored");
    Failure::Broken(format!("a command panicked: {text}"))
}

/// The thread that writes, and the queue before it. It ends when this is dropped.
pub(super) struct Queue {
    jobs: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

/// The end of the queue from which jobs are taken.
pub(super) struct Waiting(Receiver<Box<dyn Job>>);

impl Queue {
    /// Starts the thread of `worker`.
    pub fn start(worker: impl FnOnce(Waiting) + Send + 'static) -> Result<Self, Failure> {
        let (jobs, waiting) = sync_channel(WAITING);
        let thread = thread::Builder::new().name("holdfast-writer".to_owned());
        let started = thread.spawn(move || worker(Waiting(waiting)));
        let thread = started.map_err(|error| Failure::Unavailable(error.to_string()))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Puts a job at the end of the queue.
    ///
    /// Errors: the queue is full.
    pub fn push(&self, job: Box<dyn Job>) -> Result<(), Failure> {
        let Some(jobs) = &self.jobs else { return Err(Failure::Broken("the writer has ended".to_owned())) };
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Failure::Unavailable("too many writes are waiting".to_owned()),
            TrySendError::Disconnected(_) => Failure::Broken("the writer has ended".to_owned()),
        })
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A job may hold the last handle on the store: its thread can't wait for itself.
            if thread.thread().id() != thread::current().id() && thread.join().is_err() {
                tracing::error!("the writer's thread had panicked");
            }
        }
    }
}

impl Waiting {
    /// The next job; waits for it. `None` when the queue has ended.
    pub fn next(&self) -> Option<Box<dyn Job>> {
        self.0.recv().ok()
    }

    /// The next job if one is there already.
    pub fn another(&self) -> Option<Box<dyn Job>> {
        self.0.try_recv().ok()
    }
}
