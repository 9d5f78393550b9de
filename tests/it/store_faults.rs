//! The store while things go wrong: a full disk, a queue that is full, a server that goes away. It says so, and
//! recovers by itself.

use crate::support::cluster::Cluster;
use crate::support::{Fresh, journal};
use diesel::prelude::*;
use holdfast::store::{Db, Failure, Store};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::thread;

/// How many pages the SQLite file has.
pub fn pages(store: &Store) -> i64 {
    #[derive(QueryableByName)]
    struct Pages {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        page_count: i64,
    }
    let count = |db: &mut Db| match db {
        Db::Sqlite(c) => Ok(diesel::sql_query("PRAGMA page_count").get_result::<Pages>(c)?.page_count),
        Db::Pg(_) => Err(Failure::NoRow),
    };
    store.read(count).expect("readable")
}

#[test]
fn a_full_disk_is_said_and_got_over() {
    let fresh = Fresh::sqlite();
    let store = &fresh.store;
    store.limit_pages(u32::try_from(pages(store)).expect("a small file") + 8);
    let outcomes: Vec<(String, Result<i64, Failure>)> = thread::scope(|scope| {
        let one = |n: usize| {
            let what = format!("{n} {}", "x".repeat(3000));
            (what.clone(), journal::write(store, what))
        };
        let threads: Vec<_> = (0..64).map(|n| scope.spawn(move || one(n))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let mut acknowledged = Vec::new();
    for (what, outcome) in outcomes {
        match outcome {
            Ok(seq) => acknowledged.push((seq, what)),
            Err(failure) => assert!(matches!(failure, Failure::Unavailable(_)), "{failure}"),
        }
    }
    acknowledged.sort();
    assert!(!acknowledged.is_empty() && acknowledged.len() < 64, "{} fitted", acknowledged.len());
    assert_eq!(journal::read(store), acknowledged);
    store.limit_pages(0);
    journal::write(store, "there is room again").expect("it recovers by itself");
}

/// Tells this binary, run again, that it stands on a tiny disk, and where that is.
const TINY_DISK: &str = "HOLDFAST_TINY_DISK";

/// Runs only where [`TINY_DISK`] says so: fills the disk, which already holds a file called ballast, then throws
/// the ballast off.
#[test]
fn on_a_tiny_disk() {
    let Some(disk) = std::env::var_os(TINY_DISK).map(PathBuf::from) else { return };
    let store = Store::open(&format!("sqlite://{}", disk.join("holdfast.db").display())).expect("it fits");
    let mut acknowledged = Vec::new();
    let (mut refused, mut n) = (0, 0);
    while refused < 20 {
        let what = format!("{n} {}", "x".repeat(9_000));
        n += 1;
        match journal::write(&store, what.clone()) {
            Ok(seq) => acknowledged.push((seq, what)),
            Err(failure) => {
                assert!(matches!(failure, Failure::Unavailable(_)), "{failure}");
                refused += 1;
            }
        }
    }
    assert_eq!(journal::read(&store), acknowledged, "what is there can still be read");
    std::fs::remove_file(disk.join("ballast")).expect("it is there");
    let seq = journal::write(&store, "there is room again").expect("it recovers by itself");
    acknowledged.push((seq, "there is room again".to_owned()));
    assert_eq!(journal::read(&store), acknowledged);
    println!("recovered after {} writes", acknowledged.len());
}

#[test]
fn a_disk_that_is_really_full_is_said_and_got_over() {
    let room = ["--mount", "--map-root-user"];
    if !Command::new("unshare").args(room).arg("true").status().is_ok_and(|status| status.success()) {
        println!("this machine lets nobody mount a disk of his own: only the page limit was tested");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let script = r#"mount -t tmpfs -o size=2m tmpfs "$1" && head -c 600000 /dev/zero >"$1/ballast" && \
        exec "$2" --exact store_faults::on_a_tiny_disk --nocapture"#;
    let mut child = Command::new("unshare");
    child.args(room).args(["sh", "-c", script, "sh"]).arg(folder.path());
    child.arg(std::env::current_exe().expect("this test binary")).env(TINY_DISK, folder.path());
    let output = child.output().expect("it was there a moment ago");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("recovered after"), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_full_queue_is_said() {
    let fresh = Fresh::sqlite();
    let (store, gate) = (&fresh.store, Arc::new(Barrier::new(2)));
    thread::scope(|scope| {
        let (begun, held) = (Arc::clone(&gate), Arc::clone(&gate));
        scope.spawn(move || {
            let job = move |_: &mut Db| {
                begun.wait();
                begun.wait();
                Ok(())
            };
            store.write_blocking(job).expect("the first one");
        });
        held.wait();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let waiting: Vec<_> = (0..2000)
                .map(|_| {
                    let store = store.clone();
                    tokio::spawn(async move { store.write(|db| journal::put(db, "patient")).await })
                })
                .collect();
            tokio::task::yield_now().await;
            held.wait();
            let (mut written, mut turned_away) = (0, 0);
            for job in waiting {
                match job.await.expect("no panic") {
                    Ok(_) => written += 1,
                    Err(Failure::Unavailable(_)) => turned_away += 1,
                    Err(failure) => panic!("{failure}"),
                }
            }
            assert_eq!(journal::read(store).len(), written);
            assert!(written >= 1000 && turned_away > 0, "{written} written, {turned_away} turned away");
        });
    });
    journal::write(store, "later").expect("there is room again");
}

#[test]
fn a_server_that_goes_away_is_missed_and_found_again() {
    let cluster = Cluster::start();
    let store = Store::open(&cluster.database()).expect("it is there");
    for n in 0..16 {
        journal::write(&store, format!("before {n}")).expect("written");
    }
    cluster.halt();
    let away = |outcome: Result<(), Failure>| {
        assert!(matches!(outcome, Err(Failure::Unavailable(_))), "{outcome:?}");
    };
    for _ in 0..10 {
        away(journal::write(&store, "lost").map(drop));
        away(store.read(journal::rows).map(drop));
    }
    cluster.resume();
    for n in 0..16 {
        journal::write(&store, format!("after {n}")).expect("found again");
    }
    let there = journal::read(&store);
    assert_eq!(there.len(), 32, "{there:?}");
}

#[test]
fn a_connection_cut_while_idle_costs_nothing() {
    let fresh = Fresh::postgres();
    journal::write(&fresh.store, "before").expect("written");
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let mut other = PgConnection::establish(&fresh.url).expect("the server answers");
    for n in 0..8 {
        diesel::sql_query(cut).execute(&mut other).expect("a superuser may");
        journal::write(&fresh.store, format!("after {n}")).expect("a new connection is made");
        assert_eq!(journal::read(&fresh.store).len(), n + 2);
    }
}

#[test]
fn the_last_handle_closes_the_database() {
    let fresh = Fresh::sqlite();
    journal::write(&fresh.store, "before").expect("written");
    let Fresh { store, folder, .. } = fresh;
    let wal = folder.path().join("holdfast.db-wal");
    assert!(wal.exists());
    let other = store.clone();
    drop(store);
    journal::write(&other, "the other handle").expect("it lives");
    drop(other);
    assert!(!wal.exists(), "closing leaves one file");
}

#[test]
fn an_address_that_is_none_is_refused_with_words() {
    for url in ["sqlite::memory:", "mysql://there/db"] {
        let Err(Failure::Broken(text)) = Store::open(url) else { panic!("{url} was opened") };
        assert!(text.contains("postgres://"), "{text}");
    }
    let gone = Store::open("postgres://nobody@127.0.0.1:1/none").err();
    assert!(matches!(gone, Some(Failure::Unavailable(_))), "{gone:?}");
}
