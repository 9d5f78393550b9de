//! Dispatch notes and their lines: rows and queries.

use super::schema::sales::sales_lines;
use super::schema::supply::{dispatch_lines, dispatch_notes};
use super::{Columns, Db, Failure};
use crate::domain::sales::{LineId, LineStatus};
use crate::domain::value::{Amount, Day, Moment};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Where a dispatch note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteStatus {
    /// Being put together.
    Draft,
    /// Packed: nobody else gets what it has.
    Packed,
    /// It has left.
    Dispatched,
    /// It has arrived.
    Delivered,
    /// Given up before it left.
    Cancelled,
}

crate::stored_as_text!(NoteStatus);

/// A dispatch note.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = dispatch_notes, primary_key(plant_id, number), treat_none_as_null = true)]
pub struct DispatchNote {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Its number.
    pub number: String,
    /// Who gets it.
    pub customer: String,
    /// Where it stands.
    pub status: NoteStatus,
    /// The day on which it shall leave.
    pub planned_date: Option<Day>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// When it was entered.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
    /// When it was packed.
    pub packed_at: Option<Moment>,
    /// When it left.
    pub dispatched_at: Option<Moment>,
    /// When it arrived.
    pub delivered_at: Option<Moment>,
    /// When it was given up.
    pub cancelled_at: Option<Moment>,
    /// Grows with every change of it or its lines.
    pub version: i64,
}

/// A line of a dispatch note: so much of a sales order line.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = dispatch_lines)]
pub struct DispatchLine {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// The note.
    #[serde(skip)]
    pub note_no: String,
    /// Place on the note.
    #[serde(skip)]
    pub position: i64,
    /// The sales order.
    pub order_no: String,
    /// Its line.
    pub line: String,
    /// Its schedule line, or empty.
    pub schedule: String,
    /// What.
    pub item: String,
    /// How much.
    pub quantity: Amount,
    /// What is missing then is within the customer's tolerance and is not delivered later.
    pub closes: bool,
}

impl DispatchLine {
    /// The sales order line.
    pub fn line_ref(&self) -> LineId {
        LineId { order: self.order_no.clone(), line: self.line.clone(), schedule: self.schedule.clone() }
    }
}

/// A note, by number.
///
/// # Errors
///
/// What the database says.
pub fn note(db: &mut Db, plant_id: i64, number: &str) -> Result<Option<DispatchNote>, Failure> {
    Ok(db.maybe(dispatch_notes::table.find((plant_id, number)).select(DispatchNote::columns()))?)
}

/// Notes by number, after `after`.
///
/// # Errors
///
/// What the database says.
pub fn notes(
    db: &mut Db,
    plant_id: i64,
    status: Option<NoteStatus>,
    after: &str,
    limit: i64,
) -> Result<Vec<DispatchNote>, Failure> {
    let of_plant = dispatch_notes::table
        .filter(dispatch_notes::plant_id.eq(plant_id))
        .filter(dispatch_notes::number.gt(after))
        .order_by(dispatch_notes::number)
        .limit(limit)
        .select(DispatchNote::columns());
    Ok(match status {
        Some(status) => db.all(of_plant.filter(dispatch_notes::status.eq(status)))?,
        None => db.all(of_plant)?,
    })
}

/// Writes a note, new or changed.
///
/// # Errors
///
/// What the database says.
pub fn put_note(db: &mut Db, note: &DispatchNote) -> Result<(), Failure> {
    use dispatch_notes as t;
    let insert = diesel::insert_into(t::table).values(note.clone());
    db.run(insert.on_conflict((t::plant_id, t::number)).do_update().set(note.clone()))?;
    Ok(())
}

/// The lines of a note.
///
/// # Errors
///
/// What the database says.
pub fn lines_of(db: &mut Db, plant_id: i64, number: &str) -> Result<Vec<DispatchLine>, Failure> {
    let of_note = dispatch_lines::table
        .filter(dispatch_lines::plant_id.eq(plant_id))
        .filter(dispatch_lines::note_no.eq(number));
    Ok(db.all(of_note.order_by(dispatch_lines::position).select(DispatchLine::columns()))?)
}

/// Writes the lines of a note in place of those it had.
///
/// # Errors
///
/// What the database says.
pub fn set_lines(db: &mut Db, plant_id: i64, number: &str, lines: &[DispatchLine]) -> Result<(), Failure> {
    let of_note = dispatch_lines::table
        .filter(dispatch_lines::plant_id.eq(plant_id))
        .filter(dispatch_lines::note_no.eq(number));
    db.run(diesel::delete(of_note))?;
    for line in lines {
        db.run(diesel::insert_into(dispatch_lines::table).values(line))?;
    }
    Ok(())
}

