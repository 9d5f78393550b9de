//! The life of an alert, as a state machine without a clock: whoever calls says what was seen and what time it is.
//!
//! A condition must hold for a while before the alert opens, and be over for a while before it ends; what is neither
//! changes nothing. So a forecast that flickers opens one alert. While it is open and nobody acts, one step of telling
//! follows another; who acknowledges it ends that, who snoozes it puts it off.

use crate::domain::value::Moment;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its condition holds, but not for long enough yet.
    Pending,
    /// It is open, and nobody has acted.
    Open,
    /// Somebody looks after it.
    Acknowledged,
    /// Somebody wants to hear of it later.
    Snoozed,
    /// It is over.
    Resolved,
}

/// Why an alert is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// The facts say that it is.
    Recovered,
    /// What it was about is over: shipped, cancelled, given up.
    Gone,
    /// The line was promised for another day.
    PromiseMoved,
    /// Another alert took its place.
    Replaced,
    /// Its rule was switched off.
    RuleOff,
}

/// How long things must be so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dwell {
    /// Minutes for which the condition must hold before the alert opens.
    pub raise: u32,
    /// Minutes for which it must be over before the alert is.
    pub clear: u32,
}

/// What was seen of an alert's conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It warns.
    Raised,
    /// It neither warns nor is it over, or nobody knows.
    Between,
    /// It is over.
    Cleared,
}

/// What became of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Nothing,
    /// Something to remember that nobody needs to hear of.
    Noted,
    /// It was never opened, and is forgotten.
    Dropped,
    /// It is over.
    Resolved(Resolution),
}

/// What has come due by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// It opens: its condition has held for long enough.
    Open,
    /// The step of that number, from 0, is to be told.
    Step(usize),
    /// It wakes from being snoozed.
    Wake,
    /// It is over: that has been so for long enough.
    Resolve,
}

/// Where an alert stands, since when, and what comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Where it stands.
    pub state: State,
    /// Since when its condition has held.
    pub since: Moment,
    /// Since when its condition has been over.
    pub clearing_since: Option<Moment>,
    /// Until when it is snoozed.
    pub snoozed_until: Option<Moment>,
    /// When each step is due, told ones too.
    pub steps: Vec<Moment>,
    /// How many steps were told.
    pub told: usize,
    /// How long things must be so.
    pub dwell: Dwell,
}

fn minutes(count: u32) -> TimeDelta {
    TimeDelta::minutes(count.into())
}

impl Life {
    /// Begins at `now`, when the condition is first seen to hold; `steps` count from when it opens.
    pub fn begin(now: Moment, dwell: Dwell, steps: Vec<Moment>) -> Self {
        Self {
            state: State::Pending,
            since: now,
            clearing_since: None,
            snoozed_until: None,
            steps,
            told: 0,
            dwell,
        }
    }

