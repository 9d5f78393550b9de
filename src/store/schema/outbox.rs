//! Messages that leave the house, how to reach people, and the channels beside mail.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    outbox (id) {
        id -> BigInt,
        plant_id -> BigInt,
        key -> Text,
        channel -> Text,
        recipient -> Text,
        template -> Text,
        facts -> Doc,
        thread -> Nullable<Text>,
        state -> Text,
        attempts -> BigInt,
        made -> Instant,
        not_before -> Instant,
        next_try -> Instant,
        lease_until -> Nullable<Instant>,
        holder -> Nullable<Text>,
        last_error -> Nullable<Text>,
        message_id -> Text,
        sent_to -> Nullable<Text>,
        ended -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    contacts (user_name) {
        user_name -> Text,
        address -> Nullable<Text>,
        quiet_from -> Nullable<Text>,
        quiet_to -> Nullable<Text>,
        stand_in -> Nullable<Text>,
        stand_in_from -> Nullable<Date>,
        stand_in_to -> Nullable<Date>,
        digest_hour -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    channels (plant_id, name) {
        plant_id -> BigInt,
        name -> Text,
        kind -> Text,
        url -> Text,
        secret -> Nullable<Text>,
        lang -> Text,
        active -> Bool,
        version -> BigInt,
    }
}
