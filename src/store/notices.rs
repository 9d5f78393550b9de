//! Notices to customers, to whom they went, which addresses want no more, and the key of links. Rows only: what is
//! told, when and to whom is decided in `services::notices`.

use super::schema::notices::{link_keys, notice_recipients, notice_stops, notices};
use super::types::Held;
use super::{Columns, Db, Failure};
use crate::domain::notice::{NoticeLine, State};
use crate::domain::value::{Day, Moment};
use diesel::prelude::*;

crate::stored_as_text!(State);

/// A notice as it is begun.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = notices)]
pub struct NewNotice {
    /// The plant.
    pub plant_id: i64,
    /// The order that it is about.
    pub order_no: String,
    /// Whose order, by code.
    pub customer: String,
    /// Where it stands.
    pub state: State,
    /// What there is to tell of each line.
    pub lines: Held<Vec<NoticeLine>>,
    /// Why dates moved: a code of the plant's list.
    pub reason_code: Option<String>,
    /// What the customer reads of that.
    pub reason: Option<String>,
    /// What we do about it.
    pub doing: Option<String>,
    /// Whatever else is to be said.
    pub remark: Option<String>,
    /// By when the customer hears from us again.
    pub next_update_by: Option<Day>,
    /// When it was begun.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
    /// When it leaves by itself.
    pub send_at: Option<Moment>,
    /// Grows with every change.
    pub version: i64,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = notices, treat_none_as_null = true)]
pub struct Notice {
    /// Its number.
    pub id: i64,
    /// The order that it is about.
    pub order_no: String,
    /// Whose order, by code.
    pub customer: String,
    /// Where it stands.
    pub state: State,
    /// What there is to tell of each line.
    pub lines: Held<Vec<NoticeLine>>,
    /// Why dates moved: a code of the plant's list.
    pub reason_code: Option<String>,
    /// What the customer reads of that.
    pub reason: Option<String>,
    /// What we do about it.
    pub doing: Option<String>,
    /// Whatever else is to be said.
    pub remark: Option<String>,
    /// By when the customer hears from us again.
    pub next_update_by: Option<Day>,
    /// When it was begun.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
    /// When it leaves by itself.
    pub send_at: Option<Moment>,
    /// When it was sent or dropped.
    pub ended_at: Option<Moment>,
    /// By whom.
    pub ended_by: Option<String>,
    /// Why it was dropped.
    pub why: Option<String>,
    /// The day by which the next one is promised, until one is sent.
    pub update_due: Option<Day>,
    /// Grows with every change.
    pub version: i64,
}

/// Somebody to whom a notice was sent.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notice_recipients)]
pub struct Recipient {
    /// What links name: it says nothing.
    pub id: String,
    /// The notice.
    pub notice: i64,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub address: String,
    /// `en` or `zh`.
    pub lang: String,
}

/// An address that wants no notices any more.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notice_stops)]
pub struct Stop {
    /// The plant.
    pub plant_id: i64,
    /// The address, in small letters.
    pub address: String,
    /// Whose notice it was stopped in.
    pub customer: String,
    /// When.
    pub stopped_at: Moment,
}

/// Which notices a list shows.
#[derive(Clone, Debug, Default)]
pub struct NoticeFilter<'f> {
    /// Only those that stand so.
    pub state: Option<State>,
    /// Only about this order.
    pub order: Option<&'f str>,
    /// Only to this customer.
    pub customer: Option<&'f str>,
    /// Only with a lower number.
    pub before: Option<i64>,
    /// So many at most.
    pub limit: i64,
}

/// Begins a notice and says its number.
///
/// # Errors
///
/// What the database says; an order has one that is open at most.
pub fn insert(db: &mut Db, row: NewNotice) -> Result<i64, Failure> {
    Ok(db.one(diesel::insert_into(notices::table).values(row).returning(notices::id))?)
}

/// Stores a notice as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update(db: &mut Db, row: &Notice) -> Result<(), Failure> {
    db.run(diesel::update(notices::table.find(row.id)).set(row.clone()))?;
    Ok(())
}

