//! What a request is based on, where it need not say so: one that does is held to it.

use crate::app::App;
use crate::domain::role::Actor;
use crate::services::{Commit, Tx};
use crate::store::{Db, Failure};
use serde::Serialize;

/// A request's own way to commit, once the version that it names, if it names one, is found to be the newest.
pub(super) struct OnVersion<'a, C, K> {
    by: &'a C,
    check: K,
}

impl<'a, C, K> OnVersion<'a, C, K>
where
    K: Fn(&mut Db, i64) -> Result<(), Failure> + Clone + Send + Sync + 'static,
{
    /// `check` compares the versions in a plant's rows. What is old already need not be tried on the plan first.
    pub(super) fn of(app: &App, actor: &Actor, by: &'a C, check: K) -> Result<Self, Failure> {
        app.ask(actor, |ask| check(ask.db, ask.plant.id))?;
        Ok(Self { by, check })
    }
}

impl<C, K> Commit for OnVersion<'_, C, K>
where
    C: Commit,
    K: Fn(&mut Db, i64) -> Result<(), Failure> + Clone + Send + Sync + 'static,
{
    fn commit<T: Serialize + Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let check = self.check.clone();
        self.by.commit(app, actor, move |tx| {
            check(tx.db, tx.plant.id)?;
            command(tx)
        })
    }
}
