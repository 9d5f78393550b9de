//! Amounts and lengths of time, from text or from a spreadsheet's binary numbers.
//!
//! Exact from here on: a binary number is taken at the fifteen digits its program shows, so `0.1 + 0.2` is
//! `0.3`. A number that may mean two things is refused, never guessed.

use rust_decimal::Decimal;

use super::fault::Problem;
use crate::domain::quantity::MOST;

/// Decimals that a quantity may have; the store keeps millionths.
const DECIMALS: u32 = 6;

/// Digits before the point that any number here may have. Keeps every later step far from overflow.
const MOST_DIGITS: usize = 18;

/// What a file's own habits say about points and commas in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberStyle {
    /// `1,234` is a thousand and more: workbooks, and CSV separated by commas or tabs.
    Point,
    /// CSV separated by semicolons comes from where the comma is decimal: `1,234` and `1.234` are refused.
    Unsure,
}

/// The decimal that a spreadsheet shows for a binary number.
pub(super) fn from_binary(number: f64) -> Result<Decimal, Problem> {
    if !number.is_finite() {
        return Err(Problem::NotANumber);
    }
    if number.abs() >= 1e18 {
        return Err(Problem::TooLarge);
    }
    if number.abs() < 1e-15 {
        return Ok(Decimal::ZERO);
    }
    let shown = format!("{number:.14e}");
    Decimal::from_scientific(&shown).map(|decimal| decimal.normalize()).map_err(|_| Problem::NotANumber)
}

/// A number as text: `1,234.5`, `1 234.5`, `1'234`, `12,5`, `¥1,200.00`, `1.5E3`.
pub(super) fn from_text(text: &str, style: NumberStyle) -> Result<Decimal, Problem> {
    let bare = text.trim_start_matches(['¥', '￥', '$', '€', '£', ' ']);
    let (sign, digits) = match bare.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", bare.strip_prefix('+').unwrap_or(bare)),
    };
    let allowed =
        |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' ' | b'\'' | b'e' | b'E' | b'+' | b'-');
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || !digits.bytes().all(allowed) {
        return Err(Problem::NotANumber);
    }
    if digits.len() > 40 {
        return Err(Problem::TooLarge);
    }
    let number = if digits.contains(['e', 'E']) {
        Decimal::from_scientific(&format!("{sign}{digits}")).map_err(|_| Problem::NotANumber)?
    } else {
        let plain = with_point(&without_gaps(digits)?, style)?;
        if plain.split('.').next().is_some_and(|whole| whole.trim_start_matches('0').len() > MOST_DIGITS) {
            return Err(Problem::TooLarge);
        }
        format!("{sign}{plain}").parse().map_err(|_| Problem::NotANumber)?
    };
    if number.abs() >= Decimal::from(10_u64.pow(MOST_DIGITS as u32)) {
        return Err(Problem::TooLarge);
    }
    Ok(number.normalize())
}

/// `digits` without blanks or apostrophes between thousands. Anywhere else they separate two numbers.
fn without_gaps(digits: &str) -> Result<String, Problem> {
    for gap in [' ', '\''] {
        if digits.contains(gap) {
            let whole = digits.split(['.', ',']).next().unwrap_or_default();
            let only_there = digits[whole.len()..].find(gap).is_none();
            let plain = digits.replace(gap, "");
            let numeric = plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
            return if only_there && numeric && in_thousands(whole, gap) {
                Ok(plain)
            } else {
                Err(Problem::NotANumber)
            };
        }
    }
    Ok(digits.to_owned())
}

/// `digits` with a point before the decimals and nothing between thousands.
fn with_point(digits: &str, style: NumberStyle) -> Result<String, Problem> {
    let last = |separator| digits.rfind(separator);
    match (last(','), last('.')) {
        (None, None) => Ok(digits.to_owned()),
        (Some(comma), Some(point)) if comma < point => grouped(digits, ',', '.'),
        (Some(_), Some(_)) => grouped(digits, '.', ','),
        (None, Some(_)) => one_kind(digits, '.', style),
        (Some(_), None) => one_kind(digits, ',', style),
    }
}

/// Both separators are there, so the last one is the decimal one.
fn grouped(digits: &str, thousands: char, decimal: char) -> Result<String, Problem> {
    let (whole, fraction) = digits.split_once(decimal).ok_or(Problem::NotANumber)?;
    if !in_thousands(whole, thousands) || fraction.contains([',', '.']) {
        return Err(Problem::NotANumber);
    }
    Ok(format!("{}.{fraction}", whole.replace(thousands, "")))
}

