//! What customers see of their orders, and what they may do there: the shop's policy, the answer to “when does it
//! ship?”, and the page that everything about an order is told on.
//!
//! Pure. Nothing in here knows prices, suppliers, operators, other orders or why something happened inside the shop: what
//! has no field here cannot be shown.

mod answer;
mod page;
mod policy;

pub use answer::{Answer, AnswerKind, Known, Part, answer};
pub use page::{
    AskedChange, Company, Deed, History, Line, Milestone, MilestoneKind, OrderPage, Question, QuestionKind,
    Shipment, Stands, Whose,
};
pub use policy::{OddsShown, PortalPolicy, SurveyKind, SurveyPolicy};

/// Whether a character writes nothing and steers what is around it: controls, and those that turn the direction of writing round
/// for whatever follows, also outside of the text that they stand in.
pub fn is_steering(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
