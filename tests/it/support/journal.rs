//! Journal entries for tests of the store itself: the simplest rows that it has.

use diesel::prelude::*;
use holdfast::domain::value::Moment;
use holdfast::store::schema::foundation::journal::dsl;
use holdfast::store::{Db, Failure, Json, NewEntry, Store, Subject, append};

/// An instant for rows whose time does not matter.
pub fn some_time() -> Moment {
    Moment::from_micros(1_780_000_000_000_000).expect("in range")
}

/// Appends an entry inside a transaction.
pub fn put(db: &mut Db, what: &str) -> Result<i64, Failure> {
    let entry = NewEntry {
        at: some_time(),
        plant_id: 1,
        actor: "system".to_owned(),
        what: what.to_owned(),
        subjects: Json::of(&[Subject::Plant]),
        body: Json::of(&what),
    };
    append(db, &entry)
}

/// Appends an entry in a transaction of its own.
pub fn write(store: &Store, what: impl Into<String>) -> Result<i64, Failure> {
    let what = what.into();
    store.write_blocking(move |db| put(db, &what))
}

/// What the journal holds: numbers and words, in the order of numbers.
pub fn read(store: &Store) -> Vec<(i64, String)> {
    store.read(rows).expect("readable")
}

/// The same inside a transaction.
pub fn rows(db: &mut Db) -> Result<Vec<(i64, String)>, Failure> {
    Ok(db.all(dsl::journal.select((dsl::seq, dsl::what)).order(dsl::seq))?)
}
