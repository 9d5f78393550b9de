//! Where cells go: a workbook, a folder of CSV files, an archive of them.

use super::Value;
use thiserror::Error;

/// Takes sheets, one after the other, and rows of the sheet begun last.
pub trait Sink {
    /// What is there in the end.
    type Done;

    /// Begins a sheet.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    fn sheet(&mut self, title: &str, headings: &[&str]) -> Result<(), ExportError>;

    /// Writes a row, one value for each heading.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or the sheet is full.
    fn row(&mut self, values: &[Value]) -> Result<(), ExportError>;

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    fn finish(self) -> Result<Self::Done, ExportError>;
}

/// Why a workbook could not be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the workbook cannot be written: {0}")]
pub struct ExportError(pub String);

impl From<std::io::Error> for ExportError {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<::csv::Error> for ExportError {
    fn from(error: ::csv::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<zip::result::ZipError> for ExportError {
    fn from(error: zip::result::ZipError) -> Self {
        Self(error.to_string())
    }
}

impl From<rust_xlsxwriter::XlsxError> for ExportError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self(error.to_string())
    }
}
