//! The peer's figures: frePPLe 9.18 on the same models with seed 1, measured once on two shared cores of
//! another machine. Compare CPU time and results, not wall time.

/// What the peer does with a model whose priorities count.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// CPU seconds of its plan run.
    pub cpu: f64,
    /// Peak resident memory in MiB.
    pub peak: f64,
    /// Late orders.
    pub late: usize,
    /// Days late, mean over all orders.
    pub mean: f64,
    /// Days late of the latest.
    pub max: f64,
    /// Milliseconds of a quote: median and 95th percentile.
    pub quote: (f64, f64),
}

/// What the peer does with a model whose orders all have the same priority.
#[derive(Clone, Copy, Debug)]
pub struct EqualPeer {
    /// CPU seconds of its plan run.
    pub cpu: f64,
    /// Days late, mean over all orders.
    pub mean: f64,
    /// Days late of the latest.
    pub max: f64,
}

/// The peer's row for so many orders with priorities.
pub fn with_priorities(orders: usize) -> Option<Peer> {
    let row = match orders {
        1_000 => Peer { cpu: 0.33, peak: 44.0, late: 292, mean: 7.0, max: 268.0, quote: (7.0, 82.0) },
        5_000 => Peer { cpu: 1.86, peak: 66.0, late: 826, mean: 3.1, max: 228.0, quote: (22.0, 90.0) },
        20_000 => Peer { cpu: 59.0, peak: 146.0, late: 2_185, mean: 1.8, max: 174.0, quote: (46.0, 1_586.0) },
        _ => return None,
    };
    Some(row)
}

/// The peer's row for so many orders of equal priority.
pub fn equal(orders: usize) -> Option<EqualPeer> {
    match orders {
        1_000 => Some(EqualPeer { cpu: 0.24, mean: 5.9, max: 127.0 }),
        5_000 => Some(EqualPeer { cpu: 1.6, mean: 2.4, max: 105.0 }),
        _ => None,
    }
}
