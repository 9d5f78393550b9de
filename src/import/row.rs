//! A row of a sheet, asked for one column at a time by the column's English heading.
//!
//! Every answer is either a value or nothing; what was wrong is noted on the way. A fault in a required column
//! drops the row, in any other only its cell.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

use crate::document::{Alternate, Origin, Sheet, Weekdays};
use crate::text::Bilingual;

use super::dictionary;
use super::fault::{Effect, Fault, Faults, Problem, letter, shown};
use super::header::Header;
use super::normal;
use super::numbers::{Meant, TimeUnit};
use super::table::Cell;
use super::value::{Answer, Cells, stands_for_nothing};
use super::words::Word;

/// What all rows of a sheet share.
pub(super) struct SheetContext<'a> {
    pub(super) sheet: Sheet,
    pub(super) title: &'a str,
    pub(super) header: &'a Header,
    pub(super) cells: Cells<'a>,
}

/// A row being read.
pub(super) struct Row<'a> {
    context: &'a SheetContext<'a>,
    number: u32,
    /// One for each column of the dictionary.
    cells: Vec<Cell>,
    faults: &'a mut Faults,
    spoilt: bool,
    /// Columns whose cell could not be read.
    unread: Vec<usize>,
    bytes: u64,
}

impl<'a> Row<'a> {
    pub(super) fn new(
        context: &'a SheetContext<'a>,
        number: u32,
        cells: Vec<Cell>,
        faults: &'a mut Faults,
    ) -> Self {
        Self { context, number, cells, faults, spoilt: false, unread: Vec::new(), bytes: 0 }
    }

    /// Whether something in it spoils the whole row.
    pub(super) fn is_spoilt(&self) -> bool {
        self.spoilt
    }

    /// Bytes of text that were handed out or are kept.
    pub(super) fn bytes(&self) -> u64 {
        /// At most so many bytes are kept of a cell that could not be read.
        const UNREAD: u64 = 300;
        self.bytes + UNREAD * self.unread.len() as u64
    }

    /// What stood in the cells that could not be read, by the columns' English headings.
    pub(super) fn unread(&self) -> BTreeMap<String, String> {
        let columns = dictionary::columns(self.context.sheet);
        let cells = self.unread.iter().map(|at| (columns[*at].english.to_owned(), self.cells[*at].shown()));
        cells.collect()
    }

    /// The texts of the columns that make up the row's key, as [`Self::code`] and [`Self::numbered`] give them;
    /// nothing if there are none or one of them cannot be read.
    pub(super) fn texts(&self, columns: &[&str]) -> Option<Vec<String>> {
        const NUMBERED: [&str; 3] = ["line", "schedule", "operation"];
        let text = |column: &&str| {
            let cell = &self.cells[self.index(column)?];
            if stands_for_nothing(cell) {
                return Some(String::new());
            }
            let code = self.context.cells.code(cell).ok()?.unwrap_or_default();
            Some(if NUMBERED.contains(column) { normal::numbered(&code) } else { code })
        };
        columns.iter().map(text).collect::<Option<Vec<String>>>().filter(|key| !key.is_empty())
    }

    pub(super) fn origin(&self) -> Origin {
        Origin { sheet: self.context.sheet, row: self.number }
    }

    /// A code: text in its plain form, or a number that a spreadsheet made of it.
    pub(super) fn code(&mut self, column: &str) -> Option<String> {
        self.read(column, Cells::code)
    }

    /// A line or operation number in its plain form.
    pub(super) fn numbered(&mut self, column: &str) -> Option<String> {
        self.code(column).map(|code| normal::numbered(&code))
    }

    /// A name or a remark, kept as it was written.
    pub(super) fn text(&mut self, column: &str) -> Option<String> {
        self.read(column, Cells::prose)
    }

    /// One of the words of `W`.
    pub(super) fn word<W: Word>(&mut self, column: &str) -> Option<W> {
        self.read(column, Cells::word)
    }

    /// One of the words of `W`; an unknown one drops the row, because leaving it out would do harm.
    pub(super) fn word_or_drop<W: Word>(&mut self, column: &str) -> Option<W> {
        let index = self.index(column)?;
        self.context.cells.word(&self.cells[index]).unwrap_or_else(|problem| {
            self.fault(Some(index), problem, Effect::RowDropped);
            None
        })
    }

    pub(super) fn yes_no(&mut self, column: &str) -> Option<bool> {
        self.read(column, Cells::yes_no)
    }

    /// A quantity that is ordered: above zero.
    pub(super) fn quantity(&mut self, column: &str) -> Option<Decimal> {
        self.read(column, |cells, cell| cells.quantity(cell, Meant::Ordered))
    }

    /// A quantity of a rule: zero or more.
    pub(super) fn ruled(&mut self, column: &str) -> Option<Decimal> {
        self.read(column, |cells, cell| cells.quantity(cell, Meant::Ruled))
    }

    /// A quantity that was counted, or a price: zero or more.
    pub(super) fn amount(&mut self, column: &str) -> Option<Decimal> {
        self.read(column, |cells, cell| cells.quantity(cell, Meant::Recorded))
    }

    /// A length of time in minutes.
    pub(super) fn minutes(&mut self, column: &str) -> Option<Decimal> {
        self.read(column, |cells, cell| cells.duration(cell, TimeUnit::Minute, Some(1440)))
    }

    /// A length of time in hours.
    pub(super) fn hours(&mut self, column: &str) -> Option<Decimal> {
        self.read(column, |cells, cell| cells.duration(cell, TimeUnit::Hour, Some(24)))
    }

