//! The feed: journal entries in an order in which a follower that remembers where it was misses none.
//!
//! On SQLite there is one writer, so the entry's number is that order. On PostgreSQL numbers are given before
//! commits happen: an entry may appear below one that was read long ago. There the order is (transaction,
//! number), and only transactions are shown that are over for everybody, as are all before them.

use super::schema::foundation::{followers, journal};
use super::types::sql;
use super::{Db, Failure, Json, Store, Subject};
use crate::domain::value::Moment;
use crate::on;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A place in the feed: behind one entry, before all later ones. The default is before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// The entry's transaction; 0 on SQLite.
    pub xid: i64,
    /// The entry's number.
    pub seq: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.xid, self.seq)
    }
}

impl FromStr for Cursor {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers =
            text.split_once('.').and_then(|(xid, seq)| Some((xid.parse().ok()?, seq.parse().ok()?)));
        let (xid, seq) = numbers.ok_or("must be a place in the feed such as 0.17")?;
        Ok(Self { xid, seq })
    }
}

/// A journal entry as followers see it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number: unique, but on PostgreSQL not the feed's order.
    pub seq: i64,
    /// The place behind it.
    pub cursor: Cursor,
    /// When it happened, in plant time.
    pub at: Moment,
    /// In which plant.
    pub plant_id: i64,
    /// Who did it.
    pub actor: String,
    /// What was done: `sales-order.entered`.
    pub what: String,
    /// What to read again.
    pub subjects: Vec<Subject>,
    /// The facts.
    pub body: Json,
}

/// So many entries at most are stored by commands that run at the same time.
const RECENT: i64 = 100;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = BigInt)]
    xid: i64,
    #[diesel(sql_type = sql::Instant)]
    at: Moment,
    #[diesel(sql_type = BigInt)]
    plant_id: i64,
    #[diesel(sql_type = Text)]
    actor: String,
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = sql::Doc)]
    subjects: Json,
    #[diesel(sql_type = sql::Doc)]
    body: Json,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    xid: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

const SQLITE_NEXT: &str = "SELECT seq, 0 AS xid, at, plant_id, actor, what, subjects, body FROM journal \
    WHERE 0 = 0 * $1 AND seq > $2 ORDER BY seq LIMIT $3";
const POSTGRES_NEXT: &str = "SELECT seq, xid::text::bigint AS xid, at, plant_id, actor, what, subjects, body \
    FROM journal WHERE (xid, seq) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot()) \
    ORDER BY xid, seq LIMIT $3";
const SQLITE_LAST: &str = "SELECT 0 AS xid, seq FROM journal ORDER BY seq DESC LIMIT 1";
const POSTGRES_LAST: &str = "SELECT xid::text::bigint AS xid, seq FROM journal \
    WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid DESC, seq DESC LIMIT 1";

/// The next entries behind `cursor`, at most `limit`, in the feed's order.
///
/// # Errors
///
/// What the database says.
pub fn entries_after(db: &mut Db, cursor: Cursor, limit: u32) -> Result<Vec<Entry>, Failure> {
    let text = if matches!(db, Db::Pg(_)) { POSTGRES_NEXT } else { SQLITE_NEXT };
    let query = diesel::sql_query(text)
        .bind::<BigInt, _>(cursor.xid)
        .bind::<BigInt, _>(cursor.seq)
        .bind::<BigInt, _>(i64::from(limit));
    let rows: Vec<Row> = on!(db, c => query.load(c))?;
    rows.into_iter().map(Row::entry).collect()
}

/// The place behind the last entry that the feed would show now. What a follower reads in the same snapshot
/// holds everything up to here, and perhaps some of what the feed shows it later.
///
/// # Errors
///
/// What the database says.
pub fn head(db: &mut Db) -> Result<Cursor, Failure> {
    let text = if matches!(db, Db::Pg(_)) { POSTGRES_LAST } else { SQLITE_LAST };
    let last: Option<Place> = on!(db, c => diesel::sql_query(text).get_result(c)).optional()?;
    Ok(last.map_or_else(Cursor::default, |place| Cursor { xid: place.xid, seq: place.seq }))
}

/// The numbers of the last entries that can be seen, settled or not: on PostgreSQL the last one alone does not say
/// that those before it are known to whoever knows it.
///
/// # Errors
///
/// What the database says.
pub fn recent(db: &mut Db) -> Result<Vec<i64>, Failure> {
    Ok(db.all(journal::table.select(journal::seq).order(journal::seq.desc()).limit(RECENT))?)
}

/// What was done behind the entry `position`, and to what.
///
/// # Errors
///
/// What the database says.
pub fn done_since(db: &mut Db, position: i64) -> Result<Vec<(String, Vec<Subject>)>, Failure> {
    let behind = journal::table.filter(journal::seq.gt(position)).order(journal::seq);
    let rows: Vec<(String, Json)> = db.all(behind.select((journal::what, journal::subjects)))?;
    rows.into_iter().map(|(what, subjects)| Ok((what, subjects.read()?))).collect()
}

/// Where the follower `name` was; before the first entry if it has never been anywhere.
///
/// # Errors
///
/// What the database says.
pub fn cursor(db: &mut Db, name: &str) -> Result<Cursor, Failure> {
    let at: Option<(i64, i64)> =
        db.maybe(followers::table.find(name).select((followers::xid, followers::seq)))?;
    Ok(at.map_or_else(Cursor::default, |(xid, seq)| Cursor { xid, seq }))
}

/// Remembers where the follower `name` is.
///
/// # Errors
///
/// What the database says.
pub fn save_cursor(db: &mut Db, name: &str, at: Cursor) -> Result<(), Failure> {
    let place = (followers::xid.eq(at.xid), followers::seq.eq(at.seq));
    let row = (followers::name.eq(name), place);
    let insert = diesel::insert_into(followers::table).values(row);
    db.run(insert.on_conflict(followers::name).do_update().set(place))?;
    Ok(())
}

impl Row {
    fn entry(self) -> Result<Entry, Failure> {
        Ok(Entry {
            seq: self.seq,
            cursor: Cursor { xid: self.xid, seq: self.seq },
            at: self.at,
            plant_id: self.plant_id,
            actor: self.actor,
            what: self.what,
            subjects: self.subjects.read()?,
            body: self.body,
        })
    }
}

impl Store {
    /// The next entries behind `cursor`, at most `limit`; see [`entries_after`]. Blocks.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn feed(&self, cursor: &Cursor, limit: u32) -> Result<Vec<Entry>, Failure> {
        self.read(|db| entries_after(db, *cursor, limit))
    }

    /// The place behind everything that the feed would show now; see [`head`]. Blocks.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn head(&self) -> Result<Cursor, Failure> {
        self.read(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back() {
        let place = Cursor { xid: 812, seq: 17 };
        assert_eq!(place.to_string().parse(), Ok(place));
        for bad in ["", "17", "a.b", "1.2.3"] {
            assert!(bad.parse::<Cursor>().is_err(), "{bad}");
        }
    }
}
