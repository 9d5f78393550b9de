//! `holdfast export`: what is stored as a workbook, an archive or a folder. The file is written beside its place
//! and moved there once it is whole, so that what stood there before is never left half overwritten.

use super::service::{self, failed};
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::export::{CsvFolder, CsvZip, ExportError, Sink, Value, Xlsx};
use crate::services::{Ask, export};
use crate::store::{Failure, Store};
use crate::text::Lang;
use crate::text::exchange::ExchangeWords;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::{Arg, ArgMatches, Command};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The language that the help is in.
pub(super) fn language(help: &'static Help) -> Lang {
    if help.about == Help::of(Lang::Zh).about { Lang::Zh } else { Lang::En }
}

/// The argument that names a file.
pub(super) fn file(said: &'static str, help: &'static Help) -> Arg {
    let file = Arg::new("file").value_name("FILE").help(said).required(true);
    file.value_parser(clap::value_parser!(PathBuf)).help_heading(help.arguments_heading)
}

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = ExchangeWords::of(language(help));
    let command = command.about(said.export).after_help(said.export_after);
    service::with_database(command, words, help).arg(file(said.export_file, help))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = ExchangeWords::of(lang);
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let settings = service::settings(matches, lang)?;
    let (url, shown) = (settings.get("database-url"), path.display().to_string());
    if !Store::exists(url).map_err(|failure| failed(&failure, lang))? {
        return Err(fill(words.no_database, &[("url", url), ("path", &shown)]));
    }
    // No planner: it would keep the whole shop in memory, which an export does not.
    let store = Store::open(url).map_err(|failure| failed(&failure, lang))?;
    let clock = service::set_clock(&settings, lang)?;
    let written = write(&store, clock.now(), &path, lang);
    match written {
        Ok(rows) => Ok(fill(words.written, &[("count", &rows.to_string()), ("path", &shown)]) + "\n"),
        Err(why) => {
            let why = match &why {
                Failure::Unavailable(why) => why.clone(),
                other => failed(other, lang),
            };
            Err(fill(words.cannot_write, &[("path", &shown), ("why", &why)]))
        }
    }
}

/// Writes everything to `path`; answers how many rows.
fn write(store: &Store, now: Moment, path: &Path, lang: Lang) -> Result<u64, Failure> {
    let ends = |end: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(end));
    let (mut rows, actor) = (0, Actor::system());
    if !ends("xlsx") && !ends("zip") {
        let sink = Counted { sink: CsvFolder::new(path)?, rows: &mut rows };
        store.read(|db| export::write(&mut Ask::new(db, now, &actor)?, sink, lang))?;
        return Ok(rows);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let broken = |error: &dyn std::fmt::Display| Failure::from(ExportError(error.to_string()));
    // Made the plain way: a temporary file's own rights would keep everybody else from reading the export.
    let plain = |path: &Path| File::create_new(path);
    let beside = tempfile::Builder::new().make_in(folder.unwrap_or(Path::new(".")), plain);
    let beside = beside.map_err(|error| broken(&error))?;
    let out = BufWriter::new(beside.as_file().try_clone().map_err(|error| broken(&error))?);
    let done: BufWriter<File> = if ends("zip") {
        let sink = Counted { sink: CsvZip::new(out), rows: &mut rows };
        store.read(|db| export::write(&mut Ask::new(db, now, &actor)?, sink, lang))?
    } else {
        let sink = Counted { sink: Xlsx::new(out), rows: &mut rows };
        store.read(|db| export::write(&mut Ask::new(db, now, &actor)?, sink, lang))?
    };
    let mut file = done.into_inner().map_err(|error| broken(&error))?;
    file.flush().and_then(|()| file.sync_all()).map_err(|error| broken(&error))?;
    beside.persist(path).map_err(|error| broken(&error))?;
    Ok(rows)
}

/// Counts the rows on their way.
struct Counted<'a, S> {
    sink: S,
    rows: &'a mut u64,
}

impl<S: Sink> Sink for Counted<'_, S> {
    type Done = S::Done;

    fn sheet(&mut self, title: &str, headings: &[&str]) -> Result<(), ExportError> {
        self.sink.sheet(title, headings)
    }

    fn row(&mut self, values: &[Value]) -> Result<(), ExportError> {
        *self.rows += 1;
        self.sink.row(values)
    }

    fn finish(self) -> Result<S::Done, ExportError> {
        self.sink.finish()
    }
}
