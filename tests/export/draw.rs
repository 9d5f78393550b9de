//! Random values of the kinds that cells hold, with those that spreadsheets like to spoil among them.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use holdfast::document::{Alternate, Weekdays};
use holdfast::import::{numbered, plain};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Texts that look like something else.
const TRAPS: [&str; 24] = [
    "=1+1",
    "+1",
    "@cmd",
    "1.000",
    "00123",
    "1e5",
    "1,234",
    "2026-03-05",
    "3/4",
    "TRUE",
    "12.50",
    "0x1F",
    "5%",
    "\"quoted\"",
    "a;b;c;d;e;f",
    "a,b",
    "轴承-10",
    "ÄÖÜ",
    "_x0041_",
    "&amp;",
    "<b>",
    "'0042",
    "NaN",
    "Sheet1!A1",
];

pub struct Draw(StdRng);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    pub fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.0.random_range(0..values.len())]
    }

    pub fn maybe<T>(&mut self, mut value: impl FnMut(&mut Self) -> T) -> Option<T> {
        self.0.random_bool(0.7).then(|| value(self))
    }

    pub fn several<T>(&mut self, mut row: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.0.random_range(0..5)).map(|_| row(self)).collect()
    }

    pub fn keyed<T, K: Ord>(&mut self, row: impl FnMut(&mut Self) -> T, key: impl Fn(&T) -> K) -> Vec<T> {
        let mut seen = BTreeSet::new();
        let rows = self.several(row);
        rows.into_iter().filter(|row| seen.insert(key(row))).collect()
    }

    pub fn text(&mut self) -> String {
        if self.0.random_bool(0.5) {
            return self.one_of(&TRAPS).to_owned();
        }
        let letters: Vec<char> = "abcXYZ019 .,;:-_/=\n\t“全角”'\"<&".chars().collect();
        let length = self.0.random_range(1..20);
        let text: String = (0..length).map(|_| self.one_of(&letters)).collect();
        format!("t{}t", text.trim())
    }

    pub fn code(&mut self) -> String {
        if self.0.random_bool(0.3) {
            return plain(self.one_of(&TRAPS));
        }
        plain(&self.text())
    }

    pub fn numbered(&mut self) -> String {
        if self.0.random_bool(0.8) {
            return self.0.random_range(0..1_000).to_string();
        }
        numbered(&self.code())
    }

    pub fn yes(&mut self) -> bool {
        self.0.random()
    }

    /// What was counted, or a price.
    pub fn recorded(&mut self) -> Decimal {
        let most = self.one_of(&[10, 1_000_000, 999_999_999_999_999_999_i64]);
        Decimal::new(self.0.random_range(0..=most), 6)
    }

    /// What is ordered, or a rule.
    pub fn quantity(&mut self) -> Decimal {
        let most = self.one_of(&[10, 1_000_000, 99_999_999_999_999_i64]);
        Decimal::new(self.0.random_range(0..=most), 6)
    }

    pub fn above_zero(&mut self) -> Decimal {
        self.quantity() + Decimal::new(1, 6).min(Decimal::ONE)
    }

    pub fn minutes(&mut self) -> Decimal {
        Decimal::new(self.0.random_range(0..=10_000_000_000_000), 6)
    }

    pub fn percent(&mut self) -> Decimal {
        let most = self.one_of(&[1_000_000, 100_000_000]);
        Decimal::new(self.0.random_range(1..=most), 6)
    }

    pub fn factor(&mut self) -> Decimal {
        Decimal::new(self.0.random_range(1..=1_000_000_000), 6)
    }

    pub fn days(&mut self) -> u32 {
        self.0.random_range(0..=3_650)
    }

    pub fn machines(&mut self) -> u32 {
        self.0.random_range(1..=1_000)
    }

    pub fn date(&mut self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
        first + TimeDelta::days(self.0.random_range(0..36_000))
    }

    /// A beginning and an end that is not before it; either may be missing.
    pub fn span<T: Ord + Copy>(&mut self, value: impl Fn(&mut Self) -> T) -> (Option<T>, Option<T>) {
        let (one, other) = (value(self), value(self));
        (self.maybe(|_| one.min(other)), self.maybe(|_| one.max(other)))
    }

    pub fn time(&mut self) -> NaiveTime {
        NaiveTime::from_num_seconds_from_midnight_opt(self.0.random_range(0..86_400), 0).unwrap()
    }

    pub fn instant(&mut self) -> NaiveDateTime {
        let time = if self.0.random_bool(0.2) { NaiveTime::MIN } else { self.time() };
        self.date().and_time(time)
    }

    pub fn weekdays(&mut self) -> Weekdays {
        let days = self.0.random_range(1..128_u8);
        (0..7_u8).filter(|day| days & (1 << day) != 0).map(|day| Weekday::try_from(day).unwrap()).collect()
    }

    pub fn alternates(&mut self) -> Vec<Alternate> {
        let names = ["VMC-2", "A*2", "铣 3", "00123", "=1+1"];
        self.several(|draw| {
            let factor = if draw.yes() { Decimal::ONE } else { draw.factor() };
            Alternate { work_centre: draw.one_of(&names).to_owned(), factor }
        })
    }
}
