-- What the customer reads when a change of theirs is declined. Reasons are for the inside.
ALTER TABLE change_requests ADD COLUMN answer TEXT;
