//! The simulated factory: an event-driven simulation of what really happens.
//!
//! Owns orders on the floor, machines, queues, deliveries and the passing of time. Which work is taken next and what
//! customers are told is asked of a [`Policy`]; nothing here knows a server. The oracle runs the same code with other
//! dice, so that it knows the true distributions by construction. Times are hours since the world's start.

use crate::chance::{Dice, Luck, Stream};
use crate::event::{Event, What};
use crate::hours::Hours;
use crate::order::{self, Allowance, Answer, Content, Job, Order, Run};
use crate::world::{Station, World};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// A failure and its repair are drawn at most so often in one operation.
const MOST_FAILURES: usize = 20;
/// So many of the last allowances tell how future orders will be promised.
const ALLOWANCES: usize = 200;

/// Who answers customers and decides what is worked on.
pub trait Policy {
    /// Why it can't go on.
    type Stop;

    /// A customer asks. Answers what would be promised, or nothing if no date can be given.
    ///
    /// # Errors
    ///
    /// No further play is possible.
    fn ask(&mut self, shop: &Shop, order: &Arc<Order>) -> Result<Option<Answer>, Self::Stop>;

    /// Which of the jobs that wait at a station with a free machine is taken: a place in `waiting`.
    ///
    /// # Errors
    ///
    /// No further play is possible.
    fn choose(&mut self, shop: &Shop, station: usize, waiting: &[usize]) -> Result<usize, Self::Stop>;

    /// Something happened.
    ///
    /// # Errors
    ///
    /// No further play is possible.
    fn see(&mut self, shop: &Shop, what: &Happening) -> Result<(), Self::Stop>;
}

/// What happens on the floor. Jobs are named by their slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// The customer took the date.
    Accepted(usize),
    /// The customer went elsewhere.
    Refused(Arc<Order>),
    /// The parts of a job have come.
    Supplied(usize),
    /// The job's next operation begins.
    Started(usize),
    /// An operation of the job ended; the job already stands before its next one.
    Finished(usize),
    /// The job is done and leaves.
    Done(Job),
}

/// A station with its queue.
#[derive(Clone, Debug, Default)]
struct Place {
    busy: usize,
    waiting: Vec<usize>,
    begun: u64,
}

/// The factory at an instant.
#[derive(Clone, Debug)]
pub struct Shop {
    world: Arc<World>,
    hours: Arc<Hours>,
    catalogue: Arc<[Content]>,
    dice: Dice,
    now: f64,
    orders: u64,
    jobs: Vec<Option<Job>>,
    free: Vec<usize>,
    places: Vec<Place>,
    events: BinaryHeap<Reverse<Event>>,
    placed: u64,
    drifts_at: f64,
    allowances: Arc<Vec<Allowance>>,
}

impl Shop {
    /// An empty shop. `drifts_at` is when its habits change; infinite if never.
    pub fn new(world: Arc<World>, seed: u64, drifts_at: f64) -> Self {
        let dice = Dice::new(seed);
        let places = vec![Place::default(); world.stations.len()];
        let mut shop = Self {
            hours: Arc::new(world.hours()),
            catalogue: order::catalogue(&world, dice),
            world,
            dice,
            now: 0.0,
            orders: 0,
            jobs: Vec::new(),
            free: Vec::new(),
            places,
            events: BinaryHeap::new(),
            placed: 0,
            drifts_at,
            allowances: Arc::new(Vec::new()),
        };
        shop.expect_order();
        shop
    }

    /// The world that it belongs to.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Its shifts.
    pub fn hours(&self) -> &Hours {
        &self.hours
    }

    /// What it makes; empty if no two orders are alike.
    pub fn catalogue(&self) -> &[Content] {
        &self.catalogue
    }

    /// The instant.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// The job in a slot, if there is one.
    pub fn job(&self, slot: usize) -> Option<&Job> {
        self.jobs.get(slot).and_then(Option::as_ref)
    }

    /// Everything that was accepted and is not done, by slot.
    pub fn jobs(&self) -> impl Iterator<Item = (usize, &Job)> {
        self.jobs.iter().enumerate().filter_map(|(slot, job)| job.as_ref().map(|job| (slot, job)))
    }

    /// Jobs that wait or run at a station.
    pub fn queue(&self, station: usize) -> usize {
        self.places[station].waiting.len() + self.places[station].busy
    }

    /// Whether the customer takes this promise for an order that is asked for now.
    pub fn would_take(&self, order: &Order, promise: f64) -> bool {
        promise - self.now <= self.patience(order.number)
    }

