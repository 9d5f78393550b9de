//! What a customer asks for, and what becomes of it on the floor.
//!
//! Owns how orders are drawn from a world. Planned times are what everybody knows; real ones are drawn by the shop.

use crate::chance::{Dice, Luck};
use crate::world::World;
use std::sync::Arc;

/// What is asked for. Times are hours since the world's start.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Counts from 0 on.
    pub number: u64,
    /// When it was asked for.
    pub asked: f64,
    /// Who asks: an index below the number of customers.
    pub customer: usize,
    /// The product, or nothing if no two orders are alike.
    pub product: Option<usize>,
    /// Its stations in order, as indices.
    pub stations: Arc<[usize]>,
    /// Planned working hours of each operation.
    pub planned: Arc<[f64]>,
    /// The suppliers of its purchased parts, as indices.
    pub parts: Arc<[usize]>,
}

impl Order {
    /// Planned working hours from its operation `from` on.
    pub fn work_from(&self, from: usize) -> f64 {
        self.planned[from.min(self.planned.len())..].iter().sum()
    }
}

/// What a customer is told. Times are hours since the world's start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answer {
    /// By when it is promised: the end of the promised day if only a day is named.
    pub promise: f64,
    /// When it will be done with these odds, where the answer says so.
    pub percentiles: Percentiles,
}

/// Instants by which something is done with a probability of 50, 80 and 95 %.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Percentiles {
    /// As likely as not.
    pub p50: Option<f64>,
    /// Four times in five.
    pub p80: Option<f64>,
    /// Nineteen times in twenty.
    pub p95: Option<f64>,
}

impl Answer {
    /// A promise without odds.
    pub fn promise(promise: f64) -> Self {
        Self { promise, ..Self::default() }
    }
}

/// How an order was promised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowance {
    /// Hours between asking and promise.
    pub hours: f64,
    /// Its planned work.
    pub work: f64,
}

/// An order on the floor.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// What was ordered.
    pub order: Arc<Order>,
    /// By when it was promised.
    pub promise: f64,
    /// The operation that runs or comes next, from 0 on.
    pub next: usize,
    /// What runs, if something does.
    pub run: Option<Run>,
    /// When it came to the station where it is.
    pub queued: f64,
    /// When each of its parts comes: nobody knows before.
    pub parts: Vec<f64>,
}

/// An operation that runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// When it began.
    pub start: f64,
    /// When it really ends: nobody knows before.
    pub end: f64,
}

impl Job {
    /// The station where it is or goes first; nothing when it is done.
    pub fn station(&self) -> Option<usize> {
        self.order.stations.get(self.next).copied()
    }

    /// When its last part comes; the far past if nothing was bought.
    pub fn supplied(&self) -> f64 {
        self.parts.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }
}

/// What one product or one-off order is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Its stations.
    pub stations: Arc<[usize]>,
    /// Planned hours of each operation.
    pub planned: Arc<[f64]>,
    /// Suppliers of its parts.
    pub parts: Arc<[usize]>,
}

/// Draws what product or one-off order `number` is.
pub fn content(world: &World, dice: Dice, number: u64) -> Content {
    let mut luck = dice.throw(Luck::Content, [number, 0]);
    let products = &world.products;
    let length = products.shortest + luck.below(products.longest - products.shortest + 1);
    let stations = luck.some_of(length, world.stations.len());
    let planned = stations.iter().map(|_| products.mean_hours * luck.erlang(products.truncate_at)).collect();
    let parts = luck.some_of(products.parts, world.suppliers.len()).into();
    Content { stations: stations.into(), planned, parts }
}

/// The products that a world makes; empty if no two orders are alike.
pub fn catalogue(world: &World, dice: Dice) -> Arc<[Content]> {
    let listed = &world.products.list;
    if !listed.is_empty() {
        return listed.iter().map(|product| product.content(world)).collect();
    }
    (0..world.products.count as u64).map(|product| content(world, dice, product)).collect()
}

/// Draws order `number`, asked for at `asked`.
pub fn draw(world: &World, catalogue: &[Content], dice: Dice, number: u64, asked: f64) -> Order {
    let mut luck = dice.throw(Luck::Arrival, [number, 1]);
    let customer = luck.below(world.customers.count);
    let product = (!catalogue.is_empty()).then(|| luck.below(catalogue.len()));
    let Content { stations, planned, parts } = match product {
        Some(product) => catalogue[product].clone(),
        None => content(world, dice, number),
    };
    Order { number, asked, customer, product, stations, planned, parts }
}
