//! What is handed on to somebody else takes its alerts along.

use super::{row, rules, tell};
use crate::domain::role::Role;
use crate::domain::rule::About;
use crate::services::Tx;
use crate::store::alerts::AlertRow;
use crate::store::{Failure, alerts};
use serde_json::json;

/// What the alerts of a task are about.
pub fn subject_of_task(id: i64) -> String {
    format!("{}:{id}", About::Task.name())
}

/// Who owns what belongs to everybody of a role.
pub fn owned_by_role(role: Role) -> String {
    format!("role:{}", role.name())
}

/// Gives the alerts about something to whoever looks after it now, and tells them of those that are open; whether there
/// were any.
///
/// # Errors
///
/// What the database says.
pub fn handed_over(tx: &mut Tx<'_>, subject: &str, owner: &str) -> Result<bool, Failure> {
    hand_over(tx, |alert| alert.subject == subject, Some(owner))
}

/// The same for an order: its lines and the updates that its customer was promised. What belongs to tasks and holds stays
/// whose it is; without an owner it is everybody's of the role.
///
/// # Errors
///
/// What the database says.
pub fn order_handed_over(tx: &mut Tx<'_>, order: &str, owner: Option<&str>) -> Result<bool, Failure> {
    let of_order = |alert: &AlertRow| {
        alert.order_no == order
            && matches!(
                alert.about,
                About::Line | About::Update | About::Question | About::Change | About::Survey
            )
    };
    hand_over(tx, of_order, owner)
}

fn hand_over(
    tx: &mut Tx<'_>,
    is_handed: impl Fn(&AlertRow) -> bool,
    owner: Option<&str>,
) -> Result<bool, Failure> {
    let standing = alerts::standing(tx.db, tx.plant.id)?;
    let mut asked = Vec::new();
    for mut alert in standing.into_iter().filter(is_handed) {
        alert.owner = owner.map(str::to_owned);
        row::happened(tx, &mut alert, "handed-over", &json!({ "owner": owner }))?;
        if row::life(&alert).is_open() {
            let rule = rules::named(tx.db, tx.plant.id, &alert.rule)?.map(|found| found.rule);
            let template = rule.and_then(|rule| rule.template).unwrap_or_else(|| alert.rule.clone());
            asked.push(tell::to_owner(&alert, template));
        }
    }
    let is_told = !asked.is_empty();
    tell::tell(tx, asked)?;
    Ok(is_told)
}
