//! What a single cell says, asked as the kind of thing its column holds.
//!
//! Knows the file's habits and limits, nothing of rows, columns or faults' cost.

use chrono::{NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;

use crate::document::{Alternate, Unit, Weekdays};

use super::dates;
use super::fault::Problem;
use super::limits::Limits;
use super::normal;
use super::numbers::{self, Meant, TimeUnit};
use super::table::{Cell, Habits};
use super::words::{self, Word};

/// A value, nothing because the cell is empty, or what is wrong with it.
pub(super) type Answer<T> = Result<Option<T>, Problem>;

/// How the cells of a file are to be taken.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) habits: Habits,
    pub(super) limits: &'a Limits,
}

impl Cells<'_> {
    /// Half-width text.
    pub(super) fn plain(self, cell: &Cell) -> Answer<String> {
        let text = match cell {
            Cell::Empty => return Ok(None),
            Cell::Error(_) => return Err(Problem::CellError),
            Cell::Text(text) => {
                self.check(text)?;
                normal::value(text)
            }
            Cell::Number { value, .. } | Cell::Serial(value) | Cell::Elapsed(value) => {
                numbers::from_binary(*value)?.to_string()
            }
            Cell::Bool(value) => value.to_string(),
        };
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn parsed<T>(self, cell: &Cell, parse: impl FnOnce(&str) -> Result<T, Problem>) -> Answer<T> {
        self.plain(cell)?.map(|text| parse(&text)).transpose()
    }

    fn check(self, text: &str) -> Result<(), Problem> {
        let limit = self.limits.cell_chars;
        if text.len() > limit && text.chars().nth(limit).is_some() {
            return Err(Problem::TooLong { limit });
        }
        let harmless = |c: char| matches!(c, '\t' | '\n' | '\r');
        if text.chars().any(|c| c.is_control() && !harmless(c)) {
            return Err(Problem::ControlCharacters);
        }
        Ok(())
    }

    /// A name or a remark, kept as it was written.
    pub(super) fn prose(self, cell: &Cell) -> Answer<String> {
        match cell {
            Cell::Text(text) => {
                self.check(text)?;
                Ok(Some(normal::prose(text)).filter(|text| !text.is_empty()))
            }
            _ => self.plain(cell),
        }
    }

    pub(super) fn code(self, cell: &Cell) -> Answer<String> {
        const DIGITS: f64 = 1e15;
        match cell {
            Cell::Serial(_) | Cell::Elapsed(_) => Err(Problem::CodeBecameDate),
            Cell::Number { value, .. } if value.abs() >= DIGITS => Err(Problem::CodeBecameNumber),
            _ => self.parsed(cell, |code| {
                if in_powers_of_ten(code) { Err(Problem::CodeBecameNumber) } else { Ok(code.to_owned()) }
            }),
        }
    }

    pub(super) fn word<W: Word>(self, cell: &Cell) -> Answer<W> {
        self.parsed(cell, words::read)
    }

    pub(super) fn yes_no(self, cell: &Cell) -> Answer<bool> {
        match cell {
            Cell::Bool(value) => Ok(Some(*value)),
            _ => self.parsed(cell, words::yes_no),
        }
    }

    pub(super) fn decimal(self, cell: &Cell) -> Answer<Decimal> {
        match cell {
            Cell::Number { value, .. } => numbers::from_binary(*value).map(Some),
            Cell::Serial(_) | Cell::Elapsed(_) | Cell::Bool(_) => Err(Problem::NotANumber),
            _ => self.parsed(cell, |text| numbers::from_text(text, self.habits.numbers)),
        }
    }

    /// A quantity; a unit may stand after the number, as in `50个`.
    pub(super) fn quantity(self, cell: &Cell, meant: Meant) -> Answer<Decimal> {
        let number = match (self.decimal(cell), cell) {
            (Err(problem), Cell::Text(text)) => {
                let text = normal::value(text);
                let number = text.trim_end_matches(|c: char| c.is_alphabetic()).trim_end();
                let unit = text[number.len()..].trim();
                if unit.is_empty() || words::read::<Unit>(unit).is_err() {
                    return Err(problem);
                }
                Some(numbers::from_text(number, self.habits.numbers)?)
            }
            (number, _) => number?,
        };
        number.map(|number| numbers::quantity(number, meant)).transpose()
    }

    /// A length of time in `unit`; cells shown as elapsed time carry days, of which each has `units_a_day`.
    pub(super) fn duration(self, cell: &Cell, unit: TimeUnit, units_a_day: Option<u32>) -> Answer<Decimal> {
        match (cell, units_a_day) {
            (Cell::Elapsed(days) | Cell::Serial(days), Some(units)) => {
                numbers::in_range(numbers::from_binary(days * f64::from(units))?).map(Some)
            }
            (Cell::Elapsed(_) | Cell::Serial(_) | Cell::Bool(_), _) => Err(Problem::NotANumber),
            (Cell::Number { value, .. }, _) => numbers::in_range(numbers::from_binary(*value)?).map(Some),
            _ => self.parsed(cell, |text| numbers::duration(text, unit, self.habits.numbers)),
        }
    }

    pub(super) fn count(self, cell: &Cell, min: u32, max: u32) -> Answer<u32> {
        let Some(number) = self.decimal(cell)? else { return Ok(None) };
        if !number.fract().is_zero() {
            return Err(Problem::NotWhole);
        }
        let whole = u32::try_from(number).ok().filter(|whole| (min..=max).contains(whole));
        whole.map(Some).ok_or(Problem::OutOfRange { min, max })
    }

    pub(super) fn factor(self, cell: &Cell) -> Answer<Decimal> {
        self.decimal(cell)?.map(factor_in_range).transpose()
    }

    /// Per cent, from 0 to 100. Where the whole is the rule, a bare number up to 1 is a fraction of it.
    pub(super) fn percent(self, cell: &Cell, of_the_whole: bool) -> Answer<Decimal> {
        let (number, shown_in_percent) = if let Cell::Number { value, percent } = cell {
            (numbers::from_binary(*value)?, *percent)
        } else {
            let Some(text) = self.plain(cell)? else { return Ok(None) };
            let bare = text.strip_suffix('%').map(str::trim_end);
            let number = numbers::from_text(bare.unwrap_or(&text), self.habits.numbers)?;
            if bare.is_some() {
                return percent_in_range(number, of_the_whole).map(Some);
            }
            (number, false)
        };
        let fraction = shown_in_percent || (of_the_whole && number <= Decimal::ONE);
        let times = if fraction { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        percent_in_range(number * times, of_the_whole).map(Some)
    }

    pub(super) fn instant(self, cell: &Cell) -> Answer<NaiveDateTime> {
        let system_1904 = self.habits.system_1904;
        match cell {
            Cell::Serial(serial) => dates::from_serial(*serial, system_1904).map(Some),
            Cell::Number { value, .. } => dates::from_number(*value, system_1904).map(Some),
            Cell::Elapsed(_) | Cell::Bool(_) => Err(Problem::NotADate),
            _ => self.parsed(cell, dates::from_text),
        }
    }

    pub(super) fn time(self, cell: &Cell) -> Answer<NaiveTime> {
        match cell {
            Cell::Serial(serial) | Cell::Elapsed(serial) => dates::time_from_serial(*serial).map(Some),
            Cell::Number { value, .. } if *value <= 1.0 => dates::time_from_serial(*value).map(Some),
            _ => self.parsed(cell, dates::time_of_day),
        }
    }

    pub(super) fn weekdays(self, cell: &Cell) -> Answer<Weekdays> {
        match cell {
            Cell::Serial(_) | Cell::Elapsed(_) => Err(Problem::NotWeekdays),
            _ => self.parsed(cell, dates::weekdays),
        }
    }

    /// `VMC-2` or `VMC-2*1.2`, separated by commas.
    pub(super) fn alternates(self, cell: &Cell) -> Answer<Vec<Alternate>> {
        self.parsed(cell, |text| {
            let parts = text.split([',', ';', '、']).map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| alternate(part, self.habits)).collect()
        })
    }

    /// An IANA time zone.
    pub(super) fn zone(self, cell: &Cell) -> Answer<String> {
        self.parsed(cell, |text| {
            let found = chrono_tz::TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(text));
            found.map(|zone| zone.name().to_owned()).ok_or(Problem::UnknownTimeZone)
        })
    }
}

