//! Workbooks in and out of the store, on both databases.

use crate::store_faults::pages;
use crate::support::{Fresh, on_both};
use chrono::{DateTime, Days, TimeDelta};
use holdfast::app::{App, Clock};
use holdfast::document::ShopDocument;
use holdfast::domain::role::Actor;
use holdfast::domain::value::Moment;
use holdfast::export::{Xlsx, write};
use holdfast::planning::{self, follow::Pace};
use holdfast::services::import::{self, ImportView, Outcome};
use holdfast::services::{Ask, Plainly, export, reconcile};
use holdfast::store::imports::{self, ImportState};
use holdfast::store::{self, Failure, MAIN_PLANT};
use holdfast::text::Lang;
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::time::Instant;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const SHOP: &str = "precision-shop.xlsx";
/// Passes of the planner where its dates are looked at.
const IMPROVE: u32 = 2;

/// A product whose planner plans once, at its start: dates are not looked at.
pub fn app(fresh: &Fresh) -> App {
    let now: Moment = serde_json::from_str("\"2026-03-02T00:00:00Z\"").unwrap();
    let rarely = Pace { least: Duration::from_hours(1), improve: 0, futures: 0, asked: false };
    App::open_with(&fresh.url, Clock::Manual(Arc::new(Mutex::new(now))), rarely).unwrap()
}

pub fn example(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).unwrap()
}

pub fn preview(app: &App, name: &str, bytes: Vec<u8>) -> ImportView {
    let reading = import::read(name, bytes, Lang::En).unwrap();
    import::preview(&Plainly, app, &Actor::system(), name, &reading).unwrap()
}

