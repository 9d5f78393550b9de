//! What was wrong with a cell, a row or a sheet, and what that cost.
//!
//! A fault carries facts only; `text` turns them into words. Its code is stable: screens, translations and
//! the mapping remembered from last week hang on it.

use serde::Serialize;

use crate::text::Bilingual;

/// What is wrong. The variant's kebab-case name is the stable code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Problem {
    /// A required cell is empty.
    MissingValue,
    /// Not a number at all.
    NotANumber,
    /// A comma or point that may separate thousands or decimals.
    AmbiguousNumber,
    /// Zero or less where something above zero is meant.
    NotPositive,
    /// Below zero.
    Negative,
    /// An amount of 10^12 or more.
    TooLarge,
    /// More of something than an order or a rule can be for.
    MoreThanMeant {
        /// The most.
        most: u32,
    },
    /// An amount with more than six decimals.
    TooManyDecimals,
    /// A number outside of what the column can mean.
    OutOfRange {
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
    },
    /// A fraction where whole numbers count.
    NotWhole,
    /// A fraction of an item of which there are only whole ones.
    FractionOfItem {
        /// The item.
        item: String,
    },
    /// A part of a day, which counts as the next whole number.
    RoundedUp {
        /// What it was taken for.
        to: u32,
    },
    /// A time with a unit that is not known here.
    UnknownUnit {
        /// The unit.
        unit: String,
    },
    /// Not a date.
    NotADate,
    /// Day and month may be either way round.
    AmbiguousDate,
    /// Before 2000 or after 2100.
    DateOutOfRange,
    /// Not a time of day.
    NotATimeOfDay,
    /// Not a list of weekdays.
    NotWeekdays,
    /// Neither yes nor no.
    NotYesNo,
    /// Not one of the words of the column.
    UnknownWord {
        /// The words there are.
        allowed: Vec<Bilingual>,
        /// The one most like it.
        nearest: Option<Bilingual>,
    },
    /// Not a list such as `VMC-2*1.2, VMC-3`.
    NotAlternates,
    /// Not a time zone.
    UnknownTimeZone,
    /// Characters that cannot be seen, NUL among them.
    ControlCharacters,
    /// More characters than anything real has.
    TooLong {
        /// How many there may be.
        limit: usize,
    },
    /// A formula's error, such as `#N/A`.
    CellError,
    /// The spreadsheet took a code for a date.
    CodeBecameDate,
    /// The spreadsheet took a code for a number and lost digits.
    CodeBecameNumber,
    /// An end before its beginning.
    EndsBeforeStart,
    /// None of several columns is filled.
    NoneOf {
        /// The columns.
        columns: Vec<Bilingual>,
    },
    /// Another row has the same key.
    DuplicateKey {
        /// The key, its parts separated by ` / `.
        key: String,
        /// The row that counts.
        first_row: u32,
    },
    /// A key of the settings sheet that is not known.
    UnknownSetting {
        /// The one most like it.
        nearest: Option<Bilingual>,
    },
    /// Required columns are not there.
    MissingColumns {
        /// The columns.
        columns: Vec<Bilingual>,
    },
    /// No row looks like a header.
    NoHeader,
    /// A column that means nothing here.
    UnknownColumn,
    /// A second column for the same thing.
    ColumnTwice,
    /// A sheet that means nothing here.
    UnknownSheet,
    /// A second sheet for the same thing.
    SheetTwice,
    /// A code that was written differently and taken for another.
    TakenFor {
        /// The code it was taken for.
        meaning: String,
        /// In how many rows.
        rows: u32,
    },
    /// A code that nothing has.
    UnknownCode {
        /// The sheet where it should stand.
        looked_in: Bilingual,
        /// Codes most like it, best first.
        nearest: Vec<String>,
        /// In how many rows.
        rows: u32,
    },
    /// More faults than anyone would read.
    MoreFaults {
        /// How many are not listed.
        count: u64,
    },
}

/// What a fault cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nothing: it is only said.
    Notice,
    /// The cell counts as empty, the row stays.
    CellIgnored,
    /// The row is not there.
    RowDropped,
    /// The whole sheet is not there.
    SheetDropped,
}

/// One thing that was wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The sheet's name in the user's file; empty where the fault belongs to none.
    pub sheet: String,
    /// The row as the user's program numbers it.
    pub row: Option<u32>,
    /// The heading of the column as the user wrote it.
    pub column: Option<String>,
    /// The column's letter.
    pub letter: Option<String>,
    /// What stood there, shortened if it is long.
    pub value: Option<String>,
    /// What is wrong with it.
    #[serde(flatten)]
    pub problem: Problem,
    /// What that cost.
    pub effect: Effect,
}