/// `-`, `/` and `n/a`: people's way to leave a cell empty.
pub(super) fn stands_for_nothing(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => matches!(normal::value(text).to_lowercase().as_str(), "-" | "--" | "/" | "n/a"),
        _ => false,
    }
}

/// `6.90123E+12`: what a spreadsheet writes for a long code when it saves CSV.
fn in_powers_of_ten(code: &str) -> bool {
    let Some((digits, power)) = code.split_once("E+").or_else(|| code.split_once("e+")) else { return false };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    digits.contains('.') && number(digits) && number(power)
}

fn alternate(part: &str, habits: Habits) -> Result<Alternate, Problem> {
    let (code, factor) = match part.rsplit_once(['*', '×']) {
        Some((code, factor)) => {
            let factor =
                numbers::from_text(factor.trim(), habits.numbers).map_err(|_| Problem::NotAlternates)?;
            (code.trim(), factor_in_range(factor)?)
        }
        None => (part, Decimal::ONE),
    };
    if code.is_empty() {
        return Err(Problem::NotAlternates);
    }
    Ok(Alternate { work_centre: code.to_owned(), factor })
}

fn factor_in_range(number: Decimal) -> Result<Decimal, Problem> {
    const MOST: u32 = 1_000;
    if number <= Decimal::ZERO {
        return Err(Problem::NotPositive);
    }
    if number > Decimal::from(MOST) {
        return Err(Problem::OutOfRange { min: 0, max: MOST });
    }
    Ok(number.round_dp(6).normalize())
}

