-- Messages that leave the house, how to reach people, and the channels beside mail. What a message waits for by plan
-- goes by the plant's clock (made, not_before), what it waits for because sending failed by the machine's (next_try,
-- lease_until, ended).
CREATE TABLE outbox (
    id BIGSERIAL PRIMARY KEY,
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    key TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    template TEXT NOT NULL,
    facts JSONB NOT NULL,
    thread TEXT,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    made TIMESTAMPTZ NOT NULL,
    not_before TIMESTAMPTZ NOT NULL,
    next_try TIMESTAMPTZ NOT NULL,
    lease_until TIMESTAMPTZ,
    holder TEXT,
    last_error TEXT,
    -- Made when the message is put in, whole once it was first tried; the same whenever it is sent.
    message_id TEXT NOT NULL,
    -- Who got it in the end: somebody's stand-in.
    sent_to TEXT,
    ended TIMESTAMPTZ,
    UNIQUE (plant_id, key)
);
CREATE INDEX outbox_due ON outbox (state, next_try);

CREATE TABLE contacts (
    user_name TEXT PRIMARY KEY NOT NULL REFERENCES users (name),
    address TEXT,
    quiet_from TEXT,
    quiet_to TEXT,
    stand_in TEXT,
    stand_in_from DATE,
    stand_in_to DATE,
    digest_hour BIGINT,
    version BIGINT NOT NULL
);

-- The secret is needed in the clear to sign with, and an address may hold one too: neither is ever shown.
CREATE TABLE channels (
    plant_id BIGINT NOT NULL REFERENCES plants (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT,
    lang TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (plant_id, name)
);
