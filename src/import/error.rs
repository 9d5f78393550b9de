//! Why there is no answer at all. One spoilt cell is never one of these: that is a
//! [`Fault`](super::fault::Fault), and the rest goes on.
//!
//! `text::import_error` says each in words; the code is stable.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::text::Lang;

/// What was too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Excess {
    /// Bytes of the file.
    File,
    /// Bytes after unpacking: a zip bomb, or a sheet formatted down to its last row.
    Unpacked,
    /// Bytes of the workbook's table of texts.
    Texts,
    /// Parts in the archive, or files in the folder.
    Parts,
    /// Rows with content in one sheet.
    Rows {
        /// The sheet.
        sheet: String,
    },
}

/// What is wrong with a field of the neutral model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelProblem {
    /// A number outside of what the field can mean.
    OutOfRange {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Nothing has this name.
    UnknownName,
    /// Two things have this name.
    NameTwice,
    /// Empty, or longer than anything real.
    BadName,
    /// A date before 2000 or after 2100.
    DateOutOfRange,
    /// An end that is not after its beginning.
    EndsBeforeStart,
    /// An empty list where something is needed.
    Nothing,
}

/// There is no answer, and this is why.
#[derive(Debug, Error)]
#[non_exhaustive]
#[error("{} {}", self.message(Lang::En), self.remedy(Lang::En))]
#[allow(missing_docs)] // `path` is the file, everything else is said
pub enum ImportError {
    /// Nothing is there.
    Missing { path: PathBuf },
    /// It is there but cannot be read.
    Unreadable { path: PathBuf, source: std::io::Error },
    /// It is no workbook at all.
    NotAWorkbook { path: PathBuf },
    /// It is an `.xls` of 2003 or before.
    OldWorkbook { path: PathBuf },
    /// It is another kind of workbook, such as `.xlsb` or `.ods`.
    OtherWorkbook { path: PathBuf, kind: &'static str },
    /// It needs a password.
    Encrypted { path: PathBuf },
    /// It is broken inside.
    Damaged { path: PathBuf, detail: String },
    /// It is too much.
    TooBig { path: PathBuf, excess: Excess, limit: u64 },
    /// It has no sheet that is known here.
    NothingKnown { path: PathBuf, found: Vec<String> },
    /// It is no JSON of the neutral model.
    NotAModel { path: PathBuf, line: usize, column: usize, detail: String },
    /// A field of the neutral model is wrong.
    ModelField { path: PathBuf, field: String, value: String, problem: ModelProblem },
}

impl ImportError {
    /// The stable code, such as `not-a-workbook`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing-file",
            Self::Unreadable { .. } => "unreadable-file",
            Self::NotAWorkbook { .. } => "not-a-workbook",
            Self::OldWorkbook { .. } => "old-workbook",
            Self::OtherWorkbook { .. } => "other-workbook",
            Self::Encrypted { .. } => "encrypted",
            Self::Damaged { .. } => "damaged",
            Self::TooBig { .. } => "too-big",
            Self::NothingKnown { .. } => "nothing-known",
            Self::NotAModel { .. } => "not-a-model",
            Self::ModelField { .. } => "model-field",
        }
    }

    /// The file or folder that was to be read.
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing { path }
            | Self::Unreadable { path, .. }
            | Self::NotAWorkbook { path }
            | Self::OldWorkbook { path }
            | Self::OtherWorkbook { path, .. }
            | Self::Encrypted { path }
            | Self::Damaged { path, .. }
            | Self::TooBig { path, .. }
            | Self::NothingKnown { path, .. }
            | Self::NotAModel { path, .. }
            | Self::ModelField { path, .. } => path,
        }
    }

    /// What the file system said about `path`.
    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::Missing { path },
            _ => Self::Unreadable { path, source },
        }
    }

    pub(super) fn damaged(path: &Path, detail: impl std::fmt::Display) -> Self {
        Self::Damaged { path: path.to_owned(), detail: super::fault::shown(&detail.to_string()) }
    }

    pub(super) fn too_big(path: &Path, excess: Excess, limit: u64) -> Self {
        Self::TooBig { path: path.to_owned(), excess, limit }
    }
}
