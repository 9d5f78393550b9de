//! Remedies on the running product: what helps a line, whom it costs, how to do it, and that nothing is stored by
//! trying.

use crate::sales::shop::{anna, caught_up, pavel, playing, promised, read, refusal, told};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::sales::LineId;
use holdfast::services::remedy::{RemedyBody, RemedyView, attempt, remedies};
use holdfast::services::work::{self, NewWorkOrder, SequenceBody};
use holdfast::text::Lang;
use serde_json::{Value, json};

/// Futures in these tests.
const FUTURES: u32 = 200;

fn tried(app: &App, id: &LineId, body: Value) -> RemedyView {
    attempt(app, &anna(), id, &read::<RemedyBody>(body), Lang::En).expect("it fits")
}

fn chances(view: &RemedyView) -> (f64, f64) {
    let of = |standing: &Option<holdfast::domain::effect::Standing>| {
        standing.as_ref().and_then(|standing| standing.chance).expect("promised")
    };
    (of(&view.effect.before), of(&view.effect.after))
}

#[test]
fn what_helps_is_tried_told_and_not_stored() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        // Two days of work before the evening of the second day.
        let id = promised(&app, 16, "2026-03-03");
        caught_up(&app);
        let journal = told(&app);
        let found = remedies(&app, &anna(), &id, Lang::En).expect("tried");
        let overtime = found.items.iter().find(|item| matches!(item.remedy, RemedyBody::Overtime(_)));
        let overtime = overtime.unwrap_or_else(|| panic!("overtime helps: {:?}", found.items));
        assert!(overtime.helps && overtime.effect.hurt().is_empty());
        let (before, after) = chances(overtime);
        assert!(after > before + 0.2, "{before} {after}");
        assert!(overtime.text.contains("Overtime on calendar DAY from 16:00 to 19:00"), "{}", overtime.text);
        let request = overtime.how[0].request.clone().expect("it can be entered");
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/api/v1/calendar-exceptions"));
        assert_eq!(
            request.body,
            json!({
                "calendar": "DAY", "date_from": "2026-03-02", "from_time": "16:00:00", "to_time": "19:00:00",
                "kind": "overtime",
            })
        );
        // What was suggested can be asked for again, and gives the same.
        let again = tried(&app, &id, serde_json::to_value(&overtime.remedy).expect("JSON"));
        assert_eq!(again.effect, overtime.effect);
        let zh = attempt(&app, &anna(), &id, &overtime.remedy, Lang::Zh).expect("tried");
        assert!(zh.text.contains("加班") && zh.how[0].text.contains("加班"), "{} {:?}", zh.text, zh.how);
        assert_eq!(told(&app), journal, "nothing is stored by trying");
    });
}

#[test]
fn expediting_names_its_victims_and_is_carried_out_by_a_sequence() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let first = promised(&app, 8, "2026-03-03");
        let second = promised(&app, 12, "2026-03-04");
        let expedite = tried(&app, &second, json!({ "expedite": {} }));
        let (before, after) = chances(&expedite);
        assert!(after > before + 0.1, "{before} {after}");
        let hurt = expedite.effect.hurt();
        assert_eq!(hurt.iter().map(|hurt| hurt.line.clone()).collect::<Vec<_>>(), [first.to_string()]);
        let odds = hurt[0].odds.expect("over futures");
        assert!(odds.after < odds.before - 0.1, "{odds:?}");
        let requests: Vec<String> = expedite
            .how
            .iter()
            .map(|step| step.request.as_ref().map_or_else(|| step.text.clone(), |r| r.path.clone()))
            .collect();
        assert_eq!(requests[0], "/api/v1/proposals/confirm", "{requests:?}");
        assert!(requests[1].contains("/work-centers/MILL/sequence"), "{requests:?}");
    });
}

