//! Rows of master data and of the record of the past, written over what is stored.

use crate::document::ShopDocument;
use crate::services::Tx;
use crate::store::master::{customers, history, items, making, resources, settings, suppliers};
use crate::store::types::Held;
use crate::store::{Failure, Plant};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Writes the plant's settings; what else is imported goes by their zone.
pub(super) fn plant(tx: &mut Tx<'_>, written: &ShopDocument) -> Result<Plant, Failure> {
    let before = settings::read(&tx.plant)?;
    if before.sheet != written.settings {
        let after = settings::PlantSettings { sheet: written.settings.clone(), ..before };
        settings::put(tx.db, &tx.plant, &after)?;
    }
    crate::store::plant(tx.db, tx.plant.id)
}

/// Writes customers, items, suppliers and work centres.
pub(super) fn codes(tx: &mut Tx<'_>, written: &ShopDocument, zone: Tz) -> Result<(), Failure> {
    for row in &written.customers {
        let stored = customers::one(tx.db, &row.customer)?;
        let version = stored.as_ref().map_or(0, |stored| stored.version) + 1;
        let active = stored.as_ref().is_none_or(|stored| stored.active);
        let fields = stored.map(|stored| stored.fields).unwrap_or_default().with_document(row);
        customers::put(tx.db, &customers::Row { code: row.customer.clone(), fields, active, version })?;
    }
    for row in &written.items {
        let stored = items::one(tx.db, &row.item)?;
        let version = stored.as_ref().map_or(0, |stored| stored.version) + 1;
        let active = stored.is_none_or(|stored| stored.active);
        items::put(tx.db, &items::Row { code: row.item.clone(), fields: row.into(), active, version })?;
    }
    for row in &written.suppliers {
        let stored = suppliers::one(tx.db, &row.supplier)?;
        let version = stored.as_ref().map_or(0, |stored| stored.version) + 1;
        let active = stored.as_ref().is_none_or(|stored| stored.active);
        let before = stored.map_or_else(
            || suppliers::Fields { contacts: Held(Vec::new()), ..suppliers::Fields::default() },
            |stored| stored.fields,
        );
        let fields = before.with_document(row);
        suppliers::put(tx.db, &suppliers::Row { code: row.supplier.clone(), fields, active, version })?;
    }
    for row in &written.work_centres {
        let stored = resources::work_centre(tx.db, tx.plant.id, &row.work_centre)?;
        let row = resources::Row {
            plant_id: tx.plant.id,
            code: row.work_centre.clone(),
            fields: row.into(),
            last_report: match &stored {
                Some(stored) => stored.last_report,
                None => resources::Row::last_report_of(row, zone),
            },
            active: stored.as_ref().is_none_or(|stored| stored.active),
            version: stored.map_or(0, |stored| stored.version) + 1,
        };
        resources::put_work_centre(tx.db, &row)?;
    }
    Ok(())
}

/// Writes bills of materials, routings and calendars, each as a whole.
pub(super) fn wholes(tx: &mut Tx<'_>, written: &ShopDocument) -> Result<(), Failure> {
    for (parent, rows) in grouped(&written.boms, |row| &row.parent) {
        let rows: Vec<_> = (1..).zip(rows).map(|(at, row)| making::BomRow::from_document(row, at)).collect();
        making::put_bom(tx.db, parent, &rows)?;
    }
    for (item, rows) in grouped(&written.routings, |row| &row.item) {
        let rows: Vec<_> =
            (1..).zip(rows).map(|(at, row)| making::OperationRow::from_document(row, at)).collect();
        making::put_routing(tx.db, item, &rows)?;
    }
    let plant_id = tx.plant.id;
    for (calendar, rows) in grouped(&written.shifts, |row| &row.calendar) {
        let row = |(at, row)| resources::ShiftRow::from_document(row, plant_id, at);
        let rows: Vec<_> = (1..).zip(rows).map(row).collect();
        resources::put_shifts(tx.db, plant_id, calendar, &rows)?;
    }
    Ok(())
}

fn grouped<'a, R>(rows: &'a [R], group: impl Fn(&'a R) -> &'a String) -> BTreeMap<&'a String, Vec<&'a R>> {
    let mut groups: BTreeMap<&String, Vec<&R>> = BTreeMap::new();
    for row in rows {
        groups.entry(group(row)).or_default().push(row);
    }
    groups
}

/// Adds calendar exceptions and rows of history.
pub(super) fn additions(tx: &mut Tx<'_>, written: &ShopDocument, zone: Tz) -> Result<(), Failure> {
    let plant_id = tx.plant.id;
    let exceptions = written.calendar_exceptions.iter();
    for fields in exceptions.filter_map(|row| resources::ExceptionFields::from_document(row, plant_id)) {
        resources::add_exception(tx.db, &fields)?;
    }
    for row in written.shipments.iter().filter_map(|row| history::ShipmentRow::from_document(row, plant_id)) {
        history::add_shipment(tx.db, &row)?;
    }
    let production = written.production.iter();
    for row in production.filter_map(|row| history::ProductionRow::from_document(row, plant_id, zone)) {
        history::add_production(tx.db, &row)?;
    }
    Ok(())
}