    /// Whole days, at most ten years. A part of a day counts as one, and is said.
    pub(super) fn days(&mut self, column: &str) -> Option<u32> {
        const MOST: u32 = 3_650;
        let index = self.index(column)?;
        let days = self.read(column, |cells, cell| cells.duration(cell, TimeUnit::Day, None))?;
        let Some(whole) = u32::try_from(days.ceil()).ok().filter(|whole| *whole <= MOST) else {
            self.spoil(index, Problem::OutOfRange { min: 0, max: MOST });
            return None;
        };
        if !days.fract().is_zero() {
            self.fault(Some(index), Problem::RoundedUp { to: whole }, Effect::Notice);
        }
        Some(whole)
    }

    /// A whole number from `min` to `max`.
    pub(super) fn count(&mut self, column: &str, min: u32, max: u32) -> Option<u32> {
        self.read(column, |cells, cell| cells.count(cell, min, max))
    }

    /// A factor above zero and at most a thousand.
    pub(super) fn factor(&mut self, column: &str) -> Option<Decimal> {
        self.read(column, Cells::factor)
    }

    /// Per cent, from 0 to 100. Where the whole is the rule, a bare number up to 1 is a fraction of it.
    pub(super) fn percent(&mut self, column: &str, of_the_whole: bool) -> Option<Decimal> {
        self.read(column, |cells, cell| cells.percent(cell, of_the_whole))
    }

    pub(super) fn date(&mut self, column: &str) -> Option<NaiveDate> {
        self.instant(column).map(|instant| instant.date())
    }

    pub(super) fn instant(&mut self, column: &str) -> Option<NaiveDateTime> {
        self.read(column, Cells::instant)
    }

    pub(super) fn time(&mut self, column: &str) -> Option<NaiveTime> {
        self.read(column, Cells::time)
    }

    pub(super) fn weekdays(&mut self, column: &str) -> Option<Weekdays> {
        self.read(column, Cells::weekdays)
    }

    /// `VMC-2` or `VMC-2*1.2`, separated by commas.
    pub(super) fn alternates(&mut self, column: &str) -> Vec<Alternate> {
        self.read(column, Cells::alternates).unwrap_or_default()
    }

    /// An IANA time zone.
    pub(super) fn zone(&mut self, column: &str) -> Option<String> {
        self.read(column, Cells::zone)
    }

    /// `later`, unless it lies before `earlier`.
    pub(super) fn in_order<T: PartialOrd>(
        &mut self,
        earlier: Option<&T>,
        later: Option<T>,
        column: &str,
    ) -> Option<T> {
        if let (Some(first), Some(last)) = (earlier, &later)
            && last < first
        {
            let index = self.index(column)?;
            self.spoil(index, Problem::EndsBeforeStart);
            return None;
        }
        later
    }

    /// Says that at least one of `columns` must be filled, and drops the row.
    pub(super) fn needs_one_of(&mut self, columns: &[&str]) {
        let known = dictionary::columns(self.context.sheet).iter();
        let named = known.filter(|column| columns.contains(&column.english));
        let columns = named.map(|column| Bilingual { en: column.english, zh: column.chinese }).collect();
        self.fault(None, Problem::NoneOf { columns }, Effect::RowDropped);
    }

    /// Says that the setting named in `column` is not known.
    pub(super) fn unknown_setting(&mut self, column: &str, nearest: Option<Bilingual>) {
        let index = self.index(column);
        self.fault(index, Problem::UnknownSetting { nearest }, Effect::RowDropped);
    }

    /// Says that the row `first_row` has the same key, and drops this one.
    pub(super) fn duplicate(&mut self, key: &str, first_row: u32) {
        let key = shown(key);
        self.fault(None, Problem::DuplicateKey { key, first_row }, Effect::RowDropped);
    }

    fn index(&self, column: &str) -> Option<usize> {
        let index = dictionary::columns(self.context.sheet).iter().position(|known| known.english == column);
        debug_assert!(index.is_some(), "{:?} has no column {column}", self.context.sheet);
        index
    }

    fn read<T>(&mut self, column: &str, ask: impl FnOnce(Cells<'a>, &Cell) -> Answer<T>) -> Option<T> {
        let index = self.index(column)?;
        let required = dictionary::columns(self.context.sheet)[index].required;
        let cell = &self.cells[index];
        if !required && stands_for_nothing(cell) {
            return None;
        }
        if let Cell::Text(text) = cell {
            self.bytes += text.len() as u64;
        }
        match ask(self.context.cells, cell) {
            Ok(None) if required => {
                self.fault(Some(index), Problem::MissingValue, Effect::RowDropped);
                None
            }
            Ok(value) => value,
            Err(problem) => {
                self.spoil(index, problem);
                None
            }
        }
    }

    /// Notes a fault that costs the cell, or the row if the column is required.
    fn spoil(&mut self, index: usize, problem: Problem) {
        let required = dictionary::columns(self.context.sheet)[index].required;
        self.fault(Some(index), problem, if required { Effect::RowDropped } else { Effect::CellIgnored });
    }

    /// Notes a fault of a cell, or of the row as a whole.
    fn fault(&mut self, index: Option<usize>, problem: Problem, effect: Effect) {
        self.spoilt |= effect == Effect::RowDropped;
        if effect == Effect::CellIgnored {
            self.unread.extend(index);
        }
        let found = index.and_then(|index| self.context.header.columns[index].as_ref());
        self.faults.push(Fault {
            sheet: shown(self.context.title),
            row: Some(self.number),
            column: found.map(|found| found.heading.clone()),
            letter: found.map(|found| letter(found.position)),
            value: index.map(|index| self.cells[index].shown()).filter(|value| !value.is_empty()),
            problem,
            effect,
        });
    }
}
