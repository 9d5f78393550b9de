//! Workbooks into the store: first what would change, then all of it at once.
//!
//! The rows of the file are stored in small portions first, so that the one transaction that applies them only
//! writes. Nothing is asked of a file but what its sheets say: a sheet that is not there changes nothing, the
//! same file again changes nothing, and what the shop has recorded itself — promises, progress, what was
//! received and shipped, the balances of known lots — is never overwritten.

mod compare;
mod master;
mod preview;
mod prices;
mod running;
mod trade;
mod work;

pub use preview::{FieldChange, Outcome, Preview, Refused, RowChange, SheetPreview, Words};
pub use running::Running;

use super::{Ask, Tx, export, stock};
use crate::app::App;
use crate::document::{Sheet, ShopDocument};
use crate::domain::refusal::{Refusal, common, master as refusals};
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::import::{ImportError, Limits, Reading, read_bytes, resolve};
use crate::store::imports::{self, ImportRow, ImportState, NewImport, StagedRow};
use crate::store::{Db, Failure, Json, Subject, stock as lots};
use compare::{Difference, compare};
use running::Counter;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows of the file in one transaction while they are stored.
const PORTION: usize = 500;

/// An import as people follow it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportView {
    /// Its number.
    pub id: i64,
    /// What the file was called.
    pub file: String,
    /// How far it is.
    pub state: ImportState,
    /// Rows of the file.
    pub total: i64,
    /// Rows that the present step is done with.
    pub done: i64,
    /// What it would change, or has changed.
    pub preview: Preview,
    /// Why it was not applied, and what to do about it.
    pub failure: Option<Words>,
    /// When it came.
    pub created_at: Moment,
    /// From whom.
    pub created_by: String,
    /// When it was applied.
    pub applied_at: Option<Moment>,
}

impl TryFrom<ImportRow> for ImportView {
    type Error = Failure;

    fn try_from(row: ImportRow) -> Result<Self, Failure> {
        let preview = row.preview.read()?;
        // What is not in both languages was written before it was told so.
        let words = |said: String| {
            serde_json::from_str(&said).unwrap_or_else(|_| Words { en: said.clone(), zh: said })
        };
        let failure = row.failure.map(words);
        let ImportRow { id, file, state, total, done, created_at, created_by, applied_at, .. } = row;
        Ok(Self { id, file, state, total, done, preview, failure, created_at, created_by, applied_at })
    }
}

/// Reads a file and resolves its codes, as every reader of files does.
///
/// # Errors
///
/// [`refusals::UNREADABLE_FILE`] where nothing can be read at all.
pub fn read(name: &str, bytes: Vec<u8>, lang: crate::text::Lang) -> Result<Reading, Failure> {
    resolved(read_bytes(Path::new(name), bytes, &Limits::default()), name, lang)
}

/// [`read`] for a file or folder of this machine.
///
/// # Errors
///
/// Those of [`read`].
pub fn read_path(path: &Path, lang: crate::text::Lang) -> Result<Reading, Failure> {
    let name = path.display().to_string();
    resolved(crate::import::read(path, &Limits::default()), &name, lang)
}

fn resolved(
    read: Result<Reading, ImportError>,
    name: &str,
    lang: crate::text::Lang,
) -> Result<Reading, Failure> {
    let mut reading = read.map_err(|error| {
        Refusal::at(refusals::UNREADABLE_FILE, "file", name).with("reason", error.message(lang))
    })?;
    reading.faults.append(&mut resolve(&mut reading.document));
    Ok(reading)
}

/// What `file` would change, read in one snapshot.
fn difference(ask: &mut Ask<'_>, mut file: ShopDocument) -> Result<Difference, Failure> {
    let stored = export::document(ask.db, &ask.plant)?;
    let strays = work::without_strays(&mut file, &stored);
    prices::keep(&mut file, &stored, ask.actor);
    let known = lots::lots(ask.db, ask.plant.id, true)?;
    let kept = known.into_iter().filter(|lot| lot.quantity.is_some() || lot.position > 0);
    let keys: Vec<String> = kept.map(|lot| lot.lot_key).collect();
    let mut difference = compare(&file, &stored, &keys)?;
    difference.strays = strays;
    Ok(difference)
}

