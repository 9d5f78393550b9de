//! What people read: one catalogue per subject, each complete in every [`Lang`] because it is a function that
//! matches on both. Words only: no catalogue decides anything.

pub mod absent;
pub mod accuracy;
pub mod backtest;
pub mod customer_notice;
pub mod exchange;
mod fault;
mod fault_words;
mod import_error;
pub mod learning;
pub mod mail;
pub mod mail_help;
pub mod notice;
pub mod notice_help;
pub mod outbox;
pub mod outlook;
pub mod plan;
mod plan_fault;
pub mod plan_help;
pub mod plan_labels;
pub mod plan_problem;
mod plan_problem_words;
pub mod portal;
pub mod portal_help;
pub mod portal_mail;
pub mod print;
pub mod quote;
pub mod refusal;
pub mod remedy;
pub mod rules;
pub mod service_help;
pub mod simulate_help;
pub mod supplier_help;
pub mod supplier_page;
pub mod tasks;
pub mod tls;
pub mod trouble;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A language in which everything can be said.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// The language of a BCP 47 tag or locale name such as `zh-CN`, `zh_CN.UTF-8`, `en`; English for others.
    pub fn from_tag(tag: &str) -> Self {
        let first = tag.split(['-', '_', '.']).next().unwrap_or_default();
        if first.eq_ignore_ascii_case("zh") { Self::Zh } else { Self::En }
    }
}

/// A word in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Bilingual {
    /// In English.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
}

impl Bilingual {
    /// The word in `lang`.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// Words in a row, as the language separates them.
fn list(words: &[Bilingual], lang: Lang) -> String {
    let separator = match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    };
    words.iter().map(|word| word.get(lang)).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn tags_of_browsers_and_shells_are_understood() {
        for tag in ["zh", "zh-CN", "zh_CN.UTF-8", "ZH-Hans"] {
            assert_eq!(Lang::from_tag(tag), Lang::Zh);
        }
        for tag in ["en", "en-GB", "de", "", "C.UTF-8"] {
            assert_eq!(Lang::from_tag(tag), Lang::En);
        }
    }
}
