//! Orders: entered, reviewed, changed, given up, closed short, held, found.

use super::shop::{anna, caught_up, day, order, pavel, person, read, refusal, shop, told};
use crate::support::{not_wanted, on_both};
use holdfast::domain::review::ReviewStatus;
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::sales::{LineStatus, OrderStatus};
use holdfast::domain::stage::Stage;
use holdfast::domain::value::Amount;
use holdfast::services::hold;
use holdfast::services::review::{self, Decision};
use holdfast::services::sales::{self, LineChange, NewOrder, line_id};
use holdfast::services::search::{SearchQuery, search};
use holdfast::services::task::{TasksQuery, list};
use holdfast::services::{ANY_VERSION, Plainly, promise, requirement};
use holdfast::text::Lang;
use serde_json::json;

#[test]
fn an_order_without_a_reason_for_review_is_confirmed_at_once() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let made = sales::enter(&app, &anna(), &Plainly, &order("ACME", 8, "2026-03-09")).expect("entered");
        assert_eq!(made.order.number, "SO-26-00001");
        assert_eq!(made.order.status, OrderStatus::Confirmed);
        let line = &made.lines[0].line;
        assert_eq!((line.line.as_str(), line.stage, line.item.as_str()), ("10", Stage::Planned, "SHAFT"));
        // The customer's own part number means our item; whoever may not read prices sees none.
        let mut theirs = order("ACME", 1, "2026-03-09");
        (theirs.lines[0].item, theirs.lines[0].customer_part) = (None, Some("a 77".into()));
        let dispatcher = person("dora", Role::Dispatch);
        let second = sales::enter(&app, &anna(), &Plainly, &theirs).expect("entered");
        assert_eq!(second.lines[0].line.item, "SHAFT");
        assert!(second.lines[0].line.unit_price.is_some());
        let seen = sales::detail(&app, &dispatcher, &second.order.number, Lang::Zh).expect("readable");
        assert!(seen.order.lines[0].line.unit_price.is_none());
        // Its stage is somebody's task, due by working hours: eight of them after Monday, eight o'clock.
        let mine = TasksQuery { mine: Some(true), ..TasksQuery::default() };
        let tasks = list(&app, &pavel(), &mine).expect("readable").items;
        assert_eq!(tasks.len(), 2);
        caught_up(&app);
        let due = list(&app, &pavel(), &mine).expect("readable").items[0].due_at.expect("a limit");
        assert_eq!(due.to_string(), "2026-03-02T08:00:00Z");
        assert_eq!(
            told(&app),
            [
                "sales-order.entered",
                "sales-order.confirmed",
                "stage.reached",
                "sales-order.entered",
                "sales-order.confirmed",
                "stage.reached",
            ]
        );
    });
}

#[test]
fn what_cannot_be_ordered_is_refused_by_name() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let enter = |new: &NewOrder| refusal(sales::enter(&app, &anna(), &Plainly, new));
        let mut new = order("ACME", 8, "2026-03-09");
        new.lines[0].item = Some("SHFAT".into());
        let refused = enter(&new);
        assert_eq!((refused.name().as_str(), refused.field.as_deref()), ("unknown", Some("lines[0].item")));
        assert!(refused.remedy(Lang::En).contains("SHAFT") && refused.remedy(Lang::Zh).contains("SHAFT"));
        assert_eq!(enter(&order("ACNE", 8, "2026-03-09")).name(), "unknown");
        assert_eq!(enter(&order("ACME", 0, "2026-03-09")).name(), "quantity_not_positive");
        let empty = NewOrder { customer: "ACME".into(), ..NewOrder::default() };
        assert_eq!(enter(&empty).name(), "order_without_lines");
        let numbered = NewOrder { number: Some("X-1".into()), ..order("ACME", 1, "2026-03-09") };
        sales::enter(&app, &anna(), &Plainly, &numbered).expect("entered");
        assert_eq!(enter(&numbered).name(), "exists");
        let mut part = order("ACME", 1, "2026-03-09");
        (part.lines[0].item, part.lines[0].customer_part) = (None, Some("A-78".into()));
        assert_eq!(enter(&part).name(), "customer_part_unknown");
    });
}

fn reviewers() -> serde_json::Value {
    json!({ "review": { "from_value": "1000", "reviewers": [
        { "part": "feasibility", "role": "quality", "limit_hours": 8 },
        { "part": "capacity", "role": "planner", "limit_hours": 16 },
    ] } })
}

