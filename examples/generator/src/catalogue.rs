//! What the shop is made of: items, routings, work centres, partners. Read from the tables in `data/`.
//!
//! The tables carry the workbook's own headings and go into it as they stand, less a few columns that only
//! the story needs (`description zh`, `sold`, `weight`, how late a supplier is).

use anyhow::Result;

use crate::clock::Clock;
use crate::table::Table;

/// The tables that stand in `data/`, in the order of the workbook.
#[derive(Debug)]
pub struct Tables {
    /// `customers`.
    pub customers: Table,
    /// `items`.
    pub items: Table,
    /// `boms`.
    pub boms: Table,
    /// `routings`.
    pub routings: Table,
    /// `work centres`.
    pub centres: Table,
    /// `calendars`.
    pub calendars: Table,
    /// `calendar exceptions`.
    pub exceptions: Table,
    /// `suppliers`.
    pub suppliers: Table,
}

/// An operation of a routing.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its number.
    pub number: i64,
    /// `make`, `inspection`, `outside` or `wait`.
    pub kind: String,
    /// Index of its work centre.
    pub centre: Option<usize>,
    /// Minutes of setup.
    pub setup: f64,
    /// Minutes per piece, lot or load.
    pub run: f64,
    /// `piece`, `lot` or `load`.
    pub basis: String,
    /// Pieces of a load.
    pub load: i64,
    /// Setup family.
    pub family: String,
    /// Whether it may span closed time.
    pub interruptible: bool,
    /// Index of the supplier of outside work.
    pub supplier: Option<usize>,
    /// Days of outside work.
    pub outside_days: i64,
}

impl Operation {
    /// Planned minutes for `quantity` pieces, without setup.
    pub fn run_minutes(&self, quantity: i64) -> f64 {
        match self.basis.as_str() {
            "lot" => self.run,
            "load" => self.run * ((quantity + self.load - 1) / self.load) as f64,
            _ => self.run * quantity as f64,
        }
    }

    /// Planned minutes for `quantity` pieces with setup.
    pub fn planned(&self, quantity: i64) -> i64 {
        (self.setup + self.run_minutes(quantity)) as i64
    }
}

/// A component of an item.
#[derive(Debug, Clone)]
pub struct Need {
    /// Index of the component.
    pub item: usize,
    /// Quantity for one piece, in thousandths.
    pub per: i64,
    /// Operation at which it is needed.
    pub operation: i64,
}

/// An item.
#[derive(Debug)]
pub struct Item {
    /// Part number.
    pub code: String,
    /// Item group.
    pub group: String,
    /// `make`, `buy` or `customer`.
    pub source: String,
    /// Working days of lead time.
    pub lead_days: i64,
    /// Index of the supplier.
    pub supplier: Option<usize>,
    /// Smallest lot, in thousandths.
    pub lot_minimum: i64,
    /// Lots are multiples of this, in thousandths.
    pub lot_multiple: i64,
    /// Days of incoming inspection.
    pub inspection_days: i64,
    /// How often it is ordered; 0 if never.
    pub sold: f64,
    /// Routing.
    pub operations: Vec<Operation>,
    /// Bill of materials.
    pub needs: Vec<Need>,
}

/// A work centre.
#[derive(Debug)]
pub struct Centre {
    /// Its code.
    pub code: String,
    /// Its calendar.
    pub calendar: String,
    /// Its machines.
    pub machines: usize,
}

/// A supplier, with its true habit.
#[derive(Debug)]
pub struct Supplier {
    /// Its code.
    pub code: String,
    /// Days on which outside work leaves; empty for any.
    pub send_days: Vec<i64>,
    /// Percentage of late deliveries.
    pub late_share: f64,
    /// Working days of the worst lateness.
    pub late_days: f64,
}

/// A customer.
#[derive(Debug)]
pub struct Customer {
    /// Its code.
    pub code: String,
    /// `A`, `B` or `C`.
    pub tier: String,
    /// Whether it takes part of a line.
    pub partial: bool,
    /// Days of transport.
    pub transit_days: i64,
    /// Days on which its carrier comes; empty for any.
    pub ship_days: Vec<i64>,
    /// How often it orders.
    pub weight: f64,
}

/// All of it, with the clock.
#[derive(Debug)]
pub struct Catalogue {
    /// The tables as they stand.
    pub tables: Tables,
    /// Items.
    pub items: Vec<Item>,
    /// Work centres.
    pub centres: Vec<Centre>,
    /// Suppliers.
    pub suppliers: Vec<Supplier>,
    /// Customers.
    pub customers: Vec<Customer>,
    /// Open hours.
    pub clock: Clock,
}

