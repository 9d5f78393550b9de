//! Lists in pages, with a text to look for.

use diesel::sql_types::{Nullable, Text};

diesel::define_sql_function! {
    /// Letters in lower case.
    fn lower(text: Text) -> Text;
}
diesel::define_sql_function! {
    /// Letters in lower case, where there are any.
    #[sql_name = "lower"]
    fn lower_optional(text: Nullable<Text>) -> Nullable<Text>;
}

/// Which rows of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Text that code or name has somewhere; any if empty.
    pub search: String,
    /// Rows behind this code.
    pub after: String,
    /// At most so many.
    pub limit: i64,
}

impl Page {
    /// The text as a pattern for `LIKE`, in lower case, with `\` before what would be a wildcard.
    pub(super) fn pattern(&self) -> String {
        let mut pattern = String::from("%");
        for letter in self.search.trim().to_lowercase().chars() {
            if matches!(letter, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        pattern.push('%');
        pattern
    }
}
