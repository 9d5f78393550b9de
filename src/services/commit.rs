//! How a service that computes on an outlook stores what it found: one command, run by whoever called.

use super::Tx;
use crate::app::App;
use crate::domain::role::Actor;
use crate::store::Failure;
use serde::Serialize;

/// Runs the one command of a service that needs the planner. The API's own way keeps the answer under the
/// request's key as well.
pub trait Commit {
    /// Carries out `command`, whose answer is the service's answer.
    ///
    /// # Errors
    ///
    /// Those of the command, or the store.
    fn commit<T: Serialize + Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure>;
}

/// Commits without more ado: for the command line, jobs and tests.
#[derive(Clone, Copy, Debug)]
pub struct Plainly;

impl Commit for Plainly {
    fn commit<T: Serialize + Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        app.command_blocking(actor, command)
    }
}
