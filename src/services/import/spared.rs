//! What could not be read in a file is no empty cell: where its row is stored already, what is stored stays.
//!
//! The row is found by as much of its key as could be read; one whose key may mean several stored rows is left out.
//! A column that the file does not have says nothing of any row.

use super::preview::{FieldChange, Words};
use super::tables::Table;
use crate::import::{UnreadSheet, dictionary};
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

type Row = Map<String, Value>;

/// Fields that could not be read, with what stood there.
type Fields = BTreeMap<String, String>;

/// What became of rows of which not everything could be read.
#[derive(Debug, Default)]
pub(super) struct Spared {
    /// For rows of the file by number, what is kept as it is stored, and what stood in the file.
    pub(super) kept: BTreeMap<u64, Vec<FieldChange>>,
    /// Whether a row was left out because it may be any of several.
    pub(super) left_out: bool,
}

/// Fills what could not be read in the rows of a file with what is stored.
pub(super) fn fill(table: &Table, unread: &UnreadSheet, theirs: &mut Vec<Row>, ours: &[Row]) -> Spared {
    let field = |column: &String| dictionary::field(table.sheet, column);
    // A key column that is not there means an empty part of the key.
    let absent: Vec<String> =
        unread.columns.iter().map(field).filter(|name| !table.key.contains(&name.as_str())).collect();
    let mut spared = Spared::default();
    let mut indexes: BTreeMap<BTreeSet<String>, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
    theirs.retain_mut(|row| {
        let number = number(row);
        let cells = u32::try_from(number).ok().and_then(|number| unread.cells.get(&number));
        let read: Fields =
            cells.into_iter().flatten().map(|(column, shown)| (field(column), shown.clone())).collect();
        let names: BTreeSet<String> = absent.iter().chain(read.keys()).cloned().collect();
        if names.is_empty() {
            return true;
        }
        let index = indexes.entry(names.clone()).or_insert_with(|| indexed(ours, table.key, &names));
        let found = index.get(&named(row, table.key, &names)).map(Vec::as_slice).unwrap_or_default();
        let in_key = names.iter().any(|name| table.key.contains(&name.as_str()));
        let [first, others @ ..] = found else { return true };
        if in_key && !others.is_empty() {
            spared.left_out = true;
            return false;
        }
        let kept = filled(table, row, &ours[*first], &names, &read);
        if !kept.is_empty() {
            spared.kept.insert(number, kept);
        }
        true
    });
    spared
}

/// The row's number in the file.
pub(super) fn number(row: &Row) -> u64 {
    row.get("origin").and_then(|origin| origin.get("row")?.as_u64()).unwrap_or_default()
}

/// Puts the stored values of `names` into `row`; answers those whose cell was spoilt. What an import never
/// overwrites needs no putting back.
fn filled(
    table: &Table,
    row: &mut Row,
    ours: &Row,
    names: &BTreeSet<String>,
    read: &Fields,
) -> Vec<FieldChange> {
    let mut kept = Vec::new();
    for name in names {
        let Some(stored) = ours.get(name).filter(|value| !is_nothing(value)) else { continue };
        if !table.kept.contains(&name.as_str()) && row.get(name).is_none_or(is_nothing) {
            row.insert(name.clone(), stored.clone());
        }
        if let Some(shown) = read.get(name) {
            let new = Value::from(shown.as_str());
            kept.push(FieldChange { field: name.clone(), old: stored.clone(), new });
        }
    }
    kept
}

/// An empty cell: no value, or a list without any.
fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn indexed(rows: &[Row], key: &[&str], without: &BTreeSet<String>) -> BTreeMap<String, Vec<usize>> {
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        index.entry(named(row, key, without)).or_default().push(at);
    }
    index
}

/// The row's key without some of its fields; all its fields are the key where the sheet has none.
fn named(row: &Row, key: &[&str], without: &BTreeSet<String>) -> String {
    let is_part =
        |name: &str| name != "origin" && !without.contains(name) && (key.is_empty() || key.contains(&name));
    let parts = row.iter().filter(|(name, value)| is_part(name) && !is_nothing(value));
    Value::Object(parts.map(|(name, value)| (name.clone(), value.clone())).collect()).to_string()
}

/// Zero, no, or nothing: of a fact that was never recorded, it says the same as the record.
pub(super) fn is_none_of_it(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.parse().is_ok_and(|number: Decimal| number.is_zero()),
        other => other.as_f64() == Some(0.0),
    }
}

/// Why a value of a stored row stays.
pub(super) fn unread_words() -> Words {
    Words::new(
        "the file's cell could not be read; what is stored stays",
        "文件中的单元格无法读取，保留已存内容",
    )
}

/// Why a row may only seem to be missing.
pub(super) fn perhaps_unread_words() -> Words {
    Words::new("it may be among the rows that could not be read", "可能在无法读取的行中")
}
