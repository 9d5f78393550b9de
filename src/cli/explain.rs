//! Why a line ships when it does: the answer in one sentence, then where the time goes, the way from order to
//! shipment stage by stage, what serves it, and how sure the data are.

use super::page::{Ink, Page, columns, padded};
use super::plan::Planned;
use super::table::{self, Cell, Column, Give};
use crate::planning::story::{Stage, stages};
use crate::planning::supply::{From, alternatives, branches};
use crate::text::plan::{date, grade_sentence, kind, operation, span};
use crate::text::plan_labels::fill;
use crate::text::plan_problem;
use holdfast_engine::explain::Explanation;
use holdfast_engine::model::LineKey;
use holdfast_engine::plan::LineDate;
use holdfast_engine::time::{DAY, Instant};

/// Columns of a bar that stands for all the time.
const BAR: i64 = 30;
/// Supplies that are shown at most.
const SUPPLIES: usize = 60;

/// Adds the explanation of a line.
pub(super) fn add(page: &mut Page, planned: &Planned<'_>, line: &LineKey) {
    let Some(found) = planned.plan.line(line) else { return };
    let Some(told) = planned.plan.explain(planned.shop(), line) else {
        let labels = planned.labels();
        page.line(&page.paint(Ink::Late, &fill(labels.not_dated, &[("line", &line.to_string())])));
        page.blank();
        return;
    };
    let stages = stages(&told);
    add_answer(page, planned, found, &told, &stages);
    add_totals(page, planned, &told);
    add_way(page, planned, &told, &stages);
    add_supplies(page, planned, line);
    add_alternatives(page, planned, line);
    add_grade(page, planned, found);
    page.blank();
}

fn add_answer(
    page: &mut Page,
    planned: &Planned<'_>,
    found: &LineDate,
    told: &Explanation,
    stages: &[Stage],
) {
    let (labels, lang, zone) = (planned.labels(), planned.lang, planned.zone());
    let answer = planned.teller().answer(found, stages);
    let ink = if found.is_late() { Ink::Late } else { Ink::Bold };
    page.wrapped("", &answer, Some(ink));
    if found.arrival > found.ship {
        let days = span(found.arrival - found.ship, lang);
        let values = [("ship", &*date(found.ship.date(zone), lang)), ("days", &*days)];
        page.wrapped("", &fill(labels.transit, &values), None);
    }
    if let Some(other) = &told.waits_for {
        page.wrapped("", &fill(labels.with_line, &[("line", &other.to_string())]), None);
    }
    if !found.parts.is_empty() {
        page.line(labels.in_parts);
        for part in &found.parts {
            let day = |at: Instant| date(at.date(zone), lang);
            let (quantity, ready, ship) = (part.quantity.to_string(), day(part.ready), day(part.ship));
            let values = [("quantity", &*quantity), ("ready", &*ready), ("ship", &*ship)];
            page.line(&format!("  {}", fill(labels.part, &values)));
        }
    }
}

/// Seconds of each kind with a bar.
fn add_totals(page: &mut Page, planned: &Planned<'_>, told: &Explanation) {
    let totals = told.totals();
    let all = told.seconds().max(1);
    page.title(planned.labels().time_title);
    let names: Vec<&str> = totals.iter().map(|(of, _)| kind(*of, planned.lang)).collect();
    let widest = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    for ((_, seconds), name) in totals.iter().zip(names) {
        let share = (seconds * 100 + all / 2) / all;
        let eighths = (seconds * BAR * 8 + all / 2) / all;
        let mut bar = "█".repeat((eighths / 8) as usize);
        let rest = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
        bar.extend((eighths % 8 - 1).try_into().ok().and_then(|at: usize| rest.get(at)));
        if bar.is_empty() {
            bar.push('▏');
        }
        let length = padded(&span(*seconds, planned.lang), 9, true);
        let share = if share == 0 { "<1".to_owned() } else { share.to_string() };
        page.line(&format!("  {}  {length}  {share:>3} %  {bar}", padded(name, widest, false)));
    }
}

