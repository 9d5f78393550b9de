//! Whose turn it is to try a date and store it. Who tried at the same time as others would lose to all but one of
//! them, so one waits for another; but not for ever.

use crate::app::App;
use crate::store::Failure;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long one waits for others.
const PATIENCE: Duration = Duration::from_secs(15);
/// The longest pause after the first lost try; it doubles with each.
const LOST_MOST: Duration = Duration::from_millis(10);

/// The turns of one process.
#[derive(Debug, Default)]
pub struct Turns {
    taken: Mutex<bool>,
    freed: Condvar,
}

/// The turn of whoever tries a date and stores it.
pub(in crate::services) struct Turn<'a> {
    lost: u32,
    turns: &'a Turns,
}

/// Waits for one's turn to try dates.
///
/// # Errors
///
/// [`Failure::Unavailable`]: too many were before.
pub(in crate::services) fn turn(app: &App) -> Result<Turn<'_>, Failure> {
    app.promising.take(PATIENCE)
}

impl Turns {
    fn take(&self, patience: Duration) -> Result<Turn<'_>, Failure> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.freed.wait_timeout_while(taken, patience, |taken| *taken);
        let (mut taken, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(Failure::Unavailable("too many promises are being made".to_owned()));
        }
        *taken = true;
        Ok(Turn { lost: 0, turns: self })
    }
}

impl Turn<'_> {
    /// Something else came first: waits a moment that differs from that of others.
    pub(in crate::services) fn lost(&mut self) {
        thread::sleep(LOST_MOST.saturating_mul(1 << self.lost.min(6)).mul_f64(rand::random()));
        self.lost += 1;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.turns.taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.turns.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_the_turn_and_nobody_waits_for_ever() {
        let turns = Turns::default();
        let first = turns.take(Duration::ZERO).expect("nobody was before");
        let refused = turns.take(Duration::from_millis(5)).err().expect("it is taken");
        assert!(matches!(refused, Failure::Unavailable(_)), "{refused}");
        drop(first);
        assert!(turns.take(Duration::ZERO).is_ok());
    }
}
