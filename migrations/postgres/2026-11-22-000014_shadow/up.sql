-- The date that we would have given when sales gave one by themselves; null where nobody asked for it.
ALTER TABLE promises ADD COLUMN ours JSONB NOT NULL DEFAULT 'null';
