//! The plan at a glance: how the promises stand, the late ones with their cause, every line by ship date, and
//! the holes in the data.

use super::page::{Ink, Page, padded};
use super::plan::{Planned, ink_of};
use super::table::{self, Cell, Column, Give};
use crate::planning::report::{late_days, promises};
use crate::planning::story::{longest, stages};
use crate::text::plan::{cause_in_short, date, grade};
use crate::text::plan_labels::fill;
use crate::text::plan_problem;
use holdfast_engine::model::{Basis, LineKey, SalesLine};
use holdfast_engine::plan::LineDate;
use holdfast_engine::problem::{Grade, Problem, ProblemKind};
use holdfast_engine::time::Instant;
use std::collections::BTreeSet;

/// Holes that are shown unless all are asked for.
const HOLES: usize = 15;

const GRADES: [Grade; 7] = [
    Grade::Known,
    Grade::Learned,
    Grade::Planned,
    Grade::Estimated,
    Grade::Similar,
    Grade::LeadTime,
    Grade::Default,
];

/// A line with what is told about it.
struct Row<'a> {
    date: &'a LineDate,
    sold: &'a SalesLine,
    late: Option<i64>,
}

impl Row<'_> {
    /// The instant that the promise is about.
    fn met(&self) -> Instant {
        match self.sold.basis {
            Basis::Ship => self.date.ship,
            Basis::Arrival => self.date.arrival,
        }
    }
}

/// Adds the overview.
pub(super) fn add(page: &mut Page, planned: &Planned<'_>, all_holes: bool) {
    let zone = planned.zone();
    let mut rows: Vec<Row<'_>> = Vec::with_capacity(planned.plan.lines.len());
    for date in &planned.plan.lines {
        let Some(sold) = planned.shop().lines.get(&date.key) else { continue };
        rows.push(Row { date, sold, late: late_days(date, sold.basis, zone) });
    }
    add_header(page, planned, &rows);
    add_late(page, planned, &rows);
    add_all(page, planned, &mut rows);
    add_holes(page, planned, all_holes);
}

fn add_header(page: &mut Page, planned: &Planned<'_>, rows: &[Row<'_>]) {
    let labels = planned.labels();
    let local = planned.shop().now.local(planned.zone());
    let time = format!("{} {}", date(local.date(), planned.lang), local.format("%H:%M"));
    let as_of = fill(labels.as_of, &[("time", &time), ("zone", planned.zone().name())]);
    let plant = planned.document.settings.plant.as_deref().unwrap_or(planned.file);
    let title = page.paint(Ink::Bold, plant);
    page.line(&format!("{title}  {as_of}"));
    let promised = rows.iter().filter(|row| row.date.due.is_some() && row.date.is_dated());
    let late = promised.clone().filter(|row| row.date.is_late()).count();
    let kept = promised.count() - late;
    let (lines, kept, late) = (rows.len().to_string(), kept.to_string(), late.to_string());
    let summary = fill(labels.summary, &[("lines", &lines), ("kept", &kept), ("late", &late)]);
    let mut parts = vec![page.paint(if late == "0" { Ink::Kept } else { Ink::Late }, &summary)];
    let count = |wanted: &dyn Fn(&&Row<'_>) -> bool| rows.iter().filter(wanted).count();
    let unpromised = count(&|row| row.date.due.is_none());
    let undated = count(&|row| !row.date.is_dated());
    for (number, label) in [(unpromised, labels.unpromised), (undated, labels.undated)] {
        if number > 0 {
            parts.push(fill(label, &[("count", &number.to_string())]));
        }
    }
    let lost = planned.lost_orders();
    if lost > 0 {
        parts.push(page.paint(Ink::Late, &fill(labels.lost, &[("count", &lost.to_string())])));
    }
    page.line(&parts.join(" · "));
    if rows.is_empty() {
        return;
    }
    let graded = GRADES.iter().filter_map(|wanted| {
        let number = count(&|row| row.date.grade == *wanted);
        (number > 0).then(|| format!("{} {number}", grade(*wanted, planned.lang)))
    });
    let graded = graded.collect::<Vec<_>>().join(" · ");
    let rests_on = fill(labels.rests_on, &[("grades", &graded)]);
    page.line(&page.paint(Ink::Dim, &rests_on));
}

fn add_late(page: &mut Page, planned: &Planned<'_>, rows: &[Row<'_>]) {
    let labels = planned.labels();
    let mut late: Vec<&Row<'_>> = rows.iter().filter(|row| row.date.is_late()).collect();
    if late.is_empty() {
        page.blank();
        match (rows.is_empty(), planned.lost_orders()) {
            (true, _) => page.line(labels.no_lines),
            (false, 0) => page.line(&page.paint(Ink::Kept, labels.none_late)),
            (false, _) => page.line(labels.none_late_of_read),
        }
        return;
    }
    late.sort_by_key(|row| (std::cmp::Reverse(row.late), row.date.key.clone()));
    page.title(labels.late_title);
    let head = [
        Column::left(labels.line, Give::Nothing),
        Column::left(labels.customer, Give::Away(2)),
        Column::left(labels.item, Give::Nothing),
        Column::right(labels.quantity, Give::Away(3)),
        Column::left(labels.promise, Give::Nothing),
        Column::left(labels.ships, Give::Nothing),
        Column::right(labels.late, Give::Nothing),
        Column::left(labels.waits_for, Give::Cut),
    ];
    let body: Vec<Vec<Cell>> = late.iter().map(|row| late_row(planned, row)).collect();
    table::add(page, &head, &body);
}

