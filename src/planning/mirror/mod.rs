//! The shop in memory, as the store has it: loaded once, then kept up with the journal by reading again what
//! its entries name.
//!
//! Holds what planning needs, in the exchange form, keyed by the shop's own numbers; what is over (closed work
//! orders, shipped lines, received purchases) is not in it, so their long history costs nothing; of purchases it keeps
//! how late each was, which is the suppliers' record. A mirror that followed is equal to one that was loaded afresh.

mod assemble;
mod enrich;
mod read;

pub use enrich::Assembled;

use crate::document::{
    BomLine, CalendarException, Customer, Hold, Item, MaterialIssue, OperationProgress, PurchaseOrderLine,
    RoutingOperation, SalesOrderLine, Settings, Shift, StockLot, Supplier, WorkCentre, WorkOrder,
};
use crate::planning::learning::{Kept, Said};
use crate::store::sales::{PromiseKeeps, QuotedLine};
use crate::store::{self, Db, Failure, Subject};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More than this many aggregates at once are read as a whole.
const MANY: usize = 400;

/// The shop as the store has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mirror {
    plant_id: i64,
    zone: String,
    promise_version: i64,
    settings: Settings,
    customers: BTreeMap<String, Customer>,
    items: BTreeMap<String, Item>,
    boms: BTreeMap<String, Vec<BomLine>>,
    routings: BTreeMap<String, Vec<RoutingOperation>>,
    work_centres: Vec<WorkCentre>,
    shifts: Vec<Shift>,
    exceptions: Vec<CalendarException>,
    suppliers: BTreeMap<String, Supplier>,
    sold: BTreeMap<String, Vec<SalesOrderLine>>,
    holds: Vec<Hold>,
    keeps: BTreeMap<String, Vec<PromiseKeeps>>,
    stages: BTreeMap<String, Vec<Stands>>,
    /// What lines have from their quotes.
    quoted: BTreeMap<String, Vec<QuotedLine>>,
    made: BTreeMap<String, Made>,
    own_routings: BTreeMap<String, Vec<RoutingOperation>>,
    stock: BTreeMap<String, Vec<StockLot>>,
    bought: BTreeMap<String, Vec<PurchaseOrderLine>>,
    /// Of purchase orders that are over: each line's supplier, and by how many days it was late.
    delivered: BTreeMap<String, Vec<(String, i32)>>,
    /// What the record says, and what people say instead.
    learned: Option<Arc<Kept>>,
    said: Vec<Said>,
}

/// Where a line stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stands {
    line: String,
    schedule: String,
    stage: String,
}

/// A work order with what is known of its operations.
#[derive(Clone, Debug, PartialEq)]
struct Made {
    order: WorkOrder,
    progress: Vec<OperationProgress>,
    issues: Vec<MaterialIssue>,
}

/// What has to be read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // one for each kind that is read again as a whole
struct Touched {
    plant: bool,
    calendars: bool,
    work_centres: bool,
    holds: bool,
    learning: bool,
    customers: BTreeSet<String>,
    suppliers: BTreeSet<String>,
    items: BTreeSet<String>,
    sold: BTreeSet<String>,
    made: BTreeSet<String>,
    bought: BTreeSet<String>,
    stock: BTreeSet<String>,
    everything: bool,
}

impl Touched {
    fn of<'s>(subjects: impl IntoIterator<Item = &'s Subject>) -> Self {
        let mut touched = Self::default();
        for subject in subjects {
            touched.add(subject);
        }
        let sets = [
            &touched.customers,
            &touched.suppliers,
            &touched.items,
            &touched.sold,
            &touched.made,
            &touched.bought,
            &touched.stock,
        ];
        touched.everything |= sets.iter().map(|set| set.len()).sum::<usize>() > MANY;
        touched
    }

    fn add(&mut self, subject: &Subject) {
        let insert = |set: &mut BTreeSet<String>, key: &String| {
            set.insert(key.clone());
        };
        match subject {
            Subject::Plant => self.plant = true,
            Subject::Calendars => self.calendars = true,
            Subject::Learning => self.learning = true,
            Subject::WorkCentre(_) => self.work_centres = true,
            Subject::Customer(key) => insert(&mut self.customers, key),
            Subject::Supplier(key) => insert(&mut self.suppliers, key),
            Subject::Item(key) => insert(&mut self.items, key),
            Subject::SalesOrder(key) | Subject::Quote(key) => {
                insert(&mut self.sold, key);
                self.holds = true;
            }
            Subject::WorkOrder(key) => {
                insert(&mut self.made, key);
                self.holds = true;
                // A report also says that its work centre reported.
                self.work_centres = true;
            }
            Subject::PurchaseOrder(key) => insert(&mut self.bought, key),
            Subject::Stock(key) => insert(&mut self.stock, key),
            Subject::DispatchNote(_)
            | Subject::User(_)
            | Subject::Token(_)
            | Subject::Device(_)
            | Subject::Operator(_)
            | Subject::Call(_)
            | Subject::Alert(_)
            | Subject::Rule(_)
            | Subject::Photo(_)
            | Subject::Entry(_)
            | Subject::Message(_)
            | Subject::Channel(_) => {}
            Subject::Everything => self.everything = true,
        }
    }
}

