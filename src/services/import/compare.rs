//! What a file would change: every row beside the one that is stored under the same key.

use super::preview::{FieldChange, Outcome, Refused, RowChange, SheetPreview};
use crate::document::{Sheet, ShopDocument};
use crate::services::stock;
use crate::store::Failure;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Rows of one sheet in JSON, in the order of the sheet.
type Rows = Vec<Map<String, Value>>;

/// The sheets of rows: their name in the document's JSON, the fields that are their key, and the fields that an
/// import never overwrites. No key means that the whole row is.
const SHEETS: [(Sheet, &str, &[&str], &[&str]); 17] = [
    (Sheet::Customers, "customers", &["customer"], &[]),
    (Sheet::Items, "items", &["item"], &[]),
    (
        Sheet::Stock,
        "stock",
        &["key"],
        &["item", "quantity", "status", "customer", "reserved_tier", "expected_release", "lot"],
    ),
    (Sheet::Boms, "boms", &["parent", "component", "operation", "valid_from"], &[]),
    (Sheet::Routings, "routings", &["item", "operation"], &[]),
    (Sheet::WorkCentres, "work_centres", &["work_centre"], &["last_report"]),
    (Sheet::Calendars, "shifts", &[], &[]),
    (Sheet::CalendarExceptions, "calendar_exceptions", &[], &[]),
    (Sheet::Suppliers, "suppliers", &["supplier"], &[]),
    (
        Sheet::SalesOrders,
        "sales_orders",
        &["order", "line", "schedule"],
        &["promise_date", "shipped", "customer"],
    ),
    (
        Sheet::Holds,
        "holds",
        &["order", "line", "work_order", "operation", "kind", "milestone"],
        &["owner", "expected_release", "released", "blocks"],
    ),
    (Sheet::WorkOrders, "work_orders", &["work_order"], &["started_quantity", "received", "status"]),
    (
        Sheet::Progress,
        "progress",
        &["work_order", "operation"],
        &[
            "good",
            "scrap",
            "rework",
            "rework_operation",
            "status",
            "started",
            "last_report",
            "finished",
            "work_centre",
            "sequence",
            "frozen",
        ],
    ),
    (Sheet::Issues, "issues", &["work_order", "item"], &["quantity"]),
    (Sheet::PurchaseOrders, "purchase_orders", &["purchase_order", "line"], &["received", "received_date"]),
    (Sheet::Shipments, "shipments", &[], &[]),
    (Sheet::Production, "production", &[], &[]),
];

/// Rows of a sheet that are listed in a preview.
const LISTED: usize = 200;

/// What a file would change, and which rows of it would be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Difference {
    /// The rows to be written, as a document.
    pub(super) written: ShopDocument,
    /// What people read of each sheet.
    pub(super) sheets: Vec<SheetPreview>,
    /// Rows about work orders that nobody knows.
    pub(super) strays: Vec<Refused>,
}

/// What was read or stored does not have the form of a document: nothing of it may be guessed.
fn broken(why: impl Display) -> Failure {
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
    for (_, name, ..) in SHEETS {
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

/// Compares `file` with what is stored. `lots` are the keys of the stored stock rows.
///
/// # Errors
///
/// A row does not have the form of a document; none is left out for that.
pub(super) fn compare(
    file: &ShopDocument,
    stored: &ShopDocument,
    lots: &[String],
) -> Result<Difference, Failure> {
    let mut difference = Difference::default();
    let (mut file_parts, mut stored_parts) = (parts(file)?, parts(stored)?);
    add_keys(file_parts.get_mut("stock"), &stock::import_keys(&file.stock));
    add_keys(stored_parts.get_mut("stock"), lots);
    let mut written = Map::new();
    difference.sheets.extend(settings(file, stored, &mut difference.written)?);
    for (sheet, name, key, kept) in SHEETS {
        let theirs = file_parts.remove(name).unwrap_or_default();
        let present = file.titles.contains_key(&sheet) || !theirs.is_empty();
        if present {
            let ours = stored_parts.remove(name).unwrap_or_default();
            let title = file.title(sheet).to_owned();
            let (preview, rows) = one_sheet(sheet, title, key, kept, theirs, ours);
            difference.sheets.push(preview);
            written.insert(name.to_owned(), Value::Array(rows));
        }
    }
    difference.written = filled(&difference.written, written)?;
    Ok(difference)
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
        preview.list(RowChange { key: String::new(), row: None, outcome: Outcome::Changed, fields: changed });
        ours.extend(theirs);
        written.settings = serde_json::from_value(Value::Object(ours)).map_err(broken)?;
    }
    Ok(Some(preview))
}

fn one_sheet(
    sheet: Sheet,
    title: String,
    key: &[&str],
    kept: &[&str],
    theirs: Rows,
    ours: Rows,
) -> (SheetPreview, Vec<Value>) {
    let mut preview = SheetPreview::new(sheet, title);
    let mut stored: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for (key, row) in keyed(ours, key) {
        stored.insert(key, row);
    }
    let mut written = Vec::new();
    for (name, row) in keyed(theirs, key) {
        let number = row.get("origin").and_then(|origin| origin.get("row")).and_then(Value::as_u64);
        let shown = name.replace('\u{1f}', " / ");
        let Some(ours) = stored.remove(&name) else {
            preview.new += 1;
            preview.list(RowChange { key: shown, row: number, outcome: Outcome::New, fields: Vec::new() });
            written.push(Value::Object(row));
            continue;
        };
        let names: BTreeSet<&String> = ours.keys().chain(row.keys()).collect();
        let open = names.iter().copied().filter(|name| !kept.contains(&name.as_str()));
        let changed = changes(&ours, &row, open);
        // Facts that the shop itself has recorded stay; a file that does not mention them says nothing.
        let facts =
            names.iter().copied().filter(|name| kept.contains(&name.as_str()) && row.contains_key(*name));
        let ignored = changes(&ours, &row, facts);
        if !ignored.is_empty() {
            preview.kept += 1;
            preview.list(RowChange {
                key: shown.clone(),
                row: number,
                outcome: Outcome::Kept,
                fields: ignored,
            });
        }
        if changed.is_empty() {
            preview.unchanged += 1;
        } else {
            preview.changed += 1;
            preview.list(RowChange { key: shown, row: number, outcome: Outcome::Changed, fields: changed });
            written.push(Value::Object(row));
        }
    }
    for name in stored.into_keys() {
        preview.vanished += 1;
        let key = name.replace('\u{1f}', " / ");
        preview.list(RowChange { key, row: None, outcome: Outcome::Vanished, fields: Vec::new() });
    }
    (preview, written)
}

/// Rows by key; those with the same key are counted.
fn keyed(rows: Rows, key: &[&str]) -> impl Iterator<Item = (String, Map<String, Value>)> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    rows.into_iter().map(move |row| {
        let shown = |value: Option<&Value>| match value {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let name = if key.is_empty() {
            let fields = row.iter().filter(|(name, _)| *name != "origin");
            fields
                .map(|(name, value)| format!("{name} {}", shown(Some(value))))
                .collect::<Vec<_>>()
                .join("\u{1f}")
        } else {
            key.iter().map(|field| shown(row.get(*field))).collect::<Vec<_>>().join("\u{1f}")
        };
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        (if *count > 1 { format!("{name}\u{1f}#{count}") } else { name }, row)
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
        if self.rows.len() < LISTED {
            self.rows.push(change);
        } else {
            self.more += 1;
        }
    }
}
