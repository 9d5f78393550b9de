//! What a supplier is asked about a purchase order, and what their answer comes to.
//!
//! Pure. A supplier sees what they are to deliver and nothing else: no price, no other order, nobody it is for.

use super::refusal::{Refusal, master};
use super::value::{Amount, Day};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a supplier's note.
pub const LONGEST_NOTE: usize = 500;

/// Whether and when suppliers are reminded by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SupplierReminders {
    /// Whether they are; no unless said.
    pub on: bool,
    /// How many days before the confirmed day; 3 unless said.
    pub days_before: u32,
    /// How many days after the order, where no day was confirmed; 2 unless said.
    pub unconfirmed_days: u32,
    /// The hour of the day, by the plant's zone; 8 unless said.
    pub hour: u32,
    /// For how many days a link is good; 14 unless said.
    pub valid_days: u32,
}

impl Default for SupplierReminders {
    fn default() -> Self {
        Self { on: false, days_before: 3, unconfirmed_days: 2, hour: 8, valid_days: 14 }
    }
}

impl SupplierReminders {
    /// Refuses what cannot be.
    ///
    /// # Errors
    ///
    /// A number that is out of range, by its field.
    pub fn check(&self) -> Result<(), Refusal> {
        for (name, value, least, most) in [
            ("days_before", self.days_before, 0, 60),
            ("unconfirmed_days", self.unconfirmed_days, 0, 60),
            ("hour", self.hour, 0, 23),
            ("valid_days", self.valid_days, 1, 60),
        ] {
            if !(least..=most).contains(&value) {
                let field = format!("policies.supplier_reminders.{name}");
                let refused = Refusal::at(master::OUT_OF_RANGE, field, value);
                return Err(refused.with("min", least).with("max", most));
            }
        }
        Ok(())
    }

    /// Whether a line that is to come is to be asked about on `today`.
    pub fn is_due(&self, today: Day, ordered: Option<Day>, confirmed: Option<Day>) -> bool {
        let days = |from: Day, to: Day| (to.date() - from.date()).num_days();
        match (confirmed, ordered) {
            (Some(day), _) => (0..=i64::from(self.days_before)).contains(&days(today, day)),
            (None, Some(day)) => days(day, today) >= i64::from(self.unconfirmed_days),
            (None, None) => false,
        }
    }
}

/// Where a request to a supplier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SupplierRequestState)]
pub enum State {
    /// Its link is good, until it expires.
    Open,
    /// The supplier answered.
    Answered,
    /// Somebody took it back.
    Revoked,
    /// A newer one about the same order took its place.
    Replaced,
}

impl State {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
        }
    }
}

/// A line that a supplier is asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AskedLine {
    /// Its number.
    pub line: String,
    /// What.
    pub item: String,
    /// What it is called.
    pub name: Option<String>,
    /// How much is still to come.
    pub quantity: Amount,
    /// In which unit.
    pub unit: Option<String>,
    /// The day that was known.
    pub confirmed: Option<Day>,
}

/// What a supplier says about a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Answer {
    /// Its number.
    pub line: String,
    /// When it comes.
    pub date: Day,
    /// How much comes then, where that is not all of it.
    pub part: Option<Amount>,
    /// When the rest comes, if they know.
    pub rest: Option<Day>,
    /// In their words.
    pub note: Option<String>,
}

impl Answer {
    /// The day by which all of it is there; none where nobody knows that of the rest.
    pub fn complete(&self) -> Option<Day> {
        match self.part {
            None => Some(self.date),
            Some(_) => self.rest.map(|rest| rest.max(self.date)),
        }
    }

    /// The answer as it is noted beside the day: what comes when, and the supplier's words.
    pub fn noted(&self) -> Option<String> {
        let part = self.part.map(|part| match self.rest {
            Some(rest) => format!("{part}: {}, + {rest}", self.date),
            None => format!("{part}: {}", self.date),
        });
        let said: Vec<String> = part.into_iter().chain(self.note.clone()).collect();
        (!said.is_empty()).then(|| said.join("; "))
    }
}

