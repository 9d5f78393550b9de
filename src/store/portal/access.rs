//! Who gets in: access to orders, sign-ins by mail; beside them when lines reached their stages, and the shop's logo.

use crate::domain::sales::LineId;
use crate::domain::stage::Stage;
use crate::domain::value::Moment;
use crate::store::sales::SalesOrder;
use crate::store::schema::portal::{portal_access, portal_logos, portal_sign_ins, stage_times};
use crate::store::schema::sales::{sales_lines, sales_orders};
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;

/// How often the access to an order was renewed, and whether it is closed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = portal_access, primary_key(plant_id, order_no))]
pub struct Access {
    /// The plant.
    pub plant_id: i64,
    /// The order.
    pub order_no: String,
    /// How often.
    pub renewed: i64,
    /// Whether nobody gets in.
    pub closed: bool,
    /// When that was changed last.
    pub changed_at: Moment,
    /// By whom.
    pub changed_by: String,
}

/// The access to an order; nothing while it was never changed.
///
/// # Errors
///
/// What the database says.
pub fn access(db: &mut Db, plant_id: i64, order: &str) -> Result<Option<Access>, Failure> {
    Ok(db.maybe(portal_access::table.find((plant_id, order)).select(Access::columns()))?)
}

/// Stores the access to an order.
///
/// # Errors
///
/// What the database says.
pub fn put_access(db: &mut Db, row: &Access) -> Result<(), Failure> {
    let insert = diesel::insert_into(portal_access::table).values(row.clone());
    let keys = (portal_access::plant_id, portal_access::order_no);
    db.run(insert.on_conflict(keys).do_update().set(row.clone()))?;
    Ok(())
}

/// Orders that are called so by us or by their customers, so many at most.
///
/// # Errors
///
/// What the database says.
pub fn orders_named(db: &mut Db, plant_id: i64, name: &str, most: i64) -> Result<Vec<SalesOrder>, Failure> {
    // An order book has the customer's number at the lines.
    let at_lines = sales_lines::table
        .filter(sales_lines::plant_id.eq(plant_id))
        .filter(sales_lines::customer_order.eq(name.to_owned()))
        .select(sales_lines::order_no);
    let named = (sales_orders::number.eq(name.to_owned()))
        .or(sales_orders::customer_order.eq(name.to_owned()).assume_not_null())
        .or(sales_orders::number.eq_any(at_lines));
    let found = sales_orders::table.filter(sales_orders::plant_id.eq(plant_id)).filter(named);
    Ok(db.all(found.order_by(sales_orders::created_at.desc()).limit(most).select(SalesOrder::columns()))?)
}

/// When a line reached a stage last.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = stage_times, primary_key(plant_id, order_no, line, schedule, stage))]
pub struct StageTime {
    /// The plant.
    pub plant_id: i64,
    /// The order.
    pub order_no: String,
    /// The line.
    pub line: String,
    /// The schedule line, or empty.
    pub schedule: String,
    /// The stage.
    pub stage: Stage,
    /// When.
    pub reached_at: Moment,
}

/// Writes down when a line reached a stage.
///
/// # Errors
///
/// What the database says.
pub fn put_stage_time(
    db: &mut Db,
    plant_id: i64,
    id: &LineId,
    stage: Stage,
    at: Moment,
) -> Result<(), Failure> {
    let (order_no, line, schedule) = (id.order.clone(), id.line.clone(), id.schedule.clone());
    let row = StageTime { plant_id, order_no, line, schedule, stage, reached_at: at };
    let keys = (
        stage_times::plant_id,
        stage_times::order_no,
        stage_times::line,
        stage_times::schedule,
        stage_times::stage,
    );
    let insert = diesel::insert_into(stage_times::table).values(row.clone());
    db.run(insert.on_conflict(keys).do_update().set(row))?;
    Ok(())
}

/// When the lines of an order reached their stages.
///
/// # Errors
///
/// What the database says.
pub fn stage_times_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<StageTime>, Failure> {
    let of_order = stage_times::table.filter(stage_times::plant_id.eq(plant_id));
    Ok(db.all(of_order.filter(stage_times::order_no.eq(order.to_owned())).select(StageTime::columns()))?)
}

