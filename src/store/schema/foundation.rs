//! The company and its plants, the journal, and what every command uses.

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    companies (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::{Doc, Instant};
    plants (id) {
        id -> BigInt,
        company_id -> BigInt,
        code -> Text,
        name -> Text,
        zone -> Text,
        settings -> Doc,
        version -> BigInt,
        promise_version -> BigInt,
        clock -> diesel::sql_types::Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::{Doc, Instant};
    journal (seq) {
        seq -> BigInt,
        at -> Instant,
        plant_id -> BigInt,
        actor -> Text,
        what -> Text,
        subjects -> Doc,
        body -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use crate::store::types::sql::{Doc, Instant};
    idempotency (principal, key) {
        principal -> Text,
        key -> Text,
        request -> Text,
        status -> Integer,
        answer -> Doc,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Text};
    numbers (plant_id, kind, year) {
        plant_id -> BigInt,
        kind -> Text,
        year -> Integer,
        last -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    followers (name) {
        name -> Text,
        xid -> BigInt,
        seq -> BigInt,
    }
}