/// What a file would change. Stores nothing. Blocks.
///
/// # Errors
///
/// What the database says.
pub fn look(app: &App, actor: &Actor, reading: &Reading) -> Result<Preview, Failure> {
    let seen = app.ask(actor, |ask| difference(ask, reading.document.clone()))?;
    let refused = reading.faults.iter().map(Refused::from).chain(seen.strays).collect();
    Ok(Preview { sheets: seen.sheets, refused })
}

/// Stores a file's rows and says what they would change. Blocks.
///
/// # Errors
///
/// What the database says.
pub fn preview(app: &App, actor: &Actor, name: &str, reading: &Reading) -> Result<ImportView, Failure> {
    let preview = Json::of(&look(app, actor, reading)?);
    let rows = staged(&reading.document)?;
    let total = rows.len() as i64;
    let file = name.to_owned();
    let id = app.command_blocking(actor, move |tx| {
        let import = NewImport {
            plant_id: tx.plant.id,
            file: file.clone(),
            state: ImportState::Staging,
            total,
            done: 0,
            preview: preview.clone(),
            created_at: tx.now,
            created_by: tx.actor.name.clone(),
        };
        imports::begin(tx.db, &import)
    })?;
    let mut done = 0;
    for portion in rows.chunks(PORTION) {
        done += portion.len() as i64;
        let portion: Arc<[StagedRow]> =
            portion.iter().map(|row| StagedRow { import_id: id, ..row.clone() }).collect();
        app.command_blocking(actor, move |tx| {
            imports::stage(tx.db, &portion)?;
            imports::advance(tx.db, id, ImportState::Staging, done)
        })?;
    }
    app.command_blocking(actor, move |tx| imports::advance(tx.db, id, ImportState::Ready, total))?;
    one(app, actor, id)
}

/// The rows of a document in the form in which they are stored; settings and titles are rows of their own.
fn staged(document: &ShopDocument) -> Result<Vec<StagedRow>, Failure> {
    let row = |number: usize, sheet: &str, body: Value| StagedRow {
        import_id: 0,
        number: number as i64,
        sheet: sheet.to_owned(),
        body: Json(body),
    };
    let mut rows =
        vec![row(0, "settings", json!(document.settings)), row(1, "titles", json!(document.titles))];
    for (name, part) in compare::parts(document)? {
        for body in part {
            rows.push(row(rows.len(), name, Value::Object(body)));
        }
    }
    Ok(rows)
}

/// The document that was stored row by row.
fn unstaged(rows: Vec<StagedRow>) -> Result<ShopDocument, Failure> {
    let mut parts = Map::new();
    for row in rows {
        match row.sheet.as_str() {
            "settings" | "titles" => {
                parts.insert(row.sheet, row.body.0);
            }
            _ => {
                let part = parts.entry(row.sheet).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = part {
                    list.push(row.body.0);
                }
            }
        }
    }
    compare::filled(&ShopDocument::default(), parts)
}

/// One import.
///
/// # Errors
///
/// There is none of that number.
pub fn one(app: &App, actor: &Actor, id: i64) -> Result<ImportView, Failure> {
    let mut view = app.ask(actor, |ask| named(ask.db, ask.plant.id, id))?;
    // What a transaction has written so far is seen by nobody else: how far it is, only this process knows.
    if let Some(done) = app.imports.done(id) {
        (view.state, view.done) = (ImportState::Applying, done.min(view.total));
    }
    prices::hide(&mut view.preview, actor);
    Ok(view)
}

fn named(db: &mut Db, plant_id: i64, id: i64) -> Result<ImportView, Failure> {
    let row = imports::one(db, plant_id, id)?;
    let missing = || Refusal::at(common::UNKNOWN, "id", id).with("what", "import").with("near", "");
    row.ok_or_else(missing)?.try_into()
}

