//! The same shop's workbook week after week, while people work here: what is over stays over, what vanished is
//! closed only where it was said, what was entered here is no file's business, and nothing piles up.

use crate::exchange::{SHOP, app, example, head, imported, preview, stored, written};
use crate::store_faults::pages;
use crate::support::{Fresh, not_wanted, on_both};
use chrono::{Datelike, NaiveDateTime};
use diesel::prelude::*;
use holdfast::app::App;
use holdfast::document::{Sheet, ShopDocument};
use holdfast::domain::role::Actor;
use holdfast::domain::sales::{LineId, LineStatus};
use holdfast::domain::value::Moment;
use holdfast::import::{Effect, Fault, Problem, Reading};
use holdfast::services::import::{self, ImportView, Outcome, SheetPreview, VanishedChoice};
use holdfast::services::work::Closing;
use holdfast::services::{ANY_VERSION, Plainly, Tx, due, purchasing, sales, work};
use holdfast::store::imports::ImportState;
use holdfast::store::master::{history, settings};
use holdfast::store::schema::foundation::journal;
use holdfast::store::schema::master::{import_rows, imports};
use holdfast::store::{Db, Failure, Json, MAIN_PLANT, purchasing as bought, sales as sold, work as works};
use holdfast::text::Lang;
use rust_decimal::Decimal;
use serde_json::{from_value, json};

/// Does something that must succeed.
fn done<T: Send + 'static>(
    app: &App,
    command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
) -> T {
    app.command_blocking(&Actor::system(), command).expect("it can be done")
}

fn applied(app: &App, id: i64, choice: Option<VanishedChoice>) -> ImportView {
    import::apply(&Plainly, app, &Actor::system(), id, choice).expect("it is applied")
}

fn sheet(view: &ImportView, sheet: Sheet) -> &SheetPreview {
    view.preview.sheets.iter().find(|one| one.sheet == sheet).expect("the sheet is in the file")
}

/// Documents of a shop that are in hand.
struct Hand {
    line: LineId,
    work: String,
    bought: (String, String),
}

/// The `n`th line of a sales order, work order and purchase order line of the file that are in hand, and of which
/// nothing has left or come yet.
fn in_hand(file: &ShopDocument, n: usize) -> Hand {
    let fresh = |done: Option<Decimal>| done.unwrap_or_default().is_zero();
    let line = file.sales_orders.iter().filter(|row| fresh(row.shipped)).nth(n).expect("a line");
    let open = holdfast::document::WorkOrderStatus::Open;
    let work = file.work_orders.iter().filter(|row| row.status.unwrap_or(open) == open).nth(n);
    let bought = file.purchase_orders.iter().filter(|row| fresh(row.received)).nth(n).expect("a purchase");
    Hand {
        line: LineId::new(&line.order, &line.line, line.schedule.as_deref().unwrap_or_default()),
        work: work.expect("a work order").work_order.clone(),
        bought: (bought.purchase_order.clone(), bought.line.clone()),
    }
}

/// `file` without those documents.
fn without(mut file: ShopDocument, hand: &Hand) -> ShopDocument {
    file.sales_orders.retain(|row| row.order != hand.line.order || row.line != hand.line.line);
    file.holds.retain(|row| row.order.as_ref() != Some(&hand.line.order));
    file.work_orders.retain(|row| row.work_order != hand.work);
    file.progress.retain(|row| row.work_order != hand.work);
    file.issues.retain(|row| row.work_order != hand.work);
    file.purchase_orders.retain(|row| (&row.purchase_order, &row.line) != (&hand.bought.0, &hand.bought.1));
    file
}

/// Whether each of them is in hand here.
fn is_open(app: &App, hand: &Hand) -> [bool; 3] {
    let look = |db: &mut Db| {
        let line = sold::sales_line(db, MAIN_PLANT, &hand.line)?.expect("it is stored");
        let work = works::order(db, MAIN_PLANT, &hand.work)?.expect("it is stored");
        let bought = bought::line(db, MAIN_PLANT, &hand.bought.0, &hand.bought.1)?.expect("it is stored");
        Ok([line.status == LineStatus::Open, work.is_open(), !bought.closed])
    };
    app.store.read(look).expect("readable")
}

