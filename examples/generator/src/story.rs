//! A story told: the book, the floor and the deliveries of one shop, and what of it is past.

use crate::book::{self, Line, Story};
use crate::catalogue::Catalogue;
use crate::clock::{DAY, Minute};
use crate::floor::{Floor, Job};
use crate::python_random::PythonRandom;
use crate::shipping::{self, Delivery};
use crate::supply::Purchase;

/// Six months of history are handed over.
const HISTORY: Minute = 182 * DAY;

/// All that happened and will happen in a shop.
pub struct Told<'a> {
    /// What the shop is made of.
    pub shop: &'a Catalogue,
    /// The instant of the snapshot.
    pub now: Minute,
    /// All order lines.
    pub lines: Vec<Line>,
    /// All work orders.
    pub jobs: Vec<Job>,
    /// All purchase orders for material.
    pub purchases: Vec<Purchase>,
    /// All deliveries.
    pub deliveries: Vec<Delivery>,
}

impl<'a> Told<'a> {
    /// Plays a story.
    pub fn new(shop: &'a Catalogue, story: &Story) -> Self {
        let mut random = PythonRandom::new(story.seed);
        let lines = book::draw(shop, story, &mut random);
        let floor = Floor::play(shop, &lines, random);
        let (jobs, purchases) = (floor.jobs.clone(), floor.purchases().to_vec());
        let deliveries = shipping::deliveries(shop, &lines, &jobs);
        Self { shop, now: story.now, lines, jobs, purchases, deliveries }
    }

    /// Pieces of a line that have left.
    pub fn shipped(&self, line: usize) -> i64 {
        let gone =
            self.deliveries.iter().filter(|delivery| delivery.line == line && self.past(delivery.shipped));
        gone.map(|delivery| delivery.quantity).sum()
    }

    /// Whether a line is still to be shipped.
    pub fn open(&self, line: usize) -> bool {
        let this = &self.lines[line];
        if this.forecast { this.requested > self.now } else { self.shipped(line) < this.quantity }
    }

    /// Indices of the open lines.
    pub fn open_lines(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|&line| self.open(line)).collect()
    }

    /// Whether a work order stands on the list: it exists, and its line is still to be shipped.
    pub fn listed(&self, job: usize) -> bool {
        self.past(self.jobs[job].release) && self.open(self.jobs[job].line)
    }

    /// Whether an instant is past.
    pub fn past(&self, minute: Minute) -> bool {
        minute <= self.now
    }

    /// Whether an instant lies in the history that is handed over.
    pub fn in_history(&self, minute: Minute) -> bool {
        self.past(minute) && minute > self.now - HISTORY
    }

    /// Whether a work order exists and is not finished.
    pub fn in_work(&self, job: usize) -> bool {
        self.past(self.jobs[job].release) && !self.past(self.jobs[job].done())
    }

    /// Indices of the work orders that exist and are not finished.
    pub fn jobs_in_work(&self) -> Vec<usize> {
        (0..self.jobs.len()).filter(|&job| self.in_work(job)).collect()
    }

    /// Whether the operation of this number has begun.
    pub fn begun(&self, job: usize, operation: i64) -> bool {
        let operations = &self.shop.items[self.jobs[job].item].operations;
        let place = operations.iter().position(|candidate| candidate.number == operation).unwrap_or(0);
        self.past(self.jobs[job].runs[place].start)
    }

    /// The number of a work order.
    pub fn work_order(job: usize) -> String {
        format!("WO-{}", 10_001 + job)
    }

    /// Where a line stands.
    pub fn stage(&self, line: usize) -> &'static str {
        let this = &self.lines[line];
        let roots: Vec<usize> = (0..self.jobs.len()).filter(|&job| self.jobs[job].line == line).collect();
        if self.shipped(line) > 0 {
            "partly shipped"
        } else if this.from_stock {
            "ready from stock"
        } else if this.forecast || !self.past(this.release) {
            "not planned"
        } else if roots.iter().all(|&job| self.past(self.jobs[job].done())) {
            "inspected"
        } else if roots.iter().any(|&job| self.jobs[job].runs.iter().any(|run| self.past(run.start))) {
            "in production"
        } else {
            "awaiting material"
        }
    }
}
