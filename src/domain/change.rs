//! What a customer wants changed about a line, and what may be asked together.

use super::refusal::{Refusal, change as codes, common};
use super::value::{Amount, Day};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What has become of a change request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeStatus {
    /// Nobody decided yet.
    Open,
    /// Agreed, and carried out.
    Agreed,
    /// Declined; the line stays as it is.
    Declined,
}

/// What is asked of a line. What is not named stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// How much.
    pub quantity: Option<Amount>,
    /// When.
    pub date: Option<Day>,
    /// Not at all.
    pub cancel: bool,
}

impl Wish {
    /// Refuses what asks for nothing, or for a change of what is to be given up.
    ///
    /// # Errors
    ///
    /// [`codes::CHANGE_OF_NOTHING`], [`codes::CHANGE_AND_CANCEL`], or a day that is over.
    pub fn check(&self, today: Day) -> Result<(), Refusal> {
        let changes = self.quantity.is_some() || self.date.is_some();
        if self.cancel && changes {
            return Err(Refusal::at(codes::CHANGE_AND_CANCEL, "cancel", true));
        }
        if !self.cancel && !changes {
            return Err(Refusal::at(codes::CHANGE_OF_NOTHING, "quantity", ""));
        }
        match self.date {
            Some(date) if date < today => {
                let refusal = Refusal::at(common::INVALID_VALUE, "date", date);
                let (en, zh) = (format!("today is {today}"), format!("今天是 {today}"));
                Err(refusal.with_words("reason", en, zh))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_asks_for_something_and_not_for_two_opposites() {
        let today: Day = serde_json::from_str("\"2026-03-02\"").unwrap();
        let day = |text: &str| serde_json::from_str::<Day>(text).unwrap();
        let name = |wish: Wish| wish.check(today).err().map(|refusal| refusal.name());
        assert_eq!(name(Wish::default()).as_deref(), Some("change_of_nothing"));
        let both = Wish { cancel: true, quantity: Some(Amount::whole(1)), ..Wish::default() };
        assert_eq!(name(both).as_deref(), Some("change_and_cancel"));
        let past = Wish { date: Some(day("\"2026-03-01\"")), ..Wish::default() };
        assert_eq!(name(past).as_deref(), Some("invalid_value"));
        assert_eq!(name(Wish { cancel: true, ..Wish::default() }), None);
        assert_eq!(name(Wish { date: Some(today), ..Wish::default() }), None);
    }
}