pub fn stored(app: &App) -> ShopDocument {
    app.ask(&Actor::system(), |ask: &mut Ask<'_>| export::document(ask.db, &ask.plant)).unwrap()
}

/// Where the journal ends: not where the feed does, which waits for what other tests write on the same server.
pub fn head(app: &App) -> Option<i64> {
    app.store.read(store::recent).unwrap().first().copied()
}

#[test]
fn an_imported_workbook_comes_back_and_changes_nothing_again() {
    for name in ["precision-shop.xlsx", "messy-shop.xlsx"] {
        on_both(|fresh| {
            let app = app(fresh);
            let first = preview(&app, name, example(name));
            assert_eq!(first.state, ImportState::Ready);
            assert!(first.preview.writes() > 100, "{name}");
            let applied = import::apply(&Plainly, &app, &Actor::system(), first.id, None).unwrap();
            assert_eq!(applied.state, ImportState::Applied, "{:?}", applied.failure);
            assert_eq!(app.store.read(|db| reconcile::check(db, MAIN_PLANT)).unwrap(), vec![], "{name}");

            let before = head(&app);
            let again = preview(&app, name, example(name));
            let told: Vec<_> = again
                .preview
                .sheets
                .iter()
                .flat_map(|sheet| &sheet.rows)
                .filter(|row| matches!(row.outcome, Outcome::New | Outcome::Changed))
                .take(5)
                .collect();
            assert_eq!(again.preview.writes(), 0, "{name} on {}: {told:?}", fresh.name);
            let kept: Vec<_> = again.preview.sheets.iter().flat_map(|sheet| &sheet.rows).collect();
            let kept: Vec<_> = kept.into_iter().filter(|row| row.outcome == Outcome::Kept).take(5).collect();
            assert!(kept.is_empty(), "{name}: nothing was recorded here, so nothing is kept: {kept:?}");
            import::apply(&Plainly, &app, &Actor::system(), again.id, None).unwrap();
            assert_eq!(head(&app), before, "{name}: the same file again is no fact");

            let document = stored(&app);
            let exported = write(&document, Xlsx::new(Vec::new()), Lang::Zh).unwrap();
            let back = preview(&app, "back.xlsx", exported);
            assert_eq!(back.preview.writes(), 0, "{name} on {}: {:?}", fresh.name, back.preview.sheets);
        });
    }
}

/// A product into which the example has been imported.
pub fn imported(fresh: &Fresh) -> App {
    let app = app(fresh);
    let seen = preview(&app, SHOP, example(SHOP));
    import::apply(&Plainly, &app, &Actor::system(), seen.id, None).unwrap();
    app
}

pub fn written(document: &ShopDocument) -> Vec<u8> {
    write(document, Xlsx::new(Vec::new()), Lang::En).unwrap()
}

/// When every line ships.
fn ships(plan: &Plan) -> BTreeMap<String, String> {
    let said =
        |at: Instant| DateTime::from_timestamp(at.0, 0).map_or(format!("{at:?}"), |at| at.to_rfc3339());
    plan.lines.iter().map(|line| (format!("{:?}", line.key), said(line.ship))).collect()
}

#[test]
fn an_imported_shop_has_the_dates_of_its_file() {
    let reading = import::read(SHOP, example(SHOP), Lang::En).unwrap();
    let now = planning::as_of(&reading.document).expect("the example says when it is");
    let ask = planning::Ask { now, improve: IMPROVE, tiers: true };
    let expected = ships(&plan(&planning::translate(&reading.document, ask).shop));
    assert!(expected.len() > 50, "{}", expected.len());
    on_both(|fresh| {
        let at = Moment::new(DateTime::from_timestamp(now.0, 0).unwrap()).unwrap();
        let pace = Pace { least: Duration::ZERO, improve: IMPROVE, futures: 0, asked: false };
        let app = App::open_with(&fresh.url, Clock::Manual(Arc::new(Mutex::new(at))), pace).unwrap();
        let seen = preview(&app, SHOP, example(SHOP));
        import::apply(&Plainly, &app, &Actor::system(), seen.id, None).unwrap();
        let outlook = app.planner.wait_for_all(&app.store.read(store::recent).unwrap(), 0).unwrap();
        assert_eq!(ships(&outlook.plan), expected, "{}", fresh.name);
    });
}

#[test]
fn what_cannot_be_used_is_listed_with_its_place_and_a_remedy() {
    let fresh = Fresh::sqlite();
    let app = app(&fresh);
    let reading = import::read("messy-shop.xlsx", example("messy-shop.xlsx"), Lang::Zh).unwrap();
    let seen = import::look(&app, &Actor::system(), &reading).unwrap();
    assert!(seen.refused.iter().any(|one| one.dropped) && seen.refused.iter().any(|one| one.lost));
    assert!(seen.notes.iter().all(|one| !one.dropped && !one.lost), "{:?}", seen.notes);
    for one in seen.refused.iter().chain(&seen.notes) {
        for words in [&one.why, &one.remedy, &one.effect] {
            assert!(!words.en.is_empty() && words.zh.chars().any(|c| c > '\u{2e80}'), "{one:?}");
        }
    }
    let placed = |one: &&import::Refused| one.row.is_some() && one.column.is_some() && one.value.is_some();
    assert!(seen.refused.iter().chain(&seen.notes).filter(placed).count() > 3, "{:?}", seen.notes);
}

#[test]
fn promises_progress_and_balances_are_never_overwritten() {
    on_both(|fresh| {
        let app = imported(fresh);
        let before = stored(&app);
        let mut file = before.clone();
        let more = |value: &mut Option<Decimal>| *value = Some(value.unwrap_or_default() + Decimal::ONE);
        for row in &mut file.sales_orders {
            row.promise_date = row.promise_date.and_then(|day| day.checked_add_days(Days::new(9)));
            more(&mut row.shipped);
        }
        for row in &mut file.work_orders {
            more(&mut row.started_quantity);
            more(&mut row.received);
        }
        for row in &mut file.progress {
            more(&mut row.good);
            row.last_report = row.last_report.map(|at| at + TimeDelta::hours(1));
        }
        for row in &mut file.issues {
            row.quantity += Decimal::ONE;
        }
        for row in &mut file.stock {
            row.quantity += Decimal::ONE;
        }
        for row in &mut file.purchase_orders {
            more(&mut row.received);
        }
        file.items[0].description = Some("another one".to_owned());
        let seen = preview(&app, "week.xlsx", written(&file));
        assert_eq!(seen.preview.writes(), 1, "{:?}", seen.preview.sheets);
        let kept: u64 = seen.preview.sheets.iter().map(|sheet| sheet.kept).sum();
        let rows = file.sales_orders.len() + file.work_orders.len() + file.progress.len() + file.stock.len();
        assert!(kept >= rows as u64, "{kept} of {rows}");
        import::apply(&Plainly, &app, &Actor::system(), seen.id, None).unwrap();
        let mut expected = before;
        expected.items[0].description = Some("another one".to_owned());
        assert!(stored(&app) == expected, "on {}", fresh.name);
    });
}

#[test]
fn an_import_that_fails_changes_nothing_and_can_be_applied_again() {
    let fresh = Fresh::sqlite();
    let app = app(&fresh);
    let seen = preview(&app, SHOP, example(SHOP));
    let (before, place) = (stored(&app), head(&app));
    app.store.limit_pages(u32::try_from(pages(&app.store)).unwrap() + 20);
    let failure = import::apply(&Plainly, &app, &Actor::system(), seen.id, None).unwrap_err();
    assert!(matches!(failure, Failure::Unavailable(_)), "{failure}");
    assert!(stored(&app) == before && head(&app) == place);
    app.store.limit_pages(0);
    let failed = import::one(&app, &Actor::system(), seen.id).unwrap();
    assert_ne!(failed.state, ImportState::Applied);
    if let Some(words) = failed.failure {
        assert!(words.en.contains("Try again") && words.zh.contains("重试"), "{words:?}");
    }
    let applied = import::apply(&Plainly, &app, &Actor::system(), seen.id, None).unwrap();
    assert_eq!((applied.state, applied.failure), (ImportState::Applied, None));
    let twice = import::apply(&Plainly, &app, &Actor::system(), seen.id, None).unwrap_err();
    assert!(matches!(&twice, Failure::Refused(why) if why.code.name == "NOT_READY"), "{twice}");
}

#[test]
fn an_import_that_a_crash_broke_off_can_be_applied_and_followed() {
    let fresh = Fresh::sqlite();
    let app = app(&fresh);
    let seen = preview(&app, SHOP, example(SHOP));
    let id = seen.id;
    let broke_off =
        move |tx: &mut holdfast::services::Tx<'_>| imports::advance(tx.db, id, ImportState::Applying, 7);
    app.command_blocking(&Actor::system(), broke_off).unwrap();
    let mut marks = BTreeSet::new();
    std::thread::scope(|scope| {
        let applying = scope.spawn(|| import::apply(&Plainly, &app, &Actor::system(), id, None));
        while !applying.is_finished() {
            let view = import::one(&app, &Actor::system(), id).unwrap();
            if view.state == ImportState::Applying {
                marks.insert(view.done);
            }
            std::thread::yield_now();
        }
        assert_eq!(applying.join().unwrap().unwrap().state, ImportState::Applied);
    });
    assert!(marks.len() > 3, "how far it was: {marks:?}");
}
