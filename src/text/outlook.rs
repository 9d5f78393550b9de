//! Words of the dispatch list that the plan's own catalogue does not have.

use super::Lang;

/// Another operation must be done first.
pub fn after_operation(number: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("operation {number} comes first"),
        Lang::Zh => format!("须先完成工序 {number}"),
    }
}

/// The pieces are at a supplier.
pub fn sent_out(lang: Lang) -> String {
    match lang {
        Lang::En => "at the supplier".to_owned(),
        Lang::Zh => "在外协厂".to_owned(),
    }
}