fn add_way(page: &mut Page, planned: &Planned<'_>, told: &Explanation, stages: &[Stage]) {
    let labels = planned.labels();
    page.title(labels.way_title);
    let head = [
        Column::left(labels.from, Give::Nothing),
        Column::left(labels.to, Give::Nothing),
        Column::right(labels.duration, Give::Nothing),
        Column::left(labels.kind, Give::Nothing),
        Column::left(labels.cause, Give::Wrap),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for stage in stages {
        rows.push(vec![
            (moment(planned, stage.from), None),
            (stage.to.local(planned.zone()).format("%m-%d %H:%M").to_string(), None),
            (length(stage.from, stage.to), None),
            (kind(stage.kind, planned.lang).to_owned(), None),
            (planned.teller().stage_cause(&told.line, stage, true), None),
        ]);
    }
    let bold = Some(Ink::Bold);
    rows.push(vec![
        (moment(planned, told.from), bold),
        (told.to.local(planned.zone()).format("%m-%d %H:%M").to_string(), bold),
        (length(told.from, told.to), bold),
        ("=".to_owned(), bold),
        (labels.sum.to_owned(), bold),
    ]);
    table::add(page, &head, &rows);
}

/// A date with its weekday, and the minute.
fn moment(planned: &Planned<'_>, at: Instant) -> String {
    let local = at.local(planned.zone());
    format!("{} {}", date(local.date(), planned.lang), local.format("%H:%M"))
}

/// Days, hours and minutes between two minutes of the clock: the lengths of consecutive stretches add up.
fn length(from: Instant, to: Instant) -> String {
    let minutes = to.0.div_euclid(60) - from.0.div_euclid(60);
    let (days, rest) = (minutes / (DAY / 60), minutes % (DAY / 60));
    let clock = format!("{:02}:{:02}", rest / 60, rest % 60);
    if days == 0 { clock } else { format!("{days} {clock}") }
}

fn add_supplies(page: &mut Page, planned: &Planned<'_>, line: &LineKey) {
    let labels = planned.labels();
    let tree = branches(planned.plan, planned.shop(), line);
    if tree.is_empty() {
        return;
    }
    page.title(labels.supply_title);
    let deepest = tree.iter().take(SUPPLIES).map(|b| b.depth * 2 + columns(&b.item) + 2).max().unwrap_or(0);
    let amounts = tree.iter().take(SUPPLIES).map(|b| columns(&b.quantity.to_string())).max().unwrap_or(0);
    for branch in tree.iter().take(SUPPLIES) {
        let item = format!("{}{}", "  ".repeat(branch.depth + 1), branch.item);
        let quantity = padded(&branch.quantity.to_string(), amounts, true);
        let lead = format!("{}  {quantity}  ", padded(&item, deepest, false));
        let ink = matches!(branch.from, From::Order { .. } | From::Proposal).then_some(Ink::Warn);
        page.wrapped(&lead, &planned.teller().source(branch), ink);
    }
    if tree.len() > SUPPLIES {
        let more = fill(labels.more_supplies, &[("count", &(tree.len() - SUPPLIES).to_string())]);
        page.line(&format!("  {more}"));
    }
}

fn add_alternatives(page: &mut Page, planned: &Planned<'_>, line: &LineKey) {
    let labels = planned.labels();
    let taken = alternatives(planned.plan, line);
    if taken.is_empty() {
        return;
    }
    page.title(labels.alternatives_title);
    for other in taken {
        let operation = operation(&other.operation, planned.lang);
        let decided = moment(planned, other.decided);
        let values = [
            ("operation", &*operation),
            ("taken", &*other.taken),
            ("usual", &*other.usual),
            ("date", &*decided),
        ];
        page.wrapped("  ", &fill(labels.alternative, &values), None);
    }
}

/// On what the date rests, and the hole whose mending would help most lines.
fn add_grade(page: &mut Page, planned: &Planned<'_>, found: &LineDate) {
    let (labels, lang) = (planned.labels(), planned.lang);
    page.title(labels.grade_title);
    page.wrapped("  ", grade_sentence(found.grade, lang), None);
    let holes = planned.plan.problems.iter().filter(|hole| hole.lines.contains(&found.key));
    for hole in holes.take(5) {
        let message = plan_problem::message(&hole.kind, planned.shop(), lang);
        let values = [("message", &*message), ("remedy", plan_problem::remedy(&hole.kind, lang))];
        page.wrapped("  · ", &fill(labels.improve, &values), None);
    }
}
