//! Imports that nobody applied: they are forgotten after a week, and their rows as soon as a later import takes
//! their place, so that looking at files never makes the database grow.

use super::PORTION;
use crate::app::App;
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::store::{Db, Failure, imports};
use chrono::TimeDelta;

/// For so long, by the plant's clock, an import that is not applied is kept.
const KEPT: TimeDelta = TimeDelta::days(7);

/// When the next import is forgotten.
///
/// # Errors
///
/// What the database says.
pub fn due(db: &mut Db) -> Result<Option<Moment>, Failure> {
    Ok(imports::oldest_unapplied(db)?.map(|at| at.shifted(KEPT)))
}

/// Forgets a portion of what is due at `at`: a big file would keep everybody else from writing. What is left is
/// due at once again.
///
/// # Errors
///
/// What the database says.
pub fn forget(db: &mut Db, at: Moment) -> Result<(), Failure> {
    imports::forget_unapplied(db, at.shifted(-KEPT), PORTION as i64)?;
    Ok(())
}

/// Forgets the rows of all files that are done with.
pub(super) fn tidy(app: &App, actor: &Actor) -> Result<(), Failure> {
    while app.command_blocking(actor, |tx| imports::forget_done(tx.db, tx.plant.id, PORTION as i64))? {}
    Ok(())
}