/// Only one separator is there, once or often.
fn one_kind(digits: &str, separator: char, style: NumberStyle) -> Result<String, Problem> {
    let thousands = in_thousands(digits, separator) && !digits.starts_with('0');
    let count = digits.matches(separator).count();
    match (count, thousands, style) {
        (1, true, NumberStyle::Unsure) => Err(Problem::AmbiguousNumber),
        (1, true, NumberStyle::Point) if separator == ',' => Ok(digits.replace(',', "")),
        (1, _, _) => Ok(digits.replace(separator, ".")),
        (_, true, _) => Ok(digits.replace(separator, "")),
        _ => Err(Problem::NotANumber),
    }
}

/// Whether `whole` is one to three digits followed by groups of three.
fn in_thousands(whole: &str, separator: char) -> bool {
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// What a quantity stands for, and with that its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// An order: above zero, and at most what anybody means.
    Ordered,
    /// A rule: zero or more, and at most what anybody means.
    Ruled,
    /// What was counted, or a price: zero or more, below 10^12.
    Recorded,
}

/// A quantity within its limits, with at most six decimals.
pub(super) fn quantity(number: Decimal, meant: Meant) -> Result<Decimal, Problem> {
    if number.is_sign_negative() && !number.is_zero() {
        return Err(if meant == Meant::Ordered { Problem::NotPositive } else { Problem::Negative });
    }
    if number.is_zero() && meant == Meant::Ordered {
        return Err(Problem::NotPositive);
    }
    if number >= Decimal::from(1_000_000_000_000_u64) {
        return Err(Problem::TooLarge);
    }
    if meant != Meant::Recorded && number > Decimal::from(MOST) {
        return Err(Problem::MoreThanMeant { most: MOST });
    }
    if number.normalize().scale() > DECIMALS {
        return Err(Problem::TooManyDecimals);
    }
    Ok(number.normalize())
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
}

impl TimeUnit {
    fn named(word: &str) -> Option<Self> {
        Some(match word.to_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" | "秒" | "秒钟" => Self::Second,
            "m" | "min" | "mins" | "minute" | "minutes" | "分" | "分钟" | "'" => Self::Minute,
            "h" | "hr" | "hrs" | "hour" | "hours" | "小时" | "时" | "个小时" => Self::Hour,
            "d" | "day" | "days" | "天" | "日" | "工作日" | "working days" => Self::Day,
            "w" | "wk" | "week" | "weeks" | "周" | "星期" => Self::Week,
            _ => return None,
        })
    }

    /// How many of `self` make one `whole`: `(multiply, divide)`, or nothing if they do not compare. A day is
    /// not 24 hours in a shop, so days and hours never do.
    fn into_unit(self, whole: Self) -> Option<(Decimal, Decimal)> {
        let seconds = |unit| match unit {
            Self::Second => Some(1_u32),
            Self::Minute => Some(60),
            Self::Hour => Some(3600),
            Self::Day | Self::Week => None,
        };
        match (self, whole) {
            (Self::Day, Self::Day) => Some((Decimal::ONE, Decimal::ONE)),
            (Self::Week, Self::Day) => Some((Decimal::from(7), Decimal::ONE)),
            _ => Some((seconds(self)?.into(), seconds(whole)?.into())),
        }
    }
}

/// A length of time in `unit`, from `12`, `90s`, `1.5h`, `2 小时` or `1h30m`. Not negative.
pub(super) fn duration(text: &str, unit: TimeUnit, style: NumberStyle) -> Result<Decimal, Problem> {
    if let Ok(number) = from_text(text, style) {
        return in_range(number);
    }
    let mut rest = text.trim();
    let mut total = Decimal::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | '+'));
        let (number, after) = rest.split_at(digits.unwrap_or(rest.len()));
        let number = from_text(number, style)?;
        let after = after.trim_start();
        let end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (word, next) = after.split_at(end);
        let unknown = || Problem::UnknownUnit { unit: super::fault::shown(word.trim()) };
        let (times, by) =
            TimeUnit::named(word.trim()).and_then(|from| from.into_unit(unit)).ok_or_else(unknown)?;
        let part = in_range(number)? * times / by;
        total = total.checked_add(part).ok_or(Problem::TooLarge)?;
        rest = next;
    }
    in_range(total)
}

