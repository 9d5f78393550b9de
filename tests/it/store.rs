//! The store: what is acknowledged is there, what is not is not, whatever happens on the way.

use crate::support::Fresh;
use holdfast::domain::value::Moment;
use holdfast::store::{Db, Failure, Json, NewEntry, Store, append};
use std::collections::BTreeSet;

fn entry(what: &str) -> NewEntry {
    NewEntry {
        at: Moment::from_micros(1_780_000_000_000_000).expect("in range"),
        plant_id: 1,
        actor: "system".to_owned(),
        what: what.to_owned(),
        subjects: Json::of(&[0; 0]),
        body: Json::of(&what),
    }
}

/// The journal as (number, what).
fn journal(store: &Store) -> Vec<(i64, String)> {
    use diesel::prelude::*;
    use holdfast::store::schema::foundation::journal::dsl;
    store
        .read(|db| Ok(db.all(dsl::journal.select((dsl::seq, dsl::what)).order(dsl::seq))?))
        .expect("readable")
}

fn write(store: &Store, what: String) -> Result<i64, Failure> {
    store.write_blocking(move |db: &mut Db| append(db, &entry(&what)))
}

#[test]
fn what_many_write_at_once_is_all_there() {
    let fresh = Fresh::sqlite();
    let store = &fresh.store;
    let acknowledged: Vec<BTreeSet<i64>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..64)
            .map(|n| {
                scope.spawn(move || {
                    (0..20).map(|m| write(store, format!("{n}.{m}")).expect("written")).collect()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let acknowledged: BTreeSet<i64> = acknowledged.into_iter().flatten().collect();
    let there: BTreeSet<i64> = journal(store).into_iter().map(|(seq, _)| seq).collect();
    assert_eq!(acknowledged.len(), 64 * 20);
    assert_eq!(there, acknowledged);
}

#[test]
fn a_panic_takes_back_its_own_rows_only() {
    let fresh = Fresh::sqlite();
    let store = &fresh.store;
    std::thread::scope(|scope| {
        for n in 0..64 {
            scope.spawn(move || {
                let outcome = store.write_blocking(move |db| {
                    let seq = append(db, &entry(&format!("job {n}")))?;
                    assert!(n % 8 != 3, "this one panics");
                    Ok(seq)
                });
                match outcome {
                    Ok(_) => assert!(n % 8 != 3),
                    Err(failure) => assert!(matches!(failure, Failure::Broken(_)) && n % 8 == 3, "{failure}"),
                }
            });
        }
    });
    let there = journal(store);
    assert_eq!(there.len(), 64 - 8);
    write(store, "afterwards".to_owned()).expect("the writer lives on");
}
