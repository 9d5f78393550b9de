//! Rows of work orders, progress and issues. Progress comes in with the first import of an operation only: from
//! then on the floor says where it stands.

use super::preview::{Refused, Words};
use crate::document::{Origin, Sheet, ShopDocument};
use crate::domain::value::{Amount, Day};
use crate::services::Tx;
use crate::store::Failure;
use crate::store::types::Held;
use crate::store::work::{self, IssueRow, OperationRow, WorkOrderRow};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// Writes work orders, and takes over how far new ones are.
pub(super) fn orders(tx: &mut Tx<'_>, written: &ShopDocument, zone: Tz) -> Result<(), Failure> {
    let mut new = Vec::new();
    for row in &written.work_orders {
        let imported = WorkOrderRow::imported(tx.plant.id, row, tx.now, &tx.actor.name);
        let Some(stored) = work::order(tx.db, tx.plant.id, &row.work_order)? else {
            new.push(imported);
            continue;
        };
        let changed = WorkOrderRow {
            item: imported.item,
            quantity: imported.quantity,
            order_no: imported.order_no,
            line: imported.line,
            due_date: row.due_date.and_then(Day::new),
            released: row.released.and_then(Day::new),
            version: stored.version + 1,
            ..stored
        };
        work::update_order(tx.db, &changed)?;
    }
    work::insert_orders(tx.db, &new)?;
    let progress: Vec<OperationRow> =
        written.progress.iter().map(|row| OperationRow::imported(tx.plant.id, row, zone)).collect();
    work::take_over(tx.db, &progress, tx.now, &tx.actor.name)?;
    for row in &written.issues {
        let issue = IssueRow {
            plant_id: tx.plant.id,
            work_order: row.work_order.clone(),
            item: row.item.clone(),
            operation: String::new(),
            quantity: Amount::rounded(row.quantity),
            lots: Held(Vec::new()),
        };
        work::put_issue(tx.db, &issue)?;
    }
    Ok(())
}

/// Takes rows about work orders that nobody knows out of `file`, adds up rows of issues of the same item, and
/// says which were taken out.
pub(super) fn without_strays(file: &mut ShopDocument, stored: &ShopDocument) -> Vec<Refused> {
    let orders = stored.work_orders.iter().chain(&file.work_orders);
    let known: BTreeSet<String> = orders.map(|row| row.work_order.clone()).collect();
    let mut refused = Vec::new();
    let mut stays = |title: &str, work_order: &String, origin: Origin| {
        let is_known = known.contains(work_order);
        if !is_known {
            refused.push(stray(title, work_order, origin));
        }
        is_known
    };
    let title = file.title(Sheet::Progress).to_owned();
    file.progress.retain(|row| stays(&title, &row.work_order, row.origin));
    let title = file.title(Sheet::Issues).to_owned();
    file.issues.retain(|row| stays(&title, &row.work_order, row.origin));
    let mut sums: Vec<crate::document::MaterialIssue> = Vec::new();
    for row in std::mem::take(&mut file.issues) {
        let same = |sum: &&mut crate::document::MaterialIssue| {
            sum.work_order == row.work_order && sum.item == row.item
        };
        match sums.iter_mut().find(same) {
            Some(sum) => sum.quantity += row.quantity,
            None => sums.push(row),
        }
    }
    file.issues = sums;
    refused
}

fn stray(title: &str, work_order: &str, origin: Origin) -> Refused {
    let words = |en: &str, zh: &str| Words { en: en.to_owned(), zh: zh.to_owned() };
    Refused {
        code: "unknown-work-order".to_owned(),
        sheet: title.to_owned(),
        row: Some(origin.row),
        column: Some(if title.is_ascii() { "work order" } else { "工单号" }.to_owned()),
        letter: None,
        value: Some(work_order.to_owned()),
        effect: words("row skipped", "已跳过该行"),
        dropped: true,
        lost: false,
        why: words("there is no such work order", "没有该工单"),
        remedy: words(
            "Add it to the work orders sheet, or correct the number.",
            "请在生产工单表中补充该工单，或更正编号。",
        ),
    }
}
