//! Workbooks into the store: first what would change, then all of it at once.
//!
//! The rows of the file are stored in small portions first, so that the one transaction that applies them only
//! writes. Nothing is asked of a file but what its sheets say: a sheet that is not there changes nothing, the
//! same file again changes nothing, and what the shop has recorded itself — promises, progress, what was
//! received and shipped, the balances of known lots — is never overwritten.

mod apply;
mod compare;
mod expire;
mod master;
mod preview;
mod prices;
mod running;
mod spared;
mod stored;
mod tables;
mod trade;
mod vanished;
mod work;

pub use apply::apply;
pub use expire::{due, forget};
pub use preview::{FieldChange, Outcome, Preview, Refused, RowChange, SheetPreview, Words};
pub use running::Running;
pub use vanished::VanishedChoice;

use super::{Ask, Commit, Tx};
use crate::app::App;
use crate::document::ShopDocument;
use crate::domain::refusal::{Refusal, common, master as refusals};
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::import::{ImportError, Limits, Reading, Unread, read_bytes, refuse_fractions, resolve_beside};
use crate::store::imports::{self, ImportRow, ImportState, NewImport, StagedRow, Supersedes};
use crate::store::master::settings;
use crate::store::{Db, Failure, Json};
use compare::{Difference, compare};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::Arc;
use stored::Stored;
use utoipa::ToSchema;

/// Rows of the file in one transaction while they are stored.
const PORTION: usize = 500;

/// What the rows are called that say what could not be read.
const UNREAD: &str = "unread";

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

/// Reads a file. Its codes are resolved when it is looked at, beside what is stored.
///
/// # Errors
///
/// [`refusals::UNREADABLE_FILE`] where nothing can be read at all.
pub fn read(name: &str, bytes: Vec<u8>, lang: crate::text::Lang) -> Result<Reading, Failure> {
    read_or_refused(read_bytes(Path::new(name), bytes, &Limits::default()), name, lang)
}

/// [`read`] for a file or folder of this machine.
///
/// # Errors
///
/// Those of [`read`].
pub fn read_path(path: &Path, lang: crate::text::Lang) -> Result<Reading, Failure> {
    let name = path.display().to_string();
    read_or_refused(crate::import::read(path, &Limits::default()), &name, lang)
}

fn read_or_refused(
    read: Result<Reading, ImportError>,
    name: &str,
    lang: crate::text::Lang,
) -> Result<Reading, Failure> {
    Ok(read.map_err(|error| {
        Refusal::at(refusals::UNREADABLE_FILE, "file", name).with("reason", error.message(lang))
    })?)
}

/// What `file` would change of `stored`, read in one snapshot. `refused` is what could not be used of it, and `unread` where its
/// rows say nothing.
fn difference(
    ask: &mut Ask<'_>,
    stored: &Stored,
    mut file: ShopDocument,
    unread: &Unread,
    refused: &[Refused],
) -> Result<Difference, Failure> {
    Stored::on_the_clock(ask, &mut file);
    let strays = work::without_strays(&mut file, &stored.document);
    prices::keep(&mut file, &stored.document, ask.actor);
    Ok(Difference { strays, ..compare(&file, unread, stored, refused)? })
}

/// What a file would change. Stores nothing. Blocks.
///
/// # Errors
///
/// What the database says.
pub fn look(app: &App, actor: &Actor, reading: &Reading) -> Result<Preview, Failure> {
    seen(app, actor, reading).map(|(preview, ..)| preview)
}

/// [`look`], with the file's rows beside what is stored: their codes resolved, those left out that cannot be; and
/// what is unread of the file.
fn seen(app: &App, actor: &Actor, reading: &Reading) -> Result<(Preview, ShopDocument, Unread), Failure> {
    app.ask(actor, |ask| {
        let stored = Stored::read(ask)?;
        let (mut file, mut unread) = (reading.document.clone(), reading.unread.clone());
        let codes = resolve_beside(&mut file, &stored.document);
        let fractions = refuse_fractions(&mut file, &stored.document, &mut unread);
        let told = reading.faults.iter().chain(&codes).chain(&fractions).map(Refused::from);
        let (mut refused, notes): (Vec<_>, Vec<_>) = told.partition(|one| one.dropped || one.lost);
        let seen = difference(ask, &stored, file.clone(), &unread, &refused)?;
        refused.extend(seen.strays);
        let vanished_rows = settings::policies(&ask.plant)?.vanished_rows;
        Ok((Preview { sheets: seen.sheets, refused, notes, vanished_rows }, file, unread))
    })
}

