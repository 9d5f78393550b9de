-- What the futures say of an offered date; null for quotes made without them.
ALTER TABLE quote_lines ADD COLUMN odds TEXT NOT NULL DEFAULT 'null';
