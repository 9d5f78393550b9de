//! Codes that name something on another sheet, and what they most likely mean.
//!
//! Rewrites a code that differs from exactly one known code in case, width, separators or letters that look
//! like digits. Everything else stays as it was: a row with an unknown code is planning's to use as it can.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::document::{Alternate, Origin, Sheet, ShopDocument};
use crate::domain::likeness::nearest;
use crate::text::Bilingual;

use super::dictionary::column_name;
use super::fault::{Effect, Fault, Problem, shown};
use super::normal::{self, Forgiving};

/// Rewrites misspelt codes in `document` where one meaning is left, and reports each spelling once per column:
/// what it was taken for, or what comes nearest. Sheets that are empty are not looked in.
pub fn resolve(document: &mut ShopDocument) -> Vec<Fault> {
    resolve_beside(document, &ShopDocument::default())
}

/// [`resolve`] where a code may also name something of `stored`.
pub fn resolve_beside(document: &mut ShopDocument, stored: &ShopDocument) -> Vec<Fault> {
    let mut faults = Vec::new();
    for target in [
        Sheet::Customers,
        Sheet::Items,
        Sheet::WorkCentres,
        Sheet::Calendars,
        Sheet::Suppliers,
        Sheet::WorkOrders,
        Sheet::SalesOrders,
    ] {
        let known = Known::of(&[document, stored], target);
        if !known.codes.is_empty() {
            faults.append(&mut resolve_in(document, target, &known));
        }
    }
    faults
}

/// A code somewhere in the document that should name a row of another sheet.
struct Reference<'a> {
    code: &'a mut String,
    origin: Origin,
    column: &'static str,
    /// History may name what is long gone: that is no fault.
    history: bool,
}

/// The codes of a sheet, exactly and as [`Forgiving`] sees them.
struct Known {
    codes: Vec<String>,
    exact: HashSet<String>,
    /// For each step, the codes that look the same.
    alike: Vec<HashMap<String, Vec<usize>>>,
}

impl Known {
    fn of(documents: &[&ShopDocument], target: Sheet) -> Self {
        let mut codes: Vec<String> = documents.iter().flat_map(|one| codes(one, target)).collect();
        codes.sort_unstable();
        codes.dedup();
        let alike = Forgiving::STEPS.map(|step| {
            let mut same: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, code) in codes.iter().enumerate() {
                same.entry(normal::code(code, step)).or_default().push(index);
            }
            same
        });
        Self { exact: codes.iter().cloned().collect(), alike: alike.into(), codes }
    }

    /// The one code that `written` can mean, or those it may.
    fn meaning(&self, written: &str) -> Result<&str, Vec<String>> {
        const CANDIDATES: usize = 3;
        for (step, same) in Forgiving::STEPS.iter().zip(&self.alike) {
            match same.get(&normal::code(written, *step)).map(Vec::as_slice) {
                Some([one]) => return Ok(&self.codes[*one]),
                Some(several) => {
                    return Err(several.iter().take(CANDIDATES).map(|at| self.codes[*at].clone()).collect());
                }
                None => {}
            }
        }
        let near = nearest(written, self.codes.iter().map(String::as_str));
        Err(near.into_iter().map(str::to_owned).collect())
    }
}

/// What became of one spelling in one column.
struct Outcome {
    origin: Origin,
    meaning: Result<String, Vec<String>>,
    history: bool,
    rows: u32,
}

