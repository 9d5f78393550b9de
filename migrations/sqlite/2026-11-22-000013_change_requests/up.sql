-- What customers want changed about a line: weighed when it is asked, and again when somebody agrees.
CREATE TABLE change_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    -- '' where the line has only one date.
    schedule TEXT NOT NULL,
    -- What is wanted instead; null is as it is.
    quantity BIGINT,
    date TEXT,
    cancel BOOLEAN NOT NULL,
    asked_by TEXT NOT NULL,
    note TEXT,
    status TEXT NOT NULL,
    -- What it would do, as it was weighed last.
    evaluation TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    decided_at BIGINT,
    decided_by TEXT,
    reason TEXT,
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);
CREATE INDEX change_requests_order ON change_requests (plant_id, order_no);
