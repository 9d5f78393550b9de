//! Promises: made on the plan, moved with a reason, never moved by planning, never at others' cost unsaid.

use super::shop::{anna, caught_up, day, order, pavel, plain, refusal, shop, shop_at};
use crate::support::{not_wanted, on_both};
use holdfast::app::App;
use holdfast::document::StockStatus;
use holdfast::domain::ledger::MovementKind;
use holdfast::domain::promise::{CausedBy, PromiseKind};
use holdfast::domain::role::Actor;
use holdfast::domain::sales::LineId;
use holdfast::domain::value::Amount;
use holdfast::services::promise::{PromiseBody, WithdrawBody, make, shift, withdraw};
use holdfast::services::sales::{self, LineChange, OrderView};
use holdfast::services::stock::{self, Booking, Taking};
use holdfast::services::{ANY_VERSION, Plainly};
use holdfast::store::{Failure, MAIN_PLANT, Subject, ledger};
use holdfast::text::Lang;
use serde_json::json;
use std::thread;
use std::time::{Duration, Instant};

/// An order of so many shafts, an hour each.
fn ordered(app: &App, quantity: u32) -> LineId {
    wanted(app, quantity, "2026-03-09")
}

/// The same, wanted on a day of one's own.
fn wanted(app: &App, quantity: u32, by: &str) -> LineId {
    let made = sales::enter(app, &anna(), &Plainly, &order("ACME", quantity, by)).expect("entered");
    LineId::new(&made.order.number, "10", "")
}

fn promised(app: &App, actor: &Actor, id: &LineId, date: &str) -> Result<OrderView, Failure> {
    make(app, actor, &Plainly, id, &PromiseBody { date: Some(day(date)), ..PromiseBody::default() })
}

#[test]
fn a_promise_holds_the_stock_that_serves_it() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let lot = Booking {
            item: "SHAFT".to_owned(),
            quantity: Amount::whole(10),
            lot: Some("L1".to_owned()),
            status: StockStatus::Usable,
            customer: None,
            kind: MovementKind::Opening,
            reference: Subject::Stock("SHAFT".to_owned()),
        };
        app.command_blocking(&anna(), move |tx| {
            stock::receive(tx, &lot)?;
            tx.journal("stock.adjusted", &[Subject::Stock("SHAFT".to_owned())], &())
        })
        .expect("received");
        let (mine, other) = (ordered(&app, 6), ordered(&app, 6));
        promised(&app, &anna(), &mine, "2026-03-09").expect("promised");
        let held = |id: &LineId| {
            let rows = app.store.read(|db| ledger::reservations_of(db, MAIN_PLANT, id)).expect("readable");
            rows.iter().map(|row| row.quantity).sum::<Amount>()
        };
        assert_eq!((held(&mine), held(&other)), (Amount::whole(6), Amount::ZERO));
        let taking = |id: &LineId| Taking {
            item: "SHAFT".to_owned(),
            quantity: Amount::whole(6),
            customer: Some("ACME".to_owned()),
            for_line: Some(id.clone()),
            kind: MovementKind::Dispatch,
            reference: Subject::Stock("SHAFT".to_owned()),
        };
        let free = |id: &LineId| {
            let taking = taking(id);
            app.store.read(|db| stock::available(db, MAIN_PLANT, &taking)).expect("readable")
        };
        assert_eq!((free(&mine), free(&other)), (Amount::whole(10), Amount::whole(4)));
        let gone = app.command_blocking(&anna(), {
            let number = mine.order.clone();
            move |tx| sales::cancel_order(tx, &number, &not_wanted(), Some(ANY_VERSION))
        });
        let left = gone.expect("cancelled").leaves_behind.expect("something");
        assert_eq!((left.stock.len(), left.stock[0].quantity), (1, Amount::whole(6)));
        assert_eq!((held(&mine), free(&other)), (Amount::ZERO, Amount::whole(10)));
        promised(&app, &anna(), &other, "2026-03-09").expect("promised");
        assert_eq!(held(&other), Amount::whole(6));
        let name = other.clone();
        app.command_blocking(&anna(), move |tx| {
            let reason_code = Some("entry-error".to_owned());
            withdraw(tx, &name, &WithdrawBody { reason_code, ..WithdrawBody::default() })
        })
        .expect("withdrawn");
        assert_eq!(held(&other), Amount::ZERO);
    });
}