fn resolve_in(document: &mut ShopDocument, target: Sheet, known: &Known) -> Vec<Fault> {
    let titles = document.titles.clone();
    let mut meanings: HashMap<String, Result<String, Vec<String>>> = HashMap::new();
    let mut outcomes: BTreeMap<(Sheet, &'static str, String), Outcome> = BTreeMap::new();
    references(document, target, &mut |reference| {
        if known.exact.contains(reference.code) {
            return;
        }
        let meaning = meanings
            .entry(reference.code.clone())
            .or_insert_with(|| known.meaning(reference.code).map(str::to_owned));
        let outcome = outcomes
            .entry((reference.origin.sheet, reference.column, reference.code.clone()))
            .or_insert_with(|| Outcome {
                origin: reference.origin,
                meaning: meaning.clone(),
                history: reference.history,
                rows: 0,
            });
        outcome.rows += 1;
        if let Ok(code) = meaning {
            code.clone_into(reference.code);
        }
    });
    let looked_in = Bilingual { en: target.english(), zh: target.chinese() };
    let reported = outcomes.into_iter().filter(|(_, outcome)| outcome.meaning.is_ok() || !outcome.history);
    reported
        .map(|((sheet, column, written), Outcome { origin, meaning, rows, .. })| {
            let problem = match meaning {
                Ok(meaning) => Problem::TakenFor { meaning, rows },
                Err(nearest) => Problem::UnknownCode { looked_in, nearest, rows },
            };
            let title = titles.get(&sheet).map_or(sheet.english(), String::as_str);
            let fault = Fault::of_sheet(title, problem, Effect::Notice);
            Fault {
                row: Some(origin.row),
                column: Some(column_name(sheet, column, title)),
                value: Some(shown(&written)),
                ..fault
            }
        })
        .collect()
}

/// The codes that rows of `target` have.
fn codes(document: &ShopDocument, target: Sheet) -> Vec<String> {
    match target {
        Sheet::Customers => document.customers.iter().map(|row| row.customer.clone()).collect(),
        Sheet::Items => document.items.iter().map(|row| row.item.clone()).collect(),
        Sheet::WorkCentres => document.work_centres.iter().map(|row| row.work_centre.clone()).collect(),
        Sheet::Calendars => document.shifts.iter().map(|row| row.calendar.clone()).collect(),
        Sheet::Suppliers => document.suppliers.iter().map(|row| row.supplier.clone()).collect(),
        Sheet::WorkOrders => document.work_orders.iter().map(|row| row.work_order.clone()).collect(),
        Sheet::SalesOrders => document.sales_orders.iter().map(|row| row.order.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Shows `see` every code of the document that should name a row of `target`.
fn references(document: &mut ShopDocument, target: Sheet, see: &mut dyn FnMut(Reference<'_>)) {
    match target {
        Sheet::Customers => customers(document, see),
        Sheet::Items => items(document, see),
        Sheet::WorkCentres => work_centres(document, see),
        Sheet::Calendars => calendars(document, see),
        Sheet::Suppliers => suppliers(document, see),
        Sheet::WorkOrders => work_orders(document, see),
        Sheet::SalesOrders => sales_orders(document, see),
        _ => {}
    }
}

/// Shows each code of `$rows` in `$field`, optional or not, under the column's English heading.
macro_rules! see {
    ($see:ident, $rows:expr, $field:ident, $column:literal) => {
        see!($see, $rows, $field, $column, false)
    };
    ($see:ident, $rows:expr, $field:ident, $column:literal, $history:literal) => {
        for row in &mut $rows {
            for code in AsCodes::codes(&mut row.$field) {
                $see(Reference { code, origin: row.origin, column: $column, history: $history });
            }
        }
    };
}

/// A field that holds a code, or may hold one.
trait AsCodes {
    fn codes(&mut self) -> impl Iterator<Item = &mut String>;
}

impl AsCodes for String {
    fn codes(&mut self) -> impl Iterator<Item = &mut String> {
        std::iter::once(self)
    }
}

impl AsCodes for Option<String> {
    fn codes(&mut self) -> impl Iterator<Item = &mut String> {
        self.iter_mut()
    }
}

fn customers(document: &mut ShopDocument, see: &mut dyn FnMut(Reference<'_>)) {
    see!(see, document.stock, customer, "customer");
    see!(see, document.sales_orders, customer, "customer");
    see!(see, document.shipments, customer, "customer", true);
}

fn items(document: &mut ShopDocument, see: &mut dyn FnMut(Reference<'_>)) {
    see!(see, document.items, similar_item, "similar item");
    see!(see, document.stock, item, "item");
    see!(see, document.boms, parent, "parent");
    see!(see, document.boms, component, "component");
    see!(see, document.routings, item, "item");
    see!(see, document.sales_orders, item, "item");
    see!(see, document.work_orders, item, "item");
    see!(see, document.issues, item, "item");
    see!(see, document.purchase_orders, item, "item");
    see!(see, document.shipments, item, "item", true);
    see!(see, document.production, item, "item", true);
}

fn work_centres(document: &mut ShopDocument, see: &mut dyn FnMut(Reference<'_>)) {
    see!(see, document.routings, work_centre, "work centre");
    for row in &mut document.routings {
        for Alternate { work_centre: code, .. } in &mut row.alternates {
            see(Reference { code, origin: row.origin, column: "alternates", history: false });
        }
    }
    see!(see, document.calendar_exceptions, work_centre, "work centre");
    see!(see, document.progress, work_centre, "work centre");
    see!(see, document.production, work_centre, "work centre", true);
}

fn calendars(document: &mut ShopDocument, see: &mut dyn FnMut(Reference<'_>)) {
    see!(see, document.work_centres, calendar, "calendar");
    see!(see, document.calendar_exceptions, calendar, "calendar");
    see!(see, document.suppliers, calendar, "calendar");
}

fn suppliers(document: &mut ShopDocument, see: &mut dyn FnMut(Reference<'_>)) {
    see!(see, document.items, supplier, "supplier");
    see!(see, document.routings, supplier, "supplier");
    see!(see, document.purchase_orders, supplier, "supplier");
}

fn work_orders(document: &mut ShopDocument, see: &mut dyn FnMut(Reference<'_>)) {
    see!(see, document.holds, work_order, "work order");
    see!(see, document.progress, work_order, "work order");
    see!(see, document.issues, work_order, "work order");
    see!(see, document.purchase_orders, work_order, "work order");
    see!(see, document.production, work_order, "work order", true);
}

fn sales_orders(document: &mut ShopDocument, see: &mut dyn FnMut(Reference<'_>)) {
    see!(see, document.holds, order, "order");
    see!(see, document.work_orders, order, "order");
    see!(see, document.purchase_orders, order, "order");
    see!(see, document.shipments, order, "order", true);
}
