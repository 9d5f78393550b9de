//! Entries of tablets that were refused and that a lead let go.

use crate::domain::value::Moment;
use crate::store::schema::floor::let_go;
use crate::store::{Columns, Db, Failure, Json};
use diesel::prelude::*;

/// An entry that was let go.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = let_go)]
pub struct LetGo {
    /// That of the entry: the same one again is known by it.
    pub id: String,
    /// The plant.
    pub plant_id: i64,
    /// What sort of entry it was.
    pub kind: String,
    /// When it was made.
    pub at: Moment,
    /// The work order that it is about.
    pub work_order: Option<String>,
    /// Its operation.
    pub operation: Option<String>,
    /// Why it was refused.
    pub code: String,
    /// What it said.
    pub said: Json,
    /// Why it was let go.
    pub note: Option<String>,
    /// Who let it go, as far as that is written down.
    pub let_go_by: Option<String>,
    /// The tablet.
    pub device: Option<String>,
    /// Who sent it, as it is written down.
    pub actor: String,
    /// When that came here, by the plant's clock.
    pub received_at: Moment,
}

/// An entry that was let go, by its id.
///
/// # Errors
///
/// What the database says.
pub fn let_go(db: &mut Db, id: &str) -> Result<Option<LetGo>, Failure> {
    Ok(db.maybe(let_go::table.find(id).select(LetGo::columns()))?)
}

/// Entries that were let go behind the one that came at an instant with an id, the newest first.
///
/// # Errors
///
/// What the database says.
pub fn all_let_go(
    db: &mut Db,
    plant_id: i64,
    behind: Option<(Moment, &str)>,
    limit: i64,
) -> Result<Vec<LetGo>, Failure> {
    let all = let_go::table.filter(let_go::plant_id.eq(plant_id));
    let newest = (let_go::received_at.desc(), let_go::id);
    Ok(match behind {
        Some((at, id)) => {
            let at_once = let_go::received_at.eq(at).and(let_go::id.gt(id.to_owned()));
            let later = let_go::received_at.lt(at).or(at_once);
            db.all(all.filter(later).order_by(newest).limit(limit).select(LetGo::columns()))?
        }
        None => db.all(all.order_by(newest).limit(limit).select(LetGo::columns()))?,
    })
}

/// Stores one.
///
/// # Errors
///
/// What the database says.
pub fn add_let_go(db: &mut Db, row: &LetGo) -> Result<(), Failure> {
    db.run(diesel::insert_into(let_go::table).values(row))?;
    Ok(())
}
