DELETE FROM rule_record WHERE about <> 'line';
ALTER TABLE rule_record DROP COLUMN about;
ALTER TABLE rule_record RENAME TO line_facts;
