-- How the planned dates of lines changed. Derived: a plan says it again, so nothing of it is in the journal.
CREATE TABLE forecast_history (
    id INTEGER PRIMARY KEY,
    plant_id BIGINT NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    schedule TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    -- The last journal entry that the plan knew.
    position BIGINT NOT NULL,
    -- None where the plan found no date.
    ship_day TEXT,
    arrival_day TEXT,
    late_days BIGINT,
    -- What the line waited for longest, as a stable word.
    cause TEXT
);
CREATE INDEX forecast_history_line ON forecast_history (plant_id, order_no, line, schedule, id);
