//! The world that the job shop lives in: its luck, its orders, and the rule on the floor. None of it is the planner's.

use std::collections::VecDeque;

/// Stations of the shop.
pub(super) const STATIONS: usize = 6;
/// Mean planned seconds of an operation.
pub(super) const HOUR: f64 = 3_600.0;
/// Coefficient of variation of true over planned time.
pub(super) const VARIATION: f64 = 0.5;
/// Orders in an hour: 90 % of what six stations can do, at 3.5 operations of an hour each.
pub(super) const RATE: f64 = 0.9 * 6.0 / 3.5;
/// The route of an order that came, and after how many seconds it was promised.
pub(super) type Seen = (Vec<(usize, f64)>, f64);

/// Random numbers of the world: none of the planner's. Source: xorshift64*, Vigna, 2016.
pub struct World(u64);

impl World {
    pub fn new(seed: u64) -> World {
        World(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(super) fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// Lognormal with mean one.
    pub(super) fn noise(&mut self) -> f64 {
        let normal = (2.0 * self.exponential()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos();
        let variance = (1.0 + VARIATION * VARIATION).ln();
        (variance.sqrt() * normal - variance / 2.0).exp()
    }

    /// Stations and planned seconds of an order: one to six stations, times Erlang-2 below four hours.
    pub(super) fn route(&mut self) -> Vec<(usize, f64)> {
        let mut stations: Vec<usize> = (0..STATIONS).collect();
        for i in 0..STATIONS {
            stations.swap(i, i + (self.uniform() * (STATIONS - i) as f64) as usize);
        }
        stations.truncate(1 + (self.uniform() * STATIONS as f64) as usize);
        let mut time = || loop {
            let hours = 0.5 * self.exponential() + 0.5 * self.exponential();
            if hours <= 4.0 {
                return hours / 0.989_16 * HOUR;
            }
        };
        stations.into_iter().map(|station| (station, time())).collect()
    }
}

/// An order in the shop.
pub(super) struct Order {
    pub(super) number: usize,
    pub(super) route: Vec<(usize, f64)>,
    /// True seconds of each operation.
    pub(super) takes: Vec<f64>,
    pub(super) step: usize,
    /// Since when the step runs, if it does.
    pub(super) since: Option<f64>,
    pub(super) came: f64,
    pub(super) due: f64,
    pub(super) quoted: Option<Quoted>,
}

/// What was said of an order when it came.
#[derive(Clone, Copy)]
pub(super) struct Quoted {
    /// The 50, 80 and 95 % dates.
    pub(super) by: [f64; 3],
    /// In which share of the replays each of them was kept.
    pub(super) replayed: [f64; 3],
}

impl Order {
    pub(super) fn new(
        number: usize,
        route: Vec<(usize, f64)>,
        came: f64,
        due: f64,
        world: &mut World,
    ) -> Order {
        let takes = route.iter().map(|step| step.1 * world.noise()).collect();
        Order { number, route, takes, step: 0, since: None, came, due, quoted: None }
    }

    /// The same order, whose work takes another time: of what runs, longer than it has run.
    pub(super) fn with_other_luck(&self, now: f64, world: &mut World) -> Order {
        let mut other = Order::new(self.number, self.route.clone(), self.came, self.due, world);
        (other.step, other.since) = (self.step, self.since);
        while other.ends() < now {
            other.takes[self.step] = self.route[self.step].1 * world.noise();
        }
        other
    }

    pub(super) fn left(&self) -> f64 {
        self.route[self.step..].iter().map(|step| step.1).sum()
    }

    pub(super) fn ends(&self) -> f64 {
        self.since.map_or(f64::INFINITY, |since| since + self.takes[self.step])
    }

    /// The rule on the floor: protected start; what is past it by how soon it can be through.
    pub(super) fn rank(&self, now: f64) -> f64 {
        let (left, protected) = (self.left(), self.due - self.left());
        if now <= protected {
            protected
        } else {
            (now + 2.0 * left).clamp(protected, protected + 10.0 * 86_400.0)
        }
    }
}

/// Free stations take what comes first.
pub(super) fn start_all(orders: &mut [Order], now: f64) {
    for station in 0..STATIONS {
        let here = |order: &&mut Order| order.route[order.step].0 == station;
        if orders.iter_mut().filter(here).any(|order| order.since.is_some()) {
            continue;
        }
        let first = orders.iter_mut().filter(here).min_by(|a, b| a.rank(now).total_cmp(&b.rank(now)));
        if let Some(order) = first {
            order.since = Some(now);
        }
    }
}

/// When an order is done if the shop is played on with other luck: what runs goes on for how long it has run, and
/// orders like those that came last go on coming.
pub(super) fn played_on(
    orders: &[Order],
    order: &Order,
    now: f64,
    seen: &VecDeque<Seen>,
    world: &mut World,
) -> f64 {
    let mut all: Vec<Order> = orders.iter().map(|order| order.with_other_luck(now, world)).collect();
    all.push(order.with_other_luck(now, world));
    start_all(&mut all, now);
    let mut next = now + world.exponential() / RATE * HOUR;
    loop {
        let first = (0..all.len()).min_by(|&a, &b| all[a].ends().total_cmp(&all[b].ends()));
        let finished = first.filter(|&at| all[at].ends() < next);
        let at = finished.map_or(next, |at| all[at].ends());
        match finished {
            Some(place) => {
                let ended = &mut all[place];
                (ended.step, ended.since) = (ended.step + 1, None);
                if ended.step == ended.route.len() && all.swap_remove(place).number == order.number {
                    return at;
                }
            }
            None => {
                let (route, lead) = seen[(world.uniform() * seen.len() as f64) as usize].clone();
                all.push(Order::new(usize::MAX, route, at, at + lead, world));
                next = at + world.exponential() / RATE * HOUR;
            }
        }
        start_all(&mut all, at);
    }
}
