//! How fast plant time goes in a demo, and whether it stands: what whoever looks at it may set.
//!
//! Owns the two numbers and nothing else: the demo's own people read them and move the clock. They are kept in memory
//! and end with the demo; a server that is none has none.

use crate::app::App;
use crate::domain::refusal::{Refusal, clock as codes, common};
use crate::store::Failure;
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

/// How fast plant time goes in this demo.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
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

/// Lets plant time stand, go on, or go at another speed.
///
/// # Errors
///
/// This is no demo; a speed that can't be.
pub fn set(app: &App, body: &DemoBody) -> Result<DemoView, Failure> {
    let demo = app.demo.as_ref().ok_or_else(|| Refusal::new(codes::NOT_A_DEMO))?;
    if let Some(speed) = body.speed.filter(|speed| !(*speed > 0.0 && *speed <= FASTEST)) {
        let refusal = Refusal::at(common::INVALID_VALUE, "speed", speed);
        let (en, zh) =
            (format!("it must be above 0 and at most {FASTEST}"), format!("必须大于 0 且不超过 {FASTEST}"));
        return Err(refusal.with_words("reason", en, zh).into());
    }
    {
        let mut going = demo.0.lock().unwrap_or_else(PoisonError::into_inner);
        going.paused = body.paused.unwrap_or(going.paused);
        going.speed = body.speed.unwrap_or(going.speed);
    }
    let Going { paused, speed } = demo.going();
    Ok(DemoView { paused, speed })
}
