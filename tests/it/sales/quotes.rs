//! Quotes: offered at once, held, expired, accepted; two for the same gap.

use super::shop::{anna, caught_up, day, moment, read, refusal, shop};
use crate::support::{eventually, on_both};
use holdfast::app::{App, Clock};
use holdfast::domain::sales::{OrderStatus, QuoteStatus};
use holdfast::domain::value::Moment;
use holdfast::services::promise::Leave;
use holdfast::services::quote::{self, NewQuote, QuoteView};
use holdfast::services::{Ask, Plainly, due};
use holdfast::store::{self, KeptAnswer, MAIN_PLANT};
use holdfast::text::Lang;
use serde_json::json;
use std::thread;

fn asked(customer: &str, quantities: &[u32]) -> NewQuote {
    let line = |quantity: &u32| json!({ "item": "SHAFT", "quantity": quantity.to_string(), "requested_date": "2026-03-02" });
    read(json!({ "customer": customer, "lines": quantities.iter().map(line).collect::<Vec<_>>() }))
}

fn offered(app: &App, customer: &str, quantities: &[u32]) -> QuoteView {
    caught_up(app);
    quote::offer(app, &anna(), &Plainly, &asked(customer, quantities)).expect("offered")
}

#[test]
fn a_held_quote_keeps_its_day() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let mut unknown = asked("ACME", &[1]);
        unknown.lines[0].item = Some("SHAFFT".into());
        let refused = refusal(quote::offer(&app, &anna(), &Plainly, &unknown));
        assert!(refused.remedy(Lang::Zh).contains("SHAFT"), "{}", refused.remedy(Lang::Zh));
        let first = offered(&app, "ACME", &[8]);
        assert_eq!(first.quote.number, "QT-26-00001");
        assert_eq!(first.lines[0].offered_date, day("2026-03-02"));
        assert_eq!(first.lines[0].keeps_requested, Some(true));
        let body = Leave::default();
        for _ in 0..2 {
            let held = quote::hold(&app, &anna(), &Plainly, &first.quote.number, &body).expect("held");
            assert_eq!((held.quote.status, held.quote.version), (QuoteStatus::Held, 2));
        }
        let second = offered(&app, "BOLT", &[8]);
        assert_eq!(second.lines[0].offered_date, day("2026-03-03"), "Monday is taken");
        assert_eq!(second.lines[0].keeps_requested, Some(false));
        let number = first.quote.number.clone();
        app.command_blocking(&anna(), move |tx| quote::release(tx, &number)).expect("released");
        let number = first.quote.number.clone();
        let again = refusal(app.command_blocking(&anna(), move |tx| quote::release(tx, &number)));
        assert_eq!(again.name(), "quote_not_held");
        assert_eq!(offered(&app, "BOLT", &[8]).lines[0].offered_date, day("2026-03-02"));
    });
}

#[test]
fn an_accepted_quote_is_an_order_with_its_promises_once() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let made = offered(&app, "ACME", &[8, 4]);
        let dates: Vec<_> = made.lines.iter().map(|line| line.offered_date.to_string()).collect();
        assert_eq!(dates, ["2026-03-02", "2026-03-03"], "the second line after the first");
        let body = Leave::default();
        quote::hold(&app, &anna(), &Plainly, &made.quote.number, &body).expect("held");
        let accept = || quote::accept(&app, &anna(), &Plainly, &made.quote.number, &body).expect("accepted");
        let (done, again) = (accept(), accept());
        assert_eq!(done.order.order.number, again.order.order.number);
        assert_eq!(done.order.order.status, OrderStatus::Confirmed);
        let promised: Vec<_> = done.order.lines.iter().map(|line| line.line.promise_date).collect();
        assert_eq!(promised, [Some(day("2026-03-02")), Some(day("2026-03-03"))]);
        assert!(done.hurt.is_empty());
        let keeps = app.store.read(|db| store::sales::promise_keeps(db, MAIN_PLANT)).expect("readable");
        assert_eq!(keeps.len(), 2);
        let number = &done.order.order.number;
        assert!(keeps.iter().all(|kept| kept.line.order == *number));
        assert!(keeps.iter().all(|kept| kept.protected.0.to_string().contains(number.as_str())));
    });
}

#[test]
fn an_expired_quote_holds_nothing() {
    on_both(|fresh| {
        let app = shop(fresh, json!({ "quote_hours": 24 }));
        let made = offered(&app, "ACME", &[8]);
        let body = Leave::default();
        quote::hold(&app, &anna(), &Plainly, &made.quote.number, &body).expect("held");
        if let Clock::Manual(at) = &app.clock {
            *at.lock().expect("free") = moment("2026-03-03T00:00:00Z");
        }
        let late = refusal(quote::accept(&app, &anna(), &Plainly, &made.quote.number, &body));
        assert_eq!(late.name(), "quote_expired");
        // Nobody says so: it ends by itself, and its day is free.
        app.planner.poke();
        let ended = || {
            let view = |ask: &mut Ask<'_>| quote::view(ask.db, MAIN_PLANT, ask.actor, &made.quote.number);
            let kept = app.ask(&anna(), view).expect("there");
            (kept.quote.status == QuoteStatus::Expired).then_some(())
        };
        eventually("the quote to end", ended);
        assert_eq!(app.command_blocking(&anna(), quote::expire_due).expect("nothing left"), 0);
        // An offer is made on the newest plan, which may not know it yet.
        caught_up(&app);
        // By now the day before is over: nobody can want it.
        let mut next = asked("BOLT", &[8]);
        next.lines[0].requested_date = None;
        let next = quote::offer(&app, &anna(), &Plainly, &next).expect("offered");
        assert_eq!(next.lines[0].offered_date, day("2026-03-03"));
    });
}

