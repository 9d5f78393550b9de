//! What was learned from the shop's record, what people say instead, and what lists had when something was begun.

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

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Text};
    use crate::store::types::sql::{Doc, Instant};
    choices (id) {
        id -> BigInt,
        plant_id -> BigInt,
        work_order -> Text,
        operation -> Text,
        work_centre -> Text,
        at -> Instant,
        free -> Integer,
        ready -> Doc,
    }
}
