//! The planner's side of the feed: keeps the current [`Outlook`] and tells whoever waits for a newer one.

use super::outlook::Outlook;
use crate::domain::value::Moment;
use crate::store::Failure;
use arc_swap::ArcSwap;
use chrono_tz::Tz;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use tokio::sync::watch;

/// The handle on the planner: what it knows now, and how to wait for more. Cheap to clone.
#[derive(Clone)]
pub struct Planner(Arc<Shared>);

struct Shared {
    current: ArcSwap<Outlook>,
    published: watch::Sender<u64>,
    /// Whether the planner has ended; whoever waits would wait in vain.
    ended: Mutex<bool>,
    news: Condvar,
}

impl Planner {
    /// A planner that knows nothing yet and follows nothing.
    pub fn idle(now: Moment, zone: Tz) -> Self {
        Self(Arc::new(Shared {
            current: ArcSwap::from_pointee(Outlook::empty(now, zone)),
            published: watch::channel(0).0,
            ended: Mutex::new(true),
            news: Condvar::new(),
        }))
    }

    /// The current outlook.
    pub fn outlook(&self) -> Arc<Outlook> {
        self.0.current.load_full()
    }

    /// Tells of new outlooks: the value is how many there were.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.published.subscribe()
    }

    /// Waits until the journal entry `seq` is in the outlook.
    ///
    /// # Errors
    ///
    /// The planner has ended.
    pub async fn wait_for(&self, seq: i64) -> Result<Arc<Outlook>, Failure> {
        let mut changes = self.changes();
        loop {
            let current = self.outlook();
            if current.position >= seq {
                return Ok(current);
            }
            if *self.0.ended.lock().unwrap_or_else(PoisonError::into_inner)
                || changes.changed().await.is_err()
            {
                return Err(ended());
            }
        }
    }

    /// [`Planner::wait_for`] for threads that may block.
    ///
    /// # Errors
    ///
    /// The planner has ended.
    pub fn wait_for_blocking(&self, seq: i64) -> Result<Arc<Outlook>, Failure> {
        let mut is_over = self.0.ended.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let current = self.outlook();
            if current.position >= seq {
                return Ok(current);
            }
            if *is_over {
                return Err(ended());
            }
            is_over = self.0.news.wait(is_over).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts an outlook in place of the current one.
    pub fn publish(&self, outlook: Outlook) {
        self.0.current.store(Arc::new(outlook));
        let _held = self.0.ended.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.published.send_modify(|count| *count += 1);
        self.0.news.notify_all();
    }

    /// Ends the planner: nobody waits any longer.
    pub fn end(&self) {
        *self.0.ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.published.send_modify(|count| *count += 1);
        self.0.news.notify_all();
    }
}

fn ended() -> Failure {
    Failure::Unavailable("the planner has ended".to_owned())
}
