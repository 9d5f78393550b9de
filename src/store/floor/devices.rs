//! Tablets, and the codes with which they are enrolled.

use crate::domain::value::{Amount, Moment};
use crate::store::schema::floor::{devices, enrolments};
use crate::store::types::Held;
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;

/// A code with which one tablet can be enrolled.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolments)]
pub struct Enrolment {
    /// SHA-256 of the code.
    pub hash: String,
    /// The plant.
    pub plant_id: i64,
    /// What the tablet is to be called, if that was said.
    pub name: Option<String>,
    /// Where it will stand; all of the plant if empty.
    pub work_centres: Held<Vec<String>>,
    /// Who made it.
    pub made_by: String,
    /// Until when it is good, by the machine's clock.
    pub expires: Moment,
}

/// A tablet.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = devices, primary_key(name))]
#[diesel(treat_none_as_null = true)]
pub struct Device {
    /// What people call it.
    pub name: String,
    /// The plant.
    pub plant_id: i64,
    /// SHA-256 of its secret.
    pub hash: String,
    /// Where it stands; all of the plant if empty.
    pub work_centres: Held<Vec<String>>,
    /// `en` or `zh`: in which it is answered while nobody is signed in.
    pub lang: String,
    /// Since when, by the machine's clock.
    pub enrolled: Moment,
    /// Who made its code.
    pub enrolled_by: String,
    /// When it was revoked.
    pub revoked: Option<Moment>,
    /// When it was tried out, by the plant's clock.
    pub tested: Option<Moment>,
    /// Its pixels for a millimetre, as that trial found.
    pub px_per_mm: Option<Amount>,
    /// Grows with every change.
    pub version: i64,
}

/// Stores a code, and forgets those that are over.
///
/// # Errors
///
/// What the database says.
pub fn add_enrolment(db: &mut Db, row: &Enrolment, now: Moment) -> Result<(), Failure> {
    db.run(diesel::delete(enrolments::table.filter(enrolments::expires.le(now))))?;
    db.run(diesel::insert_into(enrolments::table).values(row))?;
    Ok(())
}

/// A code that is good at `now`.
///
/// # Errors
///
/// What the database says.
pub fn enrolment(db: &mut Db, hash: &str, now: Moment) -> Result<Option<Enrolment>, Failure> {
    let good = enrolments::table.find(hash).filter(enrolments::expires.gt(now));
    Ok(db.maybe(good.select(Enrolment::columns()))?)
}

/// Uses a code up.
///
/// # Errors
///
/// What the database says.
pub fn take_enrolment(db: &mut Db, hash: &str) -> Result<(), Failure> {
    db.run(diesel::delete(enrolments::table.find(hash)))?;
    Ok(())
}

/// All tablets of a plant, by name.
///
/// # Errors
///
/// What the database says.
pub fn devices(db: &mut Db, plant_id: i64) -> Result<Vec<Device>, Failure> {
    let all = devices::table.filter(devices::plant_id.eq(plant_id)).order(devices::name);
    Ok(db.all(all.select(Device::columns()))?)
}

/// A tablet by its name.
///
/// # Errors
///
/// What the database says.
pub fn device(db: &mut Db, name: &str) -> Result<Option<Device>, Failure> {
    Ok(db.maybe(devices::table.find(name).select(Device::columns()))?)
}

/// A tablet by the hash of its secret.
///
/// # Errors
///
/// What the database says.
pub fn device_of(db: &mut Db, hash: &str) -> Result<Option<Device>, Failure> {
    Ok(db.maybe(devices::table.filter(devices::hash.eq(hash)).select(Device::columns()))?)
}

/// Stores a tablet, new or changed.
///
/// # Errors
///
/// What the database says.
pub fn put_device(db: &mut Db, row: &Device) -> Result<(), Failure> {
    let insert = diesel::insert_into(devices::table).values(row);
    db.run(insert.on_conflict(devices::name).do_update().set(row))?;
    Ok(())
}
