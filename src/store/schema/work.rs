//! Work orders, operations, progress reports and material issues.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant, Quantity};
    work_orders (plant_id, number) {
        plant_id -> BigInt,
        number -> Text,
        item -> Text,
        quantity -> Quantity,
        order_no -> Nullable<Text>,
        line -> Nullable<Text>,
        schedule -> Nullable<Text>,
        started_quantity -> Nullable<Quantity>,
        received -> Nullable<Quantity>,
        due_date -> Nullable<Date>,
        released -> Nullable<Date>,
        status -> Text,
        archived -> Bool,
        origin -> Text,
        proposal -> Nullable<Text>,
        parent -> Nullable<Text>,
        own_routing -> Nullable<Doc>,
        note -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        created_by -> Text,
        closed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant, Quantity};
    operations (plant_id, work_order, operation) {
        plant_id -> BigInt,
        work_order -> Text,
        operation -> Text,
        good -> Nullable<Quantity>,
        scrap -> Nullable<Quantity>,
        rework -> Nullable<Quantity>,
        rework_operation -> Nullable<Text>,
        status -> Nullable<Text>,
        started -> Nullable<Instant>,
        last_report -> Nullable<Instant>,
        finished -> Nullable<Instant>,
        work_centre -> Nullable<Text>,
        sequence -> Nullable<Integer>,
        frozen -> Nullable<Bool>,
        reason -> Nullable<Text>,
        inferred_by -> Nullable<Text>,
        flags -> Doc,
        version -> BigInt,
        worked_seconds -> Nullable<BigInt>,
        setup_seconds -> Nullable<BigInt>,
        since -> Nullable<Instant>,
        phase -> Nullable<Text>,
        operators -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant, Quantity};
    progress_reports (id) {
        id -> Text,
        plant_id -> BigInt,
        work_order -> Text,
        operation -> Text,
        kind -> Text,
        at -> Instant,
        received_at -> Instant,
        actor -> Text,
        operator -> Nullable<Text>,
        device -> Nullable<Text>,
        work_centre -> Nullable<Text>,
        good -> Quantity,
        scrap -> Quantity,
        rework -> Quantity,
        rework_operation -> Nullable<Text>,
        standing -> Nullable<Doc>,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        corrects -> Nullable<Text>,
        corrected_by -> Nullable<Text>,
        flags -> Doc,
        content -> Text,
        approved_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::{Doc, Quantity};
    material_issues (plant_id, work_order, item, operation) {
        plant_id -> BigInt,
        work_order -> Text,
        item -> Text,
        operation -> Text,
        quantity -> Quantity,
        lots -> Doc,
    }
}

diesel::allow_tables_to_appear_in_same_query!(work_orders, operations, progress_reports, material_issues);
