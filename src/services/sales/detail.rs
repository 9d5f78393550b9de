//! A sales order with what the planner knows about it: forecast, explanation, what serves it.

use super::{OrderView, order_view};
use crate::app::App;
use crate::domain::role::Actor;
use crate::planning::outlook::{AsOf, Explanation};
use crate::store::Failure;
use crate::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// A sales order with its lines, promises, and what is planned for it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderDetail {
    /// The order as it is stored.
    #[serde(flatten)]
    pub order: OrderView,
    /// As of when the rest is.
    pub as_of: AsOf,
    /// What is planned for each open line: dates, why, and what serves it.
    pub planned: Vec<PlannedLine>,
}

/// What is planned for a line.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlannedLine {
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// Its dates and where the time goes.
    pub explanation: Explanation,
}

/// The order `number` with everything that is known about it, in the words of `lang`.
///
/// # Errors
///
/// There is none.
pub fn detail(app: &App, actor: &Actor, number: &str, lang: Lang) -> Result<OrderDetail, Failure> {
    let order = app.ask(actor, |ask| order_view(ask.db, ask.plant.id, ask.actor, number))?;
    let (outlook, odds) = (app.planner.outlook(), app.planner.odds());
    let planned = order.lines.iter().filter_map(|view| {
        let (line, schedule) = (view.line.line.clone(), view.line.schedule.clone());
        let mut explanation = outlook.explanation(&outlook.key(number, &line, &schedule), lang)?;
        if let Some(odds) = &odds {
            odds.add_to_line(&mut explanation.forecast);
        }
        Some(PlannedLine { line, schedule, explanation })
    });
    Ok(OrderDetail { planned: planned.collect(), as_of: outlook.as_of(), order })
}