impl Mirror {
    /// Everything, from one snapshot of the database.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn load(db: &mut Db, plant_id: i64) -> Result<Self, Failure> {
        let mut mirror = Self { plant_id, ..Self::default() };
        mirror.read_plant(db)?;
        mirror.read_master(db)?;
        mirror.read_sold(db, None)?;
        mirror.read_holds(db)?;
        mirror.read_made(db, None)?;
        mirror.read_stock(db, None)?;
        mirror.read_bought(db, None)?;
        mirror.read_learned(db)?;
        Ok(mirror)
    }

    /// Reads again what `subjects` name. If it fails the mirror may be between two states; the same call later
    /// makes it whole.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn refresh<'s>(
        &mut self,
        db: &mut Db,
        subjects: impl IntoIterator<Item = &'s Subject>,
    ) -> Result<(), Failure> {
        let touched = Touched::of(subjects);
        if touched.everything {
            *self = Self::load(db, self.plant_id)?;
            return Ok(());
        }
        self.read_plant(db)?;
        if touched.calendars {
            self.read_calendars(db)?;
        }
        if touched.work_centres || touched.calendars {
            self.read_work_centres(db)?;
        }
        self.read_partners(db, &list(&touched.customers), &list(&touched.suppliers))?;
        self.read_items(db, &list(&touched.items))?;
        if !touched.sold.is_empty() {
            self.read_sold(db, Some(&list(&touched.sold)))?;
        }
        if touched.holds {
            self.read_holds(db)?;
        }
        if !touched.made.is_empty() {
            self.read_made(db, Some(&list(&touched.made)))?;
        }
        if !touched.stock.is_empty() {
            self.read_stock(db, Some(&list(&touched.stock)))?;
        }
        if !touched.bought.is_empty() {
            self.read_bought(db, Some(&list(&touched.bought)))?;
        }
        if touched.learning {
            self.read_learned(db)?;
        }
        Ok(())
    }

    /// The plant's promise version in the snapshot that was read last.
    pub fn promise_version(&self) -> i64 {
        self.promise_version
    }

    /// Whether calendars compiled for `other` fit this mirror's shop.
    pub fn has_calendars_of(&self, other: &Self) -> bool {
        let centre = |row: &WorkCentre| (row.work_centre.clone(), row.calendar.clone(), row.machines);
        self.shifts == other.shifts
            && self.exceptions == other.exceptions
            && self.settings == other.settings
            && self.zone == other.zone
            && self.work_centres.iter().map(centre).eq(other.work_centres.iter().map(centre))
    }

    /// What decides about calendars, so that they need not be compiled for every plan.
    pub fn calendar_key(&self) -> Self {
        Self {
            shifts: self.shifts.clone(),
            exceptions: self.exceptions.clone(),
            settings: self.settings.clone(),
            zone: self.zone.clone(),
            work_centres: self.work_centres.clone(),
            ..Self::default()
        }
    }

    fn read_plant(&mut self, db: &mut Db) -> Result<(), Failure> {
        let plant = store::plant(db, self.plant_id)?;
        self.promise_version = plant.promise_version;
        self.settings = store::master::settings::document(&plant)?;
        self.zone = plant.zone;
        Ok(())
    }
}

fn list(keys: &BTreeSet<String>) -> Vec<String> {
    keys.iter().cloned().collect()
}
