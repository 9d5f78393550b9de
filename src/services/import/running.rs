//! Imports that this process is applying, and how far each is. Nothing of it is stored: what a process that died
//! was applying is not being applied any more, and can be applied again.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The imports that are being applied, by number. Clones are the same list.
#[derive(Clone, Debug, Default)]
pub struct Running(Arc<Mutex<BTreeMap<i64, Counter>>>);

impl Running {
    fn list(&self) -> MutexGuard<'_, BTreeMap<i64, Counter>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters an import; `None` if it is being applied already.
    pub(super) fn begin(&self, id: i64) -> Option<Turn> {
        let mut list = self.list();
        if list.contains_key(&id) {
            return None;
        }
        let counter = Counter::default();
        list.insert(id, counter.clone());
        Some(Turn { running: self.clone(), id, counter })
    }

    /// Rows that are written so far, if the import is being applied.
    pub(super) fn done(&self, id: i64) -> Option<i64> {
        self.list().get(&id).map(|counter| counter.0.load(Ordering::Relaxed))
    }
}

/// An import's place in the list, for as long as it is being applied.
pub(super) struct Turn {
    running: Running,
    id: i64,
    counter: Counter,
}

impl Turn {
    /// What counts its rows.
    pub(super) fn counter(&self) -> Counter {
        self.counter.clone()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.running.list().remove(&self.id);
    }
}

/// Counts rows. Clones count together.
#[derive(Clone, Debug, Default)]
pub(super) struct Counter(Arc<AtomicI64>);

impl Counter {
    /// Begins at nothing: the transaction may run again.
    pub(super) fn restart(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    pub(super) fn add(&self, rows: usize) {
        self.0.fetch_add(rows as i64, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_import_is_applied_once_at_a_time() {
        let running = Running::default();
        let turn = running.begin(7).expect("nobody applies it");
        assert!(running.begin(7).is_none());
        turn.counter().add(3);
        assert_eq!(running.done(7), Some(3));
        turn.counter().restart();
        assert_eq!(running.clone().done(7), Some(0));
        drop(turn);
        assert_eq!(running.done(7), None);
        assert!(running.begin(7).is_some());
    }
}