fn policy(app: &App, word: &'static str) {
    done(app, move |tx| {
        let mut all = settings::read(&tx.plant)?;
        all.policies.vanished_rows = from_value(json!(word)).expect("a policy");
        settings::put(tx.db, &tx.plant, &all)
    });
}

#[test]
fn what_was_cancelled_or_closed_here_stays_so_when_the_workbook_comes_again() {
    on_both(|fresh| {
        let app = imported(fresh);
        let hand = in_hand(&stored(&app), 1);
        let (line, work, bought) = (hand.line.clone(), hand.work.clone(), hand.bought.clone());
        done(&app, move |tx| {
            sales::cancel_line(tx, &line, &not_wanted(), Some(ANY_VERSION))?;
            work::close(tx, &work, Some(ANY_VERSION), &Closing::default())?;
            purchasing::close_line(tx, &bought.0, &bought.1, Some(ANY_VERSION), "not needed")
        });
        let before = (head(&app), stored(&app));
        let again = preview(&app, SHOP, example(SHOP));
        assert_eq!(again.preview.writes(), 0, "on {}: {:?}", fresh.name, again.preview.sheets);
        for of in [Sheet::SalesOrders, Sheet::WorkOrders, Sheet::PurchaseOrders] {
            let told = sheet(&again, of);
            assert_eq!((told.over, told.vanished), (1, 0), "{of:?} on {}", fresh.name);
            let row = told.rows.iter().find(|row| row.outcome == Outcome::Over).expect("it is listed");
            let note = row.note.as_ref().expect("and said why");
            assert!(note.en.contains("here") && note.zh.contains("本系统") && row.row.is_some(), "{row:?}");
        }
        applied(&app, again.id, Some(VanishedChoice::Close));
        assert!((head(&app), stored(&app)) == before, "on {}", fresh.name);
        assert_eq!(is_open(&app, &hand), [false; 3]);

        let mut file = import::read(SHOP, example(SHOP), Lang::En).unwrap().document;
        for row in &mut file.sales_orders {
            if row.order == hand.line.order && row.line == hand.line.line {
                row.quantity += Decimal::ONE;
            }
        }
        let more = preview(&app, "more.xlsx", written(&file));
        applied(&app, more.id, None);
        assert_eq!(is_open(&app, &hand), [false; 3], "wanting more of it does not bring it back");
    });
}

#[test]
fn a_line_of_which_all_has_left_is_closed_from_the_start() {
    on_both(|fresh| {
        let app = app(fresh);
        let mut file = import::read(SHOP, example(SHOP), Lang::En).unwrap().document;
        let hand = in_hand(&file, 0);
        for row in file.sales_orders.iter_mut().filter(|row| row.order == hand.line.order) {
            row.shipped = Some(row.quantity);
        }
        let bytes = written(&file);
        applied(&app, preview(&app, "week.xlsx", bytes.clone()).id, None);
        let id = hand.line.clone();
        let (line, order) = app
            .store
            .read(|db| {
                Ok((sold::sales_line(db, 1, &id)?.unwrap(), sold::sales_order(db, 1, &id.order)?.unwrap()))
            })
            .unwrap();
        assert_eq!(line.status, LineStatus::Closed, "on {}", fresh.name);
        assert!(order.status.is_over() && order.status.is_confirmed(), "{:?}", order.status);
        let again = preview(&app, "week.xlsx", bytes);
        assert_eq!((again.preview.writes(), sheet(&again, Sheet::SalesOrders).over), (0, 0));

        let mut added = file.sales_orders.iter().find(|row| row.order == id.order).unwrap().clone();
        (added.line, added.shipped) = ("990".to_owned(), None);
        file.sales_orders.push(added);
        applied(&app, preview(&app, "added.xlsx", written(&file)).id, None);
        let order = app.store.read(|db| sold::sales_order(db, 1, &id.order)).unwrap().unwrap();
        assert!(!order.status.is_over(), "a line that is added goes on with a delivered order");
    });
}

