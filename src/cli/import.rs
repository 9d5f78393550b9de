//! `holdfast import`: what a workbook would change in the database, and its taking over. Decides nothing about
//! rows: `services::import` does.

use super::page::{Ink, Page};
use super::plan::{self, Done};
use super::service::{self, failed};
use super::table::{self, Cell, Column, Give};
use crate::document::Sheet;
use crate::domain::role::Actor;
use crate::import::dictionary;
use crate::services::import::{self, Outcome, Preview, Refused, RowChange, SheetPreview, Words};
use crate::text::Lang;
use crate::text::exchange::ExchangeWords;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Something in the file cannot be used.
const REFUSED: u8 = 3;
/// Rows of a kind that are shown of each sheet; `--json` has more.
const SHOWN: usize = 10;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = ExchangeWords::of(super::export::language(help));
    let flag = |name: &'static str, said: &'static str| {
        Arg::new(name).long(name).help(said).action(ArgAction::SetTrue).help_heading(help.options_heading)
    };
    let command = command.about(said.import).after_help(said.import_after);
    service::with_database(command, words, help)
        .arg(super::export::file(said.import_file, help))
        .arg(flag("apply", said.apply))
        .arg(flag("json", said.json))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<Done, String> {
    let words = ExchangeWords::of(lang);
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let file = path.display().to_string();
    let settings = service::settings(matches, lang)?;
    // The file first: an unreadable one makes no database.
    let reading = import::read_path(&path, lang).map_err(|failure| failed(&failure, lang))?;
    let app = service::open(&settings, lang)?;
    let apply = matches.get_flag("apply");
    let carried_out = if apply {
        let seen = import::preview(&app, &Actor::system(), &file, &reading);
        seen.and_then(|seen| import::apply(&app, &Actor::system(), seen.id)).map(|done| done.preview)
    } else {
        import::look(&app, &Actor::system(), &reading)
    };
    app.stop();
    let preview = carried_out
        .map_err(|failure| fill(words.not_applied, &[("file", &file), ("why", &failed(&failure, lang))]))?;
    let text = if matches.get_flag("json") {
        plan::json(&json!({ "file": file, "applied": apply, "preview": preview }))?
    } else {
        page(&path, &preview, apply, lang)
    };
    let spoilt = preview.refused.iter().any(|refused| refused.dropped || refused.lost);
    Ok(Done { text, code: if spoilt { REFUSED } else { 0 } })
}

fn page(path: &Path, preview: &Preview, applied: bool, lang: Lang) -> String {
    let words = ExchangeWords::of(lang);
    let mut page = plan::screen(None);
    let name = page.paint(Ink::Bold, &path.display().to_string());
    page.line(&name);
    page.blank();
    overview(&mut page, preview, words);
    rows(&mut page, preview, Outcome::Changed, words.changed_title, lang);
    rows(&mut page, preview, Outcome::Kept, words.kept_title, lang);
    rows(&mut page, preview, Outcome::Vanished, words.vanished_title, lang);
    refused(&mut page, &preview.refused, lang);
    page.blank();
    let writes = preview.writes();
    let end = match (applied, writes) {
        (_, 0) => words.nothing_to_do.to_owned(),
        (true, _) => fill(words.applied, &[("count", &writes.to_string())]),
        (false, _) => words.nothing_yet.to_owned(),
    };
    page.wrapped("", &end, None);
    page.finish()
}

/// One line a sheet.
fn overview(page: &mut Page, preview: &Preview, words: &ExchangeWords) {
    let number = |count: u64, ink: Option<Ink>| -> Cell {
        if count == 0 { ("–".to_owned(), Some(Ink::Dim)) } else { (count.to_string(), ink) }
    };
    let right = |title| Column::right(title, Give::Nothing);
    let head = [
        Column::left(words.sheet, Give::Cut),
        right(words.new),
        right(words.changed),
        right(words.unchanged),
        right(words.kept),
        right(words.vanished),
        right(words.refused),
    ];
    let spoilt = |title: &str| preview.refused.iter().filter(|refused| refused.sheet == title).count() as u64;
    let row = |sheet: &SheetPreview| {
        vec![
            (sheet.title.clone(), None),
            number(sheet.new, None),
            number(sheet.changed, None),
            number(sheet.unchanged, None),
            number(sheet.kept, Some(Ink::Warn)),
            number(sheet.vanished, Some(Ink::Warn)),
            number(spoilt(&sheet.title), Some(Ink::Late)),
        ]
    };
    let table: Vec<_> = preview.sheets.iter().map(row).collect();
    table::add(page, &head, &table);
}

