//! How fast plant time goes in a demo, and whether it stands: what whoever looks at it may set.
//!
//! Owns the two and nothing else: the demo's own people read them and move the clock. A server that is no demo has none.
//! The journal tells when somebody set them, so that everybody who looks hears of it, and a demo that is started again in
//! the same folder stands if it stood.

use super::Commit;
use crate::app::App;
use crate::domain::refusal::{Refusal, clock as codes, common};
use crate::domain::role::Actor;
use crate::store::{self, Failure, JournalFilter, MAIN_PLANT, Store, Subject};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use utoipa::ToSchema;

/// The fastest that plant time goes, in plant seconds for one second: a day in a minute and a half.
pub const FASTEST: f64 = 1_000.0;

/// How fast plant time goes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Going {
    paused: bool,
    speed: f64,
}

/// What is set in a demo.
#[derive(Debug)]
pub struct Demo(Mutex<Going>);

/// What the journal calls it when somebody set them.
const SET: &str = "demo.set";

/// How fast plant time goes in this demo.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DemoView {
    /// Whether it stands, and nobody in the demo does anything.
    pub paused: bool,
    /// Plant seconds for one second, while it goes.
    pub speed: f64,
}

/// How fast plant time shall go.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DemoBody {
    /// Whether it stands; as before if nobody says so.
    pub paused: Option<bool>,
    /// Plant seconds for one second, above 0 and at most 1000; as before if nobody says so.
    pub speed: Option<f64>,
}

impl Demo {
    /// A demo that goes `speed` times as fast as the machine's clock, once it is not paused.
    pub fn new(paused: bool, speed: f64) -> Self {
        Self(Mutex::new(Going { paused, speed }))
    }

    fn going(&self) -> Going {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How fast plant time goes; nothing where this is no demo.
pub fn view(app: &App) -> Option<DemoView> {
    let Going { paused, speed } = app.demo.as_ref()?.going();
    Some(DemoView { paused, speed })
}

/// Whether the demo of this store stood when it was looked at last.
///
/// # Errors
///
/// What the database says.
pub fn stood(store: &Store) -> Result<bool, Failure> {
    let newest = JournalFilter { what: Some(SET), limit: 1, ..JournalFilter::default() };
    let entries = store.read(|db| store::journal_before(db, MAIN_PLANT, &newest))?;
    let Some(entry) = entries.first() else { return Ok(false) };
    entry.body.read::<DemoView>().map(|set| set.paused)
}

/// Lets plant time stand, go on, or go at another speed.
///
/// # Errors
///
/// This is no demo; a speed that can't be; or the store.
pub fn set(app: &App, actor: &Actor, body: &DemoBody, commit: &impl Commit) -> Result<DemoView, Failure> {
    let demo = app.demo.as_ref().ok_or_else(|| Refusal::new(codes::NOT_A_DEMO))?;
    if let Some(speed) = body.speed.filter(|speed| !(*speed > 0.0 && *speed <= FASTEST)) {
        let refusal = Refusal::at(common::INVALID_VALUE, "speed", speed);
        let (en, zh) =
            (format!("it must be above 0 and at most {FASTEST}"), format!("必须大于 0 且不超过 {FASTEST}"));
        return Err(refusal.with_words("reason", en, zh).into());
    }
    let Going { paused, speed } = demo.going();
    let wanted = DemoView { paused: body.paused.unwrap_or(paused), speed: body.speed.unwrap_or(speed) };
    // Set before it is told: whoever hears of it finds it so.
    *demo.0.lock().unwrap_or_else(PoisonError::into_inner) =
        Going { paused: wanted.paused, speed: wanted.speed };
    commit.commit(app, actor, move |tx| tx.journal(SET, &[Subject::Plant], &wanted).map(|_| wanted))
}