#[test]
fn orders_that_vanished_are_closed_only_where_that_was_said() {
    on_both(|fresh| {
        let app = imported(fresh);
        let file = stored(&app);
        let hand = in_hand(&file, 2);
        let (customer, item) = (&file.sales_orders[0].customer, &file.sales_orders[0].item);
        let new = json!({ "customer": customer, "lines": [{ "item": item, "quantity": 3 }] });
        let own = done(&app, move |tx| {
            Ok(sales::enter_in(tx, &from_value(new.clone()).unwrap(), false)?.order.number)
        });
        let own = LineId::new(&own, "10", "");
        let less = written(&without(file.clone(), &hand));
        let counts = |view: &ImportView| {
            [Sheet::SalesOrders, Sheet::WorkOrders, Sheet::PurchaseOrders].map(|of| sheet(view, of).vanished)
        };

        let ignored = applied(&app, preview(&app, "less.xlsx", less.clone()).id, None);
        assert_eq!(counts(&ignored), [1; 3], "only what an import brought, on {}", fresh.name);
        assert_eq!((is_open(&app, &hand), ignored.preview.closes()), ([true; 3], 0));

        policy(&app, "ask");
        let before = head(&app);
        let asked = preview(&app, "less.xlsx", less.clone());
        assert!(asked.preview.asks() && asked.preview.closes() == 3, "{:?}", asked.preview);
        let refused = import::apply(&Plainly, &app, &Actor::system(), asked.id, None).unwrap_err();
        assert!(matches!(&refused, Failure::Refused(why) if why.code.name == "CHOICE_NEEDED"), "{refused}");
        assert_eq!((is_open(&app, &hand), head(&app)), ([true; 3], before));
        let closed = applied(&app, asked.id, Some(VanishedChoice::Close));
        assert_eq!((is_open(&app, &hand), closed.preview.closes()), ([false; 3], 3), "on {}", fresh.name);
        let open = app.store.read(|db| sold::sales_line(db, 1, &own)).unwrap().unwrap();
        assert_eq!(open.status, LineStatus::Open, "what was entered here is no file's business");
        let look = |db: &mut Db| Ok(db.all(journal::table.select((journal::what, journal::body)))?);
        let entries: Vec<(String, Json)> = app.store.read(look).unwrap();
        for what in ["sales-order.line-cancelled", "work-order.closed", "purchase-order.line-closed"] {
            let (_, body) = entries.iter().find(|entry| entry.0 == what).unwrap_or_else(|| panic!("{what}"));
            assert!(body.0.to_string().contains("less.xlsx"), "the reason: {body:?}");
        }
        let again = preview(&app, "less.xlsx", less);
        assert_eq!((counts(&again), again.preview.writes()), ([0; 3], 0));
    });
}

#[test]
fn what_cannot_be_read_has_not_vanished_and_an_empty_sheet_says_nothing() {
    let fresh = Fresh::sqlite();
    let app = imported(&fresh);
    policy(&app, "close");
    let file = import::read(SHOP, example(SHOP), Lang::En).unwrap().document;
    let hand = in_hand(&file, 3);
    let mut document = without(file.clone(), &hand);
    let title = document.title(Sheet::SalesOrders).to_owned();
    let gone = document.boms[0].clone();
    document.boms.retain(|row| row != &gone);
    let spoilt = Fault {
        sheet: title,
        row: Some(7),
        column: None,
        letter: None,
        value: None,
        problem: Problem::MissingValue,
        effect: Effect::RowDropped,
    };
    document.purchase_orders.clear();
    let reading = Reading { document, faults: vec![spoilt], ..Reading::default() };
    let seen = import::preview(&Plainly, &app, &Actor::system(), "spoilt.xlsx", &reading).unwrap();
    let sold = sheet(&seen, Sheet::SalesOrders);
    assert!(sold.unread && sold.vanished == 1 && sold.closes == 0, "{sold:?}");
    assert_eq!(sheet(&seen, Sheet::Boms).removed, 1, "a bill of materials is taken over as a whole");
    applied(&app, seen.id, None);
    assert_eq!(is_open(&app, &hand), [true, false, true]);
    let bill = stored(&app).boms;
    let same = |row: &&holdfast::document::BomLine| {
        row.parent == gone.parent && row.component == gone.component && row.operation == gone.operation
    };
    assert_eq!(bill.iter().filter(same).count(), 0);
    assert!(bill.iter().any(|row| row.parent == gone.parent), "the rest of it stays");
}