/// A length of time that is real: not negative, at most ten million units, rounded to millionths.
pub(super) fn in_range(number: Decimal) -> Result<Decimal, Problem> {
    const MOST: u32 = 10_000_000;
    if number.is_sign_negative() && !number.is_zero() {
        return Err(Problem::Negative);
    }
    if number > Decimal::from(MOST) {
        return Err(Problem::OutOfRange { min: 0, max: MOST });
    }
    Ok(number.round_dp(DECIMALS).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (written, expected) in [
            ("12", "12"),
            ("1,234.5", "1234.5"),
            ("1 234.5", "1234.5"),
            ("1'234", "1234"),
            ("1,234", "1234"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1.234,5", "1234.5"),
            ("12,5", "12.5"),
            ("0,125", "0.125"),
            ("1.234", "1.234"),
            ("¥1,200.00", "1200"),
            ("-3", "-3"),
            ("+3", "3"),
            ("1.5E3", "1500"),
            (".5", "0.5"),
        ] {
            assert_eq!(from_text(written, NumberStyle::Point), Ok(decimal(expected)), "{written}");
        }
        for refused in [
            "",
            "-",
            "abc",
            "1,23,4",
            "1.2.3",
            "12 pcs",
            "0x10",
            "--1",
            "1e",
            "1,2345.6",
            "NaN",
            "12 5",
            "1 2 3",
            "1.5 000",
            "1e999999999",
        ] {
            assert!(from_text(refused, NumberStyle::Point).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_semicolon_file_does_not_say_what_one_separator_means() {
        assert_eq!(from_text("1,234", NumberStyle::Unsure), Err(Problem::AmbiguousNumber));
        assert_eq!(from_text("1.234", NumberStyle::Unsure), Err(Problem::AmbiguousNumber));
        assert_eq!(from_text("1,5", NumberStyle::Unsure), Ok(decimal("1.5")));
        assert_eq!(from_text("0.250", NumberStyle::Unsure), Ok(decimal("0.25")));
    }

    #[test]
    fn binary_numbers_are_what_the_spreadsheet_shows() {
        assert_eq!(from_binary(0.1 + 0.2), Ok(decimal("0.3")));
        assert_eq!(from_binary(1234.5), Ok(decimal("1234.5")));
        assert_eq!(from_binary(1e15), Ok(decimal("1000000000000000")));
        assert_eq!(from_binary(f64::NAN), Err(Problem::NotANumber));
        assert_eq!(from_binary(1e300), Err(Problem::TooLarge));
        assert_eq!(from_binary(-0.0), Ok(Decimal::ZERO));
        assert_eq!(from_binary(5e-324), Ok(Decimal::ZERO));
    }

    #[test]
    fn quantities_have_bounds() {
        let read = |text: &str, recorded| {
            quantity(decimal(text), if recorded { Meant::Recorded } else { Meant::Ordered })
        };
        assert_eq!(quantity(Decimal::ZERO, Meant::Ruled), Ok(Decimal::ZERO));
        let more = Err(Problem::MoreThanMeant { most: MOST });
        assert_eq!(
            (read("100000001", false), quantity(decimal("1000000000"), Meant::Ruled)),
            (more.clone(), more)
        );
        assert_eq!(read("100000000", false), Ok(decimal("100000000")));
        assert_eq!(read("0", true), Ok(Decimal::ZERO));
        assert_eq!(read("0", false), Err(Problem::NotPositive));
        assert_eq!(read("-1", false), Err(Problem::NotPositive));
        assert_eq!(read("-1", true), Err(Problem::Negative));
        assert_eq!(read("999999999999.999999", true), Ok(decimal("999999999999.999999")));
        assert_eq!(read("1000000000000", false), Err(Problem::TooLarge));
        assert_eq!(read("0.0000001", false), Err(Problem::TooManyDecimals));
        assert_eq!(read("1.5000000", false), Ok(decimal("1.5")));
        assert_eq!(from_text(&"9".repeat(30), NumberStyle::Point), Err(Problem::TooLarge));
    }

    #[test]
    fn times_carry_their_unit() {
        let minutes = |text: &str| duration(text, TimeUnit::Minute, NumberStyle::Point);
        for (written, expected) in [
            ("12", "12"),
            ("90s", "1.5"),
            ("1.5h", "90"),
            ("2 小时", "120"),
            ("30分", "30"),
            ("1h30m", "90"),
            ("1小时30分钟", "90"),
            ("0", "0"),
        ] {
            assert_eq!(minutes(written), Ok(decimal(expected)), "{written}");
        }
        assert_eq!(minutes("2 fortnights"), Err(Problem::UnknownUnit { unit: "fortnights".into() }));
        assert_eq!(minutes("2 days"), Err(Problem::UnknownUnit { unit: "days".into() }));
        assert_eq!(minutes("-5"), Err(Problem::Negative));
        assert!(minutes("soon").is_err());
        assert_eq!(duration("2周", TimeUnit::Day, NumberStyle::Point), Ok(decimal("14")));
        assert_eq!(duration("30min", TimeUnit::Hour, NumberStyle::Point), Ok(decimal("0.5")));
    }
}
