//! Parts without a routing: quoted from minutes that somebody types at the desk.
//!
//! Owns which estimates may be given, and the shop in which they count; never what is planned with them.

use crate::domain::estimate::{EstimatedStep, MOST_MINUTES, MOST_STEPS, Wrong};
use crate::domain::likeness::nearest;
use crate::domain::refusal::{Refusal, common, sales as codes};
use crate::planning::estimate::{lay_estimate, may_be_estimated};
use crate::services::Ask;
use crate::services::promise::{Base, Judge};
use crate::services::sales::unknown;
use crate::store::Failure;
use crate::store::master::resources;

/// Whether these minutes can be; `at` stands before the names of fields.
///
/// # Errors
///
/// A work centre is not known, or minutes can't be.
pub(super) fn check(ask: &mut Ask<'_>, at: &str, steps: &[EstimatedStep]) -> Result<(), Failure> {
    if steps.is_empty() {
        return Ok(());
    }
    let field = format!("{at}.estimate");
    if steps.len() > MOST_STEPS {
        let (en, zh) = (format!("at most {MOST_STEPS} steps"), format!("最多 {MOST_STEPS} 个工序"));
        let refusal = Refusal::at(common::INVALID_VALUE, field, steps.len());
        return Err(refusal.with_words("reason", en, zh).into());
    }
    let centres = resources::work_centres(ask.db, ask.plant.id)?;
    for (index, step) in steps.iter().enumerate() {
        let field = |name: &str| format!("{field}[{index}].{name}");
        let code = step.work_centre.trim();
        if !centres.iter().any(|row| row.code == code && row.active) {
            let near = nearest(code, centres.iter().filter(|row| row.active).map(|row| row.code.as_str()));
            return Err(unknown("work centre", &field("work_centre"), code, &near).into());
        }
        step.check().map_err(|wrong| minutes(&wrong, step, field))?;
    }
    Ok(())
}

/// Refuses minutes for what needs none; `index` is the line's.
///
/// # Errors
///
/// The item has a routing, or is bought.
pub(super) fn expect_needed(
    judge: &Judge,
    index: usize,
    item: &str,
    steps: &[EstimatedStep],
) -> Result<(), Failure> {
    if steps.is_empty() || may_be_estimated(&judge.outlook.shop, item) {
        return Ok(());
    }
    Err(Refusal::at(codes::ESTIMATE_NOT_NEEDED, format!("lines[{index}].estimate"), item).into())
}

/// What is wrong with the minutes of a step, as a refusal.
fn minutes(wrong: &Wrong, step: &EstimatedStep, field: impl Fn(&str) -> String) -> Failure {
    let (name, value, en, zh) = match wrong {
        Wrong::Field(name) => {
            let value = if *name == "minutes_each" { step.minutes_each } else { step.minutes_setup };
            let en = format!("it must be from 0 to {MOST_MINUTES}");
            (*name, value, en, format!("必须在 0 到 {MOST_MINUTES} 之间"))
        }
        Wrong::Nothing => {
            let en = "a step has minutes of setup or of each piece".to_owned();
            ("minutes_each", step.minutes_each, en, "工序须有准备分钟数或单件分钟数".to_owned())
        }
    };
    Refusal::at(common::INVALID_VALUE, field(name), value).with_words("reason", en, zh).into()
}

/// The shop in which these estimates count; nothing where there are none.
pub(super) fn estimated<'e>(
    judge: &Judge,
    estimates: impl Iterator<Item = (&'e str, &'e [EstimatedStep])>,
) -> Option<Base> {
    let given: Vec<_> = estimates.filter(|(_, steps)| !steps.is_empty()).collect();
    (!given.is_empty()).then(|| {
        judge.with(|shop| given.into_iter().for_each(|(item, steps)| lay_estimate(shop, item, steps)))
    })
}
