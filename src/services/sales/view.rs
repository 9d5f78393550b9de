//! A sales order as it is shown, without what the planner knows about it.

use super::{OrderNotice, notices, order_named};
use crate::domain::role::{Actor, Right};
use crate::domain::sales::{LineId, OrderStatus};
use crate::domain::stage::Stage;
use crate::services::Ask;
use crate::services::hold::{self, HoldView};
use crate::store::sales::{
    self, LeftBehind, OrderFilter, Promise, Requirement, Review, SalesLine, SalesOrder,
};
use crate::store::{Db, Failure};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Orders on one page unless asked otherwise, and at most.
const PAGE: (i64, i64) = (50, 200);

/// A sales order with its lines and everything that people said about them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderView {
    /// The order.
    #[serde(flatten)]
    pub order: SalesOrder,
    /// Its lines.
    pub lines: Vec<LineView>,
    /// Its reviews, earlier ones too.
    pub reviews: Vec<Review>,
    /// Holds on the order and its lines.
    pub holds: Vec<HoldView>,
    /// What is odd about it, and was taken as it came.
    pub notices: Vec<OrderNotice>,
    /// After a change: what it leaves behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaves_behind: Option<LeftBehind>,
}

/// A line with its promises and requirements.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LineView {
    /// The line.
    #[serde(flatten)]
    pub line: SalesLine,
    /// Every promise that was made, first to last.
    pub promises: Vec<Promise>,
    /// What it asks for besides.
    pub requirements: Vec<Requirement>,
}

/// Which orders a list shows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct OrdersQuery {
    /// Only this status.
    #[param(inline)]
    pub status: Option<OrderStatus>,
    /// Only this customer.
    pub customer: Option<String>,
    /// Only orders with a line of this item.
    pub item: Option<String>,
    /// Only orders with a line at this stage.
    #[param(inline)]
    pub stage: Option<Stage>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// How many; 50 unless said, at most 200.
    pub limit: Option<i64>,
}

/// A page of orders.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrdersPage {
    /// The orders, by number.
    pub items: Vec<OrderInList>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// An order in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderInList {
    /// The order.
    #[serde(flatten)]
    pub order: SalesOrder,
    /// Its lines.
    pub lines: Vec<SalesLine>,
}

/// The order `number` as `actor` may see it.
///
/// # Errors
///
/// There is none.
pub fn order_view(db: &mut Db, plant_id: i64, actor: &Actor, number: &str) -> Result<OrderView, Failure> {
    let order = order_named(db, plant_id, number)?;
    let promises = sales::promises_of(db, plant_id, number)?;
    let requirements = sales::requirements_of(db, plant_id, number)?;
    let mut lines = sales::lines_of(db, plant_id, number)?;
    hide_prices(&mut lines, actor);
    let notices = notices::of(db, plant_id, actor, &order, &lines)?;
    let lines = lines
        .into_iter()
        .map(|line| LineView {
            promises: promises
                .iter()
                .filter(|p| p.line == line.line && p.schedule == line.schedule)
                .cloned()
                .collect(),
            requirements: requirements.iter().filter(|r| r.line == line.line).cloned().collect(),
            line,
        })
        .collect();
    let holds = sales::holds_of(db, plant_id, number)?;
    Ok(OrderView {
        order,
        lines,
        reviews: sales::reviews_of(db, plant_id, number)?,
        holds: hold::views(db, holds)?,
        notices,
        leaves_behind: None,
    })
}

/// A page of orders.
///
/// # Errors
///
/// What the database says.
pub fn orders(ask: &mut Ask<'_>, query: &OrdersQuery) -> Result<OrdersPage, Failure> {
    let limit = page_size(query.limit);
    let filter = OrderFilter {
        status: query.status,
        customer: query.customer.clone(),
        item: query.item.clone(),
        stage: query.stage,
        after: query.cursor.clone(),
        limit: limit + 1,
    };
    let mut orders = sales::sales_orders(ask.db, ask.plant.id, &filter)?;
    let more = orders.len() as i64 > limit;
    orders.truncate(limit as usize);
    let numbers: Vec<String> = orders.iter().map(|order| order.number.clone()).collect();
    let mut lines = sales::lines_of_orders(ask.db, ask.plant.id, &numbers)?;
    hide_prices(&mut lines, ask.actor);
    let mut of_order = std::collections::BTreeMap::<String, Vec<SalesLine>>::new();
    for line in lines {
        of_order.entry(line.order_no.clone()).or_default().push(line);
    }
    let items: Vec<OrderInList> = orders
        .into_iter()
        .map(|order| OrderInList { lines: of_order.remove(&order.number).unwrap_or_default(), order })
        .collect();
    let next = items.last().filter(|_| more).map(|last| last.order.number.clone());
    Ok(OrdersPage { items, next })
}

/// How many rows a page has.
pub(in crate::services) fn page_size(asked: Option<i64>) -> i64 {
    asked.unwrap_or(PAGE.0).clamp(1, PAGE.1)
}

/// Takes the prices away from whoever may not read them.
pub(in crate::services) fn hide_prices(lines: &mut [SalesLine], actor: &Actor) {
    if !actor.may(Right::ReadPrices) {
        lines.iter_mut().for_each(|line| line.unit_price = None);
    }
}

/// The line of a path.
pub fn line_id(order: &str, line: &str) -> LineId {
    let (line, schedule) = crate::domain::sales::line_and_schedule(line);
    LineId { order: order.to_owned(), line, schedule }
}
