//! Messages that leave the house: by which channel, where each stands, and how long a failed one waits.
//!
//! Pure: whoever calls says what time it is and what chance says.

use crate::text::Bilingual;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A message that could not be sent is tried so often: with the waits of [`wait`] for about two days.
pub const MOST_TRIES: i64 = 54;
/// No wait is longer, but for chance.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// The way by which a message leaves.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Mail to a person.
    #[default]
    Mail,
    /// A signed request to another program.
    Webhook,
    /// A DingTalk group robot.
    DingTalk,
    /// A WeCom group robot.
    WeCom,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Mail, Self::Webhook, Self::DingTalk, Self::WeCom];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
            Self::DingTalk => "ding-talk",
            Self::WeCom => "we-com",
        }
    }

    /// The channel of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// What people call it.
    pub const fn words(self) -> Bilingual {
        let (en, zh) = match self {
            Self::Mail => ("mail", "邮件"),
            Self::Webhook => ("webhook", "网络回调"),
            Self::DingTalk => ("DingTalk robot", "钉钉机器人"),
            Self::WeCom => ("WeCom robot", "企业微信机器人"),
        };
        Bilingual { en, zh }
    }
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It waits for its first try, or for its time.
    Pending,
    /// Somebody sends it just now.
    Sending,
    /// It was taken.
    Sent,
    /// It failed for now and is tried again.
    Delayed,
    /// It failed for good: trying again would change nothing.
    Failed,
    /// It was tried as often as it may be.
    GivenUp,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Sending, Self::Sent, Self::Delayed, Self::Failed, Self::GivenUp];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delayed => "delayed",
            Self::Failed => "failed",
            Self::GivenUp => "given-up",
        }
    }

    /// The state of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How long a message waits after it failed for the `tries`th time: twice as long each time, from `first` to an hour,
/// and by `chance` (0 to 1) up to a fifth more or less, so that what failed together does not come back together.
pub fn wait(first: TimeDelta, tries: i64, chance: f64) -> TimeDelta {
    let doubled = tries.clamp(1, 30) - 1;
    let longest = LONGEST_WAIT.num_milliseconds();
    let usual = first.num_milliseconds().saturating_mul(1 << doubled).min(longest);
    TimeDelta::milliseconds((usual as f64 * (0.8 + 0.4 * chance.clamp(0.0, 1.0))) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_waits_longer_each_time_but_never_much_more_than_an_hour() {
        let first = TimeDelta::seconds(30);
        let seconds = |tries, chance| wait(first, tries, chance).num_seconds();
        assert_eq!([1, 2, 3, 7, 8, 54].map(|tries| seconds(tries, 0.5)), [30, 60, 120, 1_920, 3_600, 3_600]);
        assert_eq!([seconds(1, 0.0), seconds(1, 1.0)], [24, 36]);
        assert_eq!([seconds(0, 0.5), seconds(i64::MAX, 1.0)], [30, 4_320]);
    }

    #[test]
    fn all_tries_together_take_about_two_days() {
        let all: i64 =
            (1..MOST_TRIES).map(|tries| wait(TimeDelta::seconds(30), tries, 0.5).num_hours()).sum();
        assert!((45..=50).contains(&all), "{all} hours");
    }

    #[test]
    fn names_lead_back() {
        assert!(Channel::ALL.iter().all(|channel| Channel::named(channel.name()) == Some(*channel)));
        assert!(State::ALL.iter().all(|state| State::named(state.name()) == Some(*state)));
        assert_eq!(serde_json::to_value(Channel::DingTalk).expect("a name"), Channel::DingTalk.name());
    }
}
