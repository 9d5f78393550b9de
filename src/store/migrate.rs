//! Bringing a database to the tables of this program, one instance at a time.

use super::pool::Target;
use super::{Db, Failure};
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
            apply(c, POSTGRES)
        }
        Db::Sqlite(c) => c.immediate_transaction(|c| apply(c, SQLITE)),
    }
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
