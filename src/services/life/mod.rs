//! Life in a demo shop: as plant time passes, what the dispatch lists say is reported, what was ordered comes,
//! what waits is inspected and what is ready leaves.
//!
//! Owns what the people of the demo do and when; everything goes through the same services as theirs would, so
//! it never writes a row itself. The same seed on the same shop does the same. Only the demo has a life.

mod chance;
mod floor;
mod goods;

use crate::app::App;
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::services::{Tx, tx::day_of};
use crate::store::Failure;
use chance::Chance;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// Plant hours between two looks at what comes and goes.
const GOODS_EVERY_HOURS: i64 = 1;

/// What has happened so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports from the floor.
    pub reports: u32,
    /// Receipts of what was ordered.
    pub receipts: u32,
    /// Lots inspected.
    pub inspections: u32,
    /// Dispatch notes that left.
    pub dispatched: u32,
    /// The names of refusals: there should be none.
    pub refused: Vec<String>,
}

/// The people of a demo shop.
pub struct Life {
    chance: Chance,
    actor: Actor,
    runs: BTreeMap<floor::Key, floor::Run>,
    goods_at: Option<Moment>,
    tally: Tally,
}

impl Life {
    /// Nothing has happened yet.
    pub fn new(seed: u64) -> Self {
        let actor = Actor { name: "demo".to_owned(), ..Actor::system() };
        Self { chance: Chance(seed), actor, runs: BTreeMap::new(), goods_at: None, tally: Tally::default() }
    }

    /// What has happened so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Does what is to be done by now. Blocks.
    ///
    /// # Errors
    ///
    /// The store fails; what was done before stays. Refusals are counted and nothing else.
    pub fn step(&mut self, app: &App) -> Result<(), Failure> {
        let now = app.clock.now();
        self.floor(app, now)?;
        let due = self.goods_at.is_none_or(|at| now >= at.shifted(TimeDelta::hours(GOODS_EVERY_HOURS)));
        if due {
            self.goods_at = Some(now);
            self.goods(app, day_of(now, app.planner.outlook().zone))?;
        }
        Ok(())
    }

    /// Carries out a command of the demo's people; answers whether it was done.
    fn carry_out(
        &mut self,
        app: &App,
        command: impl Fn(&mut Tx<'_>) -> Result<(), Failure> + Send + Sync + 'static,
    ) -> Result<bool, Failure> {
        match app.command_blocking(&self.actor, command) {
            Ok(()) => Ok(true),
            Err(Failure::Refused(refusal)) => {
                tracing::warn!(refusal = refusal.name(), "the demo was refused something");
                self.tally.refused.push(refusal.name());
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }
}
