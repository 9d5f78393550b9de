//! The feed: a follower misses nothing and sees nothing twice, however late a transaction commits.

use crate::support::{Fresh, eventually, journal, on_both};
use diesel::RunQueryDsl;
use holdfast::on;
use holdfast::store::{Cursor, Store, Subject, cursor, head, save_cursor};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn entries_come_in_order_with_their_facts() {
    on_both(|fresh| {
        let store = &fresh.store;
        assert_eq!(store.head().expect("readable"), Cursor::default());
        for n in 0..5 {
            journal::write(store, format!("entry {n}")).expect("written");
        }
        eventually("five entries", || {
            (store.feed(&Cursor::default(), 9).expect("readable").len() == 5).then_some(())
        });
        let first = store.feed(&Cursor::default(), 3).expect("readable");
        assert_eq!(
            first.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(),
            ["entry 0", "entry 1", "entry 2"]
        );
        assert_eq!(first[0].subjects, [Subject::Plant]);
        assert_eq!((first[0].at, first[0].plant_id), (journal::some_time(), 1));
        let rest = store.feed(&first[2].cursor, 100).expect("readable");
        assert_eq!(rest.len(), 2);
        assert_eq!(store.head().expect("readable"), rest[1].cursor);
        assert!(store.feed(&rest[1].cursor, 100).expect("readable").is_empty());
    });
}

#[test]
fn a_follower_remembers_where_it_was() {
    on_both(|fresh| {
        let (store, place) = (&fresh.store, Cursor { xid: 7, seq: 9 });
        assert_eq!(store.read(|db| cursor(db, "planner")).expect("readable"), Cursor::default());
        for at in [Cursor { xid: 1, seq: 2 }, place] {
            store.write_blocking(move |db| save_cursor(db, "planner", at)).expect("written");
        }
        assert_eq!(store.read(|db| cursor(db, "planner")).expect("readable"), place);
    });
}

/// What two readers saw while eight threads wrote transactions of uneven length. On PostgreSQL each is a program of
/// its own: one program's transactions come one after the other.
struct Seen {
    written: BTreeSet<i64>,
    by_feed: Vec<i64>,
    by_number: BTreeSet<i64>,
}

fn follow_writers(fresh: &Fresh) -> Seen {
    let store = &fresh.store;
    let is_server = fresh.name == "PostgreSQL";
    let another = || if is_server { Store::open(&fresh.url).expect("it opens") } else { store.clone() };
    // Transactions of the tests beside this one hold the feed back too, for as long as they take.
    let (patience, start) = (Duration::from_secs(30), Instant::now());
    let total = AtomicUsize::new(usize::MAX);
    thread::scope(|scope| {
        let one = |n: u64, store: Store| {
            let pause = move |m: u64| Duration::from_micros((n * 7 + m * 13) % 5 * 1000);
            let write = move |m| {
                store.write_blocking(move |db| {
                    let seq = journal::put(db, "uneven")?;
                    thread::sleep(pause(m));
                    Ok(seq)
                })
            };
            (0..60).map(|m| write(m).expect("written")).collect::<Vec<_>>()
        };
        let writers: Vec<_> =
            (0..8).map(|n| (n, another())).map(|(n, own)| scope.spawn(move || one(n, own))).collect();
        let reader = scope.spawn(|| {
            let (mut by_feed, mut by_number) = (Vec::new(), BTreeSet::new());
            let (mut at, mut last) = (Cursor::default(), 0);
            loop {
                let total = total.load(Ordering::SeqCst);
                let entries = store.feed(&at, 500).expect("readable");
                at = entries.last().map_or(at, |entry| entry.cursor);
                by_feed.extend(entries.iter().map(|entry| entry.seq));
                let rows = journal::read(store);
                by_number.extend(rows.iter().map(|row| row.0).filter(|seq| *seq > last));
                last = rows.last().map_or(last, |row| row.0);
                if by_feed.len() >= total || start.elapsed() > patience {
                    return (by_feed, by_number);
                }
            }
        });
        let written: BTreeSet<i64> =
            writers.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
        total.store(written.len(), Ordering::SeqCst);
        let (by_feed, by_number) = reader.join().expect("no panic");
        Seen { written, by_feed, by_number }
    })
}

#[test]
fn a_late_commit_is_not_missed() {
    for fresh in [Fresh::sqlite(), Fresh::postgres()] {
        let seen = follow_writers(&fresh);
        assert_eq!(seen.written.len(), 480);
        assert_eq!(seen.by_feed.len(), 480, "on {}: seen twice or missed", fresh.name);
        assert_eq!(seen.by_feed.iter().copied().collect::<BTreeSet<_>>(), seen.written);
        let lost = seen.written.difference(&seen.by_number).count();
        println!("on {}: reading by number alone would have lost {lost} of 480", fresh.name);
        // The test would be worth nothing if the writers never overtook each other.
        assert_eq!(lost > 0, fresh.name == "PostgreSQL");
    }
}

#[test]
fn a_snapshot_and_its_head_leave_no_gap() {
    on_both(|fresh| {
        let store = &fresh.store;
        let gaps = thread::scope(|scope| {
            for n in 0..4 {
                scope.spawn(move || {
                    (0..20).for_each(|m| assert!(journal::write(store, format!("{n}.{m}")).is_ok()));
                });
            }
            let looks = (0..20).map(|_| store.read(|db| Ok((journal::rows(db)?.len(), head(db)?))));
            let looks: Vec<_> = looks.map(|look| look.expect("readable")).collect();
            looks
        });
        for (seen, head) in gaps {
            let later = || store.feed(&head, 1000).expect("readable").len();
            eventually("the entries after a snapshot", || (seen + later() >= 80).then_some(()));
        }
    });
}

/// As after `pg_restore` on a server that has begun fewer transactions than the old one.
#[test]
fn a_journal_from_another_server_goes_on() {
    let fresh = Fresh::postgres();
    let numbers: Vec<i64> =
        (0..5).map(|n| journal::write(&fresh.store, format!("{n}")).expect("written")).collect();
    let run = |sql: &'static str| {
        let done = fresh.store.write_blocking(move |db| Ok(on!(db, c => diesel::sql_query(sql).execute(c))?));
        done.expect(sql);
    };
    run("UPDATE journal SET xid = '900000000000'::xid8");
    run("UPDATE journal SET xid = '900000000001'::xid8 WHERE seq = 2");
    let behind = Cursor { xid: 900_000_000_000, seq: numbers[4] };
    fresh.store.write_blocking(move |db| save_cursor(db, "mail", behind)).expect("written");
    assert!(fresh.store.feed(&Cursor::default(), 100).expect("readable").is_empty(), "or this tests nothing");

    let moved = Store::open(&fresh.url).expect("it opens");
    let seen = eventually("the entries of before", || {
        Some(moved.feed(&Cursor::default(), 100).expect("readable")).filter(|seen| seen.len() == 5)
    });
    assert_eq!(seen.iter().map(|entry| entry.seq).collect::<Vec<_>>(), numbers);
    let mail = moved.read(|db| cursor(db, "mail")).expect("readable");
    let unread = moved.feed(&mail, 100).expect("readable");
    assert_eq!(unread.first().map(|entry| entry.seq), Some(2), "what it had not read is still to come");
    let new = journal::write(&moved, "new").expect("written");
    eventually("the new entry", || {
        let entries = moved.feed(&seen[4].cursor, 100).expect("readable");
        (entries.first()?.seq == new).then_some(())
    });
}
