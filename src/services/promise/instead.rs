//! What a refusal of a day names instead of it.

use crate::domain::refusal::Refusal;
use crate::domain::value::Day;

/// What to do instead of what is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::services) enum Instead {
    /// Take this day: it was tried.
    Day(Day),
    /// None of the days tried would do; this was the last.
    NoneUntil(Day),
}

impl Instead {
    /// Names it in a refusal.
    pub(in crate::services) fn told(self, refusal: Refusal) -> Refusal {
        match self {
            Self::Day(day) => refusal.with("instead", day),
            Self::NoneUntil(last) => {
                let en = format!("a day after {last} (none of those tried up to it would do)");
                let zh = format!("{last} 之后的日期（此前试算的日期均不可行）");
                refusal.with_words("instead", en, zh).with("searched_until", last)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::sales as codes;
    use crate::text::Lang;

    #[test]
    fn a_refusal_names_a_day_or_how_far_none_was_found() {
        let day: Day = serde_json::from_str("\"2026-06-05\"").expect("a day");
        let refusal = || Refusal::at(codes::PROMISE_HURTS, "accept_hurt", "SO-1/10").with("hurt", "SO-2/10");
        let found = Instead::Day(day).told(refusal());
        assert_eq!(found.facts["instead"].get(Lang::Zh), "2026-06-05");
        assert!(!found.facts.contains_key("searched_until"));
        let none = Instead::NoneUntil(day).told(refusal());
        assert_eq!(none.facts["searched_until"].get(Lang::En), "2026-06-05");
        for (lang, words) in
            [(Lang::En, "Promise a day after 2026-06-05 (none"), (Lang::Zh, "请承诺 2026-06-05 之后的日期")]
        {
            assert!(none.remedy(lang).contains(words), "{}", none.remedy(lang));
        }
    }
}
