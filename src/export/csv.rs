//! CSV: a folder with one file a sheet, or the same in one archive. UTF-8 with its mark, so that spreadsheets
//! take it for what it is; texts in quotes, so that no text decides what the separator is.

use super::{ExportError, Sink, Value};
use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The byte order mark of UTF-8.
const MARK: &[u8] = &[0xef, 0xbb, 0xbf];

fn record(out: &mut impl Write, values: &[Value]) -> Result<(), ExportError> {
    let texts: Vec<String> = values.iter().map(shown).collect();
    line(out, &texts)
}

fn line<T: AsRef<[u8]>>(out: &mut impl Write, texts: &[T]) -> Result<(), ExportError> {
    let mut writer = ::csv::WriterBuilder::new()
        .quote_style(::csv::QuoteStyle::NonNumeric)
        .terminator(::csv::Terminator::CRLF)
        .buffer_capacity(512)
        .from_writer(out);
    writer.write_record(texts)?;
    writer.flush()?;
    Ok(())
}

fn shown(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Day(day) => day.to_string(),
        Value::Instant(instant) => instant.format("%Y-%m-%d %H:%M:%S").to_string(),
        Value::Time(time) => time.format("%H:%M:%S").to_string(),
    }
}

/// A folder with one file a sheet.
pub struct CsvFolder {
    folder: PathBuf,
    file: Option<BufWriter<File>>,
}

impl CsvFolder {
    /// The folder at `path`, made if it is not there.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn new(path: &Path) -> Result<Self, ExportError> {
        create_dir_all(path)?;
        Ok(Self { folder: path.to_owned(), file: None })
    }

    fn close(&mut self) -> Result<(), ExportError> {
        if let Some(mut file) = self.file.take() {
            file.flush()?;
        }
        Ok(())
    }
}

impl Sink for CsvFolder {
    type Done = ();

    fn sheet(&mut self, title: &str, headings: &[&str]) -> Result<(), ExportError> {
        self.close()?;
        let mut file = BufWriter::new(File::create(self.folder.join(format!("{title}.csv")))?);
        file.write_all(MARK)?;
        line(&mut file, headings)?;
        self.file = Some(file);
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> Result<(), ExportError> {
        self.file.as_mut().map_or(Ok(()), |file| record(file, values))
    }

    fn finish(mut self) -> Result<(), ExportError> {
        self.close()
    }
}

/// An archive with one CSV file a sheet.
pub struct CsvZip<W: Write + Seek> {
    archive: ZipWriter<W>,
}

impl<W: Write + Seek> CsvZip<W> {
    /// An empty archive.
    pub fn new(out: W) -> Self {
        Self { archive: ZipWriter::new(out) }
    }
}

impl<W: Write + Seek> Sink for CsvZip<W> {
    type Done = W;

    fn sheet(&mut self, title: &str, headings: &[&str]) -> Result<(), ExportError> {
        self.archive.start_file(format!("{title}.csv"), SimpleFileOptions::default().large_file(true))?;
        self.archive.write_all(MARK)?;
        line(&mut self.archive, headings)
    }

    fn row(&mut self, values: &[Value]) -> Result<(), ExportError> {
        record(&mut self.archive, values)
    }

    fn finish(self) -> Result<W, ExportError> {
        Ok(self.archive.finish()?)
    }
}
