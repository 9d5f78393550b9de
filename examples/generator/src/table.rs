//! Tables: what one sheet of a workbook holds, before it becomes a file.
//!
//! A cell knows whether it is a number or a date, so that a spreadsheet gets real numbers and dates and a CSV
//! file gets their plain text. Numbers stay decimal text, so that nothing is lost on the way.

use anyhow::{Context, Result};
use chrono::{NaiveDate, NaiveDateTime};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text as it stands.
    Text(String),
    /// A number, as decimal text.
    Number(String),
    /// A day.
    Date(NaiveDate),
    /// A day and a time of day.
    Instant(NaiveDateTime),
}

impl Cell {
    /// Plain text: ISO dates, minutes for times of day.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Number(text) => text.clone(),
            Self::Date(date) => date.format("%Y-%m-%d").to_string(),
            Self::Instant(instant) => instant.format("%Y-%m-%d %H:%M").to_string(),
        }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What a table file's text means: a number, an ISO date, text, or nothing.
    pub fn read(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else if text.parse::<f64>().is_ok() {
            Self::Number(text.to_owned())
        } else if let Ok(date) = text.parse() {
            Self::Date(date)
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<NaiveDate> for Cell {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<NaiveDateTime> for Cell {
    fn from(instant: NaiveDateTime) -> Self {
        Self::Instant(instant)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A sheet: its name, its headings, its rows. All rows are as long as the headings.
#[derive(Debug, Clone)]
pub struct Table {
    /// English sheet name.
    pub sheet: String,
    /// English headings.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table with these headings, which are separated by `|`.
    pub fn new(sheet: &str, headings: &str) -> Self {
        Self {
            sheet: sheet.to_owned(),
            headings: headings.split('|').map(|heading| heading.trim().to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// A table from CSV text with a header row.
    ///
    /// # Errors
    /// Text that is not CSV.
    pub fn read(sheet: &str, text: &str) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers()?.iter().map(str::to_owned).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.with_context(|| format!("reading the table {sheet}"))?;
            rows.push(record.iter().map(Cell::read).collect());
        }
        Ok(Self { sheet: sheet.to_owned(), headings, rows })
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        assert_eq!(
            row.len(),
            self.headings.len(),
            "a row of {} has another length than its headings",
            self.sheet
        );
        self.rows.push(row);
    }

    /// The position of a heading.
    pub fn column(&self, heading: &str) -> usize {
        let found = self.headings.iter().position(|name| name == heading);
        found.unwrap_or_else(|| panic!("the table {} has no column {heading}", self.sheet))
    }

    /// The text of a cell.
    pub fn text(&self, row: usize, heading: &str) -> String {
        self.rows[row][self.column(heading)].text()
    }

    /// The number in a cell; `otherwise` if it is empty.
    pub fn number(&self, row: usize, heading: &str, otherwise: f64) -> f64 {
        self.text(row, heading).parse().unwrap_or(otherwise)
    }

    /// The table without these columns.
    #[must_use]
    pub fn without(&self, headings: &[&str]) -> Self {
        let keep: Vec<usize> = (0..self.headings.len())
            .filter(|&column| !headings.contains(&self.headings[column].as_str()))
            .collect();
        Self {
            sheet: self.sheet.clone(),
            headings: keep.iter().map(|&column| self.headings[column].clone()).collect(),
            rows: self
                .rows
                .iter()
                .map(|row| keep.iter().map(|&column| row[column].clone()).collect())
                .collect(),
        }
    }

    /// The CSV text: comma-separated, lines end in a line feed.
    ///
    /// # Errors
    /// Those of the CSV writer.
    pub fn to_csv(&self) -> Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(&self.headings)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::text))?;
        }
        writer.into_inner().context("finishing a CSV file")
    }
}
