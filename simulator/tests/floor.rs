//! What must hold on every simulated floor, whatever the world and the sequence, held by code of its own.

use holdfast_simulator::baselines;
use holdfast_simulator::chance::Dice;
use holdfast_simulator::oracle::Oracle;
use holdfast_simulator::order::{Answer, Order};
use holdfast_simulator::record::{Record, Recorder};
use holdfast_simulator::rule::{ByRule, Rule};
use holdfast_simulator::shop::{Happening, Policy, Shop};
use holdfast_simulator::world::World;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// Watches a floor and keeps its own account of who runs where.
struct Inspector {
    floor: ByRule,
    running: BTreeMap<usize, usize>,
    /// Operations that each open order has behind it.
    behind: BTreeMap<u64, usize>,
    begun: usize,
    done: usize,
    refused: usize,
}

impl Inspector {
    fn new(rule: Rule, habit: f64) -> Self {
        let floor = ByRule { rule, dice: Dice::new(1), habit: Some(habit) };
        Self { floor, running: BTreeMap::new(), behind: BTreeMap::new(), begun: 0, done: 0, refused: 0 }
    }

    fn started(&mut self, shop: &Shop, slot: usize) {
        let job = shop.job(slot).expect("a job that starts is there");
        let station = job.station().expect("and has an operation");
        let busy = self.running.entry(station).or_default();
        *busy += 1;
        assert!(*busy <= shop.world().stations[station].machines, "station {station} runs {busy} at once");
        assert_eq!(job.next, self.behind[&job.order.number], "an operation was left out");
        assert!(job.supplied() <= shop.now() + 1e-9, "begun before its parts came");
        assert!(
            (shop.hours().next_open(shop.now()) - shop.now()).abs() < 1e-9,
            "begun while nobody was there"
        );
        assert!(job.run.is_some_and(|run| run.end > shop.now()), "an operation takes time");
        self.begun += 1;
    }
}

impl Policy for Inspector {
    type Stop = Infallible;

    fn ask(&mut self, shop: &Shop, order: &Arc<Order>) -> Result<Option<Answer>, Infallible> {
        self.floor.ask(shop, order)
    }

    fn choose(&mut self, shop: &Shop, station: usize, waiting: &[usize]) -> Result<usize, Infallible> {
        for slot in waiting {
            let job = shop.job(*slot).expect("what waits is there");
            assert!(job.station() == Some(station) && job.run.is_none());
        }
        self.floor.choose(shop, station, waiting)
    }

    fn see(&mut self, shop: &Shop, what: &Happening) -> Result<(), Infallible> {
        match what {
            Happening::Accepted(slot) => {
                let job = shop.job(*slot).expect("it was taken");
                assert_eq!(self.behind.insert(job.order.number, 0), None);
            }
            Happening::Started(slot) => self.started(shop, *slot),
            Happening::Finished(slot) => {
                let job = shop.job(*slot).expect("it is still there");
                *self.running.entry(job.order.stations[job.next - 1]).or_default() -= 1;
                *self.behind.entry(job.order.number).or_default() += 1;
            }
            Happening::Done(job) => {
                assert_eq!(self.behind.remove(&job.order.number), Some(job.order.stations.len()));
                self.done += 1;
            }
            Happening::Refused(order) => {
                assert!(!self.behind.contains_key(&order.number));
                self.refused += 1;
            }
            Happening::Supplied(slot) => {
                assert!(shop.job(*slot).is_some_and(|job| job.supplied() <= shop.now() + 1e-9));
            }
        }
        Ok(())
    }
}

fn inspected(world: &str, rule: Rule, habit: f64) -> Inspector {
    let world = Arc::new(World::find(world).expect("the world"));
    let mut shop = Shop::new(world, 7, 24.0 * 60.0);
    let mut inspector = Inspector::new(rule, habit);
    while shop.now() < 24.0 * 120.0 {
        let Ok(()) = shop.step(&mut inspector);
    }
    // What was taken is done or still there.
    assert_eq!(inspector.behind.len(), shop.jobs().count());
    inspector
}

#[test]
fn every_floor_keeps_to_machines_routings_parts_and_shifts() {
    for world in World::names() {
        for rule in [Rule::Promise, Rule::Protected, Rule::Entry, Rule::Queue] {
            let seen = inspected(world, rule, 5.0);
            assert!(seen.done > 50 && seen.begun > seen.done, "{world}: {} done", seen.done);
        }
    }
}

#[test]
fn customers_who_wait_too_long_go_elsewhere() {
    let patient = inspected("supplier", Rule::Protected, 1.0);
    let impatient = inspected("supplier", Rule::Protected, 60.0);
    assert!(patient.refused * 4 < impatient.refused, "{} {}", patient.refused, impatient.refused);
    assert_eq!(inspected("jobshop", Rule::Protected, 60.0).refused, 0);
}

/// Promises after the tenth day of a shop that fills, with the oracle's view of each.
fn looks(world: &str, seeds: std::ops::Range<u64>) -> Vec<Record> {
    let look = |seed: u64| {
        let world = Arc::new(World::find(world).expect("the world"));
        let from = 24.0 * 40.0;
        let oracle = Oracle { futures: 39, rule: Rule::Protected, dice: Dice::new(!seed) };
        let floor = ByRule { rule: Rule::Protected, dice: Dice::new(seed), habit: Some(4.0) };
        let mut shop = Shop::new(world, seed, from - 24.0);
        let mut recorder = Recorder::new(floor, Some(oracle), from, from + 48.0);
        while !recorder.is_complete(shop.now()) {
            let Ok(()) = shop.step(&mut recorder);
        }
        recorder.into_records().0
    };
    seeds.flat_map(look).collect()
}

/// Suppliers, shifts, failures, operators with a will of their own and changed habits: the oracle knows them all.
#[test]
fn the_oracle_is_right_where_more_than_work_is_left_to_chance() {
    for (world, seeds) in [("supplier", 1..200), ("drift", 1..100)] {
        let records = looks(world, seeds);
        assert!(records.len() > 400, "{world}: {}", records.len());
        for (share, noise) in [(0.5, 0.06), (0.8, 0.05), (0.95, 0.025)] {
            let kept = baselines::kept(&records, &records.iter().map(|r| r.told(share)).collect::<Vec<_>>());
            assert!((kept - share).abs() < noise, "{world}: {kept:.3} of {share} over {}", records.len());
        }
    }
}
