//! Reading rows of the store into the mirror: all of an aggregate's, or those of some keys in place of what was
//! there. Places in a workbook mean nothing here and are taken out, so that equal shops are equal.

use super::{Made, Mirror, Stands};
use crate::document::{Origin, Sheet, WorkOrderStatus};
use crate::planning::learning::{Kept, Said};
use crate::planning::resources::lateness;
use crate::store::master::{customers, items, making, resources, suppliers};
use crate::store::{self, Db, Failure, master};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row's key, and its place to be taken out.
macro_rules! placeless {
    ($rows:expr, $sheet:ident) => {
        $rows.into_iter().map(|mut row| {
            row.origin = Origin { sheet: Sheet::$sheet, row: 0 };
            row
        })
    };
}

/// Rows grouped by a key, in the order in which they came.
macro_rules! grouped {
    ($map:expr, $rows:expr, $sheet:ident, $key:ident) => {
        for row in placeless!($rows, $sheet) {
            $map.entry(row.$key.clone()).or_default().push(row);
        }
    };
}

impl Mirror {
    pub(super) fn read_master(&mut self, db: &mut Db) -> Result<(), Failure> {
        self.read_calendars(db)?;
        self.read_work_centres(db)?;
        (self.customers, self.suppliers) = (BTreeMap::new(), BTreeMap::new());
        (self.items, self.boms, self.routings) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        self.put_customers(&customers::all(db)?);
        self.put_suppliers(&suppliers::all(db)?);
        self.put_items(&items::all(db)?, &making::bom_lines(db)?, &making::operations(db)?);
        Ok(())
    }

    pub(super) fn read_calendars(&mut self, db: &mut Db) -> Result<(), Failure> {
        let shifts = master::numbered(&resources::shifts(db, self.plant_id)?, resources::ShiftRow::document);
        self.shifts = placeless!(shifts, Calendars).collect();
        let rows = resources::exceptions(db, self.plant_id)?;
        let exceptions = master::numbered(&rows, resources::ExceptionRow::document);
        self.exceptions = placeless!(exceptions, CalendarExceptions).collect();
        Ok(())
    }

    pub(super) fn read_work_centres(&mut self, db: &mut Db) -> Result<(), Failure> {
        let zone = self.zone.parse().unwrap_or(crate::planning::USUAL_ZONE);
        let rows = resources::work_centres(db, self.plant_id)?;
        let rows = master::numbered(&rows, |row, at| row.document(at, zone));
        self.work_centres = placeless!(rows, WorkCentres).collect();
        Ok(())
    }

    pub(super) fn read_partners(
        &mut self,
        db: &mut Db,
        customer_codes: &[String],
        supplier_codes: &[String],
    ) -> Result<(), Failure> {
        if !customer_codes.is_empty() {
            customer_codes.iter().for_each(|code| drop(self.customers.remove(code)));
            self.put_customers(&customers::some(db, customer_codes)?);
        }
        if !supplier_codes.is_empty() {
            supplier_codes.iter().for_each(|code| drop(self.suppliers.remove(code)));
            self.put_suppliers(&suppliers::some(db, supplier_codes)?);
        }
        Ok(())
    }

    pub(super) fn read_items(&mut self, db: &mut Db, codes: &[String]) -> Result<(), Failure> {
        if codes.is_empty() {
            return Ok(());
        }
        for code in codes {
            self.items.remove(code);
            self.boms.remove(code);
            self.routings.remove(code);
        }
        let (rows, boms) = (items::some(db, codes)?, making::bom_lines_of(db, codes)?);
        self.put_items(&rows, &boms, &making::operations_of(db, codes)?);
        Ok(())
    }

    fn put_customers(&mut self, rows: &[customers::Row]) {
        let rows = master::numbered(rows, customers::Row::document);
        self.customers.extend(placeless!(rows, Customers).map(|row| (row.customer.clone(), row)));
    }

    fn put_suppliers(&mut self, rows: &[suppliers::Row]) {
        let rows = master::numbered(rows, suppliers::Row::document);
        self.suppliers.extend(placeless!(rows, Suppliers).map(|row| (row.supplier.clone(), row)));
    }

    fn put_items(&mut self, rows: &[items::Row], boms: &[making::BomRow], steps: &[making::OperationRow]) {
        let rows = master::numbered(rows, items::Row::document);
        self.items.extend(placeless!(rows, Items).map(|row| (row.item.clone(), row)));
        let boms = master::numbered(boms, making::BomRow::document);
        grouped!(self.boms, boms, Boms, parent);
        let steps = master::numbered(steps, making::OperationRow::document);
        grouped!(self.routings, steps, Routings, item);
    }