/// A planner that would rest for long is woken by whoever promises.
#[test]
fn a_promise_is_tried_on_what_was_just_changed() {
    on_both(|fresh| {
        let rest = Duration::from_secs(8);
        let app = shop_at(fresh, json!({}), rest);
        let id = ordered(&app, 8);
        caught_up(&app);
        let since = Instant::now();
        let (line, more) =
            (id.clone(), LineChange { quantity: Some(Amount::whole(80)), ..LineChange::default() });
        app.command_blocking(&anna(), move |tx| {
            sales::change_line_in(tx, &line, &more, Some(ANY_VERSION), false)
        })
        .expect("changed");
        let refused = refusal(promised(&app, &anna(), &id, "2026-03-04"));
        assert_eq!(refused.name(), "promise_not_kept", "{refused:?}");
        promised(&app, &anna(), &id, "2026-03-16").expect("promised");
        assert!(since.elapsed() < rest, "the planner was waited for: {:?}", since.elapsed());
    });
}

#[test]
fn many_who_promise_at_once_are_all_answered() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let lines: Vec<LineId> = (0..12).map(|_| ordered(&app, 1)).collect();
        thread::scope(|scope| {
            for id in &lines {
                let app = &app;
                scope.spawn(move || promised(app, &anna(), id, "2026-03-20").expect("promised"));
            }
        });
    });
}

#[test]
fn a_promise_has_a_history_that_only_grows() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let id = ordered(&app, 8);
        let past = refusal(promised(&app, &anna(), &id, "2026-03-01"));
        assert_eq!(past.name(), "promise_in_the_past");
        let made = promised(&app, &anna(), &id, "2026-03-02").expect("promised");
        assert_eq!(made.lines[0].line.promise_date, Some(day("2026-03-02")));
        assert_eq!(refusal(promised(&app, &anna(), &id, "2026-03-04")).name(), "promise_exists");
        let to = |date: &str, reason: Option<&str>| {
            let (date, reason_code) = (Some(day(date)), reason.map(str::to_owned));
            shift(&app, &anna(), &Plainly, &id, &PromiseBody { date, reason_code, ..PromiseBody::default() })
        };
        let refused = refusal(to("2026-03-04", None));
        assert_eq!(refused.name(), "reason_needed");
        assert!(refused.remedy(Lang::Zh).contains("customer-changed-date"));
        assert_eq!(refusal(to("2026-03-04", Some("mood"))).name(), "reason_unknown");
        assert_eq!(refusal(to("2026-03-02", Some("capacity"))).name(), "promise_same");
        to("2026-03-04", Some("customer-changed-date")).expect("moved");
        let name = id.clone();
        let gone = app
            .command_blocking(&anna(), move |tx| {
                let reason_code = Some("entry-error".to_owned());
                withdraw(tx, &name, &WithdrawBody { reason_code, ..WithdrawBody::default() })
            })
            .expect("withdrawn");
        let history = &gone.lines[0].promises;
        let kinds: Vec<_> = history.iter().map(|p| (p.kind, p.date, p.caused_by)).collect();
        assert_eq!(
            kinds,
            [
                (PromiseKind::Made, Some(day("2026-03-02")), None),
                (PromiseKind::Moved, Some(day("2026-03-04")), Some(CausedBy::Customer)),
                (PromiseKind::Withdrawn, None, Some(CausedBy::Ours)),
            ]
        );
        assert_eq!(history[0].made_by, "user:anna");
        assert_eq!(plain(&history[0].snapshot)["forecast"], json!("2026-03-02"));
        assert_eq!(gone.lines[0].line.promise_date, None);
        assert_eq!(refusal(to("2026-03-05", Some("capacity"))).name(), "promise_missing");
    });
}

#[test]
fn planning_never_moves_a_promise() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let id = ordered(&app, 8);
        promised(&app, &anna(), &id, "2026-03-02").expect("promised");
        // Work piles up, and the day passes without a stroke of work.
        for _ in 0..5 {
            ordered(&app, 8);
        }
        if let holdfast::app::Clock::Manual(at) = &app.clock {
            *at.lock().expect("free") = super::shop::moment("2026-03-06T00:00:00Z");
        }
        ordered(&app, 1);
        caught_up(&app);
        let seen = sales::detail(&app, &anna(), &id.order, Lang::En).expect("readable");
        assert_eq!(seen.order.lines[0].line.promise_date, Some(day("2026-03-02")));
        assert_eq!(seen.order.lines[0].promises.len(), 1);
        let forecast = &seen.planned[0].explanation.forecast;
        assert!(forecast.late_days.is_some_and(|days| days > 0), "the forecast says that it is late");
    });
}

