//! Which row is the header, and which column means what.

use std::collections::HashMap;

use crate::document::Sheet;
use crate::text::Bilingual;

use super::dictionary::{self, Column};
use super::normal;
use super::table::{Cell, RawRow};

/// A column found in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Column from 0.
    pub(super) position: u32,
    /// The heading as the user wrote it.
    pub(super) heading: String,
}

/// The header of a sheet.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// For each column of the dictionary, where it is.
    pub(super) columns: Vec<Option<Found>>,
    /// Headings that mean nothing here.
    pub(super) unknown: Vec<Found>,
    /// Headings for something that has a column already.
    pub(super) twice: Vec<Found>,
    /// The row, as the user's program numbers it.
    pub(super) row: u32,
}

impl Header {
    fn known(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// The English headings of columns that are not there.
    pub(super) fn absent(&self, sheet: Sheet) -> impl Iterator<Item = &'static str> {
        let pairs = dictionary::columns(sheet).iter().zip(&self.columns);
        pairs.filter(|(_, found)| found.is_none()).map(|(column, _)| column.english)
    }

    /// Required columns that are not there.
    pub(super) fn missing(&self, sheet: Sheet) -> Vec<Bilingual> {
        let pairs = dictionary::columns(sheet).iter().zip(&self.columns);
        pairs
            .filter(|(column, found)| column.required && found.is_none())
            .map(|(column, _)| Bilingual { en: column.english, zh: column.chinese })
            .collect()
    }
}

/// What the headings of a sheet mean.
pub(super) struct Headings {
    sheet: Sheet,
    by_name: HashMap<String, usize>,
}

impl Headings {
    /// Names first, aliases after them: an alias never takes a heading from a column that has it as its name.
    pub(super) fn of(sheet: Sheet) -> Self {
        let columns = dictionary::columns(sheet);
        let mut by_name = HashMap::new();
        let names: [fn(&Column) -> Vec<&'static str>; 2] =
            [|column| vec![column.english, column.chinese], |column| column.aliases.to_vec()];
        for spellings in names {
            for (index, column) in columns.iter().enumerate() {
                for name in spellings(column) {
                    by_name.entry(normal::heading(name)).or_insert(index);
                }
            }
        }
        for (index, column) in columns.iter().enumerate() {
            for name in [column.english, column.chinese] {
                let folded = normal::heading(name);
                by_name.entry(normal::without_remark(&folded).to_owned()).or_insert(index);
            }
        }
        Self { sheet, by_name }
    }

    /// The column of the dictionary that `text` names.
    pub(super) fn meaning(&self, text: &str) -> Option<usize> {
        let folded = normal::heading(text);
        let known = |name: &str| self.by_name.get(name).copied();
        known(&folded).or_else(|| known(normal::without_remark(&folded)))
    }

    /// What `row` would be as a header.
    pub(super) fn read(&self, row: &RawRow) -> Header {
        let columns = vec![None; dictionary::columns(self.sheet).len()];
        let mut header = Header { columns, row: row.number, ..Header::default() };
        for (position, cell) in &row.cells {
            let Cell::Text(text) = cell else { continue };
            let heading = super::fault::shown(text.trim());
            if heading.is_empty() {
                continue;
            }
            let found = Found { position: *position, heading };
            match self.meaning(text).and_then(|index| header.columns.get_mut(index)) {
                Some(place @ None) => *place = Some(found),
                Some(Some(_)) => header.twice.push(found),
                None => header.unknown.push(found),
            }
        }
        header
    }

    /// The header among the first rows: the first that has every required column, else the one that has most.
    /// Says how many rows it takes with it, itself among them.
    pub(super) fn find(&self, rows: &[RawRow]) -> Option<(usize, Header)> {
        let mut best: Option<(usize, Header)> = None;
        for (index, row) in rows.iter().enumerate() {
            let header = self.read(row);
            if header.known() == 0 {
                continue;
            }
            if header.missing(self.sheet).is_empty() {
                return Some((index + 1, header));
            }
            if best.as_ref().is_none_or(|(_, known)| header.known() > known.known()) {
                best = Some((index + 1, header));
            }
        }
        best
    }
}

/// Which sheet `name` means.
pub(super) fn sheet_named(name: &str) -> Option<Sheet> {
    let wanted = normal::heading(name);
    let is = |other: &str| normal::heading(other) == wanted;
    let by_name = Sheet::ALL.into_iter().find(|sheet| is(sheet.english()) || is(sheet.chinese()));
    by_name.or_else(|| {
        Sheet::ALL.into_iter().find(|sheet| dictionary::sheet_aliases(*sheet).iter().any(|name| is(name)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, texts: &[&str]) -> RawRow {
        let cells = texts.iter().enumerate().map(|(at, text)| (at as u32, Cell::Text((*text).to_owned())));
        RawRow { number, cells: cells.collect() }
    }

    #[test]
    fn no_two_columns_of_a_sheet_share_a_name() {
        for sheet in Sheet::ALL {
            let mut seen = HashMap::new();
            for column in dictionary::columns(sheet) {
                for name in [column.english, column.chinese].iter().chain(column.aliases) {
                    if let Some(other) = seen.insert(normal::heading(name), column.english) {
                        assert_eq!(other, column.english, "{sheet:?}: {name}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_name_of_a_sheet_finds_it() {
        for sheet in Sheet::ALL {
            for name in [sheet.english(), sheet.chinese()].iter().chain(dictionary::sheet_aliases(sheet)) {
                assert_eq!(sheet_named(name), Some(sheet), "{name}");
            }
        }
        assert_eq!(sheet_named("Work_Centers"), Some(Sheet::WorkCentres));
        assert_eq!(sheet_named("Sheet1"), None);
    }

    #[test]
    fn the_header_is_found_under_titles() {
        let headings = Headings::of(Sheet::Issues);
        let rows = [
            row(1, &["发料明细表 2026"]),
            row(3, &["单位", "物料"]),
            row(4, &["工单号", "物料编码", "数量（件）", "备注", "数量"]),
            row(5, &["MO-1", "PT-1", "5"]),
        ];
        let (taken, header) = headings.find(&rows).unwrap();
        assert_eq!((taken, header.row), (3, 4));
        assert_eq!(
            header.columns.iter().flatten().map(|found| found.position).collect::<Vec<_>>(),
            [0, 1, 2]
        );
        assert_eq!(header.unknown[0].heading, "备注");
        assert_eq!(header.twice[0].position, 4);
    }

    #[test]
    fn a_header_without_a_required_column_is_still_the_header() {
        let headings = Headings::of(Sheet::Issues);
        let (_, header) = headings.find(&[row(1, &["issues"]), row(2, &["Work Order", "Item"])]).unwrap();
        assert_eq!(
            header.missing(Sheet::Issues).iter().map(|column| column.en).collect::<Vec<_>>(),
            ["quantity"]
        );
        assert!(headings.find(&[row(1, &["MO-1", "PT-1"])]).is_none());
    }
}
