//! Rows as the exchange form has them: for the planner, and for export.

use super::orders::sort_lines;
use super::{Hold, SalesLine};
use crate::document::{self, Firmness, Origin, Sheet};
use crate::domain::sales::{LineId, LineStatus, OrderStatus, QuoteStatus};
use crate::domain::value::{Amount, Day, by_number};
use crate::store::schema::sales::{quote_lines, quotes, sales_lines, sales_orders};
use crate::store::{Columns, Db, Failure, Part};
use diesel::prelude::*;

/// A line with what it takes from its order.
type Sold = (SalesLine, String, Option<String>, OrderStatus);

/// Reads the lines of a plant for which a condition holds, each with what it takes from its order.
macro_rules! sold {
    ($db:expr, $plant_id:expr, $condition:expr) => {{
        let same_order = sales_orders::number.eq(sales_lines::order_no);
        let joined = sales_lines::table.inner_join(
            sales_orders::table.on(same_order.and(sales_orders::plant_id.eq(sales_lines::plant_id))),
        );
        let columns = (
            SalesLine::columns(),
            sales_orders::customer,
            sales_orders::customer_order,
            sales_orders::status,
        );
        $db.all::<Sold, _>(joined.filter(sales_lines::plant_id.eq($plant_id).and($condition)).select(columns))
    }};
}

/// What the planner plans: open lines, the lines of held quotes keyed by the quote's number, and holds.
/// Lines of orders that are not confirmed are [`Firmness::Forecast`].
///
/// # Errors
///
/// What the database says.
pub fn load(
    db: &mut Db,
    plant_id: i64,
) -> Result<(Vec<document::SalesOrderLine>, Vec<document::Hold>), Failure> {
    let rows = sold!(db, plant_id, sales_lines::status.eq(LineStatus::Open))?;
    let mut lines = planned(rows);
    lines.extend(held_quotes(db, plant_id, None)?);
    let holds = super::standing_holds(db, plant_id)?.iter().map(document::Hold::from).collect();
    Ok((lines, holds))
}

/// What the planner plans of some orders or quotes, by number. What is not there any more has no rows.
///
/// # Errors
///
/// What the database says.
pub fn load_some(
    db: &mut Db,
    plant_id: i64,
    numbers: &[String],
) -> Result<Vec<document::SalesOrderLine>, Failure> {
    let mut lines = Vec::new();
    for some in numbers.chunks(500) {
        let open = sales_lines::status.eq(LineStatus::Open);
        let wanted = open.and(sales_lines::order_no.eq_any(some.iter().cloned()));
        lines.extend(planned(sold!(db, plant_id, wanted)?));
    }
    lines.extend(held_quotes(db, plant_id, Some(numbers))?);
    Ok(lines)
}

/// All lines that were not given up, and all holds, for export.
///
/// # Errors
///
/// What the database says.
pub fn load_all(
    db: &mut Db,
    plant_id: i64,
) -> Result<(Vec<document::SalesOrderLine>, Vec<document::Hold>), Failure> {
    let lines = lines_part(db, plant_id, Part::ALL)?.unwrap_or_default();
    let holds = super::all_holds(db, plant_id)?.iter().map(document::Hold::from).collect();
    Ok((lines, holds))
}

/// The lines of a part of all orders that were not given up, by order, for export; `None` behind the last order.
///
/// # Errors
///
/// What the database says.
pub fn lines_part(
    db: &mut Db,
    plant_id: i64,
    part: Part,
) -> Result<Option<Vec<document::SalesOrderLine>>, Failure> {
    let orders = sales_orders::table.filter(sales_orders::plant_id.eq(plant_id)).order(sales_orders::number);
    let numbers: Vec<String> =
        db.all(orders.limit(part.limit).offset(part.offset).select(sales_orders::number))?;
    let mut rows: Vec<Sold> = Vec::new();
    for some in numbers.chunks(500) {
        let standing = sales_lines::status.ne(LineStatus::Cancelled);
        let wanted = standing.and(sales_lines::order_no.eq_any(some.iter().cloned()));
        rows.extend(sold!(db, plant_id, wanted)?);
    }
    // Closed short: nothing is missing any more, and a row that says less was shipped would open it again.
    rows.retain(|(line, ..)| line.status == LineStatus::Open || line.shipped >= line.quantity);
    Ok((!numbers.is_empty()).then(|| written(rows)))
}

/// Every line that is over, cancelled or closed, with its key.
///
/// # Errors
///
/// What the database says.
pub fn lines_over(db: &mut Db, plant_id: i64) -> Result<Vec<(LineId, LineStatus)>, Failure> {
    let over = sales_lines::plant_id.eq(plant_id).and(sales_lines::status.ne(LineStatus::Open));
    let columns = (sales_lines::order_no, sales_lines::line, sales_lines::schedule, sales_lines::status);
    let rows: Vec<(String, String, String, LineStatus)> =
        db.all(sales_lines::table.filter(over).select(columns))?;
    Ok(rows
        .into_iter()
        .map(|(order, line, schedule, status)| (LineId { order, line, schedule }, status))
        .collect())
}

