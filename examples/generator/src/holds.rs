//! Holds and milestones: what keeps an order from starting or leaving, and who owes it.
//!
//! They are put on lines and work orders where such a thing would really stand, found by rule and not by
//! number, so that the sheet stays true when the story's seed changes.

use crate::clock::{DAY, Minute, date};
use crate::story::Told;
use crate::table::{Cell, Table};

const OFFICE: &str = "Chen Jing";
const QUALITY: &str = "Wang Lei";

/// `holds`: drawing approvals, deposits, a sample sign-off, a credit hold and a quality hold.
pub fn holds(told: &Told) -> Table {
    let mut table = Table::new(
        "holds",
        "order|line|work order|operation|kind|milestone|owner|expected release|released|blocks",
    );
    let open = told.open_lines();
    let firm = |line: &&usize| !told.lines[**line].forecast;
    let unplanned: Vec<usize> =
        open.iter().filter(firm).copied().filter(|&line| told.stage(line) == "not planned").collect();
    let waiting: Vec<usize> =
        open.iter().copied().filter(|&line| told.stage(line) == "awaiting material").collect();
    let ready: Vec<usize> = open.iter().copied().filter(|&line| told.stage(line) == "inspected").collect();
    let mut milestone = |line: Option<&usize>, kind: &str, what: &str, in_days: i64, blocks: &str| {
        if let Some(&line) = line {
            let owner = if kind == "credit" { OFFICE } else { "customer" };
            table.push(on_line(told, line, [kind, what, owner, blocks], told.now + in_days * DAY, None));
        }
    };
    milestone(unplanned.first(), "drawing", "drawing approval", 4, "start");
    milestone(unplanned.get(3), "drawing", "drawing approval", 9, "start");
    milestone(unplanned.get(6), "customer", "deposit", 3, "start");
    milestone(waiting.get(2), "drawing", "drawing approval", -2, "start");
    milestone(waiting.get(5), "customer", "sample sign-off", 14, "dispatch");
    milestone(ready.first(), "customer", "deposit", 2, "dispatch");
    milestone(ready.get(4), "credit", "", 1, "dispatch");
    if let Some(&line) = waiting.get(8) {
        let released = Some(told.now - 5 * DAY);
        let words = ["drawing", "drawing approval", "customer", "start"];
        table.push(on_line(told, line, words, told.now - 9 * DAY, released));
    }
    if let Some((job, operation)) =
        told.jobs_in_work().into_iter().find_map(|job| between_operations(told, job))
    {
        let mut row = vec![Cell::Empty, Cell::Empty, Told::work_order(job).into(), operation.into()];
        row.extend(["quality", "", QUALITY].map(Cell::from));
        row.extend([date(told.now + 2 * DAY).into(), Cell::Empty, "start".into()]);
        table.push(row);
    }
    table
}

fn on_line(
    told: &Told,
    line: usize,
    [kind, milestone, owner, blocks]: [&str; 4],
    expected: Minute,
    released: Option<Minute>,
) -> Vec<Cell> {
    let line = &told.lines[line];
    let mut row = vec![line.order.as_str().into(), line.number.into(), Cell::Empty, Cell::Empty];
    row.extend([kind, milestone, owner].map(Cell::from));
    row.extend([date(expected).into(), released.map(date).into(), blocks.into()]);
    row
}

/// A work order that waits between two operations, and the number of the next.
fn between_operations(told: &Told, job: usize) -> Option<(usize, i64)> {
    let this = &told.jobs[job];
    let operations = &told.shop.items[this.item].operations;
    let place = this.runs.iter().position(|run| !told.past(run.start))?;
    let waits = place > 0 && told.past(this.runs[place - 1].finish);
    waits.then_some((job, operations[place].number))
}