#[test]
fn a_large_order_is_confirmed_when_every_role_has_approved() {
    on_both(|fresh| {
        let app = shop(fresh, reviewers());
        let small = sales::enter(&app, &anna(), &Plainly, &order("ACME", 9, "2026-03-09")).expect("entered");
        assert_eq!(small.order.status, OrderStatus::Confirmed);
        let made = sales::enter(&app, &anna(), &Plainly, &order("ACME", 10, "2026-03-09")).expect("entered");
        let number = made.order.number.clone();
        assert_eq!((made.order.status, made.lines[0].line.stage), (OrderStatus::InReview, Stage::InReview));
        let (quality, capacity) = (made.reviews[0].id, made.reviews[1].id);
        let id = line_id(&number, "10");
        let body = promise::PromiseBody::default();
        let early = refusal(promise::make(&app, &anna(), &Plainly, &id, &body));
        assert_eq!(early.name(), "order_not_confirmed");
        let decide = |actor: &Actor, id: i64, approve: bool, note: Option<&str>| {
            let (number, decision) = (number.clone(), Decision { approve, note: note.map(str::to_owned) });
            app.command_blocking(actor, move |tx| review::decide(tx, &number, id, &decision))
        };
        let quinn = person("quinn", Role::Quality);
        assert_eq!(refusal(decide(&pavel(), quality, true, None)).name(), "review_not_yours");
        assert_eq!(refusal(decide(&quinn, quality, false, None)).name(), "review_needs_reason");
        let half = decide(&quinn, quality, true, None).expect("decided");
        assert_eq!(half.order.status, OrderStatus::InReview);
        let confirm = review::confirm(&app, &anna(), &Plainly, &number, Some(ANY_VERSION));
        let refused = refusal(confirm);
        assert_eq!(refused.name(), "order_not_reviewed");
        assert!(refused.title(Lang::Zh).contains("产能"), "{}", refused.title(Lang::Zh));
        assert_eq!(refusal(decide(&quinn, quality, true, None)).name(), "review_decided");
        let done = decide(&pavel(), capacity, true, None).expect("decided");
        assert_eq!((done.order.status, done.lines[0].line.stage), (OrderStatus::Confirmed, Stage::Planned));
        assert!(done.reviews.iter().all(|r| r.status == ReviewStatus::Approved));
    });
}

#[test]
fn a_confirmed_order_that_grows_large_is_reviewed_again() {
    on_both(|fresh| {
        let app = shop(fresh, reviewers());
        let made = sales::enter(&app, &anna(), &Plainly, &order("ACME", 8, "2026-03-09")).expect("entered");
        let to = |quantity: u32| {
            let id = line_id(&made.order.number, "10");
            let change = LineChange { quantity: Some(Amount::whole(quantity)), ..LineChange::default() };
            sales::change_line(&app, &anna(), &Plainly, &id, &change, Some(ANY_VERSION)).expect("changed")
        };
        assert_eq!(to(9).order.status, OrderStatus::Confirmed);
        let large = to(10);
        assert_eq!((large.order.status, large.reviews.len()), (OrderStatus::InReview, 2));
        assert_eq!(to(9).order.status, OrderStatus::Confirmed, "small again: nobody needs to look at it");
    });
}

fn tight_dates() -> serde_json::Value {
    let reviewers = json!([{ "part": "capacity", "role": "planner", "limit_hours": 8 }]);
    json!({ "review": { "tight_date": true, "reviewers": reviewers } })
}

#[test]
fn a_draft_wanted_too_soon_is_reviewed_when_it_is_handed_in() {
    on_both(|fresh| {
        let app = shop(fresh, tight_dates());
        let any = Some(ANY_VERSION);
        let handed_in = |quantity: u32| {
            let new = NewOrder { draft: true, ..order("ACME", quantity, "2026-03-02") };
            let made = sales::enter(&app, &anna(), &Plainly, &new).expect("entered");
            assert_eq!(made.order.status, OrderStatus::Entered);
            caught_up(&app);
            review::confirm(&app, &anna(), &Plainly, &made.order.number, any).expect("handed in")
        };
        // Eight pieces are Monday's work, nine are more; the draft itself does not stand in its own way.
        let eight = handed_in(8);
        assert_eq!(eight.order.status, OrderStatus::Confirmed);
        let (number, why) = (eight.order.number, not_wanted());
        app.command_blocking(&anna(), move |tx| sales::cancel_order(tx, &number, &why, any))
            .expect("given up");
        let tight = handed_in(9);
        assert_eq!((tight.order.status, tight.reviews.len()), (OrderStatus::InReview, 1));
        assert_eq!(tight.reviews[0].reasons.0, json!(["tight-date"]));
        // The customer's own part number says the same as our item.
        let mut theirs = order("ACME", 9, "2026-03-02");
        (theirs.lines[0].item, theirs.lines[0].customer_part) = (None, Some("A-77".into()));
        let made = sales::enter(&app, &anna(), &Plainly, &theirs).expect("entered");
        assert_eq!(made.order.status, OrderStatus::InReview);
    });
}