    /// How the last orders were promised.
    pub fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    /// Carries out the next event and what follows from it at the same instant.
    ///
    /// # Errors
    ///
    /// The policy stops.
    pub fn step<P: Policy>(&mut self, policy: &mut P) -> Result<(), P::Stop> {
        let mut touched = [usize::MAX; 2];
        let Some(Reverse(event)) = self.events.pop() else { return Ok(()) };
        self.now = event.at;
        match event.what {
            What::Arrival => self.arrive(policy)?,
            What::Supply(slot) => {
                policy.see(self, &Happening::Supplied(slot))?;
                touched[0] = self.queue_up(slot);
            }
            What::Open(station) => touched[0] = station,
            What::End(slot) => touched = self.end(slot, policy)?,
        }
        for station in touched {
            if station != usize::MAX {
                self.fill(station, policy)?;
            }
        }
        Ok(())
    }

    /// The same shop as somebody imagines it who knows all distributions and none of the numbers to come: what runs
    /// and what was bought are drawn again given that they have not come yet, the rest afresh.
    pub fn imagined(&self, dice: Dice) -> Self {
        let mut shop = Self { dice, events: BinaryHeap::with_capacity(self.events.len()), ..self.clone() };
        for slot in 0..shop.jobs.len() {
            let Some(job) = self.job(slot) else { continue };
            if let Some(run) = job.run {
                let end = shop.end_given(job, run.start, self.now);
                if let Some(job) = shop.jobs[slot].as_mut() {
                    job.run = Some(Run { end, ..run });
                }
                shop.place(end, What::End(slot));
            } else if job.supplied() > self.now {
                let again = |(place, at): (usize, &f64)| {
                    if *at > self.now {
                        shop.supply(&job.order, place, job.order.asked, self.now)
                    } else {
                        *at
                    }
                };
                let parts: Vec<f64> = job.parts.iter().enumerate().map(again).collect();
                if let Some(job) = shop.jobs[slot].as_mut() {
                    job.parts = parts;
                    let at = job.supplied();
                    shop.place(at, What::Supply(slot));
                }
            }
        }
        for station in 0..shop.places.len() {
            if !shop.places[station].waiting.is_empty() {
                shop.place(shop.hours.next_open(shop.now), What::Open(station));
            }
        }
        shop.expect_order();
        shop
    }

    /// Takes an order as if it had been accepted at this instant with this promise; answers its slot. What it frees
    /// or fills is begun with the next event at its station.
    pub fn take(&mut self, order: Arc<Order>, promise: f64) -> usize {
        let parts =
            (0..order.parts.len()).map(|place| self.supply(&order, place, self.now, self.now)).collect();
        let job = Job { order, promise, next: 0, run: None, queued: self.now, parts };
        let supplied = job.supplied();
        let slot = self.free.pop().unwrap_or_else(|| {
            self.jobs.push(None);
            self.jobs.len() - 1
        });
        self.jobs[slot] = Some(job);
        if supplied > self.now {
            self.place(supplied, What::Supply(slot));
        } else {
            let station = self.queue_up(slot);
            self.place(self.hours.next_open(self.now), What::Open(station));
        }
        slot
    }

    fn place(&mut self, at: f64, what: What) {
        self.placed += 1;
        self.events.push(Reverse(Event { at, place: self.placed, what }));
    }

    fn expect_order(&mut self) {
        let wait =
            self.dice.throw(Luck::Arrival, [self.orders, 0]).exponential() / self.world.orders_an_hour();
        self.place(self.now + wait, What::Arrival);
    }

    /// A customer asks, and takes the date or does not.
    fn arrive<P: Policy>(&mut self, policy: &mut P) -> Result<(), P::Stop> {
        let order = Arc::new(order::draw(&self.world, &self.catalogue, self.dice, self.orders, self.now));
        self.orders += 1;
        self.expect_order();
        let offered = policy.ask(self, &order)?.map(|answer| answer.promise);
        let Some(promise) = offered.filter(|promise| self.would_take(&order, *promise)) else {
            return policy.see(self, &Happening::Refused(order));
        };
        let allowances = Arc::make_mut(&mut self.allowances);
        allowances.push(Allowance { hours: promise - self.now, work: order.work_from(0) });
        if allowances.len() > ALLOWANCES {
            allowances.remove(0);
        }
        let slot = self.take(order, promise);
        policy.see(self, &Happening::Accepted(slot))
    }

    /// Hours that the customer of an order is willing to wait.
    fn patience(&self, number: u64) -> f64 {
        let customers = &self.world.customers;
        customers.patience_days.map_or(f64::INFINITY, |days| {
            24.0 * days * self.dice.throw(Luck::Patience, [number, 0]).spread(customers.patience_variation)
        })
    }

