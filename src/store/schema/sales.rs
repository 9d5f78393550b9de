//! Sales orders, promises, reviews, requirements, holds, quotes, stages and tasks.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    sales_orders (plant_id, number) {
        plant_id -> BigInt,
        number -> Text,
        customer -> Text,
        customer_order -> Nullable<Text>,
        owner -> Nullable<Text>,
        status -> Text,
        note -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        created_by -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};
    use crate::store::types::sql::{Instant, Quantity};
    sales_lines (plant_id, order_no, line, schedule) {
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        schedule -> Text,
        item -> Text,
        quantity -> Quantity,
        shipped -> Quantity,
        order_date -> Nullable<Date>,
        requested_date -> Nullable<Date>,
        date_basis -> Nullable<Text>,
        ship_complete -> Nullable<Bool>,
        partial_shipments -> Nullable<Bool>,
        firmness -> Nullable<Text>,
        customer_order -> Nullable<Text>,
        customer_part -> Nullable<Text>,
        unit_price -> Nullable<Quantity>,
        priority -> Nullable<BigInt>,
        status -> Text,
        promise_date -> Nullable<Date>,
        promise_id -> Nullable<BigInt>,
        stage -> Text,
        stage_since -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    promises (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        schedule -> Text,
        date -> Nullable<Date>,
        kind -> Text,
        percentile -> Nullable<BigInt>,
        reason_code -> Nullable<Text>,
        note -> Nullable<Text>,
        caused_by -> Nullable<Text>,
        made_at -> Instant,
        made_by -> Text,
        protected -> Doc,
        pegs -> Doc,
        consequences -> Doc,
        snapshot -> Doc,
        ours -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    line_requirements (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        kind -> Text,
        text -> Text,
        owner_role -> Text,
        written_at -> Instant,
        written_by -> Text,
        acknowledged_at -> Nullable<Instant>,
        acknowledged_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    reviews (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        part -> Text,
        role -> Text,
        reasons -> Doc,
        status -> Text,
        opened_at -> Instant,
        hours -> Nullable<BigInt>,
        decided_at -> Nullable<Instant>,
        decided_by -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    use crate::store::types::sql::Instant;
    holds (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Nullable<Text>,
        line -> Nullable<Text>,
        work_order -> Nullable<Text>,
        operation -> Nullable<Text>,
        kind -> Text,
        milestone -> Nullable<Text>,
        owner -> Nullable<Text>,
        expected_release -> Nullable<Date>,
        released -> Nullable<Date>,
        blocks -> Nullable<Text>,
        note -> Nullable<Text>,
        version -> BigInt,
        placed_at -> Instant,
        placed_by -> Text,
        released_at -> Nullable<Instant>,
        released_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    quotes (plant_id, number) {
        plant_id -> BigInt,
        number -> Text,
        customer -> Text,
        status -> Text,
        as_of -> Instant,
        promise_version -> BigInt,
        expires_at -> Instant,
        order_no -> Nullable<Text>,
        note -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        created_by -> Text,
        ship_complete -> Bool,
        odds -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::Doc;
    quoted_lines (plant_id, order_no, line) {
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        luck -> Text,
        estimate -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};
    use crate::store::types::sql::{Doc, Quantity};
    quote_lines (plant_id, quote, line) {
        plant_id -> BigInt,
        quote -> Text,
        line -> Text,
        item -> Text,
        customer_part -> Nullable<Text>,
        quantity -> Quantity,
        requested_date -> Nullable<Date>,
        date_basis -> Text,
        offered_date -> Date,
        ship_date -> Date,
        keeps_requested -> Nullable<Bool>,
        grade -> Text,
        unit_price -> Nullable<Quantity>,
        explanation -> Doc,
        protected -> Doc,
        pegs -> Doc,
        odds -> Doc,
        luck -> Text,
        estimate -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    tasks (id) {
        id -> BigInt,
        plant_id -> BigInt,
        kind -> Text,
        order_no -> Text,
        line -> Text,
        schedule -> Text,
        about -> Text,
        owner_role -> Text,
        owner -> Nullable<Text>,
        opened_at -> Instant,
        hours -> Nullable<BigInt>,
        done_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant, Quantity};
    change_requests (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        schedule -> Text,
        quantity -> Nullable<Quantity>,
        date -> Nullable<Date>,
        cancel -> Bool,
        asked_by -> Text,
        note -> Nullable<Text>,
        status -> Text,
        evaluation -> Doc,
        made_at -> Instant,
        made_by -> Text,
        decided_at -> Nullable<Instant>,
        decided_by -> Nullable<Text>,
        reason -> Nullable<Text>,
        answer -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(sales_orders, sales_lines, promises, quotes, quote_lines);
