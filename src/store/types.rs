//! Column types that mean the same on SQLite and PostgreSQL.
//!
//! | value | PostgreSQL | SQLite |
//! |---|---|---|
//! | [`Moment`] | `timestamptz` | microseconds since 1970 |
//! | [`Amount`] | `numeric(18,6)` | millionths |
//! | [`Day`] | `date` | text `YYYY-MM-DD` |
//! | [`Json`] | `jsonb` | text |
//!
//! Amounts are added by the databases but multiplied in Rust only.

use crate::domain::value::{Amount, Day, Moment};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::data_types::PgNumeric;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Date, Jsonb, Numeric, Text, Timestamptz};
use diesel::sqlite::{Sqlite, SqliteValue};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The SQL types that [`diesel::table!`] definitions name.
#[allow(missing_docs)] // diesel's derive writes a module for each
pub mod sql {
    use diesel::query_builder::QueryId;
    use diesel::sql_types::{Foldable, Nullable, SqlOrd, SqlType, ops};

    /// `timestamptz` in PostgreSQL, microseconds since 1970 in SQLite.
    #[derive(SqlType, QueryId, Clone, Copy, Debug)]
    #[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Long"))]
    pub struct Instant;
    /// `numeric` in PostgreSQL, millionths in SQLite.
    #[derive(SqlType, QueryId, Clone, Copy, Debug)]
    #[diesel(postgres_type(oid = 1700, array_oid = 1231), sqlite_type(name = "Long"))]
    pub struct Quantity;
    /// `jsonb` in PostgreSQL, text in SQLite.
    #[derive(SqlType, QueryId, Clone, Copy, Debug)]
    #[diesel(postgres_type(oid = 3802, array_oid = 3807), sqlite_type(name = "Text"))]
    pub struct Doc;

    impl SqlOrd for Instant {}
    impl SqlOrd for Quantity {}
    impl ops::Add for Quantity {
        type Rhs = Quantity;
        type Output = Quantity;
    }
    impl ops::Sub for Quantity {
        type Rhs = Quantity;
        type Output = Quantity;
    }
    impl Foldable for Quantity {
        type Sum = Nullable<Quantity>;
        type Avg = Nullable<Quantity>;
    }
}

/// A JSON document in a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = sql::Doc)]
#[serde(transparent)]
pub struct Json(pub serde_json::Value);

impl Json {
    /// A value as JSON. What can't be written (a map with keys that are no text) becomes `null`.
    pub fn of(value: &impl Serialize) -> Self {
        Self(serde_json::to_value(value).unwrap_or_default())
    }

    /// The value that it describes.
    ///
    /// # Errors
    ///
    /// The stored document has another shape: a fault of ours.
    pub fn read<T: for<'de> Deserialize<'de>>(&self) -> Result<T, super::Failure> {
        T::deserialize(&self.0).map_err(|error| super::Failure::Broken(format!("stored JSON: {error}")))
    }
}

/// A value of a known shape in a JSON column.
#[derive(Clone, Debug, Default, PartialEq, Eq, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = sql::Doc)]
#[serde(transparent)]
pub struct Held<T: std::fmt::Debug>(pub T);

impl<T: std::fmt::Debug + Serialize> ToSql<sql::Doc, Sqlite> for Held<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: std::fmt::Debug + Serialize> ToSql<sql::Doc, Pg> for Held<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Jsonb, Pg>::to_sql(&serde_json::to_value(&self.0)?, &mut out.reborrow())
    }
}

impl<T, DB: Backend> FromSql<sql::Doc, DB> for Held<T>
where
    T: std::fmt::Debug + for<'de> Deserialize<'de>,
    Json: FromSql<sql::Doc, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(T::deserialize(Json::from_sql(value)?.0)?))
    }
}

/// Tells diesel which column type a value of `domain` has.
mod columns {
    use super::{Amount, AsExpression, Date, Day, FromSqlRow, Moment, sql};

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = sql::Quantity)]
    #[allow(dead_code)]
    struct AmountColumn(Amount);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = sql::Instant)]
    #[allow(dead_code)]
    struct MomentColumn(Moment);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Date)]
    #[allow(dead_code)]
    struct DayColumn(Day);
}

