//! What is odd about an order that was taken as it came: whoever entered it reads it in the answer, and can correct it
//! before anybody makes something for it. Nothing is refused here.

use crate::domain::role::Actor;
use crate::domain::sales::LineStatus;
use crate::store::sales::{self, SalesLine, SalesOrder};
use crate::store::{Db, Failure};
use crate::text::notice as words;
use serde::Serialize;
use utoipa::ToSchema;

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeCode {
    /// A line is wanted before the day on which it was ordered.
    WantedBeforeOrdered,
    /// The customer's own order number stands on another order of theirs that was not cancelled.
    CustomerOrderAgain,
}

/// Something odd about an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderNotice {
    /// What is odd.
    pub code: NoticeCode,
    /// The field.
    pub field: &'static str,
    /// What stands there.
    pub value: String,
    /// The line, where it is one.
    pub line: Option<String>,
    /// It in words, in the language of who asks.
    pub said: String,
}

/// What is odd about an order with these lines.
pub(super) fn of(
    db: &mut Db,
    plant_id: i64,
    actor: &Actor,
    order: &SalesOrder,
    lines: &[SalesLine],
) -> Result<Vec<OrderNotice>, Failure> {
    let open = lines.iter().filter(|line| line.status == LineStatus::Open);
    let early = open.filter_map(|line| {
        let (wanted, ordered) = (line.requested_date?, line.order_date?);
        (wanted < ordered).then(|| OrderNotice {
            code: NoticeCode::WantedBeforeOrdered,
            field: "requested_date",
            value: wanted.to_string(),
            line: Some(line.line.clone()),
            said: words::wanted_before_ordered(&line.line, wanted, ordered, actor.lang),
        })
    });
    let mut notices: Vec<OrderNotice> = early.collect();
    let Some(theirs) = order.customer_order.as_deref().filter(|_| !order.status.is_over()) else {
        return Ok(notices);
    };
    let called = sales::orders_called(db, plant_id, &order.customer, theirs)?;
    let others: Vec<String> = called.into_iter().filter(|number| *number != order.number).collect();
    if !others.is_empty() {
        notices.push(OrderNotice {
            code: NoticeCode::CustomerOrderAgain,
            field: "customer_order",
            value: theirs.to_owned(),
            line: None,
            said: words::customer_order_again(&order.customer, theirs, &others, actor.lang),
        });
    }
    Ok(notices)
}
