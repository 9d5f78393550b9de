//! The thread that plays the futures of the newest outlook, and of the next when there is one.
//!
//! It never holds up a plan: what is planned while it plays is passed over but for the last. A panic costs the odds of
//! that outlook; those before stay, and say as of when they are.

use super::Odds;
use crate::domain::value::Moment;
use crate::planning::follow::Planner;
use crate::store::Failure;
use holdfast_engine::forecast::forecast;
use holdfast_engine::quote::HurtRule;
use holdfast_engine::scenario::Setting;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{JoinHandle, available_parallelism};
use tracing::{debug, error};

/// Says what odds a promise must keep, as it is set just now.
pub type Rule = Box<dyn Fn() -> HurtRule + Send>;

/// Plays `futures` of every outlook on a thread until the planner is ended, or only of those that somebody asks about.
///
/// # Errors
///
/// The machine has no thread left.
pub fn start(
    planner: Planner,
    (futures, when_asked): (u32, bool),
    rule: Rule,
) -> Result<JoinHandle<()>, Failure> {
    planner.plays_odds(when_asked);
    let spawned = std::thread::Builder::new().name("odds".to_owned()).spawn(move || {
        crate::planning::follow::give_way();
        let threads = available_parallelism().map_or(1, usize::from);
        run(&planner, Setting::new(futures, threads), &rule);
    });
    spawned.map_err(|error| Failure::Broken(format!("the thread of the odds: {error}")))
}

fn run(planner: &Planner, setting: Setting, rule: &Rule) {
    let mut known = None;
    while let Some(outlook) = planner.next_after(known.as_ref()) {
        let (position, at): (i64, Moment) = (outlook.position, outlook.now);
        let operations = outlook.plan.network.ops.len();
        let played = catch_unwind(AssertUnwindSafe(|| {
            let played = forecast(&outlook.shop, &outlook.plan, setting);
            Odds::new(Arc::clone(&outlook), played, &rule())
        }));
        match played {
            Ok(odds) => {
                let (futures, bytes) = (setting.scenarios(), odds.forecast.bytes());
                debug!(position, futures, operations, bytes, "played");
                planner.publish_odds(odds);
            }
            Err(_) => error!(position, %at, "playing the futures panicked; the last odds stay"),
        }
        known = Some(outlook);
    }
}