impl ToSql<sql::Quantity, Sqlite> for Amount {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        let mut decimal = self.decimal();
        decimal.rescale(crate::domain::value::DECIMALS);
        out.set_value(i64::try_from(decimal.mantissa()).map_err(|_| format!("{decimal}: out of range"))?);
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Quantity, Sqlite> for Amount {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let millionths = <i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?;
        Ok(Self::rounded(Decimal::new(millionths, crate::domain::value::DECIMALS)))
    }
}

impl ToSql<sql::Quantity, Pg> for Amount {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Numeric, Pg>::to_sql(&PgNumeric::from(self.decimal()), &mut out.reborrow())
    }
}

impl FromSql<sql::Quantity, Pg> for Amount {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <Decimal as FromSql<Numeric, Pg>>::from_sql(value).map(Self::rounded)
    }
}

impl ToSql<sql::Instant, Sqlite> for Moment {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.micros());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Instant, Sqlite> for Moment {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?;
        Ok(Self::from_micros(micros).ok_or("instant out of range")?)
    }
}

impl ToSql<sql::Instant, Pg> for Moment {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamptz, Pg>::to_sql(&self.utc(), &mut out.reborrow())
    }
}

impl FromSql<sql::Instant, Pg> for Moment {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let instant = <DateTime<Utc> as FromSql<Timestamptz, Pg>>::from_sql(value)?;
        Ok(Self::new(instant).ok_or("instant out of range")?)
    }
}

impl ToSql<Date, Sqlite> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}

impl ToSql<Date, Pg> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Date, Pg>::to_sql(&self.date(), &mut out.reborrow())
    }
}

impl<DB: Backend> FromSql<Date, DB> for Day
where
    NaiveDate: FromSql<Date, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(NaiveDate::from_sql(value)?).ok_or("day out of range")?)
    }
}

impl ToSql<sql::Doc, Sqlite> for Json {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Doc, Sqlite> for Json {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(&<String as FromSql<Text, Sqlite>>::from_sql(value)?)?))
    }
}

impl ToSql<sql::Doc, Pg> for Json {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Jsonb, Pg>::to_sql(&self.0, &mut out.reborrow())
    }
}

impl FromSql<sql::Doc, Pg> for Json {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <serde_json::Value as FromSql<Jsonb, Pg>>::from_sql(value).map(Self)
    }
}

/// Stores enums of `domain` (or `document`) as text under the names that serde gives them.
///
/// The enum must derive `Clone, Copy, Debug, Serialize, Deserialize` with unit variants only.
#[macro_export]
macro_rules! stored_as_text {
    ($($name:ty),* $(,)?) => { $(
        const _: () = {
            #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
            #[diesel(foreign_derive, sql_type = diesel::sql_types::Text)]
            #[allow(dead_code)]
            struct Column($name);

            impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::sqlite::Sqlite> for $name {
                fn to_sql<'b>(
                    &'b self,
                    out: &mut diesel::serialize::Output<'b, '_, diesel::sqlite::Sqlite>,
                ) -> diesel::serialize::Result {
                    out.set_value($crate::store::types::written(self)?);
                    Ok(diesel::serialize::IsNull::No)
                }
            }

            impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
                fn to_sql<'b>(
                    &'b self,
                    out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
                ) -> diesel::serialize::Result {
                    let text = $crate::store::types::written(self)?;
                    diesel::serialize::ToSql::<diesel::sql_types::Text, diesel::pg::Pg>::to_sql(
                        text.as_str(),
                        &mut out.reborrow(),
                    )
                }
            }

            impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
            where
                String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
            {
                fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                    let text = String::from_sql(value)?;
                    Ok(serde_json::from_value(serde_json::Value::String(text))?)
                }
            }
        };
    )* };
}

/// The text under which an enum is stored: the one that serde writes.
///
/// # Errors
///
/// The value is no unit variant: a fault of ours.
pub fn written(value: &impl Serialize) -> Result<String, String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        other => Err(format!("not a name: {other:?}")),
    }
}
