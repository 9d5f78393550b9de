-- Work orders, how far they are, what was reported about them, and the material that they hold.
CREATE TABLE work_orders (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    number TEXT NOT NULL,
    item TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    order_no TEXT,
    line TEXT,
    schedule TEXT,
    started_quantity BIGINT,
    received BIGINT,
    due_date TEXT,
    released TEXT,
    status TEXT NOT NULL,
    -- Closed by hand or long ago: nothing may be reported on it any more.
    archived BOOLEAN NOT NULL,
    origin TEXT NOT NULL,
    -- The key of the proposal that it was made from.
    proposal TEXT,
    -- The work order that it was made for.
    parent TEXT,
    -- Operations of its own, where they differ from the item's routing.
    own_routing TEXT,
    note TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (plant_id, number)
);
CREATE INDEX work_orders_open ON work_orders (plant_id, number) WHERE status = 'open';
CREATE INDEX work_orders_line ON work_orders (plant_id, order_no, line);
CREATE INDEX work_orders_item ON work_orders (plant_id, item, status);
CREATE INDEX work_orders_parent ON work_orders (plant_id, parent);

-- Only operations about which something is known beyond the routing have a row.
CREATE TABLE operations (
    plant_id INTEGER NOT NULL,
    work_order TEXT NOT NULL,
    operation TEXT NOT NULL,
    good BIGINT,
    scrap BIGINT,
    rework BIGINT,
    rework_operation TEXT,
    status TEXT,
    started BIGINT,
    last_report BIGINT,
    finished BIGINT,
    work_centre TEXT,
    sequence INTEGER,
    frozen BOOLEAN,
    -- Why it is paused or blocked.
    reason TEXT,
    -- The report on a later operation from which its state follows.
    inferred_by TEXT,
    flags TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (plant_id, work_order, operation),
    FOREIGN KEY (plant_id, work_order) REFERENCES work_orders (plant_id, number)
);
CREATE INDEX operations_sequence ON operations (plant_id, work_centre, sequence) WHERE sequence IS NOT NULL;

-- Append-only but for corrected_by. The id is made by the client, so that a repeated report is known.
CREATE TABLE progress_reports (
    id TEXT NOT NULL,
    plant_id INTEGER NOT NULL,
    work_order TEXT NOT NULL,
    operation TEXT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    operator TEXT,
    device TEXT,
    work_centre TEXT,
    good BIGINT NOT NULL,
    scrap BIGINT NOT NULL,
    rework BIGINT NOT NULL,
    rework_operation TEXT,
    -- For an opening: the state that was found.
    standing TEXT,
    reason TEXT,
    note TEXT,
    corrects TEXT,
    corrected_by TEXT,
    flags TEXT NOT NULL,
    -- What was sent, to know a repetition from another report under the same id.
    content TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (plant_id, work_order) REFERENCES work_orders (plant_id, number)
);
CREATE INDEX progress_reports_order ON progress_reports (plant_id, work_order, at);

-- Material handed over, per operation that needed it ('' where nobody said); the movements are the ledger.
CREATE TABLE material_issues (
    plant_id INTEGER NOT NULL,
    work_order TEXT NOT NULL,
    item TEXT NOT NULL,
    operation TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    lots TEXT NOT NULL,
    PRIMARY KEY (plant_id, work_order, item, operation),
    FOREIGN KEY (plant_id, work_order) REFERENCES work_orders (plant_id, number)
);
