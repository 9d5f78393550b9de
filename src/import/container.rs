//! What sort of file it is, and whether it is safe to open as a workbook.
//!
//! Everything in the archive is unpacked once into nothing, counting: what the directory declares is checked
//! first, but only the count is believed. Afterwards the same bytes unpack to the same length, so whoever
//! reads them needs no bounds of its own.

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::{Excess, ImportError};
use super::limits::Limits;

/// What a file is, by its first bytes and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Archive,
    OldWorkbook,
    Encrypted,
    Text,
    Unknown,
}

pub(super) fn kind(bytes: &[u8]) -> Kind {
    const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Archive;
    }
    if bytes.starts_with(&COMPOUND) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = bytes.windows(name.len()).any(|window| window == name);
        return if encrypted { Kind::Encrypted } else { Kind::OldWorkbook };
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if utf16 || !bytes.iter().take(4096).any(|byte| *byte == 0) { Kind::Text } else { Kind::Unknown }
}

/// Whether the archive is an `.xlsx` that unpacks within `limits`.
pub(super) fn check(path: &Path, bytes: &[u8], limits: &Limits) -> Result<(), ImportError> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| ImportError::damaged(path, error))?;
    if archive.len() > limits.parts {
        return Err(ImportError::too_big(path, Excess::Parts, limits.parts as u64));
    }
    let names: Vec<String> = archive
        .file_names()
        .filter_map(Result::ok)
        .map(|name| name.replace('\\', "/").to_lowercase())
        .collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    if !has("xl/workbook.xml") {
        let path = path.to_owned();
        return Err(match () {
            () if has("xl/workbook.bin") => ImportError::OtherWorkbook { path, kind: ".xlsb" },
            () if has("content.xml") => ImportError::OtherWorkbook { path, kind: ".ods" },
            () => ImportError::NotAWorkbook { path },
        });
    }
    let mut left = limits.unpacked_bytes;
    for index in 0..archive.len() {
        left -= unpack(path, &mut archive, index, left, limits)?;
    }
    Ok(())
}

/// Files by name, unpacked.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// The CSV files of an archive of such files, unpacked within `limits`; nothing if it is a workbook.
pub(super) fn csv_files(path: &Path, bytes: &[u8], limits: &Limits) -> Result<Option<Files>, ImportError> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| ImportError::damaged(path, error))?;
    if archive.len() > limits.parts {
        return Err(ImportError::too_big(path, Excess::Parts, limits.parts as u64));
    }
    let mut files = Vec::new();
    let mut left = limits.file_bytes;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { return Ok(None) };
        // The part of a name behind the last slash: nothing is ever written under it.
        let Ok(name) = part.name().map(|name| name.replace('\\', "/")) else { return Ok(None) };
        if name.starts_with("xl/") {
            return Ok(None);
        }
        let name = PathBuf::from(name.rsplit('/').next().unwrap_or_default());
        if super::is_csv(&name) {
            let mut unpacked = Vec::new();
            let read = part.take(left + 1).read_to_end(&mut unpacked);
            read.map_err(|error| ImportError::damaged(path, error))?;
            let length = unpacked.len() as u64;
            left = left
                .checked_sub(length)
                .ok_or_else(|| ImportError::too_big(path, Excess::Unpacked, limits.file_bytes))?;
            files.push((name, unpacked));
        }
    }
    files.sort();
    Ok((!files.is_empty()).then_some(files))
}

/// Unpacks one part into nothing and says how long it was.
fn unpack(
    path: &Path,
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    left: u64,
    limits: &Limits,
) -> Result<u64, ImportError> {
    let part = match archive.by_index(index) {
        Ok(part) => part,
        Err(ZipError::UnsupportedArchive(reason)) if reason == ZipError::PASSWORD_REQUIRED => {
            return Err(ImportError::Encrypted { path: path.to_owned() });
        }
        Err(error) => return Err(ImportError::damaged(path, error)),
    };
    let texts = part.name().is_ok_and(|name| name.to_lowercase().ends_with("sharedstrings.xml"));
    let (excess, most, limit) = if texts && limits.texts_bytes < left {
        (Excess::Texts, limits.texts_bytes, limits.texts_bytes)
    } else {
        (Excess::Unpacked, left, limits.unpacked_bytes)
    };
    if part.size() > most {
        return Err(ImportError::too_big(path, excess, limit));
    }
    let mut bounded = part.take(most + 1);
    // A part that breaks off is no fault yet: nobody may need it. Whoever does meets the same break.
    let copied = io::copy(&mut bounded, &mut io::sink());
    let length = most + 1 - bounded.limit();
    if length > most {
        return Err(ImportError::too_big(path, excess, limit));
    }
    drop(copied);
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        assert_eq!(kind(b"PK\x03\x04rest"), Kind::Archive);
        assert_eq!(kind(b"item,quantity\n"), Kind::Text);
        assert_eq!(kind(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), Kind::OldWorkbook);
        assert_eq!(kind(&[0x7f, b'E', b'L', b'F', 0, 0]), Kind::Unknown);
    }
}