fn late_row(planned: &Planned<'_>, row: &Row<'_>) -> Vec<Cell> {
    let labels = planned.labels();
    let days = match row.late {
        Some(days) => fill(labels.days_late, &[("days", &days.to_string())]),
        None => labels.no_date.to_owned(),
    };
    vec![
        plain(row.date.key.to_string()),
        plain(row.sold.customer.to_string()),
        plain(row.sold.item.to_string()),
        plain(open(row)),
        plain(row.date.due.map(|due| due.date(planned.zone()).to_string()).unwrap_or_default()),
        plain(met(planned, row)),
        (days, Some(Ink::Late)),
        plain(cause(planned, row)),
    ]
}

/// What a line waits for longest, in a few words.
fn cause(planned: &Planned<'_>, row: &Row<'_>) -> String {
    let Some(told) = planned.plan.explain(planned.shop(), &row.date.key) else { return String::new() };
    if let Some(other) = &told.waits_for {
        return fill(planned.labels().together, &[("line", &other.to_string())]);
    }
    let stages = stages(&told);
    let Some(stage) = longest(&stages, planned.shop().now) else { return String::new() };
    cause_in_short(stage.kind, stage.cause(), planned.shop(), planned.lang)
}

fn add_all(page: &mut Page, planned: &Planned<'_>, rows: &mut [Row<'_>]) {
    let labels = planned.labels();
    rows.sort_by_key(|row| (row.met(), row.date.key.clone()));
    page.title(labels.all_title);
    let head = [
        Column::left(labels.line, Give::Nothing),
        Column::left(labels.customer, Give::Away(3)),
        Column::left(labels.item, Give::Nothing),
        Column::right(labels.quantity, Give::Away(2)),
        Column::left(labels.requested, Give::Away(4)),
        Column::left(labels.promise, Give::Nothing),
        Column::left(labels.ships, Give::Nothing),
        Column::right(labels.slack, Give::Nothing),
        Column::left(labels.grade, Give::Away(1)),
    ];
    let body: Vec<Vec<Cell>> = rows.iter().map(|row| row_of_all(planned, row)).collect();
    table::add(page, &head, &body);
    let dated = rows.iter().filter(|row| row.date.is_dated());
    if dated.clone().any(|row| row.sold.basis == Basis::Arrival) {
        page.line(&page.paint(Ink::Dim, &format!("  {}", labels.arrival_note)));
    }
    if dated.clone().any(|row| !row.date.parts.is_empty()) {
        page.line(&page.paint(Ink::Dim, &format!("  {}", labels.parts_note)));
    }
}

fn row_of_all(planned: &Planned<'_>, row: &Row<'_>) -> Vec<Cell> {
    let labels = planned.labels();
    let day = |at: Option<Instant>| match at {
        Some(at) => at.date(planned.zone()).to_string(),
        None => labels.no_promise.to_owned(),
    };
    let slack = match row.late {
        Some(0) => labels.on_the_day.to_owned(),
        Some(days) if days > 0 => fill(labels.days_late, &[("days", &days.to_string())]),
        Some(days) => fill(labels.days_early, &[("days", &(-days).to_string())]),
        None => String::new(),
    };
    vec![
        plain(row.date.key.to_string()),
        plain(row.sold.customer.to_string()),
        plain(row.sold.item.to_string()),
        plain(open(row)),
        plain(day(row.sold.requested)),
        plain(day(row.date.due)),
        plain(met(planned, row)),
        (slack, ink_of(row.late)),
        (grade(row.date.grade, planned.lang).to_owned(), Some(ink_of_grade(row.date.grade))),
    ]
}

