//! What the planner keeps: how planned dates changed.

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    use crate::store::types::sql::Instant;
    forecast_history (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        schedule -> Text,
        at -> Instant,
        position -> BigInt,
        ship_day -> Nullable<Date>,
        arrival_day -> Nullable<Date>,
        late_days -> Nullable<BigInt>,
        cause -> Nullable<Text>,
    }
}
