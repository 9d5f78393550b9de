-- Master data: whom the shop sells to, what it makes and buys, where, when and how.
CREATE TABLE customers (
    code TEXT PRIMARY KEY,
    name TEXT,
    tier TEXT,
    language TEXT,
    zone TEXT,
    contacts TEXT NOT NULL,
    partial_shipments BOOLEAN,
    short_tolerance_percent BIGINT,
    transit_days INTEGER,
    carrier_calendar TEXT,
    buffer_days INTEGER,
    ship_days TEXT,
    ship_cutoff TEXT,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);

-- A customer's own part numbers.
CREATE TABLE customer_parts (
    customer TEXT NOT NULL REFERENCES customers (code),
    part TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (customer, part)
);

CREATE TABLE items (
    code TEXT PRIMARY KEY,
    description TEXT,
    unit TEXT,
    item_group TEXT,
    source TEXT,
    lead_days INTEGER,
    supplier TEXT,
    lot_minimum BIGINT,
    lot_multiple BIGINT,
    lot_period_days INTEGER,
    safety_stock BIGINT,
    yield_percent BIGINT,
    inspection_days INTEGER,
    similar_item TEXT,
    similar_factor BIGINT,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);

-- A parent that is no item yet may have lines: an import takes what there is.
CREATE TABLE bom_lines (
    parent TEXT NOT NULL,
    position INTEGER NOT NULL,
    component TEXT NOT NULL,
    quantity_per BIGINT NOT NULL,
    operation TEXT,
    valid_from TEXT,
    valid_to TEXT,
    PRIMARY KEY (parent, position)
);
CREATE INDEX bom_lines_component ON bom_lines (component);

CREATE TABLE routing_operations (
    item TEXT NOT NULL,
    operation TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT,
    kind TEXT,
    work_centre TEXT,
    setup_minutes BIGINT,
    run_minutes BIGINT,
    run_basis TEXT,
    load_size BIGINT,
    setup_family TEXT,
    transfer_batch BIGINT,
    interruptible BOOLEAN,
    alternates TEXT NOT NULL,
    move_minutes BIGINT,
    supplier TEXT,
    outside_days INTEGER,
    learned_factor BIGINT,
    observations INTEGER,
    PRIMARY KEY (item, operation)
);

CREATE TABLE work_centres (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    code TEXT NOT NULL,
    name TEXT,
    calendar TEXT NOT NULL,
    machines INTEGER,
    reporting_delay_hours BIGINT,
    last_report BIGINT,
    move_minutes BIGINT,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (plant_id, code)
);

CREATE TABLE shifts (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    calendar TEXT NOT NULL,
    position INTEGER NOT NULL,
    weekdays TEXT NOT NULL,
    from_time TEXT NOT NULL,
    to_time TEXT NOT NULL,
    holidays TEXT,
    PRIMARY KEY (plant_id, calendar, position)
);

CREATE TABLE calendar_exceptions (
    id INTEGER PRIMARY KEY,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    calendar TEXT,
    work_centre TEXT,
    date_from TEXT NOT NULL,
    date_to TEXT,
    from_time TEXT,
    to_time TEXT,
    kind TEXT NOT NULL,
    machines INTEGER,
    note TEXT
);
CREATE INDEX calendar_exceptions_plant ON calendar_exceptions (plant_id, date_from);

CREATE TABLE suppliers (
    code TEXT PRIMARY KEY,
    name TEXT,
    lead_days INTEGER,
    calendar TEXT,
    send_days TEXT,
    contacts TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);

-- The record of the past: imported, and appended to by dispatch and by finished operations.
CREATE TABLE shipment_history (
    id INTEGER PRIMARY KEY,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    customer TEXT,
    item TEXT,
    quantity BIGINT,
    order_date TEXT,
    requested_date TEXT,
    promise_date TEXT,
    shipped_date TEXT NOT NULL
);
CREATE INDEX shipment_history_order ON shipment_history (plant_id, order_no, line);

CREATE TABLE production_history (
    id INTEGER PRIMARY KEY,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    work_order TEXT NOT NULL,
    item TEXT NOT NULL,
    operation TEXT NOT NULL,
    work_centre TEXT,
    good BIGINT,
    scrap BIGINT,
    started BIGINT NOT NULL,
    finished BIGINT NOT NULL,
    planned_minutes BIGINT
);
CREATE INDEX production_history_order ON production_history (plant_id, work_order, operation);
CREATE INDEX production_history_item ON production_history (plant_id, item);

-- Workbooks on their way in: read and compared, then applied at once.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    file TEXT NOT NULL,
    state TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    preview TEXT NOT NULL,
    failure TEXT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    applied_at BIGINT
);

CREATE TABLE import_rows (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    number BIGINT NOT NULL,
    sheet TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
);