fn percent_in_range(number: Decimal, above_zero: bool) -> Result<Decimal, Problem> {
    if number < Decimal::ZERO || number > Decimal::ONE_HUNDRED || (above_zero && number.is_zero()) {
        return Err(Problem::OutOfRange { min: 0, max: 100 });
    }
    Ok(number.round_dp(6).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::numbers::NumberStyle;

    fn read<T>(ask: impl FnOnce(Cells<'_>) -> T) -> T {
        let habits = Habits { numbers: NumberStyle::Point, system_1904: false };
        ask(Cells { habits, limits: &Limits::default() })
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn number(value: f64) -> Cell {
        Cell::Number { value, percent: false }
    }

    #[test]
    fn a_code_that_the_spreadsheet_has_spoilt_is_not_taken() {
        assert_eq!(read(|cells| cells.code(&number(10_010.0))), Ok(Some("10010".to_owned())));
        assert_eq!(read(|cells| cells.code(&number(10.5))), Ok(Some("10.5".to_owned())));
        assert_eq!(read(|cells| cells.code(&Cell::Serial(46_086.0))), Err(Problem::CodeBecameDate));
        assert_eq!(read(|cells| cells.code(&number(6.901e15))), Err(Problem::CodeBecameNumber));
        assert_eq!(read(|cells| cells.code(&text("6.90123E+12"))), Err(Problem::CodeBecameNumber));
        assert_eq!(read(|cells| cells.code(&text("1E+05"))), Ok(Some("1E+05".to_owned())));
    }

    #[test]
    fn a_quantity_may_carry_its_unit() {
        let fifty = |word: &str| read(|cells| cells.quantity(&text(word), Meant::Ordered));
        for written in ["50", "50个", "50 pcs", "５０件", "50 kg"] {
            assert_eq!(fifty(written), Ok(Some(Decimal::from(50))), "{written}");
        }
        assert!(fifty("50 boxes").is_err(), "no unit that is known");
        assert!(fifty("个").is_err(), "no number");
    }

    #[test]
    fn per_cent_in_every_dress() {
        let percent =
            |cell: Cell, whole| read(|cells| cells.percent(&cell, whole)).map(|p| p.unwrap().to_string());
        assert_eq!(percent(number(5.0), false).as_deref(), Ok("5"));
        assert_eq!(percent(text("5%"), false).as_deref(), Ok("5"));
        assert_eq!(percent(Cell::Number { value: 0.05, percent: true }, false).as_deref(), Ok("5"));
        assert_eq!(percent(number(0.97), true).as_deref(), Ok("97"));
        assert_eq!(percent(number(1.0), true).as_deref(), Ok("100"));
        assert_eq!(percent(text("1%"), true).as_deref(), Ok("1"));
        assert!(percent(number(101.0), false).is_err());
        assert!(percent(number(0.0), true).is_err());
    }

    #[test]
    fn alternates_carry_their_factor() {
        let list = read(|cells| cells.alternates(&text("VMC-2*1.2，VMC-3、 A B × 2"))).unwrap().unwrap();
        let shown: Vec<_> =
            list.iter().map(|other| format!("{} {}", other.work_centre, other.factor)).collect();
        assert_eq!(shown, ["VMC-2 1.2", "VMC-3 1", "A B 2"]);
        assert_eq!(read(|cells| cells.alternates(&text("VMC-2*fast"))), Err(Problem::NotAlternates));
        assert_eq!(read(|cells| cells.alternates(&text("*2"))), Err(Problem::NotAlternates));
    }

    #[test]
    fn elapsed_time_is_days_inside() {
        let minutes = |cell: Cell| read(|cells| cells.duration(&cell, TimeUnit::Minute, Some(1440)));
        assert_eq!(minutes(Cell::Elapsed(0.0625)).unwrap().unwrap().to_string(), "90");
        assert_eq!(minutes(text("1.5h")).unwrap().unwrap().to_string(), "90");
        assert_eq!(minutes(number(1.0 / 3.0)).unwrap().unwrap().to_string(), "0.333333");
    }

    #[test]
    fn zones_are_checked() {
        assert_eq!(read(|cells| cells.zone(&text("asia/shanghai"))), Ok(Some("Asia/Shanghai".to_owned())));
        assert_eq!(read(|cells| cells.zone(&text("Beijing"))), Err(Problem::UnknownTimeZone));
    }
}
