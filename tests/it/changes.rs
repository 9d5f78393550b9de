//! Change requests: weighed before anyone agrees, carried out in one transaction, and never without leave of whom they
//! hurt.

use crate::sales::shop::{anna, caught_up, day, pavel, playing, promised, refusal, shop, told};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::change::ChangeStatus;
use holdfast::domain::promise::{CausedBy, PromiseKind};
use holdfast::domain::sales::{LineId, LineStatus};
use holdfast::domain::value::Amount;
use holdfast::services::Plainly;
use holdfast::services::change::{
    self, AgreeBody, ChangeRequestView, ChangesQuery, DeclineBody, NewChangeRequest,
};
use holdfast::services::sales;

/// Futures in these tests.
const FUTURES: u32 = 200;

fn asked(app: &App, id: &LineId, body: &NewChangeRequest) -> ChangeRequestView {
    change::ask(app, &anna(), &Plainly, id, body).expect("written down")
}

fn by(name: &str) -> NewChangeRequest {
    NewChangeRequest { asked_by: name.into(), ..NewChangeRequest::default() }
}

fn listed(app: &App, status: ChangeStatus) -> Vec<i64> {
    let query = ChangesQuery { status: Some(status), ..ChangesQuery::default() };
    let page = app.ask(&anna(), |ask| change::list(ask, &query)).expect("listed");
    page.items.iter().map(|item| item.request.id).collect()
}

#[test]
fn more_pieces_are_weighed_and_agreed_only_by_name_of_whom_they_hurt() {
    on_both(|fresh| {
        let app = playing(fresh, serde_json::json!({}), FUTURES);
        let big = promised(&app, 4, "2026-03-04");
        let next = promised(&app, 8, "2026-03-05");
        let body = NewChangeRequest { quantity: Some(Amount::whole(20)), ..by("Ms Li") };
        let request = asked(&app, &big, &body);
        let weighed = &request.evaluation;
        assert!(!weighed.harmless, "{weighed:?}");
        let hurt: Vec<String> = weighed.effect.hurt().into_iter().map(|hurt| hurt.line).collect();
        assert_eq!(hurt, [next.to_string()], "{weighed:?}");
        let chance = |standing: &Option<holdfast::domain::effect::Standing>| {
            standing.as_ref().and_then(|standing| standing.chance).expect("promised")
        };
        assert!(chance(&weighed.effect.after) < chance(&weighed.effect.before));
        assert!(weighed.instead > Some(day("2026-03-04")), "{:?}", weighed.instead);
        assert!(told(&app).contains(&"change-request.entered".to_owned()));
        let before = app.ask(&anna(), |ask| sales::line_named(ask.db, 1, &big)).expect("there");
        assert_eq!(before.quantity, Amount::whole(4), "asking changes nothing");

        let number = request.request.id;
        let refused = refusal(change::agree(&app, &anna(), &Plainly, number, &AgreeBody::default()));
        assert_eq!(refused.name(), "promise_hurts", "{refused:?}");
        let leave = AgreeBody {
            note: Some("the boss agrees".into()),
            accept_hurt: vec![next.to_string()],
            ..AgreeBody::default()
        };
        assert_eq!(
            refusal(change::agree(&app, &anna(), &Plainly, number, &leave)).name(),
            "promise_hurts",
            "sales may not override"
        );
        let agreed = change::agree(&app, &pavel(), &Plainly, number, &leave).expect("agreed");
        assert_eq!(agreed.hurt.len(), 1);
        let line = app.ask(&anna(), |ask| sales::line_named(ask.db, 1, &big)).expect("there");
        assert_eq!((line.quantity, line.promise_date), (Amount::whole(20), Some(day("2026-03-04"))));
        assert_eq!(
            (listed(&app, ChangeStatus::Open), listed(&app, ChangeStatus::Agreed)),
            (vec![], vec![number])
        );
        let again = refusal(change::agree(&app, &pavel(), &Plainly, number, &leave));
        assert_eq!(again.name(), "change_decided");
    });
}

#[test]
fn what_the_line_has_already_is_no_change() {
    on_both(|fresh| {
        let app = shop(fresh, serde_json::json!({}));
        let id = promised(&app, 8, "2026-03-06");
        let refused = |quantity: Option<u32>, date: Option<&str>| {
            let body = NewChangeRequest {
                quantity: quantity.map(Amount::whole),
                date: date.map(day),
                ..by("Ms Li")
            };
            refusal(change::ask(&app, &anna(), &Plainly, &id, &body))
        };
        for (quantity, date, field, value) in [
            (Some(8), None, "quantity", "8"),
            (None, Some("2026-03-06"), "date", "2026-03-06"),
            (Some(8), Some("2026-03-06"), "date", "2026-03-06"),
        ] {
            let refused = refused(quantity, date);
            assert_eq!(
                (refused.name().as_str(), refused.field.as_deref()),
                ("change_to_the_same", Some(field))
            );
            assert_eq!(refused.value.as_deref(), Some(value));
        }
        assert!(!told(&app).contains(&"change-request.entered".to_owned()));
    });
}

