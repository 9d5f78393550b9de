//! Messages that leave the house, as rows. Who may send one and when is decided in `services::outbox`.

use super::schema::outbox::outbox;
use super::{Columns, Db, Failure, Json};
use crate::domain::outbox::State;
use crate::domain::value::Moment;
use diesel::prelude::*;

/// A message as it is put in.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = outbox)]
pub struct NewMessage {
    /// The plant.
    pub plant_id: i64,
    /// What makes it the same message.
    pub key: String,
    /// Its channel's name.
    pub channel: String,
    /// A person's name, or a channel's.
    pub recipient: String,
    /// What it is written with.
    pub template: String,
    /// What it says.
    pub facts: Json,
    /// What it is about, for mail that belongs together.
    pub thread: Option<String>,
    /// [`State::name`].
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was put in, by the plant's clock.
    pub made: Moment,
    /// Not to be sent before, by the plant's clock.
    pub not_before: Moment,
    /// Not to be tried before, by the machine's clock.
    pub next_try: Moment,
    /// The left half of its Message-ID.
    pub message_id: String,
}

/// A message.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Message {
    /// Its number.
    pub id: i64,
    /// What makes it the same message.
    pub key: String,
    /// Its channel's name.
    pub channel: String,
    /// A person's name, or a channel's.
    pub recipient: String,
    /// What it is written with.
    pub template: String,
    /// What it says.
    pub facts: Json,
    /// What it is about.
    pub thread: Option<String>,
    /// [`State::name`].
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was put in, by the plant's clock.
    pub made: Moment,
    /// Not to be sent before, by the plant's clock.
    pub not_before: Moment,
    /// Not to be tried before, by the machine's clock.
    pub next_try: Moment,
    /// Until when whoever sends it holds it, by the machine's clock.
    pub lease_until: Option<Moment>,
    /// Who holds it.
    pub holder: Option<String>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// Its Message-ID, whole once it was first tried.
    pub message_id: String,
    /// Who got it.
    pub sent_to: Option<String>,
    /// When it was sent or failed for good, by the machine's clock.
    pub ended: Option<Moment>,
}

/// Where a message stands after something was done with it.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = outbox)]
#[diesel(treat_none_as_null = true)]
pub struct Standing {
    /// [`State::name`].
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Not to be sent before, by the plant's clock.
    pub not_before: Moment,
    /// Not to be tried before, by the machine's clock.
    pub next_try: Moment,
    /// Until when whoever sends it holds it.
    pub lease_until: Option<Moment>,
    /// Who holds it.
    pub holder: Option<String>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// Its Message-ID.
    pub message_id: String,
    /// Who got it.
    pub sent_to: Option<String>,
    /// When it was sent or failed for good.
    pub ended: Option<Moment>,
}

impl From<Message> for Standing {
    fn from(row: Message) -> Self {
        Self {
            state: row.state,
            attempts: row.attempts,
            not_before: row.not_before,
            next_try: row.next_try,
            lease_until: row.lease_until,
            holder: row.holder,
            last_error: row.last_error,
            message_id: row.message_id,
            sent_to: row.sent_to,
            ended: row.ended,
        }
    }
}

/// Puts a message in, unless there is one of its key; says whether it is new.
///
/// # Errors
///
/// What the database says.
pub fn add(db: &mut Db, row: &NewMessage) -> Result<bool, Failure> {
    let insert = diesel::insert_into(outbox::table).values(row);
    Ok(db.run(insert.on_conflict((outbox::plant_id, outbox::key)).do_nothing())? > 0)
}

/// A message by its number.
///
/// # Errors
///
/// What the database says.
pub fn message(db: &mut Db, plant_id: i64, id: i64) -> Result<Option<Message>, Failure> {
    let one = outbox::table.find(id).filter(outbox::plant_id.eq(plant_id));
    Ok(db.maybe(one.select(Message::columns()))?)
}

/// The first message of `channels` that may be tried: its time has come by the plant's clock (`plant_now`) and by the
/// machine's (`now`), or whoever held it has let go.
///
/// # Errors
///
/// What the database says.
pub fn due(
    db: &mut Db,
    channels: &[&str],
    plant_now: Moment,
    now: Moment,
) -> Result<Option<Message>, Failure> {
    let waits = outbox::state.eq_any([State::Pending.name(), State::Delayed.name()]);
    let ripe = waits.and(outbox::next_try.le(now)).and(outbox::not_before.le(plant_now));
    let left = outbox::state.eq(State::Sending.name()).and(outbox::lease_until.le(now));
    crate::on!(db, connection => {
        let first = outbox::table
            .filter(outbox::channel.eq_any(channels))
            .filter(ripe.or(left.assume_not_null()))
            .order((outbox::next_try, outbox::id))
            .limit(1)
            .select(Message::columns());
        Ok(first.first(connection).optional()?)
    })
}

/// Where the messages of these keys stand: key and [`State::name`].
///
/// # Errors
///
/// What the database says.
pub fn states_of(db: &mut Db, plant_id: i64, keys: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let of = outbox::plant_id.eq(plant_id).and(outbox::key.eq_any(keys.to_vec()));
    Ok(db.all(outbox::table.filter(of).select((outbox::key, outbox::state)))?)
}

/// Stores where a message stands, if it is still held by `holder`, or by nobody where that is none; says whether it was.
///
/// # Errors
///
/// What the database says.
pub fn stand(db: &mut Db, id: i64, holder: Option<&str>, standing: &Standing) -> Result<bool, Failure> {
    let changed = match holder {
        Some(holder) => {
            let held = outbox::table.find(id).filter(outbox::holder.eq(holder));
            db.run(diesel::update(held).set(standing))?
        }
        None => db.run(diesel::update(outbox::table.find(id)).set(standing))?,
    };
    Ok(changed > 0)
}

/// Whoever sends goes on holding what it sends, until `until`.
///
/// # Errors
///
/// What the database says.
pub fn hold_on(db: &mut Db, holder: &str, until: Moment) -> Result<usize, Failure> {
    let held = outbox::table.filter(outbox::state.eq(State::Sending.name()).and(outbox::holder.eq(holder)));
    Ok(db.run(diesel::update(held).set(outbox::lease_until.eq(Some(until))))?)
}

/// Which messages are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter<'f> {
    /// Only those with a lower number.
    pub before: Option<i64>,
    /// Only those that stand so.
    pub state: Option<&'f str>,
    /// Only those to this one.
    pub recipient: Option<&'f str>,
    /// So many at most.
    pub limit: i64,
}

/// Messages, the newest first.
///
/// # Errors
///
/// What the database says.
pub fn messages(db: &mut Db, plant_id: i64, filter: &Filter<'_>) -> Result<Vec<Message>, Failure> {
    crate::on!(db, connection => {
        let mut query = outbox::table
            .filter(outbox::plant_id.eq(plant_id))
            .order(outbox::id.desc())
            .limit(filter.limit)
            .select(Message::columns())
            .into_boxed();
        if let Some(before) = filter.before {
            query = query.filter(outbox::id.lt(before));
        }
        if let Some(state) = filter.state {
            query = query.filter(outbox::state.eq(state));
        }
        if let Some(recipient) = filter.recipient {
            query = query.filter(outbox::recipient.eq(recipient));
        }
        Ok(query.load(connection)?)
    })
}
