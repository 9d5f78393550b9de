//! What a file would change: every row beside the one that is stored under the same key.

use super::preview::{FieldChange, Outcome, Refused, RowChange, SheetPreview, Words};
use super::spared::{self, Spared, is_none_of_it, perhaps_unread_words, unread_words};
use super::stored::{PART, Stored};
use super::tables::{TABLES, Table};
use crate::document::{Sheet, ShopDocument};
use crate::import::{Unread, UnreadSheet};
use crate::services::stock;
use crate::store::Failure;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Rows of one sheet in JSON, in the order of the sheet.
type Rows = Vec<Map<String, Value>>;
/// Rows by their keys.
type Keyed = BTreeMap<String, Map<String, Value>>;

/// Rows of a sheet and kind that are listed in a preview.
const LISTED: usize = 200;

/// What a file would change, and which rows of it would be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Difference {
    /// The rows to be written, as a document.
    pub(super) written: ShopDocument,
    /// What people read of each sheet.
    pub(super) sheets: Vec<SheetPreview>,
    /// Keys of rows that are new, with the part of the document that they belong to.
    pub(super) new: Vec<(&'static str, String)>,
    /// Keys of orders in hand that vanished and can be closed.
    pub(super) vanished: Vec<(Sheet, String)>,
    /// Rows about work orders that nobody knows.
    pub(super) strays: Vec<Refused>,
}

/// What was read or stored does not have the form of a document: nothing of it may be guessed.
pub(super) fn broken(why: impl Display) -> Failure {
    Failure::Broken(format!("a row of an import has lost its form: {why}"))
}

/// A value as a JSON object.
fn object(value: &impl Serialize) -> Result<Map<String, Value>, Failure> {
    match serde_json::to_value(value).map_err(broken)? {
        Value::Object(fields) => Ok(fields),
        other => Err(broken(other)),
    }
}

/// The parts of a document by their names, each row a JSON object without nothings.
pub(super) fn parts(document: &ShopDocument) -> Result<BTreeMap<&'static str, Rows>, Failure> {
    let mut whole = object(document)?;
    let mut parts = BTreeMap::new();
    for Table { name, .. } in TABLES {
        let Some(Value::Array(rows)) = whole.remove(name) else { return Err(broken(name)) };
        let mut objects = Vec::with_capacity(rows.len());
        for row in rows {
            let Value::Object(mut fields) = row else { return Err(broken(name)) };
            fields.retain(|_, value| !value.is_null());
            objects.push(fields);
        }
        parts.insert(name, objects);
    }
    Ok(parts)
}

/// Compares `file` with what is stored. `refused` is what could not be used of it, and `unread` where its rows say
/// nothing.
///
/// # Errors
///
/// A row does not have the form of a document; none is left out for that.
pub(super) fn compare(
    file: &ShopDocument,
    unread: &Unread,
    stored: &Stored,
    refused: &[Refused],
) -> Result<Difference, Failure> {
    let mut difference = Difference::default();
    let (mut file_parts, mut stored_parts) = (parts(file)?, parts(&stored.document)?);
    add_keys(file_parts.get_mut("stock"), &stock::import_keys(&file.stock));
    add_keys(stored_parts.get_mut("stock"), &stored.lots);
    let mut written = Map::new();
    difference.sheets.extend(settings(file, &stored.document, &mut difference.written)?);
    for table in &TABLES {
        let mut theirs = file_parts.remove(table.name).unwrap_or_default();
        if !file.titles.contains_key(&table.sheet) && theirs.is_empty() {
            continue;
        }
        let ours = stored_parts.remove(table.name).unwrap_or_default();
        let title = file.title(table.sheet).to_owned();
        let mut preview = SheetPreview::new(table.sheet, title);
        preview.unread = refused.iter().any(|one| hides_a_row(one, &preview.title));
        // A sheet without rows says nothing.
        let says_something = !theirs.is_empty();
        let nothing = UnreadSheet::default();
        let unread = unread.get(&table.sheet).unwrap_or(&nothing);
        let spared = spared::fill(table, unread, &mut theirs, &ours);
        preview.unread |= spared.left_out;
        let whole = if table.group.is_some() { theirs.clone() } else { Rows::new() };
        let mut found = Comparison::new(table, stored, preview, (unread, spared));
        let rest = found.rows(theirs, ours);
        let rest = found.whole(whole, rest);
        let vanished = if says_something { found.missing(&rest) } else { Vec::new() };
        found.preview.unread &= found.doubted;
        difference.vanished.extend(vanished.into_iter().map(|key| (table.sheet, key)));
        difference.sheets.push(found.preview);
        difference.new.extend(found.new.into_iter().map(|key| (table.name, key)));
        written.insert(table.name.to_owned(), Value::Array(found.written));
    }
    difference.written = filled(&difference.written, written)?;
    Ok(difference)
}

