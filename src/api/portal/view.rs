//! What the templates are given: everything said already, in one language, so that they only lay out.

mod doings;
mod frame;
mod line;
mod order;
mod way;

pub(super) use frame::{Frame, FrameView, order_path, segment};

use crate::document::Unit;
use crate::domain::value::{Amount, Day, Moment};
use crate::text::Lang;
use crate::text::plan_labels::fill;
use crate::text::portal::{OrderWords, day, moment};
use crate::text::print::PrintWords;
use chrono::Offset;
use chrono_tz::Tz;

/// Says days, times and amounts in one language, as of one day of the plant.
#[derive(Clone, Copy)]
pub(super) struct Teller {
    pub lang: Lang,
    pub today: Day,
    pub zone: Tz,
    pub words: &'static OrderWords,
}

impl Teller {
    pub(super) fn new(lang: Lang, today: Day, zone: Tz) -> Self {
        Self { lang, today, zone, words: OrderWords::of(lang) }
    }

    /// A day in a sentence.
    pub(super) fn day(&self, said: Day) -> String {
        day(said, self.today, self.lang)
    }

    /// A day beside something, in one piece.
    pub(super) fn short(&self, said: Day) -> String {
        crate::text::mail::day(said.date(), self.today.date(), self.lang).replace(' ', "\u{a0}")
    }

    pub(super) fn moment(&self, at: Moment) -> String {
        moment(at, self.today, self.zone, self.lang)
    }

    /// The plant's zone, as its distance from Greenwich.
    fn zone(&self) -> String {
        let noon = self.today.date().and_hms_opt(12, 0, 0).unwrap_or_default();
        let minutes = noon.and_utc().with_timezone(&self.zone).offset().fix().local_minus_utc() / 60;
        let (sign, ahead) = if minutes < 0 { ('−', -minutes) } else { ('+', minutes) };
        match (ahead / 60, ahead % 60) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        }
    }

    pub(super) fn amount(&self, amount: Amount, unit: Unit) -> String {
        format!("{amount}\u{a0}{}", PrintWords::of(self.lang).unit(unit))
    }

    /// A text with one day in it.
    fn with_day(&self, text: &str, said: Day) -> String {
        fill(text, &[("day", &self.short(said))])
    }

    fn with_time(&self, text: &str, at: Moment) -> String {
        fill(text, &[("at", &self.moment(at))])
    }
}

/// A text of a person in its own paragraphs.
fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
