-- The shop floor: tablets and how they are enrolled, the people who work at them, calls for help. Of secrets only
-- hashes are kept. What is about being let in goes by the machine's clock, what happened on the floor by the plant's.
CREATE TABLE enrolments (
    hash TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    name TEXT,
    work_centres JSONB NOT NULL,
    made_by TEXT NOT NULL,
    expires TIMESTAMPTZ NOT NULL
);

CREATE TABLE devices (
    name TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    hash TEXT NOT NULL UNIQUE,
    -- Where it stands; all of the plant if empty.
    work_centres JSONB NOT NULL,
    lang TEXT NOT NULL,
    enrolled TIMESTAMPTZ NOT NULL,
    enrolled_by TEXT NOT NULL,
    revoked TIMESTAMPTZ,
    -- What the trial at its enrolment found.
    tested TIMESTAMPTZ,
    px_per_mm NUMERIC(18, 6),
    version BIGINT NOT NULL
);

CREATE TABLE operators (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    lead BOOLEAN NOT NULL,
    inspects BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    pin_hash TEXT,
    badge_hash TEXT UNIQUE,
    version BIGINT NOT NULL,
    PRIMARY KEY (plant_id, code)
);

CREATE TABLE operator_sign_ins (
    hash TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL,
    operator TEXT NOT NULL,
    device TEXT NOT NULL REFERENCES devices (name),
    expires TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (plant_id, operator) REFERENCES operators (plant_id, code)
);
CREATE INDEX operator_sign_ins_operator ON operator_sign_ins (plant_id, operator);
CREATE INDEX operator_sign_ins_device ON operator_sign_ins (device);

-- What operators are called where their names are not to be known: the key of a hash, one for the plant.
CREATE TABLE pseudonym_keys (
    plant_id BIGINT PRIMARY KEY REFERENCES plants (id),
    key TEXT NOT NULL
);

CREATE TABLE calls (
    id TEXT PRIMARY KEY NOT NULL,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    work_centre TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT,
    work_order TEXT,
    operation TEXT,
    at TIMESTAMPTZ NOT NULL,
    device TEXT,
    made_by TEXT NOT NULL,
    answered_at TIMESTAMPTZ,
    answered_by TEXT
);
CREATE INDEX calls_open ON calls (plant_id, answered_at, at);

-- Who let blocked work begin.
ALTER TABLE progress_reports ADD COLUMN approved_by TEXT;
CREATE INDEX progress_reports_at ON progress_reports (plant_id, at);

-- What was worked by the reports: pauses left out, setting up apart, and since when it runs.
ALTER TABLE operations ADD COLUMN worked_seconds BIGINT;
ALTER TABLE operations ADD COLUMN setup_seconds BIGINT;
ALTER TABLE operations ADD COLUMN since TIMESTAMPTZ;
ALTER TABLE operations ADD COLUMN phase TEXT;
ALTER TABLE operations ADD COLUMN operators JSONB NOT NULL DEFAULT '[]';
