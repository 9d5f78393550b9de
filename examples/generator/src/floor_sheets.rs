//! The floor's sheets: work orders, their progress, material handed to them, and what was produced.

use std::collections::BTreeMap;

use crate::clock::{DAY, Minute, instant};
use crate::floor::{Job, Run};
use crate::sheets::day;
use crate::store_sheets::thousandths;
use crate::story::Told;
use crate::table::{Cell, Table};

/// The planner sequences the coming shifts, not the whole queue.
const SEQUENCED: usize = 14;

/// `work orders`: those of open lines.
pub fn work_orders(told: &Told) -> Table {
    let mut table = Table::new(
        "work orders",
        "work order|item|quantity|order|line|started quantity|received|due date|released|status",
    );
    for (index, job) in told.jobs.iter().enumerate() {
        let closed = told.past(job.done());
        if !told.listed(index) {
            continue;
        }
        let line = &told.lines[job.line];
        let started = told.past(job.runs[0].start);
        table.push(vec![
            Told::work_order(index).into(),
            told.shop.items[job.item].code.as_str().into(),
            job.quantity.into(),
            line.order.as_str().into(),
            line.number.into(),
            (started || job.started > job.quantity).then_some(job.started).into(),
            if closed { job.quantity.into() } else { 0.into() },
            day(job.due),
            day(job.release),
            if closed { "closed".into() } else { "open".into() },
        ]);
    }
    table
}

/// `progress`: operations done and running, and the planner's sequence of waiting ones.
pub fn progress(told: &Told) -> Table {
    let mut table = Table::new(
        "progress",
        "work order|operation|good|scrap|rework|rework operation|status|started|last report|finished|\
         work centre|sequence|frozen",
    );
    let sequence = planners_sequence(told);
    let troubled = troubled_runs(told);
    for index in told.jobs_in_work() {
        let job = &told.jobs[index];
        let mut good = job.started;
        for (place, run) in job.runs.iter().enumerate() {
            let operation = &told.shop.items[job.item].operations[place];
            let centre = operation.centre.map_or("", |centre| told.shop.centres[centre].code.as_str());
            let number = sequence.iter().position(|waiting| *waiting == (index, place));
            if told.past(run.start) {
                let trouble =
                    troubled.iter().find(|(at, _)| *at == (index, place)).map_or("", |(_, what)| what);
                push_run(told, &mut table, index, place, good, trouble);
                good -= run.scrap;
            } else if let Some(number) = number {
                let mut row = vec![Told::work_order(index).into(), operation.number.into()];
                row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, "waiting".into()]);
                row.extend([
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Empty,
                    centre.into(),
                    (number as i64 + 1).into(),
                ]);
                row.push(if number < 3 { "yes".into() } else { "no".into() });
                table.push(row);
            }
        }
    }
    table
}

/// Work waiting at the work centre with the longest queue, as the planner put it in order by hand.
fn planners_sequence(told: &Told) -> Vec<(usize, usize)> {
    let mut queues: BTreeMap<usize, Vec<(Minute, usize, usize)>> = BTreeMap::new();
    for index in told.jobs_in_work() {
        let job = &told.jobs[index];
        for (place, run) in job.runs.iter().enumerate() {
            if let Some(centre) = told.shop.items[job.item].operations[place].centre
                && !told.past(run.start)
                && run.ready < told.now + DAY
            {
                queues.entry(centre).or_default().push((run.start, index, place));
            }
        }
    }
    let mut longest = queues.into_values().max_by_key(Vec::len).unwrap_or_default();
    longest.sort_unstable();
    longest.into_iter().take(SEQUENCED).map(|(_, index, place)| (index, place)).collect()
}

/// Operations in trouble: a failed inspection whose pieces go back, a paused run and a blocked one.
fn troubled_runs(told: &Told) -> Vec<((usize, usize), &'static str)> {
    let mut running = Vec::new();
    let mut inspected = Vec::new();
    for index in told.jobs_in_work() {
        let job = &told.jobs[index];
        for (place, run) in job.runs.iter().enumerate() {
            let operation = &told.shop.items[job.item].operations[place];
            let next = job.runs.get(place + 1).is_some_and(|next| told.past(next.start));
            if operation.centre.is_some() && told.past(run.start) && !told.past(run.finish) {
                running.push((index, place));
            }
            if operation.kind == "inspection" && told.past(run.finish) && !next && job.started >= 10 {
                inspected.push((index, place));
            }
        }
    }
    let mut troubled = Vec::new();
    troubled.extend(inspected.first().map(|&at| (at, "failed")));
    troubled.extend(running.get(2).map(|&at| (at, "paused")));
    troubled.extend(running.get(6).map(|&at| (at, "blocked")));
    troubled
}

