//! What people see of an import before they let it happen.

use super::VanishedChoice;
use crate::document::Sheet;
use crate::domain::policy::VanishedRows;
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
    /// It is over here, cancelled or closed, and the file goes on with it: it stays over.
    Over,
    /// It is stored and the file does not have it, but the rest of its bill of materials, routing or calendar:
    /// it goes.
    Removed,
    /// An import brought it, and this file does not have it any more.
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
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<Words>,
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
    /// Rows that are over here, cancelled or closed, and that the file goes on with; they stay over.
    #[serde(default)]
    pub over: u64,
    /// Rows that go because the file has the rest of their bill of materials, routing or calendar without them.
    #[serde(default)]
    pub removed: u64,
    /// Rows that an import brought and that this file does not have any more.
    pub vanished: u64,
    /// How many of those are orders in hand: they are closed where that is the policy or was chosen. After the
    /// import was applied, how many were.
    #[serde(default)]
    pub closes: u64,
    /// Whether something seems to be missing that may be among rows that could not be read: nothing of the sheet
    /// is closed or removed then.
    #[serde(default)]
    pub unread: bool,
    /// The first rows of each kind.
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
            over: 0,
            removed: 0,
            vanished: 0,
            closes: 0,
            unread: false,
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

impl Words {
    /// Words that both languages have.
    pub(super) fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }
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

/// Something in the file that cannot be used, or is worth a look.
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
    /// What cannot be used: rows and values that were left out.
    pub refused: Vec<Refused>,
    /// What was understood and is worth a look.
    #[serde(default)]
    pub notes: Vec<Refused>,
    /// What becomes of orders in hand that vanished: the plant's policy, or what was chosen when it was applied.
    #[serde(default)]
    pub vanished_rows: VanishedRows,
}

impl Preview {
    /// Rows that would be written or removed.
    pub fn writes(&self) -> u64 {
        self.sheets.iter().map(|sheet| sheet.new + sheet.changed + sheet.removed).sum()
    }

    /// Orders in hand that vanished and can be closed, or were.
    pub fn closes(&self) -> u64 {
        self.sheets.iter().map(|sheet| sheet.closes).sum()
    }

    /// The same with what was chosen, where something was.
    #[must_use]
    pub fn choosing(self, choice: Option<VanishedChoice>) -> Self {
        Self { vanished_rows: choice.map_or(self.vanished_rows, VanishedRows::from), ..self }
    }

    /// Whether somebody must say what becomes of orders that vanished.
    pub fn asks(&self) -> bool {
        self.vanished_rows == VanishedRows::Ask && self.closes() > 0
    }
}