/// Whether a row of a sheet that was there may seem to be missing for what could not be read.
fn hides_a_row(refused: &Refused, title: &str) -> bool {
    const OF_CODES: [&str; 5] =
        ["cell-error", "code-became-date", "code-became-number", "control-characters", "too-long"];
    let here = refused.sheet == title || refused.sheet.is_empty();
    let code = refused.code.as_str();
    // Of two rows with one key the first one was read.
    let gone = refused.dropped && code != "duplicate-key";
    here && (gone || code == "more-faults" || refused.lost && OF_CODES.contains(&code))
}

/// `document` with rows in JSON as its parts.
///
/// # Errors
///
/// A row is not one of the document's.
pub(super) fn filled(document: &ShopDocument, parts: Map<String, Value>) -> Result<ShopDocument, Failure> {
    let mut whole = object(document)?;
    whole.extend(parts);
    serde_json::from_value(Value::Object(whole)).map_err(broken)
}

fn add_keys(rows: Option<&mut Rows>, keys: &[String]) {
    for (row, key) in rows.into_iter().flatten().zip(keys) {
        row.insert("key".to_owned(), Value::from(key.as_str()));
    }
}

/// Settings that the file names; others stay.
fn settings(
    file: &ShopDocument,
    stored: &ShopDocument,
    written: &mut ShopDocument,
) -> Result<Option<SheetPreview>, Failure> {
    written.settings = stored.settings.clone();
    if !file.titles.contains_key(&Sheet::Settings) {
        return Ok(None);
    }
    let (mut ours, mut theirs) = (object(&stored.settings)?, object(&file.settings)?);
    theirs.retain(|_, value| !value.is_null());
    let changed = changes(&ours, &theirs, theirs.keys());
    let mut preview = SheetPreview::new(Sheet::Settings, file.title(Sheet::Settings).to_owned());
    if changed.is_empty() {
        preview.unchanged = 1;
    } else {
        preview.changed = 1;
        preview.list(RowChange {
            key: String::new(),
            row: None,
            outcome: Outcome::Changed,
            fields: changed,
            note: None,
        });
        ours.extend(theirs);
        written.settings = serde_json::from_value(Value::Object(ours)).map_err(broken)?;
    }
    Ok(Some(preview))
}

/// One sheet of a file beside what is stored of it.
struct Comparison<'a> {
    table: &'a Table,
    stored: &'a Stored,
    preview: SheetPreview,
    written: Vec<Value>,
    new: Vec<String>,
    /// What is kept in rows of which not everything could be read.
    spared: Spared,
    /// Keys of rows that the file has and that were left out.
    left_out: BTreeSet<String>,
    /// Whether something seems to be missing that may only not have been read.
    doubted: bool,
}

impl<'a> Comparison<'a> {
    fn new(
        table: &'a Table,
        stored: &'a Stored,
        preview: SheetPreview,
        (unread, spared): (&UnreadSheet, Spared),
    ) -> Self {
        let left_out = unread.rows.iter().map(|key| key.join(&PART.to_string())).collect();
        let (written, new) = (Vec::new(), Vec::new());
        Self { table, stored, preview, written, new, spared, left_out, doubted: false }
    }

    /// Compares every row of the file; answers what is stored and not among them.
    fn rows(&mut self, theirs: Rows, ours: Rows) -> Keyed {
        let mut stored: Keyed = keyed(ours, self.table.key).collect();
        for (key, row) in keyed(theirs, self.table.key) {
            let note = self.stored.over.note(self.table.sheet, &key, &row);
            match (stored.remove(&key), note) {
                (None, None) => {
                    self.preview.new += 1;
                    self.tell(&key, Some(&row), Outcome::New, Vec::new(), None);
                    if !self.table.key.is_empty() {
                        self.new.push(key);
                    }
                    self.written.push(Value::Object(row));
                }
                (None, note) => {
                    self.preview.over += 1;
                    self.tell(&key, Some(&row), Outcome::Over, Vec::new(), note);
                }
                (Some(ours), note) => self.known(&key, row, &ours, note),
            }
        }
        stored
    }

    /// A row that is stored.
    fn known(&mut self, key: &str, row: Map<String, Value>, ours: &Map<String, Value>, note: Option<Words>) {
        let names: BTreeSet<&String> = ours.keys().chain(row.keys()).collect();
        let is_kept = |name: &str| self.table.kept.contains(&name);
        let open = names.iter().copied().filter(|name| !is_kept(name));
        let changed = changes(ours, &row, open);
        // Facts that the shop itself has recorded stay; a file that does not mention them says nothing.
        let facts = names.iter().copied().filter(|name| is_kept(name) && row.contains_key(*name));
        let mut ignored = changes(ours, &row, facts);
        ignored.retain(|change| !(change.old.is_null() && is_none_of_it(&change.new)));
        let unread = self.spared.kept.remove(&spared::number(&row)).unwrap_or_default();
        let unread_note = (!unread.is_empty()).then(unread_words);
        ignored.extend(unread);
        if note.is_some() && !(changed.is_empty() && ignored.is_empty()) {
            self.preview.over += 1;
            let fields = changed.into_iter().chain(ignored).collect();
            self.tell(key, Some(&row), Outcome::Over, fields, note);
            return;
        }
        if !ignored.is_empty() {
            self.preview.kept += 1;
            self.tell(key, Some(&row), Outcome::Kept, ignored, unread_note);
        }
        if changed.is_empty() {
            self.preview.unchanged += 1;
        } else {
            self.preview.changed += 1;
            self.tell(key, Some(&row), Outcome::Changed, changed, None);
            self.written.push(Value::Object(row));
        }
    }

