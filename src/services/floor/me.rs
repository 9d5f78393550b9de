//! What a tablet is told of itself: its name and place, the plant's clock, who may sign in, what it offers.

use super::list::{FloorClock, work_centres};
use crate::app::App;
use crate::domain::floor::{Identity, Reason, Reasons};
use crate::domain::refusal::{Refusal, floor as codes};
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::services::inspections;
use crate::store::Failure;
use crate::store::floor as rows;
use crate::store::master::settings;
use crate::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// A tablet, as it sees itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FloorMe {
    /// Its name and place.
    pub device: MyDevice,
    /// The plant.
    pub plant: MyPlant,
    /// What its clock says.
    pub clock: FloorClock,
    /// Who may sign in, by code.
    pub operators: Vec<Colleague>,
    /// How it is to behave.
    pub settings: MySettings,
    /// Whether it asked over TLS, or on the very machine: without, a camera and working offline are not to be had.
    pub secure: bool,
}

/// Name and place of a tablet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyDevice {
    /// What people call it.
    pub name: String,
    /// Where it stands.
    pub work_centres: Vec<Place>,
}

/// A work centre.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FloorPlace)]
pub struct Place {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: Option<String>,
}

/// The plant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyPlant {
    /// What people call it.
    pub name: String,
    /// Its time zone.
    pub zone: String,
    /// The language of the tablet while nobody is signed in.
    pub lang: Lang,
}

/// Somebody who may sign in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Colleague {
    /// What they are known by.
    pub code: String,
    /// What others call them; empty where nobody is to be named.
    pub name: String,
    /// Whether they lead the floor.
    pub lead: bool,
    /// Whether they inspect.
    pub inspects: bool,
    /// Whether they have a PIN.
    pub has_pin: bool,
}

/// How a tablet is to behave.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MySettings {
    /// How much is known of who works.
    pub identity: Identity,
    /// After how many idle minutes it asks again who is there.
    pub lock_after_minutes: u32,
    /// For how many seconds a report can be taken back.
    pub take_back_seconds: u32,
    /// The reasons that it offers.
    pub reasons: MyReasons,
}

/// The reasons that a tablet offers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyReasons {
    #[allow(missing_docs)]
    #[serde(flatten)]
    pub reasons: Reasons,
    /// Why something fails an inspection.
    pub fail: Vec<Reason>,
}

/// What the tablet that asks is told of itself, and since when it has its secret.
///
/// # Errors
///
/// Who asks is no tablet.
pub fn me(app: &App, actor: &Actor, secure: bool) -> Result<(FloorMe, Moment), Failure> {
    let at = actor.expect_device()?.clone();
    app.ask(actor, |ask| {
        let revoked = || Refusal::new(codes::DEVICE_REVOKED);
        let row = rows::device(ask.db, &at.device)?.ok_or_else(revoked)?;
        let policy = settings::policies(&ask.plant)?.floor;
        let named = policy.identity != Identity::Off;
        let people = rows::operators(ask.db, ask.plant.id)?.into_iter().filter(|row| row.active);
        let operators = people.map(|row| Colleague {
            name: if named { row.name } else { String::new() },
            lead: row.lead,
            inspects: row.inspects,
            has_pin: row.pin_hash.is_some(),
            code: row.code,
        });
        let operators = operators.collect();
        let centres = work_centres(ask, false)?.into_iter();
        let work_centres = centres.map(|row| Place { code: row.code, name: row.fields.name }).collect();
        let me = FloorMe {
            device: MyDevice { name: at.device.clone(), work_centres },
            plant: MyPlant {
                name: ask.plant.name.clone(),
                zone: ask.plant.zone.clone(),
                lang: Lang::from_tag(&row.lang),
            },
            clock: FloorClock::of(app),
            operators,
            settings: MySettings {
                identity: policy.identity,
                lock_after_minutes: policy.lock_after_minutes,
                take_back_seconds: policy.take_back_seconds,
                reasons: MyReasons {
                    reasons: policy.all_reasons(),
                    fail: inspections::fail_reasons(&ask.plant),
                },
            },
            secure,
        };
        Ok((me, row.enrolled))
    })
}
