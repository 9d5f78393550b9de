//! `holdfast import`: what a workbook would change in the database, and its taking over. Decides nothing about
//! rows: `services::import` does.

use super::page::{Ink, Page};
use super::plan::{self, Done};
use super::service::{self, failed};
use super::table::{self, Cell, Column, Give};
use crate::document::Sheet;
use crate::domain::policy::VanishedRows;
use crate::domain::role::Actor;
use crate::import::dictionary;
use crate::services::Plainly;
use crate::services::import::{
    self, Outcome, Preview, Refused, RowChange, SheetPreview, VanishedChoice, Words,
};
use crate::text::Lang;
use crate::text::exchange::ExchangeWords;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Columns of the overview that are always there.
const ALWAYS: usize = 3;
/// Something in the file cannot be used.
const REFUSED: u8 = 3;
/// What becomes of orders that vanished.
const VANISHED: &str = "vanished-rows";
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
        .arg(choice(said, help))
        .arg(flag("json", said.json))
}

/// The option that says what becomes of orders that vanished.
fn choice(said: &'static ExchangeWords, help: &'static Help) -> Arg {
    service::option(VANISHED, "close|ignore", said.vanished_rows, help).value_parser(["close", "ignore"])
}

fn chosen(matches: &ArgMatches) -> Option<VanishedChoice> {
    match matches.get_one::<String>(VANISHED)?.as_str() {
        "close" => Some(VanishedChoice::Close),
        _ => Some(VanishedChoice::Ignore),
    }
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<Done, String> {
    let words = ExchangeWords::of(lang);
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let file = path.display().to_string();
    let settings = service::settings(matches, lang)?;
    // The file first: an unreadable one makes no database.
    let reading = import::read_path(&path, lang).map_err(|failure| failed(&failure, lang))?;
    let app = service::open(&settings, lang)?;
    let (apply, choice) = (matches.get_flag("apply"), chosen(matches));
    let actor = Actor { lang, ..Actor::system() };
    let carried_out = if apply {
        let seen = import::preview(&Plainly, &app, &actor, &file, &reading);
        let applied = seen.and_then(|seen| import::apply(&Plainly, &app, &actor, seen.id, choice));
        applied.map(|done| done.preview)
    } else {
        import::look(&app, &actor, &reading).map(|seen| seen.choosing(choice))
    };
    app.stop();
    let preview = carried_out
        .map_err(|failure| fill(words.not_applied, &[("file", &file), ("why", &failed(&failure, lang))]))?;
    let text = if matches.get_flag("json") {
        plan::json(&json!({ "file": file, "applied": apply, "preview": preview }))?
    } else {
        page(&path, &preview, apply, lang)
    };
    Ok(Done { text, code: if preview.refused.is_empty() { 0 } else { REFUSED } })
}

fn page(path: &Path, preview: &Preview, applied: bool, lang: Lang) -> String {
    let words = ExchangeWords::of(lang);
    let mut page = plan::screen(None);
    let name = page.paint(Ink::Bold, &path.display().to_string());
    page.line(&name);
    page.blank();
    overview(&mut page, preview, words);
    rows(&mut page, preview, Outcome::Changed, words.changed_title, lang);
    rows(&mut page, preview, Outcome::Removed, words.removed_title, lang);
    rows(&mut page, preview, Outcome::Kept, words.kept_title, lang);
    rows(&mut page, preview, Outcome::Over, words.over_title, lang);
    rows(&mut page, preview, Outcome::Vanished, words.vanished_title, lang);
    told(&mut page, &preview.refused, words.refused_title, lang);
    told(&mut page, &preview.notes, words.notes_title, lang);
    page.blank();
    for line in ending(preview, applied, words) {
        page.wrapped("", &line, None);
    }
    page.finish()
}

/// What is to be done now, or was.
fn ending(preview: &Preview, applied: bool, words: &ExchangeWords) -> Vec<String> {
    let (writes, closes) = (preview.writes(), preview.closes());
    let mut lines = Vec::new();
    let unread: Vec<&str> =
        preview.sheets.iter().filter(|sheet| sheet.unread).map(|sheet| sheet.title.as_str()).collect();
    if !unread.is_empty() {
        lines.push(fill(words.unread, &[("sheets", &unread.join(", "))]));
    }
    let (said, count) = match (preview.vanished_rows, applied) {
        (VanishedRows::Close, true) => (words.were_closed, closes),
        (VanishedRows::Close, false) => (words.will_be_closed, closes),
        (VanishedRows::Ignore, _) => (words.will_stay, stay(preview)),
        (VanishedRows::Ask, _) => (words.must_choose, closes),
    };
    if count > 0 {
        lines.push(fill(said, &[("count", &count.to_string())]));
    }
    let nothing = writes == 0 && (closes == 0 || preview.vanished_rows == VanishedRows::Ignore);
    let refused = preview.refused.len().to_string();
    let refused = |said| fill(said, &[("count", &refused)]);
    let is_kept = preview.sheets.iter().any(|sheet| sheet.kept + sheet.over > 0);
    match (preview.refused.is_empty(), nothing) {
        (false, true) => lines.push(refused(words.nothing_usable)),
        (true, true) if is_kept => lines.push(words.nothing_but_kept.to_owned()),
        (true, true) => lines.push(words.nothing_to_do.to_owned()),
        (is_whole, false) => {
            if !is_whole {
                lines.push(refused(words.left_out));
            }
            let taken = fill(words.applied, &[("count", &writes.to_string())]);
            lines.push(if applied { taken } else { words.nothing_yet.to_owned() });
        }
    }
    lines
}

/// Orders in hand that vanished from the file.
fn stay(preview: &Preview) -> u64 {
    const ORDERS: [Sheet; 3] = [Sheet::SalesOrders, Sheet::WorkOrders, Sheet::PurchaseOrders];
    preview.sheets.iter().filter(|sheet| ORDERS.contains(&sheet.sheet)).map(|sheet| sheet.vanished).sum()
}

/// What a column of the overview counts: its heading, how it is printed, and the count of a sheet.
type Counted<'a> = (&'static str, Option<Ink>, Box<dyn Fn(&SheetPreview) -> u64 + 'a>);

/// One line a sheet. What no sheet has gets no column.
fn overview(page: &mut Page, preview: &Preview, words: &ExchangeWords) {
    fn of<'a>(list: &'a [Refused]) -> Box<dyn Fn(&SheetPreview) -> u64 + 'a> {
        Box::new(|sheet| list.iter().filter(|one| one.sheet == sheet.title).count() as u64)
    }
    let warn = Some(Ink::Warn);
    let all: [Counted<'_>; 9] = [
        (words.new, None, Box::new(|sheet| sheet.new)),
        (words.changed, None, Box::new(|sheet| sheet.changed)),
        (words.unchanged, None, Box::new(|sheet| sheet.unchanged)),
        (words.removed, warn, Box::new(|sheet| sheet.removed)),
        (words.kept, warn, Box::new(|sheet| sheet.kept)),
        (words.over, warn, Box::new(|sheet| sheet.over)),
        (words.vanished, warn, Box::new(|sheet| sheet.vanished)),
        (words.refused, Some(Ink::Late), of(&preview.refused)),
        (words.noted, None, of(&preview.notes)),
    ];
    let is_needed = |(at, (_, _, count)): &(usize, &Counted<'_>)| {
        *at < ALWAYS || preview.sheets.iter().any(|sheet| count(sheet) > 0)
    };
    let shown: Vec<&Counted<'_>> =
        all.iter().enumerate().filter(is_needed).map(|(_, column)| column).collect();
    let number = |count: u64, ink: Option<Ink>| -> Cell {
        if count == 0 { ("–".to_owned(), Some(Ink::Dim)) } else { (count.to_string(), ink) }
    };
    let mut head = vec![Column::left(words.sheet, Give::Cut)];
    head.extend(shown.iter().map(|(title, ..)| Column::right(title, Give::Nothing)));
    let row = |sheet: &SheetPreview| {
        let mut cells = vec![(sheet.title.clone(), None)];
        cells.extend(shown.iter().map(|(_, ink, count)| number(count(sheet), *ink)));
        cells
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
            if let Some(note) = &row.note {
                page.wrapped("    ", words_in(note, lang), Some(Ink::Dim));
            }
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
            Outcome::Over => sheet.over,
            Outcome::Removed => sheet.removed,
            Outcome::Vanished => sheet.vanished,
        };
        let more = counted.saturating_sub(all.len().min(SHOWN) as u64);
        if more > 0 {
            page.wrapped("  ", &fill(words.more, &[("count", &more.to_string())]), Some(Ink::Dim));
        }
    }
}

/// Everything of a list: where, what stood there, why, and what to write instead.
fn told(page: &mut Page, list: &[Refused], title: &str, lang: Lang) {
    if list.is_empty() {
        return;
    }
    let words = ExchangeWords::of(lang);
    page.title(title);
    for one in list {
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
