//! What is stored, and the only part that knows a database: SQLite, embedded, or PostgreSQL.
//!
//! One query module per aggregate, each taking a [`Db`]: they read and write rows and decide nothing. Every
//! write goes through [`Store::write`], every fact with a journal entry beside it; see `services`.

mod db;
mod error;
mod foundation;
#[allow(missing_docs)] // diesel's macro writes a type for every column
pub mod schema;
pub mod types;

pub use db::{Columns, Db};
pub use error::Failure;
pub use foundation::*;
pub use types::Json;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The store of one company. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    connection: Mutex<Db>,
    commits: watch::Sender<u64>,
}

impl Store {
    /// Opens the database at `url` (`sqlite://path`, `sqlite::memory:` or `postgres://…`) and migrates it.
    ///
    /// # Errors
    ///
    /// It can't be opened or migrated.
    pub fn open(url: &str) -> Result<Self, Failure> {
        let unavailable = |error: &dyn std::fmt::Display| Failure::Unavailable(error.to_string());
        let db = if url.starts_with("postgres") {
            let mut c = PgConnection::establish(url).map_err(|e| unavailable(&e))?;
            c.run_pending_migrations(POSTGRES).map_err(|e| unavailable(&e))?;
            Db::Pg(c)
        } else {
            let path = url.trim_start_matches("sqlite://").trim_start_matches("sqlite:");
            let mut c = SqliteConnection::establish(path).map_err(|e| unavailable(&e))?;
            c.batch_execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")?;
            c.run_pending_migrations(SQLITE).map_err(|e| unavailable(&e))?;
            Db::Sqlite(c)
        };
        Ok(Self(Arc::new(Inner { connection: Mutex::new(db), commits: watch::channel(0).0 })))
    }

    /// Runs `job` in one write transaction and answers when it is durable. `job` may run several times; only
    /// one of the runs counts. It must have no effects outside the database.
    ///
    /// # Errors
    ///
    /// What `job` says, or the database. Nothing is stored then.
    pub async fn write<T: Send + 'static>(
        &self,
        job: impl Fn(&mut Db) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        self.write_blocking(job)
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
        let mut db = self.0.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = match *db {
            Db::Pg(_) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            Db::Sqlite(_) => "BEGIN IMMEDIATE",
        };
        db.begin(begin)?;
        match job(&mut db) {
            Ok(done) => {
                db.commit()?;
                self.0.commits.send_modify(|n| *n += 1);
                Ok(done)
            }
            Err(failure) => {
                db.roll_back()?;
                Err(failure)
            }
        }
    }

    /// Runs `question` on a connection for reading, in one consistent snapshot. Blocks: call it on a thread that may.
    ///
    /// # Errors
    ///
    /// What `question` says, or the database.
    pub fn read<T>(&self, question: impl FnOnce(&mut Db) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut db = self.0.connection.lock().unwrap_or_else(PoisonError::into_inner);
        question(&mut db)
    }

    /// Tells of commits. The value only grows; several commits may show as one change, and on PostgreSQL those
    /// of other instances may not show at all, so followers also look once a second.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.0.commits.subscribe()
    }
}
