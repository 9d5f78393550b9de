//! What is stored, and the only part that knows a database: SQLite, embedded, or PostgreSQL.
//!
//! One query module per aggregate, each taking a [`Db`]: they read and write rows and decide nothing. Every
//! write goes through [`Store::write`], every fact with a journal entry beside it; see `services`.

pub mod access;
pub mod accuracy;
pub mod alerts;
pub mod contacts;
mod db;
pub mod dispatch;
mod documents;
mod error;
mod feed;
pub mod floor;
mod foundation;
pub mod imports;
pub mod inspection;
mod job;
pub mod learning;
pub mod ledger;
pub mod master;
mod migrate;
pub mod notices;
mod numbers;
pub mod outbox;
mod part;
pub mod photos;
pub mod planning;
mod pool;
pub mod portal;
pub mod purchasing;
pub mod receipts;
pub mod record;
pub mod rules;
pub mod sales;
#[allow(missing_docs)] // diesel's macro writes a type for every column
pub mod schema;
mod statistics;
pub mod stock;
pub mod supplier_requests;
pub mod types;
pub mod work;
mod writer;

pub use db::{Columns, Db};
pub use error::Failure;
pub use feed::{Cursor, Entry, Known, cursor, done_since, entries_after, head, recent, save_cursor};
pub use foundation::*;
pub use numbers::{Numbered, free_number, next_number, number_to_come};
pub use part::Part;
pub use types::Json;

use job::{Queue, Work};
use pool::{Readers, Target};
use std::sync::Arc;
use tokio::sync::{oneshot, watch};

/// The store of one company. Cheap to clone; its threads end with the last clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    target: Arc<Target>,
    writes: Queue,
    readers: Readers,
    commits: watch::Sender<u64>,
}

impl Store {
    /// Opens the database at `url` (`sqlite://path` or `postgres://…`) and migrates it.
    ///
    /// # Errors
    ///
    /// [`Failure::Unavailable`] if it can't be reached, [`Failure::Broken`] if `url` is none or migrating fails.
    pub fn open(url: &str) -> Result<Self, Failure> {
        let target = Arc::new(Target::at(url)?);
        migrate::run(&target)?;
        let commits = watch::channel(0).0;
        let writes = writer::start(Arc::clone(&target), commits.clone())?;
        let readers = Readers::new(Arc::clone(&target));
        Ok(Self(Arc::new(Inner { target, writes, readers, commits })))
    }

    /// Whether there may be a database at `url`: opening it would make a SQLite file that is not there.
    ///
    /// # Errors
    ///
    /// `url` is none.
    pub fn exists(url: &str) -> Result<bool, Failure> {
        Ok(Target::at(url)?.exists())
    }

    /// The names of the migrations that the database at `url` still lacks, in their order.
    ///
    /// # Errors
    ///
    /// Those of [`Store::open`].
    pub fn pending(url: &str) -> Result<Vec<String>, Failure> {
        migrate::pending(&Target::at(url)?)
    }

    /// Migrates the database at `url` and says which migrations were carried out.
    ///
    /// # Errors
    ///
    /// Those of [`Store::open`].
    pub fn migrate(url: &str) -> Result<Vec<String>, Failure> {
        migrate::run(&Target::at(url)?)
    }

    /// Runs `job` in one write transaction and answers when it is durable. `job` may run several times; only
    /// one of the runs counts. It must have no effects outside the database, and never writes through the
    /// store itself: it would wait for its own end.
    ///
    /// # Errors
    ///
    /// What `job` says, or the database. Nothing is stored then, unless the connection to a PostgreSQL server
    /// broke in the very commit.
    pub async fn write<T: Send + 'static>(
        &self,
        job: impl Fn(&mut Db) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let (tell, told) = oneshot::channel();
        // Whoever asked may have gone; the write counts all the same.
        self.0.writes.push(Work::boxed(job, move |answer| drop(tell.send(answer))))?;
        told.await.unwrap_or_else(|_| Err(unanswered()))
    }

    /// [`Store::write`] for threads that may block.
    ///
    /// # Errors
    ///
    /// Those of [`Store::write`].
    pub fn write_blocking<T: Send + 'static>(
        &self,
        job: impl Fn(&mut Db) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let (tell, told) = std::sync::mpsc::sync_channel(1);
        self.0.writes.push(Work::boxed(job, move |answer| drop(tell.send(answer))))?;
        told.recv().unwrap_or_else(|_| Err(unanswered()))
    }

    /// Runs `question` on a connection for reading, in one consistent snapshot. Blocks: call it on a thread that may.
    ///
    /// # Errors
    ///
    /// What `question` says, or the database.
    pub fn read<T>(&self, question: impl FnOnce(&mut Db) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut lent = self.0.readers.snapshot()?;
        let answer = question(&mut lent);
        lent.end();
        answer
    }

    /// Tells of commits. The value only grows; several commits may show as one change, and on PostgreSQL those
    /// of other instances may not show at all, so followers also look once a second.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.0.commits.subscribe()
    }

    /// Lets the SQLite file have at most `pages` pages from the next write on, 0 for as many as the disk holds.
    /// A write that needs more is answered as on a full disk. Does nothing on PostgreSQL.
    pub fn limit_pages(&self, pages: u32) {
        self.0.target.limit_pages(pages);
    }
}

fn unanswered() -> Failure {
    Failure::Broken("the writer gave no answer".to_owned())
}