impl Catalogue {
    /// Reads the tables.
    ///
    /// # Errors
    /// A table that is not CSV.
    pub fn read() -> Result<Self> {
        let tables = Tables {
            customers: Table::read("customers", include_str!("../data/customers.csv"))?,
            items: Table::read("items", include_str!("../data/items.csv"))?,
            boms: Table::read("boms", include_str!("../data/boms.csv"))?,
            routings: Table::read("routings", include_str!("../data/routings.csv"))?,
            centres: Table::read("work centres", include_str!("../data/work_centres.csv"))?,
            calendars: Table::read("calendars", include_str!("../data/calendars.csv"))?,
            exceptions: Table::read("calendar exceptions", include_str!("../data/calendar_exceptions.csv"))?,
            suppliers: Table::read("suppliers", include_str!("../data/suppliers.csv"))?,
        };
        let clock = Clock::new(&tables.calendars, &tables.exceptions)?;
        let items = (0..tables.items.rows.len()).map(|row| read_item(&tables, row)).collect();
        let centres = read_centres(&tables.centres);
        let suppliers = read_suppliers(&tables.suppliers);
        let customers = read_customers(&tables.customers);
        Ok(Self { tables, items, centres, suppliers, customers, clock })
    }

    /// The index of an item.
    pub fn item(&self, code: &str) -> usize {
        self.items.iter().position(|item| item.code == code).unwrap_or_else(|| panic!("no item {code}"))
    }
}

fn row_of(table: &Table, heading: &str, code: &str) -> Option<usize> {
    (0..table.rows.len()).find(|&row| table.text(row, heading) == code)
}

fn thousandths(table: &Table, row: usize, heading: &str, otherwise: f64) -> i64 {
    (table.number(row, heading, otherwise) * 1000.0).round() as i64
}

fn read_item(tables: &Tables, row: usize) -> Item {
    let items = &tables.items;
    let code = items.text(row, "item");
    let routings = &tables.routings;
    let operations: Vec<Operation> = (0..routings.rows.len())
        .filter(|&row| routings.text(row, "item") == code)
        .map(|row| read_operation(tables, row))
        .collect();
    let first = operations.first().map_or(0.0, |operation| operation.number as f64);
    let boms = &tables.boms;
    let needs = (0..boms.rows.len())
        .filter(|&row| boms.text(row, "parent") == code)
        .map(|row| Need {
            item: row_of(items, "item", &boms.text(row, "component")).expect("a component among the items"),
            per: thousandths(boms, row, "quantity per", 1.0),
            operation: boms.number(row, "operation", first) as i64,
        })
        .collect();
    Item {
        code,
        group: items.text(row, "group"),
        source: items.text(row, "source"),
        lead_days: items.number(row, "lead days", 0.0) as i64,
        supplier: row_of(&tables.suppliers, "supplier", &items.text(row, "supplier")),
        lot_minimum: thousandths(items, row, "lot minimum", 1.0),
        lot_multiple: thousandths(items, row, "lot multiple", 1.0),
        inspection_days: items.number(row, "inspection days", 0.0) as i64,
        sold: items.number(row, "sold", 0.0),
        operations,
        needs,
    }
}

fn read_operation(tables: &Tables, row: usize) -> Operation {
    let routings = &tables.routings;
    Operation {
        number: routings.number(row, "operation", 0.0) as i64,
        kind: routings.text(row, "kind"),
        centre: row_of(&tables.centres, "work centre", &routings.text(row, "work centre")),
        setup: routings.number(row, "setup minutes", 0.0),
        run: routings.number(row, "run minutes", 0.0),
        basis: routings.text(row, "run basis"),
        load: routings.number(row, "load size", 1.0) as i64,
        family: routings.text(row, "setup family"),
        interruptible: routings.text(row, "interruptible") != "no",
        supplier: row_of(&tables.suppliers, "supplier", &routings.text(row, "supplier")),
        outside_days: routings.number(row, "outside days", 0.0) as i64,
    }
}

fn read_centres(table: &Table) -> Vec<Centre> {
    (0..table.rows.len())
        .map(|row| Centre {
            code: table.text(row, "work centre"),
            calendar: table.text(row, "calendar"),
            machines: table.number(row, "machines", 1.0) as usize,
        })
        .collect()
}

fn read_suppliers(table: &Table) -> Vec<Supplier> {
    (0..table.rows.len())
        .map(|row| Supplier {
            code: table.text(row, "supplier"),
            send_days: days(&table.text(row, "send days")),
            late_share: table.number(row, "late share", 0.0) / 100.0,
            late_days: table.number(row, "late days", 0.0),
        })
        .collect()
}

fn read_customers(table: &Table) -> Vec<Customer> {
    (0..table.rows.len())
        .map(|row| Customer {
            code: table.text(row, "customer"),
            tier: table.text(row, "tier"),
            partial: table.text(row, "partial shipments") == "yes",
            transit_days: table.number(row, "transit days", 0.0) as i64,
            ship_days: days(&table.text(row, "ship days")),
            weight: table.number(row, "weight", 1.0),
        })
        .collect()
}

fn days(text: &str) -> Vec<i64> {
    if text.is_empty() { Vec::new() } else { crate::clock::weekdays(text) }
}
