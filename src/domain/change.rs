//! What a customer wants changed about a line, and what may be asked together.

use super::refusal::{Refusal, change as codes};
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
            Some(date) if date < today => Err(Refusal::over("date", date, today)),
            _ => Ok(()),
        }
    }
}

/// What a line has already.
#[derive(Clone, Copy, Debug)]
pub struct Stands {
    /// How much is ordered.
    pub quantity: Amount,
    /// The day that is promised, or that the customer asked for where none is.
    pub date: Option<Day>,
}

impl Wish {
    /// Refuses what the line has already.
    ///
    /// # Errors
    ///
    /// [`codes::CHANGE_TO_THE_SAME`].
    pub fn expect_change(&self, line: Stands) -> Result<(), Refusal> {
        let same_quantity = self.quantity.is_none_or(|quantity| quantity == line.quantity);
        let same_date = self.date.is_none_or(|date| Some(date) == line.date);
        if self.cancel || !same_quantity || !same_date {
            return Ok(());
        }
        Err(match self.date {
            Some(date) => Refusal::at(codes::CHANGE_TO_THE_SAME, "date", date),
            None => Refusal::at(codes::CHANGE_TO_THE_SAME, "quantity", line.quantity),
        })
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

    #[test]
    fn what_a_line_has_already_is_no_change() {
        let day = |text: &str| serde_json::from_str::<Day>(text).unwrap();
        let line = Stands { quantity: Amount::whole(8), date: Some(day("\"2026-03-06\"")) };
        let field = |quantity: Option<u32>, date: Option<&str>| {
            let wish = Wish { quantity: quantity.map(Amount::whole), date: date.map(day), cancel: false };
            wish.expect_change(line).err().and_then(|refusal| refusal.field)
        };
        assert_eq!(field(Some(8), None).as_deref(), Some("quantity"));
        assert_eq!(field(Some(8), Some("\"2026-03-06\"")).as_deref(), Some("date"));
        assert_eq!(field(Some(8), Some("\"2026-03-07\"")), None);
        assert_eq!(field(Some(7), Some("\"2026-03-06\"")), None);
        assert!(Wish { cancel: true, ..Wish::default() }.expect_change(line).is_ok());
    }
}
