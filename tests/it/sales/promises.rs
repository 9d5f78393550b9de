//! Promises: made on the plan, moved with a reason, never moved by planning, never at others' cost unsaid.

use super::shop::{anna, caught_up, day, order, pavel, plain, refusal, shop};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::promise::{CausedBy, PromiseKind};
use holdfast::domain::role::Actor;
use holdfast::domain::sales::LineId;
use holdfast::services::Plainly;
use holdfast::services::promise::{PromiseBody, WithdrawBody, make, shift, withdraw};
use holdfast::services::sales::{self, OrderView};
use holdfast::store::Failure;
use holdfast::text::Lang;
use serde_json::json;

/// An order of so many shafts, an hour each.
fn ordered(app: &App, quantity: u32) -> LineId {
    let made = sales::enter(app, &anna(), &Plainly, &order("ACME", quantity, "2026-03-09")).expect("entered");
    LineId::new(&made.order.number, "10", "")
}

fn promised(app: &App, actor: &Actor, id: &LineId, date: &str) -> Result<OrderView, Failure> {
    make(app, actor, &Plainly, id, &PromiseBody { date: Some(day(date)), ..PromiseBody::default() })
}

#[test]
fn a_promise_has_a_history_that_only_grows() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let id = ordered(&app, 8);
        let past = refusal(promised(&app, &anna(), &id, "2026-03-01"));
        assert_eq!(past.name(), "promise_in_the_past");
        // Without a date, the one that the plan recommends.
        let made = make(&app, &anna(), &Plainly, &id, &PromiseBody::default()).expect("promised");
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
        // A day that the plan can't keep needs leave as well.
        let third = ordered(&app, 4);
        assert_eq!(refusal(promised(&app, &anna(), &third, "2026-03-03")).name(), "promise_not_kept");
    });
}
