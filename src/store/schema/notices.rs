//! Notices to customers, to whom they went, who wants no more of them, what links are signed with; what suppliers are
//! asked.

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    notices (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        customer -> Text,
        state -> Text,
        lines -> Doc,
        reason_code -> Nullable<Text>,
        reason -> Nullable<Text>,
        doing -> Nullable<Text>,
        remark -> Nullable<Text>,
        next_update_by -> Nullable<Date>,
        made_at -> Instant,
        made_by -> Text,
        send_at -> Nullable<Instant>,
        ended_at -> Nullable<Instant>,
        ended_by -> Nullable<Text>,
        why -> Nullable<Text>,
        update_due -> Nullable<Date>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    notice_recipients (id) {
        id -> Text,
        notice -> BigInt,
        name -> Text,
        address -> Text,
        lang -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::Instant;
    notice_stops (plant_id, address) {
        plant_id -> BigInt,
        address -> Text,
        customer -> Text,
        stopped_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    link_keys (plant_id) {
        plant_id -> BigInt,
        key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    supplier_requests (id) {
        id -> Text,
        plant_id -> BigInt,
        order_no -> Text,
        supplier -> Text,
        state -> Text,
        lines -> Doc,
        contacts -> Doc,
        lang -> Text,
        asked_at -> Instant,
        asked_by -> Text,
        expires_at -> Instant,
        ended_at -> Nullable<Instant>,
        ended_by -> Nullable<Text>,
        answers -> Nullable<Doc>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date};
    supplier_reminders (plant_id) {
        plant_id -> BigInt,
        day -> Date,
    }
}
