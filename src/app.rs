//! The running product: store and clock, wired once and handed to whoever needs them. No globals.

use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::planning::USUAL_ZONE;
use crate::planning::follow::Planner;
use crate::services::{Ask, Tx};
use crate::store::{Failure, Store};
use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Plant time: what planner, rules and documents go by.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// Stands until it is moved; see `PUT /clock`.
    Manual(Arc<Mutex<Moment>>),
    /// Started at an instant and runs `rate` times as fast as the machine's.
    Running {
        /// Plant time when it was started.
        from: Moment,
        /// When that was.
        since: Instant,
        /// Plant seconds for one second.
        rate: f64,
    },
}

impl Clock {
    /// Now, in plant time.
    pub fn now(&self) -> Moment {
        match self {
            Self::System => Moment::new(Utc::now())
                .unwrap_or_else(|| Moment::new(DateTime::UNIX_EPOCH).expect("in range")),
            Self::Manual(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
            Self::Running { from, since, rate } => {
                let micros = since.elapsed().as_secs_f64() * rate * 1e6;
                from.shifted(chrono::TimeDelta::microseconds(micros as i64))
            }
        }
    }
}

/// The running product. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What is stored.
    pub store: Store,
    /// Plant time.
    pub clock: Clock,
    /// What is planned.
    pub planner: Planner,
}

impl App {
    /// Opens the database at `url` and starts everything that follows it.
    ///
    /// # Errors
    ///
    /// The database can't be opened or read.
    pub fn open(url: &str, clock: Clock) -> Result<Self, Failure> {
        let store = Store::open(url)?;
        let planner = Planner::idle(clock.now(), USUAL_ZONE);
        Ok(Self { store, clock, planner })
    }

    /// Ends everything that follows the store. What is stored stays.
    pub fn stop(&self) {
        self.planner.end();
    }

    /// Carries out a command of `actor`: one transaction, one or more journal entries.
    ///
    /// # Errors
    ///
    /// What the command says, or the store. Nothing is stored then.
    pub async fn command<T: Send + 'static>(
        &self,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let (clock, actor) = (self.clock.clone(), actor.clone());
        self.store.write(move |db| command(&mut Tx::new(db, clock.now(), &actor)?)).await
    }

    /// [`App::command`] for threads that may block.
    ///
    /// # Errors
    ///
    /// Those of [`App::command`].
    pub fn command_blocking<T: Send + 'static>(
        &self,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let (clock, actor) = (self.clock.clone(), actor.clone());
        self.store.write_blocking(move |db| command(&mut Tx::new(db, clock.now(), &actor)?))
    }

    /// Answers a question of `actor` from one snapshot. Blocks.
    ///
    /// # Errors
    ///
    /// What the question says, or the store.
    pub fn ask<T>(
        &self,
        actor: &Actor,
        question: impl FnOnce(&mut Ask<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let now = self.clock.now();
        self.store.read(|db| question(&mut Ask::new(db, now, actor)?))
    }
}
