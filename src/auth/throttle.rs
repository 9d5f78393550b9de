//! Slows down who guesses: so many wrong attempts at once, then one for each pause. It knows keys and instants,
//! and neither passwords nor people.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Keys remembered before those are dropped that owe nothing any more.
const MANY: usize = 10_000;

/// Attempts by key. Each costs a pause; whoever owes more than the whole burst waits.
#[derive(Debug)]
pub(super) struct Throttle {
    burst: Duration,
    pause: Duration,
    /// When a key will owe nothing any more.
    free: Mutex<BTreeMap<String, Instant>>,
}

impl Throttle {
    /// `burst` attempts at once, then one for each `pause`.
    pub(super) fn new(burst: u32, pause: Duration) -> Self {
        Self { burst: pause * burst, pause, free: Mutex::default() }
    }

    /// Counts an attempt of `key`.
    ///
    /// # Errors
    ///
    /// How long to wait. The attempt was not counted.
    pub(super) fn count(&self, key: &str, now: Instant) -> Result<(), Duration> {
        let mut all = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY {
            all.retain(|_, free| *free > now);
        }
        let free = all.get(key).map_or(now, |free| now.max(*free)) + self.pause;
        let beyond = free.duration_since(now).saturating_sub(self.burst);
        if !beyond.is_zero() {
            return Err(beyond);
        }
        all.insert(key.to_owned(), free);
        Ok(())
    }

    /// Takes one attempt back.
    pub(super) fn take_back(&self, key: &str) {
        let mut all = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(free) = all.get_mut(key) {
            *free = free.checked_sub(self.pause).unwrap_or(*free);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_for_each_pause() {
        let (throttle, start) = (Throttle::new(3, Duration::from_secs(6)), Instant::now());
        for _ in 0..3 {
            assert_eq!(throttle.count("a", start), Ok(()));
        }
        assert_eq!(throttle.count("a", start), Err(Duration::from_secs(6)));
        assert_eq!(throttle.count("b", start), Ok(()));
        let later = start + Duration::from_secs(6);
        assert_eq!(throttle.count("a", later), Ok(()));
        assert_eq!(throttle.count("a", later), Err(Duration::from_secs(6)));
        throttle.take_back("a");
        assert_eq!(throttle.count("a", later), Ok(()));
    }
}
