//! Dispatch: from ready to packed, to the next ship window, to the customer's door.
//!
//! The same windows are counted forward for forecasts and back for internal targets.

use crate::calendar::Calendar;
use crate::model::{Customer, Shop};
use crate::network::{Calendars, NONE, Network, days_mask};
use crate::time::{DAY, Instant, WorkSeconds};
use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// How far a ship window is searched, in days.
const SEARCH_DAYS: u32 = 400;

/// How goods leave the plant for one customer: the rule without the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipping {
    packing: WorkSeconds,
    /// Weekdays on which the carrier comes (bit 0 is Monday, none is any) and by when goods must be packed.
    window: Option<(u8, NaiveTime)>,
    transit_days: u32,
    /// The carrier's calendar, or [`NONE`] for every day.
    carrier: u32,
}

impl Shipping {
    /// How `shop` ships to `customer`.
    pub fn of(shop: &Shop, calendars: &Calendars, customer: Option<&Customer>) -> Shipping {
        let rule = customer.and_then(|c| c.ship.as_ref()).or(shop.settings.ship.as_ref());
        Shipping {
            packing: WorkSeconds(shop.settings.packing),
            window: rule.map(|s| (days_mask(&s.weekdays), s.cutoff)),
            transit_days: customer.map_or(0, |c| c.transit_days),
            carrier: customer.and_then(|c| calendars.find(c.carrier.as_ref()?)).unwrap_or(NONE),
        }
    }
}

/// How goods leave the plant for one customer.
#[derive(Clone, Copy, Debug)]
pub struct Dispatch<'a> {
    plant: &'a Calendar,
    carrier: Option<&'a Calendar>,
    zone: Tz,
    rule: Shipping,
}

/// When a line or a part of it leaves and arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipment {
    /// When it is packed.
    pub packed: Instant,
    /// When it leaves.
    pub ship: Instant,
    /// When it arrives.
    pub arrival: Instant,
}

impl<'a> Dispatch<'a> {
    /// `rule` on the plant's calendar.
    pub fn new(rule: Shipping, calendars: &'a Calendars, zone: Tz) -> Dispatch<'a> {
        let carrier = calendars.list.get(rule.carrier as usize);
        Dispatch { plant: &calendars.list[calendars.plant as usize], carrier, zone, rule }
    }

    /// How a network ships to the customer with that index.
    pub fn to(network: &'a Network, customer: u32) -> Dispatch<'a> {
        Dispatch::new(network.shipping[customer as usize], &network.calendars, network.zone)
    }

    /// When goods that are ready at `ready` are packed, leave and arrive.
    pub fn shipment(&self, ready: Instant) -> Shipment {
        let packed = self.plant.finish(ready, self.rule.packing).unwrap_or(Instant::NEVER);
        let ship = self.next_window(packed).unwrap_or(Instant::NEVER);
        let arrival = match self.rule.transit_days {
            0 => ship,
            days if ship.is_reached() => match self.carrier {
                Some(carrier) => carrier.days_after(ship, days).unwrap_or(Instant::NEVER),
                None => ship + i64::from(days) * DAY,
            },
            _ => ship,
        };
        Shipment { packed, ship, arrival }
    }

    /// The latest ship instant whose goods arrive by `arrival`.
    pub fn ship_for(&self, arrival: Instant) -> Instant {
        match self.carrier {
            Some(carrier) => carrier.days_before(arrival, self.rule.transit_days),
            None => arrival + -i64::from(self.rule.transit_days) * DAY,
        }
    }

    /// The latest instant at which goods must be ready to leave by `ship`.
    pub fn ready_for(&self, ship: Instant) -> Instant {
        let leaves = self.last_window(ship).unwrap_or(ship);
        self.plant.back(leaves, self.rule.packing)
    }

    fn next_window(&self, packed: Instant) -> Option<Instant> {
        let Some(window) = self.rule.window else { return Some(packed) };
        if !packed.is_reached() {
            return None;
        }
        let days = packed.date(self.zone).iter_days().take(SEARCH_DAYS as usize);
        days.filter_map(|day| self.window_on(day, window)).find(|&leaves| leaves >= packed)
    }

    fn last_window(&self, by: Instant) -> Option<Instant> {
        let window = self.rule.window?;
        let mut day = by.date(self.zone);
        for _ in 0..SEARCH_DAYS {
            if let Some(leaves) = self.window_on(day, window).filter(|&leaves| leaves <= by) {
                return Some(leaves);
            }
            day = day.pred_opt()?;
        }
        None
    }

    /// The ship window of a day, if the carrier comes and the plant is open on it.
    fn window_on(&self, day: NaiveDate, (mask, cutoff): (u8, NaiveTime)) -> Option<Instant> {
        let comes = mask == 0 || mask & 1 << day.weekday().num_days_from_monday() != 0;
        let midnight = Instant::start_of(day, self.zone);
        let open = || self.plant.intervals_between(midnight, midnight + DAY).next().is_some();
        (comes && open()).then(|| Instant::from_local(day.and_time(cutoff), self.zone))
    }
}