#[test]
fn a_promise_that_hurts_is_made_only_by_leave_and_by_name() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let (first, large) = (ordered(&app, 8), ordered(&app, 12));
        // The first has a day of slack; the large one must start on Monday to be ready on Tuesday.
        promised(&app, &anna(), &first, "2026-03-03").expect("promised");
        let refused = refusal(promised(&app, &anna(), &large, "2026-03-03"));
        assert_eq!(refused.name(), "promise_hurts");
        let name = first.to_string();
        for lang in [Lang::En, Lang::Zh] {
            assert!(refused.title(lang).contains(&name), "{}", refused.title(lang));
            assert!(refused.remedy(lang).contains("2026-03-04"), "{}", refused.remedy(lang));
        }
        let body = PromiseBody {
            date: Some(day("2026-03-03")),
            accept_hurt: vec![name.clone()],
            note: Some("the large customer is down".into()),
            ..PromiseBody::default()
        };
        assert_eq!(refusal(make(&app, &anna(), &Plainly, &large, &body)).name(), "promise_hurts");
        let unnamed = PromiseBody { accept_hurt: Vec::new(), ..body.clone() };
        assert_eq!(refusal(make(&app, &pavel(), &Plainly, &large, &unnamed)).name(), "promise_hurts");
        let done = make(&app, &pavel(), &Plainly, &large, &body).expect("overridden");
        let consequences = plain(&done.lines[0].promises[0].consequences);
        assert_eq!(consequences[0]["line"], json!(name));
        // A day that the plan can't keep needs leave as well, and the first day that would do is named.
        let third = ordered(&app, 4);
        let late = refusal(promised(&app, &anna(), &third, "2026-03-03"));
        assert_eq!(late.name(), "promise_not_kept");
        let remedy = late.remedy(Lang::En);
        let named = (4..20).map(|day| format!("2026-03-{day:02}")).find(|day| remedy.contains(day));
        let named = named.unwrap_or_else(|| panic!("a day is named: {remedy}"));
        promised(&app, &anna(), &third, &named).expect("the day that was named can be promised");
    });
}

#[test]
fn a_day_that_would_do_is_named_however_far_it_is() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        // The mill is promised for thirty weeks, with half a day of slack.
        let whole = ordered(&app, 8 * 5 * 30 - 4);
        let body = PromiseBody { note: Some("all of it".into()), ..PromiseBody::default() };
        let weeks = PromiseBody { date: Some(day("2026-09-25")), ..body };
        make(&app, &pavel(), &Plainly, &whole, &weeks).expect("promised");
        let next = ordered(&app, 8);
        let refused = refusal(promised(&app, &anna(), &next, "2026-03-02"));
        assert_eq!(refused.name(), "promise_hurts");
        let named = refused.facts["instead"].get(Lang::En).to_owned();
        assert!(named.as_str() > "2026-09-25" && named.as_str() < "2026-10-05", "{named}");
        promised(&app, &anna(), &next, &named).expect("the day that was named can be promised");
    });
}

#[test]
fn a_promise_without_a_day_is_the_first_that_hurts_nobody() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let plainly = |id: &LineId| {
            let made = make(&app, &anna(), &Plainly, id, &PromiseBody::default()).expect("promised");
            made.lines[0].line.promise_date
        };
        // Two days with a day of slack: it may be put back once, by eight hours.
        let first = wanted(&app, 16, "2026-03-02");
        promised(&app, &anna(), &first, "2026-03-04").expect("promised");
        for _ in 0..5 {
            ordered(&app, 8);
        }
        // Without its promise the next one stands behind five days of other unpromised work.
        assert_eq!(plainly(&wanted(&app, 8, "2026-03-02")), Some(day("2026-03-02")));
        // Now the slack is gone: one that came sooner would hurt the first. A later day is not taken unasked.
        let late = wanted(&app, 4, "2026-03-02");
        let refused = refusal(make(&app, &anna(), &Plainly, &late, &PromiseBody::default()));
        assert_eq!((refused.name().as_str(), refused.field.as_deref()), ("promise_later", Some("date")));
        for lang in [Lang::En, Lang::Zh] {
            assert!(refused.title(lang).contains("2026-03-02"), "{}", refused.title(lang));
            assert!(refused.remedy(lang).contains("2026-03-05"), "{}", refused.remedy(lang));
        }
        promised(&app, &anna(), &late, "2026-03-05").expect("who names it has it");
        // Whoever asked for no day is promised the first that can be kept.
        let mut any = order("ACME", 4, "2026-03-02");
        any.lines[0].requested_date = None;
        let made = sales::enter(&app, &anna(), &Plainly, &any).expect("entered");
        assert!(plainly(&LineId::new(&made.order.number, "10", "")) > Some(day("2026-03-04")));
        assert_eq!(plainly(&wanted(&app, 4, "2026-03-11")), Some(day("2026-03-11")), "as the customer asked");
    });
}
