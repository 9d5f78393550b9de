//! One CSV file as a sheet: which encoding, which separator, and its rows.

use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, GB18030};

use super::error::ImportError;
use super::limits::Limits;
use super::numbers::NumberStyle;
use super::table::{Cell, Habits, RawRow, Table};

/// A CSV file being read.
pub(super) struct CsvTable {
    path: PathBuf,
    records: csv::StringRecordsIntoIter<std::io::Cursor<Vec<u8>>>,
    numbers: NumberStyle,
    columns: usize,
    /// The line, from 1, in which the byte at `counted` stands.
    line: u32,
    counted: usize,
}

impl CsvTable {
    /// Decodes `bytes` and finds the separator. Any bytes decode to something; nonsense shows up as faults.
    pub(super) fn new(path: &Path, bytes: &[u8], limits: &Limits) -> Self {
        let text = decode(bytes);
        let separator = separator(&text);
        let records = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(std::io::Cursor::new(text.into_bytes()))
            .into_records();
        let numbers = if separator == b';' { NumberStyle::Unsure } else { NumberStyle::Point };
        Self {
            path: path.to_owned(),
            records,
            numbers,
            columns: limits.columns as usize,
            line: 1,
            counted: 0,
        }
    }
}

impl CsvTable {
    /// The line of the record that begins at `byte`, or below it after blank lines. The reader's own count is one
    /// too low behind every `\r\n`.
    fn line_of(&mut self, byte: u64) -> u32 {
        let bytes = self.records.reader().get_ref().get_ref();
        let start = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.counted, bytes.len());
        let blank = bytes[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = bytes[self.counted..start + blank].split(|byte| *byte == b'\n').count() - 1;
        self.line = self.line.saturating_add(passed as u32);
        self.counted = start + blank;
        self.line
    }
}

impl Table for CsvTable {
    fn next_row(&mut self) -> Result<Option<RawRow>, ImportError> {
        let Some(record) = self.records.next() else { return Ok(None) };
        let record = record.map_err(|error| ImportError::damaged(&self.path, error))?;
        let number = self.line_of(record.position().map_or(0, csv::Position::byte));
        let cells = record
            .iter()
            .take(self.columns)
            .enumerate()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(column, text)| (column as u32, Cell::Text(text.to_owned())))
            .collect();
        Ok(Some(RawRow { number, cells }))
    }

    fn habits(&self) -> Habits {
        Habits { numbers: self.numbers, system_1904: false }
    }
}

/// The text of a file: its byte order mark says, else UTF-8 if it is, else GB18030 (of which GBK is a part).
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// The separator that the first lines have most of, outside of quotes. Excel's own `sep=;` line says it.
fn separator(text: &str) -> u8 {
    const LINES: usize = 30;
    const BYTES: usize = 64 * 1024;
    if let Some(said) = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next())
        && matches!(said, b',' | b';' | b'\t')
    {
        return said;
    }
    let (mut comma, mut semicolon, mut tab, mut lines, mut quoted) = (0, 0, 0, 0, false);
    for byte in text.bytes().take(BYTES) {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b',' => comma += 1,
            b';' => semicolon += 1,
            b'\t' => tab += 1,
            b'\n' => lines += 1,
            _ => {}
        }
        if lines >= LINES {
            break;
        }
    }
    if tab > comma && tab > semicolon {
        b'\t'
    } else if semicolon > comma {
        b';'
    } else {
        b','
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_found() {
        assert_eq!(separator("a,b,c\n1,2,3\n"), b',');
        assert_eq!(separator("a;b;c\n1,5;2;3\n"), b';');
        assert_eq!(separator("a\tb\tc\n"), b'\t');
        assert_eq!(separator("a;b\n\"x,y,z,w\";2\n"), b';');
        assert_eq!(separator("sep=;\na;b,c,d\n"), b';');
        assert_eq!(separator(""), b',');
    }

    #[test]
    fn rows_are_numbered_as_an_editor_does() {
        for text in ["a,b\r\n\r\n1,2\r\n\"x\r\ny\",3\r\n4,5\r\n", "a,b\n\n1,2\n\"x\ny\",3\n4,5"] {
            let mut table = CsvTable::new(Path::new("items.csv"), text.as_bytes(), &Limits::default());
            let mut numbers = Vec::new();
            while let Some(row) = table.next_row().unwrap() {
                numbers.push(row.number);
            }
            assert_eq!(numbers, [1, 3, 4, 6]);
        }
    }

    #[test]
    fn encodings_of_windows_and_of_others_are_read() {
        let text = "物料编码,数量\n轴-1,5\n";
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), text);
        assert_eq!(decode(&GB18030.encode(text).0), text);
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&utf16), text);
    }
}
