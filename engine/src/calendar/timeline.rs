//! Open intervals on one line of seconds, indexed so that clock time and worked time convert in a few
//! nanoseconds.
//!
//! Knows nothing of dates, zones or shifts. Offsets are u32 from the first instant: half the cache of i64,
//! and 136 years are enough. Two bucket tables, one over clock time and one over worked time, say where the
//! search for an interval begins; a bucket of 4.5 h seldom holds more than two.

/// The longest time line, in seconds.
pub(super) const MAX_SPAN: i64 = u32::MAX as i64 - 1;

/// Buckets are at least 2^14 s (4 h 33 min) wide.
const MIN_SHIFT: u32 = 14;

/// One open interval, in seconds since the line's first instant.
#[derive(Clone, Copy, Debug)]
struct Open {
    from: u32,
    to: u32,
    /// Working seconds before `from`.
    worked: u32,
}

/// Disjoint open intervals in order, none touching the next.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    first: i64,
    span: i64,
    total: i64,
    longest: i64,
    clock_shift: u32,
    worked_shift: u32,
    /// Ends with a sentinel that lies behind every instant.
    opens: Vec<Open>,
    /// Per bucket of clock time: the first interval that ends after the bucket's start.
    by_clock: Vec<u32>,
    /// Per bucket of worked time: the interval in which the bucket's first second is worked.
    by_worked: Vec<u32>,
}

impl Timeline {
    /// Windows in any order, overlapping or empty, clipped to `first..last`; what lies beyond
    /// [`MAX_SPAN`] is cut off.
    pub(super) fn new(first: i64, last: i64, mut windows: Vec<(i64, i64)>) -> Timeline {
        let span = last.saturating_sub(first).clamp(0, MAX_SPAN);
        windows.sort_unstable();
        let mut opens: Vec<Open> = Vec::with_capacity(windows.len() + 1);
        for (from, to) in windows {
            let from = from.saturating_sub(first).clamp(0, span);
            let to = to.saturating_sub(first).clamp(0, span);
            if from >= to {
                continue;
            }
            match opens.last_mut() {
                Some(before) if from <= i64::from(before.to) => before.to = before.to.max(to as u32),
                _ => opens.push(Open { from: from as u32, to: to as u32, worked: 0 }),
            }
        }
        let (mut total, mut longest) = (0, 0);
        for open in &mut opens {
            open.worked = total;
            total += open.to - open.from;
            longest = longest.max(open.to - open.from);
        }
        opens.push(Open { from: u32::MAX, to: u32::MAX, worked: total });
        let (total, longest) = (i64::from(total), i64::from(longest));
        let (clock_shift, worked_shift) = (shift(span, opens.len()), shift(total, opens.len()));
        let by_clock = buckets(span + 1, clock_shift, |i, start| i64::from(opens[i].to) <= start);
        let by_worked = buckets(total, worked_shift, |i, start| i64::from(opens[i + 1].worked) <= start);
        Timeline { first, span, total, longest, clock_shift, worked_shift, opens, by_clock, by_worked }
    }

    #[inline]
    pub(super) fn first(&self) -> i64 {
        self.first
    }

    #[inline]
    pub(super) fn last(&self) -> i64 {
        self.first + self.span
    }

    /// All working seconds.
    #[inline]
    pub(super) fn total(&self) -> i64 {
        self.total
    }

    /// Length of the longest interval, in seconds.
    #[inline]
    pub(super) fn longest(&self) -> i64 {
        self.longest
    }

    /// Number of intervals.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.opens.len() - 1
    }

    /// The interval at `index`; past the last one both ends are `i64::MAX`.
    #[inline]
    pub(super) fn interval(&self, index: usize) -> (i64, i64) {
        if index >= self.len() {
            return (i64::MAX, i64::MAX);
        }
        let open = self.opens[index];
        (self.first + i64::from(open.from), self.first + i64::from(open.to))
    }

    /// Seconds since the first instant, held inside the line.
    #[inline]
    fn since(&self, t: i64) -> i64 {
        t.saturating_sub(self.first).clamp(0, self.span)
    }

    /// The first interval that ends after `since`.
    #[inline]
    fn find(&self, since: i64) -> usize {
        let mut index = self.by_clock[(since >> self.clock_shift) as usize] as usize;
        while i64::from(self.opens[index].to) <= since {
            index += 1;
        }
        index
    }

    /// The first interval that ends after `t`; [`Timeline::len`] if none does.
    #[inline]
    pub(super) fn index_at(&self, t: i64) -> usize {
        self.find(self.since(t))
    }

    /// Working seconds before `t`.
    #[inline]
    pub(super) fn worked_at(&self, t: i64) -> i64 {
        let since = self.since(t);
        let open = self.opens[self.find(since)];
        i64::from(open.worked) + (since - i64::from(open.from)).max(0)
    }

    /// When working second `w` begins; `None` if there are not so many.
    #[inline]
    pub(super) fn start_at(&self, w: i64) -> Option<i64> {
        let w = w.max(0);
        if w >= self.total {
            return None;
        }
        let mut index = self.by_worked[(w >> self.worked_shift) as usize] as usize;
        while i64::from(self.opens[index + 1].worked) <= w {
            index += 1;
        }
        let open = self.opens[index];
        Some(self.first + i64::from(open.from) + w - i64::from(open.worked))
    }

    /// The line with `closed` windows, in any order, taken out.
    pub(super) fn without(&self, closed: &[(i64, i64)]) -> Timeline {
        let open: Vec<_> = (0..self.len()).map(|index| self.interval(index)).collect();
        Timeline::new(self.first, self.last(), subtract(open, closed))
    }
}

/// What is left of ordered, disjoint windows after taking out `closed` ones, in any order.
fn subtract(open: Vec<(i64, i64)>, closed: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut closed: Vec<_> = closed.iter().copied().filter(|&(from, to)| from < to).collect();
    if closed.is_empty() {
        return open;
    }
    closed.sort_unstable();
    let mut left = Vec::with_capacity(open.len() + closed.len());
    // A closed window that ended before one interval has ended before the next, but a long one may stand
    // before short ones in the order: merge them first.
    closed.dedup_by(|next, kept| {
        let joined = next.0 <= kept.1;
        if joined {
            kept.1 = kept.1.max(next.1);
        }
        joined
    });
    let mut reached = 0;
    for (mut from, to) in open {
        while reached < closed.len() && closed[reached].1 <= from {
            reached += 1;
        }
        for &(shut, reopened) in closed[reached..].iter().take_while(|window| window.0 < to) {
            if from < shut {
                left.push((from, shut));
            }
            from = from.max(reopened);
        }
        if from < to {
            left.push((from, to));
        }
    }
    left
}

/// Bucket width as a power of two: wider when few intervals would leave most buckets the same.
fn shift(length: i64, intervals: usize) -> u32 {
    let most = 16 * (intervals as i64 + 64);
    (MIN_SHIFT..32).find(|shift| length >> shift <= most).unwrap_or(32)
}

/// For each bucket of `length` seconds the first index for which `passed(index, start of bucket)` is false.
fn buckets(length: i64, shift: u32, passed: impl Fn(usize, i64) -> bool) -> Vec<u32> {
    let mut index = 0;
    let count = (length + (1 << shift) - 1) >> shift;
    (0..count)
        .map(|bucket| {
            while passed(index, bucket << shift) {
                index += 1;
            }
            index as u32
        })
        .collect()
}
