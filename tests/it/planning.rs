//! The planner as followers and clients see it: it knows what the journal says, a restart changes nothing, and
//! the clock is moved in order.

use crate::support::{Fresh, on_both};
use holdfast::app::{App, Clock};
use holdfast::document::DateBasis;
use holdfast::domain::role::Actor;
use holdfast::domain::sales::{LineStatus, OrderStatus};
use holdfast::domain::value::{Amount, Day, Moment};
use holdfast::planning::follow::Pace;
use holdfast::planning::mirror::Mirror;
use holdfast::planning::outlook::BoardAsk;
use holdfast::services::{Plainly, clock};
use holdfast::store::{self, Failure, Json, MAIN_PLANT, Subject};
use holdfast::text::Lang;
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn at(text: &str) -> Moment {
    serde_json::from_value(text.into()).expect("an instant")
}

fn day(text: &str) -> Day {
    serde_json::from_value(text.into()).expect("a day")
}

fn manual(text: &str) -> Clock {
    Clock::Manual(Arc::new(Mutex::new(at(text))))
}

fn open(fresh: &Fresh) -> App {
    let pace = Pace { least: Duration::ZERO, improve: 2, futures: 0, asked: false };
    App::open_with(&fresh.url, manual("2026-01-05T00:00:00Z"), pace).expect("it opens")
}

/// Enters an order of one line and says its journal entry.
fn enter(app: &App, number: &str, quantity: u32) -> i64 {
    let number = number.to_owned();
    app.command_blocking(&Actor::system(), move |tx| {
        let order = store::sales::SalesOrder {
            plant_id: MAIN_PLANT,
            number: number.clone(),
            customer: "C-1".to_owned(),
            customer_order: None,
            owner: None,
            status: OrderStatus::Confirmed,
            note: None,
            version: 1,
            created_at: tx.now,
            created_by: tx.actor.name.clone(),
        };
        store::sales::insert_order(tx.db, &order)?;
        store::sales::insert_line(tx.db, &line(&number, quantity, tx.now))?;
        tx.journal("sales-order.entered", &[Subject::SalesOrder(number.clone())], &())
    })
    .expect("it is entered")
}

fn line(number: &str, quantity: u32, now: Moment) -> store::sales::SalesLine {
    store::sales::SalesLine {
        plant_id: MAIN_PLANT,
        order_no: number.to_owned(),
        line: "10".to_owned(),
        schedule: String::new(),
        item: "P-1".to_owned(),
        quantity: Amount::whole(quantity),
        shipped: Amount::ZERO,
        order_date: Some(day("2026-01-05")),
        requested_date: Some(day("2026-02-05")),
        date_basis: Some(DateBasis::Ship),
        ship_complete: None,
        partial_shipments: None,
        firmness: None,
        customer_order: None,
        customer_part: None,
        unit_price: None,
        priority: None,
        status: LineStatus::Open,
        promise_date: None,
        promise_id: None,
        stage: serde_json::from_value("entered".into()).expect("a stage"),
        stage_since: now,
    }
}

/// What there is to see, as text: two equal outlooks have equal ones.
fn told(app: &App) -> String {
    let outlook = app.planner.outlook();
    let board = outlook.board(&BoardAsk { limit: 100, ..BoardAsk::default() }, None, Lang::En);
    format!("{} {:?} {:?}", outlook.now, board.items, outlook.plan.problems)
}

fn loaded(app: &App) -> Mirror {
    app.store.read(|db| Mirror::load(db, MAIN_PLANT)).expect("it loads")
}

#[test]
fn what_is_entered_is_planned_and_kept_as_history_once() {
    on_both(|fresh| {
        let app = open(fresh);
        let seq = enter(&app, "SO-1", 5);
        let outlook = app.planner.wait_for_blocking(seq).expect("it is planned");
        let board = outlook.board(&BoardAsk { limit: 10, ..BoardAsk::default() }, None, Lang::Zh);
        assert_eq!(board.items.len(), 1);
        assert!(board.items[0].ship_day.is_some(), "{board:?}");
        let key = outlook.key("SO-1", "10", "");
        let explained = outlook.explanation(&key, Lang::En).expect("it is explained");
        assert_eq!(explained.seconds, explained.segments.iter().map(|s| s.seconds).sum::<i64>());
        assert!(explained.segments.windows(2).all(|pair| pair[0].to == pair[1].from));
        app.stop();
        let history = |app: &App| {
            app.store
                .read(|db| store::planning::forecasts_of(db, MAIN_PLANT, "SO-1", "10"))
                .expect("a history")
        };
        let first = history(&app);
        assert_eq!(first.len(), 1, "{first:?}");
        let before = told(&app);
        let again = open(fresh);
        assert_eq!(told(&again), before, "a restart gives another outlook");
        again.stop();
        assert_eq!(history(&again), first, "nothing changed, and yet it is history");
    });
}

