-- The company and its plants, the journal, and what every command uses.
CREATE TABLE companies (id BIGINT PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE plants (
    id BIGINT PRIMARY KEY,
    company_id BIGINT NOT NULL REFERENCES companies (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    settings JSONB NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    -- Bumped by every hold, acceptance, promise move and confirmed proposal: compared before a promise is stored.
    promise_version BIGINT NOT NULL DEFAULT 0,
    -- The plant's clock where it is moved by hand.
    clock TIMESTAMPTZ
);

INSERT INTO companies (id, name) VALUES (1, 'Company');
INSERT INTO plants (id, company_id, code, name, zone, settings) VALUES (1, 1, 'main', 'Plant', 'Asia/Shanghai', '{}');

-- Followers read by (xid, seq) and only transactions that are over for everybody: reading by seq alone loses
-- rows of transactions that commit late.
CREATE TABLE journal (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid XID8 NOT NULL DEFAULT pg_current_xact_id(),
    at TIMESTAMPTZ NOT NULL,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    subjects JSONB NOT NULL,
    body JSONB NOT NULL
);
CREATE INDEX journal_feed ON journal (xid, seq);

CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer JSONB NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE numbers (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (plant_id, kind, year)
);

CREATE TABLE followers (name TEXT PRIMARY KEY, xid BIGINT NOT NULL, seq BIGINT NOT NULL);
