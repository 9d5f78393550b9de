//! The report from records that were made up: what it has, in which forms.

use holdfast_simulator::learnt::{Learnt, Middle};
use holdfast_simulator::order::Percentiles;
use holdfast_simulator::play::Played;
use holdfast_simulator::record::Record;
use holdfast_simulator::{Language, Report, chart, page};
use std::collections::BTreeMap;

/// A hundred promises whose odds are honest: real spans are 0.24, 0.48, … 24 hours.
fn played(seed: u64, odds: bool) -> Played {
    let record = |number: u64| {
        let percentiles = Percentiles { p50: Some(12.0), p80: Some(19.2), p95: Some(22.8) };
        Record {
            number,
            asked: 24.0 * number as f64,
            work: 1.0 + (number % 5) as f64,
            in_queue: (number % 7) as f64,
            in_shop: 3.0,
            promised: 22.8,
            odds: if odds { percentiles } else { Percentiles::default() },
            oracle: (1..=99).map(|hundredth| hundredth as f32 * 0.24).collect(),
            real: 0.24 * ((number * 37 + seed) % 100 + 1) as f64,
        }
    };
    Played {
        warned: None,
        seed,
        records: (0..100).map(record).collect(),
        learned: vec![
            Learnt {
                kind: "operation-time",
                code: Some("WC-1".to_owned()),
                observations: 40.0 * seed as f64,
                assumed: Middle { p10: Some(0.5), p50: Some(0.9), p90: Some(1.7) },
                learned: Middle { p10: Some(0.8), p50: Some(1.0), p90: Some(1.2) },
                truth: Some(Middle { p10: Some(0.75), p50: Some(0.98), p90: Some(1.25) }),
            },
            Learnt {
                kind: "reporting-delay",
                code: None,
                observations: 0.0,
                assumed: Middle::default(),
                learned: Middle::default(),
                truth: None,
            },
        ],
        lost: 2,
        refused: BTreeMap::from([("accept: promise_hurts".to_owned(), 3)]),
        unlisted: 0,
        spent: BTreeMap::new(),
        seconds: 1.0,
    }
}

fn report(odds: bool) -> Report {
    Report::new("<test> & more", 3.0, 0.0, vec![played(1, odds), played(2, odds)])
}

#[test]
fn the_json_has_what_programs_read() {
    let json: serde_json::Value = serde_json::from_str(&report(true).json().expect("JSON")).expect("JSON");
    assert_eq!(json["promises"], 200);
    assert_eq!((&json["told"], &json["lost"]), (&200.into(), &4.into()));
    let learned = &json["learned"][0];
    assert_eq!((&learned["kind"], &learned["code"]), (&"operation-time".into(), &"WC-1".into()));
    assert_eq!((&learned["observations"], &learned["truth"]["p50"]), (&60.0.into(), &0.98.into()));
    assert!(json["by_month"][0]["coverage"]["p95"].as_f64() > Some(90.0), "{}", json["by_month"][0]);
    assert_eq!(json["refused"]["accept: promise_hurts"], 6);
    for (path, wanted) in
        [("/coverage/p50", 50.0), ("/coverage/p80", 80.0), ("/coverage/p95", 95.0), ("/kept_at_p95", 95.0)]
    {
        let found = json.pointer(path).and_then(serde_json::Value::as_f64).expect(path);
        assert!((found - wanted).abs() < 1e-9, "{path}: {found}");
    }
    // Nobody can know more here than a constant: the spans follow from nothing.
    for path in ["/lead_time_vs_constant", "/lead_time_vs_oracle"] {
        let found = json.pointer(path).and_then(serde_json::Value::as_f64).expect(path);
        assert!((found - 1.0).abs() < 0.02, "{path}: {found}");
    }
}

#[test]
fn odds_that_nobody_told_are_missing_and_not_zero() {
    let report = report(false);
    let json: serde_json::Value = serde_json::from_str(&report.json().expect("JSON")).expect("JSON");
    assert!(json["coverage"]["p50"].is_null() && json["kept_at_p95"].is_number());
    assert_eq!(json["told"], 0);
    assert_eq!(report.reliability.len(), 1);
    assert!(page::page(&report, Language::En).contains("— %  coverage P50"));
}

#[test]
fn page_and_picture_speak_both_languages() {
    let report = report(true);
    for (language, words) in [
        (Language::En, ["promises kept", "coverage P95", "How often what was told", "planned time at WC-1"]),
        (Language::Zh, ["承诺兑现率", "覆盖率 P95", "所报概率的实际兑现情况", "WC-1 的实际工时"]),
    ] {
        let (page, picture) = (page::page(&report, language), chart::draw(&report, language));
        assert!(page.contains(words[0]) && page.contains(words[1]) && page.contains(words[3]), "{page}");
        assert!(page.contains("0.50   0.90   1.70 |   0.80   1.00   1.20 |   0.75   0.98   1.25"), "{page}");
        assert!(picture.contains(words[2]) && picture.contains("&lt;test&gt; &amp; more"), "{picture}");
        assert!(!page.contains('{') && !picture.contains('{'), "{page}");
        // Three points, and a bar for each of five ways to promise.
        assert_eq!(picture.matches("<circle").count(), 4);
        assert_eq!(picture.matches("rx=").count(), 5);
    }
}
