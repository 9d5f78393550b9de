//! Playing a world: seed by seed, each on a server of its own.
//!
//! Owns how long is played and what counts. Two seeds run beside each other, since half the time is the server's.

use crate::accuracy;
use crate::chance::Dice;
use crate::hours::moment;
use crate::learnt::{self, Learnt};
use crate::oracle::Oracle;
use crate::player::Player;
use crate::player::client::{Client, PlayError, Spent};
use crate::record::{Record, Recorder};
use crate::report::Report;
use crate::rule::{ByRule, Rule};
use crate::server::{Server, ServerError};
use crate::shop::Shop;
use crate::warned::{Mornings, Warned};
use crate::words::{Language, Words, fill};
use crate::world::World;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Futures that the oracle imagines for each order: with 199, the 95th percentile is the 190th of them.
pub const FUTURES: usize = 199;
/// What sales promised before a server came: so many times the planned work.
const HABIT: f64 = 5.0;
/// Hours of a month.
const MONTH: f64 = 24.0 * 30.0;

/// What to play.
#[derive(Clone, Debug)]
pub struct Options {
    /// The world.
    pub world: World,
    /// Months of 30 days that count, after the warm-up.
    pub months: f64,
    /// The first seed.
    pub seed: u64,
    /// How many seeds, one after the other.
    pub seeds: u64,
    /// Servers at a time.
    pub together: usize,
    /// Futures that the oracle imagines; 0: no oracle.
    pub futures: usize,
    /// Whether sales are warned, and the warnings held against the oracle. Odds are always played then, which takes longer.
    pub warnings: bool,
    /// The program that `serve`s.
    pub program: PathBuf,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// No server.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// Play could not go on.
    #[error("seed {seed}, day {day:.1}: {source}")]
    Play {
        /// The seed.
        seed: u64,
        /// The day since the world's start.
        day: f64,
        /// Why.
        source: PlayError,
    },
    /// Whoever watches wanted no more of it.
    #[error("ended before it was played to its end")]
    Ended,
    /// A thread of the simulator ended early.
    #[error("a seed was not played to its end")]
    Lost,
}

/// What one seed brought.
#[derive(Clone, Debug)]
pub struct Played {
    /// The seed.
    pub seed: u64,
    /// Promises with their outcomes.
    pub records: Vec<Record>,
    /// What the seller was told, if that was asked for.
    pub warned: Option<Warned>,
    /// What the server assumed, what it learned, and what is true.
    pub learned: Vec<Learnt>,
    /// Customers who went elsewhere.
    pub lost: usize,
    /// What the server refused.
    pub refused: BTreeMap<String, u32>,
    /// Takings that no list helped with.
    pub unlisted: u64,
    /// Where the time went.
    pub spent: BTreeMap<&'static str, Spent>,
    /// Wall-clock seconds.
    pub seconds: f64,
}

impl Played {
    /// A line about it.
    pub fn line(&self, language: Language) -> String {
        let kept = accuracy::kept(&self.records).map_or_else(|| "—".to_owned(), |kept| format!("{kept:.1}"));
        fill(
            Words::of(language).seed,
            &[
                ("seed", self.seed.to_string()),
                ("promises", self.records.len().to_string()),
                ("kept", kept),
                ("seconds", format!("{:.0}", self.seconds)),
            ],
        )
    }
}

/// What a watcher hears while it is played.
#[derive(Clone, Copy, Debug)]
pub enum News<'a> {
    /// Another month of a seed has gone by, or it has begun.
    Month {
        /// The seed.
        seed: u64,
        /// Days since the world's start, with those of the warm-up.
        day: f64,
        /// The last day that counts.
        last: f64,
        /// Promises so far that count.
        promises: usize,
    },
    /// A seed is done.
    Done(&'a Played),
}

impl News<'_> {
    /// A line about it.
    pub fn line(&self, language: Language) -> String {
        match *self {
            Self::Done(played) => played.line(language),
            Self::Month { seed, day, last, promises } => fill(
                Words::of(language).month,
                &[
                    ("seed", seed.to_string()),
                    ("day", format!("{day:.0}")),
                    ("last", format!("{last:.0}")),
                    ("promises", promises.to_string()),
                ],
            ),
        }
    }
}

