//! Tablets of the shop floor, the people who work at them, their calls for help, and what else tablets send.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    enrolments (hash) {
        hash -> Text,
        plant_id -> BigInt,
        name -> Nullable<Text>,
        work_centres -> Doc,
        made_by -> Text,
        expires -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant, Quantity};
    devices (name) {
        name -> Text,
        plant_id -> BigInt,
        hash -> Text,
        work_centres -> Doc,
        lang -> Text,
        enrolled -> Instant,
        enrolled_by -> Text,
        revoked -> Nullable<Instant>,
        tested -> Nullable<Instant>,
        px_per_mm -> Nullable<Quantity>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    operators (plant_id, code) {
        plant_id -> BigInt,
        code -> Text,
        name -> Text,
        lang -> Text,
        lead -> Bool,
        inspects -> Bool,
        active -> Bool,
        pin_hash -> Nullable<Text>,
        badge_hash -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::Instant;
    operator_sign_ins (hash) {
        hash -> Text,
        plant_id -> BigInt,
        operator -> Text,
        device -> Text,
        expires -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    pseudonym_keys (plant_id) {
        plant_id -> BigInt,
        key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    calls (id) {
        id -> Text,
        plant_id -> BigInt,
        work_centre -> Text,
        kind -> Text,
        note -> Nullable<Text>,
        work_order -> Nullable<Text>,
        operation -> Nullable<Text>,
        at -> Instant,
        device -> Nullable<Text>,
        made_by -> Text,
        answered_at -> Nullable<Instant>,
        answered_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use crate::store::types::sql::Instant;
    photos (id) {
        id -> Text,
        plant_id -> BigInt,
        media_type -> Text,
        bytes -> Binary,
        sent_at -> Instant,
        sent_by -> Text,
        device -> Nullable<Text>,
        inspection -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::Instant;
    approvals (hash) {
        hash -> Text,
        plant_id -> BigInt,
        operator -> Text,
        device -> Text,
        expires -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    let_go (id) {
        id -> Text,
        plant_id -> BigInt,
        kind -> Text,
        at -> Instant,
        work_order -> Nullable<Text>,
        operation -> Nullable<Text>,
        code -> Text,
        said -> Doc,
        note -> Nullable<Text>,
        let_go_by -> Nullable<Text>,
        device -> Nullable<Text>,
        actor -> Text,
        received_at -> Instant,
    }
}
