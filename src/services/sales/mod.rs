//! Sales orders: entered, changed, given up, closed short, shipped, read.

mod change;
mod detail;
mod enter;
mod notices;
mod policy;
mod shipped;
mod view;

pub use change::*;
pub use detail::*;
pub use enter::*;
pub use notices::{NoticeCode, OrderNotice};
pub use policy::{move_reasons, policies, quote_time};
pub use shipped::shipped;
pub use view::*;

use super::Tx;
use crate::domain::refusal::{Refusal, common, sales as codes};
use crate::domain::role::Role;
use crate::domain::sales::{LineId, LineStatus, OrderStatus};
use crate::store::sales::{self, NewTask, SalesLine, SalesOrder};
use crate::store::{Db, Failure};
use crate::text::Bilingual;

const CANCELLED: Bilingual = Bilingual { en: "cancelled", zh: "取消" };
const CLOSED: Bilingual = Bilingual { en: "closed", zh: "关闭" };

/// The order `number`.
///
/// # Errors
///
/// There is none.
pub fn order_named(db: &mut Db, plant_id: i64, number: &str) -> Result<SalesOrder, Failure> {
    sales::sales_order(db, plant_id, number)?
        .ok_or_else(|| Refusal::at(common::UNKNOWN, "order", number).with("what", "sales order").into())
}

/// The customer's own number of an order: that of the order, else the one that all of its lines have. An order book has it at
/// the lines.
pub(in crate::services) fn theirs(order: &SalesOrder, lines: &[SalesLine]) -> Option<String> {
    let of_lines = || {
        let first = lines.first()?.customer_order.as_ref()?;
        lines.iter().all(|line| line.customer_order.as_ref() == Some(first)).then(|| first.clone())
    };
    order.customer_order.clone().or_else(of_lines)
}

/// Refuses what is based on another version of an order than the one stored. Who names none is let through: this is
/// for what is decided on facts of its own, as a promise on its plan, and need not name one.
///
/// # Errors
///
/// [`common::CHANGED_MEANWHILE`], or there is no such order.
pub fn expect_version(db: &mut Db, plant_id: i64, number: &str, version: Option<i64>) -> Result<(), Failure> {
    if version.is_none() {
        return Ok(());
    }
    let order = order_named(db, plant_id, number)?;
    Tx::expect_version("sales order", number, version, order.version)
}

/// The line `id`.
///
/// # Errors
///
/// There is none.
pub fn line_named(db: &mut Db, plant_id: i64, id: &LineId) -> Result<SalesLine, Failure> {
    sales::sales_line(db, plant_id, id)?
        .ok_or_else(|| Refusal::at(common::UNKNOWN, "line", id).with("what", "line").into())
}

/// Why a line that is over can't be changed.
pub(in crate::services) fn line_is_over(line: &SalesLine) -> Refusal {
    let status = if line.status == LineStatus::Cancelled { CANCELLED } else { CLOSED };
    said(Refusal::at(codes::LINE_IS_OVER, "line", line.id()), "status", status)
}

/// Why an order that is over can't be changed.
fn order_is_over(order: &SalesOrder) -> Refusal {
    let status = if order.status == OrderStatus::Cancelled { CANCELLED } else { CLOSED };
    said(Refusal::at(codes::ORDER_IS_OVER, "order", &order.number), "status", status)
}

/// A refusal of something that is not known, with what may have been meant.
pub fn unknown(what: &str, field: &str, given: &str, near: &[&str]) -> Refusal {
    Refusal::at(common::UNKNOWN, field, given).with("what", what).near(near)
}

/// A refusal with a fact that has its words in both languages.
pub fn said(refusal: Refusal, name: &'static str, words: Bilingual) -> Refusal {
    both(refusal, name, words.en.to_owned(), words.zh.to_owned())
}

/// A refusal with a fact that is said differently in each language.
pub fn both(refusal: Refusal, name: &'static str, en: String, zh: String) -> Refusal {
    refusal.with_words(name, en, zh)
}

/// A task about an order, for `role`, without a time limit.
pub fn task_of(tx: &Tx<'_>, kind: &str, order: &str, about: &str, role: Role) -> NewTask {
    NewTask {
        plant_id: tx.plant.id,
        kind: kind.to_owned(),
        order_no: order.to_owned(),
        line: String::new(),
        schedule: String::new(),
        about: about.to_owned(),
        owner_role: role,
        owner: None,
        opened_at: tx.now,
        hours: None,
    }
}
