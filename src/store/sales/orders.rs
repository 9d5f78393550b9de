//! Sales orders and their lines.

use crate::document::{DateBasis, Firmness};
use crate::domain::sales::{LineId, LineStatus, OrderStatus};
use crate::domain::stage::Stage;
use crate::domain::value::{Amount, Day, Moment, by_number};
use crate::store::schema::sales::{sales_lines, sales_orders};
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A sales order without its lines.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = sales_orders, treat_none_as_null = true)]
pub struct SalesOrder {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Its number.
    pub number: String,
    /// Who ordered, by code.
    pub customer: String,
    /// The customer's own number for it.
    pub customer_order: Option<String>,
    /// The person who looks after it.
    pub owner: Option<String>,
    /// How far it is accepted.
    pub status: OrderStatus,
    /// A remark.
    pub note: Option<String>,
    /// Grows with every change of the order or its lines.
    pub version: i64,
    /// When it was entered.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
}

/// A line of a sales order, or one schedule line of it.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = sales_lines, treat_none_as_null = true)]
pub struct SalesLine {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Number of the order.
    #[serde(skip)]
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line; empty where the line has only one date.
    pub schedule: String,
    /// What was ordered.
    pub item: String,
    /// How much, in the item's unit.
    pub quantity: Amount,
    /// How much of it has left.
    pub shipped: Amount,
    /// When it was ordered.
    pub order_date: Option<Day>,
    /// When the customer wants it.
    pub requested_date: Option<Day>,
    /// What its dates mean; shipping unless said.
    pub date_basis: Option<DateBasis>,
    /// Whether all lines of the order leave together.
    pub ship_complete: Option<bool>,
    /// Whether it may leave in parts; the customer's rule unless said.
    pub partial_shipments: Option<bool>,
    /// Whether the customer is bound to it; firm unless said.
    pub firmness: Option<Firmness>,
    /// The customer's own order number, where it differs from the order's.
    pub customer_order: Option<String>,
    /// The customer's own part number.
    pub customer_part: Option<String>,
    /// Price of one unit, without currency; only for those who may read prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Amount>,
    /// The shop's own priority, smaller first.
    pub priority: Option<i64>,
    /// Whether it is still to be delivered.
    pub status: LineStatus,
    /// What is promised now.
    pub promise_date: Option<Day>,
    /// Which promise that is.
    #[serde(skip)]
    pub promise_id: Option<i64>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub stage_since: Moment,
}

impl SalesLine {
    /// Its name.
    pub fn id(&self) -> LineId {
        LineId::new(&self.order_no, &self.line, &self.schedule)
    }

    /// How much is still to ship.
    pub fn open_quantity(&self) -> Amount {
        (self.quantity - self.shipped).max(Amount::ZERO)
    }
}

/// Which orders a list shows.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// Only this status.
    pub status: Option<OrderStatus>,
    /// Only this customer.
    pub customer: Option<String>,
    /// Only orders with an open line of this item.
    pub item: Option<String>,
    /// Only orders with a line at this stage.
    pub stage: Option<Stage>,
    /// Numbers after this one.
    pub after: Option<String>,
    /// So many at most.
    pub limit: i64,
}

/// One order.
///
/// # Errors
///
/// What the database says.
pub fn sales_order(db: &mut Db, plant_id: i64, number: &str) -> Result<Option<SalesOrder>, Failure> {
    Ok(db.maybe(sales_orders::table.find((plant_id, number)).select(SalesOrder::columns()))?)
}

/// Several orders, by number.
///
/// # Errors
///
/// What the database says.
pub fn orders_numbered(
    db: &mut Db,
    plant_id: i64,
    numbers: &[String],
) -> Result<BTreeMap<String, SalesOrder>, Failure> {
    let mut orders = BTreeMap::new();
    for some in numbers.chunks(500) {
        let named =
            sales_orders::plant_id.eq(plant_id).and(sales_orders::number.eq_any(some.iter().cloned()));
        let found = sales_orders::table.filter(named).select(SalesOrder::columns());
        orders.extend(db.all::<SalesOrder, _>(found)?.into_iter().map(|order| (order.number.clone(), order)));
    }
    Ok(orders)
}

/// The numbers of a customer's orders that the customer calls `theirs`: those that were not cancelled, and those with
/// a line in hand that a file called so.
///
/// # Errors
///
/// What the database says.
pub fn orders_called(
    db: &mut Db,
    plant_id: i64,
    customer: &str,
    theirs: &str,
) -> Result<BTreeSet<String>, Failure> {
    let of_customer = sales_orders::plant_id.eq(plant_id).and(sales_orders::customer.eq(customer));
    let called = sales_orders::customer_order.eq(theirs).and(sales_orders::status.ne(OrderStatus::Cancelled));
    let heads: Vec<String> =
        db.all(sales_orders::table.filter(of_customer).filter(called).select(sales_orders::number))?;
    let in_hand = sales_lines::plant_id.eq(plant_id).and(sales_lines::status.eq(LineStatus::Open));
    let called = sales_lines::customer_order.eq(theirs);
    let lines: Vec<String> =
        db.all(sales_lines::table.filter(in_hand).filter(called).select(sales_lines::order_no))?;
    let mut numbers = BTreeSet::from_iter(heads);
    for number in lines {
        if sales_order(db, plant_id, &number)?.is_some_and(|order| order.customer == customer) {
            numbers.insert(number);
        }
    }
    Ok(numbers)
}

