//! What the server assumed before it had seen anything, what it learned, and what is true.
//!
//! Owns the numbers that are compared and the truth about them, which is the world's own. What the server says is read
//! over HTTP as anybody could; it never hears the truth.

use crate::chance::{Dice, Luck};
use crate::player::client::{Client, PlayError};
use crate::shop::worked;
use crate::world::World;
use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

/// Draws that a truth is told from.
const DRAWS: u64 = 4_000;
/// What the draws follow from: the truth about a world is the same for all its seeds.
const SEED: u64 = 0x7247;

/// A distribution by three of its percentiles, or a share or rate in `p50` alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Middle {
    /// One in ten is below; absent for shares and rates.
    pub p10: Option<f64>,
    /// Half are below; the share or rate itself where it is one.
    pub p50: Option<f64>,
    /// Nine in ten are below; absent for shares and rates.
    pub p90: Option<f64>,
}

/// A number that the server learns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Learnt {
    /// The server's name for its kind.
    pub kind: &'static str,
    /// The station or supplier; absent where it is about the whole plant.
    pub code: Option<String>,
    /// What stands behind it: observations, in the mean over the seeds.
    pub observations: f64,
    /// What the server assumed at the beginning.
    pub assumed: Middle,
    /// What it said at the end.
    pub learned: Middle,
    /// What is true at the end; absent where the world has no such number.
    pub truth: Option<Middle>,
}

/// What the server says of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Said {
    middle: Middle,
    observations: f64,
}

/// What is compared: kind, code and truth.
pub(crate) struct Asked {
    kind: &'static str,
    code: Option<String>,
    truth: Option<Middle>,
}

/// The numbers of a world, as they are once its habits have changed, where they do.
pub(crate) fn asked(world: &World) -> Vec<Asked> {
    let mut all = Vec::new();
    for (index, station) in world.stations.iter().enumerate() {
        let (kind, code) = ("operation-time", Some(station.code.clone()));
        all.push(Asked { kind, code, truth: Some(times(world, index)) });
    }
    for (index, supplier) in world.suppliers.iter().enumerate() {
        let (kind, code) = ("supplier-delay", Some(supplier.code.clone()));
        all.push(Asked { kind, code, truth: Some(delays(world, index)) });
    }
    let adherence = Middle { p50: Some(world.floor.adherence), ..Middle::default() };
    all.push(Asked { kind: "adherence", code: None, truth: Some(adherence) });
    all.push(Asked { kind: "reporting-delay", code: None, truth: None });
    let rate = world.orders_an_hour() / world.hours().share();
    // Of customers who may go elsewhere only those who stay are orders.
    let all_stay = world.customers.patience_days.is_none();
    let truth = all_stay.then_some(Middle { p50: Some(rate), ..Middle::default() });
    all.push(Asked { kind: "orders-to-come", code: None, truth });
    all
}

/// Asks the server about all of them.
pub(crate) fn ask(client: &mut Client, asked: &[Asked]) -> Result<Vec<Said>, PlayError> {
    asked.iter().map(|one| said(client, one)).collect()
}

fn said(client: &mut Client, asked: &Asked) -> Result<Said, PlayError> {
    // The general comes before the particular: the first row is about no item.
    let path = format!("/learning?kind={}&limit=1", asked.kind);
    let own = asked.code.as_ref().map(|code| format!("{path}&code={code}"));
    for path in own.iter().chain([&path]) {
        let page = client.must("learning", Method::GET, path, &Value::Null)?;
        if let Some(row) = page["items"].get(0) {
            return Ok(read(row));
        }
    }
    Ok(Said::default())
}

fn read(row: &Value) -> Said {
    let of = |field: &str| row[field].as_f64();
    let middle = match of("rate") {
        Some(rate) => Middle { p50: Some(rate), ..Middle::default() },
        None => Middle { p10: of("p10"), p50: of("p50"), p90: of("p90") },
    };
    Said { middle, observations: of("observations").unwrap_or_default() }
}

/// What was asked, with what the server said at the beginning and at the end.
pub(crate) fn learnt(asked: Vec<Asked>, before: &[Said], after: &[Said]) -> Vec<Learnt> {
    let both = before.iter().zip(after);
    let one = |(asked, (before, after)): (Asked, (&Said, &Said))| Learnt {
        kind: asked.kind,
        code: asked.code,
        observations: after.observations,
        assumed: before.middle,
        learned: after.middle,
        truth: asked.truth,
    };
    asked.into_iter().zip(both).map(one).collect()
}

