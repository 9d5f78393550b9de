//! The page of an order: everything that its customer may see of it.

use super::answer::Answer;
use super::policy::{OddsShown, SurveyKind};
use crate::document::Unit;
use crate::domain::change::ChangeStatus;
use crate::domain::value::{Amount, Day, Moment};
use chrono_tz::Tz;
use serde::Serialize;

/// Who the shop is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Company {
    /// What it is called.
    pub name: String,
    /// Where customers call.
    pub phone: Option<String>,
    /// Where they write.
    pub mail: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The colour of headings and buttons, as `#rrggbb`.
    pub colour: Option<String>,
    /// What its logo is called in the address, if there is one: a hash of it.
    pub logo: Option<String>,
}

/// What an order reaches on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneKind {
    /// We have agreed to deliver it.
    Confirmed,
    /// Something that the customer does: a drawing, a deposit, a sample.
    Yours,
    /// All that is bought for it is there.
    Material,
    /// It is being made.
    Production,
    /// It has passed inspection.
    Inspected,
    /// It is packed.
    Packed,
    /// It has left.
    Dispatched,
    /// It has arrived.
    Delivered,
}

/// How far a milestone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stands {
    /// It is reached.
    Done,
    /// It is being worked on.
    Now,
    /// It is still to come.
    Ahead,
    /// It is late.
    Late,
}

/// Who has to do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// The shop.
    Ours,
    /// The customer.
    Yours,
    /// Whoever carries it.
    Carrier,
}

/// What a customer can do about a milestone of theirs, here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// Which hold it is about.
    pub hold: i64,
    /// When they said that it is done; nothing before that.
    pub said: Option<Moment>,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Milestone {
    /// Which one.
    pub kind: MilestoneKind,
    /// What the customer does, in the shop's word (`drawing-approval`, `deposit`, `sample`) or its own; only of theirs.
    pub what: Option<String>,
    /// How far it is.
    pub stands: Stands,
    /// Who has to do it.
    pub whose: Whose,
    /// When it is expected; of the customer's own: by when we need it. Of what has left or arrived: the day promised for it.
    pub expected: Option<Day>,
    /// When it was.
    pub real: Option<Day>,
    /// How much of it is done, from 0 to 100; of production only.
    pub percent: Option<u8>,
    /// How many pieces are through all of it, of how many, and in what they are counted; of production only.
    pub pieces: Option<(Amount, Amount, Unit)>,
    /// What can be done here.
    pub deed: Option<Deed>,
}

impl Milestone {
    /// Whether it waits for the customer: once they have said that it is done, it is ours to look at.
    pub fn waits(&self) -> bool {
        let said = self.deed.as_ref().is_some_and(|deed| deed.said.is_some());
        self.whose == Whose::Yours && self.stands != Stands::Done && !said
    }
}

/// What left at once of a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shipment {
    /// Number of the dispatch note.
    pub note: String,
    /// How much.
    pub quantity: Amount,
    /// When it left.
    pub left: Option<Day>,
    /// When it arrived.
    pub arrived: Option<Day>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking: Option<String>,
}

/// A line of the order, or one of its dates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Its number.
    pub line: String,
    /// The number of its date, where it has several; else empty.
    pub schedule: String,
    /// Their number of the order, where the lines of one of ours have several.
    pub customer_order: Option<String>,
    /// What the customer calls the part.
    pub part: Option<String>,
    /// What it is called here.
    pub item: String,
    /// What it is.
    pub description: Option<String>,
    /// How much was ordered.
    pub quantity: Amount,
    /// How much has left.
    pub shipped: Amount,
    /// In what it is counted.
    pub unit: Unit,
    /// When the customer asked for it.
    pub requested: Option<Day>,
    /// The day that is promised.
    pub promise: Option<Day>,
    /// The answer for this line alone.
    pub answer: Answer,
    /// Its milestones.
    pub milestones: Vec<Milestone>,
    /// What left of it.
    pub shipments: Vec<Shipment>,
    /// Whether a change of it can be asked for.
    pub changeable: bool,
}

/// An entry of the promise's history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct History {
    /// When; nothing where it was promised before this was written down here.
    pub at: Option<Moment>,
    /// Of which line.
    pub line: String,
    /// The day that was promised before.
    pub before: Option<Day>,
    /// The day promised then; nothing where it was taken back.
    pub date: Option<Day>,
    /// The customer's text of the reason, in the page's language.
    pub reason: Option<String>,
}

/// What a question is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// Something that they want to know.
    Question,
    /// Something that is wrong.
    Complaint,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// What it is.
    pub kind: QuestionKind,
    /// When it was asked.
    pub at: Moment,
    /// What was asked.
    pub text: String,
    /// By when we answer; nothing once it is answered.
    pub answer_by: Option<Moment>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// The answer.
    pub answer: Option<String>,
}

/// A change that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskedChange {
    /// Its number.
    pub id: i64,
    /// When it was asked for.
    pub at: Moment,
    /// Of which line.
    pub line: String,
    /// How much instead.
    pub quantity: Option<Amount>,
    /// When instead.
    pub date: Option<Day>,
    /// Whether the line is to be given up.
    pub cancel: bool,
    /// Where it stands.
    pub status: ChangeStatus,
    /// The day on which it would ship then, as estimated when it was asked; nothing where that can't be said.
    pub estimate: Option<Day>,
    /// Whether the wish itself could be kept, as estimated.
    pub fits: bool,
    /// Why it was declined, as we have told them.
    pub reason: Option<String>,
}

/// Everything that a customer may see of an order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct OrderPage {
    /// Who the shop is.
    pub company: Company,
    /// Our number.
    pub number: String,
    /// Theirs.
    pub customer_order: Option<String>,
    /// What they are called.
    pub customer: String,
    /// When it was ordered.
    pub ordered: Option<Day>,
    /// When does it ship?
    pub answer: Answer,
    /// Why it is later, in the customer's text of the reason, in the page's language.
    pub because: Option<String>,
    /// How likely the day is kept, in percent; nothing where that is not known or not shown.
    pub odds: Option<u8>,
    /// How odds are shown.
    pub odds_shown: OddsShown,
    /// What we do about it, as we have told them last.
    pub doing: Option<String>,
    /// When they hear from us next.
    pub next_update: Option<Day>,
    /// When this was true.
    pub as_of: Moment,
    /// The day on which it is read, in the plant's zone.
    pub today: Day,
    /// The plant's zone, in which its days and times are read.
    #[serde(skip)]
    pub zone: Tz,
    /// Whether whoever reads it can see the list of all their orders.
    pub listed: bool,
    /// When we last heard of work on it; only where that is too long ago.
    pub blind_since: Option<Moment>,
    /// What it waits for of the customer's, first of all.
    pub waits_for: Option<Milestone>,
    /// Its milestones, all lines together.
    pub milestones: Vec<Milestone>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// How the promises came about, newest first.
    pub history: Vec<History>,
    /// What was asked, newest first.
    pub questions: Vec<Question>,
    /// What changes were asked for, newest first.
    pub changes: Vec<AskedChange>,
    /// Whether changes can be asked for.
    pub may_change: bool,
    /// What is asked now that it has arrived; nothing before, and nothing once it was answered.
    pub survey: Vec<SurveyKind>,
    /// Whether a comment is asked for with it.
    pub survey_comment: bool,
    /// Whether the survey was answered.
    pub survey_done: bool,
}
