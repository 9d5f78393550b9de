//! The values that documents are made of, checked where they come in: amounts, instants and days.
//!
//! They are read from JSON with the limits of the store, so that what has been read can be stored on every
//! database: at most six decimals, years 2000 to 2100, microseconds.

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// Decimals that a quantity or price may have.
pub const DECIMALS: u32 = 6;
/// Amounts are smaller than this, either side of zero.
const LIMIT: i64 = 1_000_000_000_000;
const FIRST_YEAR: i32 = 2000;
const LAST_YEAR: i32 = 2100;

/// A quantity or a price, exact to six decimals, in the item's unit or the order's currency. In JSON a string
/// such as `"12.5"`; a JSON number is read too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(Decimal);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// The amount, if it has at most six decimals and is below 10^12 on either side.
    pub fn new(value: Decimal) -> Option<Self> {
        let value = value.normalize();
        (value.scale() <= DECIMALS && value.abs() < Decimal::from(LIMIT)).then_some(Self(value))
    }

    /// So many whole pieces.
    pub fn whole(pieces: u32) -> Self {
        Self(pieces.into())
    }

    /// The decimal number.
    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// Whether it is above zero.
    pub fn is_some(self) -> bool {
        self > Self::ZERO
    }

    /// The sum, if it is within the limits: for balances, which must never be cut.
    pub fn plus(self, other: Self) -> Option<Self> {
        Self::new(self.0 + other.0)
    }

    /// The nearest amount of `value` with six decimals, for computed values; clamped to the limits.
    pub fn rounded(value: Decimal) -> Self {
        let most = Decimal::from(LIMIT) - Decimal::ONE;
        Self(value.round_dp(DECIMALS).clamp(-most, most).normalize())
    }

    /// `self` times `factor`, rounded to six decimals and clamped to the limits.
    pub fn times(self, factor: Self) -> Self {
        self.0.checked_mul(factor.0).map_or(Self::rounded(Decimal::MAX), Self::rounded)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl FromStr for Amount {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let decimal = Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text));
        decimal
            .ok()
            .and_then(Self::new)
            .ok_or("must be a decimal number below 10^12 with at most six decimals, such as 12.5")
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::rounded(self.0 + other.0)
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::rounded(self.0 - other.0)
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl Visitor<'_> for Reads {
            type Value = Amount;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number such as \"12.5\"")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
                text.trim().parse().map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Amount, E> {
                self.visit_str(&number.to_string())
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Amount, E> {
                self.visit_str(&number.to_string())
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Amount, E> {
                self.visit_str(&number.to_string())
            }
        }
        deserializer.deserialize_any(Reads)
    }
}

/// An instant of the plant's clock, exact to a microsecond, in the years 2000 to 2100. RFC 3339 in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// The instant, cut to microseconds, if its year is one of 2000 to 2100.
    pub fn new(instant: DateTime<Utc>) -> Option<Self> {
        (FIRST_YEAR..=LAST_YEAR).contains(&instant.year()).then(|| Self(instant.trunc_subsecs(6)))
    }

    /// The instant as chrono knows it.
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// So many microseconds since 1970.
    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// The instant so many microseconds after 1970, if it is in range.
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).and_then(Self::new)
    }

    /// The day of `zone` at this instant.
    pub fn day(self, zone: Tz) -> Day {
        let local = Day::new(self.0.with_timezone(&zone).date_naive());
        local.unwrap_or_else(|| Day::new(self.0.date_naive()).expect("a moment's own day is in range"))
    }

    /// `self` moved by `by`, kept in range.
    pub fn shifted(self, by: chrono::TimeDelta) -> Self {
        self.0.checked_add_signed(by).and_then(Self::new).unwrap_or(self)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let instant = DateTime::parse_from_rfc3339(text.trim()).ok().map(|at| at.with_timezone(&Utc));
        instant.and_then(Self::new).ok_or_else(|| {
            de::Error::custom("must be an instant of the years 2000 to 2100, such as 2026-03-02T07:30:00Z")
        })
    }
}

/// A day of the plant, in the years 2000 to 2100. `YYYY-MM-DD` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Day(NaiveDate);

impl Day {
    /// The day, if its year is one of 2000 to 2100.
    pub fn new(date: NaiveDate) -> Option<Self> {
        (FIRST_YEAR..=LAST_YEAR).contains(&date.year()).then_some(Self(date))
    }

    /// The day as chrono knows it.
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let date = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
        date.and_then(Self::new)
            .ok_or_else(|| de::Error::custom("must be a day of the years 2000 to 2100, such as 2026-03-02"))
    }
}

fn text_schema(
    format: Option<SchemaFormat>,
    pattern: Option<&str>,
    said: &str,
    example: &str,
) -> RefOr<Schema> {
    let object = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .format(format)
        .pattern(pattern)
        .description(Some(said))
        .examples([serde_json::Value::from(example)]);
    object.into()
}

macro_rules! text_schema {
    ($value:ident, $format:expr, $pattern:expr, $said:literal, $example:literal) => {
        impl PartialSchema for $value {
            fn schema() -> RefOr<Schema> {
                text_schema($format, $pattern, $said, $example)
            }
        }
        impl ToSchema for $value {
            fn name() -> Cow<'static, str> {
                stringify!($value).into()
            }
        }
    };
}

text_schema!(
    Amount,
    None,
    Some(r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"),
    "Exact decimal number as text, at most six decimals.",
    "12.5"
);
text_schema!(
    Moment,
    Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)),
    None,
    "Instant, RFC 3339, years 2000 to 2100.",
    "2026-03-02T07:30:00Z"
);
text_schema!(
    Day,
    Some(SchemaFormat::KnownFormat(KnownFormat::Date)),
    None,
    "Day of the plant, years 2000 to 2100.",
    "2026-03-02"
);

/// Order of line and operation numbers as people count: `2` before `10`, numbers before other texts.
pub fn by_number(a: &str, b: &str) -> std::cmp::Ordering {
    let number = |text: &str| text.parse::<u64>().map_or((1, 0), |n| (0, n));
    number(a).cmp(&number(b)).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_or_refused() {
        let read = |json: &str| serde_json::from_str::<Amount>(json).map(|a| a.to_string()).ok();
        assert_eq!(read("\"12.50\"").as_deref(), Some("12.5"));
        assert_eq!(read("12").as_deref(), Some("12"));
        assert_eq!(read("0.1").as_deref(), Some("0.1"));
        assert_eq!(read("\"-3\"").as_deref(), Some("-3"));
        for bad in ["\"0.0000001\"", "\"1000000000000\"", "\"ten\"", "true", "null", "1e30"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn instants_and_days_have_limits() {
        let at = |json: &str| serde_json::from_str::<Moment>(json).map(|a| a.to_string()).ok();
        assert_eq!(at("\"2026-03-02T08:00:00+08:00\"").as_deref(), Some("2026-03-02T00:00:00Z"));
        assert_eq!(at("\"1999-12-31T23:00:00Z\""), None);
        assert_eq!(at("\"2026-03-02\""), None);
        let day = |json: &str| serde_json::from_str::<Day>(json).map(|a| a.to_string()).ok();
        assert_eq!(day("\"2026-03-02\"").as_deref(), Some("2026-03-02"));
        assert_eq!(day("\"2101-01-01\""), None);
        assert_eq!(day("\"2026-02-30\""), None);
    }

    #[test]
    fn numbers_stand_as_people_count_before_other_texts() {
        let mut lines = vec!["10", "A", "2"];
        lines.sort_by(|a, b| by_number(a, b));
        assert_eq!(lines, ["2", "10", "A"]);
    }
}
