DROP TABLE line_facts;
DROP TABLE alert_tellings;
DROP TABLE alert_history;
DROP TABLE alerts;
DROP TABLE rule_versions;
DROP TABLE rules;
