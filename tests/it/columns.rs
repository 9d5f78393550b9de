//! Columns: what is written is what is read, to the last digit, and the same on both databases.

use crate::support::Fresh;
use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use holdfast::domain::value::{Amount, Day, Moment};
use holdfast::store::{Columns, Db, Failure, Json, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;
use serde_json::{Value, json};

diesel::table! {
    use diesel::sql_types::{BigInt, Date};
    use holdfast::store::types::sql::{Doc, Instant, Quantity};
    probe (id) {
        id -> BigInt,
        amount -> Quantity,
        at -> Instant,
        day -> Date,
        document -> Doc,
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = probe)]
struct Probe {
    id: i64,
    amount: Amount,
    at: Moment,
    day: Day,
    document: Json,
}

fn make_table(db: &mut Db) -> Result<(), Failure> {
    let sql = |quantity, instant, document, day| {
        format!(
            "CREATE TABLE probe (id BIGINT PRIMARY KEY, amount {quantity} NOT NULL, at {instant} NOT NULL, \
            day {day} NOT NULL, document {document} NOT NULL)"
        )
    };
    match db {
        Db::Sqlite(c) => c.batch_execute(&sql("BIGINT", "BIGINT", "TEXT", "TEXT"))?,
        Db::Pg(c) => c.batch_execute(&sql("NUMERIC(18,6)", "TIMESTAMPTZ", "JSONB", "DATE"))?,
    }
    Ok(())
}

/// Rows as they come back, ordered by one column after the other, and the sum of amounts.
type Read = (Vec<Vec<Probe>>, Option<Amount>);

fn write_and_read(store: &Store, rows: &[Probe]) -> Read {
    let rows = rows.to_vec();
    let job = move |db: &mut Db| {
        db.run(diesel::delete(probe::table))?;
        for row in &rows {
            db.run(diesel::insert_into(probe::table).values(row))?;
        }
        Ok(())
    };
    store.write_blocking(job).expect("written");
    let question = |db: &mut Db| {
        let all = || probe::table.select(Probe::columns());
        let orders = vec![
            db.all(all().order(probe::id))?,
            db.all(all().order((probe::amount, probe::id)))?,
            db.all(all().order((probe::at, probe::id)))?,
            db.all(all().order((probe::day, probe::id)))?,
        ];
        Ok((orders, db.one(probe::table.select(diesel::dsl::sum(probe::amount)))?))
    };
    store.read(question).expect("readable")
}

fn amounts() -> impl Strategy<Value = Amount> {
    let usual = -999_999_999_999_999_999_i64..=999_999_999_999_999_999;
    let millionths = prop_oneof![Just(0), Just(1), Just(-1), -1_000_000_000_i64..1_000_000_000, usual];
    millionths.prop_map(|millionths| Amount::new(Decimal::new(millionths, 6)).expect("in range"))
}

fn instants() -> impl Strategy<Value = Moment> {
    let (first, last) = (946_684_800_000_000_i64, 4_133_980_799_999_999);
    prop_oneof![Just(first), Just(last), first..=last]
        .prop_map(|at| Moment::from_micros(at).expect("in range"))
}

fn days() -> impl Strategy<Value = Day> {
    (730_120..=767_009).prop_map(|day| {
        let date = NaiveDate::from_num_days_from_ce_opt(day).expect("a day");
        Day::new(date).expect("in range")
    })
}

/// Documents as they are stored: exact numbers are text in them, so there are whole JSON numbers only.
fn documents() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[^\\x00]{0,12}".prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[^\\x00]{0,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    tree.prop_map(Json)
}

#[test]
fn values_are_the_same_on_both_databases() {
    let (sqlite, postgres) = (Fresh::sqlite(), Fresh::postgres());
    for fresh in [&sqlite, &postgres] {
        fresh.store.write_blocking(make_table).expect("a table");
    }
    let row = (amounts(), instants(), days(), documents());
    let rows = prop::collection::vec(row, 1..12).prop_map(|rows| {
        let numbered = (0..).zip(rows);
        let probe = |(id, (amount, at, day, document))| Probe { id, amount, at, day, document };
        numbered.map(probe).collect::<Vec<_>>()
    });
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let held = TestRunner::new(config).run(&rows, |rows| {
        let one = write_and_read(&sqlite.store, &rows);
        let other = write_and_read(&postgres.store, &rows);
        prop_assert_eq!(&one.0[0], &rows);
        prop_assert_eq!(one, other);
        Ok(())
    });
    held.unwrap_or_else(|fault| panic!("{fault}"));
}

#[test]
fn an_empty_sum_is_nothing_on_both() {
    for fresh in [Fresh::sqlite(), Fresh::postgres()] {
        fresh.store.write_blocking(make_table).expect("a table");
        assert_eq!(write_and_read(&fresh.store, &[]).1, None);
        assert_eq!(Json(json!({"a": 1})).read::<Value>().expect("a document"), json!({"a": 1}));
    }
}