    /// Takes over as a whole what rows make up together, where one of them differs. `file` has all of them, `rest`
    /// is what is stored besides; answers what of that belongs to nothing in the file.
    fn whole(&mut self, file: Rows, rest: Keyed) -> Keyed {
        if self.table.group.is_none() {
            return rest;
        }
        let in_file: BTreeSet<String> = file.iter().filter_map(|row| self.group(row)).collect();
        let written = self.written.iter().filter_map(Value::as_object);
        let mut touched: BTreeSet<String> = written.filter_map(|row| self.group(row)).collect();
        let (mut others, mut spared) = (Keyed::new(), Rows::new());
        for (key, row) in rest {
            match self.group(&row).filter(|group| in_file.contains(group)) {
                None => drop(others.insert(key, row)),
                Some(_) if self.preview.unread => {
                    self.doubted = true;
                    spared.push(row);
                }
                Some(group) => {
                    self.preview.removed += 1;
                    self.tell(&key, None, Outcome::Removed, Vec::new(), None);
                    touched.insert(group);
                }
            }
        }
        let all = file.into_iter().chain(spared);
        let is_touched =
            |row: &Map<String, Value>| self.group(row).is_some_and(|group| touched.contains(&group));
        let written = all.filter(is_touched).map(Value::Object).collect();
        self.written = written;
        others
    }

    /// Tells what a file brought in and this one does not have any more, if it is still in hand. Answers the keys
    /// of orders that can be closed.
    fn missing(&mut self, rest: &Keyed) -> Vec<String> {
        let mut vanished = Vec::new();
        for (key, row) in rest {
            let brought = self.stored.marked.contains(&(self.table.name.to_owned(), key.clone()));
            // The file has it: it was refused.
            if self.left_out.contains(key) || !brought || self.stored.over.is_done(self.table.sheet, key, row)
            {
                continue;
            }
            self.preview.vanished += 1;
            let note = self.preview.unread.then(perhaps_unread_words);
            self.tell(key, None, Outcome::Vanished, Vec::new(), note);
            self.doubted |= self.table.closes && self.preview.unread;
            if self.table.closes && !self.preview.unread {
                self.preview.closes += 1;
                vanished.push(key.clone());
            }
        }
        vanished
    }

    /// What a row makes up together with others.
    fn group(&self, row: &Map<String, Value>) -> Option<String> {
        row.get(self.table.group?).map(|group| shown(Some(group)))
    }

    fn tell(
        &mut self,
        key: &str,
        row: Option<&Map<String, Value>>,
        outcome: Outcome,
        fields: Vec<FieldChange>,
        note: Option<Words>,
    ) {
        let row = row.and_then(|row| row.get("origin")?.get("row")?.as_u64());
        let key = key.split(PART).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ");
        self.preview.list(RowChange { key, row, outcome, fields, note });
    }
}

/// A value of a key as text.
fn shown(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// Rows by key; those with the same key are counted.
fn keyed(rows: Rows, key: &[&str]) -> impl Iterator<Item = (String, Map<String, Value>)> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    rows.into_iter().map(move |row| {
        let name = if key.is_empty() {
            let fields = row.iter().filter(|(name, _)| *name != "origin");
            fields
                .map(|(name, value)| format!("{name} {}", shown(Some(value))))
                .collect::<Vec<_>>()
                .join(&PART.to_string())
        } else {
            key.iter().map(|field| shown(row.get(*field))).collect::<Vec<_>>().join(&PART.to_string())
        };
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        (if *count > 1 { format!("{name}{PART}#{count}") } else { name }, row)
    })
}

fn changes<'a>(
    ours: &Map<String, Value>,
    theirs: &Map<String, Value>,
    names: impl Iterator<Item = &'a String>,
) -> Vec<FieldChange> {
    let mut changed = Vec::new();
    for name in names.filter(|name| *name != "origin") {
        let (old, new) = (ours.get(name), theirs.get(name));
        if old.filter(|value| !value.is_null()) != new {
            let value = |value: Option<&Value>| value.cloned().unwrap_or_default();
            changed.push(FieldChange { field: name.clone(), old: value(old), new: value(new) });
        }
    }
    changed
}

impl SheetPreview {
    fn list(&mut self, change: RowChange) {
        let listed = self.rows.iter().filter(|row| row.outcome == change.outcome).count();
        if listed < LISTED {
            self.rows.push(change);
        } else {
            self.more += 1;
        }
    }
}
