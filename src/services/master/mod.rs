//! Master data: customers, items with bills of materials and routings, work centres, calendars, suppliers, the
//! plant's settings. Entries by hand are checked against each other; imports take what there is.
//!
//! Nothing here is ever deleted while a document may name it: it is taken out of use.

mod check;
pub mod customers;
pub mod items;
pub mod making;
mod references;
pub mod resources;
pub mod settings;
pub mod suppliers;

pub use references::{
    expect_quantity, expect_whole, require_customer, require_group, require_item, require_supplier,
    require_work_centre,
};

use crate::domain::refusal::{Refusal, common};
use crate::services::Tx;
use crate::store::Failure;
use crate::store::master::Page;
use check::Check;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Rows of a page when nobody says how many.
const USUAL_PAGE: i64 = 50;
/// Most rows of a page.
const LARGEST_PAGE: i64 = 500;

/// Which rows of a list are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams, ToSchema)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Text that code or name has somewhere.
    pub q: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page, 50 unless said, at most 500.
    pub limit: Option<i64>,
}

impl ListQuery {
    /// The page, and one row more that says whether another follows.
    fn page(&self) -> Page {
        Page {
            search: self.q.clone().unwrap_or_default(),
            after: self.cursor.clone().unwrap_or_default(),
            limit: self.rows() + 1,
        }
    }

    fn rows(&self) -> i64 {
        self.limit.unwrap_or(USUAL_PAGE).clamp(1, LARGEST_PAGE)
    }

    /// The page of a list that was read with one row more.
    fn cut<T>(&self, mut items: Vec<T>, code: impl Fn(&T) -> &str) -> MasterPage<T> {
        let rows = self.rows() as usize;
        let more = items.len() > rows;
        items.truncate(rows);
        let next = items.last().filter(|_| more).map(|last| code(last).to_owned());
        MasterPage { items, next }
    }
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MasterPage<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// The `cursor` of the next page; nothing behind the last one.
    pub next: Option<String>,
}

/// The version of what is about to be written: 1 for something new, else one above the stored one, on which
/// the change must be based.
fn next_version(what: &str, code: &str, given: Option<i64>, stored: Option<i64>) -> Result<i64, Failure> {
    match stored {
        None if given.is_some() => Err(missing(what, "code", code)),
        None => Ok(1),
        Some(stored) => {
            Tx::expect_version(what, code, given, stored)?;
            Ok(stored + 1)
        }
    }
}

/// That there is no such thing.
fn missing(what: &str, field: &str, code: &str) -> Failure {
    Refusal::at(common::UNKNOWN, field, code).with("what", what).with("near", "").into()
}

/// Text without blanks around it; nothing if nothing is left.
fn tidy(text: &mut Option<String>) {
    *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
}