/// The same numbers of several seeds, each in the mean over them.
pub(crate) fn pooled(seeds: &[&[Learnt]]) -> Vec<Learnt> {
    let Some(first) = seeds.first() else { return Vec::new() };
    let one = |(place, known): (usize, &Learnt)| {
        let all: Vec<&Learnt> = seeds.iter().filter_map(|seed| seed.get(place)).collect();
        let mean = |of: &dyn Fn(&Learnt) -> Option<f64>| {
            let found: Vec<f64> = all.iter().filter_map(|one| of(one)).collect();
            (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64)
        };
        let learned = Middle {
            p10: mean(&|one| one.learned.p10),
            p50: mean(&|one| one.learned.p50),
            p90: mean(&|one| one.learned.p90),
        };
        let observations = mean(&|one| Some(one.observations)).unwrap_or_default();
        Learnt { observations, learned, ..known.clone() }
    };
    first.iter().enumerate().map(one).collect()
}

/// Real over planned time at a station, repairs included.
fn times(world: &World, index: usize) -> Middle {
    let station = &world.stations[index];
    let ratio = station.ratio * world.drift.as_ref().map_or(1.0, |drift| drift.ratios[index]);
    let listed: Vec<f64> = world.products.list.iter().flat_map(|one| one.hours_at(&station.code)).collect();
    drawn(|luck| {
        let planned = match listed.get(luck.below(listed.len())) {
            Some(hours) => *hours,
            None => world.products.mean_hours * luck.erlang(world.products.truncate_at),
        };
        worked(station, planned, ratio, luck) / planned.max(1e-9)
    })
}

/// Days after the date that a supplier confirmed.
fn delays(world: &World, index: usize) -> Middle {
    let supplier = &world.suppliers[index];
    let factor = world.drift.as_ref().and_then(|drift| drift.late_days.get(index)).copied().unwrap_or(1.0);
    drawn(|luck| {
        let kept = luck.happens(supplier.on_time);
        if kept { 0.0 } else { factor * supplier.late_days * luck.spread(supplier.late_variation) }
    })
}

fn drawn(draw: impl Fn(&mut crate::chance::Stream) -> f64) -> Middle {
    let dice = Dice::new(SEED);
    let mut all: Vec<f64> = (0..DRAWS).map(|n| draw(&mut dice.throw(Luck::Scenario, [n, 0]))).collect();
    all.sort_by(f64::total_cmp);
    let of = |share| Some(crate::oracle::percentile(&all, share));
    Middle { p10: of(0.1), p50: of(0.5), p90: of(0.9) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_truth_is_what_the_world_has() {
        let world = World::find("supplier").expect("the world");
        let all = asked(&world);
        let of = |kind: &str, code: &str| {
            let is_it = |one: &&Asked| one.kind == kind && one.code.as_deref() == Some(code);
            all.iter().find(is_it).and_then(|one| one.truth).expect("a truth")
        };
        // Lognormal of mean 1.1 and variation 0.3: the median is 1.1 over the root of 1.09.
        let assembly = of("operation-time", "ASSY").p50.expect("a median");
        assert!((assembly - 1.1 / 1.09_f64.sqrt()).abs() < 0.02, "{assembly}");
        // Four in ten are on time; of the others nobody is early.
        let late = of("supplier-delay", "S-4");
        assert_eq!(late.p10, Some(0.0));
        assert!(late.p50 > Some(0.5) && late.p90 > Some(8.0), "{late:?}");
        assert!(all.iter().any(|one| one.kind == "adherence" && one.truth.is_some()));
        // Customers go elsewhere there: nobody knows how many orders come.
        assert!(all.iter().any(|one| one.kind == "orders-to-come" && one.truth.is_none()));
    }

    #[test]
    fn habits_that_change_are_told_as_they_are_at_the_end() {
        let mut world = World::find("drift").expect("the world");
        let changed = times(&world, 3).p50.expect("a median");
        world.drift = None;
        let before = times(&world, 3).p50.expect("a median");
        assert!((changed / before - 1.25).abs() < 0.02, "{changed} {before}");
    }

    #[test]
    fn shares_and_distributions_are_read_as_they_are_told_and_pooled_over_seeds() {
        let share = read(&json!({ "rate": 0.9, "p50": 3.0, "observations": 40 }));
        assert_eq!((share.middle.p10, share.middle.p50, share.observations), (None, Some(0.9), 40.0));
        let spread = read(&json!({ "p10": 0.5, "p50": 1.0, "p90": 2.0, "observations": 7 }));
        assert_eq!(spread.middle, Middle { p10: Some(0.5), p50: Some(1.0), p90: Some(2.0) });
        let asked = || vec![Asked { kind: "adherence", code: None, truth: None }];
        let seed = |said: Said| learnt(asked(), &[Said::default()], &[said]);
        let (one, other) = (seed(share), seed(Said { observations: 20.0, ..Said::default() }));
        let found = pooled(&[&one, &other]);
        assert_eq!(
            (found[0].observations, found[0].learned.p50),
            (30.0, Some(0.9)),
            "who says nothing says nothing"
        );
        assert!(pooled(&[]).is_empty());
    }
}
