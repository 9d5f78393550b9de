//! What a file is compared with: the stored shop in the exchange form, what of it is over, and what of it a file
//! brought in. Read in one snapshot.

use super::preview::Words;
use crate::document::{Sheet, ShopDocument};
use crate::domain::sales::LineStatus;
use crate::domain::value::{Amount, Moment};
use crate::services::{Ask, export};
use crate::store::master::{instant, local, zone};
use crate::store::{Db, Failure, imports, purchasing, sales, stock as lots, work};
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Between the parts of a key.
pub(super) const PART: char = '\u{1f}';

/// The stored shop.
pub(super) struct Stored {
    /// Its rows.
    pub(super) document: ShopDocument,
    /// The keys of its rows of stock.
    pub(super) lots: Vec<String>,
    /// What is over.
    pub(super) over: Over,
    /// Rows that a file brought in, by part of the document and key.
    pub(super) marked: BTreeSet<(String, String)>,
}

impl Stored {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub(super) fn read(ask: &mut Ask<'_>) -> Result<Self, Failure> {
        let plant_id = ask.plant.id;
        let document = export::document(ask.db, &ask.plant)?;
        let known = lots::lots(ask.db, plant_id, true)?;
        let kept = known.into_iter().filter(|lot| lot.quantity.is_some() || lot.position > 0);
        let lots = kept.map(|lot| lot.lot_key).collect();
        let over = Over::read(ask.db, plant_id)?;
        Ok(Self { document, lots, over, marked: imports::marked(ask.db, plant_id)? })
    }

    /// `file` with the times of day that there are: where the clock is put forward, an hour is skipped, and a
    /// time in it is stored as the same time an hour later.
    pub(super) fn on_the_clock(ask: &Ask<'_>, file: &mut ShopDocument) {
        let named = file.settings.zone.as_deref().and_then(|name| name.parse().ok());
        let zone: Tz = named.unwrap_or_else(|| zone(&ask.plant));
        let there =
            |time: NaiveDateTime| instant(time, zone).map_or(time, |instant: Moment| local(instant, zone));
        for row in &mut file.production {
            (row.started, row.finished) = (there(row.started), there(row.finished));
        }
        for row in &mut file.progress {
            for time in [&mut row.started, &mut row.last_report, &mut row.finished] {
                *time = time.map(there);
            }
        }
        for row in &mut file.work_centres {
            row.last_report = row.last_report.map(there);
        }
    }
}

/// What is over here, whatever a file goes on with.
pub(super) struct Over {
    /// Lines of sales orders, by key.
    lines: BTreeMap<String, LineStatus>,
    /// Cancelled sales orders.
    orders: BTreeSet<String>,
    /// Closed work orders.
    works: BTreeSet<String>,
    /// Closed lines of purchase orders, by key.
    purchases: BTreeSet<String>,
    /// Lines of purchase orders of which all has come, by key.
    received: BTreeSet<String>,
}

impl Over {
    fn read(db: &mut Db, plant_id: i64) -> Result<Self, Failure> {
        let joined = |parts: &[&str]| parts.join(&PART.to_string());
        let lines = sales::lines_over(db, plant_id)?.into_iter();
        let lines =
            lines.map(|(id, status)| (joined(&[&id.order, &id.line, &id.schedule]), status)).collect();
        let orders = sales::orders_cancelled(db, plant_id)?.into_iter().collect();
        let works = work::closed_numbers(db, plant_id)?.into_iter().collect();
        let (mut purchases, mut received) = (BTreeSet::new(), BTreeSet::new());
        for line in purchasing::lines(db, plant_id)? {
            let key = joined(&[&line.order_no, &line.line]);
            if line.closed {
                purchases.insert(key);
            } else if line.open() == Amount::ZERO {
                received.insert(key);
            }
        }
        Ok(Self { lines, orders, works, purchases, received })
    }

    /// Why a row with this key goes no further here, if it does not.
    pub(super) fn note(&self, sheet: Sheet, key: &str, row: &Map<String, Value>) -> Option<Words> {
        let text = |field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default();
        let closed_work = self.works.contains(text("work_order"));
        match sheet {
            Sheet::SalesOrders => self.line(key, text("order")),
            Sheet::WorkOrders if closed_work => {
                Some(Words::new("closed here; it stays closed", "已在本系统关闭，保持关闭"))
            }
            Sheet::Progress | Sheet::Issues | Sheet::Holds if closed_work => {
                Some(Words::new("its work order is closed here", "其生产工单已在本系统关闭"))
            }
            Sheet::Holds if row.contains_key("line") => {
                self.line(&format!("{}{PART}{}{PART}", text("order"), text("line")), text("order"))
            }
            Sheet::Holds => self.line("", text("order")),
            Sheet::PurchaseOrders if self.purchases.contains(key) => {
                Some(Words::new("closed here; nothing more is expected", "已在本系统关闭，不再等待到货"))
            }
            _ => None,
        }
    }

    fn line(&self, key: &str, order: &str) -> Option<Words> {
        if self.orders.contains(order) {
            return Some(Words::new("cancelled here; it stays cancelled", "已在本系统取消，保持取消"));
        }
        match self.lines.get(key)? {
            LineStatus::Open => None,
            LineStatus::Cancelled => {
                Some(Words::new("cancelled here; it stays cancelled", "已在本系统取消，保持取消"))
            }
            LineStatus::Closed => {
                Some(Words::new("closed here; it stays closed", "已在本系统关闭，保持关闭"))
            }
        }
    }

    /// Whether nothing more is expected of a stored row, so that no file need have it.
    pub(super) fn is_done(&self, sheet: Sheet, key: &str, row: &Map<String, Value>) -> bool {
        self.note(sheet, key, row).is_some() || sheet == Sheet::PurchaseOrders && self.received.contains(key)
    }
}
