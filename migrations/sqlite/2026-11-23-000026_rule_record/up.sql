-- How everything stood that rules look at, no longer lines alone: what rules are tried on before they are saved.
ALTER TABLE line_facts RENAME TO rule_record;
ALTER TABLE rule_record ADD COLUMN about TEXT NOT NULL DEFAULT 'line';