/// Stores a file's rows and says what they would change. An earlier import of the same file by the same person
/// that was not applied gives way. Blocks.
///
/// # Errors
///
/// What the database says, or that the same person sent the file again meanwhile.
pub fn preview(
    commit: &impl Commit,
    app: &App,
    actor: &Actor,
    name: &str,
    reading: &Reading,
) -> Result<ImportView, Failure> {
    let (preview, file, unread) = seen(app, actor, reading)?;
    let preview = Json::of(&preview);
    let rows = staged(&file, &unread)?;
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
        let id = imports::begin(tx.db, &import)?;
        let same = Supersedes::File { name: &file, by: &tx.actor.name };
        imports::supersede(tx.db, tx.plant.id, id, same)?;
        Ok(id)
    })?;
    let mut done = 0;
    for portion in rows.chunks(PORTION) {
        done += portion.len() as i64;
        let portion: Arc<[StagedRow]> =
            portion.iter().map(|row| StagedRow { import_id: id, ..row.clone() }).collect();
        app.command_blocking(actor, move |tx| {
            still_staging(tx, id)?;
            imports::stage(tx.db, &portion)?;
            imports::advance(tx.db, id, ImportState::Staging, done)
        })?;
    }
    let view = commit.commit(app, actor, move |tx| {
        still_staging(tx, id)?;
        imports::advance(tx.db, id, ImportState::Ready, total)?;
        named(tx.db, tx.plant.id, id)
    })?;
    expire::tidy(app, actor)?;
    Ok(view)
}

fn still_staging(tx: &mut Tx<'_>, id: i64) -> Result<(), Failure> {
    match named(tx.db, tx.plant.id, id)?.state {
        ImportState::Staging => Ok(()),
        state => Err(not_ready(id, state).into()),
    }
}

/// The rows of a file in the form in which they are stored; settings, titles and what could not be read of each
/// sheet are rows of their own.
fn staged(document: &ShopDocument, unread: &Unread) -> Result<Vec<StagedRow>, Failure> {
    let row = |number: usize, sheet: &str, body: Value| StagedRow {
        import_id: 0,
        number: number as i64,
        sheet: sheet.to_owned(),
        body: Json(body),
    };
    let mut rows =
        vec![row(0, "settings", json!(document.settings)), row(1, "titles", json!(document.titles))];
    for one in unread {
        rows.push(row(rows.len(), UNREAD, json!(one)));
    }
    for (name, part) in compare::parts(document)? {
        for body in part {
            rows.push(row(rows.len(), name, Value::Object(body)));
        }
    }
    Ok(rows)
}

/// The document that was stored row by row, and what could not be read of its file.
fn unstaged(rows: Vec<StagedRow>) -> Result<(ShopDocument, Unread), Failure> {
    let (mut parts, mut unread) = (Map::new(), Unread::new());
    for row in rows {
        match row.sheet.as_str() {
            UNREAD => {
                let (sheet, of_sheet) = serde_json::from_value(row.body.0).map_err(compare::broken)?;
                unread.insert(sheet, of_sheet);
            }
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
    Ok((compare::filled(&ShopDocument::default(), parts)?, unread))
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
        state @ (ImportState::Staging | ImportState::Applied | ImportState::Superseded) => {
            Err(not_ready(id, state).into())
        }
    }
}

fn not_ready(id: i64, state: ImportState) -> Refusal {
    let (en, zh) = match state {
        ImportState::Staging => ("it is still being read", "文件仍在读取中"),
        ImportState::Ready => ("it is ready", "已就绪"),
        ImportState::Applying => ("it is being applied", "正在应用"),
        ImportState::Applied => ("it was applied already", "已应用过"),
        ImportState::Failed => ("it failed", "上次应用失败"),
        ImportState::Superseded => ("a later import took its place", "已被之后的导入取代"),
    };
    Refusal::at(refusals::NOT_READY, "id", id).with_words("state", en, zh)
}
