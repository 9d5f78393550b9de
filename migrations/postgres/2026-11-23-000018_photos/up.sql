-- What tablets send besides reports: photos of inspections, the word of a lead, and entries that a lead let go.
CREATE TABLE photos (
    id TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    media_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL,
    sent_by TEXT NOT NULL,
    device TEXT,
    -- The one that it belongs to, once that has come.
    inspection TEXT
);
-- The oldest is looked for again and again, among those that have an inspection and those that wait for one.
CREATE INDEX photos_kept ON photos (plant_id, sent_at) WHERE inspection IS NOT NULL;
CREATE INDEX photos_waiting ON photos (plant_id, sent_at) WHERE inspection IS NULL;
ALTER TABLE inspections ADD COLUMN photos JSONB NOT NULL DEFAULT '[]';

-- The word of a lead at a tablet, good once, by the machine's clock. Only the hash of it is kept.
CREATE TABLE approvals (
    hash TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL,
    operator TEXT NOT NULL,
    device TEXT NOT NULL REFERENCES devices (name),
    expires TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (plant_id, operator) REFERENCES operators (plant_id, code)
);
CREATE INDEX approvals_operator ON approvals (plant_id, operator);
CREATE INDEX approvals_device ON approvals (device);

-- Entries of tablets that were refused and that a lead let go: what would have been reported.
CREATE TABLE let_go (
    id TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    kind TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    work_order TEXT,
    operation TEXT,
    code TEXT NOT NULL,
    said JSONB NOT NULL,
    note TEXT,
    let_go_by TEXT,
    device TEXT,
    actor TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX let_go_newest ON let_go (plant_id, received_at);
