//! Whether odds are true, over many seeds: `cargo bench -p holdfast-engine --bench truth -- SEEDS ORDERS FUTURES`.
//!
//! The job shop of the tests, six stations at 90 % load, lives and is asked for a date at every arrival, with its true
//! distributions. It prints how often the 50, 80 and 95 % dates were kept, with the interval between seeds, beside
//! the two points that are owed. The dates of one seed depend on each other, so only the interval between seeds says
//! how far chance alone may carry the figure. The same seeds give the same figures, whatever the threads.

#[path = "../tests/support/jobshop.rs"]
mod jobshop;

use jobshop::{Kept, Run};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Futures behind every date, unless said. A percentile of few is as often kept as one of many, by its definition; it only
/// lies less exactly, and a bit later.
const SCENARIOS: u32 = 200;
/// Points that coverage may be away from what was said.
const OWED: f64 = 2.0;
/// What was said, in percent.
const SAID: [f64; 3] = [50.0, 80.0, 95.0];

fn main() {
    // Whoever runs benches passes `--bench` too.
    let figures: Vec<u64> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let seeds = figures.first().copied().unwrap_or(10).max(2);
    let orders = figures.get(1).copied().unwrap_or(300).max(1) as usize;
    let scenarios = figures.get(2).map_or(SCENARIOS, |&futures| futures as u32);
    let runs = play(seeds, orders, scenarios);
    let all = runs.iter().copied().fold(Kept::default(), Kept::and);
    println!(
        "{} promises of {seeds} seeds on {scenarios} futures each, {:.1} h to the 95 % date in the mean",
        all.promises,
        all.mean_lead()
    );
    for (at, said) in SAID.into_iter().enumerate() {
        let is = all.percent()[at];
        let between = interval(&runs.iter().map(|run| run.percent()[at]).collect::<Vec<_>>());
        let verdict = if (is - said).abs() <= OWED { "kept" } else { "missed" };
        println!("P{said:.0}: {is:.1} % (± {between:.1} between seeds), within {OWED} points: {verdict}");
    }
}

/// All seeds from 1 on, in their order, on as many threads as there are.
fn play(seeds: u64, orders: usize, scenarios: u32) -> Vec<Kept> {
    let (next, done) = (AtomicU64::new(1), Mutex::new(Vec::new()));
    let work = || loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed > seeds {
            return;
        }
        let run = Run { seed, orders: (400, 250, orders), scenarios, threads: 1, coming: true, replays: 0 };
        let kept = run.play();
        done.lock().expect("no thread has failed").push((seed, kept));
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().expect("no thread has failed");
    done.sort_unstable_by_key(|&(seed, _)| seed);
    done.into_iter().map(|(_, kept)| kept).collect()
}

/// Half of the 95 % interval of the mean, by Student's t. Source of the expansion of its quantile: Abramowitz and
/// Stegun, Handbook of mathematical functions, 26.7.5.
fn interval(figures: &[f64]) -> f64 {
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    let variance = figures.iter().map(|figure| (figure - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let (z, freedom) = (1.96_f64, n - 1.0);
    let first = (z.powi(3) + z) / (4.0 * freedom);
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * freedom * freedom);
    (z + first + second) * (variance / n).sqrt()
}
