-- People, their sessions, and tokens of programs. Of secrets only hashes are kept.
CREATE TABLE users (
    name TEXT PRIMARY KEY NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    roles JSONB NOT NULL,
    lang TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE sessions (
    hash TEXT PRIMARY KEY NOT NULL,
    user_name TEXT NOT NULL REFERENCES users (name),
    created TIMESTAMPTZ NOT NULL,
    expires TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_name);

CREATE TABLE api_tokens (
    name TEXT PRIMARY KEY NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    rights JSONB NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    expires TIMESTAMPTZ,
    revoked TIMESTAMPTZ
);
