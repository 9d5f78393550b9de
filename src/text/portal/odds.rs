//! How sure a day is, in words.

use crate::domain::portal::OddsShown;
use crate::text::Lang;

/// How sure we are to keep the day, as the shop's policy has it said; nothing where it is not to be said or not known.
/// No share is said to be a whole one.
pub fn odds(percent: Option<u8>, shown: OddsShown, lang: Lang) -> Option<String> {
    let percent = percent?.min(99);
    if shown == OddsShown::Off {
        return None;
    }
    let (en, zh) = match percent {
        97.. => ("We are almost certain to keep this day", "我们几乎可以确定如期交付"),
        90..=96 => ("We are confident of keeping this day", "我们很有把握如期交付"),
        75..=89 => ("We are fairly confident of keeping this day", "我们较有把握如期交付"),
        50..=74 => ("We are more likely than not to keep this day", "如期交付的可能性较大"),
        _ => ("We are not sure we can keep this day", "我们尚无把握如期交付"),
    };
    let share = match (shown, lang) {
        (OddsShown::Percent, Lang::En) => format!(" ({percent}\u{a0}%)"),
        (OddsShown::Percent, Lang::Zh) => format!("（{percent}%）"),
        _ => String::new(),
    };
    Some(match lang {
        Lang::En => format!("{en}{share}."),
        Lang::Zh => format!("{zh}{share}。"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_says_how_odds_are_said() {
        assert_eq!(odds(Some(93), OddsShown::Off, Lang::En), None);
        assert_eq!(odds(None, OddsShown::Percent, Lang::En), None);
        let words = odds(Some(93), OddsShown::Words, Lang::En);
        assert_eq!(words.as_deref(), Some("We are confident of keeping this day."));
        let percent = odds(Some(100), OddsShown::Percent, Lang::Zh);
        assert_eq!(percent.as_deref(), Some("我们几乎可以确定如期交付（99%）。"), "nothing is certain");
        let share = odds(Some(40), OddsShown::Percent, Lang::En).unwrap_or_default();
        assert_eq!(share, "We are not sure we can keep this day (40\u{a0}%).");
    }
}
