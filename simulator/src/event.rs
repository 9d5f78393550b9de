//! What lies ahead of a shop, in the order in which it happens.

use std::cmp::Ordering;

/// Something that will happen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Event {
    /// When, in hours since the world's start.
    pub(crate) at: f64,
    /// Which comes first at the same instant: what was placed first.
    pub(crate) place: u64,
    /// What.
    pub(crate) what: What,
}

/// What will happen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    /// A customer asks.
    Arrival,
    /// The last part of the job in a slot comes.
    Supply(usize),
    /// The operation of the job in a slot ends.
    End(usize),
    /// A station may have something to begin.
    Open(usize),
}

impl Eq for Event {}

impl Ord for Event {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.total_cmp(&other.at).then(self.place.cmp(&other.place))
    }
}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
