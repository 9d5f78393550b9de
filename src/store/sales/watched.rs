//! What rules look at besides the plan: of each open line its price, its promise's kind and its order's owner.

use crate::domain::promise::PromiseKind;
use crate::domain::sales::LineStatus;
use crate::domain::value::{Amount, Moment};
use crate::store::schema::sales::{promises, sales_lines, sales_orders};
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;

/// What is stored of an open line that the plan does not know.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = sales_lines)]
pub struct WatchedLine {
    /// The order.
    pub order_no: String,
    /// The line.
    pub line: String,
    /// The schedule line, or empty.
    pub schedule: String,
    /// Price of one unit.
    pub unit_price: Option<Amount>,
    /// Since when it is at its stage.
    pub stage_since: Moment,
}

/// The same with its order's owner and number of the customer's, and the kind of its promise.
pub type Watched = (WatchedLine, Option<String>, Option<String>, Option<PromiseKind>);

/// All open lines.
///
/// # Errors
///
/// What the database says.
pub fn watched_lines(db: &mut Db, plant_id: i64) -> Result<Vec<Watched>, Failure> {
    let same_order = sales_orders::number.eq(sales_lines::order_no);
    let joined = sales_lines::table
        .inner_join(sales_orders::table.on(same_order.and(sales_orders::plant_id.eq(sales_lines::plant_id))))
        .left_join(promises::table.on(sales_lines::promise_id.eq(promises::id.nullable())));
    let open = sales_lines::plant_id.eq(plant_id).and(sales_lines::status.eq(LineStatus::Open));
    let columns = (
        WatchedLine::columns(),
        sales_orders::owner,
        sales_orders::customer_order,
        promises::kind.nullable(),
    );
    Ok(db.all(joined.filter(open).select(columns))?)
}