    /// When a part of an order comes that was bought at `bought`, given that it has not come by `now`.
    fn supply(&self, order: &Order, place: usize, bought: f64, now: f64) -> f64 {
        let index = order.parts[place];
        let supplier = &self.world.suppliers[index];
        let changed = self.world.drift.as_ref().filter(|_| bought >= self.drifts_at);
        let factor = changed.and_then(|drift| drift.late_days.get(index)).copied().unwrap_or(1.0);
        for again in 0..200 {
            let mut luck = self.dice.throw(Luck::Supply, [order.number, place as u64 + 64 * again]);
            let kept = luck.happens(supplier.on_time);
            let late =
                if kept { 0.0 } else { factor * supplier.late_days * luck.spread(supplier.late_variation) };
            let at = bought + 24.0 * (supplier.lead_days + late);
            if at > now {
                return at;
            }
        }
        // It is later than anything that this supplier usually does.
        now + 24.0
    }

    fn queue_up(&mut self, slot: usize) -> usize {
        let Some(job) = self.jobs[slot].as_mut() else { return usize::MAX };
        let Some(station) = job.station() else { return usize::MAX };
        job.queued = self.now;
        self.places[station].waiting.push(slot);
        station
    }

    fn end<P: Policy>(&mut self, slot: usize, policy: &mut P) -> Result<[usize; 2], P::Stop> {
        let Some(job) = self.jobs[slot].as_mut() else { return Ok([usize::MAX; 2]) };
        let Some(station) = job.station() else { return Ok([usize::MAX; 2]) };
        job.run = None;
        job.next += 1;
        self.places[station].busy -= 1;
        policy.see(self, &Happening::Finished(slot))?;
        if self.job(slot).is_some_and(|job| job.station().is_none()) {
            if let Some(job) = self.jobs[slot].take() {
                self.free.push(slot);
                policy.see(self, &Happening::Done(job))?;
            }
            return Ok([station, usize::MAX]);
        }
        Ok([station, self.queue_up(slot)])
    }

    /// Begins work at a station as long as machines are free and somebody is there.
    fn fill<P: Policy>(&mut self, station: usize, policy: &mut P) -> Result<(), P::Stop> {
        let idle = |shop: &Self| {
            let place = &shop.places[station];
            place.busy < shop.world.stations[station].machines && !place.waiting.is_empty()
        };
        let open = self.hours.next_open(self.now);
        if idle(self) && open > self.now {
            self.place(open, What::Open(station));
            return Ok(());
        }
        while idle(self) {
            let place = &self.places[station];
            let mut luck = self.dice.throw(Luck::Adherence, [station as u64, place.begun]);
            let at = if luck.happens(self.world.floor.adherence) {
                policy.choose(self, station, &place.waiting)?.min(place.waiting.len() - 1)
            } else {
                luck.below(place.waiting.len())
            };
            let place = &mut self.places[station];
            let slot = place.waiting.remove(at);
            place.busy += 1;
            place.begun += 1;
            let Some(job) = self.job(slot) else { continue };
            let end = self.end_given(job, self.now, self.now);
            if let Some(job) = self.jobs[slot].as_mut() {
                job.run = Some(Run { start: self.now, end });
            }
            self.place(end, What::End(slot));
            policy.see(self, &Happening::Started(slot))?;
        }
        Ok(())
    }

    /// When a job's operation that began at `start` ends, given that it has not by `now`.
    fn end_given(&self, job: &Job, start: f64, now: f64) -> f64 {
        for again in 0..200 {
            let end = self.hours.finish(start, self.work(job, start, again));
            if end > now {
                return end;
            }
        }
        // Longer than anything that was ever seen: five per cent more.
        self.hours.finish(now, 0.05 * self.hours.between(start, now))
    }

    /// Real working hours of a job's next operation, repairs included.
    fn work(&self, job: &Job, start: f64, again: u64) -> f64 {
        let Some(index) = job.station() else { return 0.0 };
        let station = &self.world.stations[index];
        let changed = self.world.drift.as_ref().filter(|_| start >= self.drifts_at);
        let ratio = station.ratio * changed.map_or(1.0, |drift| drift.ratios[index]);
        let mut luck = self.dice.throw(Luck::Work, [job.order.number, job.next as u64 + 64 * again]);
        worked(station, job.order.planned[job.next], ratio, &mut luck)
    }
}

/// Real working hours of an operation with so many planned, repairs included. `ratio` is the mean of real over planned
/// time.
pub(crate) fn worked(station: &Station, planned: f64, ratio: f64, luck: &mut Stream) -> f64 {
    let work = planned * ratio * luck.spread(station.variation);
    let Some(between) = station.hours_between_failures else { return work };
    let (mut at, mut whole) = (0.0, work);
    for _ in 0..MOST_FAILURES {
        at += between * luck.exponential();
        if at >= work {
            break;
        }
        whole += station.repair_hours * luck.exponential();
    }
    whole
}