#[test]
fn another_day_moves_the_promise_for_the_customers_reason() {
    on_both(|fresh| {
        let app = playing(fresh, serde_json::json!({}), FUTURES);
        let id = promised(&app, 8, "2026-03-06");
        let sooner = NewChangeRequest { date: Some(day("2026-03-02")), ..by("Ms Li") };
        let request = asked(&app, &id, &sooner);
        assert!(!request.evaluation.kept, "{:?}", request.evaluation);
        let instead = request.evaluation.instead.expect("a later day would do");
        assert!(instead > day("2026-03-02") && instead <= day("2026-03-09"), "{instead}");
        let refused =
            refusal(change::agree(&app, &anna(), &Plainly, request.request.id, &AgreeBody::default()));
        assert_eq!(refused.name(), "promise_unlikely");
        let declined = DeclineBody { reason: "it cannot be done".into(), ..DeclineBody::default() };
        let number = request.request.id;
        let done = app.command_blocking(&anna(), move |tx| change::decline(tx, number, &declined));
        assert_eq!(done.expect("declined").request.status, ChangeStatus::Declined);

        let later = NewChangeRequest { date: Some(day("2026-03-20")), ..by("Ms Li") };
        let request = asked(&app, &id, &later);
        assert!(request.evaluation.harmless, "{:?}", request.evaluation);
        let agreed = change::agree(&app, &anna(), &Plainly, request.request.id, &AgreeBody::default());
        let agreed = agreed.expect("agreed");
        let promises = &agreed.changed.lines[0].promises;
        let moved = promises.last().expect("moved");
        assert_eq!((moved.kind, moved.date), (PromiseKind::Moved, Some(day("2026-03-20"))));
        assert_eq!(moved.reason_code.as_deref(), Some("customer-changed-date"));
        assert_eq!(moved.caused_by, Some(CausedBy::Customer));
        assert!(moved.percentile >= Some(95), "the odds are recorded with it: {moved:?}");
        let line = app.ask(&anna(), |ask| sales::line_named(ask.db, 1, &id)).expect("there");
        assert_eq!(line.requested_date, Some(day("2026-03-20")));
        assert!(told(&app).ends_with(&["change-request.agreed".to_owned()]), "{:?}", told(&app));
    });
}

#[test]
fn giving_a_line_up_says_what_is_left_behind_and_whom_it_helps() {
    on_both(|fresh| {
        let app = playing(fresh, serde_json::json!({}), FUTURES);
        let first = promised(&app, 8, "2026-03-03");
        let second = promised(&app, 8, "2026-03-04");
        let made = holdfast::services::work::NewWorkOrder {
            item: "SHAFT".into(),
            quantity: Amount::whole(8),
            started_quantity: None,
            due_date: None,
            line: Some(first.clone()),
            number: Some("WO-1".into()),
            note: None,
        };
        app.command_blocking(&pavel(), move |tx| holdfast::services::work::enter(tx, &made))
            .expect("entered");
        caught_up(&app);
        let request = asked(&app, &first, &NewChangeRequest { cancel: true, ..by("Mr Braun") });
        assert_eq!(request.evaluation.leaves_behind.work_orders, ["WO-1"]);
        assert!(request.evaluation.harmless && request.evaluation.effect.after.is_none());
        let gains: Vec<String> =
            request.evaluation.effect.gains.iter().map(|gain| gain.promise.line.clone()).collect();
        // The work order goes on for nobody, so its piece count serves the next line.
        assert_eq!(gains, [second.to_string()]);
        let agreed = change::agree(&app, &anna(), &Plainly, request.request.id, &AgreeBody::default());
        let agreed = agreed.expect("agreed");
        assert_eq!(agreed.changed.lines[0].line.status, LineStatus::Cancelled);
        assert!(agreed.request.request.decided_by.is_some());
        assert!(told(&app).contains(&"promise.withdrawn".to_owned()));
    });
}

#[test]
fn what_cannot_be_asked_is_refused_and_a_shop_without_futures_weighs_by_the_plan() {
    on_both(|fresh| {
        let app = shop(fresh, serde_json::json!({}));
        let id = promised(&app, 8, "2026-03-03");
        let refuse =
            |body: &NewChangeRequest| refusal(change::ask(&app, &anna(), &Plainly, &id, body)).name();
        assert_eq!(refuse(&by("")), "required");
        assert_eq!(refuse(&by("Ms Li")), "change_of_nothing");
        let date = Some(day("2026-03-10"));
        assert_eq!(refuse(&NewChangeRequest { cancel: true, date, ..by("Ms Li") }), "change_and_cancel");
        let none = Some(Amount::ZERO);
        assert_eq!(refuse(&NewChangeRequest { quantity: none, ..by("Ms Li") }), "not_positive");
        let past = Some(day("2026-03-01"));
        assert_eq!(refuse(&NewChangeRequest { date: past, ..by("Ms Li") }), "invalid_value");
        let request = asked(&app, &id, &NewChangeRequest { date, ..by("Ms Li") });
        let effect = &request.evaluation.effect;
        assert!(effect.futures.is_none() && request.evaluation.harmless, "{effect:?}");
        assert!(effect.after.as_ref().is_some_and(|after| after.planned.is_some()));
        let other = promised(&app, 8, "2026-03-03");
        let more = NewChangeRequest { quantity: Some(Amount::whole(20)), ..by("Ms Li") };
        let request = asked(&app, &id, &more);
        let hurt = request.evaluation.effect.hurt();
        assert!(
            !request.evaluation.harmless && hurt.iter().any(|hurt| hurt.line == other.to_string()),
            "{hurt:?}"
        );
        let missing = refusal(app.ask(&anna(), |ask| change::one(ask, 999)));
        assert_eq!(missing.name(), "unknown");
        let silent = DeclineBody::default();
        let number = request.request.id;
        let refused = app.command_blocking(&anna(), move |tx| change::decline(tx, number, &silent));
        assert_eq!(refusal(refused).name(), "reason_missing");
    });
}
