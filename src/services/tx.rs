//! One command, one transaction: the rows, the journal entry and the kept answer are stored together or not at all.

use crate::domain::refusal::{Refusal, common};
use crate::domain::role::Actor;
use crate::domain::value::{Day, Moment};
use crate::store::{self, Db, Failure, Json, NewEntry, Numbered, Plant, Subject};
use chrono::Datelike;
use chrono_tz::Tz;
use serde::Serialize;

/// The version of a change that is right whatever is stored: `If-Match: *`.
pub const ANY_VERSION: i64 = -1;

/// So far ahead a device's clock may be.
const CLOCK_TOLERANCE_MINUTES: i64 = 5;

/// A command in progress. Everything it reads and writes is one transaction, which may be run again from the
/// start: no effects outside `db`.
pub struct Tx<'a> {
    /// The transaction.
    pub db: &'a mut Db,
    /// The plant that the command is about.
    pub plant: Plant,
    /// Plant time: when the command happens.
    pub now: Moment,
    /// Who gives it.
    pub actor: &'a Actor,
    journalled: Vec<i64>,
    silent: bool,
}

impl<'a> Tx<'a> {
    /// A command of `actor` at `now` in the main plant.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn new(db: &'a mut Db, now: Moment, actor: &'a Actor) -> Result<Self, Failure> {
        let plant = store::plant(db, store::MAIN_PLANT)?;
        Ok(Self { db, plant, now, actor, journalled: Vec::new(), silent: false })
    }

    /// Appends to the journal: every change of state has its entry.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn journal(
        &mut self,
        what: &str,
        subjects: &[Subject],
        body: &impl Serialize,
    ) -> Result<i64, Failure> {
        let entry = NewEntry {
            at: self.now,
            plant_id: self.plant.id,
            actor: self.actor.name.clone(),
            what: what.to_owned(),
            subjects: Json::of(&subjects),
            body: Json::of(body),
        };
        let seq = store::append(self.db, &entry)?;
        self.journalled.push(seq);
        Ok(seq)
    }

    /// Has this command tell customers nothing: what it writes happened elsewhere, and was told there.
    pub fn tell_no_customer(&mut self) {
        self.silent = true;
    }

    /// Whether customers hear of what this command does.
    pub fn customers_are_told(&self) -> bool {
        !self.silent
    }

    /// The numbers of the journal entries of this command.
    pub fn journalled(&self) -> &[i64] {
        &self.journalled
    }

    /// The plant's zone.
    pub fn zone(&self) -> Tz {
        self.plant.zone.parse().unwrap_or(crate::planning::USUAL_ZONE)
    }

    /// The plant's day.
    pub fn today(&self) -> Day {
        day_of(self.now, self.zone())
    }

    /// The next free number of a document: `SO-26-00017`.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn number(&mut self, kind: Numbered) -> Result<String, Failure> {
        let year = self.today().date().year();
        store::free_number(self.db, self.plant.id, kind, year)
    }

    /// The own time of what is reported; now if it has none. The clock of a device may be ahead of ours a little.
    ///
    /// # Errors
    ///
    /// [`common::IN_THE_FUTURE`].
    pub fn expect_past(&self, at: Option<Moment>) -> Result<Moment, Failure> {
        let at = at.unwrap_or(self.now);
        if at > self.now.shifted(chrono::TimeDelta::minutes(CLOCK_TOLERANCE_MINUTES)) {
            return Err(Refusal::at(common::IN_THE_FUTURE, "at", at).with("now", self.now).into());
        }
        Ok(at)
    }

    /// Refuses a change that is based on another version than the one stored.
    ///
    /// # Errors
    ///
    /// [`common::VERSION_REQUIRED`] without a version, [`common::CHANGED_MEANWHILE`] with another.
    pub fn expect_version(what: &str, key: &str, given: Option<i64>, stored: i64) -> Result<(), Failure> {
        match given {
            None => Err(Refusal::at(common::VERSION_REQUIRED, "If-Match", "").into()),
            Some(version) if version == stored || version == ANY_VERSION => Ok(()),
            Some(_) => Err(Refusal::at(common::CHANGED_MEANWHILE, "If-Match", key).with("what", what).into()),
        }
    }
}

/// A question in progress: one consistent snapshot of the database.
pub struct Ask<'a> {
    /// The snapshot.
    pub db: &'a mut Db,
    /// The plant that the question is about.
    pub plant: Plant,
    /// Plant time.
    pub now: Moment,
    /// Who asks.
    pub actor: &'a Actor,
}

impl<'a> Ask<'a> {
    /// A question of `actor` at `now` about the main plant.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn new(db: &'a mut Db, now: Moment, actor: &'a Actor) -> Result<Self, Failure> {
        let plant = store::plant(db, store::MAIN_PLANT)?;
        Ok(Self { db, plant, now, actor })
    }

    /// The plant's zone.
    pub fn zone(&self) -> Tz {
        self.plant.zone.parse().unwrap_or(crate::planning::USUAL_ZONE)
    }

    /// The plant's day.
    pub fn today(&self) -> Day {
        day_of(self.now, self.zone())
    }
}

/// The day of `zone` at `instant`.
pub fn day_of(instant: Moment, zone: Tz) -> Day {
    instant.day(zone)
}