/// A link by which a customer sees all of their orders.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = portal_sign_ins, treat_none_as_null = true)]
pub struct SignIn {
    /// What the link names.
    pub id: String,
    /// The plant.
    pub plant_id: i64,
    /// The customer, by code.
    pub customer: String,
    /// Where it was sent, in small letters.
    pub address: String,
    /// `en` or `zh`.
    pub lang: String,
    /// When.
    pub asked_at: Moment,
    /// When it was used.
    pub used_at: Option<Moment>,
    /// When they left, or it was taken back.
    pub ended_at: Option<Moment>,
}

/// Adds or stores a sign-in.
///
/// # Errors
///
/// What the database says.
pub fn put_sign_in(db: &mut Db, row: &SignIn) -> Result<(), Failure> {
    let insert = diesel::insert_into(portal_sign_ins::table).values(row.clone());
    db.run(insert.on_conflict(portal_sign_ins::id).do_update().set(row.clone()))?;
    Ok(())
}

/// A sign-in by what its link names.
///
/// # Errors
///
/// What the database says.
pub fn sign_in(db: &mut Db, id: &str) -> Result<Option<SignIn>, Failure> {
    Ok(db.maybe(portal_sign_ins::table.find(id.to_owned()).select(SignIn::columns()))?)
}

/// How many sign-ins were sent to an address since an instant.
///
/// # Errors
///
/// What the database says.
pub fn sign_ins_since(db: &mut Db, plant_id: i64, address: &str, since: Moment) -> Result<usize, Failure> {
    let sent = portal_sign_ins::table
        .filter(portal_sign_ins::plant_id.eq(plant_id))
        .filter(portal_sign_ins::address.eq(address.to_owned()))
        .filter(portal_sign_ins::asked_at.gt(since));
    Ok(db.all::<String, _>(sent.select(portal_sign_ins::id))?.len())
}

/// The orders of a customer, the newest first, so many at most.
///
/// # Errors
///
/// What the database says.
pub fn orders_of_customer(
    db: &mut Db,
    plant_id: i64,
    customer: &str,
    most: i64,
) -> Result<Vec<SalesOrder>, Failure> {
    let own = sales_orders::table
        .filter(sales_orders::plant_id.eq(plant_id))
        .filter(sales_orders::customer.eq(customer.to_owned()));
    let newest = own.order_by((sales_orders::created_at.desc(), sales_orders::number.desc()));
    Ok(db.all(newest.limit(most).select(SalesOrder::columns()))?)
}

/// Orders of which something arrived since an instant, with when the last of that did.
///
/// # Errors
///
/// What the database says.
pub fn delivered_since(db: &mut Db, plant_id: i64, since: Moment) -> Result<Vec<(String, Moment)>, Failure> {
    let arrived = stage_times::table
        .filter(stage_times::plant_id.eq(plant_id))
        .filter(stage_times::stage.eq(Stage::Delivered))
        .filter(stage_times::reached_at.gt(since))
        .order_by((stage_times::order_no, stage_times::reached_at));
    let rows: Vec<(String, Moment)> =
        db.all(arrived.select((stage_times::order_no, stage_times::reached_at)))?;
    let mut all: Vec<(String, Moment)> = Vec::new();
    for (order, at) in rows {
        match all.last_mut().filter(|(last, _)| *last == order) {
            Some(last) => last.1 = at,
            None => all.push((order, at)),
        }
    }
    Ok(all)
}

/// The shop's logo.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = portal_logos, primary_key(plant_id))]
pub struct Logo {
    /// The plant.
    pub plant_id: i64,
    /// `image/png`, `image/jpeg` or `image/webp`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// SHA-256 of it.
    pub hash: String,
    /// When it was set.
    pub changed_at: Moment,
    /// By whom.
    pub changed_by: String,
}

/// The logo.
///
/// # Errors
///
/// What the database says.
pub fn logo(db: &mut Db, plant_id: i64) -> Result<Option<Logo>, Failure> {
    Ok(db.maybe(portal_logos::table.find(plant_id).select(Logo::columns()))?)
}

/// The hash of the logo, without the logo.
///
/// # Errors
///
/// What the database says.
pub fn logo_hash(db: &mut Db, plant_id: i64) -> Result<Option<String>, Failure> {
    Ok(db.maybe(portal_logos::table.find(plant_id).select(portal_logos::hash))?)
}

/// Sets the logo.
///
/// # Errors
///
/// What the database says.
pub fn put_logo(db: &mut Db, row: &Logo) -> Result<(), Failure> {
    let insert = diesel::insert_into(portal_logos::table).values(row.clone());
    db.run(insert.on_conflict(portal_logos::plant_id).do_update().set(row.clone()))?;
    Ok(())
}
