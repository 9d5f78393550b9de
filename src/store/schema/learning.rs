//! What was learned from the shop's record, and what people say instead.

diesel::table! {
    use diesel::sql_types::BigInt;
    use crate::store::types::sql::{Doc, Instant};
    learnings (plant_id) {
        plant_id -> BigInt,
        as_of -> Instant,
        document -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::{Doc, Instant};
    learning_overrides (plant_id, kind, item, item_group, code) {
        plant_id -> BigInt,
        kind -> Text,
        item -> Text,
        item_group -> Text,
        code -> Text,
        content -> Doc,
        reason -> Text,
        made_at -> Instant,
        made_by -> Text,
    }
}
