//! A list of stages: run in order, timed, and told at the end.
//!
//! A failed stage does not hide the others, except one marked as the ground for the rest. What a stage does
//! is not known here.

use anyhow::Result;
use std::time::{Duration, Instant};

/// One step of a chore.
pub struct Stage {
    /// The word for `--only` and for the table.
    pub name: &'static str,
    /// What it runs, as a user could type it.
    pub about: String,
    /// Whether the stages after it make no sense without it.
    pub ground: bool,
    /// Does it. `Ok(false)` is a failure that has already been told; `Err` one that has not.
    pub run: Box<dyn Fn() -> Result<bool>>,
}

/// How a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It ended well.
    Passed,
    /// It failed.
    Failed,
    /// It was not run, because its ground had failed.
    Skipped,
}

/// A stage's name, verdict and time.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    name: &'static str,
    verdict: Verdict,
    time: Duration,
}

/// Runs the stages in order and says what each took.
pub fn run_all(stages: &[Stage]) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let mut ground_lost = false;
    for stage in stages {
        if ground_lost {
            outcomes.push(Outcome { name: stage.name, verdict: Verdict::Skipped, time: Duration::ZERO });
            continue;
        }
        println!("\n== {}: {}", stage.name, stage.about);
        let start = Instant::now();
        let verdict = match (stage.run)() {
            Ok(true) => Verdict::Passed,
            Ok(false) => Verdict::Failed,
            Err(error) => {
                eprintln!("{}: {error:#}", stage.name);
                Verdict::Failed
            }
        };
        let time = start.elapsed();
        println!("== {} {} after {:.1} s", stage.name, word(verdict), time.as_secs_f64());
        ground_lost = stage.ground && verdict == Verdict::Failed;
        outcomes.push(Outcome { name: stage.name, verdict, time });
    }
    outcomes
}

/// Whether every stage passed.
pub fn all_passed(outcomes: &[Outcome]) -> bool {
    outcomes.iter().all(|outcome| outcome.verdict == Verdict::Passed)
}

/// The table of stage times.
pub fn table(outcomes: &[Outcome]) -> String {
    let row = |name: &str, time: Duration, result: &str| {
        format!("{name:<10} {:>7.1} s  {result}", time.as_secs_f64()).trim_end().to_owned()
    };
    let total: Duration = outcomes.iter().map(|outcome| outcome.time).sum();
    let mut rows = vec![format!("{:<10} {:>9}  result", "stage", "time")];
    rows.extend(outcomes.iter().map(|outcome| row(outcome.name, outcome.time, word(outcome.verdict))));
    rows.push(row("together", total, ""));
    rows.join("\n") + "\n"
}

/// One sentence that says how it went, and which stages failed.
pub fn summary(outcomes: &[Outcome]) -> String {
    let failed: Vec<&str> =
        outcomes.iter().filter(|o| o.verdict == Verdict::Failed).map(|outcome| outcome.name).collect();
    if failed.is_empty() {
        return match outcomes {
            [only] => format!("The stage {} passed.", only.name),
            _ => format!("All {} stages passed.", outcomes.len()),
        };
    }
    format!("FAILED: {}. Again with: cargo xtask test --only {}", failed.join(", "), failed[0])
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::Failed => "FAILED",
        Verdict::Skipped => "skipped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    fn stage(name: &'static str, ground: bool, run: fn() -> Result<bool>) -> Stage {
        Stage { name, about: String::new(), ground, run: Box::new(run) }
    }

    #[test]
    fn a_failure_is_named_and_does_not_hide_the_rest() {
        let outcomes = run_all(&[
            stage("setup", true, || Ok(true)),
            stage("format", false, || Ok(false)),
            stage("tests", false, || bail!("no such program")),
            stage("docs", false, || Ok(true)),
        ]);
        assert!(!all_passed(&outcomes));
        assert!(summary(&outcomes).starts_with("FAILED: format, tests."));
        assert!(table(&outcomes).lines().any(|line| line.starts_with("docs") && line.ends_with("passed")));
    }

    #[test]
    fn nothing_runs_on_lost_ground() {
        let outcomes =
            run_all(&[stage("setup", true, || Ok(false)), stage("tests", false, || panic!("must not run"))]);
        assert_eq!(outcomes[1].verdict, Verdict::Skipped);
        assert!(!all_passed(&outcomes));
    }

    #[test]
    fn success_is_said_plainly() {
        let outcomes = run_all(&[stage("setup", true, || Ok(true)), stage("tests", false, || Ok(true))]);
        assert!(all_passed(&outcomes));
        assert_eq!(summary(&outcomes), "All 2 stages passed.");
    }
}
