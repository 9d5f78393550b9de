-- Sales orders, promises, reviews, requirements, holds, quotes, stages and tasks.
CREATE TABLE sales_orders (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    number TEXT NOT NULL,
    customer TEXT NOT NULL,
    -- The customer's own number for the order.
    customer_order TEXT,
    -- The person who looks after it.
    owner TEXT,
    status TEXT NOT NULL,
    note TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    PRIMARY KEY (plant_id, number)
);
CREATE INDEX sales_orders_customer ON sales_orders (plant_id, customer);
CREATE INDEX sales_orders_status ON sales_orders (plant_id, status);

CREATE TABLE sales_lines (
    plant_id INTEGER NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    -- Empty where the line has only one date.
    schedule TEXT NOT NULL DEFAULT '',
    item TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    shipped BIGINT NOT NULL DEFAULT 0,
    order_date TEXT,
    requested_date TEXT,
    date_basis TEXT,
    ship_complete BOOLEAN,
    partial_shipments BOOLEAN,
    firmness TEXT,
    customer_order TEXT,
    customer_part TEXT,
    unit_price BIGINT,
    priority BIGINT,
    status TEXT NOT NULL,
    -- A copy of the last promise's date, and which it is.
    promise_date TEXT,
    promise_id BIGINT,
    stage TEXT NOT NULL,
    stage_since BIGINT NOT NULL,
    PRIMARY KEY (plant_id, order_no, line, schedule),
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);
CREATE INDEX sales_lines_status ON sales_lines (plant_id, status);
CREATE INDEX sales_lines_item ON sales_lines (plant_id, item);

-- What was promised, when, by whom and why. Rows are never changed.
CREATE TABLE promises (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    schedule TEXT NOT NULL DEFAULT '',
    -- None once it is withdrawn.
    date TEXT,
    kind TEXT NOT NULL,
    percentile BIGINT,
    reason_code TEXT,
    note TEXT,
    caused_by TEXT,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    -- What the promise keeps: protected starts and pegs.
    protected TEXT NOT NULL,
    pegs TEXT NOT NULL,
    -- Whose promises it hurt, and by whose leave.
    consequences TEXT NOT NULL,
    -- The snapshot that it was made of, and what it forecast.
    snapshot TEXT NOT NULL,
    FOREIGN KEY (plant_id, order_no, line, schedule)
        REFERENCES sales_lines (plant_id, order_no, line, schedule)
);
CREATE INDEX promises_line ON promises (plant_id, order_no, line, schedule);

CREATE TRIGGER promises_stay_unchanged BEFORE UPDATE ON promises
BEGIN SELECT RAISE(ABORT, 'promises are never changed'); END;
CREATE TRIGGER promises_stay_there BEFORE DELETE ON promises
BEGIN SELECT RAISE(ABORT, 'promises are never changed'); END;

CREATE TABLE line_requirements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    owner_role TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    written_by TEXT NOT NULL,
    acknowledged_at BIGINT,
    acknowledged_by TEXT,
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);
CREATE INDEX line_requirements_line ON line_requirements (plant_id, order_no, line);

CREATE TABLE reviews (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL,
    order_no TEXT NOT NULL,
    part TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Which rules of the policy asked for it.
    reasons TEXT NOT NULL,
    status TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    -- Working hours of the plant that it may take.
    hours BIGINT,
    decided_at BIGINT,
    decided_by TEXT,
    note TEXT,
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);
CREATE INDEX reviews_order ON reviews (plant_id, order_no);

-- No reference to orders and work orders: a hold may be imported before what it holds.
CREATE TABLE holds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    order_no TEXT,
    line TEXT,
    work_order TEXT,
    operation TEXT,
    kind TEXT NOT NULL,
    milestone TEXT,
    owner TEXT,
    expected_release TEXT,
    -- The day from which it holds nothing any more.
    released TEXT,
    blocks TEXT,
    note TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    placed_at BIGINT NOT NULL,
    placed_by TEXT NOT NULL,
    released_at BIGINT,
    released_by TEXT
);
CREATE INDEX holds_order ON holds (plant_id, order_no);
CREATE INDEX holds_work_order ON holds (plant_id, work_order);

CREATE TABLE quotes (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    number TEXT NOT NULL,
    customer TEXT NOT NULL,
    status TEXT NOT NULL,
    -- The snapshot that it was computed on.
    as_of BIGINT NOT NULL,
    promise_version BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- The sales order that it became.
    order_no TEXT,
    note TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    PRIMARY KEY (plant_id, number)
);
CREATE INDEX quotes_status ON quotes (plant_id, status);

CREATE TABLE quote_lines (
    plant_id INTEGER NOT NULL,
    quote TEXT NOT NULL,
    line TEXT NOT NULL,
    item TEXT NOT NULL,
    customer_part TEXT,
    quantity BIGINT NOT NULL,
    requested_date TEXT,
    date_basis TEXT NOT NULL,
    offered_date TEXT NOT NULL,
    ship_date TEXT NOT NULL,
    keeps_requested BOOLEAN,
    grade TEXT NOT NULL,
    unit_price BIGINT,
    -- What has to be bought, and where its operations fit.
    explanation TEXT NOT NULL,
    -- What a held quote keeps.
    protected TEXT NOT NULL,
    pegs TEXT NOT NULL,
    PRIMARY KEY (plant_id, quote, line),
    FOREIGN KEY (plant_id, quote) REFERENCES quotes (plant_id, number)
);

CREATE TABLE tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    kind TEXT NOT NULL,
    order_no TEXT NOT NULL,
    -- Empty where the task is about the whole order.
    line TEXT NOT NULL,
    schedule TEXT NOT NULL,
    -- The stage, the review's part or the requirement's number: with the rest, what the task is about.
    about TEXT NOT NULL,
    owner_role TEXT NOT NULL,
    owner TEXT,
    opened_at BIGINT NOT NULL,
    -- Working hours of the plant that it may take.
    hours BIGINT,
    done_at BIGINT
);
CREATE INDEX tasks_order ON tasks (plant_id, order_no);
CREATE INDEX tasks_open ON tasks (plant_id, done_at, owner_role);