    /// Orders and held quotes with what their promises keep and where their lines stand.
    pub(super) fn read_sold(&mut self, db: &mut Db, some: Option<&[String]>) -> Result<(), Failure> {
        let lines = match some {
            None => {
                (self.sold, self.keeps, self.stages) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
                self.quoted = BTreeMap::new();
                store::sales::load(db, self.plant_id)?.0
            }
            Some(numbers) => {
                for number in numbers {
                    self.sold.remove(number);
                    self.keeps.remove(number);
                    self.stages.remove(number);
                    self.quoted.remove(number);
                }
                store::sales::load_some(db, self.plant_id, numbers)?
            }
        };
        grouped!(self.sold, lines, SalesOrders, order);
        let keeps = match some {
            None => store::sales::promise_keeps(db, self.plant_id)?,
            Some(numbers) => store::planning::keeps_of(db, self.plant_id, numbers)?,
        };
        for kept in keeps {
            self.keeps.entry(kept.line.order.clone()).or_default().push(kept);
        }
        for (order, line, schedule, stage) in store::planning::stages(db, self.plant_id, some)? {
            self.stages.entry(order).or_default().push(Stands { line, schedule, stage });
        }
        // What is over keeps its luck in the database and none here.
        for row in store::sales::quoted(db, self.plant_id, some)? {
            if self.sold.contains_key(&row.order_no) {
                self.quoted.entry(row.order_no.clone()).or_default().push(row);
            }
        }
        Ok(())
    }

    pub(super) fn read_holds(&mut self, db: &mut Db) -> Result<(), Failure> {
        let standing = store::sales::standing_holds(db, self.plant_id)?;
        self.holds = standing.iter().map(crate::document::Hold::from).collect();
        Ok(())
    }

    /// Open work orders.
    pub(super) fn read_made(&mut self, db: &mut Db, some: Option<&[String]>) -> Result<(), Failure> {
        let (orders, progress, issues) = match some {
            None => {
                self.made = BTreeMap::new();
                store::work::load(db, self.plant_id)?
            }
            Some(numbers) => {
                numbers.iter().for_each(|number| drop(self.made.remove(number)));
                store::work::load_some(db, self.plant_id, numbers)?
            }
        };
        let open = placeless!(orders, WorkOrders).filter(|row| row.status != Some(WorkOrderStatus::Closed));
        for order in open {
            let made = Made { order, progress: Vec::new(), issues: Vec::new() };
            self.made.insert(made.order.work_order.clone(), made);
        }
        for row in placeless!(progress, Progress) {
            if let Some(made) = self.made.get_mut(&row.work_order) {
                made.progress.push(row);
            }
        }
        for row in placeless!(issues, Issues) {
            if let Some(made) = self.made.get_mut(&row.work_order) {
                made.issues.push(row);
            }
        }
        self.own_routings = store::work::own_routings(db, self.plant_id)?;
        Ok(())
    }

    pub(super) fn read_stock(&mut self, db: &mut Db, some: Option<&[String]>) -> Result<(), Failure> {
        let lots = match some {
            None => {
                self.stock = BTreeMap::new();
                store::stock::load(db, self.plant_id)?
            }
            Some(codes) => {
                codes.iter().for_each(|code| drop(self.stock.remove(code)));
                store::stock::load_some(db, self.plant_id, codes)?
            }
        };
        grouped!(self.stock, lots, Stock, item);
        // Lots have keys; where they stand says nothing.
        self.stock.values_mut().for_each(|lots| lots.sort_by(|a, b| a.lot.cmp(&b.lot)));
        Ok(())
    }

    /// Purchase orders of which something is still to come, and of the others how late their supplier was.
    pub(super) fn read_bought(&mut self, db: &mut Db, some: Option<&[String]>) -> Result<(), Failure> {
        let lines = match some {
            None => {
                (self.bought, self.delivered) = (BTreeMap::new(), BTreeMap::new());
                store::purchasing::load(db, self.plant_id)?
            }
            Some(numbers) => {
                for number in numbers {
                    self.bought.remove(number);
                    self.delivered.remove(number);
                }
                store::purchasing::load_some(db, self.plant_id, numbers)?
            }
        };
        let (open, over): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|row| row.received.unwrap_or_default() < row.quantity);
        grouped!(self.bought, open, PurchaseOrders, purchase_order);
        self.bought.values_mut().for_each(|lines| lines.sort_by(|a, b| a.line.cmp(&b.line)));
        for row in over {
            if let Some((supplier, late)) = lateness(&row) {
                self.delivered
                    .entry(row.purchase_order.clone())
                    .or_default()
                    .push((supplier.to_owned(), late));
            }
        }
        self.delivered.values_mut().for_each(|lines| lines.sort());
        Ok(())
    }

    /// What was learned last, and what people say instead.
    pub(super) fn read_learned(&mut self, db: &mut Db) -> Result<(), Failure> {
        let row = store::learning::learning(db, self.plant_id)?;
        self.learned = match row {
            Some(row) => Some(Arc::new(row.document.read::<Kept>()?.unfolded())),
            None => None,
        };
        let said = store::learning::overrides(db, self.plant_id)?;
        let said: Result<Vec<Option<Said>>, Failure> = said.iter().map(Said::of).collect();
        self.said = said?.into_iter().flatten().collect();
        Ok(())
    }
}
