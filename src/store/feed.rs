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
use std::collections::BTreeSet;
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

/// What a reader of the journal knows of it: all entries up to a place of the feed, and some behind that place.
///
/// The highest number alone does not say it: on PostgreSQL an entry of a lower number may be committed later. As text
/// it is the place and the numbers behind it: `812.17+19+20`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Known {
    /// Everything up to here.
    pub cursor: Cursor,
    /// Numbers of entries behind it that are known too.
    pub ahead: BTreeSet<i64>,
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.cursor)?;
        self.ahead.iter().try_for_each(|seq| write!(f, "+{seq}"))
    }
}

impl From<Known> for String {
    fn from(known: Known) -> Self {
        known.to_string()
    }
}

impl TryFrom<String> for Known {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let no = "must be the mark of an answer such as 0.17 or 812.17+19";
        let mut parts = text.split('+');
        let cursor: Cursor = parts.next().unwrap_or_default().parse().map_err(|_| no)?;
        let ahead = parts.map(str::parse).collect::<Result<_, _>>().map_err(|_| no)?;
        if cursor.xid < 0 || cursor.seq < 0 { Err(no) } else { Ok(Self { cursor, ahead }) }
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

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = sql::Doc)]
    subjects: Json,
}

const SQLITE_SINCE: &str =
    "SELECT seq, what, subjects FROM journal WHERE 0 = 0 * $1 AND seq > $2 ORDER BY seq";
const POSTGRES_SINCE: &str = "SELECT seq, what, subjects FROM journal WHERE (xid, seq) > ($1::text::xid8, $2) \
    ORDER BY xid, seq";
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

/// What was done that whoever knows `known` does not know of, and to what: whatever number it has, and whether or not
/// the feed shows it yet.
///
/// # Errors
///
/// What the database says.
pub fn done_since(db: &mut Db, known: &Known) -> Result<Vec<(String, Vec<Subject>)>, Failure> {
    let text = if matches!(db, Db::Pg(_)) { POSTGRES_SINCE } else { SQLITE_SINCE };
    let query =
        diesel::sql_query(text).bind::<BigInt, _>(known.cursor.xid).bind::<BigInt, _>(known.cursor.seq);
    let rows: Vec<Done> = on!(db, c => query.load(c))?;
    let news = rows.into_iter().filter(|row| !known.ahead.contains(&row.seq));
    news.map(|row| Ok((row.what, row.subjects.read()?))).collect()
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

    /// The numbers of the last entries that can be seen; see [`recent`]. Blocks.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn recent(&self) -> Result<Vec<i64>, Failure> {
        self.read(recent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back() {
        for text in ["0.17", "812.17+19+20"] {
            let known = Known::try_from(text.to_owned()).expect("a mark");
            assert_eq!(known.to_string(), text);
        }
        for bad in ["", "17", "-1.2", "1.-2", "1.2+", "1.2+x"] {
            assert!(Known::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_place_reads_back() {
        let place = Cursor { xid: 812, seq: 17 };
        assert_eq!(place.to_string().parse(), Ok(place));
        for bad in ["", "17", "a.b", "1.2.3"] {
            assert!(bad.parse::<Cursor>().is_err(), "{bad}");
        }
    }
}