impl Fault {
    /// A fault of a whole sheet.
    pub(super) fn of_sheet(sheet: &str, problem: Problem, effect: Effect) -> Self {
        let sheet = shown(sheet);
        Self { sheet, row: None, column: None, letter: None, value: None, problem, effect }
    }

    /// The stable code, such as `not-a-date`.
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }
}

impl Problem {
    /// The stable code, such as `not-a-date`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingValue => "missing-value",
            Self::NotANumber => "not-a-number",
            Self::AmbiguousNumber => "ambiguous-number",
            Self::NotPositive => "not-positive",
            Self::Negative => "negative",
            Self::TooLarge => "too-large",
            Self::MoreThanMeant { .. } => "more-than-meant",
            Self::TooManyDecimals => "too-many-decimals",
            Self::OutOfRange { .. } => "out-of-range",
            Self::FractionOfItem { .. } => "fraction-of-item",
            Self::NotWhole => "not-whole",
            Self::RoundedUp { .. } => "rounded-up",
            Self::UnknownUnit { .. } => "unknown-unit",
            Self::NotADate => "not-a-date",
            Self::AmbiguousDate => "ambiguous-date",
            Self::DateOutOfRange => "date-out-of-range",
            Self::NotATimeOfDay => "not-a-time-of-day",
            Self::NotWeekdays => "not-weekdays",
            Self::NotYesNo => "not-yes-no",
            Self::UnknownWord { .. } => "unknown-word",
            Self::NotAlternates => "not-alternates",
            Self::UnknownTimeZone => "unknown-time-zone",
            Self::ControlCharacters => "control-characters",
            Self::TooLong { .. } => "too-long",
            Self::CellError => "cell-error",
            Self::CodeBecameDate => "code-became-date",
            Self::CodeBecameNumber => "code-became-number",
            Self::EndsBeforeStart => "ends-before-start",
            Self::NoneOf { .. } => "none-of",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::UnknownSetting { .. } => "unknown-setting",
            Self::MissingColumns { .. } => "missing-columns",
            Self::NoHeader => "no-header",
            Self::UnknownColumn => "unknown-column",
            Self::ColumnTwice => "column-twice",
            Self::UnknownSheet => "unknown-sheet",
            Self::SheetTwice => "sheet-twice",
            Self::TakenFor { .. } => "taken-for",
            Self::UnknownCode { .. } => "unknown-code",
            Self::MoreFaults { .. } => "more-faults",
        }
    }
}

/// Faults in the order found: the first `limit`, and how many more there were.
#[derive(Debug)]
pub(super) struct Faults {
    list: Vec<Fault>,
    limit: usize,
    more: u64,
}

impl Faults {
    pub(super) fn new(limit: usize) -> Self {
        Self { list: Vec::new(), limit, more: 0 }
    }

    pub(super) fn push(&mut self, fault: Fault) {
        if self.list.len() < self.limit {
            self.list.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// The list, closed by a note on those that found no place in it.
    pub(super) fn finish(mut self) -> Vec<Fault> {
        if self.more > 0 {
            let more = Problem::MoreFaults { count: self.more };
            self.list.push(Fault::of_sheet("", more, Effect::Notice));
        }
        self.list
    }
}

/// A value as a message shows it: on one line, nothing unseen, at most 60 characters.
pub(super) fn shown(value: &str) -> String {
    const LENGTH: usize = 60;
    let mut text: String =
        value.chars().take(LENGTH).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if value.chars().nth(LENGTH).is_some() {
        text.push('…');
    }
    text
}

/// The letter of a column counted from zero: `A`, `Z`, `AA`.
pub(super) fn letter(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (16_383, "XFD")] {
            assert_eq!(letter(column), expected);
        }
    }

    #[test]
    fn faults_beyond_the_limit_are_counted() {
        let mut faults = Faults::new(2);
        for _ in 0..5 {
            faults.push(Fault::of_sheet("items", Problem::NoHeader, Effect::SheetDropped));
        }
        let list = faults.finish();
        assert_eq!(list.len(), 3);
        assert_eq!(list[2].problem, Problem::MoreFaults { count: 3 });
    }

    #[test]
    fn the_code_is_the_serialized_name() {
        let fault = Fault::of_sheet("items", Problem::RoundedUp { to: 3 }, Effect::Notice);
        let json = serde_json::to_value(&fault).unwrap();
        assert_eq!(json["code"], fault.code());
        assert_eq!(json["effect"], "notice");
    }

    #[test]
    fn values_are_shown_short_and_visible() {
        assert_eq!(shown("a\u{0}b"), "a\u{fffd}b");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 61);
    }
}
