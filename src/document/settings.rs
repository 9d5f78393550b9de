//! The plant's own settings.

use chrono::{NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Holidays, Weekdays};

/// The settings sheet. `None` is "not said": the planner's own default counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Settings {
    /// The plant's name.
    pub plant: Option<String>,
    /// IANA name of the plant's time zone, checked against the zone database.
    pub zone: Option<String>,
    /// The instant of the snapshot, in plant time.
    pub as_of: Option<NaiveDateTime>,
    /// Holidays of every calendar that names none itself.
    pub holidays: Option<Holidays>,
    /// Working days for an item about which nothing is known.
    pub default_lead_days: Option<u32>,
    /// From ready to packed, in minutes.
    pub packing_minutes: Option<Decimal>,
    /// Weekdays on which the carrier comes.
    #[schema(value_type = Option<Vec<String>>)]
    pub ship_days: Option<Weekdays>,
    /// Time of day by which goods must be packed.
    pub ship_cutoff: Option<NaiveTime>,
    /// Calendar of packing and dispatch.
    pub ship_calendar: Option<String>,
    /// Working days between the internal target and the promise.
    pub buffer_days: Option<u32>,
    /// How long a machine may wait for protected work about to arrive, in minutes.
    pub wait_minutes: Option<Decimal>,
    /// Between two work centres, in minutes.
    pub move_minutes: Option<Decimal>,
    /// Shifts whose sequence stays; 2 is this one and the next.
    pub frozen_shifts: Option<u32>,
}