/// A notice by its number.
///
/// # Errors
///
/// What the database says.
pub fn notice(db: &mut Db, plant_id: i64, id: i64) -> Result<Option<Notice>, Failure> {
    let one = notices::plant_id.eq(plant_id).and(notices::id.eq(id));
    Ok(db.maybe(notices::table.filter(one).select(Notice::columns()))?)
}

/// The notice of an order that was neither sent nor dropped.
///
/// # Errors
///
/// What the database says.
pub fn open_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Option<Notice>, Failure> {
    let of = notices::plant_id.eq(plant_id).and(notices::order_no.eq(order));
    let open = of.and(notices::ended_at.is_null());
    Ok(db.maybe(notices::table.filter(open).select(Notice::columns()))?)
}

/// Notices, the newest first.
///
/// # Errors
///
/// What the database says.
pub fn list(db: &mut Db, plant_id: i64, filter: &NoticeFilter<'_>) -> Result<Vec<Notice>, Failure> {
    crate::on!(db, connection => {
        let mut query = notices::table
            .filter(notices::plant_id.eq(plant_id))
            .order(notices::id.desc())
            .limit(filter.limit)
            .select(Notice::columns())
            .into_boxed();
        if let Some(state) = filter.state {
            query = query.filter(notices::state.eq(state));
        }
        if let Some(order) = filter.order {
            query = query.filter(notices::order_no.eq(order));
        }
        if let Some(customer) = filter.customer {
            query = query.filter(notices::customer.eq(customer));
        }
        if let Some(before) = filter.before {
            query = query.filter(notices::id.lt(before));
        }
        Ok(query.load(connection)?)
    })
}

/// When the next notice leaves by itself.
///
/// # Errors
///
/// What the database says.
pub fn next_to_send(db: &mut Db, plant_id: i64) -> Result<Option<Moment>, Failure> {
    let waiting = notices::plant_id.eq(plant_id).and(notices::ended_at.is_null());
    let waiting = waiting.and(notices::send_at.is_not_null());
    let first =
        notices::table.filter(waiting).order(notices::send_at.asc()).select(notices::send_at).limit(1);
    Ok(db.maybe::<Option<Moment>, _>(first)?.flatten())
}

/// The notices that leave by themselves by `at`, by number.
///
/// # Errors
///
/// What the database says.
pub fn to_send(db: &mut Db, plant_id: i64, at: Moment) -> Result<Vec<Notice>, Failure> {
    let waiting = notices::plant_id.eq(plant_id).and(notices::ended_at.is_null());
    let due = waiting.and(notices::send_at.is_not_null()).and(notices::send_at.le(at));
    Ok(db.all(notices::table.filter(due).order(notices::id).select(Notice::columns()))?)
}

/// Orders of which the customer was promised to hear again: order, customer, its owner, and by when.
pub type Promised = (String, String, Option<String>, Option<Day>);

/// The updates that are promised and not sent yet, by order.
///
/// # Errors
///
/// What the database says.
pub fn updates_due(db: &mut Db, plant_id: i64) -> Result<Vec<Promised>, Failure> {
    use super::schema::sales::sales_orders;
    let due = notices::plant_id.eq(plant_id).and(notices::update_due.is_not_null());
    let columns = (notices::order_no, notices::customer, notices::update_due);
    let found: Vec<(String, String, Option<Day>)> =
        db.all(notices::table.filter(due).order(notices::order_no).select(columns))?;
    let mut all = Vec::with_capacity(found.len());
    for (order, customer, day) in found {
        let head = sales_orders::table.find((plant_id, &order)).select(sales_orders::owner);
        let owner: Option<Option<String>> = db.maybe(head)?;
        all.push((order, customer, owner.flatten(), day));
    }
    Ok(all)
}

