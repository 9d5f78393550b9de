//! The plant's policy, its work centres, and the partners that it buys from and sells to.

use super::numbers::{percent, seconds};
use super::{Ask, Desk, FaultKind, USUAL_ZONE};
use crate::document::{PurchaseOrderLine, Weekdays};
use crate::text::Lang;
use chrono::NaiveTime;
use holdfast_engine::model::{Customer, Settings, ShipDays, Supplier, Tier, WorkCenter};
use std::collections::BTreeMap;

/// By when goods must be packed, where ship days are named without a time.
const USUAL_CUTOFF: NaiveTime = NaiveTime::from_hms_opt(17, 0, 0).unwrap();
const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;

impl Desk<'_> {
    /// The settings sheet; what it does not say keeps the engine's default.
    pub(super) fn add_settings(&mut self, ask: Ask) {
        let said = &self.document.settings;
        if let Some(zone) = said.zone.as_ref().filter(|name| name.parse::<chrono_tz::Tz>().is_err()) {
            let (zone, used) = (zone.clone(), USUAL_ZONE.name());
            self.fault(None, FaultKind::UnknownZone { zone, used });
        }
        let usual = Settings::default();
        let minutes = |value: Option<_>, usual| value.map_or(usual, |v| seconds(v, MINUTE));
        self.shop.settings = Settings {
            plant_calendar: self.plant_calendar(),
            ship: ship_days(said.ship_days, said.ship_cutoff, None),
            packing: minutes(said.packing_minutes, usual.packing),
            buffer_days: said.buffer_days.unwrap_or(usual.buffer_days),
            default_lead_days: said.default_lead_days.unwrap_or(usual.default_lead_days),
            move_between: minutes(said.move_minutes, usual.move_between),
            wait: minutes(said.wait_minutes, usual.wait),
            frozen_shifts: said.frozen_shifts.unwrap_or(usual.frozen_shifts),
            hold_days: usual.hold_days,
            improve_passes: ask.improve,
            tiers: ask.tiers,
        };
    }

    /// Work centres with their own calendars and downtimes.
    pub(super) fn add_work_centers(&mut self) {
        let document = self.document;
        for row in &document.work_centres {
            let machines = row.machines.unwrap_or(1);
            let (calendar, downtimes) = self.calendar_of(&row.work_centre, &row.calendar, machines);
            let center = WorkCenter {
                name: row.name.clone().unwrap_or_default(),
                calendar,
                machines,
                downtimes,
                reporting_delay: row.reporting_delay_hours.map_or(0, |hours| seconds(hours, HOUR)),
                last_report: row.last_report.map(|at| self.at(at)),
                move_after: row.move_minutes.map(|minutes| seconds(minutes, MINUTE)),
            };
            self.shop.work_centers.insert(row.work_centre.as_str().into(), center);
        }
        self.name_lost_exceptions();
    }

    /// Suppliers with the days by which what they delivered was late.
    pub(super) fn add_suppliers(&mut self) {
        let document = self.document;
        let mut records: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
        for row in document.purchase_orders.iter().filter(|row| row.received >= Some(row.quantity)) {
            let Some((supplier, late)) = lateness(row) else { continue };
            records.entry(supplier).or_default().push(late);
        }
        for row in &document.suppliers {
            let supplier = Supplier {
                name: row.name.clone().unwrap_or_default(),
                lead_days: row.lead_days,
                calendar: row.calendar.as_deref().map(Into::into),
                send_days: row.send_days.map(Vec::from).unwrap_or_default(),
                record: records.remove(row.supplier.as_str()).unwrap_or_default(),
            };
            self.shop.suppliers.insert(row.supplier.as_str().into(), supplier);
        }
        // A supplier that is only known from purchase orders has a record too.
        for (code, record) in records {
            self.shop.suppliers.insert(code.into(), Supplier { record, ..only_seen(code) });
        }
    }

    /// Customers with their tier and the way goods go to them.
    pub(super) fn add_customers(&mut self) {
        let document = self.document;
        for row in &document.customers {
            let plant = self.shop.settings.ship.as_ref();
            let customer = Customer {
                name: row.name.clone().unwrap_or_default(),
                tier: row.tier.map(Tier::from).unwrap_or_default(),
                language: match row.language {
                    Some(Lang::En) => "en".to_owned(),
                    Some(Lang::Zh) => "zh-CN".to_owned(),
                    None => String::new(),
                },
                partial: row.partial_shipments.unwrap_or(false),
                short_tolerance: row.short_tolerance_percent.map(percent),
                transit_days: row.transit_days.unwrap_or(0),
                carrier: row.carrier_calendar.as_deref().map(Into::into),
                buffer_days: row.buffer_days,
                ship: ship_days(row.ship_days, row.ship_cutoff, plant),
            };
            self.shop.customers.insert(row.customer.as_str().into(), customer);
        }
    }
}

/// By how many days a purchase that is over came late, and whose it was; nothing if that is not known.
pub(super) fn lateness(row: &PurchaseOrderLine) -> Option<(&str, i32)> {
    let dates = row.received_date.zip(row.confirmed_date);
    let (supplier, (received, confirmed)) = (row.supplier.as_deref()?, dates?);
    Some((supplier, (received - confirmed).num_days() as i32))
}

/// A supplier of whom only what they delivered is known.
pub(super) fn only_seen(code: &str) -> Supplier {
    Supplier { name: code.to_owned(), ..Supplier::default() }
}

/// When goods leave; what is not said is the plant's. Nothing where nothing is said.
fn ship_days(
    days: Option<Weekdays>,
    cutoff: Option<NaiveTime>,
    plant: Option<&ShipDays>,
) -> Option<ShipDays> {
    if days.is_none() && cutoff.is_none() {
        return None;
    }
    let weekdays = match days {
        Some(days) => days.into(),
        None => plant.map(|p| p.weekdays.clone()).unwrap_or_default(),
    };
    let cutoff = cutoff.or(plant.map(|p| p.cutoff)).unwrap_or(USUAL_CUTOFF);
    Some(ShipDays { weekdays, cutoff })
}
