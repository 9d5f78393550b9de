//! What the floor reports about operations, and the state that follows from it.
//!
//! The state of a work order's operations is a pure function of the set of its reports: each counts at its own
//! time, whatever order they arrive in, and a corrected one does not count. Nothing is refused here.

mod fold;
#[cfg(test)]
mod tests;
mod worked;

pub use fold::fold;
pub use worked::Phase;

use super::value::{Amount, Moment};
use crate::document::OperationStatus;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What a report says. Kinds of the same instant count in the order in which they stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The state that was found: brought in by an import, or by a stock-take of the work in progress.
    Opening,
    /// The machine is made ready for it; a start after that ends it.
    Setup,
    /// Work begins.
    Start,
    /// It goes on after a pause.
    Resume,
    /// What blocked it is gone.
    Unblock,
    /// Pieces came out good.
    Good,
    /// Pieces were scrapped.
    Scrap,
    /// Pieces go back to an operation.
    Rework,
    /// It can't go on, and nobody knows until when.
    Block,
    /// Work rests, for a reason.
    Pause,
    /// All is done.
    Finish,
    /// Nothing: what it corrects never happened.
    Void,
}

/// The state that an opening found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Where the operation stands; waiting if nobody said.
    pub status: Option<OperationStatus>,
    /// When it began.
    pub started: Option<Moment>,
    /// When it was last reported on.
    pub last_report: Option<Moment>,
    /// When it was done.
    pub finished: Option<Moment>,
    /// The state follows from where later work was found.
    #[serde(default)]
    pub inferred: bool,
}

/// A report on an operation. Quantities are in the item's unit and what this report adds; an opening's are what
/// was found in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Made by the client.
    pub id: String,
    /// The operation's number in plain form.
    pub operation: String,
    /// What it says.
    pub kind: Kind,
    /// When it happened.
    pub at: Moment,
    /// Good pieces.
    pub good: Amount,
    /// Scrapped pieces.
    pub scrap: Amount,
    /// Pieces sent back.
    pub rework: Amount,
    /// The operation that they go back to; this one if not said.
    pub rework_operation: Option<String>,
    /// Why it rests, is blocked, or was lost.
    pub reason: Option<String>,
    /// Where it really runs.
    pub work_centre: Option<String>,
    /// Who worked, as far as that is written down.
    pub operator: Option<String>,
    /// For an opening: the state that was found.
    pub standing: Option<Standing>,
    /// The report that this one replaces.
    pub corrects: Option<String>,
    /// What was odd about it by itself, when it came.
    pub flags: BTreeSet<Flag>,
}

/// A step of a work order: an operation of its routing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The operation's number in plain form.
    pub operation: String,
    /// Pieces may go on before the whole lot is through, so later work says little about this step.
    pub overlaps: bool,
}

/// What is odd about a report or an operation: accepted, and shown as a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// More came out than could go in.
    OverQuantity,
    /// Its state follows from a later operation.
    Inferred,
    /// Nobody reported when it began.
    StartInferred,
    /// It was finished without a count: taken to be all that arrived.
    CountInferred,
    /// No reason was given where one is expected.
    ReasonMissing,
    /// Not all the material was in stock.
    MaterialShort,
    /// The work order was closed already.
    WorkOrderClosed,
    /// It went on after it was finished.
    Reopened,
    /// It happened before the state was found that counts since.
    BeforeOpening,
    /// Good pieces were taken back that had left the stock already.
    AlreadyUsed,
    /// It began while a hold on its work order, or on the start of what it is made for, stood.
    OnHold,
    /// Blocked work was begun on the word of somebody who does not lead the floor.
    NotApproved,
    /// Blocked work was begun on the word of a lead that nothing proves: it was given while the server was away.
    ApprovedOffline,
    /// Blocked work was begun on nobody's word.
    StartedBlocked,
    /// The work order has no routing: nobody knows whether the operation exists.
    NoRouting,
    /// Nobody knows the work centre where it is said to run: the one of its routing is believed.
    UnknownWorkCentre,
    /// It is said to have happened long before its work order was there.
    ImplausibleTime,
    /// It was finished when it was finished already.
    FinishedTwice,
}

/// The state of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Good pieces so far.
    pub good: Amount,
    /// Scrapped pieces so far.
    pub scrap: Amount,
    /// Pieces sent back that have not come through again.
    pub rework: Amount,
    /// The operation at which they are done again next.
    pub rework_operation: Option<String>,
    /// Where it stands; nothing if nothing was ever said about it.
    pub status: Option<OperationStatus>,
    /// When it began.
    pub started: Option<Moment>,
    /// When it was last reported on.
    pub last_report: Option<Moment>,
    /// When it was done.
    pub finished: Option<Moment>,
    /// Where it really runs, if somebody said.
    pub work_centre: Option<String>,
    /// Seconds that were worked before `since`, pauses left out.
    pub worked_seconds: i64,
    /// How many of them were for setting up.
    pub setup_seconds: i64,
    /// Since when it runs without a break; nothing if it does not run.
    pub since: Option<Moment>,
    /// What is done at it while it runs, or was when it stopped.
    pub phase: Option<Phase>,
    /// Who works at it.
    pub operators: BTreeSet<String>,
    /// Why it rests or is blocked.
    pub reason: Option<String>,
    /// The report on a later operation from which its state follows.
    pub inferred_by: Option<String>,
    /// Its last word is an opening: what it took and made before was booked before.
    pub found: bool,
    /// What is odd about it.
    pub flags: BTreeSet<Flag>,
}

impl State {
    /// Where it stands.
    pub fn stands(&self) -> OperationStatus {
        self.status.unwrap_or(OperationStatus::Waiting)
    }

    /// Whether all its pieces are through.
    pub fn is_done(&self) -> bool {
        self.stands() == OperationStatus::Done
    }

    /// Whether work on it has begun. Whatever was sent back had been worked on.
    pub fn has_begun(&self) -> bool {
        let counted = self.good.is_some() || self.scrap.is_some() || self.rework.is_some();
        self.is_done() || self.started.is_some() || counted
    }
}
