//! The report on how true promises were, over a small history that people made: on both databases, counted by hand.

#[path = "accuracy/past.rs"]
pub mod past;

use crate::support::app::{Answer, TestApp};
use crate::support::on_both;
use crate::support::trade::{PLANT, line};
use holdfast::domain::accuracy::{AccuracyFigures, Way};
use holdfast::domain::promise::PromiseKind;
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::sales::LineStatus;
use holdfast::services::accuracy::{AccuracyQuery, GroupBy, promise_accuracy};
use holdfast::services::{Ask, promise, sales};
use holdfast::store::master::history::{ShipmentRow, add_shipment};
use holdfast::store::{Failure, sales as rows};
use holdfast::text::Lang;
use past::{Past, day, february, many, march, moment};
use serde_json::Value;

/// Lines, and how many of them kept the first promise.
fn first(figures: &AccuracyFigures) -> (u64, u64) {
    (figures.first.lines, figures.first.kept)
}

#[test]
fn a_history_is_judged_as_the_shop_would() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        march(&past);
        let report = past.report(GroupBy::Month);
        let total = &report.total;
        assert_eq!(first(total), (9, 4), "{total:?}");
        assert_eq!((total.otif.lines, total.otif.kept), (9, 3), "96 of 100 are no full delivery");
        assert_eq!((total.current.lines, total.current.kept), (8, 5), "ours was moved, one was taken back");
        assert_eq!((total.still_open, report.undated), (1, 0));
        // 3 in parts, 4 that we moved, 1 that arrived late, 13 so far.
        let late = total.late;
        assert_eq!((late.lines, late.mean, late.median, late.p90), (4, Some(5.25), Some(3), Some(13)));
        assert_eq!((total.lateness.lines, total.lateness.mean), (8, Some(2.25)));
        assert_eq!(total.quoted_days, Some(9.78));
        let coverage = total.coverage;
        assert_eq!((coverage.predicted, coverage.kept.kept, coverage.kept.lines), (Some(85.0), 1, 2));
        assert_eq!(coverage.brier, Some(0.325));
        let bins: Vec<_> =
            report.reliability.iter().map(|bin| (bin.from, bin.calibration.kept.lines)).collect();
        assert_eq!(bins, [(0, 0), (50, 0), (70, 0), (80, 1), (90, 1), (95, 0)]);
        assert_eq!(report.baselines, None, "too little is complete to learn a rule from");
        let months: Vec<_> = report.groups.iter().map(|group| group.key.as_deref()).collect();
        assert_eq!(months, [Some("2026-03")]);
    });
}

#[test]
fn promises_are_grouped_by_whoever_asks() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        march(&past);
        let groups = |by| -> Vec<_> {
            let report = past.report(by);
            assert_eq!(first(&report.total), (9, 4), "whatever the groups");
            report.groups.iter().map(|group| (group.key.clone(), first(&group.figures))).collect()
        };
        let named = |key: &str, counts| (Some(key.to_owned()), counts);
        assert_eq!(groups(GroupBy::Customer), [named("C-1", (5, 3)), named("C-2", (4, 1))]);
        assert_eq!(groups(GroupBy::Group), [named("pumps", (5, 3)), (None, (4, 1))]);
        assert_eq!(groups(GroupBy::WorkCenter), [named("MILL", (5, 3)), (None, (4, 1))]);
    });
}

#[test]
fn simple_rules_stand_beside_our_promises_on_the_same_lines() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        february(&past);
        march(&past);
        let found = past.report(GroupBy::Month).baselines.expect("twenty are complete");
        // Complete and promised: 7, 11, 8, 12, 16, 11 and 10 days; ours said 8, 8, 8, 8, 18, 10 and 10.
        assert_eq!((found.lines, found.kept, found.percent), (7, 4, 57.14));
        let of = |way| found.ways.iter().find(|found| found.way == way).expect("a way");
        assert_eq!((of(Way::Promised).lead_days, of(Way::Promised).allowance_days), (10.0, None));
        // They know of ten days only; a day more keeps four of seven.
        let constant = of(Way::Constant);
        assert_eq!((constant.lead_days, constant.allowance_days), (11.0, Some(1.0)));
        assert_eq!(of(Way::Promised).vs_constant, Some(0.909));
        for way in [Way::WorkContent, Way::JobsInQueue] {
            let apart = of(way).lead_days - constant.lead_days;
            assert!(apart.abs() < 1e-9, "bolts take no work, so it tells nothing: {apart}");
        }
    });
}

