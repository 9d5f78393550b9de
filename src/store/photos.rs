//! Photos of inspections: their bytes, and which inspection each belongs to.

use super::schema::floor::photos;
use super::{Columns, Db, Failure};
use crate::domain::value::Moment;
use diesel::prelude::*;

/// A photo.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = photos)]
pub struct Photo {
    /// Made by the client: the same photo sent again is known by it.
    pub id: String,
    /// The plant.
    pub plant_id: i64,
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// When it came, by the plant's clock.
    pub sent_at: Moment,
    /// Who sent it, as it is written down.
    pub sent_by: String,
    /// The tablet.
    pub device: Option<String>,
    /// The inspection that it belongs to, once that has come.
    pub inspection: Option<String>,
}

/// A photo with its bytes.
///
/// # Errors
///
/// What the database says.
pub fn photo(db: &mut Db, plant_id: i64, id: &str) -> Result<Option<Photo>, Failure> {
    let one = photos::table.find(id).filter(photos::plant_id.eq(plant_id));
    Ok(db.maybe(one.select(Photo::columns()))?)
}

/// The inspections that a photo belongs to: nothing for a photo that is not there, else at most one.
///
/// # Errors
///
/// What the database says.
pub fn inspection_of(db: &mut Db, plant_id: i64, id: &str) -> Result<Option<Option<String>>, Failure> {
    let one = photos::table.find(id).filter(photos::plant_id.eq(plant_id));
    Ok(db.maybe(one.select(photos::inspection))?)
}

/// Stores a new photo.
///
/// # Errors
///
/// What the database says.
pub fn insert(db: &mut Db, row: &Photo) -> Result<(), Failure> {
    db.run(diesel::insert_into(photos::table).values(row))?;
    Ok(())
}

/// Says to which inspection a photo belongs.
///
/// # Errors
///
/// What the database says.
pub fn belongs(db: &mut Db, id: &str, inspection: &str) -> Result<(), Failure> {
    db.run(diesel::update(photos::table.find(id)).set(photos::inspection.eq(inspection)))?;
    Ok(())
}

/// When the oldest photo of an inspection came, or the oldest that no inspection has named.
///
/// # Errors
///
/// What the database says.
pub fn oldest(db: &mut Db, plant_id: i64, named: bool) -> Result<Option<Moment>, Failure> {
    let of_plant = photos::plant_id.eq(plant_id);
    let sent = diesel::dsl::min(photos::sent_at);
    Ok(if named {
        db.one(photos::table.filter(of_plant.and(photos::inspection.is_not_null())).select(sent))?
    } else {
        db.one(photos::table.filter(of_plant.and(photos::inspection.is_null())).select(sent))?
    })
}

/// The photos of inspections that came by `named`, and those that no inspection has named by `unnamed`.
///
/// # Errors
///
/// What the database says.
pub fn over(
    db: &mut Db,
    plant_id: i64,
    named: Moment,
    unnamed: Moment,
) -> Result<Vec<(String, Option<String>)>, Failure> {
    let kept = photos::inspection.is_not_null().and(photos::sent_at.le(named));
    let lost = photos::inspection.is_null().and(photos::sent_at.le(unnamed));
    let gone = photos::table.filter(photos::plant_id.eq(plant_id)).filter(kept.or(lost));
    Ok(db.all(gone.order(photos::id).select((photos::id, photos::inspection)))?)
}

/// Forgets a photo.
///
/// # Errors
///
/// What the database says.
pub fn forget(db: &mut Db, id: &str) -> Result<(), Failure> {
    db.run(diesel::delete(photos::table.find(id)))?;
    Ok(())
}
