ALTER TABLE receipts DROP COLUMN content;
