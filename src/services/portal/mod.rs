//! The customer portal: who gets to see an order, what they see of it, what they say there, and what becomes of that.
//!
//! Customers have no account and no rights. What they reach is decided here for each request, from the store; what they
//! see is gathered into `domain::portal::OrderPage`, which has no field for anything of the inside.

mod access;
mod answers;
mod ask;
mod follow;
mod gather;
mod house;
mod logo;
mod milestones;
mod page;
mod sign_in;

pub use crate::services::notices::by_link as actor;
pub use access::{
    AccessBody, AccessView, Visitor, access, enter, grouped, link_of, open, renew, seen, session, set_closed,
};
pub use answers::{
    AnswerBody, QuestionsPage, QuestionsQuery, Surveys, answer_question, questions, see_survey, surveys,
};
pub(in crate::services) use ask::expect_short;
pub use ask::{Form, change, milestone, question, survey};
pub use follow::{Following, RECIPIENT as FOLLOWER, follow, follower, set_following};
pub(in crate::services) use follow::{addressee as follower_addressee, followers, stop_following};
pub use house::for_house;
pub use logo::{LARGEST as LARGEST_LOGO, LogoView, logo, logo_of, set_logo};
pub use page::{company, page};
pub(in crate::services) use sign_in::addressee as sign_in_addressee;
pub use sign_in::{
    Account, OwnOrder, RECIPIENT as SIGN_IN, account, ask_sign_in, checked_address, of_account, orders,
    sign_in, sign_out,
};
