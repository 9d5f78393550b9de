//! Playing scenarios on as many threads as the caller gives. The results come back in order of the scenarios.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many futures are played, and on how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    scenarios: u32,
    threads: usize,
}

impl Setting {
    /// Fewest futures that percentiles are read from.
    pub const FEWEST: u32 = 50;
    /// Most futures that are kept.
    pub const MOST: u32 = 2_000;

    /// `scenarios` futures, held between [`Self::FEWEST`] and [`Self::MOST`], on at least one thread.
    pub fn new(scenarios: u32, threads: usize) -> Setting {
        Setting { scenarios: scenarios.clamp(Self::FEWEST, Self::MOST), threads: threads.max(1) }
    }

    /// How many futures.
    pub fn scenarios(self) -> u32 {
        self.scenarios
    }

    /// How many threads.
    pub fn threads(self) -> usize {
        self.threads
    }
}

impl Default for Setting {
    fn default() -> Setting {
        Setting::new(200, 1)
    }
}

/// Calls `play` for every scenario with a worker's own `state`, and returns what it gave in order of the
/// scenarios, and all states.
pub(crate) fn each<S: Send, T: Send>(
    setting: Setting,
    state: impl Fn() -> S + Sync,
    play: impl Fn(&mut S, u32) -> T + Sync,
) -> (Vec<T>, Vec<S>) {
    let next = AtomicU32::new(0);
    let work = || {
        let mut state = state();
        let mut done = Vec::new();
        loop {
            let scenario = next.fetch_add(1, Ordering::Relaxed);
            if scenario >= setting.scenarios {
                return (done, state);
            }
            done.push((scenario, play(&mut state, scenario)));
        }
    };
    let mut workers = Vec::new();
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..setting.threads).map(|_| scope.spawn(work)).collect();
        workers.push(work());
        for other in others {
            match other.join() {
                Ok(done) => workers.push(done),
                // A worker's panic is the caller's: nothing is known of its scenarios.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    let (mut done, mut states) = (Vec::with_capacity(setting.scenarios as usize), Vec::new());
    for (played, state) in workers {
        done.extend(played);
        states.push(state);
    }
    done.sort_unstable_by_key(|&(scenario, _)| scenario);
    (done.into_iter().map(|(_, played)| played).collect(), states)
}
