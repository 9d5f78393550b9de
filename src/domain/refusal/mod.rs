//! Why a command or a question was refused, in a form that drives everything said about it: one [`Code`] gives
//! the HTTP status, the stable name that programs test for, and the words for people in both languages.
//!
//! Every area of the product has its own list below. A refusal carries the field and the value at fault; the
//! remedy says what to write or do instead. A refusal changes nothing.

pub mod access;
pub mod change;
pub mod clock;
pub mod common;
pub mod floor;
pub mod mail;
pub mod master;
pub mod notice;
pub mod portal;
pub mod remedy;
pub mod report;
pub mod rule;
pub mod sales;
pub mod stock;
pub mod supply;
pub mod work;

use crate::domain::value::Day;
use crate::text::{Bilingual, Lang, refusal as words};
use std::collections::BTreeMap;

/// One kind of refusal.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable name, in `snake_case`.
    pub name: &'static str,
    /// The HTTP status that it answers with.
    pub status: u16,
    /// What is wrong, with `{field}`, `{value}` and further facts filled in.
    pub title: Bilingual,
    /// What to do about it.
    pub remedy: Bilingual,
}

/// Declares a list of codes: `NAME = status, "title en", "title zh", "remedy en", "remedy zh";`.
#[macro_export]
macro_rules! refusal_codes {
    ($($name:ident = $status:literal, $en:literal, $zh:literal, $remedy_en:literal, $remedy_zh:literal;)*) => {
        $(
            #[doc = $en]
            #[allow(clippy::doc_markdown)] // the words are for people who use the product
            pub const $name: &$crate::domain::refusal::Code = &$crate::domain::refusal::Code {
                name: stringify!($name),
                status: $status,
                title: $crate::text::Bilingual { en: $en, zh: $zh },
                remedy: $crate::text::Bilingual { en: $remedy_en, zh: $remedy_zh },
            };
        )*
        /// Every code of this list.
        pub const ALL: &[&$crate::domain::refusal::Code] = &[$($name),*];
    };
}

/// The lists of all areas.
pub const LISTS: &[&[&Code]] = &[
    access::ALL,
    change::ALL,
    clock::ALL,
    common::ALL,
    floor::ALL,
    mail::ALL,
    master::ALL,
    notice::ALL,
    portal::ALL,
    remedy::ALL,
    report::ALL,
    rule::ALL,
    sales::ALL,
    stock::ALL,
    supply::ALL,
    work::ALL,
];

/// A command or question refused. It changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of refusal.
    pub code: &'static Code,
    /// The field at fault, as a JSON path such as `lines[0].quantity`.
    pub field: Option<String>,
    /// The value at fault, as it was given.
    pub value: Option<String>,
    /// Further facts that the words need, by the name of their placeholder.
    pub facts: BTreeMap<&'static str, Fact>,
}

/// A fact that the words of a refusal name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A number, a code, or a noun of [`crate::text::refusal`], which has its words in every language.
    Plain(String),
    /// Words of their own.
    Said {
        /// In English.
        en: String,
        /// In Chinese.
        zh: String,
    },
}

impl Fact {
    /// The fact in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match (self, lang) {
            (Self::Plain(value), _) => words::noun(value, lang),
            (Self::Said { en, .. }, Lang::En) => en,
            (Self::Said { zh, .. }, Lang::Zh) => zh,
        }
    }
}

impl Refusal {
    /// A refusal without field and value yet.
    pub fn new(code: &'static Code) -> Self {
        Self { code, field: None, value: None, facts: BTreeMap::new() }
    }

    /// With the field and the value at fault.
    pub fn at(code: &'static Code, field: impl Into<String>, value: impl ToString) -> Self {
        Self { field: Some(field.into()), value: Some(value.to_string()), ..Self::new(code) }
    }

    /// Of a day that is over, where one to come is asked for.
    pub fn over(field: impl Into<String>, day: Day, today: Day) -> Self {
        let (en, zh) = (format!("it is before today, {today}"), format!("早于今天 {today}"));
        Self::at(common::INVALID_VALUE, field, day).with_words("reason", en, zh)
    }

