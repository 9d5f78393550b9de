//! Who asks: credentials in, an [`Actor`] out. It knows sessions, tokens, tablets and passwords, and no HTTP.
//!
//! Sessions and tokens live by the machine's clock, never by the plant's. What was looked up is remembered for a
//! few seconds, so that a busy floor does not ask the database who it is with every report; whatever changes
//! access here calls [`Gate::forget`], other instances notice after those seconds.

pub mod floor;
pub mod link;
pub mod secret;
mod throttle;
mod visitor;

use crate::domain::role::{Actor, Right, Role};
use crate::domain::value::Moment;
use crate::store::access::{self, ApiToken, User};
use crate::store::{Failure, Store};
use crate::text::Lang;
use chrono::{TimeDelta, Utc};
use secret::Cost;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use throttle::Throttle;
pub use visitor::Guess;

/// How long an answer of the database about a credential is believed.
const REMEMBERED: Duration = Duration::from_secs(5);
/// Credentials remembered at most; beyond that all are asked for again.
const MOST_REMEMBERED: usize = 10_000;
/// The first instant that a moment can be, in microseconds since 1970: what a machine without a clock says.
const LONG_AGO: i64 = 946_684_800_000_000;
/// How long a browser stays signed in.
pub const SESSION_HOURS: i64 = 12;

/// What a request says about who sends it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Credential {
    /// The secret of a signed-in browser.
    Session(String),
    /// The secret of an API token.
    Token(String),
    /// The secret of a tablet, and that of the operator who is signed in at it.
    Device {
        /// The tablet's.
        device: String,
        /// The operator's.
        operator: Option<String>,
    },
}

/// Tells who stands behind a credential, and slows down who guesses. Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

/// A password that somebody may try.
#[derive(Debug)]
#[must_use]
pub struct Attempt {
    /// Who is tried where.
    name: String,
    address: String,
    of_badge: bool,
}

impl Attempt {
    fn new(name: &str, address: &str) -> Self {
        Self {
            name: format!("{}\n{address}", name.to_lowercase()),
            address: address.to_owned(),
            of_badge: false,
        }
    }
}

struct Inner {
    cost: Cost,
    known: Mutex<BTreeMap<Credential, (Actor, Instant)>>,
    by_name: Throttle,
    by_address: Throttle,
    by_operator: Throttle,
    by_tablet: Throttle,
    guesses: visitor::Guesses,
    seen: Mutex<BTreeMap<String, Moment>>,
    /// When the cookies of tablets were last set anew.
    renewed: Mutex<BTreeMap<String, Moment>>,
    nobody: OnceLock<String>,
}

impl Default for Gate {
    fn default() -> Self {
        Self::new(Cost::default())
    }
}

impl Gate {
    /// A gate whose new passwords cost so much to guess.
    pub fn new(cost: Cost) -> Self {
        Self(Arc::new(Inner {
            cost,
            known: Mutex::default(),
            by_name: Throttle::new(10, Duration::from_secs(6)),
            by_address: Throttle::new(60, Duration::from_secs(1)),
            by_operator: floor::pins(),
            by_tablet: floor::badges(),
            guesses: visitor::Guesses::default(),
            seen: Mutex::default(),
            renewed: Mutex::default(),
            nobody: OnceLock::new(),
        }))
    }

    /// Wrong attempts at the orders of customers.
    fn guesses(&self) -> &visitor::Guesses {
        &self.0.guesses
    }

    /// What new passwords cost to guess.
    pub fn cost(&self) -> Cost {
        self.0.cost
    }

    /// Lets `actor` in with a credential for a few seconds without the database: for tests.
    pub fn let_in(&self, credential: Credential, actor: Actor) {
        self.remember(credential, actor);
    }

    /// Whether somebody may try a password now. The attempt counts as a wrong one until [`Gate::was_right`]. A
    /// name waits at the address where it was guessed, so that nobody can keep a person out from elsewhere.
    ///
    /// # Errors
    ///
    /// The seconds to wait.
    pub fn admit(&self, name: &str, address: &str) -> Result<Attempt, u64> {
        let (now, attempt) = (Instant::now(), Attempt::new(name, address));
        let seconds = |wait: Duration| wait.as_secs() + 1;
        self.0.by_address.count(&attempt.address, now).map_err(seconds)?;
        if let Err(wait) = self.0.by_name.count(&attempt.name, now) {
            self.0.by_address.take_back(&attempt.address);
            return Err(seconds(wait));
        }
        Ok(attempt)
    }

    /// Takes back that an attempt counts: the password was right.
    pub fn was_right(&self, attempt: &Attempt) {
        self.0.by_address.take_back(&attempt.address);
        self.0.by_name.take_back(&attempt.name);
    }

    /// Whether somebody may try the PIN of an operator at a tablet now; counts as a wrong one until
    /// [`Gate::was_known`].
    ///
    /// # Errors
    ///
    /// The seconds to wait.
    pub fn admit_operator(&self, operator: &str, device: &str) -> Result<Attempt, u64> {
        let attempt = Attempt::new(operator, device);
        let counted = self.0.by_operator.count(&attempt.name, Instant::now());
        counted.map(|()| attempt).map_err(|wait| wait.as_secs() + 1)
    }

