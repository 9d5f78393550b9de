DROP TABLE followers;
DROP TABLE numbers;
DROP TABLE idempotency;
DROP TABLE journal;
DROP TABLE plants;
DROP TABLE companies;
