//! Learning by night: once for every day of the plant, at two in the morning by its clock.
//!
//! A clock that is moved by hand over one night or several learns at the last of them, before it stands at its new
//! instant: what earlier nights would have learned nobody could have used. On clocks that run a thread of its own
//! looks, so that no plan waits for it.

use super::{is_newer, store};
use crate::app::Clock;
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::planning::USUAL_ZONE;
use crate::planning::follow::Planner;
use crate::planning::learning::gather;
use crate::services::Tx;
use crate::store::learning::learned_as_of;
use crate::store::{Failure, MAIN_PLANT, Store, plant};
use chrono::{Days, NaiveTime};
use chrono_tz::Tz;
use holdfast_engine::time::Instant;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, park_timeout};
use std::time::Duration;
use tracing::{info, warn};

/// When the plant sleeps.
const NIGHT: NaiveTime = NaiveTime::from_hms_opt(2, 0, 0).unwrap();
/// How often the thread looks whether it is night. Its first look comes after as long: who opens the shop for one
/// answer has gone by then.
const LOOK: Duration = Duration::from_secs(5);

/// The last night that had come by `at`.
fn last_night(at: Moment, zone: Tz) -> Moment {
    let night = |days: u64| {
        let date = at.utc().with_timezone(&zone).date_naive() - Days::new(days);
        crate::planning::outlook::moment(Instant::from_local(date.and_time(NIGHT), zone))
    };
    let found = (0..=1).filter_map(night).find(|night| *night <= at);
    found.unwrap_or(at)
}

/// Learns as of the last night that had come by `until`, if nothing was learned since then and there is anything to
/// learn from; says whether it did. Blocks.
///
/// # Errors
///
/// What the database says. Nothing is stored then.
pub fn nightly(open: &Store, until: Moment) -> Result<bool, Failure> {
    let (zone, known) = open.read(|db| Ok((plant(db, MAIN_PLANT)?.zone, learned_as_of(db, MAIN_PLANT)?)))?;
    let night = last_night(until, zone.parse().unwrap_or(USUAL_ZONE));
    if known.is_some_and(|known| known >= night) {
        return Ok(false);
    }
    let gathered = open.read(|db| gather(db, MAIN_PLANT, night))?;
    if gathered.is_empty() && known.is_none() {
        return Ok(false);
    }
    let (kept, actor) = (gathered.learn(), Actor::system());
    let stored = open.write_blocking(move |db| {
        let mut tx = Tx::new(db, night, &actor)?;
        // Another program on the same database may have been first.
        if is_newer(&mut tx, night)? {
            return Ok(false);
        }
        store(&mut tx, &kept).map(|_| true)
    })?;
    if stored {
        info!(%night, "learned from the record");
    }
    Ok(stored)
}

/// Learns by night on a thread until the planner is ended. A clock that is moved by hand learns when it is moved.
///
/// # Errors
///
/// The machine has no thread left.
pub fn start(
    store: Store,
    clock: Clock,
    planner: Planner,
    one_at_a_time: Arc<Mutex<()>>,
) -> Result<JoinHandle<()>, Failure> {
    let spawned = std::thread::Builder::new().name("learning".to_owned()).spawn(move || {
        crate::planning::follow::give_way();
        loop {
            park_timeout(LOOK);
            if planner.is_ended() {
                return;
            }
            let _one = one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(failure) = nightly(&store, clock.now()) {
                warn!(%failure, "learning failed; it is tried again");
            }
        }
    });
    spawned.map_err(|error| Failure::Broken(format!("the thread that learns: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        serde_json::from_value(text.into()).expect("an instant")
    }

    #[test]
    fn a_night_is_at_two_by_the_plants_clock() {
        let zone = Tz::Asia__Shanghai;
        assert_eq!(last_night(at("2026-03-02T18:00:00Z"), zone), at("2026-03-02T18:00:00Z"));
        assert_eq!(last_night(at("2026-03-02T17:59:59Z"), zone), at("2026-03-01T18:00:00Z"));
    }

    #[test]
    fn no_night_is_lost_where_the_clock_jumps() {
        // In Berlin two in the morning does not exist on the day on which summer begins.
        let zone = Tz::Europe__Berlin;
        let noons = ["2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "2026-03-30T12:00:00Z"];
        let nights = noons.map(|noon| last_night(at(noon), zone));
        assert_eq!(nights, ["2026-03-28T01:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"].map(at));
    }
}
