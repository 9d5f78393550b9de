//! Bringing a database to the tables of this program, one instance at a time; and a PostgreSQL database that was
//! restored on another server to that server's transactions.

use super::pool::Target;
use super::{Db, Failure, statistics};
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::fmt::Display;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The advisory lock that whoever migrates holds: a number of our own.
const LOCK: i64 = 0x686f_6c64_6661;

/// The names of the migrations that the database at `target` still lacks, in their order.
pub(super) fn pending(target: &Target) -> Result<Vec<String>, Failure> {
    match &mut target.connect()? {
        Db::Pg(c) => c.pending_migrations(POSTGRES).map(|list| names(&list)).map_err(|error| broken(&error)),
        Db::Sqlite(c) => {
            c.pending_migrations(SQLITE).map(|list| names(&list)).map_err(|error| broken(&error))
        }
    }
}

/// Carries them out and says which they were.
pub(super) fn run(target: &Target) -> Result<Vec<String>, Failure> {
    match &mut target.connect()? {
        Db::Pg(c) => {
            // Before any transaction, so that what the one before us did is seen. It goes with the connection.
            diesel::sql_query("SELECT pg_advisory_lock($1)")
                .bind::<diesel::sql_types::BigInt, _>(LOCK)
                .execute(c)?;
            let done = apply(c, POSTGRES)?;
            settle_in(c)?;
            Ok(done)
        }
        Db::Sqlite(c) => c.immediate_transaction(|c| {
            let done = apply(c, SQLITE)?;
            if !done.is_empty() || !statistics::exist(c)? {
                statistics::write(c)?;
            }
            Ok(done)
        }),
    }
}

/// Whether the journal knows transactions that this server has yet to begin: it was written on another one.
const IS_FROM_ELSEWHERE: &str =
    "SELECT count(*) FROM journal WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())";
/// Followers go back to before the first entry that they have not seen, in the order of the numbers.
const REBASE_FOLLOWERS: &str = "UPDATE followers SET seq = coalesce((SELECT min(j.seq) - 1 FROM journal j \
    WHERE (j.xid, j.seq) > (followers.xid::text::xid8, followers.seq)), followers.seq), xid = 0";
/// What was over when the copy was made is over for everybody.
const REBASE_JOURNAL: &str = "UPDATE journal SET xid = '0'";

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// The feed shows an entry once its transaction is over. In a database that was restored on a server that has
/// counted less far than the old one, that would be never: such a journal is moved to before all transactions.
fn settle_in(connection: &mut PgConnection) -> Result<(), Failure> {
    let moved = connection.transaction(|c| {
        let from_elsewhere: Count = diesel::sql_query(IS_FROM_ELSEWHERE).get_result(c)?;
        if from_elsewhere.count > 0 {
            diesel::sql_query(REBASE_FOLLOWERS).execute(c)?;
            diesel::sql_query(REBASE_JOURNAL).execute(c)?;
        }
        Ok::<bool, diesel::result::Error>(from_elsewhere.count > 0)
    })?;
    if moved {
        tracing::warn!(
            "the database comes from another server: its journal was put before this one's transactions"
        );
    }
    Ok(())
}

fn apply<DB, C>(connection: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>, Failure>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let pending = connection.pending_migrations(source).map_err(|error| broken(&error))?;
    for migration in &pending {
        connection.run_migration(migration).map_err(|error| broken(&error))?;
        tracing::info!(migration = %migration.name(), "the database was changed");
    }
    Ok(names(&pending))
}

fn names<DB: diesel::backend::Backend>(list: &[Box<dyn Migration<DB>>]) -> Vec<String> {
    list.iter().map(|migration| migration.name().to_string()).collect()
}

fn broken(error: &dyn Display) -> Failure {
    Failure::Broken(format!("migrating: {error}"))
}
