-- What a dispatch list had when an operation was reported to begin: how far lists are followed is learned from it.
CREATE TABLE choices (
    id INTEGER PRIMARY KEY,
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    work_order TEXT NOT NULL,
    operation TEXT NOT NULL,
    work_centre TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- Machines of the work centre that stood.
    free INTEGER NOT NULL,
    -- What could have been started, in the order of the list: work order and operation of each.
    ready TEXT NOT NULL,
    UNIQUE (plant_id, work_order, operation)
);