#[test]
fn what_came_with_a_workbook_is_judged_by_the_record_of_shipments() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        let recorded = past.order(1, "C-2", "M-2", 5, "ship");
        let unknown = past.order(1, "C-2", "M-2", 5, "ship");
        for id in [&recorded, &unknown] {
            past.says(2, id, PromiseKind::Inherited, 10, None, None);
        }
        let (order, other) = (recorded.order.clone(), unknown.order.clone());
        past.on(3, move |tx| {
            for number in [&order, &other] {
                let mut row = sales::line_named(tx.db, PLANT, &line(number, "10"))?;
                (row.shipped, row.status) = (row.quantity, LineStatus::Closed);
                rows::update_line(tx.db, &row)?;
            }
            let row = ShipmentRow {
                plant_id: PLANT,
                order_no: order.clone(),
                line: "10".to_owned(),
                customer: None,
                item: None,
                quantity: None,
                order_date: None,
                requested_date: None,
                promise_date: None,
                shipped_date: day(11),
            };
            add_shipment(tx.db, &row)
        });
        let report = past.report(GroupBy::Month);
        assert_eq!((first(&report.total), report.undated), ((1, 0), 1));
        assert_eq!(report.total.late.mean, Some(1.0));
    });
}

/// What left before this system was there: `(order, line, customer, item, ordered, promised, shipped)`, days of March.
type Gone<'a> = (&'a str, &'a str, &'a str, Option<&'a str>, Option<i64>, Option<i64>, i64);

fn left_before(past: &Past<'_>, rows: &[Gone<'_>]) {
    let row = |(order, line, customer, item, ordered, promised, shipped): &Gone<'_>| ShipmentRow {
        plant_id: PLANT,
        order_no: (*order).to_owned(),
        line: (*line).to_owned(),
        customer: Some((*customer).to_owned()),
        item: item.map(str::to_owned),
        quantity: None,
        order_date: ordered.map(day),
        requested_date: None,
        promise_date: promised.map(day),
        shipped_date: day(*shipped),
    };
    let rows: Vec<ShipmentRow> = rows.iter().map(row).collect();
    past.on(24, move |tx| rows.iter().try_for_each(|row| add_shipment(tx.db, row)));
}

#[test]
fn what_was_promised_before_stands_beside_and_is_mixed_with_nothing() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        march(&past);
        let alone = past.report(GroupBy::Month);
        assert_eq!(alone.before, None);
        let ours = past.order(2, "C-2", "M-2", 5, "ship").order;
        left_before(
            &past,
            &[
                ("OLD-1", "10", "C-1", Some("P-1"), Some(2), Some(10), 10),
                // In two parts for one day: late with the last of them.
                ("OLD-1", "20", "C-1", Some("P-1"), Some(2), Some(10), 9),
                ("OLD-1", "20", "C-1", Some("P-1"), Some(2), Some(10), 14),
                // Two days were promised, and both were kept.
                ("old-2", "10", "C-9", None, None, Some(10), 8),
                ("old-2", "10", "C-9", None, None, Some(20), 20),
                // Never promised, promised for another month, not yet possible, and a line of our own.
                ("OLD-3", "10", "C-1", None, Some(2), None, 14),
                ("OLD-4", "10", "C-1", None, Some(2), Some(40), 14),
                ("OLD-5", "10", "C-1", None, Some(2), Some(10), 26),
                (ours.as_str(), "10", "C-2", Some("M-2"), Some(2), Some(10), 14),
            ],
        );
        let report = past.report(GroupBy::Month);
        assert_eq!((&report.total, &report.baselines), (&alone.total, &alone.baselines));
        let before = report.before.expect("four deliveries");
        assert_eq!((first(&before.figures), before.figures.quoted_days), ((4, 3), Some(8.0)));
        assert_eq!((before.figures.late.lines, before.figures.late.mean), (1, Some(4.0)));
        assert_eq!((before.figures.otif.lines, before.figures.coverage.predicted), (0, None));
        let groups = |by| -> Vec<_> {
            let groups = past.report(by).before.expect("four deliveries").groups;
            groups.into_iter().map(|group| (group.key, first(&group.figures))).collect()
        };
        let named = |key: &str, counts| (Some(key.to_owned()), counts);
        assert_eq!(groups(GroupBy::Month), [named("2026-03", (4, 3))]);
        assert_eq!(groups(GroupBy::Customer), [named("C-1", (2, 1)), named("C-9", (2, 2))]);
        assert_eq!(groups(GroupBy::Group), [named("pumps", (2, 1)), (None, (2, 2))]);
        assert_eq!(groups(GroupBy::WorkCenter), [named("MILL", (2, 1)), (None, (2, 2))]);
    });
}

