//! One answer of the planner: the shop at a place of the journal, its plan, and what everything else is told
//! from it.
//!
//! An [`Outlook`] never changes; a newer one takes its place. What is said about it (board, explanations,
//! dispatch lists, needs) is computed from it on demand and stored nowhere but in itself.

mod board;
mod choice;
mod dispatch;
mod explanation;
mod line;
mod load;
mod needs;
mod problems;
mod purchase;
mod strain;

pub use board::{Board, BoardAsk, Summary, Wanted};
pub use choice::Startable;
pub use dispatch::{DispatchList, DispatchRow, NextOperation, WaitsFor};
pub use explanation::{Because, Explanation, Improvement, StageView, Stretch, SupplyView, Total};
pub(super) use line::basis_word;
pub use line::{CauseView, Forecast, LineName, amount};
pub use load::{CenterLoad, DayLoad, Load};
pub use needs::{Need, Needs, Overdue, Stake};
pub use problems::{FaultView, ProblemView, Problems};
pub use purchase::Missed;
pub use strain::{CenterStrain, ShortWork, Stocked};

use super::Fault;
use super::numbers::Numbers;
use crate::document::ShopDocument;
use crate::domain::value::Moment;
use crate::store::Known;
use chrono::DateTime;
use chrono_tz::Tz;
use holdfast_engine::model::{LineKey, Shop};
use holdfast_engine::network::Calendars;
use holdfast_engine::plan::{Plan, plan_on};
use holdfast_engine::quote::Ranked;
use holdfast_engine::time::Instant;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use utoipa::ToSchema;

/// The shop, its plan and what hangs on it, as of one place of the journal.
#[derive(Debug)]
pub struct Outlook {
    /// The documents that the shop was made of.
    pub document: Arc<ShopDocument>,
    /// What was planned.
    pub shop: Shop,
    /// The plan.
    pub plan: Plan,
    /// The plan as quotes need it.
    pub ranked: Ranked,
    /// What did not fit together in the documents.
    pub faults: Vec<Fault>,
    /// The plant's promise version that the snapshot had: what acceptances compare.
    pub promise_version: i64,
    /// The highest number of a journal entry that is in it.
    pub position: i64,
    /// All entries of the journal that are in it.
    pub known: Known,
    /// Plant time of the snapshot.
    pub now: Moment,
    /// The plant's zone.
    pub zone: Tz,
    /// Where the orders' lines stand, by the facts.
    pub(super) stages: BTreeMap<LineKey, String>,
    /// How many outlooks the planner published before this one.
    pub(super) nth: u64,
    /// What people write for line and operation numbers.
    pub(super) numbers: Numbers,
    /// What stands out of each line of the plan, once somebody has asked.
    highlights: Vec<OnceLock<line::Highlights>>,
    /// What could be started where, once somebody has begun something.
    lists: OnceLock<choice::Lists>,
}

/// What an [`Outlook`] is made of: one snapshot of everything stored.
#[derive(Debug)]
pub struct Inputs {
    /// The documents.
    pub document: Arc<ShopDocument>,
    /// The shop that they and the promises make.
    pub shop: Shop,
    /// What did not fit together.
    pub faults: Vec<Fault>,
    /// Where the orders' lines stand, by the facts.
    pub stages: BTreeMap<LineKey, String>,
    /// The plant's promise version.
    pub promise_version: i64,
    /// The highest number of a journal entry in the snapshot.
    pub position: i64,
    /// All entries of the journal in the snapshot.
    pub known: Known,
    /// Plant time.
    pub now: Moment,
}

/// As of when an answer is: every planned answer carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AsOf {
    /// The highest number of a journal entry that the answer knows of.
    pub position: i64,
    /// All that the answer knows of: to be sent back with what is bought for its needs.
    #[schema(value_type = String, example = "0.17")]
    pub mark: Known,
    /// Plant time of the plan.
    pub at: Moment,
    /// The plant's zone: in it every instant of the answer is shown, and every day is one of its days.
    pub zone: &'static str,
}

impl Outlook {
    /// Plans the shop of a snapshot on calendars that fit it.
    pub fn build(inputs: Inputs, calendars: &Arc<Calendars>) -> Self {
        let Inputs { document, shop, faults, stages, promise_version, position, known, now } = inputs;
        let numbers = Numbers::of(&document);
        let plan = plan_on(&shop, calendars);
        let ranked = Ranked::of(&plan.network, &plan.timeline);
        let zone = shop.zone;
        let highlights = plan.lines.iter().map(|_| OnceLock::new()).collect();
        Self {
            document,
            shop,
            plan,
            ranked,
            faults,
            promise_version,
            position,
            known,
            now,
            zone,
            stages,
            nth: 0,
            numbers,
            highlights,
            lists: OnceLock::new(),
        }
    }

    /// The outlook of a shop about which nothing is known.
    pub fn empty(now: Moment, zone: Tz) -> Self {
        let shop = Shop::new(instant(now), zone);
        let calendars = Arc::new(Calendars::compile(&shop));
        let document = Arc::new(ShopDocument::default());
        let (faults, stages) = (Vec::new(), BTreeMap::new());
        let inputs = Inputs {
            document,
            shop,
            faults,
            stages,
            promise_version: 0,
            position: 0,
            known: Known::default(),
            now,
        };
        Self::build(inputs, &calendars)
    }

    /// As of when it is.
    pub fn as_of(&self) -> AsOf {
        AsOf { position: self.position, mark: self.known.clone(), at: self.now, zone: self.zone.name() }
    }
}

/// The planner's instant of a moment: whole seconds.
pub fn instant(at: Moment) -> Instant {
    Instant(at.utc().timestamp())
}

/// The moment of a planner's instant; nothing for one that was never reached.
pub fn moment(at: Instant) -> Option<Moment> {
    DateTime::from_timestamp(at.0, 0).filter(|_| at.is_reached()).and_then(Moment::new)
}
