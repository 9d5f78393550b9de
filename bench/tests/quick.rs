//! Smoke runs of the planner's benches and of those of rules: everything is measured and every table is there. Times are
//! never looked at.
#![cfg(target_os = "linux")]

use std::process::Command;

#[test]
fn a_smoke_run_writes_every_table() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = Command::new(env!("CARGO_BIN_EXE_holdfast-bench"))
        .args(["--quick", "--only", "planner", "--write"])
        .arg(folder.path())
        .output()
        .expect("the benches start");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = std::fs::read_to_string(folder.path().join("benchmarks.md")).expect("the document");
    for expected in [
        "Machine: ",
        "no violation",
        "## 1. Speed, one core",
        "**Stages**",
        "**A full plan against its target**",
        "## 2. The whole process",
        "| 1,000, weighted |",
        "| 1,000, equal, rule alone |",
        "## 3. Promise quality",
        "**1,000 orders of equal priority**",
        "**1,000 orders of equal priority against the targets**",
        "**With priorities, seed 1",
        "## 4. Quotes",
        "**Time of a quote**",
        "**Quoted lead, days**",
        "**Accepted quotes, planned again**",
        "## 5. Reading",
        "| examples/precision-shop.xlsx |",
        "| generated, 1,000 sales-order lines |",
    ] {
        assert!(text.contains(expected), "no `{expected}` in:\n{text}");
    }
}

#[test]
fn a_smoke_run_of_rules_asks_only_about_what_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = Command::new(env!("CARGO_BIN_EXE_holdfast-bench"))
        .args(["--quick", "--only", "rules", "--write"])
        .arg(folder.path())
        .output()
        .expect("the benches start");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = std::fs::read_to_string(folder.path().join("benchmarks-rules.md")).expect("the document");
    for expected in ["# Benchmarks of rules", "Every target is met.", "**200 lines, 20 rules**"] {
        assert!(text.contains(expected), "no `{expected}` in:\n{text}");
    }
    let one = text.lines().find(|line| line.starts_with("| one line's price changed ")).expect("a row");
    let cells: Vec<&str> = one.split('|').map(str::trim).collect();
    assert_eq!(cells[4..7], ["1", "1", "23"], "one line, the twenty rules and three that are shipped: {one}");
}