/// The rows of one outcome, sheet by sheet, with what differs.
fn rows(page: &mut Page, preview: &Preview, outcome: Outcome, title: &str, lang: Lang) {
    let words = ExchangeWords::of(lang);
    let mut titled = false;
    for sheet in &preview.sheets {
        let all: Vec<&RowChange> = sheet.rows.iter().filter(|row| row.outcome == outcome).collect();
        if all.is_empty() {
            continue;
        }
        if !titled {
            page.title(title);
            titled = true;
        }
        for row in all.iter().take(SHOWN) {
            let place = row.row.map(|row| fill(words.row, &[("row", &row.to_string())]));
            let key = if row.key.is_empty() { words.setting } else { &row.key };
            let said: Vec<&str> =
                [Some(sheet.title.as_str()), place.as_deref(), Some(key)].into_iter().flatten().collect();
            page.wrapped("  ", &said.join(" · "), None);
            for field in &row.fields {
                let (old, new) = (shown(&field.old), shown(&field.new));
                let said = format!("{}: {old} → {new}", heading(sheet.sheet, &field.field, lang));
                page.wrapped("    ", &said, Some(Ink::Dim));
            }
        }
        let counted = match outcome {
            Outcome::New => sheet.new,
            Outcome::Changed => sheet.changed,
            Outcome::Kept => sheet.kept,
            Outcome::Vanished => sheet.vanished,
        };
        let more = counted.saturating_sub(all.len().min(SHOWN) as u64);
        if more > 0 {
            page.wrapped("  ", &fill(words.more, &[("count", &more.to_string())]), Some(Ink::Dim));
        }
    }
}

/// Everything that cannot be used: where, what stood there, why, and what to write instead.
fn refused(page: &mut Page, refused: &[Refused], lang: Lang) {
    if refused.is_empty() {
        return;
    }
    let words = ExchangeWords::of(lang);
    page.title(words.refused_title);
    for one in refused {
        let row = one.row.map(|row| fill(words.row, &[("row", &row.to_string())]));
        let column = one.column.as_ref().or(one.letter.as_ref());
        let column = column.map(|column| fill(words.column, &[("column", column)]));
        let value = one.value.as_ref().map(|value| format!("“{value}”"));
        let place: Vec<&str> =
            [Some(one.sheet.as_str()), row.as_deref(), column.as_deref(), value.as_deref()]
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .collect();
        page.wrapped("  ", &place.join(" · "), Some(Ink::Bold));
        page.wrapped("    ", words_in(&one.why, lang), None);
        let remedy = format!("{} [{}]", words_in(&one.remedy, lang), words_in(&one.effect, lang));
        page.wrapped("    → ", &remedy, Some(Ink::Dim));
    }
}

fn words_in(words: &Words, lang: Lang) -> &str {
    match lang {
        Lang::En => &words.en,
        Lang::Zh => &words.zh,
    }
}

/// A field as the workbook's heading of it.
fn heading(sheet: Sheet, field: &str, lang: Lang) -> String {
    let english = field.replace('_', " ");
    let settings = dictionary::SETTINGS.iter().copied();
    let columns = dictionary::columns(sheet).iter().map(|column| (column.english, column.chinese));
    let known = settings.filter(|_| sheet == Sheet::Settings).chain(columns);
    let found = known.into_iter().find(|(name, _)| *name == english);
    match (lang, found) {
        (Lang::Zh, Some((_, chinese))) => chinese.to_owned(),
        _ => english,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
