//! A job shop that lives: six stations at 90 % load, operation times with a coefficient of variation of 0.5.
//!
//! It shares nothing with the planner but the dispatch rule in words: it takes the promised work whose protected
//! start is first. Its odds are asked for at every arrival, and what it promises is when the work is really needed.

#![allow(dead_code, reason = "not every test binary asks everything")]

#[path = "jobshop/world.rs"]
mod world;

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use holdfast_engine::calendar::{CalendarSpec, Shift};
use holdfast_engine::chance::{Chance, Chances, Coming, Mix, Origin, Spread, Times};
use holdfast_engine::forecast::forecast;
use holdfast_engine::model::{
    Basis, Code, Firmness, Item, LineKey, Operation, OperationStatus, Progress, Promise, RunTime, SalesLine,
    Shop, WorkCenter, WorkOrder,
};
use holdfast_engine::plan::plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{Policy, Request, quote_odds};
use holdfast_engine::scenario::Setting;
use holdfast_engine::time::Instant;
use std::collections::{BTreeMap, VecDeque};
use world::{HOUR, Order, Quoted, RATE, STATIONS, Seen, VARIATION, World, played_on, start_all};

/// Orders that came last: such are expected still to come, promised as they were.
const KINDS: usize = 200;

/// Days for which orders are expected to come, unless a quote turns out to need more.
const SHORT_DAYS: u32 = 4;

/// How often what was quoted was kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kept {
    /// Promises that were measured.
    pub promises: u32,
    /// Those kept at the median, at four fifths and at 95 %.
    pub times: [u32; 3],
    /// The same in replays from where each was given: shares, together.
    pub replayed: [f64; 3],
    /// Hours from order to the 95 % date, together.
    pub lead: f64,
}

/// A run of the shop.
pub struct Run {
    pub seed: u64,
    /// Orders before any is quoted, then before any is measured, then measured.
    pub orders: (usize, usize, usize),
    pub scenarios: u32,
    pub threads: usize,
    /// Whether the quotes know that orders are still to come.
    pub coming: bool,
    /// How often the shop is played on from where a date was given, with other luck each time. What really comes then
    /// is one of many futures; replays say what all of them would.
    pub replays: u32,
}

impl Run {
    /// Plays the shop until all measured orders are done.
    pub fn play(&self) -> Kept {
        let mut world = World::new(self.seed);
        let mut shop = self.empty();
        let mut orders: Vec<Order> = Vec::new();
        let mut seen: VecDeque<Seen> = VecDeque::new();
        let (mut now, mut next, mut number) = (0.0, 0.0, 0);
        let measured = self.orders.0 + self.orders.1..self.orders.0 + self.orders.1 + self.orders.2;
        let mut kept = Kept::default();
        while kept.promises < self.orders.2 as u32 {
            let first = (0..orders.len()).min_by(|&a, &b| orders[a].ends().total_cmp(&orders[b].ends()));
            let finished = first.filter(|&at| orders[at].ends() < next);
            now = finished.map_or(next, |at| orders[at].ends()).max(now);
            match finished {
                Some(at) => {
                    let order = &mut orders[at];
                    (order.step, order.since) = (order.step + 1, None);
                    if order.step == order.route.len() {
                        let order = orders.swap_remove(at);
                        kept.count(&order, now, measured.contains(&order.number));
                    }
                }
                None => {
                    let route = world.route();
                    let work: f64 = route.iter().map(|step| step.1).sum();
                    let due = now + 2.0 * work + 24.0 * HOUR;
                    let mut order = Order::new(number, route, now, due, &mut world);
                    if number >= self.orders.0 {
                        let warm = number < measured.start;
                        self.quote(&mut shop, &orders, &mut order, now, &seen, warm);
                        if !warm {
                            self.replay(&orders, &mut order, now, &seen);
                        }
                    }
                    seen.push_back((order.route.clone(), order.due - now));
                    seen.drain(..seen.len().saturating_sub(KINDS));
                    orders.push(order);
                    number += 1;
                    next = now + world.exponential() / RATE * HOUR;
                }
            }
            start_all(&mut orders, now);
        }
        kept
    }

