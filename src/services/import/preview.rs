//! What people see of an import before they let it happen.

use crate::document::Sheet;
use crate::domain::refusal::{Refusal, common};
use crate::import::{Effect, Fault};
use crate::store::Failure;
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is not stored yet.
    New,
    /// It is stored with other values, which the import overwrites.
    Changed,
    /// It says something else about a promise, progress or stock than the shop has recorded: that stays.
    Kept,
    /// It is stored and the file does not have it.
    Vanished,
}

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What is stored.
    #[schema(value_type = Object)]
    pub old: Value,
    /// What the file says.
    #[schema(value_type = Object)]
    pub new: Value,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RowChange {
    /// The row's key, as people read it.
    pub key: String,
    /// Its row in the file.
    pub row: Option<u64>,
    /// What became of it.
    pub outcome: Outcome,
    /// Which of its values differ.
    pub fields: Vec<FieldChange>,
}

/// What became of the rows of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SheetPreview {
    /// The sheet.
    pub sheet: Sheet,
    /// What the file calls it.
    pub title: String,
    /// Rows that are not stored yet.
    pub new: u64,
    /// Rows whose values differ.
    pub changed: u64,
    /// Rows that say what is stored.
    pub unchanged: u64,
    /// Rows whose promises, progress or stock differ and stay as recorded.
    pub kept: u64,
    /// Rows that are stored and that the file does not have; they stay.
    pub vanished: u64,
    /// The first of these rows.
    pub rows: Vec<RowChange>,
    /// How many more there are.
    pub more: u64,
}

impl SheetPreview {
    pub(super) fn new(sheet: Sheet, title: String) -> Self {
        Self {
            sheet,
            title,
            new: 0,
            changed: 0,
            unchanged: 0,
            kept: 0,
            vanished: 0,
            rows: Vec::new(),
            more: 0,
        }
    }
}

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Words {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl From<&Failure> for Words {
    /// Why a command failed and what to do, without anything of our inside.
    fn from(failure: &Failure) -> Self {
        let refusal = match failure {
            Failure::Refused(refusal) => (**refusal).clone(),
            Failure::Unavailable(_) | Failure::Contended => Refusal::new(common::BUSY),
            Failure::NoRow | Failure::Broken(_) => Refusal::new(common::BROKEN),
        };
        let said = |lang| format!("{} {}", refusal.title(lang), refusal.remedy(lang));
        Self { en: said(Lang::En), zh: said(Lang::Zh) }
    }
}

/// Something in the file that cannot be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Refused {
    /// The stable name of what is wrong.
    pub code: String,
    /// The sheet, as the file calls it.
    pub sheet: String,
    /// Its row.
    pub row: Option<u32>,
    /// The column's heading.
    pub column: Option<String>,
    /// The column's letter.
    pub letter: Option<String>,
    /// What stood there.
    pub value: Option<String>,
    /// What it costs: the row, the cell, or nothing.
    pub effect: Words,
    /// Whether the row was left out.
    pub dropped: bool,
    /// Whether a value was left out and the row stays.
    pub lost: bool,
    /// Why it cannot be used.
    pub why: Words,
    /// What to write instead.
    pub remedy: Words,
}

impl From<&Fault> for Refused {
    fn from(fault: &Fault) -> Self {
        let both = |words: &dyn Fn(Lang) -> String| Words { en: words(Lang::En), zh: words(Lang::Zh) };
        Self {
            code: fault.code().to_owned(),
            sheet: fault.sheet.clone(),
            row: fault.row,
            column: fault.column.clone(),
            letter: fault.letter.clone(),
            value: fault.value.clone(),
            effect: both(&|lang| fault.effect.message(lang).to_owned()),
            dropped: matches!(fault.effect, Effect::RowDropped | Effect::SheetDropped),
            lost: matches!(fault.effect, Effect::CellIgnored),
            why: both(&|lang| fault.why(lang)),
            remedy: both(&|lang| fault.remedy(lang)),
        }
    }
}

/// What an import would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Preview {
    /// Sheet by sheet, those that the file has.
    pub sheets: Vec<SheetPreview>,
    /// What cannot be used.
    pub refused: Vec<Refused>,
}

impl Preview {
    /// Rows that would be written.
    pub fn writes(&self) -> u64 {
        self.sheets.iter().map(|sheet| sheet.new + sheet.changed).sum()
    }
}
