//! Who asks: credentials in, an [`Actor`] out. It knows sessions, tokens and passwords, and no HTTP.
//!
//! Sessions and tokens live by the machine's clock, never by the plant's. What was looked up is remembered for a
//! few seconds, so that a busy floor does not ask the database who it is with every report; whatever changes
//! access here calls [`Gate::forget`], other instances notice after those seconds.

pub mod secret;

use crate::domain::role::{Actor, Right, Role};
use crate::domain::value::Moment;
use crate::store::access::{self, ApiToken, User};
use crate::store::{Failure, Store};
use crate::text::Lang;
use chrono::{TimeDelta, Utc};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use secret::Cost;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

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
}

/// Tells who stands behind a credential, and slows down who guesses. Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    cost: Cost,
    known: Mutex<BTreeMap<Credential, (Actor, Instant)>>,
    by_name: DefaultKeyedRateLimiter<String>,
    by_address: DefaultKeyedRateLimiter<String>,
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
        let quota = |seconds: u64, burst: u32| {
            let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
            let steady = Quota::with_period(Duration::from_secs(seconds));
            RateLimiter::keyed(steady.unwrap_or(Quota::per_minute(burst)).allow_burst(burst))
        };
        Self(Arc::new(Inner {
            cost,
            known: Mutex::default(),
            by_name: quota(6, 10),
            by_address: quota(1, 60),
            nobody: OnceLock::new(),
        }))
    }

    /// What new passwords cost to guess.
    pub fn cost(&self) -> Cost {
        self.0.cost
    }

    /// Lets `actor` in with a credential for a few seconds without the database: for tests.
    pub fn let_in(&self, credential: Credential, actor: Actor) {
        self.remember(credential, actor);
    }

    /// Whether somebody may try to sign in now.
    ///
    /// # Errors
    ///
    /// The seconds to wait.
    pub fn admit(&self, name: &str, address: &str) -> Result<(), u64> {
        let now = DefaultClock::default().now();
        for (limiter, key) in [(&self.0.by_name, name), (&self.0.by_address, address)] {
            if limiter.len() > MOST_REMEMBERED {
                limiter.retain_recent();
            }
            limiter.check_key(&key.to_lowercase()).map_err(|wait| wait.wait_time_from(now).as_secs() + 1)?;
        }
        Ok(())
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
    /// What the database says.
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
        })?;
        if let Some(actor) = &actor {
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
    Actor { name: format!("user:{}", user.name), rights, roles, lang: Lang::from_tag(&user.lang) }
}

/// A program as the one who acts.
fn program(token: &ApiToken) -> Actor {
    let names = token.rights.read::<Vec<String>>().unwrap_or_default();
    let rights = names.iter().filter_map(|name| Right::named(name)).collect();
    Actor { name: format!("token:{}", token.name), rights, roles: BTreeSet::new(), lang: Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_guesses_has_to_wait() {
        let gate = Gate::new(Cost::CHEAP);
        for _ in 0..10 {
            assert_eq!(gate.admit("anna", "192.0.2.1"), Ok(()));
        }
        assert!(gate.admit("Anna", "192.0.2.2").is_err_and(|seconds| (1..=7).contains(&seconds)));
        assert_eq!(gate.admit("bo", "192.0.2.1"), Ok(()));
    }
}