/// The numbers of cancelled orders.
///
/// # Errors
///
/// What the database says.
pub fn orders_cancelled(db: &mut Db, plant_id: i64) -> Result<Vec<String>, Failure> {
    let cancelled = sales_orders::plant_id.eq(plant_id).and(sales_orders::status.eq(OrderStatus::Cancelled));
    Ok(db.all(sales_orders::table.filter(cancelled).select(sales_orders::number))?)
}

fn planned(rows: Vec<Sold>) -> Vec<document::SalesOrderLine> {
    let rows = rows.into_iter().filter(|(.., status)| !status.is_over()).map(|mut sold| {
        // What is promised is not a guess, whoever still reviews its order.
        if !sold.3.is_confirmed() && sold.0.promise_date.is_none() {
            sold.0.firmness = Some(Firmness::Forecast);
        }
        sold
    });
    written(rows.collect())
}

fn written(rows: Vec<Sold>) -> Vec<document::SalesOrderLine> {
    let mut heads = std::collections::BTreeMap::new();
    let mut lines = Vec::with_capacity(rows.len());
    for (line, customer, customer_order, _) in rows {
        heads.entry(line.order_no.clone()).or_insert((customer, customer_order));
        lines.push(line);
    }
    sort_lines(&mut lines);
    let row = |line: SalesLine| {
        let (customer, customer_order) = heads.get(&line.order_no).cloned().unwrap_or_default();
        line.into_document(customer, customer_order)
    };
    lines.into_iter().map(row).collect()
}

impl SalesLine {
    /// The row of the exchange form.
    fn into_document(self, customer: String, customer_order: Option<String>) -> document::SalesOrderLine {
        document::SalesOrderLine {
            origin: Origin { sheet: Sheet::SalesOrders, row: 0 },
            order: self.order_no,
            line: self.line,
            schedule: Some(self.schedule).filter(|schedule| !schedule.is_empty()),
            customer,
            item: self.item,
            quantity: self.quantity.decimal(),
            shipped: Some(self.shipped.decimal()).filter(|shipped| !shipped.is_zero()),
            order_date: self.order_date.map(Day::date),
            requested_date: self.requested_date.map(Day::date),
            promise_date: self.promise_date.map(Day::date),
            date_basis: self.date_basis,
            ship_complete: self.ship_complete,
            partial_shipments: self.partial_shipments,
            firmness: self.firmness,
            customer_order: self.customer_order.or(customer_order),
            customer_part: self.customer_part,
            unit_price: self.unit_price.map(Amount::decimal),
            priority: self.priority.and_then(|priority| u32::try_from(priority).ok()),
        }
    }
}

impl From<&Hold> for document::Hold {
    fn from(hold: &Hold) -> Self {
        Self {
            origin: Origin { sheet: Sheet::Holds, row: u32::try_from(hold.id).unwrap_or(0) },
            order: hold.order_no.clone(),
            line: hold.line.clone(),
            work_order: hold.work_order.clone(),
            operation: hold.operation.clone(),
            kind: hold.kind,
            milestone: hold.milestone,
            owner: hold.owner.clone(),
            expected_release: hold.expected_release.map(Day::date),
            released: hold.released.map(Day::date),
            blocks: hold.blocks,
        }
    }
}

/// A held quote's line with its quote's customer, when it was made, and whether it leaves complete.
type Held = (super::QuoteLine, String, crate::domain::value::Moment, bool);

/// The lines of held quotes, as promised lines keyed by the quote's number.
fn held_quotes(
    db: &mut Db,
    plant_id: i64,
    numbers: Option<&[String]>,
) -> Result<Vec<document::SalesOrderLine>, Failure> {
    let joined = quote_lines::table.inner_join(
        quotes::table
            .on(quotes::number.eq(quote_lines::quote).and(quotes::plant_id.eq(quote_lines::plant_id))),
    );
    let held = quotes::plant_id.eq(plant_id).and(quotes::status.eq(QuoteStatus::Held));
    let columns = (super::QuoteLine::columns(), quotes::customer, quotes::created_at, quotes::ship_complete);
    let mut rows: Vec<Held> = db.all(joined.filter(held).select(columns))?;
    rows.retain(|(line, ..)| numbers.is_none_or(|numbers| numbers.contains(&line.quote)));
    rows.sort_by(|(a, ..), (b, ..)| a.quote.cmp(&b.quote).then_with(|| by_number(&a.line, &b.line)));
    Ok(rows
        .into_iter()
        .map(|(line, customer, at, complete)| document::SalesOrderLine {
            origin: Origin { sheet: Sheet::SalesOrders, row: 0 },
            order: line.quote,
            line: line.line,
            schedule: None,
            customer,
            item: line.item,
            quantity: line.quantity.decimal(),
            shipped: None,
            order_date: Some(at.utc().date_naive()),
            requested_date: line.requested_date.map(Day::date),
            promise_date: Some(line.offered_date.date()),
            date_basis: Some(line.date_basis),
            ship_complete: complete.then_some(true),
            partial_shipments: None,
            firmness: None,
            customer_order: None,
            customer_part: line.customer_part,
            unit_price: None,
            priority: None,
        })
        .collect())
}
