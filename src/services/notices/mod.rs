//! Notices: what customers are told about their orders, by the plant's policy.
//!
//! What happens to an order goes into its one open notice, in the transaction of the command that gives rise to it; a
//! notice is a draft that somebody approves, or leaves by itself when it has waited for what else happens. Approving
//! puts a mail for each contact into the outbox. Imports tell nobody anything.
//!
//! *Never*: a reason of the inside. The customer reads the text that a reason code has for customers, and what people
//! here write for them.

mod decide;
mod due;
mod gather;
mod mail;
mod send;
mod stops;
mod view;

pub use decide::{DropBody, NewNotice, NoticeChange, approve, by_hand, change, discard};
pub use due::{carry_out, next};
pub use mail::addressee;
pub use stops::{Stopping, StopsView, by_link, resume, stop, stopping, stops};
pub use view::{
    NoticeView, NoticesPage, NoticesQuery, OrderNotices, RecipientView, list, of_order, one, preview,
};

pub(super) use gather::{dated, given_up, left, over, reached};

use crate::domain::refusal::{Refusal, common, notice as codes};
use crate::store::notices::{self as rows, Notice};
use crate::store::{Db, Failure};

/// Before the id of a recipient, where the outbox names a person otherwise.
pub const RECIPIENT: &str = "notice:";

/// A notice by its number.
fn expect(db: &mut Db, plant_id: i64, id: i64) -> Result<Notice, Failure> {
    let unknown = || Refusal::at(common::UNKNOWN, "id", id).with("what", "notice").with("near", "");
    Ok(rows::notice(db, plant_id, id)?.ok_or_else(unknown)?)
}

/// A notice that was neither sent nor dropped.
fn expect_open(db: &mut Db, plant_id: i64, id: i64) -> Result<Notice, Failure> {
    let notice = expect(db, plant_id, id)?;
    match notice.ended_at {
        None => Ok(notice),
        Some(_) => Err(Refusal::at(codes::NOTICE_OVER, "id", id).into()),
    }
}
