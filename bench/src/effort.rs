//! How much is measured: all of it, or just enough to see that everything still runs.

/// Sizes and repeats of one run.
#[derive(Clone, Debug)]
pub struct Effort {
    /// Only a smoke run: its figures mean nothing.
    pub quick: bool,
    /// Orders of the models whose speed, memory and weighted lateness are measured.
    pub sizes: Vec<usize>,
    /// Orders of the models on which promises and quotes are compared.
    pub promise_sizes: Vec<usize>,
    /// Seeds of those models.
    pub seeds: Vec<u64>,
    /// Repeats of a timing; those of the largest model are fewer.
    pub repeats: usize,
    /// Requests that are quoted.
    pub requests: usize,
    /// Quotes that are accepted.
    pub accepted: usize,
    /// Sales-order lines of the generated workbook.
    pub sales_lines: u32,
    /// What the service is measured with.
    pub service: Service,
    /// What the tablet is measured with.
    pub floor: Floor,
    /// What rules are measured with.
    pub rules: Rules,
}

/// Sizes of the rules' part.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Open lines.
    pub lines: usize,
    /// Rules about them, besides the shipped ones.
    pub own: usize,
    /// Looks of each kind.
    pub looks: usize,
}

/// Sizes of the tablet's part.
#[derive(Clone, Debug)]
pub struct Floor {
    /// Starts of each kind.
    pub starts: usize,
    /// Taps of each kind.
    pub taps: usize,
}

/// Sizes of the service's part.
#[derive(Clone, Debug)]
pub struct Service {
    /// Open orders, each with a released work order.
    pub open: usize,
    /// Orders that are over.
    pub closed: usize,
    /// Clients that report at a time.
    pub clients: usize,
    /// For how long.
    pub seconds: f64,
    /// Reports per second where the rate is fixed.
    pub rate: f64,
    /// For how long they come.
    pub paced_seconds: f64,
    /// For how long single reports are followed to their forecasts.
    pub probe_seconds: f64,
    /// Starts of the server.
    pub starts: usize,
    /// Reports that are followed to the mail about them.
    pub mails: usize,
}

impl Effort {
    /// What the published figures are measured with.
    pub fn full() -> Effort {
        Effort {
            quick: false,
            sizes: vec![1_000, 5_000, 20_000, 100_000],
            promise_sizes: vec![1_000, 5_000],
            seeds: (1..=11).collect(),
            repeats: 15,
            requests: 600,
            accepted: 40,
            sales_lines: 100_000,
            service: Service {
                open: 5_000,
                closed: 100_000,
                clients: 64,
                seconds: 10.0,
                rate: 50.0,
                paced_seconds: 30.0,
                probe_seconds: 40.0,
                starts: 3,
                mails: 40,
            },
            floor: Floor { starts: 11, taps: 15 },
            rules: Rules { lines: 20_000, own: 1_000, looks: 3 },
        }
    }

    /// A smoke run.
    pub fn quick() -> Effort {
        Effort {
            quick: true,
            sizes: vec![1_000],
            promise_sizes: vec![1_000],
            seeds: vec![1, 2],
            repeats: 2,
            requests: 10,
            accepted: 2,
            sales_lines: 1_000,
            service: Service {
                open: 200,
                closed: 300,
                clients: 8,
                seconds: 1.0,
                rate: 50.0,
                paced_seconds: 3.0,
                probe_seconds: 4.0,
                starts: 1,
                mails: 3,
            },
            floor: Floor { starts: 1, taps: 2 },
            rules: Rules { lines: 200, own: 20, looks: 1 },
        }
    }

    /// Repeats for a model of so many orders; `long` where the improvement pass is among what is repeated.
    pub fn repeats_at(&self, orders: usize, long: bool) -> usize {
        let most = match (orders, long) {
            (..10_000, _) => self.repeats,
            (..50_000, false) => 7,
            (_, false) => 5,
            (..50_000, true) => 3,
            (_, true) => 1,
        };
        self.repeats.min(most)
    }
}
