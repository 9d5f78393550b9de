//! From what the plan proposes to work orders, each proposal once.
//!
//! Proposals are computed on an outlook. Confirming compares the plant's promise version with the one that the
//! outlook saw, and looks for what was stored behind it about the supply of the same items: a receipt, a count, a
//! changed work or purchase order. Two clicks, or two planners, make one order.

use super::change::{blank, expect_some, told};
use super::view::WorkOrderSummary;
use crate::app::App;
use crate::domain::refusal::{Refusal, work as refusals};
use crate::domain::role::Actor;
use crate::domain::value::{Amount, Day, Moment};
use crate::planning::outlook::{AsOf, Outlook};
use crate::planning::proposals::ProposalView;
use crate::services::master::expect_quantity;
use crate::services::promise::{current, turn};
use crate::services::tx::day_of;
use crate::services::{Commit, Tx};
use crate::store::work::{self as rows, WorkOrderOrigin, WorkOrderRow};
use crate::store::{self, Db, Failure, Known, Numbered, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use utoipa::ToSchema;

/// How often a confirmation that lost to another command looks again.
const ATTEMPTS: u32 = 4;

/// What the plan proposes to make.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Proposals {
    /// As of when.
    pub as_of: AsOf,
    /// The work orders that it proposes, most urgent first.
    pub items: Vec<ProposalView>,
}

/// Proposals to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Which, and what the planner changes about them.
    pub proposals: Vec<Confirm>,
}

/// A proposal to confirm. What is not given is as proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// Its key.
    pub key: String,
    /// How many good pieces to make.
    #[serde(default)]
    pub quantity: Option<Amount>,
    /// When it should be done.
    #[serde(default)]
    pub due_date: Option<Day>,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

/// The work orders that proposals became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Confirmed {
    /// In the order of the proposals.
    pub items: Vec<WorkOrderSummary>,
}

/// What the plan proposes now.
pub fn proposals(app: &App) -> Proposals {
    let outlook = app.planner.outlook();
    Proposals { as_of: outlook.as_of(), items: outlook.proposals() }
}

/// Makes work orders of proposals, all or none.
///
/// # Errors
///
/// A proposal is not there, or is not any more; or other commands come first again and again.
pub fn confirm(
    commit: &impl Commit,
    app: &App,
    actor: &Actor,
    asked: &Confirmation,
) -> Result<Confirmed, Failure> {
    for (i, one) in asked.proposals.iter().enumerate() {
        if let Some(quantity) = one.quantity {
            expect_some(&format!("proposals[{i}].quantity"), quantity)?;
        }
    }
    let mut turn = turn(app)?;
    for _ in 0..ATTEMPTS {
        let outlook = current(app, actor)?;
        let chosen = Arc::new(choose(&outlook, asked)?);
        let (version, known) = (outlook.promise_version, outlook.known.clone());
        let made = commit.commit(app, actor, move |tx| {
            let items = chosen.iter().map(|one| one.proposal.item.as_str()).collect();
            if tx.plant.promise_version != version || supply_moved(tx.db, &known, &items)? {
                return Err(Refusal::new(refusals::PLAN_BEHIND).into());
            }
            make(tx, &chosen)
        });
        match made {
            Err(Failure::Refused(refusal)) if refusal.code == refusals::PLAN_BEHIND => turn.lost(),
            other => return other,
        }
    }
    Err(Refusal::new(refusals::PLAN_BEHIND).into())
}

/// Whether anything was stored beside what is `known` that changes what there is, or will be, of `items`: then what
/// was computed on what is known is not to be made or bought as it was computed.
///
/// # Errors
///
/// What the database says.
pub fn supply_moved(db: &mut Db, known: &Known, items: &BTreeSet<&str>) -> Result<bool, Failure> {
    let done = store::done_since(db, known)?;
    Ok(done.iter().any(|(what, subjects)| {
        // A work order's entry does not say what it makes; there are few besides reports, which name the stock.
        what.starts_with("work-order.")
            || subjects.iter().any(|subject| match subject {
                Subject::Stock(item) | Subject::Item(item) => items.contains(item.as_str()),
                Subject::Everything | Subject::Plant => true,
                _ => false,
            })
    }))
}

/// A proposal with what the planner changed.
struct Chosen {
    proposal: ProposalView,
    quantity: Amount,
    due: Option<Moment>,
    confirm: Confirm,
}

fn choose(outlook: &Outlook, asked: &Confirmation) -> Result<Vec<Chosen>, Failure> {
    let mut proposed: BTreeMap<String, ProposalView> =
        outlook.proposals().into_iter().map(|proposal| (proposal.key.clone(), proposal)).collect();
    let choose = |(i, one): (usize, &Confirm)| match proposed.remove(&one.key) {
        Some(proposal) => Ok(Chosen {
            quantity: one.quantity.unwrap_or(proposal.quantity),
            due: proposal.need.or(proposal.end),
            confirm: one.clone(),
            proposal,
        }),
        None => Err(Refusal::at(refusals::PROPOSAL_GONE, format!("proposals[{i}].key"), &one.key).into()),
    };
    asked.proposals.iter().enumerate().map(choose).collect()
}

fn make(tx: &mut Tx<'_>, chosen: &[Chosen]) -> Result<Confirmed, Failure> {
    if chosen.is_empty() {
        // A new promise version without a journal entry would never reach the planner.
        return Ok(Confirmed { items: Vec::new() });
    }
    let mut numbers: BTreeMap<&str, String> = BTreeMap::new();
    for one in chosen {
        let number = tx.number(Numbered::WorkOrder)?;
        numbers.insert(&one.proposal.key, number);
    }
    let mut items = Vec::with_capacity(chosen.len());
    for (i, one) in chosen.iter().enumerate() {
        let proposal = &one.proposal;
        if let Some(quantity) = one.confirm.quantity {
            expect_quantity(tx.db, &format!("proposals[{i}].quantity"), &proposal.item, quantity)?;
        }
        let as_proposed = one.quantity == proposal.quantity;
        let started =
            Some(proposal.started_quantity).filter(|started| as_proposed && *started > one.quantity);
        let zone = tx.zone();
        let parent = proposal.parent.as_deref().and_then(|parent| match numbers.get(parent) {
            Some(number) => Some(number.clone()),
            None => (!parent.starts_with("new:")).then(|| parent.to_owned()),
        });
        let line = proposal.line.as_ref();
        let row = WorkOrderRow {
            started_quantity: started,
            order_no: line.map(|line| line.order.clone()),
            line: line.map(|line| line.line.clone()),
            schedule: line.map(|line| line.schedule.clone()),
            due_date: one.confirm.due_date.or(one.due.map(|due| day_of(due, zone))),
            origin: WorkOrderOrigin::Proposed,
            proposal: Some(proposal.key.clone()),
            parent,
            note: one.confirm.note.clone(),
            ..blank(tx, &numbers[proposal.key.as_str()], &proposal.item, one.quantity)
        };
        rows::insert_orders(tx.db, std::slice::from_ref(&row))?;
        let said = json!({ "number": row.number, "proposal": row.proposal, "item": row.item });
        told(tx, "work-order.confirmed", &row, &said)?;
        items.push((&row).into());
    }
    store::bump_promise_version(tx.db, tx.plant.id)?;
    Ok(Confirmed { items })
}
