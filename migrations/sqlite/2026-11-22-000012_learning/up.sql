-- What the shop's own record says of times, lateness, yields and the rest: the newest learning only.
CREATE TABLE learnings (
    plant_id INTEGER PRIMARY KEY REFERENCES plants (id),
    -- As of when the record was read.
    as_of BIGINT NOT NULL,
    document TEXT NOT NULL
);

-- What a person says instead, whatever the record says.
CREATE TABLE learning_overrides (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    kind TEXT NOT NULL,
    -- Item, its group, and the work centre, supplier or customer; '' where it is for all of them.
    item TEXT NOT NULL,
    item_group TEXT NOT NULL,
    code TEXT NOT NULL,
    content TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (plant_id, kind, item, item_group, code)
) WITHOUT ROWID;