#[test]
fn a_mirror_that_followed_equals_one_that_was_loaded() {
    on_both(|fresh| {
        let app = open(fresh);
        let mut mirror = loaded(&app);
        for (number, quantity) in [("SO-1", 5), ("SO-2", 7), ("SO-3", 1)] {
            enter(&app, number, quantity);
            let subjects = [Subject::SalesOrder(number.to_owned())];
            app.store.read(|db| mirror.refresh(db, &subjects)).expect("it refreshes");
        }
        assert_eq!(mirror, loaded(&app));
        app.command_blocking(&Actor::system(), |tx| {
            let mut order = store::sales::sales_order(tx.db, MAIN_PLANT, "SO-2")?.ok_or(Failure::NoRow)?;
            order.status = OrderStatus::Cancelled;
            store::sales::update_order(tx.db, &order)?;
            tx.journal("sales-order.cancelled", &[Subject::SalesOrder("SO-2".to_owned())], &())
        })
        .expect("it is cancelled");
        assert_ne!(mirror, loaded(&app));
        app.store
            .read(|db| mirror.refresh(db, &[Subject::SalesOrder("SO-2".to_owned())]))
            .expect("it refreshes");
        assert_eq!(mirror, loaded(&app));
        app.stop();
    });
}

#[test]
fn the_clock_is_moved_on_and_stays_there_over_a_restart() {
    on_both(|fresh| {
        let app = open(fresh);
        let to = at("2026-01-07T09:30:00Z");
        let view = clock::move_to(&app, &Actor::system(), to, &Plainly).expect("it moves");
        assert_eq!(view.now, to);
        assert_eq!(app.planner.outlook().now, to, "it answered before the planner was there");
        let back = clock::move_to(&app, &Actor::system(), at("2026-01-06T00:00:00Z"), &Plainly);
        assert!(matches!(back, Err(Failure::Refused(refusal)) if refusal.name() == "clock_backwards"));
        app.stop();
        let again = open(fresh);
        assert_eq!(again.clock.now(), to);
        assert_eq!(again.planner.outlook().now, to);
        again.stop();
    });
}

#[test]
fn a_held_quote_ends_at_its_own_instant() {
    on_both(|fresh| {
        let app = open(fresh);
        let expires = at("2026-01-06T12:00:00Z");
        let seq = app
            .command_blocking(&Actor::system(), move |tx| {
                store::sales::insert_quote(tx.db, &quote(expires, tx.now), &[quote_line()])?;
                tx.journal("quote.held", &[Subject::Quote("QU-1".to_owned())], &())
            })
            .expect("it is held");
        let outlook = app.planner.wait_for_blocking(seq).expect("it is planned");
        assert_eq!(outlook.plan.lines.len(), 1, "a held quote keeps its capacity");
        let to = at("2026-01-09T00:00:00Z");
        clock::move_to(&app, &Actor::system(), to, &Plainly).expect("it moves");
        assert!(app.planner.outlook().plan.lines.is_empty(), "nothing is kept any more");
        // Not the feed: on PostgreSQL that waits for what other tests write.
        let filter = store::JournalFilter { limit: 100, ..store::JournalFilter::default() };
        let entries =
            app.store.read(|db| store::journal_before(db, MAIN_PLANT, &filter)).expect("the journal");
        let ended = entries.iter().find(|entry| entry.what == "quote.expired").expect("it is journalled");
        assert_eq!(ended.at, expires);
        app.stop();
    });
}

fn quote(expires_at: Moment, now: Moment) -> store::sales::Quote {
    store::sales::Quote {
        plant_id: MAIN_PLANT,
        number: "QU-1".to_owned(),
        customer: "C-1".to_owned(),
        status: holdfast::domain::sales::QuoteStatus::Held,
        as_of: now,
        promise_version: 0,
        expires_at,
        order_no: None,
        note: None,
        version: 1,
        created_at: now,
        created_by: "user:anna".to_owned(),
        ship_complete: false,
        odds: Json::of(&None::<()>),
    }
}

fn quote_line() -> store::sales::QuoteLine {
    store::sales::QuoteLine {
        plant_id: MAIN_PLANT,
        quote: "QU-1".to_owned(),
        line: "10".to_owned(),
        item: "P-1".to_owned(),
        customer_part: None,
        quantity: Amount::whole(3),
        requested_date: None,
        date_basis: DateBasis::Ship,
        offered_date: day("2026-02-05"),
        ship_date: day("2026-02-03"),
        keeps_requested: None,
        grade: "known".to_owned(),
        unit_price: None,
        explanation: Json::default(),
        protected: Json::default(),
        pegs: Json::default(),
        odds: Json::default(),
        luck: String::new(),
        estimate: Json::of(&None::<()>),
    }
}