#[test]
fn another_date_or_line_makes_an_order_tight() {
    on_both(|fresh| {
        let app = shop(fresh, tight_dates());
        let made = sales::enter(&app, &anna(), &Plainly, &order("ACME", 9, "2026-03-09")).expect("entered");
        assert_eq!(made.order.status, OrderStatus::Confirmed);
        let (number, any) = (made.order.number.clone(), Some(ANY_VERSION));
        let id = line_id(&number, "10");
        let change = |change: &LineChange| {
            caught_up(&app);
            sales::change_line(&app, &anna(), &Plainly, &id, change, any).expect("changed").order.status
        };
        let sooner = LineChange { requested_date: Some(day("2026-03-02")), ..LineChange::default() };
        assert_eq!(change(&sooner), OrderStatus::InReview);
        // A change of something else does not slip it past the reviewers.
        let other = LineChange { priority: Some(1), ..LineChange::default() };
        assert_eq!(change(&other), OrderStatus::InReview);
        let later = LineChange { requested_date: Some(day("2026-03-09")), ..LineChange::default() };
        assert_eq!(change(&later), OrderStatus::Confirmed);
        caught_up(&app);
        let more = order("ACME", 9, "2026-03-02").lines[0].clone();
        let longer = sales::add_line(&app, &anna(), &Plainly, &number, &more, any).expect("added");
        assert_eq!(longer.order.status, OrderStatus::InReview);
    });
}

#[test]
fn an_order_refused_in_review_is_not_confirmed() {
    on_both(|fresh| {
        let app = shop(fresh, reviewers());
        let made = sales::enter(&app, &anna(), &Plainly, &order("ACME", 10, "2026-03-09")).expect("entered");
        let (number, id) = (made.order.number.clone(), made.reviews[1].id);
        let name = number.clone();
        app.command_blocking(&pavel(), move |tx| {
            let no = Decision { approve: false, note: Some("no room".into()) };
            review::decide(tx, &name, id, &no)
        })
        .expect("decided");
        let confirm = review::confirm(&app, &anna(), &Plainly, &number, Some(ANY_VERSION));
        assert_eq!(refusal(confirm).name(), "order_review_refused");
        // Changed, it is reviewed again.
        let less = LineChange { quantity: Some(Amount::whole(5)), ..LineChange::default() };
        let (id, any) = (line_id(&number, "10"), Some(ANY_VERSION));
        let again = sales::change_line(&app, &anna(), &Plainly, &id, &less, any).expect("changed");
        assert_eq!(again.order.status, OrderStatus::Confirmed);
    });
}

#[test]
fn lines_are_shipped_closed_short_and_given_up() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let made = sales::enter(&app, &anna(), &Plainly, &order("ACME", 10, "2026-03-09")).expect("entered");
        let number = made.order.number.clone();
        let ship = |quantity: u32| {
            let number = number.clone();
            app.command_blocking(&anna(), move |tx| {
                sales::shipped(tx, &number, "10", "", Amount::whole(quantity))
            })
        };
        let close = || {
            let id = line_id(&number, "10");
            app.command_blocking(&anna(), move |tx| sales::close_short(tx, &id, None, Some(ANY_VERSION)))
        };
        assert_eq!(refusal(close()).name(), "nothing_shipped");
        ship(8).expect("shipped");
        assert_eq!(refusal(ship(3)).name(), "shipped_more_than_ordered");
        assert_eq!(refusal(close()).name(), "short_beyond_tolerance");
        ship(1).expect("shipped");
        let closed = close().expect("closed");
        assert_eq!(
            (closed.order.status, closed.lines[0].line.stage),
            (OrderStatus::Closed, Stage::Dispatched)
        );
        // A second order is changed on the wrong version, then given up.
        let other = sales::enter(&app, &anna(), &Plainly, &order("BOLT", 3, "2026-03-09")).expect("entered");
        let cancel = |version: Option<i64>| {
            let number = other.order.number.clone();
            app.command_blocking(&anna(), move |tx| sales::cancel_order(tx, &number, &not_wanted(), version))
        };
        assert_eq!(refusal(cancel(None)).name(), "version_required");
        assert_eq!(refusal(cancel(Some(99))).name(), "changed_meanwhile");
        let gone = cancel(Some(other.order.version)).expect("cancelled");
        assert_eq!(
            (gone.order.status, gone.lines[0].line.status),
            (OrderStatus::Cancelled, LineStatus::Cancelled)
        );
        let refused = refusal(cancel(Some(ANY_VERSION)));
        assert_eq!(refused.name(), "order_is_over");
        assert!(refused.title(Lang::Zh).contains("取消"));
    });
}

