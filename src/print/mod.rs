//! What is printed: the traveller that goes with a work order, the label of its boxes, and papers for customers, as pages for
//! a browser and as PDF.
//!
//! Owns what stands where, in millimetres. What it says comes from the services, its words from `text`; it knows neither
//! the database nor HTTP.

mod code;
mod label;
mod page;
mod paper;
mod picture;
mod sheet;
#[cfg(test)]
mod tests;
mod traveller;
mod type_face;

pub use code::{operation_code, order_code};
pub use label::{label_page, label_pdf};
pub use paper::{Paper, PaperAccess, address_code, paper_pdf};
pub use traveller::{traveller_page, traveller_pdf};

use crate::text::Lang;

/// A work order as it is printed. Texts are as people read them: quantities with their unit, days in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The language of the words around.
    pub lang: Lang,
    /// The plant.
    pub plant: String,
    /// The work order.
    pub work_order: String,
    /// What is made.
    pub item: String,
    /// What it is.
    pub description: Option<String>,
    /// How much is started.
    pub quantity: String,
    /// By which day it is needed.
    pub due: Option<String>,
    /// Who it is made for.
    pub customer: Option<String>,
    /// The customer's own part number.
    pub customer_part: Option<String>,
    /// The line that it is made for.
    pub line: Option<String>,
    /// What the line asks for besides: what about, and what.
    pub requirements: Vec<(String, String)>,
    /// What goes into it: how much of what, and at which operation.
    pub material: Vec<(String, String, String)>,
    /// Its operations, in order.
    pub operations: Vec<PrintedStep>,
    /// A remark.
    pub note: Option<String>,
    /// When it was printed, in plant time.
    pub printed: String,
}

/// An operation as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintedStep {
    /// Its number.
    pub number: String,
    /// What is done.
    pub name: String,
    /// Where.
    pub work_centre: String,
}