/// Who watches while it is played.
pub trait Watcher: Sync {
    /// Hears how far it is.
    fn tell(&self, news: News<'_>);
    /// Whether it has seen enough: then play ends, and what it made is put away.
    fn is_ended(&self) -> bool;
}

/// Plays all seeds.
///
/// # Errors
///
/// No server, or one that play can't go on with; the watcher ended it.
pub fn run(options: &Options, watcher: &dyn Watcher) -> Result<Report, SimulationError> {
    let next = AtomicUsize::new(0);
    let mut played: Vec<Played> = Vec::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.together.clamp(1, 8))
            .map(|_| scope.spawn(|| worker(options, &next, watcher)))
            .collect();
        for worker in workers {
            played.extend(worker.join().map_err(|_| SimulationError::Lost)??);
        }
        Ok::<(), SimulationError>(())
    })?;
    played.sort_by_key(|one| one.seed);
    let from = 24.0 * options.world.warm_up_days;
    Ok(Report::new(&options.world.name, options.months, from, played))
}

fn worker(
    options: &Options,
    next: &AtomicUsize,
    watcher: &dyn Watcher,
) -> Result<Vec<Played>, SimulationError> {
    let mut played = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::SeqCst) as u64;
        if index >= options.seeds {
            return Ok(played);
        }
        let one = seed(options, options.seed + index, watcher);
        // Whoever is told to end tells the server as well: what it did not answer then is no fault.
        let one = if watcher.is_ended() { Err(SimulationError::Ended) } else { one }?;
        watcher.tell(News::Done(&one));
        played.push(one);
    }
}

/// Plays one seed on a server of its own.
fn seed(options: &Options, seed: u64, watcher: &dyn Watcher) -> Result<Played, SimulationError> {
    let begun = Instant::now();
    let world = Arc::new(options.world.clone());
    let from = 24.0 * world.warm_up_days;
    let until = from + MONTH * options.months;
    let drifts_at = world.drift.as_ref().map_or(f64::INFINITY, |drift| from + (until - from) * drift.after);
    let mut shop = Shop::new(Arc::clone(&world), seed, drifts_at);
    if !world.history {
        alone(&mut shop, seed, from);
    }
    let failed = |shop: &Shop, source| SimulationError::Play { seed, day: shop.now() / 24.0, source };
    let server = Server::start(&options.program, moment(world.start, shop.now()), options.warnings)?;
    let mut client = Client::new(&server.address, &server.token).map_err(|error| failed(&shop, error))?;
    let asked = learnt::asked(&world);
    let assumed = learnt::ask(&mut client, &asked).map_err(|error| failed(&shop, error))?;
    let mut player = Player::new(client, &shop, seed).map_err(|error| failed(&shop, error))?;
    let threshold = options.warnings.then(|| player.threshold()).transpose();
    let threshold = threshold.map_err(|error| failed(&shop, error))?;
    let rule = Rule::of(world.floor.sequence);
    let oracle = Oracle { futures: options.futures, rule, dice: Dice::new(!seed) };
    let mut recorder = Recorder::new(player, (options.futures > 0).then_some(oracle), from, until);
    let mut mornings = threshold.map(|threshold| Mornings::new(oracle, threshold, shop.hours(), from));
    let mut months = 0.0;
    while !recorder.is_complete(shop.now()) && !watcher.is_ended() {
        if shop.now() >= months * MONTH {
            let (day, last) = (shop.now() / 24.0, until / 24.0);
            watcher.tell(News::Month { seed, day, last, promises: recorder.promises() });
            months = (shop.now() / MONTH).floor() + 1.0;
        }
        if let Some(mornings) = mornings.as_mut().filter(|mornings| mornings.is_due(&shop)) {
            let open = recorder.open_promises();
            let seen = mornings.look(&shop, &mut recorder.policy, &open);
            seen.map_err(|error| failed(&shop, error))?;
        }
        shop.step(&mut recorder).map_err(|error| failed(&shop, error))?;
    }
    let told = learnt::ask(recorder.policy.client_mut(), &asked).map_err(|error| failed(&shop, error))?;
    let warned = mornings.map(|mornings| mornings.ended(&shop, &mut recorder.policy)).transpose();
    let warned = warned.map_err(|error| failed(&shop, error))?;
    let learned = learnt::learnt(asked, &assumed, &told);
    let (refused, unlisted) = (recorder.policy.refused().clone(), recorder.policy.unlisted());
    let spent = recorder.policy.client().spent().clone();
    let (records, lost) = recorder.into_records();
    Ok(Played {
        seed,
        records,
        warned,
        learned,
        lost,
        refused,
        unlisted,
        spent,
        seconds: begun.elapsed().as_secs_f64(),
    })
}

/// The shop's life before the server: sales promise by habit, and the floor keeps to the promises.
fn alone(shop: &mut Shop, seed: u64, until: f64) {
    let mut floor = ByRule { rule: Rule::Promise, dice: Dice::new(seed), habit: Some(HABIT) };
    while shop.now() < until {
        let done: Result<(), Infallible> = shop.step(&mut floor);
        let Ok(()) = done;
    }
}
