-- What customers reach and say by themselves: access to their orders, questions, follows, answers to surveys.

-- Orders whose access was renewed or closed. The code is in no table: it is made of the plant's key, the order's number and
-- how often it was renewed.
CREATE TABLE portal_access (
    plant_id BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    renewed BIGINT NOT NULL,
    closed BOOLEAN NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (plant_id, order_no),
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);

-- When a line reached a stage last. It is known from the day on which this table came.
CREATE TABLE stage_times (
    plant_id BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    schedule TEXT NOT NULL,
    stage TEXT NOT NULL,
    reached_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (plant_id, order_no, line, schedule, stage),
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);

CREATE TABLE portal_questions (
    id BIGSERIAL PRIMARY KEY,
    plant_id BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    answer_by TIMESTAMPTZ NOT NULL,
    answer TEXT,
    answered_at TIMESTAMPTZ,
    answered_by TEXT,
    version BIGINT NOT NULL,
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);
CREATE INDEX portal_questions_order ON portal_questions (plant_id, order_no);
CREATE INDEX portal_questions_open ON portal_questions (plant_id, answer_by) WHERE answered_at IS NULL;

-- What customers say of what we wait for; whether it is so decides who looks after it.
CREATE TABLE portal_said (
    hold BIGINT PRIMARY KEY NOT NULL REFERENCES holds (id),
    said_at TIMESTAMPTZ NOT NULL,
    note TEXT
);

-- Addresses that want the notices of an order, once they have confirmed it. The id stands in links and says nothing.
CREATE TABLE portal_followers (
    id TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    confirmed_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);
CREATE INDEX portal_followers_order ON portal_followers (plant_id, order_no);

CREATE TABLE portal_surveys (
    plant_id BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    nps BIGINT,
    csat BIGINT,
    ces BIGINT,
    comment TEXT,
    -- Whether the first question was answered with a low score.
    low BOOLEAN NOT NULL,
    answered_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ,
    seen_by TEXT,
    PRIMARY KEY (plant_id, order_no),
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);

-- Links by which a customer sees all of their orders, sent to an address of theirs.
CREATE TABLE portal_sign_ins (
    id TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    customer TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ
);
CREATE INDEX portal_sign_ins_address ON portal_sign_ins (plant_id, address, asked_at);

CREATE TABLE portal_logos (
    plant_id BIGINT PRIMARY KEY NOT NULL REFERENCES plants (id),
    media_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    hash TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL
);
