//! What customers reach and say in the portal, and when lines reached their stages.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use crate::store::types::sql::Instant;
    portal_access (plant_id, order_no) {
        plant_id -> BigInt,
        order_no -> Text,
        renewed -> BigInt,
        closed -> Bool,
        changed_at -> Instant,
        changed_by -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::Instant;
    stage_times (plant_id, order_no, line, schedule, stage) {
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        schedule -> Text,
        stage -> Text,
        reached_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    portal_questions (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        kind -> Text,
        text -> Text,
        asked_at -> Instant,
        answer_by -> Instant,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Instant>,
        answered_by -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    portal_said (hold) {
        hold -> BigInt,
        said_at -> Instant,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    portal_followers (id) {
        id -> Text,
        plant_id -> BigInt,
        order_no -> Text,
        address -> Text,
        lang -> Text,
        asked_at -> Instant,
        confirmed_at -> Nullable<Instant>,
        ended_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::store::types::sql::Instant;
    portal_surveys (plant_id, order_no) {
        plant_id -> BigInt,
        order_no -> Text,
        nps -> Nullable<BigInt>,
        csat -> Nullable<BigInt>,
        ces -> Nullable<BigInt>,
        comment -> Nullable<Text>,
        low -> Bool,
        answered_at -> Instant,
        seen_at -> Nullable<Instant>,
        seen_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    portal_sign_ins (id) {
        id -> Text,
        plant_id -> BigInt,
        customer -> Text,
        address -> Text,
        lang -> Text,
        asked_at -> Instant,
        used_at -> Nullable<Instant>,
        ended_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Text};
    use crate::store::types::sql::Instant;
    portal_logos (plant_id) {
        plant_id -> BigInt,
        media_type -> Text,
        bytes -> Binary,
        hash -> Text,
        changed_at -> Instant,
        changed_by -> Text,
    }
}
