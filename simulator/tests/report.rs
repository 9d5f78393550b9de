//! The report from records that were made up: what it has, in which forms.

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
        seed,
        records: (0..100).map(record).collect(),
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
    assert_eq!(json["lost"], 4);
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
    assert_eq!(report.reliability.len(), 1);
    assert!(page::page(&report, Language::En).contains("— %  coverage P50"));
}

#[test]
fn page_and_picture_speak_both_languages() {
    let report = report(true);
    for (language, words) in [
        (Language::En, ["promises kept", "coverage P95", "How often what was told"]),
        (Language::Zh, ["承诺兑现率", "覆盖率 P95", "所报概率的实际兑现情况"]),
    ] {
        let (page, picture) = (page::page(&report, language), chart::draw(&report, language));
        assert!(page.contains(words[0]) && page.contains(words[1]), "{page}");
        assert!(picture.contains(words[2]) && picture.contains("&lt;test&gt; &amp; more"), "{picture}");
        assert!(!page.contains('{') && !picture.contains('{'), "{page}");
        // Three points, and a bar for each of five ways to promise.
        assert_eq!(picture.matches("<circle").count(), 4);
        assert_eq!(picture.matches("rx=").count(), 5);
    }
}
