//! The customer portal: who gets to see an order, what they see of it, what they say there, and what becomes of that.
//!
//! Customers have no account and no rights. What they reach is decided here for each request, from the store; what they
//! see is gathered into `domain::portal::OrderPage`, which has no field for anything of the inside.

mod access;
mod answers;
mod ask;
mod gather;
mod milestones;
mod page;

pub use access::{
    AccessBody, AccessView, Visitor, access, enter, grouped, open, renew, seen, session, set_closed,
};
pub use answers::{
    AnswerBody, QuestionsPage, QuestionsQuery, Surveys, answer_question, questions, see_survey, surveys,
};
pub use ask::{Form, actor, change, milestone, question, survey};
pub use page::{company, page};
