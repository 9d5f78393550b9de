//! What is printed of a work order: its facts as people read them.

use crate::document::{DateBasis, Unit};
use crate::domain::sales::LineId;
use crate::domain::value::Amount;
use crate::print::{Printed, PrintedStep};
use crate::services::Ask;
use crate::services::progress::{self, Floor};
use crate::store::Failure;
use crate::store::master::{customers, items, zone};
use crate::store::sales;
use crate::store::work::{self as rows, WorkOrderRow};
use crate::text::Lang;
use crate::text::print::PrintWords;

/// A work order as it is printed, in a language.
///
/// # Errors
///
/// There is none.
pub fn printed(ask: &mut Ask<'_>, number: &str, lang: Lang) -> Result<Printed, Failure> {
    let order = rows::order(ask.db, ask.plant.id, number)?;
    let order = order.ok_or_else(|| progress::unknown_order(number))?;
    let item = items::one(ask.db, &order.item)?;
    let unit = item.as_ref().and_then(|item| item.fields.unit);
    let mut floor = Floor::of(ask.db, order.clone())?;
    let steps = floor.views().into_iter().map(|view| PrintedStep {
        number: view.operation,
        name: view.name.unwrap_or_default(),
        work_centre: view.work_centre.unwrap_or_default(),
    });
    let operations: Vec<PrintedStep> = steps.collect();
    let mut material = Vec::new();
    for (step, component, per) in progress::needs(ask.db, &floor, ask.today())? {
        let operation = floor.steps.get(step).map(|step| step.operation.clone()).unwrap_or_default();
        let unit = items::one(ask.db, &component)?.and_then(|item| item.fields.unit);
        material.push((component, amount(per.times(order.started()), unit, lang), operation));
    }
    let (zone, now) = (zone(&ask.plant), ask.now);
    let printed = Printed {
        lang,
        plant: ask.plant.name.clone(),
        work_order: order.number.clone(),
        item: order.item.clone(),
        description: item.and_then(|item| item.fields.description),
        quantity: amount(order.started(), unit, lang),
        due: order.due_date.map(|day| day.to_string()),
        material,
        operations,
        note: order.note.clone(),
        printed: now.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
        ..Printed::default()
    };
    of_line(ask, &order, printed)
}

/// With what is known of the line that it is made for.
fn of_line(ask: &mut Ask<'_>, order: &WorkOrderRow, printed: Printed) -> Result<Printed, Failure> {
    let (Some(number), Some(line)) = (&order.order_no, &order.line) else { return Ok(printed) };
    let id = LineId::new(number, line, order.schedule.as_deref().unwrap_or_default());
    let of_order = sales::sales_order(ask.db, ask.plant.id, number)?;
    let of_line = sales::sales_line(ask.db, ask.plant.id, &id)?;
    let customer = match &of_order {
        Some(of_order) => {
            customers::one(ask.db, &of_order.customer)?.map(|row| row.fields.name.unwrap_or(row.code))
        }
        None => None,
    };
    let requirements = sales::requirements_of(ask.db, ask.plant.id, number)?;
    let requirements =
        requirements.into_iter().filter(|one| one.line == *line).map(|one| (one.kind, one.text));
    let due = of_line.as_ref().and_then(|line| line.requested_date).filter(|_| printed.due.is_none());
    let basis = of_line.as_ref().and_then(|line| line.date_basis);
    Ok(Printed {
        customer,
        customer_part: of_line.and_then(|line| line.customer_part),
        line: Some(id.to_string()),
        requirements: requirements.collect(),
        due: printed
            .due
            .clone()
            .or(due.filter(|_| basis != Some(DateBasis::Arrival)).map(|day| day.to_string())),
        ..printed
    })
}

/// A quantity with its unit.
fn amount(quantity: Amount, unit: Option<Unit>, lang: Lang) -> String {
    format!("{quantity} {}", PrintWords::of(lang).unit(unit.unwrap_or(Unit::Pieces)))
}