/// All lines of notes with one of these statuses, with the note's number.
///
/// # Errors
///
/// What the database says.
pub fn lines_in(db: &mut Db, plant_id: i64, statuses: &[NoteStatus]) -> Result<Vec<DispatchLine>, Failure> {
    let mut found = Vec::new();
    for status in statuses {
        let joined = dispatch_lines::table.inner_join(
            dispatch_notes::table.on(dispatch_notes::plant_id
                .eq(dispatch_lines::plant_id)
                .and(dispatch_notes::number.eq(dispatch_lines::note_no))),
        );
        let with_status =
            joined.filter(dispatch_notes::plant_id.eq(plant_id)).filter(dispatch_notes::status.eq(*status));
        let key = (dispatch_lines::note_no, dispatch_lines::position);
        found.extend(db.all(with_status.order_by(key).select(DispatchLine::columns()))?);
    }
    Ok(found)
}

/// The lines of all notes for a sales order line, with their notes' status.
///
/// # Errors
///
/// What the database says.
pub fn lines_for(
    db: &mut Db,
    plant_id: i64,
    line: &LineId,
) -> Result<Vec<(DispatchLine, DispatchNote)>, Failure> {
    let joined = dispatch_lines::table.inner_join(
        dispatch_notes::table.on(dispatch_notes::plant_id
            .eq(dispatch_lines::plant_id)
            .and(dispatch_notes::number.eq(dispatch_lines::note_no))),
    );
    let for_line = joined
        .filter(dispatch_lines::plant_id.eq(plant_id))
        .filter(dispatch_lines::order_no.eq(line.order.clone()))
        .filter(dispatch_lines::line.eq(line.line.clone()))
        .filter(dispatch_lines::schedule.eq(line.schedule.clone()));
    let columns = (DispatchLine::columns(), DispatchNote::columns());
    Ok(db.all(for_line.order_by(dispatch_lines::note_no).select(columns))?)
}

/// How much of an item is packed on notes other than `besides`, for lines that are open.
///
/// # Errors
///
/// What the database says.
pub fn packed(db: &mut Db, plant_id: i64, item: &str, besides: &str) -> Result<Amount, Failure> {
    Ok(packed_lines(db, plant_id, item, besides)?.into_values().sum())
}

/// How much of an item is packed for each line on notes other than `besides`. What is packed for a line that is
/// over will not leave and is not kept from others.
///
/// # Errors
///
/// What the database says.
pub fn packed_lines(
    db: &mut Db,
    plant_id: i64,
    item: &str,
    besides: &str,
) -> Result<BTreeMap<LineId, Amount>, Failure> {
    let mut lines: BTreeMap<LineId, Amount> = BTreeMap::new();
    for row in packed_rows(db, plant_id, Some(item))?.into_iter().filter(|row| row.note_no != besides) {
        *lines.entry(row.line_ref()).or_default() += row.quantity;
    }
    Ok(lines)
}

/// How much is packed for each line, by item; see [`packed_lines`].
///
/// # Errors
///
/// What the database says.
pub fn all_packed(db: &mut Db, plant_id: i64) -> Result<BTreeMap<String, BTreeMap<LineId, Amount>>, Failure> {
    let mut items: BTreeMap<String, BTreeMap<LineId, Amount>> = BTreeMap::new();
    for row in packed_rows(db, plant_id, None)? {
        *items.entry(row.item.clone()).or_default().entry(row.line_ref()).or_default() += row.quantity;
    }
    Ok(items)
}

/// The lines of packed notes for lines that are open, of one item or of all.
fn packed_rows(db: &mut Db, plant_id: i64, item: Option<&str>) -> Result<Vec<DispatchLine>, Failure> {
    let of_note = dispatch_notes::plant_id
        .eq(dispatch_lines::plant_id)
        .and(dispatch_notes::number.eq(dispatch_lines::note_no));
    let of_line = sales_lines::plant_id
        .eq(dispatch_lines::plant_id)
        .and(sales_lines::order_no.eq(dispatch_lines::order_no))
        .and(sales_lines::line.eq(dispatch_lines::line))
        .and(sales_lines::schedule.eq(dispatch_lines::schedule));
    crate::on!(db, connection => {
        let mut packed = dispatch_lines::table
            .inner_join(dispatch_notes::table.on(of_note))
            .inner_join(sales_lines::table.on(of_line))
            .filter(sales_lines::status.eq(LineStatus::Open))
            .filter(dispatch_lines::plant_id.eq(plant_id))
            .filter(dispatch_notes::status.eq(NoteStatus::Packed))
            .order((dispatch_lines::note_no, dispatch_lines::position))
            .select(DispatchLine::columns())
            .into_boxed();
        if let Some(item) = item {
            packed = packed.filter(dispatch_lines::item.eq(item));
        }
        Ok(packed.load(connection)?)
    })
}

diesel::allow_tables_to_appear_in_same_query!(dispatch_lines, sales_lines);
diesel::allow_tables_to_appear_in_same_query!(dispatch_notes, sales_lines);