/// No update of an order is promised any more: one was sent, or there is nothing left to say.
///
/// # Errors
///
/// What the database says.
pub fn clear_update(db: &mut Db, plant_id: i64, order: &str) -> Result<(), Failure> {
    let of = notices::plant_id.eq(plant_id).and(notices::order_no.eq(order));
    let due = notices::table.filter(of.and(notices::update_due.is_not_null()));
    db.run(diesel::update(due).set(notices::update_due.eq(None::<Day>)))?;
    Ok(())
}

/// The day by which an update of an order is promised.
///
/// # Errors
///
/// What the database says.
pub fn update_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Option<Day>, Failure> {
    let of = notices::plant_id.eq(plant_id).and(notices::order_no.eq(order));
    let due = notices::table.filter(of.and(notices::update_due.is_not_null())).select(notices::update_due);
    Ok(db.maybe::<Option<Day>, _>(due)?.flatten())
}

/// Writes down to whom a notice was sent.
///
/// # Errors
///
/// What the database says.
pub fn add_recipient(db: &mut Db, row: &Recipient) -> Result<(), Failure> {
    db.run(diesel::insert_into(notice_recipients::table).values(row.clone()))?;
    Ok(())
}

/// Somebody to whom a notice was sent, and that notice.
///
/// # Errors
///
/// What the database says.
pub fn recipient(db: &mut Db, id: &str) -> Result<Option<Recipient>, Failure> {
    Ok(db.maybe(notice_recipients::table.find(id).select(Recipient::columns()))?)
}

/// To whom notices were sent.
///
/// # Errors
///
/// What the database says.
pub fn recipients_of(db: &mut Db, ids: &[i64]) -> Result<Vec<Recipient>, Failure> {
    let of = notice_recipients::table.filter(notice_recipients::notice.eq_any(ids.to_vec()));
    Ok(db.all(of.order(notice_recipients::address).select(Recipient::columns()))?)
}

/// Whether an address wants no notices any more.
///
/// # Errors
///
/// What the database says.
pub fn is_stopped(db: &mut Db, plant_id: i64, address: &str) -> Result<bool, Failure> {
    let one = notice_stops::table.find((plant_id, address.to_lowercase()));
    Ok(db.maybe::<String, _>(one.select(notice_stops::address))?.is_some())
}

/// Writes down that an address wants no notices any more; says whether that is new.
///
/// # Errors
///
/// What the database says.
pub fn stop(db: &mut Db, row: &Stop) -> Result<bool, Failure> {
    let insert = diesel::insert_into(notice_stops::table).values(row.clone());
    Ok(db.run(insert.on_conflict_do_nothing())? > 0)
}

/// The address gets notices again; says whether it did not before.
///
/// # Errors
///
/// What the database says.
pub fn resume(db: &mut Db, plant_id: i64, address: &str) -> Result<bool, Failure> {
    Ok(db.run(diesel::delete(notice_stops::table.find((plant_id, address.to_lowercase()))))? > 0)
}

/// The addresses that want no notices any more, in their order.
///
/// # Errors
///
/// What the database says.
pub fn stops(db: &mut Db, plant_id: i64) -> Result<Vec<Stop>, Failure> {
    let all = notice_stops::table.filter(notice_stops::plant_id.eq(plant_id)).order(notice_stops::address);
    Ok(db.all(all.select(Stop::columns()))?)
}

/// The key that links are signed with, if there is one yet.
///
/// # Errors
///
/// What the database says.
pub fn link_key(db: &mut Db, plant_id: i64) -> Result<Option<String>, Failure> {
    Ok(db.maybe(link_keys::table.find(plant_id).select(link_keys::key))?)
}

/// Gives the plant a key for its links; one that it has stays.
///
/// # Errors
///
/// What the database says.
pub fn put_link_key(db: &mut Db, plant_id: i64, key: &str) -> Result<(), Failure> {
    let row = (link_keys::plant_id.eq(plant_id), link_keys::key.eq(key));
    db.run(diesel::insert_into(link_keys::table).values(row).on_conflict(link_keys::plant_id).do_nothing())?;
    Ok(())
}
