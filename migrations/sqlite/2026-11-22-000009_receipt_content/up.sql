-- What the client said, to know the same receipt again; nothing for those booked before.
ALTER TABLE receipts ADD COLUMN content TEXT NOT NULL DEFAULT '';