#[test]
fn every_order_is_read_once_however_many_there_are() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        many(&past, 1_203);
        let report = past.report(GroupBy::Customer);
        assert_eq!((first(&report.total), report.total.still_open), ((1_203, 0), 1_203));
        assert_eq!(report.groups.len(), 1);
    });
}

#[test]
fn the_span_is_the_last_twelve_months_unless_said_and_nonsense_is_refused() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let sales = app.signed_in(Role::Sales);
        let answer = sales.get("/reports/promise-accuracy");
        assert_eq!(answer.status, 200, "{}", answer.body);
        // It is the second of March in the plant: its own day is not decided yet.
        let span = (answer.body["from"].as_str(), answer.body["to"].as_str(), answer.body["by"].as_str());
        assert_eq!(span, (Some("2025-04-01"), Some("2026-03-01"), Some("month")));
        assert_eq!(answer.body["total"]["first"]["lines"], 0);
        assert_eq!(answer.body["total"]["first"]["percent"], Value::Null, "nothing is not zero");
        assert_eq!(answer.body["total"]["coverage"]["brier"], Value::Null);
        for (query, field) in [
            ("by=moon", "by"),
            ("from=2026-02-30", "from"),
            ("to=tomorrow", "to"),
            ("from=2026-03-02&to=2026-03-01", "from"),
            ("until=2026-03-01", "until"),
        ] {
            for lang in ["en", "zh"] {
                let request = sales.request("GET", &format!("/reports/promise-accuracy?{query}"));
                let refused = Answer::of(request.header("accept-language", lang));
                let told = (refused.status, refused.code(), refused.body["field"].as_str());
                assert_eq!(told, (422, "invalid_value", Some(field)), "{query}: {}", refused.body);
            }
        }
        let actor = Actor::system();
        let query = AccuracyQuery { from: Some(day(3)), to: Some(day(2)), by: None };
        let Err(Failure::Refused(refused)) =
            fresh.store.read(|db| promise_accuracy(&mut Ask::new(db, moment(9), &actor)?, &query))
        else {
            panic!("it was answered")
        };
        assert!(refused.title(Lang::En).contains("2026-03-02"), "{}", refused.title(Lang::En));
        assert!(refused.title(Lang::Zh).contains("晚于最后一天"), "{}", refused.title(Lang::Zh));
    });
}

/// A promise of ours that is made as people make them counts like any other.
#[test]
fn a_promise_that_was_withdrawn_and_made_again_is_judged_by_the_first() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        let id = past.order(2, "C-2", "M-2", 5, "ship");
        past.promise(2, &id, 10, None);
        let name = id.clone();
        past.on(5, move |tx| {
            let why = promise::WithdrawBody {
                reason_code: Some("capacity".to_owned()),
                ..promise::WithdrawBody::default()
            };
            promise::withdraw(tx, &name, &why)
        });
        past.promise(6, &id, 20, None);
        past.ships(18, "C-2", &id, 5, false);
        let total = past.report(GroupBy::Month).total;
        assert_eq!((first(&total), total.current.kept, total.late.mean), ((1, 0), 1, Some(8.0)));
    });
}