    /// Whether it has been opened and is not over.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::Acknowledged | State::Snoozed)
    }

    /// When it opens, or did.
    pub fn opens_at(&self) -> Moment {
        self.since.shifted(minutes(self.dwell.raise))
    }

    /// Takes note of what was seen at `now`.
    pub fn observe(&mut self, seen: Seen, now: Moment) -> Change {
        match (self.state, seen) {
            (State::Resolved, _) | (State::Pending, Seen::Raised) => Change::Nothing,
            (State::Pending, Seen::Between | Seen::Cleared) => self.end(Resolution::Recovered),
            (_, Seen::Cleared) if self.clearing_since.is_some() => Change::Nothing,
            (_, Seen::Cleared) if self.dwell.clear == 0 => self.end(Resolution::Recovered),
            (_, Seen::Cleared) => {
                self.clearing_since = Some(now);
                Change::Noted
            }
            (_, Seen::Raised | Seen::Between) if self.clearing_since.is_some() => {
                self.clearing_since = None;
                Change::Noted
            }
            _ => Change::Nothing,
        }
    }

    /// Ends it, whatever its conditions say.
    pub fn end(&mut self, why: Resolution) -> Change {
        let was_open = self.is_open();
        self.state = State::Resolved;
        if was_open { Change::Resolved(why) } else { Change::Dropped }
    }

    /// When something comes due by itself.
    pub fn next_at(&self) -> Option<Moment> {
        let clears = self.clearing_since.map(|since| since.shifted(minutes(self.dwell.clear)));
        let step = self.steps.get(self.told).copied();
        match self.state {
            State::Pending => Some(self.opens_at()),
            // While it may be over, nobody is told that it is bad.
            State::Open => clears.or(step),
            State::Acknowledged => clears,
            State::Snoozed => [self.snoozed_until, clears].into_iter().flatten().min(),
            State::Resolved => None,
        }
    }

    /// Carries out what is due at `now`, one thing at a time; nothing if nothing is.
    pub fn due(&mut self, now: Moment) -> Option<Due> {
        if self.next_at().is_none_or(|next| next > now) {
            return None;
        }
        if self.clearing_since.is_some_and(|since| since.shifted(minutes(self.dwell.clear)) <= now) {
            self.state = State::Resolved;
            return Some(Due::Resolve);
        }
        match self.state {
            State::Pending => {
                self.state = State::Open;
                Some(Due::Open)
            }
            State::Snoozed => {
                (self.state, self.snoozed_until) = (State::Open, None);
                Some(Due::Wake)
            }
            State::Open => {
                self.told += 1;
                Some(Due::Step(self.told - 1))
            }
            State::Acknowledged | State::Resolved => None,
        }
    }

    /// Somebody looks after it: no further step is told.
    pub fn acknowledge(&mut self) {
        (self.state, self.snoozed_until) = (State::Acknowledged, None);
    }

    /// Somebody wants to hear of it at `until` again; what was to come is put off by as long.
    pub fn snooze(&mut self, now: Moment, until: Moment) {
        let by = until.utc() - now.utc();
        let told = self.told;
        self.steps.iter_mut().skip(told).for_each(|step| *step = step.shifted(by));
        (self.state, self.snoozed_until) = (State::Snoozed, Some(until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Moment {
        Moment::from_micros(1_770_000_000_000_000).expect("in range").shifted(TimeDelta::minutes(minute))
    }

    fn life(raise: u32, clear: u32) -> Life {
        Life::begin(at(0), Dwell { raise, clear }, vec![at(0), at(60), at(240)])
    }

    #[test]
    fn it_opens_tells_and_escalates_while_nobody_acts() {
        let mut life = life(0, 30);
        assert_eq!(life.due(at(0)), Some(Due::Open));
        assert_eq!(life.due(at(0)), Some(Due::Step(0)));
        assert_eq!(life.due(at(59)), None);
        assert_eq!((life.due(at(60)), life.due(at(60))), (Some(Due::Step(1)), None));
        life.acknowledge();
        assert_eq!((life.next_at(), life.due(at(999))), (None, None));
        assert!(life.is_open(), "somebody looks after it; it is not over");
    }

    #[test]
    fn what_does_not_last_is_forgotten() {
        let mut life = life(15, 30);
        assert_eq!(life.due(at(14)), None);
        assert_eq!(life.observe(Seen::Between, at(14)), Change::Dropped);
        assert_eq!(life.due(at(20)), None);
    }

    #[test]
    fn a_forecast_that_flickers_opens_one_alert() {
        let mut life = life(0, 30);
        life.due(at(0));
        life.due(at(0));
        for minute in (1..50).step_by(2) {
            assert_eq!(life.observe(Seen::Cleared, at(minute)), Change::Noted);
            assert_eq!(life.observe(Seen::Raised, at(minute + 1)), Change::Noted);
        }
        assert_eq!(life.due(at(59)), None, "it never was over for half an hour");
        assert_eq!(life.observe(Seen::Cleared, at(61)), Change::Noted);
        assert_eq!(life.observe(Seen::Cleared, at(70)), Change::Nothing, "since the first time");
        assert_eq!(life.due(at(70)), None, "while it may be over, nobody is told that it is bad");
        assert_eq!((life.due(at(90)), life.due(at(91))), (None, Some(Due::Resolve)));
        assert_eq!(life.next_at(), None);
    }

    #[test]
    fn between_the_thresholds_nothing_changes() {
        let mut life = life(0, 0);
        life.due(at(0));
        assert_eq!(life.observe(Seen::Between, at(1)), Change::Nothing);
        assert_eq!(life.observe(Seen::Cleared, at(2)), Change::Resolved(Resolution::Recovered));
        assert_eq!(life.observe(Seen::Raised, at(3)), Change::Nothing, "another one opens instead");
    }

    #[test]
    fn who_snoozes_puts_off_what_is_to_come() {
        let mut life = life(0, 0);
        life.due(at(0));
        life.due(at(0));
        life.snooze(at(10), at(130));
        assert_eq!(life.due(at(129)), None);
        assert_eq!(life.due(at(130)), Some(Due::Wake));
        assert_eq!((life.due(at(179)), life.due(at(180))), (None, Some(Due::Step(1))));
        life.snooze(at(190), at(600));
        assert_eq!(life.end(Resolution::Gone), Change::Resolved(Resolution::Gone));
    }
}
