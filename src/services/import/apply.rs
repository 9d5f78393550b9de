//! The one transaction that takes an import over: all of it or nothing.

use super::preview::{Preview, Words};
use super::running::Counter;
use super::stored::Stored;
use super::vanished::{self, VanishedChoice};
use super::{ImportView, difference, expire, master, named, not_ready, ready, trade, unstaged, work};
use crate::app::App;
use crate::document::{Sheet, ShopDocument};
use crate::domain::policy::VanishedRows;
use crate::domain::refusal::{Refusal, master as refusals};
use crate::domain::role::Actor;
use crate::services::{Commit, Tx, stock};
use crate::store::imports::{self, ImportState, ImportedRow, Supersedes};
use crate::store::master::settings;
use crate::store::{Failure, Json, Subject};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is to be carried out, read before the transaction begins.
struct Plan {
    file: ShopDocument,
    name: String,
    written: ShopDocument,
    new: Vec<(&'static str, String)>,
    vanished: Vec<(Sheet, String)>,
    preview: Preview,
}

impl Plan {
    fn changes_nothing(&self) -> bool {
        self.preview.writes() == 0 && self.vanished.is_empty()
    }
}

/// Applies an import in one transaction: all of it or nothing. `choice` says what becomes of orders in hand that
/// vanished; the plant's policy does where it is empty. Earlier imports that were not applied give way. Blocks.
///
/// # Errors
///
/// It was applied before or is being applied; [`refusals::CHOICE_NEEDED`] where orders vanished and the policy is
/// to ask; the database refuses. Nothing of it is stored then.
pub fn apply(
    commit: &impl Commit,
    app: &App,
    actor: &Actor,
    id: i64,
    choice: Option<VanishedChoice>,
) -> Result<ImportView, Failure> {
    let running = app.imports.begin(id).ok_or_else(|| not_ready(id, ImportState::Applying))?;
    let plan = Arc::new(plan(app, actor, id, choice)?);
    app.command_blocking(actor, move |tx| {
        // Not one that was applied or gave way since it was looked at.
        ready(tx.db, tx.plant.id, id)?;
        imports::advance(tx.db, id, ImportState::Applying, 0)
    })?;
    let counter = running.counter();
    let applied = commit.commit(app, actor, move |tx| {
        counter.restart();
        carry_out(tx, id, &plan, &counter)
    });
    drop(running);
    match applied {
        Ok(view) => {
            expire::tidy(app, actor)?;
            Ok(view)
        }
        Err(failure) => {
            note_failure(app, actor, id, &failure);
            Err(failure)
        }
    }
}

fn plan(app: &App, actor: &Actor, id: i64, choice: Option<VanishedChoice>) -> Result<Plan, Failure> {
    app.ask(actor, |ask| {
        let import = ready(ask.db, ask.plant.id, id)?;
        let (file, unread) = unstaged(imports::staged(ask.db, id)?)?;
        let stored = Stored::read(ask)?;
        let seen = difference(ask, &stored, file.clone(), &unread, &import.preview.refused)?;
        let policy = settings::policies(&ask.plant)?.vanished_rows;
        let preview = Preview { sheets: seen.sheets, vanished_rows: policy, ..import.preview };
        let preview = preview.choosing(choice);
        if preview.asks() {
            return Err(Refusal::at(refusals::CHOICE_NEEDED, "vanished_rows", preview.closes()).into());
        }
        let closes = preview.vanished_rows == VanishedRows::Close;
        let vanished = if closes { seen.vanished } else { Vec::new() };
        let (written, new) = (seen.written, seen.new);
        Ok(Plan { file, name: import.file, written, new, vanished, preview })
    })
}

fn carry_out(tx: &mut Tx<'_>, id: i64, plan: &Plan, counter: &Counter) -> Result<ImportView, Failure> {
    // Another process may have applied it since it was looked at.
    ready(tx.db, tx.plant.id, id)?;
    tx.tell_no_customer();
    let mut preview = plan.preview.clone();
    if plan.changes_nothing() {
        preview.sheets.iter_mut().for_each(|sheet| sheet.closes = 0);
    } else {
        write(tx, &plan.written, &plan.file, counter)?;
        mark(tx, id, &plan.new)?;
        let closed = vanished::close(tx, &plan.vanished, &plan.name)?;
        for sheet in &mut preview.sheets {
            sheet.closes = closed.get(&sheet.sheet).copied().unwrap_or_default();
        }
        let counts: BTreeMap<Sheet, (u64, u64)> =
            preview.sheets.iter().map(|sheet| (sheet.sheet, (sheet.new, sheet.changed))).collect();
        let body = json!({ "import": id, "new_and_changed": counts, "closed": closed });
        tx.journal("import.applied", &[Subject::Everything], &body)?;
    }
    imports::supersede(tx.db, tx.plant.id, id, Supersedes::All)?;
    imports::set_preview(tx.db, id, &Json::of(&preview))?;
    imports::end(tx.db, id, tx.now, None)?;
    named(tx.db, tx.plant.id, id)
}

/// Writes down that an attempt failed, so that whoever follows the import sees it.
fn note_failure(app: &App, actor: &Actor, id: i64, failure: &Failure) {
    let said = json!(Words::from(failure)).to_string();
    let noted = app.command_blocking(actor, move |tx| {
        // Where another attempt applied it, or a later import took its place, there is nothing to tell.
        match named(tx.db, tx.plant.id, id)?.state {
            ImportState::Applying => imports::end(tx.db, id, tx.now, Some(said.clone())),
            _ => Ok(()),
        }
    });
    if let Err(second) = noted {
        // It stays as being applied, and can be applied again like that.
        tracing::warn!(import = id, %second, "that an import failed could not be stored");
    }
}

/// Writes down which rows the file brought in: only these can be missed in a later one.
fn mark(tx: &mut Tx<'_>, id: i64, new: &[(&'static str, String)]) -> Result<(), Failure> {
    for (sheet, key) in new {
        let (plant_id, sheet, key) = (tx.plant.id, (*sheet).to_owned(), key.clone());
        imports::mark(tx.db, &ImportedRow { plant_id, sheet, key, import_id: id })?;
    }
    Ok(())
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
    master::wholes(tx, written)?;
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