    /// [`Gate::admit_operator`] with a badge, by its fingerprint: one that is good no more keeps no other one out. All
    /// badges of a tablet together have a limit of their own.
    ///
    /// # Errors
    ///
    /// The seconds to wait.
    pub fn admit_badge(&self, fingerprint: &str, device: &str) -> Result<Attempt, u64> {
        let now = Instant::now();
        let seconds = |wait: Duration| wait.as_secs() + 1;
        self.0.by_tablet.count(device, now).map_err(seconds)?;
        let attempt = Attempt { of_badge: true, ..Attempt::new(fingerprint, device) };
        if let Err(wait) = self.0.by_operator.count(&attempt.name, now) {
            self.0.by_tablet.take_back(device);
            return Err(seconds(wait));
        }
        Ok(attempt)
    }

    /// Takes back that an attempt of an operator counts.
    pub fn was_known(&self, attempt: &Attempt) {
        self.0.by_operator.take_back(&attempt.name);
        if attempt.of_badge {
            self.0.by_tablet.take_back(&attempt.address);
        }
    }

    /// Whether the cookie of a tablet that was enrolled at `enrolled` is a day old; it is to be set anew then, and counts
    /// as new.
    pub fn renews(&self, device: &str, enrolled: Moment) -> bool {
        let mut renewed = self.0.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        let last = renewed.get(device).map_or(enrolled, |last| enrolled.max(*last));
        let (now, old) = (now(), last.shifted(TimeDelta::days(1)));
        let due = old <= now;
        if due {
            renewed.insert(device.to_owned(), now);
        }
        due
    }

    /// When a tablet was last let in since this process began, by the machine's clock.
    pub fn last_seen(&self, device: &str) -> Option<Moment> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).get(device).copied()
    }

    /// A hash that no password has, and that takes as long to compare: for people who are not there.
    pub fn nobodys_hash(&self) -> &str {
        self.0.nobody.get_or_init(|| secret::hashed(&secret::new(), self.0.cost).unwrap_or_default())
    }

    /// Who stands behind `credential`, if that was looked up a moment ago. Never blocks.
    pub fn remembers(&self, credential: &Credential) -> Option<Actor> {
        let known = self.0.known.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .get(credential)
            .filter(|(_, since)| since.elapsed() < REMEMBERED)
            .map(|(actor, _)| actor.clone())
    }

    /// Who stands behind `credential`. Blocks.
    ///
    /// # Errors
    ///
    /// What the database says; of a tablet or an operator who is let in no more, that.
    pub fn who(&self, store: &Store, credential: &Credential) -> Result<Option<Actor>, Failure> {
        let now = now();
        let actor = store.read(|db| match credential {
            Credential::Session(secret) => {
                let user = access::session(db, &secret::fingerprint(secret), now)?;
                Ok(user.filter(|user| user.active).map(|user| person(&user)))
            }
            Credential::Token(secret) => {
                let token = access::token_of(db, &secret::fingerprint(secret))?;
                let live = |token: &ApiToken| {
                    token.revoked.is_none() && token.expires.is_none_or(|expires| expires > now)
                };
                Ok(token.filter(live).map(|token| program(&token)))
            }
            Credential::Device { device, operator } => {
                floor::who(db, device, operator.as_deref(), now).map(Some)
            }
        })?;
        if let Some(actor) = &actor {
            if let Some(at) = &actor.floor {
                let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
                seen.insert(at.device.clone(), now);
            }
            self.remember(credential.clone(), actor.clone());
        }
        Ok(actor)
    }

    /// Forgets what was looked up, because access has changed.
    pub fn forget(&self) {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn remember(&self, credential: Credential, actor: Actor) {
        let mut known = self.0.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(credential, (actor, Instant::now()));
    }
}

/// Now, by the machine's clock.
pub fn now() -> Moment {
    Moment::new(Utc::now()).unwrap_or_else(|| Moment::from_micros(LONG_AGO).expect("in range"))
}

/// When a session that begins now ends.
pub fn session_end(from: Moment) -> Moment {
    from.shifted(TimeDelta::hours(SESSION_HOURS))
}

/// A person as the one who acts. Roles that are not known any more give nothing.
pub fn person(user: &User) -> Actor {
    let names = user.roles.read::<Vec<String>>().unwrap_or_default();
    let roles = names.iter().filter_map(|name| Role::named(name)).collect::<BTreeSet<_>>();
    let rights = roles.iter().flat_map(|role| role.rights()).copied().collect();
    let (name, lang) = (format!("user:{}", user.name), Lang::from_tag(&user.lang));
    Actor { name, rights, roles, lang, floor: None }
}

/// A program as the one who acts.
fn program(token: &ApiToken) -> Actor {
    let names = token.rights.read::<Vec<String>>().unwrap_or_default();
    let rights = names.iter().filter_map(|name| Right::named(name)).collect();
    let name = format!("token:{}", token.name);
    Actor { name, rights, roles: BTreeSet::new(), lang: Lang::En, floor: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_guesses_has_to_wait_where_they_guessed() {
        let gate = Gate::new(Cost::CHEAP);
        for _ in 0..10 {
            assert!(gate.admit("anna", "192.0.2.1").is_ok());
        }
        let refused = gate.admit("Anna", "192.0.2.1").map(drop);
        assert!(refused.is_err_and(|seconds| (1..=7).contains(&seconds)));
        assert!(gate.admit("anna", "192.0.2.2").is_ok());
        assert!(gate.admit("bo", "192.0.2.1").is_ok());
    }

    #[test]
    fn right_passwords_do_not_count() {
        let gate = Gate::new(Cost::CHEAP);
        for _ in 0..100 {
            let attempt = gate.admit("anna", "192.0.2.1").expect("right until now");
            gate.was_right(&attempt);
        }
    }
}
