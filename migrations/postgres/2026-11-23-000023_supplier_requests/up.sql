-- What suppliers are asked about the days of purchase orders, by a link that is good for a while and once.
ALTER TABLE suppliers ADD COLUMN language TEXT;

CREATE TABLE supplier_requests (
    -- It stands in the link, and says nothing.
    id TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    order_no TEXT NOT NULL,
    supplier TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The lines that it asks about, each with the day that was known.
    lines JSONB NOT NULL,
    -- Whom it was sent to.
    contacts JSONB NOT NULL,
    lang TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    asked_by TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_by TEXT,
    answers JSONB,
    FOREIGN KEY (plant_id, order_no) REFERENCES purchase_orders (plant_id, number)
);
CREATE INDEX supplier_requests_order ON supplier_requests (plant_id, order_no);
CREATE INDEX supplier_requests_asked ON supplier_requests (plant_id, asked_at);

-- The last day on which it was looked whom to remind.
CREATE TABLE supplier_reminders (
    plant_id BIGINT PRIMARY KEY NOT NULL REFERENCES plants (id),
    day DATE NOT NULL
);
