-- Which rows a workbook brought in, by sheet and key. Only these may be missed in a later workbook: what was
-- entered here by hand is no file's business.
CREATE TABLE imported_rows (
    plant_id INTEGER NOT NULL REFERENCES plants (id),
    sheet TEXT NOT NULL,
    key TEXT NOT NULL,
    -- The import that brought it. No reference: the row outlives what is kept of its import.
    import_id INTEGER NOT NULL,
    PRIMARY KEY (plant_id, sheet, key)
);
