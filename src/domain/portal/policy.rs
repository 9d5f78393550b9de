//! The shop's own settings of the portal: who it is, what it shows, what it asks.

use crate::domain::refusal::{Refusal, master};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How likely a date is, as a customer reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OddsShown {
    /// Not at all.
    Off,
    /// In words.
    #[default]
    Words,
    /// In words, with the share in percent.
    Percent,
}

/// Which question the survey asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SurveyKind {
    /// How likely they would recommend us, 0 to 10 (Net Promoter Score).
    #[default]
    Nps,
    /// How satisfied they are, 1 to 5.
    Csat,
    /// How easy it was, 1 to 7 (Customer Effort Score).
    Ces,
}

impl SurveyKind {
    /// The lowest and the highest score.
    pub const fn range(self) -> (i16, i16) {
        match self {
            Self::Nps => (0, 10),
            Self::Csat => (1, 5),
            Self::Ces => (1, 7),
        }
    }

    /// The highest score that is low, unless the shop says otherwise.
    pub const fn usually_low(self) -> i16 {
        match self {
            Self::Nps => 6,
            Self::Csat => 2,
            Self::Ces => 3,
        }
    }

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Nps, Self::Csat, Self::Ces].into_iter().find(|kind| kind.name() == name)
    }
}

/// What customers are asked once all of an order has arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SurveyPolicy {
    /// The questions; only the first of Net Promoter Score unless said, none for no survey.
    pub ask: Vec<SurveyKind>,
    /// Whether a comment may be written; yes unless said.
    pub comment: bool,
    /// The highest score of the first question that is low and raises an alert; 6 of 10, 2 of 5, 3 of 7 unless said.
    pub low: Option<i16>,
    /// For how many days after the delivery it can be answered; 60 unless said.
    pub open_days: u32,
}

impl Default for SurveyPolicy {
    fn default() -> Self {
        Self { ask: vec![SurveyKind::Nps], comment: true, low: None, open_days: 60 }
    }
}

/// The shop's settings of the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PortalPolicy {
    /// Whether customers may look their orders up; no unless said.
    pub on: bool,
    /// What the shop is called there; the plant's name unless said.
    pub company: Option<String>,
    /// Where customers call.
    pub phone: Option<String>,
    /// Where customers write.
    pub mail: Option<String>,
    /// The postal address, with its line breaks.
    pub address: Option<String>,
    /// The colour of headings and buttons, as `#rrggbb`.
    pub colour: Option<String>,
    /// How likely a date is, as customers read it.
    pub odds: OddsShown,
    /// Whether a date that we expect to miss is told before the promise was moved; yes unless said.
    pub early_warning: bool,
    /// After so many working hours without any report on an order in work, the page says that it does not know; 16 unless
    /// said, 0 for never.
    pub stale_hours: u32,
    /// Working hours within which a question is answered; 8 unless said.
    pub answer_hours: u32,
    /// Working hours within which a complaint is answered; 4 unless said.
    pub complaint_hours: u32,
    /// Whether customers may ask for changes; yes unless said.
    pub changes: bool,
    /// For how many days a link to an order is good; 90 unless said.
    pub link_days: u32,
    /// What is asked after delivery.
    pub survey: SurveyPolicy,
}

impl Default for PortalPolicy {
    fn default() -> Self {
        Self {
            on: false,
            company: None,
            phone: None,
            mail: None,
            address: None,
            colour: None,
            odds: OddsShown::Words,
            early_warning: true,
            stale_hours: 16,
            answer_hours: 8,
            complaint_hours: 4,
            changes: true,
            link_days: 90,
            survey: SurveyPolicy::default(),
        }
    }
}

/// Working hours of a time limit, at most: a quarter of a year.
const MOST_HOURS: u32 = 500;

