//! The journal as people read it: what happened, by whom, newest first, without what the reader may not see.
//! Commands write no prices and no secrets into it.

use super::Ask;
use super::lists::PageQuery;
use crate::domain::role::{Actor, Right};
use crate::domain::value::Moment;
use crate::store::{self, Failure, JournalFilter, Subject};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Which entries are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct JournalQuery {
    /// Only what this one did: `user:anna`, `token:erp`, `device:saw-1`, `operator:W01`, `system`.
    pub actor: Option<String>,
    /// Only what is called so: `sales-order.entered`.
    pub what: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page, 50 unless said, at most 500.
    pub limit: Option<u32>,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JournalEntry {
    /// Its number.
    pub seq: i64,
    /// When, by the plant's clock.
    pub at: Moment,
    /// Who did it: `user:anna`, `token:erp`, `device:saw-1`, `operator:W01`, `system`.
    pub actor: String,
    /// What: `sales-order.entered`.
    pub what: String,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// The facts.
    #[schema(value_type = Object)]
    pub body: Value,
}

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Journal {
    /// Some of it, newest first: a page has fewer rows than asked for where some are not for the reader.
    pub items: Vec<JournalEntry>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What happened, newest first.
///
/// # Errors
///
/// What the database says.
pub fn journal(ask: &mut Ask<'_>, query: &JournalQuery) -> Result<Journal, Failure> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let filter = JournalFilter {
        before: query.cursor.as_deref().and_then(|text| text.parse().ok()),
        actor: query.actor.as_deref(),
        what: query.what.as_deref(),
        limit: page.read(),
    };
    let rows = store::journal_before(ask.db, ask.plant.id, &filter)?;
    let (rows, next) = page.cut(rows, |row| row.seq.to_string());
    let mut items = Vec::new();
    for row in rows {
        let subjects: Vec<Subject> = row.subjects.read()?;
        let told: Vec<Subject> = seen(ask.actor, &subjects).into_iter().cloned().collect();
        // What is about nothing in particular is for everybody who may read the journal.
        if told.is_empty() && !subjects.is_empty() {
            continue;
        }
        let body = row.body.0;
        let (seq, at, actor, what) = (row.seq, row.at, row.actor, row.what);
        items.push(JournalEntry { seq, at, actor, what, subjects: told, body });
    }
    Ok(Journal { items, next })
}

/// The subjects of an entry that `actor` may know of.
pub fn seen<'s>(actor: &Actor, subjects: &'s [Subject]) -> Vec<&'s Subject> {
    subjects.iter().filter(|subject| may_see(actor, subject)).collect()
}

fn may_see(actor: &Actor, subject: &Subject) -> bool {
    let any = |rights: &[Right]| rights.iter().any(|right| actor.may(*right));
    match subject {
        Subject::Plant | Subject::Learning | Subject::Everything => true,
        Subject::Customer(_) | Subject::SalesOrder(_) | Subject::Quote(_) => any(&[Right::ReadOrders]),
        Subject::Supplier(_) | Subject::PurchaseOrder(_) => any(&[Right::ReadPurchasing]),
        Subject::Item(_) | Subject::WorkCentre(_) | Subject::Calendars | Subject::WorkOrder(_) => {
            any(&[Right::ReadWork])
        }
        Subject::Stock(_) => any(&[Right::ReadWork, Right::ReadPurchasing, Right::KeepStock]),
        Subject::DispatchNote(_) => any(&[Right::ReadOrders, Right::Dispatch]),
        Subject::User(_) | Subject::Token(_) | Subject::Message(_) | Subject::Channel(_) => {
            any(&[Right::Administer])
        }
        Subject::Device(_) | Subject::Operator(_) => any(&[Right::Administer, Right::LeadFloor]),
        // What an alert is about stands beside it, with a right of its own.
        Subject::Alert(_) | Subject::Rule(_) => {
            any(&[Right::ReadOrders, Right::ReadWork, Right::ReadPurchasing])
        }
        Subject::Call(_) => any(&[Right::ReadWork, Right::Report, Right::LeadFloor]),
        Subject::Photo(_) => any(&[Right::ReadWork, Right::Inspect]),
        Subject::Entry(_) => any(&[Right::LeadFloor]),
    }
}