/// Rows that are stored of files, and files.
fn kept(app: &App) -> (i64, i64) {
    let count = |db: &mut Db| Ok((db.one(import_rows::table.count())?, db.one(imports::table.count())?));
    app.store.read(count).expect("readable")
}

#[test]
fn previews_that_nobody_applies_are_superseded_and_forgotten() {
    on_both(|fresh| {
        let app = imported(fresh);
        assert_eq!(kept(&app), (0, 1), "the rows of an applied file are gone");
        let first = preview(&app, "week.xlsx", example(SHOP));
        let after_one = kept(&app);
        let size = (fresh.name == "SQLite").then(|| pages(&app.store));
        let second = preview(&app, "week.xlsx", example(SHOP));
        for _ in 0..3 {
            preview(&app, "week.xlsx", example(SHOP));
        }
        assert_eq!(kept(&app).0, after_one.0, "on {}", fresh.name);
        if let Some(before) = size {
            let grown = pages(&app.store) - before;
            // A portion of the new one is stored before the old one is gone.
            assert!(grown <= before, "{before} pages, and {grown} more");
        }
        for old in [first.id, second.id] {
            let gone = import::apply(&Plainly, &app, &Actor::system(), old, None).unwrap_err();
            assert!(matches!(&gone, Failure::Refused(why) if why.code.name == "NOT_READY"), "{gone}");
        }
        let other = preview(&app, "other.xlsx", example(SHOP));
        let last = preview(&app, "last.xlsx", example(SHOP));
        applied(&app, last.id, None);
        assert_eq!(import::one(&app, &Actor::system(), other.id).unwrap().state, ImportState::Superseded);
        assert_eq!(kept(&app).0, 0, "what an applied import has overtaken is not kept, on {}", fresh.name);

        let late = preview(&app, "late.xlsx", example(SHOP));
        let week = |days| app.clock.now().shifted(chrono::TimeDelta::days(days));
        due::settle(&app.store, week(6)).unwrap();
        assert_eq!(import::one(&app, &Actor::system(), late.id).unwrap().state, ImportState::Ready);
        due::settle(&app.store, week(8)).unwrap();
        let gone = import::one(&app, &Actor::system(), late.id).unwrap_err();
        assert!(matches!(&gone, Failure::Refused(why) if why.code.name == "UNKNOWN"), "{gone}");
        assert_eq!(kept(&app), (0, 2), "only what was applied is left, on {}", fresh.name);
    });
}

#[test]
fn times_that_no_clock_has_and_parts_of_a_second_change_nothing_when_they_come_again() {
    on_both(|fresh| {
        let app = app(fresh);
        let mut file = import::read(SHOP, example(SHOP), Lang::En).unwrap().document;
        file.settings.zone = Some("Europe/Berlin".to_owned());
        // On the last Sunday of March the clock goes from two to three.
        let skipped: NaiveDateTime = "2025-03-30T02:30:00".parse().unwrap();
        assert_eq!(skipped.weekday(), chrono::Weekday::Sun);
        file.production[0].started = skipped;
        file.production[0].finished = file.production[0].finished.max(skipped + chrono::TimeDelta::hours(5));
        let bytes = written(&file);
        applied(&app, preview(&app, "summer.xlsx", bytes.clone()).id, None);
        let again = preview(&app, "summer.xlsx", bytes);
        assert_eq!(again.preview.writes(), 0, "on {}: {:?}", fresh.name, sheet(&again, Sheet::Production));

        // Reports of the floor have parts of a second, a workbook has none.
        let precise: Moment = from_value(json!("2026-02-27T03:04:05.678Z")).unwrap();
        let record = history::ProductionRow {
            plant_id: MAIN_PLANT,
            work_order: "MO-X".to_owned(),
            item: file.items[0].item.clone(),
            operation: "10".to_owned(),
            work_centre: None,
            good: None,
            scrap: None,
            started: precise,
            finished: precise,
            planned_minutes: None,
        };
        done(&app, move |tx| history::add_production(tx.db, &record));
        let back = preview(&app, "back.xlsx", written(&stored(&app)));
        assert_eq!(back.preview.writes(), 0, "on {}: {:?}", fresh.name, sheet(&back, Sheet::Production));
    });
}
