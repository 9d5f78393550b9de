//! The store while all is well: what is acknowledged is there, refused jobs leave nothing, readers see one
//! moment.

use crate::support::{Fresh, journal, on_both};
use holdfast::domain::refusal::{Refusal, common};
use holdfast::store::{Db, Failure, Store, bump_promise_version, keep_answer, plant};
use holdfast::store::{Json, KeptAnswer};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

#[test]
fn what_many_write_at_once_is_all_there() {
    on_both(|fresh| {
        let store = &fresh.store;
        let acknowledged: Vec<i64> = thread::scope(|scope| {
            let one = move |n, m| journal::write(store, format!("{n}.{m}")).expect("written");
            let twenty = move |n| (0..20).map(|m| one(n, m)).collect::<Vec<_>>();
            let threads: Vec<_> = (0..64).map(|n| scope.spawn(move || twenty(n))).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
        });
        let told: BTreeSet<i64> = acknowledged.iter().copied().collect();
        assert_eq!(told.len(), 64 * 20, "a number was given twice");
        assert_eq!(journal::read(store).into_iter().map(|(seq, _)| seq).collect::<BTreeSet<_>>(), told);
        if fresh.name == "SQLite" {
            assert_eq!((told.first(), told.last()), (Some(&1), Some(&(64 * 20))), "the journal has gaps");
        }
    });
}

/// Holds the writer until the sender is used, so that what is written meanwhile becomes one batch.
fn hold(store: &Store) -> mpsc::Sender<()> {
    let ((release, wait), (started, start)) = (mpsc::channel::<()>(), mpsc::channel());
    let (store, wait) = (store.clone(), std::sync::Mutex::new(wait));
    thread::spawn(move || {
        store.write_blocking(move |_| {
            started.send(()).expect("somebody waits");
            wait.lock().expect("one at a time").recv().expect("released");
            Ok(())
        })
    });
    start.recv().expect("the writer is held");
    release
}

#[tokio::test]
async fn jobs_of_one_batch_fail_alone() {
    for fresh in [Fresh::sqlite(), Fresh::postgres()] {
        let held = hold(&fresh.store);
        let mut jobs = Vec::new();
        for n in 0..60 {
            let store = fresh.store.clone();
            jobs.push(tokio::spawn(async move {
                let job = move |db: &mut _| {
                    let seq = journal::put(db, &format!("job {n}"))?;
                    assert!(n % 10 != 3, "this job panics");
                    if n % 10 == 5 {
                        return Err(Refusal::at(common::UNKNOWN, "item", "X").with("what", "item").into());
                    }
                    Ok(seq)
                };
                store.write(job).await
            }));
        }
        tokio::task::yield_now().await; // all of them stand in the queue now
        held.send(()).expect("it waits");
        let mut written = Vec::new();
        for (n, job) in jobs.into_iter().enumerate() {
            match (n % 10, job.await.expect("a panic stays in the store")) {
                (3, Err(Failure::Broken(text))) => assert!(text.contains("this job panics"), "{text}"),
                (5, Err(Failure::Refused(_))) => {}
                (_, Ok(seq)) => written.push((seq, format!("job {n}"))),
                (_, Err(failure)) => panic!("job {n}: {failure}"),
            }
        }
        written.sort();
        assert_eq!(written.len(), 48);
        assert_eq!(journal::read(&fresh.store), written, "{}", fresh.name);
    }
}

#[test]
fn sums_come_out_right_under_contention() {
    on_both(|fresh| {
        let store = &fresh.store;
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(move || {
                    for _ in 0..10 {
                        let slowly = |db: &mut Db| {
                            let before = bump_promise_version(db, 1)?;
                            thread::sleep(Duration::from_millis(2));
                            Ok(before)
                        };
                        store.write_blocking(slowly).expect("its turn comes");
                    }
                });
            }
        });
        assert_eq!(store.read(|db| plant(db, 1)).expect("readable").promise_version, 80);
    });
}

