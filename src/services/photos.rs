//! Photos of inspections: sent before the inspection that names them, kept as long as the plant wants, then forgotten.
//!
//! The journal has who sent which and what was forgotten, never the bytes. What was decided is `inspections`' business.

use super::purchasing::unknown;
use super::{Ask, Tx};
use crate::domain::inspection::{MOST_PHOTOS, photo_type};
use crate::domain::refusal::{Refusal, floor as codes};
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::store::master::settings;
use crate::store::photos::{self as rows, Photo};
use crate::store::{Db, Failure, MAIN_PLANT, Subject, plant};
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

/// Largest photo, in bytes: one and a half MiB.
pub const LARGEST: usize = 3 * 1024 * 1024 / 2;
/// For so long a photo waits for the inspection that names it.
const WAITS: TimeDelta = TimeDelta::days(1);

/// A photo that has arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PhotoSent)]
pub struct PhotoView {
    /// Its id.
    pub id: String,
    /// `image/jpeg`, `image/png` or `image/webp`, by how the file begins.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: usize,
}

/// Takes a photo. The same one again changes nothing.
///
/// # Errors
///
/// It is no picture, or the id belongs to another one.
pub fn send(tx: &mut Tx<'_>, id: Uuid, bytes: &[u8]) -> Result<PhotoView, Failure> {
    let id = id.to_string();
    let media_type = photo_type(bytes).ok_or_else(|| Refusal::new(codes::PHOTO_NO_PICTURE))?;
    let view = PhotoView { id: id.clone(), media_type: media_type.to_owned(), bytes: bytes.len() };
    if let Some(known) = rows::photo(tx.db, tx.plant.id, &id)? {
        let same = known.bytes == bytes;
        return if same { Ok(view) } else { Err(Refusal::at(codes::PHOTO_ID_REUSED, "id", id).into()) };
    }
    let row = Photo {
        id: id.clone(),
        plant_id: tx.plant.id,
        media_type: media_type.to_owned(),
        bytes: bytes.to_vec(),
        sent_at: tx.now,
        sent_by: tx.actor.name.clone(),
        device: tx.actor.floor.as_ref().map(|at| at.device.clone()),
        inspection: None,
    };
    rows::insert(tx.db, &row)?;
    tx.journal("photo.sent", &[Subject::Photo(id)], &view)?;
    Ok(view)
}

/// Gives photos to an inspection, each once, and names them.
///
/// # Errors
///
/// There are too many, or one has not arrived or belongs to another inspection.
pub(super) fn take(tx: &mut Tx<'_>, named: &[Uuid], inspection: &str) -> Result<Vec<String>, Failure> {
    if named.len() > MOST_PHOTOS {
        let refusal = Refusal::at(codes::TOO_MANY_PHOTOS, "photos", named.len());
        return Err(refusal.with("most", MOST_PHOTOS).into());
    }
    let mut taken: Vec<String> = Vec::new();
    for (index, id) in named.iter().map(Uuid::to_string).enumerate() {
        let field = || format!("photos[{index}]");
        let unknown = || Refusal::at(codes::PHOTO_UNKNOWN, field(), &id);
        if taken.contains(&id) {
            continue;
        }
        match rows::inspection_of(tx.db, tx.plant.id, &id)?.ok_or_else(unknown)? {
            Some(_) => return Err(Refusal::at(codes::PHOTO_OF_ANOTHER, field(), &id).into()),
            None => rows::belongs(tx.db, &id, inspection)?,
        }
        taken.push(id);
    }
    Ok(taken)
}

/// A photo of an inspection with its bytes.
///
/// # Errors
///
/// There is no such inspection, it has no such photo, or that is not kept any more.
pub fn photo(ask: &mut Ask<'_>, inspection: &str, id: &str) -> Result<Photo, Failure> {
    let of = super::inspections::expect(ask.db, ask.plant.id, inspection)?;
    if !of.photos.0.iter().any(|own| own == id) {
        return Err(unknown("photo", id));
    }
    let days = settings::policies(&ask.plant)?.floor.photo_days;
    let gone = || Refusal::at(codes::PHOTO_GONE, "photo", id).with("days", days);
    Ok(rows::photo(ask.db, ask.plant.id, id)?.ok_or_else(gone)?)
}

/// When the next photo is to be forgotten.
///
/// # Errors
///
/// What the database says.
pub(super) fn due(db: &mut Db) -> Result<Option<Moment>, Failure> {
    let lost = rows::oldest(db, MAIN_PLANT, false)?.map(|sent| sent.shifted(WAITS));
    let kept = match rows::oldest(db, MAIN_PLANT, true)? {
        Some(sent) => Some(sent.shifted(kept_for(db)?)),
        None => None,
    };
    Ok([lost, kept].into_iter().flatten().min())
}

/// Forgets the photos that are over at `at`: those that the plant keeps no longer, and those that no inspection named
/// within a day. That they were there stays.
///
/// # Errors
///
/// What the database says.
pub(super) fn sweep(db: &mut Db, at: Moment, actor: &Actor) -> Result<(), Failure> {
    let kept = kept_for(db)?;
    let over = rows::over(db, MAIN_PLANT, at.shifted(-kept), at.shifted(-WAITS))?;
    if over.is_empty() {
        return Ok(());
    }
    for (id, _) in &over {
        rows::forget(db, id)?;
    }
    let subjects: Vec<Subject> = over.iter().map(|(id, _)| Subject::Photo(id.clone())).collect();
    let told: Vec<_> =
        over.iter().map(|(id, inspection)| json!({ "id": id, "inspection": inspection })).collect();
    Tx::new(db, at, actor)?.journal("photo.forgotten", &subjects, &json!({ "photos": told }))?;
    Ok(())
}

fn kept_for(db: &mut Db) -> Result<TimeDelta, Failure> {
    let policy = settings::policies(&plant(db, MAIN_PLANT)?)?.floor;
    Ok(TimeDelta::days(i64::from(policy.photo_days)))
}
