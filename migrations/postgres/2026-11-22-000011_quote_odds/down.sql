ALTER TABLE quote_lines DROP COLUMN odds;
