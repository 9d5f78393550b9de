//! Why a line ships when it does: consecutive segments from the order to the ship date.
//!
//! The walk goes back from the ship date along what was waited for last. Every second between order and ship
//! belongs to exactly one segment, so the lengths add up; each segment names the document or work that
//! caused it. Alerts, mails and the portal use the same kinds.

mod machine;
mod walk;

use crate::model::{Code, LineKey, OpKey, Shop, SupplyKey};
use crate::plan::Plan;
use crate::time::Instant;
use walk::Walk;

/// What a stretch of time was spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Waiting for material.
    Material,
    /// Waiting for a machine that other work keeps.
    Queue,
    /// Work on the pieces.
    Processing,
    /// Setting up.
    Setup,
    /// The work centre is closed.
    Closed,
    /// Inspection.
    Inspection,
    /// Work repeated on pieces that were sent back.
    Rework,
    /// Pieces that did not come out good, made again.
    Remake,
    /// At a supplier, or waiting to leave for one.
    Outside,
    /// Moving between work centres.
    Move,
    /// Packing and waiting for the ship window.
    Dispatch,
    /// Waiting for the customer.
    Customer,
    /// Waiting for a hold of our own.
    Hold,
}

/// The document or work behind a segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// This operation itself, and where it runs.
    Operation(OpKey, Option<Code>),
    /// Another operation that had the machine.
    Behind(OpKey, Code),
    /// The machine is kept for protected or fixed work, or another time slot.
    Reserved(OpKey, Code),
    /// A work centre that is closed.
    Closed(OpKey, Code),
    /// A supply of an item.
    Supply(SupplyKey, Code),
    /// A hold.
    HeldBy(Code),
    /// The ship window.
    Window,
    /// Nobody had started yet.
    NotStarted,
}

/// A stretch of time with one kind and one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it was spent on.
    pub kind: Kind,
    /// From this instant.
    pub from: Instant,
    /// To this instant.
    pub to: Instant,
    /// What caused it.
    pub cause: Cause,
}

impl Segment {
    /// Clock seconds.
    pub fn seconds(&self) -> i64 {
        self.to - self.from
    }
}

/// Why a line ships when it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The line.
    pub line: LineKey,
    /// When the order was entered; `now` if nobody knows.
    pub from: Instant,
    /// When it ships.
    pub to: Instant,
    /// Consecutive, first to last; the lengths add up to `to - from`.
    pub segments: Vec<Segment>,
    /// The line of the same order that it waits for, where it leaves together with others.
    pub waits_for: Option<LineKey>,
}

impl Explanation {
    /// Clock seconds from order to ship.
    pub fn seconds(&self) -> i64 {
        self.to - self.from
    }

    /// Seconds of each kind, most first.
    pub fn totals(&self) -> Vec<(Kind, i64)> {
        let mut totals: Vec<(Kind, i64)> = Vec::new();
        for segment in &self.segments {
            match totals.iter_mut().find(|t| t.0 == segment.kind) {
                Some(total) => total.1 += segment.seconds(),
                None => totals.push((segment.kind, segment.seconds())),
            }
        }
        totals.sort_by_key(|&(kind, seconds)| (std::cmp::Reverse(seconds), kind));
        totals
    }
}

impl Plan {
    /// Explains the date of a line; nothing if the line is not in the plan or has no date.
    ///
    /// `shop` must be the snapshot that the plan was made of.
    pub fn explain(&self, shop: &Shop, line: &LineKey) -> Option<Explanation> {
        let index = self.network.line_index(line)?;
        if !self.lines[index as usize].is_dated() {
            return None;
        }
        Some(Walk::new(self, shop, index).explain())
    }
}