/// Grades that are worth a look stand out.
fn ink_of_grade(grade: Grade) -> Ink {
    match grade {
        Grade::Known | Grade::Learned | Grade::Planned => Ink::Dim,
        Grade::Estimated | Grade::Similar | Grade::LeadTime | Grade::Default => Ink::Warn,
    }
}

fn plain(text: String) -> Cell {
    (text, None)
}

/// What is still to ship.
fn open(row: &Row<'_>) -> String {
    row.sold.quantity.less(row.sold.shipped).to_string()
}

/// The day that the promise is about, with a sign where it is not simply the day it ships.
fn met(planned: &Planned<'_>, row: &Row<'_>) -> String {
    let at = row.met();
    if !at.is_reached() {
        return planned.labels().no_date.to_owned();
    }
    let mut text = date(at.date(planned.zone()), planned.lang);
    if row.sold.basis == Basis::Arrival {
        text.push('*');
    }
    if !row.date.parts.is_empty() {
        text.push('+');
    }
    text
}

fn add_holes(page: &mut Page, planned: &Planned<'_>, all: bool) {
    let labels = planned.labels();
    let holes = &planned.plan.problems;
    if holes.is_empty() {
        page.blank();
        page.line(labels.no_holes);
        return;
    }
    page.title(labels.holes_title);
    page.line(&page.paint(Ink::Dim, &format!("  {}", labels.holes_counted)));
    let holes = grouped(holes);
    let shown = if all { holes.len() } else { HOLES.min(holes.len()) };
    for group in &holes[..shown] {
        add_hole(page, planned, group);
    }
    if shown < holes.len() {
        let more = fill(labels.more_holes, &[("count", &(holes.len() - shown).to_string())]);
        page.line(&format!("  {more}"));
    }
}

/// Holes as they are listed: one item's missing times are one, and so are those that only name calendars or
/// work centres and spoil no line.
fn grouped(holes: &[Problem]) -> Vec<Vec<&Problem>> {
    let mut groups: Vec<Vec<&Problem>> = Vec::new();
    for hole in holes {
        let alike = |other: &&Problem| match (&other.kind, &hole.kind) {
            (ProblemKind::HolidaysUnknown { after, .. }, ProblemKind::HolidaysUnknown { after: own, .. }) => {
                after == own && hole.lines.is_empty()
            }
            (ProblemKind::Unconfirmed { .. }, ProblemKind::Unconfirmed { .. }) => hole.lines.is_empty(),
            (ProblemKind::NoTime { item, .. }, ProblemKind::NoTime { item: own, .. }) => item == own,
            _ => false,
        };
        match groups.iter_mut().find(|group| group.iter().any(alike)) {
            Some(group) => group.push(hole),
            None => groups.push(vec![hole]),
        }
    }
    groups
}

fn add_hole(page: &mut Page, planned: &Planned<'_>, group: &[&Problem]) {
    let Some(hole) = group.first() else { return };
    let kinds: Vec<&ProblemKind> = group.iter().map(|hole| &hole.kind).collect();
    let spoilt: BTreeSet<LineKey> = group.iter().flat_map(|hole| hole.lines.iter().cloned()).collect();
    let all = Problem { kind: hole.kind.clone(), lines: spoilt };
    let (promised, lines) = (promises(&all, planned.shop()), all.lines.len());
    let count = if lines == 0 { "–".to_owned() } else { format!("{promised} ({lines})") };
    let lead = format!("  {}  ", padded(&count, 7, true));
    page.wrapped(&lead, &plan_problem::message_for_all(&kinds, planned.shop(), planned.lang), None);
    let lead = " ".repeat(11) + "→ ";
    page.wrapped(&lead, plan_problem::remedy(&hole.kind, planned.lang), Some(Ink::Dim));
}

/// What the reader may want next: the reason of the latest line, and all faults.
pub(super) fn add_next_steps(page: &mut Page, planned: &Planned<'_>, faults_shown: bool) {
    let labels = planned.labels();
    let latest = planned.plan.lines.iter().max_by_key(|line| (line.late, std::cmp::Reverse(&line.key)));
    page.blank();
    let remarks = planned.faults.len() + planned.translation.faults.len();
    if !faults_shown && remarks > 0 {
        page.line(&fill(labels.import_faults, &[("count", &remarks.to_string())]));
    }
    if let Some(line) = latest {
        let command = format!("holdfast plan {} --explain {}", planned.file, line.key);
        page.line(&fill(labels.next_explain, &[("command", &command)]));
    }
    if !faults_shown && (remarks > 0 || planned.plan.problems.len() > HOLES) {
        let command = format!("holdfast plan {} --faults", planned.file);
        page.line(&fill(labels.next_faults, &[("command", &command)]));
    }
}
