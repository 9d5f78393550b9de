//! Nothing acknowledged is lost: a process that writes is killed at random moments, again and again, and what it
//! had acknowledged must be there exactly once.
//!
//! The victim is this very test binary, run again to carry out one of its tests only. `HOLDFAST_KILLS` says how
//! often to kill on each database; `cargo xtask soak` asks for more than the usual few.

use crate::support::{Fresh, journal};
use diesel::prelude::*;
use holdfast::store::schema::foundation::idempotency::dsl as keys;
use holdfast::store::{Db, Failure, Json, KeptAnswer, Store, keep_answer, kept_answer, next_number};
use rand::RngExt;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// Kills on each database unless the environment says otherwise.
const USUAL_KILLS: usize = 5;
/// Clients that write at a time.
const CLIENTS: usize = 32;
/// Tells the victim what to write to.
const TARGET: &str = "HOLDFAST_VICTIM";
/// The kind of running number that each command takes.
const NUMBER: &str = "K";

pub fn kills() -> usize {
    let asked = std::env::var("HOLDFAST_KILLS").ok();
    asked.map_or(USUAL_KILLS, |number| number.parse().expect("HOLDFAST_KILLS is a number"))
}

/// One command with a key, as the API carries them out: the answer that was kept, or the rows and the answer.
fn command(db: &mut Db, client: usize, n: u64) -> Result<i64, Failure> {
    let (principal, key) = (format!("client:{client}"), n.to_string());
    if let Some(kept) = kept_answer(db, &principal, &key)? {
        return kept.answer.read();
    }
    let number = next_number(db, 1, NUMBER, 2026)?;
    journal::put(db, &format!("{client}.{n}"))?;
    let (request, at) = (String::new(), journal::some_time());
    keep_answer(db, &KeptAnswer { principal, key, request, status: 201, answer: Json::of(&number), at })?;
    Ok(number)
}

/// The victim: does nothing unless it is run as one. Writes until it is killed, and says what is acknowledged.
#[test]
fn victim() {
    let Ok(url) = std::env::var(TARGET) else { return };
    let store = Store::open(&url).expect("it recovers");
    let mut next = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("readable");
        let (client, n) = line.split_once(' ').expect("two numbers");
        next.insert(client.parse::<usize>().expect("a client"), n.parse::<u64>().expect("a number"));
    }
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (store, mut n) = (&store, next.get(&client).copied().unwrap_or(0));
            scope.spawn(move || {
                loop {
                    match store.write_blocking(move |db| command(db, client, n)) {
                        Ok(number) => {
                            println!("ack {client} {n} {number}");
                            n += 1;
                        }
                        Err(failure) => assert!(matches!(failure, Failure::Unavailable(_)), "{failure}"),
                    }
                }
            });
        }
    });
}

/// Starts a victim whose clients go on where they were.
fn start_victim(url: &str, next: &BTreeMap<usize, u64>) -> Child {
    let mut victim = Command::new(std::env::current_exe().expect("this test binary"));
    victim.args(["--exact", "kill::victim", "--nocapture"]).env(TARGET, url);
    victim.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut victim = victim.spawn().expect("a second process");
    let mut input = victim.stdin.take().expect("it was asked for");
    for (client, n) in next {
        writeln!(input, "{client} {n}").expect("the victim reads");
    }
    victim
}

/// What has been acknowledged: the number that each command took, by client and its own count.
type Acknowledged = BTreeMap<(usize, u64), i64>;

/// Lets a victim write for a while, kills it, and notes what it had acknowledged.
fn one_life(url: &str, acknowledged: &mut Acknowledged) {
    let mut next = BTreeMap::new();
    for (client, n) in acknowledged.keys() {
        next.insert(*client, n + 1);
    }
    let mut victim = start_victim(url, &next);
    let output = BufReader::new(victim.stdout.take().expect("it was asked for"));
    let reader = thread::spawn(move || output.lines().map_while(Result::ok).collect::<Vec<_>>());
    let life = Duration::from_millis(rand::rng().random_range(150..900));
    thread::sleep(life);
    victim.kill().expect("it runs until it is killed");
    victim.wait().expect("it is dead");
    for line in reader.join().expect("no panic") {
        // The last line may have been cut off by the kill: then nobody was told.
        let words: Vec<&str> = line.split(' ').collect();
        if let ["ack", client, n, number] = words[..] {
            let parsed = (client.parse().expect("a client"), n.parse().expect("a count"));
            acknowledged.insert(parsed, number.parse().expect("a number"));
        }
    }
}

/// Every kept answer, by client and its own count.
fn kept(db: &mut Db) -> Result<Acknowledged, Failure> {
    let rows: Vec<(String, String, Json)> =
        db.all(keys::idempotency.select((keys::principal, keys::key, keys::answer)))?;
    let mut kept = BTreeMap::new();
    for (principal, key, answer) in rows {
        let client = principal.trim_start_matches("client:").parse().expect("a client");
        kept.insert((client, key.parse().expect("a count")), answer.read()?);
    }
    Ok(kept)
}

fn check(store: &Store, acknowledged: &Acknowledged) {
    let (kept, journal) = store.read(|db| Ok((kept(db)?, journal::rows(db)?))).expect("readable");
    for (command, number) in acknowledged {
        assert_eq!(kept.get(command), Some(number), "command {command:?} was acknowledged");
    }
    // Whole commands only: one journal entry and one number for each kept answer, and no more.
    let mut entries: Vec<String> = journal.into_iter().map(|(_, what)| what).collect();
    let mut commands: Vec<String> = kept.keys().map(|(client, n)| format!("{client}.{n}")).collect();
    entries.sort();
    commands.sort();
    assert_eq!(entries, commands);
    let mut numbers: Vec<i64> = kept.into_values().collect();
    numbers.sort_unstable();
    assert_eq!(
        numbers,
        (1..=numbers.len() as i64).collect::<Vec<_>>(),
        "numbers are given once, without gaps"
    );
}

fn kill_again_and_again(fresh: Fresh) {
    let Fresh { name, url, store, folder } = fresh;
    drop(store);
    let mut acknowledged = Acknowledged::new();
    for n in 0..kills() {
        let before = acknowledged.len();
        one_life(&url, &mut acknowledged);
        let store = Store::open(&url).expect("it recovers");
        check(&store, &acknowledged);
        println!("kill {n}: {} acknowledged, all there", acknowledged.len() - before);
    }
    assert!(!acknowledged.is_empty(), "no victim lived long enough to write on {name}");
    drop(folder);
}

#[test]
fn what_sqlite_acknowledged_is_there_once() {
    kill_again_and_again(Fresh::sqlite());
}

#[test]
fn what_postgres_acknowledged_is_there_once() {
    kill_again_and_again(Fresh::postgres());
}
