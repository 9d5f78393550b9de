//! Master data, the record of the past, and workbooks on their way in.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text, Time};
    use crate::store::types::sql::{Doc, Quantity};
    customers (code) {
        code -> Text,
        name -> Nullable<Text>,
        tier -> Nullable<Text>,
        language -> Nullable<Text>,
        zone -> Nullable<Text>,
        contacts -> Doc,
        partial_shipments -> Nullable<Bool>,
        short_tolerance_percent -> Nullable<Quantity>,
        transit_days -> Nullable<Integer>,
        carrier_calendar -> Nullable<Text>,
        buffer_days -> Nullable<Integer>,
        ship_days -> Nullable<Doc>,
        ship_cutoff -> Nullable<Time>,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Text};
    customer_parts (customer, part) {
        customer -> Text,
        part -> Text,
        item -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::store::types::sql::Quantity;
    items (code) {
        code -> Text,
        description -> Nullable<Text>,
        unit -> Nullable<Text>,
        item_group -> Nullable<Text>,
        source -> Nullable<Text>,
        lead_days -> Nullable<Integer>,
        supplier -> Nullable<Text>,
        lot_minimum -> Nullable<Quantity>,
        lot_multiple -> Nullable<Quantity>,
        lot_period_days -> Nullable<Integer>,
        safety_stock -> Nullable<Quantity>,
        yield_percent -> Nullable<Quantity>,
        inspection_days -> Nullable<Integer>,
        similar_item -> Nullable<Text>,
        similar_factor -> Nullable<Quantity>,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Date, Integer, Nullable, Text};
    use crate::store::types::sql::Quantity;
    bom_lines (parent, position) {
        parent -> Text,
        position -> Integer,
        component -> Text,
        quantity_per -> Quantity,
        operation -> Nullable<Text>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Integer, Nullable, Text};
    use crate::store::types::sql::{Doc, Quantity};
    routing_operations (item, operation) {
        item -> Text,
        operation -> Text,
        position -> Integer,
        name -> Nullable<Text>,
        kind -> Nullable<Text>,
        work_centre -> Nullable<Text>,
        setup_minutes -> Nullable<Quantity>,
        run_minutes -> Nullable<Quantity>,
        run_basis -> Nullable<Text>,
        load_size -> Nullable<Quantity>,
        setup_family -> Nullable<Text>,
        transfer_batch -> Nullable<Quantity>,
        interruptible -> Nullable<Bool>,
        alternates -> Doc,
        move_minutes -> Nullable<Quantity>,
        supplier -> Nullable<Text>,
        outside_days -> Nullable<Integer>,
        learned_factor -> Nullable<Quantity>,
        observations -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::store::types::sql::{Instant, Quantity};
    work_centres (plant_id, code) {
        plant_id -> BigInt,
        code -> Text,
        name -> Nullable<Text>,
        calendar -> Text,
        machines -> Nullable<Integer>,
        reporting_delay_hours -> Nullable<Quantity>,
        last_report -> Nullable<Instant>,
        move_minutes -> Nullable<Quantity>,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text, Time};
    use crate::store::types::sql::Doc;
    shifts (plant_id, calendar, position) {
        plant_id -> BigInt,
        calendar -> Text,
        position -> Integer,
        weekdays -> Doc,
        from_time -> Time,
        to_time -> Time,
        holidays -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Integer, Nullable, Text, Time};
    calendar_exceptions (id) {
        id -> BigInt,
        plant_id -> BigInt,
        calendar -> Nullable<Text>,
        work_centre -> Nullable<Text>,
        date_from -> Date,
        date_to -> Nullable<Date>,
        from_time -> Nullable<Time>,
        to_time -> Nullable<Time>,
        kind -> Text,
        machines -> Nullable<Integer>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::store::types::sql::Doc;
    suppliers (code) {
        code -> Text,
        name -> Nullable<Text>,
        lead_days -> Nullable<Integer>,
        calendar -> Nullable<Text>,
        send_days -> Nullable<Doc>,
        contacts -> Doc,
        language -> Nullable<Text>,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Nullable, Text};
    use crate::store::types::sql::Quantity;
    shipment_history (id) {
        id -> BigInt,
        plant_id -> BigInt,
        order_no -> Text,
        line -> Text,
        customer -> Nullable<Text>,
        item -> Nullable<Text>,
        quantity -> Nullable<Quantity>,
        order_date -> Nullable<Date>,
        requested_date -> Nullable<Date>,
        promise_date -> Nullable<Date>,
        shipped_date -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Instant, Quantity};
    production_history (id) {
        id -> BigInt,
        plant_id -> BigInt,
        work_order -> Text,
        item -> Text,
        operation -> Text,
        work_centre -> Nullable<Text>,
        good -> Nullable<Quantity>,
        scrap -> Nullable<Quantity>,
        started -> Instant,
        finished -> Instant,
        planned_minutes -> Nullable<Quantity>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    imports (id) {
        id -> BigInt,
        plant_id -> BigInt,
        file -> Text,
        state -> Text,
        total -> BigInt,
        done -> BigInt,
        preview -> Doc,
        failure -> Nullable<Text>,
        created_at -> Instant,
        created_by -> Text,
        applied_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::store::types::sql::Doc;
    import_rows (import_id, number) {
        import_id -> BigInt,
        number -> BigInt,
        sheet -> Text,
        body -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    imported_rows (plant_id, sheet, key) {
        plant_id -> BigInt,
        sheet -> Text,
        key -> Text,
        import_id -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(imports, import_rows);
