//! Rules, alerts, whom was told, and how lines stood.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    rules (plant_id, name) {
        plant_id -> BigInt,
        name -> Text,
        body -> Doc,
        version -> BigInt,
        broken -> Nullable<Text>,
        changed_at -> Instant,
        changed_by -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    rule_versions (plant_id, name, version) {
        plant_id -> BigInt,
        name -> Text,
        version -> BigInt,
        body -> Nullable<Doc>,
        at -> Instant,
        made_by -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    alerts (id) {
        id -> BigInt,
        plant_id -> BigInt,
        rule -> Text,
        rule_version -> BigInt,
        about -> Text,
        subject -> Text,
        order_no -> Text,
        customer -> Nullable<Text>,
        owner -> Nullable<Text>,
        severity -> Text,
        state -> Text,
        since -> Instant,
        opened_at -> Nullable<Instant>,
        updated_at -> Instant,
        clearing_since -> Nullable<Instant>,
        snoozed_until -> Nullable<Instant>,
        steps -> Doc,
        told -> BigInt,
        raise_minutes -> BigInt,
        clear_minutes -> BigInt,
        next_at -> Nullable<Instant>,
        acknowledged_at -> Nullable<Instant>,
        acknowledged_by -> Nullable<Text>,
        note -> Nullable<Text>,
        resolved_at -> Nullable<Instant>,
        resolution -> Nullable<Text>,
        facts -> Doc,
        causes -> Doc,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::{Doc, Instant};
    alert_history (id) {
        id -> BigInt,
        alert -> BigInt,
        at -> Instant,
        actor -> Text,
        what -> Text,
        body -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    alert_tellings (key) {
        key -> Text,
        alert -> BigInt,
        step -> Text,
        recipient -> Text,
        channel -> Text,
        template -> Text,
        at -> Instant,
        held_until -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    rule_record (id) {
        id -> BigInt,
        plant_id -> BigInt,
        about -> Text,
        subject -> Text,
        at -> Instant,
        facts -> Nullable<Doc>,
    }
}