/// The import, if its rows are there to be applied: it was not yet, or an attempt failed or broke off with its
/// process, of which the database kept nothing.
fn ready(db: &mut Db, plant_id: i64, id: i64) -> Result<ImportView, Failure> {
    let import = named(db, plant_id, id)?;
    match import.state {
        ImportState::Ready | ImportState::Applying | ImportState::Failed => Ok(import),
        state @ (ImportState::Staging | ImportState::Applied) => Err(not_ready(id, state).into()),
    }
}

fn not_ready(id: i64, state: ImportState) -> Refusal {
    let state = json!(state).as_str().unwrap_or_default().to_owned();
    Refusal::at(refusals::NOT_READY, "id", id).with("state", state)
}

/// Applies an import in one transaction: all of it or nothing. Blocks.
///
/// # Errors
///
/// It was applied before or is being applied, or the database refuses; nothing of it is stored then.
pub fn apply(app: &App, actor: &Actor, id: i64) -> Result<ImportView, Failure> {
    let running = app.imports.begin(id).ok_or_else(|| not_ready(id, ImportState::Applying))?;
    let (file, seen) = app.ask(actor, |ask| {
        let import = ready(ask.db, ask.plant.id, id)?;
        let file = unstaged(imports::staged(ask.db, id)?)?;
        let mut seen = difference(ask, file.clone())?;
        let preview = Preview { sheets: std::mem::take(&mut seen.sheets), refused: import.preview.refused };
        Ok((Arc::new(file), Arc::new((seen.written, preview))))
    })?;
    app.command_blocking(actor, move |tx| imports::advance(tx.db, id, ImportState::Applying, 0))?;
    let counter = running.counter();
    let applied = app.command_blocking(actor, move |tx| {
        counter.restart();
        // Another process may have applied it since it was looked at.
        ready(tx.db, tx.plant.id, id)?;
        let (written, preview) = &*seen;
        if preview.writes() > 0 {
            write(tx, written, &file, &counter)?;
            let counts: BTreeMap<Sheet, (u64, u64)> =
                preview.sheets.iter().map(|sheet| (sheet.sheet, (sheet.new, sheet.changed))).collect();
            let body = json!({ "import": id, "new_and_changed": counts });
            tx.journal("import.applied", &[Subject::Everything], &body)?;
        }
        imports::set_preview(tx.db, id, &Json::of(preview))?;
        imports::end(tx.db, id, tx.now, None)
    });
    drop(running);
    if let Err(failure) = applied {
        let said = json!(Words::from(&failure)).to_string();
        let noted =
            app.command_blocking(actor, move |tx| imports::end(tx.db, id, tx.now, Some(said.clone())));
        if let Err(second) = noted {
            // It stays as being applied, and can be applied again like that.
            tracing::warn!(import = id, %second, "that an import failed could not be stored");
        }
        return Err(failure);
    }
    while app.command_blocking(actor, move |tx| imports::forget(tx.db, id, PORTION as i64))? > 0 {}
    one(app, actor, id)
}

/// Writes the rows that are new or changed, sheets that others build on first.
fn write(
    tx: &mut Tx<'_>,
    written: &ShopDocument,
    file: &ShopDocument,
    counter: &Counter,
) -> Result<(), Failure> {
    tx.plant = master::plant(tx, written)?;
    let zone = tx.zone();
    master::codes(tx, written, zone)?;
    let codes =
        [written.customers.len(), written.items.len(), written.suppliers.len(), written.work_centres.len()];
    counter.add(codes.iter().sum());
    master::wholes(tx, written, file)?;
    counter.add(written.boms.len() + written.routings.len() + written.shifts.len());
    master::additions(tx, written, zone)?;
    counter.add(written.calendar_exceptions.len() + written.shipments.len() + written.production.len());
    trade::open_lots(tx, written, file)?;
    counter.add(written.stock.len());
    trade::purchases(tx, written)?;
    counter.add(written.purchase_orders.len());
    work::orders(tx, written, zone)?;
    counter.add(written.work_orders.len() + written.progress.len() + written.issues.len());
    trade::orders(tx, written)?;
    counter.add(written.sales_orders.len() + written.holds.len());
    stock::settle_openings(tx)
}