#[test]
fn programs_on_one_server_take_turns_or_are_told_to_come_again() {
    let fresh = Fresh::postgres();
    let stores: Vec<Store> = (0..4).map(|_| Store::open(&fresh.url).expect("it opens")).collect();
    let counted: i64 = thread::scope(|scope| {
        let many = |store: &Store| {
            let slowly = |db: &mut Db| {
                let before = bump_promise_version(db, 1)?;
                thread::sleep(Duration::from_millis(2));
                Ok(before)
            };
            let one = || match store.write_blocking(slowly) {
                Ok(_) => 1,
                Err(Failure::Unavailable(_)) => 0,
                Err(failure) => panic!("{failure}"),
            };
            (0..10).map(|_| one()).sum::<i64>()
        };
        let threads: Vec<_> = stores.iter().map(|store| scope.spawn(move || many(store))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).sum()
    });
    assert!(counted > 4, "{counted}");
    assert_eq!(fresh.store.read(|db| plant(db, 1)).expect("readable").promise_version, counted);
}

#[test]
fn a_job_is_run_again_when_another_program_comes_first() {
    let fresh = Fresh::postgres();
    let other = Store::open(&fresh.url).expect("it opens");
    // Whether nobody has come first yet, and how often it ran.
    let seen = Arc::new((AtomicBool::new(true), AtomicUsize::new(0)));
    let inside = Arc::clone(&seen);
    let outcome = fresh.store.write_blocking(move |db| {
        let (nobody_came, runs) = &*inside;
        runs.fetch_add(1, Ordering::SeqCst);
        let before = plant(db, 1)?.promise_version;
        if nobody_came.swap(false, Ordering::SeqCst) {
            other.write_blocking(|db| bump_promise_version(db, 1))?;
        }
        bump_promise_version(db, 1)?;
        Ok(before)
    });
    assert_eq!(outcome.expect("the second run counts"), 1, "it saw what the other program wrote");
    assert_eq!(seen.1.load(Ordering::SeqCst), 2);
    assert_eq!(fresh.store.read(|db| plant(db, 1)).expect("readable").promise_version, 2);
}

#[test]
fn a_reader_sees_one_moment_and_changes_nothing() {
    on_both(|fresh| {
        let store = &fresh.store;
        journal::write(store, "before").expect("written");
        store
            .read(|db| {
                let first = journal::rows(db)?;
                journal::write(store, "meanwhile")?;
                assert_eq!(journal::rows(db)?, first);
                Ok(())
            })
            .expect("readable");
        assert_eq!(journal::read(store).len(), 2);
        store.read(|db| journal::put(db, "through the back door")).expect_err("readers can't write");
        assert_eq!(journal::read(store).len(), 2, "and the connection is in order afterwards");
    });
}

#[test]
fn a_job_that_hides_an_error_is_not_acknowledged_without_its_rows() {
    on_both(|fresh| {
        let answer = KeptAnswer {
            principal: "user:anna".to_owned(),
            key: "1".to_owned(),
            request: String::new(),
            status: 201,
            answer: Json::default(),
            at: journal::some_time(),
        };
        let first = answer.clone();
        fresh.store.write_blocking(move |db| keep_answer(db, &first)).expect("written");
        let outcome = fresh.store.write_blocking(move |db| {
            let seq = journal::put(db, "hides an error")?;
            assert!(keep_answer(db, &answer).is_err(), "the key is taken");
            Ok(seq)
        });
        assert_eq!(outcome.is_ok(), journal::read(&fresh.store).len() == 1, "{outcome:?}");
        journal::write(&fresh.store, "afterwards").expect("the connection is in order");
    });
}

#[test]
fn followers_hear_of_commits() {
    on_both(|fresh| {
        let mut commits = fresh.store.commits();
        commits.mark_unchanged();
        fresh.store.write_blocking(|_| Err::<(), _>(Failure::NoRow)).expect_err("it said so");
        assert!(!commits.has_changed().expect("the store lives"));
        journal::write(&fresh.store, "news").expect("written");
        assert!(commits.has_changed().expect("the store lives"));
    });
}

#[test]
fn migrating_twice_does_nothing() {
    on_both(|fresh| {
        assert_eq!(Store::pending(&fresh.url).expect("readable"), Vec::<String>::new());
        assert_eq!(Store::migrate(&fresh.url).expect("nothing to do"), Vec::<String>::new());
    });
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("new.db").display());
    let pending = Store::pending(&url).expect("an empty database");
    assert!(pending[0].contains("foundation"), "{pending:?}");
    let migrations: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| Store::migrate(&url).expect("one by one"))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert_eq!(migrations.concat(), pending, "each was carried out once");
}
