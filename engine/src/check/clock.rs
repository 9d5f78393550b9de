//! Open time the plain way: a list of intervals, added up.

use crate::calendar::Calendar;
use crate::time::Instant;

/// Times at which something is closed besides what its calendar says.
pub(super) type Windows = Vec<(Instant, Instant)>;

/// A calendar, and the windows in which it does not hold.
pub(super) struct Clock<'a> {
    pub calendar: &'a Calendar,
    pub down: Windows,
}

impl Clock<'_> {
    /// The open intervals between `from` and `to`.
    pub fn open(&self, from: Instant, to: Instant) -> Vec<(Instant, Instant)> {
        let mut open: Vec<_> = self.calendar.intervals_between(from, to).collect();
        for &(closes, opens) in &self.down {
            open = open.into_iter().flat_map(|(a, b)| [(a, b.min(closes)), (a.max(opens), b)]).collect();
            open.retain(|(a, b)| a < b);
        }
        open
    }

    /// Open seconds between `from` and `to`.
    pub fn seconds(&self, from: Instant, to: Instant) -> i64 {
        self.open(from, to).iter().map(|&(a, b)| b - a).sum()
    }

    /// Whether any interval from `from` on is at least `work` seconds long.
    pub fn has_room(&self, from: Instant, work: i64) -> bool {
        self.open(from, self.calendar.horizon()).iter().any(|&(a, b)| b - a >= work)
    }

    /// The instant at which `work` open seconds from `from` on are over.
    pub fn after(&self, from: Instant, work: i64) -> Instant {
        if work <= 0 {
            return from;
        }
        let mut left = work;
        let mut edge = from;
        let mut reach = 4 * work + 30 * crate::time::DAY;
        // Looks ever further ahead: most work ends soon.
        loop {
            let to = (edge + reach).min(self.calendar.horizon());
            for (a, b) in self.open(edge, to) {
                if b - a >= left {
                    return a + left;
                }
                left -= b - a;
            }
            if to >= self.calendar.horizon() {
                return Instant::NEVER;
            }
            (edge, reach) = (to, 2 * reach);
        }
    }
}
