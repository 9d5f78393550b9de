//! The Chinese workbook: the same sheets under the Chinese names that the workbook's contract gives them.
//!
//! Words come from `data/glossary.csv`. Codes change their prefixes, so that the two shops are not mixed up.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::catalogue::Catalogue;
use crate::table::{Cell, Table};

/// Words by kind, sheet (empty: any) and English text.
pub struct Glossary {
    words: BTreeMap<(String, String, String), String>,
    names: BTreeMap<String, String>,
    prefixes: Vec<(String, String)>,
    items: Vec<String>,
}

impl Glossary {
    /// Reads the glossary, and the Chinese names that stand in the shop's tables.
    ///
    /// # Errors
    /// A table that is not CSV.
    pub fn read(shop: &Catalogue) -> Result<Self> {
        let table = Table::read("glossary", include_str!("../data/glossary.csv"))?;
        let (mut words, mut prefixes) = (BTreeMap::new(), Vec::new());
        for row in 0..table.rows.len() {
            let [kind, sheet, english, chinese] =
                ["kind", "sheet", "english", "chinese"].map(|heading| table.text(row, heading));
            if kind == "prefix" {
                prefixes.push((english, chinese));
            } else {
                let kind = if kind == "name" || kind == "setting" { "value".to_owned() } else { kind };
                words.insert((kind, sheet, english), chinese);
            }
        }
        let mut names = BTreeMap::new();
        let tables = &shop.tables;
        let sources = [
            (&tables.items, "description", "description zh"),
            (&tables.centres, "name", "name zh"),
            (&tables.suppliers, "name", "name zh"),
            (&tables.customers, "name", "name zh"),
        ];
        for (table, english, chinese) in sources {
            for row in 0..table.rows.len() {
                names.insert(table.text(row, english), table.text(row, chinese));
            }
        }
        let items = shop.items.iter().map(|item| item.code.clone()).collect();
        Ok(Self { words, names, prefixes, items })
    }

    fn word(&self, kind: &str, sheet: &str, english: &str) -> Option<&str> {
        let find = |sheet: &str| self.words.get(&(kind.to_owned(), sheet.to_owned(), english.to_owned()));
        find(sheet).or_else(|| find("")).map(String::as_str)
    }

    /// The sheet in Chinese.
    pub fn translate(&self, table: &Table) -> Table {
        let sheet = self.word("sheet", &table.sheet, &table.sheet);
        let heading = |english: &String| {
            let chinese = self.word("heading", &table.sheet, english);
            chinese.unwrap_or_else(|| panic!("no Chinese for {english} on {}", table.sheet)).to_owned()
        };
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => Cell::Text(self.text(&table.sheet, text)),
            other => other.clone(),
        };
        Table {
            sheet: sheet.expect("every sheet has a Chinese name").to_owned(),
            headings: table.headings.iter().map(heading).collect(),
            rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        }
    }

    fn text(&self, sheet: &str, text: &str) -> String {
        if self.items.iter().any(|item| item == text) {
            return format!("N{text}");
        }
        let known = self.word("value", sheet, text).or_else(|| self.names.get(text).map(String::as_str));
        let known = known.map(str::to_owned);
        let coded = || {
            let of =
                |(old, new): &(String, String)| text.strip_prefix(old).map(|rest| format!("{new}{rest}"));
            self.prefixes.iter().find_map(of)
        };
        known.or_else(coded).unwrap_or_else(|| text.to_owned())
    }
}
