//! One connection, to SQLite or to PostgreSQL, behind one set of ordinary diesel queries.
//!
//! A query is a value that both backends can build; [`Db::all`], [`Db::one`] and [`Db::run`] let the connection
//! pick the dialect. Where the two differ a `match` says so. Filters that are chosen at run time need a boxed
//! query, and a boxed query names its backend: [`crate::on!`] writes its body once for both.

use super::Failure;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::query_dsl::methods::{ExecuteDsl, LoadQuery};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A connection.
pub enum Db {
    /// To PostgreSQL.
    Pg(PgConnection),
    /// To SQLite.
    Sqlite(SqliteConnection),
}

/// Runs one body against whichever connection is inside.
#[macro_export]
macro_rules! on {
    ($db:expr, $connection:ident => $body:expr) => {
        match $db {
            $crate::store::Db::Pg($connection) => $body,
            $crate::store::Db::Sqlite($connection) => $body,
        }
    };
}

impl Db {
    /// All rows of a query.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn all<'q, T, Q>(&mut self, query: Q) -> QueryResult<Vec<T>>
    where
        Q: LoadQuery<'q, PgConnection, T>
            + LoadQuery<'q, SqliteConnection, T>
            + RunQueryDsl<PgConnection>
            + RunQueryDsl<SqliteConnection>,
    {
        match self {
            Self::Pg(c) => RunQueryDsl::<PgConnection>::load(query, c),
            Self::Sqlite(c) => RunQueryDsl::<SqliteConnection>::load(query, c),
        }
    }

    /// The first row of a query.
    ///
    /// # Errors
    ///
    /// `NotFound` if there is none, else what the database says.
    pub fn one<'q, T, Q>(&mut self, query: Q) -> QueryResult<T>
    where
        Q: LoadQuery<'q, PgConnection, T>
            + LoadQuery<'q, SqliteConnection, T>
            + RunQueryDsl<PgConnection>
            + RunQueryDsl<SqliteConnection>,
    {
        match self {
            Self::Pg(c) => RunQueryDsl::<PgConnection>::get_result(query, c),
            Self::Sqlite(c) => RunQueryDsl::<SqliteConnection>::get_result(query, c),
        }
    }

    /// The first row of a query, or nothing.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn maybe<'q, T, Q>(&mut self, query: Q) -> QueryResult<Option<T>>
    where
        Q: LoadQuery<'q, PgConnection, T>
            + LoadQuery<'q, SqliteConnection, T>
            + RunQueryDsl<PgConnection>
            + RunQueryDsl<SqliteConnection>,
    {
        self.one(query).optional()
    }

    /// Runs a statement and says how many rows it changed.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn run<Q>(&mut self, statement: Q) -> QueryResult<usize>
    where
        Q: ExecuteDsl<PgConnection>
            + ExecuteDsl<SqliteConnection>
            + RunQueryDsl<PgConnection>
            + RunQueryDsl<SqliteConnection>,
    {
        match self {
            Self::Pg(c) => RunQueryDsl::<PgConnection>::execute(statement, c),
            Self::Sqlite(c) => RunQueryDsl::<SqliteConnection>::execute(statement, c),
        }
    }

    /// Begins a transaction with `sql`, or a savepoint inside one.
    pub(super) fn begin(&mut self, sql: &str) -> QueryResult<()> {
        on!(self, c => AnsiTransactionManager::begin_transaction_sql(c, sql))
    }

    /// Begins a savepoint.
    pub(super) fn savepoint(&mut self) -> QueryResult<()> {
        on!(self, c => AnsiTransactionManager::begin_transaction(c))
    }

    /// Commits the innermost transaction or savepoint.
    pub(super) fn commit(&mut self) -> QueryResult<()> {
        on!(self, c => AnsiTransactionManager::commit_transaction(c))
    }

    /// Rolls the innermost transaction or savepoint back.
    pub(super) fn roll_back(&mut self) -> QueryResult<()> {
        on!(self, c => AnsiTransactionManager::rollback_transaction(c))
    }

    /// Commits a PostgreSQL transaction only if it is whole. A transaction in which a statement failed would
    /// answer a plain COMMIT by rolling back, and call that success.
    pub(super) fn commit_whole(&mut self) -> Result<(), Failure> {
        on!(self, c => c.batch_execute("SELECT 1; COMMIT"))?;
        if self.is_idle() { Ok(()) } else { Err(Failure::Broken("still inside a transaction".to_owned())) }
    }

    /// Whether the connection lives, as far as is known, and no transaction is open on it.
    pub(super) fn is_idle(&mut self) -> bool {
        let depth = on!(self, c => depth(c));
        matches!(depth, Ok(None))
    }

    /// Lets the SQLite file have at most so many pages, 0 for as many as SQLite can number.
    pub(super) fn limit_pages(&mut self, pages: u32) -> QueryResult<()> {
        let pages = if pages == 0 { u32::MAX - 1 } else { pages };
        match self {
            Self::Pg(_) => Ok(()),
            Self::Sqlite(c) => c.batch_execute(&format!("PRAGMA max_page_count={pages}")),
        }
    }

    /// Closes the connection, whatever state it is in.
    pub(super) fn discard(mut self) {
        // An open transaction would keep its locks if closing failed. Where none is open this says so, and
        // there is nothing to do about it.
        let _ = on!(&mut self, c => c.batch_execute("ROLLBACK"));
        if catch_unwind(AssertUnwindSafe(|| drop(self))).is_err() {
            tracing::error!("a database connection could not be closed");
        }
    }
}

fn depth<C>(connection: &mut C) -> QueryResult<Option<std::num::NonZeroU32>>
where
    C: Connection<TransactionManager = AnsiTransactionManager>,
{
    AnsiTransactionManager::transaction_manager_status_mut(connection).transaction_depth()
}

/// The columns of a row type: the same tuple whatever the backend.
pub trait Columns: Selectable<diesel::sqlite::Sqlite> {
    /// For `select` and `returning`.
    fn columns() -> Self::SelectExpression {
        <Self as Selectable<diesel::sqlite::Sqlite>>::construct_selection()
    }
}

impl<T: Selectable<diesel::sqlite::Sqlite>> Columns for T {}
