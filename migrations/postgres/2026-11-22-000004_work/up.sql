-- Work orders, how far they are, what was reported about them, and the material that they hold.
CREATE TABLE work_orders (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    number TEXT NOT NULL,
    item TEXT NOT NULL,
    quantity NUMERIC(18, 6) NOT NULL,
    order_no TEXT,
    line TEXT,
    schedule TEXT,
    started_quantity NUMERIC(18, 6),
    received NUMERIC(18, 6),
    due_date DATE,
    released DATE,
    status TEXT NOT NULL,
    -- Closed by hand or long ago: nothing may be reported on it any more.
    archived BOOLEAN NOT NULL,
    origin TEXT NOT NULL,
    -- The key of the proposal that it was made from.
    proposal TEXT,
    -- The work order that it was made for.
    parent TEXT,
    -- Operations of its own, where they differ from the item's routing.
    own_routing JSONB,
    note TEXT,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    closed_at TIMESTAMPTZ,
    PRIMARY KEY (plant_id, number)
);
CREATE INDEX work_orders_open ON work_orders (plant_id, number) WHERE status = 'open';
CREATE INDEX work_orders_line ON work_orders (plant_id, order_no, line);
CREATE INDEX work_orders_item ON work_orders (plant_id, item, status);
CREATE INDEX work_orders_parent ON work_orders (plant_id, parent);

-- Only operations about which something is known beyond the routing have a row.
CREATE TABLE operations (
    plant_id BIGINT NOT NULL,
    work_order TEXT NOT NULL,
    operation TEXT NOT NULL,
    good NUMERIC(18, 6),
    scrap NUMERIC(18, 6),
    rework NUMERIC(18, 6),
    rework_operation TEXT,
    status TEXT,
    started TIMESTAMPTZ,
    last_report TIMESTAMPTZ,
    finished TIMESTAMPTZ,
    work_centre TEXT,
    sequence INTEGER,
    frozen BOOLEAN,
    -- Why it is paused or blocked.
    reason TEXT,
    -- The report on a later operation from which its state follows.
    inferred_by TEXT,
    flags JSONB NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (plant_id, work_order, operation),
    FOREIGN KEY (plant_id, work_order) REFERENCES work_orders (plant_id, number)
);
CREATE INDEX operations_sequence ON operations (plant_id, work_centre, sequence) WHERE sequence IS NOT NULL;

-- Append-only but for corrected_by. The id is made by the client, so that a repeated report is known.
CREATE TABLE progress_reports (
    id TEXT NOT NULL,
    plant_id BIGINT NOT NULL,
    work_order TEXT NOT NULL,
    operation TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    operator TEXT,
    device TEXT,
    work_centre TEXT,
    good NUMERIC(18, 6) NOT NULL,
    scrap NUMERIC(18, 6) NOT NULL,
    rework NUMERIC(18, 6) NOT NULL,
    rework_operation TEXT,
    -- For an opening: the state that was found.
    standing JSONB,
    reason TEXT,
    note TEXT,
    corrects TEXT,
    corrected_by TEXT,
    flags JSONB NOT NULL,
    -- What was sent, to know a repetition from another report under the same id.
    content TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (plant_id, work_order) REFERENCES work_orders (plant_id, number)
);
CREATE INDEX progress_reports_order ON progress_reports (plant_id, work_order, at);

-- Material handed over, per operation that needed it ('' where nobody said); the movements are the ledger.
CREATE TABLE material_issues (
    plant_id BIGINT NOT NULL,
    work_order TEXT NOT NULL,
    item TEXT NOT NULL,
    operation TEXT NOT NULL,
    quantity NUMERIC(18, 6) NOT NULL,
    lots JSONB NOT NULL,
    PRIMARY KEY (plant_id, work_order, item, operation),
    FOREIGN KEY (plant_id, work_order) REFERENCES work_orders (plant_id, number)
);
