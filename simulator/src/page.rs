//! The report as a page of text, in the reader's language.

use crate::accuracy::Between;
use crate::learnt::Middle;
use crate::report::Report;
use crate::warned::Warnings;
use crate::words::{Language, Words, fill};

/// Kinds of requests that the page names: those that took the most time.
const NAMED: usize = 4;

/// The page of a report.
pub fn page(report: &Report, language: Language) -> String {
    let words = Words::of(language);
    let mut lines = vec![
        fill(
            words.heading,
            &[
                ("world", report.world.clone()),
                ("months", report.months.to_string()),
                ("seeds", report.seeds.len().to_string()),
                ("promises", report.promises.to_string()),
                ("lost", report.lost.to_string()),
            ],
        ),
        String::new(),
    ];
    figures(&mut lines, report, words);
    lines.extend([String::new(), words.ways.to_owned()]);
    for way in &report.ways {
        let (name, days, share) = (words.way(way.name), way.mean_days, way.vs_constant);
        lines.push(format!("{days:>9.1}  {share:>5.2} {}  {name}", words.of_constant));
    }
    if let Some(share) = report.way_to_oracle {
        lines.push(format!("  {}", fill(words.way, &[("share", format!("{share:.0}"))])));
    }
    lines.extend([String::new(), words.months.to_owned()]);
    for month in &report.by_month {
        let (quoted, real) = (month.mean_quoted_days, month.mean_real_days);
        let told = [month.coverage.p50, month.coverage.p80, month.coverage.p95].map(|share| short(share, 8));
        lines.push(format!(
            "  {:>3}{:>8}{:>8.1}{}{quoted:>8.1}{real:>8.1}",
            month.month,
            month.promises,
            month.kept,
            told.concat()
        ));
    }
    if !report.learned.is_empty() {
        lines.push(String::new());
        learned(&mut lines, report, words);
    }
    if let Some(warnings) = &report.warnings {
        lines.push(String::new());
        warned(&mut lines, warnings, words);
    }
    lines.push(String::new());
    play(&mut lines, report, words);
    lines.join("\n") + "\n"
}

/// How true the promises were. Figures come first, so that they stand below each other in every script.
fn figures(lines: &mut Vec<String>, report: &Report, words: &Words) {
    let mut line = |name: &str, figure: Option<f64>, unit: &str, between: Option<Between>| {
        let figure = figure.map_or_else(|| "—".to_owned(), |figure| format!("{figure:.1}"));
        let between = between
            .map_or_else(String::new, |b| format!("  ({:.1} … {:.1} {})", b.low, b.high, words.between));
        lines.push(format!("{figure:>9} {unit:<1}  {name}{between}"));
    };
    let coverage = |of: &str| format!("{} {of}", words.coverage);
    let oracle = |of: &str| format!("{} {of}", words.oracle_coverage);
    let between = &report.coverage_between_seeds;
    line(words.kept, report.kept_at_p95, "%", report.kept_between_seeds);
    line(&coverage("P50"), report.coverage.p50, "%", between.p50);
    line(&coverage("P80"), report.coverage.p80, "%", between.p80);
    line(&coverage("P95"), report.coverage.p95, "%", between.p95);
    line(words.busiest, report.busiest_fifth_kept, "%", None);
    line(words.busiest_constant, report.busiest_fifth_constant, "%", None);
    line(words.promised, report.mean_quoted_days, "", None);
    line(words.real, report.mean_real_days, "", None);
    line(words.late, report.mean_days_late, "", None);
    line(&oracle("P50"), report.oracle_coverage.p50, "%", None);
    line(&oracle("P80"), report.oracle_coverage.p80, "%", None);
    line(&oracle("P95"), report.oracle_coverage.p95, "%", None);
}

/// What the server learned: assumed, learned, true. Numbers come first, as everywhere.
fn learned(lines: &mut Vec<String>, report: &Report, words: &Words) {
    lines.push(words.learned.to_owned());
    for one in &report.learned {
        let three =
            |middle: Middle| [middle.p10, middle.p50, middle.p90].map(|number| number_of(number, 7)).concat();
        let truth = one.truth.map_or_else(|| three(Middle::default()), three);
        let name = words.number(one.kind, one.code.as_deref().unwrap_or_default());
        let observations = format!("{:>8.0}", one.observations);
        lines.push(format!("{} |{} |{truth}{observations}  {name}", three(one.assumed), three(one.learned)));
    }
}

/// How well the seller was warned.
fn warned(lines: &mut Vec<String>, warnings: &Warnings, words: &Words) {
    lines.push(words.warnings.to_owned());
    let counts = [
        ("missed", warnings.missed),
        ("foreseeable", warnings.foreseeable),
        ("in_time", warnings.in_time),
        ("told", warnings.told),
        ("rightly", warnings.rightly),
    ];
    let counts: Vec<_> = counts.iter().map(|(name, count)| (*name, count.to_string())).collect();
    let mut line = |figure: Option<f64>, unit: &str, name: &str| {
        lines.push(format!("{} {unit:<1}  {}", short(figure, 9), fill(name, &counts)));
    };
    line(warnings.recall, "%", words.warned_in_time);
    line(warnings.precision, "%", words.warned_rightly);
    line(warnings.open_lines, "", words.open_lines);
    line(warnings.messages_a_day, "", words.messages);
    line(warnings.messages_a_day_at_300, "", words.messages_at_300);
}

/// A share with one decimal, so many places wide.
fn short(share: Option<f64>, wide: usize) -> String {
    share.map_or_else(|| format!("{:>wide$}", "—"), |share| format!("{share:>wide$.1}"))
}

/// A number with two decimals, so many places wide.
fn number_of(number: Option<f64>, wide: usize) -> String {
    number.map_or_else(|| format!("{:>wide$}", "—"), |number| format!("{number:>wide$.2}"))
}

/// How play itself went.
fn play(lines: &mut Vec<String>, report: &Report, words: &Words) {
    let calls: u64 = report.requests.values().map(|(calls, _)| calls).sum();
    let seconds = format!("{:.0}", report.seconds);
    let mut said = fill(words.requests, &[("calls", calls.to_string()), ("seconds", seconds)]);
    let mut kinds: Vec<_> =
        report.requests.iter().map(|(kind, (calls, ms))| (*calls as f64 * ms, *kind, *ms)).collect();
    kinds.sort_by(|one, other| other.0.total_cmp(&one.0));
    let slow: Vec<String> =
        kinds.iter().take(NAMED).map(|(_, kind, ms)| format!("; {kind} {ms:.1} ms")).collect();
    said.push_str(&slow.concat());
    lines.push(said);
    if !report.refused.is_empty() {
        lines.push(words.refused.to_owned());
        lines.extend(report.refused.iter().map(|(what, count)| format!("{count:>9}  {what}")));
    }
    if report.unlisted > 0 {
        lines.push(fill(words.unlisted, &[("times", report.unlisted.to_string())]));
    }
}