    /// With a fact for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.insert(name, Fact::Plain(value.to_string()));
        self
    }

    /// With a fact that is said differently in each language.
    #[must_use]
    pub fn with_words(mut self, name: &'static str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.facts.insert(name, Fact::Said { en: en.into(), zh: zh.into() });
        self
    }

    /// With what may have been meant instead, for [`common::UNKNOWN`]; an empty list says so.
    #[must_use]
    pub fn near(self, candidates: &[impl AsRef<str>]) -> Self {
        let (en, zh) = words::near(candidates);
        self.with_words("near", en, zh)
    }

    /// The kind of refusal that is told: a value that is empty is said to be that, whatever it was looked for as.
    pub fn told(&self) -> &'static Code {
        if self.is_about_nothing() { common::EMPTY } else { self.code }
    }

    /// The stable name of its code, in lower case.
    pub fn name(&self) -> String {
        self.told().name.to_ascii_lowercase()
    }

    /// What is wrong, in `lang`. A value that is empty is said to be empty: a sentence about nothing reads as if a
    /// word were missing.
    pub fn title(&self, lang: Lang) -> String {
        self.filled(self.told().title.get(lang), lang)
    }

    /// What to do about it, in `lang`.
    pub fn remedy(&self, lang: Lang) -> String {
        self.filled(self.told().remedy.get(lang), lang)
    }

    /// Whether the value that its words name is empty.
    fn is_about_nothing(&self) -> bool {
        let is_named = self.code.title.en.contains("{value}");
        is_named && self.field.is_some() && self.value.as_ref().is_some_and(|value| value.trim().is_empty())
    }

    fn filled(&self, template: &str, lang: Lang) -> String {
        let mut text = template.to_owned();
        let mut fill =
            |name: &str, value: &str| text = text.replace(&format!("{{{name}}}"), &shortened(value, lang));
        fill("field", self.field.as_deref().unwrap_or("?"));
        let (en, zh) = words::near::<&str>(&[]);
        let near = if lang == Lang::En { &en } else { &zh };
        for (name, fact) in &self.facts {
            match (*name, fact.get(lang)) {
                ("near", "") => fill("near", near),
                (name, "") => fill(name, words::nothing(lang)),
                (name, said) => fill(name, said),
            }
        }
        fill("near", near);
        fill("value", self.value.as_deref().unwrap_or("?"));
        text
    }
}

/// What stands between the entries of a list.
const BETWEEN: &str = ", ";

/// A value short enough for a sentence. Words of reasons are longer than values may be. A list loses whole entries
/// and says how many: all of it is in the facts.
fn shortened(value: &str, lang: Lang) -> String {
    let Some((end, _)) = value.char_indices().nth(240) else { return value.to_owned() };
    let Some(end) = value[..end].rfind(BETWEEN) else { return format!("{}…", &value[..end]) };
    let (told, more) = (&value[..end], value[end..].matches(BETWEEN).count());
    match lang {
        Lang::En => format!("{told} and {more} more"),
        Lang::Zh => format!("{told} 等，另有 {more} 项"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_unique_and_complete() {
        let mut names = BTreeSet::new();
        for code in LISTS.iter().flat_map(|list| list.iter()) {
            assert!(names.insert(code.name), "{} stands twice", code.name);
            assert!((400..=503).contains(&code.status), "{}", code.name);
            for words in [code.title, code.remedy] {
                assert!(!words.en.is_empty() && !words.zh.is_empty(), "{}: words missing", code.name);
                let holes = |text: &str| text.matches('{').count();
                assert_eq!(holes(words.en), holes(words.zh), "{}: placeholders differ", code.name);
            }
        }
        assert!(names.len() > 10);
    }

    #[test]
    fn a_long_list_loses_whole_entries_and_says_how_many() {
        let names: Vec<String> = (1..=40).map(|n| format!("SO-{n}/10 (2026-03-12: 2026-03-13)")).collect();
        let refusal =
            Refusal::at(sales::PROMISE_HURTS, "accept_hurt", "SO-1/10").with("hurt", names.join(", "));
        let (en, zh) = (refusal.title(Lang::En), refusal.title(Lang::Zh));
        let told = names.iter().take_while(|name| en.contains(*name)).count();
        assert!(told > 4 && en.contains(&format!("{} and {} more", names[told - 1], 40 - told)), "{en}");
        assert!(zh.contains(&format!("另有 {} 项", 40 - told)), "{zh}");
        let one = Refusal::at(common::UNKNOWN, "item", "x".repeat(400)).with("what", "item");
        assert!(one.title(Lang::En).contains('…'), "what is no list is cut");
    }

    #[test]
    fn an_empty_value_is_said_to_be_empty() {
        for refusal in [
            Refusal::at(common::UNKNOWN, "customer", "").with("what", "customer"),
            Refusal::at(common::INVALID_VALUE, "customer", " ").with_words(
                "reason",
                "it is no number",
                "不是数字",
            ),
        ] {
            assert_eq!(refusal.title(Lang::En), "customer is empty.");
            assert_eq!(refusal.title(Lang::Zh), "customer 为空。");
            assert_eq!(refusal.remedy(Lang::En), "Give customer a value.");
            assert_eq!((refusal.name().as_str(), refusal.told().status), ("empty", 422));
        }
        let nobody = Refusal::at(sales::NOT_QUOTABLE, "quantity", "P-1").with("quantity", "");
        assert!(nobody.title(Lang::En).starts_with("(nothing) of P-1"), "{}", nobody.title(Lang::En));
    }

    #[test]
    fn words_are_filled_in_both_languages() {
        let refusal = Refusal::at(common::UNKNOWN, "item", "P-9").with("what", "item");
        assert!(refusal.title(Lang::En).contains("P-9"), "{}", refusal.title(Lang::En));
        assert!(refusal.title(Lang::Zh).contains("P-9"), "{}", refusal.title(Lang::Zh));
    }
}
