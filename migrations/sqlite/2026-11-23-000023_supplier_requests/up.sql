-- What suppliers are asked about the days of purchase orders, by a link that is good for a while and once.
ALTER TABLE suppliers ADD COLUMN language TEXT;

CREATE TABLE supplier_requests (
    -- It stands in the link, and says nothing.
    id TEXT PRIMARY KEY NOT NULL,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    order_no TEXT NOT NULL,
    supplier TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The lines that it asks about, each with the day that was known.
    lines TEXT NOT NULL,
    -- Whom it was sent to.
    contacts TEXT NOT NULL,
    lang TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    answers TEXT,
    FOREIGN KEY (plant_id, order_no) REFERENCES purchase_orders (plant_id, number)
) WITHOUT ROWID;
CREATE INDEX supplier_requests_order ON supplier_requests (plant_id, order_no);
CREATE INDEX supplier_requests_asked ON supplier_requests (plant_id, asked_at);

-- The last day on which it was looked whom to remind.
CREATE TABLE supplier_reminders (
    plant_id INTEGER PRIMARY KEY NOT NULL REFERENCES plants (id),
    day TEXT NOT NULL
) WITHOUT ROWID;
