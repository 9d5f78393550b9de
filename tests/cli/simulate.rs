//! `holdfast simulate` from outside: a few days of a small world against the program itself.

use super::{holdfast, text};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// The supplier's world, cut down to what a test can wait for.
fn small_world(folder: &std::path::Path) -> String {
    let world: &str = include_str!("../../simulator/worlds/supplier.json");
    let mut world: Value = serde_json::from_str(world).expect("the world");
    world["name"] = json!("small");
    world["warm_up_days"] = json!(2);
    let path = folder.join("small.json");
    std::fs::write(&path, world.to_string()).expect("the folder can be written");
    path.display().to_string()
}

/// The table has a row for every promise of the report, and each says what was told and what came of it.
fn every_promise_is_told(path: &str, report: &Value) {
    let table = std::fs::read_to_string(path).expect("the promises");
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len() as u64 - 1, report["promises"].as_u64().expect("a number"));
    let place = |name: &str| rows[0].iter().position(|column| *column == name).expect("a column");
    let number = |row: &[&str], name: &str| row[place(name)].parse::<f64>().expect("a number");
    for row in &rows[1..] {
        assert_eq!(row[place("seed")], "5");
        assert!(number(row, "p50") <= number(row, "p95") && number(row, "real") > 0.0, "{row:?}");
        assert_eq!(row[place("kept")] == "1", number(row, "real") <= number(row, "promised"), "{row:?}");
    }
}

#[test]
fn days_of_a_simulated_factory_are_played_on_a_server_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let (world, chart) = (small_world(folder.path()), folder.path().join("chart.svg"));
    let chart = chart.display().to_string();
    let promises = folder.path().join("promises.csv").display().to_string();
    let output = holdfast(&[
        "simulate",
        "--world",
        &world,
        "--months",
        "0.1",
        "--seed",
        "5",
        "--futures",
        "19",
        "--json",
        "--chart",
        &chart,
        "--promises",
        &promises,
    ]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value =
        serde_json::from_str(&text(&output)).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("seed 5: day 0 of 5, 0 promises so far") && said.contains(" kept, "), "{said}");
    assert!(report["promises"].as_u64().is_some_and(|promises| promises > 3), "{report}");
    for field in ["p50", "p80", "p95"] {
        assert!(
            report["coverage"].as_object().is_some_and(|coverage| coverage.contains_key(field)),
            "{report}"
        );
    }
    for field in ["kept_at_p95", "lead_time_vs_constant", "lead_time_vs_oracle", "mean_quoted_days"] {
        assert!(report[field].as_f64().is_some_and(|figure| figure > 0.0), "{field}: {report}");
    }
    // Nothing but dates may be refused: what people at the plant do is in order.
    let refused = report["refused"].as_object().expect("refusals");
    let dates = |what: &&String| what.starts_with("accept:") || what.starts_with("promise:");
    assert_eq!(refused.keys().filter(|what| !dates(what)).collect::<Vec<_>>(), Vec::<&String>::new());
    // What was learned stands beside what is true, for every station and supplier of the world.
    let learned = report["learned"].as_array().expect("what was learned");
    let of = |kind: &str| learned.iter().filter(|one| one["kind"] == kind).collect::<Vec<_>>();
    assert_eq!((of("operation-time").len(), of("supplier-delay").len()), (3, 4), "{learned:?}");
    for one in of("operation-time") {
        assert!(one["assumed"]["p50"].is_number() && one["learned"]["p50"].is_number(), "{one}");
        assert!(one["truth"]["p90"].as_f64() > one["truth"]["p50"].as_f64(), "{one}");
    }
    assert!(of("operation-time").iter().any(|one| one["observations"].as_f64() > Some(3.0)), "{learned:?}");
    assert_eq!(of("adherence")[0]["truth"]["p50"], 0.95);
    assert_eq!(report["told"], report["promises"], "every promise was told with odds");
    let picture = std::fs::read_to_string(&chart).expect("the picture");
    every_promise_is_told(&promises, &report);
    assert!(picture.starts_with("<svg") && picture.contains("World small"), "{picture}");
}

#[test]
fn the_help_names_every_world_in_both_languages() {
    for lang in ["en", "zh"] {
        let help = text(&holdfast(&["simulate", "--help", "--lang", lang]));
        let words = help.replace(|letter: char| letter.is_whitespace(), "");
        for world in holdfast_simulator::world::World::names() {
            assert!(words.contains(world), "{world}: {help}");
        }
    }
}

#[test]
fn a_world_or_a_figure_that_cannot_be_is_refused() {
    for (arguments, said) in [
        (vec!["--world", "atlantis"], "There is no world atlantis"),
        (vec!["--lang", "zh", "--world", "atlantis"], "没有名为 atlantis 的世界"),
        (vec!["--months", "0"], "--months 0: it must lie between"),
        (vec!["--seeds", "0"], "--seeds 0: it must lie between"),
        (vec!["--together", "99"], "--together 99"),
    ] {
        let output = holdfast(&[vec!["simulate"], arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn who_ends_it_finds_nothing_left_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let (world, own) = (small_world(folder.path()), folder.path().join("own"));
    std::fs::create_dir(&own).expect("a folder");
    let mut playing = Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(["simulate", "--lang", "en", "--world", &world, "--months", "100", "--futures", "0"])
        .env("TMPDIR", &own)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut told = BufReader::new(playing.stderr.take().expect("it is read")).lines();
    let begun = told.next().and_then(Result::ok).expect("it says how far it is");
    assert!(begun.contains("seed 1: day 0"), "{begun}");
    assert_eq!(std::fs::read_dir(&own).expect("readable").count(), 1, "the server has a folder");
    let ended = Command::new("kill").args(["-TERM", &playing.id().to_string()]).status();
    assert!(ended.expect("it is told to end").success());
    assert_eq!(playing.wait().expect("it ends").code(), Some(2));
    let rest: Vec<String> = told.map_while(Result::ok).collect();
    assert!(rest.iter().any(|line| line.contains("ended before it was played to its end")), "{rest:?}");
    assert_eq!(std::fs::read_dir(&own).expect("readable").count(), 0, "the folder is gone");
}