/// The lines of an order, as people count them.
///
/// # Errors
///
/// What the database says.
pub fn lines_of(db: &mut Db, plant_id: i64, number: &str) -> Result<Vec<SalesLine>, Failure> {
    let of_order = sales_lines::plant_id.eq(plant_id).and(sales_lines::order_no.eq(number));
    let mut lines: Vec<SalesLine> =
        db.all(sales_lines::table.filter(of_order).select(SalesLine::columns()))?;
    sort_lines(&mut lines);
    Ok(lines)
}

/// The lines of several orders.
///
/// # Errors
///
/// What the database says.
pub fn lines_of_orders(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Vec<SalesLine>, Failure> {
    let mut lines: Vec<SalesLine> = Vec::new();
    for some in numbers.chunks(500) {
        let of_orders =
            sales_lines::plant_id.eq(plant_id).and(sales_lines::order_no.eq_any(some.iter().cloned()));
        lines.extend(
            db.all::<SalesLine, _>(sales_lines::table.filter(of_orders).select(SalesLine::columns()))?,
        );
    }
    sort_lines(&mut lines);
    Ok(lines)
}

/// Orders lines by order, line and schedule as people count.
pub(super) fn sort_lines(lines: &mut [SalesLine]) {
    lines.sort_by(|a, b| {
        let line = by_number(&a.line, &b.line);
        a.order_no.cmp(&b.order_no).then(line).then_with(|| by_number(&a.schedule, &b.schedule))
    });
}

/// One line.
///
/// # Errors
///
/// What the database says.
pub fn sales_line(db: &mut Db, plant_id: i64, id: &LineId) -> Result<Option<SalesLine>, Failure> {
    let key = (plant_id, id.order.as_str(), id.line.as_str(), id.schedule.as_str());
    Ok(db.maybe(sales_lines::table.find(key).select(SalesLine::columns()))?)
}

/// Adds an order.
///
/// # Errors
///
/// What the database says.
pub fn insert_order(db: &mut Db, order: &SalesOrder) -> Result<(), Failure> {
    db.run(diesel::insert_into(sales_orders::table).values(order))?;
    Ok(())
}

/// Adds a line.
///
/// # Errors
///
/// What the database says.
pub fn insert_line(db: &mut Db, line: &SalesLine) -> Result<(), Failure> {
    db.run(diesel::insert_into(sales_lines::table).values(line))?;
    Ok(())
}

/// Stores an order as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_order(db: &mut Db, order: &SalesOrder) -> Result<(), Failure> {
    let row = sales_orders::table.find((order.plant_id, order.number.as_str()));
    db.run(diesel::update(row).set(order))?;
    Ok(())
}

/// Stores a line as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_line(db: &mut Db, line: &SalesLine) -> Result<(), Failure> {
    let key = (line.plant_id, line.order_no.as_str(), line.line.as_str(), line.schedule.as_str());
    db.run(diesel::update(sales_lines::table.find(key)).set(line))?;
    Ok(())
}

/// Orders that pass the filter, by number.
///
/// # Errors
///
/// What the database says.
pub fn sales_orders(db: &mut Db, plant_id: i64, filter: &OrderFilter) -> Result<Vec<SalesOrder>, Failure> {
    crate::on!(db, connection => {
        let mut query = sales_orders::table
            .filter(sales_orders::plant_id.eq(plant_id))
            .order(sales_orders::number.asc())
            .limit(filter.limit)
            .select(SalesOrder::columns())
            .into_boxed();
        if let Some(status) = filter.status {
            query = query.filter(sales_orders::status.eq(status));
        }
        if let Some(customer) = &filter.customer {
            query = query.filter(sales_orders::customer.eq(customer));
        }
        if let Some(after) = &filter.after {
            query = query.filter(sales_orders::number.gt(after));
        }
        if let Some(item) = &filter.item {
            let with = sales_lines::table
                .filter(sales_lines::plant_id.eq(plant_id).and(sales_lines::item.eq(item)))
                .select(sales_lines::order_no);
            query = query.filter(sales_orders::number.eq_any(with));
        }
        if let Some(stage) = filter.stage {
            let with = sales_lines::table
                .filter(sales_lines::plant_id.eq(plant_id).and(sales_lines::stage.eq(stage)))
                .select(sales_lines::order_no);
            query = query.filter(sales_orders::number.eq_any(with));
        }
        Ok(query.load(connection)?)
    })
}
