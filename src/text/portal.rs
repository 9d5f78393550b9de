//! What customers read in the portal: its pages, its papers, and the sentence that says when an order ships.
//!
//! Calm and plain. Nobody is blamed, nothing is called certain that is not, and nothing of the inside of the shop is in
//! it. In Chinese the company is 贵司 and the reader is 您.

mod fault;
mod odds;
mod order_words;
mod page_words;
mod paper_words;
mod sentence;
mod standing;

pub use fault::fault;
pub use odds::odds;
pub use order_words::OrderWords;
pub use page_words::PageWords;
pub use paper_words::PaperWords;
pub use sentence::{Sentence, answer_sentence, day, moment};
pub use standing::{change_status, customers_deed, milestone, standing, whose};

/// Words that templates name: one field for each, in both languages side by side, so that one that lacks a language does
/// not compile.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($field:ident: $en:literal, $zh:literal;)* }) => {
        $(#[$about])*
        #[allow(missing_docs)] // the names say what the words stand for
        #[derive(Clone, Copy, Debug, serde::Serialize)]
        pub struct $name {
            $(pub $field: &'static str,)*
        }

        impl $name {
            /// The words of a language.
            pub const fn of(lang: crate::text::Lang) -> &'static Self {
                match lang {
                    crate::text::Lang::En => &Self { $($field: $en,)* },
                    crate::text::Lang::Zh => &Self { $($field: $zh,)* },
                }
            }

            /// Each word in English and in Chinese.
            #[cfg(test)]
            pub fn both() -> Vec<(&'static str, &'static str)> {
                vec![$(($en, $zh),)*]
            }
        }
    };
}
use words;

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of a text that are filled in.
    fn places(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn both_languages_fill_in_the_same_and_none_is_left_out() {
        let all = [PageWords::both(), OrderWords::both(), PaperWords::both()].concat();
        for (en, zh) in all {
            assert_eq!(places(en), places(zh), "{en}");
            assert!(!en.is_empty() && !zh.is_empty(), "{en} {zh}");
            assert!(en.is_ascii() || en == "中文" || en.contains(['’', '“', '…']), "{en}: plain English");
            assert!(!zh.contains([',', ';', '?', '!']), "{zh}: marks of its own");
        }
    }

    #[test]
    fn the_reader_is_addressed_in_one_way() {
        let all = [PageWords::both(), OrderWords::both(), PaperWords::both()].concat();
        for (_, zh) in all {
            assert!(!zh.contains('你') && !zh.contains("贵公司"), "{zh}");
        }
    }
}