fn push_run(told: &Told, table: &mut Table, index: usize, place: usize, input: i64, trouble: &str) {
    let job = &told.jobs[index];
    let run = &job.runs[place];
    let operations = &told.shop.items[job.item].operations;
    let operation = &operations[place];
    let done = told.past(run.finish);
    let through = if done { input } else { pieces_so_far(told, job, place, input) };
    let scrap = if done { run.scrap } else { run.scrap.min(through / 10) };
    let rework = if trouble == "failed" { (through / 6).max(2) } else { 0 };
    // Failed pieces go back to where they can be put right: the last operation that removed metal.
    let back =
        operations[..place].iter().rev().find(|o| o.kind == "make" && o.basis == "piece" && o.setup >= 15.0);
    let back = back.filter(|_| rework > 0).map(|operation| operation.number);
    let status = match trouble {
        "paused" | "blocked" => trouble,
        _ if done => "done",
        _ => "running",
    };
    let centre = operation.centre.map(|centre| told.shop.centres[centre].code.as_str());
    table.push(vec![
        Told::work_order(index).into(),
        operation.number.into(),
        (through - scrap - rework).into(),
        scrap.into(),
        (rework > 0).then_some(rework).into(),
        back.into(),
        status.into(),
        instant(run.start).into(),
        instant(last_report(told, run)).into(),
        done.then(|| instant(run.finish)).into(),
        centre.into(),
        Cell::Empty,
        Cell::Empty,
    ]);
}

/// Pieces through a running operation: by worked time; none yet where a load or an outside batch comes back
/// whole.
fn pieces_so_far(told: &Told, job: &Job, place: usize, input: i64) -> i64 {
    let operation = &told.shop.items[job.item].operations[place];
    let Some(centre) = operation.centre.filter(|_| operation.basis == "piece") else { return 0 };
    let run = &job.runs[place];
    let calendar = &told.shop.centres[centre].calendar;
    let all = told.shop.clock.worked(calendar, run.start, run.finish).max(1);
    input * told.shop.clock.worked(calendar, run.start, told.now) / all
}

/// Running work is reported at the end of a shift, finished work at once.
fn last_report(told: &Told, run: &Run) -> Minute {
    if told.past(run.finish) { run.finish } else { run.start.max(told.now - 2 * 60) }
}

/// `issues`: material of the operations that have begun, on work orders still in work.
pub fn issues(told: &Told) -> Table {
    let mut table = Table::new("issues", "work order|item|quantity");
    for index in told.jobs_in_work() {
        let job = &told.jobs[index];
        let issued = |operation: i64| told.begun(index, operation);
        for material in job.materials.iter().filter(|material| issued(material.operation)) {
            let item = told.shop.items[material.item].code.as_str();
            table.push(vec![Told::work_order(index).into(), item.into(), thousandths(material.quantity)]);
        }
        for &(child, _) in job.children.iter().filter(|(_, operation)| issued(*operation)) {
            let child = &told.jobs[child];
            let item = told.shop.items[child.item].code.as_str();
            table.push(vec![Told::work_order(index).into(), item.into(), child.quantity.into()]);
        }
    }
    table
}

/// `production`: what was finished in the last six months.
pub fn production(told: &Told) -> Table {
    let mut table = Table::new(
        "production",
        "work order|item|operation|work centre|good|scrap|started|finished|planned minutes",
    );
    let mut rows = Vec::new();
    for (index, job) in told.jobs.iter().enumerate() {
        let mut good = job.started;
        for (operation, run) in told.shop.items[job.item].operations.iter().zip(&job.runs) {
            good -= run.scrap;
            if let (Some(centre), true) = (operation.centre, told.in_history(run.finish)) {
                rows.push((run.finish, index, operation.number, centre, good, *run));
            }
        }
    }
    rows.sort_by_key(|&(finish, index, operation, ..)| (finish, index, operation));
    for (finish, index, operation, centre, good, run) in rows {
        table.push(vec![
            Told::work_order(index).into(),
            told.shop.items[told.jobs[index].item].code.as_str().into(),
            operation.into(),
            told.shop.centres[centre].code.as_str().into(),
            good.into(),
            run.scrap.into(),
            instant(run.start).into(),
            instant(finish).into(),
            run.planned.into(),
        ]);
    }
    table
}