/// Why an answer cannot be; a fault a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// There is no day, or it is none.
    NoDay,
    /// The day is over.
    Over,
    /// The day is years away.
    Far,
    /// The part is no quantity, or not less than all of it.
    Part,
    /// The rest comes before the part, or there is a rest and no part.
    Rest,
    /// The note is too long.
    Note,
}

/// Years that an answer may be ahead.
const FAR: i64 = 3 * 366;

/// Checks what a supplier says against what they were asked.
///
/// # Errors
///
/// What is wrong with it.
pub fn check(asked: &AskedLine, answer: &Answer, today: Day) -> Result<(), Wrong> {
    let far = |day: Day| (day.date() - today.date()).num_days() > FAR;
    if answer.date < today || answer.rest.is_some_and(|rest| rest < today) {
        return Err(Wrong::Over);
    }
    if far(answer.date) || answer.rest.is_some_and(far) {
        return Err(Wrong::Far);
    }
    if answer.part.is_some_and(|part| part <= Amount::ZERO || part >= asked.quantity) {
        return Err(Wrong::Part);
    }
    match (answer.part, answer.rest) {
        (None, Some(_)) => return Err(Wrong::Rest),
        (Some(_), Some(rest)) if rest < answer.date => return Err(Wrong::Rest),
        _ => {}
    }
    let long = |note: &String| note.chars().count() > LONGEST_NOTE;
    if answer.note.as_ref().is_some_and(long) {
        return Err(Wrong::Note);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        serde_json::from_value(text.into()).expect("a day")
    }

    fn answer(date: &str) -> Answer {
        Answer { line: "10".to_owned(), date: day(date), part: None, rest: None, note: None }
    }

    #[test]
    fn what_comes_in_two_parts_is_there_with_the_second() {
        let asked = AskedLine { quantity: Amount::whole(40), ..AskedLine::default() };
        let today = day("2026-03-02");
        let part = Answer { part: Some(Amount::whole(30)), ..answer("2026-03-10") };
        assert_eq!((check(&asked, &part, today), part.complete()), (Ok(()), None));
        let both = Answer { rest: Some(day("2026-03-20")), note: Some("truck".into()), ..part.clone() };
        assert_eq!((check(&asked, &both, today), both.complete()), (Ok(()), Some(day("2026-03-20"))));
        assert_eq!(both.noted().as_deref(), Some("30: 2026-03-10, + 2026-03-20; truck"));
        for (wrong, why) in [
            (Answer { rest: Some(day("2026-03-09")), ..part.clone() }, Wrong::Rest),
            (Answer { part: None, ..both.clone() }, Wrong::Rest),
            (Answer { part: Some(Amount::whole(40)), ..part.clone() }, Wrong::Part),
            (Answer { part: Some(Amount::ZERO), ..part }, Wrong::Part),
            (answer("2026-03-01"), Wrong::Over),
            (answer("2036-03-01"), Wrong::Far),
            (Answer { note: Some("x".repeat(501)), ..answer("2026-03-10") }, Wrong::Note),
        ] {
            assert_eq!(check(&asked, &wrong, today), Err(why), "{wrong:?}");
        }
    }

    #[test]
    fn a_supplier_is_reminded_before_the_day_and_where_there_is_none() {
        let rule = SupplierReminders { on: true, ..SupplierReminders::default() };
        let today = day("2026-03-02");
        let due = |ordered: Option<&str>, confirmed: Option<&str>| {
            rule.is_due(today, ordered.map(day), confirmed.map(day))
        };
        assert!(due(None, Some("2026-03-05")) && due(None, Some("2026-03-02")));
        assert!(!due(None, Some("2026-03-06")) && !due(None, Some("2026-03-01")));
        assert!(due(Some("2026-02-28"), None) && !due(Some("2026-03-01"), None) && !due(None, None));
        assert!(SupplierReminders { valid_days: 0, ..rule }.check().is_err());
    }
}