#[test]
fn requirements_and_holds_have_owners() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let mut new = order("ACME", 4, "2026-03-09");
        new.lines[0].requirements = vec![read(json!({
            "kind": "certificate", "text": "3.1", "owner_role": "quality",
        }))];
        let made = sales::enter(&app, &anna(), &Plainly, &new).expect("entered");
        let (number, id) = (made.order.number.clone(), made.lines[0].requirements[0].id);
        let acknowledge = |actor: &Actor| {
            let number = number.clone();
            app.command_blocking(actor, move |tx| requirement::acknowledge(tx, &number, id))
        };
        assert_eq!(refusal(acknowledge(&anna())).name(), "requirement_not_yours");
        let quinn = person("quinn", Role::Quality);
        let seen = acknowledge(&quinn).expect("acknowledged");
        assert_eq!(seen.lines[0].requirements[0].acknowledged_by.as_deref(), Some("user:quinn"));
        let place = |actor: &Actor, body: serde_json::Value| {
            let body: hold::HoldBody = read(body);
            app.command_blocking(actor, move |tx| hold::place(tx, &body))
        };
        let deposit = json!({ "order": number, "kind": "customer", "milestone": "deposit", "blocks": "start",
            "owner": "anna", "expected_release": "2026-03-05" });
        let held = place(&anna(), deposit).expect("held");
        assert_eq!(
            refusal(place(&anna(), json!({ "order": number, "kind": "quality" }))).name(),
            "quality_hold"
        );
        assert_eq!(refusal(place(&anna(), json!({ "kind": "credit" }))).name(), "hold_on_nothing");
        assert_eq!(refusal(place(&anna(), json!({ "order": "NO", "kind": "credit" }))).name(), "unknown");
        caught_up(&app);
        let late = sales::detail(&app, &anna(), &number, Lang::En).expect("readable");
        let ship = late.planned[0].explanation.forecast.ship_day.expect("a date");
        assert!(ship >= day("2026-03-05"), "the hold moves the date: {ship}");
        let lift = |version: i64| {
            app.command_blocking(&anna(), move |tx| hold::lift(tx, held.hold.id, Some(version)))
        };
        lift(1).expect("lifted");
        assert_eq!(refusal(lift(2)).name(), "hold_lifted");
        caught_up(&app);
        let free = sales::detail(&app, &anna(), &number, Lang::En).expect("readable");
        let explanation = &free.planned[0].explanation;
        assert_eq!(explanation.forecast.ship_day, Some(day("2026-03-02")));
        let summed: i64 = explanation.totals.iter().map(|total| total.seconds).sum();
        assert_eq!(summed, explanation.seconds, "the segments add up");
    });
}

#[test]
fn search_forgives() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let mut new = order("ACME", 4, "2026-03-09");
        new.customer_order = Some("4500-OI7".into());
        sales::enter(&app, &anna(), &Plainly, &new).expect("entered");
        let find = |actor: &Actor, text: &str| {
            let query = SearchQuery { q: Some(text.to_owned()), limit: None };
            let found = app.ask(actor, |ask| search(ask, &query)).expect("found").items;
            found.into_iter().map(|hit| (hit.kind, hit.key)).collect::<Vec<_>>()
        };
        let order = ("sales-order".to_owned(), "SO-26-00001".to_owned());
        for text in
            ["SO-26-00001", "so26 00001", "ＳＯ－２６", "s0-26-00OO1", "00001", "4500 017", "SO-26-00010"]
        {
            assert!(find(&anna(), text).contains(&order), "{text}");
        }
        assert!(find(&anna(), "acme l").contains(&("customer".to_owned(), "ACME".to_owned())));
        assert!(find(&pavel(), "a77").contains(&("item".to_owned(), "SHAFT".to_owned())));
        assert!(
            !find(&person("otto", Role::Operator), "SO-26-00001").contains(&order),
            "no right to read orders"
        );
        assert!(find(&anna(), "").is_empty());
    });
}
