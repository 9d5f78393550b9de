//! Files: tables as one workbook, or as a folder of CSV files. The same tables always give the same bytes.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{Datelike, NaiveDate, Timelike};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

use crate::table::{Cell, Table};

/// A sheet with what stands around its table.
pub struct Page {
    /// The table.
    pub table: Table,
    /// Rows of text above the header.
    pub title: Vec<String>,
    /// Column ranges of rows to be merged: first row, last row, column, counted in the table.
    pub merged: Vec<(usize, usize, usize)>,
    /// The number format of dates.
    pub date_format: &'static str,
}

impl Page {
    /// A sheet that begins with its header.
    pub fn plain(table: Table) -> Self {
        Self { table, title: Vec::new(), merged: Vec::new(), date_format: "yyyy-mm-dd" }
    }
}

/// The workbook's bytes.
///
/// # Errors
/// Those of the writer, such as a sheet name that is too long.
pub fn xlsx(pages: &[Page], title: &str) -> Result<Vec<u8>> {
    let created = ExcelDateTime::from_ymd(2026, 3, 9)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new().set_title(title).set_author("Holdfast").set_creation_datetime(&created),
    );
    for page in pages {
        write_page(workbook.add_worksheet(), page)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_page(sheet: &mut Worksheet, page: &Page) -> Result<()> {
    sheet.set_name(&page.table.sheet)?;
    let heading = Format::new().set_bold();
    let date = Format::new().set_num_format(page.date_format);
    let instant = Format::new().set_num_format(format!("{} hh:mm", page.date_format));
    for (row, text) in page.title.iter().enumerate() {
        sheet.write_string(row as u32, 0, text)?;
    }
    let top = page.title.len() as u32;
    for (column, text) in page.table.headings.iter().enumerate() {
        sheet.write_string_with_format(top, column as u16, text, &heading)?;
        sheet.set_column_width(column as u16, 14)?;
    }
    for (index, cells) in page.table.rows.iter().enumerate() {
        let row = top + 1 + index as u32;
        for (column, cell) in cells.iter().enumerate() {
            write_cell(sheet, row, column as u16, cell, &date, &instant)?;
        }
    }
    let middle = Format::new().set_align(FormatAlign::VerticalCenter);
    for &(first, last, column) in &page.merged {
        let text = page.table.rows[first][column].text();
        let (first, last) = (top + 1 + first as u32, top + 1 + last as u32);
        sheet.merge_range(first, column as u16, last, column as u16, &text, &middle)?;
    }
    sheet.set_freeze_panes(top + 1, 0)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    date: &Format,
    instant: &Format,
) -> Result<()> {
    match cell {
        Cell::Empty => sheet,
        Cell::Text(text) => sheet.write_string(row, column, text)?,
        Cell::Number(text) => sheet.write_number(row, column, text.parse::<f64>()?)?,
        Cell::Date(day) => sheet.write_datetime_with_format(row, column, excel_day(*day)?, date)?,
        Cell::Instant(at) => {
            let excel = excel_day(at.date())?.and_hms(at.hour() as u16, at.minute() as u8, 0)?;
            sheet.write_datetime_with_format(row, column, excel, instant)?
        }
    };
    Ok(())
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime> {
    Ok(ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?)
}

/// The CSV files of a folder: name and bytes.
///
/// # Errors
/// Those of the CSV writer.
pub fn csv_files(tables: &[Table]) -> Result<BTreeMap<String, Vec<u8>>> {
    tables.iter().map(|table| Ok((format!("{}.csv", table.sheet), table.to_csv()?))).collect()
}
