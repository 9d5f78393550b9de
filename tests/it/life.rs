//! The demo: its people work through two plant days without a wrong step.

use crate::support::Fresh;
use holdfast::app::{App, Clock};
use holdfast::domain::role::Actor;
use holdfast::domain::value::Moment;
use holdfast::planning::follow::Pace;
use holdfast::planning::mirror::Mirror;
use holdfast::planning::{self, outlook};
use holdfast::services::life::{Life, Tally};
use holdfast::services::{Plainly, clock, import, reconcile};
use holdfast::store::{MAIN_PLANT, Subject, work};
use holdfast::text::Lang;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const WORKBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/precision-shop.xlsx");
/// Plant time between two looks, and how often they look: two days.
const LOOK_HOURS: i64 = 2;
const LOOKS: i64 = 24;

/// The example shop in a store, on a clock that stands at its instant.
fn shop(fresh: &Fresh) -> (App, Moment) {
    let bytes = std::fs::read(WORKBOOK).expect("the example");
    let reading = import::read(WORKBOOK, bytes, Lang::En).expect("a shop");
    let start = planning::as_of(&reading.document).and_then(outlook::moment).expect("it says when");
    let pace = Pace { least: Duration::ZERO, improve: 1 };
    let clock = Clock::Manual(Arc::new(Mutex::new(start)));
    let app = App::open_with(&fresh.url, clock, pace).expect("it opens");
    let seen = import::preview(&app, &Actor::system(), WORKBOOK, &reading).expect("a preview");
    import::apply(&app, &Actor::system(), seen.id).expect("it is applied");
    (app, start)
}

fn loaded(app: &App) -> Mirror {
    app.store.read(|db| Mirror::load(db, MAIN_PLANT)).expect("it loads")
}

/// Lets the demo's people work for two days; answers what they did and how work stands then.
fn two_days() -> (Tally, String) {
    let fresh = Fresh::sqlite();
    let (app, start) = shop(&fresh);
    let mut life = Life::new(26);
    let mut mirror = loaded(&app);
    let mut place = app.store.head().expect("readable");
    for look in 1..=LOOKS {
        let to = start.shifted(chrono::TimeDelta::hours(look * LOOK_HOURS));
        clock::move_to(&app, &Actor::system(), to, &Plainly).expect("the clock moves");
        life.step(&app).expect("the store works");
        let entries = app.store.feed(&place, 10_000).expect("readable");
        let subjects: Vec<Subject> = entries.iter().flat_map(|entry| entry.subjects.clone()).collect();
        place = entries.last().map_or(place, |entry| entry.cursor);
        app.store.read(|db| mirror.refresh(db, &subjects)).expect("it refreshes");
    }
    assert!(mirror == loaded(&app), "a mirror that followed work and supply equals one that is loaded");
    let wrong = app.store.read(|db| reconcile::check(db, MAIN_PLANT)).expect("readable");
    assert_eq!(wrong, [], "the ledger");
    let operations = app.store.read(|db| work::load(db, MAIN_PLANT)).expect("readable");
    let told = format!("{operations:?}");
    app.stop();
    (life.tally().clone(), told)
}

#[test]
fn two_days_of_a_demo_move_work_and_goods_and_nothing_is_refused() {
    let (tally, told) = two_days();
    println!("{tally:?}");
    assert_eq!(tally.refused, Vec::<String>::new());
    assert!(tally.reports > 20, "{tally:?}");
    assert!(tally.receipts > 0, "{tally:?}");
    let again = two_days();
    assert_eq!(again.0, tally, "the same seed does the same");
    assert!(again.1 == told, "and leaves the same work behind");
}