    /// The shop without orders: stations that never close.
    fn empty(&self) -> Shop {
        let mut shop = Shop::new(Instant(1_772_000_000), Tz::UTC);
        let midnight = NaiveTime::MIN;
        let week = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let shifts = week.map(|weekday| Shift { weekday, from: midnight, to: midnight }).to_vec();
        shop.calendars.insert("open".into(), CalendarSpec { shifts, ..CalendarSpec::default() });
        shop.settings.plant_calendar = Some("open".into());
        shop.settings.frozen_shifts = 0;
        for station in 0..STATIONS {
            shop.work_centers.insert(format!("S{station}").into(), WorkCenter::new("open"));
        }
        let spread = Chance::learned(Spread::lognormal(1.0, VARIATION), 1_000);
        shop.chances =
            Chances { times: Times { plant: spread, ..Times::default() }, ..Chances::none(self.seed) };
        shop
    }

    /// Quotes an order and promises its 95 % date.
    fn quote(
        &self,
        shop: &mut Shop,
        orders: &[Order],
        order: &mut Order,
        now: f64,
        seen: &VecDeque<Seen>,
        warm: bool,
    ) {
        let start = shop.now;
        shop.now = instant(now);
        shop.items.clear();
        let mut mix = Vec::new();
        for (kind, (route, lead)) in seen.iter().enumerate() {
            let code = Code::from(format!("K{kind}"));
            shop.items.insert(code.clone(), item(route));
            mix.push(Mix { item: code, quantity: Qty::of(1), weight: 1, lead: Some(*lead as i64) });
        }
        shop.lines.clear();
        shop.work_orders.clear();
        orders.iter().for_each(|order| tell(shop, order));
        let code = Code::from(format!("J{:06}", order.number));
        shop.items.insert(code.clone(), item(&order.route));
        let request = Request {
            item: code,
            quantity: Qty::of(1),
            customer: "".into(),
            basis: Basis::Ship,
            requested: None,
        };
        let plan = plan(shop);
        let scenarios = if warm { Setting::FEWEST } else { self.scenarios };
        let policy = Policy { share: 0.95, buffer_days: 0, on_ship_days: true };
        let longest = horizon_days(seen);
        let mut horizon_days = longest.min(SHORT_DAYS);
        let quote = loop {
            shop.chances.coming = self.coming.then(|| Coming {
                per_open_hour: RATE,
                mix: mix.clone(),
                lead: Spread::none(),
                horizon_days,
                busy: BTreeMap::new(),
                observations: seen.len() as u32,
                origin: Origin::Learned,
            });
            let futures = forecast(shop, &plan, Setting::new(scenarios, self.threads));
            let quote = quote_odds(shop, &plan, &futures, &key(order), &request, policy).expect("a quote");
            let needed = (quote.percentile(0.99).0 - shop.now.0) as f64 / (24.0 * HOUR);
            // Orders come for half as long again as the quote takes: a longer horizon would tell the same, slower.
            if horizon_days == longest || needed * 1.5 < f64::from(horizon_days) {
                break quote;
            }
            horizon_days = longest.min(horizon_days * 2);
        };
        let at = |share| (quote.percentile(share).0 - instant(0.0).0) as f64;
        order.due = at(0.95);
        order.quoted = Some(Quoted { by: [at(0.5), at(0.8), at(0.95)], replayed: [0.0; 3] });
        shop.now = start;
    }

    /// Plays the shop on from an order's arrival, many times.
    fn replay(&self, orders: &[Order], order: &mut Order, now: f64, seen: &VecDeque<Seen>) {
        let Some(mut quoted) = order.quoted else { return };
        let mut world = World::new(self.seed * 100_003 + order.number as u64);
        for _ in 0..self.replays {
            let done = played_on(orders, order, now, seen, &mut world);
            for (kept, by) in quoted.replayed.iter_mut().zip(quoted.by) {
                *kept += f64::from(u8::from(done <= by)) / f64::from(self.replays);
            }
        }
        order.quoted = Some(quoted);
    }
}

