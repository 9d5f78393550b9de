DROP TABLE learning_overrides;
DROP TABLE learnings;
