DROP TABLE supplier_reminders;
DROP TABLE supplier_requests;
ALTER TABLE suppliers DROP COLUMN language;
