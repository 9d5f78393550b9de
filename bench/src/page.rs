//! The document: sections of prose and tables in Markdown, and how figures and verdicts are worded.

use std::fmt::Write;

/// How the verdict on a missed target begins.
const MISSED: &str = "**missed";

/// A part of the document.
#[derive(Debug)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// What its figures are, before the tables.
    pub intro: String,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A table with a caption.
#[derive(Debug)]
pub struct Table {
    caption: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table; `columns` are separated by `|`.
    pub fn new(caption: impl Into<String>, columns: &str) -> Table {
        let columns = columns.split('|').map(|name| name.trim().to_owned()).collect();
        Table { caption: caption.into(), columns, rows: Vec::new() }
    }

    /// Adds a row as long as the columns.
    pub fn row(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.columns.len(), "a row of another length in {}", self.caption);
        self.rows.push(cells);
    }

    /// The figures that miss their target: table, row and by how much.
    pub fn misses(&self) -> Vec<String> {
        let missed = |row: &&Vec<String>| row.iter().any(|cell| cell.starts_with(MISSED));
        let told = |row: &Vec<String>| {
            let verdicts: Vec<String> = row
                .iter()
                .zip(&self.columns)
                .filter(|(cell, _)| cell.starts_with(MISSED))
                .map(|(cell, column)| format!("{} ({column})", cell.replace("**", "")))
                .collect();
            format!("{}: {}: {}", self.caption, row[0], verdicts.join(", "))
        };
        self.rows.iter().filter(missed).map(told).collect()
    }

    fn write(&self, out: &mut String) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rules: Vec<String> =
            (0..self.columns.len()).map(|n| if n == 0 { "---" } else { "---:" }.to_owned()).collect();
        write!(out, "\n**{}**\n\n", self.caption).expect("a string takes all");
        out.push_str(&line(&self.columns));
        out.push_str(&line(&rules));
        for row in &self.rows {
            out.push_str(&line(row));
        }
    }
}

impl Section {
    /// Appends the section as Markdown.
    pub fn write(&self, out: &mut String) {
        write!(out, "\n## {}\n\n{}\n", self.title, self.intro.trim()).expect("a string takes all");
        for table in &self.tables {
            table.write(out);
        }
    }
}

/// A number with so many decimals and its thousands apart; a dash for one that is not known.
pub fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = text.split_once('.').map_or((&*text, ""), |(whole, fraction)| (whole, fraction));
    let sign = if value < 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) { "−" } else { "" };
    let whole = grouped(whole.parse().unwrap_or(0));
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// A whole number with its thousands apart.
pub fn grouped(value: u64) -> String {
    if value < 1_000 { value.to_string() } else { format!("{},{:03}", grouped(value / 1_000), value % 1_000) }
}

/// Verdicts are rounded against us; a whole per cent stays one.
const SLACK: f64 = 1e-6;

/// What a figure is against a target that it must not exceed.
pub fn at_most(value: f64, target: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let apart = (value / target - 1.0) * 100.0;
    if value <= target {
        format!("met, {} % below", number((SLACK - apart).floor(), 0))
    } else {
        format!("{MISSED} by {} %**", number((apart - SLACK).ceil(), 0))
    }
}

/// What a figure is against a target that it must reach.
pub fn at_least(value: f64, target: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let apart = (value / target - 1.0) * 100.0;
    if value >= target {
        format!("met, {} % above", number((apart + SLACK).floor(), 0))
    } else {
        format!("{MISSED} by {} %**", number((-apart - SLACK).ceil(), 0))
    }
}

/// How many of several keep a target, and which do not.
pub fn kept(all: usize, missed: &[u64]) -> String {
    if missed.is_empty() {
        return format!("met in all {all}");
    }
    let names: Vec<String> = missed.iter().map(u64::to_string).collect();
    format!("{MISSED} in {} of {all}** (seeds {})", missed.len(), names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_easily() {
        assert_eq!(number(1_234_567.891, 1), "1,234,567.9");
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(-12.0, 0), "−12");
        assert_eq!(number(f64::NAN, 2), "–");
    }

    #[test]
    fn a_verdict_says_by_how_much() {
        assert_eq!(at_most(200.0, 250.0), "met, 20 % below");
        assert_eq!(at_most(300.0, 250.0), "**missed by 20 %**");
        assert_eq!(at_most(1.0, 250.0), "met, 99 % below");
        assert_eq!(at_least(0.75, 0.6), "met, 25 % above");
        assert_eq!(at_least(0.3, 0.6), "**missed by 50 %**");
        assert_eq!(kept(11, &[5, 10]), "**missed in 2 of 11** (seeds 5, 10)");
    }

    #[test]
    fn misses_are_told_with_their_table_and_column() {
        let mut table = Table::new("Speed", "figure | median | minimum");
        table.row(vec!["played".into(), at_most(300.0, 250.0), at_most(240.0, 250.0)]);
        assert_eq!(table.misses(), ["Speed: played: missed by 20 % (median)"]);
    }

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new("Speed", "orders | ns");
        table.row(vec!["1,000".into(), "190".into()]);
        let mut out = String::new();
        table.write(&mut out);
        assert!(table.misses().is_empty());
        assert_eq!(out, "\n**Speed**\n\n| orders | ns |\n| --- | ---: |\n| 1,000 | 190 |\n");
    }
}
