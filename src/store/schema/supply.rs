//! Stock and its ledger, purchase orders with receipts, inspections, dispatch notes.

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    use crate::store::types::sql::{Instant, Quantity};
    stock_lots (plant_id, lot_key) {
        plant_id -> BigInt,
        lot_key -> Text,
        item -> Text,
        lot -> Nullable<Text>,
        quantity -> Quantity,
        status -> Text,
        customer -> Nullable<Text>,
        reserved_tier -> Nullable<Text>,
        expected_release -> Nullable<Date>,
        arrived_at -> Instant,
        position -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Instant, Quantity};
    stock_movements (id) {
        id -> BigInt,
        plant_id -> BigInt,
        lot_key -> Text,
        item -> Text,
        quantity -> Quantity,
        kind -> Text,
        reference_kind -> Text,
        reference -> Text,
        reference_line -> Text,
        note -> Nullable<Text>,
        at -> Instant,
        actor -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::Quantity;
    stock_reservations (plant_id, lot_key, order_no, line, schedule) {
        plant_id -> BigInt,
        lot_key -> Text,
        order_no -> Text,
        line -> Text,
        schedule -> Text,
        quantity -> Quantity,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::Quantity;
    ledger_openings (plant_id, kind, document, line, schedule) {
        plant_id -> BigInt,
        kind -> Text,
        document -> Text,
        line -> Text,
        schedule -> Text,
        quantity -> Quantity,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::Instant;
    purchase_orders (plant_id, number) {
        plant_id -> BigInt,
        number -> Text,
        status -> Text,
        note -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        created_by -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};
    use crate::store::types::sql::Quantity;
    purchase_lines (plant_id, order_no, line) {
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        position -> BigInt,
        supplier -> Nullable<Text>,
        item -> Text,
        quantity -> Quantity,
        received -> Quantity,
        order_date -> Nullable<Date>,
        confirmed_date -> Nullable<Date>,
        received_date -> Nullable<Date>,
        sales_order -> Nullable<Text>,
        sales_line -> Nullable<Text>,
        work_order -> Nullable<Text>,
        operation -> Nullable<Text>,
        closed -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    use crate::store::types::sql::Instant;
    purchase_dates (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        confirmed_date -> Nullable<Date>,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        at -> Instant,
        actor -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::store::types::sql::{Instant, Quantity};
    receipts (plant_id, id) {
        plant_id -> BigInt,
        id -> Text,
        order_no -> Text,
        line -> Text,
        kind -> Text,
        quantity -> Quantity,
        lot_key -> Nullable<Text>,
        over -> Bool,
        corrects -> Nullable<Text>,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        at -> Instant,
        booked_at -> Instant,
        actor -> Text,
        content -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant, Quantity};
    inspections (plant_id, id) {
        plant_id -> BigInt,
        id -> Text,
        item -> Text,
        lot_key -> Nullable<Text>,
        work_order -> Nullable<Text>,
        operation -> Nullable<Text>,
        inspected -> Quantity,
        accepted -> Quantity,
        scrapped -> Quantity,
        rework -> Quantity,
        returned -> Quantity,
        rework_operation -> Nullable<Text>,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        at -> Instant,
        booked_at -> Instant,
        actor -> Text,
        photos -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    use crate::store::types::sql::Instant;
    dispatch_notes (plant_id, number) {
        plant_id -> BigInt,
        number -> Text,
        customer -> Text,
        status -> Text,
        planned_date -> Nullable<Date>,
        carrier -> Nullable<Text>,
        tracking -> Nullable<Text>,
        note -> Nullable<Text>,
        created_at -> Instant,
        created_by -> Text,
        packed_at -> Nullable<Instant>,
        dispatched_at -> Nullable<Instant>,
        delivered_at -> Nullable<Instant>,
        cancelled_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use crate::store::types::sql::Quantity;
    dispatch_lines (plant_id, note_no, order_no, line, schedule) {
        plant_id -> BigInt,
        note_no -> Text,
        position -> BigInt,
        order_no -> Text,
        line -> Text,
        schedule -> Text,
        item -> Text,
        quantity -> Quantity,
        closes -> Bool,
    }
}

diesel::allow_tables_to_appear_in_same_query!(stock_lots, stock_reservations, stock_movements);
diesel::allow_tables_to_appear_in_same_query!(dispatch_notes, dispatch_lines);
diesel::allow_tables_to_appear_in_same_query!(purchase_orders, purchase_lines);
