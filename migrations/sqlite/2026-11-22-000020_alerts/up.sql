-- Rules as people changed them, alerts with their history, whom was told what, and how lines stood.
CREATE TABLE rules (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    name TEXT NOT NULL,
    -- What differs from the shipped rule of that name, or all of it.
    body TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- Why it was switched off by itself.
    broken TEXT,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (plant_id, name)
) WITHOUT ROWID;

CREATE TABLE rule_versions (
    plant_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- Null where the rule was taken away, or is as shipped again.
    body TEXT,
    at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (plant_id, name, version)
) WITHOUT ROWID;

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    rule TEXT NOT NULL,
    rule_version BIGINT NOT NULL,
    about TEXT NOT NULL,
    -- What it is about, with the promised day: SO-1/10@2026-03-09.
    subject TEXT NOT NULL,
    -- '' where it is about no order.
    order_no TEXT NOT NULL,
    customer TEXT,
    owner TEXT,
    severity TEXT NOT NULL,
    state TEXT NOT NULL,
    since BIGINT NOT NULL,
    opened_at BIGINT,
    updated_at BIGINT NOT NULL,
    clearing_since BIGINT,
    snoozed_until BIGINT,
    -- When each step of telling is due.
    steps TEXT NOT NULL,
    told BIGINT NOT NULL,
    raise_minutes BIGINT NOT NULL,
    clear_minutes BIGINT NOT NULL,
    next_at BIGINT,
    acknowledged_at BIGINT,
    acknowledged_by TEXT,
    note TEXT,
    resolved_at BIGINT,
    resolution TEXT,
    facts TEXT NOT NULL,
    -- What it was told to be caused by, so far.
    causes TEXT NOT NULL,
    version BIGINT NOT NULL
);
-- One alert for a rule and what it is about, until it is over.
CREATE UNIQUE INDEX alerts_open ON alerts (plant_id, rule, subject) WHERE resolved_at IS NULL;
CREATE INDEX alerts_next ON alerts (plant_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX alerts_order ON alerts (plant_id, order_no);

CREATE TABLE alert_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alert BIGINT NOT NULL REFERENCES alerts (id),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX alert_history_alert ON alert_history (alert);

-- What was told to whom: each key once, whatever happens.
CREATE TABLE alert_tellings (
    key TEXT PRIMARY KEY NOT NULL,
    alert BIGINT NOT NULL REFERENCES alerts (id),
    step TEXT NOT NULL,
    recipient TEXT NOT NULL,
    channel TEXT NOT NULL,
    template TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- Until when it waits for others, where its recipient was told much just now.
    held_until BIGINT
) WITHOUT ROWID;
CREATE INDEX alert_tellings_alert ON alert_tellings (alert);
CREATE INDEX alert_tellings_recipient ON alert_tellings (recipient, at);
CREATE INDEX alert_tellings_held ON alert_tellings (held_until) WHERE held_until IS NOT NULL;

-- How lines stood when that changed by enough: what rules are tried on before they are saved.
CREATE TABLE line_facts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    subject TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- Null from when the line is over.
    facts TEXT
);
CREATE INDEX line_facts_at ON line_facts (plant_id, at);