#[test]
fn what_has_its_place_already_is_put_first_by_a_sequence_too() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let (first, second) = (promised(&app, 8, "2026-03-03"), promised(&app, 12, "2026-03-04"));
        for (number, line, quantity) in [("WO-1", &first, "8"), ("WO-2", &second, "12")] {
            let line = json!({ "order": line.order, "line": line.line, "schedule": "" });
            let new: NewWorkOrder =
                read(json!({ "item": "SHAFT", "quantity": quantity, "number": number, "line": line }));
            app.command_blocking(&pavel(), move |tx| work::enter(tx, &new)).expect("entered");
        }
        let place = |number: &str| json!({ "work_order": number, "operation": "10" });
        let places = json!([place("WO-1"), place("WO-2")]);
        let body: SequenceBody = read(json!({ "operations": places }));
        app.command_blocking(&pavel(), move |tx| work::put_sequence(tx, "MILL", &body)).expect("placed");
        caught_up(&app);
        let expedite = tried(&app, &second, json!({ "expedite": {} }));
        let request = expedite.how.first().and_then(|step| step.request.clone()).expect("something to do");
        assert_eq!((request.method.as_str(), expedite.how.len()), ("PUT", 1), "{:?}", expedite.how);
        assert_eq!(request.body["operations"], json!([place("WO-2"), place("WO-1")]), "{request:?}");
        // What is sent as it is told is taken, and then there is nothing more to put first.
        let body: SequenceBody = read(request.body);
        app.command_blocking(&pavel(), move |tx| work::put_sequence(tx, "MILL", &body)).expect("placed");
        caught_up(&app);
        let again = tried(&app, &second, json!({ "expedite": {} }));
        assert!(again.how.is_empty() && !again.helps, "{:?}", again.how);
        // What is published stays.
        let frozen: SequenceBody = read(json!({ "operations": places, "frozen": 2 }));
        app.command_blocking(&pavel(), move |tx| work::put_sequence(tx, "MILL", &frozen)).expect("placed");
        caught_up(&app);
        let fixed = refusal(attempt(&app, &anna(), &second, &read(json!({ "expedite": {} })), Lang::En));
        assert_eq!((fixed.name().as_str(), fixed.value), ("nothing_waits", Some(second.to_string())));
    });
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = promised(&app, 8, "2026-03-03");
        let overtime = |days: Value, from: &str| json!({ "overtime": { "calendar": "DAY", "days": days, "from": from, "to": "21:00" } });
        for (body, name) in [
            (overtime(json!(["2026-03-01"]), "18:00"), "overtime_days"),
            (overtime(json!([]), "18:00"), "overtime_days"),
            (overtime(json!(["2026-03-03"]), "six"), "invalid_value"),
            (overtime(json!(["2026-03-03"]), "21:00"), "overtime_hours"),
            (overtime(json!(["2026-03-03"]), "23:30"), "overtime_hours"),
            (
                json!({ "overtime": { "calendar": "NIGHT", "days": ["2026-03-03"], "from": "18:00", "to": "21:00" } }),
                "unknown",
            ),
            (
                json!({ "alternate": { "work_order": "WO-9", "operation": "10", "work_center": "MILL" } }),
                "not_waiting",
            ),
            (json!({ "split": { "work_order": "WO-9", "first": "4" } }), "not_whole"),
            (json!({ "partial": { "first": "9" } }), "no_part"),
            (json!({ "express": { "purchase": "PO-1/10", "days": 3 } }), "not_bought"),
            (json!({ "supplier": { "purchase": "PO-1/10", "supplier": "STEEL" } }), "not_bought"),
        ] {
            let refused = refusal(attempt(&app, &anna(), &id, &read(body.clone()), Lang::En));
            assert_eq!(refused.name(), name, "{body}");
        }
        let nobody = LineId::new("SO-0", "10", "");
        assert_eq!(refusal(remedies(&app, &anna(), &nobody, Lang::En)).name(), "no_open_line");
        let without = crate::sales::shop::shop(fresh, json!({}));
        assert_eq!(refusal(remedies(&without, &anna(), &id, Lang::En)).name(), "no_odds");
    });
}
