-- Stock and its ledger, purchase orders with receipts, inspections, dispatch notes.

-- Balances. Every change of one has its movement; see stock_movements.
CREATE TABLE stock_lots (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    lot_key TEXT NOT NULL,
    item TEXT NOT NULL,
    -- The number that people gave the lot; several lots may share it.
    lot TEXT,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    status TEXT NOT NULL CHECK (status IN ('usable', 'inspection', 'blocked')),
    customer TEXT,
    reserved_tier TEXT,
    expected_release TEXT,
    arrived_at BIGINT NOT NULL,
    -- Its row in the workbook it came with, 0 for others.
    position BIGINT NOT NULL,
    PRIMARY KEY (plant_id, lot_key)
);
CREATE INDEX stock_lots_item ON stock_lots (plant_id, item);

CREATE TABLE stock_movements (
    id INTEGER PRIMARY KEY,
    plant_id BIGINT NOT NULL,
    lot_key TEXT NOT NULL,
    item TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    kind TEXT NOT NULL,
    reference_kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    -- The line of the document referred to, '' for the whole.
    reference_line TEXT NOT NULL,
    note TEXT,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    FOREIGN KEY (plant_id, lot_key) REFERENCES stock_lots (plant_id, lot_key)
);
CREATE INDEX stock_movements_lot ON stock_movements (plant_id, lot_key);
CREATE INDEX stock_movements_reference ON stock_movements (plant_id, reference_kind, reference);

-- What promises hold of a lot. Never more than the lot has.
CREATE TABLE stock_reservations (
    plant_id BIGINT NOT NULL,
    lot_key TEXT NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    schedule TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (plant_id, lot_key, order_no, line, schedule),
    FOREIGN KEY (plant_id, lot_key) REFERENCES stock_lots (plant_id, lot_key)
);
CREATE INDEX stock_reservations_line ON stock_reservations (plant_id, order_no, line, schedule);

-- What documents had received, shipped or been issued before the ledger began.
CREATE TABLE ledger_openings (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    kind TEXT NOT NULL,
    document TEXT NOT NULL,
    line TEXT NOT NULL,
    schedule TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    PRIMARY KEY (plant_id, kind, document, line, schedule)
);

CREATE TABLE purchase_orders (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    number TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'cancelled')),
    note TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    PRIMARY KEY (plant_id, number)
);

CREATE TABLE purchase_lines (
    plant_id BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    -- Place in the order, and in the workbook it came with.
    position BIGINT NOT NULL,
    supplier TEXT,
    item TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    received BIGINT NOT NULL CHECK (received >= 0),
    order_date TEXT,
    confirmed_date TEXT,
    received_date TEXT,
    sales_order TEXT,
    sales_line TEXT,
    work_order TEXT,
    operation TEXT,
    -- Nothing more is expected, whatever has come.
    closed BOOLEAN NOT NULL,
    PRIMARY KEY (plant_id, order_no, line),
    FOREIGN KEY (plant_id, order_no) REFERENCES purchase_orders (plant_id, number)
);
CREATE INDEX purchase_lines_item ON purchase_lines (plant_id, item);
CREATE INDEX purchase_lines_work ON purchase_lines (plant_id, work_order);
CREATE INDEX purchase_lines_sale ON purchase_lines (plant_id, sales_order);

-- Append-only: what the supplier said when, and why it changed.
CREATE TABLE purchase_dates (
    id INTEGER PRIMARY KEY,
    plant_id BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    confirmed_date TEXT,
    reason TEXT,
    note TEXT,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    FOREIGN KEY (plant_id, order_no, line) REFERENCES purchase_lines (plant_id, order_no, line)
);
CREATE INDEX purchase_dates_line ON purchase_dates (plant_id, order_no, line);

-- Append-only: corrections and returns are receipts below zero.
CREATE TABLE receipts (
    plant_id BIGINT NOT NULL,
    id TEXT NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('receipt', 'correction', 'return')),
    quantity BIGINT NOT NULL,
    -- The lot it went into; none for outside work, which goes on in its work order.
    lot_key TEXT,
    -- More has come than was ordered.
    over BOOLEAN NOT NULL,
    corrects TEXT,
    reason TEXT,
    note TEXT,
    at BIGINT NOT NULL,
    booked_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (plant_id, id),
    FOREIGN KEY (plant_id, order_no, line) REFERENCES purchase_lines (plant_id, order_no, line)
);
CREATE INDEX receipts_line ON receipts (plant_id, order_no, line);
CREATE INDEX receipts_lot ON receipts (plant_id, lot_key);

-- Append-only: what was decided about what was inspected.
CREATE TABLE inspections (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    id TEXT NOT NULL,
    item TEXT NOT NULL,
    lot_key TEXT,
    work_order TEXT,
    operation TEXT,
    inspected BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    scrapped BIGINT NOT NULL,
    rework BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    rework_operation TEXT,
    reason TEXT,
    note TEXT,
    at BIGINT NOT NULL,
    booked_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (plant_id, id)
);
CREATE INDEX inspections_lot ON inspections (plant_id, lot_key);
CREATE INDEX inspections_work ON inspections (plant_id, work_order);

CREATE TABLE dispatch_notes (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    number TEXT NOT NULL,
    customer TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'packed', 'dispatched', 'delivered', 'cancelled')),
    planned_date TEXT,
    carrier TEXT,
    tracking TEXT,
    note TEXT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    packed_at BIGINT,
    dispatched_at BIGINT,
    delivered_at BIGINT,
    cancelled_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (plant_id, number)
);
CREATE INDEX dispatch_notes_status ON dispatch_notes (plant_id, status);

CREATE TABLE dispatch_lines (
    plant_id BIGINT NOT NULL,
    note_no TEXT NOT NULL,
    position BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    schedule TEXT NOT NULL,
    item TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    -- What is missing then is within the customer's tolerance and is not delivered later.
    closes BOOLEAN NOT NULL,
    PRIMARY KEY (plant_id, note_no, order_no, line, schedule),
    FOREIGN KEY (plant_id, note_no) REFERENCES dispatch_notes (plant_id, number)
);
CREATE INDEX dispatch_lines_line ON dispatch_lines (plant_id, order_no, line, schedule);
CREATE INDEX dispatch_lines_item ON dispatch_lines (plant_id, item);
