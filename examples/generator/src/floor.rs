//! The shop floor of the story: work orders through their routings, past today and on until the book is done.
//!
//! Each work centre takes the work with the earliest due date, with a little favour for the setup family that
//! is on the machine. That is all the planning there is; it is what makes history look like a real shop's,
//! and its continuation shows how many promises a plain plan would keep.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::book::Line;
use crate::catalogue::{Catalogue, Operation};
use crate::clock::{DAY, Minute, NEVER, weekday};
use crate::python_random::PythonRandom;
use crate::supply::{Purchase, Supply, lateness};

/// One operation of a work order, as it went or will go.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// When it could start.
    pub ready: Minute,
    /// When it started.
    pub start: Minute,
    /// When it was finished.
    pub finish: Minute,
    /// Minutes planned.
    pub planned: i64,
    /// Pieces scrapped.
    pub scrap: i64,
    /// For outside work: the date that the supplier confirmed.
    pub confirmed: Minute,
}

/// Material of a work order.
#[derive(Debug, Clone, Copy)]
pub struct Material {
    /// Index of the item.
    pub item: usize,
    /// Thousandths.
    pub quantity: i64,
    /// When it is usable.
    pub ready: Minute,
    /// Operation that needs it.
    pub operation: i64,
}

/// A work order.
#[derive(Debug, Clone)]
pub struct Job {
    /// Index of the item.
    pub item: usize,
    /// Index of the order line.
    pub line: usize,
    /// Pieces wanted.
    pub quantity: i64,
    /// Pieces started.
    pub started: i64,
    /// The work order that it feeds.
    pub parent: Option<usize>,
    /// Work orders that feed it, with the operation that needs them.
    pub children: Vec<(usize, i64)>,
    /// When it was made.
    pub release: Minute,
    /// Bought material.
    pub materials: Vec<Material>,
    /// Its operations.
    pub runs: Vec<Run>,
    /// The date that the floor works towards.
    pub due: Minute,
    next: usize,
}

impl Job {
    /// When its last operation is finished.
    pub fn done(&self) -> Minute {
        self.runs.last().map_or(self.release, |run| run.finish)
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Release(usize),
    Ready(usize),
    Look(usize),
}

#[derive(Debug, Clone, Default)]
struct Machine {
    free: Minute,
    family: String,
}

/// The floor with all its work.
pub struct Floor<'a> {
    shop: &'a Catalogue,
    lines: &'a [Line],
    random: PythonRandom,
    events: BinaryHeap<Reverse<(Minute, u64, Event)>>,
    events_made: u64,
    queues: Vec<Vec<usize>>,
    machines: Vec<Vec<Machine>>,
    supply: Supply,
    /// All work orders, in order of release.
    pub jobs: Vec<Job>,
}

/// Slack for work that saves a setup.
const FAMILY_FAVOUR: Minute = 2 * DAY;
/// Between two work centres.
const MOVE: Minute = 60;

impl<'a> Floor<'a> {
    /// Plays the story to its end.
    pub fn play(shop: &'a Catalogue, lines: &'a [Line], random: PythonRandom) -> Self {
        let machines = shop.centres.iter().map(|centre| vec![Machine::default(); centre.machines]).collect();
        let mut floor = Self {
            shop,
            lines,
            random,
            events: BinaryHeap::new(),
            events_made: 0,
            queues: vec![Vec::new(); shop.centres.len()],
            machines,
            supply: Supply::new(shop),
            jobs: Vec::new(),
        };
        for (index, line) in lines.iter().enumerate() {
            if !line.from_stock && !line.forecast {
                floor.at(line.release, Event::Release(index));
            }
        }
        while let Some(Reverse((time, _, event))) = floor.events.pop() {
            match event {
                Event::Release(line) => floor.release(line, time),
                Event::Ready(job) => floor.enqueue(job, time),
                Event::Look(centre) => floor.dispatch(centre, time),
            }
        }
        floor
    }

    /// All purchase orders for material, in order of entry.
    pub fn purchases(&self) -> &[Purchase] {
        &self.supply.purchases
    }

    fn at(&mut self, time: Minute, event: Event) {
        self.events_made += 1;
        self.events.push(Reverse((time, self.events_made, event)));
    }

    /// Makes the work orders of a line: two lots if it is large and may go in parts.
    fn release(&mut self, line: usize, now: Minute) {
        let order = &self.lines[line];
        let partial = self.shop.customers[order.customer].partial && !order.ship_complete;
        let lots = if partial && order.quantity >= 120 { 2 } else { 1 };
        let mut left = order.quantity;
        for lot in 0..lots {
            let quantity = if lot + 1 == lots { left } else { left / 2 };
            left -= quantity;
            let due = order.due - (lots - 1 - lot) * 3 * DAY;
            self.explode(line, order.item, quantity, due, now, None);
        }
    }

    fn explode(
        &mut self,
        line: usize,
        item: usize,
        quantity: i64,
        due: Minute,
        now: Minute,
        parent: Option<usize>,
    ) -> usize {
        let shop = self.shop;
        let spare = if quantity >= 20 { (quantity + 49) / 50 } else { 0 };
        let started = quantity + spare;
        let untouched =
            Run { ready: NEVER, start: NEVER, finish: NEVER, planned: 0, scrap: 0, confirmed: NEVER };
        let runs = shop.items[item]
            .operations
            .iter()
            .map(|operation| Run { planned: operation.planned(started), ..untouched })
            .collect();
        let index = self.jobs.len();
        let (children, materials) = (Vec::new(), Vec::new());
        let job = Job {
            item,
            line,
            quantity,
            started,
            parent,
            children,
            release: now,
            materials,
            runs,
            due,
            next: 0,
        };
        self.jobs.push(job);
        self.loses_pieces(index, spare);
        for need in &shop.items[item].needs {
            if shop.items[need.item].source == "make" {
                let due = self.shop.clock.working_days(due, -7);
                let pieces = (started * need.per + 999) / 1000;
                let child = self.explode(line, need.item, pieces, due, now, Some(index));
                self.jobs[index].children.push((child, need.operation));
            } else {
                let quantity = started * need.per;
                let ready = self.supply.take(shop, need.item, quantity, now, &mut self.random);
                let material = Material { item: need.item, quantity, ready, operation: need.operation };
                self.jobs[index].materials.push(material);
            }
        }
        self.ask_for_next(index, now);
        index
    }

