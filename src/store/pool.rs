//! Where the database is, how a connection to it is set up, and the connections that are kept for reading.
//!
//! No connection is tried before it is lent: beginning its snapshot tells whether it still lives, and nothing
//! has been asked of it by then.

use super::{Db, Failure};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Connections for reading, at most.
const READERS: usize = 8;
/// How long a reader waits for one of them.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a PostgreSQL server may take to answer a call, in seconds.
const CONNECT_SECONDS: u32 = 5;

/// SQLite's settings for every connection. Another process may hold the lock, but not for long.
const SQLITE_SET_UP: &str =
    "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

/// A database.
#[derive(Debug)]
pub(super) struct Target {
    place: Place,
    /// Pages that the SQLite file may have; 0 for no limit of ours.
    page_limit: AtomicU32,
}

#[derive(Debug)]
enum Place {
    File(String),
    Server(String),
}

impl Target {
    /// The database at `url`.
    pub fn at(url: &str) -> Result<Self, Failure> {
        let place = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Place::Server(with_patience(url))
        } else {
            let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
            if path.is_empty() || path.contains(":memory:") || path.contains("://") {
                let what = "a database is sqlite://PATH (a file) or postgres://USER@HOST/NAME";
                return Err(Failure::Broken(format!("'{url}': {what}")));
            }
            Place::File(path.to_owned())
        };
        Ok(Self { place, page_limit: AtomicU32::new(0) })
    }

    /// Whether it is a PostgreSQL server.
    pub fn is_server(&self) -> bool {
        matches!(self.place, Place::Server(_))
    }

    /// Whether there may be a database: a SQLite file that is not there would be made by connecting.
    pub fn exists(&self) -> bool {
        match &self.place {
            Place::Server(_) => true,
            Place::File(path) => std::path::Path::new(path).exists(),
        }
    }

    /// A new connection.
    ///
    /// Errors: always [`Failure::Unavailable`].
    pub fn connect(&self) -> Result<Db, Failure> {
        let away = |error: &dyn std::fmt::Display| Failure::Unavailable(error.to_string());
        match &self.place {
            Place::Server(url) => PgConnection::establish(url).map(Db::Pg).map_err(|error| away(&error)),
            Place::File(path) => {
                let mut c = SqliteConnection::establish(path).map_err(|error| away(&error))?;
                c.batch_execute(SQLITE_SET_UP).map_err(|error| away(&error))?;
                Ok(Db::Sqlite(c))
            }
        }
    }

    /// A new connection that can't write.
    fn connect_for_reading(&self) -> Result<Db, Failure> {
        let mut db = self.connect()?;
        if let Db::Sqlite(c) = &mut db {
            c.batch_execute("PRAGMA query_only=ON;")?;
        }
        Ok(db)
    }

    /// Pages that the SQLite file may have; 0 for no limit of ours.
    pub fn page_limit(&self) -> u32 {
        self.page_limit.load(Ordering::Relaxed)
    }

    /// Sets the limit, from the next transaction on.
    pub fn limit_pages(&self, pages: u32) {
        self.page_limit.store(pages, Ordering::Relaxed);
    }
}

/// The address with a limit to how long a server that does not answer is waited for.
fn with_patience(url: &str) -> String {
    if url.contains("connect_timeout") {
        return url.to_owned();
    }
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}connect_timeout={CONNECT_SECONDS}")
}

/// The connections for reading.
pub(super) struct Readers {
    target: Arc<Target>,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Db>,
    lent: usize,
}

impl Readers {
    pub fn new(target: Arc<Target>) -> Self {
        Self { target, state: Mutex::default(), freed: Condvar::new() }
    }

    /// A connection inside a snapshot of the database.
    pub fn snapshot(&self) -> Result<Lent<'_>, Failure> {
        let begin = if self.target.is_server() {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        } else {
            "BEGIN DEFERRED"
        };
        loop {
            let (mut lent, used_before) = self.lend()?;
            match lent.begin(begin) {
                Ok(()) => return Ok(lent),
                Err(error) => {
                    lent.broken = true;
                    drop(lent);
                    if !used_before {
                        return Err(error.into());
                    }
                    // What killed this one has killed those beside it.
                    self.state().idle.clear();
                }
            }
        }
    }

    fn lend(&self) -> Result<(Lent<'_>, bool), Failure> {
        let all_lent = |state: &mut State| state.idle.is_empty() && state.lent >= READERS;
        let waited = self.freed.wait_timeout_while(self.state(), PATIENCE, all_lent);
        let (mut state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return Err(Failure::Unavailable("too many are reading".to_owned()));
        }
        state.lent += 1;
        let idle = state.idle.pop();
        drop(state);
        let used_before = idle.is_some();
        // Counted as lent already, so that a failure to connect gives the place back.
        let mut lent = Lent { readers: self, db: idle, broken: false };
        if lent.db.is_none() {
            lent.db = Some(self.target.connect_for_reading()?);
        }
        Ok((lent, used_before))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that goes back when it is dropped, unless it is broken.
pub(super) struct Lent<'a> {
    readers: &'a Readers,
    db: Option<Db>,
    broken: bool,
}

impl Lent<'_> {
    /// Ends the snapshot.
    pub fn end(mut self) {
        self.broken = self.roll_back().is_err();
    }
}

impl Deref for Lent<'_> {
    type Target = Db;
    fn deref(&self) -> &Db {
        self.db.as_ref().expect("a lent connection is there until it is dropped")
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Db {
        self.db.as_mut().expect("a lent connection is there until it is dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let kept = self.db.take().and_then(|mut db| {
            if self.broken || !db.is_idle() {
                db.discard();
                return None;
            }
            Some(db)
        });
        let mut state = self.readers.state();
        state.lent -= 1;
        state.idle.extend(kept);
        drop(state);
        self.readers.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_understood_or_refused() {
        for good in ["sqlite://a/b.db", "sqlite:b.db", "/tmp/b.db", "sqlite:///tmp/b.db"] {
            assert!(!Target::at(good).expect(good).is_server());
        }
        assert!(Target::at("postgres://me@there/db").expect("a server").is_server());
        for bad in ["", "sqlite://", "sqlite::memory:", "mysql://there/db"] {
            let failure = Target::at(bad).expect_err(bad).to_string();
            assert!(failure.contains("sqlite://PATH"), "{failure}");
        }
    }

    #[test]
    fn a_silent_server_is_not_waited_for() {
        assert_eq!(with_patience("postgres://h/d"), "postgres://h/d?connect_timeout=5");
        assert_eq!(with_patience("postgres://h/d?user=a"), "postgres://h/d?user=a&connect_timeout=5");
        assert_eq!(with_patience("postgres://h/d?connect_timeout=9"), "postgres://h/d?connect_timeout=9");
    }
}