impl PortalPolicy {
    /// Refuses what cannot be.
    ///
    /// # Errors
    ///
    /// A number that is out of range, a text that is too long or a colour that is none, by its field.
    pub fn check(&self) -> Result<(), Refusal> {
        let survey = &self.survey;
        for (name, value, least, most) in [
            ("stale_hours", self.stale_hours, 0, MOST_HOURS),
            ("answer_hours", self.answer_hours, 1, MOST_HOURS),
            ("complaint_hours", self.complaint_hours, 1, MOST_HOURS),
            ("link_days", self.link_days, 1, 1000),
            ("survey.open_days", survey.open_days, 1, 1000),
        ] {
            if !(least..=most).contains(&value) {
                let field = format!("policies.portal.{name}");
                return Err(Refusal::at(master::OUT_OF_RANGE, field, value)
                    .with("min", least)
                    .with("max", most));
            }
        }
        if let Some(low) = survey.low {
            let (least, most) = survey.ask.first().copied().unwrap_or_default().range();
            if !(least..=most).contains(&low) {
                let refused = Refusal::at(master::OUT_OF_RANGE, "policies.portal.survey.low", low);
                return Err(refused.with("min", least).with("max", most));
            }
        }
        let texts = [("company", &self.company), ("phone", &self.phone), ("mail", &self.mail)];
        for (name, text) in texts.into_iter().chain([("address", &self.address)]) {
            let long = text.as_ref().is_some_and(|text| text.chars().count() > 300);
            if let Some(text) = text.as_ref().filter(|_| long) {
                let refused = invalid(&format!("policies.portal.{name}"), text);
                return Err(refused.with_words(
                    "reason",
                    "it must have at most 300 characters",
                    "最多 300 个字符",
                ));
            }
        }
        if let Some(colour) = self.colour.as_ref().filter(|colour| !is_colour(colour)) {
            let refused = invalid("policies.portal.colour", colour);
            return Err(refused.with_words(
                "reason",
                "write it as #rrggbb, for example #0a4030",
                "请写成 #rrggbb，例如 #0a4030",
            ));
        }
        Ok(())
    }

    /// The highest score of the first question that is low.
    pub fn low(&self) -> i16 {
        let first = self.survey.ask.first().copied().unwrap_or_default();
        self.survey.low.unwrap_or(first.usually_low())
    }
}

fn invalid(field: &str, value: &str) -> Refusal {
    Refusal::at(crate::domain::refusal::common::INVALID_VALUE, field.to_owned(), value)
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_refused_by_its_field() {
        let whole = PortalPolicy { colour: Some("#0A4030".to_owned()), ..PortalPolicy::default() };
        assert!(whole.check().is_ok());
        let refused = |policy: PortalPolicy| policy.check().expect_err("refused").field.unwrap_or_default();
        let colour = PortalPolicy { colour: Some("red".to_owned()), ..PortalPolicy::default() };
        assert_eq!(refused(colour), "policies.portal.colour");
        let never = PortalPolicy { answer_hours: 0, ..PortalPolicy::default() };
        assert_eq!(refused(never), "policies.portal.answer_hours");
        let survey = SurveyPolicy { ask: vec![SurveyKind::Csat], low: Some(6), ..SurveyPolicy::default() };
        assert_eq!(refused(PortalPolicy { survey, ..PortalPolicy::default() }), "policies.portal.survey.low");
        let long = PortalPolicy { company: Some("守".repeat(301)), ..PortalPolicy::default() };
        assert_eq!(refused(long), "policies.portal.company");
    }

    #[test]
    fn a_low_score_is_low_on_its_own_scale() {
        let with = |ask| PortalPolicy {
            survey: SurveyPolicy { ask, ..SurveyPolicy::default() },
            ..PortalPolicy::default()
        };
        assert_eq!(with(vec![SurveyKind::Nps]).low(), 6);
        assert_eq!(with(vec![SurveyKind::Csat, SurveyKind::Nps]).low(), 2);
        assert_eq!(with(vec![SurveyKind::Ces]).low(), 3);
    }
}