    /// Scraps what the spare pieces allow, mostly where the work is hard.
    fn loses_pieces(&mut self, job: usize, spare: i64) {
        for _ in 0..spare {
            let operation = self.random.below(self.jobs[job].runs.len());
            if self.random.random() < 0.7 {
                self.jobs[job].runs[operation].scrap += 1;
            }
        }
    }

    /// Sets the next operation's ready time, if all that it waits for is known.
    fn ask_for_next(&mut self, job: usize, now: Minute) {
        let this = &self.jobs[job];
        let operation = &self.shop.items[this.item].operations[this.next];
        let mut ready = if this.next == 0 { now } else { this.runs[this.next - 1].finish + MOVE };
        for material in this.materials.iter().filter(|material| material.operation == operation.number) {
            ready = ready.max(material.ready);
        }
        for &(child, needed) in &this.children {
            if needed == operation.number {
                ready = ready.max(self.jobs[child].done());
            }
        }
        let next = this.next;
        if ready < NEVER && this.runs[next].ready == NEVER {
            self.jobs[job].runs[next].ready = ready.max(now);
            self.at(ready.max(now), Event::Ready(job));
        }
    }

    fn enqueue(&mut self, job: usize, now: Minute) {
        let this = &self.jobs[job];
        let operation = &self.shop.items[this.item].operations[this.next];
        match operation.centre {
            Some(centre) => {
                self.queues[centre].push(job);
                self.at(now, Event::Look(centre));
            }
            None if operation.kind == "outside" => self.send_out(job, operation, now),
            None => {
                let minutes = operation.run_minutes(this.started) as i64;
                self.run(job, now, now + minutes);
            }
        }
    }

    fn send_out(&mut self, job: usize, operation: &Operation, now: Minute) {
        let shop = self.shop;
        let days = operation.supplier.map_or(&[][..], |supplier| &shop.suppliers[supplier].send_days);
        let mut leaves = shop.clock.working_days(now - DAY, 1).max(now);
        while !days.is_empty() && !days.contains(&weekday(leaves)) {
            leaves = shop.clock.working_days(leaves, 1);
        }
        let confirmed = shop.clock.working_days(leaves, operation.outside_days);
        let late = lateness(shop, operation.supplier, &mut self.random).max(0);
        let next = self.jobs[job].next;
        self.jobs[job].runs[next].confirmed = confirmed;
        self.run(job, leaves, shop.clock.working_days(confirmed, late));
    }

    /// Books an operation, and asks for what comes after it.
    fn run(&mut self, job: usize, start: Minute, finish: Minute) {
        let next = self.jobs[job].next;
        let run = &mut self.jobs[job].runs[next];
        (run.start, run.finish) = (start, finish);
        if next + 1 < self.jobs[job].runs.len() {
            self.jobs[job].next += 1;
            self.ask_for_next(job, start);
        } else if let Some(parent) = self.jobs[job].parent {
            self.ask_for_next(parent, start);
        }
    }

    fn dispatch(&mut self, centre: usize, now: Minute) {
        let calendar = self.shop.centres[centre].calendar.as_str();
        let open = self.shop.clock.next_open(calendar, now);
        if open > now {
            if !self.queues[centre].is_empty() && open < NEVER {
                self.at(open, Event::Look(centre));
            }
            return;
        }
        for machine in 0..self.machines[centre].len() {
            if self.machines[centre][machine].free > now {
                continue;
            }
            let Some(place) = self.choose(centre, machine) else { return };
            let job = self.queues[centre].remove(place);
            self.start(centre, machine, job, now);
        }
    }

    fn choose(&self, centre: usize, machine: usize) -> Option<usize> {
        let on_machine = &self.machines[centre][machine].family;
        let rank = |&(_, &job): &(usize, &usize)| {
            let this = &self.jobs[job];
            let family = &self.shop.items[this.item].operations[this.next].family;
            let favour = if !family.is_empty() && family == on_machine { FAMILY_FAVOUR } else { 0 };
            (this.due - favour, job)
        };
        self.queues[centre].iter().enumerate().min_by_key(rank).map(|(place, _)| place)
    }

    fn start(&mut self, centre: usize, machine: usize, job: usize, now: Minute) {
        let this = &self.jobs[job];
        let operation = &self.shop.items[this.item].operations[this.next];
        let on_machine = &self.machines[centre][machine].family;
        let same = !operation.family.is_empty() && operation.family == *on_machine;
        let setup = if same { 0.0 } else { operation.setup };
        let luck: f64 = (0..4).map(|_| self.random.random()).sum();
        let factor = 0.80 + 0.13 * luck;
        let work = ((setup + operation.run_minutes(this.started)) * factor) as i64;
        let calendar = self.shop.centres[centre].calendar.as_str();
        let clock = &self.shop.clock;
        let start = if operation.interruptible { now } else { clock.unbroken_start(calendar, now, work) };
        let finish = clock.finish(calendar, start, work.max(1));
        self.machines[centre][machine] = Machine { free: finish, family: operation.family.clone() };
        self.run(job, start, finish);
        self.at(finish, Event::Look(centre));
    }
}
