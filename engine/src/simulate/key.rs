//! Who goes first: the dispatch rule as a key that is fixed when work joins a queue.

use super::{ID_BITS, Play};
use crate::time::DAY;

/// How ready work is ordered within its band.
#[derive(Clone, Copy, Debug)]
pub enum Rule<'a> {
    /// By protected start; what can no longer keep it by how soon it can be through, better tiers sooner.
    Protected,
    /// By a given place of every operation, as [`crate::improve`] finds it.
    Sequence(&'a [u32]),
    /// By apparent urgency, scored anew at every choice. For the search for a sequence, not for the floor.
    Urgency(Urgency<'a>),
}

/// Parameters of the urgency score.
///
/// Source: apparent tardiness cost, Vepsalainen and Morton, Management Science 33(8), 1987.
#[derive(Clone, Copy, Debug)]
pub struct Urgency<'a> {
    /// Planning horizon of the exponential, in mean operation times.
    pub look_ahead: f64,
    /// Expected queueing on the way, in multiples of the remaining clock time.
    pub allowance: f64,
    /// An order that is late by more than this, in seconds, is no longer passed over.
    pub patience: i64,
    /// Mean working seconds of an operation, by work centre.
    pub mean: &'a [f64],
}

/// Days by which the choice among late work may push an operation behind its protected start.
const PATIENCE: i64 = 10 * DAY;
/// How much longer than its bare clock time late work is taken to need.
const STRETCH: i64 = 3;

/// Bits of the key within its band.
const KEY_BITS: u32 = 35;
const KEY_MIDDLE: i64 = 1 << (KEY_BITS - 1);
const KEY_MAX: i64 = (1 << KEY_BITS) - 1;

impl Play<'_> {
    /// The key of an operation that joins its queue at `t`: band, place in it, canonical index.
    pub(super) fn key(&self, op: u32, t: i64) -> u64 {
        let node = self.op(op);
        let (band, place) = match (node.band, self.rule) {
            (0, _) => (0, 0),
            (1, _) if self.in_frozen_zone(node.center, t) => (1, i64::from(node.sequence)),
            (2, _) => (2, i64::from(node.sequence)),
            (_, Rule::Sequence(places)) => {
                (3, places.get(op as usize).map_or_else(|| self.protected(op), |&place| i64::from(place)))
            }
            (band, _) => {
                // The frozen list holds in its zone; after it, its work is like any other promised work.
                let band = band.max(3);
                let place = effective_start(self.protected(op), i64::from(node.tail), node.weight, t);
                (band, (place - self.net.now).saturating_add(KEY_MIDDLE).clamp(0, KEY_MAX))
            }
        };
        u64::from(band) << (KEY_BITS + ID_BITS) | (place as u64) << ID_BITS | u64::from(op)
    }
}

impl Play<'_> {
    /// The protected start of an operation in this future.
    #[inline]
    pub(super) fn protected(&self, op: u32) -> i64 {
        let (from, ranks) = self.factors.ranks;
        let own = op.checked_sub(from).and_then(|place| ranks.get(place as usize));
        own.copied().unwrap_or(self.op(op).protected)
    }

    fn in_frozen_zone(&self, center: u32, t: i64) -> bool {
        self.net.centers.get(center as usize).is_some_and(|c| t < c.frozen_until)
    }
}

/// The protected start, or, where it is past, a later one: late work goes by how soon it can be through,
/// weighted by tier, but is never pushed back by more than the patience. Whoever can still be kept is not
/// touched. Source: modified due dates, Baker and Bertrand, J. Operations Management 3(1), 1982.
fn effective_start(protected: i64, tail: i64, weight: u32, t: i64) -> i64 {
    if t <= protected {
        return protected;
    }
    let through = t + STRETCH * tail * 1_000 / i64::from(weight.max(1)) - tail;
    through.clamp(protected, protected + PATIENCE)
}