#[test]
fn an_answer_is_kept_for_a_month() {
    on_both(|fresh| {
        let kept = |key: &str, at: &str| KeptAnswer {
            principal: "user:anna".to_owned(),
            key: key.to_owned(),
            request: "POST /quotes".to_owned(),
            status: 201,
            answer: read(json!({})),
            at: moment(at),
        };
        let answers = [kept("old", "2026-03-02T00:00:00Z"), kept("new", "2026-03-04T00:00:00Z")];
        let keep = move |db: &mut store::Db| answers.iter().try_for_each(|row| store::keep_answer(db, row));
        fresh.store.write_blocking(keep).expect("kept");
        let there = |until: &str| {
            let until: Moment = moment(until);
            due::settle(&fresh.store, until).expect("settled");
            let known = |key: &str| fresh.store.read(|db| store::kept_answer(db, "user:anna", key));
            ["old", "new"].map(|key| known(key).expect("readable").is_some())
        };
        assert_eq!(there("2026-04-01T00:00:00Z"), [true, true]);
        assert_eq!(there("2026-04-02T00:00:00Z"), [false, true]);
        assert_eq!(there("2026-05-02T00:00:00Z"), [false, false]);
    });
}

#[test]
fn an_accepted_quote_is_reviewed_where_the_policy_asks() {
    on_both(|fresh| {
        let reviewers = json!([{ "part": "capacity", "role": "planner", "limit_hours": 8 }]);
        let app = shop(fresh, json!({ "review": { "always": true, "reviewers": reviewers } }));
        let made = offered(&app, "ACME", &[8]);
        let body = Leave::default();
        let done = quote::accept(&app, &anna(), &Plainly, &made.quote.number, &body).expect("accepted");
        assert_eq!(done.order.order.status, OrderStatus::InReview);
        assert_eq!(done.order.lines[0].line.promise_date, Some(day("2026-03-02")));
        assert_eq!(offered(&app, "BOLT", &[8]).lines[0].offered_date, day("2026-03-03"), "it keeps its day");
    });
}

#[test]
fn an_accepted_quote_for_later_than_wanted_is_reviewed_as_tight() {
    for held in [false, true] {
        on_both(|fresh| {
            let reviewers = json!([{ "part": "capacity", "role": "planner", "limit_hours": 8 }]);
            let app = shop(fresh, json!({ "review": { "tight_date": true, "reviewers": reviewers } }));
            let accept = || {
                let made = offered(&app, "ACME", &[8]);
                let (number, body) = (&made.quote.number, Leave::default());
                if held {
                    quote::hold(&app, &anna(), &Plainly, number, &body).expect("held");
                }
                quote::accept(&app, &anna(), &Plainly, number, &body).expect("accepted").order
            };
            assert_eq!(accept().order.status, OrderStatus::Confirmed, "held: {held}");
            let tight = accept();
            assert_eq!(tight.order.status, OrderStatus::InReview, "Monday is taken; held: {held}");
            assert_eq!(tight.reviews[0].reasons.0, json!(["tight-date"]));
        });
    }
}

#[test]
fn of_two_who_saw_the_same_gap_one_gets_it() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let (mine, yours) = (offered(&app, "ACME", &[8]), offered(&app, "BOLT", &[8]));
        assert_eq!(mine.lines[0].offered_date, yours.lines[0].offered_date);
        let accept = |number: &str| quote::accept(&app, &anna(), &Plainly, number, &Leave::default());
        let results = thread::scope(|scope| {
            let one = scope.spawn(|| accept(&mine.quote.number));
            let other = scope.spawn(|| accept(&yours.quote.number));
            [one.join().expect("no panic"), other.join().expect("no panic")]
        });
        let won = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(won, 1, "{results:?}");
        let lost = results.into_iter().find(Result::is_err).expect("one lost");
        let why = refusal(lost).name();
        assert!(["quote_date_gone", "quote_hurts"].contains(&why.as_str()), "{why}");
        assert_eq!(offered(&app, "BOLT", &[8]).lines[0].offered_date, day("2026-03-03"));
    });
}

#[test]
fn what_is_offered_can_be_accepted() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        // Two days with no slack at all, then odd gaps between promises.
        for (quantities, wait) in [([16, 4], false), ([6, 12], true), ([3, 9], true), ([5, 5], false)] {
            let made = offered(&app, "ACME", &quantities);
            let (number, leave) = (&made.quote.number, Leave::default());
            if wait {
                quote::hold(&app, &anna(), &Plainly, number, &leave).expect("held");
                caught_up(&app);
            }
            let accepted = quote::accept(&app, &anna(), &Plainly, number, &leave).expect("accepted");
            assert!(accepted.hurt.is_empty(), "{:?}", accepted.hurt);
            let promised: Vec<_> = accepted.order.lines.iter().map(|line| line.line.promise_date).collect();
            let offered: Vec<_> = made.lines.iter().map(|line| Some(line.offered_date)).collect();
            assert_eq!(promised, offered);
        }
    });
}
