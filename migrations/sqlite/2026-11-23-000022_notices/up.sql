-- What customers are told about their orders, to which addresses, and which addresses want no more of it.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    order_no TEXT NOT NULL,
    customer TEXT NOT NULL,
    state TEXT NOT NULL,
    -- What there is to tell of each line.
    lines TEXT NOT NULL,
    -- Of the plant's list; only its text for customers is ever told.
    reason_code TEXT,
    reason TEXT,
    doing TEXT,
    remark TEXT,
    next_update_by TEXT,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    -- When one that needs no approval leaves.
    send_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    why TEXT,
    -- The day by which the next one is promised, until one is sent.
    update_due TEXT,
    version BIGINT NOT NULL,
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);
CREATE INDEX notices_order ON notices (plant_id, order_no);
-- One at a time of an order: what happens meanwhile goes into it.
CREATE UNIQUE INDEX notices_open ON notices (plant_id, order_no) WHERE ended_at IS NULL;
CREATE INDEX notices_waiting ON notices (plant_id, send_at) WHERE ended_at IS NULL AND send_at IS NOT NULL;
CREATE INDEX notices_update ON notices (plant_id, update_due) WHERE update_due IS NOT NULL;

-- To whom one was sent. The id stands in links and says nothing.
CREATE TABLE notice_recipients (
    id TEXT PRIMARY KEY NOT NULL,
    notice BIGINT NOT NULL REFERENCES notices (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX notice_recipients_notice ON notice_recipients (notice);

-- Addresses that want no notices any more, in small letters.
CREATE TABLE notice_stops (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    address TEXT NOT NULL,
    customer TEXT NOT NULL,
    stopped_at BIGINT NOT NULL,
    PRIMARY KEY (plant_id, address)
) WITHOUT ROWID;

-- What the links of mails to others are signed with.
CREATE TABLE link_keys (
    plant_id INTEGER PRIMARY KEY NOT NULL REFERENCES plants (id),
    key TEXT NOT NULL
) WITHOUT ROWID;
