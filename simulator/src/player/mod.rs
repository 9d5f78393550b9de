//! The people of the simulated factory at a real server: they ask for quotes, accept them, follow the dispatch lists,
//! report, buy, receive and ship. Everything goes over HTTP, as theirs would.
//!
//! Owns what is told to the server and when. It tells what people could know: planned times, what began and ended, what
//! came. What it reads back decides dates and sequences, never how long something takes.

pub mod client;
pub mod plant;
mod reports;
mod sales;
mod takeover;
mod warnings;

use crate::chance::Dice;
use crate::hours::moment;
use crate::order::{Answer, Order};
use crate::rule::Rule;
use crate::shop::{Happening, Policy, Shop};
use crate::world::Sequence;
use client::{Client, PlayError, Refusal};
use reports::Outbox;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rows of a dispatch list that are read: more than ever wait.
const ROWS: usize = 500;

/// What the server calls an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Named {
    sales_order: String,
    work_order: Option<String>,
    /// Purchase order and line of each part, until it is received.
    purchases: Vec<Option<(String, String)>>,
}

/// Plays a world's people at one server.
pub struct Player {
    client: Client,
    dice: Dice,
    outbox: Outbox,
    /// Where the server's clock stands, in hours since the world's start.
    clock: f64,
    /// Products whose item was entered.
    entered: BTreeSet<String>,
    named: BTreeMap<u64, Named>,
    /// By sales order.
    numbers: BTreeMap<String, u64>,
    /// The same with those that have left.
    sold: BTreeMap<String, u64>,
    /// By work order.
    works: BTreeMap<String, u64>,
    /// What open orders are for; nothing where no two are alike.
    products: BTreeMap<u64, Option<usize>>,
    /// Orders without a work order.
    unplanned: BTreeSet<u64>,
    /// Finished orders that have not left.
    leaving: Vec<Order>,
    refused: BTreeMap<String, u32>,
    /// Takings at a station that the list said nothing about.
    unlisted: u64,
}

impl Player {
    /// Enters the plant, and what is on the floor already, at a server whose clock stands where the shop does.
    ///
    /// # Errors
    ///
    /// The server refuses something.
    pub fn new(mut client: Client, shop: &Shop, seed: u64) -> Result<Self, PlayError> {
        plant::furnish(&mut client, shop.world())?;
        let mut player = Self {
            client,
            dice: Dice::new(seed ^ 0x5eed),
            outbox: Outbox::default(),
            clock: shop.now(),
            entered: BTreeSet::new(),
            named: BTreeMap::new(),
            numbers: BTreeMap::new(),
            sold: BTreeMap::new(),
            works: BTreeMap::new(),
            products: BTreeMap::new(),
            unplanned: BTreeSet::new(),
            leaving: Vec::new(),
            refused: BTreeMap::new(),
            unlisted: 0,
        };
        player.take_over(shop)?;
        Ok(player)
    }

    /// What the server refused, by its names, and how often.
    pub fn refused(&self) -> &BTreeMap<String, u32> {
        &self.refused
    }

    /// How often a station's list named none of the jobs that waited there.
    pub fn unlisted(&self) -> u64 {
        self.unlisted
    }

    /// Where the time went.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The connection, for questions that nobody at the plant would ask.
    pub(crate) fn client_mut(&mut self) -> &mut Client {
        &mut self.client
    }

    /// Tells the server what is due, moves its clock to now, and has it confirm what it proposes.
    fn arrive(&mut self, shop: &Shop) -> Result<(), PlayError> {
        if shop.now() <= self.clock {
            return Ok(());
        }
        self.report(shop)?;
        self.set_clock(shop)?;
        self.receive(shop)?;
        if !self.unplanned.is_empty() {
            self.confirm(shop)?;
        }
        self.ship()
    }

    /// Answers when the server has planned with everything that it was told.
    fn set_clock(&mut self, shop: &Shop) -> Result<(), PlayError> {
        let now = moment(shop.world().start, shop.now());
        self.client.must("clock", Method::PUT, "/clock", &json!({ "now": now }))?;
        self.clock = shop.now();
        Ok(())
    }

    fn count(&mut self, what: &str, refusal: &Refusal) {
        *self.refused.entry(format!("{what}: {}", refusal.code)).or_default() += 1;
    }

    /// The place in `waiting` of the first of the station's list that waits there.
    fn first_listed(&mut self, shop: &Shop, station: usize, waiting: &[usize]) -> Result<usize, PlayError> {
        let code = &shop.world().stations[station].code;
        let path = format!("/work-centers/{code}/dispatch-list?limit={ROWS}");
        let list = self.client.must("dispatch list", Method::GET, &path, &Value::Null)?;
        let wanted = |slot: &usize| shop.job(*slot).map(|job| (job.order.number, plant::operation(job.next)));
        let waiting_now: Vec<_> = waiting.iter().map(wanted).collect();
        for row in list["items"].as_array().into_iter().flatten() {
            let (Some(work_order), Some(operation)) = (row["work_order"].as_str(), row["operation"].as_str())
            else {
                continue;
            };
            let Some(number) = self.works.get(work_order) else { continue };
            let found = waiting_now.iter().position(|job| {
                job.as_ref().is_some_and(|(wanted, next)| wanted == number && next == operation)
            });
            if let Some(place) = found {
                return Ok(place);
            }
        }
        // The list knows none of them: an operator takes what was promised first.
        self.unlisted += 1;
        Ok(Rule::Promise.first(shop, waiting))
    }
}

impl Policy for Player {
    type Stop = PlayError;

    fn ask(&mut self, shop: &Shop, order: &Arc<Order>) -> Result<Option<Answer>, PlayError> {
        self.arrive(shop)?;
        self.quote(shop, order)
    }

    fn choose(&mut self, shop: &Shop, station: usize, waiting: &[usize]) -> Result<usize, PlayError> {
        if let [_] = waiting {
            return Ok(0);
        }
        self.arrive(shop)?;
        match shop.world().floor.sequence {
            Sequence::Queue => Ok(Rule::Queue.first(shop, waiting)),
            Sequence::List | Sequence::Entry => self.first_listed(shop, station, waiting),
        }
    }

    fn see(&mut self, shop: &Shop, what: &Happening) -> Result<(), PlayError> {
        self.arrive(shop)?;
        match what {
            Happening::Accepted(slot) => self.accepted(shop, *slot),
            Happening::Refused(_) => Ok(()),
            Happening::Supplied(_) => self.receive(shop),
            Happening::Started(slot) => {
                if let Some(job) = shop.job(*slot) {
                    self.outbox.begun(shop, self.dice, &job.order, job.next);
                }
                Ok(())
            }
            Happening::Finished(slot) => {
                if let Some(job) = shop.job(*slot) {
                    self.outbox.ended(shop, self.dice, &job.order, job.next - 1);
                }
                Ok(())
            }
            Happening::Done(job) => {
                self.leaving.push(Order::clone(&job.order));
                Ok(())
            }
        }
    }
}
