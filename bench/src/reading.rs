//! Reading: how fast workbooks are imported, and in how much memory.
//!
//! Each file is read by a process of its own, so that its peak memory is that of reading it.

use crate::effort::Effort;
use crate::page::{Section, Table, grouped, number};
use crate::process;
use crate::sample::Sample;
use anyhow::{Context, Result};
use holdfast::import::{Limits, read};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const ITEMS: u32 = 1_000;
const CUSTOMERS: u32 = 200;

const INTRO: &str = "\
Each workbook is imported by a process of its own, and the process says its peak resident memory, which holds
the program, the file and the whole document. The large workbook has one row for each sales-order line, with
dates, items and customers, and is written for the run. There is no target; memory is bounded by the import's
limits.";

/// What importing one file took.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Imported {
    /// Wall seconds.
    pub seconds: f64,
    /// Rows of the document, all sheets together.
    pub rows: usize,
    /// Faults reported.
    pub faults: usize,
    /// Peak resident memory of the process in MiB; nothing where the system does not say.
    pub peak: Option<f64>,
}

/// Imports `path` in this process.
///
/// # Errors
///
/// The import refuses the file.
pub fn read_here(path: &Path) -> Result<Imported> {
    let start = Instant::now();
    let reading = read(path, &Limits::default())?;
    let seconds = start.elapsed().as_secs_f64();
    let document = &reading.document;
    let rows = [
        document.customers.len(),
        document.items.len(),
        document.stock.len(),
        document.boms.len(),
        document.routings.len(),
        document.work_centres.len(),
        document.shifts.len(),
        document.calendar_exceptions.len(),
        document.suppliers.len(),
        document.sales_orders.len(),
        document.holds.len(),
        document.work_orders.len(),
        document.progress.len(),
        document.issues.len(),
        document.purchase_orders.len(),
        document.shipments.len(),
        document.production.len(),
    ];
    let peak = Some(process::own_peak()).filter(|peak| peak.is_finite());
    Ok(Imported { seconds, rows: rows.iter().sum(), faults: reading.faults.len(), peak })
}

/// Measures the example workbook and a large one.
///
/// # Errors
///
/// A workbook can't be written or read.
pub fn section(effort: &Effort, folder: &Path) -> Result<Section> {
    let example = process::root().join("examples/precision-shop.xlsx");
    let large = write_large(folder, effort.sales_lines)?;
    let mut table = Table::new(
        "Import",
        "workbook | file, MiB | rows | faults | runs | median, s | minimum, s | rows per second | peak, MiB",
    );
    let name = format!("generated, {} sales-order lines", grouped(effort.sales_lines.into()));
    for (name, path) in [("examples/precision-shop.xlsx", example), (&*name, large)] {
        let runs: Vec<Imported> =
            (0..effort.repeats.min(7)).map(|_| apart(&path, folder)).collect::<Result<_>>()?;
        let seconds = Sample::of(runs.iter().map(|run| run.seconds).collect());
        let peak = runs.iter().filter_map(|run| run.peak).fold(f64::NAN, f64::max);
        let bytes = fs::metadata(&path)?.len() as f64;
        table.row(vec![
            name.to_owned(),
            number(bytes / 1024.0 / 1024.0, 1),
            grouped(runs[0].rows as u64),
            grouped(runs[0].faults as u64),
            runs.len().to_string(),
            number(seconds.median(), 3),
            number(seconds.min(), 3),
            number(runs[0].rows as f64 / seconds.median(), 0),
            number(peak, 0),
        ]);
    }
    Ok(Section { title: "5. Reading".to_owned(), intro: INTRO.to_owned(), tables: vec![table] })
}

/// Imports `path` in a process of its own, which is this program again.
fn apart(path: &Path, folder: &Path) -> Result<Imported> {
    let out = folder.join("imported.json");
    let mut command = Command::new(std::env::current_exe()?);
    process::run(command.arg("--import").arg(path), &[0], &out)?;
    serde_json::from_slice(&fs::read(&out)?).context("what the importing process said")
}

/// A workbook of `lines` sales-order lines, written row by row in constant memory.
fn write_large(folder: &Path, lines: u32) -> Result<PathBuf> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet_with_constant_memory()?.set_name("customers")?;
    sheet.write_row(0, 0, ["customer", "name"])?;
    for n in 0..CUSTOMERS {
        sheet.write_row(n + 1, 0, [format!("C-{n:04}"), format!("Customer {n}")])?;
    }
    let sheet = workbook.add_worksheet_with_constant_memory()?.set_name("items")?;
    sheet.write_row(0, 0, ["item", "description", "unit", "source"])?;
    for n in 0..ITEMS {
        let row = [format!("P-{n:05}"), format!("Bracket {n}"), "pcs".to_owned(), "make".to_owned()];
        sheet.write_row(n + 1, 0, row)?;
    }
    let sheet = workbook.add_worksheet_with_constant_memory()?.set_name("sales orders")?;
    let headings = [
        "order",
        "line",
        "customer",
        "item",
        "quantity",
        "order date",
        "promise date",
        "date basis",
        "firmness",
    ];
    sheet.write_row(0, 0, headings)?;
    let first = ExcelDateTime::from_ymd(2026, 1, 5)?.to_excel();
    for n in 0..lines {
        let row = n + 1;
        sheet.write_string(row, 0, format!("SO-{:06}", n / 4))?;
        sheet.write_number(row, 1, f64::from(n % 4 * 10 + 10))?;
        sheet.write_string(row, 2, format!("C-{:04}", n / 4 * 7 % CUSTOMERS))?;
        sheet.write_string(row, 3, format!("P-{:05}", n * 13 % ITEMS))?;
        sheet.write_number(row, 4, f64::from(n % 40 + 1))?;
        sheet.write_number_with_format(row, 5, first - f64::from(n % 60), &day)?;
        sheet.write_number_with_format(row, 6, first + f64::from(n % 180), &day)?;
        sheet.write_string(row, 7, "ship")?;
        sheet.write_string(row, 8, "firm")?;
    }
    let path = folder.join("large.xlsx");
    workbook.save(&path)?;
    Ok(path)
}
