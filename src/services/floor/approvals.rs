//! The word of a lead: given with badge or PIN at a tablet, good once and there only. It proves who let blocked work
//! begin, or an entry go.

use super::operators::{Named, recognised};
use crate::app::App;
use crate::auth::{self, floor::OPERATOR_HOURS, secret};
use crate::domain::refusal::{Refusal, floor as codes};
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::services::Tx;
use crate::services::floor::SignInBody;
use crate::store::floor::{self as rows, Approval};
use crate::store::{Failure, Subject};
use chrono::TimeDelta;
use serde::Serialize;
use utoipa::ToSchema;

/// A lead's word.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApprovalView {
    /// What the tablet sends with what it was given for, shown this once.
    pub approval: String,
    /// Whose word it is.
    pub operator: Named,
    /// Until when it is good, by the machine's clock.
    pub expires: Moment,
}

/// Takes a lead's word at the tablet that asks. Blocks, and takes as long for a code that is not there.
///
/// # Errors
///
/// Those of [`super::sign_in`], and [`codes::NOT_A_LEAD`].
pub fn approve(app: &App, asks: &Actor, body: &SignInBody) -> Result<ApprovalView, Failure> {
    let at = asks.expect_device()?.clone();
    let lead = recognised(app, asks, body)?;
    if !lead.lead {
        return Err(Refusal::at(codes::NOT_A_LEAD, "operator", &lead.code).into());
    }
    let (own, now) = (secret::new(), auth::now());
    let row = Approval {
        hash: secret::fingerprint(&own),
        plant_id: lead.plant_id,
        operator: lead.code.clone(),
        device: at.device,
        expires: now.shifted(TimeDelta::hours(OPERATOR_HOURS)),
    };
    let expires = row.expires;
    app.command_blocking(&super::operators::as_operator(app, asks, &lead)?, move |tx| {
        rows::add_approval(tx.db, &row, now)?;
        let until = serde_json::json!({ "until": expires });
        tx.journal("approval.given", &[Subject::Device(row.device.clone())], &until)
    })?;
    Ok(ApprovalView { approval: own, operator: Named { code: lead.code, name: lead.name }, expires })
}

/// Whether the word of an operator stands behind what they are said to have allowed: they are signed in at the tablet
/// that asks, or what it sends was given there by them. That is used up then. Away from tablets whoever may lead the
/// floor gives their own word.
///
/// # Errors
///
/// What the database says.
pub fn is_proven(tx: &mut Tx<'_>, lead: &str, approval: Option<&str>) -> Result<bool, Failure> {
    let leads = tx.actor.may(crate::domain::role::Right::LeadFloor);
    let Some(at) = &tx.actor.floor else { return Ok(leads) };
    if leads && at.operator.as_deref() == Some(lead) {
        return Ok(true);
    }
    let Some(approval) = approval else { return Ok(false) };
    let (hash, device) = (secret::fingerprint(approval), at.device.clone());
    rows::take_approval(tx.db, &hash, (tx.plant.id, lead, &device), auth::now())
}