fn instant(at: f64) -> Instant {
    Instant(1_772_000_000 + at as i64)
}

fn key(order: &Order) -> LineKey {
    LineKey::new(format!("O{:06}", order.number), 1)
}

fn item(route: &[(usize, f64)]) -> Item {
    let step = |(place, &(station, seconds)): (usize, &(usize, f64))| Operation {
        run: Some(RunTime::Lot((seconds * 1_000.0) as i64)),
        ..Operation::new(10 * (place as u32 + 1), format!("S{station}"))
    };
    Item { routing: route.iter().enumerate().map(step).collect(), ..Item::default() }
}

/// As it is learned: half as long again as the longest lead time, without the last hundredth.
fn horizon_days(seen: &VecDeque<Seen>) -> u32 {
    let mut leads: Vec<f64> = seen.iter().map(|(_, lead)| *lead).collect();
    leads.sort_unstable_by(f64::total_cmp);
    let longest = leads.get(leads.len() * 99 / 100).copied().unwrap_or(0.0);
    (1.5 * longest / (24.0 * HOUR)).ceil().max(1.0) as u32
}

/// What the shop knows of an order.
fn tell(shop: &mut Shop, order: &Order) {
    let code = Code::from(format!("J{:06}", order.number));
    shop.items.insert(code.clone(), item(&order.route));
    let line = SalesLine {
        customer: "".into(),
        item: code.clone(),
        quantity: Qty::of(1),
        shipped: Qty::ZERO,
        ordered_at: Some(instant(order.came)),
        requested: None,
        promise: Some(Promise::by(instant(order.due))),
        basis: Basis::Ship,
        firmness: Firmness::Firm,
        ship_complete: false,
        partial: None,
        tier: None,
    };
    shop.lines.insert(key(order), line);
    let mut progress = BTreeMap::new();
    for place in 0..order.step {
        let done = Progress { good: Qty::of(1), status: OperationStatus::Done, ..Progress::default() };
        progress.insert(10 * (place as u32 + 1), done);
    }
    if let Some(since) = order.since {
        let started_at = Some(instant(since));
        let runs = Progress { status: OperationStatus::Running, started_at, ..Progress::default() };
        progress.insert(10 * (order.step as u32 + 1), runs);
    }
    let (item, line) = (Some(code.clone()), Some(key(order)));
    let work = WorkOrder { item, quantity: Qty::of(1), line, progress, ..WorkOrder::default() };
    shop.work_orders.insert(code, work);
}

impl Kept {
    fn count(&mut self, order: &Order, done: f64, measured: bool) {
        let Some(quoted) = order.quoted.filter(|_| measured) else { return };
        self.promises += 1;
        self.lead += (quoted.by[2] - order.came) / HOUR;
        for place in 0..3 {
            self.times[place] += u32::from(done <= quoted.by[place]);
            self.replayed[place] += quoted.replayed[place];
        }
    }

    /// Adds another run.
    pub fn and(self, other: Kept) -> Kept {
        let times = [0, 1, 2].map(|at| self.times[at] + other.times[at]);
        let replayed = [0, 1, 2].map(|at| self.replayed[at] + other.replayed[at]);
        Kept { promises: self.promises + other.promises, times, replayed, lead: self.lead + other.lead }
    }

    /// Hours from order to the 95 % date, in the mean.
    pub fn mean_lead(&self) -> f64 {
        self.lead / f64::from(self.promises.max(1))
    }

    /// How often they are kept in replays, in percent.
    pub fn percent_replayed(&self) -> [f64; 3] {
        self.replayed.map(|kept| 100.0 * kept / f64::from(self.promises.max(1)))
    }

    /// In percent.
    pub fn percent(&self) -> [f64; 3] {
        self.times.map(|kept| 100.0 * f64::from(kept) / f64::from(self.promises.max(1)))
    }
}
