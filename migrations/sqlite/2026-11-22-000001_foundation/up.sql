-- The company and its plants, the journal, and what every command uses.
CREATE TABLE companies (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE plants (
    id INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    settings TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    -- Bumped by every hold, acceptance, promise move and confirmed proposal: compared before a promise is stored.
    promise_version BIGINT NOT NULL DEFAULT 0,
    -- The plant's clock where it is moved by hand.
    clock BIGINT
);

INSERT INTO companies (id, name) VALUES (1, 'Company');
INSERT INTO plants (id, company_id, code, name, zone, settings) VALUES (1, 1, 'main', 'Plant', 'Asia/Shanghai', '{}');

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at BIGINT NOT NULL,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    subjects TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (principal, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE numbers (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (plant_id, kind, year)
) WITHOUT ROWID;

CREATE TABLE followers (name TEXT PRIMARY KEY, xid BIGINT NOT NULL, seq BIGINT NOT NULL) WITHOUT ROWID;
