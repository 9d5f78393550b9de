-- Whether the lines leave together, and what the futures say of all of them; null for quotes made without them.
ALTER TABLE quotes ADD COLUMN ship_complete BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE quotes ADD COLUMN odds TEXT NOT NULL DEFAULT 'null';
-- The number under which its random numbers are drawn; empty for the quote's own.
ALTER TABLE quote_lines ADD COLUMN luck TEXT NOT NULL DEFAULT '';
-- The minutes that were typed for it; null for a part that has times of its own.
ALTER TABLE quote_lines ADD COLUMN estimate TEXT NOT NULL DEFAULT 'null';

-- What a line of an order keeps from the quote that it was.
CREATE TABLE quoted_lines (
    plant_id INTEGER NOT NULL,
    order_no TEXT NOT NULL,
    line TEXT NOT NULL,
    -- The number under which its random numbers are drawn.
    luck TEXT NOT NULL,
    estimate TEXT NOT NULL DEFAULT 'null',
    PRIMARY KEY (plant_id, order_no, line),
    FOREIGN KEY (plant_id, order_no) REFERENCES sales_orders (plant_id, number)
);
