DROP TABLE quoted_lines;
ALTER TABLE quote_lines DROP COLUMN estimate;
ALTER TABLE quote_lines DROP COLUMN luck;
ALTER TABLE quotes DROP COLUMN odds;
ALTER TABLE quotes DROP COLUMN ship_complete;
